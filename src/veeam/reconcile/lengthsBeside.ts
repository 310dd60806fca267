/**
 * Recorded sessions one by one, each beside those that really ran: how long it would have taken
 * with a given work, where the others began and ended as they did and shared the threads of its
 * proxy with it, max-min fair (R28).
 *
 * How fast a session goes depends on how many threads it can use, on who is there, and on whether
 * it is itself one of them, as it is up to its recorded end. So for each number of threads that
 * sessions can use there are two running sums of progress, and a session is a search in them: the
 * work is a sort, and for each such number a step per beginning and end.
 */
import { mostOf, type RanSessions, sessionsByProxy } from "../import/atFullSpeed.js";

/**
 * The length of each session, ms; `NaN` for one without a `work`, ms at full speed. On a proxy that
 * shares none, on none, and where its recorded length is nothing, it takes its work.
 */
export function lengthsBeside(
  ran: RanSessions,
  threads: Float64Array,
  work: Float64Array,
): Float64Array {
  const lengths = work.slice();
  const recorded = (session: number): number => ran.end[session]! - ran.start[session]!;
  sessionsByProxy(ran, threads, recorded).forEach((sessions, place) => {
    if (sessions.length > 0) fill(sessions, threads[place]!, ran, work, lengths);
  });
  return lengths;
}

/** The sessions of one proxy: fills in their lengths. */
function fill(
  sessions: readonly number[],
  threads: number,
  ran: RanSessions,
  work: Float64Array,
  lengths: Float64Array,
): void {
  const { start, end } = ran;
  const classes = new Map<number, number[]>();
  for (const session of sessions) {
    const most = mostOf(ran, session, threads);
    const own = classes.get(most);
    if (own === undefined) classes.set(most, [session]);
    else own.push(session);
  }
  const times = Float64Array.from(
    new Set(sessions.flatMap((session) => [start[session]!, end[session]!])),
  ).sort();
  const { among, besides } = levelsOf(times, [...classes.entries()], threads, start, end);
  const whileThere = new Float64Array(times.length);
  const afterwards = new Float64Array(times.length);
  const last = times.length - 1;
  for (const [own, members] of classes) {
    sumUp(whileThere, times, among, own);
    sumUp(afterwards, times, besides, own);
    for (const session of members) {
      if (Number.isNaN(work[session]!)) continue;
      const from = placeOf(times, start[session]!);
      const to = placeOf(times, end[session]!);
      const done = whileThere[from]! + work[session]!;
      let over: number;
      if (done <= whileThere[to]!) over = whenReached(whileThere, times, done, from, to);
      else {
        const rest = afterwards[to]! + (done - whileThere[to]!);
        // Once all others are gone, it is alone.
        over =
          rest <= afterwards[last]!
            ? whenReached(afterwards, times, rest, to, last)
            : times[last]! + (rest - afterwards[last]!) / Math.min(1, threads / own);
      }
      lengths[session] = over - start[session]!;
    }
  }
}

/** The threads in each stretch between two times up to which everybody has what it can use. */
interface Levels {
  /** Of those who are there. */
  readonly among: Float64Array;
  /** Of those and one more, who has no more than this, whatever it can use. */
  readonly besides: Float64Array;
}

function levelsOf(
  times: Float64Array,
  classes: readonly (readonly [number, readonly number[]])[],
  threads: number,
  start: Float64Array,
  end: Float64Array,
): Levels {
  const rising = classes.toSorted(([one], [other]) => one - other);
  const mosts = Float64Array.from(rising, ([most]) => most);
  // Who comes and goes at each time, by class.
  const changes: number[][] = Array.from(times, () => []);
  rising.forEach(([, members], kind) => {
    for (const session of members) {
      changes[placeOf(times, start[session]!)]!.push(kind);
      changes[placeOf(times, end[session]!)]!.push(-1 - kind);
    }
  });
  const running = new Int32Array(mosts.length);
  let count = 0;

  /** The level where so many more are there who could use all threads. */
  function levelWith(more: number): number {
    let free = threads;
    let open = count + more;
    // Who can use least has what it can use first; from the first who has less on, all have alike.
    for (let kind = 0; kind < mosts.length && open > more; kind += 1) {
      const own = running[kind]!;
      if (mosts[kind]! * open > free) break;
      free -= mosts[kind]! * own;
      open -= own;
    }
    return open === 0 ? Infinity : free / open;
  }

  const among = new Float64Array(times.length);
  const besides = new Float64Array(times.length);
  changes.forEach((those, at) => {
    for (const one of those) {
      running[one >= 0 ? one : -1 - one]! += one >= 0 ? 1 : -1;
      count += one >= 0 ? 1 : -1;
    }
    among[at] = levelWith(0);
    besides[at] = levelWith(1);
  });
  return { among, besides };
}

/** The progress up to each time, ms, of who can use `own` threads. */
function sumUp(sums: Float64Array, times: Float64Array, levels: Float64Array, own: number): void {
  let sum = 0;
  for (let at = 0; at < times.length; at += 1) {
    if (at > 0) sum += Math.min(1, levels[at - 1]! / own) * (times[at]! - times[at - 1]!);
    sums[at] = sum;
  }
}

/** When a running sum reaches something, between two times. */
function whenReached(
  sums: Float64Array,
  times: Float64Array,
  wanted: number,
  from: number,
  to: number,
): number {
  let low = from;
  let high = to;
  // Bound: halves. Invariant: sums[low] <= wanted, and high is `to` or sums[high] > wanted.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sums[middle]! <= wanted) low = middle;
    else high = middle;
  }
  const made = sums[high]! - sums[low]!;
  const share = made > 0 ? (wanted - sums[low]!) / made : 0;
  return times[low]! + share * (times[high]! - times[low]!);
}

/** The place of a time that is there. */
function placeOf(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length - 1;
  // Bound: halves.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
