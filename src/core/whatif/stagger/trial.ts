/**
 * A fleet on trial: what it comes to seed by seed, and whether another one is better and in nothing
 * worse.
 *
 * Seeds are compared one with one, so that the luck that both sides share falls out. Better is what
 * falls beyond the interval of its difference. Not worse is stricter than "not shown to be worse":
 * twenty seeds show few rises, so where luck could hide one there is no proposal.
 */
import type { CheckedFleet } from "../../simulation/checkFleet.js";
import type { CheckedSpan } from "../../simulation/span.js";
import { prepare } from "../../simulation/prepare.js";
import { summaryOf } from "../../simulation/simulate.js";
import { runsLost, type Summary } from "../../simulation/summary.js";
import type { Steps } from "../steps.js";
import { estimateOf, pairedInterval } from "../estimate.js";
import { FEWEST_FOR_A_VERDICT } from "../evidence.js";
import { greatestDemand } from "../keyMetrics.js";
import type { Judged, StaggerAim } from "./proposal.js";

/** What a fleet came to, a value for each seed. */
export interface Trial {
  /** What is to be lowered. */
  readonly value: readonly number[];
  readonly lostRuns: readonly number[];
  readonly jobsOverTarget: readonly number[];
  readonly worstExposure: readonly number[];
  /** What breaks ties, its sums over the seeds. */
  readonly ties: readonly number[];
  /**
   * For each job, over all seeds: its runs lost, and the seeds under which it misses its target.
   */
  readonly lostOf: Float64Array;
  readonly overOf: Float64Array;
  /**
   * For each job, the seeds under which its exposure exceeds the worst of the fleet of `before`.
   */
  readonly exceedsOf: Float64Array;
}

/** Lets fleets live through a span, under one seed after the other. */
export interface Court {
  /** `before`: what the fleet came to as it is, under the same seeds. */
  trial(checked: CheckedFleet, seeds: readonly number[], before?: Trial): Steps<Trial>;
}

/** A court for one question. `onSimulated` is told of each simulation. */
export function courtOf(
  span: CheckedSpan,
  aim: StaggerAim,
  onSimulated: (count: number) => void,
): Court {
  return {
    *trial(checked, seeds, before) {
      const jobs = checked.jobs.length;
      const value: number[] = [];
      const lostRuns: number[] = [];
      const jobsOverTarget: number[] = [];
      const worstExposure: number[] = [];
      const ties: number[] = [];
      const lostOf = new Float64Array(jobs);
      const overOf = new Float64Array(jobs);
      const exceedsOf = new Float64Array(jobs);
      // Where nothing is drawn, all seeds say the same: one of them speaks for all.
      const drawn = isLuckless(checked) ? seeds.slice(0, 1) : seeds;
      const prepared = prepare(checked, span);
      for (const [at, seed] of drawn.entries()) {
        const summary = summaryOf(prepared, { ...span, seed, keep: "summary" });
        onSimulated(seeds.length / drawn.length);
        const limit = before?.worstExposure[at] ?? Infinity;
        summary.jobs.forEach((one, job) => {
          lostOf[job]! += runsLost(one);
          if (one.withinTarget === false) overOf[job]! += 1;
          if (one.exposure.worst > limit) exceedsOf[job]! += 1;
        });
        const [first, ...others] = measuresOf(aim, summary);
        value.push(first!);
        others.forEach((tie, index) => (ties[index] = (ties[index] ?? 0) + tie));
        lostRuns.push(runsLost(summary.fleet));
        jobsOverTarget.push(summary.fleet.jobsOverTarget.length);
        worstExposure.push(summary.fleet.worstExposure);
        yield;
      }
      const each = (values: readonly number[]): readonly number[] =>
        drawn.length === seeds.length ? values : seeds.map(() => values[0]!);
      return {
        value: each(value),
        lostRuns: each(lostRuns),
        jobsOverTarget: each(jobsOverTarget),
        worstExposure: each(worstExposure),
        ties,
        lostOf,
        overOf,
        exceedsOf,
      };
    },
  };
}

/** Whether no attempt of a fleet depends on luck. */
export function isLuckless({ jobs }: CheckedFleet): boolean {
  return jobs.every(({ workload: { constantMs, failed, warning, given, full } }) => {
    const isCertain = [failed, warning].every((share) => share === 0 || share === 1);
    // Of first sessions nobody knows whether they vary (R31).
    const isKnown = given === undefined && full === undefined;
    return isKnown && !Number.isNaN(constantMs) && isCertain;
  });
}

/** What is to be lowered, and then what breaks ties. */
function measuresOf(aim: StaggerAim, summary: Summary): number[] {
  const { jobs, fleet } = summary;
  if (aim === "peak") return [fleet.occupancy.peak, fleet.wait.mean];
  if (aim === "demand") {
    const slowness = jobs.reduce((sum, { slowdown }) => sum + (slowdown?.mean ?? 1), 0);
    return [greatestDemand(summary), slowness, fleet.wait.mean];
  }
  if (aim === "wait") return [fleet.wait.mean, fleet.wait.max, fleet.occupancy.peak];
  const exposures = jobs.reduce((sum, job) => sum + job.exposure.worst, 0);
  return [fleet.worstExposure, fleet.jobsOverTarget.length, exposures, fleet.wait.mean];
}

/** What must not rise. */
const UNHARMED = ["lostRuns", "jobsOverTarget", "worstExposure"] as const;

/** One of them. */
export type Harm = (typeof UNHARMED)[number];

/** Whether what is to be lowered falls, beyond the interval of its difference. */
export function isLower(before: Trial, now: Trial): boolean {
  return pairedInterval(before.value, now.value).high < 0;
}

/**
 * The first metric that the seeds do not clear; `undefined` where there is none. Counts of runs and
 * jobs are cleared where they rise on no seed, or fall beyond the interval of their difference. The
 * worst exposure is a single stretch, of another job on another seed, and goes up and down a little
 * with every wait: it is cleared where its mean does not rise.
 */
export function harmOf(before: Trial, now: Trial): Harm | undefined {
  return UNHARMED.find((metric) => {
    const [was, is] = [before[metric], now[metric]];
    if (!is.some((value, seed) => value > was[seed]!)) return false;
    const { mean, high } = pairedInterval(was, is);
    return metric === "worstExposure" ? mean > 0 : high > 0;
  });
}

/** The first metric that is shown to rise, beyond the interval of its difference. */
export function shownHarmOf(before: Trial, now: Trial): Harm | undefined {
  return UNHARMED.find((metric) => pairedInterval(before[metric], now[metric]).low > 0);
}

/** Seeds to look at for what is rare: so many runs in all, or fewer where that takes too long. */
const CONFIRMING_RUNS = 40_000;
const MOST_CONFIRMING = 200;

/**
 * How many more seeds a plan is looked at under for harm that is rare: twenty seeds of a large
 * fleet have many runs, those of a small one do not. None where nothing is drawn, or where so few
 * would be left that they tell nothing new.
 */
export function confirmingSeeds(checked: CheckedFleet, span: CheckedSpan): number {
  if (isLuckless(checked)) return 0;
  const { due } = prepare(checked, span);
  const count = Math.min(MOST_CONFIRMING, Math.floor(CONFIRMING_RUNS / Math.max(1, due)));
  return count < FEWEST_FOR_A_VERDICT ? 0 : count;
}

/** The mean over the seeds. */
export function meanOf(values: readonly number[]): number {
  return estimateOf(values).mean;
}

/** What a plan came to on its judging seeds. */
export function judgedOf(seeds: readonly number[], before: Trial, now: Trial): Judged {
  const both = (metric: Harm): Judged[Harm] => ({
    baseline: estimateOf(before[metric]),
    candidate: estimateOf(now[metric]),
  });
  return {
    seeds,
    baseline: estimateOf(before.value),
    candidate: estimateOf(now.value),
    lostRuns: both("lostRuns"),
    jobsOverTarget: both("jobsOverTarget"),
    worstExposure: both("worstExposure"),
  };
}
