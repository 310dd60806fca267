/**
 * A proposal stands up to seeds that it never saw (R37).
 *
 * `RUNCAST_FUZZ=5` gives the law five times the fleets: 200 that are put on trial.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Distribution,
  type Fleet,
  type Job,
  pairedInterval,
  parsePolicy,
  simulate,
  stagger,
  type Summary,
} from "../../../../src/index.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { HOUR, lostRuns, MINUTE, nightly, valueOf } from "../../../support/whatIf.ts";

const unseenSeeds = Array.from({ length: 30 }, (_, index) => 2_000_000 + index);
/** Where the first 30 show harm, these say whether that was luck: one interval in forty is. */
const furtherSeeds = Array.from({ length: 300 }, (_, index) => 3_000_000 + index);

// --- fleets under luck: what a proposal has to stand up to

const lengths: fc.Arbitrary<Distribution> = fc.oneof(
  fc.integer({ min: 10, max: 100 }).map((minutes) => minutes * MINUTE),
  fc
    .tuple(fc.integer({ min: 10, max: 90 }), fc.constantFrom(1.5, 2, 3))
    .map(([minutes, times]): Distribution => ({
      lognormal: { median: minutes * MINUTE, p95: times * minutes * MINUTE },
    })),
);
const nights = fc.record({
  jobs: fc.array(
    fc.record({
      time: fc.constantFrom("20:00", "21:30", "22:00", "22:00", "22:00", "23:00", "01:00"),
      length: lengths,
      isHourly: fc.integer({ min: 0, max: 7 }).map((draw) => draw === 7),
      failed: fc.constantFrom(0, 0.02, 0.1, 0.1, 0.3),
      proxy: fc.constantFrom(0, 0, 0, 1, 9),
    }),
    { minLength: 2, maxLength: 14 },
  ),
  slots: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  window: fc.constantFrom(undefined, [20, 6], [20, 8], [21, 4]),
  retries: fc.constantFrom(undefined, [1, 10], [3, 10], [3, 30]),
  rpo: fc.constantFrom(26, 30, 50),
  lower: fc.constantFrom("peak" as const, "wait" as const, "exposure" as const),
  zone: fc.constantFrom("UTC", "America/New_York"),
  seed: fc.nat(1_000_000),
});

type Night = typeof nights extends fc.Arbitrary<infer Value> ? Value : never;

function fleetOf({ jobs, slots, window, retries, rpo, zone }: Night): Fleet {
  return {
    clock: { zone, windowClock: "server" },
    proxies: slots.map((count, index) => ({ id: `p${index}`, slots: count })),
    jobs: jobs.map(({ time, length, isHourly, failed, proxy }, index): Job => ({
      id: `j${index}`,
      policy: parsePolicy({
        ...(isHourly
          ? { type: "Periodically", periodicallyEvery: "Hours4" }
          : { type: "Daily", dailyType: "Everyday", dailyTime: time }),
        ...(window && {
          backupWindowEnabled: true,
          backupWindowSettings: { backupWindow: nightly(window[0], window[1]) },
        }),
        ...(retries && {
          retryEnabled: true,
          retryNumber: retries[0],
          retryWaitInterval: retries[1],
        }),
      }),
      rpo: rpo * HOUR,
      workload: { duration: length, failed },
      ...(proxy < 2 && { proxyId: `p${proxy}` }),
    })),
  };
}

const harms: Readonly<Record<string, (summary: Summary) => number>> = {
  "runs lost": lostRuns,
  "jobs over target": ({ fleet }) => fleet.jobsOverTarget.length,
  "worst exposure": ({ fleet }) => fleet.worstExposure,
};

describe("a proposal", () => {
  it("should be worse in nothing on 30 seeds that it never saw", () => {
    // Nights before and after the one in which New York goes to daylight-saving time.
    const span = { from: Date.UTC(2026, 2, 3, 12), to: Date.UTC(2026, 2, 12, 12) };
    let proposed = 0;
    let suspected = 0;
    const worse: string[] = [];
    fc.assert(
      fc.property(nights, (night) => {
        const fleet = fleetOf(night);
        const { lower, seed } = night;
        const proposal = stagger(fleet, { ...span, seed }, { lower });
        if (proposal.moves.length === 0) {
          expect(proposal.fleet).toBe(fleet);
          expect(proposal.because).toMatch(/^\S/);
          return;
        }
        proposed += 1;
        const livedThrough = (seeds: readonly number[]): Summary[][] =>
          [fleet, proposal.fleet].map((side) =>
            seeds.map((each) => simulate(side, { ...span, seed: each, keep: "summary" }).summary),
          );
        const sides = livedThrough(unseenSeeds);
        for (const [name, of] of Object.entries(harms)) {
          const isWorse = ([before, after]: Summary[][]): boolean =>
            pairedInterval(before!.map(of), after!.map(of)).low > 0;
          if (!isWorse(sides)) continue;
          suspected += 1;
          if (isWorse(livedThrough(furtherSeeds)))
            worse.push(`${name} of ${JSON.stringify(night)}`);
        }
        const value = (summary: Summary): number => valueOf(lower, summary);
        const { mean } = pairedInterval(sides[0]!.map(value), sides[1]!.map(value));
        expect(mean).toBeLessThan(0);
      }),
      { ...runs(40), seed: 7 },
    );
    expect(worse).toEqual([]);
    // More than one suspicion in twenty proposals is more than luck.
    expect(suspected).toBeLessThanOrEqual(1 + proposed / 20);
    expect(proposed).toBeGreaterThan(runs(10).numRuns);
  });
});
