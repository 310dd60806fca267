/**
 * A value by its rank, of all ranks of a few lists.
 */
import { describe, expect, it } from "vitest";
import { nthSmallest } from "../../../../src/core/simulation/books/nthSmallest.ts";

/** What stands at each of these ranks of a list, between two values that are not of it. */
function ranked(list: readonly number[], ranks: Iterable<number>): number[] {
  return Array.from(ranks, (nth) => {
    const values = Float64Array.of(-5, ...list, -5);
    return nthSmallest(values, 1, 1 + list.length, nth);
  });
}

/** Whole numbers from 0 on. */
const upTo = (count: number): number[] => [...Array(count).keys()];

describe("nthSmallest", () => {
  it("should find each of a few, whatever their order", () => {
    for (const list of [
      [7],
      [2, 1],
      [3, 1, 2],
      [5, 5, 5, 1, 9],
      [4, 4, 0, 4],
      upTo(20),
      upTo(20).toReversed(),
      upTo(31).map((index) => (index * 7) % 31),
      upTo(30).map((index) => (index * 7) % 5),
    ])
      expect(ranked(list, list.keys())).toEqual(list.toSorted((a, b) => a - b));
  });

  it("should find some of many: far apart, close together, and all alike", () => {
    const ranks = [0, 1, 500, 1_023, 1_500, 1_998, 1_999];
    for (const list of [
      upTo(2_000),
      upTo(2_000).toReversed(),
      upTo(2_000).map((index) => (index * 1_003) % 2_000),
      // One far out, so that all others are in one bucket.
      [10 ** 12, ...upTo(1_999).map((index) => index % 3)],
      upTo(2_000).map((index) => 10 ** 9 + ((index * 7) % 1_500) ** 2),
      Array<number>(2_000).fill(42),
    ]) {
      const sorted = list.toSorted((a, b) => a - b);
      expect(ranked(list, ranks)).toEqual(ranks.map((nth) => sorted[nth]));
    }
  });
});
