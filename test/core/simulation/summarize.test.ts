/**
 * What `summarize` takes: a timeline, and the rules that it was simulated under but for one.
 */
import { describe, expect, it } from "vitest";
import { PolicyError, simulate, summarize, type Timeline } from "../../../src/index.ts";
import { at, daily, DAY, HOUR } from "../../support/scheduleBuilders.ts";

const MON = at("2026-01-05T00:00Z");
const fleet = {
  jobs: [
    {
      id: "a",
      policy: daily("22:00"),
      workload: () => ({ duration: HOUR, outcome: "Warning" as const }),
    },
  ],
};
const span = { from: MON, to: MON + 3 * DAY };
const rules = { retryManual: true, pendingRetry: "first" } as const;

function issuesOf(timeline: unknown, options?: unknown): string[] {
  try {
    summarize(timeline as Timeline, options as never);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.issues.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe("summarize", () => {
  it("should say what is no timeline, and what to do with a fleet or a copy", () => {
    const made = "timeline: expected a timeline, as simulate gives it, received";
    const fleetOnly = { jobs: [] };
    expect([undefined, null, 5, [], {}, { jobs: 5 }].flatMap((value) => issuesOf(value))).toEqual([
      `${made} nothing`,
      `${made} nothing`,
      `${made} 5`,
      `${made} an array of 0`,
      `${made} an empty object`,
      `${made} an object with keys jobs`,
    ]);
    expect(issuesOf(fleetOnly)).toEqual([
      `${made} an object with keys jobs; this is a fleet: simulate it first`,
    ]);
    const { fleet: of, span: when, sessions, missed, summary, rules: by } = simulate(fleet, span);
    const copy = { fleet: of, span: when, rules: by, sessions, missed, summary };
    const [told, ...more] = issuesOf(copy);
    expect(more).toEqual([]);
    expect(told).toMatch(
      /^timeline: expected a timeline, as simulate gives it, received an object/,
    );
    expect(told).toMatch(/; this is a copy: timelineFrom brings it back$/);
    const asked = { ...copy, rows: null, missedRows: null, summaryUnder: null };
    expect(issuesOf(asked)).toEqual([]);
    for (const key of Object.keys(copy)) {
      const { [key]: _, ...part } = copy as Record<string, unknown>;
      expect(issuesOf(part)).toHaveLength(1);
      expect(issuesOf(part)[0]).not.toContain("; ");
    }
    for (const key of ["rows", "missedRows", "summaryUnder"]) {
      const { [key]: _, ...part } = asked as Record<string, unknown>;
      expect(issuesOf(part)[0]).toMatch(/; this is a copy: timelineFrom brings it back$/);
    }
  });

  it("should say what is no option and no rule, together with what is no timeline", () => {
    expect(issuesOf(5, { rule: {} })).toEqual([
      "timeline: expected a timeline, as simulate gives it, received 5",
      'options.rule: expected one of rules, received "rule"; did you mean rules?',
    ]);
    const timeline = simulate(fleet, span);
    expect(issuesOf(timeline, 5)).toEqual([
      "options: expected an object of options: rules, received 5",
    ]);
    expect(issuesOf(timeline, { rules: { restorePoint: "any" } })).toEqual([
      'rules.restorePoint: expected one of success-or-warning, success, received "any"',
    ]);
  });

  it("should refuse each other rule that shaped the timeline, and take it as it was", () => {
    const timeline = simulate(fleet, { ...span, rules });
    const again = "simulate again under the other rule";
    expect(
      issuesOf(timeline, {
        rules: {
          retryOnWarning: false,
          pendingRetry: "superseded",
          retryManual: false,
          restorePoint: "success",
          outage: "fail",
        },
      }),
    ).toEqual([
      `rules.retryOnWarning: expected true, as simulated, received false; ${again}`,
      `rules.pendingRetry: expected first, as simulated, received "superseded"; ${again}`,
      `rules.retryManual: expected true, as simulated, received false; ${again}`,
      `rules.outage: expected wait, as simulated, received "fail"; ${again}`,
    ]);
    for (const same of [{}, { ...rules }, { retryManual: undefined, outage: "wait" }])
      expect(issuesOf(timeline, { rules: same })).toEqual([]);
  });

  it("should read exposure by another opinion of restore points, or give what is there", () => {
    const timeline = simulate(fleet, span);
    const worst = (restorePoint?: "success" | "success-or-warning"): number =>
      summarize(timeline, { rules: { restorePoint } as never }).fleet.worstExposure;
    expect(summarize(timeline)).toBe(timeline.summary);
    expect(summarize(timeline, {})).toBe(timeline.summary);
    // From a night's start to the end of the next one's session; with success alone, never.
    expect([worst(), worst("success-or-warning"), worst("success")]).toEqual([
      25 * HOUR,
      25 * HOUR,
      3 * DAY,
    ]);
    const strict = simulate(fleet, { ...span, rules: { restorePoint: "success" } });
    expect(strict.summary.fleet.worstExposure).toBe(3 * DAY);
    expect(
      summarize(strict, { rules: { restorePoint: "success-or-warning" } }).fleet.worstExposure,
    ).toBe(25 * HOUR);
  });
});
