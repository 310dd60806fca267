/**
 * What is told of an edge was seen: the shares of seeds on both of its sides, and who breaks limits
 * that did not before. And what was not seen is not promised: other seeds keep to the bound.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withMoreJobs } from "../../../../src/core/whatif/edits/fleetEdits.ts";
import {
  durationFactor,
  type Fleet,
  headroom,
  type HeadroomGoal,
  type Job,
  type JobMetrics,
  type KeyMetric,
  simulate,
  type Summary,
} from "../../../../src/index.ts";
import { daily, HOUR, MINUTE, windowed } from "../../../support/whatIf.ts";

const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
const SEEDS = [3, 1, 4, 15, 9, 2, 6, 5, 35, 8];
const retries = { retryEnabled: true, retryNumber: 2, retryWaitInterval: 20 };

/** One to four jobs with luck at one proxy, by night, some of them with windows and failures. */
const fleets: fc.Arbitrary<Fleet> = fc
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

const limitsGiven = fc.constantFrom<HeadroomGoal["limits"]>(
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

const sum = (counts: object): number =>
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
  const summary = ofFleet.get(seed) ?? simulate(fleet, { ...week, seed, keep: "summary" }).summary;
  ofFleet.set(seed, summary);
  return summary;
}

/** Which limits break under which seeds, and which jobs break them newly. */
function tried(
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

const stretched = (fleet: Fleet, factor: number): Fleet =>
  durationFactor([factor])[`x${factor}`]!(fleet);
const withSlots = (fleet: Fleet, slots: number): Fleet => ({
  ...fleet,
  proxies: [{ id: "p", slots }],
});

describe("headroom, laws", () => {
  it("should tell both sides of an edge and who breaks it newly, as simulated", () => {
    const goals = fc.record({ limits: limitsGiven, share: fc.constantFrom(0.7, 0.9, 0.95, 1) });
    fc.assert(
      fc.property(fleets, goals, (fleet, { limits, share }) => {
        const found = headroom(fleet, week, {
          ...(limits === undefined ? {} : { limits }),
          share,
          seeds: SEEDS,
          mostJobs: 30,
          mostFactor: 4,
        });
        const held = limits === undefined ? undefined : found.limits;
        const enough = Math.ceil(share * SEEDS.length - 1e-9);
        const asItIs = tried(fleet, fleet, held, SEEDS);
        expect([found.share.mean * SEEDS.length, found.share.n]).toEqual([asItIs.kept, 10]);
        expect(found.holds).toBe(asItIs.kept >= enough);
        if (!found.holds) return;
        const sides = [
          [found.jobs!, (more: number) => withMoreJobs(fleet, more)],
          [found.durations!, (factor: number) => stretched(fleet, factor)],
          [found.slots![0]!, (slots: number) => withSlots(fleet, slots)],
        ] as const;
        for (const [edge, changed] of sides) {
          const here = tried(fleet, changed(edge.holds), held, SEEDS);
          expect(Math.round(edge.share.mean * SEEDS.length)).toBe(here.kept);
          expect(here.kept).toBeGreaterThanOrEqual(enough);
          if (edge.breaks === undefined) continue;
          const broken = changed(edge.breaks);
          const beyond = tried(fleet, broken, held, SEEDS);
          expect(Math.round(edge.breaksShare!.mean * SEEDS.length)).toBe(10 - beyond.kept);
          expect(beyond.kept).toBeLessThan(enough);
          expect(new Set(edge.broken)).toEqual(beyond.newly);
          expect(edge.broken).toHaveLength(beyond.newly.size);
          // The seed that is told of is one of those that break newly.
          const under = [edge.seed!];
          expect(tried(fleet, broken, held, under).kept).toBe(0);
          expect(tried(fleet, fleet, held, under).kept).toBe(1);
          // Where the fleet's figure is made of its jobs', somebody is named.
          if (limits?.peak === undefined && limits?.waitP95 === undefined)
            expect(beyond.newly.size).toBeGreaterThan(0);
        }
        expect(
          headroom(fleet, week, {
            ...(limits === undefined ? {} : { limits }),
            share,
            seeds: SEEDS,
            mostJobs: 30,
            mostFactor: 4,
          }),
        ).toEqual(found);
      }),
      { numRuns: 40 },
    );
  });

  it("should bear no more for who asks for a larger share of the same seeds", () => {
    fc.assert(
      fc.property(fleets, limitsGiven, (fleet, limits) => {
        const found = [0.3, 0.6, 0.8, 1].map((share) =>
          headroom(fleet, week, {
            ...(limits === undefined ? {} : { limits }),
            share,
            seeds: SEEDS,
            ask: ["jobs", "durations"],
            mostJobs: 30,
            mostFactor: 4,
          }),
        );
        const bears = found.map(({ holds, jobs, durations }) =>
          holds ? [jobs!.holds, durations!.holds] : [-1, -1],
        );
        for (const question of [0, 1])
          for (let at = 1; at < bears.length; at += 1)
            expect(bears[at]![question]).toBeLessThanOrEqual(bears[at - 1]![question]!);
      }),
      { numRuns: 40 },
    );
  });
});

describe("headroom under other seeds", () => {
  const FRESH = Array.from({ length: 60 }, (_, index) => 100_000 + index);
  const FLEETS = 40;
  const drawn = fc.sample(fleets, { seed: 7, numRuns: FLEETS });
  /**
   * How likely at least so many of `others` break an edge that `allowed` of `n` seeds may break,
   * where each seed has an edge of its own: the share below an edge has the distribution
   * Beta(allowed + 1, n - allowed), and what others show of it is a sum of coin tosses.
   */
  function chanceOfAtLeast(count: number, others: number, n: number, allowed: number): number {
    const logFactorial = (of: number): number =>
      Array.from({ length: of }, (_, index) => Math.log(index + 1)).reduce((a, b) => a + b, 0);
    const logChoose = (of: number, take: number): number =>
      logFactorial(of) - logFactorial(take) - logFactorial(of - take);
    let chance = 0;
    for (let broke = count; broke <= others; broke += 1)
      chance += Math.exp(
        logChoose(broke + allowed, allowed) +
          logChoose(others - broke + n - allowed - 1, n - allowed - 1) -
          logChoose(others + n, n),
      );
    return chance;
  }

  it("should count chances right: of one seed of two, a half", () => {
    expect(chanceOfAtLeast(1, 1, 1, 0)).toBeCloseTo(1 / 2);
    expect(chanceOfAtLeast(1, 1, 20, 1)).toBeCloseTo(2 / 21);
    expect(chanceOfAtLeast(0, 60, 20, 1)).toBeCloseTo(1);
  });

  it.each([{ share: 0.95 }, { share: 1 }])(
    "should break an edge no more often than is told: share $share",
    ({ share }) => {
      const allowed = Math.round((1 - share) * 20);
      const broke: Record<"jobs" | "durations", number[]> = { jobs: [], durations: [] };
      for (const fleet of drawn) {
        const goal = { share, ask: ["jobs", "durations"], mostJobs: 100, mostFactor: 8 } as const;
        const { jobs, durations, breaksElsewhere } = headroom(fleet, week, goal);
        expect(breaksElsewhere).toBeCloseTo((allowed + 1) / 21);
        const count = (changed: Fleet): number => 60 - tried(fleet, changed, undefined, FRESH).kept;
        broke.jobs.push(count(withMoreJobs(fleet, jobs!.holds)));
        broke.durations.push(count(stretched(fleet, durations!.holds)));
      }
      for (const counts of Object.values(broke)) {
        const mean = sum(counts) / (60 * FLEETS);
        // Standard error of the mean: that of Beta(2, 19), 0.063, over 40 fleets, is 0.01.
        expect(mean).toBeLessThan((allowed + 1) / 21 + 0.03);
        // 7 of 60 are clearly more than 5 %: their Wilson interval begins above.
        const clearly = counts.filter((count) => count >= 7).length / FLEETS;
        expect(clearly).toBeLessThan(chanceOfAtLeast(7, 60, 20, allowed) + 0.16);
      }
    },
  );
});
