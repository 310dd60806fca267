import { describe, expect, it } from "vitest";
import { estimateOf } from "../../../src/core/whatif/estimate.ts";
import { chanceOfTurns, differenceOfShares } from "../../../src/core/whatif/pairedShares.ts";

/** Logarithms of the factorials up to 200. */
const LOG_FACTORIAL = [0];
for (let k = 1; k <= 200; k += 1) LOG_FACTORIAL.push(LOG_FACTORIAL[k - 1]! + Math.log(k));

describe("a difference of shares", () => {
  it("should have the interval of the published example", () => {
    // R. G. Newcombe, Statistics in Medicine 17 (1998), table II: method 10
    const found = differenceOfShares({ both: 36, gained: 12, lost: 2, neither: 0 });
    expect([found.low.toFixed(4), found.high.toFixed(4)]).toEqual(["0.0569", "0.3404"]);
  });

  it("should be covered about as often as it promises, however rare the yes", () => {
    for (const n of [10, 20, 50])
      for (const [both, gained, lost] of [
        [0.9, 0.05, 0.02],
        [0.4, 0.1, 0.1],
        [0.02, 0.02, 0.01],
        [0.2, 0.5, 0.05],
      ] as const) {
        const neither = 1 - both - gained - lost;
        let covered = 0;
        for (let b = 0; b <= n; b += 1)
          for (let g = 0; g <= n - b; g += 1)
            for (let l = 0; l <= n - b - g; l += 1) {
              const rest = n - b - g - l;
              const { low, high } = differenceOfShares({
                both: b,
                gained: g,
                lost: l,
                neither: rest,
              });
              if (low <= gained - lost && gained - lost <= high)
                covered += Math.exp(
                  LOG_FACTORIAL[n]! -
                    LOG_FACTORIAL[b]! -
                    LOG_FACTORIAL[g]! -
                    LOG_FACTORIAL[l]! -
                    LOG_FACTORIAL[rest]! +
                    b * Math.log(both) +
                    g * Math.log(gained) +
                    l * Math.log(lost) +
                    rest * Math.log(neither),
                );
            }
        expect(covered, `n ${n}: ${both} ${gained} ${lost}`).toBeGreaterThan(0.92);
      }
  });

  it("should hold its mean, mirror, and say nothing of spread for one seed", () => {
    for (const [both, neither, gained, lost] of [
      [0, 0, 1, 0],
      [5, 5, 0, 0],
      [10, 0, 0, 0],
      [3, 4, 2, 9],
      [0, 0, 10, 10],
    ] as const) {
      const { mean, low, high } = differenceOfShares({ both, neither, gained, lost });
      expect(low >= -1 && low <= mean && mean <= high && high <= 1).toBe(true);
      const turned = differenceOfShares({ both, neither, gained: lost, lost: gained });
      expect([turned.low, turned.high]).toEqual([
        expect.closeTo(-high, 12),
        expect.closeTo(-low, 12),
      ]);
    }
    expect(
      differenceOfShares({ both: 0, neither: 0, gained: 1, lost: 0 }).standardDeviation,
    ).toBeNaN();
  });

  it("should spread as the turns of single seeds do", () => {
    for (const [both, neither, gained, lost] of [
      [0, 1, 1, 0],
      [3, 4, 2, 9],
      [7, 0, 0, 0],
    ] as const) {
      const turns = [0, 1, -1].flatMap((turn) =>
        Array.from({ length: [both + neither, gained, lost].at(turn)! }, () => turn),
      );
      const { mean, standardDeviation, n } = estimateOf(turns);
      expect(differenceOfShares({ both, neither, gained, lost })).toMatchObject({
        mean: expect.closeTo(mean, 12) as number,
        standardDeviation: expect.closeTo(standardDeviation, 12) as number,
        n,
      });
    }
  });
});

describe("the chance of turns", () => {
  it("should be the coin's: so many heads, or more one-sided", () => {
    expect(chanceOfTurns({ gained: 5, lost: 0 })).toBeCloseTo(2 / 32, 12);
    expect(chanceOfTurns({ gained: 1, lost: 9 })).toBeCloseTo((2 * 11) / 1024, 12);
    expect(chanceOfTurns({ gained: 4, lost: 4 })).toBe(1);
    expect(chanceOfTurns({ gained: 0, lost: 0 })).toBe(1);
    expect(chanceOfTurns({ gained: 40_000, lost: 41_000 })).toBeCloseTo(0.000448, 5);
  });
});
