import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countBefore, EMPTY_LIST, weekList } from "../../../src/core/schedule/weekList.ts";
import { HOUR, MINUTE, WEEK } from "../../support/scheduleBuilders.ts";

/** Lists of every density: one start a week to one every five minutes, on minutes and off them. */
const positions: fc.Arbitrary<number[]> = fc
  .oneof(
    fc.uniqueArray(fc.integer({ min: 0, max: WEEK - 1 }), { maxLength: 20 }),
    fc.uniqueArray(
      fc.integer({ min: 0, max: 2015 }).map((k) => k * 5 * MINUTE),
      { maxLength: 700 },
    ),
    fc.uniqueArray(
      fc.integer({ min: 0, max: 167 }).map((k) => k * HOUR),
      { maxLength: 168 },
    ),
    fc
      .constantFrom(5, 10, 15, 30, 60, 120, 240, 480, 720, 1440, 10_080)
      .map((minutes) => Array.from({ length: 10_080 / minutes }, (_, k) => k * minutes * MINUTE)),
  )
  .map((list) => list.sort((a, b) => a - b));

describe("weekList", () => {
  it("should know the long stretches of a grid behind a window, and no short ones", () => {
    const night = (spacing: number, from: number, to: number): number[] =>
      Array.from({ length: 7 }, (_, day) =>
        Array.from(
          { length: Math.ceil((to - from) / spacing) },
          (_, index) => day * 24 * HOUR + from + index * spacing,
        ),
      ).flat();
    const grid = weekList(Int32Array.from(night(HOUR / 12, 2 * HOUR, 10 * HOUR)));
    expect([grid.stepMs, grid.stretches?.stepMs, Array.from(grid.stretches!.starts)]).toEqual([
      0,
      HOUR / 12,
      [0, 96, 192, 288, 384, 480, 576, 672],
    ]);
    // eight in a row
    expect(weekList(Int32Array.from(night(HOUR, 2 * HOUR, 10 * HOUR))).stretches).toBeUndefined();
    expect(weekList(Int32Array.from(night(HOUR / 12, 0, 24 * HOUR)))).toMatchObject({
      stepMs: HOUR / 12,
    }); // one step all the week
    expect(weekList(Int32Array.from(night(HOUR / 12, 0, 24 * HOUR))).stretches).toBeUndefined();
  });

  it("should count what lies before a position", () => {
    const list = weekList(Int32Array.of(HOUR, 2 * HOUR, WEEK - 1));
    expect(
      [0, HOUR, HOUR + 1, 2 * HOUR + 1, WEEK - 1].map((position) => countBefore(list, position)),
    ).toEqual([0, 0, 1, 2, 2]);
  });

  it("should count like a scan: at each position, beside it, and at each bucket", () => {
    fc.assert(
      fc.property(
        positions,
        fc.array(fc.integer({ min: 0, max: WEEK - 1 }), { maxLength: 50 }),
        (sorted, others) => {
          const list = weekList(Int32Array.from(sorted));
          const near = sorted
            .slice(0, 300)
            .flatMap((position) => [position - 1, position, position + 1]);
          const edges = [7, 168, 672, 2016].flatMap((count) =>
            [0, 1, 2, count / 2, count - 1].map((k) => (k * WEEK) / count),
          );
          const probes = [
            ...near,
            ...others,
            ...edges,
            ...edges.map((edge) => edge - 1),
            WEEK - 1,
          ].filter((p) => p >= 0 && p < WEEK);
          for (const probe of probes) {
            const before = sorted.filter((position) => position < probe).length;
            if (countBefore(list, probe) !== before)
              expect.fail(`${countBefore(list, probe)} before ${probe}, not ${before}`);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("should end with a sentinel that is later than any position of the week", () => {
    fc.assert(
      fc.property(positions, (sorted) => {
        const list = weekList(Int32Array.from(sorted));
        expect(list.size).toBe(sorted.length);
        expect(list.positions.length).toBe(sorted.length + 1);
        expect(list.positions.at(-1)!).toBeGreaterThanOrEqual(WEEK);
        if (sorted.length > 0) expect(list.positions.at(-1)).toBe(sorted[0]! + WEEK);
      }),
    );
    expect(EMPTY_LIST.size).toBe(0);
    expect(countBefore(EMPTY_LIST, WEEK - 1)).toBe(0);
  });

  it("should know its step only if all distances are equal, round the week's end too", () => {
    const step = (...sorted: number[]) => weekList(Int32Array.from(sorted)).stepMs;
    expect(step()).toBe(0);
    expect(step(HOUR)).toBe(WEEK);
    expect(step(0, WEEK / 2)).toBe(WEEK / 2);
    expect(step(0, HOUR)).toBe(0);
    expect(step(...Array.from({ length: 168 }, (_, k) => k * HOUR + 7))).toBe(HOUR);
    // the last distance is two hours
    expect(step(...Array.from({ length: 167 }, (_, k) => k * HOUR))).toBe(0);
    expect(step(0, HOUR, 3 * HOUR, 4 * HOUR)).toBe(0);
  });

  it("should take a bounded number of steps: a bucket holds a few positions, not a week", () => {
    fc.assert(
      fc.property(positions, (sorted) => {
        const { buckets, size } = weekList(Int32Array.from(sorted));
        const widest = Math.max(
          ...Array.from(buckets)
            .slice(1)
            .map((index, bucket) => index - buckets[bucket]!),
        );
        const onGrid = sorted.every((position) => position % (5 * MINUTE) === 0);
        if (onGrid) expect(widest).toBeLessThanOrEqual(size <= 14 ? 14 : size <= 168 ? 12 : 3);
      }),
      { numRuns: 100 },
    );
  });
});
