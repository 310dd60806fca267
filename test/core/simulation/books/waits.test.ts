/**
 * Waits of a few attempts, whose spread can be told in the head; kept, and in counters.
 */
import { describe, expect, it } from "vitest";
import {
  addWait,
  meanAndLongestWait,
  waitLog,
  waitMetrics,
} from "../../../../src/core/simulation/books/waits.ts";

const NO_WAIT = { mean: 0, p50: 0, p95: 0, max: 0, unfinished: 0 };

describe("the log of waits", () => {
  it("should have the waits of each job, of all, and the longest that came to nothing", () => {
    const log = waitLog(4, true);
    // By turns: what is written down is grouped by jobs later.
    for (const [job, ms, started] of [
      [1, 300, true],
      [3, 50, false],
      [1, 100, true],
      [3, 70, false],
      [1, 200, true],
      [3, 60, false],
    ] as const)
      addWait(log, job, ms, started);
    const attempts = [5, 4, 0, 1];
    expect(waitMetrics(log, attempts)).toEqual({
      jobs: [
        NO_WAIT,
        { mean: 600 / 4, p50: 100, p95: 300, max: 300, unfinished: 0 },
        NO_WAIT,
        { mean: 180 / 4, p50: 50, p95: 70, max: 70, unfinished: 3 },
      ],
      all: { mean: 780 / 13, p50: 0, p95: 300, max: 300, unfinished: 3 },
      longestUnfinished: 70,
    });
    expect(meanAndLongestWait(log, attempts)).toEqual({ mean: 780 / 13, max: 300 });
  });

  it("should be all zeros where nobody waits", () => {
    const nobody = waitLog(2, true);
    expect(waitMetrics(nobody, [3, 0])).toEqual({
      jobs: [NO_WAIT, NO_WAIT],
      all: NO_WAIT,
      longestUnfinished: 0,
    });
    expect(meanAndLongestWait(nobody, [0, 0])).toEqual({ mean: 0, max: 0 });
    expect(nobody.lengths.length).toBe(0);
  });

  it("should have every one of many, with room for what is expected once there is one", () => {
    const log = waitLog(2, true, 1_500);
    for (let ms = 1; ms <= 4_000; ms += 1) {
      addWait(log, 1, ms, true);
      if (ms === 1) expect(log.lengths.length).toBe(1_500);
    }
    expect(waitMetrics(log, [0, 4_000]).jobs[1]).toEqual({
      mean: 2_000.5,
      p50: 2_000,
      p95: 3_800,
      max: 4_000,
      unfinished: 0,
    });
  });

  it("should be within 2 % in counters, of each job and of all, and not over the longest", () => {
    const log = waitLog(3, false);
    for (let ms = 1_000; ms < 2_000; ms += 1) addWait(log, 1, ms, true);
    addWait(log, 2, 5_000, false);
    const { jobs, all } = waitMetrics(log, [0, 1_000, 0]);
    expect(jobs[0]).toEqual(NO_WAIT);
    expect(Math.abs(jobs[1]!.p50 / 1_499 - 1)).toBeLessThan(0.02);
    expect(Math.abs(jobs[1]!.p95 / 1_949 - 1)).toBeLessThan(0.02);
    expect(jobs[2]!.max).toBe(5_000);
    expect(jobs[2]!.p95).toBeLessThanOrEqual(5_000);
    expect(Math.abs(jobs[2]!.p50 / 5_000 - 1)).toBeLessThan(0.02);
    expect(Math.abs(all.p50 / 1_500 - 1)).toBeLessThan(0.02);
    expect([all.max, all.unfinished]).toEqual([5_000, 1]);
    expect(log.lengths.length).toBe(0);
  });
});
