/**
 * Instants as people have them, to epoch milliseconds and back: ISO strings, `Date`, luxon's
 * `DateTime`, `Temporal`.
 */
import { DateTime } from "luxon";
import { type Issue, issue, orThrow } from "../core/input/issues.js";
import { INSTANT_TEXT, LAST_INSTANT, type Wall } from "../core/time/instant.js";
import { instantShowing, type ZoneTable } from "../core/time/zone.js";

/**
 * An instant: epoch ms, an ISO 8601 string (UTC where it names no offset), a `Date`, a luxon
 * `DateTime`, or what has an `epochMilliseconds`, as a `Temporal.Instant` and a
 * `Temporal.ZonedDateTime` do.
 */
export type InstantLike =
  number | string | Date | DateTime | { readonly epochMilliseconds: number };

/**
 * Reads an instant as epoch ms, a whole number. `undefined` after an issue at `path` where it is
 * none. A text that names no offset is read on the clock of `zone`, UTC if there is none; of a time
 * that this clock shows twice, the first is meant.
 */
export function readInstant(
  value: unknown,
  path: string,
  issues: Issue[],
  zone?: ZoneTable,
): number | undefined {
  const instant = msOrNaN(value, zone);
  // Infinities mean "no limit" to nobody here.
  if (Number.isInteger(instant) && Math.abs(instant) <= LAST_INSTANT) return instant;
  issues.push(issue(path, INSTANT_TEXT, shown(value)));
  return undefined;
}

/** As `readInstant`, but throws a `PolicyError` where it is none. */
export function instantFrom(value: InstantLike, path: string, zone?: ZoneTable): number {
  return orThrow((issues) => readInstant(value, path, issues, zone));
}

/** An instant as epoch ms, read as `readInstant` does; `NaN` where it is none. */
export function msOrNaN(value: unknown, zone?: ZoneTable): number {
  if (typeof value === "number") return value;
  if (typeof value === "string") return readText(value.trim(), zone);
  if (value instanceof Date) return value.getTime();
  if (DateTime.isDateTime(value)) return value.toMillis();
  if (value === null || typeof value !== "object" || !("epochMilliseconds" in value))
    return Number.NaN;
  const ms = value.epochMilliseconds;
  return typeof ms === "number" ? ms : Number.NaN;
}

function readText(text: string, zone: ZoneTable | undefined): number {
  const inUtc = msIn("utc", text);
  // luxon itself is not asked for the zone: of a time that is shown twice it takes one or the other
  // by the season in which it is asked.
  return zone === undefined || !namesWall(text, inUtc)
    ? inUtc
    : instantShowing(zone, inUtc as Wall);
}

/** The wall time that an ISO 8601 text names; `undefined` where it names an offset, or is none. */
export function wallInText(text: string): Wall | undefined {
  const inUtc = msIn("utc", text.trim());
  return namesWall(text.trim(), inUtc) ? (inUtc as Wall) : undefined;
}

/** A text that names its offset is the same instant wherever it is read; else it is a wall time. */
function namesWall(text: string, inUtc: number): boolean {
  return !Number.isNaN(inUtc) && inUtc !== msIn("utc+1", text);
}

function msIn(zone: string, text: string): number {
  return DateTime.fromISO(text, { zone }).toMillis();
}

/** A value that is no instant, as messages show it: a bad date as its text. */
export function shown(value: unknown): unknown {
  if (value instanceof Date || DateTime.isDateTime(value)) return String(value);
  return value;
}

/** The instant as a `DateTime` on the clock of a zone. */
export function dateTimeIn(instant: number, zone: string): DateTime {
  return DateTime.fromMillis(instant, { zone });
}
