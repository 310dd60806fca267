/**
 * What differs between two policies, as far as it has an effect, in the words of an administrator:
 * `starts at 21:00 (22:00 before)`, `the window now closes at 05:00 (06:00 before)`.
 *
 * Only settings that count are compared (`effective`), and a window as the hours that it opens: a
 * window that is switched off is no window.
 */
import { grouped } from "../../input/numberText.js";
import { dailyTimeText, describeStarts } from "../../policy/describe.js";
import {
  type DailyStarts,
  effective,
  type GridStarts,
  type Retries,
  type Starts,
} from "../../policy/effective.js";
import {
  everCloses,
  HOURS_PER_WEEK,
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
  const [from, to] = [effective(baseline), effective(candidate)];
  const [was, is] = [from.starts, to.starts];
  if (was.kind === "none" && is.kind === "none") return [];
  if (isOn(was) !== isOn(is))
    return change(
      "policy.scheduleEnabled",
      isOn(was),
      isOn(is),
      isOn(is) ? "is scheduled again" : "is not scheduled any more",
    );
  if (was.kind === "daily" && is.kind === "daily") return dailyChanges(was, is);
  if (was.kind === "grid" && is.kind === "grid") {
    return [
      ...gridChanges(was, is),
      ...windowChanges(
        "policy.periodicallyWindowSettings",
        "start window",
        from.startWindow,
        to.startWindow,
      ),
    ];
  }
  return change("policy.type", baseline.type, candidate.type, startsBeside(was, is));
}

/** Whether `scheduleEnabled` is left on; a policy of type ManualOnly can be, and has no start. */
function isOn(starts: Starts): boolean {
  return !(starts.kind === "none" && starts.why === "switched-off");
}

function dailyChanges(was: DailyStarts, is: DailyStarts): PolicyChange[] {
  const changes: PolicyChange[] = [];
  if (was.dailyTime !== is.dailyTime) {
    changes.push(
      ...change(
        "policy.dailyTime",
        was.dailyTime,
        is.dailyTime,
        `starts at ${dailyTimeText(is.dailyTime)} (${dailyTimeText(was.dailyTime)} before)`,
      ),
    );
  }
  if (was.dailyType !== is.dailyType) {
    changes.push(
      ...change(
        "policy.dailyType",
        was.dailyType,
        is.dailyType,
        `runs on ${daysText(is.dailyType)} (${daysText(was.dailyType)} before)`,
      ),
    );
  }
  return changes;
}

function gridChanges(was: GridStarts, is: GridStarts): PolicyChange[] {
  const changes: PolicyChange[] = [];
  if (was.every !== is.every) {
    const onTheHour = { offsetMinutes: 0 };
    changes.push(
      ...change(
        "policy.periodicallyEvery",
        was.every,
        is.every,
        startsBeside({ ...was, ...onTheHour }, { ...is, ...onTheHour }),
      ),
    );
  }
  const [before, now] = [was.offsetMinutes ?? 0, is.offsetMinutes ?? 0];
  if (before !== now)
    changes.push(
      ...change(
        "policy.periodicallyOffsetMinutes",
        before,
        now,
        `starts at ${minuteText(now)} (${minuteText(before)} before)`,
      ),
    );
  return changes;
}

/** `runs every 2 hours (every day at 22:00 before)`: what both do, without windows and retries. */
function startsBeside(was: Starts, is: Starts): string {
  return `runs ${describeStarts(is)} (${describeStarts(was)} before)`;
}

function backupWindowChanges(baseline: SchedulePolicy, candidate: SchedulePolicy): PolicyChange[] {
  return windowChanges(
    "policy.backupWindowSettings",
    "window",
    effective(baseline).backupWindow,
    effective(candidate).backupWindow,
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
  const isClosing = is !== undefined && everCloses(is); // else the same week whatever the offset
  if (sameHours && (offsets[0] === offsets[1] || !isClosing)) return [];
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
  const [was, is] = [effective(baseline).retries, effective(candidate).retries];
  if (was?.number === is?.number && was?.waitMinutes === is?.waitMinutes) return [];
  const text = (of: Retries | undefined): string =>
    of === undefined
      ? "no retries"
      : `${grouped(of.number)} ${of.number === 1 ? "retry" : "retries"}, ` +
        `${grouped(of.waitMinutes)} min apart`;
  const settings = (of: Retries | undefined): object | undefined =>
    of && { retryNumber: of.number, retryWaitInterval: of.waitMinutes };
  return change(
    "policy.retryNumber",
    settings(was),
    settings(is),
    `${text(is)} (${text(was)} before)`,
  );
}
