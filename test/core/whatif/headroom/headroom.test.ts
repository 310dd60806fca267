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
import { daily, DAY, HOUR, MINUTE, windowed } from "../../../support/whatIf.ts";

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

/** So many of so many seeds. */
const shareOf = (count: number, n: number): unknown =>
  expect.objectContaining({ mean: count / n, n }) as unknown;

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
    expect(jobs).toEqual({
      holds: 2,
      share: shareOf(20, 20),
      breaks: 3,
      breaksShare: shareOf(20, 20),
      seed: 0,
      because: "longest wait 1 h 30 min, limit 1 h: mail (copy 2)",
      broken: ["mail (copy 2)"],
    });
    expect(slotEdges).toEqual([
      { of: "proxy", id: "p", slots: 2, holds: 1, share: shareOf(20, 20) },
    ]);
    // both start at once, however long they take
    expect(durations).toEqual({ holds: 16, share: shareOf(20, 20) });
  });

  it("should ask for limits where no target could show a miss", () => {
    // R36: a target as long as the span, and one of a job that does not run
    const week7 = { rpo: 7 * DAY };
    for (const one of [job("a", week7), job("b", { rpo: HOUR, enabled: false })])
      expect(() => headroom({ ...fleet, jobs: [one] }, week)).toThrow("goal.limits");
    expect(headroom({ ...fleet, jobs: [job("a", { rpo: 6 * DAY })] }, week).holds).toBe(true);
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
      broken: ["sites"],
    });
  });

  it("should bear what 19 of 20 seeds bear, not what one does", () => {
    // One job on a slot of its own for 20 to 60 minutes, a wait of 40 at the most for its copy.
    const lucky: Fleet = {
      jobs: [job("mail", { workload: { duration: { uniform: ["PT20M", "PT60M"] } } })],
      proxies: [{ id: "p", slots: 1 }],
    };
    const night = { from: week.from, to: week.from + DAY };
    const limits = { waitMax: 40 * MINUTE };
    const waits = (fleetOf: Fleet, seed: number): number =>
      simulate(fleetOf, { ...night, seed }).summary.fleet.wait.max;
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    const kept = seeds.filter((seed) => waits(withMoreJobs(lucky, 1), seed) <= 40 * MINUTE);
    const at = (share: number): Headroom =>
      headroom(lucky, night, { limits, share, ask: ["jobs"], mostJobs: 5 });
    expect(kept.length).toBeGreaterThan(4);
    expect(kept.length).toBeLessThan(16);
    expect(at(0.95).jobs).toMatchObject({
      holds: 0,
      share: { mean: 1, n: 20 },
      breaks: 1,
      breaksShare: { mean: (20 - kept.length) / 20 },
      seed: seeds.find((seed) => !kept.includes(seed)),
      broken: ["mail (copy 1)"],
    });
    expect(at(kept.length / 20).jobs!.holds).toBe(1);
    expect(at(kept.length / 20 + 0.01).jobs!.holds).toBe(0);
  });

  it("should name who breaks newly, not who misses already", () => {
    // The one fails for ever; the other has 75 minutes to spare.
    const sick: Fleet = {
      jobs: [
        job("sick", { rpo: 26 * HOUR, workload: { duration: "PT45M", failed: 1 } }),
        job("late", { rpo: 26 * HOUR }),
      ],
      proxies: [{ id: "p", slots: 1 }],
    };
    const found = headroom(sick, week, { ask: ["durations"] });
    expect(found.breaksElsewhere).toBeCloseTo(2 / 21);
    expect([found.limits, found.overTarget]).toEqual([
      { jobsOverTarget: 1 },
      Array.from({ length: 20 }, () => 1),
    ]);
    // 24 h + 45 minutes may grow to 26 h.
    expect(found.durations).toMatchObject({
      holds: 2.66,
      breaks: 2.67,
      because: "jobs over target 2, limit 1: late",
      broken: ["late"],
    });
  });

  it("should hold each seed to its own number of jobs over target", () => {
    const shaky: Fleet = {
      jobs: [
        job("shaky", { rpo: 26 * HOUR, workload: { duration: "PT45M", failed: 0.1 } }),
        job("calm", { rpo: 26 * HOUR }),
      ],
      proxies: [{ id: "p", slots: 2 }],
    };
    const found = headroom(shaky, week, { ask: ["durations"] });
    expect(new Set(found.overTarget)).toEqual(new Set([0, 1]));
    expect(found).toMatchObject({ holds: true, share: { mean: 1 }, limits: { jobsOverTarget: 1 } });
    // 24 h + 45 minutes may grow to 26 h, whatever luck the other has.
    expect(found.durations).toMatchObject({ holds: 2.66, broken: ["calm", "shaky"] });
    expect(describeHeadroom(found)).toContain(
      "jobs over target at most as many as there are under the same seed, 0 to 1.",
    );
  });

  it("should tell a limit that is broken by less than words show", () => {
    const { jobs } = headroom(fleet, week, {
      limits: { waitMax: 45 * MINUTE - 1 },
      ask: ["jobs"],
    });
    expect(jobs!.because).toBe("longest wait just beyond its limit, 45 min: mail (copy 1)");
    // 14 sessions of 45 minutes on two slots of a week
    const barely = headroom(fleet, week, { limits: { utilisation: 0.031 }, ask: ["jobs"] });
    expect(barely.because).toBe("utilisation just beyond its limit, 3 %");
  });

  it("should tell how many simulations are done", () => {
    const told: number[] = [];
    const goal = { limits: { waitMax: HOUR }, ask: ["jobs"], seeds: 10 } as const;
    const { simulations } = headroom(fleet, week, goal, { onProgress: (done) => told.push(done) });
    expect(told).toEqual(Array.from({ length: simulations }, (_, index) => index + 1));
    // as it is, and both sides of the edge, under all; one more job under one
    expect(simulations).toBe(31);
  });

  it("should simulate no more than it takes to know", () => {
    // Steady ones of half an hour stand before one that has to be done at 06:00. If that takes
    // 7 h 45 min it bears one more of them, else all.
    const isLucky = (random: number): boolean => random < 0.5;
    const line: Fleet = {
      jobs: [
        job("steady", { policy: daily("21:00"), workload: { duration: "PT30M" } }),
        job("last", {
          policy: windowed("22:00", 20, 6),
          workload: ({ random }) => ({
            duration: isLucky(random("length")) ? HOUR : 465 * MINUTE,
            outcome: "Success",
          }),
        }),
      ],
      proxies: [{ id: "p", slots: 1 }],
    };
    const night = { from: week.from + 12 * HOUR, to: week.from + 36 * HOUR };
    const stopsWithTwoMore = (seed: number): boolean =>
      simulate(withMoreJobs(line, 2, "steady"), { ...night, seed }).summary.fleet.stopped > 0;
    const all = Array.from({ length: 60 }, (_, seed) => seed);
    const hard = all.filter(stopsWithTwoMore).slice(0, 7);
    const easy = all.filter((seed) => !stopsWithTwoMore(seed)).slice(0, 3);
    const found = (seeds: readonly number[], share: number): Headroom =>
      headroom(line, night, {
        limits: { stopped: 0 },
        ask: ["jobs"],
        like: "steady",
        mostJobs: 8,
        seeds,
        share,
      });

    // 10 as it is; 1, 3, 7 and 8 more under the first; 8 under three others, the last of which
    // breaks, and 7 and 5 under that alone; 1 under nine others; 3 and 2 under who breaks first
    // again; 2 under nine others, to tell its share.
    const strict = found([...easy, ...hard], 1);
    expect(strict.jobs).toMatchObject({ holds: 1, breaks: 2, broken: ["last"], seed: hard[0] });
    expect(strict.jobs!.breaksShare).toMatchObject({ mean: 0.7 });
    expect(strict.simulations).toBe(10 + 4 + 3 + 1 + 1 + 9 + 1 + 1 + 9);

    // 10 as it is; 1, 3 and 2 more under the first; 1 under two others, since three are enough;
    // 2, 4 and 8 under all.
    const loose = found([...hard, ...easy], 0.3);
    expect(loose.jobs).toEqual({ holds: 8, share: shareOf(3, 10) });
    expect(loose.simulations).toBe(10 + 3 + 2 + 9 + 10 + 10);

    // As it is, and one more, which is too much under each.
    const none = headroom(fleet, night, { limits: { waitMax: 0 }, ask: ["jobs"], seeds: 10 });
    expect([none.jobs!.holds, none.simulations]).toEqual([0, 10 + 10]);
  });

  it("should say what breaks already", () => {
    const found = headroom(fleet, week, { limits: { peak: 1, waitMax: 0 } });
    expect(found).toEqual({
      holds: false,
      share: shareOf(0, 20),
      seeds: Array.from({ length: 20 }, (_, seed) => seed),
      atLeast: 0.95,
      limits: { peak: 1, waitMax: 0 },
      seed: 0,
      because: "peak 2, limit 1",
      broken: [],
      simulations: 20,
    });
    expect(describeHeadroom(found)).toContain("peak 2, limit 1");
  });

  it("should ask only what is asked, and copy the job that is named", () => {
    const found = headroom(fleet, week, {
      limits: { peak: 4 },
      ask: ["jobs"],
      like: "sites",
      mostJobs: 1,
      seeds: [5, 6],
      share: 0.5,
    });
    expect(found).toEqual({
      holds: true,
      share: shareOf(2, 2),
      seeds: [5, 6],
      atLeast: 0.5,
      limits: { peak: 4 },
      jobs: { holds: 1, share: shareOf(2, 2) },
      simulations: 4,
    });
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
    expect(edges![0]!.because).toMatch(/^restore points \d+, limit 24: /);
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
      seeds: 1,
      share: 95,
      hurry: 1,
    };
    expect(pathsOf({ jobs: [{ ...job("a"), proxyId: "q" }] }, goal, { from: 0, to: -1 })).toEqual([
      "jobs[0].proxyId",
      "span.to",
      "goal.hurry",
      "goal.limits.waitMx",
      "goal.limits.peak",
      "goal.limits.waitMax",
      "goal.limits.utilisation",
      "goal.ask[1]",
      "goal.like",
      "goal.mostJobs",
      "goal.mostFactor",
      "goal.seeds",
      "goal.share",
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
    for (const share of [0, -1, 1.01, Number.NaN, "0.9", null])
      expect(pathsOf(fleet, { share })).toEqual(["goal.share"]);
    expect(pathsOf(fleet, { seeds: [1, 2, 1] })).toEqual(["goal.seeds[2]"]);
    for (const ask of [[], "jobs", {}]) expect(pathsOf(fleet, { ask })).toEqual(["goal.ask"]);
    expect(pathsOf(null, {})).toEqual(["", "goal.limits"]);
  });

  it("should say what is expected", () => {
    const expectedOf = (goal: unknown, of: Fleet = fleet): unknown => {
      try {
        headroom(of, week, goal as HeadroomGoal);
      } catch (error) {
        if (error instanceof PolicyError) return error.issues.map(({ expected }) => expected);
        throw error;
      }
      return [];
    };
    const questions = "jobs, slots, threads, durations";
    expect(expectedOf(3)).toEqual(['an object such as { limits: { waitMax: "PT1H" } }']);
    expect(expectedOf({}, { jobs: [] })).toEqual(["limits, or a fleet in which a job has an rpo"]);
    expect(expectedOf({ limits: {} })).toEqual([
      "at least one limit, such as { jobsOverTarget: 0 }",
    ]);
    expect(expectedOf({ limits: { peak: -1 } })).toEqual(["a number, 0 or more"]);
    expect(expectedOf({ ask: [] })).toEqual([`an array of ${questions}`]);
    expect(expectedOf({ ask: ["luck"] })).toEqual([questions]);
    expect(expectedOf({ like: "nobody" })).toEqual(["the id of a job of the fleet"]);
    expect(expectedOf({ mostJobs: 0.5 })).toEqual(["a whole number from 1 to 1000000"]);
    expect(expectedOf({ mostFactor: 0 })).toEqual(["a factor from 1 to 1000"]);
    expect(expectedOf({ share: 2 })).toEqual(["a share of the seeds above 0, up to 1"]);
    expect(expectedOf({}, { ...fleet, jobs: [job("a", { enabled: false, rpo: HOUR })] })).toEqual([
      "limits, or a span longer than the target of a job that has a start in it",
    ]);
  });

  it.each([
    ["mostJobs", 0, 1, 1_000_000, 1_000_001],
    ["mostFactor", 0.99, 1, 1_000, 1_000.01],
  ])("should take %s from 1 to a bound", (key, below, least, most, beyond) => {
    const paths = (value: number): string[] =>
      pathsOf({ jobs: [] }, { limits: { peak: 0 }, ask: ["slots"], seeds: 2, [key]: value });
    expect([below, least, most, beyond].map(paths)).toEqual([
      [`goal.${key}`],
      [],
      [],
      [`goal.${key}`],
    ]);
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
