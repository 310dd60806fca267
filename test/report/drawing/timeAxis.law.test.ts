/**
 * Ticks against `Intl`: in every zone of the host, about each of its clock changes of some years,
 * ticks of days stand where the date changes, all of them and no others.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostZone } from "../../../src/host/zones.ts";
import { chartClock } from "../../../src/report/charts/chartClock.ts";
import { ticksOf } from "../../../src/report/drawing/timeAxis.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONES = Intl.supportedValuesOf("timeZone");
const YEARS = [Date.UTC(2018, 0, 1), Date.UTC(2027, 0, 1)] as const;

/** The date, and the time to the second, that a zone's clock shows. */
function reader(zone: string): (instant: number) => { date: string; time: string } {
  const format = new Intl.DateTimeFormat("sv-SE-u-ca-iso8601-nu-latn", {
    timeZone: zone,
    hourCycle: "h23",
    dateStyle: "short",
    timeStyle: "medium",
  });
  return (instant) => {
    const [date = "", time = ""] = format.format(instant).split(" ");
    return { date, time };
  };
}

/** An instant near a change of the clock, or any, and its zone. */
const places = fc
  .record({ zone: fc.constantFrom(...ZONES), pick: fc.nat(), before: fc.nat(5 * DAY) })
  .map(({ zone, pick, before }) => {
    const changes = [...hostZone(zone).starts].filter(
      (start) => start > YEARS[0] && start < YEARS[1],
    );
    const near =
      changes[pick % Math.max(1, changes.length)] ?? YEARS[0] + (pick % (YEARS[1] - YEARS[0]));
    return {
      zone,
      from: Math.floor((near - before) / 60_000) * 60_000,
      hasChange: changes.length > 0,
    };
  });

describe("ticks of days", () => {
  it("should be the first instants of local dates, all of them", () => {
    let straddled = 0;
    fc.assert(
      fc.property(places, fc.integer({ min: 3, max: 9 }), ({ zone, from, hasChange }, days) => {
        const to = from + days * DAY;
        const clock = chartClock(hostZone(zone), from, to);
        const { at } = ticksOf(clock, from, to, days + 1);
        const read = reader(zone);
        if (hasChange && clock.starts.length > 1) straddled += 1;
        // walks a quarter of an hour at a time: no clock changes by less than that
        const first: number[] = [];
        for (let t = Math.ceil(from / 900_000) * 900_000; t <= to; t += 900_000)
          if (read(t).date > read(t - 1).date) first.push(t);
        const dates = new Set<string>();
        const expected = first.filter(
          (t) => !dates.has(read(t).date) && dates.add(read(t).date).size > 0,
        );
        expect(at).toEqual(expected);
      }),
      { numRuns: 300 },
    );
    expect(straddled).toBeGreaterThan(50);
  });

  it("should be at midnight, but where the clock skips it", () => {
    fc.assert(
      fc.property(places, ({ zone, from }) => {
        const to = from + 6 * DAY;
        const clock = chartClock(hostZone(zone), from, to);
        const read = reader(zone);
        for (const instant of ticksOf(clock, from, to, 8).at)
          if (read(instant).time !== "00:00:00") expect(clock.starts).toContain(instant);
      }),
      { numRuns: 300 },
    );
  });
});

describe("ticks of any density", () => {
  const spans = fc.tuple(places, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 400 }));

  it("should ascend within the span, be no more than asked for, and be called by names", () => {
    fc.assert(
      fc.property(spans, ([{ zone, from }, most, length]) => {
        const to = from + length * length * 10 * 60_000;
        const clock = chartClock(hostZone(zone), from, to);
        const { at, labels } = ticksOf(clock, from, to, most);
        expect(at.length).toBeLessThanOrEqual(most);
        expect(labels).toHaveLength(at.length);
        expect(new Set(labels).size).toBe(labels.length);
        expect(at).toEqual([...new Set(at)].sort((a, b) => a - b));
        for (const instant of at) {
          expect(instant).toBeGreaterThanOrEqual(from);
          expect(instant).toBeLessThanOrEqual(to);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("should show the clock's time of day where it is written", () => {
    fc.assert(
      fc.property(spans, ([{ zone, from }, most, length]) => {
        const to = from + length * 20 * 60_000;
        const clock = chartClock(hostZone(zone), from, to);
        const { at, labels } = ticksOf(clock, from, to, most);
        const read = reader(zone);
        labels.forEach((label, index) => {
          const written = / (\d\d:\d\d)(?::\d\d)?(?: [+-]\d\d:\d\d)?$/.exec(label)?.[1];
          if (written !== undefined) expect(read(at[index]!).time.slice(0, 5)).toBe(written);
        });
      }),
      { numRuns: 300 },
    );
  });
});
