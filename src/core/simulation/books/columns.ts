/**
 * Rows in growing typed-array columns: what a timeline is made of.
 *
 * A row costs its bytes and hardly more; growing copies the columns, and what is handed out has an
 * eighth of room to spare at most. The columns are read by index, `length` says how many rows there
 * are.
 */

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
type WritableColumns = Omit<SessionColumns, "length">;

/** Session columns that grow. */
export interface SessionLog {
  /** Appends a session that begins; returns its row. */
  begin(job: number, nominal: number, start: number, attempt: number): number;
  /**
   * Appends so many sessions, to be written by the caller from `from` on; `undefined` where nothing
   * is kept.
   */
  room(count: number): (WritableColumns & { readonly from: number }) | undefined;
  /** Says how the session of a row ended. */
  finish(row: number, end: number, outcome: number): void;
  columns(): SessionColumns;
}

/** Missed columns that grow. */
export interface MissedLog {
  add(job: number, nominal: number, reason: number): void;
  columns(): MissedColumns;
}

const FIRST_CAPACITY = 1_024;
const GROWTH = 1.5;
/** No more rows than these are made room for before they come. */
const MOST_EXPECTED = 2 ** 22;
/** So much room more than the rows take, as a share of it, is not worth copying them. */
const MOST_UNUSED = 1 / 8;

/** A log that keeps every session; about `expected` of them are. */
export function sessionLog(expected: number): SessionLog {
  let capacity = Math.ceil(Math.max(FIRST_CAPACITY, Math.min(expected, MOST_EXPECTED)));
  let length = 0;
  let job = new Int32Array(capacity);
  let nominal = new Float64Array(capacity);
  let start = new Float64Array(capacity);
  let end = new Float64Array(capacity);
  let attempt = new Uint16Array(capacity);
  let outcome = new Uint8Array(capacity);

  function resize(size: number): void {
    capacity = size;
    job = resized(job, new Int32Array(size));
    nominal = resized(nominal, new Float64Array(size));
    start = resized(start, new Float64Array(size));
    end = resized(end, new Float64Array(size));
    attempt = resized(attempt, new Uint16Array(size));
    outcome = resized(outcome, new Uint8Array(size));
  }

  function begin(
    jobIndex: number,
    nominalAt: number,
    startAt: number,
    attemptNumber: number,
  ): number {
    if (length === capacity) resize(Math.ceil(capacity * GROWTH));
    const row = length;
    job[row] = jobIndex;
    nominal[row] = nominalAt;
    start[row] = startAt;
    attempt[row] = attemptNumber;
    length += 1;
    return row;
  }

  function finish(row: number, endAt: number, outcomeCode: number): void {
    end[row] = endAt;
    outcome[row] = outcomeCode;
  }

  return {
    begin,
    room(count) {
      const from = length;
      length += count;
      if (length > capacity) resize(Math.max(length, Math.ceil(capacity * GROWTH)));
      return { from, job, nominal, start, end, attempt, outcome };
    },
    finish,
    columns() {
      const used = Math.min(capacity, Math.ceil(length * (1 + MOST_UNUSED)));
      if (used < capacity) resize(used);
      return {
        length,
        job: job.subarray(0, length),
        nominal: nominal.subarray(0, length),
        start: start.subarray(0, length),
        end: end.subarray(0, length),
        attempt: attempt.subarray(0, length),
        outcome: outcome.subarray(0, length),
      };
    },
  };
}

/** A log that keeps nothing: for runs of which only the summary is wanted. */
export function noSessionLog(): SessionLog {
  const empty: SessionColumns = {
    length: 0,
    job: new Int32Array(0),
    nominal: new Float64Array(0),
    start: new Float64Array(0),
    end: new Float64Array(0),
    attempt: new Uint16Array(0),
    outcome: new Uint8Array(0),
  };
  return {
    begin: () => 0,
    room: () => undefined,
    finish: () => undefined,
    columns: () => empty,
  };
}

/** A log that keeps every missed run. */
export function missedLog(): MissedLog {
  let capacity = FIRST_CAPACITY;
  let length = 0;
  let job = new Int32Array(capacity);
  let nominal = new Float64Array(capacity);
  let reason = new Uint8Array(capacity);

  function resize(size: number): void {
    capacity = size;
    job = resized(job, new Int32Array(size));
    nominal = resized(nominal, new Float64Array(size));
    reason = resized(reason, new Uint8Array(size));
  }

  return {
    add(jobIndex, nominalAt, reasonCode) {
      if (length === capacity) resize(Math.ceil(capacity * GROWTH));
      job[length] = jobIndex;
      nominal[length] = nominalAt;
      reason[length] = reasonCode;
      length += 1;
    },
    columns() {
      if (capacity > length) resize(length);
      return { length, job, nominal, reason };
    },
  };
}

/** A missed log that keeps nothing. */
export function noMissedLog(): MissedLog {
  const empty: MissedColumns = {
    length: 0,
    job: new Int32Array(0),
    nominal: new Float64Array(0),
    reason: new Uint8Array(0),
  };
  return { add: () => undefined, columns: () => empty };
}

/** A longer or shorter column, `to`, with what the other one has, as far as it goes. */
export function resized<T extends Int32Array | Float64Array | Uint16Array | Uint8Array>(
  from: T,
  to: T,
): T {
  to.set(from.length > to.length ? from.subarray(0, to.length) : from);
  return to;
}
