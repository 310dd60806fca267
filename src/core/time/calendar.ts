/**
 * The civil calendar on plain numbers: dates, weekdays and their texts, without a `Date`.
 *
 * A wall time counts milliseconds as if the wall clock were UTC, so its date is a matter of
 * division. The Gregorian calendar is used backwards and forwards without end (proleptic), as in
 * ISO 8601.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS, modulo, SECOND_MS, type Wall, WEEK_MS } from "./instant.js";

/** English names, index = weekday, 0 = Sunday (R10). */
export const WEEKDAYS = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
] as const;

/** Days as people tell them, from Monday on, so that a weekend stays in one piece. */
export const MONDAY_FIRST = [1, 2, 3, 4, 5, 6, 0] as const;

/** A calendar date. `month` and `day` count from 1. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** 1970-01-01 was a Thursday: Sunday 00:00 of its week lies this far before it. */
const THURSDAY_MS = 4 * DAY_MS;

/** How far into its week, which begins on Sunday 00:00, a wall time lies: `[0, WEEK_MS)`, ms. */
export function weekPositionOf(wall: Wall): number {
  return modulo(wall + THURSDAY_MS, WEEK_MS);
}

/**
 * The instants at which a clock with this offset shows Sunday 00:00 are this number plus whole
 * weeks. Unit: ms. So `sundayBase(offset) + k * WEEK_MS + position` turns a position in the week
 * back into an instant.
 */
export function sundayBase(offsetMs: number): number {
  return -THURSDAY_MS - offsetMs;
}

/** Whole days from 1970-01-01 to the date of a wall time. */
export function dayOf(wall: Wall): number {
  return Math.floor(wall / DAY_MS);
}

/** The weekday of a day counted from 1970-01-01: 0 = Sunday. */
export function weekdayOfDay(day: number): number {
  return modulo(day + 4, 7);
}

/** The date of a day counted from 1970-01-01. */
export function dateOfDay(day: number): CivilDate {
  // Years that begin on 1 March put the leap day last; 146,097 days are 400 years exactly.
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

/** The day of a date, counted from 1970-01-01; `undefined` where the calendar has no such date. */
export function dayOfDate({ year, month, day }: CivilDate): number | undefined {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const found = era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468;
  const date = dateOfDay(found);
  // With the month and the day, the year is right too.
  return date.month === month && date.day === day ? found : undefined;
}

/** A whole number with so many digits at least: `digits(7, 2) // => "07"`. */
export function digits(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

/** A full hour of the day: `hourText(7) // => "07:00"`; the end of a day is `24:00`. */
export function hourText(hour: number): string {
  return `${digits(hour, 2)}:00`;
}

/**
 * `2026-03-08`; years outside 0 to 9999 with a sign and six digits, as ISO 8601 and `Date` write
 * them.
 */
export function formatDate(day: number): string {
  const date = dateOfDay(day);
  const plain = date.year >= 0 && date.year <= 9_999;
  const year = plain
    ? digits(date.year, 4)
    : `${date.year < 0 ? "-" : "+"}${digits(Math.abs(date.year), 6)}`;
  return `${year}-${digits(date.month, 2)}-${digits(date.day, 2)}`;
}

/**
 * The time of day of a wall time: `02:30`, with seconds and milliseconds only where there are any.
 */
export function formatTime(wall: Wall): string {
  const time = modulo(wall, DAY_MS);
  const hours = digits(Math.floor(time / HOUR_MS), 2);
  const minutes = digits(Math.floor(time / MINUTE_MS) % 60, 2);
  const rest = time % MINUTE_MS;
  if (rest === 0) return `${hours}:${minutes}`;
  const millis = rest % SECOND_MS;
  const fraction = millis === 0 ? "" : `.${digits(millis, 3)}`;
  return `${hours}:${minutes}:${digits(Math.floor(rest / SECOND_MS), 2)}${fraction}`;
}

/**
 * `+05:30`, `-04:00`; with seconds where the offset has some (`-00:44:30`, Monrovia until 1972).
 */
export function formatOffset(offsetMs: number): string {
  const size = Math.abs(offsetMs);
  const seconds = Math.floor(size / SECOND_MS) % 60;
  const hours = digits(Math.floor(size / HOUR_MS), 2);
  const minutes = digits(Math.floor(size / MINUTE_MS) % 60, 2);
  const tail = seconds === 0 ? "" : `:${digits(seconds, 2)}`;
  return `${offsetMs < 0 ? "-" : "+"}${hours}:${minutes}${tail}`;
}

/** What a clock is called that stands at an offset: `UTC+05:30`, `UTC-04:00`. */
export function offsetName(offsetMs: number): string {
  return `UTC${formatOffset(offsetMs)}`;
}

/** A wall time and its offset in ISO 8601: `2026-03-08T03:30:00-04:00`. */
export function formatLocal(wall: Wall, offsetMs: number): string {
  const time = formatTime(wall);
  const seconds = time.length === "HH:mm".length ? ":00" : "";
  return `${formatDate(dayOf(wall))}T${time}${seconds}${formatOffset(offsetMs)}`;
}

/**
 * An instant in ISO 8601, UTC: `2026-03-08T07:30:00Z`, without milliseconds where they are zero.
 */
export function formatUtc(instant: number): string {
  const wall = instant as Wall; // UTC is the clock whose wall time is the instant
  return formatLocal(wall, 0).replace("+00:00", "Z");
}
