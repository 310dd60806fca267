import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grouped } from "../../../src/core/input/numberText.ts";

describe("a number in groups", () => {
  it("should be as people write it", () => {
    const given = [0, 999, 1_000, 10_080, -1_234_567, 1_234.5, 0.25];
    expect(given.map((value) => grouped(value))).toEqual([
      "0",
      "999",
      "1,000",
      "10,080",
      "-1,234,567",
      "1,234.5",
      "0.25",
    ]);
    expect([grouped(1_234.567, 2), grouped(0.5, 1)]).toEqual(["1,234.57", "0.5"]);
  });

  it("should be the same number, with a comma before every third digit", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(3), (value, digits) => {
        for (const text of [grouped(value), grouped(value, digits)]) {
          expect(Number(text.replaceAll(",", ""))).toBe(value);
          expect(text).toMatch(/^-?\d{1,3}(?:,\d{3})*(?:\.\d+)?$/);
        }
      }),
    );
  });
});
