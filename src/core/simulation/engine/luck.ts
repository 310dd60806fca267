/**
 * What jobs' workloads say of their attempts: how long each takes and how it ends, drawn from its
 * own luck (R24).
 */
import { type Issue, issue, PolicyError, show } from "../../input/issues.js";
import { formatUtc } from "../../time/calendar.js";
import type { CheckedJob } from "../checkFleet.js";
import { LONGEST_MS } from "../../time/duration.js";
import {
  ATTEMPT,
  END,
  jobRows,
  NEWEST_POINT,
  NOMINAL,
  OUTCOME,
  RUN,
  START,
  THREADS,
} from "../books/jobRow.js";
import { lognormalLength, uniformLength, wholeMs } from "../duration.js";
import { FAILED, SUCCESS, WARNING } from "../outcomes.js";
import { isThreadCount } from "../fleet.js";
import type { ReadGrowth, ReadWorkload } from "../workload.js";
import { draw, drawKey, hashText } from "./random.js";

/**
 * The luck of jobs under a seed: what their workloads say, as numbers side by side, and the keys of
 * their draws.
 */
export interface Luck {
  readonly jobs: readonly CheckedJob[];
  /** How the length of each job is found. */
  readonly kinds: Uint8Array;
  /** What it is found from, `PARAMETERS` numbers a job. */
  readonly parameters: Float64Array;
  /** Two halves of a key a job (R24). */
  readonly keys: Int32Array;
}

const CONSTANT = 0;
const UNIFORM = 1;
const LOGNORMAL = 2;
/** Anything else: it is looked up in the workload. */
const OTHER = 3;

// The length of a constant, the bounds of a uniform length, or median and sigma.
const FIRST = 0;
const SECOND = 1;
/** The share of attempts that fail, and of those that fail or warn. */
const FAIL = 2;
const FAIL_OR_WARN = 3;
const RETRY_SHARE = 4;
const MOST_THREADS = 5;
const PARAMETERS = 8;

const DURATION = hashText("duration");
const OUTCOME_DRAW = hashText("outcome");
const CODES = new Map([
  ["Success", SUCCESS],
  ["Warning", WARNING],
  ["Failed", FAILED],
]);

/** The luck of checked jobs, in their order, under a seed. */
export function luckOf(jobs: readonly CheckedJob[], seed: number): Luck {
  const kinds = new Uint8Array(jobs.length);
  const parameters = new Float64Array(jobs.length * PARAMETERS);
  const keys = new Int32Array(2 * jobs.length);
  jobs.forEach(({ job, workload }, index) => {
    const { high, low } = drawKey(seed, job.id);
    keys[2 * index] = high;
    keys[2 * index + 1] = low;
    const { failed, warning, retryShare, threads } = workload;
    const row = index * PARAMETERS;
    kinds[index] = writeLength(workload, parameters, row);
    parameters[row + FAIL] = failed;
    parameters[row + FAIL_OR_WARN] = failed + warning;
    parameters[row + RETRY_SHARE] = retryShare;
    parameters[row + MOST_THREADS] = threads;
  });
  return { jobs, kinds, parameters, keys };
}

/** Writes what a length is found from. Returns how. */
function writeLength(
  { quantile, constantMs, full, grows, given }: ReadWorkload,
  parameters: Float64Array,
  row: number,
): number {
  if (given !== undefined || full !== undefined || grows !== undefined) return OTHER;
  if (constantMs >= 0) {
    parameters[row + FIRST] = constantMs;
    return CONSTANT;
  }
  const { spread } = quantile;
  if (spread.kind === "uniform") {
    parameters[row + FIRST] = spread.low;
    parameters[row + SECOND] = spread.high;
    return UNIFORM;
  }
  if (spread.kind === "lognormal") {
    parameters[row + FIRST] = spread.median;
    parameters[row + SECOND] = spread.sigma;
    return LOGNORMAL;
  }
  return OTHER;
}

/**
 * Decides the attempt that the rows of a job say, in `at` from `me`, in `is` from `mine`: `RUN`,
 * `ATTEMPT`, `NOMINAL`, `START` and `NEWEST_POINT`, from which on a length grows (R31). Writes its
 * `END` if nothing comes between, its `OUTCOME` and its `THREADS`. Its luck hangs on the run's key
 * and the attempt alone; a function workload is told the rest.
 */
export function decide(
  luck: Luck,
  job: number,
  at: Float64Array,
  me: number,
  is: Int32Array,
  mine: number,
): void {
  const { parameters, keys } = luck;
  const kind = luck.kinds[job]!;
  const row = job * PARAMETERS;
  const high = keys[2 * job]!;
  const low = keys[2 * job + 1]!;
  const run = at[me + RUN]!;
  const attempt = is[mine + ATTEMPT]!;
  at[me + THREADS] = parameters[row + MOST_THREADS]!;
  let length = parameters[row + FIRST]!;
  if (kind === UNIFORM)
    length = uniformLength(
      length,
      parameters[row + SECOND]!,
      draw(high, low, run, attempt, DURATION),
    );
  else if (kind === LOGNORMAL)
    length = lognormalLength(
      length,
      parameters[row + SECOND]!,
      draw(high, low, run, attempt, DURATION),
    );
  else if (kind === OTHER) {
    const { workload } = luck.jobs[job]!;
    if (workload.given !== undefined) {
      decideByFunction(luck, job, at, me, is, mine, workload.given);
      return;
    }
    const newest = at[me + NEWEST_POINT]!;
    length = lengthBy(workload, draw(high, low, run, attempt, DURATION), at[me + START]! - newest);
  }
  // Growth and the share of a retry make fractions of whole ms.
  if (attempt > 0) length *= parameters[row + RETRY_SHARE]!;
  if (attempt > 0 || kind === OTHER) length = wholeMs(length);
  at[me + END] = at[me + START]! + Math.min(LONGEST_MS, length);
  let outcome = SUCCESS;
  if (parameters[row + FAIL_OR_WARN]! > 0) {
    const share = draw(high, low, run, attempt, OUTCOME_DRAW);
    if (share < parameters[row + FAIL_OR_WARN]!)
      outcome = share < parameters[row + FAIL]! ? FAILED : WARNING;
  }
  is[mine + OUTCOME] = outcome;
}

/** The length of an attempt, so long after the newest restore point, `NaN` before the first. */
function lengthBy(
  { constantMs, quantile, full, grows }: ReadWorkload,
  share: number,
  elapsedMs: number,
): number {
  if (full !== undefined && Number.isNaN(elapsedMs)) return full(share);
  const length = constantMs >= 0 ? constantMs : quantile(share);
  // The first run counts as one after `per`.
  return grows === undefined || Number.isNaN(elapsedMs)
    ? length
    : length * growthOf(grows, elapsedMs);
}

function decideByFunction(
  { jobs, keys }: Luck,
  job: number,
  at: Float64Array,
  me: number,
  is: Int32Array,
  mine: number,
  given: NonNullable<ReadWorkload["given"]>,
): void {
  const [run, nominal, start, newest] = [
    at[me + RUN]!,
    at[me + NOMINAL]!,
    at[me + START]!,
    at[me + NEWEST_POINT]!,
  ];
  const attempt = is[mine + ATTEMPT]!;
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
  at[me + END] = start + length;
  at[me + THREADS] = most;
  is[mine + OUTCOME] = code;
}

/** An attempt: how long it takes, ms, the threads that it can use, and its outcome code. */
export interface Attempt {
  readonly durationMs: number;
  /** `NaN`: as many as there are. */
  readonly threads: number;
  readonly outcome: number;
}

/** Decides first attempts one by one, as those of jobs without a restore point. */
export function attemptsOf(luck: Luck): (job: number, run: number, start: number) => Attempt {
  const { at, is } = jobRows(1);
  return (job, run, start) => {
    at[RUN] = run;
    at[NOMINAL] = start;
    at[START] = start;
    decide(luck, job, at, 0, is, 0);
    return { durationMs: at[END]! - start, threads: at[THREADS]!, outcome: is[OUTCOME]! };
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
