/**
 * No two runs of a job share a key, wherever clocks change, and a key comes from the very date on
 * which the run is due, or from the one next to it.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oracleRuns, oracleWall } from "./calendarOracle.ts";
import { oracleRunKey, runKeyText } from "./runKeyOracle.ts";
import { crossedScenes, runs, scheduledScenes } from "./scheduleArbitraries.ts";

const DAY = 86_400_000;

describe("oracleRunKey", () => {
  it("should give every admitted run of a job a key of its own", () => {
    const met = { moved: 0, second: 0, opening: 0, otherDate: 0 };
    fc.assert(
      fc.property(fc.oneof(scheduledScenes, crossedScenes), ({ policy, clock, instant }) => {
        const admitted = oracleRuns(policy, clock, instant - 2 * DAY, instant + 2 * DAY).filter(
          (run) => run.admitted,
        );
        const keys = admitted.map((run) => oracleRunKey(policy, clock, run));
        expect(new Set(keys.map(runKeyText)).size).toBe(admitted.length);
        admitted.forEach(({ instant: at, clockChange, atOpening }, index) => {
          const { date, pass } = keys[index]!;
          const shown = Math.floor(oracleWall(clock.zone, at) / DAY) * DAY;
          // The day before, or after; two days of the calendar where the one between never was.
          expect(Math.abs(Date.parse(date) - shown)).toBeLessThanOrEqual(2 * DAY);
          if (clockChange === "shifted" || clockChange === "gap-end") met.moved += 1;
          if (pass === 1) met.second += 1;
          if (atOpening) met.opening += 1;
          if (Date.parse(date) !== shown) met.otherDate += 1;
        });
      }),
      runs(400),
    );
    for (const [what, often] of Object.entries(met)) expect(often, what).toBeGreaterThan(0);
  });
});
