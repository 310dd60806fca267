import { describe, expect, it } from "vitest";
import {
  checkKeyMetric,
  keepsLimit,
  KEY_METRICS,
  keyMetricRule,
  keyMetricsOf,
} from "../../../src/core/whatif/keyMetrics.ts";
import { type Fleet, PolicyError, simulate, type Summary } from "../../../src/index.ts";
import { daily, HOUR, MINUTE } from "../../support/whatIf.ts";

const policy = daily("22:00");
const workload = { duration: "PT45M" };
const fleet: Fleet = {
  jobs: [
    { id: "a", policy, workload, proxyId: "p", repositoryId: "r", rpo: 20 * HOUR },
    { id: "b", policy, workload, proxyId: "p", repositoryId: "r" },
    { id: "c", policy, workload, repositoryId: "r", organizationId: "o" },
    { id: "d", policy, workload, organizationId: "o" },
  ],
  proxies: [
    { id: "p", slots: 1 },
    { id: "idle", slots: 1, threads: 4 },
  ],
  repositories: [{ id: "r", slots: 2 }],
  organizations: [{ id: "o", slots: Infinity, threads: 1 }],
};
const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 7) };

describe("key metrics", () => {
  it("should be read off a summary: of the fleet, of the most of its parts, or of all jobs", () => {
    const { summary } = simulate(fleet, span);
    const { jobs, fleet: whole, proxies, repositories, organizations } = summary;
    const resources = [...proxies, ...repositories, ...organizations];
    expect(keyMetricsOf(summary)).toEqual({
      jobsOverTarget: 1,
      worstExposure: whole.worstExposure,
      peak: 3,
      waitP95: whole.wait.p95,
      stopped: 0,
      missed: 0,
      waitMax: 45 * MINUTE,
      waitMean: (45 * MINUTE) / 4,
      longestQueue: 1,
      utilisation: Math.max(...resources.map(({ utilisation }) => utilisation ?? 0)),
      failed: 0,
      blocked: 0,
      restorePoints: jobs.reduce((sum, { exposure }) => sum + exposure.restorePoints, 0),
      longestWave: 90 * MINUTE,
      demand: 2, // c and d can use what threads there are, one, each
      threadsFull: organizations[0]!.shareFull,
      slowdownMean: 2,
      slowdownP95: 2,
    });
    expect(whole.worstExposure).toBeGreaterThan(22 * HOUR);
    expect(jobs.map(({ exposure }) => exposure.restorePoints)).toEqual([2, 2, 2, 2]);
    expect(organizations[0]!.shareFull).toBeCloseTo(1.5 / 24, 12);
  });

  it("should be nothing of what there is nothing of", () => {
    const metrics = keyMetricsOf(simulate({ jobs: [] }, span).summary);
    for (const metric of KEY_METRICS)
      expect(metrics[metric], metric).toBe(keyMetricRule(metric).none);
    const ones = KEY_METRICS.filter((metric) => keyMetricRule(metric).none === 1);
    expect(ones).toEqual(["slowdownMean", "slowdownP95"]);
  });

  it("should be called as their rows are, in short", () => {
    expect(keyMetricRule("waitP95")).toMatchObject({ label: "p95 wait", unit: "ms" });
    expect(keyMetricRule("longestQueue")).toMatchObject({ label: "longest queue", unit: "count" });
    expect(keyMetricRule("demand")).toMatchObject({
      label: "peak demand per thread",
      unit: "ratio",
      better: "less",
    });
    const more = KEY_METRICS.filter((metric) => keyMetricRule(metric).better === "more");
    expect(more).toEqual(["restorePoints"]);
  });

  it("should refuse what is none, with the near one", () => {
    expect(() => checkKeyMetric("waitMax")).not.toThrow();
    for (const none of ["waitmx", undefined, 3])
      expect(() => checkKeyMetric(none), String(none)).toThrow(PolicyError);
    expect(() => checkKeyMetric("waitMx")).toThrow("did you mean waitMax?");
  });
});

describe("a limit on a key metric", () => {
  const seen = (longestUnfinishedWait: number, unfinished: number): Summary =>
    ({ fleet: { longestUnfinishedWait, wait: { unfinished } } }) as unknown as Summary;

  it("should be kept by its very value, from the side that is better", () => {
    const none = seen(0, 0);
    for (const [metric, below, above] of [
      ["peak", true, false],
      ["waitMax", true, false],
      ["restorePoints", false, true],
    ] as const) {
      const kept = [9, 10, 11].map((value) => keepsLimit(metric, value, 10, none));
      expect(kept, metric).toEqual([below, true, above]);
    }
  });

  it("should be broken at its value where a wait that came to no start reached it", () => {
    const kept = (metric: "waitMax" | "waitP95" | "waitMean" | "peak", of: Summary): boolean[] =>
      [9, 10].map((value) => keepsLimit(metric, value, 10, of));
    for (const metric of ["waitMax", "waitP95", "waitMean"] as const) {
      expect(kept(metric, seen(10, 1)), metric).toEqual([true, false]);
      expect(kept(metric, seen(9, 1)), metric).toEqual([true, true]);
    }
    expect(kept("peak", seen(10, 1))).toEqual([true, true]);
    // nobody waits, and nobody may
    expect(keepsLimit("waitMax", 0, 0, seen(0, 0))).toBe(true);
  });
});
