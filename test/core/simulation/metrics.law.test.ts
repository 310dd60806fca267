/**
 * Metrics against a recomputation from the rows, minute by minute.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fleet, simulate, summarize } from "../../../src/index.ts";
import { RULE_NAMES } from "../../../src/core/simulation/rules.ts";
import { scenarios } from "../../support/fleetArbitraries.ts";
import { differs } from "../../support/answers.ts";
import { closeAnswers, naiveSummary, wordless } from "../../support/naiveSummary.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { at, every, HOUR, MINUTE } from "../../support/scheduleBuilders.ts";

const MON = at("2026-01-05T00:00Z");

describe("summarize", () => {
  it("should say what a recomputation from the rows says, over clock changes too", () => {
    let waited = 0;
    const zones = ["UTC", "America/New_York", "Australia/Lord_Howe"];
    fc.assert(
      fc.property(scenarios({ zeroes: false, zones }), ({ fleet, from, to, rules }) => {
        const timeline = simulate(fleet, { from, to, rules });
        const summary = summarize(timeline);
        expect(closeAnswers(wordless(summary), naiveSummary(timeline)).filter(differs)).toEqual([]);
        for (const { exposure } of summary.jobs)
          if (exposure.worstInterval.causes.waiting !== undefined) waited += 1;
      }),
      runs(250),
    );
    // A generator that lost what makes jobs wait would make this a test of nothing.
    expect(waited).toBeGreaterThan(50);
  });

  it("should take a rule that is not said, or said as simulated, for the simulation's", () => {
    fc.assert(
      fc.property(
        scenarios({ zeroes: false }),
        fc.constantFrom(...RULE_NAMES),
        ({ fleet, from, to, rules }, name) => {
          const timeline = simulate(fleet, { from, to, rules });
          for (const said of [undefined, timeline.rules[name]])
            expect(summarize(timeline, { rules: { [name]: said } })).toBe(timeline.summary);
        },
      ),
      runs(30),
    );
  });

  it("should say so too where jobs that need one thing pass those that need two", () => {
    const holder = (needs: "proxy" | "repository") =>
      fc.record({
        needs: fc.constant<"proxy" | "repository" | "both">(needs),
        interval: fc.constantFrom("Minutes30", "Hours1"),
        minutes: fc.integer({ min: 15, max: 75 }),
      });
    const both = fc.record({
      needs: fc.constant("both" as const),
      interval: fc.constantFrom("Minutes15", "Minutes30"),
      minutes: fc.integer({ min: 5, max: 20 }),
    });
    const crossing = fc
      .tuple(holder("proxy"), holder("repository"), both, holder("proxy"), both)
      .map((wishes): Fleet => ({
        jobs: wishes.map(({ needs, interval, minutes }, index) => ({
          id: `job-${index}`,
          policy: every(interval),
          workload: { duration: minutes * MINUTE },
          rpo: 4 * HOUR,
          ...(needs === "repository" ? {} : { proxyId: "P" }),
          ...(needs === "proxy" ? {} : { repositoryId: "R" }),
        })),
        proxies: [{ id: "P", slots: 1 }],
        repositories: [{ id: "R", slots: 1 }],
      }));
    let [passed, started] = [0, 0];
    fc.assert(
      fc.property(crossing, (fleet) => {
        const timeline = simulate(fleet, { from: MON, to: MON + 9 * HOUR });
        const summary = summarize(timeline);
        expect(closeAnswers(wordless(summary), naiveSummary(timeline)).filter(differs)).toEqual([]);
        passed += summary.findings.length;
        started += summary.findings.filter(({ wait }) => wait.started).length;
      }),
      runs(300),
    );
    expect(passed).toBeGreaterThan(20);
    expect(started).toBeGreaterThan(5);
    expect(passed - started).toBeGreaterThan(5);
  });
});
