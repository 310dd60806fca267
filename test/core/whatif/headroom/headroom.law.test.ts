/**
 * What is told of an edge was seen: the shares of seeds on both of its sides, and who breaks limits
 * that did not before. And what was not seen is not promised: other seeds keep to the bound.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withMoreJobs } from "../../../../src/core/whatif/edits/fleetEdits.ts";
import { type Fleet, headroom } from "../../../../src/index.ts";
import {
  fleets,
  limitsGiven,
  SEEDS,
  stretched,
  sum,
  tried,
  week,
  withSlots,
} from "../../../support/headroomSides.ts";

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
