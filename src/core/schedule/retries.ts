/**
 * The retries of one run that keeps failing: when each attempt starts and ends, and what ends the
 * sequence.
 *
 * The rules are those of simulation (R17 to R20) for a job that is alone in the world: no resource
 * to wait for, and the windows and next starts of its own schedule.
 */
import { type Issue, issue, PolicyError } from "../input/issues.js";
import { effective } from "../policy/effective.js";
import { type Duration, durationMs } from "../time/duration.js";
import { MINUTE_MS } from "../time/instant.js";
import type { Schedule } from "./schedule.js";

/** How a session ends. A timeline also knows `Running`. */
export type Outcome = "Success" | "Warning" | "Failed" | "Stopped";

/** One try at a run. */
export interface Attempt {
  /** Counts from 0, like the product's `retryCount`. */
  readonly attempt: number;
  readonly start: number;
  /** Where it ended: its own end, or the closing of the backup window (R17). */
  readonly end: number;
  readonly outcome: Outcome;
  /** On the last attempt: why no further one follows. */
  readonly endedBy?: "window-closed" | "superseded" | "retries-exhausted";
}

/** A run that keeps failing. */
export interface FailingRun {
  /** When attempt 0 starts, epoch ms. */
  readonly start: number;
  /** How long each attempt takes, attempt 0 first; ms are whole numbers. */
  readonly durations: readonly Duration[];
}

/**
 * The attempts of a run that fails every time (R18). A retry that would start in a prohibited hour
 * is not made, and the run ends with the attempt before it (R19); a start of the schedule that
 * comes before a retry that could be made, or with it, supersedes it (R20);
 * an attempt that the window's end meets is stopped (R17). Where `durations` ends before the
 * retries do, the sequence ends without an `endedBy`: how long the next attempt would take, nobody
 * said. Throws a `PolicyError` for a start or a duration that is not a whole number.
 */
export function retriesOf(schedule: Schedule, run: FailingRun): Attempt[] {
  const durations = durationsOf(run);
  const { number: retries = 0, waitMinutes = 0 } = effective(schedule.policy).retries ?? {};
  const waitMs = waitMinutes * MINUTE_MS;
  const attempts: Attempt[] = [];
  let start = run.start;
  for (const [attempt, duration] of durations.entries()) {
    const closing = schedule.windowEnd(start);
    if (closing < start + duration) {
      attempts.push({ attempt, start, end: closing, outcome: "Stopped", endedBy: "window-closed" });
      return attempts;
    }
    const end = start + duration;
    const due = end + waitMs;
    const endedBy = endOfSequence(schedule, run.start, end, due, retries - attempt);
    attempts.push({
      attempt,
      start,
      end,
      outcome: "Failed",
      ...(endedBy === undefined ? {} : { endedBy }),
    });
    if (endedBy !== undefined) return attempts;
    start = due;
  }
  return attempts;
}

function endOfSequence(
  schedule: Schedule,
  runStart: number,
  end: number,
  due: number,
  retriesLeft: number,
): Attempt["endedBy"] {
  if (retriesLeft <= 0) return "retries-exhausted";
  if (!schedule.isAllowed(due)) return "window-closed";
  // A start at the very end of the attempt finds the retry pending; the run's own start is not its
  // successor.
  return schedule.next(Math.max(end - 1, runStart)) <= due ? "superseded" : undefined;
}

/** How long the attempts take, ms. Throws a `PolicyError` with every issue of the run. */
function durationsOf(run: FailingRun): number[] {
  const issues: Issue[] = [];
  if (!Number.isSafeInteger(run.start))
    issues.push(issue("attempt.start", "a whole number of ms since 1970-01-01T00:00Z", run.start));
  const given: readonly unknown[] = Array.isArray(run.durations) ? run.durations : [];
  if (given !== run.durations)
    issues.push(
      issue("attempt.durations", "an array of durations, one per attempt", run.durations),
    );
  const durations = given.map((duration, index) => {
    const path = `attempt.durations[${index}]`;
    if (typeof duration !== "number") return durationMs(duration, path, issues);
    if (!Number.isSafeInteger(duration) || duration < 0)
      issues.push(issue(path, "a whole number of ms, 0 or more", duration));
    return duration;
  });
  if (issues.length > 0) throw new PolicyError(issues);
  return durations;
}
