/**
 * What no choice of start times that loses no more runs can bring the peak below: the work that
 * must be done in certain hours, spread evenly over them.
 *
 * Runs that are not lost become sessions that no window cuts short. So of each job's work only this
 * counts: the runs that any start leaves in the span, at the least length of a first attempt; all
 * within its window, however long they wait; but for as many of the longest as may be lost. Retries
 * may be dropped and do not count; nor does a last session that the span's end may cut. What jobs
 * do that live by themselves is simulated, and counts as far as it falls in these hours.
 */
import { effective } from "../../policy/effective.js";
import { compileSchedule } from "../../schedule/schedule.js";
import type { CheckedJob, CheckedSpan } from "../../simulation/checkFleet.js";
import { jobStartsByItself } from "../../simulation/fleet.js";
import type { SessionColumns } from "../../simulation/books/columns.js";
import { DAY_MS, MINUTE_MS } from "../../time/instant.js";
import { segmentAt, segmentEnd } from "../../time/zone.js";

/** Sessions at once, what they come to in all, and the hours in which they must run, ms. */
export interface SpreadWork {
  readonly atLeast: number;
  readonly workMs: number;
  readonly withinMs: number;
}

/** Under one seed: the sessions of jobs that live by themselves, and the runs that others lose. */
export interface Ground {
  readonly sessions: Pick<SessionColumns, "length" | "start" | "end">;
  readonly mayLose: number;
}

/** Longer spans are not looked at minute by minute. */
const MOST_MINUTES = 600_000;
/** Kinds of windows that are looked at. */
const MOST_WINDOWS = 50;

/** The highest such bound that these jobs give, under each seed with its ground. */
export function spreadBound(
  jobs: readonly CheckedJob[],
  span: CheckedSpan,
): (ground: Ground) => SpreadWork {
  const none: SpreadWork = { atLeast: 0, workMs: 0, withinMs: 0 };
  if ((span.to - span.from) / MINUTE_MS > MOST_MINUTES) return () => none;
  const windows = windowsOf(jobs, span);
  const hours = windows.map(({ open }) => {
    const confined = windows.filter((one) =>
      one.open.every((is, minute) => is === 0 || open[minute] === 1),
    );
    return {
      workMs: confined.reduce((sum, one) => sum + one.workMs, 0),
      longestMs: confined.reduce((most, one) => Math.max(most, one.longestMs), 0),
      openBefore: openBefore(open, span),
    };
  });
  return ({ sessions, mayLose }) => {
    let best = none;
    for (const { workMs: all, longestMs, openBefore: before } of hours) {
      const withinMs = before(span.to);
      let workMs = Math.max(0, all - mayLose * longestMs);
      for (let row = 0; row < sessions.length; row += 1)
        workMs += before(sessions.end[row]!) - before(sessions.start[row]!);
      const atLeast = withinMs === 0 ? 0 : Math.ceil(workMs / withinMs - 1e-9);
      if (atLeast > best.atLeast) best = { atLeast, workMs, withinMs };
    }
    return best;
  };
}

/** Jobs with one window: the minutes of the span in which it is open, and what they do there. */
interface OpenHours {
  readonly open: Uint8Array;
  workMs: number;
  longestMs: number;
}

function windowsOf(jobs: readonly CheckedJob[], span: CheckedSpan): readonly OpenHours[] {
  const first = Math.floor(span.from / MINUTE_MS);
  const minutes = Math.ceil(span.to / MINUTE_MS) - first;
  const windows = new Map<string, OpenHours>();
  for (const one of jobs) {
    if (!jobStartsByItself({ enabled: one.job.enabled, policy: one.policy })) continue;
    const { backupWindow } = effective(one.policy);
    const key = backupWindow === undefined ? "" : JSON.stringify([backupWindow, one.clock]);
    let hours = windows.get(key);
    if (hours === undefined) {
      if (windows.size === MOST_WINDOWS) continue;
      const { isAllowed } = compileSchedule(one.policy, one.clock, one.zone);
      // Windows open and close at whole minutes.
      const open = Uint8Array.from({ length: minutes }, (_, minute) =>
        isAllowed((first + minute) * MINUTE_MS) ? 1 : 0,
      );
      windows.set(key, (hours = { open, workMs: 0, longestMs: 0 }));
    }
    const leastMs = leastLengthMs(one, span);
    const cut = hours.open.at(-1) === 1 ? 1 : 0; // a last session may run on past the span
    hours.workMs += leastMs * Math.max(0, leastRuns(one, span.to - span.from) - cut);
    hours.longestMs = Math.max(hours.longestMs, leastMs);
  }
  return [...windows.values()];
}

/** For instants of the span, how long these minutes were open before, ms. */
function openBefore(open: Uint8Array, span: CheckedSpan): (instant: number) => number {
  const from = Math.floor(span.from / MINUTE_MS) * MINUTE_MS;
  const sums = new Float64Array(open.length + 1);
  for (let minute = 0; minute < open.length; minute += 1)
    sums[minute + 1] = sums[minute]! + open[minute]! * MINUTE_MS;
  const since = (instant: number): number => {
    const minute = Math.min(open.length, Math.floor((instant - from) / MINUTE_MS));
    return sums[minute]! + (open[minute] ?? 0) * (instant - from - minute * MINUTE_MS);
  };
  const start = since(span.from);
  return (instant) => since(instant) - start;
}

/** Nothing is known of a function; and where a clock is changed, not when a run may fall out. */
function leastLengthMs({ workload, zone }: CheckedJob, span: CheckedSpan): number {
  const isSteady = segmentEnd(zone, segmentAt(zone, span.from)) >= span.to;
  return workload.given === undefined && isSteady ? workload.quantile(0) : 0;
}

const DAYS_A_WEEK: Readonly<Record<string, number>> = { Everyday: 7, Workdays: 5, Weekends: 2 };

/** Starts that are due in a span of this length, wherever it begins; no clock is changed in it. */
function leastRuns({ policy }: CheckedJob, lengthMs: number): number {
  const { starts } = effective(policy);
  if (starts.kind === "none") return 0;
  if (starts.kind === "grid") return Math.floor(lengthMs / (starts.intervalMinutes * MINUTE_MS));
  if (starts.dailyType === "Everyday") return Math.floor(lengthMs / DAY_MS);
  return Math.floor(lengthMs / (7 * DAY_MS)) * (DAYS_A_WEEK[starts.dailyType] ?? 1);
}
