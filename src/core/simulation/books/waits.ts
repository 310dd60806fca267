/**
 * How long attempts waited for room, job by job: sum, longest, and percentiles.
 *
 * An attempt that left the line without a start has waited as long as it stood there (R34). Most
 * attempts do not wait, so only those that do are written down. With `exact`, every such wait
 * is kept and the percentiles are exact; without, each job keeps a few counters and a percentile is
 * right within 2 %.
 */
import { nthSmallest } from "./nthSmallest.js";

/** Waits of some attempts, ms; those that never started count with the time that they waited. */
export interface WaitMetrics {
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** How many waited and never started: their window closed, or the span ended (R34). */
  readonly unfinished: number;
}

/** Collects waits and gives the metrics of a job, or of all. */
export interface WaitLog {
  /** An attempt waited so long, above 0, until it started or left the line without. */
  add(job: number, waitMs: number, started: boolean): void;
  /** The metrics, given how many attempts of each job started in all. */
  metrics(attempts: ArrayLike<number>): {
    readonly jobs: readonly WaitMetrics[];
    readonly all: WaitMetrics;
    /** The longest wait of all that never came to a start; 0 where there is none. */
    readonly longestUnfinished: number;
  };
}

const NO_WAIT: WaitMetrics = Object.freeze({ mean: 0, p50: 0, p95: 0, max: 0, unfinished: 0 });

/**
 * Each counter of a sketch covers waits within 4 % of each other; its middle is within 2 % of all
 * of them.
 */
const SKETCH_RATIO = Math.log(1.04);

/** A log for so many jobs. */
export function waitLog(jobs: number, exact: boolean): WaitLog {
  const sums = new Float64Array(jobs);
  const longest = new Float64Array(jobs);
  const unfinished = new Int32Array(jobs);
  let longestUnfinished = 0;
  const kept = new Array<number[] | undefined>(jobs);
  const sketches = new Array<Map<number, number> | undefined>(jobs);

  function add(job: number, waitMs: number, started: boolean): void {
    if (!started) {
      unfinished[job]! += 1;
      longestUnfinished = Math.max(longestUnfinished, waitMs);
    }
    sums[job]! += waitMs;
    if (waitMs > longest[job]!) longest[job] = waitMs;
    if (exact) {
      (kept[job] ??= []).push(waitMs);
      return;
    }
    const sketch = (sketches[job] ??= new Map());
    const bucket = Math.floor(Math.log(waitMs) / SKETCH_RATIO);
    sketch.set(bucket, (sketch.get(bucket) ?? 0) + 1);
  }

  /** The waits above zero of some jobs: all of them, or ascending values with their counts. */
  function spreadOf(
    from: number,
    to: number,
  ): { values: Float64Array; counts: Float64Array | undefined } {
    if (exact) {
      let size = 0;
      for (let job = from; job < to; job += 1) size += kept[job]?.length ?? 0;
      const values = new Float64Array(size);
      for (let job = from, at = 0; job < to; job += 1) {
        values.set(kept[job] ?? [], at);
        at += kept[job]?.length ?? 0;
      }
      return { values, counts: undefined };
    }
    const merged = new Map<number, number>();
    for (let job = from; job < to; job += 1) {
      for (const [bucket, count] of sketches[job] ?? [])
        merged.set(bucket, (merged.get(bucket) ?? 0) + count);
    }
    const buckets = [...merged].sort((a, b) => a[0] - b[0]);
    return {
      values: Float64Array.from(buckets, ([bucket]) =>
        Math.round(Math.exp((bucket + 0.5) * SKETCH_RATIO)),
      ),
      counts: Float64Array.from(buckets, ([, count]) => count),
    };
  }

  function metricsOf(from: number, to: number, attempts: ArrayLike<number>): WaitMetrics {
    let count = 0;
    let never = 0;
    let sum = 0;
    let max = 0;
    for (let job = from; job < to; job += 1) {
      count += attempts[job]! + unfinished[job]!;
      never += unfinished[job]!;
      sum += sums[job]!;
      max = Math.max(max, longest[job]!);
    }
    if (max === 0) return NO_WAIT;
    const { values, counts } = spreadOf(from, to);
    const percentile = (share: number): number =>
      Math.min(max, valueAt(values, counts, count, share));
    return {
      mean: sum / count,
      p50: percentile(0.5),
      p95: percentile(0.95),
      max,
      unfinished: never,
    };
  }

  return {
    add,
    metrics: (attempts) => ({
      jobs: Array.from({ length: jobs }, (_, job) => metricsOf(job, job + 1, attempts)),
      all: metricsOf(0, jobs, attempts),
      longestUnfinished,
    }),
  };
}

/**
 * The smallest wait that at least this share of all attempts did not exceed; attempts without a
 * wait come first.
 */
function valueAt(
  values: Float64Array,
  counts: Float64Array | undefined,
  attempts: number,
  share: number,
): number {
  const rank = Math.ceil(share * attempts);
  const waited =
    counts === undefined ? values.length : counts.reduce((sum, count) => sum + count, 0);
  let before = attempts - waited;
  if (rank <= before) return 0;
  if (counts === undefined) return nthSmallest(values, rank - before - 1);
  for (let index = 0; index < values.length; index += 1) {
    before += counts[index]!;
    if (rank <= before) return values[index]!;
  }
  throw new Error("invariant: a percentile lies among the values");
}
