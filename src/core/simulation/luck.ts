/**
 * What a job's workload says of one attempt: how long it takes and how it ends, drawn from its own luck (R24).
 */
import { type Issue, issue, PolicyError } from "../policy/issues.js";
import { quantileOf } from "./duration.js";
import type { Job } from "./fleet.js";
import { draw, drawKey, hashText } from "./random.js";
import { FAILED, SUCCESS, WARNING } from "./tally.js";

/** Decides attempts of one job. The answer stays in the object until the next question: no allocation per attempt. */
export interface Luck {
  /** Draws the attempt of the run that was due at `nominal`. */
  decide(nominal: number, attempt: number): void;
  /** Length of the attempt that was last decided, ms. */
  durationMs: number;
  /** Its outcome code: success, warning or failed. */
  outcome: number;
}

const DURATION = hashText("duration");
const OUTCOME = hashText("outcome");
const CODES = new Map([["Success", SUCCESS], ["Warning", WARNING], ["Failed", FAILED]]);

/** Reads a job's workload. What is wrong with it goes to `issues`. */
export function luckOf(job: Job, path: string, seed: number, issues: Issue[]): Luck {
  const workload: unknown = job.workload;
  if (workload === undefined || workload === null) return { decide: () => undefined, durationMs: 0, outcome: SUCCESS };
  if (typeof workload === "function") return functionLuck(job, path, seed);
  if (typeof workload !== "object" || Array.isArray(workload)) {
    issues.push(issue(path, "{ duration, failed?, warning?, retryShare? } or a function", workload));
    return { decide: () => undefined, durationMs: 0, outcome: SUCCESS };
  }
  const given = workload as { duration?: unknown; failed?: unknown; warning?: unknown; retryShare?: unknown };
  const quantile = quantileOf(given.duration, `${path}.duration`, issues);
  const failed = shareOf(given.failed, 0, `${path}.failed`, issues);
  const warning = shareOf(given.warning, 0, `${path}.warning`, issues);
  const retryShare = shareOf(given.retryShare, 1, `${path}.retryShare`, issues);
  if (failed + warning > 1 + 1e-9) issues.push(issue(path, "shares `failed` and `warning` of at most 1 together", failed + warning));
  const constant = typeof given.duration === "number" || typeof given.duration === "string" ? quantile(0) : undefined;
  const certain = failed === 0 && warning === 0;
  const { high, low } = drawKey(seed, String(job.id));
  const luck: Luck = {
    durationMs: 0,
    outcome: SUCCESS,
    decide(nominal, attempt) {
      const full = constant ?? quantile(draw(high, low, nominal, attempt, DURATION));
      luck.durationMs = attempt === 0 ? full : Math.round(full * retryShare);
      if (certain) return;
      const share = draw(high, low, nominal, attempt, OUTCOME);
      luck.outcome = share < failed ? FAILED : share < failed + warning ? WARNING : SUCCESS;
    },
  };
  return luck;
}

function functionLuck(job: Job, path: string, seed: number): Luck {
  const decideWith = job.workload as (run: unknown) => GivenResult;
  const { high, low } = drawKey(seed, job.id);
  const luck: Luck = {
    durationMs: 0,
    outcome: SUCCESS,
    decide(nominal, attempt) {
      const random = (purpose: string): number => draw(high, low, nominal, attempt, hashText(purpose));
      const result = decideWith({ job, nominal, attempt, random });
      const duration = durationOf(result);
      const outcome = outcomeOf(result);
      if (duration === undefined || outcome === undefined) throw badResult(path, nominal, attempt, result);
      luck.durationMs = duration;
      luck.outcome = outcome;
    },
  };
  return luck;
}

type GivenResult = { readonly duration?: unknown; readonly outcome?: unknown } | null | undefined;

/** The duration of a function's result in whole ms; `undefined` where it is none. */
function durationOf(result: GivenResult): number | undefined {
  const given = result?.duration;
  return typeof given === "number" && given >= 0 && given <= Number.MAX_SAFE_INTEGER ? Math.round(given) : undefined;
}

/** The outcome code of a function's result; `undefined` where it is none. */
function outcomeOf(result: GivenResult): number | undefined {
  const given = result?.outcome;
  return typeof given === "string" ? CODES.get(given) : undefined;
}

function badResult(path: string, nominal: number, attempt: number, result: GivenResult): PolicyError {
  const at = `${path}({ nominal: ${nominal}, attempt: ${attempt} })`;
  const issues: Issue[] = [];
  if (durationOf(result) === undefined) issues.push(issue(`${at}.duration`, "a number of ms, 0 or more", result?.duration));
  if (outcomeOf(result) === undefined) issues.push(issue(`${at}.outcome`, "Success, Warning or Failed", result?.outcome));
  return new PolicyError(issues);
}

/** A share from 0 to 1; `fallback` where there is none. */
function shareOf(value: unknown, fallback: number, path: string, issues: Issue[]): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  issues.push(issue(path, "a share from 0 to 1", value));
  return fallback;
}
