/**
 * Exposure of each job: the age of its newest restore point, as a step function that is never
 * sampled (R23).
 *
 * Between restore points the exposure grows by a millisecond a millisecond; a finished session that
 * makes one takes it down to the time since that session's start. Areas and the time over the
 * target come from those ramps exactly. Before the first restore point of a span, the exposure
 * counts from the span's beginning.
 */
import type { Needed } from "../fleet.js";
import { type HeldUp, heldUp, MOST_NEEDS, waitText } from "./heldUp.js";
import {
  CAUSED,
  DATA,
  END,
  FULL_MS,
  INSTANTS,
  type JobRows,
  NUMBERS,
  RAMPED,
  START,
} from "./jobRow.js";

/**
 * What may lie behind a long exposure, counted since the last restore point. `waiting`: attempts
 * that waited for room, whether they started then or not; the starts that were skipped meanwhile
 * are its effect.
 */
export const CAUSES = [
  "failed",
  "stopped",
  "warning",
  "still-running",
  "window-closed",
  "retry-pending",
  "waiting",
] as const;

/** One of them. */
export type Cause = (typeof CAUSES)[number];

/** A job's exposure over a span; all times in ms. */
export interface ExposureMetrics {
  /** The longest exposure (the value just before it fell, or at the end of the span). */
  readonly worst: number;
  readonly mean: number;
  /** Share of the span in which the exposure was over the target; absent without a target. */
  readonly shareOver?: number;
  /**
   * The longest exposure's stretch, and what happened in it: from the start of the restore point
   * that grew old.
   */
  readonly worstInterval: {
    readonly from: number;
    readonly to: number;
    readonly causes: Readonly<Partial<Record<Cause, number>>>;
    /** How much longer its last session took than at full speed, ms; absent where it did not. */
    readonly slowedBy?: number;
    /** The longest wait for room in it; absent where nobody waited. */
    readonly longestWait?: HeldUp;
    /** What that wait was for, by name: `waited 7 h 30 min for proxy-1`. */
    readonly because?: string;
  };
  readonly restorePoints: number;
}

/** The exposure of every job of a fleet, as it goes on: rows of numbers, and what they mean. */
export class ExposureBook {
  readonly from: number;
  readonly to: number;
  /** Rows of jobs (`jobRow.ts`): their ramps. */
  readonly ramps: Float64Array;
  /** The same rows: causes of the present stretch and of the worst one, and restore points. */
  readonly counts: Int32Array;
  /** The longest waits of those two stretches; absent until somebody waits. */
  waits: Float64Array | undefined;
  /** How slow the session was that ended the worst stretch, ms, or 0; absent until one was. */
  slowed: Float64Array | undefined;
  /** What a job waits for. */
  readonly needsOf: (job: number) => readonly Needed[];

  constructor(of: ExposureBook) {
    this.from = of.from;
    this.to = of.to;
    this.ramps = of.ramps;
    this.counts = of.counts;
    this.waits = of.waits;
    this.slowed = of.slowed;
    this.needsOf = of.needsOf;
  }
}

// In a job's row: the fields of a ramp.
const NEWEST = 0; // start of the newest restore point
const SINCE = 1; // when it was finished: where the present ramp begins
const AREA = 2;
const OVER = 3; // time over the target
const WORST = 4;
const WORST_FROM = 5;
const WORST_TO = 6;
const TARGET = 7;
const WORST_POINT = 8; // which restore point ended the worst stretch, from 1; 0 for none
// And counts: causes since the newest restore point, causes of the worst exposure, restore
// points, and how many causes since the newest.
const WORST_CAUSES = CAUSES.length;
const POINTS = 2 * CAUSES.length;
const NOTED = POINTS + 1; // how many causes since the newest restore point
const WAITING = CAUSES.indexOf("waiting");
// And, where anybody waits, two rows, each a line of the cache: the longest wait since the newest
// restore point, and that of the worst exposure, which counts only where its stretch has a wait.
const WAITED = 0;
const UNTIL = 1;
const STARTED = 2;
const FULL = 3;
const WAIT = 8;
const WAITS = 2 * WAIT;

/**
 * An empty book of jobs for the span `[from, to)`. `targets`: ms, or `Infinity` for a job without
 * one. `needsOf`: what a job waits for.
 */
export function exposureBook(
  { at: ramps, is: counts }: JobRows,
  from: number,
  to: number,
  targets: Float64Array,
  needsOf: (job: number) => readonly Needed[],
): ExposureBook {
  for (let job = 0; job < targets.length; job += 1) {
    const ramp = job * INSTANTS + RAMPED;
    ramps[ramp + NEWEST] = from;
    ramps[ramp + SINCE] = from;
    ramps[ramp + WORST] = -1;
    ramps[ramp + TARGET] = targets[job]!;
  }
  return new ExposureBook({
    from,
    to,
    ramps,
    counts,
    waits: undefined,
    slowed: undefined,
    needsOf,
  });
}

/** Notes something that did not make a restore point: an index into `CAUSES`. */
export function noteCause({ counts }: ExposureBook, job: number, cause: number): void {
  counts[job * NUMBERS + CAUSED + cause]! += 1;
  counts[job * NUMBERS + CAUSED + NOTED]! += 1;
}

/**
 * Notes something that happens while a session is under way whose restore point is booked already:
 * it belongs to the stretch that this session ends.
 */
export function noteMeanwhile({ counts, ramps }: ExposureBook, job: number, cause: number): void {
  // Where its stretch is the worst one, it has just become so.
  if (counts[job * NUMBERS + CAUSED + POINTS] === ramps[job * INSTANTS + RAMPED + WORST_POINT])
    counts[job * NUMBERS + CAUSED + WORST_CAUSES + cause]! += 1;
}

/**
 * Notes that an attempt waited for room, from `arrival` to `until`, and `started` then or never.
 * `full`: how long each of its resources was full meanwhile, in the order of its needs; it is read
 * at once.
 */
export function noteWait(
  book: ExposureBook,
  job: number,
  arrival: number,
  until: number,
  started: boolean,
  full: Float64Array,
): void {
  const { counts, ramps } = book;
  const before = counts[job * NUMBERS + CAUSED + WAITING]!;
  counts[job * NUMBERS + CAUSED + WAITING] = before + 1;
  counts[job * NUMBERS + CAUSED + NOTED]! += 1;
  const row = job * WAITS;
  const waits = (book.waits ??= new Float64Array((ramps.length / INSTANTS) * WAITS));
  // The first of a stretch is written over what the last one left, unread.
  if (before > 0 && until - arrival <= waits[row + WAITED]!) return;
  waits[row + WAITED] = until - arrival;
  waits[row + UNTIL] = until;
  waits[row + STARTED] = started ? 1 : 0;
  for (let need = 0; need < MOST_NEEDS; need += 1) waits[row + FULL + need] = full[need]!;
}

/**
 * A session that ends at `at[END]` makes a restore point of the data as of `at[DATA]`; of each job
 * in the order of the ends. `at`: instants of jobs, the row of this one at `me` (`jobRow.ts`).
 */
export function newRestorePoint(
  book: ExposureBook,
  job: number,
  at: Float64Array,
  me: number,
): void {
  const end = at[me + END]!;
  advance(book, job, end, end - at[me + START]! - at[me + FULL_MS]!);
  const ramp = job * INSTANTS + RAMPED;
  book.ramps[ramp + NEWEST] = at[me + DATA]!;
  book.ramps[ramp + SINCE] = end;
  book.counts[job * NUMBERS + CAUSED + POINTS]! += 1;
}

/**
 * Sessions of a job that each make a restore point of the data as of their start, one after the
 * other: they start at `starts[from]` to `starts[to - 1]`, and take as long as `lengths` says from
 * its front on, at full speed. What `newRestorePoint` says of each, all at once.
 */
export function newRestorePoints(
  book: ExposureBook,
  job: number,
  starts: Float64Array,
  lengths: Float64Array,
  front: number,
  from: number,
  to: number,
): void {
  const { ramps, counts } = book;
  const ramp = job * INSTANTS + RAMPED;
  const target = ramps[ramp + TARGET]!;
  let reference = ramps[ramp + NEWEST]!;
  let since = ramps[ramp + SINCE]!;
  let area = ramps[ramp + AREA]!;
  let over = ramps[ramp + OVER]!;
  let worst = ramps[ramp + WORST]!;
  for (let index = from; index < to; index += 1) {
    const start = starts[index]!;
    const until = start + lengths[index - front]!;
    const exposure = until - reference;
    area += (until - since) * ((since - reference + exposure) / 2);
    const overFrom = Math.max(since, reference + target);
    if (until > overFrom) over += until - overFrom;
    if (exposure > worst) {
      ramps[ramp + WORST] = worst = exposure;
      ramps[ramp + WORST_FROM] = reference;
      ramps[ramp + WORST_TO] = until;
      ramps[ramp + WORST_POINT] = counts[job * NUMBERS + CAUSED + POINTS]! + 1 + index - from;
      keepWorst(book, job, Number.NaN);
    }
    // Between two of these nothing is noted.
    if (index === from) forgetCauses(book, job);
    reference = start;
    since = until;
  }
  ramps[ramp + NEWEST] = reference;
  ramps[ramp + SINCE] = since;
  ramps[ramp + AREA] = area;
  ramps[ramp + OVER] = over;
  counts[job * NUMBERS + CAUSED + POINTS]! += to - from;
}

/**
 * The ramp from the last restore point's end to `until`, which a session brings to an end that took
 * `slowedMs` longer than at full speed; `NaN` for nothing.
 */
function advance(book: ExposureBook, job: number, until: number, slowedMs: number): void {
  const { ramps } = book;
  const ramp = job * INSTANTS + RAMPED;
  const start = ramps[ramp + SINCE]!;
  const reference = ramps[ramp + NEWEST]!;
  const exposure = until - reference;
  ramps[ramp + AREA]! += (until - start) * ((start - reference + exposure) / 2);
  const overFrom = Math.max(start, reference + ramps[ramp + TARGET]!);
  if (until > overFrom) ramps[ramp + OVER]! += until - overFrom;
  if (exposure > ramps[ramp + WORST]!) {
    ramps[ramp + WORST] = exposure;
    ramps[ramp + WORST_FROM] = reference;
    ramps[ramp + WORST_TO] = until;
    ramps[ramp + WORST_POINT] = book.counts[job * NUMBERS + CAUSED + POINTS]! + 1;
    keepWorst(book, job, slowedMs);
  }
  forgetCauses(book, job);
}

/** A stretch begins in which nothing has been noted. */
function forgetCauses({ counts }: ExposureBook, job: number): void {
  const since = job * NUMBERS + CAUSED;
  if (counts[since + NOTED] === 0) return;
  for (let cause = 0; cause < CAUSES.length; cause += 1) counts[since + cause] = 0;
  counts[since + NOTED] = 0;
}

/** What happened in this stretch becomes what happened in the worst one. */
function keepWorst(book: ExposureBook, job: number, slowedMs: number): void {
  const { counts, waits, ramps } = book;
  const since = job * NUMBERS + CAUSED;
  for (let cause = 0; cause < CAUSES.length; cause += 1)
    counts[since + WORST_CAUSES + cause] = counts[since + cause]!;
  if (counts[since + WAITING]! > 0) {
    const row = job * WAITS;
    for (let field = 0; field < FULL + MOST_NEEDS; field += 1)
      waits![row + WAIT + field] = waits![row + field]!;
  }
  if (slowedMs > 0) (book.slowed ??= new Float64Array(ramps.length / INSTANTS))[job] = slowedMs;
  else if (book.slowed !== undefined) book.slowed[job] = 0;
}

/** Nothing lies behind most: they have this in common. */
const NO_CAUSES: Partial<Record<Cause, number>> = Object.freeze({});

/** The metrics of a job at the end of the span; to be asked once, after everything else. */
export function exposureMetrics(book: ExposureBook, job: number): ExposureMetrics {
  const { from, to, ramps, counts } = book;
  advance(book, job, to, Number.NaN);
  const span = to - from;
  const ramp = job * INSTANTS + RAMPED;
  const worstCauses = job * NUMBERS + CAUSED + WORST_CAUSES;
  let causes: Partial<Record<Cause, number>> | undefined;
  for (let cause = 0; cause < CAUSES.length; cause += 1) {
    const count = counts[worstCauses + cause]!;
    if (count > 0) (causes ??= {})[CAUSES[cause]!] = count;
  }
  const worst = ramps[ramp + WORST]!;
  const mean = span > 0 ? ramps[ramp + AREA]! / span : 0;
  const stretch = worstInterval(book, job, causes ?? NO_CAUSES);
  const restorePoints = counts[job * NUMBERS + CAUSED + POINTS]!;
  // Two literals: what is spread into one costs more than all the rest of it.
  if (ramps[ramp + TARGET] === Infinity)
    return { worst, mean, worstInterval: stretch, restorePoints };
  const shareOver = span > 0 ? ramps[ramp + OVER]! / span : 0;
  return { worst, mean, shareOver, worstInterval: stretch, restorePoints };
}

/** The longest exposure of a job up to the end of the span, ms: `worst` of its metrics. */
export function worstExposure({ to, ramps }: ExposureBook, job: number): number {
  const ramp = job * INSTANTS + RAMPED;
  return Math.max(ramps[ramp + WORST]!, to - ramps[ramp + NEWEST]!);
}

/** The worst exposure's stretch. Words are made when asked for: most never are. */
function worstInterval(
  { ramps, waits, slowed, needsOf }: ExposureBook,
  job: number,
  causes: Partial<Record<Cause, number>>,
): ExposureMetrics["worstInterval"] {
  const from = ramps[job * INSTANTS + RAMPED + WORST_FROM]!;
  const to = ramps[job * INSTANTS + RAMPED + WORST_TO]!;
  const slowedBy = slowed?.[job] ?? 0;
  if (causes.waiting === undefined)
    return slowedBy > 0 ? { from, to, causes, slowedBy } : { from, to, causes };
  const row = job * WAITS + WAIT;
  const until = waits![row + UNTIL]!;
  const since = until - waits![row + WAITED]!;
  const started = waits![row + STARTED] === 1;
  const full = [waits![row + FULL]!, waits![row + FULL + 1]!, waits![row + FULL + 2]!];
  const longestWait = heldUp({ from: since, to: until, started, full }, needsOf(job));
  const stretch =
    slowedBy > 0 ? { from, to, causes, slowedBy, longestWait } : { from, to, causes, longestWait };
  return Object.defineProperty(stretch, "because", BECAUSE);
}

// A getter of a literal would be a function of its own in each of 50,000 stretches, and so would
// be the shape of each: that costs as much as all the rest of it.
const BECAUSE: PropertyDescriptor & ThisType<{ readonly longestWait: HeldUp }> = {
  enumerable: true,
  configurable: true,
  get() {
    return `waited ${waitText(this.longestWait)}`;
  },
};
