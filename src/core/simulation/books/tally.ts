/**
 * The books of a simulation: every fact is entered once, as it happens, and the summary is read off
 * at the end.
 *
 * What a job did is counted per job; what resources and the fleet went through is kept as step
 * functions. None of it grows with the number of sessions, so a summary needs no timeline; the law
 * is that each due start has one fate: `due = blocked + missed + started`.
 */
import type { CheckedFleet } from "../checkFleet.js";
import type { Outcome } from "../../schedule/retries.js";
import type { Needed } from "../fleet.js";
import type { Rules } from "../rules.js";
import {
  BACKUP_WINDOW,
  FAILED,
  NOT_STARTED,
  OUTCOMES,
  REASONS,
  RETRY_PENDING,
  RUNNING,
  START_WINDOW,
  STILL_RUNNING,
  STILL_WAITING,
  STOPPED,
  SUCCESS,
  WARNING,
  WINDOW_CLOSED,
} from "../outcomes.js";
import {
  CAUSES,
  type ExposureBook,
  exposureBook,
  newRestorePoint,
  newRestorePoints,
  noteCause,
  noteMeanwhile,
} from "./exposure.js";
import {
  ATTEMPT,
  CLOSING,
  DATA,
  END,
  FULL_MS,
  INSTANTS,
  jobRows,
  type JobRows,
  NOMINAL,
  NUMBERS,
  OUTCOME,
  START,
  SUMMED,
  TALLIED,
} from "./jobRow.js";
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

// Counts in a job's row; outcomes and reasons by their codes.
const STARTED = 0;
const RETRIES = 1;
const SUPERSEDED = 2;
const RETRIES_CLOSED = 3;
const OUTCOME_COUNTS = 4;
const REASON_COUNTS = OUTCOME_COUNTS + OUTCOMES.length;
// And sums, ms.
const BUSY = 0;
const LATE = 1;
const LATEST = 2;
const SLACK = 3;
const LEAST_SLACK = 4;
const SLACKS = 5; // how many sessions have one

/** What was counted of one job. Times in ms. */
export interface JobCounts {
  readonly started: number;
  readonly retries: number;
  readonly retriesDropped: { readonly superseded: number; readonly windowClosed: number };
  readonly outcomes: Readonly<Record<Outcome | "Running", number>>;
  readonly blocked: { readonly backupWindow: number; readonly startWindow: number };
  readonly missed: {
    readonly stillRunning: number;
    readonly windowClosed: number;
    readonly retryPending: number;
    readonly notStarted: number;
    readonly stillWaiting: number;
  };
  readonly busy: number;
  readonly latenessSum: number;
  readonly latenessMax: number;
  readonly slackSum: number;
  readonly slackMin: number;
  readonly slackCount: number;
}

/** The open books. */
export class Tally {
  /** What a job needs. */
  readonly needsOf: (job: number) => readonly Needed[];
  readonly exposure: ExposureBook;
  readonly waits: WaitLog;
  readonly line: LineBook;
  readonly occupancy: OccupancyBook;
  /** Absent where nothing can slow a session. */
  readonly slowdowns: SlowdownBook | undefined;
  /** Absent where no resource has threads. */
  readonly threads: ThreadBook | undefined;
  readonly waves: WaveBook;
  /** What is kept of each job while it lives; there stand counts of it, and sums. */
  readonly rows: JobRows;
  readonly table: Int32Array;
  readonly sums: Float64Array;

  constructor(of: Tally) {
    this.needsOf = of.needsOf;
    this.exposure = of.exposure;
    this.waits = of.waits;
    this.line = of.line;
    this.occupancy = of.occupancy;
    this.slowdowns = of.slowdowns;
    this.threads = of.threads;
    this.waves = of.waves;
    this.rows = of.rows;
    this.table = of.table;
    this.sums = of.sums;
  }
}

/**
 * Opens the books of a fleet for `[from, to)`. The last resource of `slots` is the whole fleet.
 * `needsOf`: what a job needs; `expected`: about so many attempts wait.
 */
export function openTally(
  { jobs: checked, resources, zone }: CheckedFleet,
  span: { readonly from: number; readonly to: number },
  slots: Float64Array,
  needsOf: (job: number) => readonly Needed[],
  exact: boolean,
  expected = 0,
): Tally {
  const jobs = checked.length;
  const rows = jobRows(jobs);
  const clock = weekClock(zone, span.from);
  const targets = new Float64Array(jobs);
  for (let job = 0; job < jobs; job += 1) targets[job] = checked[job]!.job.rpo ?? Infinity;
  const exposure = exposureBook(rows, span.from, span.to, targets, needsOf);
  const waits = waitLog(jobs, exact, expected);
  const waves = waveBook(span.from, span.to, clock);
  const sizes = Float64Array.from(resources, (resource) => resource.threads);
  const threads = sizes.every(Number.isNaN) ? undefined : threadBook(sizes, span.from, clock);
  const occupancy = occupancyBook(slots, span.from, clock, threads?.hourEnds);
  const isSlowed = resources.some(({ pace }) => pace !== undefined) || threads !== undefined;
  const slowdowns = isSlowed ? slowdownBook(jobs) : undefined;
  const line = lineBook(occupancy, waits, exposure, (job) => skippedOf(rows.is, job));
  for (let job = 0; job < jobs; job += 1) rows.at[job * INSTANTS + SUMMED + LEAST_SLACK] = Infinity;
  return new Tally({
    needsOf,
    exposure,
    waits,
    line,
    occupancy,
    slowdowns,
    threads,
    waves,
    rows,
    table: rows.is,
    sums: rows.at,
  });
}

/** Starts that found the job's run going on. */
function skippedOf(table: Int32Array, job: number): number {
  const reasons = job * NUMBERS + TALLIED + REASON_COUNTS;
  return table[reasons + STILL_RUNNING]! + table[reasons + STILL_WAITING]!;
}

/** Due starts of a job came to nothing. */
export function countMissed(
  { table, exposure }: Tally,
  job: number,
  reason: number,
  count = 1,
): void {
  table[job * NUMBERS + TALLIED + REASON_COUNTS + reason]! += count;
  const cause = causeOfReason(reason);
  if (cause >= 0) noteCause(exposure, job, cause);
}

/**
 * A due start of a job comes to nothing while a session goes on that is booked to its end already.
 */
export function countMeanwhile(
  { rows, table, exposure }: Tally,
  job: number,
  reason: number,
): void {
  table[job * NUMBERS + TALLIED + REASON_COUNTS + reason]! += 1;
  const cause = causeOfReason(reason);
  if (cause < 0) return;
  if (Number.isNaN(rows.at[job * INSTANTS + DATA]!)) noteCause(exposure, job, cause);
  else noteMeanwhile(exposure, job, cause);
}

/**
 * A retry is not made: the next start came first (R20), its window closed on the line (R22), or it
 * would have been due in a closed hour (R19).
 */
export function countDroppedRetry({ table }: Tally, job: number, superseded: boolean): void {
  table[job * NUMBERS + TALLIED + (superseded ? SUPERSEDED : RETRIES_CLOSED)]! += 1;
}

/** An attempt of a job starts; its rows say which and when (`jobRow.ts`). */
export function countStart({ table, sums }: Tally, job: number, { at, is }: JobRows): void {
  const me = job * INSTANTS;
  table[job * NUMBERS + TALLIED + (is[job * NUMBERS + ATTEMPT] === 0 ? STARTED : RETRIES)]! += 1;
  const late = at[me + START]! - at[me + NOMINAL]!;
  if (late <= 0) return;
  const sum = job * INSTANTS + SUMMED;
  sums[sum + LATE]! += late;
  if (late > sums[sum + LATEST]!) sums[sum + LATEST] = late;
}

/** An attempt of a job ended, or the span did; its rows say when and how. */
export function countEnd(
  { table, sums, slowdowns, exposure }: Tally,
  job: number,
  { at, is }: JobRows,
): void {
  const me = job * INSTANTS;
  const outcome = is[job * NUMBERS + OUTCOME]!;
  table[job * NUMBERS + TALLIED + OUTCOME_COUNTS + outcome]! += 1;
  const sum = job * INSTANTS + SUMMED;
  const end = at[me + END]!;
  const length = end - at[me + START]!;
  sums[sum + BUSY]! += length;
  const slack = at[me + CLOSING]! - end;
  if (slack !== Infinity && outcome !== RUNNING) {
    sums[sum + SLACK]! += slack;
    sums[sum + SLACKS]! += 1;
    if (slack < sums[sum + LEAST_SLACK]!) sums[sum + LEAST_SLACK] = slack;
  }
  if (slowdowns !== undefined && outcome !== RUNNING && at[me + FULL_MS]! > 0)
    slowdowns.add(job, length, at[me + FULL_MS]!);
  if (!Number.isNaN(at[me + DATA]!)) newRestorePoint(exposure, job, at, me);
  else if (causeOfOutcome(outcome) >= 0) noteCause(exposure, job, causeOfOutcome(outcome));
}

/**
 * Sessions of a job that each start when they are due, with no window near, and succeed: the first
 * attempts that start at `starts[from]` to `starts[to - 1]` and take as long as `lengths` says from
 * its front on. What `countStart` and `countEnd` say of each, all at once.
 */
export function countPlain(
  { table, sums, exposure }: Tally,
  job: number,
  starts: Float64Array,
  lengths: Float64Array,
  front: number,
  from: number,
  to: number,
): void {
  table[job * NUMBERS + TALLIED + STARTED]! += to - from;
  table[job * NUMBERS + TALLIED + OUTCOME_COUNTS + SUCCESS]! += to - from;
  let busy = 0;
  for (let index = from; index < to; index += 1) busy += lengths[index - front]!;
  sums[job * INSTANTS + SUMMED + BUSY]! += busy;
  newRestorePoints(exposure, job, starts, lengths, front, from, to);
}

/** How many attempts of a job started. */
export function attemptsMade({ table }: Tally, job: number): number {
  return table[job * NUMBERS + TALLIED + STARTED]! + table[job * NUMBERS + TALLIED + RETRIES]!;
}

/** Starts of a job that were due, and runs lost: those that did not start, or were stopped. */
export function fatesOf({ table }: Tally, job: number): { due: number; lost: number } {
  const row = job * NUMBERS + TALLIED;
  let missed = 0;
  for (let reason = 0; reason < REASONS.length; reason += 1)
    missed += table[row + REASON_COUNTS + reason]!;
  return {
    due: table[row + STARTED]! + missed,
    lost: missed + table[row + OUTCOME_COUNTS + STOPPED]!,
  };
}

// Of most jobs nothing is blocked or dropped: they have this in common.
const NONE_BLOCKED = Object.freeze({ backupWindow: 0, startWindow: 0 });
const NONE_DROPPED = Object.freeze({ superseded: 0, windowClosed: 0 });

function blockedOf(backupWindow: number, startWindow: number): JobCounts["blocked"] {
  return backupWindow + startWindow === 0 ? NONE_BLOCKED : { backupWindow, startWindow };
}

function droppedOf(superseded: number, windowClosed: number): JobCounts["retriesDropped"] {
  return superseded + windowClosed === 0 ? NONE_DROPPED : { superseded, windowClosed };
}

/** What was counted of a job. Name by name: lists of it would cost more than all the rest. */
export function countsOf({ table, sums }: Tally, job: number): JobCounts {
  const row = job * NUMBERS + TALLIED;
  const outcomes = row + OUTCOME_COUNTS;
  const reasons = row + REASON_COUNTS;
  const sum = job * INSTANTS + SUMMED;
  return {
    started: table[row + STARTED]!,
    retries: table[row + RETRIES]!,
    retriesDropped: droppedOf(table[row + SUPERSEDED]!, table[row + RETRIES_CLOSED]!),
    outcomes: {
      Success: table[outcomes + SUCCESS]!,
      Warning: table[outcomes + WARNING]!,
      Failed: table[outcomes + FAILED]!,
      Stopped: table[outcomes + STOPPED]!,
      Running: table[outcomes + RUNNING]!,
    },
    blocked: blockedOf(table[reasons + BACKUP_WINDOW]!, table[reasons + START_WINDOW]!),
    missed: {
      stillRunning: table[reasons + STILL_RUNNING]!,
      windowClosed: table[reasons + WINDOW_CLOSED]!,
      retryPending: table[reasons + RETRY_PENDING]!,
      notStarted: table[reasons + NOT_STARTED]!,
      stillWaiting: table[reasons + STILL_WAITING]!,
    },
    busy: sums[sum + BUSY]!,
    latenessSum: sums[sum + LATE]!,
    latenessMax: sums[sum + LATEST]!,
    slackSum: sums[sum + SLACK]!,
    slackMin: sums[sum + LEAST_SLACK]!,
    slackCount: sums[sum + SLACKS]!,
  };
}
