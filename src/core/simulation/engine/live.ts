/**
 * The life of jobs: due starts become attempts that take time, fail, are retried, are stopped by
 * windows and wait for room.
 *
 * What becomes of a job's present run is its one event in the agenda; due starts come from the
 * rosters. At one instant the phases follow each other (`phases.ts`); once all attempts that end
 * now have, and after each due start and retry, the waiting line is served (R22, R30, R32). What
 * arises for the present instant takes its place in a phase still to come, or, where that phase is
 * over, in another round of the same instant.
 */
import { keyByHand } from "../../schedule/runKey.js";
import type { Schedule } from "../../schedule/schedule.js";
import { NEVER } from "../../time/instant.js";
import {
  ARRIVAL,
  ATTEMPT,
  BY_HAND,
  CLOSING,
  DATA,
  END,
  FULL_MS,
  IDLE,
  INSTANTS,
  jobRows,
  NEWEST_POINT,
  NIGHT,
  NOMINAL,
  NUMBERS,
  OUTCOME,
  RETRY_AHEAD,
  ROW,
  RUN,
  RUNNING_ATTEMPT,
  START,
  START_AHEAD,
  STATE,
  THREADS,
  WAITING,
} from "../books/jobRow.js";
import {
  countDroppedRetry,
  countEnd,
  countMissed,
  countStart,
  makesRestorePoint,
} from "../books/tally.js";
import {
  BACKUP_WINDOW,
  FAILED,
  NOT_STARTED,
  RUNNING,
  STOPPED,
  WINDOW_CLOSED,
} from "../outcomes.js";
import { agenda, firstActor, setEvent } from "./agenda.js";
import type { CopyHooks } from "./copies.js";
import { dueStartsOf, RUNS } from "./dueStarts.js";
import { decide } from "./luck.js";
import { changeBusy, moveOn } from "../books/occupancy.js";
import { fateNow, retryAfter } from "./fates.js";
import { onEdges } from "./onEdges.js";
import { windowedAmong } from "./plans.js";
import { phaseOf, PHASES, roundOf, turnAfter } from "./phases.js";
import type { World } from "./world.js";

/** Lets the world live from `from` to `to`, and writes down what happens. */
export function live(world: World): void {
  const { from, to, rules, plans, luck, capacity, sharing, edges, copies } = world;
  const { tally, log, missed, blockedToo } = world;
  const { laneOf, laneNeeds, resourceCount: wholeFleet } = capacity;
  const { line, occupancy, waves } = tally;
  const jobs = plans.length;
  const due = dueStartsOf(plans, from, to, blockedToo);
  // What the loop asks of a plan for every event, in arrays of its own.
  const schedules: readonly Schedule[] = plans.map((plan) => plan.schedule);
  const windowed = windowedAmong(plans);
  const canChange = sharing !== undefined || edges !== undefined;
  const isShared = Uint8Array.from(plans, (_, job) => (sharing?.isShared(job) === true ? 1 : 0));
  const events = agenda(jobs);
  const rows = jobRows(jobs);
  const { at, is } = rows;
  // The present, in a cell of its own: a number that closures share would be a new object at every
  // event.
  const present = Float64Array.of(from);
  let turn = 0;

  /** What becomes of a job's present run; `NEVER` and any phase where nothing is to come of it. */
  function expect(job: number, time: number, phase: number): void {
    setEvent(events, job, time, time > present[0]! ? phase : turnAfter(turn, phase));
  }

  /** When the backup window closes that is open now, or opens next (R17, R21). */
  function closingAfter(job: number): number {
    return windowed[job] === 1 ? schedules[job]!.windowEnd(present[0]!) : NEVER;
  }

  function miss(job: number, nominal: number, reason: number): void {
    missed.add(job, nominal, reason);
    countMissed(tally, job, reason);
  }

  function beginRun(job: number, run: number, byHand: boolean): void {
    const me = job * INSTANTS;
    const mine = job * NUMBERS;
    at[me + NOMINAL] = present[0]!;
    at[me + RUN] = run;
    is[mine + ATTEMPT] = 0;
    is[mine + BY_HAND] = byHand ? 1 : 0;
    arrive(job);
  }

  /**
   * An attempt is due: it starts if there is room, and else joins the line until its window closes
   * (R22).
   */
  function arrive(job: number): void {
    const me = job * INSTANTS;
    const mine = job * NUMBERS;
    at[me + ARRIVAL] = present[0]!;
    const lane = laneOf[job]!;
    if (lane < 0 || capacity.hasRoom(lane)) {
      start(job);
      return;
    }
    is[mine + STATE] = WAITING;
    capacity.join(job);
    line.joined(job, laneNeeds[lane]!, at, me);
    at[me + CLOSING] = closingAfter(job);
    expect(job, at[me + CLOSING]!, PHASES.waitingDropped);
  }

  /** An attempt leaves the line: it starts, or never will. */
  function leaveLine(job: number, starts: boolean): void {
    capacity.leave(job);
    const needs = laneNeeds[laneOf[job]!]!;
    line.left(job, needs, at, job * INSTANTS, present[0]!, starts);
  }

  /** Books a session of a lane, which starts (1) or ends (-1). */
  function occupy(lane: number, change: number): void {
    if (lane >= 0) {
      const needs = laneNeeds[lane]!;
      for (let index = 0; index < needs.length; index += 1)
        changeBusy(occupancy, needs[index]!, change);
    }
    changeBusy(occupancy, wholeFleet, change);
  }

  function start(job: number): void {
    const me = job * INSTANTS;
    const mine = job * NUMBERS;
    const lane = laneOf[job]!;
    if (lane >= 0) capacity.take(lane);
    occupy(lane, 1);
    at[me + START] = present[0]!;
    decide(luck, job, at, me, is, mine);
    if (copies !== undefined) copies.started(job);
    const close = closingAfter(job);
    is[mine + STATE] = RUNNING_ATTEMPT;
    at[me + CLOSING] = close;
    is[mine + ROW] = log.begin(job, at[me + NOMINAL]!, present[0]!, is[mine + ATTEMPT]!);
    is[mine + NIGHT] = waves.started(present[0]!);
    countStart(tally, job, rows);
    if (isShared[job] === 1 || (lane >= 0 && capacity.isAway(lane))) {
      startOtherwise(job, lane, close);
      return;
    }
    const end = at[me + END]!;
    if (close < end) is[mine + OUTCOME] = STOPPED;
    expect(job, close < end ? close : end, PHASES.attemptEnds);
  }

  /** A session that shares, or one that is made in an outage only to fail (R30). */
  function startOtherwise(job: number, lane: number, close: number): void {
    const me = job * INSTANTS;
    const fails = lane >= 0 && capacity.isAway(lane);
    const workMs = fails ? 0 : at[me + END]! - present[0]!;
    if (fails) is[job * NUMBERS + OUTCOME] = FAILED;
    if (isShared[job] === 1) sharing!.begin(job, at[me + THREADS]!, workMs, present[0]!);
    // Who shares is told when it is done, once all is settled.
    expect(job, workMs === 0 ? present[0]! : close, PHASES.attemptEnds);
  }

  /** A group's first to be done is another one, or at another time. */
  const firstDone = (job: number, time: number): void =>
    expect(job, Math.min(time, at[job * INSTANTS + CLOSING]!), PHASES.attemptEnds);

  /** An attempt ends, or is cut: an outage begins, and it has not ended by now (R30). */
  function endAttempt(job: number, isCut: boolean): void {
    if (isShared[job] === 1) endShared(job, isCut);
    else endWith(job, isCut ? FAILED : is[job * NUMBERS + OUTCOME]!, Number.NaN);
  }

  function endShared(job: number, isCut: boolean): void {
    // Its event may be its window's: the work may not be done.
    const isDone = sharing!.doneAt(job) <= present[0]!;
    sharing!.end(job, present[0]!);
    const full = isDone && !isCut ? sharing!.workOf(job) : sharing!.workDone(job);
    endWith(job, isCut ? FAILED : isDone ? is[job * NUMBERS + OUTCOME]! : STOPPED, full);
  }

  function endWith(job: number, outcome: number, full: number): void {
    const mine = job * NUMBERS;
    record(job, present[0]!, outcome, full);
    const lane = laneOf[job]!;
    if (lane >= 0) capacity.free(lane);
    occupy(lane, -1);
    is[mine + STATE] = IDLE;
    expect(job, NEVER, PHASES.attemptEnds);
    const retryAt = retryAfter(world, rows, job);
    if (retryAt < NEVER) {
      is[mine + STATE] = RETRY_AHEAD;
      expect(job, retryAt, PHASES.retryDue);
    }
    if (copies !== undefined) copies.ended(job, copyHooks);
  }

  /** `full`: what the work of a session, as far as it came with it, takes at full speed. */
  function record(job: number, end: number, code: number, full: number): void {
    const me = job * INSTANTS;
    const mine = job * NUMBERS;
    log.finish(is[mine + ROW]!, end, code);
    waves.ended(is[mine + NIGHT]!, end);
    at[me + END] = end;
    is[mine + OUTCOME] = code;
    at[me + FULL_MS] = full;
    at[me + DATA] = dataHeld(job, code);
    countEnd(tally, job, rows);
    if (Number.isNaN(at[me + DATA]!)) return;
    at[me + NEWEST_POINT] = at[me + START]!;
    if (copies !== undefined) copies.pointMade(job, at[me + RUN]!, copyHooks);
  }

  /** The instant of the data in the restore point of a session; `NaN` where it makes none. */
  function dataHeld(job: number, code: number): number {
    if (!makesRestorePoint(code, rules)) return Number.NaN;
    const start = at[job * INSTANTS + START]!;
    return copies === undefined ? start : copies.dataOf(job, start, at[job * INSTANTS + END]!);
  }

  function dropWaiting(job: number): void {
    const me = job * INSTANTS;
    const mine = job * NUMBERS;
    leaveLine(job, false);
    is[mine + STATE] = IDLE;
    expect(job, NEVER, PHASES.attemptEnds);
    if (is[mine + ATTEMPT] === 0) miss(job, at[me + NOMINAL]!, WINDOW_CLOSED);
    else countDroppedRetry(tally, job, false);
    if (copies !== undefined) copies.ended(job, copyHooks);
  }

  /** A start of a copy is due now; whether it runs is decided as for any other (R12, R20). */
  function copyDue(job: number, run: number): void {
    const me = job * INSTANTS;
    const mine = job * NUMBERS;
    if (present[0] === to) return; // nothing is due any more
    if (!schedules[job]!.isAllowed(present[0]!)) {
      miss(job, present[0]!, BACKUP_WINDOW);
      return;
    }
    const fate = fateNow(world, rows, job, RUNS);
    if (fate !== RUNS) {
      miss(job, present[0]!, fate);
      return;
    }
    is[mine + STATE] = START_AHEAD;
    at[me + RUN] = run;
    expect(job, present[0]!, PHASES.copyDue);
  }

  const copyHooks: CopyHooks = {
    isUnderWay: (job) =>
      is[job * NUMBERS + STATE] === RUNNING_ATTEMPT || is[job * NUMBERS + STATE] === WAITING,
    isAllowed: (job) => schedules[job]!.isAllowed(present[0]!),
    isStarting: (job) => is[job * NUMBERS + STATE] === START_AHEAD,
    moment: () => [present[0]!, roundOf(turn)],
    startDue: copyDue,
  };

  function dueStart(job: number, run: number, windowsSay: number): void {
    const fate = fateNow(world, rows, job, windowsSay);
    if (fate === RUNS) beginRun(job, run, false);
    else miss(job, present[0]!, fate);
  }

  /**
   * An attempt whose window closes now is about to be dropped: no slot that comes free now is for
   * it.
   */
  const isClosing = (job: number): boolean => at[job * INSTANTS + CLOSING] === present[0]!;

  function serveLine(): void {
    let job = capacity.nextToStart(isClosing);
    for (; job >= 0; job = capacity.nextToStart(isClosing)) {
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
    const phase = phaseOf(turn);
    if (phase === PHASES.retryDue) {
      is[job * NUMBERS + ATTEMPT]! += 1;
      arrive(job);
    } else if (phase === PHASES.copyDue) beginRun(job, at[job * INSTANTS + RUN]!, false);
    else if (phase === PHASES.waitingDropped) dropWaiting(job);
    else {
      endAttempt(job, phase === PHASES.attemptCut);
      serveOnceAllEnded();
    }
  }

  /**
   * Room comes free only where attempts or outages end; the line is served once all that end now,
   * in this round, have.
   */
  function serveOnceAllEnded(): void {
    if (present[0] === to || !capacity.hasFreed()) return;
    const following = firstActor(events);
    const lastTurn = turn - phaseOf(turn) + PHASES.attemptCut;
    if (events.times[following]! === present[0]! && events.turns[following]! <= lastTurn) return;
    turn = lastTurn;
    serveLine();
  }

  /** An outage of a resource begins: who runs on it ends now, or is cut (R30). */
  function cutOn(resource: number): void {
    for (let job = 0; job < jobs; job += 1) {
      const isRunning = is[job * NUMBERS + STATE] === RUNNING_ATTEMPT;
      if (!isRunning || events.times[job]! <= present[0]!) continue;
      if (laneNeeds[laneOf[job]!]?.includes(resource) === true)
        expect(job, present[0]!, PHASES.attemptCut);
    }
  }
  const edgeHandlers = onEdges(world, present, cutOn);

  /** What the calendar does to resources now. */
  function passEdge(edgeAt: number): void {
    if (edgeAt > present[0]!) moveOn(occupancy, edgeAt);
    present[0] = edgeAt;
    turn = PHASES.resourceEdge;
    edges!.pass(edgeHandlers);
    serveOnceAllEnded();
  }

  // Bound: paces and outages change so many times; every other event either ends for good or is a
  // due start, an attempt's end or a retry, and those are finite.
  for (;;) {
    const job = firstActor(events);
    const own = events.times[job]!;
    const dueAt = due.next();
    if (canChange) {
      const edgeAt = edges === undefined ? NEVER : edges.next();
      const soonest = own < dueAt ? own : dueAt;
      if (sharing?.isStale() === true && Math.min(edgeAt, soonest) > present[0]!) {
        sharing.settle(present[0]!, firstDone);
        continue;
      }
      if (edgeAt <= soonest) {
        if (edgeAt > to || edgeAt === NEVER) break;
        passEdge(edgeAt);
        continue;
      }
    }
    const ownTurn = events.turns[job]!;
    const ownFirst = own < dueAt || (own === dueAt && ownTurn < PHASES.dueStart);
    const time = ownFirst ? own : dueAt;
    // Ends and drops at the very end of the span still count; nothing starts there any more.
    if (!(time < to || (time === to && ownFirst && ownTurn < PHASES.dueStart))) break;
    if (time > present[0]!) moveOn(occupancy, time);
    present[0] = time;
    turn = ownFirst ? ownTurn : PHASES.dueStart;
    if (ownFirst) ownEvent(job);
    else dueNow();
  }

  moveOn(occupancy, to);
  present[0] = to;
  for (let job = 0; job < jobs; job += 1) {
    const me = job * INSTANTS;
    const mine = job * NUMBERS;
    if (is[mine + STATE] === RUNNING_ATTEMPT) record(job, to, RUNNING, Number.NaN);
    else if (is[mine + STATE] === WAITING) {
      leaveLine(job, false);
      if (is[mine + ATTEMPT] === 0) miss(job, at[me + NOMINAL]!, NOT_STARTED);
    }
  }
}
