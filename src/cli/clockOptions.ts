/**
 * The options that say how a server's clock is read: the same for every command.
 */
import { formatIssue, PolicyError } from "../core/input/issues.js";
import { didYouMean } from "../core/input/nearest.js";
import { clockWith, type ServerClock } from "../core/schedule/clock.js";
import type { OptionValues } from "./arguments.js";
import { hostZone } from "../host/zones.js";

/** The options of a clock, for a command's table. */
export const CLOCK_OPTIONS = {
  zone: { type: "string" },
  "window-clock": { type: "string" },
  gap: { type: "string" },
  overlap: { type: "string" },
  "grid-overlap": { type: "string" },
} as const;

type ClockOption = keyof typeof CLOCK_OPTIONS;

/** From a switch of the clock to its option, for the messages. */
const OPTION_OF: readonly (readonly [keyof ServerClock, ClockOption])[] = [
  ["zone", "zone"],
  ["windowClock", "window-clock"],
  ["gap", "gap"],
  ["overlap", "overlap"],
  ["gridOverlap", "grid-overlap"],
];

/** The text of `--help` about the options that are not `--zone`. */
export const CLOCK_USAGE = `Where the product's documentation leaves room:
  --window-clock C     hours of windows are utc (default) or server time
  --gap G              a daily time that the clock skips: shift (default), gap-end, skip
  --overlap O          a daily time that it shows twice: first (default), second, both
  --grid-overlap O     a periodic time that it shows twice: both (default), first, second
`;

/** Reads the clock, every switch filled in; `undefined` where there is a problem. */
export function readClockOptions(
  values: OptionValues<ClockOption>,
  problems: string[],
): ServerClock | undefined {
  const given = OPTION_OF.filter(([, option]) => values.has(option)).map(([name, option]) => [
    name,
    values.get(option),
  ]);
  const switches = valueOrProblems(
    () => clockWith(Object.fromEntries(given) as Partial<ServerClock>),
    problems,
  );
  const zone = values.get("zone") ?? "UTC";
  const table = valueOrProblems(() => hostZone(zone, "clock.zone"), problems, hintForZone(zone));
  return switches === undefined || table === undefined
    ? undefined
    : { ...switches, zone: table.name };
}

/**
 * What `read` gives; where it throws issues of a clock, they become problems of the options behind
 * it.
 */
function valueOrProblems<Value>(
  read: () => Value,
  problems: string[],
  hint?: () => string | undefined,
): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    for (const issue of error.issues) {
      const option = OPTION_OF.find(([name]) => issue.path === `clock.${name}`)?.[1];
      const better = hint?.();
      const message =
        better === undefined
          ? issue.message
          : `expected ${issue.expected}, received ${issue.received}; ${better}`;
      problems.push(option === undefined ? formatIssue(issue) : `--${option}: ${message}`);
    }
    return undefined;
  }
}

/**
 * What may have been meant: the zone of that city, one that is spelt nearly so, or what Windows
 * calls it.
 */
function hintForZone(name: string): () => string | undefined {
  return () => {
    if (/ time$/i.test(name.trim()))
      return (
        "this looks like a name of Windows: take the zone of a city, such as " +
        "America/Los_Angeles"
      );
    const zones = Intl.supportedValuesOf("timeZone");
    const city = name.trim().toLowerCase().replace(/\s+/g, "_");
    const areas = [
      ...new Set(
        zones
          .filter((zone) => zone.includes("/"))
          .map((zone) => zone.slice(0, zone.lastIndexOf("/"))),
      ),
    ];
    const ofCity = areas.flatMap((area) => knownZone(`${area}/${city}`));
    return ofCity.length > 0 ? `did you mean ${ofCity.join(" or ")}?` : didYouMean(name, zones);
  };
}

/** The zone in the usual letter case, `Asia/Kolkata`; nothing where the host does not know it. */
function knownZone(name: string): string[] {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return [name.replace(/(?<=[/_-])[a-z]/g, (letter) => letter.toUpperCase())];
  } catch {
    return [];
  }
}
