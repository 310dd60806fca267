/**
 * The life of attempts: each starts or waits for room, takes its time, ends or is cut, and may be
 * tried again.
 *
 * What a job is doing stands in its rows. Room is taken where an attempt starts and given back
 * where it ends; whoever waits is let in by the loop, once all that end now have.
 */
import { keyByHand } from "../../schedule/runKey.js";
import { NEVER } from "../../time/instant.js";
import { beginSession, finishSession } from "../books/columns.js";
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
  NEWEST_POINT,
  NIGHT,
  NOMINAL,
  NUMBERS,
  OUTCOME,
  RETRY_AHEAD,
  RUN,
  RUNNING_ATTEMPT,
  START,
  STATE,
  THREADS,
  WAITING,
} from "../books/jobRow.js";
import { joinLine, leaveLine } from "../books/line.js";
import { changeBusy } from "../books/occupancy.js";
import { countDroppedRetry, countEnd, countStart, makesRestorePoint } from "../books/tally.js";
import { waveEnded, waveStarted } from "../books/waves.js";
import { FAILED, NOT_STARTED, RUNNING, STOPPED, WINDOW_CLOSED } from "../outcomes.js";
import {
  freeSlots,
  hasRoom,
  isAway,
  joinQueue,
  leaveQueue,
  nextToStart,
  takeSlots,
} from "./capacity.js";
import { retryAfter } from "./fates.js";
import { closingAfter, expect, expectEnd, expectNothing, type Life, miss } from "./life.js";
import { decide } from "./luck.js";
import { slipSession } from "./parts/slip.js";
import { PHASES } from "./phases.js";
import { noteLeft, type Steering } from "./steering.js";

/** A run of a job begins now, with its first attempt; what key it has its rows say. */
export function beginRun(life: Life, job: number): void {
  const { at, is } = life.rows;
  at[job * INSTANTS + NOMINAL] = life.present[0]!;
  is[job * NUMBERS + ATTEMPT] = 0;
  is[job * NUMBERS + BY_HAND] = 0;
  arrive(life, job);
}

/** A run begins now that is started by hand (R21). */
export function beginByHand(life: Life, job: number): void {
  const { at, is } = life.rows;
  at[job * INSTANTS + NOMINAL] = life.present[0]!;
  at[job * INSTANTS + RUN] = keyByHand(life.present[0]!);
  is[job * NUMBERS + ATTEMPT] = 0;
  is[job * NUMBERS + BY_HAND] = 1;
  arrive(life, job);
}

/** The run of a job is tried again. */
export function tryAgain(life: Life, job: number): void {
  life.rows.is[job * NUMBERS + ATTEMPT]! += 1;
  arrive(life, job);
}

/**
 * An attempt is due: it starts if there is room, and else joins the line until its window closes
 * (R22).
 */
function arrive(life: Life, job: number): void {
  const { rows, capacity } = life;
  const { at, is } = rows;
  const me = job * INSTANTS;
  at[me + ARRIVAL] = life.present[0]!;
  if (life.steering !== undefined) takeLane(life, life.steering, job);
  const lane = life.laneOf[job]!;
  if (lane < 0 || hasRoom(capacity, lane)) {
    start(life, job);
    return;
  }
  is[job * NUMBERS + STATE] = WAITING;
  joinQueue(capacity, job);
  joinLine(life.line, job, capacity.laneNeeds[lane]!, rows);
  const closing = closingAfter(life, job);
  at[me + CLOSING] = closing;
  expect(life, job, closing, PHASES.waitingDropped);
}

/** The next attempt of a job that is steered needs what was decided last. */
function takeLane({ laneOf, isShared, sharing }: Life, steering: Steering, job: number): void {
  const lane = steering.lanes[steering.laneFrom[job]!]!;
  if (lane === laneOf[job]) return;
  laneOf[job] = lane;
  isShared[job] = sharing?.isShared(job) === true ? 1 : 0;
}

/** An attempt leaves the line: it starts, or never will. */
function leave(life: Life, job: number, starts: boolean): void {
  const { capacity, steering, log } = life;
  if (steering !== undefined)
    noteLeft(steering, job, life.rows, life.present[0]!, starts ? log.length : ~log.length);
  leaveQueue(capacity, job);
  const needs = capacity.laneNeeds[life.laneOf[job]!]!;
  leaveLine(life.line, job, needs, life.rows, life.present, starts);
}

/** Books a session of a lane, which starts (1) or ends (-1). */
function occupy({ capacity, occupancy, slip }: Life, lane: number, change: number): void {
  if (lane >= 0) {
    const needs = capacity.laneNeeds[lane]!;
    for (let index = 0; index < needs.length; index += 1)
      changeBusy(occupancy, needs[index]!, change);
  }
  // What is put in order afterwards is booked then.
  if (slip === undefined) changeBusy(occupancy, capacity.resourceCount, change);
}

function start(life: Life, job: number): void {
  const { rows, capacity, present, tally } = life;
  const { at, is } = rows;
  const me = job * INSTANTS;
  const mine = job * NUMBERS;
  const lane = life.laneOf[job]!;
  if (lane >= 0) takeSlots(capacity, lane);
  occupy(life, lane, 1);
  at[me + START] = present[0]!;
  decide(life.luck, job, at, me, is, mine);
  if (life.copies !== undefined) life.copies.started(job);
  const close = closingAfter(life, job);
  is[mine + STATE] = RUNNING_ATTEMPT;
  at[me + CLOSING] = close;
  if (life.foresees) {
    foresee(life, job);
    return;
  }
  beginSession(life.log, job, rows);
  is[mine + NIGHT] = waveStarted(life.waves, present, 0, 1);
  countStart(tally, job, rows);
  if (life.isShared[job] === 1 || (lane >= 0 && isAway(capacity, lane))) {
    startOtherwise(life, job, lane);
    return;
  }
  const end = at[me + END]!;
  if (close < end) is[mine + OUTCOME] = STOPPED;
  expect(life, job, close < end ? close : end, PHASES.attemptEnds);
}

/** All that becomes of a session is known, and booked as it starts. */
function foresee(life: Life, job: number): void {
  const { rows, world, waves, tally } = life;
  const { at, is } = rows;
  const me = job * INSTANTS;
  const mine = job * NUMBERS;
  if (at[me + CLOSING]! < at[me + END]!) {
    at[me + END] = at[me + CLOSING]!;
    is[mine + OUTCOME] = STOPPED;
  }
  expectEnd(life, job);
  // What ends with the span has ended.
  if (at[me + END]! > world.to) {
    at[me + END] = world.to;
    is[mine + OUTCOME] = RUNNING;
  }
  const makesPoint = makesRestorePoint(is[mine + OUTCOME]!, world.rules);
  at[me + DATA] = makesPoint ? at[me + START]! : Number.NaN;
  if (life.slip === undefined) {
    beginSession(life.log, job, rows);
    waveEnded(waves, waveStarted(waves, at, me + START, 1), at, me + END);
  } else slipSession(life.slip, job, rows);
  countStart(tally, job, rows);
  countEnd(tally, job, rows);
  if (makesPoint) at[me + NEWEST_POINT] = at[me + START]!;
}

/** A session that shares, or one that is made in an outage only to fail (R30). */
function startOtherwise(life: Life, job: number, lane: number): void {
  const { at, is } = life.rows;
  const me = job * INSTANTS;
  const now = life.present[0]!;
  const fails = lane >= 0 && isAway(life.capacity, lane);
  const workMs = fails ? 0 : at[me + END]! - now;
  if (fails) is[job * NUMBERS + OUTCOME] = FAILED;
  if (life.isShared[job] === 1) life.sharing!.begin(job, at[me + THREADS]!, workMs, now);
  // Who shares is told when it is done, once all is settled.
  expect(life, job, workMs === 0 ? now : at[me + CLOSING]!, PHASES.attemptEnds);
}

/** Of those who share a job is the first to be done, at this time, or no longer. */
export function isFirstDone(life: Life, job: number, time: number): void {
  expect(life, job, Math.min(time, life.rows.at[job * INSTANTS + CLOSING]!), PHASES.attemptEnds);
}

/** An attempt ends, or is cut: an outage begins, and it has not ended by now (R30). */
export function endAttempt(life: Life, job: number, isCut: boolean): void {
  const { at, is } = life.rows;
  const mine = job * NUMBERS;
  if (life.isShared[job] === 1) {
    endShared(life, job, isCut);
    return;
  }
  if (isCut) is[mine + OUTCOME] = FAILED;
  at[job * INSTANTS + FULL_MS] = Number.NaN;
  end(life, job);
}

function endShared(life: Life, job: number, isCut: boolean): void {
  const { at, is } = life.rows;
  const sharing = life.sharing!;
  const now = life.present[0]!;
  // Its event may be its window's: the work may not be done.
  const isDone = sharing.doneAt(job) <= now;
  sharing.end(job, now);
  at[job * INSTANTS + FULL_MS] = isDone && !isCut ? sharing.workOf(job) : sharing.workDone(job);
  if (isCut) is[job * NUMBERS + OUTCOME] = FAILED;
  else if (!isDone) is[job * NUMBERS + OUTCOME] = STOPPED;
  end(life, job);
}

function end(life: Life, job: number): void {
  const { rows, capacity } = life;
  const mine = job * NUMBERS;
  if (!life.foresees) book(life, job);
  const lane = life.laneOf[job]!;
  if (lane >= 0) freeSlots(capacity, lane);
  occupy(life, lane, -1);
  const retryAt = retryAfter(life.world, rows, job);
  if (retryAt < NEVER) {
    rows.is[mine + STATE] = RETRY_AHEAD;
    expect(life, job, retryAt, PHASES.retryDue);
  } else {
    rows.is[mine + STATE] = IDLE;
    expectNothing(life, job);
  }
  if (life.copies !== undefined) life.copies.ended(job, life.copyHooks!);
}

/** Books the session of a job, which ended now as its rows say, or still runs. */
function book(life: Life, job: number): void {
  const { rows, present } = life;
  const { at, is } = rows;
  const me = job * INSTANTS;
  at[me + END] = present[0]!;
  finishSession(life.log, job, rows);
  waveEnded(life.waves, is[job * NUMBERS + NIGHT]!, present, 0);
  at[me + DATA] = dataHeld(life, job);
  countEnd(life.tally, job, rows);
  if (Number.isNaN(at[me + DATA]!)) return;
  at[me + NEWEST_POINT] = at[me + START]!;
  if (life.copies !== undefined) life.copies.pointMade(job, at[me + RUN]!, life.copyHooks!);
}

/** The instant of the data in the restore point of a session; `NaN` where it makes none. */
function dataHeld({ rows, world, copies }: Life, job: number): number {
  const { at, is } = rows;
  if (!makesRestorePoint(is[job * NUMBERS + OUTCOME]!, world.rules)) return Number.NaN;
  const start = at[job * INSTANTS + START]!;
  return copies === undefined ? start : copies.dataOf(job, start, at[job * INSTANTS + END]!);
}

/** The window of a waiting attempt closes. */
export function dropWaiting(life: Life, job: number): void {
  const { at, is } = life.rows;
  const mine = job * NUMBERS;
  leave(life, job, false);
  is[mine + STATE] = IDLE;
  expectNothing(life, job);
  if (is[mine + ATTEMPT] === 0) miss(life, job, at, job * INSTANTS + NOMINAL, WINDOW_CLOSED);
  else countDroppedRetry(life.tally, job, false);
  if (life.copies !== undefined) life.copies.ended(job, life.copyHooks!);
}

/** Whoever waits and has room now starts, the oldest first (R22). */
export function serveLine(life: Life): void {
  let job = nextToStart(life.capacity, life.rows, life.present);
  for (; job >= 0; job = nextToStart(life.capacity, life.rows, life.present)) {
    leave(life, job, true);
    start(life, job);
  }
}

/**
 * The span is over: what runs is cut off, what waits has not started. Of the jobs from `first` to
 * `last - 1`.
 */
export function closeSpan(life: Life, first: number, last: number): void {
  const { at, is } = life.rows;
  for (let job = first; job < last; job += 1) {
    const mine = job * NUMBERS;
    if (is[mine + STATE] === RUNNING_ATTEMPT) {
      if (life.foresees) continue;
      is[mine + OUTCOME] = RUNNING;
      at[job * INSTANTS + FULL_MS] = Number.NaN;
      book(life, job);
    } else if (is[mine + STATE] === WAITING) {
      leave(life, job, false);
      if (is[mine + ATTEMPT] === 0) miss(life, job, at, job * INSTANTS + NOMINAL, NOT_STARTED);
    }
  }
}
