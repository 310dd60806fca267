/**
 * The life of jobs: due starts become attempts that take time, fail, are retried, are stopped by
 * windows and wait for room.
 *
 * What becomes of a job's present run is its one event in the agenda; due starts come from the
 * rosters. At one instant the phases follow each other: attempts end and free their slots, waiting
 * attempts are dropped by a closing window, due starts come in the order of the jobs, then retries;
 * after each the waiting line is served (R22). What arises for the present instant takes its place
 * in a phase still to come, or, where that phase is over, in another round of the same instant.
 */
import { effective } from "../../policy/effective.js";
import { keyByHand } from "../../schedule/runKey.js";
import type { Schedule } from "../../schedule/schedule.js";
import { NEVER } from "../../time/instant.js";
import type { MissedLog, SessionLog } from "../books/columns.js";
import { LINE_FIELDS } from "../books/line.js";
import type { Tally } from "../books/tally.js";
import type { Rules } from "../rules.js";
import {
  FAILED,
  NOT_STARTED,
  RETRY_PENDING,
  RUNNING,
  STILL_RUNNING,
  STILL_WAITING,
  STOPPED,
  WARNING,
  WINDOW_CLOSED,
} from "../outcomes.js";
import { agenda } from "./agenda.js";
import type { Capacity } from "./capacity.js";
import { dueStartsOf, RUNS } from "./dueStarts.js";
import type { Luck } from "./luck.js";
import type { JobPlan } from "./plans.js";

/** The phases of one instant, in their order (R22). */
export const PHASES = { attemptEnds: 1, waitingDropped: 2, dueStart: 3, retryDue: 4 } as const;
/** Turns of one round: more than there are phases. */
const TURNS_PER_ROUND = 8;

/** What a job is doing. */
const IDLE = 0;
const RUNNING_ATTEMPT = 1;
const WAITING = 2;
const RETRY_AHEAD = 3;

// A job's state is one row of instants and one of small numbers, each a line or half a line of the
// processor's cache: at thousands of jobs the memory that an event touches is what it costs
// (bench/simulate).
const NOMINAL = 0; // of the present run
const CLOSING = 1; // when the attempt's window closes
const RUN = 2; // the key of the present run
const ARRIVAL = 3; // when its attempt became due; the rest of the row is the line's
const START = 4; // in the line's part: who runs does not wait
const STATE = 0;
const ATTEMPT = 1;
const BY_HAND = 2;
const OUTCOME = 3;
const ROW = 4;
const NIGHT = 5;
const FIELDS = ARRIVAL + LINE_FIELDS; // 8, of either row

/** Everything that lives through a span: one entry a job, in the order of the fleet. */
export interface World {
  readonly from: number;
  readonly to: number;
  readonly rules: Rules;
  readonly plans: readonly JobPlan[];
  readonly luck: Luck;
  readonly capacity: Capacity;
  readonly tally: Tally;
  readonly log: SessionLog;
  readonly missed: MissedLog;
  /**
   * Whether starts that a window blocks are events, to be logged; otherwise the caller counts them.
   */
  readonly blockedToo: boolean;
}

/** Lets the world live from `from` to `to`, and writes down what happens. */
export function live(world: World): void {
  const { from, to, rules, plans, luck, capacity, tally, log, missed, blockedToo } = world;
  const { laneOf, laneNeeds } = capacity;
  const { line, occupancy } = tally;
  const jobs = plans.length;
  const due = dueStartsOf(plans, from, to, blockedToo);
  const wholeFleet = capacity.resourceCount;
  // What the loop asks of a plan for every event, in arrays of its own.
  const schedules: readonly Schedule[] = plans.map((plan) => plan.schedule);
  const windowed = Uint8Array.from(plans, ({ schedule }) =>
    effective(schedule.policy).backupWindow === undefined ? 0 : 1,
  );
  const events = agenda(jobs);
  const at = new Float64Array(jobs * FIELDS);
  const is = new Int32Array(jobs * FIELDS);
  // The present, in a cell of its own: a number that closures share would be a new object at every
  // event.
  const present = Float64Array.of(from);
  let turn = 0;

  /**
   * The turn of an event of this phase at the present instant: in this round if the phase is still
   * to come, else in another.
   */
  function turnNow(phase: number): number {
    const round = Math.floor(turn / TURNS_PER_ROUND);
    return (phase > turn - round * TURNS_PER_ROUND ? round : round + 1) * TURNS_PER_ROUND + phase;
  }

  /** What becomes of a job's present run; `NEVER` and any phase where nothing is to come of it. */
  function expect(job: number, time: number, phase: number): void {
    events.set(job, time, time > present[0]! ? phase : turnNow(phase));
  }

  /** When the backup window closes that is open now, or opens next (R17, R21). */
  function closingAfter(job: number): number {
    return windowed[job] === 1 ? schedules[job]!.windowEnd(present[0]!) : NEVER;
  }

  function miss(job: number, nominal: number, reason: number): void {
    missed.add(job, nominal, reason);
    tally.missed(job, reason);
  }

  function beginRun(job: number, run: number, byHand: boolean): void {
    const me = job * FIELDS;
    at[me + NOMINAL] = present[0]!;
    at[me + RUN] = run;
    is[me + ATTEMPT] = 0;
    is[me + BY_HAND] = byHand ? 1 : 0;
    arrive(job);
  }

  /**
   * An attempt is due: it starts if there is room, and else joins the line until its window closes
   * (R22).
   */
  function arrive(job: number): void {
    const me = job * FIELDS;
    at[me + ARRIVAL] = present[0]!;
    const lane = laneOf[job]!;
    if (lane < 0 || capacity.hasRoom(lane)) {
      start(job);
      return;
    }
    is[me + STATE] = WAITING;
    capacity.join(job);
    line.joined(job, laneNeeds[lane]!, at, me + ARRIVAL);
    at[me + CLOSING] = closingAfter(job);
    expect(job, at[me + CLOSING]!, PHASES.waitingDropped);
  }

  /** An attempt leaves the line: it starts, or never will. */
  function leaveLine(job: number, starts: boolean): void {
    capacity.leave(job);
    const needs = laneNeeds[laneOf[job]!]!;
    line.left(job, needs, at, job * FIELDS + ARRIVAL, present[0]!, starts);
  }

  function start(job: number): void {
    const me = job * FIELDS;
    const lane = laneOf[job]!;
    if (lane >= 0) {
      capacity.take(lane);
      const needs = laneNeeds[lane]!;
      for (let index = 0; index < needs.length; index += 1) occupancy.busy(needs[index]!, 1);
    }
    occupancy.busy(wholeFleet, 1);
    luck.decide(job, at[me + RUN]!, is[me + ATTEMPT]!, at[me + NOMINAL]!, present[0]!);
    const end = present[0]! + luck.durationMs();
    const close = closingAfter(job);
    is[me + STATE] = RUNNING_ATTEMPT;
    at[me + START] = present[0]!;
    at[me + CLOSING] = close;
    is[me + OUTCOME] = close < end ? STOPPED : luck.outcome();
    is[me + ROW] = log.begin(job, at[me + NOMINAL]!, present[0]!, is[me + ATTEMPT]!);
    is[me + NIGHT] = tally.begun(job, at[me + NOMINAL]!, present[0]!, is[me + ATTEMPT]!);
    expect(job, close < end ? close : end, PHASES.attemptEnds);
  }

  function endAttempt(job: number): void {
    const me = job * FIELDS;
    record(job, present[0]!, is[me + OUTCOME]!);
    const lane = laneOf[job]!;
    if (lane >= 0) {
      capacity.free(lane);
      const needs = laneNeeds[lane]!;
      for (let index = 0; index < needs.length; index += 1) occupancy.busy(needs[index]!, -1);
    }
    occupancy.busy(wholeFleet, -1);
    is[me + STATE] = IDLE;
    expect(job, NEVER, PHASES.attemptEnds);
    if (is[me + OUTCOME] !== FAILED && !(is[me + OUTCOME] === WARNING && rules.retryOnWarning))
      return;
    const plan = plans[job]!;
    if (is[me + ATTEMPT]! >= plan.retries || (is[me + BY_HAND] === 1 && !rules.retryManual)) return;
    const retryAt = present[0]! + plan.retryWaitMs;
    // A retry that would come in a closed hour is none: the run is over here, and nothing is
    // pending that a start could meet (R19).
    if (!schedules[job]!.isAllowed(retryAt)) {
      tally.retryDropped(job, false);
      return;
    }
    is[me + STATE] = RETRY_AHEAD;
    expect(job, retryAt, PHASES.retryDue);
  }

  function record(job: number, end: number, code: number): void {
    const me = job * FIELDS;
    log.finish(is[me + ROW]!, end, code);
    tally.finished(job, at[me + START]!, end, code, at[me + CLOSING]!, is[me + NIGHT]!);
  }

  function dropWaiting(job: number): void {
    const me = job * FIELDS;
    leaveLine(job, false);
    is[me + STATE] = IDLE;
    expect(job, NEVER, PHASES.attemptEnds);
    if (is[me + ATTEMPT] === 0) miss(job, at[me + NOMINAL]!, WINDOW_CLOSED);
    else tally.retryDropped(job, false);
  }

  function dueStart(job: number, run: number, fate: number): void {
    const me = job * FIELDS;
    const state = is[me + STATE];
    if (fate !== RUNS) miss(job, present[0]!, fate);
    else if (state === WAITING && is[me + ATTEMPT] === 0) miss(job, present[0]!, STILL_WAITING);
    else if (state === RUNNING_ATTEMPT || state === WAITING) miss(job, present[0]!, STILL_RUNNING);
    else if (state === RETRY_AHEAD && rules.pendingRetry === "first")
      miss(job, present[0]!, RETRY_PENDING);
    else {
      if (state === RETRY_AHEAD) tally.retryDropped(job, true);
      beginRun(job, run, false);
    }
  }

  function retryDue(job: number): void {
    is[job * FIELDS + ATTEMPT]! += 1;
    arrive(job);
  }

  /**
   * An attempt whose window closes now is about to be dropped: no slot that comes free now is for
   * it.
   */
  const isClosing = (job: number): boolean => at[job * FIELDS + CLOSING] === present[0]!;

  function serveLine(): void {
    for (
      let job = capacity.nextToStart(isClosing);
      job >= 0;
      job = capacity.nextToStart(isClosing)
    ) {
      leaveLine(job, true);
      start(job);
    }
  }

  /**
   * All that is due at this instant, in the order of the jobs; a manual start before what else is
   * due for its job (R21).
   */
  function dueNow(): void {
    const count = due.gather();
    for (let index = 0; index < count; index += 1) {
      if (due.isByHand(index)) beginRun(due.jobAt(index), keyByHand(present[0]!), true);
      else dueStart(due.jobAt(index), due.runAt(index), due.fateAt(index));
    }
  }

  function ownEvent(job: number): void {
    const phase = turn % TURNS_PER_ROUND;
    if (phase === PHASES.retryDue) retryDue(job);
    else if (phase === PHASES.waitingDropped) dropWaiting(job);
    else {
      endAttempt(job);
      // Slots come free only where attempts end; the line is served once all that end now, in this
      // round, have.
      const following = events.first();
      if (
        present[0]! < to &&
        capacity.hasFreed() &&
        !(events.timeOf(following) === present[0]! && events.turnOf(following) === turn)
      )
        serveLine();
    }
  }

  // Bound: every event either ends for good or is a due start, an attempt's end or a retry, and
  // those are finite.
  for (;;) {
    const job = events.first();
    const own = events.timeOf(job);
    const ownTurn = events.turnOf(job);
    const ownFirst = own < due.next() || (own === due.next() && ownTurn < PHASES.dueStart);
    const time = ownFirst ? own : due.next();
    // Ends and drops at the very end of the span still count; nothing starts there any more.
    if (!(time < to || (time === to && ownFirst && ownTurn < PHASES.dueStart))) break;
    if (time > present[0]!) occupancy.moveTo(time);
    present[0] = time;
    turn = ownFirst ? ownTurn : PHASES.dueStart;
    if (ownFirst) ownEvent(job);
    else dueNow();
  }

  occupancy.moveTo(to);
  present[0] = to;
  for (let job = 0; job < jobs; job += 1) {
    const me = job * FIELDS;
    if (is[me + STATE] === RUNNING_ATTEMPT) record(job, to, RUNNING);
    else if (is[me + STATE] === WAITING) {
      leaveLine(job, false);
      if (is[me + ATTEMPT] === 0) miss(job, at[me + NOMINAL]!, NOT_STARTED);
    }
  }
}
