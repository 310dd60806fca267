/**
 * From a fleet in the library's shape to one of the slow simulator's: what R28 to R32 add.
 */
import { describe, expect, it } from "vitest";
import { at, backupWindow, clockChange, daily, every, HOUR, mask } from "./scheduleBuilders.ts";
import { type ImmediatePolicy, type SharingJob, slowFleetOf, slowTimelineOf } from "./slowFleet.ts";

const [from, to] = [at("2026-03-08T00:00Z"), at("2026-03-09T00:00Z")];
const NIGHTS = backupWindow(mask((hour) => hour < 6));
const immediate: ImmediatePolicy = {
  ...daily("22:00", "Everyday", { ...NIGHTS, retryEnabled: true, retryNumber: 2 }),
  type: "Immediate",
};
const job = (id: string, more: Omit<SharingJob, "id">): SharingJob => ({
  id,
  workload: () => ({ duration: HOUR, outcome: "Success" }),
  ...more,
});

describe("slowFleetOf", () => {
  it("should give an Immediate copy its window and its retries, and no starts of its own", () => {
    const source = job("S", { policy: every("Hours4") });
    const copy = job("C", { policy: immediate, copyOf: "S" });
    const [, slow] = slowFleetOf({ jobs: [source, copy] }, from, to).jobs;
    expect(slow).toMatchObject({
      due: [],
      blocked: [],
      copyOf: "S",
      isImmediate: true,
      retryEnabled: true,
      retryNumber: 2,
      retryWaitMs: 600_000,
    });
    expect([from, from + 6 * HOUR].map((instant) => slow!.isAllowed(instant))).toEqual([
      true,
      false,
    ]);
    expect(slow!.windowEnd(from)).toBe(from + 6 * HOUR);
    // Points at 01:00 and 05:00 are met, those of 09:00 and later come in prohibited hours.
    const rules = {
      retryOnWarning: true,
      pendingRetry: "superseded",
      retryManual: false,
      restorePoint: "success-or-warning",
    } as const;
    const { sessions, missed } = slowTimelineOf({ jobs: [source, copy] }, from, to, rules);
    const ofCopy = sessions.filter((session) => session.job === "C");
    expect(ofCopy.map(({ start }) => (start - from) / HOUR)).toEqual([1, 5]);
    expect(missed.map(({ nominal, reason }) => [(nominal - from) / HOUR, reason])).toEqual(
      [9, 13, 17, 21].map((hour) => [hour, "backup-window"]),
    );
  });

  it("should not start a copy that is disabled or has its schedule off", () => {
    const source = job("S", { policy: every("Hours4") });
    const off: ImmediatePolicy = { ...immediate, scheduleEnabled: false };
    const jobs = [
      source,
      job("C", { policy: immediate, copyOf: "S", enabled: false }),
      job("D", { policy: off, copyOf: "S" }),
      job("E", { policy: daily("05:00"), copyOf: "S", enabled: false }),
    ];
    for (const slow of slowFleetOf({ jobs }, from, to).jobs.slice(1)) {
      expect(slow.isImmediate).toBe(undefined);
      expect([slow.due, slow.copyOf]).toEqual([[], "S"]);
    }
  });

  it("should take threads and outages as they are, and paces on the fleet's clock", () => {
    // The hour of 2 o'clock is skipped at 07:00Z: the slow hours 1 and 2 last one hour.
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    const pace = Array.from({ length: 168 }, (_, hour) => (hour === 1 || hour === 2 ? 0.4 : 1));
    const outages = [{ from, to }];
    const { proxies, repositories } = slowFleetOf(
      {
        clock: { zone: "America/New_York" },
        jobs: [],
        proxies: [{ id: "p", threads: 64, pace, outages }],
        repositories: [{ id: "r", slots: 2 }],
      },
      from,
      to,
    );
    expect(proxies).toEqual([
      {
        id: "p",
        threads: 64,
        outages,
        pace: [
          { from, share: 1 },
          { from: from + 6 * HOUR, share: 0.4 },
          { from: from + 7 * HOUR, share: 1 },
        ],
      },
    ]);
    expect(repositories).toEqual([{ id: "r", slots: 2 }]);
  });

  it("should refuse a workload that is no function", () => {
    const jobs = [job("A", { policy: daily("22:00"), workload: { duration: HOUR } })];
    expect(() => slowFleetOf({ jobs }, from, to)).toThrow(
      "job A: the slow simulator takes function workloads only",
    );
  });
});
