import { describe, expect, it } from "vitest";
import { withMoreJobs } from "../../../../src/core/whatif/edits/fleetEdits.ts";
import {
  describeHeadroom,
  type Fleet,
  headroom,
  type Headroom,
  type HeadroomGoal,
  type Job,
  PolicyError,
  simulate,
} from "../../../../src/index.ts";
import { daily, DAY, HOUR } from "../../../support/whatIf.ts";

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
  it("should find how many more jobs two slots serve until one waits for 90 minutes", () => {
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

  it("should ask for limits where no target could show a miss", () => {
    // R36: a target as long as the span, and one of a job that does not run
    const week7 = { rpo: 7 * DAY };
    for (const one of [job("a", week7), job("b", { rpo: HOUR, enabled: false })])
      expect(() => headroom({ ...fleet, jobs: [one] }, week)).toThrow("goal.limits");
    expect(headroom({ ...fleet, jobs: [job("a", { rpo: 6 * DAY })] }, week).holds).toBe(true);
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
