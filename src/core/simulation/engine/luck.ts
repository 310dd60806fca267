/**
 * What jobs' workloads say of their attempts: how long each takes and how it ends, drawn from its
 * own luck (R24).
 */
import { type Issue, issue, PolicyError, show } from "../../input/issues.js";
import { formatUtc } from "../../time/calendar.js";
import type { CheckedJob } from "../checkFleet.js";
import { LONGEST_MS } from "../../time/duration.js";
import { FAILED, SUCCESS, WARNING } from "../outcomes.js";
import { isThreadCount } from "../fleet.js";
import type { ReadGrowth, ReadWorkload } from "../workload.js";
import { draw, drawKey, hashText } from "./random.js";

/** Decides attempts. The answer stands until the next question: no allocation per attempt. */
export interface Luck {
  /**
   * Draws an attempt of a run of a job. Its luck hangs on the run's key; `nominal` and `start`, the
   * instants at which the run was due and the attempt starts, are for function workloads to know.
   * `newest`: when the job's newest session that made a restore point started, `NaN` before the
   * first; what grows, grows from there (R31).
   */
  decide(
    job: number,
    run: number,
    attempt: number,
    nominal: number,
    start: number,
    newest: number,
  ): void;
  /** Whether it matters to a job's attempts when its newest restore point was made (R31). */
  knowsNewest(job: number): boolean;
  /** Length of the attempt that was last decided, ms. */
  durationMs(): number;
  /** Threads that it can use; `NaN`: as many as there are (R28). */
  threads(): number;
  /** Its outcome code: success, warning or failed. */
  outcome(): number;
}

const DURATION = hashText("duration");
const OUTCOME = hashText("outcome");
const CODES = new Map([
  ["Success", SUCCESS],
  ["Warning", WARNING],
  ["Failed", FAILED],
]);

/** The luck of checked jobs, in their order, under a seed. */
export function luckOf(jobs: readonly CheckedJob[], seed: number): Luck {
  const workloads = jobs.map(({ workload }) => workload);
  const keys = new Int32Array(2 * jobs.length);
  jobs.forEach(({ job }, index) => {
    const { high, low } = drawKey(seed, job.id);
    keys[2 * index] = high;
    keys[2 * index + 1] = low;
  });
  const byNewest = Uint8Array.from(workloads, ({ full, grows, given }) =>
    full === undefined && grows === undefined && given === undefined ? 0 : 1,
  );
  // In cells: a number that closures share would be a new object for every attempt.
  const durationMs = new Float64Array(1);
  const threads = Float64Array.of(Number.NaN);
  let outcome = SUCCESS;

  function decideByFunction(
    job: number,
    run: number,
    attempt: number,
    nominal: number,
    start: number,
    newest: number,
    given: NonNullable<ReadWorkload["given"]>,
  ): void {
    const random = (purpose: string): number =>
      draw(keys[2 * job]!, keys[2 * job + 1]!, run, attempt, hashText(purpose));
    const { job: itself, path } = jobs[job]!;
    const known = Number.isNaN(newest) ? {} : { newestRestorePoint: newest };
    let result: GivenResult;
    try {
      result = given({ job: itself, nominal, start, attempt, ...known, random });
    } catch (cause) {
      throw whatThrew(`${path}.workload`, itself.id, nominal, attempt, cause);
    }
    const length = durationOf(result);
    const code = outcomeOf(result);
    const most = threadsOf(result);
    if (length === undefined || code === undefined || most === undefined)
      throw badResult(`${path}.workload`, nominal, attempt, result);
    durationMs[0] = length;
    outcome = code;
    threads[0] = most;
  }

  return {
    decide(job, run, attempt, nominal, start, newest) {
      const workload = workloads[job]!;
      const { constantMs, quantile, failed, warning, retryShare, given } = workload;
      if (given !== undefined) {
        decideByFunction(job, run, attempt, nominal, start, newest, given);
        return;
      }
      const high = keys[2 * job]!;
      const low = keys[2 * job + 1]!;
      const { full, grows } = workload;
      threads[0] = workload.threads;
      let length: number;
      if (full !== undefined && Number.isNaN(newest))
        length = full(draw(high, low, run, attempt, DURATION));
      else {
        length = constantMs >= 0 ? constantMs : quantile(draw(high, low, run, attempt, DURATION));
        // The first run counts as one after `per`.
        if (grows !== undefined && !Number.isNaN(newest)) length *= growthOf(grows, start - newest);
      }
      if (attempt > 0) length *= retryShare;
      durationMs[0] = Math.min(LONGEST_MS, Math.round(length));
      outcome = SUCCESS;
      if (failed + warning === 0) return;
      const share = draw(high, low, run, attempt, OUTCOME);
      if (share < failed + warning) outcome = share < failed ? FAILED : WARNING;
    },
    knowsNewest: (job) => byNewest[job] === 1,
    durationMs: () => durationMs[0]!,
    threads: () => threads[0]!,
    outcome: () => outcome,
  };
}

/** Luck that is asked as time goes on, and told of restore points (R31). */
export interface LuckInTurn {
  /** Draws an attempt that starts now; see `Luck`. */
  decide(job: number, run: number, attempt: number, nominal: number, start: number): void;
  /** A session of a job that started at `start` made a restore point. */
  pointMade(job: number, start: number): void;
}

/** For jobs without a restore point yet. */
export function luckInTurn(luck: Luck, jobs: number): LuckInTurn {
  const newest = new Float64Array(jobs).fill(Number.NaN);
  return {
    decide(job, run, attempt, nominal, start) {
      // A number that is handed on costs an object: only who grows is told from when.
      if (luck.knowsNewest(job)) luck.decide(job, run, attempt, nominal, start, newest[job]!);
      else luck.decide(job, run, attempt, nominal, start, Number.NaN);
    },
    pointMade(job, start) {
      newest[job] = start;
    },
  };
}

/** What a length is multiplied with so long after the newest restore point (R31). */
function growthOf({ perMs, share, mostMs }: ReadGrowth, elapsedMs: number): number {
  return 1 - share + (share * Math.min(elapsedMs, mostMs)) / perMs;
}

/** What a function gave, before anybody looked. */
type GivenResult =
  | { readonly duration?: unknown; readonly outcome?: unknown; readonly threads?: unknown }
  | null
  | undefined;

/** The duration of a function's result in whole ms; `undefined` where it is none. */
function durationOf(result: GivenResult): number | undefined {
  const given = result?.duration;
  return typeof given === "number" && given >= 0 && given <= Number.MAX_SAFE_INTEGER
    ? Math.round(given)
    : undefined;
}

/**
 * The threads of a function's result, `NaN` where it names none; `undefined` where they are none.
 */
function threadsOf(result: GivenResult): number | undefined {
  const given = result?.threads;
  if (given === undefined) return Number.NaN;
  return isThreadCount(given) ? given : undefined;
}

/** The outcome code of a function's result; `undefined` where it is none. */
function outcomeOf(result: GivenResult): number | undefined {
  const given = result?.outcome;
  return typeof given === "string" ? CODES.get(given) : undefined;
}

/** Which attempt a function of the caller's could say nothing of, and what it threw instead. */
function whatThrew(
  path: string,
  job: string,
  nominal: number,
  attempt: number,
  cause: unknown,
): PolicyError {
  const expected =
    `how attempt ${attempt} of ${show(job)} goes, due ${formatUtc(nominal)} ` +
    `(nominal ${nominal})`;
  const isPlain = cause instanceof Error && typeof cause.message === "string";
  const came = isPlain ? `${cause.name}: ${cause.message}` : cause;
  const threw = issue(path, expected, came, "the function threw it");
  return new PolicyError([threw], { code: "workload-threw", cause });
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
  if (threadsOf(result) === undefined)
    issues.push(issue(`${at}.threads`, "a whole number of threads from 1", result?.threads));
  return new PolicyError(issues);
}
