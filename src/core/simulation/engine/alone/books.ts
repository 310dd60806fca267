/**
 * Sessions of jobs that share nothing, slice by slice, in the order in which they started: what
 * they come to for their resources and for the fleet.
 *
 * Nothing that happens between two starts can make more sessions run at once than there were. So
 * the peak is looked for at starts alone, and of an end it only counts which start comes next: ends
 * are never sorted. How long sessions are within each hour is arithmetic. At one instant attempts
 * end, then due starts begin in the order of the jobs, then retries, then what takes no time ends
 * (`../phases.ts`).
 */
import { resized, type WritableColumns } from "../../books/columns.js";
import { addBusy, countBusy, moveOn, type OccupancyBook } from "../../books/occupancy.js";
import { type WaveBook, waveEnded, waveStarted } from "../../books/waves.js";
import { type WeekClock, weekClock } from "../../books/weekClock.js";
import type { World } from "../world.js";
import { type Hours, layHours, noHours } from "./hours.js";
import { layTable, momentAfter, type Moments } from "./moments.js";

/** What is kept between slices, and the slice that is being booked. */
export class SliceBooks {
  readonly occupancy: OccupancyBook;
  readonly waves: WaveBook;
  readonly wholeFleet: number;
  /** Whether no job needs any resource. */
  readonly needsNothing: boolean;
  readonly laneOf: Int32Array;
  readonly laneNeeds: readonly (readonly number[])[];
  readonly clock: WeekClock;
  readonly hours: Hours;
  /** Slots of each resource, and of the fleet, that are taken now. */
  readonly taken: Int32Array;
  /** What runs when a slice is over: its end, and its job. */
  keptEnds: Float64Array;
  keptJobs: Int32Array;
  kept: number;
  /** Of each moment how many have ended since the one before, by then; and who, in lists. */
  freed: Int32Array;
  firstFreed: Int32Array;
  nextFreed: Int32Array;
  freedJobs: Int32Array;
  freedCount: number;
  /** In two cells, the start and the end of a stretch. */
  readonly stretch: Float64Array;

  constructor(of: SliceBooks) {
    this.occupancy = of.occupancy;
    this.waves = of.waves;
    this.wholeFleet = of.wholeFleet;
    this.needsNothing = of.needsNothing;
    this.laneOf = of.laneOf;
    this.laneNeeds = of.laneNeeds;
    this.clock = of.clock;
    this.hours = of.hours;
    this.taken = of.taken;
    this.keptEnds = of.keptEnds;
    this.keptJobs = of.keptJobs;
    this.kept = of.kept;
    this.freed = of.freed;
    this.firstFreed = of.firstFreed;
    this.nextFreed = of.nextFreed;
    this.freedJobs = of.freedJobs;
    this.freedCount = of.freedCount;
    this.stretch = of.stretch;
  }
}

const BEGIN = 0;
const END = 1;
const FIRST_KEPT = 1_024;
const NO_NEEDS: readonly number[] = [];

/**
 * The books of a world whose jobs share nothing; or with `ofFleet` those of the fleet as a whole,
 * whatever its jobs need.
 */
export function sliceBooks({ from, zone, capacity, tally }: World, ofFleet = false): SliceBooks {
  const { laneOf, laneNeeds, resourceCount } = capacity;
  return new SliceBooks({
    occupancy: tally.occupancy,
    waves: tally.waves,
    wholeFleet: resourceCount,
    needsNothing: ofFleet || laneNeeds.length === 0,
    laneOf,
    laneNeeds,
    clock: weekClock(zone, from),
    hours: noHours(),
    taken: new Int32Array(resourceCount + 1),
    keptEnds: new Float64Array(FIRST_KEPT),
    keptJobs: new Int32Array(FIRST_KEPT),
    kept: 0,
    freed: new Int32Array(0),
    firstFreed: new Int32Array(0),
    nextFreed: new Int32Array(0),
    freedJobs: new Int32Array(0),
    freedCount: 0,
    stretch: new Float64Array(2),
  });
}

/**
 * Books the sessions of `[begin, until)`: those of `columns` from `from` on, which start at
 * `moments`, and those that ran before.
 */
export function bookSlice(
  books: SliceBooks,
  columns: WritableColumns,
  from: number,
  sessions: number,
  moments: Moments,
  begin: number,
  until: number,
): void {
  layHours(books.hours, books.clock, begin, until);
  layTable(moments, begin, until);
  makeRoom(books, moments.count, sessions);
  bookKept(books, moments, begin, until);
  if (books.needsNothing) bookWhole(books, columns, from, moments, until);
  else bookSessions(books, columns, from, moments, until);
}

function makeRoom(books: SliceBooks, moments: number, sessions: number): void {
  if (books.freed.length <= moments) {
    books.freed = new Int32Array(2 * moments + 2);
    books.firstFreed = new Int32Array(books.freed.length);
  }
  books.freed.fill(0, 0, moments + 1);
  books.freedCount = 0;
  if (books.needsNothing) return;
  books.firstFreed.fill(-1, 0, moments + 1);
  if (books.nextFreed.length >= sessions + books.kept) return;
  books.nextFreed = new Int32Array(2 * (sessions + books.kept));
  books.freedJobs = new Int32Array(books.nextFreed.length);
}

/** What still ran when the slice began. */
function bookKept(books: SliceBooks, moments: Moments, begin: number, until: number): void {
  const { keptEnds, keptJobs, kept, stretch } = books;
  books.kept = 0;
  for (let index = 0; index < kept; index += 1) {
    const end = keptEnds[index]!;
    const job = keptJobs[index]!;
    stretch[BEGIN] = begin;
    stretch[END] = Math.min(end, until);
    bookLength(books, 0, job);
    // What is kept again takes a place that was read.
    if (end >= until) keep(books, end, job);
    else freeAt(books, momentAfter(moments, keptEnds, index), job);
  }
}

function bookSessions(
  books: SliceBooks,
  { job: jobs, end: ends }: WritableColumns,
  from: number,
  moments: Moments,
  until: number,
): void {
  const { occupancy, waves, wholeFleet, taken, stretch } = books;
  const { untils } = books.hours;
  const { instants, starting, count } = moments;
  let hour = 0;
  let place = from;
  for (let moment = 0; moment < count; moment += 1) {
    const start = instants[moment]!;
    const stop = place + starting[moment]!;
    while (untils[hour]! <= start) hour += 1;
    freeNow(books, moment);
    moveOn(occupancy, start);
    taken[wholeFleet]! += stop - place;
    countBusy(occupancy, wholeFleet, stop - place, taken[wholeFleet]!);
    const night = waveStarted(waves, instants, moment, stop - place);
    let last = place;
    for (; place < stop; place += 1) {
      const end = ends[place]!;
      const job = jobs[place]!;
      if (end > ends[last]!) last = place;
      takeNow(books, job);
      const isOver = end < until;
      stretch[BEGIN] = start;
      stretch[END] = isOver ? end : until;
      bookLength(books, hour, job);
      if (!isOver) keep(books, end, job);
      else freeAt(books, end === start ? moment + 1 : momentAfter(moments, ends, place), job);
    }
    waveEnded(waves, night, ends, last);
  }
  freeNow(books, count);
}

/**
 * What `bookSessions` says of the fleet as a whole, where nobody needs anything: the same, with
 * nothing looked up or called for most sessions, which end in the hour and the slice that they
 * start in (bench/fleets).
 */
function bookWhole(
  books: SliceBooks,
  { job: jobs, end: ends }: WritableColumns,
  from: number,
  moments: Moments,
  until: number,
): void {
  const { occupancy, waves, wholeFleet, taken, stretch, freed } = books;
  const { untils, ofWeek } = books.hours;
  const { instants, starting, count } = moments;
  let hour = 0;
  let place = from;
  for (let moment = 0; moment < count; moment += 1) {
    const start = instants[moment]!;
    const stop = place + starting[moment]!;
    while (untils[hour]! <= start) hour += 1;
    const hourEnds = untils[hour]!;
    moveOn(occupancy, start);
    taken[wholeFleet]! += stop - place - freed[moment]!;
    countBusy(occupancy, wholeFleet, stop - place, taken[wholeFleet]!);
    const night = waveStarted(waves, instants, moment, stop - place);
    let last = place;
    let within = 0;
    for (; place < stop; place += 1) {
      const end = ends[place]!;
      if (end > ends[last]!) last = place;
      const isOver = end < until;
      if (isOver && end <= hourEnds) within += end - start;
      else {
        stretch[BEGIN] = start;
        stretch[END] = isOver ? end : until;
        bookLength(books, hour, jobs[place]!);
      }
      if (!isOver) keep(books, end, jobs[place]!);
      else freed[end === start ? moment + 1 : momentAfter(moments, ends, place)]! += 1;
    }
    addBusy(occupancy, wholeFleet, ofWeek[hour]!, within);
    waveEnded(waves, night, ends, last);
  }
  taken[wholeFleet]! -= freed[count]!;
}

/** A job's session is over by a moment, and was not by the one before. */
function freeAt(books: SliceBooks, moment: number, job: number): void {
  books.freed[moment]! += 1;
  if (books.needsNothing) return;
  const { freedCount } = books;
  books.freedJobs[freedCount] = job;
  books.nextFreed[freedCount] = books.firstFreed[moment]!;
  books.firstFreed[moment] = freedCount;
  books.freedCount = freedCount + 1;
}

function freeNow(books: SliceBooks, moment: number): void {
  const { taken, freed, firstFreed, nextFreed, freedJobs } = books;
  taken[books.wholeFleet]! -= freed[moment]!;
  for (let at = firstFreed[moment]!; at >= 0; at = nextFreed[at]!) {
    const needs = needsOf(books, freedJobs[at]!);
    for (let index = 0; index < needs.length; index += 1) taken[needs[index]!]! -= 1;
  }
}

/** A session of a job starts now. */
function takeNow(books: SliceBooks, job: number): void {
  const { occupancy, taken } = books;
  const needs = needsOf(books, job);
  for (let index = 0; index < needs.length; index += 1) {
    const need = needs[index]!;
    taken[need]! += 1;
    countBusy(occupancy, need, 1, taken[need]!);
  }
}

/** Books the stretch of a job's session under the hours of the week; it begins in the `first`. */
function bookLength(books: SliceBooks, first: number, job: number): void {
  const { occupancy, stretch, wholeFleet, needsNothing } = books;
  const { untils, ofWeek } = books.hours;
  const end = stretch[END]!;
  let since = stretch[BEGIN]!;
  const needs = needsNothing ? NO_NEEDS : needsOf(books, job);
  // Bound: one round an hour of the slice.
  for (let hour = first; since < end; hour += 1) {
    const to = Math.min(untils[hour]!, end);
    addBusy(occupancy, wholeFleet, ofWeek[hour]!, to - since);
    for (let index = 0; index < needs.length; index += 1)
      addBusy(occupancy, needs[index]!, ofWeek[hour]!, to - since);
    since = to;
  }
}

function keep(books: SliceBooks, end: number, job: number): void {
  const { kept } = books;
  if (kept === books.keptEnds.length) {
    books.keptEnds = resized(books.keptEnds, new Float64Array(2 * kept));
    books.keptJobs = resized(books.keptJobs, new Int32Array(2 * kept));
  }
  books.keptEnds[kept] = end;
  books.keptJobs[kept] = job;
  books.kept = kept + 1;
}

function needsOf({ laneOf, laneNeeds }: SliceBooks, job: number): readonly number[] {
  return laneNeeds[laneOf[job]!] ?? NO_NEEDS;
}
