/**
 * The week against rows read one by one, the summary, and the forecast of the same fleet.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecast, parsePolicy, simulate } from "../../../src/index.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { weekOfForecast, weekOfTimelines } from "../../../src/report/charts/weekChart.ts";
import { oracleWall } from "../../support/calendarOracle.ts";
import { CHANGE, chartScenarios } from "../../support/chartFleets.ts";
import { runs } from "../../support/scheduleArbitraries.ts";

const HOUR = 3_600_000;
const BERLIN = hostZone("Europe/Berlin");
const sum = (numbers: Float64Array): number =>
  numbers.reduce((total, each) => total + (Number.isNaN(each) ? 0 : each), 0);

/** The hour of the week that a clock in Berlin shows, asked of `Intl`. */
function hourInBerlin(instant: number): number {
  const date = new Date(oracleWall("Europe/Berlin", instant));
  return date.getUTCDay() * 24 + date.getUTCHours();
}

/** Hours of the week that a span has, minute by minute. */
function hoursIn(from: number, to: number): Set<number> {
  const hours = new Set<number>();
  for (let at = from; at < to; at += 60_000) hours.add(hourInBerlin(at));
  return hours;
}

const nightly = parsePolicy({
  type: "Daily",
  dailyType: "Everyday",
  dailyTime: "22:00",
  backupWindowEnabled: true,
  backupWindowSettings: {
    backupWindow: Array.from({ length: 168 }, (_, hour) => hour % 24 >= 20 || hour % 24 < 6),
  },
});
const always = parsePolicy({ type: "Periodically", periodicallyEvery: "Hours4" });
const manual = parsePolicy({ type: "ManualOnly" });

describe("weekOfTimelines", () => {
  it("should say when jobs may start, start and run", () => {
    const fleet = {
      clock: { zone: "Europe/Berlin", windowClock: "server" as const },
      jobs: [
        { id: "mail", policy: nightly, workload: { duration: "90m" } },
        { id: "sites", policy: always },
        { id: "by hand", policy: manual },
      ],
    };
    // Monday 2026-01-05, 00:00 to 24:00 in Berlin.
    const from = Date.UTC(2026, 0, 4, 23);
    const timeline = simulate(fleet, { from, to: from + 24 * HOUR });
    const [week] = weekOfTimelines([{ side: "", timeline }], BERLIN).sides;
    const onMonday = (of: Float64Array): number[] => [...of.subarray(24, 48)];
    expect(week!.scheduledJobs).toBe(2);
    expect(onMonday(week!.allowed)).toEqual(
      Array.from({ length: 24 }, (_, hour) => (hour >= 20 || hour < 6 ? 2 : 1)),
    );
    expect(onMonday(week!.starts)).toEqual(
      Array.from({ length: 24 }, (_, hour) => (hour % 4 === 0 ? 1 : hour === 22 ? 1 : 0)),
    );
    expect(onMonday(week!.running!)).toEqual(
      Array.from({ length: 24 }, (_, hour) => (hour === 22 ? 1 : hour === 23 ? 0.5 : 0)),
    );
    expect(week!.starts.filter(Number.isNaN)).toHaveLength(168 - 24);
  });

  it("should count starts as the rows have them, and what runs as the summary has it", () => {
    fc.assert(
      fc.property(chartScenarios, ({ fleet, span }) => {
        const timeline = simulate(fleet, span);
        const [week] = weekOfTimelines([{ side: "", timeline }], BERLIN).sides;
        const { summary } = timeline;
        const there = hoursIn(span.from, span.to);
        const starts = new Map<number, number>();
        for (const { start } of timeline.rows())
          starts.set(hourInBerlin(start), (starts.get(hourInBerlin(start)) ?? 0) + 1);
        for (let hour = 0; hour < 168; hour += 1) {
          const has = there.has(hour);
          expect(week!.starts[hour]).toBe(has ? (starts.get(hour) ?? 0) : Number.NaN);
          expect(week!.running![hour]).toBe(
            has ? summary.fleet.occupancy.busyByHour[hour] : Number.NaN,
          );
          expect(Number.isNaN(week!.allowed[hour])).toBe(!has);
        }
        expect(sum(week!.starts)).toBe(summary.fleet.sessions);
        expect(sum(week!.lost)).toBe(summary.fleet.blocked + summary.fleet.missed);
      }),
      runs(100),
    );
  });

  it("should allow what the forecast of the same span allows, where that is of whole hours", () => {
    fc.assert(
      fc.property(chartScenarios, fc.integer({ min: 1, max: 9 }), ({ fleet }, days) => {
        const made = forecast(fleet, { from: CHANGE.from, days });
        expect(made.clockChanges.length).toBe(days > 1 ? 1 : 0);
        const span = { from: made.from.epochMs, to: made.to.epochMs };
        const timeline = simulate(fleet, span);
        const ofForecast = weekOfForecast(made);
        const ofTimeline = weekOfTimelines([{ side: "", timeline }], BERLIN);
        expect(ofForecast.span).toEqual(ofTimeline.span);
        expect(ofForecast.sides[0]!.scheduledJobs).toBe(ofTimeline.sides[0]!.scheduledJobs);
        expect(ofForecast.sides[0]!.allowed).toEqual(ofTimeline.sides[0]!.allowed);
      }),
      runs(60),
    );
  });

  it("should keep to summaries, and to the clock of a side", () => {
    const fleet = { clock: { zone: "Europe/Berlin" }, jobs: [{ id: "mail", policy: nightly }] };
    const timeline = simulate(fleet, { ...CHANGE, keep: "summary" });
    const [week] = weekOfTimelines([{ side: "", timeline }], BERLIN).sides;
    expect(week!.starts).toHaveLength(0);
    expect(week!.running).toHaveLength(168);
    const elsewhere = simulate({ ...fleet, clock: { zone: "UTC" } }, CHANGE);
    const chart = weekOfTimelines(
      [
        { side: "baseline", timeline },
        { side: "candidate", timeline: elsewhere },
      ],
      BERLIN,
      (name) => hostZone(name),
    );
    expect(chart.sides.map(({ running }) => running === undefined)).toEqual([false, true]);
    expect(chart.span.clock.offsetsMs).toEqual([HOUR, 2 * HOUR]);
    expect(() => weekOfTimelines([{ side: "", timeline: elsewhere }], BERLIN)).toThrow(
      "there is no table of the zone UTC, only of Europe/Berlin",
    );
  });
});

describe("weekOfForecast", () => {
  it("should have the figures of the forecast, day by day", () => {
    fc.assert(
      fc.property(chartScenarios, ({ fleet, span }) => {
        const made = forecast(fleet, { from: span.from, days: 3 });
        const [week] = weekOfForecast(made).sides;
        made.week.days.forEach(({ starts, lost, closedJobs }, day) => {
          const cell = ((day + 1) % 7) * 24; // Monday first, and Sunday first
          starts.forEach((count, hour) => {
            expect(week!.starts[cell + hour]).toBe(count ?? Number.NaN);
            expect(week!.lost[cell + hour]).toBe(lost[hour] ?? Number.NaN);
            expect(week!.allowed[cell + hour]).toBe(
              closedJobs[hour] === null ? Number.NaN : week!.scheduledJobs - closedJobs[hour]!,
            );
          });
        });
        expect(week!.running).toBeUndefined();
      }),
      runs(30),
    );
  });
});
