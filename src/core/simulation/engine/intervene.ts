/**
 * What a decision does to a job: it drops a pending retry, starts or stops what it speaks of, and
 * leaves alone what else is under way, which is not tried again any more.
 */
import {
  BY_HAND,
  IDLE,
  NUMBERS,
  OUTCOME,
  RETRY_AHEAD,
  RUNNING_ATTEMPT,
  STATE,
  WAITING,
} from "../books/jobRow.js";
import { moveOn } from "../books/occupancy.js";
import { countDroppedRetry } from "../books/tally.js";
import { STOPPED } from "../outcomes.js";
import { beginByHand, dropWaiting, endAttempt, serveLine } from "./attempts.js";
import { expectNothing, type Life } from "./life.js";
import { takeChances } from "./luck.js";
import type { Steering } from "./steering.js";

/** Carries out the next decision. */
export function intervene(life: Life, steering: Steering): void {
  const { at, job, as, isOn, action } = steering.decisions[steering.next]!;
  steering.next += 1;
  if (at > life.present[0]!) {
    moveOn(life.occupancy, at);
    life.present[0] = at;
    life.turn = 0;
  }
  if (action === "stop") stop(life, job);
  settle(life, job);
  lend(life, steering, job, as, isOn);
  if (action === "start" && life.rows.is[job * NUMBERS + STATE] === IDLE) beginByHand(life, job);
}

/** A job has the settings of another one from now on; what is under way keeps its lane. */
export function lend(
  life: Life,
  { startsOf, laneFrom, plans, lent, windowed, chances }: Steering,
  job: number,
  as: number,
  isOn: boolean,
): void {
  const plan = lent[as]!;
  startsOf[job] = isOn ? as : -1;
  laneFrom[job] = as;
  plans[job] = plan;
  life.schedules[job] = plan.schedule;
  life.windowed[job] = windowed[as]!;
  takeChances(life.luck, job, chances, as);
}

/** Nothing that was before is tried again. */
function settle(life: Life, job: number): void {
  const { is } = life.rows;
  const mine = job * NUMBERS;
  if (is[mine + STATE] === RETRY_AHEAD) {
    is[mine + STATE] = IDLE;
    expectNothing(life, job);
    countDroppedRetry(life.tally, job, false);
  } else is[mine + BY_HAND] = 1;
}

function stop(life: Life, job: number): void {
  const { is } = life.rows;
  const mine = job * NUMBERS;
  if (is[mine + STATE] === WAITING) dropWaiting(life, job);
  if (is[mine + STATE] !== RUNNING_ATTEMPT) return;
  is[mine + OUTCOME] = STOPPED;
  endAttempt(life, job, false);
  serveLine(life);
}
