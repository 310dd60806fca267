/**
 * The engine against the slow simulator where threads are shared, paces change, resources have
 * outages, work grows and jobs copy others (R28 to R32).
 *
 * The slow one shares no code with it and counts in fractions: what takes a third of a speed for a
 * while ends at the same ms, or the two differ.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fleet } from "../../../src/index.ts";
import { expectAsSlow } from "../../support/againstSlow.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { sharingScenarios } from "../../support/sharingArbitraries.ts";
import { demandOf } from "../../support/slowDemand.ts";
import { slowFleetOf } from "../../support/slowFleet.ts";
import { slowSimulate } from "../../support/slowSimulator.ts";
import { numberOf } from "../../support/fraction.ts";

describe("the engine", () => {
  it("should find what the slow simulator finds, with threads, pace, outages and copies", () => {
    fc.assert(
      fc.property(sharingScenarios(), ({ fleet, from, to, rules }) => {
        const slowFleet = slowFleetOf(fleet, from, to);
        const slow = slowSimulate(slowFleet, from, to, rules);
        const summary = expectAsSlow({ fleet: fleet as Fleet, from, to, rules }, slow);
        for (const demand of demandOf(slowFleet, slow)) {
          const metrics = summary[demand.list].find(({ id }) => id === demand.id)!;
          expect(metrics.threads).toBe(demand.threads);
          expect(metrics.peakDemand).toBe(demand.peakDemand);
          expect(metrics.mean).toBeCloseTo(numberOf(demand.mean), 9);
          expect(metrics.shareFull).toBeCloseTo(numberOf(demand.shareFull), 9);
        }
      }),
      runs(1_000),
    );
  });
});
