import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { didYouMean, editDistance, nearest } from "../../../src/core/input/nearest.ts";

describe("nearest", () => {
  const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

  it("should find the word behind a typing error, in any letter case", () => {
    expect(nearest("fryday", days)).toEqual(["Friday"]);
    expect(nearest("Wendesday", days)).toEqual(["Wednesday"]);
    expect(nearest("SATURDAY", days)).toEqual(["Saturday"]);
  });

  it("should give every word that is equally near, in the order of the known words", () => {
    expect(nearest("Sonday", days)).toEqual(["Sunday", "Monday"]);
  });

  it("should prefer the nearest word to one that came first", () => {
    // 2 errors from the first, 1 from the second
    expect(nearest("Hours13", ["Hours8", "Hours12"])).toEqual(["Hours12"]);
  });

  it("should find nothing beyond two errors, nor with less than half of a word right", () => {
    expect(nearest("Sunxxx", days)).toEqual([]);
    expect(nearest("Sunxx", days)).toEqual([]);
    expect(nearest("Sundxx", days)).toEqual(["Sunday"]);
    expect(nearest("ab", ["type"])).toEqual([]);
    expect(nearest("", ["a"])).toEqual([]);
    expect(nearest("x", ["y"])).toEqual([]);
    expect(nearest("foo", ["rpo", "gap"])).toEqual([]);
  });

  it("should not compare a word of hostile length", () => {
    expect(nearest("S".repeat(50_000_000), days)).toEqual([]);
  });

  it("should word a hint for one to three words, and give none where too many are near", () => {
    expect(didYouMean("Dialy", ["Daily", "Periodically"])).toBe("did you mean Daily?");
    expect(didYouMean("Sonday", days)).toBe("did you mean Sunday or Monday?");
    expect(didYouMean("Hours3", ["Hours1", "Hours2", "Hours4", "Hours8"])).toBeUndefined();
    expect(didYouMean("Hours3", ["Hours1", "Hours2", "Hours4"])).toBe(
      "did you mean Hours1 or Hours2 or Hours4?",
    );
    expect(didYouMean("lunch", days)).toBeUndefined();
  });
});

describe("editDistance", () => {
  it("should count two letters that changed places as one error", () => {
    expect(nearest("cvs", ["csv", "ics"])).toEqual(["csv"]);
    expect(editDistance("gpa", "gap")).toBe(1);
    expect(editDistance("Wendesday", "Wednesday")).toBe(1);
  });

  it("should count letters added, removed and changed", () => {
    expect(editDistance("kitten", "sitting")).toBe(3);
    expect(editDistance("", "abc")).toBe(3);
    expect(editDistance("abc", "")).toBe(3);
    expect(editDistance("same", "same")).toBe(0);
  });

  it("should be the same up to a limit, and over it beyond", () => {
    const words = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
    fc.assert(
      fc.property(words, words, fc.nat(9), (from, to, limit) => {
        const [whole, cut] = [editDistance(from, to), editDistance(from, to, limit)];
        if (whole <= limit) expect(cut).toBe(whole);
        else expect(cut).toBeGreaterThan(limit);
      }),
    );
  });

  it("should be symmetric and at most one more for one more letter", () => {
    const words = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
    fc.assert(
      fc.property(words, words, fc.constantFrom("a", "b", "z"), (from, to, letter) => {
        expect(editDistance(from, to)).toBe(editDistance(to, from));
        expect(
          Math.abs(editDistance(from + letter, to) - editDistance(from, to)),
        ).toBeLessThanOrEqual(1);
      }),
    );
  });
});
