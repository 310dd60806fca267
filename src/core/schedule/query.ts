/**
 * The questions that a compiled schedule answers, on pieces of weekly lists: all of them `rank` and
 * `nth` in the end.
 *
 * A query finds its piece (nearly always the one that those before it found), then its week by a
 * division, then its place in the week by a bucket. No query allocates, and none looks at more than
 * the pieces: `NEVER` is known at once.
 */
import { issue, PolicyError } from "../input/issues.js";
import {
  END_OF_TIME,
  EPOCH,
  isNumber,
  NEVER,
  NEVER_BEFORE,
  notInstants,
  WEEK_MS,
} from "../time/instant.js";
import { segmentAt, type ZoneTable } from "../time/zone.js";
import type { Pieces } from "./pieces.js";
import type { Stretches, WeekList } from "./weekList.js";

/** More than this is more than memory holds, and than anybody reads. */
const MOST_IN_RANGE = 2 ** 28;

/**
 * The numeric questions. Instants are epoch milliseconds; ranges are `[from, to)` (R1). Each throws
 * a `PolicyError` for what is no number: a text, a `Date`, `NaN` (R26).
 */
export interface ScheduleQuery {
  /** First run strictly after; `NEVER` if none. */
  next(after: number): number;
  /** Last run strictly before; `-Infinity` if none since 1970. */
  previous(before: number): number;
  /** Is there a run at exactly this instant? */
  has(instant: number): boolean;
  /** Runs before the instant, from 1970 on. */
  rank(instant: number): number;
  /**
   * The run with so many runs before it; `NEVER` past the last, `-Infinity` for a negative index.
   */
  nth(index: number): number;
  /** Runs in `[from, to)`; the cost does not depend on the span. */
  count(from: number, to: number): number;
  /**
   * The runs in `[from, to)`, ascending, in a fresh array. Throws a `RangeError` for more than 2^28
   * of them, two gigabytes (R27).
   */
  range(from: number, to: number): Float64Array;
  /**
   * Writes the runs in `[from, to)` to the front of `out`, as many as fit, and says how many it
   * wrote.
   */
  fill(out: Float64Array, from: number, to: number): number;
}

/**
 * Answers questions on pieces of a zone's time. The only state is which pieces the last queries
 * looked at.
 */
export function queryPieces(pieces: Pieces, zone: ZoneTable): ScheduleQuery {
  const { count: pieceCount, starts, bases, lists, ranks, biases, firstOfSegment } = pieces;
  const total = ranks[pieceCount]!;

  // The remembered piece, unpacked. `hotEnd` is its end; for an empty piece it is where nothing is,
  // so that the fast road of `next` needs no test for emptiness.
  let piece = 0;
  let hotStart = 0;
  let hotEnd = 0;
  let base = 0;
  let list: WeekList = lists[0]!;
  let positions = list.positions;
  let buckets = list.buckets;
  let bucketRate = list.bucketRate;
  moveTo(0);

  // The piece of the last `next` that was outside the remembered one.
  let glanced = -1;

  function moveTo(index: number): void {
    piece = index;
    list = lists[index]!;
    positions = list.positions;
    buckets = list.buckets;
    bucketRate = list.bucketRate;
    base = bases[index]!;
    hotStart = starts[index]!;
    hotEnd = list.size === 0 ? NEVER_BEFORE : starts[index + 1]!;
  }

  /** The piece that holds `instant`, which lies in `[EPOCH, END_OF_TIME)`. */
  function pieceAt(instant: number): number {
    let found = firstOfSegment[segmentAt(zone, instant)]!;
    while (starts[found + 1]! <= instant) found += 1; // a segment has five pieces at most
    return found;
  }

  /** Remembers the piece that holds `instant`, which lies in `[EPOCH, END_OF_TIME)`. */
  function locate(instant: number): void {
    if (instant < starts[piece]! || instant >= starts[piece + 1]!) moveTo(pieceAt(instant));
  }

  function next(after: number): number {
    // bench/next: this block is all that happens to nearly every query. The type is asked for since
    // a `Date` and `"0"` compare as numbers do; of numbers the question costs nothing.
    if (typeof after === "number" && after >= hotStart && after < hotEnd) {
      const week = Math.floor((after - base) / WEEK_MS) * WEEK_MS + base;
      const position = after - week;
      let index = buckets[(position * bucketRate) | 0]!;
      while (positions[index]! <= position) index += 1; // the sentinel is later than any position
      const run = week + positions[index]!;
      if (run < hotEnd) return run;
    }
    return nextBeyond(after);
  }

  /** `next` where the remembered piece does not hold the answer. */
  function nextBeyond(after: number): number {
    if (!isNumber(after)) throw notInstants({ after });
    if (total === 0 || after >= END_OF_TIME) return NEVER;
    if (after < EPOCH) return nth(0);
    let found = piece;
    if (after < hotStart || after >= hotEnd) {
      found = pieceAt(after);
      // Who asks at random is answered from where the piece lies; unpacking it would cost as much
      // as the answer (bench/next). Who asks for the same piece again walks on from there.
      if (found === glanced) moveTo(found);
      glanced = found;
      const run = runAfter(lists[found]!, bases[found]!, after);
      if (run < starts[found + 1]!) return run;
    }
    return nth(ranks[found + 1]!); // nothing more in this piece: the first run of those that follow
  }

  function rank(instant: number): number {
    if (!isNumber(instant)) throw notInstants({ instant });
    return rankOf(instant);
  }

  /** `rank` of what is known to be a number. */
  function rankOf(instant: number): number {
    if (instant <= EPOCH) return 0;
    if (instant >= END_OF_TIME) return total;
    locate(instant);
    const size = list.size;
    if (size === 0) return ranks[piece]!;
    const weeks = Math.floor((instant - base) / WEEK_MS);
    const position = instant - base - weeks * WEEK_MS;
    let index = buckets[(position * bucketRate) | 0]!;
    while (positions[index]! < position) index += 1;
    return biases[piece]! + weeks * size + index;
  }

  function nth(index: number): number {
    if (!Number.isInteger(index)) {
      if (index === NEVER || index === NEVER_BEFORE) return index;
      throw new PolicyError([issue("index", "a whole number", index)]);
    }
    if (index < 0) return NEVER_BEFORE;
    if (index >= total) return NEVER;
    if (index < ranks[piece]! || index >= ranks[piece + 1]!) moveTo(pieceOfRank(index));
    const size = list.size;
    const nthFromBase = index - biases[piece]!;
    const weeks = Math.floor(nthFromBase / size);
    return base + weeks * WEEK_MS + positions[nthFromBase - weeks * size]!;
  }

  /**
   * The piece in which the run of this rank lies: the last whose first rank is not above it. Never
   * an empty one.
   */
  function pieceOfRank(index: number): number {
    let low = 0;
    let high = pieceCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (ranks[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function previous(before: number): number {
    if (!isNumber(before)) throw notInstants({ before });
    return nth(rankOf(before) - 1);
  }

  function has(instant: number): boolean {
    const index = rank(instant);
    return index < total && nth(index) === instant;
  }

  function count(from: number, to: number): number {
    if (!isNumber(from) || !isNumber(to)) throw notInstants({ from, to });
    const before = rankOf(from);
    const upTo = rankOf(to);
    return upTo > before ? upTo - before : 0;
  }

  function fill(out: Float64Array, from: number, to: number): number {
    if (!(out instanceof Float64Array))
      throw new PolicyError([issue("out", "a Float64Array to write to", out)]);
    if (!isNumber(from) || !isNumber(to)) throw notInstants({ from, to });
    const upTo = rankOf(to);
    const first = rankOf(from);
    const wanted = Math.min(upTo - first, out.length);
    if (wanted <= 0) return 0;
    let written = 0;
    moveTo(pieceOfRank(first));
    // Bound: every round is a further piece.
    while (written < wanted) {
      const stop = Math.min(wanted, ranks[piece + 1]! - first);
      if (stop > written) {
        const nthFromBase = first + written - biases[piece]!;
        const weeks = Math.floor(nthFromBase / list.size);
        const entry = nthFromBase - weeks * list.size;
        const week = base + weeks * WEEK_MS;
        if (list.stepMs > 0) fillEvenly(out, written, stop, week + positions[entry]!, list.stepMs);
        else if (list.stretches !== undefined)
          fillStretches(out, written, stop, week, entry, list, list.stretches);
        else fillWeekly(out, written, stop, week, entry, list);
        written = stop;
      }
      if (written < wanted) moveTo(piece + 1);
    }
    return written;
  }

  function range(from: number, to: number): Float64Array {
    const runs = count(from, to);
    if (runs > MOST_IN_RANGE)
      throw new RangeError(
        `range: at most ${MOST_IN_RANGE} runs fit in an array, and here are ${runs}; fill ` +
          "writes them part by part, count only counts them",
      );
    const out = new Float64Array(runs);
    fill(out, from, to);
    return out;
  }

  return { next, previous, has, rank, nth, count, range, fill };
}

/** The first run after an instant, were there no piece but this list; `NEVER` of an empty one. */
function runAfter(
  { size, positions, buckets, bucketRate }: WeekList,
  base: number,
  after: number,
): number {
  if (size === 0) return NEVER;
  const week = Math.floor((after - base) / WEEK_MS) * WEEK_MS + base;
  const position = after - week;
  let index = buckets[(position * bucketRate) | 0]!;
  while (positions[index]! <= position) index += 1;
  return week + positions[index]!;
}

/** Writes `out[at, end)` with one distance between neighbours. */
function fillEvenly(
  out: Float64Array,
  at: number,
  end: number,
  first: number,
  stepMs: number,
): void {
  let run = first;
  for (let index = at; index < end; index += 1) {
    out[index] = run;
    run += stepMs;
  }
}

/**
 * Writes `out[at, end)` from a weekly list that goes on in even steps, stretch by stretch,
 * beginning at its entry `from` in the week that starts at `week`.
 */
function fillStretches(
  out: Float64Array,
  at: number,
  end: number,
  week: number,
  from: number,
  { positions, size }: WeekList,
  { stepMs, starts }: Stretches,
): void {
  let stretch = 0;
  while (starts[stretch + 1]! <= from) stretch += 1;
  let entry = from;
  let weekStart = week;
  for (let index = at; index < end;) {
    const stop = Math.min(end, index + starts[stretch + 1]! - entry);
    fillEvenly(out, index, stop, weekStart + positions[entry]!, stepMs);
    index = stop;
    stretch += 1;
    entry = starts[stretch]!;
    if (entry === size) {
      stretch = entry = 0;
      weekStart += WEEK_MS;
    }
  }
}

/**
 * Writes `out[at, end)` from a weekly list, beginning at its entry `from` in the week that starts
 * at `week`. Only the first week is read from the list; every later run is the one a week before it
 * plus a week, four at a time, which the processor can overlap (bench/fill: twice as fast as a loop
 * per week).
 */
function fillWeekly(
  out: Float64Array,
  at: number,
  end: number,
  week: number,
  from: number,
  list: WeekList,
): void {
  const { positions, size } = list;
  const firstWeek = Math.min(end, at + size);
  let entry = from;
  let weekStart = week;
  for (let index = at; index < firstWeek; index += 1) {
    out[index] = weekStart + positions[entry]!;
    entry += 1;
    if (entry === size) {
      entry = 0;
      weekStart += WEEK_MS;
    }
  }
  let index = firstWeek;
  // Four reads before four writes: only right where the week before is at least four entries long.
  for (const last = size < 4 ? 0 : end - 3; index < last; index += 4) {
    const first = out[index - size]! + WEEK_MS;
    const second = out[index - size + 1]! + WEEK_MS;
    const third = out[index - size + 2]! + WEEK_MS;
    const fourth = out[index - size + 3]! + WEEK_MS;
    out[index] = first;
    out[index + 1] = second;
    out[index + 2] = third;
    out[index + 3] = fourth;
  }
  for (; index < end; index += 1) out[index] = out[index - size]! + WEEK_MS;
}
