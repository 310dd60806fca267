/**
 * Why there is, or is not, a run at an instant: one verdict, the rule behind it, and the numbers
 * that decided.
 *
 * The verdict comes from the same `startsIn` that the schedule is compiled from; this file only
 * finds the words. Times in the texts are the server's, with the zone named once.
 */
import { issue, PolicyError } from "../input/issues.js";
import { describeStarts } from "../policy/describe.js";
import { effective } from "../policy/effective.js";
import type { SchedulePolicy } from "../policy/types.js";
import {
  dayOf,
  formatDate,
  formatTime,
  formatUtc,
  hourText,
  weekdayOfDay,
  WEEKDAYS,
  weekPositionOf,
} from "../time/calendar.js";
import {
  DAY_MS,
  END_OF_TIME,
  EPOCH,
  HOUR_MS,
  type Instant,
  MINUTE_MS,
  modulo,
  NEVER,
  type Wall,
  wallOf,
} from "../time/instant.js";
import { localText, weekdayOf } from "../time/moments.js";
import { offsetAt, segmentAt, type ZoneTable } from "../time/zone.js";
import { clockTime, skippedOn, suppressedPass, whyClockChange } from "./clockChangeReasons.js";
import { neverReason, type Reason } from "./neverRuns.js";
import type { StartRule } from "./rule.js";
import { type Run, runOf } from "./runs.js";
import { passAt, type Start, startsIn } from "./starts.js";
import { spellStart, type Window, windowOffset } from "./window.js";

/** The answer of `explain`. */
export interface Explanation {
  readonly instant: number;
  /** What the server's clock shows then. */
  readonly local: string;
  /** A run, a start that a window blocks, or no start at all. */
  readonly verdict: "runs" | "blocked" | "no-start";
  /** The rule that decided: `R4` ... `R14`. */
  readonly rule: string;
  /** Why, in one or two sentences, the rule named; then when the next run is. */
  readonly text: string;
  /** The start at this instant, if there is one. */
  readonly run?: Run;
  /** The next run strictly after; `NEVER` if none. */
  readonly next: number;
}

/** What an explanation needs of a compiled schedule. */
export interface Explained {
  readonly policy: SchedulePolicy;
  readonly zone: ZoneTable;
  next(after: number): number;
}

/** Explains one instant of a compiled schedule; see `Schedule.explain`. */
export function explainInstant(schedule: Explained, rule: StartRule, instant: number): Explanation {
  if (!Number.isFinite(instant))
    throw new PolicyError([issue("instant", "an instant in epoch ms, a finite number", instant)]);
  const zone = schedule.zone;
  const next = schedule.next(instant);
  const start = startAtInstant(rule, zone, instant);
  const reason =
    start === undefined
      ? whyNoStart(rule, zone, wholeNear(rule, zone, instant), schedule)
      : whyStart(rule, zone, start, schedule);
  const never = next === NEVER ? neverReason(rule, zone, instant) : undefined;
  const ending = never?.text ?? `Next run: ${dated(zone, next)}, ${formatUtc(next)}.`;
  return {
    instant,
    local: localText(zone, instant),
    verdict: start === undefined ? "no-start" : start.reason === undefined ? "runs" : "blocked",
    rule: start === undefined && never !== undefined ? never.rule : reason.rule,
    text:
      never !== undefined && reason.text === never.text ? reason.text : `${reason.text} ${ending}`,
    ...(start === undefined ? {} : { run: runOf(start, zone) }),
    next,
  };
}

function startAtInstant(rule: StartRule, zone: ZoneTable, instant: number): Start | undefined {
  if (!Number.isInteger(instant) || instant < EPOCH || instant >= END_OF_TIME) return undefined;
  return startsIn(rule, zone, instant, instant + 1)[0];
}

/**
 * A whole millisecond beside a fraction at which nothing starts either: starts are never a
 * millisecond apart.
 */
function wholeNear(rule: StartRule, zone: ZoneTable, instant: number): number {
  const whole = Math.floor(instant);
  return startAtInstant(rule, zone, whole) === undefined ? whole : whole + 1;
}

function whyStart(rule: StartRule, zone: ZoneTable, start: Start, schedule: Explained): Reason {
  if (start.reason === "start-window")
    return whyClosed(rule.startWindow!, "start window", "R13", zone, start);
  if (start.reason === "backup-window")
    return whyClosed(
      rule.backupWindow!,
      "backup window",
      start.atOpening ? "R14" : "R12",
      zone,
      start,
    );
  if (start.atOpening) {
    const since = spellStart(rule.startWindow!, zone, start.instant);
    return {
      rule: "R13",
      text:
        `The start window opens at ${clockTime(zone, start.instant)}, closed since ` +
        `${weekdayTime(zone, since)}: the starts that it held back become one run at its ` +
        "opening (R13).",
    };
  }
  if (start.clockChange !== undefined) return whyClockChange(rule, zone, start);
  return ordinary(rule, schedule, start.nominal);
}

function ordinary(rule: StartRule, schedule: Explained, nominal: Wall): Reason {
  const weekday = weekdayOf(nominal);
  if (rule.times.kind === "daily") {
    return {
      rule: "R4",
      text:
        `${weekday} ${formatTime(nominal)} is a start of this policy, which starts ` +
        `${describeStarts(effective(schedule.policy).starts)} (R4).`,
    };
  }
  const offset = rule.times.kind === "grid" && rule.times.phaseMs > 0;
  const grid = describeGrid(rule);
  return {
    rule: offset ? "R6" : "R5",
    text: `${formatTime(nominal)} is on the grid of ${grid} (${offset ? "R5, R6" : "R5"}).`,
  };
}

function describeGrid(rule: StartRule): string {
  if (rule.times.kind !== "grid") throw new Error("invariant: only a periodic rule has a grid");
  const { stepMs, phaseMs } = rule.times;
  const every =
    stepMs < HOUR_MS
      ? `every ${stepMs / MINUTE_MS} minutes`
      : stepMs === HOUR_MS
        ? "every hour"
        : `every ${stepMs / HOUR_MS} hours`;
  return `${every} from ${formatTime(phaseMs as Wall)}`;
}

function whyClosed(
  window: Window,
  name: string,
  rule: string,
  zone: ZoneTable,
  start: Start,
): Reason {
  const offsetMs = offsetAt(zone, start.instant);
  const reading = (start.instant + windowOffset(window, offsetMs)) as Wall;
  const position = weekPositionOf(reading);
  const hour = Math.floor(position / HOUR_MS);
  const ofDay = hour % 24;
  const cell = `${WEEKDAYS[Math.floor(hour / 24)]!} ${hourText(ofDay)}-${hourText(ofDay + 1)}`;
  const clock = windowClockText(window);
  const isWhat = start.atOpening
    ? "is the opening of the start window"
    : "is a start of this policy";
  const local = wallOf(start.instant as Instant, offsetMs);
  return {
    rule,
    text:
      `${weekdayOf(local)} ${formatTime(local)} ${isWhat}, but the ${name} prohibits ${cell} ` +
      `(${clock}, where it is ${formatTime(reading)}): blocked, and not made up ` +
      `later${rule === "R13" ? " before the window opens" : ""} (${rule}).`,
  };
}

/** The clock that a window is read on: `the window's clock, UTC + 15 min`. */
function windowClockText(window: Window): string {
  const minutes = window.shiftMs / MINUTE_MS;
  const base = window.onServerClock ? "server time" : "UTC";
  return minutes === 0
    ? `the window's clock is ${base}`
    : `the window's clock is ${base} ${minutes < 0 ? "-" : "+"} ${Math.abs(minutes)} min`;
}

function whyNoStart(
  rule: StartRule,
  zone: ZoneTable,
  instant: number,
  schedule: Explained,
): Reason {
  if (rule.times.kind === "manual") return whyNoSchedule(schedule.policy);
  if (instant >= END_OF_TIME)
    return { rule: "R1", text: "Schedules are computed to the end of time, +275760-09-13 (R1)." };
  if (instant < EPOCH)
    return { rule: "R1", text: "Schedules are computed from 1970-01-01T00:00Z on (R1)." };
  const segment = segmentAt(zone, instant);
  const wall = wallOf(instant as Instant, zone.offsetsMs[segment]!);
  const day = dayOf(wall);
  const pass = passAt(zone, segment, instant);
  const onClock = `${weekdayOf(wall)} ${formatTime(wall)}`;
  if (rule.times.kind === "daily") {
    const { timeMs, days } = rule.times;
    if (days[weekdayOfDay(day)] !== 1)
      return {
        rule: "R4",
        text:
          `No start: ${formatDate(day)} is a ${weekdayOf(wall)}, and this policy runs on ` +
          `${daysText(schedule.policy.dailyType!)} (R4).`,
      };
    const nominal = (day * DAY_MS + timeMs) as Wall;
    if (wall === nominal && pass !== undefined)
      return suppressedPass(rule, zone, segment, wall, pass);
    const skipped = skippedOn(rule, zone, segment, nominal);
    if (skipped !== undefined) return skipped;
    return {
      rule: "R4",
      text: `No start: it is ${onClock}, and this policy starts at ${formatTime(nominal)} (R4).`,
    };
  }
  const { stepMs, phaseMs } = rule.times;
  const past = modulo(wall - phaseMs, stepMs);
  if (past === 0 && pass !== undefined) return suppressedPass(rule, zone, segment, wall, pass);
  const before = (wall - past) as Wall;
  const ruleName = phaseMs > 0 ? "R6" : "R5";
  return {
    rule: ruleName,
    text:
      `No start: ${onClock} is not on the grid of ${describeGrid(rule)}; ` +
      `${formatTime(before)} and ${formatTime((before + stepMs) as Wall)} are (${ruleName}).`,
  };
}

function whyNoSchedule(policy: SchedulePolicy): Reason {
  const { starts } = effective(policy);
  const why = starts.kind === "none" ? starts.why : undefined;
  if (why === "immediate") {
    const text =
      "Its type is Immediate: it runs after restore points of the job that it copies (R32).";
    return { rule: "R32", text };
  }
  const told =
    why === "switched-off"
      ? "its schedule is switched off (scheduleEnabled: false)"
      : "its type is ManualOnly";
  return { rule: "R9", text: `Never runs by itself: ${told} (R9).` };
}

function daysText(dailyType: string): string {
  if (dailyType === "Workdays") return "Workdays, Monday to Friday";
  if (dailyType === "Weekends") return "Weekends, Saturday and Sunday";
  return `${dailyType}s`;
}

function weekdayTime(zone: ZoneTable, instant: number): string {
  const wall = wallOf(instant as Instant, offsetAt(zone, instant));
  return `${weekdayOf(wall)} ${formatTime(wall)}`;
}

function dated(zone: ZoneTable, instant: number): string {
  const wall = wallOf(instant as Instant, offsetAt(zone, instant));
  return `${weekdayOf(wall)} ${formatDate(dayOf(wall))} ${formatTime(wall)} ${zone.name}`;
}
