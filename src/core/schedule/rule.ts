/**
 * What a policy asks for, as numbers: at which wall times it starts, and behind which windows.
 *
 * Everything that `compile` and `starts` need of a policy is decided here, once: which settings
 * count, and which the policy's type ignores (R6, R9, R13).
 */
import type { DailyType, PeriodicallyEvery, SchedulePolicy } from "../policy/types.js";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../time/instant.js";
import type { ServerClock } from "./clock.js";
import { type Window, windowOf } from "./window.js";

/** One start a day on some weekdays (R4). */
interface DailyRule {
  readonly kind: "daily";
  /** Time of day, ms from 00:00. */
  readonly timeMs: number;
  /** Index = weekday, 0 = Sunday; 1 = this policy's day. */
  readonly days: Uint8Array;
}

/** Starts at `phaseMs + k * stepMs` of every day; the step divides a day (R5, R6). */
interface GridRule {
  readonly kind: "grid";
  readonly stepMs: number;
  readonly phaseMs: number;
}

/** No nominal start at all (R9). */
interface ManualRule {
  readonly kind: "manual";
}

/** A policy and its clock's switches, reduced to what decides its starts. */
export interface StartRule {
  readonly times: DailyRule | GridRule | ManualRule;
  readonly clock: ServerClock;
  /** Gates starts only; hour intervals only (R13). */
  readonly startWindow: Window | undefined;
  /** Blocks starts (R12) and stops sessions (R17). */
  readonly backupWindow: Window | undefined;
}

/** The days of each `dailyType`, Sunday first (R4). */
export const DAYS_OF: Readonly<Record<DailyType, readonly number[]>> = {
  Everyday: [1, 1, 1, 1, 1, 1, 1],
  Workdays: [0, 1, 1, 1, 1, 1, 0],
  Weekends: [1, 0, 0, 0, 0, 0, 1],
  Sunday: [1, 0, 0, 0, 0, 0, 0],
  Monday: [0, 1, 0, 0, 0, 0, 0],
  Tuesday: [0, 0, 1, 0, 0, 0, 0],
  Wednesday: [0, 0, 0, 1, 0, 0, 0],
  Thursday: [0, 0, 0, 0, 1, 0, 0],
  Friday: [0, 0, 0, 0, 0, 1, 0],
  Saturday: [0, 0, 0, 0, 0, 0, 1],
};

/** The length of each interval, ms (R5). */
export const INTERVAL_MS: Readonly<Record<PeriodicallyEvery, number>> = {
  Minutes5: 5 * MINUTE_MS,
  Minutes10: 10 * MINUTE_MS,
  Minutes15: 15 * MINUTE_MS,
  Minutes30: 30 * MINUTE_MS,
  Hours1: HOUR_MS,
  Hours2: 2 * HOUR_MS,
  Hours4: 4 * HOUR_MS,
  Hours8: 8 * HOUR_MS,
  Hours12: 12 * HOUR_MS,
};

/**
 * Reads a policy under a clock's switches. The zone is not looked at: the rule is the same in every
 * zone.
 */
export function startRule(policy: SchedulePolicy, clock: ServerClock): StartRule {
  const backupWindow = policy.backupWindowEnabled
    ? windowOf(policy.backupWindowSettings!, clock.windowClock)
    : undefined;
  const manual: StartRule = {
    times: { kind: "manual" },
    clock,
    startWindow: undefined,
    backupWindow,
  };
  if (policy.scheduleEnabled === false || policy.type === "ManualOnly") return manual;
  if (policy.type === "Daily") {
    const times: DailyRule = {
      kind: "daily",
      timeMs: timeOfDayMs(policy.dailyTime),
      days: Uint8Array.from(DAYS_OF[policy.dailyType]),
    };
    return { ...manual, times };
  }
  const stepMs = INTERVAL_MS[policy.periodicallyEvery];
  const byTheHour = stepMs >= HOUR_MS;
  const laterMinutes = byTheHour ? (policy.periodicallyOffsetMinutes ?? 0) : 0;
  const gated = byTheHour && policy.periodicallyWindowEnabled === true;
  return {
    ...manual,
    times: { kind: "grid", stepMs, phaseMs: laterMinutes * MINUTE_MS },
    startWindow: gated
      ? windowOf(policy.periodicallyWindowSettings!, clock.windowClock, laterMinutes)
      : undefined,
  };
}

/** `01:30:00` as ms from midnight. */
export function timeOfDayMs(dailyTime: string): number {
  const [hours, minutes, seconds] = dailyTime.split(":").map(Number);
  return hours! * HOUR_MS + minutes! * MINUTE_MS + seconds! * SECOND_MS;
}
