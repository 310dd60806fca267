/**
 * How long attempts waited for room, job by job: sum, longest, and percentiles.
 *
 * An attempt that left the line without a start has waited as long as it stood there (R34). Most
 * attempts do not wait, so only those that do are written down. With `exact`, every such wait
 * is kept and the percentiles are exact; without, each job keeps a few counters and a percentile is
 * right within 2 %.
 */
import { resized } from "./columns.js";
import { nthSmallest } from "./nthSmallest.js";
import {
  bucketAt,
  countValue,
  type Sketches,
  sketchesWithin,
  type Spread,
  spreadOfAll,
  spreadsOf,
} from "./sketches.js";

/** Waits of some attempts, ms; those that never started count with the time that they waited. */
export interface WaitMetrics {
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** How many waited and never started: their window closed, or the span ended (R34). */
  readonly unfinished: number;
}

/** The waits of jobs, as they come. */
export class WaitLog {
  readonly sums: Float64Array;
  readonly longest: Float64Array;
  readonly unfinished: Int32Array;
  /** In one cell, the longest of all that never came to a start, ms. */
  readonly longestUnfinished: Float64Array;
  /** Whether every wait is kept. */
  readonly exact: boolean;
  /** There will be so many, about, once there is one. */
  readonly expected: number;
  /** How many are, whose each is, and how long, ms. */
  count: number;
  jobs: Int32Array;
  lengths: Float64Array;
  /** Where none is kept: counters of each job. */
  readonly sketches: Sketches;

  constructor(of: WaitLog) {
    this.sums = of.sums;
    this.longest = of.longest;
    this.unfinished = of.unfinished;
    this.longestUnfinished = of.longestUnfinished;
    this.exact = of.exact;
    this.expected = of.expected;
    this.count = of.count;
    this.jobs = of.jobs;
    this.lengths = of.lengths;
    this.sketches = of.sketches;
  }
}

const NO_WAIT: WaitMetrics = Object.freeze({ mean: 0, p50: 0, p95: 0, max: 0, unfinished: 0 });

/**
 * Each counter of a sketch covers waits within 4 % of each other; its middle is within 2 % of all
 * of them.
 */
const SKETCH_RATIO = 1.04;

const FIRST_KEPT = 1_024;
/** No more are made room for before they come. */
const MOST_EXPECTED = 2 ** 22;

/**
 * A log for so many jobs. Of exact waits, there is room for so many as are `expected` once there is
 * one: what nobody writes to takes no memory, and to grow copies all.
 */
export function waitLog(jobs: number, exact: boolean, expected = 0): WaitLog {
  return new WaitLog({
    sums: new Float64Array(jobs),
    longest: new Float64Array(jobs),
    unfinished: new Int32Array(jobs),
    longestUnfinished: new Float64Array(1),
    exact,
    expected: Math.max(FIRST_KEPT, Math.min(MOST_EXPECTED, Math.ceil(expected))),
    count: 0,
    jobs: new Int32Array(0),
    lengths: new Float64Array(0),
    sketches: sketchesWithin(SKETCH_RATIO),
  });
}

/** An attempt of a job waited so long, above 0, until it started or left the line without. */
export function addWait(log: WaitLog, job: number, waitMs: number, started: boolean): void {
  if (!started) {
    log.unfinished[job]! += 1;
    if (waitMs > log.longestUnfinished[0]!) log.longestUnfinished[0] = waitMs;
  }
  log.sums[job]! += waitMs;
  if (waitMs > log.longest[job]!) log.longest[job] = waitMs;
  if (log.exact) keep(log, job, waitMs);
  else countValue(log.sketches, job, waitMs);
}

function keep(log: WaitLog, job: number, waitMs: number): void {
  if (log.count === log.jobs.length) {
    const size = Math.max(log.expected, 2 * log.count);
    log.jobs = resized(log.jobs, new Int32Array(size));
    log.lengths = resized(log.lengths, new Float64Array(size));
  }
  log.jobs[log.count] = job;
  log.lengths[log.count] = waitMs;
  log.count += 1;
}

/** The waits of each job and of all, given how many attempts of each job started in all. */
export function waitMetrics(
  log: WaitLog,
  attempts: ArrayLike<number>,
): {
  readonly jobs: readonly WaitMetrics[];
  readonly all: WaitMetrics;
  /** The longest wait of all that never came to a start; 0 where there is none. */
  readonly longestUnfinished: number;
} {
  const spreads = log.exact ? keptSpreads(log) : sketchedSpreads(log);
  const jobs: WaitMetrics[] = [];
  for (let job = 0; job < log.sums.length; job += 1) {
    const totals = totalsOf(log, job, job + 1, attempts);
    jobs.push(totals.max === 0 ? NO_WAIT : metricsOf(totals, spreads.of(job)));
  }
  const totals = totalsOf(log, 0, log.sums.length, attempts);
  const all = totals.max === 0 ? NO_WAIT : metricsOf(totals, spreads.all());
  return { jobs, all, longestUnfinished: log.longestUnfinished[0]! };
}

/** Of all jobs together, the mean and the longest wait: those of `waitMetrics`, and no more. */
export function meanAndLongestWait(
  log: WaitLog,
  attempts: ArrayLike<number>,
): { readonly mean: number; readonly max: number } {
  const { counted, sum, max } = totalsOf(log, 0, log.sums.length, attempts);
  return { mean: max === 0 ? 0 : sum / counted, max };
}

/** Attempts, how many of them never started, and how long all waited, ms. */
interface Totals {
  counted: number;
  never: number;
  sum: number;
  max: number;
}

/** The totals of the jobs `[from, to)`. */
function totalsOf(
  { sums, longest, unfinished }: WaitLog,
  from: number,
  to: number,
  attempts: ArrayLike<number>,
): Totals {
  let counted = 0;
  let never = 0;
  let sum = 0;
  let max = 0;
  for (let job = from; job < to; job += 1) {
    counted += attempts[job]! + unfinished[job]!;
    never += unfinished[job]!;
    sum += sums[job]!;
    max = Math.max(max, longest[job]!);
  }
  return { counted, never, sum, max };
}

/**
 * Waits above zero: every one, those of `kept` from `from` on, or the counters that have them. They
 * bring no function along: what is compiled of a closure is forgotten with it.
 */
type Waits =
  | { readonly size: number; readonly kept: Float64Array; readonly from: number }
  | { readonly size: number; readonly counted: Spread };

/** What is asked of the waits of a job, and of all. */
interface Spreads {
  of(job: number): Waits;
  all(): Waits;
}

function metricsOf({ counted, never, sum, max }: Totals, waits: Waits): WaitMetrics {
  return {
    mean: sum / counted,
    p50: Math.min(max, valueAt(waits, counted, 0.5)),
    p95: Math.min(max, valueAt(waits, counted, 0.95)),
    max,
    unfinished: never,
  };
}

function keptBetween(kept: Float64Array, from: number, to: number): Waits {
  return { size: to - from, kept, from };
}

function countedIn(counted: Spread): Waits {
  let size = 0;
  for (const count of counted.counts) size += count;
  return { size, counted };
}

/** The wait that so many others come before; of a counter its middle. */
function waitAt(waits: Waits, rank: number): number {
  if ("kept" in waits) return nthSmallest(waits.kept, waits.from, waits.from + waits.size, rank);
  return Math.round(SKETCH_RATIO ** (bucketAt(waits.counted, rank) + 0.5));
}

/** Every wait, grouped by jobs. */
function keptSpreads({ count: kept, jobs, lengths, sums }: WaitLog): Spreads {
  const ends = new Int32Array(sums.length + 1);
  for (let index = 0; index < kept; index += 1) ends[jobs[index]! + 1]! += 1;
  for (let job = 0; job < sums.length; job += 1) ends[job + 1]! += ends[job]!;
  const begins = ends.slice();
  const grouped = new Float64Array(kept);
  for (let index = 0; index < kept; index += 1) grouped[begins[jobs[index]!]!++] = lengths[index]!;
  return {
    of: (job) => keptBetween(grouped, ends[job]!, ends[job + 1]!),
    all: () => keptBetween(grouped, 0, kept),
  };
}

function sketchedSpreads({ sketches, sums }: WaitLog): Spreads {
  const spreadOf = spreadsOf(sketches, sums.length);
  return {
    of: (job) => countedIn(spreadOf(job)),
    all: () => countedIn(spreadOfAll(sketches)),
  };
}

/**
 * The smallest wait that at least this share of all attempts did not exceed; attempts without a
 * wait come first.
 */
function valueAt(waits: Waits, attempts: number, share: number): number {
  const rank = Math.ceil(share * attempts);
  const before = attempts - waits.size;
  return rank <= before ? 0 : waitAt(waits, rank - before - 1);
}
