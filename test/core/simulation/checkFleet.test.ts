/**
 * What checking gives: a fleet read once, so that no question about it reads it again.
 */
import { describe, expect, it } from "vitest";
import type { Issue } from "../../../src/core/input/issues.ts";
import { checkedFleet, checkFleet } from "../../../src/core/simulation/checkFleet.ts";
import { checkSpan, type NumericSpan } from "../../../src/core/simulation/span.ts";
import type { Fleet, Job } from "../../../src/core/simulation/fleet.ts";
import { replicateFleet } from "../../../src/core/whatif/replicate.ts";
import { simulateFleet } from "../../../src/core/simulation/simulate.ts";
import { compareReplicatedFleets } from "../../../src/core/whatif/compare/compareReplicated.ts";
import { staggerFleet } from "../../../src/core/whatif/stagger/stagger.ts";
import { sweepFleet } from "../../../src/core/whatif/sweep/sweep.ts";
import type { ZoneSource } from "../../../src/core/time/zone.ts";
import { readHostZone } from "../../../src/host/zones.ts";
import { daily, HOUR } from "../../support/whatIf.ts";

const span: NumericSpan = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12), seed: 3 };
const workload = { duration: { uniform: ["PT30M", "PT60M"] as const }, failed: 0.25 };
const job = (id: string, more: Partial<Job> = {}): Job => ({
  id,
  policy: daily("22:00"),
  workload,
  proxyId: "p",
  ...more,
});
const fleet: Fleet = {
  clock: { zone: "Europe/Berlin", gap: "skip" },
  jobs: [
    job("a"),
    job("b", { clock: { overlap: "both" } }),
    job("c", { clock: { zone: "Asia/Kolkata" } }),
    job("d", { workload: { duration: HOUR, retryShare: 0.5 } }),
  ],
  proxies: [{ id: "p", slots: 2 }],
};

describe("checkFleet", () => {
  it("should read policies, clocks, zones and workloads", () => {
    const { jobs, zone, fleet: same } = checkedFleet(fleet, readHostZone);
    expect(same).toBe(fleet);
    expect(zone.name).toBe("Europe/Berlin");
    expect(jobs.map((one) => [one.path, one.zone.name, one.clock.gap, one.clock.overlap])).toEqual([
      ["jobs[0]", "Europe/Berlin", "skip", "first"],
      ["jobs[1]", "Europe/Berlin", "skip", "both"],
      ["jobs[2]", "Asia/Kolkata", "skip", "first"],
      ["jobs[3]", "Europe/Berlin", "skip", "first"],
    ]);
    expect(jobs[0]!.policy).toBe(fleet.jobs[0]!.policy); // it was canonical
    expect(jobs[0]!.workload).toBe(jobs[1]!.workload); // shared, and read once
    expect(jobs[0]!.workload.quantile(0.5)).toBe(45 * 60_000);
    expect(jobs[0]!.workload).toMatchObject({ constantMs: Number.NaN, failed: 0.25, warning: 0 });
    expect(jobs[3]!.workload).toMatchObject({ constantMs: HOUR, failed: 0, retryShare: 0.5 });
  });

  it("should begin every path with the fleet's own place", () => {
    const paths = (given: unknown, path?: string): string[] => {
      const issues: Issue[] = [];
      expect(checkFleet(given, issues, readHostZone, path)).toBe(undefined);
      return issues.map((issue) => issue.path);
    };
    const bad = {
      clock: { zone: "Mars/Olympus" },
      proxies: [{ id: "p", slots: 0 }],
      jobs: [job("a", { policy: { ...daily("22:00"), dailyTime: "25:00" }, rpo: -1 }), 5],
    };
    const found = [
      "proxies[0].slots",
      "clock.zone",
      "jobs[0].rpo",
      "jobs[0].policy.dailyTime",
      "jobs[1]",
    ];
    expect(paths(bad)).toEqual(found);
    expect(paths(bad, "candidate")).toEqual(found.map((path) => `candidate.${path}`));
    expect(paths(5, 'variations["at 21:00"]')).toEqual(['variations["at 21:00"]']);
    expect(paths({}, "baseline")).toEqual(["baseline.jobs"]);
  });

  it("should name a bad zone of the server once, whoever else is on its clock", () => {
    const issues: Issue[] = [];
    checkFleet({ ...fleet, clock: { zone: "Mars/Olympus" } }, issues, readHostZone);
    expect(issues.map(({ path }) => path)).toEqual(["clock.zone"]);
  });

  it("should be asked once for each fleet of a question, however often that is simulated", () => {
    let looked = 0;
    const counting: ZoneSource = (name, path, issues) => {
      looked += 1;
      return readHostZone(name, path, issues);
    };
    const once = 2; // the server's zone, and that of job c
    const cost = (ask: () => unknown): number => {
      looked = 0;
      ask();
      return looked / once;
    };
    expect({
      simulate: cost(() => simulateFleet(fleet, span, counting)),
      replicate: cost(() => replicateFleet(fleet, span, { seeds: 10 }, counting)),
      compareReplicated: cost(() =>
        compareReplicatedFleets(fleet, { ...fleet }, span, { seeds: 10 }, counting),
      ),
      stagger: cost(() => staggerFleet(fleet, span, { lower: "wait" }, counting)),
      sweep: cost(() =>
        sweepFleet(
          fleet,
          { same: (given) => given, copy: (given) => ({ ...given }) },
          span,
          {},
          counting,
        ),
      ),
    }).toEqual({ simulate: 1, replicate: 1, compareReplicated: 2, stagger: 1, sweep: 2 });
  });
});

describe("checkSpan", () => {
  it("should fill in what is not said", () => {
    expect(checkSpan({ from: 0, to: 1, rules: { retryManual: true } }, [])).toEqual({
      from: 0,
      to: 1,
      seed: 0,
      keep: "all",
      rules: {
        retryOnWarning: true,
        pendingRetry: "superseded",
        retryManual: true,
        restorePoint: "success-or-warning",
        outage: "wait",
      },
    });
  });

  it("should say what is no number once, and not compare it", () => {
    for (const [from, to] of [
      [5n, 7],
      ["a", {}],
      [Infinity, -Infinity],
    ]) {
      const issues: Issue[] = [];
      expect(checkSpan({ from, to }, issues)).toBe(undefined);
      expect(issues.map(({ path }) => path)).toEqual(
        to === 7 ? ["span.from"] : ["span.from", "span.to"],
      );
    }
  });
});
