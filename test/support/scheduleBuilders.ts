/**
 * Policies, masks and instants in a few words, for examples that a reader learns from.
 *
 * Nothing here computes what a test expects; facts about zones are read from `Intl`, never from the
 * code under test.
 */
import {
  compile,
  parsePolicy,
  type Run,
  type SchedulePolicy,
  type ServerClock,
} from "../../src/index.ts";
import { oracleWall } from "./calendarOracle.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

/** An instant from ISO 8601 with an offset or `Z`. */
export function at(text: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant) || !/Z$|[+-]\d\d:\d\d$/.test(text))
    throw new Error(`bad instant in a test: ${text}`);
  return instant;
}

/** `2017-06-01T08:00Z`; seconds and more only where there are any. */
export function iso(instant: number): string {
  if (!Number.isFinite(instant)) return String(instant);
  return new Date(instant).toISOString().replace(/(?::00)?\.000Z$/, "Z");
}

export const daily = (
  dailyTime: string,
  dailyType = "Everyday",
  more: object = {},
): SchedulePolicy => parsePolicy({ type: "Daily", dailyType, dailyTime, ...more });

export const every = (periodicallyEvery: string, more: object = {}): SchedulePolicy =>
  parsePolicy({ type: "Periodically", periodicallyEvery, ...more });

/** 168 cells: the hours for which `open(hour, weekday)` holds, weekday 0 = Sunday. */
export const mask = (open: (hour: number, weekday: number) => boolean): boolean[] =>
  Array.from({ length: 168 }, (_, cell) => open(cell % 24, Math.floor(cell / 24)));

export const backupWindow = (cells: readonly boolean[], minuteOffset = 0): object => ({
  backupWindowEnabled: true,
  backupWindowSettings: { backupWindow: cells, minuteOffset },
});

export const startWindow = (cells: readonly boolean[], minuteOffset = 0): object => ({
  periodicallyWindowEnabled: true,
  periodicallyWindowSettings: { backupWindow: cells, minuteOffset },
});

/** One line a run: `2017-06-01T08:00Z`, then what is special about it. */
export function line(run: Run): string {
  const parts = [
    iso(run.instant),
    run.clockChange,
    run.atOpening && "opening",
    run.reason && `blocked: ${run.reason}`,
  ];
  if (run.admitted !== (run.reason === undefined))
    throw new Error(`a run is admitted or has a reason: ${JSON.stringify(run)}`);
  return parts.filter(Boolean).join(" ");
}

/** Every nominal start of `[from, to)`, a line each. */
export function linesOf(
  policy: SchedulePolicy,
  clock: Partial<ServerClock>,
  from: string,
  to: string,
): string[] {
  return Array.from(compile(policy, clock).runs(at(from), at(to)), line);
}

/** The runs of `[from, to)`. */
export function runsOf(
  policy: SchedulePolicy,
  clock: Partial<ServerClock>,
  from: string,
  to: string,
): string[] {
  return Array.from(compile(policy, clock).range(at(from), at(to)), iso);
}

/**
 * Asserts that the zone's clock changes at this very minute, from the first reading to the second:
 * `Intl` shows the minute before `from` and then `to`. Every test of a clock change begins with it.
 * Gives the instant.
 */
export function clockChange(zone: string, instant: string, from: string, to: string): number {
  const change = at(instant);
  const show = (wall: number) => new Date(wall).toISOString().slice(11, 16);
  const before = oracleWall(zone, change - MINUTE) + MINUTE;
  const after = oracleWall(zone, change);
  if (after === before) throw new Error(`${zone} does not change at ${instant}`);
  if (show(before) !== from || show(after) !== to)
    throw new Error(
      `${zone} at ${instant}: ${show(before)} -> ${show(after)}, not ${from} -> ${to}`,
    );
  return change;
}
