/**
 * Instants as people have them, to epoch milliseconds and back: ISO strings, `Date`, luxon's `DateTime`.
 */
import { DateTime } from "luxon";
import { issue, PolicyError } from "../core/policy/issues.js";

/** An instant: epoch ms, an ISO 8601 string (UTC where it names no offset), a `Date`, or a luxon `DateTime`. */
export type InstantLike = number | string | Date | DateTime;

/** The instant in epoch ms, a whole number. Throws a `PolicyError` with `path` where it is none. */
export function instantFrom(value: InstantLike, path: string): number {
  const instant = read(value);
  // 8.64e15 is as far as a Date goes; infinities mean "no limit" to nobody here.
  if (Number.isInteger(instant) && Math.abs(instant) <= 8.64e15) return instant;
  throw new PolicyError([issue(path, 'an instant: epoch ms, an ISO 8601 string such as "2026-03-08T07:30:00Z", a Date or a DateTime', shown(value))]);
}

function read(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "string") return DateTime.fromISO(value.trim(), { zone: "utc" }).toMillis();
  if (value instanceof Date) return value.getTime();
  if (DateTime.isDateTime(value)) return value.toMillis();
  return Number.NaN;
}

function shown(value: unknown): unknown {
  if (value instanceof Date || DateTime.isDateTime(value)) return String(value);
  return value;
}

/** The instant as a `DateTime` on the clock of a zone. */
export function dateTimeIn(instant: number, zone: string): DateTime {
  return DateTime.fromMillis(instant, { zone });
}
