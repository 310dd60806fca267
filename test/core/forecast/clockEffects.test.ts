import { describe, expect, it } from "vitest";
import type { ServerClock } from "../../../src/core/schedule/clock.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { clockChangesIn, clockEffects } from "../../../src/core/forecast/clockEffects.ts";
import { compiled } from "../../support/compiled.ts";
import { mask } from "../../support/scheduleBuilders.ts";

const daily = (dailyTime: string) => ({ type: "Daily", dailyType: "Everyday", dailyTime });
const every = (periodicallyEvery: string) => ({ type: "Periodically", periodicallyEvery });

/** The one clock change of a zone in a month, and what it does to a policy. */
function effectOn(policy: object, clock: Partial<ServerClock>, year: number, month: number) {
  const changes = clockChangesIn(
    hostZone(clock.zone!),
    Date.UTC(year, month - 1, 1),
    Date.UTC(year, month, 1),
  );
  expect(changes).toHaveLength(1); // the test straddles a transition
  return clockEffects(compiled(policy, clock), changes).map(({ change: _, ...effect }) => effect);
}

describe("clockChangesIn", () => {
  it("should tell direction, length and both faces of the clock", () => {
    const inMarch = (zone: string, year: number, month: number) =>
      clockChangesIn(hostZone(zone), Date.UTC(year, month - 1, 1), Date.UTC(year, month, 1));
    expect(inMarch("America/New_York", 2022, 3)).toMatchObject([
      {
        at: { utc: "2022-03-13T07:00:00Z" },
        direction: "forward",
        minutes: 60,
        date: "2022-03-13",
        before: "02:00",
        after: "03:00",
      },
    ]);
    expect(inMarch("Australia/Lord_Howe", 2022, 4)).toMatchObject([
      { direction: "back", minutes: 30, before: "02:00", after: "01:30" },
    ]);
    expect(inMarch("Pacific/Apia", 2011, 12)).toMatchObject([
      {
        direction: "forward",
        minutes: 1440,
        before: "2011-12-30 00:00",
        after: "2011-12-31 00:00",
      },
    ]);
    expect(inMarch("UTC", 2022, 3)).toEqual([]);
  });

  it("should take changes in [from, to)", () => {
    const change = Date.UTC(2022, 2, 13, 7);
    expect(clockChangesIn(hostZone("America/New_York"), change, change + 1)).toHaveLength(1);
    expect(clockChangesIn(hostZone("America/New_York"), change - 1, change)).toHaveLength(0);
  });
});

describe("clockEffects", () => {
  const zone = "America/New_York";

  it("should say where a daily start goes that the clock skips", () => {
    const about = { starts: 1, first: "02:30", last: "02:30" };
    expect(effectOn(daily("02:30"), { zone }, 2022, 3)).toEqual([
      { ...about, effect: "moved", runsAt: "03:30" },
    ]);
    expect(effectOn(daily("02:30"), { zone, gap: "gap-end" }, 2022, 3)).toEqual([
      { ...about, effect: "moved", runsAt: "03:00" },
    ]);
    expect(effectOn(daily("02:30"), { zone, gap: "earlier" }, 2022, 3)).toEqual([
      { ...about, effect: "moved", runsAt: "01:30" },
    ]);
    expect(effectOn(daily("02:30"), { zone, gap: "skip" }, 2022, 3)).toEqual([
      { ...about, effect: "dropped" },
    ]);
  });

  it("should say the date where it goes to another one", () => {
    const havana = { zone: "America/Havana", gap: "earlier" } as const;
    expect(effectOn(daily("00:30"), havana, 2026, 3)).toEqual([
      {
        starts: 1,
        first: "00:30",
        last: "00:30",
        effect: "moved",
        runsAt: "23:30",
        runsOn: "2026-03-07",
      },
    ]);
    expect(effectOn(daily("23:30"), { zone: "America/Nuuk" }, 2026, 3)).toMatchObject([
      { first: "23:30", effect: "moved", runsAt: "00:30", runsOn: "2026-03-29" },
    ]);
  });

  it("should name the time that was due, whatever a window says of the hour that it had", () => {
    const closed = (closedHour: number) => ({
      ...daily("02:30"),
      backupWindowSettings: { backupWindow: mask((hour) => hour !== closedHour) },
    });
    const clock = { zone, windowClock: "server" } as const;
    const about = { starts: 1, first: "02:30", last: "02:30" };
    for (const [gap, hour, runsAt] of [
      ["shift", 3, "03:30"],
      ["earlier", 1, "01:30"],
    ] as const) {
      expect(effectOn(closed(2), { ...clock, gap }, 2022, 3)).toEqual([
        { ...about, effect: "moved", runsAt },
      ]);
      // Blocked where it went, it is lost.
      expect(effectOn(closed(hour), { ...clock, gap }, 2022, 3)).toEqual([
        { ...about, effect: "dropped" },
      ]);
    }
  });

  it("should say how often a daily start runs that the clock shows twice", () => {
    const about = { starts: 1, first: "01:30", last: "01:30" };
    expect(effectOn(daily("01:30"), { zone }, 2022, 11)).toEqual([
      { ...about, effect: "once", pass: "first" },
    ]);
    expect(effectOn(daily("01:30"), { zone, overlap: "second" }, 2022, 11)).toEqual([
      { ...about, effect: "once", pass: "second" },
    ]);
    expect(effectOn(daily("01:30"), { zone, overlap: "both" }, 2022, 11)).toEqual([
      { ...about, effect: "doubled" },
    ]);
  });

  it("should count the grid times that are dropped or doubled", () => {
    expect(effectOn(every("Minutes15"), { zone }, 2022, 3)).toEqual([
      { effect: "dropped", starts: 4, first: "02:00", last: "02:45" },
    ]);
    expect(effectOn(every("Minutes15"), { zone }, 2022, 11)).toEqual([
      { effect: "doubled", starts: 4, first: "01:00", last: "01:45" },
    ]);
    expect(effectOn(every("Minutes15"), { zone, gridOverlap: "second" }, 2022, 11)).toEqual([
      { effect: "once", pass: "second", starts: 4, first: "01:00", last: "01:45" },
    ]);
    expect(effectOn(every("Minutes30"), { zone: "Australia/Lord_Howe" }, 2022, 4)).toEqual([
      { effect: "doubled", starts: 1, first: "01:30", last: "01:30" },
    ]);
  });

  it("should drop the date that never happened", () => {
    expect(effectOn(daily("01:00"), { zone: "Pacific/Apia" }, 2011, 12)).toEqual([
      { effect: "dropped", starts: 1, first: "01:00", last: "01:00" },
    ]);
  });

  it("should say nothing of jobs that the change does not meet", () => {
    expect(effectOn(daily("04:00"), { zone }, 2022, 3)).toEqual([]);
    expect(effectOn({ ...daily("02:30"), dailyType: "Monday" }, { zone }, 2022, 3)).toEqual([]);
    expect(effectOn(every("Hours4"), { zone }, 2022, 3)).toEqual([]);
    const closed = { backupWindow: mask((hour) => hour !== 2 && hour !== 3) };
    expect(
      effectOn(
        { ...daily("02:30"), backupWindowSettings: closed },
        { zone, windowClock: "server" },
        2022,
        3,
      ),
    ).toEqual([]);
  });
});
