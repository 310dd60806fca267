/**
 * Bounds of small fleets whose every session can be counted by hand.
 */
import { describe, expect, it } from "vitest";
import { checkedFleet } from "../../../../src/core/simulation/checkFleet.ts";
import { checkSpan } from "../../../../src/core/simulation/span.ts";
import { allAtOnce } from "../../../../src/core/whatif/steps.ts";
import { peakBound } from "../../../../src/core/whatif/stagger/peakBound.ts";
import { hostZone } from "../../../../src/host/zones.ts";
import {
  type Distribution,
  type Fleet,
  type Job,
  parsePolicy,
  type Proposal,
} from "../../../../src/index.ts";
import { daily, DAY, HOUR, MINUTE, windowed } from "../../../support/whatIf.ts";

const FROM = Date.UTC(2026, 0, 5);

function boundOf(
  fleet: Fleet,
  days = 7,
  keep: readonly string[] = [],
  lostRuns = [0, 0],
): Proposal["bound"] {
  const span = checkSpan({ from: FROM, to: FROM + days * DAY }, [])!;
  const checked = checkedFleet(fleet, hostZone);
  return allAtOnce(peakBound(checked, span, { keep: new Set(keep) }, [0, 1], { lostRuns }));
}

const many = (count: number, job: Omit<Job, "id">): Job[] =>
  Array.from({ length: count }, (_, index) => ({ id: `j${index}`, ...job }));
const every = (periodicallyEvery: string, more: object = {}) =>
  parsePolicy({ type: "Periodically", periodicallyEvery, ...more });

const LEAVE = "that many run at once of the jobs that stay where they are";

describe("the bound of a peak", () => {
  it("should be the jobs that stay, at once", () => {
    const jobs = many(3, { policy: daily("22:00"), workload: { duration: "10m" } });
    expect(boundOf({ jobs }, 7, ["j0", "j1"])).toEqual({ atLeast: 2, because: LEAVE });
    expect(boundOf({ jobs }, 7)).toEqual({ atLeast: 1, because: "one session runs" });
    const byMinutes = many(4, { policy: every("Minutes30"), workload: { duration: "10m" } });
    expect(boundOf({ jobs: byMinutes })).toEqual({ atLeast: 4, because: LEAVE });
  });

  it("should count those of them alone whose slots nobody takes who may move", () => {
    const job = { policy: daily("22:00"), workload: { duration: "10m" } };
    const fleet: Fleet = {
      proxies: [
        { id: "p", slots: 9 },
        { id: "q", slots: 9 },
        { id: "free", slots: Infinity },
      ],
      repositories: [{ id: "r", slots: 9 }],
      jobs: [
        { id: "kept", ...job, proxyId: "p" },
        { id: "kept too", ...job, proxyId: "p" },
        { id: "between", ...job, proxyId: "q", repositoryId: "r" },
        { id: "behind", ...job, repositoryId: "r" },
        { id: "unlimited", ...job, proxyId: "free" },
        { id: "moves", ...job, proxyId: "q" },
        { id: "moves too", ...job, proxyId: "free" },
      ],
    };
    const stay = ["kept", "kept too", "between", "behind", "unlimited"];
    // whoever moves reaches the repository by way of "between", and who needs nothing else there
    expect(boundOf(fleet, 7, stay)).toEqual({ atLeast: 3, because: LEAVE });
    const reached = { ...fleet, jobs: fleet.jobs.map((one) => ({ ...one, repositoryId: "r" })) };
    expect(boundOf(reached, 7, stay)).toEqual({
      atLeast: 1,
      because: "sessions of at least 7 h in all must run within 7 d",
      losingNoMore: true,
    });
  });

  it("should know that who starts by hand, or not at all, touches no slots", () => {
    const workload = { duration: "10m" };
    const fleet: Fleet = {
      proxies: [{ id: "p", slots: 9 }],
      jobs: [
        { id: "a", policy: daily("22:00"), workload, proxyId: "p" },
        { id: "b", policy: daily("22:00"), workload, proxyId: "p" },
        { id: "hand", policy: parsePolicy({ type: "ManualOnly" }), workload, proxyId: "p" },
        { id: "off", policy: daily("22:00"), enabled: false, workload, proxyId: "p" },
      ],
    };
    expect(boundOf(fleet, 7, ["a", "b"])).toEqual({ atLeast: 2, because: LEAVE });
  });

  it("should spread the work that free jobs have wherever they start", () => {
    // The first of them may be due before the span: 167 of forty minutes each, to the hour.
    const hourly = { policy: every("Hours1"), workload: { duration: 40 * MINUTE } };
    expect(boundOf({ jobs: many(10, hourly) })).toMatchObject({
      atLeast: 7,
      because: "sessions of at least 46 d 9 h in all must run within 7 d",
    });
    const text = (job: Omit<Job, "id">, days = 7): string | undefined =>
      boundOf({ jobs: many(10, job) }, days)?.because;
    expect(boundOf({ jobs: many(10, hourly) })).not.toHaveProperty("losingNoMore");
    // Daily jobs that take 20 hours: six runs each, at least.
    const daylong = { policy: daily("22:00"), workload: { duration: 20 * HOUR } };
    expect(text(daylong)).toBe("sessions of at least 50 d in all must run within 7 d");
  });

  it("should count on no work that luck, a clock or a retry may change", () => {
    const job = { policy: every("Hours1"), workload: { duration: 40 * MINUTE } };
    const retried = every("Hours1", { retryEnabled: true, retryNumber: 1, retryWaitInterval: 5 });
    const failing = { duration: 40 * MINUTE, failed: 0.5 };
    const bounds = (
      [
        job,
        { ...job, workload: failing },
        { ...job, policy: retried },
        { ...job, policy: retried, workload: failing },
        { ...job, runNow: true },
        { ...job, clock: { zone: "Europe/Berlin" } },
      ] satisfies Omit<Job, "id">[]
    ).map((one) => {
      const span = checkSpan({ from: FROM + 80 * DAY, to: FROM + 87 * DAY }, [])!;
      const checked = checkedFleet({ jobs: many(10, one) }, hostZone);
      const none = { lostRuns: [1e6, 1e6] };
      return allAtOnce(peakBound(checked, span, { keep: new Set() }, [0, 1], none))?.atLeast;
    });
    expect(bounds).toEqual([7, 7, 7, 1, 1, 1]);
  });

  it("should tell of one session only where one is sure to run", () => {
    const retried = { retryEnabled: true, retryNumber: 1, retryWaitInterval: 5 };
    const lossy = (policy: Job["policy"], duration: Distribution, days: number) => {
      const workload = { duration, failed: 0.5 };
      const span = checkSpan({ from: FROM, to: FROM + days * DAY }, [])!;
      const checked = checkedFleet({ jobs: [{ id: "a", policy, workload }] }, hostZone);
      const all = { lostRuns: [1e6, 1e6] };
      return allAtOnce(peakBound(checked, span, { keep: new Set() }, [0, 1], all));
    };
    const one = { atLeast: 1, because: "one session runs" };
    const nightly = daily("22:00", retried);
    expect([2, 3].map((days) => lossy(nightly, MINUTE, days))).toEqual([undefined, one]);
    const weekly = parsePolicy({ ...nightly, dailyType: "Sunday" });
    expect([15, 16].map((days) => lossy(weekly, MINUTE, days))).toEqual([undefined, one]);
    const grid = every("Hours4", retried);
    expect([2, 3].map((days) => lossy(grid, MINUTE, days))).toEqual([undefined, one]);
    expect(lossy(windowed("22:00", 20, 6, retried), MINUTE, 9)).toBeUndefined();
    expect(lossy(nightly, { uniform: [0, HOUR] }, 9)).toBeUndefined();
  });

  it("should be none where nothing is proved, or nothing runs", () => {
    const job = { policy: daily("22:00"), workload: { duration: "10m" } };
    const kept = (more: object, proxy: object = {}): Proposal["bound"] =>
      boundOf(
        {
          jobs: [{ id: "a", ...job, proxyId: "p", ...more }],
          proxies: [{ id: "p", slots: 1, ...proxy }],
        },
        7,
        ["a"],
      );
    expect(kept({})).toEqual({ atLeast: 1, because: LEAVE });
    expect(kept({ workload: { duration: "10m", full: "1h" } })).toBeUndefined();
    expect(kept({ workload: { duration: "10m", grows: { per: "1d" } } })).toBeUndefined();
    expect(kept({}, { threads: 4 })).toBeUndefined();
    expect(kept({}, { pace: "Sun all day 50 %" })).toBeUndefined();
    expect(kept({ enabled: false })).toBeUndefined();
    expect(boundOf({ jobs: many(2, job) }, 0)).toBeUndefined();
  });
});
