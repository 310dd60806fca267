/**
 * Recorded sessions at full speed: examples by hand, and any sessions against a slow replay that
 * goes from instant to instant with exact fractions.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lengthsAtFullSpeed } from "../../../src/veeam/import/atFullSpeed.ts";
import { dividedBy, type Fraction, fraction, plus, times, ZERO } from "../../support/fraction.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { shareThreads } from "../../support/slowSharing.ts";

/** One that ran: on which proxy, what it can use (all where absent), from when to when. */
interface Ran {
  readonly proxy: number;
  readonly most?: number | undefined;
  readonly start: number;
  readonly end: number;
}

function lengths(ran: readonly Ran[], threads: readonly number[]): number[] {
  const columns = {
    proxy: Int32Array.from(ran, ({ proxy }) => proxy),
    most: Float64Array.from(ran, ({ most }) => most ?? Number.NaN),
    start: Float64Array.from(ran, ({ start }) => start),
    end: Float64Array.from(ran, ({ end }) => end),
  };
  return [...lengthsAtFullSpeed(columns, Float64Array.from(threads))];
}

/** The same by the rule's text, whole ms rounded down. */
function slowLengths(ran: readonly Ran[], threads: readonly number[]): number[] {
  const made: Fraction[] = ran.map(() => ZERO);
  const edges = [...new Set(ran.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  for (const [proxy, count] of threads.entries()) {
    const resource = { id: `p${proxy}`, threads: count };
    for (const [at, from] of edges.slice(0, -1).entries()) {
      const to = edges[at + 1]!;
      const there = [...ran.keys()].filter((one) => {
        const { proxy: own, start, end } = ran[one]!;
        return own === proxy && start <= from && end >= to;
      });
      const mosts = there.map((one) => ran[one]!.most ?? count);
      const shares = shareThreads(mosts.map((most) => ({ most, resources: [resource] })));
      there.forEach((one, place) => {
        const rate = dividedBy(shares[place]!, fraction(mosts[place]!));
        made[one] = plus(made[one]!, times(rate, fraction(to - from)));
      });
    }
  }
  return ran.map(({ proxy, start, end }, one) =>
    proxy < 0 ? end - start : Number(made[one]!.top / made[one]!.bottom),
  );
}

const someRan = fc
  .record({
    threads: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 2 }),
    unit: fc.constantFrom(1, 1000, 61_013),
    ran: fc.array(
      fc.record({
        proxy: fc.integer({ min: -1, max: 1 }),
        most: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
        start: fc.integer({ min: 0, max: 15 }),
        length: fc.integer({ min: 0, max: 30 }),
      }),
      { minLength: 2, maxLength: 8 },
    ),
  })
  .map(({ threads, unit, ran }) => ({
    threads,
    ran: ran.map(({ start, length, proxy, most }) => ({
      proxy: Math.min(proxy, threads.length - 1),
      most,
      start: start * unit,
      end: (start + length) * unit,
    })),
  }));

describe("lengths at full speed", () => {
  it("should halve what two did at once, and give a small one what it can use", () => {
    const hour = (from: number, to: number, most?: number): Ran => ({
      proxy: 0,
      most,
      start: from,
      end: to,
    });
    expect(lengths([hour(0, 90), hour(30, 90)], [64])).toEqual([60, 30]);
    // 2 of 10 threads for the one, 8 of the 10 that it can use for the other.
    expect(lengths([hour(0, 100, 2), hour(0, 100)], [10])).toEqual([100, 80]);
    // One that can use 20 has never more than 10.
    expect(lengths([hour(0, 100, 20)], [10])).toEqual([50]);
    expect(lengths([hour(0, 100), { ...hour(0, 100), proxy: -1 }], [10])).toEqual([100, 100]);
    expect(lengths([hour(0, 100), hour(0, 100)], [Number.NaN])).toEqual([100, 100]);
    expect(lengths([hour(0, 0), hour(0, 50), hour(50, 100)], [1])).toEqual([0, 50, 50]);
    expect(lengths([], [1])).toEqual([]);
  });

  it("should be what exact fractions give, whatever ran when", () => {
    let shared = 0;
    fc.assert(
      fc.property(someRan, ({ threads, ran }) => {
        const slow = slowLengths(ran, threads);
        expect(lengths(ran, threads)).toEqual(slow);
        if (ran.some(({ start, end, most }, at) => most === undefined && slow[at]! < end - start))
          shared += 1;
      }),
      runs(300),
    );
    expect(shared).toBeGreaterThan(75);
  });

  it("should take a step per beginning and end, however many run at once", () => {
    const count = 100_000;
    // All begin at once and end one after the other: with a square of steps, for minutes.
    const all = Array.from({ length: count }, (_, at) => ({ proxy: 0, start: 0, end: 1e9 + at }));
    const made = lengths(all, [64]);
    expect(made[0]).toBe(10_000);
    // The last is alone for the last ms, beside one other for the ms before, and so on.
    let longest = 1e9 / count;
    for (let beside = 1; beside < count; beside += 1) longest += 1 / beside;
    expect(made.at(-1)).toBe(Math.floor(longest));
  });
});
