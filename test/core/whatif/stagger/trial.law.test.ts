/**
 * A proposal stands up to seeds that it never saw (R37).
 *
 * `RUNCAST_FUZZ=5` gives the law five times the fleets: 200 that are put on trial.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairedInterval, simulate, stagger, type Summary } from "../../../../src/index.ts";
import { fleetOf, harms, nights } from "../../../support/luckyNights.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { valueOf } from "../../../support/whatIf.ts";

const unseenSeeds = Array.from({ length: 30 }, (_, index) => 2_000_000 + index);
/** Where the first 30 show harm, these say whether that was luck: one interval in forty is. */
const furtherSeeds = Array.from({ length: 300 }, (_, index) => 3_000_000 + index);

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
