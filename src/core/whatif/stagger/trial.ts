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
import { briefOf } from "../../simulation/simulate.js";
import type { Brief } from "../../simulation/brief.js";
import type { Steps } from "../steps.js";
import { estimateOf, pairedInterval } from "../estimate.js";
import { FEWEST_FOR_A_VERDICT } from "../evidence.js";
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
  /**
   * The same; or `undefined`, as soon as it is clear that the values come to a mean above `most`:
   * none of them is below 0.
   */
  trialUpTo(
    most: number,
    checked: CheckedFleet,
    seeds: readonly number[],
    before?: Trial,
  ): Steps<Trial | undefined>;
}

/** A sum counts as more where it is so by more than its roundings. */
const ROUNDINGS = 1e-9;

/** A court for one question. `onSimulated` is told of each simulation. */
export function courtOf(
  span: CheckedSpan,
  aim: StaggerAim,
  onSimulated: (count: number) => void,
): Court {
  const court: Court = {
    *trial(checked, seeds, before) {
      return (yield* court.trialUpTo(Infinity, checked, seeds, before))!;
    },
    *trialUpTo(most, checked, seeds, before) {
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
      let sum = 0;
      for (const [at, seed] of drawn.entries()) {
        const brief = briefOf(prepared, { ...span, seed, keep: "summary" });
        onSimulated(seeds.length / drawn.length);
        const limit = before?.worstExposure[at] ?? Infinity;
        for (let job = 0; job < jobs; job += 1) {
          lostOf[job]! += brief.lostRuns[job]!;
          overOf[job]! += brief.isOverTarget[job]!;
          if (brief.worstExposure[job]! > limit) exceedsOf[job]! += 1;
        }
        const [first, ...others] = measuresOf(aim, brief);
        value.push(first!);
        others.forEach((tie, index) => (ties[index] = (ties[index] ?? 0) + tie));
        lostRuns.push(sumOf(brief.lostRuns));
        jobsOverTarget.push(sumOf(brief.isOverTarget));
        worstExposure.push(longestOf(brief));
        yield;
        sum += first! * (seeds.length / drawn.length);
        if (sum > seeds.length * most * (1 + ROUNDINGS)) return undefined;
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
  return court;
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
function measuresOf(aim: StaggerAim, brief: Brief): number[] {
  const { peak, wait, demand } = brief;
  if (aim === "peak") return [peak, wait.mean];
  if (aim === "demand") return [demand, sumOf(brief.slowdown), wait.mean];
  if (aim === "wait") return [wait.mean, wait.max, peak];
  const exposures = sumOf(brief.worstExposure);
  return [longestOf(brief), sumOf(brief.isOverTarget), exposures, wait.mean];
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index]!;
  return sum;
}

/** The worst exposure of any job. */
function longestOf({ worstExposure }: Brief): number {
  return worstExposure.reduce((worst, one) => Math.max(worst, one), 0);
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
