/**
 * An edge has been simulated on both sides, and is found with few questions.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withMoreJobs } from "../../../../src/core/whatif/edits/fleetEdits.ts";
import { edgeOf } from "../../../../src/core/whatif/headroom/headroom.ts";
import {
  durationFactor,
  type Fleet,
  headroom,
  type HeadroomGoal,
  type Job,
  slots,
} from "../../../../src/index.ts";
import { daily, HOUR, MINUTE } from "../../../support/whatIf.ts";

const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
const job = (id: string, more: Partial<Job> = {}): Job => ({
  id,
  policy: daily("21:00"),
  proxyId: "p",
  workload: { duration: "PT45M" },
  ...more,
});

describe("headroom, laws", () => {
  const fleets = fc.record({
    jobs: fc.array(
      fc.record({
        time: fc.constantFrom("20:00", "21:00", "22:00"),
        minutes: fc.constantFrom(20, 45, 90),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    count: fc.integer({ min: 1, max: 3 }),
    limit: fc.constantFrom<HeadroomGoal["limits"]>(
      { waitMax: "PT1H" },
      { worstExposure: "PT26H" },
      { peak: 5, waitMax: "PT2H" },
      { longestQueue: 3 },
      { jobsOverTarget: 0 },
    ),
  });
  const built = ({
    jobs,
    count,
  }: {
    readonly jobs: readonly { readonly time: string; readonly minutes: number }[];
    readonly count: number;
  }): Fleet => ({
    jobs: jobs.map(({ time, minutes }, index) =>
      job(`j${index}`, {
        policy: daily(time),
        rpo: 25 * HOUR,
        workload: { duration: { uniform: [0.5 * minutes * MINUTE, 1.5 * minutes * MINUTE] } },
      }),
    ),
    proxies: [{ id: "p", slots: count }],
  });

  it("should have simulated both sides of every edge", () => {
    fc.assert(
      fc.property(fleets, (drawn) => {
        const of = built(drawn);
        const goal: HeadroomGoal = { limits: drawn.limit!, mostJobs: 40, mostFactor: 4 };
        const found = headroom(of, week, goal);
        const holds = (changed: Fleet): boolean =>
          headroom(changed, week, { ...goal, ask: ["slots"] }).holds;
        expect(found.holds).toBe(holds(of));
        if (!found.holds) return;
        const stretched = (factor: number): Fleet => durationFactor([factor])[`x${factor}`]!(of);
        const fewer = (count: number): Fleet =>
          slots("p", [count])[count === 1 ? "1 slot" : `${count} slots`]!(of);
        const sides: [
          { readonly holds: number; readonly breaks?: number },
          (value: number) => Fleet,
        ][] = [
          [found.jobs!, (more) => withMoreJobs(of, more)],
          [found.durations!, stretched],
          [found.slots![0]!, fewer],
        ];
        for (const [edge, changed] of sides) {
          expect(holds(changed(edge.holds))).toBe(true);
          if (edge.breaks !== undefined) expect(holds(changed(edge.breaks))).toBe(false);
        }
        expect(headroom(of, week, goal)).toEqual(found);
      }),
      { numRuns: 25 },
    );
  });

  it("should find the first edge of a line that has one, with few questions", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (most, edge) => {
          let asked = 0;
          const found = edgeOf(most, (value) => {
            asked += 1;
            expect(value).toBeGreaterThan(0);
            expect(value).toBeLessThanOrEqual(most);
            return value > edge ? `at ${value}` : undefined;
          });
          expect(found).toEqual(
            edge >= most
              ? { holds: most }
              : { holds: edge, breaks: edge + 1, because: `at ${edge + 1}` },
          );
          expect(asked).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(most + 2)) + 1);
        },
      ),
    );
  });

  it("should take the first edge that it meets where there is more than one", () => {
    const holes = (value: number): string | undefined =>
      (value >= 10 && value <= 20) || value > 60 ? "broken" : undefined;
    expect(edgeOf(100, holes)).toEqual({ holds: 9, breaks: 10, because: "broken" });
    // stepped over
    expect(edgeOf(100, (value) => (value === 2 ? "broken" : undefined))).toEqual({ holds: 100 });
  });
});
