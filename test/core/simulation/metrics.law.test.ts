/**
 * Metrics against a recomputation from the rows, minute by minute.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fleet, simulate, summarize, type Summary } from "../../../src/index.ts";
import { RULE_NAMES } from "../../../src/core/simulation/rules.ts";
import { scenarios } from "../../support/fleetArbitraries.ts";
import { naiveSummary } from "../../support/naiveSummary.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { at, every, HOUR, MINUTE } from "../../support/scheduleBuilders.ts";

const MON = at("2026-01-05T00:00Z");

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

/** Without the sentences: what they say is beside them in numbers. */
function wordless(summary: Summary): object {
  return {
    ...summary,
    jobs: summary.jobs.map((job) => {
      const { because: _, ...worstInterval } = job.exposure.worstInterval;
      return { ...job, exposure: { ...job.exposure, worstInterval } };
    }),
    findings: summary.findings.map(({ text: _, ...finding }) => finding),
  };
}

describe("summarize", () => {
  it("should say what a recomputation from the rows says, over clock changes too", () => {
    let waited = 0;
    const zones = ["UTC", "America/New_York", "Australia/Lord_Howe"];
    fc.assert(
      fc.property(scenarios({ zeroes: false, zones }), ({ fleet, from, to, rules }) => {
        const timeline = simulate(fleet, { from, to, rules });
        const summary = summarize(timeline);
        expectClose(wordless(summary), naiveSummary(timeline));
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
        expectClose(wordless(summary), naiveSummary(timeline));
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
