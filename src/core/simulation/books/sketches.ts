/**
 * How values of many jobs are spread, in counters whose number does not grow with the values: each
 * covers values within a ratio of each other.
 *
 * The counters of all jobs stand in one table, found by hashing job and bucket: a job has counters
 * for the buckets that it has values in, and nothing else. The invariant: a third of the table is
 * free.
 */
import { resized } from "./columns.js";

/** Counters of jobs. */
export class Sketches {
  /** Buckets for each factor of e between values. */
  readonly perFactor: number;
  used: number;
  /** Whose each counter is, -1 for nobody's; its bucket, and what it has counted. */
  jobs: Int32Array;
  buckets: Int32Array;
  counts: Int32Array;

  constructor(of: Sketches) {
    this.perFactor = of.perFactor;
    this.used = of.used;
    this.jobs = of.jobs;
    this.buckets = of.buckets;
    this.counts = of.counts;
  }
}

const FIRST_SIZE = 1_024;

/** No counter yet. Values of one bucket are within `ratio` of each other. */
export function sketchesWithin(ratio: number): Sketches {
  return new Sketches({ perFactor: 1 / Math.log(ratio), used: 0, ...emptyTable(FIRST_SIZE) });
}

function emptyTable(size: number): Pick<Sketches, "jobs" | "buckets" | "counts"> {
  return {
    jobs: new Int32Array(size).fill(-1),
    buckets: new Int32Array(size),
    counts: new Int32Array(size),
  };
}

/** Counts a value of a job: 1 or more. */
export function countValue(sketches: Sketches, job: number, value: number): void {
  const bucket = Math.floor(Math.log(value) * sketches.perFactor);
  const place = placeOf(sketches, job, bucket);
  if (sketches.jobs[place] === job) {
    sketches.counts[place]! += 1;
    return;
  }
  sketches.jobs[place] = job;
  sketches.buckets[place] = bucket;
  sketches.counts[place] = 1;
  sketches.used += 1;
  if (sketches.used > (2 / 3) * sketches.jobs.length) grow(sketches);
}

/** Where the counter of a job and a bucket is, or would be. */
function placeOf({ jobs, buckets }: Sketches, job: number, bucket: number): number {
  const mask = jobs.length - 1;
  let place = (Math.imul(job, 0x9e3779b1) ^ Math.imul(bucket, 0x85ebca6b)) >>> 0;
  place = (place ^ (place >>> 15)) & mask;
  // Bound: a third of the places is free.
  while (jobs[place] !== -1 && (jobs[place] !== job || buckets[place] !== bucket))
    place = (place + 1) & mask;
  return place;
}

function grow(sketches: Sketches): void {
  const { jobs, buckets, counts } = sketches;
  Object.assign(sketches, emptyTable(2 * jobs.length));
  for (let index = 0; index < jobs.length; index += 1) {
    if (jobs[index] === -1) continue;
    const place = placeOf(sketches, jobs[index]!, buckets[index]!);
    sketches.jobs[place] = jobs[index]!;
    sketches.buckets[place] = buckets[index]!;
    sketches.counts[place] = counts[index]!;
  }
}

/** Buckets with how many values each, ascending. */
export interface Spread {
  readonly buckets: Int32Array;
  readonly counts: Int32Array;
}

/** The spread of each of so many jobs, made ready for all of them at once. */
export function spreadsOf(sketches: Sketches, jobs: number): (job: number) => Spread {
  const ends = new Int32Array(jobs + 1);
  for (const job of sketches.jobs) if (job >= 0) ends[job + 1]! += 1;
  for (let job = 0; job < jobs; job += 1) ends[job + 1]! += ends[job]!;
  const next = ends.slice();
  const buckets = new Int32Array(sketches.used);
  const counts = new Int32Array(sketches.used);
  for (let place = 0; place < sketches.jobs.length; place += 1) {
    const job = sketches.jobs[place]!;
    if (job < 0) continue;
    // A job has few: each goes before those that are greater.
    let at = next[job]!;
    next[job] = at + 1;
    const bucket = sketches.buckets[place]!;
    for (; at > ends[job]! && buckets[at - 1]! > bucket; at -= 1) {
      buckets[at] = buckets[at - 1]!;
      counts[at] = counts[at - 1]!;
    }
    buckets[at] = bucket;
    counts[at] = sketches.counts[place]!;
  }
  return (job) => ({
    buckets: buckets.subarray(ends[job], ends[job + 1]),
    counts: counts.subarray(ends[job], ends[job + 1]),
  });
}

/** The spread of all jobs together. */
export function spreadOfAll({ jobs, buckets, counts }: Sketches): Spread {
  let sums = new Int32Array(0);
  for (let place = 0; place < jobs.length; place += 1) {
    if (jobs[place] === -1) continue;
    const bucket = buckets[place]!;
    if (bucket >= sums.length) sums = resized(sums, new Int32Array(2 * bucket + 1));
    sums[bucket]! += counts[place]!;
  }
  const filled = Array.from(sums.keys()).filter((bucket) => sums[bucket]! > 0);
  return {
    buckets: Int32Array.from(filled),
    counts: Int32Array.from(filled, (bucket) => sums[bucket]!),
  };
}

/** The bucket of the value that has `rank` others before it. */
export function bucketAt({ buckets, counts }: Spread, rank: number): number {
  let before = 0;
  for (let index = 0; index < buckets.length; index += 1) {
    before += counts[index]!;
    if (rank < before) return buckets[index]!;
  }
  throw new Error("invariant: a value of this rank was counted");
}
