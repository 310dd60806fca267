/**
 * A policy as one English sentence for a tired administrator: when it starts, what holds it back,
 * how it is retried.
 *
 * Only what has an effect is said: settings that the policy's type ignores are kept in the policy,
 * not in the sentence.
 */
import {
  type DailyPolicy,
  isHourly,
  type PeriodicPolicy,
  type SchedulePolicy,
  type WindowSettings,
} from "./types.js";
import { describeWindow } from "./windowWords.js";

/**
 * Says what a policy does, in one sentence (R4 to R18). Times of day are the server's (R2); a
 * window's hours are those of its own clock, whose `minuteOffset` is mentioned where it has one
 * (R11).
 *
 * `describePolicy(parsePolicy({ type: "Periodically", periodicallyEvery: "Hours1" })) // => "Every hour."`
 */
export function describePolicy(policy: SchedulePolicy): string {
  return `${capitalised(startsText(policy))}${backupWindowText(policy)}${retriesText(policy)}.`;
}

function startsText(policy: SchedulePolicy): string {
  if (policy.type === "ManualOnly") return "only when started by hand";
  const starts = policy.type === "Daily" ? dailyText(policy) : periodicText(policy);
  return policy.scheduleEnabled === false
    ? `only when started by hand (switched off: ${starts})`
    : starts;
}

const DAY_TEXTS: Partial<Record<DailyPolicy["dailyType"], string>> = {
  Everyday: "day",
  Workdays: "workday (Mon-Fri)",
  Weekends: "Saturday and Sunday",
};

/** `every day at 01:00`; seconds only where there are any. */
function dailyText({ dailyType, dailyTime }: DailyPolicy): string {
  const time = dailyTime.endsWith(":00") ? dailyTime.slice(0, "HH:mm".length) : dailyTime;
  return `every ${DAY_TEXTS[dailyType] ?? dailyType} at ${time}`;
}

/**
 * `every 2 hours at :15, starting only Mon-Fri 09:00-17:00`; offset and window count with hour
 * intervals only (R6, R13).
 */
function periodicText(policy: PeriodicPolicy): string {
  const every = policy.periodicallyEvery;
  if (!isHourly(every)) return `every ${every.slice("Minutes".length)} minutes`;
  const hours = Number(every.slice("Hours".length));
  const offset = policy.periodicallyOffsetMinutes ?? 0;
  const at = offset === 0 ? "" : ` at :${String(offset).padStart(2, "0")}`;
  return `every ${hours === 1 ? "hour" : `${hours} hours`}${at}${startWindowText(policy)}`;
}

/** A start window that is always open has nothing to say. */
function startWindowText({
  periodicallyWindowEnabled,
  periodicallyWindowSettings: window,
}: PeriodicPolicy): string {
  if (
    periodicallyWindowEnabled !== true ||
    window === undefined ||
    !window.backupWindow.includes(false)
  )
    return "";
  return `, starting only ${windowText(window)}`;
}

function backupWindowText({
  backupWindowEnabled,
  backupWindowSettings: window,
}: SchedulePolicy): string {
  return backupWindowEnabled && window !== undefined ? `; backup window ${windowText(window)}` : "";
}

function windowText({ backupWindow, minuteOffset }: WindowSettings): string {
  const text = describeWindow(backupWindow);
  // the same week on every clock
  const isAlike = !backupWindow.includes(false) || !backupWindow.includes(true);
  return minuteOffset === 0 || isAlike ? text : `${text} (${clockText(minuteOffset)} clock)`;
}

/** `UTC+5:30`. */
function clockText(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes);
  return `UTC${offsetMinutes < 0 ? "-" : "+"}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** A start by hand is not retried (R21), so without a schedule there is nothing to say. */
function retriesText(policy: SchedulePolicy): string {
  const { retryEnabled, retryNumber = 0, retryWaitInterval = 0 } = policy;
  if (
    !retryEnabled ||
    retryNumber === 0 ||
    policy.type === "ManualOnly" ||
    policy.scheduleEnabled === false
  )
    return "";
  const wait = retryWaitInterval === 1 ? "1 minute" : `${retryWaitInterval} minutes`;
  if (retryNumber === 1)
    return retryWaitInterval === 0 ? ", 1 retry at once" : `, 1 retry after ${wait}`;
  return `, up to ${retryNumber} retries ${retryWaitInterval === 0 ? "at once" : `${wait} apart`}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
