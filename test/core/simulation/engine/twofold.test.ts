/**
 * Numbers in two parts: sums, products and quotients as whole numbers of any size say them.
 */
import { describe, expect, it } from "vitest";
import {
  add,
  divide,
  isAtMost,
  multiply,
  RESULT,
} from "../../../../src/core/simulation/engine/twofold.ts";

/** What stands in the result, as a whole number of units of 2 to the power of -`bits`. */
function inUnits(bits: number): bigint {
  const [high, low] = RESULT;
  expect(high! + low!).toBe(high);
  return BigInt(high! * 2 ** bits) + BigInt(low! * 2 ** bits);
}

describe("numbers in two parts", () => {
  it("should add what one number has no room for", () => {
    add(2 ** 60, 3, 1, -1);
    expect(inUnits(0)).toBe(2n ** 60n + 3n);
    add(2 ** 60, 0, -(2 ** 60), 7);
    expect([...RESULT]).toEqual([7, 0]);
    add(1, 0, 2 ** 60, 0);
    expect(inUnits(0)).toBe(2n ** 60n + 1n);
    add(0.5, 2 ** -60, 0.25, 2 ** -60);
    expect([...RESULT]).toEqual([0.75, 2 ** -59]);
  });

  it("should multiply by whole numbers to the last digit", () => {
    const odd = 2 ** 53 - 111;
    for (const [high, low, count] of [
      [odd, 0, 99_991],
      [2 ** 40 + 1, 0, 2 ** 40 - 1],
      [odd * 2 ** 20, 12_345, 3],
      [odd, 0, 1],
    ] as const) {
      multiply(high, low, count);
      expect(inUnits(0)).toBe((BigInt(high) + BigInt(low)) * BigInt(count));
    }
  });

  it("should divide so that as many times the quotient is what was divided", () => {
    for (const [whole, rest, count] of [
      [1, 0, 3],
      [10, 0, 7],
      [1_000_003, 0, 11],
      [2 ** 60, 5, 3],
      [12, 0, 4],
    ] as const) {
      divide(whole, rest, count);
      // Of some thirty digits the last one is rounded.
      const units = (BigInt(whole) + BigInt(rest)) << 120n;
      const off = inUnits(120) * BigInt(count) - units;
      expect(Number(off < 0n ? -off : off) / Number(units)).toBeLessThan(2 ** -100);
    }
    divide(12, 0, 4);
    expect([...RESULT]).toEqual([3, 0]);
  });

  it("should be compared by the first part, and by the second where that is equal", () => {
    expect(isAtMost(1, 0, 2, 0)).toBe(true);
    expect(isAtMost(2, 0, 1, 0)).toBe(false);
    expect(isAtMost(2, 0, 1, 5)).toBe(false);
    expect(isAtMost(1, 5, 2, 0)).toBe(true);
    expect(isAtMost(1, 2, 1, 2)).toBe(true);
    expect(isAtMost(1, 1, 1, 2)).toBe(true);
    expect(isAtMost(1, 3, 1, 2)).toBe(false);
  });
});
