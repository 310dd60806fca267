import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, type Wall, WEEK_MS } from "../../../src/core/time/instant.ts";
import {
  cropZone,
  fixedZone,
  instantShowing,
  instantsShowing,
  offsetAt,
  segmentAt,
  segmentEnd,
  type ZoneTable,
  zoneTable,
} from "../../../src/core/time/zone.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { type ZoneDraft, zoneDrafts } from "../../support/scheduleArbitraries.ts";

const tableOf = (draft: ZoneDraft): ZoneTable =>
  zoneTable("Test/Zone", "v", draft.firstOffsetMs, draft.transitions);

const BERLIN_2026: ZoneDraft = {
  firstOffsetMs: HOUR_MS,
  transitions: [
    { instant: Date.UTC(2026, 2, 29, 1), offsetMs: 2 * HOUR_MS },
    { instant: Date.UTC(2026, 9, 25, 1), offsetMs: HOUR_MS },
  ],
};

describe("zoneTable", () => {
  it("should hold segments of one offset each, from the beginning of time, without end", () => {
    const zone = tableOf(BERLIN_2026);
    expect([...zone.starts]).toEqual([
      -Infinity,
      Date.UTC(2026, 2, 29, 1),
      Date.UTC(2026, 9, 25, 1),
    ]);
    expect([...zone.offsetsMs]).toEqual([HOUR_MS, 2 * HOUR_MS, HOUR_MS]);
    expect([...zone.distinctOffsetsMs]).toEqual([HOUR_MS, 2 * HOUR_MS]);
    expect([...zone.offsetIndex]).toEqual([0, 1, 0]);
    expect([segmentEnd(zone, 0), segmentEnd(zone, 2)]).toEqual([
      Date.UTC(2026, 2, 29, 1),
      Infinity,
    ]);
    expect([zone.name, zone.version]).toEqual(["Test/Zone", "v"]);
  });

  it("should change at the first instant of a segment, not a millisecond earlier", () => {
    const zone = tableOf(BERLIN_2026);
    const change = Date.UTC(2026, 2, 29, 1);
    expect([offsetAt(zone, change - 1), offsetAt(zone, change)]).toEqual([HOUR_MS, 2 * HOUR_MS]);
    expect([segmentAt(zone, change - 1), segmentAt(zone, change)]).toEqual([0, 1]);
  });

  it("should refuse a table that breaks the invariant, naming the zone and the transition", () => {
    const refused = (...transitions: [instant: number, offsetMs: number][]) =>
      expect(() =>
        tableOf({
          firstOffsetMs: 0,
          transitions: transitions.map(([instant, offsetMs]) => ({ instant, offsetMs })),
        }),
      );
    const sound = [1e12, HOUR_MS] as const;
    refused([...sound]).not.toThrow();
    refused([...sound], [1e12, 0]).toThrow(
      "invariant: Test/Zone has a transition at 1000000000000",
    ); // twice the same instant
    refused([...sound], [1e12 - DAY_MS, 0]).toThrow("invariant:"); // backwards
    refused([...sound], [1e12 + DAY_MS, HOUR_MS]).toThrow("invariant:"); // nothing changes
    refused([1e12, 0]).toThrow("invariant:"); // nothing changes at the first
    // a segment as long as its shift: one wall time three times
    refused([...sound], [1e12 + HOUR_MS, 0]).toThrow("invariant:");
    refused([...sound], [1e12 + HOUR_MS + 1, 0]).not.toThrow();
    // longer than the shift at its start only
    refused([...sound], [1e12 + 2 * HOUR_MS, 4 * HOUR_MS]).toThrow("invariant:");
    refused([...sound], [1e12 + 4 * HOUR_MS, 3 * HOUR_MS]).not.toThrow();
    refused([...sound], [1e12 + 2 * HOUR_MS, 3 * HOUR_MS]).toThrow("invariant:"); // as long as it
    // and longer than the shift at its end only
    refused([1e12, 4 * HOUR_MS], [1e12 + 2 * HOUR_MS, 3 * HOUR_MS]).toThrow("invariant:");
    refused([1e12, 4 * HOUR_MS], [1e12 + 4 * HOUR_MS, 3 * HOUR_MS]).toThrow("invariant:");
    refused([1e12, 4 * HOUR_MS], [1e12 + 4 * HOUR_MS + 1, 3 * HOUR_MS]).not.toThrow();
    refused([1e12 + 0.5, HOUR_MS]).toThrow("invariant:");
    refused([Number.NaN, HOUR_MS]).toThrow("invariant:");
    refused([Infinity, HOUR_MS]).toThrow("invariant:");
    refused([1e12, Number.NaN]).toThrow("invariant:");
  });

  it("should refuse any draft whose transitions are swapped", () => {
    fc.assert(
      fc.property(zoneDrafts, (draft) => {
        fc.pre(draft.transitions.length >= 2);
        const [first, second, ...others] = draft.transitions;
        expect(() => tableOf({ ...draft, transitions: [second!, first!, ...others] })).toThrow(
          "invariant:",
        );
      }),
    );
  });
});

describe("segmentAt", () => {
  it("should need no table for a fixed offset", () => {
    const zone = fixedZone("UTC+5:30", 5.5 * HOUR_MS);
    expect([...zone.starts]).toEqual([-Infinity]);
    expect(zone.version).toBe("");
    for (const instant of [-Infinity, -1, 0, 1e12, Infinity])
      expect(offsetAt(zone, instant)).toBe(5.5 * HOUR_MS);
  });
});

describe("kinds of clock changes", () => {
  /** Forwards and back, twice, so many ms apart, and the second time 52 weeks later. */
  const kindsOf = (apartMs: number): number[] => {
    const instants = [0, 52].flatMap((weeks) => [weeks * WEEK_MS, weeks * WEEK_MS + apartMs]);
    const transitions = instants.map((after, index) => ({
      instant: 1e12 + after,
      offsetMs: index % 2 === 0 ? HOUR_MS : 0,
    }));
    return [...tableOf({ firstOffsetMs: 0, transitions }).changeKinds];
  };

  it("should be the same where the same comes again, and no other is within nine days", () => {
    expect(kindsOf(26 * WEEK_MS)).toEqual([-1, 0, 1, 0, 1]);
    expect(kindsOf(9 * DAY_MS + 1)).toEqual([-1, 0, 1, 0, 1]);
    expect(kindsOf(9 * DAY_MS)).toEqual([-1, 0, 1, 2, 3]);
  });

  it("should be few where rules repeat: 280 changes in New York are not 280 kinds", () => {
    const zone = hostZone("America/New_York");
    expect(zone.starts.length).toBeGreaterThan(250);
    expect(zone.changeKindCount).toBeLessThan(10);
  });
});

describe("instantShowing", () => {
  it("should know New York's November and March", () => {
    const zone = hostZone("America/New_York");
    expect(instantShowing(zone, Date.UTC(2026, 10, 1, 1, 30) as Wall)).toBe(
      Date.UTC(2026, 10, 1, 5, 30),
    );
    expect(instantShowing(zone, Date.UTC(2026, 2, 8, 2, 30) as Wall)).toBe(
      Date.UTC(2026, 2, 8, 7, 30),
    );
  });
});

describe("instantsShowing", () => {
  it("should know New York's November and March", () => {
    const zone = hostZone("America/New_York");
    const at = (month: number, day: number, hour: number, minute = 0): number[] =>
      instantsShowing(zone, Date.UTC(2026, month, day, hour, minute) as Wall);
    expect(at(10, 1, 1, 30)).toEqual([Date.UTC(2026, 10, 1, 5, 30), Date.UTC(2026, 10, 1, 6, 30)]);
    expect(at(10, 1, 2)).toEqual([Date.UTC(2026, 10, 1, 7)]);
    expect(at(2, 8, 2, 30)).toEqual([]);
    expect(at(2, 8, 3)).toEqual([Date.UTC(2026, 2, 8, 7)]);
  });

  it("should be every instant whose clock shows the wall time", () => {
    fc.assert(
      fc.property(
        zoneDrafts,
        fc.nat(),
        fc.integer({ min: -200, max: 200 }),
        (draft, at, beside) => {
          const zone = tableOf(draft);
          const near = draft.transitions[at % Math.max(1, draft.transitions.length)]?.instant ?? 0;
          const wall = near + draft.firstOffsetMs + beside * 15 * 60_000;
          const shown = [...new Set([draft.firstOffsetMs, ...zone.offsetsMs])]
            .map((offsetMs) => wall - offsetMs)
            .filter((instant) => instant + offsetAt(zone, instant) === wall)
            .sort((a, b) => a - b);
          expect(instantsShowing(zone, wall as Wall)).toEqual(shown);
        },
      ),
    );
  });
});

describe("cropZone", () => {
  it("should keep the one change of a year's half", () => {
    const cropped = cropZone(tableOf(BERLIN_2026), Date.UTC(2026, 0, 1), Date.UTC(2026, 6, 1));
    expect([...cropped.starts]).toEqual([-Infinity, Date.UTC(2026, 2, 29, 1)]);
    expect([...cropped.offsetsMs]).toEqual([HOUR_MS, 2 * HOUR_MS]);
    expect([cropped.name, cropped.version]).toEqual(["Test/Zone", "v"]);
  });

  it("should leave nothing of 130 years for a span without a change", () => {
    const month = cropZone(hostZone("Europe/Berlin"), Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 1));
    expect([...month.starts]).toEqual([-Infinity]);
    expect(offsetAt(month, Date.UTC(2026, 0, 15))).toBe(HOUR_MS);
  });
});
