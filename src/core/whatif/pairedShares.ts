/**
 * A yes or no under the same seeds in two fleets: by how much the share of seeds differs, and
 * whether luck explains it (R35).
 *
 * Only seeds whose answer turns say anything about the difference; how far their number may be
 * trusted is for intervals of shares to say, never for a normal distribution: near 0 and 1 that is
 * far too sure.
 */
import type { Estimate } from "./estimate.js";
import { shareOfSeeds } from "./evidence.js";

/** In how many seeds both sides say yes, none does, only the candidate, only the baseline. */
export interface PairedCounts {
  both: number;
  neither: number;
  gained: number;
  lost: number;
}

/**
 * The candidate's share of yes minus the baseline's, with its 95 % interval: that of R. G. Newcombe
 * (1998, method 10), made of the Wilson intervals of both shares. Throws for no seeds.
 */
export function differenceOfShares({ both, neither, gained, lost }: PairedCounts): Estimate {
  const n = both + neither + gained + lost;
  const before = shareOfSeeds(both + lost, n);
  const after = shareOfSeeds(both + gained, n);
  const mean = (gained - lost) / n;
  const together = alikeness(both, neither, gained, lost, n);
  const reach = (a: number, b: number): number =>
    Math.sqrt(Math.max(0, a * a - 2 * together * a * b + b * b));
  return {
    mean,
    standardDeviation:
      n === 1 ? Number.NaN : Math.sqrt((gained + lost - n * mean * mean) / (n - 1)),
    low: Math.max(-1, mean - reach(after.mean - after.low, before.high - before.mean)),
    high: Math.min(1, mean + reach(after.high - after.mean, before.mean - before.low)),
    n,
  };
}

/** The correlation of the sides, with the correction for small numbers; 0 where one is fixed. */
function alikeness(both: number, neither: number, gained: number, lost: number, n: number): number {
  const sizes = (both + lost) * (neither + gained) * (both + gained) * (neither + lost);
  if (sizes === 0) return 0;
  const surplus = both * neither - gained * lost;
  return (surplus > 0 ? Math.max(0, surplus - n / 2) : surplus) / Math.sqrt(sizes);
}

/**
 * How likely so one-sided a turn would be if luck were all there is, and so each turning seed as
 * likely to gain as to lose: the exact two-sided sign test (Q. McNemar, 1947). 1 where none turns.
 */
export function chanceOfTurns({ gained, lost }: Pick<PairedCounts, "gained" | "lost">): number {
  const turns = gained + lost;
  let log = -turns * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= Math.min(gained, lost); k += 1) {
    tail += Math.exp(log);
    log += Math.log((turns - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}
