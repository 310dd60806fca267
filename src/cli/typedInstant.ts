/**
 * Instants that somebody typed, on the server's clock where they name no offset.
 *
 * Of a time that this clock never shows, or shows twice, one reading is taken and said: people ask
 * for the nights of clock changes more than for others.
 */
import { LAST_INSTANT } from "../core/time/instant.js";
import { localText } from "../core/time/moments.js";
import { instantsShowing, type ZoneTable } from "../core/time/zone.js";
import { readInstant, wallInText } from "../host/instants.js";
import { hostZone } from "../host/zones.js";
import type { OptionValues } from "./arguments.js";

/** Where what is wrong goes, and what is worth knowing. */
export interface Told {
  readonly problems: string[];
  readonly notices: string[];
}

/**
 * An instant from 1970 on, epoch ms, read on the clock of a zone where it names no offset;
 * `undefined` where the option is not given, or bad and noted. `most` is the last one.
 */
export function instantOption<Name extends string>(
  values: OptionValues<Name>,
  name: Name,
  zone: string,
  told: Told,
  most = LAST_INSTANT,
): number | undefined {
  const text = values.get(name);
  return text === undefined ? undefined : readWhen(`--${name}`, text, zone, told, most);
}

/** The same for an operand, or whatever `what` calls it. */
export function readWhen(
  what: string,
  text: string,
  zone: string,
  { problems, notices }: Told,
  most = LAST_INSTANT,
): number | undefined {
  const clock = hostZone(zone);
  const instant = readInstant(text, what, [], clock);
  if (instant !== undefined && instant >= 0 && instant <= most) {
    const notice = readingNotice(text, clock);
    if (notice !== undefined) notices.push(`${what}: ${notice}`);
    return instant;
  }
  const expected =
    instant === undefined
      ? "an ISO 8601 instant such as 2026-03-08 or 2026-03-08T07:30:00Z"
      : "an instant from 1970 on";
  problems.push(`${what}: expected ${expected}, received ${JSON.stringify(text)}`);
  return undefined;
}

/** Which reading was taken where the clock shows a time never, or twice. */
function readingNotice(text: string, zone: ZoneTable): string | undefined {
  const wall = wallInText(text);
  if (wall === undefined) return undefined;
  const [first, second] = instantsShowing(zone, wall);
  const shown = JSON.stringify(text);
  if (first === undefined) {
    const read = readInstant(text, "", [], zone)!;
    return `the clock of ${zone.name} skips ${shown}; it is read as ${localText(zone, read)}`;
  }
  return second === undefined
    ? undefined
    : `the clock of ${zone.name} shows ${shown} twice; the first is meant, ` +
        `${localText(zone, first)}, and not ${localText(zone, second)}`;
}
