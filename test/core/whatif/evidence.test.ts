import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Estimate } from "../../../src/core/whatif/estimate.ts";
import { areClear, chanceOf, shareOfSeeds } from "../../../src/core/whatif/evidence.ts";

/** `n choose k` times `p^k (1 - p)^(n - k)`, factor by factor. */
function binomial(n: number, k: number, p: number): number {
  let chance = 1;
  for (let i = 0; i < k; i += 1) chance *= ((n - i) / (i + 1)) * p;
  for (let i = 0; i < n - k; i += 1) chance *= 1 - p;
  return chance;
}

const difference = (mean: number, standardDeviation: number, n = 20): Estimate => ({
  mean,
  standardDeviation,
  low: Number.NaN, // no part of the question
  high: Number.NaN,
  n,
});

describe("a share of seeds", () => {
  it("should have the interval of the tables: 0, 1 and 10 of 20", () => {
    const shown = (count: number): string[] => {
      const { low, high } = shareOfSeeds(count, 20);
      return [low.toFixed(4), high.toFixed(4)];
    };
    expect(shown(0)).toEqual(["0.0000", "0.1611"]);
    expect(shown(1)).toEqual(["0.0089", "0.2361"]);
    expect(shown(10)).toEqual(["0.2993", "0.7007"]);
  });

  it.each([10, 20, 50, 100])("should be covered in 92 to 99 %% of cases, %i seeds", (n) => {
    for (const p of [0.02, 0.1, 0.5]) {
      let covered = 0;
      for (let count = 0; count <= n; count += 1) {
        const { low, high } = shareOfSeeds(count, n);
        if (low <= p && p <= high) covered += binomial(n, count, p);
      }
      expect([n, p, covered >= 0.92 && covered <= 0.99], String(covered)).toEqual([n, p, true]);
    }
  });

  it("should spread as so many seeds of one answer and so many of the other", () => {
    for (const count of [0, 1, 10, 19, 20]) {
      const squares = count * (1 - count / 20) ** 2 + (20 - count) * (count / 20) ** 2;
      const { standardDeviation, mean, n } = shareOfSeeds(count, 20);
      expect(standardDeviation, String(count)).toBeCloseTo(Math.sqrt(squares / 20), 12);
      expect([mean, n]).toEqual([count / 20, 20]);
    }
  });

  it("should lie inside of 0 and 1, hold its mean, and mirror", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (n, some) => {
        const count = some % (n + 1);
        const { mean, low, high } = shareOfSeeds(count, n);
        expect(low >= 0 && low <= mean && mean <= high && high <= 1).toBe(true);
        const other = shareOfSeeds(n - count, n);
        expect(other.low).toBeCloseTo(1 - high, 12);
      }),
    );
    expect(() => shareOfSeeds(0, 0)).toThrow("invariant");
  });
});

describe("what is more than luck", () => {
  it("should be the t test's word where one figure is looked at", () => {
    // t = 2.093 is the edge of 5 % with 19 degrees, from the tables
    expect(chanceOf(difference(2.093, Math.sqrt(20)))).toBeCloseTo(0.05, 4);
    expect(areClear([difference(2.12, Math.sqrt(20))])).toEqual([true]);
    expect(areClear([difference(2.07, Math.sqrt(20))])).toEqual([false]);
  });

  it("should ask for more where more is looked at, and no more than Bonferroni does", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 1, maxLength: 12 }),
        (means) => {
          const all = means.map((mean) => difference(mean, Math.sqrt(20)));
          const clear = areClear(all);
          all.forEach((one, index) => {
            const alone = areClear([one])[0]!;
            if (clear[index] === true) expect(alone).toBe(true);
            if (chanceOf(one) < 0.05 / all.length) expect(clear[index]).toBe(true);
          });
          // What is clear is what is least likely: no larger chance is clear beside a smaller one.
          const most = Math.max(0, ...all.filter((_, i) => clear[i]).map(chanceOf));
          all.forEach((one, i) => clear[i] === true || expect(chanceOf(one) >= most).toBe(true));
        },
      ),
    );
  });

  it("should be nothing under fewer than ten seeds, and certain where all seeds agree", () => {
    expect(areClear([difference(1, 0, 9), difference(1, 0, 10), difference(0, 0, 10)])).toEqual([
      false,
      true,
      false,
    ]);
    expect(chanceOf(difference(1, Number.NaN, 1))).toBe(1);
  });
});
