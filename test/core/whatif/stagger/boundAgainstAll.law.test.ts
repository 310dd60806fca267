/**
 * No bound is above what some placing reaches (R38): every placing of small nights is simulated,
 * with windows, stopped and skipped runs, lines, retries, and starts off the grid.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stagger } from "../../../../src/index.ts";
import {
  everyPlacing,
  leastPeak,
  losingNoMore,
  smallNights,
} from "../../../support/exhaustiveNights.ts";

describe("the bound of a peak", () => {
  it("should not be above what a placing reaches that loses no more", () => {
    let bounds = 0;
    let above1 = 0;
    fc.assert(
      fc.property(smallNights, ({ fleet, gridMinutes, within, choices, span }) => {
        const { bound } = stagger(fleet, span, { gridMinutes, within });
        if (bound === undefined) return;
        bounds += 1;
        if (bound.atLeast > 1) above1 += 1;
        const all = losingNoMore(everyPlacing(fleet, choices, span, [1]));
        expect(bound.atLeast).toBeLessThanOrEqual(leastPeak(all));
      }),
      { numRuns: 450 },
    );
    // A program that claims nothing would keep this law, too.
    expect(bounds).toBeGreaterThan(50);
    expect(above1).toBeGreaterThan(20);
  });
});
