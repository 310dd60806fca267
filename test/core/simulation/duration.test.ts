/**
 * How long sessions take: distributions, and how they are drawn from.
 */
import { describe, expect, it } from "vitest";
import { normalQuantile, quantileOf } from "../../../src/core/simulation/duration.ts";
import {
  type Distribution,
  type Issue,
  simulate,
  summarize,
  type Workload,
} from "../../../src/index.ts";
import { daily, DAY, every, HOUR, MINUTE } from "../../support/scheduleBuilders.ts";
import { chiSquare, chiSquareTail, normalTail, numbers } from "../../support/statistics.ts";

const MONDAY = Date.UTC(2026, 0, 5);
const DRAWS = 100_000;

function quantile(distribution: Distribution): (share: number) => number {
  const issues: Issue[] = [];
  const found = quantileOf(distribution, "duration", issues);
  expect(issues).toEqual([]);
  return found;
}

/** The issues of a distribution, as `path: message`. */
function issuesOf(distribution: unknown): string[] {
  const issues: Issue[] = [];
  quantileOf(distribution, "duration", issues);
  return issues.map(({ path, message }) => `${path}: ${message}`);
}

const LENGTH = 'a number of ms, or a text with units such as "45m", "1h30m" or "PT45M"';

function sample(distribution: Distribution): Float64Array {
  const random = numbers(42);
  const of = quantile(distribution);
  return Float64Array.from({ length: DRAWS }, () => of(random())).sort();
}

/** How many standard errors a count is from what it should be. */
const offBy = (count: number, of: number, share: number): number =>
  Math.abs(count - of * share) / Math.sqrt(of * share * (1 - share));

describe("a distribution", () => {
  it("should be constant where it is a duration", () => {
    expect([0, 0.5, 1 - 2 ** -53].map(quantile("PT45M"))).toEqual([
      45 * MINUTE,
      45 * MINUTE,
      45 * MINUTE,
    ]);
    expect([0, 0.5, 1 - 2 ** -53].map(quantile(1_234))).toEqual([1_234, 1_234, 1_234]);
  });

  it("should have the median and the 95 % quantile that a lognormal one was given", () => {
    const of = quantile({ lognormal: { median: "PT30M", p95: "PT2H" } });
    expect([of(0.5), of(0.95)]).toEqual([30 * MINUTE, 2 * HOUR]);
    // Symmetric in the logarithm: as far below the median as above it.
    expect(of(0.05)).toBe((30 * MINUTE) / 4);
    expect(of(0)).toBeGreaterThanOrEqual(0);
    expect(of(1 - 2 ** -53)).toBeLessThanOrEqual(36_525 * DAY);
  });

  it("should draw a lognormal one as its definition says", () => {
    const drawn = sample({ lognormal: { median: "PT30M", p95: "PT2H" } });
    const upTo = (ms: number): number => drawn.filter((value) => value <= ms).length;
    expect(offBy(upTo(30 * MINUTE), DRAWS, 0.5)).toBeLessThan(5);
    expect(offBy(upTo(2 * HOUR), DRAWS, 0.95)).toBeLessThan(5);
    expect(offBy(upTo(7.5 * MINUTE), DRAWS, 0.05)).toBeLessThan(5);
    // sigma = ln 4 / 1.644854 = 0.842803; mean = median * exp(sigma^2 / 2) = 30 min * 1.42645.
    const mean = drawn.reduce((sum, value) => sum + value, 0) / DRAWS;
    expect(mean / (30 * MINUTE * 1.42645)).toBeCloseTo(1, 1.7); // within 1 %
  });

  it("should not vary where the 95 % quantile of a lognormal one is its median", () => {
    const of = quantile({ lognormal: { median: 1_000, p95: 1_000 } });
    expect([0, 0.1, 0.5, 0.95, 0.999].map(of)).toEqual([1_000, 1_000, 1_000, 1_000, 1_000]);
  });

  it("should stay between the ends of a uniform one, and reach them", () => {
    const of = quantile({ uniform: ["PT10M", "PT20M"] });
    expect([of(0), of(0.25), of(0.5), of(1 - 2 ** -53)]).toEqual([
      10 * MINUTE,
      12.5 * MINUTE,
      15 * MINUTE,
      20 * MINUTE,
    ]);
    const counts = new Int32Array(60);
    for (const value of sample({ uniform: [0, 59_999] })) counts[Math.floor(value / 1_000)]! += 1;
    const tail = chiSquareTail(chiSquare(counts, DRAWS), 59);
    expect(Math.min(tail, 1 - tail)).toBeGreaterThan(1e-6);
    expect([0, 0.5].map(quantile({ uniform: [5, 5] }))).toEqual([5, 5]);
  });

  it("should draw each value of an empirical one equally often, in any order", () => {
    const values = Array.from({ length: 40 }, (_, index) => ((index * 7) % 40) * MINUTE);
    const counts = new Int32Array(40);
    for (const value of sample({ empirical: values })) counts[value / MINUTE]! += 1;
    const tail = chiSquareTail(chiSquare(counts, DRAWS), 39);
    expect(Math.min(tail, 1 - tail)).toBeGreaterThan(1e-6);
    const three = quantile({ empirical: ["PT3M", "PT1M", "PT2M"] });
    expect([0, 0.33, 0.34, 0.66, 0.67, 1 - 2 ** -53].map((share) => three(share) / MINUTE)).toEqual(
      [1, 1, 2, 2, 3, 3],
    );
    // twice as often where it stands twice
    expect(quantile({ empirical: ["PT9M", 1_000, 1_000] })(0.6)).toBe(1_000);
  });

  it("should grow with the share, in whole ms: a slow night is slow under any candidate", () => {
    for (const distribution of [
      { lognormal: { median: 5, p95: "P30D" } },
      { uniform: [0, 1_000] },
      { empirical: [3, 1, 2] },
    ] as Distribution[]) {
      const of = quantile(distribution);
      let last = 0;
      for (let share = 0; share < 1; share += 1 / 4_096) {
        const value = of(share);
        expect(Number.isInteger(value) && value >= last).toBe(true);
        last = value;
      }
    }
  });

  it("should say what belongs there, each at its place", () => {
    const length = `expected a duration of 0 to 100 years: ${LENGTH}, received`;
    expect(issuesOf({ lognormal: { median: 0, p95: 5 } })).toEqual([
      "duration.lognormal.median: expected a duration above 0, received 0",
    ]);
    expect(issuesOf({ lognormal: { median: 10, p95: 5 } })).toEqual([
      "duration.lognormal.p95: expected a duration not below the median, received 5",
    ]);
    expect(issuesOf({ lognormal: {} })).toEqual([
      `duration.lognormal.median: ${length} nothing`,
      `duration.lognormal.p95: ${length} nothing`,
    ]);
    expect(issuesOf({ lognormal: 5 })).toEqual([
      "duration.lognormal: expected { median, p95 }, received 5",
    ]);
    expect(issuesOf({ lognormal: { median: 0, p95: 5, mean: 3 } })).toEqual([
      'duration.lognormal.mean: expected one of median, p95, received "mean"; ' +
        "did you mean median?",
    ]);
    expect(issuesOf({ uniform: [5, 1] })).toEqual([
      "duration.uniform[1]: expected a duration not below the first, received 1",
    ]);
    expect(issuesOf({ uniform: ["x", -1] })).toEqual([
      `duration.uniform[0]: ${length} "x"`,
      `duration.uniform[1]: ${length} -1`,
    ]);
    for (const [none, received] of [
      [[1, 2, 3], "an array of 3"],
      [[1], "an array of 1"],
      [{ length: 2 }, "an object with keys length"],
    ] as const)
      expect(issuesOf({ uniform: none })).toEqual([
        `duration.uniform: expected two durations, [low, high], received ${received}`,
      ]);
    expect(issuesOf({ empirical: [1, "x", 3, Number.NaN] })).toEqual([
      `duration.empirical[1]: ${length} "x"`,
      `duration.empirical[3]: ${length} NaN`,
    ]);
    expect(issuesOf({ empirical: [1], normal: 5 })).toEqual([
      'duration.normal: expected one of lognormal, uniform, empirical, received "normal"',
    ]);
    for (const [shapeless, received] of [
      [undefined, "nothing"],
      [null, "nothing"],
      [true, "true"],
      [{}, "an empty object"],
      [[], "an array of 0"],
      [{ normal: 5 }, "an object with keys normal"],
      [{ uniform: [1, 2], empirical: [1] }, "an object with keys uniform, empirical"],
      [Object.create({ empirical: [1] }), "an object without keys"],
    ])
      expect(issuesOf(shapeless)).toEqual([
        `duration: expected ${LENGTH}, or one of { lognormal }, { uniform }, { empirical }, ` +
          `received ${received}`,
      ]);
  });

  it("should have from one to a million values where it is empirical", () => {
    const expected = "duration.empirical: expected an array of 1 to 1000000 durations, received";
    expect(quantile({ empirical: [7] })(0.5)).toBe(7);
    // As long, but gone through in no time.
    const most: number[] = [];
    most[Symbol.iterator] = () => [5].values();
    most.length = 1_000_000;
    expect(quantile({ empirical: most })(0.5)).toBe(5);
    most.length += 1;
    expect(issuesOf({ empirical: most })).toEqual([`${expected} an array of 1,000,001`]);
    expect(issuesOf({ empirical: [] })).toEqual([`${expected} an array of 0`]);
    expect(issuesOf({ empirical: "5m" })).toEqual([`${expected} "5m"`]);
  });

  it("should name a bound that cannot be read once, whichever it is", () => {
    for (const [uniform, at, shown] of [
      [[5, "x"], 1, '"x"'],
      [["x", 5], 0, '"x"'],
      [[5, -1], 1, "-1"],
    ] as const)
      expect(issuesOf({ uniform })).toEqual([
        `duration.uniform[${at}]: expected a duration of 0 to 100 years: ${LENGTH}, ` +
          `received ${shown}`,
      ]);
  });

  it("should name a negative median once", () => {
    expect(issuesOf({ lognormal: { median: -1, p95: 5 } })).toEqual([
      `duration.lognormal.median: expected a duration of 0 to 100 years: ${LENGTH}, received -1`,
    ]);
  });
});

describe("the normal quantile", () => {
  it("should be what tables say, to 8 digits", () => {
    const table: [share: number, z: number][] = [
      [0.5, 0],
      [0.6, 0.2533471031],
      [0.75, 0.6744897502],
      [0.9, 1.2815515655],
      [0.95, 1.644853627],
      [0.975, 1.9599639845],
      [0.99, 2.326347874],
      [0.999, 3.0902323062],
      [0.9999, 3.7190164855],
      [1e-3, -3.0902323062],
      [1e-6, -4.7534243088],
      [1e-9, -5.997807015],
      [1e-12, -7.0344838253],
      // Where one approximation hands over to the other.
      [0.02425, -1.9729610513],
      [0.02424, -1.9731366119],
      [0.97575, 1.9729610513],
      [0.97576, 1.9731366119],
    ];
    for (const [share, z] of table)
      expect(Math.abs(normalQuantile(share) - z), String(share)).toBeLessThan(
        3e-9 * Math.max(1, Math.abs(z)),
      );
  });

  it("should undo the normal distribution", () => {
    for (let z = -5; z <= 5; z += 1 / 64) expect(normalQuantile(normalTail(-z))).toBeCloseTo(z, 5);
  });

  it("should be finite at both ends", () => {
    expect(normalQuantile(0)).toBeGreaterThan(-9);
    expect(normalQuantile(1)).toBeLessThan(9);
    expect(normalQuantile(0)).toBeLessThan(-8);
    expect(normalQuantile(1)).toBeGreaterThan(8);
  });
});

describe("a workload", () => {
  const year = { from: MONDAY, to: MONDAY + 300 * DAY };

  it("should fail and warn as often as it says", () => {
    const jobs = Array.from({ length: 10 }, (_, index) => ({
      id: `job ${index}`,
      policy: every("Hours2"),
      workload: { duration: "PT1M", failed: 0.2, warning: 0.05 },
    }));
    const { jobs: found, fleet } = summarize(simulate({ jobs }, { ...year, keep: "summary" }));
    expect(fleet.sessions).toBe(36_000);
    const ended = (outcome: "Failed" | "Warning"): number =>
      found.reduce((sum, job) => sum + job.outcomes[outcome], 0);
    expect(offBy(ended("Failed"), fleet.sessions, 0.2)).toBeLessThan(5);
    expect(offBy(ended("Warning"), fleet.sessions, 0.05)).toBeLessThan(5);
  });

  it("should fail always or never where it says so", () => {
    const shares = [
      { failed: 1 },
      { failed: 0 },
      { warning: 1 },
      { failed: 0.5, warning: 0.5 },
    ] as const;
    const jobs = shares.map((share, index) => ({
      id: `job ${index}`,
      policy: daily("01:00"),
      workload: { duration: 0, ...share },
    }));
    const found = summarize(simulate({ jobs }, year)).jobs.map(
      ({ outcomes: { Success, Failed, Warning } }) => [Success > 0, Warning > 0, Failed > 0],
    );
    expect(found).toEqual([
      [false, false, true],
      [true, false, false],
      [false, true, false],
      [false, true, true],
    ]);
  });

  it("should take its share of the time in retries", () => {
    const lengths = (workload: Workload): number[][] => {
      const policy = daily("01:00", "Everyday", {
        retryEnabled: true,
        retryNumber: 2,
        retryWaitInterval: 5,
      });
      const rows = [
        ...simulate(
          { jobs: [{ id: "A", policy, workload }] },
          { from: MONDAY, to: MONDAY + 50 * DAY },
        ).rows(),
      ];
      return [0, 1, 2].map((attempt) =>
        rows.filter((row) => row.attempt === attempt).map(({ start, end }) => end - start),
      );
    };
    const [first, second, third] = lengths({ duration: "PT40M", failed: 1, retryShare: 0.25 });
    expect([new Set(first), new Set(second), new Set(third)]).toEqual([
      new Set([40 * MINUTE]),
      new Set([10 * MINUTE]),
      new Set([10 * MINUTE]),
    ]);
    expect(new Set(lengths({ duration: "PT40M", failed: 1, retryShare: 0 })[1])).toEqual(
      new Set([0]),
    );
    expect(new Set(lengths({ duration: "PT1M", failed: 1, retryShare: 60 })[1])).toEqual(
      new Set([HOUR]),
    );
    expect(new Set(lengths({ duration: "PT40M", failed: 1 })[1])).toEqual(new Set([40 * MINUTE]));
    const varied = lengths({ duration: { uniform: [HOUR, 2 * HOUR] }, failed: 1, retryShare: 0.5 });
    expect(varied[0]!.every((ms) => ms >= HOUR && ms <= 2 * HOUR)).toBe(true);
    expect(varied[1]!.every((ms) => ms >= HOUR / 2 && ms <= HOUR)).toBe(true);
    expect(new Set(varied[1]).size).toBe(50); // each attempt has its own luck
  });

  it("should take no time and succeed where nothing is said", () => {
    const rows = [
      ...simulate(
        { jobs: [{ id: "A", policy: daily("01:00") }] },
        { from: MONDAY, to: MONDAY + DAY },
      ).rows(),
    ];
    expect(rows).toEqual([
      {
        job: "A",
        nominal: MONDAY + HOUR,
        start: MONDAY + HOUR,
        end: MONDAY + HOUR,
        attempt: 0,
        outcome: "Success",
      },
    ]);
  });
});
