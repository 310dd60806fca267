/**
 * A sweep cut in shards: nothing twice, nothing left out, and about as much work for each.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, blocksOf, pointsIn } from "../../../../src/core/whatif/sweep/shard.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";

/** The places of a shard's points in the whole: variation by variation, seed by seed. */
function pointsOf(blocks: readonly Block[], seeds: number): number[] {
  return blocks.flatMap(({ variation, from, to }) =>
    Array.from({ length: to - from }, (_, index) => variation * seeds + from + index),
  );
}

const shardsOf = (count: number, variations: number, seeds: number): Block[][] =>
  Array.from({ length: count }, (_, at) => blocksOf({ index: at + 1, count }, variations, seeds));

const least = (numbers: readonly number[]): number => Math.min(...numbers);
const most = (numbers: readonly number[]): number => Math.max(...numbers);

describe("the points of shards", () => {
  it("should be dealt out in rounds that begin one shard further on each time", () => {
    // Four variations under two seeds, one point a block; the shard of each point.
    const shards = shardsOf(4, 4, 2).map((blocks) => pointsOf(blocks, 2));
    expect(shards).toEqual([
      [0, 7],
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  it("should be even blocks of a variation, the first of them longer where they can't be", () => {
    const blocks = blocksOf({ index: 1, count: 1 }, 30, 20);
    expect(blocks).toHaveLength(90);
    expect(pointsIn(blocks)).toBe(600);
    expect(blocks.slice(3, 6)).toEqual([
      { variation: 1, from: 0, to: 7 },
      { variation: 1, from: 7, to: 14 },
      { variation: 1, from: 14, to: 20 },
    ]);
  });

  it("should be all of them, each once, in the order of the whole", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 2, max: 70 }),
        fc.integer({ min: 1, max: 90 }),
        (variations, seeds, count) => {
          const shards = shardsOf(count, variations, seeds).map((blocks) =>
            pointsOf(blocks, seeds),
          );
          for (const points of shards) expect(points).toEqual([...points].sort((a, b) => a - b));
          expect(shards.flat().sort((a, b) => a - b)).toEqual(
            Array.from({ length: variations * seeds }, (_, point) => point),
          );
        },
      ),
      runs(200),
    );
  });

  it("should differ in number by a 24th at most, or by three where there are few", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 2, max: 200 }),
        fc.integer({ min: 1, max: 40 }),
        (variations, seeds, count) => {
          const numbers = shardsOf(count, variations, seeds).map(pointsIn);
          const even = (variations * seeds) / count;
          const room = Math.max(3, even / 24);
          expect(most(numbers) - least(numbers)).toBeLessThanOrEqual(room);
        },
      ),
      runs(300),
    );
  });

  it("should cost about the same where one value of a dimension makes its points dear", () => {
    // Grids of two dimensions, of which the later varies fastest; a last value costs eightfold.
    const shares: number[] = [];
    for (const slow of [2, 5, 7, 12])
      for (const fast of [3, 4, 6, 11])
        for (const seeds of [10, 30, 100])
          for (const count of [2, 4, 7, 10, 16])
            for (const isFast of [true, false]) {
              if (slow * fast * seeds < 40 * count) continue;
              const costs = shardsOf(count, slow * fast, seeds).map((blocks) =>
                blocks.reduce((sum, { variation, from, to }) => {
                  const isDear = isFast
                    ? variation % fast === fast - 1
                    : Math.floor(variation / fast) === slow - 1;
                  return sum + (to - from) * (isDear ? 8 : 1);
                }, 0),
              );
              shares.push((most(costs) * count) / costs.reduce((sum, cost) => sum + cost, 0));
            }
    expect(shares.length).toBeGreaterThan(300);
    // The longest shard beside an even one: never half as long again, and on average less than a
    // twentieth longer.
    expect(most(shares)).toBeLessThan(1.5);
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeLessThan(1.05);
  });

  it("should be none in shards beyond the last point", () => {
    expect(blocksOf({ index: 5, count: 9 }, 1, 4)).toEqual([]);
    expect(blocksOf({ index: 100_000, count: 100_000 }, 1, 4)).toEqual([]);
  });
});
