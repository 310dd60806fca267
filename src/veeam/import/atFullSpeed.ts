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

/**
 * The length of each session at full speed, ms, where each proxy has so many `threads`, `NaN` for
 * one that shares none: its sessions, and those of no proxy, keep their length. Ends are whole ms,
 * rounded up from when the work was done; so lengths are rounded down.
 */
export function lengthsAtFullSpeed(
  { proxy, most, start, end }: RanSessions,
  threads: Float64Array,
): Float64Array {
  const lengths = end.map((at, session) => at - start[session]!);
  const byProxy: number[][] = Array.from(threads, () => []);
  proxy.forEach((place, session) => {
    if (place >= 0 && threads[place]! >= 1 && lengths[session]! > 0) byProxy[place]!.push(session);
  });
  byProxy.forEach((sessions, place) => {
    const has = threads[place]!;
    const mosts = sessions.map((session) => (most[session]! >= 1 ? most[session]! : has));
    const classes = [...new Set(mosts)].sort((one, other) => one - other);
    const classOf = new Map(classes.map((one, at) => [one, at]));
    const kind = Int32Array.from(mosts, (one) => classOf.get(one)!);
    replay(sessions, kind, Float64Array.from(classes), has, start, end, lengths);
  });
  return lengths;
}

/** What is lost in summing up to here is not a ms that somebody took. */
const ROUNDING_MS = 2 ** -10;

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
  const begins = places.toSorted((one, other) => start[sessions[one]!]! - start[sessions[other]!]!);
  const ends = places.toSorted((one, other) => end[sessions[one]!]! - end[sessions[other]!]!);
  const running = new Float64Array(classes.length);
  const progress = new Float64Array(classes.length);
  const rates = new Float64Array(classes.length);
  const begun = new Float64Array(sessions.length);
  let atWork = 0;
  let now = Number.NEGATIVE_INFINITY;
  let next = 0;
  for (let over = 0; over < ends.length;) {
    const place = ends[over]!;
    const isEnd =
      next === begins.length || end[sessions[place]!]! <= start[sessions[begins[next]!]!]!;
    const at = isEnd ? end[sessions[place]!]! : start[sessions[begins[next]!]!]!;
    if (at > now) {
      if (atWork > 0) {
        divide(running, classes, threads, rates);
        for (let one = 0; one < classes.length; one += 1)
          progress[one]! += rates[one]! * (at - now);
      } else progress.fill(0); // nobody is in the middle of it: what was rounded goes
      now = at;
    }
    if (isEnd) {
      const made = progress[kind[place]!]! - begun[place]!;
      lengths[sessions[place]!] = Math.min(
        lengths[sessions[place]!]!,
        Math.floor(made + ROUNDING_MS),
      );
      running[kind[place]!]! -= 1;
      atWork -= 1;
      over += 1;
    } else {
      const first = begins[next]!;
      begun[first] = progress[kind[first]!]!;
      running[kind[first]!]! += 1;
      atWork += 1;
      next += 1;
    }
  }
}

/** Rates by class, ascending: everybody's share rises until one has its most. */
function divide(
  running: Float64Array,
  classes: Float64Array,
  threads: number,
  rates: Float64Array,
): void {
  let free = threads;
  let open = 0;
  for (let one = 0; one < classes.length; one += 1) open += running[one]!;
  for (let one = 0; one < classes.length; one += 1) {
    const given = open === 0 ? classes[one]! : Math.min(classes[one]!, free / open);
    rates[one] = given / classes[one]!;
    free -= given * running[one]!;
    open -= running[one]!;
  }
}
