/**
 * What is due in a slice of time, job by job: jobs with the same schedule read the same list.
 *
 * The instants at which anything is due are the slice's moments, numbered in their order: what is
 * sorted by moments needs no comparison.
 */
import { NEVER } from "../../../time/instant.js";
import { BACKUP_WINDOW, START_WINDOW } from "../../outcomes.js";
import { type Roster, RUNS } from "../rosters.js";
import type { World } from "../world.js";
import { sortedPlaces, type Sorter, sorter } from "./radix.js";

/** The due starts of the slice that is open. The arrays are others once another one is. */
export class Calendar {
  readonly rosters: readonly Roster[];
  /** The list of each job, by its roster; the last one, of jobs without a schedule, is empty. */
  readonly listOf: Int32Array;
  /** Where each list begins: where the one before ends. */
  readonly begins: Int32Array;
  /** Due starts, ascending within a list. */
  instants: Float64Array;
  /** The keys of the runs that they begin, where they run (R24). */
  keys: Float64Array;
  /** `RUNS`, or the reason code of the window that blocks them. */
  fates: Int8Array;
  /** The number of the moment of each. */
  momentOf: Int32Array;
  momentCount: number;
  /** The instants of the moments, ascending. */
  moments: Float64Array;
  /** The most due starts that a list has. */
  longest: number;
  readonly sorter: Sorter;
  elapsed: Float64Array;

  constructor(of: Calendar) {
    this.rosters = of.rosters;
    this.listOf = of.listOf;
    this.begins = of.begins;
    this.instants = of.instants;
    this.keys = of.keys;
    this.fates = of.fates;
    this.momentOf = of.momentOf;
    this.momentCount = of.momentCount;
    this.moments = of.moments;
    this.longest = of.longest;
    this.sorter = of.sorter;
    this.elapsed = of.elapsed;
  }
}

/** The calendar of a world. */
export function calendarOf({ plans, rosters }: World): Calendar {
  const listOf = new Int32Array(plans.length).fill(rosters.length);
  for (let list = 0; list < rosters.length; list += 1)
    for (const job of rosters[list]!.jobs) listOf[job] = list;
  return new Calendar({
    rosters,
    listOf,
    begins: new Int32Array(rosters.length + 2),
    instants: new Float64Array(0),
    keys: new Float64Array(0),
    fates: new Int8Array(0),
    momentOf: new Int32Array(0),
    momentCount: 0,
    moments: new Float64Array(1),
    longest: 0,
    sorter: sorter(),
    elapsed: new Float64Array(0),
  });
}

/** Opens the slice `[begin, end)`; with `byHand`, its beginning is a moment, the first. */
export function openSlice(calendar: Calendar, begin: number, end: number, byHand: boolean): void {
  const { rosters, begins } = calendar;
  calendar.longest = 0;
  for (let list = 0; list < rosters.length; list += 1) {
    const due = dueIn(rosters[list]!, begin, end);
    begins[list + 1] = begins[list]! + due;
    calendar.longest = Math.max(calendar.longest, due);
  }
  begins[rosters.length + 1] = begins[rosters.length]!;
  makeRoom(calendar, begins[rosters.length]!);
  for (let list = 0; list < rosters.length; list += 1) fillList(calendar, list, begin, end);
  numberMoments(calendar, begin, end, byHand);
}

function dueIn({ streams }: Roster, begin: number, end: number): number {
  return streams.reduce((sum, stream) => sum + (stream?.count(begin, end) ?? 0), 0);
}

function makeRoom(calendar: Calendar, size: number): void {
  if (size <= calendar.instants.length) return;
  calendar.instants = new Float64Array(size);
  calendar.keys = new Float64Array(size);
  calendar.fates = new Int8Array(size);
  calendar.momentOf = new Int32Array(size);
  calendar.moments = new Float64Array(size + 1);
  calendar.elapsed = new Float64Array(size);
}

/** Writes the due starts of a roster to its list, and what becomes of them. */
function fillList(calendar: Calendar, list: number, begin: number, end: number): void {
  const { instants, keys, fates } = calendar;
  const { keyOf, streams } = calendar.rosters[list]!;
  const [starts, byBackupWindow, byStartWindow] = streams;
  const at = calendar.begins[list]!;
  const stop = calendar.begins[list + 1]!;
  const due = instants.subarray(at, stop);
  const ran = starts.fill(due, begin, end);
  fates.fill(RUNS, at, at + ran);
  if (ran < due.length) {
    const backup = byBackupWindow?.range(begin, end) ?? NONE;
    const held = byStartWindow?.range(begin, end) ?? NONE;
    merge(due.slice(0, ran), backup, held, due, fates.subarray(at, stop));
  }
  for (let index = at; index < stop; index += 1)
    if (fates[index] === RUNS) keys[index] = keyOf(instants[index]!);
}

const NONE = new Float64Array(0);

/** Three ascending lists become one; no instant is in two of them. */
function merge(
  ran: Float64Array,
  backup: Float64Array,
  held: Float64Array,
  instants: Float64Array,
  fates: Int8Array,
): void {
  let [one, two, three] = [0, 0, 0];
  for (let to = 0; to < instants.length; to += 1) {
    const first = ran[one] ?? NEVER;
    const second = backup[two] ?? NEVER;
    const third = held[three] ?? NEVER;
    if (first < second && first < third) {
      instants[to] = first;
      fates[to] = RUNS;
      one += 1;
    } else if (second < third) {
      instants[to] = second;
      fates[to] = BACKUP_WINDOW;
      two += 1;
    } else {
      instants[to] = third;
      fates[to] = START_WINDOW;
      three += 1;
    }
  }
}

function numberMoments(calendar: Calendar, begin: number, end: number, byHand: boolean): void {
  const { begins, rosters, instants, moments, momentOf, elapsed } = calendar;
  const due = begins[rosters.length]!;
  let count = 0;
  let last = Number.NaN;
  if (byHand) {
    moments[0] = last = begin;
    count = 1;
  }
  for (let index = 0; index < due; index += 1) elapsed[index] = instants[index]! - begin;
  const ascending = sortedPlaces(calendar.sorter, elapsed, due, end - begin);
  for (let place = 0; place < due; place += 1) {
    const instant = instants[ascending[place]!]!;
    if (instant !== last) {
      moments[count] = last = instant;
      count += 1;
    }
    momentOf[ascending[place]!] = count - 1;
  }
  calendar.momentCount = count;
}
