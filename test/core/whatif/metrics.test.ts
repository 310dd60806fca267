import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replicate, simulate } from "../../../src/index.ts";
import { flatMetrics, unitOf } from "../../../src/core/whatif/metrics.ts";
import { scenarios } from "../../support/fleetArbitraries.ts";
import { daily, HOUR, MINUTE } from "../../support/whatIf.ts";

describe("flatMetrics", () => {
  it("should name every metric by the way to it", () => {
    const { summary } = simulate(
      {
        jobs: [
          { id: "mail", policy: daily("22:00"), rpo: 25 * HOUR, workload: { duration: "PT45M" } },
        ],
      },
      { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 7) },
    );
    const job = flatMetrics(summary.jobs[0]!);
    expect([
      job.get("due"),
      job.get("blocked.backupWindow"),
      job.get("exposure.worst"),
      job.get("exposure.worstInterval.causes.failed"),
      job.get("withinTarget"),
      job.get("rpo"),
      job.get("id"),
    ]).toEqual([2, 0, 24.75 * HOUR, 0, 1, undefined, undefined]);
    const fleet = flatMetrics(summary.fleet);
    expect([
      fleet.get("occupancy.peak"),
      fleet.get("occupancy.busyByHour[46]"),
      fleet.get("jobsOverTarget"),
      fleet.get("waves[2026-01-05].makespan"),
      fleet.get("longestWave.sessions"),
    ]).toEqual([1, 0.75, 0, 45 * MINUTE, 1]);
  });

  it("should leave nothing out that a replication estimates", () => {
    fc.assert(
      fc.property(scenarios({ mostJobs: 3 }), ({ fleet, from, to, rules }) => {
        const { summary } = simulate(fleet, { from, to, rules, keep: "summary" });
        const flat = new Map(summary.jobs.map((job) => [job.id, flatMetrics(job)]));
        for (const { of, id, metric, mean, n } of replicate(
          fleet,
          { from, to, rules },
          { seeds: [0, 1] },
        ).rows()) {
          if (of !== "job" || n !== 2) continue;
          expect(flat.get(id)!.has(metric)).toBe(true);
          expect(Number.isFinite(mean)).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
  });

  it("should know units by the last word", () => {
    expect(
      [
        "wait.p95",
        "occupancy.peakAt",
        "utilisation",
        "busyByHour[22]",
        "withinTarget",
        "starts.busiestMinute",
        "waves[2026-01-05].from",
        "exposure.worstInterval.causes.failed",
      ].map(unitOf),
    ).toEqual(["ms", "instant", "share", "count", "truth", "minute", "instant", "count"]);
  });
});
