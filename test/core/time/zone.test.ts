import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, type Wall } from "../../../src/core/time/instant.ts";
import {
  cropZone,
  fixedZone,
  instantShowing,
  offsetAt,
  segmentAt,
  segmentEnd,
  type ZoneTable,
  zoneTable,
} from "../../../src/core/time/zone.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { ODD_ZONES, runs, type ZoneDraft, zoneDrafts } from "../../support/scheduleArbitraries.ts";

const STRETCH = 2 ** 32; // the width of the look-up's stretches, ms

const tableOf = (draft: ZoneDraft): ZoneTable =>
  zoneTable("Test/Zone", "v", draft.firstOffsetMs, draft.transitions);

/** The offset by the definition: that of the last transition not after the instant. */
function offsetByDefinition(draft: ZoneDraft, instant: number): number {
  let offsetMs = draft.firstOffsetMs;
  for (const transition of draft.transitions)
    if (transition.instant <= instant) offsetMs = transition.offsetMs;
  return offsetMs;
}

/** Where a look-up may slip: at each transition, at each stretch, before 1970, at the ends. */
function edgesOf(draft: ZoneDraft): number[] {
  const near = draft.transitions.flatMap(({ instant }) => [instant - 1, instant, instant + 1]);
  const stretches = [-1, 0, 1, 2, 3, 4, 8, 9, 10].flatMap((k) => [
    k * STRETCH - 1,
    k * STRETCH,
    k * STRETCH + 1,
  ]);
  return [...near, ...stretches, -1e15, 8.64e15, Infinity, -Infinity];
}

/** A copy of what a zone was made of. */
function draftOf(zone: ZoneTable): ZoneDraft {
  const transitions = Array.from(zone.starts)
    .slice(1)
    .map((instant, index) => ({ instant, offsetMs: zone.offsetsMs[index + 1]! }));
  return { firstOffsetMs: zone.offsetsMs[0]!, transitions };
}

const BERLIN_2026: ZoneDraft = {
  firstOffsetMs: HOUR_MS,
  transitions: [
    { instant: Date.UTC(2026, 2, 29, 1), offsetMs: 2 * HOUR_MS },
    { instant: Date.UTC(2026, 9, 25, 1), offsetMs: HOUR_MS },
  ],
};

describe("zoneTable", () => {
  it("should hold segments of one offset each, the first from the beginning of time, the last without end", () => {
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
  it("should find what a scan of all transitions finds, in zones of any shape", () => {
    fc.assert(
      fc.property(
        zoneDrafts,
        fc.array(fc.integer({ min: -50 * DAY_MS, max: 900 * DAY_MS })),
        (draft, instants) => {
          const zone = tableOf(draft);
          for (const instant of [...instants, ...edgesOf(draft)]) {
            expect(offsetAt(zone, instant), String(instant)).toBe(
              offsetByDefinition(draft, instant),
            );
            const segment = segmentAt(zone, instant);
            expect(
              instant >= zone.starts[segment]! &&
                (instant < segmentEnd(zone, segment) || instant === Infinity),
            ).toBe(true);
          }
        },
      ),
      runs(300),
    );
  });

  it("should find it in real zones, at each transition and at each stretch of the look-up", () => {
    for (const name of ODD_ZONES) {
      const zone = hostZone(name);
      const draft = draftOf(zone);
      const stretches = Array.from({ length: 970 }, (_, k) => [
        k * STRETCH - 1,
        k * STRETCH,
      ]).flat();
      for (const instant of [...edgesOf(draft), ...stretches]) {
        if (offsetAt(zone, instant) !== offsetByDefinition(draft, instant))
          expect.fail(`${name} at ${instant}`);
      }
    }
  });

  it("should need no table for a fixed offset", () => {
    const zone = fixedZone("UTC+5:30", 5.5 * HOUR_MS);
    expect([...zone.starts]).toEqual([-Infinity]);
    expect(zone.version).toBe("");
    for (const instant of [-Infinity, -1, 0, 1e12, Infinity])
      expect(offsetAt(zone, instant)).toBe(5.5 * HOUR_MS);
  });
});

describe("kinds of clock changes", () => {
  it("should be alike only where offsets, hour of the week and loneliness are", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          zoneDrafts,
          fc.constantFrom(...ODD_ZONES).map((name) => draftOf(hostZone(name))),
        ),
        (draft) => {
          const zone = tableOf(draft);
          expect(zone.changeKinds[0]).toBe(-1);
          const seen = new Map<number, string>();
          draft.transitions.forEach(({ instant, offsetMs }, index) => {
            const before =
              index === 0 ? draft.firstOffsetMs : draft.transitions[index - 1]!.offsetMs;
            const wall = new Date(instant + before); // read as UTC: what the clock showed
            const isNear = (other: number) =>
              other >= 0 &&
              other < draft.transitions.length &&
              Math.abs(draft.transitions[other]!.instant - instant) <= 9 * DAY_MS;
            const lonely = !isNear(index - 1) && !isNear(index + 1);
            const key =
              `${before} ${offsetMs} ${wall.getUTCDay()} ${wall.toISOString().slice(10)} ` +
              `${lonely ? "" : index}`;
            const kind = zone.changeKinds[index + 1]!;
            expect(kind).toBeGreaterThanOrEqual(0);
            expect(kind).toBeLessThan(zone.changeKindCount);
            if (seen.has(kind)) expect(key).toBe(seen.get(kind));
            seen.set(kind, key);
          });
          expect(seen.size).toBe(zone.changeKindCount);
        },
      ),
      runs(200),
    );
  });

  it("should be few where rules repeat: 280 changes in New York are not 280 kinds", () => {
    const zone = hostZone("America/New_York");
    expect(zone.starts.length).toBeGreaterThan(250);
    expect(zone.changeKindCount).toBeLessThan(10);
  });
});

describe("instantShowing", () => {
  it("should give the first instant that shows a time, and shift one that is skipped, as a scan of segments says", () => {
    fc.assert(
      fc.property(
        zoneDrafts,
        fc.nat(),
        fc.integer({ min: -3 * DAY_MS, max: 3 * DAY_MS }),
        (draft, pick, off) => {
          const zone = tableOf(draft);
          const near =
            draft.transitions.length === 0
              ? 0
              : draft.transitions[pick % draft.transitions.length]!.instant;
          const wall = (near + off) as Wall;
          // Every segment's clock is asked; whichever of them shows the time, the earliest instant
          // counts.
          const shown = Array.from(zone.starts, (start, k) => ({
            instant: wall - zone.offsetsMs[k]!,
            start,
            end: segmentEnd(zone, k),
          })).filter(({ instant, start, end }) => instant >= start && instant < end);
          const found = instantShowing(zone, wall);
          if (shown.length > 0) {
            expect(found).toBe(Math.min(...shown.map(({ instant }) => instant)));
            return;
          }
          // Skipped: as far after the gap's beginning as the time lies in the gap.
          const gap = Array.from(zone.starts).findIndex(
            (start, k) =>
              k > 0 && wall >= start + zone.offsetsMs[k - 1]! && wall < start + zone.offsetsMs[k]!,
          );
          expect(found - zone.starts[gap]!).toBe(
            wall - (zone.starts[gap]! + zone.offsetsMs[gap - 1]!),
          );
        },
      ),
      runs(2_000),
    );
  });

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

describe("cropZone", () => {
  it("should keep the one change of a year's half", () => {
    const cropped = cropZone(tableOf(BERLIN_2026), Date.UTC(2026, 0, 1), Date.UTC(2026, 6, 1));
    expect([...cropped.starts]).toEqual([-Infinity, Date.UTC(2026, 2, 29, 1)]);
    expect([...cropped.offsetsMs]).toEqual([HOUR_MS, 2 * HOUR_MS]);
    expect([cropped.name, cropped.version]).toEqual(["Test/Zone", "v"]);
  });

  it("should show the same clock everywhere inside, with no more segments than changes there", () => {
    fc.assert(
      fc.property(
        zoneDrafts,
        fc.integer({ min: -60 * DAY_MS, max: 600 * DAY_MS }),
        fc.integer({ min: 1, max: 200 * DAY_MS }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }),
        (draft, from, length, shares) => {
          const to = from + length;
          const cropped = cropZone(tableOf(draft), from, to);
          const inside = [
            ...edgesOf(draft),
            from,
            to - 1,
            ...shares.map((share) => Math.floor(from + share * length)),
          ];
          for (const instant of inside.filter((instant) => instant >= from && instant < to)) {
            expect(offsetAt(cropped, instant)).toBe(offsetByDefinition(draft, instant));
          }
          expect(cropped.starts.length - 1).toBe(
            draft.transitions.filter(({ instant }) => instant > from && instant <= to).length,
          );
        },
      ),
      runs(200),
    );
  });

  it("should leave nothing of 130 years for a span without a change", () => {
    const month = cropZone(hostZone("Europe/Berlin"), Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 1));
    expect([...month.starts]).toEqual([-Infinity]);
    expect(offsetAt(month, Date.UTC(2026, 0, 15))).toBe(HOUR_MS);
  });
});
