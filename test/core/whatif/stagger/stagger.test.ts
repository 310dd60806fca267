import { describe, expect, it } from "vitest";
import {
  compile,
  type Fleet,
  parsePolicy,
  PolicyError,
  type Proposal,
  simulate,
  stagger,
  type StaggerGoal,
  summarize,
  type Summary,
} from "../../../../src/index.ts";
import { daily, DAY, HOUR, lostRuns, MINUTE, windowed } from "../../../support/whatIf.ts";

const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
const three: Fleet = {
  jobs: ["mail", "sites", "teams"].map((id) => ({
    id,
    policy: windowed("22:00", 21, 0),
    workload: { duration: "PT45M" },
  })),
};

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
    // A start outside the window would run nothing at all, so the bound says of what it is one. The
    // last night may be cut by the end of the span.
    expect(proposal.bound).toEqual({
      atLeast: 1,
      because: "sessions of at least 13 h 30 min in all must run within 21 h",
      losingNoMore: true,
    });
    expect(movesOf(proposal)).toEqual([
      "sites 22:00:00 -> 21:15:00, -45",
      "teams 22:00:00 -> 22:45:00, 45",
    ]);
    expect(proposal.moves.map(({ after, gain }) => [after, gain])).toEqual([
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
      because: "no job may move",
      bound: {
        atLeast: 3,
        because: "that many run at once of the jobs that stay where they are",
      },
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
    // A third way, at 20:30 or 22:45, would leave a job exposed for longer than any is now.
    expect(proposal.candidate).toBe(2);
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

describe("stagger, jobs that may not move", () => {
  it("should name each with its reason", () => {
    const grid = (periodicallyEvery: string) =>
      parsePolicy({ type: "Periodically", periodicallyEvery });
    const fleet: Fleet = {
      proxies: [{ id: "p", slots: 1 }],
      jobs: [
        { id: "minutes", name: "By minutes", policy: grid("Minutes15") },
        { id: "hand", policy: parsePolicy({ type: "ManualOnly" }) },
        { id: "off", enabled: false, policy: daily("22:00") },
        { id: "paused", policy: daily("22:00", { scheduleEnabled: false }) },
        { id: "kept", policy: daily("22:00") },
        { id: "long", policy: windowed("20:00", 20, 21), workload: { duration: "PT59M" } },
        { id: "free", policy: daily("22:00"), workload: { duration: "PT45M" } },
        { id: "line", policy: daily("22:00"), workload: { duration: "PT45M" }, proxyId: "p" },
        { id: "line-2", policy: daily("22:00"), workload: { duration: "PT45M" }, proxyId: "p" },
      ],
    };
    const reasonsOf = (goal: StaggerGoal): [string, string][] =>
      stagger(fleet, week, goal).stay.map(({ job, because }) => [job, because]);
    const always: [string, string][] = [
      ["minutes", "it runs every 15 min, and an interval of minutes has no offset (R6)"],
      ["hand", "it starts by hand only"],
      ["off", "it is disabled"],
      ["paused", "its schedule is switched off"],
      ["kept", "it is to be kept where it is"],
    ];
    expect(reasonsOf({ keep: ["kept"] })).toEqual([
      ...always,
      ["long", "its window is too short: no other start leaves the 59 min that it may take"],
    ]);
    const never = "it needs nothing that has limited slots, so it never waits";
    expect(reasonsOf({ keep: ["kept"], lower: "wait" })).toEqual([
      ...always,
      ["long", never],
      ["free", never],
    ]);
    expect(stagger(fleet, week, {}).stay[0]).toMatchObject({ name: "By minutes" });
    expect(reasonsOf({ keep: ["kept"], atMostMinutes: 2 }).slice(5)).toEqual(
      ["long", "free", "line", "line-2"].map((job) => [
        job,
        "no other start on the grid is at most 2 min away",
      ]),
    );
    expect(reasonsOf({ keep: ["kept"], within: "12:00-12:30" }).slice(6)).toEqual(
      ["free", "line", "line-2"].map((job) => [
        job,
        "the hours that are asked for have no room for the 45 min that it may take",
      ]),
    );
  });
});

describe("stagger, on trial", () => {
  it("should look at every week of the span, also after a clock change", () => {
    // The local job meets the other at 03:00Z until 8 March, and at 02:00Z from then on.
    const fleet: Fleet = {
      clock: { zone: "America/New_York" },
      jobs: [
        { id: "local", policy: daily("22:00"), workload: { duration: HOUR } },
        {
          id: "utc",
          clock: { zone: "UTC" },
          policy: daily("03:00"),
          workload: { duration: HOUR },
        },
      ],
    };
    const weeks = { from: Date.UTC(2026, 1, 9, 12), to: Date.UTC(2026, 3, 6, 12) };
    const { next } = compile(daily("22:00"), fleet.clock);
    const hours = [weeks.from, weeks.to].map((instant) => new Date(next(instant)).getUTCHours());
    expect(hours).toEqual([3, 2]);
    const proposal = stagger(fleet, weeks, {
      keep: ["local"],
      gridMinutes: 60,
      atMostMinutes: 60,
    });
    expect([proposal.baseline, proposal.candidate]).toEqual([2, 1]);
    expect(movesOf(proposal)).toEqual(["utc 03:00:00 -> 04:00:00, 60"]);
  });

  it("should judge on seeds that it did not choose on, and tell them", () => {
    const varied: Fleet = {
      jobs: three.jobs.map((job) => ({
        ...job,
        rpo: 30 * HOUR,
        workload: { duration: { uniform: ["PT30M", "PT50M"] } },
      })),
    };
    const proposal = stagger(varied, { ...week, seed: 5 }, { seeds: 12, judges: 10 });
    expect(proposal.judged.seeds).toEqual([17, 18, 19, 20, 21, 22, 23, 24, 25, 26]);
    const mean = (fleet: Fleet, of: (summary: Summary) => number): number => {
      const values = proposal.judged.seeds.map((seed) =>
        of(simulate(fleet, { ...week, seed }).summary),
      );
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    for (const [side, fleet] of [
      ["baseline", varied],
      ["candidate", proposal.fleet],
    ] as const) {
      const { judged } = proposal;
      expect(judged[side].mean).toBeCloseTo(
        mean(fleet, (one) => one.fleet.occupancy.peak),
        9,
      );
      expect(proposal[side]).toBe(judged[side].mean);
      expect(judged.lostRuns[side].mean).toBe(mean(fleet, lostRuns));
      expect(judged.jobsOverTarget[side].mean).toBe(
        mean(fleet, (one) => one.fleet.jobsOverTarget.length),
      );
      expect(judged.worstExposure[side].mean).toBeCloseTo(
        mean(fleet, (one) => one.fleet.worstExposure),
        3,
      );
    }
    expect(proposal.moves.at(-1)!.after).toBe(proposal.candidate);
  });

  it("should say where all slots are simply full, and what to lower instead", () => {
    const full: Fleet = {
      proxies: [{ id: "p", slots: 2 }],
      jobs: Array.from({ length: 14 }, (_, index) => ({
        id: `j${index}`,
        policy: windowed("20:00", 20, 4),
        proxyId: "p",
        workload: { duration: HOUR },
      })),
    };
    expect(stagger(full, week)).toMatchObject({
      baseline: 2,
      candidate: 2,
      moves: [],
      because:
        "all 2 slots of the proxies are taken at the peak while sessions wait for them, so start " +
        "times show in the wait: lower that (--lower wait)",
    });
    expect(stagger(full, week, { lower: "wait" }).candidate).toBeLessThan(HOUR);
  });

  it("should tell how far it is, up to the end", () => {
    const told: number[] = [];
    stagger(three, week, {}, { onProgress: ({ done, total }) => told.push(done / total) });
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
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
          seeds: 9,
          judges: 20.5,
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
      "goal.seeds",
      "goal.judges",
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
