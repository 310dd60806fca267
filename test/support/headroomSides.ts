/**
 * Fleets of some jobs with luck, and what of them breaks a limit under which seeds: worked out from
 * summaries, without asking `headroom` (R39).
 */
import fc from "fast-check";
import {
  durationFactor,
  type Fleet,
  type HeadroomGoal,
  type Job,
  type JobMetrics,
  type KeyMetric,
  simulate,
  type Summary,
} from "../../src/index.ts";
import { daily, HOUR, MINUTE, windowed } from "./whatIf.ts";

/** The week that all of them live through. */
export const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
/** The seeds of an edge. */
export const SEEDS = [3, 1, 4, 15, 9, 2, 6, 5, 35, 8];
const retries = { retryEnabled: true, retryNumber: 2, retryWaitInterval: 20 };

/** One to four jobs with luck at one proxy, by night, some of them with windows and failures. */
export const fleets: fc.Arbitrary<Fleet> = fc
  .record({
    jobs: fc.array(
      fc.record({
        time: fc.constantFrom("20:00", "21:00", "21:30", "23:00"),
        minutes: fc.constantFrom(20, 45, 90),
        rpo: fc.integer({ min: 25, max: 30 }),
        failed: fc.constantFrom(0, 0.05, 0.2),
        hasWindow: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    slots: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ jobs, slots }) => ({
    jobs: jobs.map(({ time, minutes, rpo, failed, hasWindow }, index): Job => ({
      id: `j${index}`,
      policy: hasWindow ? windowed(time, 20, 2, retries) : daily(time, retries),
      proxyId: "p",
      rpo: rpo * HOUR,
      workload: { duration: { uniform: [0.5 * minutes * MINUTE, 2 * minutes * MINUTE] }, failed },
    })),
    proxies: [{ id: "p", slots }],
  }));

/** Limits as people set them; none: no more jobs over target than there are. */
export const limitsGiven = fc.constantFrom<HeadroomGoal["limits"]>(
  undefined,
  { waitMax: "PT2H" },
  { worstExposure: "PT30H" },
  { waitP95: "PT1H", stopped: 3 },
  { missed: 2, failed: 5 },
  { restorePoints: 5 },
  { peak: 3 },
);

/** What a limit is held against, and what of it is a job's own. */
interface Figure {
  readonly of: (summary: Summary) => number;
  readonly own?: (job: JobMetrics) => number;
  /** Own ones add up; else each is held against the limit. */
  readonly adds?: boolean;
  readonly sign?: -1;
}

/** All counts of a record, added up. */
export const sum = (counts: object): number =>
  (Object.values(counts) as number[]).reduce((total, count) => total + count, 0);

/** A wait that came to no start was longer than what was seen of it (R34): by a ms at least. */
function seen({ wait, longestUnfinishedWait }: Summary["fleet"], ms: number): number {
  return wait.unfinished > 0 && longestUnfinishedWait >= ms ? ms + 1 : ms;
}

function own(wait: JobMetrics["wait"], metric: "max" | "p95"): number {
  return wait.unfinished > 0 ? wait[metric] + 1 : wait[metric];
}

const FIGURES: Partial<Record<KeyMetric, Figure>> = {
  jobsOverTarget: {
    of: ({ fleet }) => fleet.jobsOverTarget.length,
    own: ({ exposure, rpo }) => Number(exposure.worst > (rpo ?? Infinity)),
    adds: true,
  },
  worstExposure: { of: ({ fleet }) => fleet.worstExposure, own: ({ exposure }) => exposure.worst },
  waitMax: { of: ({ fleet }) => seen(fleet, fleet.wait.max), own: ({ wait }) => own(wait, "max") },
  waitP95: { of: ({ fleet }) => seen(fleet, fleet.wait.p95), own: ({ wait }) => own(wait, "p95") },
  stopped: { of: ({ fleet }) => fleet.stopped, own: ({ stopped }) => stopped, adds: true },
  missed: { of: ({ fleet }) => fleet.missed, own: ({ missed }) => sum(missed), adds: true },
  failed: { of: ({ fleet }) => fleet.failed, own: ({ outcomes }) => outcomes.Failed, adds: true },
  restorePoints: {
    of: ({ jobs }) => sum(jobs.map(({ exposure }) => exposure.restorePoints)),
    own: ({ exposure }) => exposure.restorePoints,
    adds: true,
    sign: -1,
  },
  peak: { of: ({ fleet }) => fleet.occupancy.peak },
};

/** What comes of a fleet under a seed: looked at again and again, simulated once. */
const known = new WeakMap<Fleet, Map<number, Summary>>();

function summaryUnder(fleet: Fleet, seed: number): Summary {
  const ofFleet = known.get(fleet) ?? new Map<number, Summary>();
  known.set(fleet, ofFleet);
  // Every wait is kept: percentiles of a summary alone are near, and limits are held exactly.
  const summary = ofFleet.get(seed) ?? simulate(fleet, { ...week, seed }).summary;
  ofFleet.set(seed, summary);
  return summary;
}

/** Which limits break under which seeds, and which jobs break them newly. */
export function tried(
  asItIs: Fleet,
  changed: Fleet,
  asked: Readonly<Partial<Record<KeyMetric, number>>> | undefined,
  seeds: readonly number[],
) {
  const newly = new Set<string>();
  let kept = 0;
  for (const seed of seeds) {
    const before = summaryUnder(asItIs, seed);
    const after = summaryUnder(changed, seed);
    const limits = asked ?? { jobsOverTarget: before.fleet.jobsOverTarget.length };
    const broken = (Object.keys(limits) as KeyMetric[]).filter((metric) => {
      const { of, sign = 1 } = FIGURES[metric]!;
      return sign * of(after) > sign * limits[metric]!;
    });
    if (broken.length === 0) kept += 1;
    for (const metric of broken) {
      const { own, adds, sign = 1 } = FIGURES[metric]!;
      for (const job of own === undefined ? [] : after.jobs) {
        const was = before.jobs.find(({ id }) => id === job.id);
        const from = was === undefined ? 0 : sign * own!(was);
        const now = sign * own!(job);
        const limit = sign * limits[metric]!;
        if (adds ? now > from : now > limit && from <= limit) newly.add(job.id);
      }
    }
  }
  return { kept, newly };
}

/** With sessions so many times as long. */
export const stretched = (fleet: Fleet, factor: number): Fleet =>
  durationFactor([factor])[`x${factor}`]!(fleet);
/** With so many slots at the proxy. */
export const withSlots = (fleet: Fleet, slots: number): Fleet => ({
  ...fleet,
  proxies: [{ id: "p", slots }],
});
