/**
 * The grid by which sessions of jobs that share are followed: blocks of four weeks, from Monday to
 * Monday, UTC, and shorter ones where there are very many due runs.
 *
 * Each block is simulated by itself, from some time before it, so that a clock that is set far
 * ahead costs no more than one that is not. The invariant: where a block begins, and since when it
 * is followed, depends on nothing that is decided later.
 */
import { DAY_MS, HOUR_MS } from "../../core/time/instant.js";

/** A stretch of time: its sessions are those that are due in `[from, to)`. Epoch ms. */
export interface Block {
  /** It is simulated from here on; not after `from`. */
  readonly begin: number;
  readonly from: number;
  readonly to: number;
}

/** Counts the runs of some jobs that are due in `[from, to)`. */
export type DueCount = (from: number, to: number) => number;

/** The longest block, and the longest time before one. */
export const LONGEST_BLOCK_MS = 28 * DAY_MS;

/** A block ends, and the time before it begins, at the hour where there are so many due runs. */
export const MOST_DUE = 20_000;

/** 1970-01-05: a Monday. */
const FIRST_MONDAY = 4 * DAY_MS;

/** The block that an instant lies in. `first`: nothing happened before. */
export function blockAt(instant: number, first: number, due: DueCount): Block {
  const month = Math.floor((instant - FIRST_MONDAY) / LONGEST_BLOCK_MS);
  const last = FIRST_MONDAY + (month + 1) * LONGEST_BLOCK_MS;
  let from = last - LONGEST_BLOCK_MS;
  let to = endOf(from, last, due);
  // Bound: each round goes on by an hour at least.
  while (to <= instant) {
    from = to;
    to = endOf(from, last, due);
  }
  return { begin: Math.min(from, Math.max(first, beginOf(from, due))), from, to };
}

/** The first full hour with enough due runs before it; no later than `last`. */
function endOf(from: number, last: number, due: DueCount): number {
  if (due(from, last) < MOST_DUE) return last;
  let [low, high] = [1, Math.ceil((last - from) / HOUR_MS)];
  while (low < high) {
    const middle = (low + high) >>> 1; // below `high`, so the two come closer in each round
    if (due(from, from + middle * HOUR_MS) >= MOST_DUE) high = middle;
    else low = middle + 1;
  }
  return Math.min(last, from + low * HOUR_MS);
}

/** The last full hour from which on there are enough. */
function beginOf(from: number, due: DueCount): number {
  if (due(from - LONGEST_BLOCK_MS, from) < MOST_DUE) return from - LONGEST_BLOCK_MS;
  let [low, high] = [1, LONGEST_BLOCK_MS / HOUR_MS];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (due(from - middle * HOUR_MS, from) >= MOST_DUE) high = middle;
    else low = middle + 1;
  }
  return from - low * HOUR_MS;
}
