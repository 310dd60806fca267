/**
 * The runs of a timeline, job by job: sessions with the same due start are one run.
 *
 * Rows of a job stand in the order in which they started, and a job never runs twice at once (R16),
 * so each attempt 0 begins a run and what follows belongs to it. Runs are looked at where they lie;
 * only those that differ become objects.
 */
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

const NO_RUNS: JobRuns = {
  length: 0,
  nominal: () => Number.NaN,
  start: () => Number.NaN,
  isSame: () => false,
  side: () => {
    throw new Error("invariant: no run to look at");
  },
};

/** The runs of every job, by id; a job without a run has none. */
export function runTable(timeline: Timeline): (id: string) => JobRuns {
  const { fleet, sessions } = timeline;
  const rows = rowsByJob(sessions.job, sessions.length, fleet.jobs.length);
  const indexOf = new Map(fleet.jobs.map((job, index) => [job.id, index]));
  return (id) => {
    const job = indexOf.get(id);
    return job === undefined
      ? NO_RUNS
      : jobRuns(timeline, rows.order.subarray(rows.first[job], rows.first[job + 1]));
  };
}

/**
 * The rows of each job together, in their order: those of job `j` are `order[first[j]]` to
 * `order[first[j + 1] - 1]`.
 */
export function rowsByJob(
  job: Int32Array,
  length: number,
  jobs: number,
): { readonly order: Int32Array; readonly first: Int32Array } {
  const first = new Int32Array(jobs + 1);
  for (let row = 0; row < length; row += 1) first[job[row]! + 1]! += 1;
  for (let index = 0; index < jobs; index += 1) first[index + 1]! += first[index]!;
  const next = first.slice();
  const order = new Int32Array(length);
  for (let row = 0; row < length; row += 1) order[next[job[row]!]!++] = row;
  return { order, first };
}

function jobRuns({ sessions, outcomes }: Timeline, rows: Int32Array): JobRuns {
  const firsts: number[] = []; // where in `rows` each run begins, and where the last one ends
  for (let at = 0; at < rows.length; at += 1)
    if (sessions.attempt[rows[at]!] === 0) firsts.push(at);
  firsts.push(rows.length);
  const firstRow = (run: number): number => rows[firsts[run]!]!;
  const lastRow = (run: number): number => rows[firsts[run + 1]! - 1]!;

  const self: JobRuns & {
    readonly rowsOf: (run: number) => Int32Array;
    readonly of: typeof sessions;
  } = {
    length: firsts.length - 1,
    nominal: (run) => sessions.nominal[firstRow(run)]!,
    start: (run) => sessions.start[firstRow(run)]!,
    isSame(run, other, otherRun) {
      const there = other as typeof self;
      const mine = self.rowsOf(run);
      const theirs = there.rowsOf(otherRun);
      if (mine.length !== theirs.length) return false;
      return mine.every((row, at) => {
        const otherRow = theirs[at]!;
        return (
          sessions.start[row] === there.of.start[otherRow] &&
          sessions.end[row] === there.of.end[otherRow] &&
          sessions.outcome[row] === there.of.outcome[otherRow]
        );
      });
    },
    side: (run) => ({
      nominal: sessions.nominal[firstRow(run)]!,
      start: sessions.start[firstRow(run)]!,
      end: sessions.end[lastRow(run)]!,
      sessions: firsts[run + 1]! - firsts[run]!,
      outcome: outcomes[sessions.outcome[lastRow(run)]!]!,
    }),
    rowsOf: (run) => rows.subarray(firsts[run], firsts[run + 1]),
    of: sessions,
  };
  return self;
}
