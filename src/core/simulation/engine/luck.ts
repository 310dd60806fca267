/**
 * What jobs' workloads say of their attempts: how long each takes and how it ends, drawn from its
 * own luck (R24).
 */
import type { CheckedJob } from "../checkJobs.js";
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
import type { ReadGrowth, ReadWorkload } from "../workload.js";
import { decideByFunction } from "./givenAttempts.js";
import { drawPairs, hashId, hashText, keyUnder } from "./random.js";

/**
 * The luck of jobs under a seed: what their workloads say, as numbers side by side, and the keys of
 * their draws.
 */
export class Luck {
  readonly jobs: readonly CheckedJob[];
  /** How the length of each job is found. */
  readonly kinds: Uint8Array;
  /** What it is found from, `PARAMETERS` numbers a job. */
  readonly parameters: Float64Array;
  /** Two halves of a key a job (R24). */
  readonly keys: Int32Array;
  /** In a cell each, the draws of the attempt that is being decided: its length, its outcome. */
  readonly length: Float64Array;
  readonly outcome: Float64Array;

  constructor(of: Luck) {
    this.jobs = of.jobs;
    this.kinds = of.kinds;
    this.parameters = of.parameters;
    this.keys = of.keys;
    this.length = of.length;
    this.outcome = of.outcome;
  }
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

/** What of the luck of jobs is the same under all seeds. */
export interface Chances {
  readonly jobs: readonly CheckedJob[];
  readonly kinds: Uint8Array;
  readonly parameters: Float64Array;
  /** Two hashes of the id of each. */
  readonly ids: Int32Array;
}

/** The chances of checked jobs, in their order. */
export function chancesOf(jobs: readonly CheckedJob[]): Chances {
  const kinds = new Uint8Array(jobs.length);
  const parameters = new Float64Array(jobs.length * PARAMETERS);
  const ids = new Int32Array(2 * jobs.length);
  for (let index = 0; index < jobs.length; index += 1) {
    const { job, workload } = jobs[index]!;
    const { high, low } = hashId(job.id);
    ids[2 * index] = high;
    ids[2 * index + 1] = low;
    const { failed, warning, retryShare, threads } = workload;
    const row = index * PARAMETERS;
    kinds[index] = writeLength(workload, parameters, row);
    parameters[row + FAIL] = failed;
    parameters[row + FAIL_OR_WARN] = failed + warning;
    parameters[row + RETRY_SHARE] = retryShare;
    parameters[row + MOST_THREADS] = threads;
  }
  return { jobs, kinds, parameters, ids };
}

/** The luck of jobs under a seed. */
export function luckOf({ jobs, kinds, parameters, ids }: Chances, seed: number): Luck {
  const keys = new Int32Array(ids.length);
  for (let index = 0; index < keys.length; index += 2) {
    const { high, low } = keyUnder(seed, ids[index]!, ids[index + 1]!);
    keys[index] = high;
    keys[index + 1] = low;
  }
  const [length, outcome] = [new Float64Array(1), new Float64Array(1)];
  return new Luck({ jobs, kinds, parameters, keys, length, outcome });
}

/** Of so many jobs it is asked how long their sessions take. */
const ASKED_JOBS = 256;
/** Nine sessions of ten take no longer than what is usual. */
const USUAL = 0.9;

/** How long sessions usually take, ms: those of the jobs that take longest; 0 if nobody knows. */
export function usualMs({ jobs }: Pick<Luck, "jobs">): number {
  let longest = 0;
  const step = Math.max(1, Math.floor(jobs.length / ASKED_JOBS));
  for (let job = 0; job < jobs.length; job += step) {
    const { given, quantile } = jobs[job]!.workload;
    if (given === undefined) longest = Math.max(longest, quantile(USUAL));
  }
  return longest;
}

/** A job has the chances of another one from now on, and keeps its luck. */
export function takeChances(luck: Luck, job: number, of: Chances, as: number): void {
  luck.kinds[job] = of.kinds[as]!;
  const row = as * PARAMETERS;
  luck.parameters.set(of.parameters.subarray(row, row + PARAMETERS), job * PARAMETERS);
  (luck.jobs as CheckedJob[])[job] = of.jobs[as]!;
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
  const { kinds, parameters, keys } = luck;
  const kind = kinds[job]!;
  const row = job * PARAMETERS;
  const attempt = is[mine + ATTEMPT]!;
  const first = parameters[row + FIRST]!;
  const failedOrWarned = parameters[row + FAIL_OR_WARN]!;
  at[me + THREADS] = parameters[row + MOST_THREADS]!;
  const workload = kind === OTHER ? luck.jobs[job]!.workload : undefined;
  if (workload?.given !== undefined) {
    decideByFunction(luck, job, at, me, is, mine, workload.given);
    return;
  }
  if (kind !== CONSTANT || failedOrWarned > 0)
    drawPairs(
      keys[2 * job]!,
      keys[2 * job + 1]!,
      at,
      me + RUN,
      me + RUN + 1,
      attempt,
      DURATION,
      OUTCOME_DRAW,
      luck.length,
      luck.outcome,
    );
  let length = first;
  const share = luck.length[0]!;
  if (kind === UNIFORM) length = uniformLength(first, parameters[row + SECOND]!, share);
  else if (kind === LOGNORMAL) length = lognormalLength(first, parameters[row + SECOND]!, share);
  else if (workload !== undefined)
    length = lengthBy(workload, share, at[me + START]! - at[me + NEWEST_POINT]!);
  // Growth and the share of a retry make fractions of whole ms.
  if (attempt > 0) length *= parameters[row + RETRY_SHARE]!;
  if (attempt > 0 || kind === OTHER) length = wholeMs(length);
  at[me + END] = at[me + START]! + Math.min(LONGEST_MS, length);
  is[mine + OUTCOME] = outcomeAt(luck.outcome[0]!, parameters[row + FAIL]!, failedOrWarned);
}

/** First attempts decided ahead: how long each takes, ms, and how it ends, a code. */
export class Ahead {
  readonly lengths: Float64Array;
  readonly outcomes: Uint8Array;
  /** The luck of outcomes. */
  readonly shares: Float64Array;

  constructor(of: Ahead) {
    this.lengths = of.lengths;
    this.outcomes = of.outcomes;
    this.shares = of.shares;
  }
}

/** Room for so many first attempts. */
export function aheadOf(most: number): Ahead {
  return new Ahead({
    lengths: new Float64Array(most),
    outcomes: new Uint8Array(most),
    shares: new Float64Array(most),
  });
}

/**
 * Decides the first attempts of a job's runs `runs[from]` to `runs[to - 1]` as `decide` would, all
 * at once, and writes them to the front of `ahead`. Returns whether that can be known: what grows,
 * and what a function says, hangs on what was before.
 */
export function decideAhead(
  luck: Luck,
  job: number,
  runs: Float64Array,
  from: number,
  to: number,
  ahead: Ahead,
): boolean {
  if (luck.kinds[job] === OTHER) return false;
  const { lengths, outcomes, shares } = ahead;
  const { kinds, parameters, keys } = luck;
  const row = job * PARAMETERS;
  const first = parameters[row + FIRST]!;
  const second = parameters[row + SECOND]!;
  const count = to - from;
  const failedOrWarned = parameters[row + FAIL_OR_WARN]!;
  if (kinds[job] !== CONSTANT || failedOrWarned > 0)
    drawPairs(
      keys[2 * job]!,
      keys[2 * job + 1]!,
      runs,
      from,
      to,
      0,
      DURATION,
      OUTCOME_DRAW,
      lengths,
      shares,
    );
  if (kinds[job] === CONSTANT) lengths.fill(first, 0, count);
  else if (kinds[job] === UNIFORM)
    for (let at = 0; at < count; at += 1) lengths[at] = uniformLength(first, second, lengths[at]!);
  else
    for (let at = 0; at < count; at += 1)
      lengths[at] = lognormalLength(first, second, lengths[at]!);
  const failed = parameters[row + FAIL]!;
  for (let at = 0; at < count; at += 1)
    outcomes[at] = outcomeAt(shares[at]!, failed, failedOrWarned);
  return true;
}

/** How an attempt ends whose luck is this share of `[0, 1)`. */
function outcomeAt(share: number, failed: number, failedOrWarned: number): number {
  if (share >= failedOrWarned) return SUCCESS;
  return share < failed ? FAILED : WARNING;
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
