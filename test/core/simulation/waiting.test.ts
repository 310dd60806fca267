/**
 * Waiting for room: its reasons, its length where no start came of it, and whom it is told of (R16,
 * R22, R33, R34).
 */
import { describe, expect, it } from "vitest";
import {
  describeTimeline,
  type Fleet,
  headroom,
  type Job,
  simulate,
  summarize,
} from "../../../src/index.ts";
import {
  at,
  backupWindow,
  daily,
  DAY,
  HOUR,
  mask,
  MINUTE,
} from "../../support/scheduleBuilders.ts";

const MON = at("2026-01-05T00:00Z");

describe("a job that waits for a long session of another", () => {
  const fleet: Fleet = {
    jobs: [
      {
        id: "A",
        policy: daily("22:00"),
        proxyId: "proxy-1",
        rpo: 26 * HOUR,
        workload: { duration: HOUR },
      },
      {
        id: "B",
        policy: daily("21:30", "Sunday"),
        proxyId: "proxy-1",
        workload: { duration: 8 * HOUR },
      },
    ],
    proxies: [{ id: "proxy-1", slots: 1 }],
  };
  const timeline = simulate(fleet, { from: MON, to: MON + 14 * DAY });
  const [a] = summarize(timeline).jobs;

  it("should have the wait among the causes, and the resource by name", () => {
    const sunday = at("2026-01-11T22:00Z");
    expect(a!.exposure.worst).toBe(32.5 * HOUR);
    expect(a!.exposure.worstInterval).toEqual({
      from: sunday - DAY,
      to: sunday + 8.5 * HOUR,
      causes: { waiting: 1 },
      longestWait: {
        from: sunday,
        to: sunday + 7.5 * HOUR,
        started: true,
        resources: [{ of: "proxy", id: "proxy-1", full: 7.5 * HOUR }],
      },
      because: "waited 7 h 30 min for proxy-1",
    });
    expect(a!.target).toBe("missed");
    expect(timeline.summary.findings).toEqual([]);
  });

  it("should not be told to be the schedule's", () => {
    const text = describeTimeline(timeline).replaceAll(/\s+/g, " ");
    expect(text).toContain(
      "A 32 h 30 min, target 26 h, Sat 2026-01-10 22:00 to Mon 2026-01-12 06:30: its attempt of " +
        "Sun 2026-01-11 22:00 waited 7 h 30 min for proxy-1; had it begun at once: 25 h.",
    );
    expect(text).not.toContain("nothing went wrong");
  });
});

describe("runs that never start", () => {
  // From 22:00 to 02:00 one slot has room for 8 sessions of half an hour.
  const nights = (count: number): Fleet => ({
    jobs: Array.from({ length: count }, (_, index): Job => ({
      id: `job-${index}`,
      policy: daily("22:00", "Everyday", backupWindow(mask((hour) => hour >= 22 || hour < 2))),
      proxyId: "P",
      workload: { duration: 30 * MINUTE },
    })),
    proxies: [{ id: "P", slots: 1 }],
  });
  // from noon to noon, so that every window is whole
  const span = { from: MON + DAY / 2, to: MON + 7.5 * DAY };

  it("should have waited as long as they stood in the line", () => {
    let before = -1;
    for (const count of [4, 8, 9, 12, 20, 40]) {
      const { fleet } = summarize(simulate(nights(count), span));
      // 0, 30, ... minutes for those that start, 240 for each of the others
      const served = Math.min(count, 8);
      const sum = (30 * served * (served - 1)) / 2 + 240 * (count - served);
      expect(fleet.wait.mean / MINUTE).toBeCloseTo(sum / count, 9);
      expect(fleet.wait.mean).toBeGreaterThan(before);
      expect(fleet.wait.unfinished).toBe(7 * (count - served));
      expect(fleet.missed).toBe(7 * (count - served));
      expect(fleet.longestUnfinishedWait).toBe(count > 8 ? 4 * HOUR : 0);
      before = fleet.wait.mean;
    }
  });

  it("should break a limit on waiting that they reach", () => {
    const ask = ["jobs"] as const;
    for (const limits of [{ waitMax: "PT4H", stopped: 0 }, { waitMax: "PT4H" }])
      expect(headroom(nights(4), span, { limits, ask: [...ask] }).jobs).toMatchObject({
        holds: 4,
        breaks: 5,
        breaksShare: { mean: 1 },
        because: expect.stringMatching(/^longest wait 4 h and never started, its limit: /),
      });
    // one of nine is more than 5 %
    expect(
      headroom(nights(4), span, { limits: { waitP95: "PT4H" }, ask: [...ask] }).jobs,
    ).toMatchObject({
      holds: 4,
      breaks: 5,
      breaksShare: { mean: 1 },
      because: expect.stringMatching(/^p95 wait 4 h and never started, its limit/),
    });
    // A line in which everybody starts within the limit holds it to the minute.
    expect(
      headroom(nights(4), span, { limits: { waitMax: "PT3H30M" }, ask: [...ask] }).jobs,
    ).toMatchObject({
      holds: 4,
      because: expect.stringMatching(/^longest wait 4 h, limit 3 h 30 min: /),
    });
  });

  it("should count where the span ends while they are in the line", () => {
    const { jobs } = summarize(simulate(nights(2), { from: MON, to: MON + 22 * HOUR + MINUTE }));
    expect(jobs[1]!.wait).toEqual({
      mean: MINUTE,
      p50: MINUTE,
      p95: MINUTE,
      max: MINUTE,
      unfinished: 1,
    });
    expect(jobs[1]!.missed.notStarted).toBe(1);
  });
});

describe("resources that are never free at once", () => {
  // The proxy has room from 16:00 to 24:00, the repository from 00:30 to 08:30.
  const holder = (id: string, time: string, needs: Partial<Job>): Job => ({
    id,
    policy: daily(time),
    workload: { duration: 16 * HOUR },
    ...needs,
  });
  const fleet: Fleet = {
    jobs: [
      holder("mornings", "00:00", { proxyId: "proxy-1" }),
      holder("evenings", "08:30", { repositoryId: "repository-2" }),
      {
        id: "both",
        policy: daily("12:00"),
        rpo: 30 * HOUR,
        workload: { duration: HOUR },
        proxyId: "proxy-1",
        repositoryId: "repository-2",
      },
    ],
    proxies: [{ id: "proxy-1", slots: 1 }],
    repositories: [{ id: "repository-2", slots: 1 }],
  };
  const span = { from: MON, to: MON + 30 * DAY };
  const timeline = simulate(fleet, span);
  const summary = summarize(timeline);
  const both = summary.jobs[2]!;

  it("should be named, with the starts that were skipped", () => {
    expect(both.started).toBe(0);
    expect(both.missed).toMatchObject({ stillWaiting: 29, stillRunning: 0, notStarted: 1 });
    expect(both.wait).toMatchObject({ max: 29.5 * DAY, unfinished: 1 });
    expect(both.exposure.worstInterval.causes).toEqual({ waiting: 1 });
    expect(both.exposure.worstInterval.because).toBe(
      "waited 29 d 12 h because repository-2 and proxy-1 were never free at once",
    );
    expect(summary.findings).toEqual([
      {
        kind: "never-free-at-once",
        job: "both",
        wait: {
          from: MON + 12 * HOUR,
          to: MON + 30 * DAY,
          started: false,
          resources: [
            {
              of: "repository",
              id: "repository-2",
              full: 12.5 * HOUR + 28 * 16 * HOUR + 15.5 * HOUR,
            },
            { of: "proxy", id: "proxy-1", full: 4 * HOUR + 29 * 16 * HOUR },
          ],
        },
        skipped: 29,
        text:
          "waited 29 d 12 h because repository-2 and proxy-1 were never free at once (full for " +
          "19 d 20 h and 19 d 12 h of it); the attempt never began and 29 starts were skipped " +
          "meanwhile",
      },
    ]);
  });

  it("should be told, and not as a job that is still running", () => {
    const text = describeTimeline(timeline).replaceAll(/\s+/g, " ");
    expect(text).toContain("1 job waited for resources that were never free at once: both waited");
    expect(text).toContain(
      "no restore point at all, 30 d, target 30 h: its attempt of Mon 2026-01-05 12:00 waited " +
        "29 d 12 h because repository-2 and proxy-1 were never free at once, and did not begin.",
    );
    expect(text).not.toContain("still running");
  });

  it("should be no finding where one of them is waited for and had", () => {
    const one = { ...fleet, jobs: fleet.jobs.filter(({ id }) => id !== "evenings") };
    const { jobs, findings } = summarize(simulate(one, span));
    expect(findings).toEqual([]);
    expect(jobs[1]!.exposure.worstInterval.because).toBe("waited 4 h for proxy-1");
  });
});
