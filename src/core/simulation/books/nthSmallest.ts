/**
 * One value of many by its rank, without sorting them all.
 *
 * Many are counted in buckets, and only those of the bucket in question are looked at again: a look
 * or two at each, where sorting takes a dozen. Few are parted at one of them, again and again, on
 * the side where the wanted one is.
 */

/** So many are few. */
const FEW = 1_024;
const BUCKETS = 1_024;

/**
 * Of the numbers `values[from]` to `values[to - 1]`, from 0 on, the one that has `nth` others
 * before it when they are sorted: `nth` from 0 to one less than there are. They may be in another
 * order afterwards: a copy of a job's few would cost more than to look at them.
 */
export function nthSmallest(values: Float64Array, from: number, to: number, nth: number): number {
  if (to - from < FEW) return nthOfFew(values, from, to - 1, from + nth);
  let low = Infinity;
  let high = 0;
  for (let index = from; index < to; index += 1) {
    if (values[index]! < low) low = values[index]!;
    if (values[index]! > high) high = values[index]!;
  }
  // Bound: a bucket is a thousandth as wide as all that were looked at.
  if (low === high) return low;
  const perMs = BUCKETS / (high - low + 1);
  const counts = new Int32Array(BUCKETS);
  for (let index = from; index < to; index += 1) counts[((values[index]! - low) * perMs) | 0]! += 1;
  let bucket = 0;
  let before = 0;
  while (before + counts[bucket]! <= nth) before += counts[bucket++]!;
  const within = new Float64Array(counts[bucket]!);
  for (let index = from, place = 0; index < to; index += 1) {
    const value = values[index]!;
    if ((((value - low) * perMs) | 0) === bucket) within[place++] = value;
  }
  return nthSmallest(within, 0, within.length, nth - before);
}

/** The value that comes to stand at `nth`, of those from `first` to `last`. */
function nthOfFew(values: Float64Array, first: number, last: number, nth: number): number {
  let low = first;
  let high = last;
  // Bound: each round leaves out one value at least, and half of them as a rule.
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left]! < pivot) left += 1;
      while (values[right]! > pivot) right -= 1;
      if (left > right) break;
      const swapped = values[left]!;
      values[left] = values[right]!;
      values[right] = swapped;
      left += 1;
      right -= 1;
    }
    if (nth <= right) high = right;
    else if (nth >= left) low = left;
    else break;
  }
  return values[nth]!;
}
