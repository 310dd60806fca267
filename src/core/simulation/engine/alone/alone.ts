/**
 * The life of jobs that share nothing: each is walked by itself, from start to start, and what
 * comes out is put in the order of time afterwards.
 *
 * Nobody waits, nobody slows anybody: what becomes of a job depends on its own schedule and luck
 * alone, and there is no event that another job could have part in. So a slice of time is walked
 * job by job, which needs no agenda and touches each job's memory once; then its sessions are
 * sorted, written down and booked (`books.ts`). The law is that the columns and the summary
 * are those of `live`, to the byte.
 */
import { keyByHand } from "../../../schedule/runKey.js";
import { NEVER } from "../../../time/instant.js";
import {
  ARRIVAL,
  ATTEMPT,
  BY_HAND,
  CLOSING,
  DATA,
  END,
  IDLE,
  INSTANTS,
  type JobRows,
  NEWEST_POINT,
  NOMINAL,
  NUMBERS,
  OUTCOME,
  RETRY_AHEAD,
  RUN,
  RUNNING_ATTEMPT,
  START,
  STATE,
} from "../../books/jobRow.js";
import { appendSessions, roomFor, type WritableColumns } from "../../books/columns.js";
import { moveOn } from "../../books/occupancy.js";
import {
  countEnd,
  countMissed,
  countPlain,
  countStart,
  makesRestorePoint,
} from "../../books/tally.js";
import type { CheckedFleet } from "../../checkFleet.js";
import type { CheckedJob } from "../../checkJobs.js";
import { RUNNING, STOPPED, SUCCESS } from "../../outcomes.js";
import { isPlain, type ReadResource } from "../../resource.js";
import { bookSlice, type SliceBooks, sliceBooks } from "./books.js";
import { type Calendar, calendarOf, openSlice } from "./calendar.js";
import { type Desk, emptyDesk, logMissed, writeInOrder } from "./inOrder.js";
import { type Moments, noMoments } from "./moments.js";
import { addFirst, addMissed, addPlain, addRetry, noRows, type SliceRows } from "./rows.js";
import { RUNS } from "../rosters.js";
import { fateNow, retryAfter } from "../fates.js";
import { type Ahead, aheadOf, decide, decideAhead } from "../luck.js";
import type { JobPlan } from "../plans.js";
import type { World } from "../world.js";

/**
 * A slice has so many due starts, about, and some for every job: enough that setting it up costs
 * nothing, few enough that its sessions stay in the processor's cache.
 */
const SLICE_STARTS = 40_000;
const SLICE_STARTS_A_JOB = 4;

/** Whether no job of a fleet can have part in what becomes of another. */
export function areAlone({ jobs, resources }: CheckedFleet, plans: readonly JobPlan[]): boolean {
  return (
    resources.every(holdsNobodyUp) && jobs.every(hasLuckOfItsOwn) && plans.every(waitsBeforeRetries)
  );
}

const holdsNobodyUp = (resource: ReadResource): boolean =>
  resource.slots === Infinity && isPlain(resource);
const hasLuckOfItsOwn = ({ job, workload }: CheckedJob): boolean =>
  job.copyOf === undefined && workload.given === undefined;
/** A retry that is due where its attempt ends is another round of one instant. */
const waitsBeforeRetries = ({ retries, retryWaitMs }: JobPlan): boolean =>
  retries === 0 || retryWaitMs > 0;

/** What a walk needs. */
class Walk {
  readonly world: World;
  readonly windowed: Uint8Array;
  readonly rows: JobRows;
  readonly slice: SliceRows;
  readonly calendar: Calendar;
  /** The first attempts of the job that is being walked, in this slice. */
  ahead: Ahead;

  constructor(of: Walk) {
    this.world = of.world;
    this.windowed = of.windowed;
    this.rows = of.rows;
    this.slice = of.slice;
    this.calendar = of.calendar;
    this.ahead = of.ahead;
  }
}

/** Lets a fleet whose jobs share nothing live from `from` to `to`; `due`: its due starts. */
export function liveAlone(world: World, due: number): void {
  const { from, to, plans, tally } = world;
  const jobs = plans.length;
  const calendar = calendarOf(world);
  const slices = Math.max(1, Math.ceil(due / Math.max(SLICE_STARTS, SLICE_STARTS_A_JOB * jobs)));
  const walk: Walk = new Walk({
    world,
    windowed: world.windowed,
    rows: tally.rows,
    slice: noRows((1.2 * due) / slices),
    calendar,
    ahead: aheadOf(0),
  });
  const ledger = ledgerOf(world);
  const byHand = from < to && plans.some(({ runNow }) => runNow);
  for (let slice = 1, begin = from; slice <= slices; slice += 1) {
    const end = slice === slices ? to : from + Math.floor(((to - from) * slice) / slices);
    openSlice(calendar, begin, end, byHand && slice === 1);
    if (walk.ahead.lengths.length < calendar.longest) walk.ahead = aheadOf(calendar.longest);
    for (let job = 0; job < jobs; job += 1) {
      if (byHand && slice === 1 && plans[job]!.runNow) startByHand(walk, job);
      walkTo(walk, job, end);
    }
    enter(ledger, walk, begin, end);
    begin = end;
  }
  for (let job = 0; job < jobs; job += 1) cutOff(walk, job);
  moveOn(tally.occupancy, to);
}

/** Where what was walked is put in order, and booked. */
class Ledger {
  readonly desk: Desk;
  readonly moments: Moments;
  readonly books: SliceBooks;
  /** Where the sessions of a slice are put in order, if nothing is kept of them. */
  scratch: WritableColumns;

  constructor(of: Ledger) {
    this.desk = of.desk;
    this.moments = of.moments;
    this.books = of.books;
    this.scratch = of.scratch;
  }
}

function ledgerOf(world: World): Ledger {
  return new Ledger({
    desk: emptyDesk(),
    moments: noMoments(),
    books: sliceBooks(world),
    scratch: roomFor(0),
  });
}

/** Enters the slice `[begin, end)`, which has been walked. */
function enter(ledger: Ledger, walk: Walk, begin: number, end: number): void {
  const { desk, moments, books } = ledger;
  const { slice, calendar } = walk;
  const { log, missed } = walk.world;
  const sessions = slice.firsts + slice.retries;
  const from = log.keeps ? appendSessions(log, sessions) : 0;
  if (!log.keeps && ledger.scratch.job.length < sessions) ledger.scratch = roomFor(2 * sessions);
  const columns = log.keeps ? log : ledger.scratch;
  logMissed(desk, slice, calendar, missed);
  writeInOrder(desk, slice, calendar, begin, end, columns, from, moments);
  bookSlice(books, columns, from, sessions, moments, begin, end);
  slice.firsts = 0;
  slice.retries = 0;
  slice.missed = 0;
}

/** A start by hand at the beginning (R21): the first of all moments. */
function startByHand(walk: Walk, job: number): void {
  const { from, luck, to } = walk.world;
  const { at, is } = walk.rows;
  const me = job * INSTANTS;
  const mine = job * NUMBERS;
  at[me + NOMINAL] = from;
  at[me + START] = from;
  at[me + RUN] = keyByHand(from);
  is[mine + BY_HAND] = 1;
  decide(luck, job, at, me, is, mine);
  goOn(walk, job);
  addFirst(walk.slice, job, walk.rows, 0, to);
}

/** What becomes of a job up to `end`, from where it stands. */
function walkTo(walk: Walk, job: number, end: number): void {
  const { world, calendar, rows, slice, ahead, windowed } = walk;
  const { at, is } = rows;
  const { instants, keys, fates, momentOf } = calendar;
  const { luck, tally, to } = world;
  const { lengths, outcomes } = ahead;
  const me = job * INSTANTS;
  const mine = job * NUMBERS;
  const list = calendar.listOf[job]!;
  const first = calendar.begins[list]!;
  const last = calendar.begins[list + 1]!;
  const isKnown = decideAhead(luck, job, keys, first, last, ahead);
  const isPlain = isKnown && windowed[job] === 0;
  // Bound: each round takes a due start, or what is ahead of the job; and either ends.
  for (let next = first; ;) {
    const due = next < last ? instants[next]! : NEVER;
    const state = is[mine + STATE]!;
    if (state === RUNNING_ATTEMPT) {
      const done = at[me + END]!;
      if (done < due || (done === due && at[me + START]! < due)) {
        // What ends with the span has ended; what would begin then has not.
        if (done >= end && !(done === to && end === to)) return;
        finish(walk, job);
        continue;
      }
    } else if (state === RETRY_AHEAD && at[me + ARRIVAL]! < due) {
      if (at[me + ARRIVAL]! >= end) return;
      is[mine + ATTEMPT]! += 1;
      at[me + START] = at[me + ARRIVAL]!;
      decide(luck, job, at, me, is, mine);
      goOn(walk, job);
      addRetry(slice, job, rows, to);
      continue;
    }
    if (due === NEVER) return;
    if (isPlain && state === IDLE) {
      const stop = plainUntil(walk, next, first, last, end);
      if (stop > next) {
        countPlain(tally, job, instants, lengths, first, next, stop);
        addPlain(slice, job, instants, momentOf, lengths, first, next, stop);
        next = stop;
        continue;
      }
    }
    const fate = fateNow(world, rows, job, fates[next]!);
    if (fate === RUNS) {
      at[me + NOMINAL] = due;
      at[me + START] = due;
      at[me + RUN] = keys[next]!;
      is[mine + ATTEMPT] = 0;
      is[mine + BY_HAND] = 0;
      if (isKnown) {
        at[me + END] = due + lengths[next - first]!;
        is[mine + OUTCOME] = outcomes[next - first]!;
      } else decide(luck, job, at, me, is, mine);
      goOn(walk, job);
      addFirst(slice, job, rows, momentOf[next]!, to);
    } else {
      addMissed(slice, job, momentOf[next]!, fate);
      countMissed(tally, job, fate);
    }
    next += 1;
  }
}

/**
 * How far the due starts of a job, from `next` on, are the plainest of all: each runs, succeeds,
 * and is over by the next one and before `end`. The job's are those from `first` up to `last`.
 */
function plainUntil(
  { calendar, ahead }: Walk,
  next: number,
  first: number,
  last: number,
  end: number,
): number {
  const { instants, fates } = calendar;
  const { lengths, outcomes } = ahead;
  let at = next;
  for (; at < last; at += 1) {
    const done = instants[at]! + lengths[at - first]!;
    if (fates[at] !== RUNS || outcomes[at - first] !== SUCCESS || done >= end) break;
    if (at + 1 < last && done > instants[at + 1]!) break;
  }
  return at;
}

/** The attempt that the rows of a job say, decided, starts: all that becomes of it is known. */
function goOn({ world: { plans, tally }, windowed, rows }: Walk, job: number): void {
  const { at, is } = rows;
  const me = job * INSTANTS;
  const mine = job * NUMBERS;
  at[me + CLOSING] = NEVER;
  if (windowed[job] === 1) {
    const closing = plans[job]!.schedule.windowEnd(at[me + START]!);
    at[me + CLOSING] = closing;
    if (closing < at[me + END]!) {
      at[me + END] = closing;
      is[mine + OUTCOME] = STOPPED;
    }
  }
  is[mine + STATE] = RUNNING_ATTEMPT;
  countStart(tally, job, rows);
}

/** The session of a job ends, and its retry is ahead, where there is one (R18, R19, R21). */
function finish({ world, rows }: Walk, job: number): void {
  const { rules, tally } = world;
  const { at, is } = rows;
  const me = job * INSTANTS;
  const mine = job * NUMBERS;
  if (makesRestorePoint(is[mine + OUTCOME]!, rules)) {
    at[me + DATA] = at[me + START]!;
    at[me + NEWEST_POINT] = at[me + START]!;
  } else at[me + DATA] = Number.NaN;
  countEnd(tally, job, rows);
  const retryAt = retryAfter(world, rows, job);
  is[mine + STATE] = retryAt < NEVER ? RETRY_AHEAD : IDLE;
  at[me + ARRIVAL] = retryAt;
}

/** The span's end cuts off a session that still runs. */
function cutOff({ world: { tally, to }, rows }: Walk, job: number): void {
  const { at, is } = rows;
  if (is[job * NUMBERS + STATE] !== RUNNING_ATTEMPT) return;
  at[job * INSTANTS + END] = to;
  at[job * INSTANTS + DATA] = Number.NaN;
  is[job * NUMBERS + OUTCOME] = RUNNING;
  countEnd(tally, job, rows);
}
