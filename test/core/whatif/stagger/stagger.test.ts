import { describe, expect, it } from "vitest";
import {
  compile,
  type Fleet,
  type Job,
  parsePolicy,
  PolicyError,
  type Proposal,
  simulate,
  stagger,
  type StaggerGoal,
  summarize,
  type Summary,
} from "../../../../src/index.ts";
import { daily, DAY, HOUR, MINUTE, windowed } from "../../../support/whatIf.ts";

const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
const three: Fleet = {
  jobs: ["mail", "sites", "teams"].map((id) => ({
    id,
    policy: windowed("22:00", 21, 0),
    workload: { duration: "PT45M" },
  })),
};
const lostOf = ({ fleet }: Summary): number => fleet.blocked + fleet.missed + fleet.stopped;
const movesOf = ({ moves }: Proposal): string[] =>
  moves.map(
    ({ job, baseline, candidate, byMinutes }) => `${job} ${baseline} -> ${candidate}, ${byMinutes}`,
  );

describe("stagger, by example", () => {
  it("should put three jobs one after the other into three hours", () => {
    const proposal = stagger(three, week);
    expect([proposal.lower, proposal.baseline, proposal.candidate, proposal.reduction]).toEqual([
      "peak",
      3,
      1,
      2 / 3,
    ]);
    expect(proposal.bound).toEqual({ atLeast: 1, because: "one session runs" });
    expect(movesOf(proposal)).toEqual([
      "sites 22:00:00 -> 21:15:00, -45",
      "teams 22:00:00 -> 22:45:00, 45",
    ]);
    expect(proposal.moves.map(({ crowdAfter, gain }) => [crowdAfter, gain])).toEqual([
      [2, 1],
      [1, 1],
    ]);
    expect(proposal.comparison.peak).toMatchObject({ baseline: 3, candidate: 1, difference: -2 });
    expect(proposal.fleet.jobs.map(({ policy }) => policy.dailyTime)).toEqual([
      "22:00:00",
      "21:15:00",
      "22:45:00",
    ]);
  });

  it("should leave alone what is kept, move no further than allowed, stay on the grid", () => {
    expect(movesOf(stagger(three, week, { keep: ["mail", "sites"] }))).toEqual([
      "teams 22:00:00 -> 21:15:00, -45",
    ]);
    expect(stagger(three, week, { atMostMinutes: 44 })).toMatchObject({
      candidate: 2,
      moves: [{ byMinutes: -40 }, { byMinutes: 40 }],
    });
    expect(movesOf(stagger(three, week, { atMostMinutes: 0 }))).toEqual([]);
    expect(movesOf(stagger(three, week, { gridMinutes: 30 }))).toEqual([
      "sites 22:00:00 -> 21:00:00, -60",
      "teams 22:00:00 -> 23:00:00, 60",
    ]);
    expect(stagger(three, week, { keep: ["mail", "sites", "teams"] })).toMatchObject({
      baseline: 3,
      candidate: 3,
      reduction: 0,
      moves: [],
      bound: { atLeast: 3, because: "the jobs that stay where they are come to 3 at once" },
    });
  });

  it("should keep to the hours of the goal where a job has no window", () => {
    const free: Fleet = { jobs: three.jobs.map((job) => ({ ...job, policy: daily("22:00") })) };
    const proposal = stagger(free, week, { within: "21:50-23:25" });
    expect(proposal.candidate).toBe(2); // 95 minutes have room for two of 45, one after the other
    for (const { policy } of proposal.fleet.jobs)
      expect(["21:50:00", "21:55:00", "22:00:00", "22:30:00", "22:35:00", "22:40:00"]).toContain(
        policy.dailyTime,
      );
    expect(stagger(free, week, { within: "20:00-06:00" }).candidate).toBe(1);
  });

  it("should move a job from outside of these hours into them, or leave it where it is", () => {
    const noon: Fleet = { jobs: three.jobs.map((job) => ({ ...job, policy: daily("12:00") })) };
    const inside = stagger(noon, week, { within: "20:00-22:00" });
    expect(inside.candidate).toBe(1);
    for (const { candidate } of inside.moves)
      expect(
        String(candidate) >= "20:00:00" && String(candidate) <= "21:15:00",
        String(candidate),
      ).toBe(true);
    expect(stagger(noon, week, { within: "20:00-20:30" })).toMatchObject({
      baseline: 3,
      candidate: 3,
      moves: [],
    }); // no room for 45 minutes
  });

  it("should move the offset of hourly jobs, and no job that runs by minutes or by hand", () => {
    const fleet: Fleet = {
      jobs: [
        {
          id: "a",
          policy: parsePolicy({ type: "Periodically", periodicallyEvery: "Hours1" }),
          workload: { duration: "PT20M" },
        },
        {
          id: "b",
          policy: parsePolicy({ type: "Periodically", periodicallyEvery: "Hours2" }),
          workload: { duration: "PT20M" },
        },
        {
          id: "c",
          policy: parsePolicy({ type: "Periodically", periodicallyEvery: "Minutes30" }),
          workload: { duration: "PT5M" },
        },
        { id: "d", policy: parsePolicy({ type: "ManualOnly" }), workload: { duration: "PT5M" } },
      ],
    };
    const proposal = stagger(fleet, week);
    expect([proposal.baseline, proposal.candidate]).toEqual([3, 1]);
    expect(proposal.moves.map(({ job, setting }) => [job, setting])).toEqual([
      ["b", "periodicallyOffsetMinutes"],
      ["a", "periodicallyOffsetMinutes"],
    ]);
    // they run around the clock as before
    expect(stagger(fleet, week, { within: "20:00-06:00" }).moves).toEqual(proposal.moves);
    expect(proposal.fleet.jobs.slice(2)).toEqual(fleet.jobs.slice(2));
  });

  it("should lower the wait by turns at a proxy, and see where there is nothing to do", () => {
    const fleet: Fleet = {
      jobs: three.jobs.map((job) => ({ ...job, proxyId: "p" })),
      proxies: [{ id: "p", slots: 1 }],
    };
    const proposal = stagger(fleet, week, { lower: "wait" });
    expect([proposal.baseline, proposal.candidate, proposal.bound]).toEqual([
      45 * MINUTE,
      0,
      undefined,
    ]);
    expect(
      stagger({ ...fleet, proxies: [{ id: "p", slots: 3 }] }, week, { lower: "wait" }),
    ).toMatchObject({ baseline: 0, candidate: 0, reduction: 0, moves: [] });
    expect(stagger(fleet, week, { lower: "wait" }).comparison.fleet).toContainEqual({
      metric: "wait.max",
      unit: "ms",
      baseline: 90 * MINUTE,
      candidate: 0,
      difference: -90 * MINUTE,
    });
  });

  it("should lower the worst exposure by moving a job away from the end of its window", () => {
    const late: Fleet = {
      jobs: [
        {
          id: "mail",
          policy: windowed("05:30", 20, 6),
          workload: ({ nominal }) => ({
            duration: (nominal % (2 * DAY) < DAY ? 20 : 50) * MINUTE,
            outcome: "Success",
          }),
        },
      ],
    };
    const proposal = stagger(late, week, { lower: "exposure" });
    expect(summarize(simulate(late, week)).fleet.stopped).toBe(3);
    expect(proposal.baseline).toBeGreaterThan(48 * HOUR);
    expect(proposal.candidate).toBeLessThan(25 * HOUR);
    expect(proposal.comparison.better[0]!.text).toMatch(
      /^starts at .* -> 0 of 7 sessions stopped \(3 of 7 before\) -> .*worst exposure/,
    );
  });

  it("should not take a run out of the span to lower the peak", () => {
    const night = { from: Date.UTC(2026, 0, 5, 20), to: Date.UTC(2026, 0, 6, 0) };
    const proposal = stagger(
      { jobs: three.jobs.map((job) => ({ ...job, policy: daily("22:00") })) },
      night,
    );
    expect(proposal.candidate).toBe(1);
    expect(simulate(proposal.fleet, night).sessions.length).toBe(3);
  });

  it("should move nothing where there is nothing: no jobs, no time, no length", () => {
    for (const [fleet, span] of [
      [{ jobs: [] }, week],
      [three, { from: week.from, to: week.from }],
      [{ jobs: three.jobs.map(({ workload: _, ...job }) => job) }, week],
    ] as const) {
      const proposal = stagger(fleet, span);
      expect(proposal.moves).toEqual([]);
      expect(proposal.fleet).toBe(fleet);
      expect(proposal.comparison.isEmpty).toBe(true);
    }
  });
});

describe("stagger, a night of 400 jobs on 4 proxies", () => {
  // Everybody at 22:00; lengths around 45 minutes, every job its own median.
  const policy = windowed("22:00", 20, 6);
  const jobs = Array.from({ length: 400 }, (_, index): Job => ({
    id: `tenant-${index}`,
    policy,
    proxyId: `p${index % 4}`,
    workload: {
      duration: {
        lognormal: {
          median: (15 + ((index * 37) % 61)) * MINUTE,
          p95: 2 * (15 + ((index * 37) % 61)) * MINUTE,
        },
      },
    },
  }));
  const fleet: Fleet = {
    jobs,
    proxies: [0, 1, 2, 3].map((index) => ({ id: `p${index}`, slots: 40 })),
  };
  const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 15) };
  const proposal = stagger(fleet, span);
  const candidate = simulate(proposal.fleet, span);

  it("should lower the peak by far more than 40 %", () => {
    expect(proposal.baseline).toBe(160);
    expect(candidate.summary.fleet.occupancy.peak).toBe(proposal.candidate);
    expect(proposal.reduction).toBeGreaterThan(0.6);
    expect(proposal.bound!.atLeast).toBeGreaterThan(34);
    // luck alone makes the highest of ten nights higher
    expect(proposal.candidate).toBeLessThan(1.6 * proposal.bound!.atLeast);
  });

  it("should let no job leave its window", () => {
    const { rows } = candidate;
    const window = compile(policy);
    for (const { start, end } of rows())
      expect(window.isAllowed(start) && end <= window.windowEnd(start)).toBe(true);
    expect([candidate.summary.fleet.started, lostOf(candidate.summary)]).toEqual([4_000, 0]);
  });

  it("should rank the moves: the first ones bring most of it", () => {
    const crowds = proposal.moves.map(({ crowdAfter }) => crowdAfter);
    const first = crowds[Math.floor(crowds.length / 2)]!;
    expect(crowds[0]).toBeLessThan(400);
    expect(first).toBeLessThan(250);
    expect(crowds.at(-1)).toBeLessThan(60);
    // hardly one makes it worse on the way
    expect(Math.max(...proposal.moves.map(({ gain }) => -gain))).toBeLessThan(1);
  });
});

describe("stagger, hostile input", () => {
  const pathsOf = (fleet: unknown, span: unknown, goal: unknown): string[] => {
    try {
      stagger(fleet as Fleet, span as typeof week, goal as StaggerGoal);
    } catch (error) {
      if (error instanceof PolicyError) return error.issues.map((issue) => issue.path);
      throw error;
    }
    return [];
  };

  it("should name everything that is wrong, at once", () => {
    expect(
      pathsOf(
        { jobs: [{ id: "", policy: daily("22:00"), workload: { duration: -1 } }] },
        { from: 0, to: 0.5 },
        {
          lower: "costs",
          keep: ["nobody"],
          atMostMinutes: -1,
          gridMinutes: 0,
          within: "late",
          certainty: 1,
          hurry: true,
        },
      ),
    ).toEqual([
      "jobs[0].id",
      "jobs[0].workload.duration",
      "span.to",
      "goal.hurry",
      "goal.lower",
      "goal.keep[0]",
      "goal.atMostMinutes",
      "goal.gridMinutes",
      "goal.certainty",
      "goal.within",
    ]);
  });

  it("should refuse what is no goal", () => {
    for (const goal of [3, "peak", [], null]) expect(pathsOf(three, week, goal)).toEqual(["goal"]);
    for (const within of ["20:00", "25:00-26:00", "20:00-24:30", "8-9", 3, ""])
      expect(pathsOf(three, week, { within })).toEqual(["goal.within"]);
    for (const gridMinutes of [0.5, 61, Number.NaN, "5"])
      expect(pathsOf(three, week, { gridMinutes })).toEqual(["goal.gridMinutes"]);
    expect(pathsOf(three, week, { keep: "mail" })).toEqual(["goal.keep"]);
    expect(pathsOf(null, week, {})).toEqual([""]);
  });
});
