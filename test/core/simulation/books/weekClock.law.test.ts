import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { weekClock } from "../../../../src/core/simulation/books/weekClock.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../../src/core/time/instant.ts";
import { type ZoneTable, zoneTable } from "../../../../src/core/time/zone.ts";
import { hostZone } from "../../../../src/host/zones.ts";
import { oracleWall } from "../../../support/calendarOracle.ts";
import { runs, zoneDrafts } from "../../../support/scheduleArbitraries.ts";

/** Moves a clock from instant to instant, as a simulation does, and looks at it at each. */
function walk(
  zone: ZoneTable,
  from: number,
  minutes: number,
  look: (clock: ReturnType<typeof weekClock>, instant: number) => void,
): void {
  const clock = weekClock(zone, from);
  for (let instant = from; instant < from + minutes * MINUTE_MS; instant += MINUTE_MS) {
    while (instant >= clock.until()) clock.moveTo(clock.until());
    look(clock, instant);
  }
}

describe("weekClock", () => {
  it("should show the zone's own hour, minute and night, minute by minute, at any change", () => {
    fc.assert(
      fc.property(
        zoneDrafts,
        fc.nat(),
        fc.integer({ min: -200, max: 200 }),
        ({ firstOffsetMs, transitions }, pick, before) => {
          const zone = zoneTable("Test/Zone", "v", firstOffsetMs, transitions);
          const near =
            transitions.length === 0
              ? 10 * DAY_MS
              : transitions[pick % transitions.length]!.instant;
          walk(zone, near + before * MINUTE_MS, 400, (clock, instant) => {
            // By the definition of a zone table: the offset of the last change that is not later.
            const offset = transitions.reduce(
              (offsetMs, change) => (change.instant <= instant ? change.offsetMs : offsetMs),
              firstOffsetMs,
            );
            const wall = new Date(instant + offset);
            expect(clock.hour()).toBe(wall.getUTCDay() * 24 + wall.getUTCHours());
            expect(clock.minuteOfDay(instant)).toBe(wall.getUTCHours() * 60 + wall.getUTCMinutes());
            expect(clock.night(instant)).toBe(
              Math.floor(
                (Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()) -
                  (wall.getUTCHours() < 12 ? DAY_MS : 0)) /
                  DAY_MS,
              ),
            );
          });
        },
      ),
      runs(200),
    );
  });

  it("should agree with the host's clock where it changes a minute after midnight", () => {
    const zone = hostZone("America/St_Johns");
    const change = Date.UTC(2010, 10, 7, 2, 31); // 00:01 goes back to 23:01 of the day before
    walk(zone, change - 2 * HOUR_MS, 240, (clock, instant) => {
      const wall = new Date(oracleWall("America/St_Johns", instant));
      expect([clock.hour() % 24, clock.minuteOfDay(instant) % 60]).toEqual([
        wall.getUTCHours(),
        wall.getUTCMinutes(),
      ]);
    });
  });
});
