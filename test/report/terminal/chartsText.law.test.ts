/**
 * Charts in a terminal: every line fits, whatever names and widths there are, and each character
 * says what the figures of the chart say of its stretch of time.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fleet, simulate } from "../../../src/index.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { SESSION_OUTCOMES, type SessionsChart } from "../../../src/report/charts/chart.ts";
import type { TimelineSides } from "../../../src/report/charts/chartSides.ts";
import { loadOfTimelines } from "../../../src/report/charts/loadChart.ts";
import { sessionsOfTimelines } from "../../../src/report/charts/sessionsChart.ts";
import { weekOfTimelines } from "../../../src/report/charts/weekChart.ts";
import { COLOURED, PLAIN } from "../../../src/report/kit/style.ts";
import { displayWidth } from "../../../src/report/kit/table.ts";
import { chartsText } from "../../../src/report/terminal/chartsText.ts";
import { gantt } from "../../../src/report/terminal/gantt.ts";
import { columnMeans, columnTops } from "../../../src/report/terminal/loadBars.ts";
import { chartScenarios } from "../../support/chartFleets.ts";
import { runs } from "../../support/scheduleArbitraries.ts";

const BERLIN = hostZone("Europe/Berlin");

/** Names of others: wide, joined, right to left, without a blank, with what does harm. */
const names = fc.oneof(
  fc.constantFrom(
    "東京本社のメールボックス全部（役員と退職者を除く）",
    "👩‍👩‍👧‍👦📧 Familie",
    "דואר של ההנהלה",
    "بريد الإدارة",
    "\u202eevil\u001b[2Jname\r\n",
    "x".repeat(120),
    "",
  ),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 20 }),
);

const named = (fleet: Fleet, drawn: readonly string[]): Fleet => ({
  ...fleet,
  jobs: fleet.jobs.map((job, index) => ({ ...job, name: drawn[index % drawn.length]! })),
  proxies: (fleet.proxies ?? []).map((proxy, index) => ({
    ...proxy,
    name: drawn[(index + 1) % drawn.length]!,
  })),
});

const chartsOf = (sides: TimelineSides) => ({
  week: weekOfTimelines(sides, BERLIN),
  load: loadOfTimelines(sides, BERLIN),
  sessions: sessionsOfTimelines(sides, BERLIN)!,
});

/** The first whole ms of each of so many stretches of a span. */
const firstInstants =
  ({ from, to }: { readonly from: number; readonly to: number }, count: number) =>
  (column: number): number =>
    from + Number((BigInt(column) * BigInt(to - from) + BigInt(count - 1)) / BigInt(count));

const widths = fc.oneof(
  fc.integer({ min: 40, max: 200 }),
  fc.constantFrom(40, 76, 77, 79, 95, 101),
);

describe("chartsText", () => {
  it("should fit the width, with one side and with two, and hold nothing but text", () => {
    fc.assert(
      fc.property(
        chartScenarios,
        fc.array(names, { minLength: 1, maxLength: 4 }),
        widths,
        fc.boolean(),
        ({ fleet, span }, drawn, width, isTwo) => {
          const timeline = simulate(named(fleet, drawn), span);
          const other = simulate({ ...named(fleet, drawn), jobs: fleet.jobs.slice(0, -1) }, span);
          const sides: TimelineSides = isTwo
            ? [
                { side: "baseline", timeline },
                { side: "candidate", timeline: other },
              ]
            : [{ side: "", timeline }];
          const charts = chartsOf(sides);
          const text = chartsText(charts, { width });
          for (const line of text.split("\n")) {
            expect(displayWidth(line), line).toBeLessThanOrEqual(width);
            expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]|undefined|NaN/u);
          }
          const coloured = chartsText(charts, { width, paint: COLOURED });
          expect(coloured.replaceAll(/\u001b\[[\d;]*m/g, "")).toBe(text);
        },
      ),
      runs(200),
    );
  });
});

describe("columnTops", () => {
  it("should be the most of each stretch, and the peak of the summary in one of them", () => {
    fc.assert(
      fc.property(chartScenarios, fc.integer({ min: 1, max: 190 }), ({ fleet, span }, count) => {
        const timeline = simulate(fleet, span);
        const rows = [...timeline.rows()];
        const { load } = chartsOf([{ side: "", timeline }]);
        const [all] = load.lines;
        const tops = columnTops(all!.sides[0]!, { span: load.span, count });
        expect(Math.max(...tops)).toBe(timeline.summary.fleet.occupancy.peak);
        const edge = firstInstants(span, count);
        tops.forEach((top, column) => {
          const [from, to] = [edge(column), edge(column + 1)];
          // Only where something starts, or at its beginning, can a stretch have its most; what
          // runs at its beginning is in it from before.
          const instants = [from, ...rows.map(({ start }) => start)].filter(
            (at) => at >= from && at < to,
          );
          const levels = instants.map(
            (at) => rows.filter(({ start, end }) => start <= at && at < end).length,
          );
          expect(top).toBe(Math.max(...levels));
        });
      }),
      runs(100),
    );
  });
});

describe("columnMeans", () => {
  it("should have the mean of the summary together, and never more than the most", () => {
    fc.assert(
      fc.property(
        chartScenarios,
        fc.integer({ min: 1, max: 190 }),
        fc.constantFrom(20, 2_000),
        ({ fleet, span }, count, mostSteps) => {
          const timeline = simulate(fleet, span);
          const load = loadOfTimelines([{ side: "", timeline }], BERLIN, { mostSteps });
          for (const { measure, sides } of load.lines) {
            const columns = { span: load.span, count };
            const means = columnMeans(sides[0]!, columns);
            const tops = columnTops(sides[0]!, columns);
            means.forEach((mean, column) => expect(mean).toBeLessThanOrEqual(tops[column]! + 1e-6));
            const together = means.reduce((sum, mean) => sum + mean / count, 0);
            if (measure === "sessions") expect(together).toBeCloseTo(sides[0]!.meanOfSpan, 6);
          }
        },
      ),
      runs(100),
    );
  });
});

/** What happened to a job in a stretch, looked for row by row. */
function signOf(chart: SessionsChart, place: number, from: number, to: number): string {
  const [side] = chart.sides;
  const rows = Array.from({ length: side!.length }, (_, row) => row).filter(
    (row) => side!.job[row] === place,
  );
  const isIn = (instant: number): boolean => instant >= from && instant < to;
  const length = (begin: number, end: number): number =>
    Math.max(0, Math.min(end, to) - Math.max(begin, from));
  const ended = (outcome: string): boolean =>
    rows.some(
      (row) => SESSION_OUTCOMES[side!.outcome[row]!] === outcome && isIn(side!.end[row]! - 1),
    );
  if (ended("Stopped")) return "S";
  if (ended("Failed")) return "F";
  const missed = Array.from({ length: side!.missed.length }, (_, row) => row)
    .filter((row) => side!.missed.job[row] === place && isIn(side!.missed.nominal[row]!))
    .map((row) => /window is closed/.test(side!.reasons[side!.missed.reason[row]!]!));
  if (missed.includes(false)) return "x";
  const touches = (row: number): boolean => length(side!.start[row]!, side!.end[row]!) >= 1;
  if (rows.some((row) => side!.attempt[row]! > 0 && touches(row))) return "r";
  const ran = rows.reduce((sum, row) => sum + length(side!.start[row]!, side!.end[row]!), 0);
  const waited = rows.reduce((sum, row) => sum + length(side!.due[row]!, side!.start[row]!), 0);
  if (ran < 1 && waited < 1) return missed.length > 0 ? "-" : " ";
  if (waited > ran) return "\u2591";
  return ran >= to - from - 1 ? "\u2588" : "\u2584";
}

describe("gantt", () => {
  it("should say of every stretch what the rows say of it", () => {
    fc.assert(
      fc.property(chartScenarios, fc.integer({ min: 40, max: 90 }), ({ fleet, span }, width) => {
        const { sessions } = chartsOf([{ side: "", timeline: simulate(fleet, span) }]);
        const lines = gantt(sessions, { width, paint: PLAIN }, { most: 8 });
        const before = "  j0 ".length;
        const count = width - before;
        sessions.jobs.forEach(({ id }, place) => {
          const line = lines[1 + place]!;
          expect(line.slice(0, before).trim()).toBe(id);
          const edge = firstInstants(span, count);
          const expected = Array.from({ length: count }, (_, column) =>
            signOf(sessions, place, edge(column), edge(column + 1)),
          );
          expect(line.slice(before)).toBe(expected.join("").trimEnd());
        });
      }),
      runs(100),
    );
  });
});
