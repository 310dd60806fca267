/**
 * Fractions: examples by hand, and the laws of a field.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ceiling,
  compared,
  decimal,
  dividedBy,
  fraction,
  least,
  minus,
  numberOf,
  ONE,
  plus,
  times,
  total,
  ZERO,
} from "./fraction.ts";

const fractions = fc
  .tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: 1, max: 60 }), fc.boolean())
  .map(([top, bottom, flips]) => (flips ? fraction(-top, -bottom) : fraction(top, bottom)));

describe("a fraction", () => {
  it("should be in lowest terms, with its sign above", () => {
    expect(fraction(6, 8)).toEqual({ top: 3n, bottom: 4n });
    expect(fraction(6, -8)).toEqual({ top: -3n, bottom: 4n });
    expect(fraction(0, -5)).toEqual({ top: 0n, bottom: 1n });
    expect(() => fraction(1, 0)).toThrow("1 divided by zero");
    expect(() => fraction(0.5)).toThrow(RangeError);
  });

  it("should add, subtract, multiply and divide", () => {
    const [half, third] = [fraction(1, 2), fraction(1, 3)];
    expect(plus(half, third)).toEqual(fraction(5, 6));
    expect(minus(third, half)).toEqual(fraction(-1, 6));
    expect(times(half, third)).toEqual(fraction(1, 6));
    expect(dividedBy(half, third)).toEqual(fraction(3, 2));
    expect(() => dividedBy(half, ZERO)).toThrow("divided by zero");
    expect(total([half, third, fraction(1, 6)])).toEqual(ONE);
    expect(least(half, fraction(-2), third)).toEqual(fraction(-2));
  });

  it("should take a number as the decimal that is written", () => {
    expect(decimal(0.4)).toEqual(fraction(2, 5));
    expect(decimal(1)).toEqual(ONE);
    expect(decimal(-12.125)).toEqual(fraction(-97, 8));
    expect(decimal(1e-7)).toEqual(fraction(1, 10_000_000));
    expect(decimal(1.5e21)).toEqual(fraction(1_500_000_000_000_000_000_000n));
    // In binary they do not meet.
    expect(0.1 + 0.2).not.toBe(0.3);
    expect(plus(decimal(0.1), decimal(0.2))).toEqual(decimal(0.3));
    for (const bad of [NaN, Infinity])
      expect(() => decimal(bad)).toThrow(`expected a decimal number, received ${bad}`);
  });

  it("should round up to whole numbers", () => {
    expect(
      [fraction(7, 2), fraction(4), fraction(-7, 2), fraction(1, 1000), ZERO].map(ceiling),
    ).toEqual([4, 4, -3, 1, 0]);
    expect(() => ceiling(fraction(2n ** 60n))).toThrow("beyond whole numbers");
  });

  it("should keep the laws of numbers", () => {
    fc.assert(
      fc.property(fractions, fractions, fractions, (a, b, c) => {
        expect(plus(a, b)).toEqual(plus(b, a));
        expect(plus(plus(a, b), c)).toEqual(plus(a, plus(b, c)));
        expect(times(times(a, b), c)).toEqual(times(a, times(b, c)));
        expect(times(a, plus(b, c))).toEqual(plus(times(a, b), times(a, c)));
        expect(plus(minus(a, b), b)).toEqual(a);
        if (b.top !== 0n) expect(times(dividedBy(a, b), b)).toEqual(a);
        expect(Math.sign(compared(a, b))).toBe(Math.sign(numberOf(a) - numberOf(b)));
        const up = fraction(ceiling(a));
        expect(compared(up, a)).toBeGreaterThanOrEqual(0);
        expect(compared(minus(up, ONE), a)).toBeLessThan(0);
      }),
    );
  });
});
