/**
 * Starts at the ends of segments and of what is asked: examples by hand, where the clock changes in
 * one direction only, or differently each time, so that one change cannot be taken for another.
 */
import { describe, expect, it } from "vitest";
import { clockWith, type ServerClock } from "../../../src/core/schedule/clock.ts";
import { startRule } from "../../../src/core/schedule/rule.ts";
import {
  countsFrom,
  countsTo,
  lastGridStart,
  movedWithin,
  startsIn,
} from "../../../src/core/schedule/starts.ts";
import { type ZoneTable, zoneTable } from "../../../src/core/time/zone.ts";
import { hostZone } from "../../../src/host/zones.ts";
import type { SchedulePolicy } from "../../../src/index.ts";
import {
  at,
  clockChange,
  daily,
  every,
  HOUR,
  linesOf,
  mask,
  startWindow,
} from "../../support/scheduleBuilders.ts";

const CHANGE = at("2026-10-25T01:00Z");
const zoneChanging = (fromMs: number, toMs: number): ZoneTable =>
  zoneTable("Test/Zone", "", fromMs, [{ instant: CHANGE, offsetMs: toMs }]);
const BACK = zoneChanging(2 * HOUR, HOUR);
const FORTH = zoneChanging(HOUR, 2 * HOUR);

const ruleOf = (policy: SchedulePolicy, clock: Partial<ServerClock> = {}) =>
  startRule(policy, clockWith(clock));

describe("the stretch of a segment that counts", () => {
  it("should leave out the hour that shows twice from one of its two passes", () => {
    expect([countsTo(BACK, 0, "first"), countsTo(BACK, 0, "both")]).toEqual([CHANGE, CHANGE]);
    expect(countsTo(BACK, 0, "second")).toBe(CHANGE - HOUR);
    expect([countsFrom(BACK, 1, "second"), countsFrom(BACK, 1, "both")]).toEqual([CHANGE, CHANGE]);
    expect(countsFrom(BACK, 1, "first")).toBe(CHANGE + HOUR);
  });

  it("should be all of it where the clock goes forward, without end at both ends", () => {
    for (const pass of ["first", "second", "both"] as const) {
      expect([countsTo(FORTH, 0, pass), countsFrom(FORTH, 1, pass)]).toEqual([CHANGE, CHANGE]);
      for (const zone of [BACK, FORTH])
        expect([countsFrom(zone, 0, pass), countsTo(zone, 1, pass)]).toEqual([-Infinity, Infinity]);
    }
  });
});

describe("where moved starts lie", () => {
  it("should be after the change, at it, or before it, as the gap is read", () => {
    expect(movedWithin("shift", FORTH, 1)).toEqual([CHANGE, CHANGE + HOUR]);
    expect(movedWithin("gap-end", FORTH, 1)).toEqual([CHANGE, CHANGE + 1]);
    expect(movedWithin("earlier", FORTH, 1)).toEqual([CHANGE - HOUR, CHANGE]);
  });

  it("should be nowhere where they are skipped, and where there is no gap", () => {
    expect(movedWithin("skip", FORTH, 1)).toEqual([CHANGE, CHANGE]);
    for (const gap of ["shift", "gap-end", "earlier", "skip"] as const)
      expect(movedWithin(gap, BACK, 1)).toEqual([CHANGE, CHANGE]);
  });
});

describe("a start", () => {
  it("should have no key for what is not said of it", () => {
    const [start] = startsIn(ruleOf(daily("12:00")), BACK, CHANGE, CHANGE + 24 * HOUR);
    expect(start).toStrictEqual({
      instant: at("2026-10-25T11:00Z"),
      nominal: at("2026-10-25T12:00Z"),
    });
  });

  it("should be left out where the window holds it back and those are not asked for", () => {
    const policy = every("Hours1", startWindow(mask((hour) => hour >= 6)));
    const rule = ruleOf(policy, { windowClock: "server" });
    const night = [at("2026-01-05T00:00Z"), at("2026-01-05T08:00Z")] as const;
    const utc = hostZone("UTC");
    const all = startsIn(rule, utc, ...night);
    expect(all.map(({ reason }) => reason)).toEqual([
      ...Array.from({ length: 6 }, () => "start-window"),
      ...[undefined, undefined],
    ]);
    expect(startsIn(rule, utc, ...night, false)).toEqual(all.slice(6));
  });

  it("should not be made by an opening at the very end of what is asked", () => {
    const policy = every("Hours4", startWindow(mask((hour) => hour >= 6)));
    const rule = ruleOf(policy, { windowClock: "server" });
    const opening = at("2026-01-05T06:00Z");
    const instants = (to: number): number[] =>
      startsIn(rule, hostZone("UTC"), opening - HOUR, to).map(({ instant }) => instant);
    expect(instants(opening)).toEqual([]);
    expect(instants(opening + 1)).toEqual([opening]);
  });
});

describe("the grid over a change", () => {
  it("should have its last start before the change in the hours from before it", () => {
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    const zone = hostZone("America/New_York");
    const last = (policy: SchedulePolicy, before: string): number =>
      lastGridStart(ruleOf(policy, { zone: zone.name }), zone, at(before));
    // Midnight at UTC-5, though it is 04:00 at UTC-4.
    expect(last(every("Hours8"), "2026-03-08T08:00Z")).toBe(at("2026-03-08T05:00Z"));
    // 03:00, the first that the new clock shows, and before it 01:00.
    expect(last(every("Hours1"), "2026-03-08T07:30Z")).toBe(at("2026-03-08T07:00Z"));
    expect(last(every("Hours1"), "2026-03-08T07:00Z")).toBe(at("2026-03-08T06:00Z"));
  });

  it("should have been held by a window that closes before a change and opens after it", () => {
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    const shut = startWindow(mask((hour, day) => day !== 0 || hour < 1 || hour >= 9));
    const clock = { zone: "America/New_York", windowClock: "server" } as const;
    expect(linesOf(every("Hours8", shut), clock, "2026-03-08T06:00Z", "2026-03-08T14:00Z")).toEqual(
      // 08:00 at UTC-4, an hour before the opening; at UTC-5 it would be the opening.
      ["2026-03-08T12:00Z blocked: start-window", "2026-03-08T13:00Z opening"],
    );
  });

  it("should not have been held at a time that the clock skips", () => {
    clockChange("America/Havana", "2026-03-08T05:00Z", "00:00", "01:00");
    const shut = startWindow(
      mask((hour, day) => !((day === 6 && hour === 23) || (day === 0 && hour < 2))),
    );
    const clock = { zone: "America/Havana", windowClock: "server" } as const;
    expect(linesOf(every("Hours8", shut), clock, "2026-03-08T04:00Z", "2026-03-08T13:00Z")).toEqual(
      ["2026-03-08T12:00Z"],
    );
  });
});
