import { describe, expect, it } from "vitest";
import {
  compareReplicated,
  describeProposal,
  type Fleet,
  parsePolicy,
  replicate,
  slots,
  stagger,
  sweep,
} from "../../../src/index.ts";
import {
  judgedOfComparison,
  judgedOfProposal,
  judgedOfReplication,
} from "../../../src/report/charts/judgedChart.ts";
import { studyChart } from "../../../src/report/charts/studyChart.ts";

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

describe("studyChart", () => {
  it("should have every row and metric, and what is best under one seed", () => {
    const study = sweep(fleetWith(1), slots("proxy", [1, 2, 3]), WEEK);
    const chart = studyChart(study);
    expect(chart).toMatchObject({ seeds: 1, dimensions: study.dimensions });
    expect(chart.rows.map(({ name }) => name)).toEqual(study.rows.map(({ name }) => name));
    const at = (name: string): number => chart.metrics.findIndex((metric) => metric.name === name);
    expect(chart.metrics[at("worstExposure")]).toEqual({
      name: "worstExposure",
      label: "worst exposure",
      unit: "ms",
    });
    chart.rows.forEach(({ cells }, row) => {
      const value = study.rows[row]!.metrics.peak;
      expect(cells[at("peak")]).toEqual({ value, low: value, high: value, isAmongBest: row === 0 });
    });
  });

  it("should have intervals under several seeds, and what is not clearly worse", () => {
    const study = sweep(fleetWith(1), slots("proxy", [1, 2, 3]), WEEK, { seeds: 12 });
    const chart = studyChart(study);
    expect(chart.seeds).toBe(12);
    const place = chart.metrics.findIndex(({ name }) => name === "waitMax");
    const best = new Set(study.best("waitMax").map(({ name }) => name));
    expect(best.size).toBe(1);
    chart.rows.forEach(({ name, cells }, row) => {
      const { mean, low, high } = study.rows[row]!.metrics.waitMax;
      expect(cells[place]).toEqual({ value: mean, low, high, isAmongBest: best.has(name) });
    });
  });
});

describe("judgedOfProposal", () => {
  it("should have the figures and the words of the text", () => {
    const proposal = stagger(fleetWith(3), WEEK);
    const { judged } = proposal;
    const chart = judgedOfProposal(proposal);
    const text = describeProposal(proposal);
    expect(chart.seeds).toBe(judged.seeds);
    expect(chart.figures.map(({ label, unit }) => `${label}: ${unit}`)).toEqual([
      "peak of concurrent sessions: count",
      "worst exposure: ms",
      "runs lost: count",
      "jobs over target: count",
    ]);
    for (const { label, interval } of chart.figures) {
      expect(text).toContain(label);
      expect(interval).toBe("each");
    }
    const { mean, low, high } = judged.candidate;
    expect(chart.figures[0]!.sides[1]).toEqual({ side: "candidate", mean, low, high });
  });
});

describe("judgedOfComparison", () => {
  it("should lay the interval of a difference at the baseline's mean, which has none", () => {
    const comparison = compareReplicated(fleetWith(1), fleetWith(2), WEEK, { seeds: 12 });
    const chart = judgedOfComparison(comparison);
    const found = comparison.find("fleet", "", "wait.max")!;
    const figure = chart.figures.find(({ label }) => label === "wait, longest")!;
    const { baseline, candidate, difference } = found;
    expect(figure).toEqual({
      label: "wait, longest",
      unit: "ms",
      sides: [
        { side: "baseline", mean: baseline, low: baseline, high: baseline },
        {
          side: "candidate",
          mean: candidate,
          low: baseline + difference.low,
          high: baseline + difference.high,
        },
      ],
      interval: "difference",
      isClear: true,
    });
    for (const { sides } of chart.figures)
      for (const { mean, low, high } of sides) {
        expect(low).toBeLessThanOrEqual(mean + 1e-6);
        expect(high).toBeGreaterThanOrEqual(mean - 1e-6);
      }
    const few = judgedOfComparison(
      compareReplicated(fleetWith(1), fleetWith(2), WEEK, { seeds: 3 }),
    );
    expect(few.figures.every(({ isClear }) => isClear === undefined)).toBe(true);
  });
});

describe("judgedOfReplication", () => {
  it("should have what texts tell of a fleet", () => {
    const replication = replicate(fleetWith(1), WEEK, { seeds: 3 });
    const { figures } = judgedOfReplication(replication);
    const { mean, low, high } = replication.fleet.wait.p95;
    expect(figures.find(({ label }) => label === "wait, p95")!.sides).toEqual([
      { side: "", mean, low, high },
    ]);
    expect(figures.some(({ label }) => label === "wait, median")).toBe(false);
  });
});
