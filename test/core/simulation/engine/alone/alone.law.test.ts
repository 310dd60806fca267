/**
 * Jobs that share nothing are walked one by one; beside somebody who shares, they live in the loop.
 * Nothing of what comes out may tell which it was.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areAlone } from "../../../../../src/core/simulation/engine/alone/alone.ts";
import { planJobs } from "../../../../../src/core/simulation/engine/plans.ts";
import { checkFleet } from "../../../../../src/core/simulation/checkFleet.ts";
import { readHostZone } from "../../../../../src/host/zones.ts";
import {
  type Distribution,
  type DrawnWorkload,
  type Fleet,
  type Job,
  type Resource,
  simulate,
  type Timeline,
} from "../../../../../src/index.ts";
import { scenarios } from "../../../../support/fleetArbitraries.ts";
import {
  at,
  backupWindow,
  DAY,
  every,
  HOUR,
  mask,
  MINUTE,
} from "../../../../support/scheduleBuilders.ts";
import { runs } from "../../../../support/scheduleArbitraries.ts";

/** So many that nobody ever waits: a limit all the same. */
const PLENTY = 1_000_000;

const durations: fc.Arbitrary<Distribution> = fc.oneof(
  fc.constantFrom<Distribution>(0, 15 * MINUTE, 3 * HOUR),
  fc.constantFrom<Distribution>(
    { uniform: [0, HOUR] },
    { uniform: [MINUTE, 20 * HOUR] },
    { lognormal: { median: 20 * MINUTE, p95: 3 * HOUR } },
    { empirical: [0, 1, 59_999, HOUR] },
  ),
);

const workloads: fc.Arbitrary<DrawnWorkload> = fc.record(
  {
    duration: durations,
    full: durations,
    grows: fc.constant({ per: DAY }),
    failed: fc.constantFrom(0, 0.3, 0.6),
    warning: fc.constantFrom(0, 0.3),
    retryShare: fc.constantFrom(0, 0.5, 1),
  },
  { noNullPrototype: true, requiredKeys: ["duration", "failed", "warning", "retryShare"] },
);

/** The fleet with drawn workloads, and no limit on any slots, or one that is never met. */
function withSlots(fleet: Fleet, work: readonly DrawnWorkload[], slots: number): Fleet {
  const all = (list: Fleet["proxies"] = []): Resource[] =>
    list.map((resource) => ({ ...resource, slots }));
  const { proxies, repositories, organizations } = fleet;
  return {
    ...fleet,
    jobs: fleet.jobs.map((job, index) => ({ ...job, workload: work[index % work.length]! })),
    proxies: [...all(proxies), { id: "nobody's", slots }],
    repositories: all(repositories),
    organizations: all(organizations),
  };
}

/** All that a timeline says, but for the size of what is never full. */
function said({ sessions, missed, summary }: Timeline): unknown {
  const text = JSON.stringify({ sessions, missed, summary }, (key, value: unknown) =>
    key === "slots" || key === "utilisation" ? undefined : value,
  );
  return JSON.parse(text) as unknown;
}

const asked = fc.record({
  scenario: scenarios(),
  work: fc.array(workloads, { minLength: 1, maxLength: 4 }),
  keep: fc.constantFrom<"all" | "summary">("all", "summary"),
  seed: fc.nat(1_000),
  shift: fc.constantFrom(0, 0, 40_001),
});

describe("jobs that share nothing", () => {
  it("should do what they do beside others, in the columns and in every figure", () => {
    let walked = 0;
    let sessions = 0;
    fc.assert(
      fc.property(asked, ({ scenario: { fleet, from, to, rules }, work, keep, seed, shift }) => {
        const span = { from: from + shift, to, rules, keep, seed };
        const alone = withSlots(fleet, work, Infinity);
        const checked = checkFleet(alone, [], readHostZone)!;
        if (areAlone(checked, planJobs(checked.jobs, span.from, span.to))) walked += 1;
        const one = simulate(alone, span);
        sessions += one.summary.fleet.sessions;
        expect(said(one)).toEqual(said(simulate(withSlots(fleet, work, PLENTY), span)));
      }),
      runs(150),
    );
    expect(walked).toBeGreaterThan(60);
    expect(sessions).toBeGreaterThan(1_000);
  });

  it("should do so over many slices of time, whatever still runs when one is over", () => {
    const jobs = Array.from({ length: 90 }, (_, index): Job => ({
      id: `job-${index}`,
      policy: every(index % 3 === 0 ? "Minutes5" : "Minutes10", {
        ...(index % 4 === 0 ? backupWindow(mask((hour) => hour % 24 > 2)) : {}),
        retryEnabled: true,
        retryNumber: 2,
        retryWaitInterval: 7,
      }),
      rpo: DAY,
      ...(index % 5 === 0 ? {} : { proxyId: `p${index % 2}` }),
    }));
    const work: DrawnWorkload[] = [
      { duration: { uniform: [0, 9 * MINUTE] }, failed: 0.2 },
      { duration: { lognormal: { median: 2 * HOUR, p95: 4 * DAY } }, failed: 0.1 },
      { duration: { empirical: [0, 5 * MINUTE, 36 * HOUR] }, warning: 0.5 },
    ];
    const fleet: Fleet = {
      clock: { zone: "Europe/Berlin" },
      jobs,
      proxies: ["p0", "p1"].map((id) => ({ id, slots: 1 })),
    };
    const span = { from: at("2026-03-26T10:20:30Z"), to: at("2026-04-02T22:00Z"), seed: 5 };
    const alone = simulate(withSlots(fleet, work, Infinity), span);
    expect(alone.summary.fleet.due).toBeGreaterThan(3 * 40_000);
    expect(said(alone)).toEqual(said(simulate(withSlots(fleet, work, PLENTY), span)));
  });
});
