/**
 * The runs of a timeline, job by job: sessions with the same due start are one run.
 *
 * Rows of a job stand in the order in which they started, and a job never runs twice at once (R16),
 * so each attempt 0 begins a run and what follows belongs to it. Runs are looked at where they lie;
 * only those that differ become objects.
 */
import type { Fleet } from "../../simulation/fleet.js";
import type { Timeline } from "../../simulation/timeline.js";
import type { RunSide } from "./comparison.js";

/** The runs of one job, ascending by nominal start. */
export interface JobRuns {
  readonly length: number;
  nominal(run: number): number;
  start(run: number): number;
  /** Whether the sessions of a run here and of one there are the same, to the millisecond. */
  isSame(run: number, other: JobRuns, otherRun: number): boolean;
  side(run: number): RunSide;
}

/** The runs of every job, by id; a job without a run has none. */
export function runTable(timeline: Timeline): (id: string) => JobRuns {
  const rowsOf = rowsOfJobs(timeline.fleet, timeline.sessions);
  return (id) => jobRuns(timeline, rowsOf(id));
}

/** The rows of each job, by id, in their order; an unknown job has none. */
export function rowsOfJobs(
  { jobs }: Fleet,
  { job, length }: { readonly job: Int32Array; readonly length: number },
): (id: string) => Int32Array {
  // Those of job `j` stand together, from `first[j]` on.
  const first = new Int32Array(jobs.length + 1);
  for (let row = 0; row < length; row += 1) first[job[row]! + 1]! += 1;
  for (let index = 0; index < jobs.length; index += 1) first[index + 1]! += first[index]!;
  const next = first.slice();
  const order = new Int32Array(length);
  for (let row = 0; row < length; row += 1) order[next[job[row]!]!++] = row;
  const indexOf = new Map(jobs.map(({ id }, index) => [id, index]));
  return (id) => {
    const index = indexOf.get(id);
    return index === undefined
      ? order.subarray(0, 0)
      : order.subarray(first[index], first[index + 1]);
  };
}

function jobRuns({ sessions, outcomes }: Timeline, rows: Int32Array): JobRuns {
  const { attempt, nominal, start, end, outcome } = sessions;
  // Where in `rows` each run begins, and where the last one ends.
  const firsts = new Int32Array(rows.length + 1);
  let length = 0;
  for (let at = 0; at < rows.length; at += 1) if (attempt[rows[at]!] === 0) firsts[length++] = at;
  firsts[length] = rows.length;
  const firstRow = (run: number): number => rows[firsts[run]!]!;
  const lastRow = (run: number): number => rows[firsts[run + 1]! - 1]!;

  const self: JobRuns & {
    readonly sessions: typeof sessions;
    readonly rows: Int32Array;
    readonly firsts: Int32Array;
  } = {
    length,
    nominal: (run) => nominal[firstRow(run)]!,
    start: (run) => start[firstRow(run)]!,
    isSame(run, other, otherRun) {
      const there = other as typeof self;
      const count = firsts[run + 1]! - firsts[run]!;
      if (there.firsts[otherRun + 1]! - there.firsts[otherRun]! !== count) return false;
      for (let at = 0; at < count; at += 1) {
        const row = rows[firsts[run]! + at]!;
        const otherRow = there.rows[there.firsts[otherRun]! + at]!;
        const isSame =
          start[row] === there.sessions.start[otherRow] &&
          end[row] === there.sessions.end[otherRow] &&
          outcome[row] === there.sessions.outcome[otherRow];
        if (!isSame) return false;
      }
      return true;
    },
    side: (run) => ({
      nominal: nominal[firstRow(run)]!,
      start: start[firstRow(run)]!,
      end: end[lastRow(run)]!,
      sessions: firsts[run + 1]! - firsts[run]!,
      outcome: outcomes[outcome[lastRow(run)]!]!,
    }),
    sessions,
    rows,
    firsts,
  };
  return self;
}
