/**
 * Recorded sessions at full speed: how long each would have taken with all the threads that it can
 * use (R28).
 *
 * The sessions of a proxy are replayed as they ran. At every instant those that ran share its
 * threads max-min fair, and a session's progress is what it had of what it can use; the sum of its
 * progress is its length at full speed, and never longer than the recorded one. Sessions of one
 * most advance alike, so one sum stands for all of them: the work is a sort, and a step per
 * beginning and end, however many run at once.
 */
import { sharesOf } from "../../core/simulation/engine/shares.js";

/** Sessions that ran, one at each index of these columns. */
export interface RanSessions {
  /** The place of its proxy; `-1` where nobody knows. */
  readonly proxy: Int32Array;
  /** Threads that it can use, from 1; `NaN`: all that its proxy has. */
  readonly most: Float64Array;
  /** Epoch ms, `start` not after `end`. */
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/** The sessions of each proxy that shares threads, by its place: those that took some time. */
export function sessionsByProxy(
  { proxy }: RanSessions,
  threads: Float64Array,
  lengthOf: (session: number) => number,
): number[][] {
  const byProxy: number[][] = Array.from(threads, () => []);
  proxy.forEach((place, session) => {
    if (place >= 0 && threads[place]! >= 1 && lengthOf(session) > 0) byProxy[place]!.push(session);
  });
  return byProxy;
}

/** What a session can use of so many threads of its proxy. */
export function mostOf({ most }: RanSessions, session: number, threads: number): number {
  return most[session]! >= 1 ? most[session]! : threads;
}

/**
 * The length of each session at full speed, ms, where each proxy has so many `threads`, `NaN` for
 * one that shares none: its sessions, and those of no proxy, keep their length. Ends are whole ms,
 * rounded up from when the work was done; so lengths are rounded down.
 */
export function lengthsAtFullSpeed(ran: RanSessions, threads: Float64Array): Float64Array {
  const { start, end } = ran;
  const lengths = end.map((at, session) => at - start[session]!);
  sessionsByProxy(ran, threads, (session) => lengths[session]!).forEach((sessions, place) => {
    const has = threads[place]!;
    const mosts = sessions.map((session) => mostOf(ran, session, has));
    const classes = [...new Set(mosts)].sort((one, other) => one - other);
    const classOf = new Map(classes.map((one, at) => [one, at]));
    const kind = Int32Array.from(mosts, (one) => classOf.get(one)!);
    replay(sessions, kind, Float64Array.from(classes), has, start, end, lengths);
  });
  return lengths;
}

/** What is lost in summing up to here is not a ms that somebody took. */
const ROUNDING_MS = 2 ** -10;

/** The sessions of one proxy: fills in their lengths. `kind` is the class of each, by its place. */
function replay(
  sessions: readonly number[],
  kind: Int32Array,
  classes: Float64Array,
  threads: number,
  start: Float64Array,
  end: Float64Array,
  lengths: Float64Array,
): void {
  const places = Array.from(sessions, (_, place) => place);
  const byStart = places.toSorted(
    (one, other) => start[sessions[one]!]! - start[sessions[other]!]!,
  );
  const byEnd = places.toSorted((one, other) => end[sessions[one]!]! - end[sessions[other]!]!);
  // Each class is a kind, of which so many run, on a proxy that all need.
  const running = new Float64Array(classes.length);
  const shares = sharesOf(Float64Array.of(threads), [THE_PROXY], {
    countOf: (one) => running[one]!,
    laneOf: () => 0,
    mostOf: (one) => classes[one]!,
  });
  const atWork: number[] = [];
  // How far a session of a class is that began when the last stretch without any was over.
  const progress = new Float64Array(classes.length);
  const begun = new Float64Array(sessions.length);
  let upTo = Number.NEGATIVE_INFINITY;

  function advance(to: number): void {
    atWork.length = 0;
    for (let one = 0; one < classes.length; one += 1) if (running[one]! > 0) atWork.push(one);
    if (atWork.length === 0) progress.fill(0);
    else
      shares.divide(atWork, THE_PROXY, (one, share) => {
        progress[one]! += (share / classes[one]!) * (to - upTo);
      });
    upTo = to;
  }

  let next = 0;
  // Bound: every round, one more session has begun or ended. At one instant ends come first (R22).
  for (let over = 0; over < byEnd.length;) {
    const place = byEnd[over]!;
    const beginner = byStart[next];
    const ends = end[sessions[place]!]!;
    const begins = beginner === undefined ? Infinity : start[sessions[beginner]!]!;
    const at = Math.min(ends, begins);
    if (at > upTo) advance(at);
    if (beginner !== undefined && begins < ends) {
      begun[beginner] = progress[kind[beginner]!]!;
      running[kind[beginner]!]! += 1;
      next += 1;
    } else {
      const made = progress[kind[place]!]! - begun[place]!;
      const session = sessions[place]!;
      lengths[session] = Math.min(lengths[session]!, Math.floor(made + ROUNDING_MS));
      running[kind[place]!]! -= 1;
      over += 1;
    }
  }
}

/** There is one proxy in a replay. */
const THE_PROXY: readonly number[] = [0];
