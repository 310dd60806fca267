/**
 * Sessions and missed runs of a slice of time: they come job by job, and are written down and
 * booked in the order of time.
 *
 * At one instant attempts end, then due starts begin in the order of the jobs, then retries, then
 * what takes no time ends (`phases.ts`). What still runs when a slice is over ends in a later one.
 */
import type { World } from "./world.js";
import { sorter } from "./radix.js";

/** Rows in columns that grow. Of each job they come in the order of time. */
export interface Rows {
  sessions: number;
  job: Int32Array;
  nominal: Float64Array;
  start: Float64Array;
  end: Float64Array;
  attempt: Uint16Array;
  outcome: Uint8Array;
  missed: number;
  missedJob: Int32Array;
  missedNominal: Float64Array;
  missedReason: Uint8Array;
}

const FIRST_ROWS = 1_024;

/** No row yet. */
export function noRows(): Rows {
  return {
    sessions: 0,
    job: new Int32Array(FIRST_ROWS),
    nominal: new Float64Array(FIRST_ROWS),
    start: new Float64Array(FIRST_ROWS),
    end: new Float64Array(FIRST_ROWS),
    attempt: new Uint16Array(FIRST_ROWS),
    outcome: new Uint8Array(FIRST_ROWS),
    missed: 0,
    missedJob: new Int32Array(FIRST_ROWS),
    missedNominal: new Float64Array(FIRST_ROWS),
    missedReason: new Uint8Array(FIRST_ROWS),
  };
}

/** Adds a session, with the end and the outcome that it will have. */
export function addSession(
  rows: Rows,
  job: number,
  nominal: number,
  start: number,
  end: number,
  attempt: number,
  outcome: number,
): void {
  const row = rows.sessions;
  if (row === rows.job.length) growSessions(rows);
  rows.job[row] = job;
  rows.nominal[row] = nominal;
  rows.start[row] = start;
  rows.end[row] = end;
  rows.attempt[row] = attempt;
  rows.outcome[row] = outcome;
  rows.sessions = row + 1;
}

/** Adds a run that came to no session. */
export function addMissed(rows: Rows, job: number, nominal: number, reason: number): void {
  const row = rows.missed;
  if (row === rows.missedJob.length) growMissed(rows);
  rows.missedJob[row] = job;
  rows.missedNominal[row] = nominal;
  rows.missedReason[row] = reason;
  rows.missed = row + 1;
}

function growSessions(rows: Rows): void {
  const size = 2 * rows.job.length;
  rows.job = copied(rows.job, new Int32Array(size));
  rows.nominal = copied(rows.nominal, new Float64Array(size));
  rows.start = copied(rows.start, new Float64Array(size));
  rows.end = copied(rows.end, new Float64Array(size));
  rows.attempt = copied(rows.attempt, new Uint16Array(size));
  rows.outcome = copied(rows.outcome, new Uint8Array(size));
}

function growMissed(rows: Rows): void {
  const size = 2 * rows.missedJob.length;
  rows.missedJob = copied(rows.missedJob, new Int32Array(size));
  rows.missedNominal = copied(rows.missedNominal, new Float64Array(size));
  rows.missedReason = copied(rows.missedReason, new Uint8Array(size));
}

function copied<Column extends Int32Array | Float64Array | Uint16Array | Uint8Array>(
  from: Column,
  to: Column,
): Column {
  to.set(from);
  return to;
}

/** Puts the rows of one slice after the other into the log and the books. */
export interface Bookkeeper {
  /** The rows of `[begin, end)`; the span's last slice has the end of the span. */
  enter(rows: Rows, begin: number, end: number): void;
}

/** Who keeps the books of a world. */
export function bookkeeper({ capacity, tally, log, missed }: World): Bookkeeper {
  const { laneOf, laneNeeds, resourceCount: wholeFleet } = capacity;
  const { occupancy, waves } = tally;
  const byStart = sorter();
  const byEnd = sorter();
  let keys = new Float64Array(0);
  // What ends in this slice, and what in a later one.
  let ends = new Float64Array(FIRST_ROWS);
  let endJobs = new Int32Array(FIRST_ROWS);
  let later = 0;
  const timeless: number[] = [];

  function busy(job: number, change: number): void {
    const lane = laneOf[job]!;
    if (lane >= 0) {
      const needs = laneNeeds[lane]!;
      for (let index = 0; index < needs.length; index += 1) occupancy.busy(needs[index]!, change);
    }
    occupancy.busy(wholeFleet, change);
  }

  function freeTimeless(): void {
    for (const job of timeless) busy(job, -1);
    timeless.length = 0;
  }

  function keysFor(count: number): Float64Array {
    if (keys.length < count) keys = new Float64Array(Math.ceil(count * 1.5));
    return keys;
  }

  /** Missed runs, in the order of their instants, at each in that of the jobs. */
  function enterMissed(rows: Rows, begin: number, end: number): void {
    const { missed: count, missedJob, missedNominal, missedReason } = rows;
    const own = keysFor(count);
    for (let row = 0; row < count; row += 1) own[row] = missedNominal[row]! - begin;
    const order = byStart.order(own, count, end - begin);
    for (let index = 0; index < count; index += 1) {
      const row = order[index]!;
      missed.add(missedJob[row]!, missedNominal[row]!, missedReason[row]!);
    }
  }

  /** Sessions by their starts; at one instant retries come after what is due. */
  function startOrder({ sessions: count, start, attempt }: Rows, begin: number, end: number) {
    const own = keysFor(count);
    for (let row = 0; row < count; row += 1)
      own[row] = 2 * (start[row]! - begin) + (attempt[row]! > 0 ? 1 : 0);
    return byStart.order(own, count, 2 * (end - begin) + 1);
  }

  /** The ends of the slice, in their order. Returns how many; those of later slices are kept. */
  function endOrder({ sessions, job, start, end }: Rows, begin: number, until: number) {
    const most = later + sessions;
    if (ends.length < most) {
      ends = copied(ends, new Float64Array(Math.ceil(most * 1.5)));
      endJobs = copied(endJobs, new Int32Array(ends.length));
    }
    let count = later;
    for (let row = 0; row < sessions; row += 1) {
      if (end[row] === start[row]) continue;
      ends[count] = end[row]!;
      endJobs[count] = job[row]!;
      count += 1;
    }
    const own = keysFor(count);
    for (let index = 0; index < count; index += 1)
      own[index] = Math.min(ends[index]!, until) - begin;
    return { order: byEnd.order(own, count, until - begin), count };
  }

  return {
    enter(rows, begin, until) {
      enterMissed(rows, begin, until);
      const starting = startOrder(rows, begin, until);
      const ending = endOrder(rows, begin, until);
      const { sessions, job, nominal, start, end, attempt, outcome } = rows;
      let ended = 0;
      let now = begin;
      for (let index = 0; index < sessions; index += 1) {
        const row = starting[index]!;
        const instant = start[row]!;
        if (instant > now && timeless.length > 0) freeTimeless();
        for (; ended < ending.count; ended += 1) {
          const at = ends[ending.order[ended]!]!;
          if (at > instant) break;
          if (at > now) occupancy.moveTo((now = at));
          busy(endJobs[ending.order[ended]!]!, -1);
        }
        if (instant > now) occupancy.moveTo((now = instant));
        busy(job[row]!, 1);
        if (end[row] === instant) timeless.push(job[row]!);
        waves.ended(waves.started(instant), end[row]!);
        log.add(job[row]!, nominal[row]!, instant, end[row]!, attempt[row]!, outcome[row]!);
      }
      freeTimeless();
      ended = endRest(ending.order, ended, ending.count, now, until);
      keepLater(ending.order, ended, ending.count);
      rows.sessions = 0;
      rows.missed = 0;
    },
  };

  function endRest(
    order: Int32Array,
    from: number,
    count: number,
    since: number,
    until: number,
  ): number {
    let now = since;
    let ended = from;
    for (; ended < count; ended += 1) {
      const at = ends[order[ended]!]!;
      if (at >= until) break;
      if (at > now) occupancy.moveTo((now = at));
      busy(endJobs[order[ended]!]!, -1);
    }
    return ended;
  }

  function keepLater(order: Int32Array, from: number, count: number): void {
    later = count - from;
    const [at, of] = [new Float64Array(later), new Int32Array(later)];
    for (let index = 0; index < later; index += 1) {
      at[index] = ends[order[from + index]!]!;
      of[index] = endJobs[order[from + index]!]!;
    }
    ends.set(at);
    endJobs.set(of);
  }
}
