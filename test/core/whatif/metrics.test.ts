import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replicate, simulate } from "../../../src/index.ts";
import { lengthText } from "../../../src/core/time/length.ts";
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

describe("lengthText", () => {
  it("should say lengths as people do", () => {
    const texts = [
      0,
      40,
      999,
      1_000,
      90_000,
      45 * MINUTE,
      24.75 * HOUR,
      49 * HOUR,
      95.99 * HOUR,
      96 * HOUR,
      99.5 * HOUR,
      24 * HOUR + 20_000,
      -45 * MINUTE,
      Infinity,
    ].map(lengthText);
    expect(texts).toEqual([
      "0 s",
      "0.1 s",
      "0.9 s",
      "1 s",
      "1 min 30 s",
      "45 min",
      "24 h 45 min",
      "49 h",
      "95 h 59 min",
      "4 d",
      "4 d 3 h",
      "24 h 20 s",
      "-45 min",
      "without end",
    ]);
  });

  it("should never say more than there is, and grow with it", () => {
    const value = (text: string): number =>
      [...text.matchAll(/([\d.]+) (d|h|min|s)/g)].reduce(
        (sum, [, count, unit]) =>
          sum + Number(count) * { d: 24 * HOUR, h: HOUR, min: MINUTE, s: 1_000 }[unit as "d"],
        0,
      );
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 1_000 * 24 * HOUR }),
        fc.integer({ min: 0, max: 24 * HOUR }),
        (ms, more) => {
          expect(value(lengthText(ms))).toBeLessThanOrEqual(ms);
          expect(value(lengthText(ms))).toBeGreaterThan(0.95 * ms - 100);
          expect(value(lengthText(ms + more))).toBeGreaterThanOrEqual(value(lengthText(ms)));
        },
      ),
    );
  });
});
