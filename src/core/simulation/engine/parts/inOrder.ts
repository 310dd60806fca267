/**
 * What parts of a fleet wrote down, in the order in which the fleet as a whole would have written
 * it.
 *
 * Sessions are sorted by their jobs first and by their starts then. At one instant those that
 * waited come first, the one that waited longest before all others; then due starts, and then
 * retries, in the order of the jobs (`../phases.ts`): by arrival, that is. A missed run stands
 * where that was clear, and those whose window closes go first.
 */
import { addMissedRun, type MissedLog, type WritableColumns } from "../../books/columns.js";
import { CODE, CODE_BITS, WINDOW_CLOSED } from "../../outcomes.js";
import { addMoment, type Moments } from "../alone/moments.js";
import { sortedPlaces, type Sorter, sorter } from "../alone/radix.js";
import {
  ARRIVED,
  BEGAN,
  CLEAR,
  DONE,
  DUE,
  MARK,
  MISSED,
  MISSED_WHOSE,
  REASON,
  SESSION,
  type Slip,
  WAS_DUE,
  WHOSE,
} from "./slip.js";

/** What sorting takes; to be used again and again. */
export class Table {
  readonly sorter: Sorter;
  /** Rows in the order of their jobs, and what they are sorted by then. */
  rows: Int32Array;
  keys: Float64Array;
  /** For those that start at one instant. */
  readonly ties: Sorter;
  tied: Int32Array;

  constructor(of: Table) {
    this.sorter = of.sorter;
    this.rows = of.rows;
    this.keys = of.keys;
    this.ties = of.ties;
    this.tied = of.tied;
  }
}

/** So many that start at one instant are few. */
const FEW = 16;

/** An empty table. */
export function emptyTable(): Table {
  return new Table({
    sorter: sorter(),
    rows: new Int32Array(0),
    keys: new Float64Array(0),
    ties: sorter(),
    tied: new Int32Array(0),
  });
}

/**
 * Moves the sessions of `[begin, until]` to `columns` from `from` on, and when they start to
 * `moments`.
 */
export function moveSessions(
  table: Table,
  slip: Slip,
  begin: number,
  until: number,
  columns: WritableColumns,
  from: number,
  moments: Moments,
): void {
  const { at, is, sessions, sessionsOf } = slip;
  beginRows(table, slip, sessionsOf, sessions);
  const { rows, keys } = table;
  for (let row = 0; row < sessions; row += 1) {
    const to = sessionsOf[is[2 * SESSION * row + WHOSE]!]!++;
    rows[to] = row;
    keys[to] = at[SESSION * row + BEGAN]! - begin;
  }
  const order = sortedPlaces(table.sorter, keys, sessions, until - begin);
  writeAll(slip, rows, order, columns, from);
  settleTies(table, slip, order, columns, from, moments);
  sessionsOf.fill(0);
  slip.sessions = 0;
}

/** Settles the order of sessions that start at one instant, instant by instant. */
function settleTies(
  table: Table,
  slip: Slip,
  order: Int32Array,
  columns: WritableColumns,
  from: number,
  moments: Moments,
): void {
  const { start: starts, nominal } = columns;
  const until = from + slip.sessions;
  moments.count = 0;
  // Bound: each round takes a session.
  for (let first = from, last = from; first < until; first = last) {
    const start = starts[first]!;
    let isPlain = true; // all start when they are due: none is a retry, or has waited
    for (; last < until && starts[last] === start; last += 1)
      if (nominal[last] !== start) isPlain = false;
    if (!isPlain && last > first + 1) {
      if (last - first > FEW) settleMany(table, slip, order, first - from, last - from);
      else settleFew(table, slip, order, first - from, last - from);
      for (let to = first; to < last; to += 1)
        write(slip, SESSION * table.rows[order[to - from]!]!, columns, to);
    }
    addMoment(moments, start, last - first);
  }
}

/**
 * Writes the rows in an order, all at once. Nothing is asked here, so that the processor need not
 * wait for one row to read the next; and nothing is called, since in the first simulation of a
 * process a call for each row costs more than the row (bench/fleets).
 */
function writeAll(
  { at, is, sessions, order: { jobAt } }: Slip,
  rows: Int32Array,
  order: Int32Array,
  { job, nominal, start, end, attempt, outcome }: WritableColumns,
  from: number,
): void {
  for (let index = 0; index < sessions; index += 1) {
    const row = SESSION * rows[order[index]!]!;
    const to = from + index;
    const mark = is[2 * row + MARK]!;
    job[to] = jobAt[is[2 * row + WHOSE]!]!;
    nominal[to] = at[row + DUE]!;
    start[to] = at[row + BEGAN]!;
    end[to] = at[row + DONE]!;
    attempt[to] = mark >> CODE_BITS;
    outcome[to] = mark & CODE;
  }
}

function write(
  { at, is, order: { jobAt } }: Slip,
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

/** Puts `order[first]` to `order[last - 1]` in order, which start at one instant, one by one. */
function settleFew(
  { rows }: Table,
  slip: Slip,
  order: Int32Array,
  first: number,
  last: number,
): void {
  for (let index = first + 1; index < last; index += 1) {
    const place = order[index]!;
    let to = index;
    for (; to > first && goesBefore(slip, rows[place]!, rows[order[to - 1]!]!); to -= 1)
      order[to] = order[to - 1]!;
    order[to] = place;
  }
}

/** Of two rows that start at one instant, whether the first goes first whoever its job is. */
function goesBefore(slip: Slip, row: number, other: number): boolean {
  const arrived = slip.at[SESSION * row + ARRIVED]!;
  const otherArrived = slip.at[SESSION * other + ARRIVED]!;
  if (arrived !== otherArrived) return arrived < otherArrived;
  return !isRetry(slip, row) && isRetry(slip, other);
}

function isRetry({ is }: Slip, row: number): boolean {
  return is[2 * SESSION * row + MARK]! > CODE;
}

/** The same, of many: retries are put behind the others first, and all sorted by arrival then. */
function settleMany(
  table: Table,
  slip: Slip,
  order: Int32Array,
  first: number,
  last: number,
): void {
  const { rows, keys, ties } = table;
  const count = last - first;
  if (table.tied.length < count) table.tied = new Int32Array(2 * count);
  const { tied } = table;
  let retries = count;
  for (let index = first; index < last; index += 1)
    if (isRetry(slip, rows[order[index]!]!)) retries -= 1;
  for (let index = first, others = 0; index < last; index += 1)
    tied[isRetry(slip, rows[order[index]!]!) ? retries++ : others++] = order[index]!;
  let earliest = Infinity;
  let latest = -Infinity;
  for (let index = 0; index < count; index += 1) {
    const arrival = slip.at[SESSION * rows[tied[index]!]! + ARRIVED]!;
    keys[index] = arrival;
    if (arrival < earliest) earliest = arrival;
    if (arrival > latest) latest = arrival;
  }
  for (let index = 0; index < count; index += 1) keys[index]! -= earliest;
  const byArrival = sortedPlaces(ties, keys, count, latest - earliest);
  for (let index = 0; index < count; index += 1) order[first + index] = tied[byArrival[index]!]!;
}

/** Moves the missed runs of `[begin, until]` to a log. */
export function moveMissed(
  table: Table,
  slip: Slip,
  begin: number,
  until: number,
  log: MissedLog,
): void {
  const { missedAt, missedIs, missed, missedOf } = slip;
  const { jobAt } = slip.order;
  beginRows(table, slip, missedOf, missed);
  const { rows, keys } = table;
  for (let row = 0; row < missed; row += 1) {
    const to = missedOf[missedIs[2 * MISSED * row + MISSED_WHOSE]!]!++;
    const isLater = missedIs[2 * MISSED * row + REASON] === WINDOW_CLOSED ? 0 : 1;
    rows[to] = row;
    keys[to] = 2 * (missedAt[MISSED * row + CLEAR]! - begin) + isLater;
  }
  const order = sortedPlaces(table.sorter, keys, missed, 2 * (until - begin) + 1);
  for (let index = 0; index < missed; index += 1) {
    const row = MISSED * rows[order[index]!]!;
    const job = jobAt[missedIs[2 * row + MISSED_WHOSE]!]!;
    addMissedRun(log, job, missedAt, row + WAS_DUE, missedIs[2 * row + REASON]!);
  }
  missedOf.fill(0);
  slip.missed = 0;
}

/** Says where the rows of each place begin in the order of the jobs, in the place of how many. */
function beginRows(
  table: Table,
  { order: { placeOf } }: Slip,
  counts: Int32Array,
  rows: number,
): void {
  if (table.rows.length < rows) {
    // A slice is much like the one before.
    table.rows = new Int32Array(Math.ceil(1.1 * rows));
    table.keys = new Float64Array(table.rows.length);
  }
  for (let job = 0, begin = 0; job < placeOf.length; job += 1) {
    const place = placeOf[job]!;
    const count = counts[place]!;
    counts[place] = begin;
    begin += count;
  }
}
