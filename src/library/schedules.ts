/**
 * Policies and schedules with the host's zones behind them: what takes a zone's name here takes a
 * zone's table below.
 *
 * Two ways in: `compile` and the numbers that a schedule answers with, or ISO strings, `Date` and
 * `DateTime` in and luxon's `DateTime` out.
 */
import type { DateTime } from "luxon";
import { issue, type Issue, PolicyError } from "../core/input/issues.js";
import { isCanonical, parsePolicy } from "../core/policy/parse.js";
import type { SchedulePolicy } from "../core/policy/types.js";
import { clockWith, type ServerClock } from "../core/schedule/clock.js";
import { type Finding, lintSchedule } from "../core/schedule/lint.js";
import { type Attempt, retriesOf } from "../core/schedule/retries.js";
import { compileSchedule, type Schedule } from "../core/schedule/schedule.js";
import { NEVER } from "../core/time/instant.js";
import { dateTimeIn, instantFrom, type InstantLike } from "../host/instants.js";
import { hostZone } from "../host/zones.js";

/**
 * Compiles a policy under a server's clock. Give it what `parsePolicy` made; a policy written by
 * hand is parsed first. Throws a `PolicyError` for a bad policy, an unknown zone or an unknown
 * switch.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" });
 * compile(policy, { zone: "America/Los_Angeles" }).next(Date.UTC(2017, 4, 31, 12)) // => Date.UTC(2017, 5, 1, 8)
 * ```
 */
export function compile(policy: SchedulePolicy, clock?: Partial<ServerClock>): Schedule {
  const full = clockWith(clock);
  return compileSchedule(canonical(policy), full, hostZone(full.zone));
}

/**
 * The attempts of a run that fails every time, under R17 to R20: `attempt.start` in epoch ms or as
 * an ISO string, a `Date` or a `DateTime`; `attempt.durations` in ms, one per attempt. Where they
 * end before the retries do, the sequence ends without an `endedBy`. Throws a `PolicyError` for bad
 * input.
 *
 * ```ts
 * const retries = { retryEnabled: true, retryNumber: 2, retryWaitInterval: 10 };
 * const daily = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * const policy = parsePolicy({ ...daily, ...retries });
 * const durations = [300_000, 300_000, 300_000];
 * const attempts = retrySequence(policy, { start: "2026-01-05T22:00Z", durations });
 * attempts.map((attempt) => attempt.endedBy) // => [undefined, undefined, "retries-exhausted"]
 * ```
 */
export function retrySequence(
  policy: SchedulePolicy,
  attempt: { readonly start: InstantLike; readonly durations: readonly number[] },
  clock?: Partial<ServerClock>,
): Attempt[] {
  if (attempt === null || typeof attempt !== "object")
    throw new PolicyError([issue("attempt", "an object { start, durations }", attempt)]);
  const start = instantFrom(attempt.start, "attempt.start");
  return retriesOf(compile(policy, clock), { start, durations: attempt.durations });
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
  policy: SchedulePolicy,
  clock?: Partial<ServerClock>,
  now: InstantLike = Date.now(),
): Finding[] {
  return lintSchedule(compile(policy, clock), instantFrom(now, "now"));
}

/** A canonical policy as it is; anything else through the parser. */
function canonical(policy: unknown): SchedulePolicy {
  return isCanonical(policy) ? policy : parsePolicy(policy);
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
  clock?: Partial<ServerClock>,
): DateTime | undefined {
  const schedule = compile(parsePolicy(policy), clock);
  const run = schedule.next(instantFrom(after, "after"));
  return run === NEVER ? undefined : dateTimeIn(run, schedule.zone.name);
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
export function upcomingRuns(
  policy: unknown,
  span: UpcomingSpan,
  clock?: Partial<ServerClock>,
): DateTime[] {
  const schedule = compile(parsePolicy(policy), clock);
  if (span === null || typeof span !== "object")
    throw new PolicyError([issue("span", "an object { from, to?, limit? }", span)]);
  const from = instantFrom(span.from, "span.from");
  const to = span.to === undefined ? NEVER : instantFrom(span.to, "span.to");
  const issues: Issue[] = [];
  if (
    span.limit !== undefined &&
    !(Number.isInteger(span.limit) && span.limit >= 0 && span.limit <= MOST_RUNS)
  ) {
    issues.push(issue("span.limit", `an integer from 0 to ${MOST_RUNS}`, span.limit));
  }
  if (span.to === undefined && span.limit === undefined) {
    issues.push(issue("span", "an end: `to`, `limit` or both", span));
  }
  if (issues.length > 0) throw new PolicyError(issues);
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
  const runs = new Float64Array(Math.min(found, span.limit ?? MOST_RUNS));
  schedule.fill(runs, from, to);
  return Array.from(runs, (run) => dateTimeIn(run, schedule.zone.name));
}
