/**
 * Attempts of which a function workload says how they go: it is told what is known of them, and
 * what it gives is looked at before anything is done with it.
 */
import { type Issue, issue, PolicyError, show } from "../../input/issues.js";
import { formatUtc } from "../../time/calendar.js";
import {
  ATTEMPT,
  END,
  NEWEST_POINT,
  NOMINAL,
  OUTCOME,
  RUN,
  START,
  THREADS,
} from "../books/jobRow.js";
import { isThreadCount } from "../fleet.js";
import { FAILED, SUCCESS, WARNING } from "../outcomes.js";
import type { ReadWorkload } from "../workload.js";
import type { CheckedJob } from "../checkJobs.js";
import { draw, hashText } from "./random.js";

const CODES = new Map([
  ["Success", SUCCESS],
  ["Warning", WARNING],
  ["Failed", FAILED],
]);

/** Decides an attempt as `decide` does, by what the function says of it. */
export function decideByFunction(
  { jobs, keys }: { readonly jobs: readonly CheckedJob[]; readonly keys: Int32Array },
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
