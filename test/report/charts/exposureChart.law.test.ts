/**
 * Ramps against the summary, and against restore points found row by row.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fleet, simulate, type Timeline } from "../../../src/index.ts";
import { hostZone } from "../../../src/host/zones.ts";
import type { ExposureFigures } from "../../../src/report/charts/chart.ts";
import { exposureOf } from "../../../src/report/charts/exposureChart.ts";
import { sessionsOfTimelines } from "../../../src/report/charts/sessionsChart.ts";
import { chartScenarios } from "../../support/chartFleets.ts";
import { scenarios } from "../../support/fleetArbitraries.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { sharingScenarios } from "../../support/sharingArbitraries.ts";

/** The highest point of all ramps. */
function topOf({ at, low }: ExposureFigures, to: number): number {
  return Math.max(...low.map((begin, ramp) => begin + (at[ramp + 1] ?? to) - at[ramp]!));
}

/** The mean of all ramps over the span. */
function meanOf({ at, low }: ExposureFigures, to: number): number {
  return low.reduce((sum, begin, ramp) => {
    const lengthMs = (at[ramp + 1] ?? to) - at[ramp]!;
    return sum + (lengthMs / (to - at[0]!)) * (begin + lengthMs / 2);
  }, 0);
}

function expectAsSummary(timeline: Timeline): void {
  const { fleet, span, summary } = timeline;
  const zone = hostZone(fleet.clock?.zone ?? "UTC");
  const chart = sessionsOfTimelines([{ side: "", timeline }], zone)!;
  chart.jobs.forEach(({ id }, place) => {
    const { exposure } = summary.jobs.find((job) => job.id === id)!;
    const [figures] = exposureOf(structuredClone(chart), place)!.sides;
    expect(figures!.worst).toBe(exposure.worst);
    expect(figures!.worstAt).toBe(exposure.worstInterval.to);
    expect(topOf(figures!, span.to)).toBe(exposure.worst);
    expect(meanOf(figures!, span.to) / (exposure.mean || 1)).toBeCloseTo(
      exposure.mean === 0 ? 0 : 1,
      9,
    );
  });
}

/** Whether a source has sessions that take no time: rows do not tell who saw their points. */
function hasHiddenPoints({ fleet, rows }: Timeline): boolean {
  const sources = new Set(fleet.jobs.map(({ copyOf }) => copyOf));
  return [...rows()].some(({ job, start, end }) => sources.has(job) && start === end);
}

describe("exposureOf", () => {
  it("should reach the worst exposure and have the mean of the summary, of copies too", () => {
    fc.assert(
      fc.property(chartScenarios, ({ fleet, span }) => expectAsSummary(simulate(fleet, span))),
      runs(300),
    );
  });

  it("should do so where threads, paces and outages decide", () => {
    fc.assert(
      fc.property(sharingScenarios(), ({ fleet, from, to, rules }) => {
        const timeline = simulate(fleet as Fleet, { from, to, rules });
        fc.pre(!hasHiddenPoints(timeline));
        expectAsSummary(timeline);
      }),
      runs(300),
    );
  });

  it("should do so where everything meets everything, and sessions may take no time", () => {
    fc.assert(
      fc.property(scenarios(), ({ fleet, from, to, rules }) =>
        expectAsSummary(simulate(fleet, { from, to, rules })),
      ),
      runs(300),
    );
  });
});
