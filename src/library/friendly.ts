/**
 * The short way in: a policy and an instant as people have them, `DateTime`s in the server's zone out.
 *
 * Each call parses and compiles; whoever asks one policy often calls `compile` once instead.
 */
import type { DateTime } from "luxon";
import { type Issue, issue, PolicyError } from "../core/input/issues.js";
import { parsePolicy } from "../core/policy/parse.js";
import type { ServerClock } from "../core/schedule/clock.js";
import { NEVER } from "../core/time/instant.js";
import { compile } from "./schedules.js";
import { dateTimeIn, instantFrom, type InstantLike } from "../host/instants.js";

/**
 * The next run strictly after an instant, on the server's clock; `undefined` where there is none. Takes any policy that
 * `parsePolicy` takes. Throws a `PolicyError` for bad input.
 *
 * ```ts
 * const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" };
 * nextRun(policy, "2017-05-31T12:00:00Z", { zone: "America/Los_Angeles" })?.toISO() // => "2017-06-01T01:00:00.000-07:00"
 * ```
 */
export function nextRun(policy: unknown, after: InstantLike, clock?: Partial<ServerClock>): DateTime | undefined {
  const schedule = compile(parsePolicy(policy), clock);
  const run = schedule.next(instantFrom(after, "after"));
  return run === NEVER ? undefined : dateTimeIn(run, schedule.zone.name);
}

/** Where `upcomingRuns` begins and ends: `[from, to)`, at most `limit` runs. At least one of `to` and `limit` is needed. */
export interface UpcomingSpan {
  readonly from: InstantLike;
  readonly to?: InstantLike;
  readonly limit?: number;
}

/** No list of runs is longer than this: a policy has at most 2,016 runs a week, so it is over nine years of them. */
const MOST_RUNS = 1_000_000;

/**
 * The runs in `[from, to)`, at most `limit` of them, on the server's clock. Throws a `PolicyError` for bad input, and
 * where neither `to` nor `limit` says where to stop.
 *
 * ```ts
 * const policy = { type: "Periodically", periodicallyEvery: "Hours8" };
 * upcomingRuns(policy, { from: "2026-01-01", limit: 2 }).map((run) => run.toISO()) // => ["2026-01-01T00:00:00.000Z", "2026-01-01T08:00:00.000Z"]
 * ```
 */
export function upcomingRuns(policy: unknown, span: UpcomingSpan, clock?: Partial<ServerClock>): DateTime[] {
  const schedule = compile(parsePolicy(policy), clock);
  if (span === null || typeof span !== "object") throw new PolicyError([issue("span", "an object { from, to?, limit? }", span)]);
  const from = instantFrom(span.from, "span.from");
  const to = span.to === undefined ? NEVER : instantFrom(span.to, "span.to");
  const issues: Issue[] = [];
  if (span.limit !== undefined && !(Number.isInteger(span.limit) && span.limit >= 0 && span.limit <= MOST_RUNS)) {
    issues.push(issue("span.limit", `an integer from 0 to ${MOST_RUNS}`, span.limit));
  }
  if (span.to === undefined && span.limit === undefined) {
    issues.push(issue("span", "an end: `to`, `limit` or both", span));
  }
  if (issues.length > 0) throw new PolicyError(issues);
  const found = schedule.count(from, to);
  if (span.limit === undefined && found > MOST_RUNS) {
    throw new PolicyError([issue("span", `at most ${MOST_RUNS} runs`, found, "give a `limit`, or use compile(...).fill for long spans")]);
  }
  const runs = new Float64Array(Math.min(found, span.limit ?? MOST_RUNS));
  schedule.fill(runs, from, to);
  return Array.from(runs, (run) => dateTimeIn(run, schedule.zone.name));
}
