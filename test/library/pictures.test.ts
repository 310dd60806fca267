/** What `chartSvg` refuses, and with which words, before it draws anything. */
import { describe, expect, it } from "vitest";
import {
  chartSvg,
  compare,
  parsePolicy,
  PolicyError,
  replicate,
  simulate,
  slots,
  sweep,
} from "runcast";

const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
const fleet = {
  jobs: [{ id: "mail", policy, proxyId: "p", workload: { duration: "PT45M" } }],
  proxies: [{ id: "p", slots: 1 }],
};
const span = { from: "2026-01-05", to: "2026-01-07" };
const timeline = simulate(fleet, span);

/** The issues of a call, a line each. */
function issuesOf(...args: readonly unknown[]): string[] {
  try {
    (chartSvg as (...all: readonly unknown[]) => string)(...args);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.issues.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe("a picture of what is none", () => {
  it("should be refused with every issue", () => {
    expect(issuesOf(timeline, "weak", { width: 10, heigth: 3, dark: "yes", jobs: 0.5 })).toEqual([
      expect.stringMatching(/^options\.heigth: expected one of width, height.*height/),
      "options.width: expected whole px from 200 to 10,000, received 10",
      'options.dark: expected true or false, received "yes"',
      "options.jobs: expected a whole number from 1 to 1,000, received 0.5",
      'chart: expected one of week, load, sessions, exposure, study, judged, received "weak"',
    ]);
    for (const answer of [undefined, null, 7, "timeline", [], {}, fleet])
      expect(issuesOf(answer, "week")).toEqual([
        expect.stringMatching(/^answer: expected an answer, as forecast, simulate, compare/),
      ]);
    expect(issuesOf(timeline, "week", 5)[0]).toMatch(/^options: expected an object of options/);
  });

  it("should say why an answer has no such chart", () => {
    const study = sweep(fleet, slots("p", [1, 2]), { ...span, seed: 1 });
    expect(issuesOf(study, "load")).toEqual([
      'chart: expected a chart that the answer has, received "load"; a study has no load chart',
    ]);
    expect(issuesOf(timeline, "study")[0]).toContain("a simulation has no study chart");
    const summary = simulate(fleet, { ...span, keep: "summary" });
    expect(issuesOf(summary, "sessions")[0]).toContain("keeps no sessions");
    const comparison = compare(timeline, timeline);
    expect(issuesOf(structuredClone({ ...comparison }), "week")[0]).toContain("a copy");
    expect(issuesOf(replicate(fleet, { ...span, seed: 1 }, { seeds: 2 }), "week")[0]).toContain(
      "a simulation under several seeds has no week chart",
    );
  });

  it("should be refused where an option is another chart's", () => {
    expect(issuesOf(timeline, "week", { job: "mail", jobs: 3, line: "p", clock: "utc" })).toEqual(
      ["clock", "line", "job", "jobs"].map((key): unknown =>
        expect.stringMatching(new RegExp(`^options\\.${key}: .*a week chart has no ${key}$`)),
      ),
    );
  });

  it("should be refused where nothing has the id or the measure", () => {
    expect(issuesOf(timeline, "exposure", { job: "nail" })).toEqual([
      'options.job: expected the id of a job whose sessions are in the answer, received "nail"',
    ]);
    expect(issuesOf(timeline, "load", { line: "q" })[0]).toContain("the id of a proxy");
    expect(issuesOf(timeline, "load", { line: "p", measure: "threads" })[0]).toContain(
      "it shares no threads",
    );
    expect(issuesOf(timeline, "week", { measure: "threads" })[0]).toContain(
      "one of allowed, starts, lost, running",
    );
  });
});
