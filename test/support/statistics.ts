/**
 * Just enough statistics to say how surprising an observation is: normal and chi-square tail
 * probabilities, and random numbers that are not the library's.
 */

/** Numbers in `(0, 1)`, the same for the same seed (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4_294_967_296;
  };
}

/**
 * The chance that a standard normal number is at least `z`: W. H. Press's `erfcc`, right to 1.2e-7
 * of itself.
 */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const coefficients = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418,
    0.37409196, 1.00002368, -1.26551223,
  ];
  const tail =
    0.5 *
    t *
    Math.exp(-x * x + coefficients.reduce((sum, coefficient) => sum * t + coefficient, 0));
  return z >= 0 ? tail : 1 - tail;
}

/**
 * The chance that a chi-square number with so many degrees of freedom is at least `value` (Wilson
 * and Hilferty; for 30 degrees and more).
 */
export function chiSquareTail(value: number, degrees: number): number {
  const spread = 2 / (9 * degrees);
  return normalTail((Math.cbrt(value / degrees) - (1 - spread)) / Math.sqrt(spread));
}

/** Pearson's chi-square of counts that should all be equal. */
export function chiSquare(counts: ArrayLike<number>, total: number): number {
  const expected = total / counts.length;
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin += 1) sum += (counts[bin]! - expected) ** 2 / expected;
  return sum;
}
