/**
 * How much longer sessions took than they would have at full speed: what sharing threads and a slow
 * pace cost, job by job (R28, R29).
 *
 * Counted are sessions that are over: one that its window stopped, or an outage cut, with the work
 * that it had done, since those that are slowest are stopped first. Of each job the ratios stand in
 * a sketch whose counters cover 1 %: memory does not grow with the number of sessions, and
 * a percentile is right within 1 %.
 */

/** Lengths of a job's sessions over the lengths of their work at full speed: 1 or more. */
export interface Slowdown {
  readonly mean: number;
  /** Nearest rank, at most 1 % too much. */
  readonly p95: number;
  readonly max: number;
}

/** Collects them. */
export interface SlowdownBook {
  /** A session took so long for work that takes `fullMs`, above 0, at full speed. */
  add(job: number, lengthMs: number, fullMs: number): void;
  /** `undefined` for a job of which no session was added. */
  of(job: number): Slowdown | undefined;
}

const SKETCH_RATIO = Math.log(1.01);

/** An empty book for so many jobs. */
export function slowdownBook(jobs: number): SlowdownBook {
  const counts = new Int32Array(jobs);
  const sums = new Float64Array(jobs);
  const greatest = new Float64Array(jobs);
  const sketches = new Array<Map<number, number> | undefined>(jobs);

  function p95Of(job: number): number {
    const rank = Math.ceil(0.95 * counts[job]!);
    let before = 0;
    for (const [bucket, count] of [...sketches[job]!].sort(([a], [b]) => a - b)) {
      before += count;
      // The upper end of a counter, so that where all are alike it is what they are; the lowest
      // counter holds those that took no longer.
      const ratio = bucket === 0 ? 1 : Math.exp((bucket + 1) * SKETCH_RATIO);
      if (before >= rank) return Math.min(greatest[job]!, ratio);
    }
    throw new Error("invariant: a percentile lies among the values");
  }

  return {
    add(job, lengthMs, fullMs) {
      // Work done is a sum of fractions, which may come out a trace too large.
      const ratio = Math.max(1, lengthMs / fullMs);
      counts[job]! += 1;
      sums[job]! += ratio;
      if (ratio > greatest[job]!) greatest[job] = ratio;
      const sketch = (sketches[job] ??= new Map());
      const bucket = Math.floor(Math.log(ratio) / SKETCH_RATIO);
      sketch.set(bucket, (sketch.get(bucket) ?? 0) + 1);
    },
    of: (job) =>
      counts[job] === 0
        ? undefined
        : { mean: sums[job]! / counts[job]!, p95: p95Of(job), max: greatest[job]! },
  };
}
