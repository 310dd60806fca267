/**
 * The waiting line: how long each attempt stood in it, and for how much of that time each of its
 * resources was full.
 *
 * Times full are read off the occupancy where an attempt joins the line and where it leaves it: so
 * they are exact, and nothing is asked in between. An attempt that never starts has waited too
 * (R34). The longest wait of a job whose resources were never free at once, and that cost it runs,
 * is kept: others pass such a job, maybe for ever (R22).
 */
import { type ExposureBook, noteWait } from "./exposure.js";
import { type LineWait, MOST_NEEDS } from "./heldUp.js";
import { ARRIVAL, FULL_SINCE, INSTANTS, type JobRows, SKIPPED } from "./jobRow.js";
import { changeQueue, fullFor, type OccupancyBook } from "./occupancy.js";
import { addWait, type WaitLog } from "./waits.js";

/** A wait in which resources were never free at once. */
export interface PassedBy extends LineWait {
  /** Starts that were skipped meanwhile. */
  readonly skipped: number;
}

/** Who stands in the line, and what it cost. */
export class LineBook {
  readonly occupancy: OccupancyBook;
  readonly waits: WaitLog;
  readonly exposure: ExposureBook;
  /** Starts of a job that came while it waited, so far. */
  readonly skippedOf: (job: number) => number;
  /** Of the attempt that leaves the line: how long each of its resources was full. */
  readonly full: Float64Array;
  readonly passed: Map<number, PassedBy>;

  constructor(of: LineBook) {
    this.occupancy = of.occupancy;
    this.waits = of.waits;
    this.exposure = of.exposure;
    this.skippedOf = of.skippedOf;
    this.full = of.full;
    this.passed = of.passed;
  }
}

/** An empty book. */
export function lineBook(
  occupancy: OccupancyBook,
  waits: WaitLog,
  exposure: ExposureBook,
  skippedOf: (job: number) => number,
): LineBook {
  const full = new Float64Array(MOST_NEEDS);
  return new LineBook({ occupancy, waits, exposure, skippedOf, full, passed: new Map() });
}

/** The same book for those who wait for resources whose time goes on apart (`booksApart`). */
export function lineApart(line: LineBook, occupancy: OccupancyBook): LineBook {
  return new LineBook({ ...line, occupancy });
}

/**
 * An attempt of a job, which needs these resources, joins the line; when it arrived its rows say.
 * Time must have been moved on to the present.
 */
export function joinLine(
  { occupancy, skippedOf }: LineBook,
  job: number,
  needs: readonly number[],
  { at }: JobRows,
): void {
  if (needs.length === 1) {
    changeQueue(occupancy, needs[0]!, 1);
    return;
  }
  const me = job * INSTANTS;
  for (let index = 0; index < needs.length; index += 1) {
    changeQueue(occupancy, needs[index]!, 1);
    at[me + FULL_SINCE + index] = fullFor(occupancy, needs[index]!);
  }
  at[me + SKIPPED] = skippedOf(job);
}

/** It leaves the line at `present[0]`: it starts then, or never will. */
export function leaveLine(
  book: LineBook,
  job: number,
  needs: readonly number[],
  { at }: JobRows,
  present: Float64Array,
  starts: boolean,
): void {
  const { full, occupancy } = book;
  const now = present[0]!;
  const arrival = at[job * INSTANTS + ARRIVAL]!;
  if (needs.length === 1) {
    changeQueue(occupancy, needs[0]!, -1);
    full[0] = now - arrival; // whoever needs one thing waits while it is full
  } else waitedForSeveral(book, job, needs, at, now, starts);
  if (now === arrival) return;
  addWait(book.waits, job, now - arrival, starts);
  noteWait(book.exposure, job, arrival, now, starts, full);
}

/** A wait for several resources: how long was each full, and did others pass the job? */
function waitedForSeveral(
  { occupancy, full, passed, skippedOf }: LineBook,
  job: number,
  needs: readonly number[],
  at: Float64Array,
  now: number,
  starts: boolean,
): void {
  const me = job * INSTANTS;
  let longestFull = 0;
  for (let index = 0; index < needs.length; index += 1) {
    changeQueue(occupancy, needs[index]!, -1);
    const fullMs = fullFor(occupancy, needs[index]!) - at[me + FULL_SINCE + index]!;
    full[index] = fullMs;
    if (fullMs > longestFull) longestFull = fullMs;
  }
  const arrival = at[me + ARRIVAL]!;
  const waited = now - arrival;
  if (longestFull === waited) return;
  const skipped = skippedOf(job) - at[me + SKIPPED]!;
  if (skipped === 0 && starts) return;
  const longest = passed.get(job);
  if (longest !== undefined && longest.to - longest.from >= waited) return;
  passed.set(job, {
    from: arrival,
    to: now,
    started: starts,
    full: Array.from(full.subarray(0, needs.length)),
    skipped,
  });
}

/**
 * Jobs that waited while their resources were never free at once: each with its longest such wait
 * in which a start was skipped or which came to nothing.
 */
export function neverAtOnce({ passed }: LineBook): [job: number, wait: PassedBy][] {
  return [...passed];
}
