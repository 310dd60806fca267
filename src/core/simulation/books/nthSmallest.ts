/**
 * One value of many by its rank, without sorting them all.
 *
 * Many are counted in buckets, and only those of the bucket in question are looked at again: a look
 * or two at each, where sorting takes a dozen.
 */

/** Fewer values than these are sorted. */
const FEW = 1_024;
const BUCKETS = 1_024;

/**
 * Of numbers from 0 on, in any order, the one that has `nth` others before it when they are sorted:
 * `nth` from 0 to one less than there are.
 */
export function nthSmallest(values: Float64Array, nth: number): number {
  if (values.length < FEW) return values.toSorted()[nth]!;
  let low = Infinity;
  let high = 0;
  for (let index = 0; index < values.length; index += 1) {
    if (values[index]! < low) low = values[index]!;
    if (values[index]! > high) high = values[index]!;
  }
  // Bound: a bucket is a thousandth as wide as all that were looked at.
  if (low === high) return low;
  const width = (high - low + 1) / BUCKETS;
  const counts = new Int32Array(BUCKETS);
  for (let index = 0; index < values.length; index += 1)
    counts[((values[index]! - low) / width) | 0]! += 1;
  let bucket = 0;
  let before = 0;
  while (before + counts[bucket]! <= nth) before += counts[bucket++]!;
  const within = values.filter((value) => (((value - low) / width) | 0) === bucket);
  return nthSmallest(within, nth - before);
}
