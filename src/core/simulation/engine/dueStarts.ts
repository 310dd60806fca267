/**
 * Which jobs are due when: what is due at an instant is gathered from all rosters and put into the
 * order of the jobs, manual starts among them (R22).
 *
 * Of each roster some of its next starts are looked up at once, and it stands in an agenda with the
 * first of them.
 */
import { NEVER } from "../../time/instant.js";
import { BACKUP_WINDOW, START_WINDOW } from "../outcomes.js";
import { type Agenda, agenda, firstActor, setEvent } from "./agenda.js";
import type { JobPlan } from "./plans.js";
import { type Roster, RUNS } from "./rosters.js";
import type { World } from "./world.js";

/** The due starts of a fleet, instant by instant. */
export class DueStarts {
  readonly to: number;
  readonly rosters: readonly Roster[];
  /** The roster of each job. */
  readonly rosterOf: Int32Array;
  /** The rosters' next starts. */
  readonly events: Agenda;
  /** Of each roster, what is due by its schedule and by its windows, `chunk` numbers each. */
  readonly ahead: Float64Array;
  readonly chunk: number;
  /** Of each of these, the place of the next one, and how many there are. */
  readonly places: Int32Array;
  readonly counts: Int32Array;
  /** Of each roster, the fate of its next start: `RUNS`, or a reason code. */
  readonly fates: Int8Array;
  /** In one cell, the next instant at which something is due; `NEVER` if nothing is. */
  readonly next: Float64Array;
  /** Jobs that are started by hand at the beginning, until they are gathered. */
  byHand: readonly number[];
  /**
   * What was gathered, `gatheredCount` numbers in the order of the jobs: twice the job, plus one
   * where it is not by hand: so sorting puts a job's manual start first.
   */
  gathered: Int32Array;
  gatheredCount: number;
  /** Room for what several rosters gather. */
  readonly keys: Int32Array;
  /** Of each roster that was gathered: the fate of its starts, and the run that they begin. */
  readonly gatheredFates: Int8Array;
  readonly gatheredRuns: Float64Array;

  constructor(of: DueStarts) {
    this.to = of.to;
    this.rosters = of.rosters;
    this.rosterOf = of.rosterOf;
    this.events = of.events;
    this.ahead = of.ahead;
    this.chunk = of.chunk;
    this.places = of.places;
    this.counts = of.counts;
    this.fates = of.fates;
    this.next = of.next;
    this.byHand = of.byHand;
    this.gathered = of.gathered;
    this.gatheredCount = of.gatheredCount;
    this.keys = of.keys;
    this.gatheredFates = of.gatheredFates;
    this.gatheredRuns = of.gatheredRuns;
  }
}

// What is due of a roster: by its schedule, held back by a backup window, by a start window.
const STREAMS = 3;
const FATES = [RUNS, BACKUP_WINDOW, START_WINDOW];
/** So many due starts of a roster are looked up at once; fewer where there are many rosters. */
const MOST_AT_ONCE = 256;
const FEWEST_AT_ONCE = 4;
/** All of them together. */
const MOST_AHEAD = 2 ** 17;

/** The due starts of a world, from its beginning to its end. */
export function dueStartsOf({ plans, rosters, from, to }: World): DueStarts {
  return dueStartsAmong(plans, rosters, from, to, new Int32Array(plans.length), rosters.length);
}

/**
 * The due starts of jobs on these rosters, and of those of `plans` from `first` to `last - 1` that
 * are started by hand, in `[from, to)`. `rosterOf`: of all jobs, to be filled in; `all`: how many
 * rosters there are in all, which share the memory for what is looked up ahead.
 */
export function dueStartsAmong(
  plans: readonly JobPlan[],
  rosters: readonly Roster[],
  from: number,
  to: number,
  rosterOf: Int32Array,
  all: number,
  first = 0,
  last = plans.length,
): DueStarts {
  const byHand: number[] = [];
  for (let job = first; from < to && job < last; job += 1) if (plans[job]!.runNow) byHand.push(job);
  for (let index = 0; index < rosters.length; index += 1)
    for (const job of rosters[index]!.jobs) rosterOf[job] = index;
  const fairShare = Math.floor(MOST_AHEAD / Math.max(1, all));
  const chunk = Math.max(FEWEST_AT_ONCE, Math.min(MOST_AT_ONCE, fairShare));
  const keys = new Int32Array(last - first + byHand.length);
  const due: DueStarts = new DueStarts({
    to,
    rosters,
    rosterOf,
    events: agenda(rosters.length),
    ahead: new Float64Array(rosters.length * STREAMS * chunk),
    chunk,
    places: new Int32Array(rosters.length * STREAMS),
    counts: new Int32Array(rosters.length * STREAMS),
    fates: new Int8Array(rosters.length),
    next: Float64Array.of(NEVER),
    byHand,
    gathered: keys,
    gatheredCount: 0,
    keys,
    gatheredFates: new Int8Array(rosters.length),
    gatheredRuns: new Float64Array(rosters.length),
  });
  for (let index = 0; index < rosters.length; index += 1) {
    for (let stream = 0; stream < STREAMS; stream += 1) fillFrom(due, index, stream, from);
    lookAhead(due, index);
  }
  due.next[0] = byHand.length > 0 ? from : due.events.times[firstActor(due.events)]!;
  return due;
}

/** Looks up what of a stream is due from an instant on. */
function fillFrom(due: DueStarts, index: number, stream: number, from: number): void {
  const { rosters, ahead, chunk, places, counts, to } = due;
  const query = rosters[index]!.streams[stream];
  const place = index * STREAMS + stream;
  places[place] = 0;
  counts[place] = 0;
  if (query !== undefined && from < to)
    counts[place] = query.fill(ahead.subarray(place * chunk, (place + 1) * chunk), from, to);
}

/** A roster's next start becomes its event. */
function lookAhead(due: DueStarts, index: number): void {
  const { ahead, chunk, places, counts, fates, events } = due;
  let next = NEVER;
  for (let stream = 0; stream < STREAMS; stream += 1) {
    const place = index * STREAMS + stream;
    if (places[place] === counts[place]) continue;
    const instant = ahead[place * chunk + places[place]!]!;
    if (instant >= next) continue;
    next = instant;
    fates[index] = FATES[stream]!;
  }
  setEvent(events, index, next, 0);
}

/** A roster's next start, at `now`, is done with. */
function advance(due: DueStarts, index: number, now: number): void {
  const { ahead, chunk, places, counts } = due;
  for (let stream = 0; stream < STREAMS; stream += 1) {
    const place = index * STREAMS + stream;
    if (places[place] === counts[place]) continue;
    if (ahead[place * chunk + places[place]!] !== now) continue;
    places[place]! += 1;
    if (places[place] === chunk) fillFrom(due, index, stream, now + 1);
  }
  lookAhead(due, index);
}

/**
 * Gathers what is due at `next`, in the order of the jobs, and moves on to the instant after it.
 * Returns how many.
 */
export function gatherDue(due: DueStarts): number {
  const { events, rosters, fates, gatheredFates, gatheredRuns, keys } = due;
  const now = due.next[0]!;
  let count = 0;
  let gathered = 0;
  let index = firstActor(events);
  for (; events.times[index]! === now && now < NEVER; index = firstActor(events)) {
    const roster = rosters[index]!;
    gatheredFates[index] = fates[index]!;
    if (fates[index] === RUNS) gatheredRuns[index] = roster.keyOf(now);
    // The first one's starts are read where they stand; only a second makes a common list.
    if (gathered === 0 && due.byHand.length === 0) due.gathered = roster.keys;
    else {
      if (gathered === 1 && due.byHand.length === 0) keys.set(due.gathered);
      keys.set(roster.keys, count);
      due.gathered = keys;
    }
    count += roster.keys.length;
    gathered += 1;
    advance(due, index, now);
  }
  for (const job of due.byHand) keys[count++] = 2 * job;
  if (gathered > 1 || due.byHand.length > 0) {
    due.gathered = keys;
    keys.subarray(0, count).sort();
  }
  due.byHand = NOBODY;
  due.gatheredCount = count;
  due.next[0] = events.times[firstActor(events)]!;
  return count;
}

const NOBODY: readonly number[] = [];

/** The job of the gathered start of this index. */
export function dueJob({ gathered }: DueStarts, index: number): number {
  return gathered[index]! >> 1;
}

/** Whether it is a start by hand (R21). */
export function isDueByHand({ gathered }: DueStarts, index: number): boolean {
  return (gathered[index]! & 1) === 0;
}
