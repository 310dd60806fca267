/**
 * Sessions of a slice in the order in which they started, and missed runs in that in which they
 * were due.
 *
 * Due starts are sorted by counting those of each moment. Retries stand anywhere, and are few: they
 * are sorted by themselves, and go between the moments. At one instant due starts come first, in
 * the order of the jobs (`../phases.ts`).
 */
import { addMissedRun, type MissedLog, type WritableColumns } from "../../books/columns.js";
import { NEVER } from "../../../time/instant.js";
import type { Calendar } from "./calendar.js";
import { addMoment, type Moments } from "./moments.js";
import { sortedPlaces, type Sorter, sorter } from "./radix.js";
import { CODE, CODE_BITS } from "../../outcomes.js";
import type { SliceRows } from "./rows.js";

/** What sorting takes; to be used again and again. */
export class Desk {
  readonly sorter: Sorter;
  elapsed: Float64Array;
  /** Of each moment how many rows it has; and then where the next of them goes. */
  places: Int32Array;
  rows: Int32Array;

  constructor(of: Desk) {
    this.sorter = of.sorter;
    this.elapsed = of.elapsed;
    this.places = of.places;
    this.rows = of.rows;
  }
}

/** An empty desk. */
export function emptyDesk(): Desk {
  return new Desk({
    sorter: sorter(),
    elapsed: new Float64Array(0),
    places: new Int32Array(0),
    rows: new Int32Array(0),
  });
}

/**
 * Writes the sessions of `[begin, until)` to `columns` from `from` on, and when they start to
 * `moments`. `calendar` has opened that slice.
 */
export function writeInOrder(
  desk: Desk,
  slice: SliceRows,
  { moments: due, momentCount }: Calendar,
  begin: number,
  until: number,
  columns: WritableColumns,
  from: number,
  moments: Moments,
): void {
  countByMoment(desk, momentCount, slice.firstMark, slice.firsts);
  const { places } = desk;
  const retries = retriesInOrder(desk, slice, begin, until);
  moments.count = 0;
  let place = from;
  for (let moment = 0, retry = 0; moment <= momentCount; moment += 1) {
    const instant = moment < momentCount ? due[moment]! : NEVER;
    for (; retry < slice.retries; retry += 1) {
      const row = retries[retry]!;
      if (slice.retryStart[row]! >= instant) break;
      writeRetry(slice, row, columns, place);
      place += 1;
      addMoment(moments, slice.retryStart[row]!, 1);
    }
    if (instant === NEVER) break;
    const starting = places[moment]!;
    places[moment] = place;
    place += starting;
    if (starting > 0) addMoment(moments, instant, starting);
  }
  writeFirsts(slice, columns, places, due);
}

/** Writes the missed runs of a slice to a log. */
export function logMissed(
  desk: Desk,
  { missed, missedJob, missedMark }: SliceRows,
  { moments, momentCount }: Calendar,
  log: MissedLog,
): void {
  if (!log.keeps) return;
  countByMoment(desk, momentCount, missedMark, missed);
  if (desk.rows.length < missed) desk.rows = new Int32Array(2 * missed);
  const { places, rows } = desk;
  for (let moment = 0, place = 0; moment < momentCount; moment += 1) {
    const due = places[moment]!;
    places[moment] = place;
    place += due;
  }
  for (let row = 0; row < missed; row += 1) {
    const moment = missedMark[row]! >> CODE_BITS;
    rows[places[moment]!] = row;
    places[moment]! += 1;
  }
  for (let place = 0; place < missed; place += 1) {
    const row = rows[place]!;
    const mark = missedMark[row]!;
    addMissedRun(log, missedJob[row]!, moments, mark >> CODE_BITS, mark & CODE);
  }
}

function countByMoment(desk: Desk, moments: number, marks: Int32Array, count: number): void {
  if (desk.places.length < moments) desk.places = new Int32Array(2 * moments);
  const { places } = desk;
  places.fill(0, 0, moments);
  for (let row = 0; row < count; row += 1) places[marks[row]! >> CODE_BITS]! += 1;
}

function retriesInOrder(
  desk: Desk,
  { retries, retryStart }: SliceRows,
  begin: number,
  until: number,
): Int32Array {
  if (desk.elapsed.length < retries) desk.elapsed = new Float64Array(2 * retries);
  const { elapsed } = desk;
  for (let row = 0; row < retries; row += 1) elapsed[row] = retryStart[row]! - begin;
  return sortedPlaces(desk.sorter, elapsed, retries, until - begin);
}

function writeFirsts(
  { firsts, firstJob, firstEnd, firstMark }: SliceRows,
  { job, nominal, start, end, attempt, outcome }: WritableColumns,
  places: Int32Array,
  moments: Float64Array,
): void {
  for (let row = 0; row < firsts; row += 1) {
    const mark = firstMark[row]!;
    const moment = mark >> CODE_BITS;
    const to = places[moment]!;
    places[moment] = to + 1;
    const instant = moments[moment]!;
    job[to] = firstJob[row]!;
    nominal[to] = instant;
    start[to] = instant;
    end[to] = firstEnd[row]!;
    attempt[to] = 0;
    outcome[to] = mark & CODE;
  }
}

function writeRetry(
  { retryJob, retryNominal, retryStart, retryEnd, retryMark }: SliceRows,
  row: number,
  { job, nominal, start, end, attempt, outcome }: WritableColumns,
  to: number,
): void {
  job[to] = retryJob[row]!;
  nominal[to] = retryNominal[row]!;
  start[to] = retryStart[row]!;
  end[to] = retryEnd[row]!;
  attempt[to] = retryMark[row]! >> CODE_BITS;
  outcome[to] = retryMark[row]! & CODE;
}
