/**
 * The life of jobs that share nothing: each is walked by itself, from start to start, and what comes
 * out is put in the order of time afterwards.
 *
 * Nobody waits, nobody slows anybody: what becomes of a job depends on its own schedule and luck
 * alone, and there is no event that another job could have part in. So a slice of time is walked
 * job by job, which needs no agenda and touches each job's memory once; then its sessions are
 * sorted, written down and booked. The law is that the columns and the summary are those of `live`,
 * to the byte.
 */
import { effective } from "../../policy/effective.js";
import { keyByHand } from "../../schedule/runKey.js";
import { NEVER } from "../../time/instant.js";
import { makesRestorePoint } from "../books/tally.js";
import type { CheckedFleet } from "../checkFleet.js";
import { FAILED, RETRY_PENDING, RUNNING, STILL_RUNNING, STOPPED, WARNING } from "../outcomes.js";
import { isPlain } from "../resource.js";
import { type Calendar, calendarOf } from "./aloneCalendar.js";
import { addMissed, addSession, bookkeeper, noRows, type Rows } from "./aloneRows.js";
import { RUNS } from "./dueStarts.js";
import type { JobPlan } from "./plans.js";
import type { World } from "./world.js";

/**
 * A slice has so many due starts, about, and some for every job: enough that setting it up costs
 * nothing, few enough that its sessions stay in the processor's cache.
 */
const SLICE_STARTS = 40_000;
const SLICE_STARTS_A_JOB = 4;

/** Whether no job of a fleet can have part in what becomes of another. */
export function isAlone({ jobs, resources }: CheckedFleet, plans: readonly JobPlan[]): boolean {
  return (
    resources.every((resource) => resource.slots === Infinity && isPlain(resource)) &&
    jobs.every(({ job, workload }) => job.copyOf === undefined && workload.given === undefined) &&
    // A retry that is due where its attempt ends is another round of one instant.
    plans.every(({ retries, retryWaitMs }) => retries === 0 || retryWaitMs > 0)
  );
}

// What is kept of a job from slice to slice: instants, and small numbers.
const NOMINAL = 0;
const RUN = 1;
const START = 2;
const CLOSING = 3;
/** The end of its session, or when its retry is due; `NEVER` for neither. */
const AHEAD = 4;
const NEWEST_POINT = 5;
const INSTANTS = 6;

const STATE = 0;
const ATTEMPT = 1;
const BY_HAND = 2;
const OUTCOME = 3;
const NUMBERS = 4;

const IDLE = 0;
const AT_WORK = 1;
const RETRY_AHEAD = 2;

/** What a walk needs. */
interface Walk {
  readonly world: World;
  readonly windowed: Uint8Array;
  readonly at: Float64Array;
  readonly is: Int32Array;
  readonly rows: Rows;
  readonly calendar: Calendar;
}

/** Lets a fleet whose jobs share nothing live from `from` to `to`; `due`: its due starts. */
export function liveAlone(world: World, due: number): void {
  const { from, to, plans, tally } = world;
  const jobs = plans.length;
  const walk: Walk = {
    world,
    windowed: Uint8Array.from(plans, ({ schedule }) =>
      effective(schedule.policy).backupWindow === undefined ? 0 : 1,
    ),
    at: new Float64Array(jobs * INSTANTS).fill(Number.NaN),
    is: new Int32Array(jobs * NUMBERS),
    rows: noRows(),
    calendar: calendarOf(plans, world.blockedToo),
  };
  const books = bookkeeper(world);
  const sliceStarts = Math.max(SLICE_STARTS, SLICE_STARTS_A_JOB * jobs);
  const slices = Math.max(1, Math.ceil(due / sliceStarts));
  for (let slice = 1, begin = from; slice <= slices; slice += 1) {
    const end = slice === slices ? to : from + Math.floor(((to - from) * slice) / slices);
    walk.calendar.open(begin, end);
    for (let job = 0; job < jobs; job += 1) {
      if (begin === from && plans[job]!.runNow && from < to)
        attempt(walk, job, from, keyByHand(from), 0, 1, from);
      walkTo(walk, job, end);
    }
    books.enter(walk.rows, begin, end);
    begin = end;
  }
  for (let job = 0; job < jobs; job += 1) {
    if (walk.is[job * NUMBERS + STATE] === AT_WORK) cutOff(walk, job);
  }
  tally.occupancy.moveTo(to);
}

/** What becomes of a job up to `end`, from where it stands. */
function walkTo(walk: Walk, job: number, end: number): void {
  const { world, at, is, rows, calendar } = walk;
  const { instants, keys, fates } = calendar;
  const { tally, rules, to } = world;
  const me = job * INSTANTS;
  const mine = job * NUMBERS;
  const last = calendar.endOf(job);
  // Bound: each round takes a due start, or what is ahead of the job; and either ends.
  for (let next = calendar.beginOf(job); ;) {
    const due = next < last ? instants[next]! : NEVER;
    const state = is[mine + STATE]!;
    const ahead = at[me + AHEAD]!;
    if (state === AT_WORK && (ahead < due || (ahead === due && at[me + START]! < due))) {
      // What ends with the span has ended; what would begin then has not.
      if (ahead < end || (ahead === to && end === to)) finish(walk, job);
      else return;
    } else if (state === RETRY_AHEAD && ahead < due) {
      if (ahead >= end) return;
      attempt(
        walk,
        job,
        at[me + NOMINAL]!,
        at[me + RUN]!,
        is[mine + ATTEMPT]! + 1,
        is[mine + BY_HAND]!,
        ahead,
      );
    } else if (due === NEVER) {
      return;
    } else {
      const fate = fates[next]!;
      let reason = fate;
      if (fate === RUNS) {
        if (state === AT_WORK) reason = STILL_RUNNING;
        else if (state === RETRY_AHEAD) {
          if (rules.pendingRetry === "first") reason = RETRY_PENDING;
          else tally.retryDropped(job, true);
        }
      }
      if (reason === RUNS) attempt(walk, job, due, keys[next]!, 0, 0, due);
      else {
        addMissed(rows, job, due, reason);
        tally.missed(job, reason);
      }
      next += 1;
    }
  }
}

/** An attempt starts at `now`: all that will become of it is known. */
function attempt(
  { world, windowed, at, is, rows }: Walk,
  job: number,
  nominal: number,
  run: number,
  count: number,
  byHand: number,
  now: number,
): void {
  const { luck, plans, tally, to } = world;
  const me = job * INSTANTS;
  const mine = job * NUMBERS;
  luck.decide(job, run, count, nominal, now, at[me + NEWEST_POINT]!);
  const done = now + luck.durationMs();
  const closing = windowed[job] === 1 ? plans[job]!.schedule.windowEnd(now) : NEVER;
  const end = closing < done ? closing : done;
  const outcome = closing < done ? STOPPED : luck.outcome();
  at[me + NOMINAL] = nominal;
  at[me + RUN] = run;
  at[me + START] = now;
  at[me + CLOSING] = closing;
  at[me + AHEAD] = end;
  is[mine + STATE] = AT_WORK;
  is[mine + ATTEMPT] = count;
  is[mine + BY_HAND] = byHand;
  is[mine + OUTCOME] = outcome;
  tally.begun(job, nominal, now, count);
  if (end > to) addSession(rows, job, nominal, now, to, count, RUNNING);
  else addSession(rows, job, nominal, now, end, count, outcome);
}

/** The session of a job ends, and its retry is ahead, where there is one (R18, R19, R21). */
function finish({ world, at, is }: Walk, job: number): void {
  const { rules, tally, plans } = world;
  const me = job * INSTANTS;
  const mine = job * NUMBERS;
  const start = at[me + START]!;
  const end = at[me + AHEAD]!;
  const outcome = is[mine + OUTCOME]!;
  const data = makesRestorePoint(outcome, rules) ? start : Number.NaN;
  if (!Number.isNaN(data)) at[me + NEWEST_POINT] = start;
  tally.finished(job, start, end, outcome, at[me + CLOSING]!, data, Number.NaN);
  is[mine + STATE] = IDLE;
  if (outcome !== FAILED && !(outcome === WARNING && rules.retryOnWarning)) return;
  const { retries, retryWaitMs, schedule } = plans[job]!;
  if (is[mine + ATTEMPT]! >= retries || (is[mine + BY_HAND] === 1 && !rules.retryManual)) return;
  const retryAt = end + retryWaitMs;
  if (!schedule.isAllowed(retryAt)) {
    tally.retryDropped(job, false);
    return;
  }
  is[mine + STATE] = RETRY_AHEAD;
  at[me + AHEAD] = retryAt;
}

/** The span's end cuts off a session that still runs. */
function cutOff({ world: { tally, to }, at }: Walk, job: number): void {
  const me = job * INSTANTS;
  tally.finished(job, at[me + START]!, to, RUNNING, at[me + CLOSING]!, Number.NaN, Number.NaN);
}
