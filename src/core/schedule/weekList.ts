/**
 * Sorted positions within a week, found without a search.
 *
 * The week is cut into equal buckets; each remembers the first position at or after its start, so
 * that a look-up is one division and a step or two. One position past the end repeats the first a
 * week later: a loop that looks for "the next one" needs no end test, because the sentinel is
 * always later.
 */
import { WEEK_MS } from "../time/instant.js";

/** The starts of one week. Positions are ms from the list's base, ascending, in `[0, WEEK_MS)`. */
export interface WeekList {
  readonly size: number;
  /**
   * `size + 1` entries: the last is the first a week later; a single entry beyond any week where
   * the list is empty.
   */
  readonly positions: Int32Array;
  /** Index of the first position at or after the start of each bucket; one more at the end. */
  readonly buckets: Uint16Array;
  /** Buckets per ms. */
  readonly bucketRate: number;
  /** The distance of neighbours, round the week too, where it is the same everywhere; else 0. */
  readonly stepMs: number;
  /**
   * A grid behind a window: long stretches of one distance; absent where they are few and short.
   */
  readonly stretches?: Stretches;
}

/** Where a list goes on in even steps. */
export interface Stretches {
  readonly stepMs: number;
  /** The index at which each stretch begins, ascending from 0; and last the size of the list. */
  readonly starts: Uint16Array;
}

/** Stretches are worth their while where they have so many positions on average. */
const LONG_STRETCH = 16;

/** No position at all. */
export const EMPTY_LIST: WeekList = weekList(new Int32Array(0));

/** Builds the look-up for ascending positions in `[0, WEEK_MS)`. */
export function weekList(sorted: Int32Array): WeekList {
  const size = sorted.length;
  const positions = new Int32Array(size + 1);
  positions.set(sorted);
  positions[size] = size === 0 ? 2 * WEEK_MS : sorted[0]! + WEEK_MS;
  // About one position a bucket: a day, an hour, a quarter or five minutes wide.
  const bucketCount = size <= 14 ? 7 : size <= 168 ? 168 : size <= 672 ? 672 : 2016;
  const buckets = new Uint16Array(bucketCount + 1);
  const widthMs = WEEK_MS / bucketCount;
  let index = 0;
  for (let bucket = 0, begin = 0; bucket <= bucketCount; bucket += 1, begin += widthMs) {
    while (index < size && positions[index]! < begin) index += 1;
    buckets[bucket] = index;
  }
  const stepMs = evenStep(positions, size);
  const stretches = stepMs > 0 ? undefined : stretchesOf(positions, size);
  return {
    size,
    positions,
    buckets,
    bucketRate: 1 / widthMs,
    stepMs,
    ...(stretches === undefined ? {} : { stretches }),
  };
}

function evenStep(positions: Int32Array, size: number): number {
  if (size === 0) return 0;
  const step = positions[1]! - positions[0]!;
  for (let index = 1; index < size; index += 1) {
    if (positions[index + 1]! - positions[index]! !== step) return 0;
  }
  return step;
}

/** The stretches of a list in steps of its first distance; `undefined` where they are short. */
function stretchesOf(positions: Int32Array, size: number): Stretches | undefined {
  if (size < LONG_STRETCH) return undefined;
  const stepMs = positions[1]! - positions[0]!;
  let count = 1;
  for (let index = 1; index < size; index += 1)
    if (positions[index]! - positions[index - 1]! !== stepMs) count += 1;
  if (count * LONG_STRETCH > size) return undefined;
  const starts = new Uint16Array(count + 1);
  let at = 1;
  for (let index = 1; index < size; index += 1)
    if (positions[index]! - positions[index - 1]! !== stepMs) starts[at++] = index;
  starts[count] = size;
  return { stepMs, starts };
}

/** How many positions lie before `position`, which is in `[0, WEEK_MS)`. */
export function countBefore(list: WeekList, position: number): number {
  let index = list.buckets[(position * list.bucketRate) | 0]!;
  while (list.positions[index]! < position) index += 1;
  return index;
}
