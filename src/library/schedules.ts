/**
 * Policies and schedules with the host's zones behind them: what takes a zone's name here takes a
 * zone's table below.
 *
 * Two ways in: `compile` and the numbers that a schedule answers with, or ISO strings, `Date` and
 * `DateTime` in and luxon's `DateTime` out.
 */
import type { DateTime } from "luxon";
import { issue, type Issue, PolicyError } from "../core/input/issues.js";
import { parsePolicy } from "../core/policy/parse.js";
import type { PolicyInput } from "../core/policy/types.js";
import { type ClockInput, clockWith } from "../core/schedule/clock.js";
import { type Finding, lintSchedule } from "../core/schedule/lint.js";
import { type Attempt, retriesOf } from "../core/schedule/retries.js";
import { compileSchedule, type Schedule } from "../core/schedule/schedule.js";
import { NEVER, NEVER_BEFORE } from "../core/time/instant.js";
import { type Duration } from "../core/time/duration.js";
import { keysOf, readOwnShape } from "../core/input/ownShape.js";
import { isWholeNumber } from "../core/input/scalars.js";
import { dateTimeIn, instantFrom, type InstantLike, readInstant } from "../host/instants.js";
import { hostZone } from "../host/zones.js";

/**
 * Compiles a policy under a server's clock. What `parsePolicy` made is taken as it is; a policy
 * written by hand is parsed first. Throws a `PolicyError` for a bad policy, an unknown zone or an
 * unknown switch.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" });
 * compile(policy, { zone: "America/Los_Angeles" }).next(Date.UTC(2017, 4, 31, 12)) // => Date.UTC(2017, 5, 1, 8)
 * ```
 */
export function compile(policy: PolicyInput, clock?: ClockInput): Schedule {
  const full = clockWith(clock);
  return compileSchedule(parsePolicy(policy), full, hostZone(full.zone));
}

/** A run that fails every time: when it starts, and how long each attempt takes. */
export interface FailingRunInput {
  readonly start: InstantLike;
  /** One per attempt, attempt 0 first. */
  readonly durations: readonly Duration[];
}

/** The keys of such a run. */
export const FAILING_RUN_KEYS = keysOf<FailingRunInput>({ start: true, durations: true });

/**
 * The attempts of a run that fails every time, under R17 to R20. Where `attempt.durations` end
 * before the retries do, the sequence ends without an `endedBy`. Throws a `PolicyError` for bad
 * input.
 *
 * ```ts
 * const retries = { retryEnabled: true, retryNumber: 2, retryWaitInterval: 10 };
 * const daily = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * const policy = parsePolicy({ ...daily, ...retries });
 * const durations = ["5m", "5m", "5m"];
 * const attempts = retrySequence(policy, { start: "2026-01-05T22:00Z", durations });
 * attempts.map((attempt) => attempt.endedBy) // => [undefined, undefined, "retries-exhausted"]
 * ```
 */
export function retrySequence(
  policy: PolicyInput,
  attempt: FailingRunInput,
  clock?: ClockInput,
): Attempt[] {
  const issues: Issue[] = [];
  const given = readOwnShape<FailingRunInput>(
    attempt,
    "attempt",
    FAILING_RUN_KEYS,
    "an object { start, durations }",
    issues,
  );
  if (given === undefined) throw new PolicyError(issues);
  const start = readInstant(given.start, "attempt.start", issues);
  if (start === undefined || issues.length > 0) throw new PolicyError(issues);
  const { durations } = attempt;
  return retriesOf(compile(policy, clock), { start, durations });
}

/**
 * What is odd about a policy on its clock: never runs, starts that a window swallows, retries that
 * cannot be made, clock changes in the next two years, settings without effect. Most severe first;
 * an empty list is a clean bill. `now` is where the two years begin (default: the present).
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "02:30" });
 * const findings = lintPolicy(policy, { zone: "America/New_York" }, "2026-01-01");
 * findings.map((finding) => finding.code) // => ["clock-gap"]
 * ```
 */
export function lintPolicy(
  policy: PolicyInput,
  clock?: ClockInput,
  now: InstantLike = Date.now(),
): Finding[] {
  return lintSchedule(compile(policy, clock), instantFrom(now, "now"));
}

/**
 * The next run strictly after an instant, on the server's clock; `undefined` where there is none.
 * Takes any policy that `parsePolicy` takes. Throws a `PolicyError` for bad input.
 *
 * ```ts
 * const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" };
 * nextRun(policy, "2017-05-31T12:00:00Z", { zone: "America/Los_Angeles" })?.toISO() // => "2017-06-01T01:00:00.000-07:00"
 * ```
 */
export function nextRun(
  policy: unknown,
  after: InstantLike,
  clock?: ClockInput,
): DateTime | undefined {
  const schedule = compile(parsePolicy(policy), clock);
  const run = schedule.next(instantFrom(after, "after"));
  return run === NEVER ? undefined : dateTimeIn(run, schedule.zone.name);
}

/**
 * The last run strictly before an instant, on the server's clock; `undefined` where there is none
 * since 1970. Takes any policy that `parsePolicy` takes. Throws a `PolicyError` for bad input.
 *
 * ```ts
 * const policy = { type: "Daily", dailyType: "Workdays", dailyTime: "22:00" };
 * previousRun(policy, "2026-01-05T12:00Z")?.toISO() // => "2026-01-02T22:00:00.000Z"
 * ```
 */
export function previousRun(
  policy: unknown,
  before: InstantLike,
  clock?: ClockInput,
): DateTime | undefined {
  const schedule = compile(parsePolicy(policy), clock);
  const run = schedule.previous(instantFrom(before, "before"));
  return run === NEVER_BEFORE ? undefined : dateTimeIn(run, schedule.zone.name);
}

/**
 * The next `count` runs strictly after an instant, on the server's clock; fewer where there are no
 * more. Takes any policy that `parsePolicy` takes. Throws a `PolicyError` for bad input.
 *
 * ```ts
 * const policy = { type: "Periodically", periodicallyEvery: "Hours8" };
 * nextRuns(policy, "2026-01-01", 2).map((run) => run.toISO()) // => ["2026-01-01T08:00:00.000Z", "2026-01-01T16:00:00.000Z"]
 * ```
 */
export function nextRuns(
  policy: unknown,
  after: InstantLike,
  count: number,
  clock?: ClockInput,
): DateTime[] {
  const schedule = compile(parsePolicy(policy), clock);
  const issues: Issue[] = [];
  const instant = readInstant(after, "after", issues);
  checkCount(count, "count", issues);
  if (instant === undefined || issues.length > 0) throw new PolicyError(issues);
  return runsFrom(schedule, instant + 1, NEVER, count);
}

/**
 * Where `upcomingRuns` begins and ends: `[from, to)`, at most `limit` runs. At least one of `to`
 * and `limit` is needed.
 */
export interface UpcomingSpan {
  readonly from: InstantLike;
  readonly to?: InstantLike;
  readonly limit?: number;
}

/** The keys of such a span. */
export const UPCOMING_KEYS = keysOf<UpcomingSpan>({ from: true, to: true, limit: true });

/**
 * No list of runs is longer than this: a policy has at most 2,016 runs a week, so it is over nine
 * years of them.
 */
const MOST_RUNS = 1_000_000;

/**
 * The runs in `[from, to)`, at most `limit` of them, on the server's clock. Throws a `PolicyError`
 * for bad input, and where neither `to` nor `limit` says where to stop.
 *
 * ```ts
 * const policy = { type: "Periodically", periodicallyEvery: "Hours8" };
 * upcomingRuns(policy, { from: "2026-01-01", limit: 2 }).map((run) => run.toISO()) // => ["2026-01-01T00:00:00.000Z", "2026-01-01T08:00:00.000Z"]
 * ```
 */
export function upcomingRuns(policy: unknown, span: UpcomingSpan, clock?: ClockInput): DateTime[] {
  const schedule = compile(parsePolicy(policy), clock);
  const issues: Issue[] = [];
  const expected = "an object { from, to?, limit? }";
  const given = readOwnShape<UpcomingSpan>(span, "span", UPCOMING_KEYS, expected, issues);
  if (given === undefined) throw new PolicyError(issues);
  const from = readInstant(given.from, "span.from", issues);
  const to = given.to === undefined ? NEVER : readInstant(given.to, "span.to", issues);
  if (given.limit !== undefined) checkCount(given.limit, "span.limit", issues);
  if (given.to === undefined && given.limit === undefined)
    issues.push(issue("span", "an end: `to`, `limit` or both", span));
  if (from === undefined || to === undefined || issues.length > 0) throw new PolicyError(issues);
  const found = schedule.count(from, to);
  if (span.limit === undefined && found > MOST_RUNS) {
    throw new PolicyError([
      issue(
        "span",
        `at most ${MOST_RUNS} runs`,
        found,
        "give a `limit`, or use compile(...).fill for long spans",
      ),
    ]);
  }
  return runsFrom(schedule, from, to, span.limit ?? MOST_RUNS);
}

/** Notes what is no number of runs that a list may have. */
function checkCount(count: unknown, path: string, issues: Issue[]): void {
  if (!isWholeNumber(count, 0, MOST_RUNS))
    issues.push(issue(path, `an integer from 0 to ${MOST_RUNS}`, count));
}

/** The runs in `[from, to)`, at most so many. */
function runsFrom(schedule: Schedule, from: number, to: number, most: number): DateTime[] {
  const runs = new Float64Array(Math.min(schedule.count(from, to), most));
  schedule.fill(runs, from, to);
  return Array.from(runs, (run) => dateTimeIn(run, schedule.zone.name));
}
