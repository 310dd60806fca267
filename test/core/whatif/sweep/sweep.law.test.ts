/**
 * A row of a sweep is a simulation, to the byte.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simulate, sweep } from "../../../../src/index.ts";
import { scenarios } from "../../../support/fleetArbitraries.ts";
import { fleetChanges } from "../../../support/whatIf.ts";

describe("sweep", () => {
  it("should give each row the summary of a separate simulation, to the byte", () => {
    fc.assert(
      fc.property(
        scenarios(),
        fc.array(fleetChanges, { minLength: 1, maxLength: 4 }),
        fc.constantFrom("all", "summary"),
        ({ fleet: any, from, to, rules }, changes, keep) => {
          const span = { from, to, rules, keep, seed: 5 };
          const { rows } = sweep(
            any,
            Object.fromEntries(changes.map((change, index) => [`change ${index}`, change])),
            span,
          );
          expect(rows).toHaveLength(changes.length);
          rows.forEach((row, index) =>
            expect(JSON.stringify(row.summary)).toBe(
              JSON.stringify(simulate(changes[index]!(any), span).summary),
            ),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
