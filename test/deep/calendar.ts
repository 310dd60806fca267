/**
 * The calendar's part: every clock change that the host's time-zone database has from 1973 to 2100,
 * in every zone, and whatever may be due around it, engine against oracle.
 *
 * Zones whose tables of clock changes are equal are one: what differs between them is a name. A
 * clock change gets
 * - every daily time on a quarter of an hour that the wall clock shows, skips or repeats within
 *   three hours of the change, and the seconds before, at and after both of its edges, under all
 *   twelve choices of `gap` and `overlap`; those in the change itself on that weekday only, too;
 * - every periodic interval under all three choices of `gridOverlap`, hours with an offset, too;
 * - a window of every kind, drawn by the seed.
 *
 * Changes before 1973 are left out: there the oracle reads no clock.
 */
import { INTERVALS } from "../../src/core/policy/types.ts";
import { hostZone } from "../../src/host/zones.ts";
import { compile, parsePolicy, type Schedule, type SchedulePolicy } from "../../src/index.ts";
import { type OracleClock, oracleWall } from "../support/calendarOracle.ts";
import { noise } from "../support/fleetArbitraries.ts";
import { type CalendarCase, comparedOn, shrunk, testOf } from "./calendarCase.ts";
import {
  blockSeed,
  count,
  type Failure,
  type Part,
  type Settings,
  type Tally,
  type Task,
  thrownAt,
} from "./part.ts";

const SECOND = 1_000;
const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FIRST = Date.UTC(1973, 0, 1);
const CHANGES_IN_TASK = 40;

const GAPS = ["shift", "gap-end", "earlier", "skip"] as const;
const OVERLAPS = ["first", "second", "both"] as const;
const GRID_OVERLAPS = ["both", "first", "second"] as const;
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** The part of the sweep. */
export const calendar: Part = {
  name: "calendar",
  plan(share, seed, tally) {
    const tasks = everyTask(tally);
    const wanted = Math.max(1, Math.round(tasks.length * share));
    // Evenly over all zones, each time from another one on.
    const first = seed % tasks.length;
    return Array.from(
      { length: wanted },
      (_, index) => tasks[(first + Math.floor((index * tasks.length) / wanted)) % tasks.length]!,
    );
  },
  taskAt(at) {
    const [zone, text] = at.split(" ");
    const instant = Date.parse(text ?? "");
    if (zone === undefined || !hostZone(zone, "--at").starts.includes(instant))
      throw new Error(`--at: expected "calendar Europe/Berlin 2026-03-29T01:00Z", a clock change`);
    return { part: "calendar", block: 0, cases: 1, zone, instants: [instant] };
  },
  run({ zone, instants }, settings, tally) {
    const compiled = new Map<string, Schedule>();
    for (const change of instants!) {
      count(tally, "clock changes");
      const at = `calendar ${zone} ${new Date(change).toISOString()}`;
      try {
        const failing = failingAt(zone!, change, compiled, settings, tally);
        if (failing !== undefined) return failureOf(failing, at, settings);
      } catch (error) {
        throw thrownAt(at, error);
      }
    }
    return undefined;
  },
};

/** The first case around a clock change that fails. */
function failingAt(
  zone: string,
  change: number,
  compiled: Map<string, Schedule>,
  { seed, oracle }: Settings,
  tally: Tally,
): CalendarCase | undefined {
  for (const [asked, key] of casesAround(zone, change, seed)) {
    const name = `${key} ${Object.values(asked.clock).join(" ")}`;
    let schedule = compiled.get(name);
    if (schedule === undefined) {
      schedule = compile(asked.policy, asked.clock);
      compiled.set(name, schedule);
    }
    const { answers, difference } = comparedOn(asked, oracle, schedule);
    count(tally, "policies around a change");
    count(tally, "answers", answers);
    if (difference !== undefined) return asked;
  }
  return undefined;
}

function failureOf(failing: CalendarCase, at: string, { oracle }: Settings): Failure {
  const { smallest, difference, shrinks } = shrunk(failing, oracle);
  return { part: "calendar", at, test: testOf(smallest, difference), shrinks };
}

// --- clock changes

/** All clock changes of all zones; equal tables once. */
function everyTask(tally: Tally): Task[] {
  const zones = Intl.supportedValuesOf("timeZone");
  const seen = new Set<string>();
  const tasks: Task[] = [];
  for (const zone of zones) {
    const { starts, offsetsMs } = hostZone(zone);
    const table = `${starts.join(" ")} ${offsetsMs.join(" ")}`;
    if (seen.has(table)) continue;
    seen.add(table);
    const changes = [...starts].slice(1);
    const instants = changes.filter((instant) => instant >= FIRST);
    count(tally, "clock changes before 1973, left out", changes.length - instants.length);
    for (let at = 0; at < instants.length; at += CHANGES_IN_TASK)
      tasks.push({
        part: "calendar",
        block: tasks.length,
        cases: Math.min(CHANGES_IN_TASK, instants.length - at),
        zone,
        instants: instants.slice(at, at + CHANGES_IN_TASK),
      });
  }
  count(tally, "zones of the host", zones.length);
  count(tally, "distinct zones", seen.size);
  return tasks;
}

// --- cases

/** The cases around one clock change, each with what its policy is known by. */
function* casesAround(
  zone: string,
  change: number,
  seed: number,
): Generator<readonly [CalendarCase, string], undefined> {
  const oldWall = oracleWall(zone, change - MINUTE) + MINUTE;
  const newWall = oracleWall(zone, change);
  if (oldWall === newWall) return; // only the offset's name differs
  const clock: OracleClock = {
    zone,
    windowClock: "utc",
    gap: "shift",
    overlap: "first",
    gridOverlap: "both",
  };
  yield* dailyCases(clock, change, oldWall, newWall);
  yield* gridCases(clock, change, seed);
  yield* windowedCases(clock, change, seed);
}

function* dailyCases(
  clock: OracleClock,
  change: number,
  oldWall: number,
  newWall: number,
): Generator<readonly [CalendarCase, string], undefined> {
  const [low, high] = [Math.min(oldWall, newWall), Math.max(oldWall, newWall)];
  const span = { from: change - 2 * DAY, to: change + 2 * DAY };
  let turn = 0;
  for (const [dailyTime, wall] of timesAround(low, high)) {
    const isInside = wall >= low && wall < high;
    const weekday = WEEKDAYS[new Date(wall).getUTCDay()]!;
    for (const dailyType of isInside ? ["Everyday", weekday] : ["Everyday"]) {
      const policy = parsePolicy({ type: "Daily", dailyType, dailyTime });
      for (const gap of GAPS)
        for (const overlap of OVERLAPS) {
          // In words wherever the change is felt, else under each choice in turn.
          const inWords = isInside || turn++ % 12 === 0;
          const asked = { policy, clock: { ...clock, gap, overlap }, ...span, inWords };
          yield [asked, `${dailyType} ${dailyTime}`];
        }
    }
  }
}

/** Times of day, each once, with the wall time that stands for it. */
function timesAround(low: number, high: number): Map<string, number> {
  const walls: number[] = [];
  for (
    let wall = Math.ceil((low - 3 * HOUR) / QUARTER) * QUARTER;
    wall <= high + 3 * HOUR;
    wall += QUARTER
  )
    walls.push(wall);
  for (const edge of [low, high]) walls.push(edge - SECOND, edge, edge + SECOND);
  const isInside = (wall: number): boolean => wall >= low && wall < high;
  const times = new Map<string, number>();
  for (const wall of walls) {
    const time = new Date(wall).toISOString().slice(11, 19);
    if (!times.has(time) || isInside(wall)) times.set(time, wall);
  }
  return times;
}

function* gridCases(
  clock: OracleClock,
  change: number,
  seed: number,
): Generator<readonly [CalendarCase, string], undefined> {
  // From the last local midnight before the change to the first after it, and some hours.
  const span = { from: change - 15 * HOUR, to: change + 15 * HOUR };
  const drawn = 1 + Math.floor(noise(seed, change / HOUR) * 59);
  let turn = Math.floor(change / HOUR);
  for (const every of INTERVALS)
    for (const offset of every.startsWith("Hours") ? [0, drawn] : [0]) {
      const policy = parsePolicy({
        type: "Periodically",
        periodicallyEvery: every,
        ...(offset > 0 && { periodicallyOffsetMinutes: offset }),
      });
      for (const gridOverlap of GRID_OVERLAPS) {
        const inWords = turn++ % 9 === 0;
        yield [
          { policy, clock: { ...clock, gridOverlap }, ...span, inWords },
          `${every} ${offset}`,
        ];
      }
    }
}

/** A start window and a backup window on one of the clocks, closed over hours around the change. */
function* windowedCases(
  clock: OracleClock,
  change: number,
  seed: number,
): Generator<readonly [CalendarCase, string], undefined> {
  const draw = (what: number, most: number): number =>
    Math.floor(noise(blockSeed(seed, "calendar", what), change / HOUR, clock.zone.length) * most);
  const window = (what: number): object => {
    const [open, closed, first] = [1 + draw(what, 9), 1 + draw(what + 1, 6), draw(what + 2, 15)];
    return {
      backupWindow: Array.from(
        { length: 168 },
        (_, hour) => (hour + first) % (open + closed) < open,
      ),
      minuteOffset: [0, 0, 30, 15, 330, -420][draw(what + 3, 6)],
    };
  };
  const hours = INTERVALS.filter((every) => every.startsWith("Hours"));
  const policy: SchedulePolicy = parsePolicy({
    type: "Periodically",
    periodicallyEvery: hours[draw(20, hours.length)],
    periodicallyOffsetMinutes: [0, 0, 15, 30, 59][draw(21, 5)],
    periodicallyWindowEnabled: true,
    periodicallyWindowSettings: window(0),
    backupWindowEnabled: draw(22, 2) === 0,
    backupWindowSettings: window(10),
  });
  const asked = {
    policy,
    clock: {
      ...clock,
      windowClock: draw(23, 2) === 0 ? ("utc" as const) : ("server" as const),
      gridOverlap: GRID_OVERLAPS[draw(24, 3)]!,
    },
    from: change - DAY,
    to: change + DAY,
    instants: [change - MINUTE, change, change + MINUTE],
    inWords: true,
  };
  yield [asked, `windows ${change}`];
}
