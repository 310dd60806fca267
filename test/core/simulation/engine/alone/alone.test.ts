/**
 * Jobs that share nothing, walked through more than one slice of time, without a law's many draws.
 */
import { describe, expect, it } from "vitest";
import { checkFleet } from "../../../../../src/core/simulation/checkFleet.ts";
import { areAlone } from "../../../../../src/core/simulation/engine/alone/alone.ts";
import { planJobs } from "../../../../../src/core/simulation/engine/plans.ts";
import { prepare } from "../../../../../src/core/simulation/prepare.ts";
import { readHostZone } from "../../../../../src/host/zones.ts";
import {
  type DrawnWorkload,
  type Fleet,
  type Job,
  type Resource,
  simulate,
  type Timeline,
} from "../../../../../src/index.ts";
import {
  at,
  backupWindow,
  daily,
  DAY,
  every,
  HOUR,
  mask,
  MINUTE,
} from "../../../../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T10:20:30Z");

/** Work that ends between starts, with one, in the next slice, at its end, and with the span. */
const WORK: DrawnWorkload[] = [
  { duration: { uniform: [0, 4 * MINUTE] }, failed: 0.05 },
  { duration: 5 * MINUTE, failed: 0.1, warning: 0.1 },
  { duration: { empirical: [0, 100 * MINUTE, 31 * HOUR] }, failed: 0.3, retryShare: 0.5 },
  { duration: 11 * HOUR, failed: 0.4 },
  { duration: 5 * HOUR + 30_000, full: 9 * HOUR },
];

/** Jobs that are due every five minutes, mostly while they run; `slots`: without a limit, alone. */
function fleetOf(slots: number): Fleet {
  const retried = { retryEnabled: true, retryNumber: 2, retryWaitInterval: 7 };
  const windowed = backupWindow(mask((hour) => hour % 24 > 2 && hour % 24 !== 14));
  const policies = [every("Minutes5", retried), every("Minutes5", { ...retried, ...windowed })];
  return {
    clock: { zone: "Europe/Berlin" },
    jobs: Array.from({ length: 48 }, (_, index): Job => ({
      id: `j${index}`,
      policy: policies[index % 3 === 0 ? 1 : 0]!,
      rpo: DAY,
      runNow: index % 13 === 0,
      workload: WORK[index % WORK.length]!,
      ...(index % 4 > 0 && { proxyId: `p${index % 2}` }),
    })),
    proxies: ["p0", "p1"].map((id): Resource => ({ id, slots })),
  };
}

/** As text, but for the size of what is never full. */
function said({ sessions, missed, summary }: Timeline): string {
  const told = JSON.stringify(summary, (key, value: unknown) =>
    key === "slots" || key === "utilisation" ? undefined : value,
  );
  return [...Object.values(sessions), ...Object.values(missed), told].join("\n");
}

describe("jobs that share nothing, in two slices of time", () => {
  for (const keep of ["all", "summary"] as const)
    it(`should do what they do beside others: ${keep}`, () => {
      const span = { from: FROM, to: FROM + 3 * DAY, keep, seed: 3 };
      const alone = fleetOf(Infinity);
      expect(prepare(checkFleet(alone, [], readHostZone)!, span)).toMatchObject({
        isAlone: true,
        due: 48 * 3 * 288,
      });
      const one = simulate(alone, span);
      expect(one.summary.fleet.sessions).toBeGreaterThan(5_000);
      expect(said(one) === said(simulate(fleetOf(1_000_000), span))).toBe(true);
    });
});

describe("a session that ends with the span", () => {
  it("should have ended, and what would begin then has not", () => {
    const retried = { retryEnabled: true, retryNumber: 1, retryWaitInterval: 5 };
    const job = (id: string, more: Partial<Job>): Job => ({
      id,
      policy: daily("22:00", "Everyday", retried),
      ...more,
    });
    const from = at("2026-01-05T00:00Z");
    const jobs = [
      job("ends", { workload: { duration: 2 * HOUR } }),
      job("is cut", { workload: { duration: 2 * HOUR + 1 } }),
      job("fails", { workload: { duration: 115 * MINUTE, failed: 1 } }),
      job("starts", { policy: daily("00:00"), workload: { duration: 0 } }),
    ];
    const { sessions, outcomes, summary } = simulate({ jobs }, { from, to: from + DAY });
    expect(
      Array.from({ length: sessions.length }, (_, row) => [
        jobs[sessions.job[row]!]!.id,
        (sessions.start[row]! - from) / MINUTE,
        (sessions.end[row]! - from) / MINUTE,
        outcomes[sessions.outcome[row]!],
      ]),
    ).toEqual([
      ["starts", 0, 0, "Success"],
      ["ends", 1_320, 1_440, "Success"],
      ["is cut", 1_320, 1_440, "Running"],
      ["fails", 1_320, 1_435, "Failed"],
    ]);
    expect(summary.jobs.map(({ exposure }) => exposure.restorePoints)).toEqual([1, 0, 0, 1]);
  });
});

describe("whether jobs are alone", () => {
  it("should ask for no limit, no luck of others, and retries that wait", () => {
    const alone = (more: Partial<Job>, resource: Partial<Resource> = {}): boolean => {
      const source: Job = { id: "source", policy: daily("20:00") };
      const job: Job = { id: "job", policy: daily("22:00"), proxyId: "p", ...more };
      const proxies: Resource[] = [{ id: "p", slots: Infinity, ...resource }];
      const checked = checkFleet({ jobs: [source, job], proxies }, [], readHostZone)!;
      return areAlone(checked, planJobs(checked.jobs, FROM, FROM + DAY));
    };
    const retried = (retryWaitInterval: number): Partial<Job> => ({
      policy: daily("22:00", "Everyday", { retryEnabled: true, retryNumber: 1, retryWaitInterval }),
    });
    expect(alone({})).toBe(true);
    expect(alone({}, { slots: 2 })).toBe(false);
    expect(alone({}, { threads: 2 })).toBe(false);
    expect(alone({ copyOf: "source" })).toBe(false);
    expect(alone({ workload: () => ({ duration: 1, outcome: "Success" }) })).toBe(false);
    expect(alone(retried(5))).toBe(true);
    expect(alone(retried(0))).toBe(false);
  });
});
