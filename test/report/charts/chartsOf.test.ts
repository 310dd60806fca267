import { describe, expect, it } from "vitest";
import {
  compare,
  compareReplicated,
  type Fleet,
  forecast,
  headroom,
  parsePolicy,
  replicate,
  simulate,
  slots,
  stagger,
  sweep,
} from "../../../src/index.ts";
import { hostZone } from "../../../src/host/zones.ts";
import type { ChartName } from "../../../src/report/charts/chart.ts";
import {
  type Charted,
  chartNamesOf,
  chartOf,
  chartsOf,
  whyNoChart,
} from "../../../src/report/charts/chartsOf.ts";

const nightly = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
const WEEK = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
const fleetWith = (count: number): Fleet => ({
  jobs: ["mail", "sites", "teams"].map((id) => ({
    id,
    policy: nightly,
    proxyId: "proxy",
    rpo: 86_400_000,
    workload: { duration: { uniform: ["30m", "60m"] } },
  })),
  proxies: [{ id: "proxy", slots: count }],
});
const options = { zoneOf: (name: string) => hostZone(name) };
const SIDED: ChartName[] = ["week", "load", "sessions", "exposure"];

const timeline = simulate(fleetWith(1), WEEK);
const comparison = compare(timeline, simulate(fleetWith(2), WEEK));
const proposal = stagger(fleetWith(3), WEEK);
const study = sweep(fleetWith(1), slots("proxy", [1, 2]), WEEK);

/** An answer, what it is called, and the charts that it has. */
const ANSWERS: readonly (readonly [what: string, answer: Charted, names: readonly ChartName[]])[] =
  [
    ["a forecast", forecast(fleetWith(1), { from: WEEK.from }), ["week"]],
    ["a timeline", timeline, SIDED],
    [
      "a timeline without rows",
      simulate(fleetWith(1), { ...WEEK, keep: "summary" }),
      ["week", "load"],
    ],
    ["a comparison", comparison, SIDED],
    ["a copy of a comparison", structuredClone(comparison), []],
    ["a proposal", proposal, [...SIDED, "judged"]],
    ["a copy of a proposal", structuredClone(proposal), ["judged"]],
    [
      "two fleets under seeds",
      compareReplicated(fleetWith(1), fleetWith(2), WEEK, { seeds: 10 }),
      ["judged"],
    ],
    ["one fleet under seeds", replicate(fleetWith(1), WEEK, { seeds: 3 }), ["judged"]],
    ["a study", study, ["study"]],
    [
      "a study under seeds",
      sweep(fleetWith(1), slots("proxy", [1, 2]), WEEK, { seeds: 10 }),
      ["study"],
    ],
    ["a copy of a study", structuredClone(study), []],
    ["headroom", headroom(fleetWith(2), WEEK, { ask: ["slots"], seeds: 2 }), []],
  ];

describe("chartsOf", () => {
  it.each(ANSWERS)("should make the charts of %s, and no other", (_, answer, names) => {
    expect(chartNamesOf(answer)).toEqual(names);
    expect(chartsOf(answer, options).map(({ kind }) => kind)).toEqual(names);
  });

  it.each(ANSWERS)("should make charts of %s that survive a clone", (_, answer) => {
    for (const chart of chartsOf(answer, options)) expect(structuredClone(chart)).toEqual(chart);
  });

  it("should say what a missing chart takes", () => {
    expect(whyNoChart(study, "week")).toBe("a study has no week chart");
    expect(whyNoChart(structuredClone(comparison), "load")).toBe(
      "this is a copy of a comparison, which does not have what was compared",
    );
    expect(whyNoChart(simulate(fleetWith(1), { ...WEEK, keep: "summary" }), "exposure")).toBe(
      'it was simulated with keep: "summary", which keeps no sessions',
    );
    expect(chartOf(timeline, "exposure", { ...options, job: "nobody" })).toBeUndefined();
    expect(chartOf(timeline, "exposure", { ...options, job: "teams" })).toMatchObject({
      job: { id: "teams" },
    });
  });

  it("should leave the data of a comparison as it was", () => {
    expect(Object.keys(comparison)).not.toContain("sides");
    expect(JSON.stringify(comparison)).not.toContain('"sides"');
    expect(comparison.sides().baseline).toBe(timeline);
  });
});
