/**
 * Instants and wall times: two kinds of number that must never meet by accident.
 *
 * An instant is a whole number of milliseconds since 1970-01-01T00:00Z; a wall time is what a clock
 * shows at an instant, written as if it were UTC: `wall = instant + offset`. Inside the core the
 * two are branded, so that adding an offset twice does not compile.
 */
import { issue, PolicyError } from "../input/issues.js";

declare const instantBrand: unique symbol;
declare const wallBrand: unique symbol;

/**
 * Milliseconds since 1970-01-01T00:00Z, a whole number (R1). Public functions take and return it as
 * a plain `number`.
 */
export type Instant = number & { readonly [instantBrand]: true };

/**
 * What a wall clock shows, as milliseconds: the same calendar arithmetic as an instant, another
 * clock (R2).
 */
export type Wall = number & { readonly [wallBrand]: true };

/** Length of a second, in ms. */
export const SECOND_MS = 1_000;
/** Length of a minute, in ms. */
export const MINUTE_MS = 60_000;
/** Length of an hour, in ms. */
export const HOUR_MS = 3_600_000;
/** Length of a day of 24 hours, in ms. */
export const DAY_MS = 86_400_000;
/** Length of a week of 168 hours, in ms: the period of every policy and of every window mask. */
export const WEEK_MS = 604_800_000;

/** The answer of `next` where there is no such run: `+Infinity` (R1). */
export const NEVER = Number.POSITIVE_INFINITY;

/** The answer of `previous` where there is no such run: `-Infinity` (R1). */
export const NEVER_BEFORE = Number.NEGATIVE_INFINITY;

/** The first instant that a schedule speaks of: 1970-01-01T00:00Z. Ranks count from here (R3). */
export const EPOCH = 0;

/** The last instant that a `Date` can hold (+275760-09-13). */
export const LAST_INSTANT = 8.64e15;

/** The end of time, exclusive: one millisecond after the last instant. */
export const END_OF_TIME = LAST_INSTANT + 1;

/** What an instant may be given as, to follow "expected". */
export const INSTANT_TEXT =
  'an instant: epoch ms, an ISO 8601 string such as "2026-03-08T07:30:00Z", a Date, a DateTime ' +
  "or a Temporal.Instant";

/**
 * The remainder that is never negative: `modulo(-1, 24) // => 23`.
 * For clocks and weeks, where `%` would put Saturday 1969 before Sunday.
 */
export function modulo(value: number, period: number): number {
  const rest = value % period;
  return rest < 0 ? rest + period : rest + 0; // + 0 turns -0 into 0
}

/** Whether a numeric query may be asked about a value: a number, and not `NaN`. */
export function isNumber(value: unknown): value is number {
  return typeof value === "number" && value === value;
}

/**
 * What a numeric query throws for arguments of which some are no numbers: an issue for each of
 * those, under its name (R26). A question about no instant has no answer, and `NEVER` would be a
 * wrong one.
 */
export function notInstants(args: Readonly<Record<string, unknown>>): PolicyError {
  const bad = Object.entries(args).filter(([, value]) => !isNumber(value));
  return new PolicyError(
    bad.map(([name, value]) =>
      issue(
        name,
        "an instant in epoch ms, a number",
        value,
        "nextRun and upcomingRuns take texts and dates",
      ),
    ),
  );
}

/** The instant at which a clock with the given offset shows `wall`. Unit: ms, all three. */
export function instantOf(wall: Wall, offsetMs: number): Instant {
  return (wall - offsetMs) as Instant;
}

/** What a clock with the given offset shows at `instant`. Unit: ms, all three. */
export function wallOf(instant: Instant, offsetMs: number): Wall {
  return (instant + offsetMs) as Wall;
}
