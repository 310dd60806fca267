/**
 * How much longer sessions took: ratios that can be told in the head, in counters of 1 %.
 */
import { describe, expect, it } from "vitest";
import { slowdownBook } from "../../../../src/core/simulation/books/slowdowns.ts";

describe("slowdowns", () => {
  it("should have mean, nearest rank and most of each job; nothing of one that did nothing", () => {
    const book = slowdownBook(3);
    for (let count = 0; count < 19; count += 1) book.add(1, 30, 20);
    book.add(1, 80, 20);
    book.add(2, 20, 21);
    expect(book.of(0)).toBe(undefined);
    const { mean, p95, max } = book.of(1)!;
    expect([mean, max]).toEqual([(19 * 1.5 + 4) / 20, 4]);
    // 19 of 20 are 95 %.
    expect(p95).toBeGreaterThanOrEqual(1.5);
    expect(p95).toBeLessThanOrEqual(1.5 * 1.01);
    // A trace below 1 is 1.
    expect(book.of(2)).toEqual({ mean: 1, p95: 1, max: 1 });
  });

  it("should be what it is now, whenever it is asked", () => {
    const book = slowdownBook(1);
    book.add(0, 10, 10);
    expect(book.of(0)).toEqual({ mean: 1, p95: 1, max: 1 });
    book.add(0, 30, 10);
    expect(book.of(0)).toEqual({ mean: 2, p95: 3, max: 3 });
  });
});
