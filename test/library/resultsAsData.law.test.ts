/**
 * Results as data: they are cloned and written whole, and a timeline comes back.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compare,
  compareReplicated,
  forecast,
  headroom,
  parsePolicy,
  type PolicyError,
  replicate,
  simulate,
  slots,
  stagger,
  summarize,
  sweep,
  timelineFrom,
} from "../../src/index.ts";
import { scenarios } from "../support/fleetArbitraries.ts";
import { runs } from "../support/scheduleArbitraries.ts";

const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
const workload = { duration: { uniform: ["30m", "60m"] } };
const common = { policy, workload, proxyId: "proxy", repositoryId: "free", rpo: "26h" };
const fleet = {
  jobs: ["mail", "sites", "teams"].map((id) => ({ id, ...common })),
  proxies: [{ id: "proxy", slots: 1 }],
  repositories: [{ id: "free" }],
};
const span = { from: "2026-01-05", to: "2026-01-08" };
const week = { from: "2026-01-05", to: "2026-01-12" };
const two = slots("proxy", [1, 2]);

/** Every kind of result. */
const RESULTS = {
  timeline: () => simulate(fleet, span),
  "timeline without rows": () => simulate(fleet, { ...span, keep: "summary" }),
  summary: () => summarize(simulate(fleet, span)),
  comparison: () =>
    compare(simulate(fleet, span), simulate({ ...fleet, proxies: [{ id: "proxy" }] }, span)),
  replication: () => replicate(fleet, span, { seeds: 3 }),
  "comparison of seeds": () =>
    compareReplicated(fleet, { ...fleet, proxies: [{ id: "proxy" }] }, span, { seeds: 3 }),
  study: () => sweep(fleet, two, span),
  "study of seeds": () => sweep(fleet, two, span, { seeds: 3 }),
  proposal: () => stagger(fleet, week),
  headroom: () => headroom(fleet, span, { ask: ["slots"] }),
  forecast: () => forecast(fleet, { from: span.from }),
} as const;

/** Whatever can only be an instant: nothing else here counts 30 years of ms. */
const isEpochMs = (value: unknown): boolean => typeof value === "number" && value > 1e12;

/** What is no plain data in a value, a line each; `epochMs` of a moment is beside its texts. */
function problemsOf(value: unknown, path: string): string[] {
  if (isEpochMs(value) && !path.endsWith(".epochMs")) return [`${path} is a bare instant`];
  if (typeof value === "function" || ArrayBuffer.isView(value)) return [`${path} is no data`];
  if (typeof value === "number" && !Number.isFinite(value)) return [`${path} is ${value}`];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => problemsOf(inner, `${path}.${key}`));
}

/** What a value holds, typed arrays as lists, whatever questions stand beside it. */
function dataOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as ArrayLike<unknown>, dataOf);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, dataOf(inner)]));
}

describe.each(Object.entries(RESULTS))("a %s", (_, make) => {
  const result = make();

  it("should survive structuredClone, with all that it has", () => {
    expect(dataOf(structuredClone(result))).toEqual(dataOf(result));
  });

  it("should be written as plain data, its instants in ISO 8601", () => {
    const json = result.toJSON();
    expect(problemsOf(json, "json")).toEqual([]);
    expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(JSON.stringify(json)));
    expect(Object.keys(json)).toEqual(Object.keys(result));
    expect(JSON.stringify(json)).toMatch(/"2026-01-05T00:00:00|"simulations"/);
  });
});

describe("timelineFrom", () => {
  const jsonOf = (value: object): unknown => JSON.parse(JSON.stringify(value));

  it("should bring back any timeline, with its rows and its summary", () => {
    fc.assert(
      fc.property(scenarios(), fc.integer(), ({ fleet: any, from, to, rules }, seed) => {
        const shares = { failed: 0.2, warning: 0.2 };
        const jobs = any.jobs.map((job) => ({ ...job, workload: { ...workload, ...shares } }));
        const timeline = simulate({ ...any, jobs }, { from, to, rules, seed });
        for (const written of [jsonOf(timeline), structuredClone(timeline)]) {
          const back = timelineFrom(written);
          expect([...back.rows()]).toEqual([...timeline.rows()]);
          expect([...back.missedRows()]).toEqual([...timeline.missedRows()]);
          expect(back.summary).toEqual(timeline.summary);
          expect(compare(timeline, back, { causes: "none" }).isEmpty).toBe(true);
        }
      }),
      runs(60),
    );
  });

  it("should not believe a timeline that was changed", () => {
    const changed = jsonOf(simulate(fleet, span)) as { sessions: { start: string[] } };
    changed.sessions.start[1] = "2026-01-05T23:59:00Z";
    const issuesOf = (json: unknown): string[] => {
      try {
        timelineFrom(json);
      } catch (error) {
        return (error as PolicyError).issues.map(({ path }) => path);
      }
      return [];
    };
    expect(issuesOf(changed)).toEqual(["sessions.start[1]"]);
    const short = jsonOf(simulate(fleet, span)) as { sessions: { length: number } };
    short.sessions = { length: 0 };
    expect(issuesOf(short)).toContain("sessions.length");
    for (const none of [5, "{}", {}, [], simulate(fleet, span).toJSON()["sessions"]])
      expect(issuesOf(none)).toEqual(["json"]);
  });

  it("should say that a function does not travel", () => {
    const workload = () => ({ duration: 60_000, outcome: "Success" });
    const timeline = simulate({ jobs: [{ id: "mail", policy, workload }] }, span);
    expect(() => timelineFrom(timeline.toJSON())).toThrow(
      /^jobs\[0\]\.workload: expected .* or a function, received "a function"$/,
    );
  });
});
