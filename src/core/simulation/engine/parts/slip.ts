/**
 * What parts of a fleet write down in a slice of time, part after part; and the same put in order,
 * as the fleet as a whole would have written it.
 *
 * What belongs to a session stands together, since it is read once in an order that is not its own.
 * Sessions are sorted by their jobs first and by their starts then. At one instant those that
 * waited come first, the one that waited longest before all others; then due starts, and then
 * retries, in the order of the jobs (`../phases.ts`). A missed run stands where that was clear:
 * those whose window closes go first.
 */
import {
  addMissedRun,
  type MissedLog,
  resized,
  type WritableColumns,
} from "../../books/columns.js";
import {
  ARRIVAL,
  ATTEMPT,
  END,
  INSTANTS,
  type JobRows,
  NOMINAL,
  NUMBERS,
  OUTCOME,
  START,
} from "../../books/jobRow.js";
import { WINDOW_CLOSED } from "../../outcomes.js";
import { addMoment, type Moments } from "../alone/moments.js";
import { sortedPlaces, type Sorter, sorter } from "../alone/radix.js";

/** Rows that grow, and what sorting them takes. */
export class Slip {
  sessions: number;
  /** Rows of sessions: instants, or, the same memory, small numbers. */
  at: Float64Array;
  is: Int32Array;
  missed: number;
  /** Rows of missed runs, likewise. */
  missedAt: Float64Array;
  missedIs: Int32Array;
  /** The job at each place. */
  readonly jobAt: Int32Array;
  /** Of each job where its next row goes. */
  readonly nexts: Int32Array;
  readonly sorter: Sorter;
  /** Rows in the order of their jobs, and what they are sorted by then. */
  rows: Int32Array;
  keys: Float64Array;

  constructor(of: Slip) {
    this.sessions = of.sessions;
    this.at = of.at;
    this.is = of.is;
    this.missed = of.missed;
    this.missedAt = of.missedAt;
    this.missedIs = of.missedIs;
    this.jobAt = of.jobAt;
    this.nexts = of.nexts;
    this.sorter = of.sorter;
    this.rows = of.rows;
    this.keys = of.keys;
  }
}

// A session: instants, and behind them small numbers.
const BEGAN = 0;
const ARRIVED = 1;
const DONE = 2;
const DUE = 3;
const SESSION = 5;
const WHOSE = 8;
/** The attempt, and in the lowest `CODE_BITS` the outcome. */
const MARK = 9;
const CODE_BITS = 4;
const CODE = (1 << CODE_BITS) - 1;
// A missed run.
const CLEAR = 0;
const WAS_DUE = 1;
const MISSED = 3;
const MISSED_WHOSE = 4;
const REASON = 5;

const FIRST_ROWS = 1_024;

/** An empty slip for jobs that stand in this order, with room for about so many sessions. */
export function slipFor(jobAt: Int32Array, expected: number): Slip {
  const at = new Float64Array(SESSION * Math.max(FIRST_ROWS, Math.ceil(expected)));
  const missedAt = new Float64Array(MISSED * FIRST_ROWS);
  return new Slip({
    sessions: 0,
    at,
    is: new Int32Array(at.buffer),
    missed: 0,
    missedAt,
    missedIs: new Int32Array(missedAt.buffer),
    jobAt,
    nexts: new Int32Array(jobAt.length + 1),
    sorter: sorter(),
    rows: new Int32Array(0),
    keys: new Float64Array(0),
  });
}

/** Writes down a session of the job at a place, as its rows say: all that becomes of it. */
export function slipSession(slip: Slip, place: number, { at, is }: JobRows): void {
  const row = SESSION * slip.sessions;
  if (row === slip.at.length) {
    slip.at = resized(slip.at, new Float64Array(2 * row));
    slip.is = new Int32Array(slip.at.buffer);
  }
  const me = place * INSTANTS;
  const mine = place * NUMBERS;
  slip.at[row + BEGAN] = at[me + START]!;
  slip.at[row + ARRIVED] = at[me + ARRIVAL]!;
  slip.at[row + DONE] = at[me + END]!;
  slip.at[row + DUE] = at[me + NOMINAL]!;
  slip.is[2 * row + WHOSE] = place;
  slip.is[2 * row + MARK] = (is[mine + ATTEMPT]! << CODE_BITS) | is[mine + OUTCOME]!;
  slip.sessions += 1;
}

/** Writes down, at `present[0]`, that a run which was due at `instants[index]` is missed. */
export function slipMissed(
  slip: Slip,
  place: number,
  instants: Float64Array,
  index: number,
  reason: number,
  present: Float64Array,
): void {
  const row = MISSED * slip.missed;
  if (row === slip.missedAt.length) {
    slip.missedAt = resized(slip.missedAt, new Float64Array(2 * row));
    slip.missedIs = new Int32Array(slip.missedAt.buffer);
  }
  slip.missedAt[row + CLEAR] = present[0]!;
  slip.missedAt[row + WAS_DUE] = instants[index]!;
  slip.missedIs[2 * row + MISSED_WHOSE] = place;
  slip.missedIs[2 * row + REASON] = reason;
  slip.missed += 1;
}

/**
 * Moves the sessions of `[begin, until]` to `columns` from `from` on, and when they start to
 * `moments`.
 */
export function moveSessions(
  slip: Slip,
  begin: number,
  until: number,
  columns: WritableColumns,
  from: number,
  moments: Moments,
): void {
  const { at, is, sessions } = slip;
  placeByJob(slip, sessions, is, 2 * SESSION, WHOSE);
  const { rows, keys, nexts, jobAt } = slip;
  for (let row = 0; row < sessions; row += 1) {
    const place = nexts[jobAt[is[2 * SESSION * row + WHOSE]!]!]!++;
    rows[place] = row;
    keys[place] = at[SESSION * row + BEGAN]! - begin;
  }
  const order = sortedPlaces(slip.sorter, keys, sessions, until - begin);
  moments.count = 0;
  // The group of those that start at one instant, and whether it is in order as it stands.
  let first = 0;
  let start = Number.NaN;
  let isPlain = true;
  for (let index = 0; index < sessions; index += 1) {
    const row = SESSION * rows[order[index]!]!;
    const began = at[row + BEGAN]!;
    if (began !== start) {
      if (index > first) {
        if (!isPlain && index > first + 1) settle(slip, order, first, index, columns, from);
        addMoment(moments, start, index - first);
      }
      first = index;
      start = began;
      isPlain = true;
    }
    if (at[row + ARRIVED] !== began || is[2 * row + MARK]! > CODE) isPlain = false;
    write(slip, row, columns, from + index);
  }
  if (sessions > 0) {
    if (!isPlain) settle(slip, order, first, sessions, columns, from);
    addMoment(moments, start, sessions - first);
  }
  slip.sessions = 0;
}

function write(
  { at, is, jobAt }: Slip,
  row: number,
  { job, nominal, start, end, attempt, outcome }: WritableColumns,
  to: number,
): void {
  const mark = is[2 * row + MARK]!;
  job[to] = jobAt[is[2 * row + WHOSE]!]!;
  nominal[to] = at[row + DUE]!;
  start[to] = at[row + BEGAN]!;
  end[to] = at[row + DONE]!;
  attempt[to] = mark >> CODE_BITS;
  outcome[to] = mark & CODE;
}

/** Puts those in order that start at one instant: they stand in the order of their jobs. */
function settle(
  slip: Slip,
  order: Int32Array,
  first: number,
  last: number,
  columns: WritableColumns,
  from: number,
): void {
  const { at, is, rows } = slip;
  const arrivalOf = (place: number): number => at[SESSION * rows[place]! + ARRIVED]!;
  const isRetry = (place: number): number => Number(is[2 * SESSION * rows[place]! + MARK]! > CODE);
  const group = order.subarray(first, last);
  group.sort((a, b) => arrivalOf(a) - arrivalOf(b) || isRetry(a) - isRetry(b) || a - b);
  for (let index = first; index < last; index += 1)
    write(slip, SESSION * rows[order[index]!]!, columns, from + index);
}

/** Moves the missed runs of `[begin, until]` to a log. */
export function moveMissed(slip: Slip, begin: number, until: number, log: MissedLog): void {
  const { missedAt, missedIs, missed } = slip;
  placeByJob(slip, missed, missedIs, 2 * MISSED, MISSED_WHOSE);
  const { rows, keys, nexts, jobAt } = slip;
  for (let row = 0; row < missed; row += 1) {
    const place = nexts[jobAt[missedIs[2 * MISSED * row + MISSED_WHOSE]!]!]!++;
    const isLater = missedIs[2 * MISSED * row + REASON] === WINDOW_CLOSED ? 0 : 1;
    rows[place] = row;
    keys[place] = 2 * (missedAt[MISSED * row + CLEAR]! - begin) + isLater;
  }
  const order = sortedPlaces(slip.sorter, keys, missed, 2 * (until - begin) + 1);
  for (let index = 0; index < missed; index += 1) {
    const row = MISSED * rows[order[index]!]!;
    const job = jobAt[missedIs[2 * row + MISSED_WHOSE]!]!;
    addMissedRun(log, job, missedAt, row + WAS_DUE, missedIs[2 * row + REASON]!);
  }
  slip.missed = 0;
}

/** Says where the rows of each job begin, in the order of the jobs; `is` has of each its place. */
function placeByJob(
  slip: Slip,
  count: number,
  is: Int32Array,
  stride: number,
  whose: number,
): void {
  if (slip.rows.length < count) {
    slip.rows = new Int32Array(2 * count);
    slip.keys = new Float64Array(2 * count);
  }
  const { jobAt, nexts } = slip;
  nexts.fill(0);
  for (let row = 0, at = whose; row < count; row += 1, at += stride)
    nexts[jobAt[is[at]!]! + 1]! += 1;
  for (let job = 1; job < nexts.length; job += 1) nexts[job]! += nexts[job - 1]!;
}
