/**
 * What no choice of start times can bring the peak below, of what is proved.
 *
 * Proofs have to hold for what is simulated: starts that are skipped, sessions that a window stops,
 * starts off the grid, lines that never end. Whatever is lost, this counts: what the jobs do that
 * have no choice and share no slots with those that have one, since nothing that others choose
 * reaches them; and, of jobs with a choice, the work of those that no window, no line and no luck
 * can keep from it, spread evenly over the whole span. Where no more may be lost than now, as in a
 * proposal, more is sure, and it is told that it is meant so. Each holds under every seed for
 * itself.
 */
import { effective } from "../../policy/effective.js";
import type { CheckedFleet } from "../../simulation/checkFleet.js";
import type { CheckedJob } from "../../simulation/checkJobs.js";
import type { CheckedSpan } from "../../simulation/span.js";
import { isPlain } from "../../simulation/resource.js";
import { prepare } from "../../simulation/prepare.js";
import { timelineOf } from "../../simulation/simulate.js";
import { runsLost } from "../../simulation/summary.js";
import { lengthText } from "../../time/length.js";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../time/instant.js";
import { segmentAt, segmentEnd } from "../../time/zone.js";
import type { Steps } from "../steps.js";
import type { CheckedGoal, Proposal } from "./proposal.js";
import { hasFixedStart, limitedNeeds } from "./puzzle.js";
import { spreadBound } from "./spreadBound.js";
import { isLuckless, meanOf, type Trial } from "./trial.js";

/**
 * The bound on the mean peak over the seeds on which the fleet came to `before`, with the reason;
 * `undefined` where it is 0.
 */
export function* peakBound(
  checked: CheckedFleet,
  span: CheckedSpan,
  { keep }: Pick<CheckedGoal, "keep">,
  seeds: readonly number[],
  before: Pick<Trial, "lostRuns">,
): Steps<Proposal["bound"]> {
  const lengthMs = span.to - span.from;
  if (lengthMs <= 0 || !takesItsTime(checked)) return undefined;
  const needsOf = limitedNeeds(checked);
  const hasChoice = (one: CheckedJob): boolean => !hasFixedStart(one) && !keep.has(one.job.id);
  const still = independentOf(checked, (one) => !hasChoice(one), needsOf);
  const alone = new Set(still.jobs);
  const spread = spreadBound(
    checked.jobs.filter((one) => !alone.has(one)),
    span,
  );
  const drawn = isLuckless(checked) ? seeds.slice(0, 1) : seeds;
  const prepared = prepare(still, span);
  const grounds: { peak: number; busy: number; spread: ReturnType<typeof spread> }[] = [];
  for (const [at, seed] of drawn.entries()) {
    const { sessions, summary } = timelineOf(prepared, { ...span, seed, keep: "all" });
    const { fleet } = summary;
    const mayLose = before.lostRuns[at]! - runsLost(fleet);
    grounds.push({
      peak: fleet.occupancy.peak,
      busy: fleet.busy,
      spread: spread({ seed, sessions, mayLose }),
    });
    yield;
  }
  const mean = (of: (ground: (typeof grounds)[number]) => number): number =>
    meanOf(grounds.map(of));
  const free = checked.jobs.filter((one) => hasChoice(one) && isFree(one, needsOf));
  const work = free.reduce((sum, one) => sum + leastWorkMs(one, span), 0);
  const runsOnce = free.some((one) => isSureToRun(one, lengthMs));
  const spreadText = (workMs: number, withinMs: number): string =>
    `sessions of at least ${lengthText(workMs, { down: true })} in all must run within ` +
    lengthText(Math.round(withinMs));
  const best = highest([
    {
      atLeast: mean((ground) => ground.spread.atLeast),
      because: spreadText(
        mean((ground) => ground.spread.workMs),
        mean((ground) => ground.spread.withinMs),
      ),
      losingNoMore: true,
    },
    {
      atLeast: mean(({ busy }) => Math.ceil((busy + work) / lengthMs - 1e-9)),
      because: spreadText(
        mean(({ busy }) => busy + work),
        lengthMs,
      ),
    },
    {
      atLeast: mean(({ peak }) => peak),
      because: "that many run at once of the jobs that stay where they are",
    },
    { atLeast: runsOnce ? 1 : 0, because: "one session runs" },
  ]);
  return best.atLeast > 0 ? best : undefined;
}

/** The highest one; of equally high ones the last. */
function highest(
  bounds: readonly NonNullable<Proposal["bound"]>[],
): NonNullable<Proposal["bound"]> {
  return bounds.reduce((best, one) => (one.atLeast >= best.atLeast ? one : best));
}

/**
 * The fleet of the jobs that are still and whose slots nobody shares who is not, directly or by way
 * of others: it lives as it would among all.
 */
function independentOf(
  checked: CheckedFleet,
  isStill: (one: CheckedJob) => boolean,
  needsOf: (one: CheckedJob) => readonly number[],
): CheckedFleet {
  const { fleet, jobs } = checked;
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
  return { ...checked, fleet: { ...fleet, jobs: alone.map(({ job }) => job) }, jobs: alone };
}

/**
 * Whether a session takes the same time whenever it starts, and nothing but its schedule starts a
 * job: the bound is not proved for shared threads, paces, outages, growth and copies (R28 to R32).
 */
function takesItsTime({ jobs, resources }: CheckedFleet): boolean {
  return (
    resources.every(isPlain) &&
    jobs.every(
      ({ job, workload: { full, grows } }) =>
        job.copyOf === undefined && full === undefined && grows === undefined,
    )
  );
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
