/**
 * The books of a simulation: every fact is entered once, as it happens, and the summary is read off
 * at the end.
 *
 * What a job did is counted per job; what resources and the fleet went through is kept as step
 * functions. None of it grows with the number of sessions, so a summary needs no timeline; the law
 * is that each due start has one fate: `due = blocked + missed + started`.
 */
import type { CheckedFleet } from "../checkFleet.js";
import type { Needed } from "../fleet.js";
import type { Rules } from "../rules.js";
import {
  FAILED,
  OUTCOMES,
  REASONS,
  RUNNING,
  STILL_RUNNING,
  STILL_WAITING,
  SUCCESS,
  WARNING,
} from "../outcomes.js";
import { CAUSES, type ExposureTracker, exposureTracker } from "./exposure.js";
import { type LineBook, lineBook } from "./line.js";
import { type OccupancyBook, occupancyBook } from "./occupancy.js";
import { type SlowdownBook, slowdownBook } from "./slowdowns.js";
import { type ThreadBook, threadBook } from "./threadUse.js";
import { type WaitLog, waitLog } from "./waits.js";
import { type WaveBook, waveBook } from "./waves.js";
import { weekClock } from "./weekClock.js";

const CAUSE_OF_OUTCOME = OUTCOMES.map((outcome) => causeIndex(outcome.toLowerCase()));
const CAUSE_OF_REASON = REASONS.map(causeIndex);

function causeIndex(name: string): number {
  return (CAUSES as readonly string[]).indexOf(name);
}

/**
 * What an outcome code contributes to a long exposure: an index into `CAUSES`, `-1` for nothing.
 */
function causeOfOutcome(outcome: number): number {
  return CAUSE_OF_OUTCOME[outcome]!;
}

/** What a reason code contributes to a long exposure: an index into `CAUSES`, `-1` for nothing. */
function causeOfReason(reason: number): number {
  return CAUSE_OF_REASON[reason]!;
}

/** Whether a session with this outcome code makes a restore point (R23). */
export function makesRestorePoint(outcome: number, rules: Rules): boolean {
  return (
    outcome === SUCCESS || (outcome === WARNING && rules.restorePoint === "success-or-warning")
  );
}

// One row of counts a job, one line of the processor's cache; outcomes and reasons by their codes.
const STARTED = 0;
const RETRIES = 1;
const SUPERSEDED = 2;
const RETRIES_CLOSED = 3;
const OUTCOME_COUNTS = 4;
const REASON_COUNTS = OUTCOME_COUNTS + OUTCOMES.length;
const COUNTS = 16;
// And one of sums, ms.
const BUSY = 0;
const LATE = 1;
const LATEST = 2;
const SLACK = 3;
const LEAST_SLACK = 4;
const SLACKS = 5; // how many sessions have one
const SUMS = 8;

/** What was counted of one job. Times in ms. */
export interface JobCounts {
  readonly started: number;
  readonly retries: number;
  readonly retriesSuperseded: number;
  readonly retriesClosed: number;
  /** By outcome code. */
  readonly outcomes: readonly number[];
  /** By reason code. */
  readonly reasons: readonly number[];
  readonly busy: number;
  readonly latenessSum: number;
  readonly latenessMax: number;
  readonly slackSum: number;
  readonly slackMin: number;
  readonly slackCount: number;
}

/** The open books. */
export interface Tally {
  /** What a job needs. */
  needsOf(job: number): readonly Needed[];
  readonly exposure: ExposureTracker;
  readonly waits: WaitLog;
  readonly line: LineBook;
  readonly occupancy: OccupancyBook;
  /** Absent where nothing can slow a session. */
  readonly slowdowns: SlowdownBook | undefined;
  /** Absent where no resource has threads. */
  readonly threads: ThreadBook | undefined;
  readonly waves: WaveBook;
  /** Due starts that came to nothing. */
  missed(job: number, reason: number, count?: number): void;
  /**
   * A retry that is not made: the next start came first (R20), its window closed on the line (R22),
   * or it would have been due in a closed hour (R19).
   */
  retryDropped(job: number, superseded: boolean): void;
  /** An attempt starts. */
  begun(job: number, nominal: number, start: number, attempt: number): void;
  /**
   * An attempt ended, or the span did. `closing`: when its window closes, `Infinity` without one.
   * `data`: the instant of the data that its restore point holds; `NaN` where it made none.
   * `fullMs`: how long it would have taken at full speed, `NaN` where nothing could slow it.
   */
  finished(
    job: number,
    start: number,
    end: number,
    outcome: number,
    closing: number,
    data: number,
    fullMs: number,
  ): void;
  counts(job: number): JobCounts;
}

/**
 * Opens the books of a fleet for `[from, to)`. The last resource of `slots` is the whole fleet.
 * `needsOf`: what a job needs.
 */
export function openTally(
  { jobs: checked, resources, zone }: CheckedFleet,
  span: { readonly from: number; readonly to: number },
  slots: Float64Array,
  needsOf: (job: number) => readonly Needed[],
  exact: boolean,
): Tally {
  const jobs = checked.length;
  const clock = weekClock(zone, span.from);
  const targets = Float64Array.from(checked, ({ job }) => job.rpo ?? Infinity);
  const exposure = exposureTracker(jobs, span.from, span.to, targets, (job) => needsOf(job));
  const waits = waitLog(jobs, exact);
  const waves = waveBook(span.from, span.to, clock);
  const sizes = Float64Array.from(resources, (resource) => resource.threads);
  const threads = sizes.every(Number.isNaN) ? undefined : threadBook(sizes, span.from, clock);
  const occupancy = occupancyBook(slots, span.from, clock, threads?.hourEnds);
  const isSlowed = resources.some(({ pace }) => pace !== undefined) || threads !== undefined;
  const slowdowns = isSlowed ? slowdownBook(jobs) : undefined;
  const table = new Int32Array(jobs * COUNTS);
  const line = lineBook(occupancy, waits, exposure, skipped);
  const sums = new Float64Array(jobs * SUMS);
  for (let job = 0; job < jobs; job += 1) sums[job * SUMS + LEAST_SLACK] = Infinity;

  /** Starts that found the job's run going on. */
  function skipped(job: number): number {
    const reasons = job * COUNTS + REASON_COUNTS;
    return table[reasons + STILL_RUNNING]! + table[reasons + STILL_WAITING]!;
  }

  function missed(job: number, reason: number, count = 1): void {
    table[job * COUNTS + REASON_COUNTS + reason]! += count;
    const cause = causeOfReason(reason);
    if (cause >= 0) exposure.note(job, cause);
  }

  function begun(job: number, nominal: number, start: number, attempt: number): void {
    table[job * COUNTS + (attempt === 0 ? STARTED : RETRIES)]! += 1;
    const late = start - nominal;
    if (late > 0) {
      sums[job * SUMS + LATE]! += late;
      if (late > sums[job * SUMS + LATEST]!) sums[job * SUMS + LATEST] = late;
    }
  }

  function finished(
    job: number,
    start: number,
    end: number,
    outcome: number,
    closing: number,
    data: number,
    fullMs: number,
  ): void {
    table[job * COUNTS + OUTCOME_COUNTS + outcome]! += 1;
    const sum = job * SUMS;
    sums[sum + BUSY]! += end - start;
    if (closing !== Infinity && outcome !== RUNNING) {
      const slack = closing - end;
      sums[sum + SLACK]! += slack;
      sums[sum + SLACKS]! += 1;
      if (slack < sums[sum + LEAST_SLACK]!) sums[sum + LEAST_SLACK] = slack;
    }
    if (fullMs > 0 && outcome <= FAILED) slowdowns?.add(job, end - start, fullMs);
    if (!Number.isNaN(data)) exposure.restorePoint(job, data, end, end - start - fullMs);
    else if (causeOfOutcome(outcome) >= 0) exposure.note(job, causeOfOutcome(outcome));
  }

  function counts(job: number): JobCounts {
    const row = table.subarray(job * COUNTS, (job + 1) * COUNTS);
    const sum = sums.subarray(job * SUMS, (job + 1) * SUMS);
    return {
      started: row[STARTED]!,
      retries: row[RETRIES]!,
      retriesSuperseded: row[SUPERSEDED]!,
      retriesClosed: row[RETRIES_CLOSED]!,
      outcomes: OUTCOMES.map((_, code) => row[OUTCOME_COUNTS + code]!),
      reasons: REASONS.map((_, code) => row[REASON_COUNTS + code]!),
      busy: sum[BUSY]!,
      latenessSum: sum[LATE]!,
      latenessMax: sum[LATEST]!,
      slackSum: sum[SLACK]!,
      slackMin: sum[LEAST_SLACK]!,
      slackCount: sum[SLACKS]!,
    };
  }

  return {
    needsOf,
    exposure,
    waits,
    line,
    occupancy,
    slowdowns,
    threads,
    waves,
    missed,
    retryDropped: (job, superseded) =>
      void (table[job * COUNTS + (superseded ? SUPERSEDED : RETRIES_CLOSED)]! += 1),
    begun,
    finished,
    counts,
  };
}
