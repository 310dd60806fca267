/**
 * What a policy asks for, as numbers: at which wall times it starts, and behind which windows.
 *
 * Everything that `compile` and `starts` need of a policy is decided here, once, from the settings
 * that count (`effective`).
 */
import { effective, type Starts } from "../policy/effective.js";
import type { DailyType, SchedulePolicy } from "../policy/types.js";
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

/**
 * Reads a policy under a clock's switches. The zone is not looked at: the rule is the same in every
 * zone.
 */
export function startRule(policy: SchedulePolicy, clock: ServerClock): StartRule {
  const { starts, startWindow, backupWindow } = effective(policy);
  const offsetMinutes = (starts.kind === "grid" ? starts.offsetMinutes : undefined) ?? 0;
  return {
    times: timesOf(starts),
    clock,
    startWindow: startWindow && windowOf(startWindow, clock.windowClock, offsetMinutes),
    backupWindow: backupWindow && windowOf(backupWindow, clock.windowClock),
  };
}

/** The same with no windows: all nominal starts, for whom it does not matter which of them run. */
export function ruleWithoutWindows(policy: SchedulePolicy, clock: ServerClock): StartRule {
  const times = timesOf(effective(policy).starts);
  return { times, clock, startWindow: undefined, backupWindow: undefined };
}

function timesOf(starts: Starts): StartRule["times"] {
  switch (starts.kind) {
    case "none":
      return { kind: "manual" };
    case "daily":
      return {
        kind: "daily",
        timeMs: timeOfDayMs(starts.dailyTime),
        days: Uint8Array.from(DAYS_OF[starts.dailyType]),
      };
    case "grid":
      return {
        kind: "grid",
        stepMs: starts.intervalMinutes * MINUTE_MS,
        phaseMs: (starts.offsetMinutes ?? 0) * MINUTE_MS,
      };
  }
}

/** `01:30:00` as ms from midnight. */
export function timeOfDayMs(dailyTime: string): number {
  const [hours, minutes, seconds] = dailyTime.split(":").map(Number);
  return hours! * HOUR_MS + minutes! * MINUTE_MS + seconds! * SECOND_MS;
}
