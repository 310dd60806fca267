/**
 * Luck is not an effect (R35): where a change does nothing, or re-draws luck and nothing else, next
 * to nothing is called clear.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { metricAt } from "../../../../src/core/whatif/metrics.ts";
import {
  compareReplicated,
  type Fleet,
  type Job,
  type ReplicatedComparison,
} from "../../../../src/index.ts";
import { daily, HOUR } from "../../../support/whatIf.ts";

const EXPERIMENTS = 200;
/** Of 200 experiments with a chance of 5 % each, so many by luck in 1 of 1,000 cases. */
const MOST_WRONG = 21;
const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };

/** A fleet that waits, fails, retries and misses targets now and then. */
function fleetOf(ids: readonly string[], start = "22:00"): Fleet {
  const policy = daily(start, { retryEnabled: true, retryNumber: 2, retryWaitInterval: 20 });
  return {
    jobs: ids.map((id): Job => ({
      id,
      policy,
      proxyId: "p",
      rpo: 26 * HOUR,
      workload: { duration: { lognormal: { median: "PT40M", p95: "PT2H" } }, failed: 0.1 },
    })),
    proxies: [{ id: "p", slots: 2 }],
  };
}

const idsOf = (count: number, word: string): string[] =>
  Array.from({ length: count }, (_, index) => `${word} ${index}`);

/** How many of 200 experiments, each under seeds of its own, call anything of a kind clear. */
function wrongIn(
  seedsEach: number,
  [baseline, candidate]: readonly [Fleet, Fleet],
  isLookedAt: (change: ReplicatedComparison["metrics"][number]) => boolean,
): number {
  let wrong = 0;
  for (let run = 0; run < EXPERIMENTS; run += 1) {
    const span = { ...week, seed: run * seedsEach };
    const { metrics } = compareReplicated(baseline, candidate, span, { seeds: seedsEach });
    if (metrics.some((change) => change.isClear && isLookedAt(change))) wrong += 1;
  }
  return wrong;
}

describe("a change that does nothing", () => {
  it("should have no difference, clear or not, in any of 200 fleets", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(1_000_000), (count, seed) => {
        const fleet = fleetOf(idsOf(count, "job"));
        const renamed: Fleet = {
          ...fleet,
          jobs: fleet.jobs.map((job) => ({ ...job, name: `a new name of ${job.id}` })),
          organizations: [{ id: "of nobody", slots: 3 }],
        };
        const { metrics } = compareReplicated(fleet, renamed, { ...week, seed }, { seeds: 10 });
        expect(metrics).toEqual([]);
      }),
      { numRuns: EXPERIMENTS },
    );
  });
});

describe("a change that re-draws luck and does nothing else", () => {
  it.each([10, 20])("should make no told figure of the fleet clear, under %i seeds", (seeds) => {
    const sides = [fleetOf(idsOf(5, "job")), fleetOf(idsOf(5, "same"))] as const;
    const wrong = wrongIn(
      seeds,
      sides,
      ({ of, metric }) => of === "fleet" && metricAt(of, metric).told === true,
    );
    expect(wrong).toBeLessThanOrEqual(MOST_WRONG);
  });

  it("should make nothing of a job clear that runs on other days", () => {
    const on = (dailyType: string): Fleet => {
      const fleet = fleetOf(["mail"]);
      const policy = daily("12:00", { dailyType });
      return { ...fleet, jobs: fleet.jobs.map((job) => ({ ...job, policy })) };
    };
    const wrong = wrongIn(10, [on("Tuesday"), on("Thursday")], ({ of, metric }) => {
      const { unit } = metricAt(of, metric);
      return of === "job" && (unit === "count" || unit === "truth");
    });
    expect(wrong).toBeLessThanOrEqual(MOST_WRONG);
  });

  it("should not make a lone job that moves by a minute better or worse", () => {
    const sides = [fleetOf(["mail"]), fleetOf(["mail"], "22:01")] as const;
    const verdicts = wrongIn(
      10,
      sides,
      ({ of, metric }) => of === "job" && metric === "exposure.worst",
    );
    expect(verdicts).toBeLessThanOrEqual(MOST_WRONG);
  });
});
