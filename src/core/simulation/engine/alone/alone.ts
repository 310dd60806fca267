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
  jobRows,
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
import { moveOn } from "../../books/occupancy.js";
import { countEnd, countMissed, countStart, makesRestorePoint } from "../../books/tally.js";
import type { CheckedFleet } from "../../checkFleet.js";
import { RUNNING, STOPPED } from "../../outcomes.js";
import { isPlain } from "../../resource.js";
import { bookkeeper } from "./books.js";
import { type Calendar, calendarOf } from "./calendar.js";
import { addMissed, addSession, noRows, type SliceRows } from "./rows.js";
import { RUNS } from "../dueStarts.js";
import { fateNow, retryAfter } from "../fates.js";
import { decide } from "../luck.js";
import { type JobPlan, windowedAmong } from "../plans.js";
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
    resources.every((resource) => resource.slots === Infinity && isPlain(resource)) &&
    jobs.every(({ job, workload }) => job.copyOf === undefined && workload.given === undefined) &&
    // A retry that is due where its attempt ends is another round of one instant.
    plans.every(({ retries, retryWaitMs }) => retries === 0 || retryWaitMs > 0)
  );
}

/** What a walk needs. */
interface Walk {
  readonly world: World;
  readonly windowed: Uint8Array;
  readonly rows: JobRows;
  readonly slice: SliceRows;
  readonly calendar: Calendar;
}

/** Lets a fleet whose jobs share nothing live from `from` to `to`; `due`: its due starts. */
export function liveAlone(world: World, due: number): void {
  const { from, to, plans, tally } = world;
  const jobs = plans.length;
  const walk: Walk = {
    world,
    windowed: windowedAmong(plans),
    rows: jobRows(jobs),
    slice: noRows(),
    calendar: calendarOf(plans, world.blockedToo),
  };
  const books = bookkeeper(world);
  const slices = Math.max(1, Math.ceil(due / Math.max(SLICE_STARTS, SLICE_STARTS_A_JOB * jobs)));
  for (let slice = 1, begin = from; slice <= slices; slice += 1) {
    const end = slice === slices ? to : from + Math.floor(((to - from) * slice) / slices);
    walk.calendar.open(begin, end);
    for (let job = 0; job < jobs; job += 1) {
      if (slice === 1 && plans[job]!.runNow && from < to) startByHand(walk, job);
      walkTo(walk, job, end);
    }
    books.enter(walk.slice, begin, end, walk.calendar.unit);
    begin = end;
  }
  for (let job = 0; job < jobs; job += 1) cutOff(walk, job);
  moveOn(tally.occupancy, to);
}

/** A start by hand at the beginning (R21). */
function startByHand(walk: Walk, job: number): void {
  const { at, is } = walk.rows;
  at[job * INSTANTS + NOMINAL] = walk.world.from;
  at[job * INSTANTS + START] = walk.world.from;
  at[job * INSTANTS + RUN] = keyByHand(walk.world.from);
  is[job * NUMBERS + BY_HAND] = 1;
  start(walk, job);
}

/** What becomes of a job up to `end`, from where it stands. */
function walkTo(walk: Walk, job: number, end: number): void {
  const { world, calendar, rows } = walk;
  const { at, is } = rows;
  const { instants, keys, fates } = calendar;
  const { to } = world;
  const me = job * INSTANTS;
  const mine = job * NUMBERS;
  const last = calendar.endOf(job);
  // Bound: each round takes a due start, or what is ahead of the job; and either ends.
  for (let next = calendar.beginOf(job); ;) {
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
      start(walk, job);
      continue;
    }
    if (due === NEVER) return;
    const fate = fateNow(world, rows, job, fates[next]!);
    if (fate === RUNS) {
      at[me + NOMINAL] = due;
      at[me + START] = due;
      at[me + RUN] = keys[next]!;
      is[mine + ATTEMPT] = 0;
      is[mine + BY_HAND] = 0;
      start(walk, job);
    } else {
      addMissed(walk.slice, job, instants, next, fate);
      countMissed(world.tally, job, fate);
    }
    next += 1;
  }
}

/** The attempt that the rows of a job say starts: all that will become of it is known. */
function start({ world, windowed, rows, slice }: Walk, job: number): void {
  const { luck, plans, tally, to } = world;
  const { at, is } = rows;
  const me = job * INSTANTS;
  const mine = job * NUMBERS;
  decide(luck, job, at, me, is, mine);
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
  addSession(slice, job, at, me, is, mine, to);
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
