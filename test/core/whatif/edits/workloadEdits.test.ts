import { describe, expect, it } from "vitest";
import {
  firstFullsLasting,
  isFactor,
  sessionsEnding,
  sessionsGrowing,
  sessionsLasting,
  sessionsTimes,
  sessionsUsing,
} from "../../../../src/core/whatif/edits/workloadEdits.ts";
import type { Distribution, Job } from "../../../../src/index.ts";
import { daily, HOUR, MINUTE } from "../../../support/whatIf.ts";

const policy = daily("22:00");
const job = (workload?: Job["workload"]): Job =>
  workload === undefined ? { id: "a", policy } : { id: "a", policy, workload };

describe("a factor of lengths", () => {
  it("should be above 0 and at most 1,000", () => {
    expect([1e-9, 1, 1_000].map(isFactor)).toEqual([true, true, true]);
    expect([0, -1, 1_000.5, Infinity, Number.NaN, "2"].map(isFactor)).toEqual(
      Array.from({ length: 6 }, () => false),
    );
  });

  it("should stretch every length that is said, to the ms, and say no other", () => {
    const lengths: [given: Distribution, stretched: Distribution][] = [
      ["PT1H", 1.5 * HOUR],
      [3, 5], // 4.5
      [{ uniform: ["10m", "20m"] }, { uniform: [15 * MINUTE, 30 * MINUTE] }],
      [
        { lognormal: { median: "1h", p95: "2h" } },
        { lognormal: { median: 1.5 * HOUR, p95: 3 * HOUR } },
      ],
      [{ empirical: ["2m", 10] }, { empirical: [3 * MINUTE, 15] }],
    ];
    for (const [given, stretched] of lengths) {
      const workload = { duration: given, failed: 0.1 };
      expect(sessionsTimes(1.5)(job(workload))).toStrictEqual(
        job({ duration: stretched, failed: 0.1 }),
      );
      expect(sessionsTimes(1.5)(job({ ...workload, full: given })).workload).toStrictEqual({
        duration: stretched,
        failed: 0.1,
        full: stretched,
      });
    }
  });

  it("should change nothing where it is 1, or where nothing takes time", () => {
    for (const one of [job(), job({ duration: "1h" })]) expect(sessionsTimes(1)(one)).toBe(one);
    expect(sessionsTimes(2)(job())).toEqual(job());
  });
});

describe("a setting of a workload", () => {
  it("should change nothing of a job without one where it takes something away", () => {
    const idle = job();
    for (const edit of [
      firstFullsLasting(undefined),
      sessionsGrowing(undefined),
      sessionsUsing(undefined),
    ])
      expect(edit(idle)).toBe(idle);
  });

  it("should give a job without one sessions that take no time, and what is set", () => {
    expect([
      firstFullsLasting(HOUR)(job()).workload,
      sessionsGrowing(HOUR)(job()).workload,
      sessionsUsing(4)(job()).workload,
      sessionsEnding("failed", 0.5)(job()).workload,
      sessionsLasting(HOUR)(job()).workload,
    ]).toEqual([
      { duration: 0, full: HOUR },
      { duration: 0, grows: { per: HOUR } },
      { duration: 0, threads: 4 },
      { duration: 0, failed: 0.5 },
      { duration: HOUR },
    ]);
  });
});
