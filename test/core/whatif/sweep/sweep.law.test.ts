/**
 * A row of a sweep is a simulation, to the byte; and a row that is as good as any is seldom called
 * worse.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fleet, simulate, slots, sweep, variation } from "../../../../src/index.ts";
import { scenarios } from "../../../support/fleetArbitraries.ts";
import { daily, fleetChanges } from "../../../support/whatIf.ts";

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

describe("the best rows under several seeds", () => {
  const EXPERIMENTS = 200;
  const WEEK = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
  const workload = { duration: { lognormal: { median: "PT40M", p95: "PT2H" } } } as const;
  const job = { policy: daily("22:00"), proxyId: "p", workload };
  const fleet: Fleet = {
    jobs: ["a", "b", "c"].map((id) => ({ ...job, id })),
    proxies: [{ id: "p", slots: 2 }],
  };
  /** The same in truth: only the luck is another. */
  const twins = ["first", "second", "third", "fourth"].map((name) =>
    variation(name, (of) => ({
      ...of,
      jobs: of.jobs.map((one) => ({ ...one, id: `${name} ${one.id}` })),
    })),
  );
  const { "1 slot": narrow } = slots("p", [1]);

  it("should leave out one that is as good as any in at most 5 of 100 sweeps", () => {
    let left = 0;
    for (let run = 0; run < EXPERIMENTS; run += 1) {
      const span = { ...WEEK, seed: 10 * run };
      const study = sweep(fleet, [...twins, variation("narrow", narrow!)], span, { seeds: 10 });
      const best = study.best("waitMean").map(({ name }) => name);
      if (!best.includes("first")) left += 1;
      expect(best).not.toContain("narrow");
    }
    // 5 % of 200 are 10; 21 or more are luck in 1 of 1,000 cases.
    expect(left).toBeLessThanOrEqual(20);
  });
});
