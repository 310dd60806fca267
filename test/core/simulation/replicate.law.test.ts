/**
 * An interval of 95 % holds the true mean 95 times of 100.
 */
import { describe, expect, it } from "vitest";
import { type Job, replicate } from "../../../src/index.ts";
import { at, every, HOUR } from "../../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T00:00Z");

describe("replicate", () => {
  it("should cover the true mean as often as it promises", () => {
    // 350 sessions that fail with 0.2 each: 70 on average. 400 intervals from 8 seeds each.
    const jobs = Array.from({ length: 5 }, (_, index): Job => ({
      id: `job ${index}`,
      policy: every("Hours2"),
      workload: { duration: 0, failed: 0.2 },
    }));
    const span = { from: FROM, to: FROM + 140 * HOUR };
    const intervals = Array.from(
      { length: 400 },
      (_, run) => replicate({ jobs }, { ...span, seed: run * 8 }, { seeds: 8 }).fleet.failed,
    );
    const covered = intervals.filter(({ low, high }) => low <= 70 && 70 <= high).length;
    expect(Math.abs(covered - 380) / Math.sqrt(400 * 0.95 * 0.05)).toBeLessThan(4);
    const grand = intervals.reduce((sum, { mean }) => sum + mean, 0) / 400;
    expect(Math.abs(grand - 70) / Math.sqrt((350 * 0.16) / 3_200)).toBeLessThan(4);
  });
});
