/**
 * The words of a policy: every value that its named settings can take, in the vendor's spelling and order.
 *
 * The types say which words exist; these lists say it to code that has to try them, and are checked against the types.
 */
import type { DailyType, PeriodicallyEvery, SchedulePolicy } from "./types.js";

/** Every `type` of a policy. */
export const POLICY_TYPES = ["Daily", "Periodically", "ManualOnly"] as const satisfies readonly SchedulePolicy["type"][];

/** Every `dailyType` (R4). */
export const DAILY_TYPES = [
  "Everyday",
  "Workdays",
  "Weekends",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const satisfies readonly DailyType[];

/** Every `periodicallyEvery`, shortest first (R5). */
export const INTERVALS = [
  "Minutes5",
  "Minutes10",
  "Minutes15",
  "Minutes30",
  "Hours1",
  "Hours2",
  "Hours4",
  "Hours8",
  "Hours12",
] as const satisfies readonly PeriodicallyEvery[];

/** Hours in a week: the length of every window mask (R10). */
export const HOURS_PER_WEEK = 168;

/**
 * Whether the interval counts hours: only then do the offset within the hour (R6) and the start window (R13) apply.
 * `isHourly("Hours2") // => true`
 */
export function isHourly(interval: PeriodicallyEvery): boolean {
  return interval.startsWith("Hours");
}
