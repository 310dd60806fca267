/**
 * Sessions that are booked to their end when they start, and what happens meanwhile and later.
 */
import { describe, expect, it } from "vitest";
import { simulate } from "../../../../src/index.ts";
import { at, every, HOUR, MINUTE } from "../../../support/scheduleBuilders.ts";

const MON = at("2026-01-05T00:00Z");

describe("a start that finds a retry pending", () => {
  it("should count for the stretch that goes on, not for the one that a session ended", () => {
    // 00:00 succeeds, 01:00 and 03:00 fail twice, 05:00 ends with a warning, all else succeeds.
    const policy = every("Hours1", { retryEnabled: true, retryNumber: 1, retryWaitInterval: 90 });
    const workload = ({ nominal, attempt }: { nominal: number; attempt: number }) => {
      const hour = (nominal - MON) / HOUR;
      const outcome =
        hour === 1 || hour === 3
          ? ("Failed" as const)
          : hour === 5 && attempt === 0
            ? ("Warning" as const)
            : ("Success" as const);
      return { duration: 10 * MINUTE, outcome };
    };
    const { summary, missed, reasons } = simulate(
      { jobs: [{ id: "A", policy, workload }] },
      { from: MON, to: MON + 9 * HOUR, rules: { retryOnWarning: true, pendingRetry: "first" } },
    );
    expect(
      Array.from(missed.nominal, (due, row) => [(due - MON) / HOUR, reasons[missed.reason[row]!]]),
    ).toEqual([
      [2, "retry-pending"],
      [4, "retry-pending"],
      [6, "retry-pending"],
    ]);
    expect(summary.jobs[0]!.exposure.worstInterval).toEqual({
      from: MON,
      to: MON + 5 * HOUR + 10 * MINUTE,
      causes: { failed: 4, "retry-pending": 2 },
    });
  });
});
