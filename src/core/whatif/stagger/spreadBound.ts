/**
 * What no choice of start times that loses no more runs can bring the peak below: the work that
 * must be done in certain hours, spread evenly over them.
 *
 * Runs that are not lost become sessions that no window cuts short. So of each job's work only this
 * counts: the runs that any start leaves in the span, each as long as its luck has it, which is the
 * same wherever it starts (R24); all within its window, however long they wait; but for as many of
 * the longest as may be lost. Retries may be dropped and do not count; nor does a last session
 * that the span's end may cut. What jobs do that live by themselves is simulated, and counts as far
 * as it falls in these hours.
 */
import { effective } from "../../policy/effective.js";
import { DAYS_OF } from "../../schedule/rule.js";
import { compileBlocked, compileSchedule } from "../../schedule/schedule.js";
import { runKeysOf } from "../../schedule/runKey.js";
import type { CheckedJob } from "../../simulation/checkJobs.js";
import type { CheckedSpan } from "../../simulation/span.js";
import { attemptsOf, chancesOf, luckOf } from "../../simulation/engine/luck.js";
import { jobStartsByItself } from "../../simulation/fleet.js";
import type { SessionColumns } from "../../simulation/books/columns.js";
import { DAY_MS, MINUTE_MS, WEEK_MS } from "../../time/instant.js";
import { segmentAt, segmentEnd } from "../../time/zone.js";

/** Sessions at once, what they come to in all, and the hours in which they must run, ms. */
export interface SpreadWork {
  readonly atLeast: number;
  readonly workMs: number;
  readonly withinMs: number;
}

/** Under one seed: the sessions of jobs that live by themselves, and the runs that others lose. */
export interface Ground {
  readonly seed: number;
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
  const sets = windows.map(({ open }) => ({
    openBefore: openBefore(open, span),
    confined: windows.flatMap((one, index) =>
      one.open.every((is, minute) => is === 0 || open[minute] === 1) ? [index] : [],
    ),
  }));
  return ({ seed, sessions, mayLose }) => {
    const attemptOf = attemptsOf(luckOf(chancesOf(jobs), seed));
    const works = windows.map((one) => workOf(one, attemptOf));
    let best = none;
    for (const { openBefore: before, confined } of sets) {
      const withinMs = before(span.to);
      const longestMs = confined.reduce((most, one) => Math.max(most, works[one]!.longestMs), 0);
      let workMs = confined.reduce((sum, one) => sum + works[one]!.workMs, 0);
      workMs = Math.max(0, workMs - mayLose * longestMs);
      for (let row = 0; row < sessions.length; row += 1)
        workMs += before(sessions.end[row]!) - before(sessions.start[row]!);
      const atLeast = withinMs === 0 ? 0 : Math.ceil(workMs / withinMs - 1e-9);
      if (atLeast > best.atLeast) best = { atLeast, workMs, withinMs };
    }
    return best;
  };
}

/** Jobs with one window: the minutes of the span in which it is open, and their runs. */
interface OpenHours {
  readonly open: Uint8Array;
  readonly runs: {
    readonly job: number;
    /** Keys of all runs that any start could put into the span, ascending. */
    readonly keys: Float64Array;
    /** So many of these, one after the other, run to their end wherever they start. */
    readonly least: number;
  }[];
}

function windowsOf(jobs: readonly CheckedJob[], span: CheckedSpan): readonly OpenHours[] {
  const first = Math.floor(span.from / MINUTE_MS);
  const minutes = Math.ceil(span.to / MINUTE_MS) - first;
  const windows = new Map<string, OpenHours>();
  jobs.forEach((one, job) => {
    if (!jobStartsByItself({ enabled: one.job.enabled, policy: one.policy })) return;
    const { backupWindow } = effective(one.policy);
    const key = backupWindow === undefined ? "" : JSON.stringify([backupWindow, one.clock]);
    const schedule = compileSchedule(one.policy, one.clock, one.zone);
    let hours = windows.get(key);
    if (hours === undefined) {
      if (windows.size === MOST_WINDOWS) return;
      // Windows open and close at whole minutes.
      const open = Uint8Array.from({ length: minutes }, (_, minute) =>
        schedule.isAllowed((first + minute) * MINUTE_MS) ? 1 : 0,
      );
      windows.set(key, (hours = { open, runs: [] }));
    }
    const cut = hours.open.at(-1) === 1 ? 1 : 0; // a last session may run on past the span
    const least = leastRuns(one, span) - cut;
    // On another time of its days, or of its week, a run is at most so far away.
    const { starts: own } = effective(one.policy);
    const farMs = own.kind === "daily" && own.dailyType !== "Everyday" ? WEEK_MS : DAY_MS;
    const [from, to] = [span.from - farMs, span.to + farMs];
    const isWhole = (["backup-window", "start-window"] as const).every(
      (reason) => (compileBlocked(schedule, reason)?.count(from, to) ?? 0) === 0,
    );
    if (least <= 0 || !isWhole) return;
    const starts = schedule.range(from, to);
    hours.runs.push({ job, keys: starts.map(runKeysOf(schedule)), least });
  });
  return [...windows.values()];
}

/** The least work of the jobs under this luck, and their longest run. */
function workOf(
  { runs }: OpenHours,
  attemptOf: ReturnType<typeof attemptsOf>,
): { workMs: number; longestMs: number } {
  let workMs = 0;
  let longestMs = 0;
  for (const { job, keys, least } of runs) {
    const lengths = keys.map((key) => attemptOf(job, key, 0).durationMs);
    // Whichever runs a start puts into the span, they follow each other.
    let sum = 0;
    let leastMs = Infinity;
    for (let at = 0; at < lengths.length; at += 1) {
      longestMs = Math.max(longestMs, lengths[at]!);
      sum += lengths[at]! - (lengths[at - least] ?? 0);
      if (at >= least - 1) leastMs = Math.min(leastMs, sum);
    }
    workMs += Number.isFinite(leastMs) ? leastMs : 0;
  }
  return { workMs, longestMs };
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

/**
 * Starts that are due in the span, whenever the job starts: none where a clock is changed in it, or
 * where a function decides, of which nothing is known beforehand.
 */
function leastRuns({ policy, workload, zone }: CheckedJob, { from, to }: CheckedSpan): number {
  const { starts } = effective(policy);
  const isSteady = segmentEnd(zone, segmentAt(zone, from)) >= to;
  if (starts.kind === "none" || workload.given !== undefined || !isSteady) return 0;
  const lengthMs = to - from;
  if (starts.kind === "grid") return Math.floor(lengthMs / (starts.intervalMinutes * MINUTE_MS));
  if (starts.dailyType === "Everyday") return Math.floor(lengthMs / DAY_MS);
  const daysAWeek = DAYS_OF[starts.dailyType].reduce((sum, day) => sum + day, 0);
  return Math.floor(lengthMs / WEEK_MS) * daysAWeek;
}
