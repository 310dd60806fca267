/**
 * Counters of many jobs in one table: what a map for each job would say.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bucketAt,
  countValue,
  sketchesWithin,
  spreadOfAll,
  spreadsOf,
} from "../../../../src/core/simulation/books/sketches.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { numbers } from "../../../support/statistics.ts";

const asked = fc.record({
  jobs: fc.constantFrom(1, 3, 50, 700),
  values: fc.constantFrom(1, 20, 3_000),
  most: fc.constantFrom(2, 1_000, 10 ** 9),
  ratio: fc.constantFrom(1.01, 1.04, 2),
  seed: fc.nat(1_000_000),
});

describe("sketches", () => {
  it("should have each value of a job, and of all jobs, within the ratio, by its rank", () => {
    let grown = 0;
    fc.assert(
      fc.property(asked, ({ jobs, values, most, ratio, seed }) => {
        const random = numbers(seed);
        const sketches = sketchesWithin(ratio);
        const known = Array.from({ length: jobs }, (): number[] => []);
        for (let index = 0; index < values; index += 1) {
          const job = Math.floor(random() * jobs);
          const value = Math.max(1, Math.round(most ** random()));
          countValue(sketches, job, value);
          known[job]!.push(value);
        }
        if (sketches.jobs.length > 1_024) grown += 1;
        expect(sketches.used).toBeLessThan(0.7 * sketches.jobs.length);
        const spreadOf = spreadsOf(sketches, jobs);
        const expectSpread = (
          spread: ReturnType<typeof spreadOf>,
          own: readonly number[],
        ): void => {
          expect(spread.counts.reduce((sum, count) => sum + count, 0)).toBe(own.length);
          own
            .toSorted((a, b) => a - b)
            .forEach((value, rank) => {
              const bucket = bucketAt(spread, rank);
              expect(value).toBeGreaterThan(ratio ** bucket * (1 - 1e-9));
              expect(value).toBeLessThan(ratio ** (bucket + 1) * (1 + 1e-9));
            });
          expect(() => bucketAt(spread, own.length)).toThrow("invariant: ");
        };
        known.forEach((own, job) => expectSpread(spreadOf(job), own));
        expectSpread(spreadOfAll(sketches), known.flat());
      }),
      runs(60),
    );
    expect(grown).toBeGreaterThan(3);
  });
});
