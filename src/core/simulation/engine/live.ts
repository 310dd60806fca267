/**
 * The loop: due starts, attempts, windows, retries, paces and outages, instant by instant.
 *
 * At one instant the phases follow each other (`phases.ts`); once all attempts that end now have,
 * and after each due start and retry, the waiting line is served (R22, R30, R32). What arises for
 * the present instant takes its place in a phase still to come, or, where that phase is over, in
 * another round of the same instant.
 */
import { NEVER } from "../../time/instant.js";
import {
  INSTANTS,
  NUMBERS,
  RUN,
  RUNNING_ATTEMPT,
  START_AHEAD,
  STATE,
  WAITING,
} from "../books/jobRow.js";
import { moveOn } from "../books/occupancy.js";
import { BACKUP_WINDOW } from "../outcomes.js";
import { firstActor } from "./agenda.js";
import {
  beginByHand,
  beginRun,
  closeSpan,
  dropWaiting,
  endAttempt,
  isFirstDone,
  serveLine,
  tryAgain,
} from "./attempts.js";
import type { CopyHooks } from "./copies.js";
import { dueJob, gatherDue, isDueByHand } from "./dueStarts.js";
import { RUNS } from "./rosters.js";
import { fateNow } from "./fates.js";
import { expect, type Life, lifeOf, miss, missNow } from "./life.js";
import { onEdges } from "./onEdges.js";
import { phaseOf, PHASES, roundOf } from "./phases.js";
import type { EdgeHandlers } from "./resourceEdges.js";
import { intervene } from "./intervene.js";
import { nextDecision, type Steering } from "./steering.js";
import type { World } from "./world.js";

/** Lets the world live from `from` to `to`, and writes down what happens. */
export function live(world: World): void {
  const life = lifeOf(world);
  if (world.copies !== undefined) life.copyHooks = hooksFor(life);
  if (world.edges === undefined && world.sharing === undefined) liveUntil(life);
  else liveWithChanges(life);
  moveOn(life.occupancy, world.to);
  life.present[0] = world.to;
  closeSpan(life, 0, world.plans.length);
}

/** Everything before `until`, where no calendar and no sharing changes anything. */
export function liveUntil(life: Life): void {
  // Bound: every event either ends for good or is a due start, an attempt's end or a retry, and
  // those are finite.
  while (passNext(life));
}

/** The same, with what the calendar does to resources, and work that shares. */
function liveWithChanges(life: Life): void {
  const { world, events, due, present } = life;
  const { edges, sharing, to } = world;
  const handlers = onEdges(world, present, (resource) => cutOn(life, resource));
  const firstDone = (job: number, time: number): void => isFirstDone(life, job, time);
  // Bound: paces and outages change so many times, and see above.
  for (;;) {
    const own = events.times[firstActor(events)]!;
    const dueAt = due.next[0]!;
    const soonest = own < dueAt ? own : dueAt;
    const edgeAt = edges === undefined ? NEVER : edges.next();
    if (sharing?.isStale() === true && Math.min(edgeAt, soonest) > present[0]!)
      sharing.settle(present[0]!, firstDone);
    else if (edgeAt <= soonest) {
      if (edgeAt > to || edgeAt === NEVER) return;
      passEdge(life, edgeAt, handlers);
    } else if (!passNext(life)) return;
  }
}

/** The life of a world that is steered, at its beginning. */
export function steeredLife(world: World): Life {
  const life = lifeOf(world);
  if (world.copies !== undefined) life.copyHooks = hooksFor(life);
  return life;
}

/**
 * Lets a steered life go on through `until`, by so many steps, and the rest of an instant. Returns
 * whether it has come that far: everything of that instant is done then, as far as it is decided
 * yet.
 */
export function goOn(life: Life, until: number, steps: number): boolean {
  const { events, due, present, world } = life;
  const { edges, sharing } = world;
  const steering = life.steering!;
  const handlers = onEdges(world, present, (resource) => cutOn(life, resource));
  const firstDone = (job: number, time: number): void => isFirstDone(life, job, time);
  for (let step = 0; step < steps; step += 1) {
    const dueAt = due.next[0]!;
    const soonest = Math.min(events.times[firstActor(events)]!, dueAt);
    const edgeAt = edges === undefined ? NEVER : edges.next();
    const next = Math.min(edgeAt, soonest);
    const decisionAt = nextDecision(steering);
    if (sharing?.isStale() === true && next > present[0]!) sharing.settle(present[0]!, firstDone);
    else if (Math.min(next, decisionAt) > until) return true;
    else if (decisionAt < next) intervene(life, steering);
    else if (edgeAt <= soonest) passEdge(life, edgeAt, handlers);
    else if (!passNext(life)) return true;
    // all that is due at an instant is as many steps
    if (due.next[0] !== dueAt) step += due.gatheredCount;
  }
  return false;
}

/** Lets the next event of a job, or all that is due next, happen; `false` past the end. */
function passNext(life: Life): boolean {
  const { events, due, present } = life;
  const { until } = life;
  const job = firstActor(events);
  const own = events.times[job]!;
  const dueAt = due.next[0]!;
  const ownTurn = events.turns[job]!;
  const ownFirst = own < dueAt || (own === dueAt && ownTurn < PHASES.dueStart);
  const time = ownFirst ? own : dueAt;
  // Ends and drops at the very end of the span still count; nothing starts there any more.
  if (
    time >= until &&
    !(time === life.world.to && time === until && ownFirst && ownTurn < PHASES.dueStart)
  )
    return false;
  if (time > present[0]!) moveOn(life.occupancy, time);
  present[0] = time;
  life.turn = ownFirst ? ownTurn : PHASES.dueStart;
  if (ownFirst) ownEvent(life, job);
  else if (life.steering === undefined) dueNow(life);
  else dueSteered(life, life.steering);
  return true;
}

/**
 * All that is due at this instant, in the order of the jobs; a manual start before what else is
 * due for its job (R21).
 */
function dueNow(life: Life): void {
  const { due, rows, world } = life;
  const count = gatherDue(due);
  for (let index = 0; index < count; index += 1) {
    const job = dueJob(due, index);
    if (isDueByHand(due, index)) {
      beginByHand(life, job);
      continue;
    }
    const roster = due.rosterOf[job]!;
    const fate = fateNow(world, rows, job, due.gatheredFates[roster]!);
    if (fate === RUNS) {
      rows.at[job * INSTANTS + RUN] = due.gatheredRuns[roster]!;
      beginRun(life, job);
    } else missNow(life, job, fate);
  }
}

/** The same where jobs act by settings that others lend them. */
function dueSteered(life: Life, { actorOf, startsOf }: Steering): void {
  const { due, rows, world } = life;
  const count = gatherDue(due);
  for (let index = 0; index < count; index += 1) {
    const lender = dueJob(due, index);
    const job = actorOf[lender]!;
    const roster = due.rosterOf[lender]!;
    if (startsOf[job] !== lender) continue;
    const fate = fateNow(world, rows, job, due.gatheredFates[roster]!);
    if (fate === RUNS) {
      rows.at[job * INSTANTS + RUN] = due.gatheredRuns[roster]!;
      beginRun(life, job);
    } else missNow(life, job, fate);
  }
}

function ownEvent(life: Life, job: number): void {
  const phase = phaseOf(life.turn);
  if (phase === PHASES.retryDue) tryAgain(life, job);
  else if (phase === PHASES.copyDue) beginRun(life, job);
  else if (phase === PHASES.waitingDropped) dropWaiting(life, job);
  else {
    endAttempt(life, job, phase === PHASES.attemptCut);
    serveOnceAllEnded(life);
  }
}

/**
 * Room comes free only where attempts or outages end; the line is served once all that end now, in
 * this round, have.
 */
function serveOnceAllEnded(life: Life): void {
  const { events, present, turn } = life;
  if (present[0] === life.world.to || life.capacity.freedCount === 0) return;
  const following = firstActor(events);
  const lastTurn = turn - phaseOf(turn) + PHASES.attemptCut;
  if (events.times[following]! === present[0]! && events.turns[following]! <= lastTurn) return;
  life.turn = lastTurn;
  serveLine(life);
}

/** An outage of a resource begins: who runs on it ends now, or is cut (R30). */
function cutOn(life: Life, resource: number): void {
  const { rows, events, present, capacity, laneOf } = life;
  for (let job = 0; job < laneOf.length; job += 1) {
    const isRunning = rows.is[job * NUMBERS + STATE] === RUNNING_ATTEMPT;
    if (!isRunning || events.times[job]! <= present[0]!) continue;
    if (capacity.laneNeeds[laneOf[job]!]?.includes(resource) === true)
      expect(life, job, present[0]!, PHASES.attemptCut);
  }
}

/** What the calendar does to resources now. */
function passEdge(life: Life, edgeAt: number, handlers: EdgeHandlers): void {
  if (edgeAt > life.present[0]!) moveOn(life.occupancy, edgeAt);
  life.present[0] = edgeAt;
  life.turn = PHASES.resourceEdge;
  life.world.edges!.pass(handlers);
  serveOnceAllEnded(life);
}

/** What copies need to know of a life, and how a start of one comes to be (R32). */
function hooksFor(life: Life): CopyHooks {
  const { rows, schedules, present, world } = life;
  const { at, is } = rows;
  const stateOf = (job: number): number => is[job * NUMBERS + STATE]!;
  return {
    isUnderWay: (job) => stateOf(job) === RUNNING_ATTEMPT || stateOf(job) === WAITING,
    isAllowed: (job) => schedules[job]!.isAllowed(present[0]!),
    isStarting: (job) => stateOf(job) === START_AHEAD,
    moment: () => [present[0]!, roundOf(life.turn)],
    // A start is due now; whether it runs is decided as for any other (R12, R20).
    startDue(job, run) {
      if (present[0] === world.to) return; // nothing is due any more
      // Who only lends its settings, or is switched off, starts by nothing.
      if (life.steering?.startsOf[job] === -1) return;
      if (!schedules[job]!.isAllowed(present[0]!)) {
        miss(life, job, present, 0, BACKUP_WINDOW);
        return;
      }
      const fate = fateNow(world, rows, job, RUNS);
      if (fate !== RUNS) {
        miss(life, job, present, 0, fate);
        return;
      }
      is[job * NUMBERS + STATE] = START_AHEAD;
      at[job * INSTANTS + RUN] = run;
      expect(life, job, present[0]!, PHASES.copyDue);
    },
  };
}
