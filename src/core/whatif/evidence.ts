/**
 * How far seeds may be trusted (R35): what is more than luck, and how wide a share of seeds is.
 *
 * Who looks at many figures finds a large one by luck alone: so the figures that were looked at
 * together are judged together (S. Holm, 1979), and fewer than ten seeds are no ground for a
 * verdict.
 */
import { type Estimate, shareWithin } from "./estimate.js";

/** Under fewer seeds, figures are told and nothing is concluded from them. */
export const FEWEST_FOR_A_VERDICT = 10;

/** The chance of being wrong about any of the figures that are judged together. */
const LEVEL = 0.05;
/** The quantile of the normal distribution for 95 % on both sides. */
const Z = 1.959963984540054;

/**
 * How likely a mean at least so far from 0 would be if luck were all there is: Student's t,
 * two-sided. 1 where fewer than two seeds say anything; where all seeds say the same, 0, or 1 if
 * that is 0.
 */
export function chanceOf({ mean, standardDeviation, n }: Estimate): number {
  if (n < 2 || mean === 0) return 1;
  if (standardDeviation === 0) return 0;
  const t = Math.abs(mean) / (standardDeviation / Math.sqrt(n));
  return Math.max(0, 1 - shareWithin(t, n - 1));
}

/**
 * Which of these differences are more than luck, all of them having been looked at: the smallest
 * chance must stay below 5 % divided by their number, the next below 5 % divided by one fewer, and
 * so on; the first that does not ends it (Holm). None with fewer than ten seeds.
 *
 * `areClear([]) // => []`
 */
export function areClear(differences: readonly Estimate[]): boolean[] {
  return areRare(
    differences.map((difference) =>
      difference.n < FEWEST_FOR_A_VERDICT ? 1 : chanceOf(difference),
    ),
  );
}

/** The same for chances that are known, each of a figure that was looked at. */
export function areRare(chances: readonly number[]): boolean[] {
  const order = chances.map((_, index) => index).sort((a, b) => chances[a]! - chances[b]!);
  const clear = chances.map(() => false);
  for (let rank = 0; rank < order.length; rank += 1) {
    const index = order[rank]!;
    if (!(chances[index]! < LEVEL / (order.length - rank))) break;
    clear[index] = true;
  }
  return clear;
}

/**
 * The share of `n` seeds in which something was so, with its 95 % interval (E. B. Wilson, 1927):
 * inside `[0, 1]`, and wide where `count` is 0 or `n`, too. Throws for no seeds, and for a count
 * that is not between 0 and `n`.
 *
 * `shareOfSeeds(0, 20).high.toFixed(3) // => "0.161"`
 */
export function shareOfSeeds(count: number, n: number): Estimate {
  if (!(Number.isInteger(n) && n > 0 && Number.isInteger(count) && count >= 0 && count <= n))
    throw new Error(`invariant: ${count} of ${n} seeds is no share`);
  const mean = count / n;
  const square = Z * Z;
  const middle = (mean + square / (2 * n)) / (1 + square / n);
  const reach = (Z * Math.sqrt((mean * (1 - mean)) / n + square / (4 * n * n))) / (1 + square / n);
  return {
    mean,
    standardDeviation: Math.sqrt(mean * (1 - mean)),
    // At the ends the interval reaches them: a rounding error must not say otherwise.
    low: count === 0 ? 0 : Math.max(0, middle - reach),
    high: count === n ? 1 : Math.min(1, middle + reach),
    n,
  };
}
