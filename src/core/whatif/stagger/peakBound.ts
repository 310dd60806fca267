/**
 * What no choice of start times can bring the peak below, of what is proved.
 *
 * Proofs have to hold for what is simulated: starts that are skipped, sessions that a window stops,
 * starts off the grid, lines that never end. So only this counts: what the jobs do that have no
 * choice and share no slots with those that have one, since nothing that others choose reaches
 * them; and, of jobs with a choice, the work of those that no window, no line and no luck can keep
 * from it, spread evenly over the whole span. Each holds under every seed for itself.
 */
import { effective } from "../../policy/effective.js";
import type { CheckedFleet, CheckedJob, CheckedSpan } from "../../simulation/checkFleet.js";
import { summaryOf } from "../../simulation/simulate.js";
import { lengthText } from "../../time/length.js";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../time/instant.js";
import { segmentAt, segmentEnd } from "../../time/zone.js";
import type { CheckedGoal, Proposal } from "./proposal.js";
import { hasFixedStart, limitedResources } from "./puzzle.js";
import { meanOf } from "./trial.js";

/** The bound on the mean peak over these seeds, with the reason; `undefined` where it is 0. */
export function peakBound(
  checked: CheckedFleet,
  span: CheckedSpan,
  { keep }: Pick<CheckedGoal, "keep">,
  seeds: readonly number[],
): Proposal["bound"] {
  const lengthMs = span.to - span.from;
  if (lengthMs <= 0) return undefined;
  const { needsOf } = limitedResources(checked.fleet);
  const still = independentOf(
    checked,
    (one) => hasFixedStart(one) || keep.has(one.job.id),
    needsOf,
  );
  const free = checked.jobs.filter(
    (one) => !hasFixedStart(one) && !keep.has(one.job.id) && isFree(one, needsOf),
  );
  const work = free.reduce((sum, one) => sum + leastWorkMs(one, span), 0);
  const runsOnce = free.some((one) => isSureToRun(one, lengthMs));
  const alone = seeds.map((seed) => {
    if (still.jobs.length === 0) return { peak: 0, busy: 0 };
    const { fleet } = summaryOf(still, { ...span, seed, keep: "summary" });
    return { peak: fleet.occupancy.peak, busy: fleet.busy };
  });
  const bounds = [
    {
      atLeast: meanOf(alone.map(({ peak }) => peak)),
      because: "that many run at once of the jobs that stay where they are",
    },
    {
      atLeast: meanOf(alone.map(({ busy }) => Math.ceil((busy + work) / lengthMs - 1e-9))),
      because:
        `sessions of ${lengthText(Math.round(work + meanOf(alone.map(({ busy }) => busy))))} in ` +
        `all run within ${lengthText(lengthMs)}, wherever they start`,
    },
    { atLeast: runsOnce ? 1 : 0, because: "one session runs" },
  ];
  const best = bounds.toSorted((a, b) => b.atLeast - a.atLeast)[0]!;
  if (best.atLeast <= 0) return undefined;
  return best.atLeast > 1 || !runsOnce ? best : bounds[2]!;
}

/**
 * The fleet of the jobs that are still and whose slots nobody shares who is not, directly or by way
 * of others: it lives as it would among all.
 */
function independentOf(
  { fleet, zone, jobs }: CheckedFleet,
  isStill: (one: CheckedJob) => boolean,
  needsOf: (one: CheckedJob) => readonly number[],
): CheckedFleet {
  const touched = new Set<number>();
  // Bound: every round but the last touches another resource.
  for (let known = -1; known < touched.size;) {
    known = touched.size;
    for (const one of jobs) {
      const needs = needsOf(one);
      if (!isStill(one) || needs.some((need) => touched.has(need)))
        for (const need of needs) touched.add(need);
    }
  }
  const alone = jobs.filter(
    (one) => isStill(one) && !needsOf(one).some((need) => touched.has(need)),
  );
  return { fleet: { ...fleet, jobs: alone.map(({ job }) => job) }, zone, jobs: alone };
}

/** Whether nothing but its own sessions decides what a job does: no window, no line. */
function isFree(one: CheckedJob, needsOf: (one: CheckedJob) => readonly number[]): boolean {
  const { backupWindow, startWindow } = effective(one.policy);
  return (
    backupWindow === undefined &&
    startWindow === undefined &&
    one.workload.given === undefined &&
    needsOf(one).length === 0
  );
}

/**
 * Work that a free job does whatever its start, ms: sessions of one length, none of them tried
 * again, on an even grid. From its first start on, which comes within one interval, the job starts
 * anew at the first grid time at which the session before is over.
 */
function leastWorkMs({ job, policy, workload, zone }: CheckedJob, span: CheckedSpan): number {
  const { starts, retries } = effective(policy);
  const { constantMs, failed, warning } = workload;
  const isEven =
    (starts.kind === "grid" || (starts.kind === "daily" && starts.dailyType === "Everyday")) &&
    segmentEnd(zone, segmentAt(zone, span.from)) >= span.to;
  const isSure = constantMs > 0 && (retries === undefined || failed + warning === 0);
  if (!isEven || !isSure || job.runNow === true) return 0;
  const gapMs = starts.kind === "grid" ? starts.intervalMinutes * MINUTE_MS : DAY_MS;
  const cycleMs = gapMs * Math.ceil(constantMs / gapMs);
  return Math.max(0, Math.floor((span.to - span.from - gapMs) / cycleMs)) * constantMs;
}

/** Whether a free job runs a session of some length in so long a span, wherever it starts. */
function isSureToRun({ policy, workload }: CheckedJob, lengthMs: number): boolean {
  const { starts } = effective(policy);
  // With a clock change in between that takes a start away (R7).
  const longestGapMs =
    starts.kind === "daily" && starts.dailyType !== "Everyday" ? 15 * DAY_MS : 50 * HOUR_MS;
  return workload.quantile(0) > 0 && lengthMs > longestGapMs;
}
