/**
 * Laws of what-if questions as a user asks them: proposals are never worse, edges are edges.
 */
import fc from "fast-check";
import {
  compare,
  type Edge,
  type Fleet,
  headroom,
  type Job,
  simulate,
  stagger,
  type Summary,
} from "runcast";
import { describe, expect, it } from "vitest";
import { daily, fleets, HOUR, WEEK } from "../support/nightFleets.ts";
import { lostRuns, valueOf } from "../support/whatIf.ts";

describe("a proposal", () => {
  it("should never be worse, leave alone what it is told to, and be the same every time", () => {
    fc.assert(
      fc.property(
        fleets,
        fc.constantFrom("peak" as const, "wait" as const, "exposure" as const),
        fc.integer({ min: 5, max: 90 }),
        fc.constantFrom(5, 15, 30),
        (fleet, lower, atMostMinutes, gridMinutes) => {
          const goal = { lower, keep: ["job 0"], atMostMinutes, gridMinutes };
          const proposal = stagger(fleet, WEEK, goal);
          const meanOf = (given: Fleet, of: (summary: Summary) => number): number =>
            proposal.judged.seeds.reduce(
              (sum, seed) => sum + of(simulate(given, { ...WEEK, seed }).summary),
              0,
            ) / proposal.judged.seeds.length;
          const value = (summary: Summary): number => valueOf(lower, summary);
          expect(proposal.baseline).toBeCloseTo(meanOf(fleet, value), 3);
          expect(proposal.candidate).toBeCloseTo(meanOf(proposal.fleet, value), 3);
          expect(proposal.candidate).toBeLessThanOrEqual(proposal.baseline);
          expect(meanOf(proposal.fleet, lostRuns)).toBeLessThanOrEqual(meanOf(fleet, lostRuns));
          expect(proposal.fleet.jobs[0]!.policy).toEqual(fleet.jobs[0]!.policy);
          for (const move of proposal.moves) {
            expect(move.job).not.toBe("job 0");
            expect(Math.abs(move.byMinutes)).toBeLessThanOrEqual(atMostMinutes);
          }
          expect(stagger(fleet, WEEK, goal).moves).toEqual(proposal.moves);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("should find the best of all choices on the grid, for a few jobs of fixed length", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 }),
        (halfHours) => {
          const fleet: Fleet = {
            jobs: halfHours.map((length, index): Job => ({
              id: `job ${index}`,
              policy: daily("22:00"),
              workload: { duration: length * 0.5 * HOUR },
            })),
          };
          const goal = { gridMinutes: 30, within: "20:00-00:00" };
          // half hours from midnight
          const choices = Array.from({ length: 8 }, (_, index) => 20 * 2 + index);
          // Every placing by hand: the most that run at once, over half hours of the evening.
          let best = Infinity;
          const place = (job: number, load: readonly number[]): void => {
            if (job === halfHours.length) {
              best = Math.min(best, Math.max(...load));
              return;
            }
            for (const start of choices) {
              if (start + halfHours[job]! > 48) continue;
              place(
                job + 1,
                load.map((count, at) =>
                  at + 40 >= start && at + 40 < start + halfHours[job]! ? count + 1 : count,
                ),
              );
            }
          };
          place(0, new Array<number>(8).fill(0));
          const { candidate } = stagger(fleet, WEEK, goal);
          expect(candidate).toBe(best);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("headroom", () => {
  it("should hold on one side of an edge and break on the other, as simulated", () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        const seeds = Array.from({ length: 10 }, (_, index) => WEEK.seed + index);
        const longestWaits = (given: Fleet): number[] =>
          seeds.map((seed) => simulate(given, { ...WEEK, seed }).summary.fleet.wait.max);
        const limit = Math.max(...longestWaits(fleet)) + HOUR;
        const found = headroom(fleet, WEEK, {
          limits: { waitMax: limit },
          like: "job 0",
          mostJobs: 40,
          mostFactor: 4,
          seeds: 10,
          share: 0.8,
        });
        expect(found).toMatchObject({ holds: true, seeds, share: { mean: 1 } });
        const shareOf = (given: Fleet): number =>
          longestWaits(given).filter((wait) => wait <= limit).length / 10;
        const expectSides = (edge: Edge, changed: (value: number) => Fleet): void => {
          expect(shareOf(changed(edge.holds))).toBe(edge.share.mean);
          expect(edge.share.mean).toBeGreaterThanOrEqual(0.8);
          if (edge.breaks === undefined) return;
          expect(1 - shareOf(changed(edge.breaks))).toBeCloseTo(edge.breaksShare!.mean);
          expect(edge.breaksShare!.mean).toBeGreaterThan(0.2);
        };
        expectSides(found.durations!, (factor) => ({
          ...fleet,
          jobs: fleet.jobs.map((job) => ({
            ...job,
            workload: {
              failed: 0.1,
              duration: Math.round((job.workload as { duration: number }).duration * factor),
            },
          })),
        }));
        expectSides(found.slots![0]!, (slots) => ({ ...fleet, proxies: [{ id: "proxy", slots }] }));
        expectSides(found.jobs!, (more) => ({
          ...fleet,
          jobs: [
            ...fleet.jobs,
            ...Array.from({ length: more }, (_, index) => ({
              ...fleet.jobs[0]!,
              id: `job 0 (copy ${index + 1})`,
            })),
          ],
        }));
        expect(
          found.jobs!.breaks === undefined
            ? found.jobs!.holds
            : found.jobs!.breaks - found.jobs!.holds,
        ).toBe(found.jobs!.breaks === undefined ? 40 : 1);
      }),
      { numRuns: 15 },
    );
  });

  it("should say what breaks where nothing is to spare, and refuse what is no question", () => {
    const fleet: Fleet = {
      jobs: [{ id: "mail", policy: daily("22:00"), rpo: HOUR, workload: { duration: HOUR } }],
    };
    expect(headroom(fleet, WEEK, { limits: { jobsOverTarget: 0 } })).toMatchObject({
      holds: false,
      because: "jobs over target 1, limit 0: mail",
    });
    expect(() =>
      headroom(fleet, WEEK, {
        limits: { speed: 1 } as never,
        like: "sites",
        ask: ["luck"],
      }),
    ).toThrow(/goal\.limits\.speed:[\s\S]*goal\.ask\[0\]:[\s\S]*goal\.like:/);
  });
});

describe("a comparison", () => {
  it("should be empty of a thing with itself", () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        const comparison = compare(simulate(fleet, WEEK), simulate(fleet, WEEK));
        expect(comparison).toMatchObject({
          isEmpty: true,
          changes: [],
          jobs: [],
          resources: [],
          fleet: [],
          crossings: [],
          worse: [],
          better: [],
        });
      }),
      { numRuns: 20 },
    );
  });
});
