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
import { DATA, END, FULL_MS, START } from "./jobRow.js";

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
export interface ExposureBook {
  readonly from: number;
  readonly to: number;
  /** The ramp of each job, `RAMP` numbers. */
  readonly ramps: Float64Array;
  /** Causes of the present stretch and of the worst one, and restore points. */
  readonly counts: Int32Array;
  /** The longest waits of those two stretches; absent until somebody waits. */
  waits: Float64Array | undefined;
  /** How slow the session was that ended the worst stretch, ms, or 0; absent until one was. */
  slowed: Float64Array | undefined;
  /** What a job waits for. */
  readonly needsOf: (job: number) => readonly Needed[];
}

// One row of eight numbers a job, one line of the processor's cache: the fields of a ramp.
const NEWEST = 0; // start of the newest restore point
const SINCE = 1; // when it was finished: where the present ramp begins
const AREA = 2;
const OVER = 3; // time over the target
const WORST = 4;
const WORST_FROM = 5;
const WORST_TO = 6;
const TARGET = 7;
const RAMP = 8;
// And a row of counts: causes since the newest restore point, causes of the worst exposure, restore
// points.
const WORST_CAUSES = CAUSES.length;
const POINTS = 2 * CAUSES.length;
const COUNTS = 16;
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
 * An empty book for the span `[from, to)`. `targets`: ms, or `Infinity` for a job without one.
 * `needsOf`: what a job waits for.
 */
export function exposureBook(
  jobs: number,
  from: number,
  to: number,
  targets: Float64Array,
  needsOf: (job: number) => readonly Needed[],
): ExposureBook {
  const ramps = new Float64Array(jobs * RAMP);
  for (let job = 0; job < jobs; job += 1) {
    const ramp = job * RAMP;
    ramps[ramp + NEWEST] = from;
    ramps[ramp + SINCE] = from;
    ramps[ramp + WORST] = -1;
    ramps[ramp + TARGET] = targets[job]!;
  }
  const counts = new Int32Array(jobs * COUNTS);
  return { from, to, ramps, counts, waits: undefined, slowed: undefined, needsOf };
}

/** Notes something that did not make a restore point: an index into `CAUSES`. */
export function noteCause({ counts }: ExposureBook, job: number, cause: number): void {
  counts[job * COUNTS + cause]! += 1;
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
  const before = counts[job * COUNTS + WAITING]!;
  counts[job * COUNTS + WAITING] = before + 1;
  const row = job * WAITS;
  const waits = (book.waits ??= new Float64Array((ramps.length / RAMP) * WAITS));
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
  const ramp = job * RAMP;
  book.ramps[ramp + NEWEST] = at[me + DATA]!;
  book.ramps[ramp + SINCE] = end;
  book.counts[job * COUNTS + POINTS]! += 1;
}

/**
 * The ramp from the last restore point's end to `until`, which a session brings to an end that took
 * `slowedMs` longer than at full speed; `NaN` for nothing.
 */
function advance(book: ExposureBook, job: number, until: number, slowedMs: number): void {
  const { ramps, counts } = book;
  const ramp = job * RAMP;
  const start = ramps[ramp + SINCE]!;
  const reference = ramps[ramp + NEWEST]!;
  const exposure = until - reference;
  ramps[ramp + AREA]! += (until - start) * ((start - reference + exposure) / 2);
  const overFrom = Math.max(start, reference + ramps[ramp + TARGET]!);
  if (until > overFrom) ramps[ramp + OVER]! += until - overFrom;
  const since = job * COUNTS;
  if (exposure > ramps[ramp + WORST]!) {
    ramps[ramp + WORST] = exposure;
    ramps[ramp + WORST_FROM] = reference;
    ramps[ramp + WORST_TO] = until;
    keepWorst(book, job, slowedMs);
  }
  for (let cause = 0; cause < CAUSES.length; cause += 1) counts[since + cause] = 0;
}

/** What happened in this stretch becomes what happened in the worst one. */
function keepWorst(book: ExposureBook, job: number, slowedMs: number): void {
  const { counts, waits, ramps } = book;
  const since = job * COUNTS;
  for (let cause = 0; cause < CAUSES.length; cause += 1)
    counts[since + WORST_CAUSES + cause] = counts[since + cause]!;
  if (counts[since + WAITING]! > 0) {
    const row = job * WAITS;
    for (let field = 0; field < FULL + MOST_NEEDS; field += 1)
      waits![row + WAIT + field] = waits![row + field]!;
  }
  if (slowedMs > 0) (book.slowed ??= new Float64Array(ramps.length / RAMP))[job] = slowedMs;
  else if (book.slowed !== undefined) book.slowed[job] = 0;
}

/** The metrics of a job at the end of the span; to be asked once, after everything else. */
export function exposureMetrics(book: ExposureBook, job: number): ExposureMetrics {
  const { from, to, ramps, counts } = book;
  advance(book, job, to, Number.NaN);
  const span = to - from;
  const ramp = job * RAMP;
  const causes: Partial<Record<Cause, number>> = {};
  CAUSES.forEach((cause, index) => {
    const count = counts[job * COUNTS + WORST_CAUSES + index]!;
    if (count > 0) causes[cause] = count;
  });
  return {
    worst: ramps[ramp + WORST]!,
    mean: span > 0 ? ramps[ramp + AREA]! / span : 0,
    ...(ramps[ramp + TARGET] === Infinity
      ? {}
      : { shareOver: span > 0 ? ramps[ramp + OVER]! / span : 0 }),
    worstInterval: worstInterval(book, job, causes),
    restorePoints: counts[job * COUNTS + POINTS]!,
  };
}

/** The worst exposure's stretch. Names and words are made when asked for: most never are. */
function worstInterval(
  { ramps, waits, slowed, needsOf }: ExposureBook,
  job: number,
  causes: Partial<Record<Cause, number>>,
): ExposureMetrics["worstInterval"] {
  const from = ramps[job * RAMP + WORST_FROM]!;
  const to = ramps[job * RAMP + WORST_TO]!;
  const slowedBy = slowed?.[job] ?? 0;
  const stretch = { from, to, causes, ...(slowedBy > 0 ? { slowedBy } : {}) };
  if (causes.waiting === undefined) return stretch;
  const row = job * WAITS + WAIT;
  const until = waits![row + UNTIL]!;
  const since = until - waits![row + WAITED]!;
  const started = waits![row + STARTED] === 1;
  const full = [waits![row + FULL]!, waits![row + FULL + 1]!, waits![row + FULL + 2]!];
  const longest = (): HeldUp => heldUp({ from: since, to: until, started, full }, needsOf(job));
  return {
    ...stretch,
    get longestWait() {
      return longest();
    },
    get because() {
      return `waited ${waitText(longest())}`;
    },
  };
}
