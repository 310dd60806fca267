/**
 * Zones of any shape against a scan of all their transitions.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, type Wall } from "../../../src/core/time/instant.ts";
import {
  cropZone,
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
});

describe("the look-up", () => {
  /** The segment by the definition. */
  const segmentByScan = ({ starts }: ZoneTable, instant: number): number =>
    starts.findLastIndex((start) => start <= instant);

  function checkLookup(zone: ZoneTable): void {
    expect([...zone.lookup]).toEqual(
      Array.from(zone.lookup, (_, stretch) => segmentByScan(zone, stretch * STRETCH)),
    );
    // After the last stretch there is nothing to step over.
    expect(zone.lookup.at(-1)).toBe(segmentByScan(zone, Infinity));
  }

  it("should have the segment of the start of each stretch, to the last transition", () => {
    fc.assert(
      fc.property(zoneDrafts, (draft) => checkLookup(tableOf(draft))),
      runs(200),
    );
    for (const name of ODD_ZONES) checkLookup(hostZone(name));
  });

  it("should have a segment that begins with a stretch, none before 1970, and one at least", () => {
    const at = (...instants: number[]): number[] => {
      const transitions = instants.map((instant, index) => ({ instant, offsetMs: index + 1 }));
      const zone = tableOf({ firstOffsetMs: 0, transitions });
      checkLookup(zone);
      return [...zone.lookup];
    };
    expect(at()).toEqual([0]);
    expect(at(2 * STRETCH, 2 * STRETCH + 9)).toEqual([0, 0, 1, 2]);
    expect(at(-9 * STRETCH, 1)).toEqual([1, 2]);
    expect(at(-9 * STRETCH)).toEqual([1]);
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
          expect(new Set(seen.values()).size).toBe(seen.size);
        },
      ),
      runs(200),
    );
  });
});

describe("instantShowing", () => {
  it("should give the first instant that shows a time, and shift a skipped one", () => {
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
});

describe("cropZone", () => {
  it("should show the same clock everywhere inside, without a segment too many", () => {
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
});
