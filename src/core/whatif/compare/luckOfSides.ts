/**
 * What of a comparison is luck: whether anything is drawn at all, which jobs drew anew, and what
 * is left of a difference where every draw is the middle one (R24, R35).
 *
 * A run keeps its luck when its start is moved, and another interval, type or day has other runs.
 * Luck is asked like any other cause: it is taken away on both sides, and what then goes the same
 * way follows from the change.
 */
import { effective } from "../../policy/effective.js";
import type { CheckedJob } from "../../simulation/checkFleet.js";
import type { JobMetrics } from "../../simulation/summary.js";
import type { ReadWorkload } from "../../simulation/workload.js";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../time/instant.js";
import { offsetAt } from "../../time/zone.js";

/** The middle of all draws. */
const MIDDLE = 0.5;

/** Whether anything of a workload is drawn; of a function nobody knows. */
export function drawsLuck({ constantMs, failed, warning, given }: ReadWorkload): boolean {
  return given !== undefined || Number.isNaN(constantMs) || failed + warning > 0;
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
  const { quantile, failed, warning, given } = checked.workload;
  const middleMs = quantile(MIDDLE);
  const workload: ReadWorkload = {
    ...checked.workload,
    quantile: () => middleMs,
    constantMs: middleMs,
    failed: MIDDLE < failed ? 1 : 0,
    warning: MIDDLE >= failed && MIDDLE < failed + warning ? 1 : 0,
    given: given && ((run) => given({ ...run, random: () => MIDDLE } as never)),
  };
  return { ...checked, workload };
}

/**
 * By how much the starts of a job moved, ms, the shorter way round the day: 0 where they are of
 * another kind.
 */
function movedBy(was: CheckedJob, is: CheckedJob, at: number): number {
  const [one, other] = [was, is].map((side) => {
    const { starts } = effective(side.policy);
    const offset = offsetAt(side.zone, at);
    if (starts.kind === "daily") return timeOf(starts.dailyTime) - offset;
    return starts.kind === "grid" ? (starts.offsetMinutes ?? 0) * MINUTE_MS - offset : Number.NaN;
  }) as [number, number];
  const kinds = [was, is].map((side) => effective(side.policy).starts.kind);
  if (kinds[0] !== kinds[1] || kinds[0] === "none") return 0;
  const apart = Math.abs(other - one) % DAY_MS;
  return Math.min(apart, DAY_MS - apart);
}

function timeOf(dailyTime: string): number {
  const [hours, minutes, seconds] = dailyTime.split(":").map(Number) as [number, number, number];
  return hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
}

/**
 * Whether the worst exposures of a job differ only since the span begins or ends where it does: one
 * of them reaches to its edge, and they are no further apart than the job's starts moved.
 */
export function isCutBySpan(
  { checked: was, metrics: before }: JudgedSide,
  { checked: is, metrics: now }: JudgedSide,
  span: { readonly from: number; readonly to: number },
): boolean {
  const apart = Math.abs(now.exposure.worst - before.exposure.worst);
  const touches = ({ exposure: { worstInterval } }: JobMetrics): boolean =>
    worstInterval.from === span.from || worstInterval.to === span.to;
  return apart > 0 && (touches(before) || touches(now)) && apart <= movedBy(was, is, span.from);
}

/** A job on one side. */
export interface JudgedSide {
  readonly checked: CheckedJob;
  readonly metrics: JobMetrics;
}
