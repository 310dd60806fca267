/**
 * What becomes of a due start and of an attempt that failed, by what its job is doing: the rules of
 * overlap and retries, whichever way a job is lived through.
 */
import { NEVER } from "../../time/instant.js";
import {
  ATTEMPT,
  BY_HAND,
  END,
  INSTANTS,
  type JobRows,
  NUMBERS,
  OUTCOME,
  RETRY_AHEAD,
  RUNNING_ATTEMPT,
  STATE,
  WAITING,
} from "../books/jobRow.js";
import { countDroppedRetry } from "../books/tally.js";
import { FAILED, RETRY_PENDING, STILL_RUNNING, STILL_WAITING, WARNING } from "../outcomes.js";
import { RUNS } from "./rosters.js";
import type { World } from "./world.js";

/**
 * The fate of a start that is due now: `RUNS`, or a reason code. `fate`: what windows make of it.
 * A pending retry that it takes the place of is dropped (R16, R20).
 */
export function fateNow(
  { rules, tally }: World,
  { is }: JobRows,
  job: number,
  fate: number,
): number {
  if (fate !== RUNS) return fate;
  const state = is[job * NUMBERS + STATE];
  if (state === RUNNING_ATTEMPT) return STILL_RUNNING;
  if (state === WAITING) return is[job * NUMBERS + ATTEMPT] === 0 ? STILL_WAITING : STILL_RUNNING;
  if (state !== RETRY_AHEAD) return RUNS;
  if (rules.pendingRetry === "first") return RETRY_PENDING;
  countDroppedRetry(tally, job, true);
  return RUNS;
}

/**
 * When the retry is due of the attempt that has just ended, as the rows of its job say; `NEVER`
 * where there is none (R18, R19, R21).
 */
export function retryAfter(
  { plans, rules, tally }: World,
  { at, is }: JobRows,
  job: number,
): number {
  const mine = job * NUMBERS;
  const outcome = is[mine + OUTCOME];
  if (outcome !== FAILED && !(outcome === WARNING && rules.retryOnWarning)) return NEVER;
  const { retries, retryWaitMs, schedule } = plans[job]!;
  if (is[mine + ATTEMPT]! >= retries || (is[mine + BY_HAND] === 1 && !rules.retryManual))
    return NEVER;
  const retryAt = at[job * INSTANTS + END]! + retryWaitMs;
  if (schedule.isAllowed(retryAt)) return retryAt;
  // A retry that would come in a closed hour is none: the run is over here, and nothing is pending
  // that a start could meet (R19).
  countDroppedRetry(tally, job, false);
  return NEVER;
}
