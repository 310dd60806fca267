/**
 * How much longer sessions took than they would have at full speed: what sharing threads and a slow
 * pace cost, job by job (R28, R29).
 *
 * Counted are sessions that are over: one that its window stopped, or an outage cut, with the work
 * that it had done, since those that are slowest are stopped first. Of each job the ratios stand in
 * a sketch whose counters cover 1 %: memory does not grow with the number of sessions, and
 * a percentile is right within 1 %.
 */

import { bucketAt, countValue, sketchesWithin, spreadsOf } from "./sketches.js";

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

const SKETCH_RATIO = 1.01;

/** An empty book for so many jobs. */
export function slowdownBook(jobs: number): SlowdownBook {
  const counts = new Int32Array(jobs);
  const sums = new Float64Array(jobs);
  const greatest = new Float64Array(jobs);
  const sketches = sketchesWithin(SKETCH_RATIO);
  let spreadOf: ReturnType<typeof spreadsOf> | undefined;

  function p95Of(job: number): number {
    spreadOf ??= spreadsOf(sketches, jobs);
    const bucket = bucketAt(spreadOf(job), Math.ceil(0.95 * counts[job]!) - 1);
    // The upper end of a counter, so that where all are alike it is what they are; the lowest
    // counter holds those that took no longer.
    return bucket === 0 ? 1 : Math.min(greatest[job]!, SKETCH_RATIO ** (bucket + 1));
  }

  return {
    add(job, lengthMs, fullMs) {
      // Work done is a sum of fractions, which may come out a trace too large.
      const ratio = Math.max(1, lengthMs / fullMs);
      counts[job]! += 1;
      sums[job]! += ratio;
      if (ratio > greatest[job]!) greatest[job] = ratio;
      countValue(sketches, job, ratio);
      spreadOf = undefined;
    },
    of: (job) =>
      counts[job] === 0
        ? undefined
        : { mean: sums[job]! / counts[job]!, p95: p95Of(job), max: greatest[job]! },
  };
}
