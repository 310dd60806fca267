/**
 * Metrics by examples whose figures can be checked in the head.
 */
import { describe, expect, it } from "vitest";
import {
  type Fleet,
  type Job,
  simulate,
  summarize,
  type Summary,
  type Workload,
} from "../../../src/index.ts";
import {
  blockedStarts,
  missedStarts,
  runsLost,
  targetOf,
} from "../../../src/core/simulation/summary.ts";
import {
  at,
  clockChange,
  daily,
  DAY,
  every,
  HOUR,
  MINUTE,
} from "../../support/scheduleBuilders.ts";
import { windowed } from "../../support/whatIf.ts";

const MON = at("2026-01-05T00:00Z");
const works = (minutes: number): Workload => ({ duration: minutes * MINUTE });
const summaryOf = (fleet: Fleet, from: number, to: number): Summary =>
  summarize(simulate(fleet, { from, to }));

describe("summarize", () => {
  it("should say how full a resource was, when, and for how long", () => {
    // A 22:00-23:00, B 22:00-22:30, C waits until 22:30 and runs to 23:30: two of two slots busy
    // from 22:00 to 23:00.
    const jobs = [
      ["A", 60],
      ["B", 30],
      ["C", 60],
    ].map(([id, minutes]): Job => ({
      id: String(id),
      policy: daily("22:00"),
      workload: works(Number(minutes)),
      proxyId: "P",
    }));
    const { proxies, fleet } = summaryOf(
      { jobs, proxies: [{ id: "P", slots: 2 }] },
      MON,
      MON + DAY,
    );
    const { busyByHour, ...proxy } = proxies[0]!;
    expect(proxy).toEqual({
      id: "P",
      slots: 2,
      sessions: 3,
      peak: 2,
      peakAt: MON + 22 * HOUR,
      timeAtCapacity: HOUR,
      shareAtCapacity: 1 / 24,
      meanBusy: 2.5 / 24,
      utilisation: 1.25 / 24,
      meanQueue: 0.5 / 24,
      longestQueue: 1,
      longestQueueAt: MON + 22 * HOUR,
    });
    expect(busyByHour.length).toBe(168);
    expect([...busyByHour.entries()].filter(([, busy]) => busy > 0)).toEqual([
      [24 + 22, 2],
      [24 + 23, 0.5],
    ]); // Monday 22 and 23
    expect(fleet.wait).toEqual({
      mean: 10 * MINUTE,
      p50: 0,
      p95: 30 * MINUTE,
      max: 30 * MINUTE,
      unfinished: 0,
    });
    expect(fleet.waves).toEqual([
      {
        night: "2026-01-05",
        from: MON + 22 * HOUR,
        to: MON + 23.5 * HOUR,
        makespan: 1.5 * HOUR,
        sessions: 3,
      },
    ]);
    expect(fleet.starts).toEqual({
      peakPerMinute: 2,
      peakAt: MON + 22 * HOUR,
      concentration: 2 / 3,
      busiestMinute: 21 * 60 + 46,
    });
  });

  it("should book an hour that the clock shows twice once, with its double length", () => {
    const change = clockChange("America/New_York", "2026-11-01T06:00Z", "02:00", "01:00"); // Sunday
    const fleet: Fleet = {
      clock: { zone: "America/New_York" },
      jobs: [{ id: "A", policy: daily("00:30"), workload: works(60) }],
    };
    // 00:30 to 01:30 EDT: half of hour 0, and 30 minutes of the 120 that hour 1 has on this Sunday.
    const { busyByHour } = summaryOf(fleet, change - 2 * HOUR, change + 2 * HOUR).fleet.occupancy;
    expect([...busyByHour.entries()].filter(([, busy]) => busy > 0)).toEqual([
      [0, 0.5],
      [1, 0.25],
    ]);
  });

  it("should count a night from noon to noon on the server's clock", () => {
    const fleet = (zone: string): Fleet => ({
      clock: { zone },
      jobs: [
        {
          id: "A",
          policy: every("Hours8", { periodicallyOffsetMinutes: 59 }),
          workload: works(30),
        },
      ],
    });
    // 00:59 and 08:59 belong to the night before, 16:59 to the night that begins that day.
    const nights = (zone: string, from: number) =>
      summaryOf(fleet(zone), from, from + DAY).fleet.waves.map(({ night, sessions, makespan }) => [
        night,
        sessions,
        makespan / MINUTE,
      ]);
    expect(nights("UTC", MON)).toEqual([
      ["2026-01-04", 2, 8 * 60 + 30],
      ["2026-01-05", 1, 30],
    ]);
    expect(nights("UTC+10", MON - 10 * HOUR)).toEqual([
      ["2026-01-04", 2, 8 * 60 + 30],
      ["2026-01-05", 1, 30],
    ]);
  });

  it("should say how close sessions came to their window's end, and how late they were", () => {
    const nights = {
      backupWindowEnabled: true,
      backupWindowSettings: {
        backupWindow: Array.from({ length: 168 }, (_, cell) => cell % 24 < 6 || cell % 24 >= 22),
      },
    };
    const jobs: Job[] = [
      // 03-04: 2 hours before 06:00
      { id: "A", policy: daily("03:00", "Everyday", nights), workload: works(60), proxyId: "P" },
      // 04:00-06:00, stopped: none
      { id: "B", policy: daily("03:10", "Everyday", nights), workload: works(150), proxyId: "P" },
      // no window; 06:00-06:10
      { id: "C", policy: daily("03:20"), workload: works(10), proxyId: "P" },
    ];
    const [a, b, c] = summaryOf({ jobs, proxies: [{ id: "P", slots: 1 }] }, MON, MON + DAY).jobs;
    expect([a!.slack, b!.slack, c!.slack]).toEqual([
      { mean: 2 * HOUR, min: 2 * HOUR },
      { mean: 0, min: 0 },
      undefined,
    ]);
    expect([a!.lateness, b!.lateness, c!.lateness].map(({ max }) => max / MINUTE)).toEqual([
      0, 50, 160,
    ]);
    expect(b!.stopped).toBe(1);
  });

  it("should name what lay behind the longest exposure", () => {
    // 00:00 succeeds; 02:00 fails, 04:00 fails; 06:00 takes three hours and ends with success at
    // 09:00, over the start of 08:00.
    const policy = every("Hours2");
    const workload: Workload = ({ nominal }) => {
      const hour = (nominal - MON) / HOUR;
      return hour === 2 || hour === 4
        ? { duration: 10 * MINUTE, outcome: "Failed" }
        : { duration: hour === 6 ? 3 * HOUR : 30 * MINUTE, outcome: "Success" };
    };
    const { exposure } = summaryOf({ jobs: [{ id: "A", policy, workload }] }, MON, MON + 12 * HOUR)
      .jobs[0]!;
    expect(exposure.worst).toBe(9 * HOUR);
    expect(exposure.worstInterval).toEqual({
      from: MON,
      to: MON + 9 * HOUR,
      causes: { failed: 2, "still-running": 1 },
    });
  });

  it("should be there, all zeros, for an empty fleet and an empty span", () => {
    const empty = summaryOf({ jobs: [] }, MON, MON + DAY).fleet;
    expect([
      empty.due,
      empty.sessions,
      empty.worstExposure,
      empty.waves,
      empty.starts.concentration,
    ]).toEqual([0, 0, 0, [], 0]);
    const instant = summaryOf(
      { jobs: [{ id: "A", policy: daily("00:00"), runNow: true, rpo: HOUR }] },
      MON,
      MON,
    );
    expect(instant.jobs[0]).toMatchObject({
      due: 0,
      sessions: 0,
      exposure: { worst: 0, mean: 0, shareOver: 0 },
      target: "not-judged",
    });
    expect(instant.jobs[0]!.withinTarget).toBeUndefined();
    expect(instant.fleet.occupancy.meanBusy).toBe(0);
  });

  it("should say of a job what there is to say, and no more", () => {
    const base = { policy: daily("22:00"), workload: works(30) };
    const jobs: Job[] = [
      { id: "plain", ...base },
      { id: "named", name: "Mail", ...base },
      { id: "off", ...base, enabled: false },
      { id: "copies nothing", ...base, copyOf: "off" },
      { id: "copies", ...base, policy: daily("23:00"), copyOf: "plain" },
      { id: "judged", ...base, rpo: 25 * HOUR },
      { id: "not judged", ...base, rpo: 9 * DAY },
      { id: "closing", ...base, policy: windowed("22:00", 20, 23) },
      { id: "shares", ...base, proxyId: "p" },
    ];
    const proxies = [{ id: "p", slots: 1, threads: 2 }];
    const metrics = summaryOf({ jobs, proxies }, MON, MON + 3 * DAY).jobs;
    const plain = Object.keys(metrics[0]!);
    expect(plain.join()).toBe(
      "id,due,blocked,missed,started,sessions,outcomes,failed,retries,retriesDropped,stopped," +
        "exposure,wait,lateness,busy",
    );
    const more = metrics.map((job) =>
      Object.entries(job).filter(([key]) => key === "id" || !plain.includes(key)),
    );
    expect(more.map(Object.fromEntries)).toStrictEqual([
      { id: "plain" },
      { id: "named", name: "Mail" },
      { id: "off" },
      { id: "copies nothing", copyOf: "off" },
      // From 22:30, when its source is done, to 23:30.
      { id: "copies", copyOf: "plain", lag: { mean: HOUR, max: HOUR } },
      { id: "judged", rpo: 25 * HOUR, target: "kept", withinTarget: true },
      { id: "not judged", rpo: 9 * DAY, target: "not-judged" },
      { id: "closing", slack: { mean: HOUR / 2, min: HOUR / 2 } },
      { id: "shares", slowdown: { mean: 1, p95: 1, max: 1 } },
    ]);
    for (const job of metrics)
      expect(Object.keys(job).filter((key) => plain.includes(key))).toEqual(plain);
  });

  it("should add up for the fleet what its jobs went through", () => {
    const retried = { retryEnabled: true, retryNumber: 1, retryWaitInterval: 10 };
    const jobs: Job[] = [
      // fails twice each night
      {
        id: "fails",
        policy: daily("20:00", "Everyday", retried),
        workload: { duration: HOUR, failed: 1 },
        rpo: DAY,
      },
      // 22:00 to 23:00, stopped each night
      { id: "stopped", policy: windowed("22:00", 22, 23), workload: works(120), rpo: DAY },
      { id: "blocked", policy: windowed("22:00", 1, 2), workload: works(10) },
      // every 8 hours for 12: each second start is missed
      { id: "long", policy: every("Hours8"), workload: works(12 * 60), rpo: 28 * HOUR },
      { id: "off", policy: daily("20:00"), enabled: false, rpo: DAY },
    ];
    const { fleet, jobs: each } = summaryOf({ jobs }, MON, MON + 2 * DAY);
    expect(fleet).toMatchObject({
      due: 2 + 2 + 2 + 6,
      blocked: 2,
      missed: 3,
      started: 2 + 2 + 3,
      sessions: 4 + 2 + 3,
      retries: 2,
      stopped: 2,
      failed: 4,
      busy: (4 + 2 + 36) * HOUR,
      targets: { kept: 1, missed: 2, notJudged: 1 },
      jobsOverTarget: ["fails", "stopped"],
      worstExposure: 2 * DAY,
    });
    expect(each.map(runsLost)).toEqual([0, 2, 2, 3, 0]);
    expect(each.map(blockedStarts)).toEqual([0, 0, 2, 0, 0]);
    expect(each.map(missedStarts)).toEqual([0, 0, 0, 3, 0]);
  });

  it("should name the longest wave, the first of those alike, however short", () => {
    const longest = (lengthOf: (day: number) => number): unknown => {
      const workload: Workload = ({ start }) => ({
        duration: lengthOf(Math.floor((start - MON) / DAY)),
        outcome: "Success",
      });
      const { longestWave, waves } = summaryOf(
        { jobs: [{ id: "a", policy: daily("22:00"), workload }] },
        MON,
        MON + 3 * DAY,
      ).fleet;
      expect(waves.map(({ makespan }) => makespan)).toEqual([0, 1, 2].map(lengthOf));
      return waves.findIndex((wave) => wave === longestWave);
    };
    expect(longest(() => 0)).toBe(0);
    expect(longest((day) => (day === 2 ? 1 : 0))).toBe(2);
    expect(longest((day) => (day === 0 ? HOUR : 2 * HOUR))).toBe(1);
    const none = { jobs: [{ id: "a", policy: daily("22:00"), enabled: false }] };
    expect(summaryOf(none, MON, MON + DAY).fleet).not.toHaveProperty("longestWave");
  });
});

describe("runs and starts of a job", () => {
  it("should be counted of all that they can come to", () => {
    const missed = {
      stillRunning: 1,
      windowClosed: 20,
      retryPending: 300,
      notStarted: 4_000,
      stillWaiting: 50_000,
    };
    expect(missedStarts({ missed })).toBe(54_321);
    expect(blockedStarts({ blocked: { backupWindow: 1, startWindow: 20 } })).toBe(21);
    expect(runsLost({ due: 7, started: 4, stopped: 2 })).toBe(5);
  });
});

describe("targetOf", () => {
  const target = (rpo: number, hours: number, due: number, worst: number) =>
    targetOf(rpo * HOUR, { from: MON, to: MON + hours * HOUR }, due, worst * HOUR);

  it("should judge where the span is longer than the target and something was due", () => {
    expect(target(24, 24, 1, 5)).toStrictEqual({ target: "not-judged" });
    expect(target(24, 25, 0, 25)).toStrictEqual({ target: "not-judged" });
    expect(target(24, 25, 1, 24)).toStrictEqual({ target: "kept", withinTarget: true });
    expect(target(24, 25, 1, 25)).toStrictEqual({ target: "missed", withinTarget: false });
  });
});
