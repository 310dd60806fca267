/**
 * How long a job's sessions take, held against its own schedule: which of its runs would not be
 * done when the backup window closes, and which starts come sooner than a session ends.
 *
 * One length at a time is tried on every start, from the minute at which it is due and at full
 * speed. Nothing is simulated: what other jobs do to a session is not in it. What depends on the
 * schedule alone, or on it and one length, is worked out once for all jobs that share it.
 */
import type { Schedule } from "../schedule/schedule.js";
import type { ReadWorkload } from "../simulation/workload.js";
import { type Moment, momentAt } from "../time/moments.js";
import { NEVER } from "../time/instant.js";

/** How long the sessions of a job take, and where its schedule leaves less room. Lengths in ms. */
export interface SessionLengths {
  /** Half of the first attempts take at most so long, at full speed (R28). */
  readonly p50: number;
  /** 19 of 20 do. */
  readonly p95: number;
  /** Whether some take longer than others. */
  readonly varies: boolean;
  /** Starts in the span from which a session of the length p50 runs into the window's end. */
  readonly stoppedAtP50: StoppedStarts;
  /** The same for p95: these and, as a rule, more. */
  readonly stoppedAtP95: StoppedStarts;
  /** Starts in the span at which a session of the length p50 still runs from the one before. */
  readonly startsTooSoon: number;
}

/** Starts from which a session would still run when the backup window closes (R17). */
export interface StoppedStarts {
  readonly starts: number;
  /** The first of them; absent where there is none. */
  readonly first?: Moment;
}

/** What is known of the room that a schedule leaves in a span, as far as anybody asked. */
export interface Room {
  /** How many starts come so long, ms, after the one before, with no window closing in between. */
  gaps: ReadonlyMap<number, number> | undefined;
  /** Starts that are stopped, by the length of sessions. */
  readonly stopped: Map<number, StoppedStarts>;
}

/** Nobody has asked yet. */
export function unknownRoom(): Room {
  return { gaps: undefined, stopped: new Map() };
}

/** The greatest number below 1: quantiles are asked for no more. */
const LAST_SHARE = 1 - 2 ** -53;

/**
 * The lengths of a workload against a schedule in `[from, to)`. `undefined` where no one length can
 * be said: there is no workload, a function decides, or it depends on the run before (R31). `room`:
 * what is known of this schedule in this span; it learns.
 */
export function sessionLengths(
  { quantile, given, grows }: ReadWorkload,
  schedule: Schedule,
  from: number,
  to: number,
  room = unknownRoom(),
): SessionLengths | undefined {
  const p50 = Math.ceil(quantile(0.5));
  const p95 = Math.ceil(quantile(0.95));
  if (given !== undefined || grows !== undefined || quantile(LAST_SHARE) === 0) return undefined;
  const stoppedAt = (lengthMs: number): StoppedStarts => {
    let stopped = room.stopped.get(lengthMs);
    if (stopped === undefined)
      room.stopped.set(lengthMs, (stopped = stoppedStarts(schedule, lengthMs, from, to)));
    return stopped;
  };
  room.gaps ??= gapsIn(schedule, from, to);
  return {
    p50,
    p95,
    varies: quantile(0) !== quantile(LAST_SHARE),
    stoppedAtP50: stoppedAt(p50),
    stoppedAtP95: stoppedAt(p95),
    startsTooSoon: shorterThan(room.gaps, p50),
  };
}

/** One round for each time that the window closes, and none without a run before it. */
function stoppedStarts(
  schedule: Schedule,
  lengthMs: number,
  from: number,
  to: number,
): StoppedStarts {
  let starts = 0;
  let first = NEVER;
  for (let run = schedule.next(from - 1); run < to;) {
    const closing = schedule.windowEnd(run);
    if (closing === NEVER) break;
    if (!(closing > run)) throw new Error(`invariant: the window of ${run} closes at ${closing}`);
    // What ends at the closing itself is done.
    const late = Math.max(run, closing - lengthMs + 1);
    const count = late < Math.min(closing, to) ? schedule.count(late, Math.min(closing, to)) : 0;
    if (count > 0 && first === NEVER) first = schedule.next(late - 1);
    starts += count;
    run = schedule.next(closing - 1);
  }
  return { starts, ...(first === NEVER ? {} : { first: momentAt(schedule.zone, first) }) };
}

/**
 * The gaps between starts, few as a rule, and how many there are of each. A window that closes in
 * between ends the session: then the next start finds none, whatever the gap.
 */
function gapsIn(schedule: Schedule, from: number, to: number): Map<number, number> {
  const runs = schedule.range(from, to);
  const gaps = new Map<number, number>();
  let gap = 0;
  let count = 0;
  let closing = Number.NEGATIVE_INFINITY;
  for (let at = 1; at < runs.length; at += 1) {
    const before = runs[at - 1]!;
    const run = runs[at]!;
    if (closing <= before) closing = schedule.windowEnd(before);
    if (closing <= run) continue;
    // Most are like the one before.
    if (run - before !== gap) {
      if (count > 0) gaps.set(gap, (gaps.get(gap) ?? 0) + count);
      gap = run - before;
      count = 0;
    }
    count += 1;
  }
  if (count > 0) gaps.set(gap, (gaps.get(gap) ?? 0) + count);
  return gaps;
}

function shorterThan(gaps: ReadonlyMap<number, number>, lengthMs: number): number {
  let starts = 0;
  for (const [gap, count] of gaps) if (gap < lengthMs) starts += count;
  return starts;
}
