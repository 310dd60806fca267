/**
 * What jobs' workloads say of their attempts: how long each takes and how it ends, drawn from its
 * own luck (R24).
 */
import { type Issue, issue, PolicyError } from "../../input/issues.js";
import { type Quantile, quantileOf } from "../duration.js";
import type { Fleet, Job } from "../fleet.js";
import { FAILED, SUCCESS, WARNING } from "../outcomes.js";
import { draw, drawKey, hashText } from "./random.js";

/** Decides attempts. The answer stands until the next question: no allocation per attempt. */
export interface Luck {
  /** Draws an attempt of the run of a job that was due at `nominal`. */
  decide(job: number, nominal: number, attempt: number): void;
  /** Length of the attempt that was last decided, ms. */
  durationMs(): number;
  /** Its outcome code: success, warning or failed. */
  outcome(): number;
}

/** A workload as it was read. Jobs that share the object share this. */
interface ReadWorkload {
  readonly quantile: Quantile;
  /** The length of every first attempt, ms; `NaN` where it varies. */
  readonly constantMs: number;
  readonly failed: number;
  readonly warning: number;
  readonly retryShare: number;
  /** A function workload, which decides instead of all this. */
  readonly given: ((run: unknown) => GivenResult) | undefined;
}

const DURATION = hashText("duration");
const OUTCOME = hashText("outcome");
const CODES = new Map([
  ["Success", SUCCESS],
  ["Warning", WARNING],
  ["Failed", FAILED],
]);
const NO_WORK: ReadWorkload = {
  quantile: () => 0,
  constantMs: 0,
  failed: 0,
  warning: 0,
  retryShare: 1,
  given: undefined,
};

/**
 * Reads the workloads of a fleet's jobs, in their order. What is wrong with them goes to `issues`,
 * whatever else is wrong with the jobs.
 */
export function luckOf(fleet: Pick<Fleet, "jobs">, seed: number, issues: Issue[]): Luck {
  const jobs: readonly Partial<Job>[] = Array.isArray(fleet?.jobs)
    ? Array.from(fleet.jobs as readonly unknown[], (job) =>
        job !== null && typeof job === "object" ? job : {},
      )
    : [];
  const shared = new Map<unknown, ReadWorkload>();
  const workloads = jobs.map((job, index): ReadWorkload => {
    const known = shared.get(job.workload);
    if (known !== undefined) return known;
    const before = issues.length;
    const read = readWorkload(job.workload, `jobs[${index}].workload`, issues);
    if (issues.length === before) shared.set(job.workload, read);
    return read;
  });
  const keys = new Int32Array(2 * jobs.length);
  jobs.forEach(({ id }, job) => {
    const { high, low } = drawKey(seed, String(id));
    keys[2 * job] = high;
    keys[2 * job + 1] = low;
  });
  const durationMs = new Float64Array(1);
  let outcome = SUCCESS;

  function decideByFunction(
    job: number,
    nominal: number,
    attempt: number,
    given: (run: unknown) => GivenResult,
  ): void {
    const random = (purpose: string): number =>
      draw(keys[2 * job]!, keys[2 * job + 1]!, nominal, attempt, hashText(purpose));
    const result = given({ job: jobs[job], nominal, attempt, random });
    const length = durationOf(result);
    const code = outcomeOf(result);
    if (length === undefined || code === undefined)
      throw badResult(`jobs[${job}].workload`, nominal, attempt, result);
    durationMs[0] = length;
    outcome = code;
  }

  return {
    decide(job, nominal, attempt) {
      const { constantMs, quantile, failed, warning, retryShare, given } = workloads[job]!;
      if (given !== undefined) {
        decideByFunction(job, nominal, attempt, given);
        return;
      }
      const high = keys[2 * job]!;
      const low = keys[2 * job + 1]!;
      const full =
        constantMs >= 0 ? constantMs : quantile(draw(high, low, nominal, attempt, DURATION));
      durationMs[0] = attempt === 0 ? full : Math.round(full * retryShare);
      outcome = SUCCESS;
      if (failed + warning === 0) return;
      const share = draw(high, low, nominal, attempt, OUTCOME);
      if (share < failed + warning) outcome = share < failed ? FAILED : WARNING;
    },
    durationMs: () => durationMs[0]!,
    outcome: () => outcome,
  };
}

function readWorkload(workload: unknown, path: string, issues: Issue[]): ReadWorkload {
  if (workload === undefined || workload === null) return NO_WORK;
  if (typeof workload === "function")
    return { ...NO_WORK, given: workload as (run: unknown) => GivenResult };
  if (typeof workload !== "object" || Array.isArray(workload)) {
    issues.push(
      issue(path, "{ duration, failed?, warning?, retryShare? } or a function", workload),
    );
    return NO_WORK;
  }
  const given = workload as {
    duration?: unknown;
    failed?: unknown;
    warning?: unknown;
    retryShare?: unknown;
  };
  const quantile = quantileOf(given.duration, `${path}.duration`, issues);
  const failed = shareOf(given.failed, 0, `${path}.failed`, issues);
  const warning = shareOf(given.warning, 0, `${path}.warning`, issues);
  const retryShare = shareOf(given.retryShare, 1, `${path}.retryShare`, issues);
  if (failed + warning > 1 + 1e-9)
    issues.push(
      issue(path, "shares `failed` and `warning` of at most 1 together", failed + warning),
    );
  const isConstant = typeof given.duration === "number" || typeof given.duration === "string";
  return {
    quantile,
    constantMs: isConstant ? quantile(0) : Number.NaN,
    failed,
    warning,
    retryShare,
    given: undefined,
  };
}

type GivenResult = { readonly duration?: unknown; readonly outcome?: unknown } | null | undefined;

/** The duration of a function's result in whole ms; `undefined` where it is none. */
function durationOf(result: GivenResult): number | undefined {
  const given = result?.duration;
  return typeof given === "number" && given >= 0 && given <= Number.MAX_SAFE_INTEGER
    ? Math.round(given)
    : undefined;
}

/** The outcome code of a function's result; `undefined` where it is none. */
function outcomeOf(result: GivenResult): number | undefined {
  const given = result?.outcome;
  return typeof given === "string" ? CODES.get(given) : undefined;
}

function badResult(
  path: string,
  nominal: number,
  attempt: number,
  result: GivenResult,
): PolicyError {
  const at = `${path}({ nominal: ${nominal}, attempt: ${attempt} })`;
  const issues: Issue[] = [];
  if (durationOf(result) === undefined)
    issues.push(issue(`${at}.duration`, "a number of ms, 0 or more", result?.duration));
  if (outcomeOf(result) === undefined)
    issues.push(issue(`${at}.outcome`, "Success, Warning or Failed", result?.outcome));
  return new PolicyError(issues);
}

/** A share from 0 to 1; `fallback` where there is none. */
function shareOf(value: unknown, fallback: number, path: string, issues: Issue[]): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  issues.push(issue(path, "a share from 0 to 1", value));
  return fallback;
}
