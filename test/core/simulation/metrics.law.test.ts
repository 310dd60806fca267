/**
 * Metrics against a recomputation from the rows, minute by minute.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simulate, summarize } from "../../../src/index.ts";
import { scenarios } from "../../support/fleetArbitraries.ts";
import { naiveSummary } from "../../support/naiveSummary.ts";
import { runs } from "../../support/scheduleArbitraries.ts";

/** The same shape, the same words, and numbers that differ by rounding at most. */
function expectClose(actual: unknown, expected: unknown, path = "summary"): void {
  if (typeof expected === "number" && typeof actual === "number") {
    const isClose =
      Object.is(actual, expected) ||
      Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
    if (!isClose) expect(actual, path).toBe(expected);
  } else if (
    expected !== null &&
    typeof expected === "object" &&
    actual !== null &&
    typeof actual === "object"
  ) {
    expect(Object.keys(actual).sort(), path).toEqual(Object.keys(expected).sort());
    for (const [key, value] of Object.entries(expected))
      expectClose((actual as Record<string, unknown>)[key], value, `${path}.${key}`);
  } else expect(actual, path).toBe(expected);
}

describe("summarize", () => {
  it("should say what a recomputation from the rows says, over clock changes too", () => {
    const zones = ["UTC", "America/New_York", "Australia/Lord_Howe"];
    fc.assert(
      fc.property(scenarios({ zeroes: false, zones }), ({ fleet, from, to, rules }) => {
        const timeline = simulate(fleet, { from, to, rules });
        expectClose(summarize(timeline), naiveSummary(timeline));
      }),
      runs(250),
    );
  });
});
