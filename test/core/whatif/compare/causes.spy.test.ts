/**
 * Laws of causes: whatever is named, taken back in a simulation of the whole fleet, changes that
 * job as was said (R33); and what no change does alone, none does.
 */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { compare, type Fleet, type Job, simulate, type Timeline } from "../../../../src/index.ts";
import * as simulations from "../../../../src/core/simulation/simulate.ts";
import {
  compared,
  drafts,
  jobWithout,
  sidesOf,
  valueOf,
  week,
} from "../../../support/changedFleets.ts";
import { daily } from "../../../support/whatIf.ts";

vi.mock("../../../../src/core/simulation/simulate.ts", { spy: true });

describe("a cause that is named", () => {
  it("should change its job when it is taken back, by as much as is said", () => {
    let named = 0;
    fc.assert(
      fc.property(drafts, (draft) => {
        const comparison = compared(draft);
        expect(comparison.causesComplete).toBe(true);
        for (const [side, { job, figure, chain }] of sidesOf(comparison)) {
          for (const { changes, without } of chain) {
            if (changes === undefined) continue;
            named += 1;
            const fresh = valueOf(figure.metric, jobWithout(draft, comparison, changes, job));
            expect(without).toBe(fresh);
            expect(Math.sign(figure.candidate - fresh)).toBe(side);
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(named).toBeGreaterThan(200);
  });

  it("should be single where one change alone is enough, and be missing nowhere", () => {
    let together = 0;
    fc.assert(
      fc.property(drafts, (draft) => {
        const comparison = compared(draft);
        for (const [side, { job, figure, chain }] of sidesOf(comparison)) {
          const [first] = chain;
          expect(["setting", "neighbours", "together"]).toContain(first!.kind);
          if (first!.kind !== "together") continue;
          together += 1;
          expect(first!.text).toMatch(/^no single change explains it: /);
          for (const [place, { setting }] of comparison.changes.entries()) {
            if (setting === "rpo") continue;
            const fresh = valueOf(figure.metric, jobWithout(draft, comparison, [place], job));
            expect(side * (figure.candidate - fresh)).toBeLessThanOrEqual(0);
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(together).toBeGreaterThan(0);
  });
});

describe("causes of many changes", () => {
  it("should find one among 400 that moved in some dozens of simulations", () => {
    const time = (minute: number): string =>
      [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
    const fleet = (shift: number, meeting: number): Fleet => ({
      jobs: Array.from({ length: 400 }, (_, index): Job => ({
        id: `job ${index}`,
        policy: daily(time((index === meeting ? 301 : index) * 3 + shift)),
        proxyId: "p",
        workload: { duration: "PT1M" },
      })),
      proxies: [{ id: "p", slots: 1 }],
    });
    const [was, is] = [fleet(0, -1), fleet(1, 7)].map((one) => simulate(one, week)) as [
      Timeline,
      Timeline,
    ];
    vi.clearAllMocks();
    const comparison = compare(was, is);
    expect(comparison.changes).toHaveLength(400);
    expect(comparison.worse.map(({ text }) => text)).toEqual([
      "starts at 15:04 (15:03 before); without it: no wait and job 7 starts at " +
        "15:04 (00:21 before); without it: no wait -> waits of up to 1 min " +
        "(no wait before), for proxy p",
    ]);
    const { summaryOf } = vi.mocked(simulations);
    expect(summaryOf.mock.calls.length).toBeLessThan(40);
  });
});
