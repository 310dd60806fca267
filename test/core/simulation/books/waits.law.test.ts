/**
 * Percentiles of waits: exact with a timeline, within 2 % without.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Distribution,
  type Fleet,
  type Job,
  simulate,
  summarize,
  type WaitMetrics,
} from "../../../../src/index.ts";
import { livesOf, naiveWait } from "../../../support/naiveSummary.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { at, daily, DAY, HOUR } from "../../../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T00:00Z");

/**
 * Many jobs that start at once and queue for few slots; from waits of a millisecond to waits of
 * hours.
 */
function queueOf(jobs: number, slots: number, duration: Distribution): Fleet {
  return {
    jobs: Array.from({ length: jobs }, (_, index): Job => ({
      id: `job-${index}`,
      policy: daily(index % 3 === 0 ? "22:00" : "22:10"),
      workload: { duration, failed: 0.1 },
      proxyId: "P",
    })),
    proxies: [{ id: "P", slots }],
  };
}

const durations: fc.Arbitrary<Distribution> = fc.constantFrom<Distribution[]>(
  { uniform: [0, 20] },
  { lognormal: { median: "PT1S", p95: "PT1M" } },
  { lognormal: { median: "PT5M", p95: "PT1H" } },
  { empirical: [0, 0, 1, "PT10M"] },
  "PT3M",
);

describe("percentiles of waits", () => {
  it("should be those of the waits in the rows, by nearest rank, job by job and for all", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 4 }),
        durations,
        fc.nat(),
        (jobs, slots, duration, seed) => {
          const timeline = simulate(queueOf(jobs, slots, duration), {
            from: FROM,
            to: FROM + 3 * DAY,
            seed,
          });
          const { waits } = livesOf(timeline);
          const { jobs: found, fleet } = summarize(timeline);
          const expectSpread = (actual: WaitMetrics, own: typeof waits): void => {
            const expected = naiveWait(own) as WaitMetrics;
            expect(actual).toEqual({
              ...expected,
              mean: expect.closeTo(expected.mean, 6) as number,
            });
          };
          expectSpread(fleet.wait, waits);
          found.forEach(({ wait }, index) =>
            expectSpread(
              wait,
              waits.filter(({ job }) => job === index),
            ),
          );
          expect(summarize(timeline).exactPercentiles).toBe(true);
        },
      ),
      runs(60),
    );
  });

  it("should be within 2 % of that where only the summary is kept; mean and longest exact", () => {
    let compared = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 1, max: 4 }),
        durations,
        fc.nat(),
        (jobs, slots, duration, seed) => {
          const fleet = queueOf(jobs, slots, duration);
          const span = { from: FROM, to: FROM + 30 * DAY, seed };
          const exact = summarize(simulate(fleet, span));
          const rough = summarize(simulate(fleet, { ...span, keep: "summary" }));
          expect(rough.exactPercentiles).toBe(false);
          const pairs = [
            [exact.fleet.wait, rough.fleet.wait],
            ...exact.jobs.map(({ wait }, index) => [wait, rough.jobs[index]!.wait]),
          ] as [WaitMetrics, WaitMetrics][];
          for (const [one, other] of pairs) {
            expect([other.mean, other.max, other.unfinished]).toEqual([
              one.mean,
              one.max,
              one.unfinished,
            ]);
            for (const key of ["p50", "p95"] as const) {
              expect(
                Math.abs(other[key] - one[key]),
                `${key}: ${other[key]} for ${one[key]}`,
              ).toBeLessThanOrEqual(0.02 * one[key] + 0.5); // whole ms
              if (one[key] > 0) compared += 1;
            }
          }
        },
      ),
      runs(60),
    );
    expect(compared).toBeGreaterThan(500);
  });

  it("should rank in whole numbers: 19 of 20 is 95 %", () => {
    // One slot, 20 jobs of an hour at once: waits 0, 1, ..., 19 hours.
    const jobs = Array.from({ length: 20 }, (_, index): Job => ({
      id: `job-${index}`,
      policy: daily("00:00"),
      workload: { duration: HOUR },
      proxyId: "P",
    }));
    const { wait } = summarize(
      simulate({ jobs, proxies: [{ id: "P", slots: 1 }] }, { from: FROM, to: FROM + DAY }),
    ).fleet;
    expect(wait).toEqual({
      mean: 9.5 * HOUR,
      p50: 9 * HOUR,
      p95: 18 * HOUR,
      max: 19 * HOUR,
      unfinished: 0,
    });
  });
});
