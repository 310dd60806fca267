/**
 * Sessions of jobs that share nothing, slice by slice: written down in the order in which they
 * started, and booked.
 *
 * Nothing that happens between two starts can make more sessions run at once than there were. So
 * the peak is looked for at starts alone, and of an end it only counts which start comes next: ends
 * are never sorted. How long sessions are within each hour is arithmetic. At one instant attempts
 * end, then due starts begin in the order of the jobs, then retries, then what takes no time ends
 * (`../phases.ts`).
 */
import { type MissedLog, resized, type SessionLog } from "../../books/columns.js";
import { addBusy, countBusy, moveOn } from "../../books/occupancy.js";
import {
  ATTEMPT_AND_OUTCOME,
  BEGIN,
  DONE,
  DUE,
  JOB,
  OUTCOME_BITS,
  SESSION_INSTANTS,
  SESSION_NUMBERS,
  type SliceRows,
} from "./rows.js";
import { startOrderer } from "./order.js";
import { type HoursOfSlice, hoursOfSlices } from "./hours.js";
import { momentsOfSlices } from "./moments.js";
import type { World } from "../world.js";

/** Takes in the rows of one slice after the other. */
export interface Bookkeeper {
  /**
   * The rows of `[begin, until)`, which it empties. The due ones start at multiples of `unit`, ms.
   */
  enter(slice: SliceRows, begin: number, until: number, unit: number): void;
}

const FIRST_KEPT = 1_024;
const NO_NEEDS: readonly number[] = [];

/** Who keeps the books of a world. */
export function bookkeeper({ from, zone, capacity, tally, log, missed }: World): Bookkeeper {
  const { laneOf, laneNeeds, resourceCount: wholeFleet } = capacity;
  const { occupancy, waves } = tally;
  const needsNothing = laneNeeds.length === 0;
  const orderer = startOrderer();
  const hours = hoursOfSlices(zone, from);
  const moments = momentsOfSlices();
  const taken = new Int32Array(wholeFleet + 1);
  // What runs when a slice is over: its end, and its job.
  let keptEnds = new Float64Array(FIRST_KEPT);
  let keptJobs = new Int32Array(FIRST_KEPT);
  let kept = 0;
  // Of each moment how many have ended by then, since the one before; and who they are, in lists.
  let freed = new Int32Array(0);
  let firstFreed = new Int32Array(0);
  let nextFreed = new Int32Array(0);
  let freedJobs = new Int32Array(0);
  let freedCount = 0;

  const needsOf = (job: number): readonly number[] => laneNeeds[laneOf[job]!] ?? NO_NEEDS;

  function setUp(momentCount: number, sessions: number): void {
    if (freed.length <= momentCount) {
      freed = new Int32Array(2 * momentCount + 2);
      firstFreed = new Int32Array(freed.length);
    }
    freed.fill(0, 0, momentCount + 1);
    freedCount = 0;
    if (needsNothing) return;
    firstFreed.fill(-1, 0, momentCount + 1);
    if (nextFreed.length >= sessions + kept) return;
    nextFreed = new Int32Array(2 * (sessions + kept));
    freedJobs = new Int32Array(nextFreed.length);
  }

  /** A job's session is over by a moment, and was not by the one before. */
  function freeAt(moment: number, job: number): void {
    freed[moment]! += 1;
    if (needsNothing) return;
    freedJobs[freedCount] = job;
    nextFreed[freedCount] = firstFreed[moment]!;
    firstFreed[moment] = freedCount;
    freedCount += 1;
  }

  function freeNow(moment: number): void {
    taken[wholeFleet]! -= freed[moment]!;
    if (needsNothing) return;
    for (let at = firstFreed[moment]!; at >= 0; at = nextFreed[at]!) {
      for (const need of needsOf(freedJobs[at]!)) taken[need]! -= 1;
    }
  }

  /** Sessions of a job that start now. */
  function takeNow(job: number): void {
    for (const need of needsOf(job)) {
      taken[need]! += 1;
      countBusy(occupancy, need, 1, taken[need]!);
    }
  }

  /** Books `[begin, end)` of a session under the hours of the week; `begin` is in the `first`. */
  function addLength(
    { untils, ofWeek }: HoursOfSlice,
    first: number,
    job: number,
    begin: number,
    end: number,
  ): void {
    const needs = needsNothing ? NO_NEEDS : needsOf(job);
    let since = begin;
    // Bound: one round an hour of the slice.
    for (let hour = first; since < end; hour += 1) {
      const to = Math.min(untils[hour]!, end);
      addBusy(occupancy, wholeFleet, ofWeek[hour]!, to - since);
      for (const need of needs) addBusy(occupancy, need, ofWeek[hour]!, to - since);
      since = to;
    }
  }

  function keep(end: number, job: number): void {
    if (kept === keptEnds.length) {
      keptEnds = resized(keptEnds, new Float64Array(2 * kept));
      keptJobs = resized(keptJobs, new Int32Array(2 * kept));
    }
    keptEnds[kept] = end;
    keptJobs[kept] = job;
    kept += 1;
  }

  /** What still ran when the slice began. */
  function enterKept(begin: number, until: number): void {
    const before = kept;
    kept = 0;
    for (let index = 0; index < before; index += 1) {
      const end = keptEnds[index]!;
      const job = keptJobs[index]!;
      addLength(hours.present, 0, job, begin, Math.min(end, until));
      if (end >= until) keep(end, job);
      else freeAt(moments.after(end), job);
    }
  }

  function enterSessions(slice: SliceRows, order: Int32Array, until: number): void {
    const { instants, numbers } = slice;
    const { instants: starts, stops, count } = moments;
    const { untils } = hours.present;
    let hour = 0;
    let place = 0;
    for (let moment = 0; moment < count; moment += 1) {
      const start = starts[moment]!;
      const stop = stops[moment]!;
      while (untils[hour]! <= start) hour += 1;
      freeNow(moment);
      moveOn(occupancy, start);
      taken[wholeFleet]! += stop - place;
      countBusy(occupancy, wholeFleet, stop - place, taken[wholeFleet]!);
      const night = waves.startedTogether(start, stop - place);
      let last = start;
      for (; place < stop; place += 1) {
        const row = order[place]!;
        const end = instants[row * SESSION_INSTANTS + DONE]!;
        const job = numbers[row * SESSION_NUMBERS + JOB]!;
        if (end > last) last = end;
        if (!needsNothing) takeNow(job);
        if (end >= until) {
          addLength(hours.present, hour, job, start, until);
          keep(end, job);
          continue;
        }
        addLength(hours.present, hour, job, start, end);
        freeAt(end === start ? moment + 1 : moments.after(end), job);
      }
      waves.ended(night, last);
    }
    freeNow(count);
  }

  return {
    enter(slice, begin, until, unit) {
      writeMissed(slice, orderer.missed(slice, begin, until, unit), missed);
      const order = orderer.sessions(slice, begin, until, unit);
      writeSessions(slice, order, log);
      hours.open(begin, until);
      moments.open(slice, order, begin, until);
      setUp(moments.count, slice.sessions);
      enterKept(begin, until);
      enterSessions(slice, order, until);
      slice.sessions = 0;
      slice.missed = 0;
    },
  };
}

function writeMissed(slice: SliceRows, order: Int32Array, log: MissedLog): void {
  const { missed, missedJob, missedNominal, missedReason } = slice;
  for (let place = 0; place < missed; place += 1) {
    const row = order[place]!;
    log.add(missedJob[row]!, missedNominal[row]!, missedReason[row]!);
  }
}

function writeSessions(slice: SliceRows, order: Int32Array, log: SessionLog): void {
  const { sessions, instants, numbers } = slice;
  const room = log.room(sessions);
  if (room === undefined) return;
  const { job, nominal, start, end, attempt, outcome } = room;
  for (let place = 0, to = room.from; place < sessions; place += 1, to += 1) {
    const at = order[place]! * SESSION_INSTANTS;
    const is = order[place]! * SESSION_NUMBERS;
    job[to] = numbers[is + JOB]!;
    nominal[to] = instants[at + DUE]!;
    start[to] = instants[at + BEGIN]!;
    end[to] = instants[at + DONE]!;
    attempt[to] = numbers[is + ATTEMPT_AND_OUTCOME]! >> OUTCOME_BITS;
    outcome[to] = numbers[is + ATTEMPT_AND_OUTCOME]! & ((1 << OUTCOME_BITS) - 1);
  }
}
