/**
 * What of a comparison is luck: whether anything is drawn at all, which jobs drew anew, and what
 * is left of a difference where every draw is the middle one (R24, R35).
 *
 * A run keeps its luck when its start is moved, and another interval, type or day has other runs.
 * Luck is asked like any other cause: it is taken away on both sides, and what then goes the same
 * way follows from the change.
 */
import { effective } from "../../policy/effective.js";
import { timeOfDayMs } from "../../schedule/rule.js";
import type { CheckedJob } from "../../simulation/checkJobs.js";
import type { JobMetrics } from "../../simulation/summary.js";
import { type Quantile, quantileFrom } from "../../simulation/duration.js";
import type { ReadWorkload } from "../../simulation/workload.js";
import { MINUTE_MS } from "../../time/instant.js";
import { offsetAt } from "../../time/zone.js";

/** The middle of all draws. */
const MIDDLE = 0.5;

/** Whether anything of a workload is drawn; of a function nobody knows. */
export function drawsLuck({ constantMs, failed, warning, given, full }: ReadWorkload): boolean {
  const fullVaries = full !== undefined && full(0) !== full(1 - Number.EPSILON);
  return given !== undefined || Number.isNaN(constantMs) || failed + warning > 0 || fullVaries;
}

/**
 * Why a job's runs on one side are not those on the other, so that they draw their luck anew;
 * `undefined` where they are the same, or nothing is drawn.
 */
export function drawnAnew(was: CheckedJob, is: CheckedJob): string | undefined {
  if (!drawsLuck(was.workload) && !drawsLuck(is.workload)) return undefined;
  const [before, now] = [effective(was.policy), effective(is.policy)];
  const [one, other] = [before.starts, now.starts];
  if (one.kind === "none" || other.kind === "none") return undefined;
  if (one.kind === "daily" && other.kind === "daily")
    return one.dailyType === other.dailyType ? undefined : "other days";
  if (one.kind !== "grid" || other.kind !== "grid") return "another type of schedule";
  if (one.every !== other.every) return "another interval";
  return JSON.stringify(before.startWindow) === JSON.stringify(now.startWindow)
    ? undefined
    : "another start window";
}

/** The job with the middle draw in every attempt. */
export function withoutLuck(checked: CheckedJob): CheckedJob {
  const { quantile, full, failed, warning, given } = checked.workload;
  const middle = (of: Quantile): Quantile => quantileFrom({ kind: "constant", ms: of(MIDDLE) });
  const workload: ReadWorkload = {
    ...checked.workload,
    quantile: middle(quantile),
    constantMs: quantile(MIDDLE),
    full: full && middle(full),
    failed: MIDDLE < failed ? 1 : 0,
    warning: MIDDLE >= failed && MIDDLE < failed + warning ? 1 : 0,
    given: given && ((run) => given({ ...run, random: () => MIDDLE })),
  };
  return { ...checked, workload };
}

/**
 * By how much the starts of a job moved on their dates, ms: from 23:59 to 00:00 it is most of a
 * day, since a run is that of its date (R24). 0 where they are of another kind.
 */
function movedBy(was: CheckedJob, is: CheckedJob, at: number): number {
  const [one, other] = [was, is].map(({ policy, zone }) => {
    const { starts } = effective(policy);
    const offset = offsetAt(zone, at);
    if (starts.kind === "none") return undefined;
    return starts.kind === "daily"
      ? { kind: starts.kind, ms: timeOfDayMs(starts.dailyTime) - offset }
      : { kind: starts.kind, ms: (starts.offsetMinutes ?? 0) * MINUTE_MS - offset };
  });
  return one !== undefined && one.kind === other?.kind ? Math.abs(other.ms - one.ms) : 0;
}

/**
 * Whether the worst exposures of a job may differ only since the span begins and ends where it
 * does: one of them lies no further from its edge than the starts moved, so that the other side has
 * less of that stretch; and they are no further apart than that. Over a longer span nothing may be
 * left.
 */
export function isCutBySpan(
  { checked: was, metrics: before }: JudgedSide,
  { checked: is, metrics: now }: JudgedSide,
  span: { readonly from: number; readonly to: number },
): boolean {
  const apart = Math.abs(now.exposure.worst - before.exposure.worst);
  if (apart === 0) return false;
  const moved = movedBy(was, is, span.from);
  const isNear = ({ exposure: { worstInterval } }: JobMetrics): boolean =>
    worstInterval.from - span.from <= moved || span.to - worstInterval.to <= moved;
  return moved > 0 && apart <= moved && (isNear(before) || isNear(now));
}

/**
 * Whether the mean waits of a job may differ only since the span ends where it does: an attempt
 * that still waits then counts with what it has waited so far (R34). A job has one at most, so the
 * means come within reach of each other where one that never started is left out, however long.
 */
export function isWaitCutBySpan(before: JobMetrics, now: JobMetrics): boolean {
  const [was, is] = [meansWithoutOne(before), meansWithoutOne(now)];
  return before.wait.mean !== now.wait.mean && was.least <= is.most && is.least <= was.most;
}

/** What the mean wait may be where one that came to no start, if there is one, is left out. */
function meansWithoutOne({ sessions, wait }: JobMetrics): {
  readonly least: number;
  readonly most: number;
} {
  const { mean, max, unfinished } = wait;
  const waits = sessions + unfinished;
  if (unfinished === 0 || waits < 2) return { least: mean, most: unfinished === 0 ? mean : max };
  const sum = mean * waits;
  return {
    least: Math.min(mean, (sum - max) / (waits - 1)),
    most: Math.max(mean, sum / (waits - 1)),
  };
}

/** A job on one side. */
export interface JudgedSide {
  readonly checked: CheckedJob;
  readonly metrics: JobMetrics;
}
