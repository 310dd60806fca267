/**
 * The core's doors with the host's zones behind them: what takes a zone's name here takes a zone's table there.
 */
import { issue, PolicyError } from "../core/input/issues.js";
import { isCanonical, parsePolicy } from "../core/policy/parse.js";
import type { SchedulePolicy } from "../core/policy/types.js";
import { clockWith, type ServerClock } from "../core/schedule/clock.js";
import { type Finding, lintSchedule } from "../core/schedule/lint.js";
import { type Attempt, retriesOf } from "../core/schedule/retries.js";
import { compileSchedule, type Schedule } from "../core/schedule/schedule.js";
import { instantFrom, type InstantLike } from "../host/instants.js";
import { hostZone } from "../host/zones.js";

/**
 * Compiles a policy under a server's clock. Give it what `parsePolicy` made; a policy written by hand is parsed first.
 * Throws a `PolicyError` for a bad policy, an unknown zone or an unknown switch.
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
 * The attempts of a run that fails every time, under R17 to R20: `attempt.start` in epoch ms or as an ISO string, a
 * `Date` or a `DateTime`; `attempt.durations` in ms, one per attempt. Where they end before the retries do, the
 * sequence ends without an `endedBy`. Throws a `PolicyError` for bad input.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00", retryEnabled: true, retryNumber: 2, retryWaitInterval: 10 });
 * const attempts = retrySequence(policy, { start: "2026-01-05T22:00Z", durations: [300_000, 300_000, 300_000] });
 * attempts.map((attempt) => attempt.endedBy) // => [undefined, undefined, "retries-exhausted"]
 * ```
 */
export function retrySequence(
  policy: SchedulePolicy,
  attempt: { readonly start: InstantLike; readonly durations: readonly number[] },
  clock?: Partial<ServerClock>,
): Attempt[] {
  if (attempt === null || typeof attempt !== "object") throw new PolicyError([issue("attempt", "an object { start, durations }", attempt)]);
  const start = instantFrom(attempt.start, "attempt.start");
  return retriesOf(compile(policy, clock), { start, durations: attempt.durations });
}

/**
 * What is odd about a policy on its clock: never runs, starts that a window swallows, retries that cannot be made, clock
 * changes in the next two years, settings without effect. Most severe first; an empty list is a clean bill.
 * `now` is where the two years begin (default: the present).
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "02:30" });
 * const findings = lintPolicy(policy, { zone: "America/New_York" }, "2026-01-01");
 * findings.map((finding) => finding.code) // => ["clock-gap"]
 * ```
 */
export function lintPolicy(policy: SchedulePolicy, clock?: Partial<ServerClock>, now: InstantLike = Date.now()): Finding[] {
  return lintSchedule(compile(policy, clock), instantFrom(now, "now"));
}

/** A canonical policy as it is; anything else through the parser. */
function canonical(policy: unknown): SchedulePolicy {
  return isCanonical(policy) ? policy : parsePolicy(policy);
}
