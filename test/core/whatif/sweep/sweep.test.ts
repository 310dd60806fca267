import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  describePolicy,
  durationFactor,
  type Fleet,
  fulls,
  grid,
  KEY_METRICS,
  type KeyMetric,
  outage,
  pace,
  parsePolicy,
  PolicyError,
  simulate,
  slots,
  startTimes,
  sweep,
  threads,
  type Variation,
  variation,
  type Variations,
  windowHours,
} from "../../../../src/index.ts";
import { daily, DAY, HOUR, MINUTE, nightly, windowed } from "../../../support/whatIf.ts";

const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
const jobs = ["mail", "sites", "teams"].map((id) => ({
  id,
  policy: daily("22:00"),
  proxyId: "p",
  workload: { duration: "PT45M" },
  rpo: 25 * HOUR,
}));
const fleet: Fleet = {
  jobs,
  proxies: [{ id: "p", slots: 1 }],
  repositories: [{ id: "r", slots: 2 }],
};
const only = (variations: Record<string, Variation>): Variation => Object.values(variations)[0]!;
const pathsOf = (run: () => unknown): string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof PolicyError) return error.issues.map((issue) => issue.path);
    throw error;
  }
  return [];
};

describe("sweep", () => {
  it("should rank variations by a metric, equal ones in their order", () => {
    const study = sweep(fleet, slots("p", [1, 2, 3, 4]), week);
    expect(study.rows.map(({ name, metrics }) => [name, metrics.peak, metrics.waitMax])).toEqual([
      ["1 slot", 1, 90 * MINUTE],
      ["2 slots", 2, 45 * MINUTE],
      ["3 slots", 3, 0],
      ["4 slots", 3, 0],
    ]);
    expect(study.bestFirst("waitMax").map(({ name }) => name)).toEqual([
      "3 slots",
      "4 slots",
      "2 slots",
      "1 slot",
    ]);
    expect(study.bestFirst("restorePoints").map(({ name }) => name)).toEqual([
      "2 slots",
      "3 slots",
      "4 slots",
      "1 slot",
    ]); // with 1 slot the last session runs past midnight
    expect([study.complete, study.workers, study.seed, study.dimensions]).toEqual([true, 0, 0, []]);
  });

  it("should put more restore points first, and less of everything else", () => {
    const study = sweep(fleet, { none: () => ({ jobs: [] }), some: (same) => same }, week);
    expect(study.bestFirst("restorePoints")[0]!.name).toBe("some");
    for (const metric of KEY_METRICS.filter((each) => each !== "restorePoints"))
      expect(study.bestFirst(metric)[0]!.name).toBe("none");
  });

  it("should keep the order and every one of a list, whatever the names", () => {
    const jobsOnly = (count: number) => (of: Fleet) => ({ ...of, jobs: of.jobs.slice(0, count) });
    const named = [3, 1, 2].map((count) => variation(`${count}`, jobsOnly(count)));
    const unnamed = [(of: Fleet) => of, (of: Fleet) => ({ ...of, jobs: [] })];
    const twice = [variation("3", jobsOnly(0)), variation("3 (2)", jobsOnly(1))];
    const { rows } = sweep(fleet, [...named, ...unnamed, ...twice], week);
    expect(rows.map(({ name, metrics }) => [name, metrics.restorePoints / 7])).toEqual([
      ["3", 20 / 7],
      ["1", 1],
      ["2", 2],
      ["variation 4", 20 / 7],
      ["variation 5", 0],
      ["3 (3)", 0],
      ["3 (2)", 1],
    ]);
  });

  it("should refuse a variation that changes the fleet it is given, at its place", () => {
    const own = structuredClone(fleet);
    const careless = (of: Fleet): Fleet => {
      (of.jobs[1] as { rpo: number }).rpo = 1;
      return of;
    };
    const paths = (variations: Variations): string[] => {
      try {
        sweep(own, variations, week);
      } catch (error) {
        if (error instanceof PolicyError)
          return error.issues.map(({ path, received }) => `${path}: ${received}`);
        throw error;
      }
      return [];
    };
    expect(paths({ careful: (of) => of, careless })).toEqual([
      'variations.careless: "jobs[1].rpo"',
    ]);
    const more = (of: Fleet): Fleet => {
      (of.proxies as unknown as object[]).push({ id: "q", slots: 1 });
      return of;
    };
    expect(paths([(of) => of, more])).toEqual(['variations[1]: "proxies"']);
  });

  it("should know the best rows under one seed: those with the best value", () => {
    const study = sweep(fleet, slots("p", [1, 2, 3, 4]), week);
    expect(study.best("waitMax").map(({ name }) => name)).toEqual(["3 slots", "4 slots"]);
    expect(study.best("restorePoints").map(({ name }) => name)).toEqual([
      "2 slots",
      "3 slots",
      "4 slots",
    ]);
    expect(study.seeds).toEqual([0]);
  });

  it("should name every issue of every variation before it simulates any", () => {
    const variations = {
      good: (same: Fleet) => same,
      bad: () => ({ jobs: [{ id: "", policy: daily("22:00"), workload: { duration: -1 } }] }),
      none: () => undefined,
      "odd name": () => ({ jobs: 3 }),
    } as unknown as Variations;
    expect(pathsOf(() => sweep(fleet, variations, week))).toEqual([
      "variations.bad.jobs[0].id",
      "variations.bad.jobs[0].workload.duration",
      "variations.none",
      'variations["odd name"].jobs',
    ]);
    for (const none of [{}, undefined, null, [], 3])
      expect(pathsOf(() => sweep(fleet, none as Variations, week))).toEqual(["variations"]);
    expect(
      pathsOf(() =>
        sweep({ jobs: 3 } as unknown as Fleet, { a: 3 } as unknown as Variations, {
          from: 0.5,
          to: 1,
        }),
      ),
    ).toEqual(["span.from", "jobs", "variations.a"]);
  });
});

describe("sweep under several seeds", () => {
  const workload = { duration: { uniform: ["PT30M", "PT60M"] as const }, failed: 0.05 };
  const lucky: Fleet = { ...fleet, jobs: jobs.map((job) => ({ ...job, workload })) };
  const study = sweep(lucky, slots("p", [1, 2, 3, 4]), { ...week, seed: 5 }, { seeds: 12 });

  it("should estimate what separate simulations say", () => {
    expect([study.seed, study.seeds.length, study.seeds[11], study.rows.length]).toEqual([
      5, 12, 16, 4,
    ]);
    for (const [index, count] of [1, 2, 3, 4].entries()) {
      const waits = study.seeds.map(
        (seed) =>
          simulate({ ...lucky, proxies: [{ id: "p", slots: count }] }, { ...week, seed }).summary
            .fleet.wait.max,
      );
      const mean = waits.reduce((sum, value) => sum + value, 0) / 12;
      const squares = waits.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      // t of 95 % with 11 degrees
      const reach = (2.200985160082949 * Math.sqrt(squares / 11)) / Math.sqrt(12);
      const { waitMax } = study.rows[index]!.metrics;
      expect(waitMax.n).toBe(12);
      expect([waitMax.mean, waitMax.low, waitMax.high]).toEqual([
        expect.closeTo(mean, 3),
        expect.closeTo(mean - reach, 3),
        expect.closeTo(mean + reach, 3),
      ]);
    }
  });

  it("should have as best all rows that are not clearly worse, and no verdict on few seeds", () => {
    const names = (rows: readonly { readonly name: string }[]): string[] =>
      rows.map(({ name }) => name);
    expect(names(study.best("waitMax"))).toEqual(["3 slots", "4 slots"]);
    expect(names(study.bestFirst("waitMax"))).toEqual(["3 slots", "4 slots", "2 slots", "1 slot"]);
    expect(names(study.best("failed"))).toHaveLength(4); // the same luck for all of them
    const few = sweep(lucky, slots("p", [1, 3]), week, { seeds: [3, 4] });
    expect(few.seeds).toEqual([3, 4]);
    expect(names(few.best("waitMax"))).toEqual(["3 slots", "1 slot"]);
  });

  it("should refuse seeds that are none, with every other issue", () => {
    for (const seeds of [1, 0, 1.5, [1], [1, 1], "3", Number.NaN])
      expect(
        pathsOf(() => sweep(fleet, { a: (of) => of }, week, { seeds: seeds as number })),
      ).toEqual([Array.isArray(seeds) && seeds.length > 1 ? "seeds[1]" : "seeds"]);
    const many = Array.from({ length: 60 }, () => (of: Fleet) => of);
    expect(pathsOf(() => sweep(fleet, many, week, { seeds: 100_000 }))).toEqual(["seeds"]);
  });
});

describe("grid", () => {
  it("should keep every point, and the order of names that are numbers", () => {
    const same = (of: Fleet): Fleet => of;
    const points = grid({
      start: startTimes(["22:00", "22:00", "22:00:00"]),
      tries: ["10", "2", "2"].map((name) => variation(name, same)),
    });
    expect(Object.keys(points)).toEqual([
      "start 22:00, tries 10",
      "start 22:00, tries 2",
      "start 22:00, tries 2 (2)",
      "start 22:00 (2), tries 10",
      "start 22:00 (2), tries 2",
      "start 22:00 (2), tries 2 (2)",
      "start 22:00:00, tries 10",
      "start 22:00:00, tries 2",
      "start 22:00:00, tries 2 (2)",
    ]);
    // two ways to say the same name
    const alike = grid({ a: { "1": same, "1, b 2": same }, b: { "2, b 3": same, "3": same } });
    expect(Object.keys(alike)).toEqual([
      "a 1, b 3",
      "a 1, b 2, b 3",
      "a 1, b 2, b 3 (2)",
      "a 1, b 2, b 2, b 3",
    ]);
    expect(sweep(fleet, alike, week).rows).toHaveLength(4);
  });

  it("should combine every variant with every other, and note where each point stands", () => {
    const points = grid({ start: startTimes(["21:00", "22:00"]), slots: slots("p", [1, 2]) });
    expect(Object.keys(points)).toEqual([
      "start 21:00, slots 1 slot",
      "start 21:00, slots 2 slots",
      "start 22:00, slots 1 slot",
      "start 22:00, slots 2 slots",
    ]);
    const study = sweep(fleet, points, week);
    expect(study.dimensions).toEqual(["start", "slots"]);
    expect(study.rows[1]!.dimensions).toEqual({ start: "21:00", slots: "2 slots" });
    const changed = points["start 21:00, slots 2 slots"]!(fleet);
    expect(changed).toEqual({
      ...fleet,
      jobs: jobs.map((job) => ({ ...job, policy: daily("21:00") })),
      proxies: [{ id: "p", slots: 2 }],
    });
  });

  it("should have as many points as sizes multiply to, each variants one after another", () => {
    const steps = (letter: string, count: number): Record<string, Variation> =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `v${index}`,
          (of: Fleet) => ({
            ...of,
            trace: `${(of as { trace?: string }).trace ?? ""}${letter}${index}`,
          }),
        ]),
      );
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
        (sizes) => {
          const points = grid(
            Object.fromEntries(
              sizes.map((size, index) => [`d${index}`, steps("abcd"[index]!, size)]),
            ),
          );
          expect(Object.keys(points)).toHaveLength(
            sizes.reduce((product, size) => product * size, 1),
          );
          for (const point of Object.values(points)) {
            const expected = Object.values(point.dimensions!)
              .map((variant, index) => `${"abcd"[index]!}${variant.slice(1)}`)
              .join("");
            expect((point(fleet) as { trace?: string }).trace).toBe(expected);
          }
        },
      ),
    );
  });

  it("should take names that look like something else, and refuse what is no grid", () => {
    const points = grid({ ["__proto__"]: { constructor: (same: Fleet) => same } });
    expect(Object.keys(points)).toEqual(["__proto__ constructor"]);
    expect(Object.entries(only(points).dimensions!)).toEqual([["__proto__", "constructor"]]);
    expect(pathsOf(() => grid({}))).toEqual(["dimensions"]);
    expect(pathsOf(() => grid(undefined as unknown as { a: Variations }))).toEqual(["dimensions"]);
    expect(pathsOf(() => grid({ a: {}, b: { c: 3 } } as unknown as { a: Variations }))).toEqual([
      "dimensions.a",
      "dimensions.b.c",
    ]);
    const wide = Object.fromEntries(
      Array.from({ length: 1_001 }, (_, index) => [`v${index}`, (same: Fleet) => same]),
    );
    expect(pathsOf(() => grid({ a: wide, b: wide }))).toEqual(["dimensions"]);
  });
});

describe("ready-made dimensions", () => {
  const mixed: Fleet = {
    jobs: [
      {
        id: "daily",
        policy: windowed("22:00", 20, 6),
        workload: { duration: { lognormal: { median: "PT40M", p95: 2 * HOUR } }, failed: 0.1 },
      },
      {
        id: "hourly",
        policy: parsePolicy({ type: "Periodically", periodicallyEvery: "Hours1" }),
        workload: { duration: { uniform: ["PT10M", "PT20M"] } },
      },
      {
        id: "manual",
        policy: parsePolicy({ type: "ManualOnly" }),
        workload: { duration: { empirical: [MINUTE, "PT2M"] } },
      },
      {
        id: "function",
        policy: daily("20:00"),
        workload: ({ nominal }) => ({ duration: nominal % DAY, outcome: "Success" }),
      },
      { id: "none", policy: daily("20:00") },
    ],
    proxies: [{ id: "p", slots: 1 }],
    repositories: [{ id: "p", slots: 1 }],
  };
  const policies = (of: Fleet): string[] => of.jobs.map(({ policy }) => describePolicy(policy));

  it("should change nothing of the fleet that they are given", () => {
    const before = structuredClone({
      ...mixed,
      jobs: mixed.jobs.map(({ workload: _, ...job }) => job),
    });
    for (const variation of [
      startTimes(["21:00"]),
      windowHours(["22:00-04:00", 5]),
      slots("p", [3], "proxy"),
      durationFactor([2]),
    ].flatMap(Object.values)) {
      Object.freeze(mixed.jobs);
      const changed = (variation as Variation)(mixed);
      expect(changed).not.toBe(mixed);
      expect({ ...mixed, jobs: mixed.jobs.map(({ workload: _, ...job }) => job) }).toEqual(before);
    }
  });

  it("should move daily jobs only, and among them those that are named", () => {
    expect(policies(only(startTimes(["19:30"]))(mixed))).toEqual([
      "Every day at 19:30; backup window every day 20:00-06:00.",
      "Every hour.",
      "Only when started by hand.",
      "Every day at 19:30.",
      "Every day at 19:30.",
    ]);
    expect(policies(only(startTimes(["19:30"], ["none"]))(mixed))[3]).toBe("Every day at 20:00.");
  });

  it("should set windows in words for all, and lengths where there is a window", () => {
    expect(policies(only(windowHours(["Mon-Fri 22:00-04:00"]))(mixed))[1]).toBe(
      "Every hour; backup window Mon-Fri 22:00-04:00.",
    );
    const [shorter, longer, whole] = Object.values(windowHours([3, 20, 24]));
    expect(policies(shorter!(mixed))).toEqual([
      "Every day at 22:00; backup window every day 20:00-23:00.",
      ...policies(mixed).slice(1),
    ]);
    expect(policies(longer!(mixed))[0]).toBe(
      "Every day at 22:00; backup window every day 20:00-16:00.",
    );
    expect(policies(whole!(mixed))[0]).toBe("Every day at 22:00; backup window at any hour.");
    const weekly = {
      jobs: [
        {
          id: "a",
          policy: daily("22:00", {
            backupWindowEnabled: true,
            backupWindowSettings: {
              backupWindow: Array.from({ length: 168 }, (_, hour) => hour < 5 || hour >= 160),
              minuteOffset: 90,
            },
          }),
        },
      ],
    };
    expect(only(windowHours([10]))(weekly).jobs[0]!.policy.backupWindowSettings).toEqual({
      backupWindow: Array.from({ length: 168 }, (_, hour) => hour < 2 || hour >= 160),
      minuteOffset: 90,
    });
    expect(only(windowHours(["20:00-06:00"]))(weekly).jobs[0]!.policy.backupWindowSettings).toEqual(
      { backupWindow: nightly(20, 6), minuteOffset: 90 },
    );
  });

  it("should find the resource, of the kind that is asked for", () => {
    expect(only(slots("p", [3], "repository"))(mixed).repositories).toEqual([
      { id: "p", slots: 3 },
    ]);
    expect(Object.keys(slots("p", [1, Infinity]))).toEqual(["1 slot", "unlimited slots"]);
    expect(pathsOf(() => only(slots("p", [3]))(mixed))).toEqual(["slots.kind"]);
    expect(pathsOf(() => only(slots("q", [3]))(mixed))).toEqual(["slots.resourceId"]);
  });

  it("should set threads, paces and outages of a resource, and first fulls of jobs", () => {
    const sharedBy = (variations: Record<string, Variation>): unknown[] =>
      Object.values(variations).map((change) => change(fleet).proxies![0]);
    expect(sharedBy(threads("p", [16, 64]))).toEqual([
      { id: "p", slots: 1, threads: 16 },
      { id: "p", slots: 1, threads: 64 },
    ]);
    const night = { from: week.from, to: week.from + 6 * HOUR };
    const next = { from: night.to, to: night.to + HOUR };
    expect(sharedBy(outage("p", [[], [night], [next, night]]))).toEqual([
      fleet.proxies![0],
      { id: "p", slots: 1, outages: [night] },
      { id: "p", slots: 1, outages: [{ from: night.from, to: next.to }] },
    ]);
    const half = Array.from({ length: 168 }, (_, hour) => (hour < 24 ? 0.5 : 1));
    const paces = pace("p", ["none", "Sun all day 50 %", half]);
    expect(Object.keys(paces)).toEqual(["none", "Sun all day 50 %", "50 % Sun all day"]);
    expect(sharedBy(paces)).toEqual([
      fleet.proxies![0],
      { id: "p", slots: 1, pace: half },
      { id: "p", slots: 1, pace: half },
    ]);
    const first = only(fulls(["12h"], ["sites"]))(fleet).jobs.map(({ workload }) => workload);
    expect(first).toEqual([
      { duration: "PT45M" },
      { duration: "PT45M", full: 12 * HOUR },
      { duration: "PT45M" },
    ]);
    expect(only(fulls(["none"]))(fleet)).toBe(fleet);
    // and what they do
    const study = sweep(fleet, { ...fulls(["none", "2h"]), ...threads("p", [1]) }, week);
    expect(study.rows.map(({ metrics }) => metrics.waitMax)).toEqual([
      90 * MINUTE,
      4 * HOUR,
      90 * MINUTE,
    ]);
  });

  it("should refuse a function's first fulls where its job is named", () => {
    const own: Fleet = {
      jobs: [
        ...jobs,
        {
          id: "own",
          policy: daily("22:00"),
          workload: () => ({ duration: HOUR, outcome: "Success" }),
        },
      ],
      proxies: [{ id: "p", slots: 1 }],
    };
    expect(pathsOf(() => only(fulls(["12h"], ["mail", "own", "none"]))(own))).toEqual([
      "jobs[2]",
      "jobs[1]",
    ]);
    const all = only(fulls(["12h"]))(own);
    expect(all.jobs[3]).toBe(own.jobs[3]);
    expect(all.jobs[0]!.workload).toMatchObject({ full: 12 * HOUR });
  });

  it("should stretch every kind of duration, and the same luck", () => {
    const [half, same] = Object.values(durationFactor([0.5, 1]));
    expect(half!(mixed).jobs.map(({ workload }) => workload)).toEqual([
      { duration: { lognormal: { median: 20 * MINUTE, p95: HOUR } }, failed: 0.1 },
      { duration: { uniform: [5 * MINUTE, 10 * MINUTE] } },
      { duration: { empirical: [MINUTE / 2, MINUTE] } },
      expect.any(Function),
      undefined,
    ]);
    expect(same!(mixed)).toEqual(mixed);
    const lengths = (of: Fleet): Map<string, number> =>
      new Map(
        Array.from(simulate({ jobs: of.jobs }, week).rows(), (row) => [
          `${row.job} ${row.nominal} ${row.outcome}`,
          row.end - row.start,
        ]),
      );
    const [full, halved] = [lengths(mixed), lengths(half!(mixed))];
    const finished = [...full].filter(([run]) => run.endsWith("Success"));
    expect(finished.length).toBeGreaterThan(150);
    for (const [run, length] of finished)
      expect(Math.abs(halved.get(run)! - length / 2)).toBeLessThanOrEqual(1);
  });

  it("should name every entry that makes no sense", () => {
    expect(pathsOf(() => startTimes(["21:00", "25:00", "9", 3 as unknown as string]))).toEqual([
      "startTimes[1]",
      "startTimes[2]",
      "startTimes[3]",
    ]);
    expect(pathsOf(() => windowHours(["soon", 0, 169, 2.5, "20:00-06:00"]))).toEqual([
      "windowHours[0]",
      "windowHours[1]",
      "windowHours[2]",
      "windowHours[3]",
    ]);
    expect(pathsOf(() => slots("p", [0, 1.5, Number.NaN, -Infinity, 4]))).toEqual([
      "slots[0]",
      "slots[1]",
      "slots[2]",
      "slots[3]",
    ]);
    expect(pathsOf(() => threads("p", [0, 1.5, Infinity, 2 ** 31, 4]))).toEqual([
      "threads[0]",
      "threads[1]",
      "threads[2]",
      "threads[3]",
    ]);
    expect(pathsOf(() => pace("p", ["0 %", "Mon all day 0 %", [0.5], "none"]))).toEqual([
      "pace[0]",
      "pace[1]",
      "pace[2]",
    ]);
    const gone = { from: 2, to: 1 };
    expect(
      pathsOf(() => outage("p", [[gone], "none" as never, undefined as never, [null as never]])),
    ).toEqual(["outage[0][0].to", "outage[1]", "outage[2]", "outage[3][0]"]);
    expect(pathsOf(() => fulls(["12", -1, "soon", Number.NaN, "12h"]))).toEqual([
      "fulls[0]",
      "fulls[1]",
      "fulls[2]",
      "fulls[3]",
    ]);
    expect(pathsOf(() => durationFactor([0, -1, Infinity, 1_001, Number.NaN]))).toEqual([
      "durationFactor[0]",
      "durationFactor[1]",
      "durationFactor[2]",
      "durationFactor[3]",
      "durationFactor[4]",
    ]);
    for (const none of [[], undefined, "21:00", {}])
      expect(pathsOf(() => startTimes(none as unknown as string[]))).toEqual(["startTimes"]);
    expect(pathsOf(() => only(startTimes(["21:00"], ["daily", "nobody"]))(mixed))).toEqual([
      "jobs[1]",
    ]);
  });
});

describe("key metrics", () => {
  it("should be what the summary says", () => {
    const { metrics, summary } = sweep(
      { ...fleet, jobs: jobs.map((job) => ({ ...job, repositoryId: "r" })) },
      { same: (same) => same },
      week,
    ).rows[0]!;
    const expected: Record<KeyMetric, number> = {
      jobsOverTarget: summary.fleet.jobsOverTarget.length,
      worstExposure: 24 * HOUR + 45 * MINUTE,
      peak: 1,
      waitMean: 45 * MINUTE,
      waitP95: summary.fleet.wait.p95,
      waitMax: 90 * MINUTE,
      longestQueue: 2,
      utilisation: (6 * 3 * 0.75 + 2) / 168,
      stopped: 0,
      missed: 0,
      blocked: 0,
      failed: 0,
      restorePoints: 20,
      longestWave: 2.25 * HOUR,
      demand: 0,
      threadsFull: 0,
      slowdownMean: 1,
      slowdownP95: 1,
    };
    expect(metrics).toEqual({ ...expected, utilisation: expect.closeTo(expected.utilisation, 12) });
  });

  it("should tell what sharing threads comes to: of the resource and of the job with most", () => {
    // Two of 45 min, each of which can use all four threads: both take 90 min from 22:00 on. The
    // third is alone on threads that are more than it can use.
    const threaded: Fleet = {
      jobs: [
        ...["a", "b"].map((id) => ({ ...jobs[0]!, id, proxyId: "p" })),
        { ...jobs[0]!, id: "c", proxyId: "q", workload: { duration: 45 * MINUTE, threads: 2 } },
      ],
      proxies: [
        { id: "p", slots: Infinity, threads: 4 },
        { id: "q", slots: Infinity, threads: 8 },
      ],
    };
    const { metrics } = sweep(threaded, { same: (same) => same }, week).rows[0]!;
    const nights = (week.to - week.from) / DAY;
    expect(metrics).toMatchObject({
      demand: 2,
      threadsFull: expect.closeTo((nights * 90 * MINUTE) / (week.to - week.from), 12) as number,
      slowdownMean: 2,
      slowdownP95: expect.closeTo(2, 1) as number,
    });
  });
});
