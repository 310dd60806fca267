/**
 * A value by its rank, without sorting: what sorting would say.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nthSmallest } from "../../../../src/core/simulation/books/nthSmallest.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { numbers } from "../../../support/statistics.ts";

const asked = fc.record({
  size: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1_000, max: 5_000 })),
  most: fc.constantFrom(0, 1, 3, 1_000, 10 ** 6, 10 ** 12),
  // Many alike, and one far out.
  skew: fc.constantFrom(1, 3, 40),
  seed: fc.nat(1_000_000),
  share: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  // What others have, before and behind.
  around: fc.tuple(fc.nat(3), fc.nat(3)),
});

describe("nthSmallest", () => {
  it("should find what stands there in the sorted list, and leave others where they are", () => {
    let many = 0;
    fc.assert(
      fc.property(asked, ({ size, most, skew, seed, share, around: [front, back] }) => {
        const random = numbers(seed);
        const values = Float64Array.from({ length: front + size + back }, () =>
          Math.round(most * random() ** skew),
        );
        const before = values.slice();
        const sorted = before.slice(front, front + size).sort();
        const nth = Math.floor(share * size);
        if (size > 1_024) many += 1;
        expect(nthSmallest(values, front, front + size, nth)).toBe(sorted[nth]);
        expect(values.slice(front, front + size).sort()).toEqual(sorted);
        expect(values.subarray(0, front)).toEqual(before.subarray(0, front));
        expect(values.subarray(front + size)).toEqual(before.subarray(front + size));
      }),
      runs(200),
    );
    expect(many).toBeGreaterThan(50);
  });
});
