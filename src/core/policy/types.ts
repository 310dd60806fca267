/**
 * A schedule policy in its one canonical form: the vendor's names, every setting spelled one way,
 * frozen.
 *
 * `parsePolicy` is the only maker. Whatever it makes, `JSON.stringify` writes as the vendor's JSON,
 * and parsing that gives an equal policy back. Settings that the policy's type ignores (a
 * `periodicallyEvery` in a Daily policy) are kept, since the administrator who switches the type
 * back wants them; `effective` says which count.
 */

import type { Written } from "../input/scalars.js";

/** Every `type` of a policy. */
export const POLICY_TYPES = ["Daily", "Periodically", "ManualOnly", "Immediate"] as const;

/** What makes a policy start: a time of day, a grid, only somebody, or another job (R32). */
export type PolicyType = (typeof POLICY_TYPES)[number];

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
] as const;

/** The days of a Daily policy (R4). */
export type DailyType = (typeof DAILY_TYPES)[number];

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
] as const;

/** The intervals of a Periodically policy (R5). */
export type PeriodicallyEvery = (typeof INTERVALS)[number];

/** The length of each interval, minutes; each divides a day (R5). */
export const INTERVAL_MINUTES: Readonly<Record<PeriodicallyEvery, number>> = {
  Minutes5: 5,
  Minutes10: 10,
  Minutes15: 15,
  Minutes30: 30,
  Hours1: 60,
  Hours2: 120,
  Hours4: 240,
  Hours8: 480,
  Hours12: 720,
};

/** Every setting of a policy, by its canonical name, in the order in which a policy is written. */
export const POLICY_SETTINGS = [
  "scheduleEnabled",
  "backupWindowEnabled",
  "backupWindowSettings",
  "type",
  "dailyType",
  "dailyTime",
  "periodicallyEvery",
  "periodicallyOffsetMinutes",
  "periodicallyWindowEnabled",
  "periodicallyWindowSettings",
  "retryEnabled",
  "retryNumber",
  "retryWaitInterval",
] as const satisfies readonly (keyof SchedulePolicy)[];

/** A setting of a policy, by its canonical name. */
export type PolicySetting = (typeof POLICY_SETTINGS)[number];

/** Hours in a week: the length of every window mask (R10). */
export const HOURS_PER_WEEK = 168;

/**
 * One weekly window: 168 hours from Sunday 00:00, `true` = allowed (R10), read `minuteOffset`
 * minutes off its clock (R11).
 */
export interface WindowSettings {
  readonly backupWindow: readonly boolean[];
  /** Minutes, -1439 to 1439; 0 where the input has none. */
  readonly minuteOffset: number;
}

/** What every policy has, whatever its type. */
export interface CommonSettings {
  /** `false`: the job is not scheduled at all (R9). Absent means scheduled. */
  readonly scheduleEnabled?: false;
  readonly backupWindowEnabled: boolean;
  /** Present whenever the input had it, and always where `backupWindowEnabled`. */
  readonly backupWindowSettings?: WindowSettings;
  readonly retryEnabled: boolean;
  /** Retries after the first attempt, 0 to 10,000. Always present where `retryEnabled` (R18). */
  readonly retryNumber?: number;
  /**
   * Minutes from the end of an attempt to its retry, 0 to 10,000. Always present where
   * `retryEnabled` (R18).
   */
  readonly retryWaitInterval?: number;
}

/** What a Daily policy has, and another may have (R4). */
export interface DailySettings {
  readonly dailyType: DailyType;
  /** `HH:mm:ss` on the server's wall clock, below 24:00:00. */
  readonly dailyTime: string;
}

/** What a Periodically policy has, and another may have (R5, R6, R13). */
export interface PeriodicSettings {
  readonly periodicallyEvery: PeriodicallyEvery;
  /** Minutes, 0 to 59: with an hour interval every start moves later by it (R6). */
  readonly periodicallyOffsetMinutes?: number;
  /** Present exactly where `periodicallyWindowSettings` is. */
  readonly periodicallyWindowEnabled?: boolean;
  readonly periodicallyWindowSettings?: WindowSettings;
}

/** Runs at one time of day, on certain weekdays (R4). */
export interface DailyPolicy extends CommonSettings, DailySettings, Partial<PeriodicSettings> {
  readonly type: "Daily";
}

/** Runs on a grid that starts afresh at every local midnight (R5). */
export interface PeriodicPolicy extends CommonSettings, PeriodicSettings, Partial<DailySettings> {
  readonly type: "Periodically";
}

/** Runs only when somebody starts it (R9). */
export interface ManualPolicy
  extends CommonSettings, Partial<DailySettings>, Partial<PeriodicSettings> {
  readonly type: "ManualOnly";
}

/** Of a copy job: runs whenever its source has a new restore point (R32). */
export interface ImmediatePolicy
  extends CommonSettings, Partial<DailySettings>, Partial<PeriodicSettings> {
  readonly type: "Immediate";
}

/** What an administrator wrote, canonical and frozen; told apart by `type`. */
export type SchedulePolicy = DailyPolicy | PeriodicPolicy | ManualPolicy | ImmediatePolicy;

/** A weekly window as people write it. */
export interface WindowInput {
  /** 168 hours from Sunday 00:00, `true` = allowed (R10). */
  readonly backupWindow: readonly boolean[];
  readonly minuteOffset?: number | undefined;
}

/**
 * A policy as people write it in code: any settings of a `SchedulePolicy`, words as they come. What
 * other programs write is for `parsePolicy`, which takes anything.
 */
export interface PolicyInput {
  readonly scheduleEnabled?: boolean | undefined;
  readonly backupWindowEnabled?: boolean | undefined;
  readonly backupWindowSettings?: WindowInput | undefined;
  readonly type: Written<PolicyType>;
  readonly dailyType?: Written<DailyType> | undefined;
  /** `HH:mm` or `HH:mm:ss` on the server's wall clock. */
  readonly dailyTime?: string | undefined;
  readonly periodicallyEvery?: Written<PeriodicallyEvery> | undefined;
  readonly periodicallyOffsetMinutes?: number | undefined;
  readonly periodicallyWindowEnabled?: boolean | undefined;
  readonly periodicallyWindowSettings?: WindowInput | undefined;
  readonly retryEnabled?: boolean | undefined;
  readonly retryNumber?: number | undefined;
  readonly retryWaitInterval?: number | undefined;
}

/**
 * Whether the interval counts hours: only then do the offset within the hour (R6) and the start
 * window (R13) apply. `isHourly("Hours2") // => true`
 */
export function isHourly(interval: PeriodicallyEvery): boolean {
  return INTERVAL_MINUTES[interval] >= 60;
}

/** Whether the window prohibits any hour at all; one that does not changes nothing. */
export function everProhibits({ backupWindow }: WindowSettings): boolean {
  return backupWindow.includes(false);
}

/**
 * Whether the window ever goes from open to closed: it allows some hours and prohibits others. Only
 * then can it stop a session (R17, R21), and only then does it matter which clock it is read on
 * (R11).
 */
export function everCloses({ backupWindow }: WindowSettings): boolean {
  return backupWindow.includes(false) && backupWindow.includes(true);
}
