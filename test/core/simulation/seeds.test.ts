import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatIssue, type Issue } from "../../../src/core/input/issues.ts";
import { MOST_SEEDS, readSeed, readSeeds } from "../../../src/core/simulation/seeds.ts";

const issuesOf = (asked: unknown, path?: string): string[] => {
  const issues: Issue[] = [];
  const seeds = readSeeds(asked, 0, issues, path);
  expect(seeds === undefined).toBe(issues.length > 0);
  return issues.map(formatIssue);
};

describe("readSeeds", () => {
  it("should count so many from the first, or take the list as it stands", () => {
    expect(readSeeds(3, 10, [])).toEqual([10, 11, 12]);
    expect(readSeeds([7, -1, 7e15], 10, [])).toEqual([7, -1, 7e15]);
  });

  it("should name what is wrong at its place, all at once", () => {
    expect(issuesOf(1)).toEqual([
      "seeds: expected a number of seeds from 2 to 100000, or an array of them, received 1",
    ]);
    expect(issuesOf([1])).toEqual(["seeds: expected 2 to 100000 seeds, received an array of 1"]);
    expect(issuesOf([1, "2", 1, , 0.5, 1], "--seeds")).toEqual([
      '--seeds[1]: expected a whole number, received "2"',
      "--seeds[2]: expected a seed that occurs once, received 1; it is --seeds[0] too, and the " +
        "same seed tells nothing new",
      "--seeds[3]: expected a whole number, received nothing",
      "--seeds[4]: expected a whole number, received 0.5",
      "--seeds[5]: expected a seed that occurs once, received 1; it is --seeds[0] too, and the " +
        "same seed tells nothing new",
    ]);
  });

  it("should give 2 to 100,000 different whole numbers, or issues, whatever comes", () => {
    const asked = fc.oneof(
      fc.anything(),
      fc.integer({ min: -1, max: MOST_SEEDS + 1 }),
      fc.array(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer(), fc.anything())),
    );
    fc.assert(
      fc.property(asked, fc.integer(), (given, first) => {
        const issues: Issue[] = [];
        const seeds = readSeeds(given, first, issues);
        expect(issues.length > 0).toBe(seeds === undefined);
        if (seeds === undefined) return;
        expect(seeds.length).toBeGreaterThanOrEqual(2);
        expect(seeds.length).toBeLessThanOrEqual(MOST_SEEDS);
        expect(new Set(seeds).size).toBe(seeds.length);
        expect(seeds.every(Number.isSafeInteger)).toBe(true);
      }),
    );
  });
});

describe("readSeed", () => {
  it("should take any safe integer and nothing else", () => {
    for (const seed of [0, -5, Number.MAX_SAFE_INTEGER])
      expect(readSeed(seed, "span.seed", [])).toBe(seed);
    for (const seed of [0.5, "1", null, undefined, 2 ** 53, Number.NaN, 5n]) {
      const issues: Issue[] = [];
      expect(readSeed(seed, "span.seed", issues)).toBe(undefined);
      expect(issues.map(({ path }) => path)).toEqual(["span.seed"]);
    }
  });
});
