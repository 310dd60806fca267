/**
 * Several seeds: estimates of every metric, and how far they are to be trusted.
 */
import { describe, expect, it } from "vitest";
import { shareWithin, twoSidedT } from "../../../src/core/whatif/estimate.ts";
import {
  type Estimate,
  type Fleet,
  type Job,
  pairedInterval,
  PolicyError,
  replicate,
  type ReplicateOptions,
  simulate,
  type SimulationSpan,
  summarize,
  type Summary,
} from "../../../src/index.ts";
import { at, backupWindow, daily, DAY, every, HOUR, mask } from "../../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T00:00Z");
const WEEK_SPAN = { from: FROM, to: FROM + 7 * DAY };

const nights = backupWindow(mask((hour) => hour < 6 || hour >= 22));
const retries = { retryEnabled: true, retryNumber: 2, retryWaitInterval: 20 };
const FLEET: Fleet = {
  jobs: [
    {
      id: "mail",
      name: "Mailboxes",
      policy: daily("22:00", "Everyday", { ...nights, ...retries }),
      workload: { duration: { lognormal: { median: "PT3H", p95: "PT9H" } }, failed: 0.3 },
      proxyId: "P",
      rpo: 30 * HOUR,
    },
    {
      id: "sites",
      policy: every("Hours4"),
      workload: { duration: { uniform: ["PT10M", "PT5H"] }, warning: 0.2 },
      proxyId: "P",
      repositoryId: "R",
      rpo: 12 * HOUR,
    },
    {
      id: "now and then",
      policy: daily("12:00", "Sunday"),
      workload: { duration: "PT1H", failed: 0.5 },
      rpo: 8 * DAY,
    },
  ],
  proxies: [{ id: "P", slots: 1 }],
  repositories: [{ id: "R", slots: 4 }],
};

/** Every number of a summary that is a measurement, under its path. */
function measurements(value: unknown, path: string, out: Map<string, number>): Map<string, number> {
  const last = path.split(".").at(-1);
  if (last === "id" || last === "name" || last === "slots" || last === "rpo" || last === "night")
    return out;
  if (last === "longestWait") return out; // told of one seed
  if (last === "jobsOverTarget") out.set(path, (value as string[]).length);
  else if (typeof value === "number" || typeof value === "boolean") out.set(path, Number(value));
  else if (last === "waves")
    for (const wave of value as { night: string }[])
      measurements(wave, `${path}.${wave.night}`, out);
  else if (value !== null && typeof value === "object")
    for (const [key, inner] of Object.entries(value))
      measurements(inner, path === "" ? key : `${path}.${key}`, out);
  return out;
}

const parts = ({ jobs, proxies, repositories, organizations, fleet }: Summary): object => ({
  jobs,
  proxies,
  repositories,
  organizations,
  fleet,
});

/** The textbook's two passes. */
function textbook(values: readonly number[], t: number): Omit<Estimate, "n"> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const standardDeviation = Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1),
  );
  const reach = (t * standardDeviation) / Math.sqrt(values.length);
  return { mean, standardDeviation, low: mean - reach, high: mean + reach };
}

/**
 * Of a yes or no: the shares that a z test of 5 % does not refuse (E. B. Wilson), found by trying.
 */
function shareInterval(path: string, values: readonly number[]): Partial<Estimate> {
  if (!path.endsWith("withinTarget")) return {};
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const isRefused = (share: number): boolean =>
    Math.abs(mean - share) > 1.959963984540054 * Math.sqrt((share * (1 - share)) / n);
  const edge = (inside: number, outside: number): number => {
    for (let step = 0; step < 60; step += 1) {
      const middle = (inside + outside) / 2;
      if (isRefused(middle)) outside = middle;
      else inside = middle;
    }
    return inside;
  };
  return { low: mean === 0 ? 0 : edge(mean, 0), high: mean === 1 ? 1 : edge(mean, 1) };
}

describe("replicate", () => {
  const seeds = [3, 1, 4, 15, 92];
  const replication = replicate(FLEET, WEEK_SPAN, { seeds });
  const single = seeds.map((seed) =>
    measurements(
      parts(summarize(simulate(FLEET, { ...WEEK_SPAN, seed, keep: "summary" }))),
      "",
      new Map(),
    ),
  );
  const T_4 = 2.776445105; // two-sided 95 %, 4 degrees of freedom

  it("should estimate every number of the summary as the textbook does", () => {
    const paths = new Set(single.flatMap((one) => [...one.keys()]));
    expect(paths.size).toBeGreaterThan(500); // busyByHour alone is 168 for each resource
    let varying = 0;
    let compared = 0;
    for (const path of paths) {
      const values = single.map((one) => one.get(path)).filter((value) => value !== undefined);
      if (values.length < seeds.length) continue; // causes, slack, waves: below
      const found = path.split(".").reduce<unknown>((node, key) => {
        if (Array.isArray(node) && key.startsWith("2026-"))
          return (node as { night: string }[]).find(({ night }) => night === key);
        return (node as Record<string, unknown>)[key];
      }, replication) as Estimate;
      const expected = { ...textbook(values, T_4), ...shareInterval(path, values) };
      compared += 1;
      if (expected.standardDeviation > 0) varying += 1;
      expect(found.n, path).toBe(5);
      for (const key of ["mean", "standardDeviation", "low", "high"] as const) {
        expect(Math.abs(found[key] - expected[key]), `${path}.${key}`).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(expected.mean), expected.standardDeviation),
        );
      }
    }
    expect(compared).toBeGreaterThan(500);
    expect(varying).toBeGreaterThan(100);
  });

  it("should have the shape of the summary, and its labels", () => {
    expect(replication.seeds).toEqual(seeds);
    expect([replication.from, replication.to]).toEqual([WEEK_SPAN.from, WEEK_SPAN.to]);
    expect(replication.jobs.map(({ id, name, rpo }) => [id, name, rpo])).toEqual([
      ["mail", "Mailboxes", 30 * HOUR],
      ["sites", undefined, 12 * HOUR],
      ["now and then", undefined, 8 * DAY],
    ]);
    expect(replication.proxies.map(({ id, slots }) => [id, slots])).toEqual([["P", 1]]);
    expect(replication.organizations).toEqual([]);
    expect(replication.fleet.waves.map(({ night }) => night)).toEqual(
      [...replication.fleet.waves.map(({ night }) => night)].sort(),
    );
    // it is another night under another seed
    expect(replication.fleet.longestWave).not.toHaveProperty("night");
    expect(replication.fleet.occupancy.busyByHour.length).toBe(168);
  });

  it("should give every estimate as a row once, by the name that leads to it", () => {
    const rows = [...replication.rows()];
    expect(new Set(rows.map(({ of, id, metric }) => `${of} ${id} ${metric}`)).size).toBe(
      rows.length,
    );
    const row = (of: string, id: string, metric: string) => {
      const { mean, standardDeviation, low, high, n } = rows.find(
        (one) => one.of === of && one.id === id && one.metric === metric,
      )!;
      return { mean, standardDeviation, low, high, n };
    };
    expect(row("fleet", "", "wait.p95")).toEqual(replication.fleet.wait.p95);
    expect(row("job", "mail", "exposure.worst")).toEqual(replication.jobs[0]!.exposure.worst);
    expect(row("job", "sites", 'exposure.worstInterval.causes["still-running"]')).toEqual(
      replication.jobs[1]!.exposure.worstInterval.causes["still-running"],
    );
    expect(row("proxy", "P", "busyByHour[22]")).toEqual(replication.proxies[0]!.busyByHour[22]);
    expect(row("fleet", "", "waves[0].makespan")).toEqual(replication.fleet.waves[0]!.makespan);
    for (const { mean, low, high, n } of rows)
      expect(n < 2 || (low <= mean && mean <= high)).toBe(true);
  });

  it("should count a yes as 1, a list as its length, a cause that did not occur as 0", () => {
    const many = replicate(FLEET, WEEK_SPAN, { seeds: 40 });
    const each = Array.from({ length: 40 }, (_, seed) =>
      summarize(simulate(FLEET, { ...WEEK_SPAN, seed })),
    );
    const meanOf = (of: (summary: Summary) => number): number =>
      each.reduce((sum, summary) => sum + of(summary), 0) / 40;
    expect(many.jobs[0]!.withinTarget!.mean).toBeCloseTo(
      meanOf(({ jobs }) => Number(jobs[0]!.withinTarget)),
      12,
    );
    expect(many.fleet.jobsOverTarget.mean).toBeCloseTo(
      meanOf(({ fleet }) => fleet.jobsOverTarget.length),
      12,
    );
    const failed = many.jobs[0]!.exposure.worstInterval.causes.failed!;
    expect(failed.n).toBe(40);
    expect(failed.mean).toBeCloseTo(
      meanOf(({ jobs }) => jobs[0]!.exposure.worstInterval.causes.failed ?? 0),
      12,
    );
    const share = many.jobs[0]!.withinTarget!.mean;
    expect(share > 0 && share < 1).toBe(true);
  });

  it("should say how many seeds had a metric that can be absent", () => {
    // A session has a slack only if it ended: this one takes until the end of the span or longer,
    // by luck.
    const jobs: Job[] = [
      {
        id: "A",
        policy: daily("22:00", "Everyday", nights),
        workload: { duration: { uniform: ["PT1H", "PT3H"] } },
      },
    ];
    const span: SimulationSpan = { from: FROM, to: FROM + DAY };
    const has = Array.from(
      { length: 20 },
      (_, seed) => summarize(simulate({ jobs }, { ...span, seed })).jobs[0]!.slack !== undefined,
    );
    const present = has.filter(Boolean).length;
    expect(present > 1 && present < 19).toBe(true);
    expect(replicate({ jobs }, span, { seeds: 20 }).jobs[0]!.slack!.mean.n).toBe(present);
    // One seed of two: a mean without any notion of its spread.
    const one = [has.indexOf(true), has.indexOf(false)];
    const { n, mean, standardDeviation, low, high } = replicate({ jobs }, span, { seeds: one })
      .jobs[0]!.slack!.mean;
    expect([n, standardDeviation, low, high]).toEqual([1, Number.NaN, -Infinity, Infinity]);
    expect(mean).toBeGreaterThan(0);
  });

  it("should take so many seeds from the span's own on", () => {
    expect(replicate(FLEET, { ...WEEK_SPAN, seed: 5 }, { seeds: 3 }).seeds).toEqual([5, 6, 7]);
    expect(replicate(FLEET, WEEK_SPAN, { seeds: 2 }).seeds).toEqual([0, 1]);
    expect(replicate(FLEET, { ...WEEK_SPAN, seed: 5 }, { seeds: 3 }).fleet.wait).toEqual(
      replicate(FLEET, WEEK_SPAN, { seeds: [5, 6, 7] }).fleet.wait,
    );
    expect(replicate(FLEET, { ...WEEK_SPAN, keep: "all" }, { seeds: 3 }).fleet).toEqual(
      replicate(FLEET, WEEK_SPAN, { seeds: 3 }).fleet,
    );
  });

  it("should refuse seeds that cannot be, with every other issue", () => {
    const issuesOf = (fleet: unknown, span: unknown, options: unknown): string[] => {
      try {
        replicate(fleet as Fleet, span as SimulationSpan, options as ReplicateOptions);
      } catch (error) {
        if (error instanceof PolicyError) return error.issues.map(({ path }) => path);
        throw error;
      }
      return [];
    };
    for (const seeds of [
      0,
      1,
      -3,
      1.5,
      Number.NaN,
      Infinity,
      1e9,
      "5",
      null,
      undefined,
      {},
      [],
      [1],
    ])
      expect(issuesOf(FLEET, WEEK_SPAN, { seeds })).toEqual(["seeds"]);
    expect(issuesOf(FLEET, WEEK_SPAN, undefined)).toEqual(["seeds"]);
    expect(issuesOf(FLEET, WEEK_SPAN, { seeds: [1, 2.5, "3", 1] })).toEqual([
      "seeds[1]",
      "seeds[2]",
      "seeds[3]",
    ]);
    expect(issuesOf(FLEET, WEEK_SPAN, { seeds: [1, , 3] })).toEqual(["seeds[1]"]);
    expect(
      issuesOf({ jobs: [{ ...FLEET.jobs[2], rpo: -1 }] }, { from: 5, to: 1 }, { seeds: 1 }),
    ).toEqual(["seeds", "jobs[0].rpo", "span.to"]);
    expect(issuesOf({ jobs: [{ ...FLEET.jobs[2], rpo: -1 }] }, WEEK_SPAN, { seeds: 3 })).toEqual([
      "jobs[0].rpo",
    ]);
    expect(issuesOf(FLEET, { ...WEEK_SPAN, seed: 0.5 }, { seeds: 3 })).toContain("span.seed");
    expect(issuesOf(FLEET, undefined, { seeds: 1 })).toEqual(["seeds", "span.from", "span.to"]);
  });
});

describe("pairedInterval", () => {
  it("should be the interval of the differences", () => {
    // differences 1, 2, 3
    const { mean, standardDeviation, low, high, n } = pairedInterval([1, 5, 9], [2, 7, 12]);
    expect([mean, standardDeviation, n]).toEqual([2, 1, 3]);
    expect([low, high]).toEqual([
      expect.closeTo(2 - 4.30265273 / Math.sqrt(3), 8),
      expect.closeTo(2 + 4.30265273 / Math.sqrt(3), 8),
    ]);
    expect(pairedInterval([3, 3], [4, 4])).toEqual({
      mean: 1,
      standardDeviation: 0,
      low: 1,
      high: 1,
      n: 2,
    });
  });

  it("should see through common luck what two intervals apart cannot", () => {
    const seeds = Array.from({ length: 10 }, (_, seed) => seed);
    const waits = (slots: number): number[] =>
      seeds.map(
        (seed) =>
          summarize(simulate({ ...FLEET, proxies: [{ id: "P", slots }] }, { ...WEEK_SPAN, seed }))
            .jobs[0]!.exposure.mean,
      );
    const one = waits(1);
    const two = waits(2);
    const apart = replicate(FLEET, WEEK_SPAN, { seeds: 10 }).jobs[0]!.exposure.mean;
    const paired = pairedInterval(one, two);
    expect(paired.high - paired.low).toBeLessThan((apart.high - apart.low) / 2);
  });

  it("should refuse lists that do not go together, with every issue", () => {
    const issuesOf = (a: unknown, b: unknown): string[] => {
      try {
        pairedInterval(a as number[], b as number[]);
      } catch (error) {
        if (error instanceof PolicyError) return error.issues.map(({ path }) => path);
        throw error;
      }
      return [];
    };
    expect(issuesOf([1, 2, 3], [1, 2])).toEqual(["b"]);
    expect(issuesOf([1], [1])).toEqual(["a", "b"]);
    expect(issuesOf(undefined, "xy")).toEqual(["a", "b"]);
    expect(issuesOf([1, Number.NaN, 3], [1, 2, Infinity])).toEqual(["a[1]", "b[2]"]);
    expect(issuesOf([1, , 3], [1, 2, 3])).toEqual(["a[1]"]);
  });
});

describe("Student's t", () => {
  it("should be what printed tables say", () => {
    // Two-sided 90, 95, 99 and 99.9 %.
    const table: Record<number, number[]> = {
      1: [6.313751515, 12.706204736, 63.656741163, 636.619248769],
      2: [2.91998558, 4.30265273, 9.924843201, 31.599054576],
      3: [2.353363435, 3.182446305, 5.84090931, 12.923978637],
      4: [2.131846786, 2.776445105, 4.604094871, 8.610301581],
      5: [2.015048373, 2.570581836, 4.032142984, 6.868826626],
      9: [1.833112933, 2.262157163, 3.249835542, 4.780912586],
      10: [1.812461123, 2.228138852, 3.169272673, 4.586893859],
      29: [1.699127027, 2.045229642, 2.756385904, 3.659405019],
      30: [1.697260887, 2.042272456, 2.749995654, 3.645958635],
      99: [1.660391156, 1.984216952, 2.626405457, 3.391528833],
      1_000: [1.646378817, 1.962339081, 2.580754698, 3.300282648],
    };
    for (const [degrees, row] of Object.entries(table)) {
      [0.9, 0.95, 0.99, 0.999].forEach((share, column) => {
        const t = twoSidedT(share, Number(degrees));
        expect(Math.abs(t / row[column]! - 1), `${share} at ${degrees}`).toBeLessThan(1e-9);
      });
    }
  });

  it("should come close to the normal distribution with many degrees", () => {
    // The normal's is z = 1.959964, and t is z + (z^3 + z) / (4 * degrees) to the next order.
    for (const degrees of [99_999, 100_000])
      expect(twoSidedT(0.95, degrees)).toBeCloseTo(1.9599877, 7);
  });

  it("should turn its distribution round, and fall with the degrees", () => {
    for (const degrees of [1, 2, 3, 8, 17, 200, 999]) {
      for (const share of [0, 0.1, 0.5, 0.8, 0.95, 0.999])
        expect(shareWithin(twoSidedT(share, degrees), degrees)).toBeCloseTo(share, 12);
      expect(twoSidedT(0.95, degrees + 1)).toBeLessThan(twoSidedT(0.95, degrees));
    }
  });
});
