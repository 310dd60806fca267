import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withMoreJobs } from "../../../../src/core/whatif/edits/fleetEdits.ts";
import { edgeOf } from "../../../../src/core/whatif/headroom/headroom.ts";
import {
  describeHeadroom,
  durationFactor,
  type Fleet,
  headroom,
  type Headroom,
  type HeadroomGoal,
  type Job,
  PolicyError,
  simulate,
  slots,
} from "../../../../src/index.ts";
import { daily, DAY, HOUR, MINUTE } from "../../../support/whatIf.ts";

const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
const job = (id: string, more: Partial<Job> = {}): Job => ({
  id,
  policy: daily("21:00"),
  proxyId: "p",
  workload: { duration: "PT45M" },
  ...more,
});
const fleet: Fleet = {
  jobs: [job("mail"), job("sites", { rpo: 26 * HOUR })],
  proxies: [{ id: "p", slots: 2 }],
  repositories: [{ id: "unlimited", slots: Infinity }],
};

describe("headroom, by hand", () => {
  it("should find how many more jobs two slots serve before somebody waits an hour and a half", () => {
    // Four jobs a round of 45 minutes: the fifth and sixth wait for 90.
    const {
      jobs,
      slots: slotEdges,
      durations,
      holds,
      limits,
    } = headroom(fleet, week, { limits: { waitMax: "PT1H" } });
    expect([holds, limits]).toEqual([true, { waitMax: HOUR }]);
    expect(jobs).toEqual({ holds: 2, breaks: 3, because: "longest wait 1 h 30 min, limit 1 h" });
    expect(slotEdges).toEqual([{ of: "proxy", id: "p", slots: 2, holds: 1 }]);
    expect(durations).toEqual({ holds: 16 }); // both start at once, however long they take
  });

  it("should hold the targets of the jobs where no limits are given", () => {
    const found = headroom({ ...fleet, proxies: [{ id: "p", slots: 1 }] }, week);
    // 24 h + 90 min of the second in line may grow to 26 h: by the factor 1.33.
    expect(found.limits).toEqual({ jobsOverTarget: 0 });
    expect(found.jobs).toMatchObject({ breaks: expect.any(Number) as number });
    expect(found.durations).toMatchObject({
      holds: 2.66,
      breaks: 2.67,
      because: "jobs over target 1, limit 0: sites",
    });
  });

  it("should say what breaks already", () => {
    const found = headroom(fleet, week, { limits: { peak: 1, waitMax: 0 } });
    expect(found).toEqual({
      holds: false,
      because: "peak 2, limit 1",
      limits: { peak: 1, waitMax: 0 },
      simulations: 1,
    });
    expect(describeHeadroom(found)).toContain("peak 2, limit 1");
  });

  it("should ask only what is asked, and copy the job that is named", () => {
    const found = headroom(fleet, week, {
      limits: { peak: 4 },
      ask: ["jobs"],
      like: "sites",
      mostJobs: 1,
    });
    expect(found).toEqual({ holds: true, limits: { peak: 4 }, jobs: { holds: 1 }, simulations: 2 });
    expect(
      withMoreJobs(fleet, 3, "sites")
        .jobs.slice(2)
        .map(({ id, rpo }) => [id, rpo]),
    ).toEqual([
      ["sites (copy 1)", 26 * HOUR],
      ["sites (copy 2)", 26 * HOUR],
      ["sites (copy 3)", 26 * HOUR],
    ]);
    expect(
      withMoreJobs(fleet, 3)
        .jobs.slice(2)
        .map(({ id }) => id),
    ).toEqual(["mail (copy 1)", "sites (copy 1)", "mail (copy 2)"]);
    expect(
      withMoreJobs({ jobs: [job("a"), job("a (copy 1)")] }, 1).jobs.map(({ id }) => id),
    ).toEqual(["a", "a (copy 1)", "a (copy 1)'"]);
  });

  it("should keep what must not fall from falling", () => {
    const { slots: edges } = headroom(
      {
        jobs: ["a", "b", "c", "d"].map((id) => job(id, { workload: { duration: "PT8H" } })),
        proxies: [{ id: "p", slots: 4 }],
      },
      week,
      { limits: { restorePoints: 24 }, ask: ["slots"] },
    );
    // With 3 slots one job waits for 8 hours and still has all but its last night; with 1 the line
    // never ends.
    expect(edges![0]!.holds).toBeGreaterThan(1);
    expect(edges![0]!.because).toMatch(/^restore points \d+, limit 24$/);
  });
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

describe("headroom, hostile input", () => {
  const pathsOf = (of: unknown, goal: unknown, span: unknown = week): string[] => {
    try {
      headroom(of as Fleet, span as typeof week, goal as HeadroomGoal);
    } catch (error) {
      if (error instanceof PolicyError) return error.issues.map((issue) => issue.path);
      throw error;
    }
    return [];
  };

  it("should name everything that is wrong, at once", () => {
    const goal = {
      limits: { waitMx: 3, waitMax: "soon", peak: -1, utilisation: "0.5" },
      ask: ["jobs", "luck"],
      like: "nobody",
      mostJobs: 0,
      mostFactor: 0.5,
      hurry: 1,
    };
    expect(pathsOf({ jobs: [{ ...job("a"), proxyId: "q" }] }, goal, { from: 0, to: -1 })).toEqual([
      "jobs[0].proxyId",
      "span.to",
      "goal.hurry",
      "goal.limits.waitMx",
      "goal.limits.waitMax",
      "goal.limits.peak",
      "goal.limits.utilisation",
      "goal.ask[1]",
      "goal.like",
      "goal.mostJobs",
      "goal.mostFactor",
    ]);
  });

  it("should ask for limits where no job has a target, and refuse what is no goal", () => {
    expect(
      pathsOf(
        { jobs: [job("a", { proxyId: undefined! })].map(({ proxyId: _, ...rest }) => rest) },
        undefined,
      ),
    ).toEqual(["goal.limits"]);
    expect(pathsOf(fleet, { limits: {} })).toEqual(["goal.limits"]);
    for (const goal of [3, [], null, "jobs"]) expect(pathsOf(fleet, goal)).toEqual(["goal"]);
    for (const ask of [[], "jobs", {}]) expect(pathsOf(fleet, { ask })).toEqual(["goal.ask"]);
    expect(pathsOf(null, {})).toEqual(["", "goal.limits"]);
  });

  it("should take a fleet of no jobs", () => {
    const found: Headroom = headroom({ jobs: [], proxies: [{ id: "p", slots: 3 }] }, week, {
      limits: { peak: 0 },
    });
    expect(found).toMatchObject({ holds: true, slots: [{ holds: 1 }], durations: { holds: 16 } });
    expect(found.jobs).toBeUndefined();
    expect(simulate({ jobs: [] }, { from: 0, to: DAY }).sessions.length).toBe(0);
  });
});
