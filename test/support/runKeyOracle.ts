/**
 * Which run of which day a run is (R24), from the text of the rule: an oracle that shares no code
 * with what it checks.
 *
 * Every key is read off the wall clock: the local date that a run is for, its place in that day's
 * plan, and where both passes of a repeated hour have a run, which of them. Must never break: of
 * one job, no two admitted runs share a key.
 */
import {
  type OracleClock,
  type OraclePolicy,
  type OracleRun,
  oracleRuns,
  oracleWall,
} from "./calendarOracle.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** A start by hand and a copy have a key of their own, which is none of these. */
export interface OracleRunKey {
  /** The nominal local date on the server's clock, `2026-03-08`. */
  readonly date: string;
  /** 0 for a Daily start, k for the grid time 00:00 + k * interval. */
  readonly place: number;
  /**
   * 1 for the second of two runs that the clock's repeated hour makes of one. A run that has no
   * twin is 0 in whichever pass it starts: the key does not say when.
   */
  readonly pass: 0 | 1;
}

/** `2026-03-08 #0`, and a prime in the second pass. */
export function runKeyText({ date, place, pass }: OracleRunKey): string {
  return `${date} #${place}${pass === 1 ? "'" : ""}`;
}

/** The key of a run that `oracleRuns` lists for the policy under the clock. */
export function oracleRunKey(
  policy: OraclePolicy,
  clock: OracleClock,
  run: OracleRun,
): OracleRunKey {
  if (run.atOpening) return oracleRunKey(policy, clock, lastHeldBack(policy, clock, run.instant));
  const hasTwin = (policy.type === "Daily" ? clock.overlap : clock.gridOverlap) === "both";
  const pass = hasTwin && run.clockChange === "second-pass" ? 1 : 0;
  const wall = oracleWall(clock.zone, run.instant);
  const day = Math.floor(wall / DAY);
  const sinceMidnight = wall - day * DAY;
  if (policy.type === "Periodically") {
    const place = (sinceMidnight / MINUTE - offsetOf(policy)) / intervalOf(policy);
    if (!Number.isInteger(place)) throw new Error(`invariant: ${run.instant} is no grid time`);
    return { date: dateText(day), place, pass };
  }
  const wasMoved = run.clockChange === "shifted" || run.clockChange === "gap-end";
  if (wasMoved) return { date: dateText(dayInGap(policy, clock, run.instant)), place: 0, pass };
  if (sinceMidnight !== timeOf(policy))
    throw new Error(`invariant: ${run.instant} is not at ${policy.dailyTime}`);
  return { date: dateText(day), place: 0, pass };
}

/**
 * The grid start that the opening at `instant` makes up for: the last one of the closed spell,
 * which may have been for the day before. A spell is no longer than a week, clock changes apart.
 */
function lastHeldBack(policy: OraclePolicy, clock: OracleClock, instant: number): OracleRun {
  const held = oracleRuns(policy, clock, instant - 9 * DAY, instant).findLast(
    ({ reason }) => reason === "start-window",
  );
  if (held === undefined) throw new Error(`invariant: nothing was held back before ${instant}`);
  return held;
}

/** The day whose daily time the clock skipped, in the gap that moved the start to `instant`. */
function dayInGap(policy: OraclePolicy, clock: OracleClock, instant: number): number {
  // Later starts come after their gap, at most by its length, a day; earlier ones before it.
  const step = clock.gap === "earlier" ? MINUTE : -MINUTE;
  let minute = Math.floor(instant / MINUTE) * MINUTE;
  for (let steps = 0; steps <= 2 * 1_440; steps += 1, minute += step) {
    const skippedFrom = oracleWall(clock.zone, minute - MINUTE) + MINUTE;
    const skippedTo = oracleWall(clock.zone, minute);
    for (let day = Math.floor(skippedFrom / DAY); day * DAY < skippedTo; day += 1) {
      const nominal = day * DAY + timeOf(policy);
      if (skippedFrom <= nominal && nominal < skippedTo) return day;
    }
  }
  throw new Error(`invariant: no gap moved a start to ${instant}`);
}

function dateText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Ms since midnight. */
function timeOf({ dailyTime }: OraclePolicy): number {
  const [hours, minutes, seconds = 0] = dailyTime!.split(":").map(Number);
  return ((hours! * 60 + minutes!) * 60 + seconds) * 1_000;
}

/** Minutes. */
function intervalOf({ periodicallyEvery }: OraclePolicy): number {
  const [, unit, count] = /^(Minutes|Hours)(\d+)$/.exec(periodicallyEvery!)!;
  return Number(count) * (unit === "Hours" ? 60 : 1);
}

/** Minutes; only hour intervals have an offset (R6). */
function offsetOf({ periodicallyEvery, periodicallyOffsetMinutes = 0 }: OraclePolicy): number {
  return periodicallyEvery!.startsWith("Hours") ? periodicallyOffsetMinutes : 0;
}
