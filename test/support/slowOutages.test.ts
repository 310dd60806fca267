/**
 * Outages by themselves (R30); what they do to sessions is in slowSimulator.outages.test.ts.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOut, mergedOutages, outageBegins, type SlowOutage } from "./slowOutages.ts";

describe("mergedOutages", () => {
  it("should make one of those that overlap or touch", () => {
    expect(
      mergedOutages([
        { from: 30, to: 40 },
        { from: 0, to: 10 },
        { from: 10, to: 15 },
        { from: 12, to: 13 },
        { from: 16, to: 20 },
      ]),
    ).toEqual([
      { from: 0, to: 15 },
      { from: 16, to: 20 },
      { from: 30, to: 40 },
    ]);
    expect(mergedOutages()).toEqual([]);
  });

  it("should be out where one of them is, and begin where the ms before was in order", () => {
    const outages: fc.Arbitrary<SlowOutage[]> = fc.array(
      fc
        .tuple(fc.nat(30), fc.integer({ min: 1, max: 8 }))
        .map(([from, length]) => ({ from, to: from + length })),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(outages, fc.nat(40), (given, instant) => {
        const before = structuredClone(given);
        const outAt = (t: number): boolean => given.some(({ from, to }) => from <= t && t < to);
        expect(isOut(given, instant)).toBe(outAt(instant));
        expect(outageBegins(given, instant)).toBe(outAt(instant) && !outAt(instant - 1));
        expect(given).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });
});
