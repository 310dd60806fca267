/**
 * Rows in growing typed-array columns: what a timeline is made of.
 *
 * A row costs its bytes and hardly more; growing copies the columns, and what is handed out has
 * room for a quarter more at most, or little over: nobody wrote there, so it takes no memory. The
 * columns are read by index, `length` says how many rows there are.
 */

import {
  ATTEMPT,
  END,
  INSTANTS,
  type JobRows,
  NOMINAL,
  NUMBERS,
  OUTCOME,
  ROW,
  START,
} from "./jobRow.js";

/** Sessions, in the order in which they started. */
export interface SessionColumns {
  readonly length: number;
  /** Index into `fleet.jobs`. */
  readonly job: Int32Array;
  /** When the run was due, epoch ms. */
  readonly nominal: Float64Array;
  readonly start: Float64Array;
  /** The end of the session, or of the span where it still runs then. */
  readonly end: Float64Array;
  /** Counts from 0. */
  readonly attempt: Uint16Array;
  /** Index into `timeline.outcomes`. */
  readonly outcome: Uint8Array;
}

/** Runs that came to no session, in the order in which that was clear. */
export interface MissedColumns {
  readonly length: number;
  /** Index into `fleet.jobs`. */
  readonly job: Int32Array;
  readonly nominal: Float64Array;
  /** Index into `timeline.reasons`. */
  readonly reason: Uint8Array;
}

/** The columns of sessions, to be written. */
export type WritableColumns = Omit<SessionColumns, "length">;

/** Session columns that grow. */
export class SessionLog {
  /** Whether anything is kept. */
  readonly keeps: boolean;
  length: number;
  capacity: number;
  job: Int32Array;
  nominal: Float64Array;
  start: Float64Array;
  end: Float64Array;
  attempt: Uint16Array;
  outcome: Uint8Array;

  constructor(of: SessionLog) {
    this.keeps = of.keeps;
    this.length = of.length;
    this.capacity = of.capacity;
    this.job = of.job;
    this.nominal = of.nominal;
    this.start = of.start;
    this.end = of.end;
    this.attempt = of.attempt;
    this.outcome = of.outcome;
  }
}

/** Missed columns that grow. */
export class MissedLog {
  /** Whether anything is kept. */
  readonly keeps: boolean;
  length: number;
  capacity: number;
  job: Int32Array;
  nominal: Float64Array;
  reason: Uint8Array;

  constructor(of: MissedLog) {
    this.keeps = of.keeps;
    this.length = of.length;
    this.capacity = of.capacity;
    this.job = of.job;
    this.nominal = of.nominal;
    this.reason = of.reason;
  }
}

const FIRST_CAPACITY = 1_024;
const GROWTH = 1.5;
/** No more rows than these are made room for before they come. */
const MOST_EXPECTED = 2 ** 22;
/**
 * So much room more than the rows take, as a share of it, is not worth copying them: with it a row
 * of a session comes to 40 bytes.
 */
const MOST_UNUSED = 0.28;

/** A log that keeps every session; about `expected` of them are. */
export function sessionLog(expected: number): SessionLog {
  const capacity = Math.ceil(Math.max(FIRST_CAPACITY, Math.min(expected, MOST_EXPECTED)));
  return new SessionLog({ keeps: true, length: 0, capacity, ...roomFor(capacity) });
}

/** A log that keeps nothing: for runs of which only the summary is wanted. */
export function noSessionLog(): SessionLog {
  return new SessionLog({ keeps: false, length: 0, capacity: 0, ...roomFor(0) });
}

/** Columns with room for so many sessions. */
export function roomFor(size: number): WritableColumns {
  return {
    job: new Int32Array(size),
    nominal: new Float64Array(size),
    start: new Float64Array(size),
    end: new Float64Array(size),
    attempt: new Uint16Array(size),
    outcome: new Uint8Array(size),
  };
}

/**
 * Appends the session of a job that begins, as its rows say; they are told which row it is. How it
 * ends is said at once, or by `finishSession`.
 */
export function beginSession(log: SessionLog, job: number, { at, is }: JobRows): void {
  if (!log.keeps) return;
  if (log.length === log.capacity) resize(log, Math.ceil(log.capacity * GROWTH));
  const me = job * INSTANTS;
  const mine = job * NUMBERS;
  const row = log.length;
  log.job[row] = job;
  log.nominal[row] = at[me + NOMINAL]!;
  log.start[row] = at[me + START]!;
  log.attempt[row] = is[mine + ATTEMPT]!;
  log.end[row] = at[me + END]!;
  log.outcome[row] = is[mine + OUTCOME]!;
  log.length = row + 1;
  is[mine + ROW] = row;
}

/** Says how the session of a job ended. */
export function finishSession(log: SessionLog, job: number, { at, is }: JobRows): void {
  if (!log.keeps) return;
  const row = is[job * NUMBERS + ROW]!;
  log.end[row] = at[job * INSTANTS + END]!;
  log.outcome[row] = is[job * NUMBERS + OUTCOME]!;
}

/** Appends so many sessions, to be written by the caller. Returns the first one's row. */
export function appendSessions(log: SessionLog, count: number): number {
  const from = log.length;
  log.length += count;
  if (log.length > log.capacity)
    resize(log, Math.max(log.length, Math.ceil(log.capacity * GROWTH)));
  return from;
}

/** The sessions that were written down; nothing is to be appended any more. */
export function sessionColumns(log: SessionLog): SessionColumns {
  const { length } = log;
  const used = Math.min(log.capacity, Math.ceil(length * (1 + MOST_UNUSED)));
  if (used < log.capacity) resize(log, used);
  const { job, nominal, start, end, attempt, outcome } = log;
  return {
    length,
    job: job.subarray(0, length),
    nominal: nominal.subarray(0, length),
    start: start.subarray(0, length),
    end: end.subarray(0, length),
    attempt: attempt.subarray(0, length),
    outcome: outcome.subarray(0, length),
  };
}

function resize(log: SessionLog, size: number): void {
  log.capacity = size;
  log.job = resized(log.job, new Int32Array(size));
  log.nominal = resized(log.nominal, new Float64Array(size));
  log.start = resized(log.start, new Float64Array(size));
  log.end = resized(log.end, new Float64Array(size));
  log.attempt = resized(log.attempt, new Uint16Array(size));
  log.outcome = resized(log.outcome, new Uint8Array(size));
}

/** A log that keeps every missed run. */
export function missedLog(): MissedLog {
  return new MissedLog({ keeps: true, length: 0, capacity: 0, ...roomForMissed(0) });
}

/** A missed log that keeps nothing. */
export function noMissedLog(): MissedLog {
  return new MissedLog({ keeps: false, length: 0, capacity: 0, ...roomForMissed(0) });
}

function roomForMissed(size: number): Omit<MissedColumns, "length"> {
  return {
    job: new Int32Array(size),
    nominal: new Float64Array(size),
    reason: new Uint8Array(size),
  };
}

/** Appends a run of a job that was due at `instants[index]` and came to no session. */
export function addMissedRun(
  log: MissedLog,
  job: number,
  instants: Float64Array,
  index: number,
  reason: number,
): void {
  if (!log.keeps) return;
  if (log.length === log.capacity)
    resizeMissed(log, Math.max(FIRST_CAPACITY, Math.ceil(log.capacity * GROWTH)));
  const row = log.length;
  log.job[row] = job;
  log.nominal[row] = instants[index]!;
  log.reason[row] = reason;
  log.length = row + 1;
}

/** The runs that were written down. */
export function missedColumns(log: MissedLog): MissedColumns {
  if (log.capacity > log.length) resizeMissed(log, log.length);
  const { length, job, nominal, reason } = log;
  return { length, job, nominal, reason };
}

function resizeMissed(log: MissedLog, size: number): void {
  log.capacity = size;
  log.job = resized(log.job, new Int32Array(size));
  log.nominal = resized(log.nominal, new Float64Array(size));
  log.reason = resized(log.reason, new Uint8Array(size));
}

/** A longer or shorter column, `to`, with what the other one has, as far as it goes. */
export function resized<T extends Int32Array | Float64Array | Uint16Array | Uint8Array>(
  from: T,
  to: T,
): T {
  to.set(from.length > to.length ? from.subarray(0, to.length) : from);
  return to;
}
