import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compare,
  compile,
  type Fleet,
  type Job,
  parsePolicy,
  PolicyError,
  type Proposal,
  simulate,
  stagger,
  type StaggerAim,
  type StaggerGoal,
  summarize,
  type Summary,
} from "../../../../src/index.ts";
import { scenarios } from "../../../support/fleetArbitraries.ts";
import { daily, DAY, HOUR, MINUTE, windowed } from "../../../support/whatIf.ts";

const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
const three: Fleet = {
  jobs: ["mail", "sites", "teams"].map((id) => ({
    id,
    policy: windowed("22:00", 21, 0),
    workload: { duration: "PT45M" },
  })),
};
const valueOf = (aim: StaggerAim, { fleet }: Summary): number =>
  aim === "peak" ? fleet.occupancy.peak : aim === "wait" ? fleet.wait.mean : fleet.worstExposure;
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

  it("should leave alone what is to be kept, move no further than allowed, and stay on the grid", () => {
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

  it("should move the offset of hourly jobs, and nothing of those that run by minutes or by hand", () => {
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

  it("should lower the wait by taking turns at a proxy, and see where there is nothing to do", () => {
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

describe("stagger, against an exhaustive search", () => {
  // Sessions of a fixed length, no resources: who runs when is arithmetic, and shares no code with
  // the simulation.
  const STEP = 30;
  const peakOf = (starts: readonly number[], lengths: readonly number[]): number =>
    Math.max(
      ...starts.map(
        (at) => starts.filter((start, job) => start <= at && at < start + lengths[job]!).length,
      ),
    );
  const best = (
    lengths: readonly number[],
    present: readonly number[],
    closes: number,
    placed: readonly number[] = [],
  ): number => {
    const job = placed.length;
    if (job === lengths.length) return peakOf(placed, lengths);
    let least = Infinity;
    for (let start = 20 * 60; start < closes * 60; start += STEP) {
      if (start + lengths[job]! > closes * 60 && start !== present[job]) continue;
      least = Math.min(least, best(lengths, present, closes, [...placed, start]));
    }
    return least;
  };
  const nights = fc.record({
    closes: fc.constantFrom(22, 23),
    jobs: fc.array(
      fc.record({
        minutes: fc.constantFrom(10, 30, 45, 60, 90),
        present: fc.constantFrom(20 * 60, 20.5 * 60, 21 * 60),
      }),
      { minLength: 2, maxLength: 5 },
    ),
  });
  const clock = (minute: number): string =>
    `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;

  it("should reach the best peak there is, and know a bound that is none too high", () => {
    let reached = 0;
    let tight = 0;
    let nightsSeen = 0;
    fc.assert(
      fc.property(nights, ({ closes, jobs }) => {
        const lengths = jobs.map(({ minutes }) => minutes);
        const present = jobs.map((job) => job.present);
        fc.pre(present.every((start, job) => start + lengths[job]! <= closes * 60));
        const fleet: Fleet = {
          jobs: jobs.map(({ minutes, present: start }, index) => ({
            id: `j${index}`,
            policy: windowed(clock(start), 20, closes),
            workload: { duration: minutes * MINUTE },
          })),
        };
        const proposal = stagger(
          fleet,
          { from: week.from, to: week.from + DAY },
          { gridMinutes: STEP },
        );
        const least = best(lengths, present, closes);
        expect(proposal.candidate).toBeGreaterThanOrEqual(least);
        expect(proposal.bound!.atLeast).toBeLessThanOrEqual(least);
        nightsSeen += 1;
        if (proposal.candidate === least) reached += 1;
        if (proposal.bound!.atLeast === least) tight += 1;
      }),
      { numRuns: 60, seed: 4 },
    );
    expect([reached / nightsSeen, tight / nightsSeen]).toEqual([1, expect.closeTo(1, 1)]);
  });

  it("should fit jobs together that only fit in one way", () => {
    // Two of 90 minutes and one of 60 fill four hours to the last minute; the longest first leaves
    // no room for the rest.
    const fleet: Fleet = {
      jobs: [90, 90, 60].map((minutes, index) => ({
        id: `j${index}`,
        policy: daily("22:00"),
        workload: { duration: minutes * MINUTE },
      })),
    };
    expect(stagger(fleet, week, { gridMinutes: 30, within: "20:00-00:00" })).toMatchObject({
      baseline: 3,
      candidate: 1,
      bound: { atLeast: 1 },
    });
  });

  it("should claim no bound that a line of waiting sessions goes below", () => {
    const fleet: Fleet = {
      jobs: ["a", "b", "c", "d"].map((id) => ({
        id,
        policy: daily("22:00"),
        proxyId: "p",
        workload: { duration: HOUR },
      })),
      proxies: [{ id: "p", slots: 1 }],
    };
    const proposal = stagger(fleet, week, { within: "22:00-23:00" });
    expect([proposal.candidate, proposal.bound]).toEqual([1, undefined]);
    expect(
      stagger({ ...fleet, proxies: [{ id: "p", slots: 4 }] }, week, { within: "22:00-23:00" })
        .bound,
    ).toMatchObject({ atLeast: 4 });
  });

  it("should come to the least wait", () => {
    const scenario = fc.record({
      slots: fc.constantFrom(1, 2),
      lengths: fc.array(fc.constantFrom(30, 45, 60), { minLength: 2, maxLength: 3 }),
    });
    const night = { from: week.from, to: week.from + DAY, keep: "summary" as const };
    let reached = 0;
    let seen = 0;
    fc.assert(
      fc.property(scenario, ({ slots, lengths }) => {
        const fleetAt = (starts: readonly number[]): Fleet => ({
          jobs: lengths.map((minutes, index) => ({
            id: `j${index}`,
            policy: windowed(clock(starts[index]!), 20, 23),
            proxyId: "p",
            workload: { duration: minutes * MINUTE },
          })),
          proxies: [{ id: "p", slots }],
        });
        const starts = [20 * 60, 20.5 * 60, 21 * 60, 21.5 * 60, 22 * 60];
        const all = lengths.reduce<number[][]>(
          (lists) => lists.flatMap((list) => starts.map((start) => [...list, start])),
          [[]],
        );
        const waits = all
          .map((list) => simulate(fleetAt(list), night).summary)
          .filter((summary) => lostOf(summary) === 0)
          .map(({ fleet }) => fleet.wait.mean);
        const proposal = stagger(fleetAt(lengths.map(() => 20 * 60)), night, {
          lower: "wait",
          gridMinutes: 30,
        });
        seen += 1;
        if (proposal.candidate === Math.min(...waits)) reached += 1;
      }),
      { numRuns: 12, seed: 2 },
    );
    expect(reached / seen).toBe(1);
  });
});

describe("stagger, laws", () => {
  const goals: fc.Arbitrary<StaggerGoal> = fc.record(
    {
      lower: fc.constantFrom<StaggerAim>("peak", "wait", "exposure"),
      keep: fc.constantFrom([], ["j0"]),
      atMostMinutes: fc.constantFrom(30, 120),
      gridMinutes: fc.constantFrom(15, 30, 7),
      within: fc.constantFrom("20:00-06:00", "21:30-02:00"),
    },
    { requiredKeys: ["gridMinutes"], noNullPrototype: true },
  );

  it("should never be worse than the input, do the same twice, and keep to the constraints", () => {
    fc.assert(
      fc.property(scenarios({ mostJobs: 4 }), goals, ({ fleet, from, to, rules }, goal) => {
        const span = { from, to, rules };
        const proposal = stagger(fleet, span, goal);
        const [before, after] = [fleet, proposal.fleet].map((side) => simulate(side, span));
        const aim = goal.lower ?? "peak";
        expect([proposal.baseline, proposal.candidate]).toEqual([
          valueOf(aim, before!.summary),
          valueOf(aim, after!.summary),
        ]);
        expect(proposal.moves.length === 0 || proposal.candidate < proposal.baseline).toBe(true);
        expect(lostOf(after!.summary)).toBeLessThanOrEqual(lostOf(before!.summary));
        expect(JSON.stringify(stagger(fleet, span, goal))).toBe(JSON.stringify(proposal));
        expect(JSON.stringify(proposal.comparison)).toBe(JSON.stringify(compare(before!, after!)));
        const moved = new Map(proposal.moves.map((move) => [move.job, move]));
        fleet.jobs.forEach((job, index) => {
          const now = proposal.fleet.jobs[index]!;
          const move = moved.get(job.id);
          if (move === undefined) return expect(now).toBe(job);
          expect(goal.keep ?? []).not.toContain(job.id);
          expect(Math.abs(move.byMinutes)).toBeLessThanOrEqual(goal.atMostMinutes ?? Infinity);
          expect(now).toEqual({
            ...job,
            policy: { ...job.policy, [move.setting]: move.candidate },
          });
          const minute =
            typeof move.candidate === "number"
              ? move.candidate
              : Number(move.candidate.slice(0, 2)) * 60 + Number(move.candidate.slice(3, 5));
          expect(minute % goal.gridMinutes!).toBe(0);
          const runs = (of: Job): number =>
            compile(of.policy, { ...fleet.clock, ...of.clock }).count(from, to);
          expect(runs(now)).toBeGreaterThanOrEqual(runs(job));
          const lost = (summary: Summary): number => {
            const { blocked, missed, stopped } = summary.jobs[index]!;
            return (
              blocked.backupWindow +
              blocked.startWindow +
              missed.notStarted +
              missed.retryPending +
              missed.stillRunning +
              missed.windowClosed +
              stopped
            );
          };
          expect(lost(after!.summary)).toBeLessThanOrEqual(lost(before!.summary));
        });
        return undefined;
      }),
      { numRuns: 40 },
    );
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
