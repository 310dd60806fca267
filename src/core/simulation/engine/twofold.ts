/**
 * Numbers that are kept as the sum of two, `high + low`: some thirty digits instead of sixteen.
 *
 * What adding and multiplying round off is itself a number, which the second one keeps (Dekker,
 * 1971). The invariant: `high` is the whole rounded to a number, so that equal values are equal in
 * both parts, and order goes by `high` first. A result stands in `RESULT` until the next call: no
 * allocation.
 */

/** `high` and `low` of what was worked out last. */
export const RESULT = new Float64Array(2);

/** Parts a number in two halves of its digits, whose products are exact. */
const HALVES = 2 ** 27 + 1;

/** The sum of two; the first is the larger, or as large. */
function settled(high: number, low: number): void {
  const sum = high + low;
  RESULT[0] = sum;
  RESULT[1] = low - (sum - high);
}

/** Adds. */
export function add(high: number, low: number, moreHigh: number, moreLow: number): void {
  const sum = high + moreHigh;
  const part = sum - high;
  settled(sum, high - (sum - part) + (moreHigh - part) + (low + moreLow));
}

/** What the product of two numbers rounds off. */
function lost(a: number, b: number, product: number): number {
  const wideA = a * HALVES;
  const topA = wideA - (wideA - a);
  const restA = a - topA;
  const wideB = b * HALVES;
  const topB = wideB - (wideB - b);
  const restB = b - topB;
  return restA * restB - (product - topA * topB - restA * topB - topA * restB);
}

/** Multiplies by a whole number. */
export function multiply(high: number, low: number, count: number): void {
  const product = high * count;
  settled(product, lost(high, count, product) + low * count);
}

/** Divides by a whole number from 1. */
export function divide(high: number, low: number, count: number): void {
  const quotient = high / count;
  const product = quotient * count;
  settled(quotient, (high - product - lost(quotient, count, product) + low) / count);
}

/** Whether the first is no more than the second. */
export function isAtMost(high: number, low: number, thanHigh: number, thanLow: number): boolean {
  return high < thanHigh || (high === thanHigh && low <= thanLow);
}
