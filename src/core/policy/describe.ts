/**
 * A policy as one English sentence for a tired administrator: when it starts, what holds it back,
 * how it is retried.
 *
 * Only what counts is said (`effective`): settings that the policy's type ignores are kept in the
 * policy, not in the sentence.
 */
import { grouped } from "../input/numberText.js";
import { digits } from "../time/calendar.js";
import { effective, type Starts } from "./effective.js";
import { parsePolicy } from "./parse.js";
import {
  type DailyType,
  everCloses,
  everProhibits,
  type PolicyInput,
  type SchedulePolicy,
  type WindowSettings,
} from "./types.js";
import { describeWindow } from "./windowWords.js";

/**
 * Says what a policy does, in one sentence (R4 to R21). Times of day are the server's (R2); a
 * window's hours are those of its own clock, whose `minuteOffset` is mentioned where it has one
 * (R11). Throws a `PolicyError` for a bad policy.
 *
 * ```ts
 * describePolicy(parsePolicy({ type: "Periodically", periodicallyEvery: "Hours1" }))
 * // => "Every hour."
 * ```
 */
export function describePolicy(policy: PolicyInput): string {
  const read = parsePolicy(policy);
  const text = `${startsText(read)}${backupWindowText(read)}${retriesText(read)}.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function startsText(policy: SchedulePolicy): string {
  const { starts, startWindow } = effective(policy);
  const isOwn = policy.type === "ManualOnly" || policy.type === "Immediate";
  if (starts.kind === "none" && !isOwn) {
    const { scheduleEnabled: _, ...switchedOn } = policy;
    return `${describeStarts(starts)} (switched off: ${startsText(switchedOn)})`;
  }
  // A start window that is always open has nothing to say.
  return startWindow === undefined || !everProhibits(startWindow)
    ? describeStarts(starts)
    : `${describeStarts(starts)}, starting only ${windowText(startWindow)}`;
}

/**
 * Says what makes a policy start, without its windows and retries, to go on in a sentence.
 * `describeStarts({ kind: "none", why: "manual-only" }) // => "only when started by hand"`
 */
export function describeStarts(starts: Starts): string {
  switch (starts.kind) {
    case "none":
      return starts.why === "immediate"
        ? "after each restore point of the job that it copies"
        : "only when started by hand";
    case "daily":
      return dailyText(starts.dailyType, starts.dailyTime);
    case "grid":
      return gridText(starts.intervalMinutes, starts.offsetMinutes ?? 0);
  }
}

const DAY_TEXTS: Partial<Record<DailyType, string>> = {
  Everyday: "day",
  Workdays: "workday (Mon-Fri)",
  Weekends: "Saturday and Sunday",
};

/** `every day at 01:00`. */
function dailyText(dailyType: DailyType, dailyTime: string): string {
  return `every ${DAY_TEXTS[dailyType] ?? dailyType} at ${dailyTimeText(dailyTime)}`;
}

/** `22:00` of `22:00:00`; seconds only where there are any. */
export function dailyTimeText(dailyTime: string): string {
  return dailyTime.endsWith(":00") ? dailyTime.slice(0, "HH:mm".length) : dailyTime;
}

/** `every 15 minutes`, `every 2 hours at :15`. */
function gridText(intervalMinutes: number, offsetMinutes: number): string {
  const hours = intervalMinutes / 60;
  const every = hours < 1 ? `${intervalMinutes} minutes` : hours === 1 ? "hour" : `${hours} hours`;
  return `every ${every}${offsetMinutes === 0 ? "" : ` at :${digits(offsetMinutes, 2)}`}`;
}

/** Whatever starts by hand heeds no window but one that closes over its session (R21). */
function backupWindowText(policy: SchedulePolicy): string {
  const { starts, backupWindow } = effective(policy);
  if (backupWindow === undefined) return "";
  const text = `; backup window ${windowText(backupWindow)}`;
  if (starts.kind !== "none") return text;
  return everCloses(backupWindow) ? `${text}, which stops it when it closes` : "";
}

function windowText(window: WindowSettings): string {
  const text = describeWindow(window.backupWindow);
  const { minuteOffset } = window;
  // A window that never closes is the same week on every clock.
  return minuteOffset === 0 || !everCloses(window)
    ? text
    : `${text} (${clockText(minuteOffset)} clock)`;
}

/** `UTC+5:30`. */
function clockText(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? "-" : "+";
  return `UTC${sign}${Math.floor(minutes / 60)}:${digits(minutes % 60, 2)}`;
}

/** A start by hand is not retried (R21), so without a schedule there is nothing to say. */
function retriesText(policy: SchedulePolicy): string {
  const { scheduledRetries } = effective(policy);
  if (scheduledRetries === undefined) return "";
  const { number, waitMinutes } = scheduledRetries;
  const wait = waitMinutes === 1 ? "1 minute" : `${grouped(waitMinutes)} minutes`;
  if (number === 1) return `, 1 retry ${waitMinutes === 0 ? "at once" : `after ${wait}`}`;
  return `, up to ${grouped(number)} retries ${waitMinutes === 0 ? "at once" : `${wait} apart`}`;
}
