/**
 * Random clocks, zones, instants and policies for the laws of the calendar core.
 *
 * Everything leans towards where calendars break: instants within hours of a clock change, daily
 * times and windows in the small hours, zones whose changes are odd. `RUNCAST_FUZZ=20` draws
 * anew, and twenty times as much.
 */
import fc from "fast-check";
import { hostZone } from "../../src/host/zones.ts";
import {
  parsePolicy,
  type SchedulePolicy,
  type ServerClock,
  type ZoneTable,
} from "../../src/index.ts";
import { oracleWall } from "./calendarOracle.ts";
import { masks, policies, windowSettings } from "./policyArbitraries.ts";

const FUZZ = Number(process.env["RUNCAST_FUZZ"] ?? 1);
if (!(FUZZ > 0))
  throw new Error(`RUNCAST_FUZZ is a number of times, not ${process.env["RUNCAST_FUZZ"]}`);

/** How often a property is tried, times `RUNCAST_FUZZ`. */
export function runs(count: number): { numRuns: number } {
  return { numRuns: Math.ceil(count * FUZZ) };
}

// --- clocks

/** Every combination of the switches. */
export const switches: fc.Arbitrary<Omit<ServerClock, "zone">> = fc.record(
  {
    windowClock: fc.constantFrom("utc", "server"),
    gap: fc.constantFrom("shift", "gap-end", "earlier", "skip"),
    overlap: fc.constantFrom("first", "second", "both"),
    gridOverlap: fc.constantFrom("both", "first", "second"),
  },
  { noNullPrototype: true },
);

/** Zones with something odd about them, beside a few that everybody lives in. */
export const ODD_ZONES = [
  "UTC",
  "America/New_York",
  "Europe/Berlin",
  "Europe/Dublin", // winter time is the exception
  "Australia/Lord_Howe", // 30 minutes
  "Antarctica/Troll", // two hours
  "Pacific/Apia", // a day that never was, 2011-12-30
  "Pacific/Kwajalein", // another, 1993-08-21
  "Pacific/Kiritimati", // +14
  "Pacific/Chatham", // +12:45
  "Asia/Kathmandu", // 15 minutes, once
  "Asia/Pyongyang", // 30 minutes, there and back
  "Asia/Gaza", // by the moon: changes under seven days apart
  "Africa/Casablanca", // by the moon too, until 2087
  "Africa/Cairo",
  "America/Havana", // at midnight
  "America/Santiago", // at midnight, 24:00 -> 23:00
  "America/Sao_Paulo",
  "America/St_Johns", // one minute after midnight
  "America/Nuuk", // shifts over midnight
  "America/Boa_Vista", // two changes within eight days
  "America/Recife",
  "Antarctica/Casey", // three hours
  "Antarctica/Macquarie",
  "Atlantic/Azores", // 00:00 <-> 01:00
  "Asia/Tehran",
  "Asia/Amman",
  "Asia/Kolkata",
  "America/Caracas", // 30 minutes
  "Asia/Colombo",
] as const;

const fixedOffsets = fc
  .oneof(fc.constantFrom(330, -420, 845, -1439, 1439, -1), fc.integer({ min: -1439, max: 1439 }))
  .filter((minutes) => minutes !== 0)
  .map((minutes) => {
    const size = Math.abs(minutes);
    const rest = String(size % 60).padStart(2, "0");
    return `UTC${minutes < 0 ? "-" : "+"}${Math.floor(size / 60)}:${rest}`;
  });

/** Zones: mostly odd ones, now and then any other of the host's, or a fixed offset. */
export const zones: fc.Arbitrary<string> = fc.oneof(
  { weight: 38, arbitrary: fc.constantFrom(...ODD_ZONES) },
  { weight: 1, arbitrary: fc.constantFrom(...Intl.supportedValuesOf("timeZone")) },
  { weight: 3, arbitrary: fixedOffsets },
);

/** Full clocks. */
export const clocks: fc.Arbitrary<ServerClock> = fc
  .tuple(zones, switches)
  .map(([zone, rest]) => ({ zone, ...rest }));

// --- instants

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const QUIET_FROM = Date.UTC(1974, 0, 1);
const QUIET_TO = Date.UTC(2099, 10, 1);

/** Where to look, apart from any zone: a number that picks a transition, and how far from it. */
export interface Spot {
  readonly pick: number;
  readonly distance: number;
}

/** Distances from a transition: at it, a millisecond off, minutes, hours, up to three weeks. */
const distances: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -1, 1, HOUR, -HOUR, 30 * MINUTE, -30 * MINUTE, DAY, -DAY),
  fc.integer({ min: -36, max: 36 }).map((steps) => steps * 5 * MINUTE),
  fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
  fc.integer({ min: -2 * DAY, max: 2 * DAY }),
  fc.integer({ min: -21 * DAY, max: 21 * DAY }),
);

/** Spots: four of five at a transition, the others anywhere. */
export const spots: fc.Arbitrary<Spot> = fc.record(
  { pick: fc.nat(0x7fffffff), distance: distances },
  { noNullPrototype: true },
);

/**
 * The instant of a spot in a zone: from 1974 on, so that a look back of weeks stays where every
 * offset is whole minutes, and to November 2099, so that a look ahead stays where the tables end
 * (R3).
 */
export function instantAt(zone: ZoneTable, { pick, distance }: Spot): number {
  const transitions = zone.starts.length - 1;
  const quiet =
    QUIET_FROM + Math.floor((pick / 0x7fffffff) * ((QUIET_TO - QUIET_FROM) / MINUTE)) * MINUTE;
  const centre =
    transitions === 0 || pick % 5 === 0 ? quiet : zone.starts[1 + (pick % transitions)]!;
  return Math.min(Math.max(QUIET_FROM, centre + distance), QUIET_TO);
}

/** Instants of every size, fractions and the far ends of time among them; never `NaN`. */
export const wildInstants: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 0, max: 4_200_000_000_000 }),
  fc
    .double({ min: -1e13, max: 1e13, noNaN: true })
    .map((instant) => Math.round(instant * 1_000) / 1_000),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(
    -1e15,
    8.64e15,
    8.64e15 + 1,
    8.64e15 - 1,
    1e300,
    -1e300,
    Infinity,
    -Infinity,
    0.5,
    -0.5,
    -0,
    1e-3,
  ),
  fc.integer({ min: 0, max: 14 }).map((days) => 8.64e15 - days * DAY),
);

// --- policies

const smallHours = fc.oneof(
  fc.constantFrom(
    "02:30:00",
    "00:00:00",
    "23:59:59",
    "01:00:00",
    "03:00:00",
    "02:00:00",
    "00:30:00",
    "02:15:07",
    "01:59:59",
    "23:30:00",
  ),
  fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.nat(59))
    .map(([hour, minute]) => `0${hour}:${String(minute).padStart(2, "0")}:00`),
);

const dailyInTheSmallHours = fc.record({
  type: fc.constant("Daily"),
  dailyType: fc.constantFrom(
    "Everyday",
    "Everyday",
    "Workdays",
    "Weekends",
    "Sunday",
    "Monday",
    "Friday",
    "Saturday",
  ),
  dailyTime: smallHours,
  backupWindowSettings: fc.option(windowSettings, { nil: undefined }),
});

const periodicWithWindows = fc.record({
  type: fc.constant("Periodically"),
  periodicallyEvery: fc.constantFrom(
    "Minutes15",
    "Hours1",
    "Hours2",
    "Hours4",
    "Hours8",
    "Hours12",
  ),
  periodicallyOffsetMinutes: fc.constantFrom(0, 0, 15, 30, 59),
  backupWindowSettings: fc.option(windowSettings, { nil: undefined }),
  periodicallyWindowSettings: fc.option(windowSettings, { nil: undefined, freq: 4 }),
});

/** Daily policies whose time is where clocks change, with or without a backup window. */
export const dailyPolicies: fc.Arbitrary<SchedulePolicy> = dailyInTheSmallHours.map(parsePolicy);

/** Periodic policies, most of them behind windows. */
export const periodicPolicies: fc.Arbitrary<SchedulePolicy> = periodicWithWindows.map(parsePolicy);

/** Policies of every kind, those above foremost. */
const schedulePolicies: fc.Arbitrary<SchedulePolicy> = fc.oneof(
  { weight: 3, arbitrary: dailyPolicies },
  { weight: 4, arbitrary: periodicPolicies },
  { weight: 2, arbitrary: policies },
);

/** A pair of masks of which the first allows nothing that the second prohibits. */
export const nestedMasks: fc.Arbitrary<readonly [narrow: boolean[], wide: boolean[]]> = fc
  .tuple(masks, masks)
  .map(([a, b]) => [a.map((cell, hour) => cell && b[hour]!), b] as const);

// --- scenes

/** A policy, a clock and an instant near something. */
export interface Scene {
  readonly policy: SchedulePolicy;
  readonly clock: ServerClock;
  readonly instant: number;
}

function scenesOf(policiesOfScene: fc.Arbitrary<SchedulePolicy>): fc.Arbitrary<Scene> {
  return fc.tuple(policiesOfScene, clocks, spots).map(([policy, clock, spot]) => ({
    policy,
    clock,
    instant: instantAt(hostZone(clock.zone), spot),
  }));
}

/** Scenes with policies of every kind. */
export const scenes: fc.Arbitrary<Scene> = scenesOf(schedulePolicies);

/** Scenes whose policy has a schedule. */
export const scheduledScenes: fc.Arbitrary<Scene> = scenesOf(
  fc.oneof(dailyPolicies, periodicPolicies),
);

/** Scenes at a clock change whose daily time is one that the clock skips there, or shows twice. */
export const crossedScenes: fc.Arbitrary<Scene> = fc
  .tuple(clocks, fc.nat(0x7fffffff), fc.nat(99))
  .map(([clock, pick, hundredths]) => {
    const instant = instantAt(hostZone(clock.zone), { pick, distance: 0 });
    const before = oracleWall(clock.zone, instant - MINUTE) + MINUTE;
    const after = oracleWall(clock.zone, instant);
    const lostOrRepeated = Math.abs(after - before);
    const wall =
      Math.min(before, after) + Math.floor((lostOrRepeated * hundredths) / 100 / MINUTE) * MINUTE;
    const dailyTime = new Date(wall).toISOString().slice(11, 19);
    const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime });
    return { policy, clock, instant };
  });

// --- zones that no government has thought of yet

/** A zone as data, before `zoneTable` makes a table of it. */
export interface ZoneDraft {
  readonly firstOffsetMs: number;
  readonly transitions: readonly { readonly instant: number; readonly offsetMs: number }[];
}

const shifts = fc.oneof(
  fc.constantFrom(60, -60, 30, -30, 120, -120, 1440, -1440, 1, -15),
  fc.integer({ min: -1500, max: 1500 }).filter((minutes) => minutes !== 0),
);

/**
 * Valid zones with changes of any size at whole minutes, close together or far apart, each segment
 * longer than the changes at its ends. Half of them count in whole hours, so that changes meet the
 * edges of windows and of grids.
 */
export const zoneDrafts: fc.Arbitrary<ZoneDraft> = fc
  .tuple(
    fc.boolean(),
    fc.integer({ min: -720, max: 840 }),
    fc.integer({ min: -30 * 1440, max: 400 * 1440 }),
    fc.array(
      fc.tuple(
        shifts,
        fc.oneof(
          fc.integer({ min: 1, max: 3 * 24 * 60 }),
          fc.integer({ min: 1, max: 30 * 24 * 60 }),
        ),
      ),
      { maxLength: 12 },
    ),
  )
  .map(([byTheHour, firstMinutes, beginMinutes, steps]) => {
    /** Away from zero, so that nothing becomes nothing. */
    const whole = (minutes: number): number =>
      byTheHour ? Math.sign(minutes) * Math.ceil(Math.abs(minutes) / 60) * 60 : minutes;
    const transitions: { instant: number; offsetMs: number }[] = [];
    let instant = whole(beginMinutes) * MINUTE;
    let offset = whole(firstMinutes);
    let lastShift = 0;
    for (const [shiftMinutes, roomMinutes] of steps) {
      const shift = whole(shiftMinutes);
      const turned = Math.abs(offset + shift) > 1440 ? -shift : shift; // keep within a day of UTC
      instant += (Math.max(Math.abs(lastShift), Math.abs(turned)) + whole(roomMinutes)) * MINUTE;
      offset += turned;
      lastShift = turned;
      transitions.push({ instant, offsetMs: offset * MINUTE });
    }
    return { firstOffsetMs: whole(firstMinutes) * MINUTE, transitions };
  });
