/**
 * What differs between two policies, as far as it has an effect, in the words of an administrator:
 * `starts at 21:00 (22:00 before)`, `the window now closes at 05:00 (06:00 before)`.
 *
 * Settings that a policy's type ignores are not compared, and a window is compared as the hours
 * that it opens: a window that is switched off is no window.
 */
import { describePolicy } from "../../policy/describe.js";
import {
  HOURS_PER_WEEK,
  isHourly,
  type SchedulePolicy,
  type WindowSettings,
} from "../../policy/types.js";
import { describeWindow } from "../../policy/windowWords.js";
import { WEEKDAYS } from "../../time/calendar.js";
import type { SettingChange } from "./comparison.js";

/** A change of a policy, before it is known whose. */
export type PolicyChange = Pick<SettingChange, "setting" | "baseline" | "candidate" | "text">;

/** What differs between two canonical policies; nothing where they do the same. */
export function policyChanges(baseline: SchedulePolicy, candidate: SchedulePolicy): PolicyChange[] {
  if (baseline === candidate) return [];
  return [
    ...startChanges(baseline, candidate),
    ...backupWindowChanges(baseline, candidate),
    ...retryChanges(baseline, candidate),
  ];
}

function change(
  setting: string,
  baseline: unknown,
  candidate: unknown,
  text: string,
): PolicyChange[] {
  return [
    {
      setting,
      ...(baseline === undefined ? {} : { baseline }),
      ...(candidate === undefined ? {} : { candidate }),
      text,
    },
  ];
}

function startChanges(baseline: SchedulePolicy, candidate: SchedulePolicy): PolicyChange[] {
  const isOn = (policy: SchedulePolicy): boolean => policy.scheduleEnabled !== false;
  if (isOn(baseline) !== isOn(candidate))
    return change(
      "policy.scheduleEnabled",
      isOn(baseline),
      isOn(candidate),
      isOn(candidate) ? "is scheduled again" : "is not scheduled any more",
    );
  if (!isOn(baseline)) return [];
  if (baseline.type === "Daily" && candidate.type === "Daily") {
    const changes: PolicyChange[] = [];
    if (baseline.dailyTime !== candidate.dailyTime) {
      changes.push(
        ...change(
          "policy.dailyTime",
          baseline.dailyTime,
          candidate.dailyTime,
          `starts at ${clockText(candidate.dailyTime)} (${clockText(baseline.dailyTime)} before)`,
        ),
      );
    }
    if (baseline.dailyType !== candidate.dailyType) {
      changes.push(
        ...change(
          "policy.dailyType",
          baseline.dailyType,
          candidate.dailyType,
          `runs on ${daysText(candidate.dailyType)} (${daysText(baseline.dailyType)} before)`,
        ),
      );
    }
    return changes;
  }
  if (baseline.type === "Periodically" && candidate.type === "Periodically") {
    const changes: PolicyChange[] = [];
    if (baseline.periodicallyEvery !== candidate.periodicallyEvery) {
      changes.push(
        ...change(
          "policy.periodicallyEvery",
          baseline.periodicallyEvery,
          candidate.periodicallyEvery,
          startsBeside(baseline, candidate, { periodicallyOffsetMinutes: 0 }),
        ),
      );
    }
    const [was, is] = [offsetOf(baseline), offsetOf(candidate)];
    if (was !== is)
      changes.push(
        ...change(
          "policy.periodicallyOffsetMinutes",
          was,
          is,
          `starts at ${minuteText(is)} (${minuteText(was)} before)`,
        ),
      );
    changes.push(
      ...windowChanges(
        "policy.periodicallyWindowSettings",
        "start window",
        startWindowOf(baseline),
        startWindowOf(candidate),
      ),
    );
    return changes;
  }
  return baseline.type === candidate.type
    ? []
    : change("policy.type", baseline.type, candidate.type, startsBeside(baseline, candidate, {}));
}

/** `runs every 2 hours (every day at 22:00 before)`: what both do, without windows and retries. */
function startsBeside(
  baseline: SchedulePolicy,
  candidate: SchedulePolicy,
  without: object,
): string {
  const plain = (policy: SchedulePolicy): string => {
    const text = describePolicy({
      ...policy,
      ...without,
      periodicallyWindowEnabled: false,
      backupWindowEnabled: false,
      retryEnabled: false,
    });
    return text.charAt(0).toLowerCase() + text.slice(1, -1);
  };
  return `runs ${plain(candidate)} (${plain(baseline)} before)`;
}

function offsetOf(policy: SchedulePolicy): number {
  return policy.type === "Periodically" && isHourly(policy.periodicallyEvery)
    ? (policy.periodicallyOffsetMinutes ?? 0)
    : 0;
}

function startWindowOf(policy: SchedulePolicy): WindowSettings | undefined {
  const counts =
    policy.type === "Periodically" &&
    isHourly(policy.periodicallyEvery) &&
    policy.periodicallyWindowEnabled === true;
  return counts ? policy.periodicallyWindowSettings : undefined;
}

function backupWindowChanges(baseline: SchedulePolicy, candidate: SchedulePolicy): PolicyChange[] {
  const windowOf = (policy: SchedulePolicy): WindowSettings | undefined =>
    policy.backupWindowEnabled ? policy.backupWindowSettings : undefined;
  return windowChanges(
    "policy.backupWindowSettings",
    "window",
    windowOf(baseline),
    windowOf(candidate),
  );
}

function windowChanges(
  setting: string,
  name: string,
  was: WindowSettings | undefined,
  is: WindowSettings | undefined,
): PolicyChange[] {
  const before = was?.backupWindow ?? ALWAYS;
  const now = is?.backupWindow ?? ALWAYS;
  const sameHours = now.every((open, hour) => open === before[hour]);
  const offsets = [was?.minuteOffset ?? 0, is?.minuteOffset ?? 0] as const;
  const alike = !now.includes(false) || !now.includes(true); // the same week whatever the offset
  if (sameHours && (offsets[0] === offsets[1] || alike)) return [];
  if (sameHours)
    return change(
      setting,
      was,
      is,
      `the ${name} is read at an offset of ${offsets[1]} min (${offsets[0]} min before)`,
    );
  const text = offsets[0] === offsets[1] ? edgeText(name, before, now) : undefined;
  return change(
    setting,
    was,
    is,
    text ?? `the ${name} is open ${describeWindow(now)} (${describeWindow(before)} before)`,
  );
}

const ALWAYS: readonly boolean[] = new Array<boolean>(HOURS_PER_WEEK).fill(true);

/** A week's hours at which a mask opens, ascending, and at which each of these spells closes. */
interface Edges {
  readonly opens: number[];
  readonly closes: number[];
}

function edgesOf(mask: readonly boolean[]): Edges {
  const opens: number[] = [];
  const closes: number[] = [];
  for (let hour = 0; hour < HOURS_PER_WEEK; hour += 1) {
    const before = mask[(hour + HOURS_PER_WEEK - 1) % HOURS_PER_WEEK];
    if (mask[hour] === true && before === false) opens.push(hour);
    if (mask[hour] === false && before === true) closes.push(hour);
  }
  return { opens, closes };
}

/**
 * `the window now closes at 05:00 (06:00 before)`: where nothing but one edge of every spell moved,
 * and to one time of day.
 */
function edgeText(
  name: string,
  before: readonly boolean[],
  now: readonly boolean[],
): string | undefined {
  const [was, is] = [edgesOf(before), edgesOf(now)];
  if (was.opens.length === 0 || was.opens.length !== is.opens.length) return undefined;
  const same = (a: readonly number[], b: readonly number[]): boolean =>
    a.every((hour, index) => hour === b[index]);
  if (same(was.opens, is.opens)) return edgeMoved(name, "closes", was.closes, is.closes);
  return same(was.closes, is.closes) ? edgeMoved(name, "opens", was.opens, is.opens) : undefined;
}

function edgeMoved(
  name: string,
  verb: "opens" | "closes",
  was: readonly number[],
  is: readonly number[],
): string | undefined {
  const [from, ...otherFrom] = new Set(was.map((hour) => hour % 24));
  const [to, ...otherTo] = new Set(is.map((hour) => hour % 24));
  if (was.length === 1)
    return `the ${name} now ${verb} on ${weekHourText(is[0]!)} (${weekHourText(was[0]!)} before)`;
  if (otherFrom.length + otherTo.length > 0) return undefined;
  return `the ${name} now ${verb} at ${hourText(to!)} (${hourText(from!)} before)`;
}

function weekHourText(hour: number): string {
  return `${WEEKDAYS[Math.floor(hour / 24)]!} ${hourText(hour % 24)}`;
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

/** `22:00` of `22:00:00`; seconds only where there are any. */
function clockText(dailyTime: string): string {
  return dailyTime.endsWith(":00") ? dailyTime.slice(0, "HH:mm".length) : dailyTime;
}

function minuteText(offset: number): string {
  return `:${String(offset).padStart(2, "0")}`;
}

const DAYS: Readonly<Record<string, string>> = {
  Everyday: "every day",
  Workdays: "workdays",
  Weekends: "Saturday and Sunday",
};

function daysText(dailyType: string): string {
  return DAYS[dailyType] ?? dailyType;
}

function retryChanges(baseline: SchedulePolicy, candidate: SchedulePolicy): PolicyChange[] {
  const retries = (
    policy: SchedulePolicy,
  ): { retryNumber: number; retryWaitInterval: number } | undefined =>
    policy.retryEnabled && policy.retryNumber! > 0
      ? { retryNumber: policy.retryNumber!, retryWaitInterval: policy.retryWaitInterval! }
      : undefined;
  const [was, is] = [retries(baseline), retries(candidate)];
  if (was?.retryNumber === is?.retryNumber && was?.retryWaitInterval === is?.retryWaitInterval)
    return [];
  const text = (of: typeof was): string =>
    of === undefined
      ? "no retries"
      : `${of.retryNumber} ${of.retryNumber === 1 ? "retry" : "retries"}, ` +
        `${of.retryWaitInterval} min apart`;
  return change("policy.retryNumber", was, is, `${text(is)} (${text(was)} before)`);
}
