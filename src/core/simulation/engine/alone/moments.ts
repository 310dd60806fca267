/**
 * The instants at which sessions of a slice start, each once; and which of them comes next after an
 * end, found by a table.
 */
import { resized } from "../../books/columns.js";

/** The moments of a slice. */
export class Moments {
  count: number;
  /** Ascending. */
  instants: Float64Array;
  /** Of each how many sessions start. */
  starting: Int32Array;
  /** In two cells, where the slice begins, and buckets of the table a ms. */
  readonly scale: Float64Array;
  /** Of each bucket of time the first moment that lies in it or later. */
  buckets: Int32Array;

  constructor(of: Moments) {
    this.count = of.count;
    this.instants = of.instants;
    this.starting = of.starting;
    this.scale = of.scale;
    this.buckets = of.buckets;
  }
}

const FROM = 0;
const PER_MS = 1;
/** Buckets a moment. */
const FINENESS = 2;
const MOST_BUCKETS = 2 ** 17;
const FIRST_MOMENTS = 1_024;

/** Room for moments. */
export function noMoments(): Moments {
  return new Moments({
    count: 0,
    instants: new Float64Array(FIRST_MOMENTS),
    starting: new Int32Array(FIRST_MOMENTS),
    scale: new Float64Array(2),
    buckets: new Int32Array(FIRST_MOMENTS),
  });
}

/** So many sessions start at an instant that is not before the last one. */
export function addMoment(moments: Moments, instant: number, starting: number): void {
  const last = moments.count - 1;
  if (last >= 0 && moments.instants[last] === instant) {
    moments.starting[last]! += starting;
    return;
  }
  if (moments.count === moments.instants.length) {
    const size = 2 * moments.count;
    moments.instants = resized(moments.instants, new Float64Array(size));
    moments.starting = resized(moments.starting, new Int32Array(size));
  }
  moments.instants[moments.count] = instant;
  moments.starting[moments.count] = starting;
  moments.count += 1;
}

/** Lays the table of the slice `[begin, until)`, once all its moments are there. */
export function layTable(moments: Moments, begin: number, until: number): void {
  const { count, instants, scale } = moments;
  const size = Math.min(MOST_BUCKETS, FINENESS * count + 1);
  if (moments.buckets.length < size) moments.buckets = new Int32Array(2 * size);
  const { buckets } = moments;
  const perMs = until > begin ? size / (until - begin) : 0;
  scale[FROM] = begin;
  scale[PER_MS] = perMs;
  let bucket = 0;
  for (let moment = 0; moment < count; moment += 1) {
    const own = Math.min(size - 1, Math.floor((instants[moment]! - begin) * perMs));
    for (; bucket <= own; bucket += 1) buckets[bucket] = moment;
  }
  for (; bucket < size; bucket += 1) buckets[bucket] = count;
}

/** The first moment at or after the instant `ends[index]` of the slice; `count` for none. */
export function momentAfter(
  { buckets, instants, count, scale }: Moments,
  ends: Float64Array,
  index: number,
): number {
  const instant = ends[index]!;
  let moment = buckets[Math.floor((instant - scale[FROM]!) * scale[PER_MS]!)]!;
  while (moment < count && instants[moment]! < instant) moment += 1;
  return moment;
}
