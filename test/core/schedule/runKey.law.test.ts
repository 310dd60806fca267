/**
 * The key of a run says its date, its place in that day's plan and its pass, nothing else (R24).
 *
 * What each key should say is read off `runs()` and the wall clock of `Intl`; how a key says it is
 * its own business: equal keys for equal readings, in every zone and under every policy, and other
 * keys for others.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostZone } from "../../../src/host/zones.ts";
import { clockWith } from "../../../src/core/schedule/clock.ts";
import { keyByHand, runKeysOf } from "../../../src/core/schedule/runKey.ts";
import { compileSchedule } from "../../../src/core/schedule/schedule.ts";
import { zoneTable } from "../../../src/core/time/zone.ts";
import { compile, type Run, type SchedulePolicy, type ServerClock } from "../../../src/index.ts";
import { oracleWall } from "../../support/calendarOracle.ts";
import {
  dailyPolicies,
  ODD_ZONES,
  periodicPolicies,
  runs,
  type Scene,
  scheduledScenes,
  switches,
  zoneDrafts,
} from "../../support/scheduleArbitraries.ts";
import {
  at,
  clockChange,
  daily,
  DAY,
  every,
  HOUR,
  mask,
  MINUTE,
  startWindow,
  WEEK,
} from "../../support/scheduleBuilders.ts";

const INTERVALS: Record<string, number> = { Minutes: MINUTE, Hours: HOUR };
const seen: Record<string, number> = {};
const note = (what: string): void => void (seen[what] = (seen[what] ?? 0) + 1);

const changesOf = (zone: string): number[] =>
  [...hostZone(zone).starts].filter((start) => start > at("1974-01-01T00:00Z"));

/** Daily starts at a reading that some clock change skips or repeats, or a little beside it. */
const atChanges: fc.Arbitrary<Scene> = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(...ODD_ZONES.filter((zone) => changesOf(zone).length > 0)),
      // Midnights that never were: what moves from there may land on another date.
      fc.constantFrom("America/Havana", "America/Santiago", "America/Sao_Paulo", "Africa/Cairo"),
    ),
    fc.nat(),
    fc.double({ min: -0.2, max: 1.2, noNaN: true }),
    fc.constantFrom("Everyday", "Everyday", "Workdays", "Sunday", "Monday"),
    switches,
  )
  .map(([zone, pick, share, dailyType, rest]) => {
    const changes = changesOf(zone);
    const instant = changes[pick % changes.length]!;
    const [from, to] = [oracleWall(zone, instant - MINUTE) + MINUTE, oracleWall(zone, instant)];
    const reading = Math.round((from + share * (to - from)) / MINUTE) * MINUTE;
    const policy = daily(new Date(reading).toISOString().slice(11, 16), dailyType);
    return { policy, clock: { zone, ...rest }, instant };
  });

/** Whether the zone's clock shows this reading at some minute; seconds are as good as any. */
function isShown(zone: string, wall: number): boolean {
  const minute = Math.floor(wall / MINUTE) * MINUTE;
  for (let offset = -26 * HOUR; offset <= 26 * HOUR; offset += 5 * MINUTE)
    if (oracleWall(zone, minute + offset) === minute) return true;
  return false;
}

/** `date place pass` of each run of a list, the list beginning well before `from`. */
function readings(policy: SchedulePolicy, clock: ServerClock, listed: readonly Run[]): string[] {
  let heldBack = "nothing held back";
  return listed.map((run) => {
    const [date, time] = [run.local.slice(0, 10), run.local.slice(11, 19)];
    const day = Date.parse(`${date}T00:00:00Z`);
    const isMoved = run.clockChange === "shifted" || run.clockChange === "gap-end";
    if (run.clockChange !== undefined) note(run.clockChange);
    if (policy.type === "Daily") {
      // A start that was moved out of a gap belongs to the date whose time the clock skipped.
      const nominal = isMoved
        ? [day - DAY, day, day + DAY].find(
            (other) => !isShown(clock.zone, other + Date.parse(`1970-01-01T${policy.dailyTime}Z`)),
          )!
        : day;
      if (nominal !== day) note("moved to another date");
      const pass = run.clockChange === "second-pass" && clock.overlap === "both" ? 1 : 0;
      return `${nominal / DAY} 0 ${pass}`;
    }
    if (run.atOpening === true) {
      note("opening");
      if (!heldBack.startsWith(`${day / DAY} `)) note("opening on another date");
      return heldBack;
    }
    if (policy.type !== "Periodically") throw new Error("a policy without a schedule has no runs");
    const [, unit, count] = /^([A-Z][a-z]+)(\d+)$/.exec(policy.periodicallyEvery)!;
    const offset = unit === "Hours" ? (policy.periodicallyOffsetMinutes ?? 0) * MINUTE : 0;
    const place =
      (Date.parse(`1970-01-01T${time}Z`) - offset) / (Number(count) * INTERVALS[unit!]!);
    expect(Number.isInteger(place)).toBe(true);
    const pass = run.clockChange === "second-pass" && clock.gridOverlap === "both" ? 1 : 0;
    const reading = `${day / DAY} ${place} ${pass}`;
    if (run.reason === "start-window") heldBack = reading;
    return reading;
  });
}

describe("the key of a run", () => {
  it("should be the same for the same date, whatever the time of day", () => {
    const keys = (time: string) => {
      const schedule = compile(daily(time), { zone: "Europe/Berlin" });
      return Array.from(
        schedule.range(at("2026-01-04T23:00Z"), at("2026-11-01T23:00Z")),
        runKeysOf(schedule),
      );
    };
    const night = keys("22:00");
    expect(night).toHaveLength(301);
    expect(new Set(night).size).toBe(301);
    for (const time of ["22:01", "21:00", "00:30", "00:00", "23:59:59", "02:30"])
      expect(keys(time)).toEqual(night);
  });

  it("should tell the passes of a repeated hour apart where both run, and only there", () => {
    const change = clockChange("Europe/Berlin", "2026-10-25T01:00Z", "03:00", "02:00");
    const keys = (overlap: "first" | "second" | "both", time = "02:30") => {
      const schedule = compile(daily(time), { zone: "Europe/Berlin", overlap });
      return Array.from(schedule.range(change - 6 * HOUR, change + 6 * HOUR), runKeysOf(schedule));
    };
    const [first, second] = keys("both");
    expect(second).not.toBe(first);
    // One run on the date is that date's run, in whichever pass: also beside a move to 04:00.
    expect(keys("first")).toEqual([first]);
    expect(keys("second")).toEqual([first]);
    expect(keys("both", "04:00")).toEqual([first]);
  });

  it("should be that of the last grid time held back where an opening makes the start", () => {
    // Held back: 20:00 and 22:00 of Monday; open from Tuesday 01:00 on, on the next date.
    const held = startWindow(mask((hour) => hour >= 1 && hour < 20));
    const [schedule, free] = [compile(every("Hours2", held)), compile(every("Hours2"))];
    const [opening, lastHeld] = [at("2026-01-06T01:00Z"), at("2026-01-06T00:00Z")];
    expect(schedule.has(opening)).toBe(true);
    expect(runKeysOf(schedule)(opening)).toBe(runKeysOf(free)(lastHeld));
  });

  it("should say date, place and pass of every run, and no two runs the same", () => {
    const readingOf = new Map<number, string>();
    const keyOf = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.oneof(scheduledScenes, atChanges),
        fc.integer({ min: 1, max: 9 }),
        ({ policy, clock, instant }: Scene, days) => {
          const schedule = compile(policy, clock);
          // Closed spells are up to a week long: the list begins before any that matters.
          const listed = [...schedule.runs(instant - 2 * WEEK, instant + days * DAY)];
          const all = readings(policy, clock, listed);
          const keyAt = runKeysOf(schedule);
          const keys = new Set<number>();
          listed.forEach((run, index) => {
            if (run.instant < instant - 5 * DAY || !run.admitted) return;
            const key = keyAt(run.instant);
            const reading = all[index]!;
            expect(keys.has(key), `${run.local}: ${reading}`).toBe(false);
            keys.add(key);
            expect(readingOf.get(key) ?? reading).toBe(reading);
            expect(keyOf.get(reading) ?? key).toBe(key);
            readingOf.set(key, reading);
            keyOf.set(reading, key);
          });
        },
      ),
      runs(1_800),
    );
  });

  it("should not hang on the order of the questions", () => {
    fc.assert(
      fc.property(scheduledScenes, fc.infiniteStream(fc.nat()), (scene, picks) => {
        const schedule = compile(scene.policy, scene.clock);
        const starts = schedule.range(scene.instant - 9 * DAY, scene.instant + 9 * DAY);
        const inOrder = starts.map(runKeysOf(schedule));
        const keyAt = runKeysOf(schedule);
        for (const pick of picks.take(starts.length > 0 ? 40 : 0)) {
          const index = pick % starts.length;
          expect(keyAt(starts[index]!)).toBe(inOrder[index]);
        }
      }),
      runs(200),
    );
  });

  it("should be one run's alone in zones that no government has thought of yet", () => {
    fc.assert(
      fc.property(
        zoneDrafts.filter(({ firstOffsetMs, transitions }) =>
          // As in every zone there is, no reading shows three times.
          transitions.every(({ instant, offsetMs }, index) => {
            const back = (at: number): number =>
              (at === 0 ? firstOffsetMs : transitions[at - 1]!.offsetMs) -
              transitions[at]!.offsetMs;
            const before = transitions[index - 1];
            return (
              before === undefined ||
              offsetMs >= before.offsetMs ||
              back(index - 1) <= 0 ||
              instant - before.instant >= back(index) + back(index - 1)
            );
          }),
        ),
        fc.oneof(dailyPolicies, periodicPolicies),
        switches,
        ({ firstOffsetMs, transitions }, policy, rest) => {
          const zone = zoneTable("Draft/Land", "", firstOffsetMs, transitions);
          const schedule = compileSchedule(policy, clockWith({ zone: "UTC", ...rest }), zone);
          const starts = new Set(
            transitions.flatMap(({ instant }) => [
              ...schedule.range(instant - 3 * DAY, instant + 3 * DAY),
            ]),
          );
          expect(new Set(Array.from(starts, runKeysOf(schedule))).size).toBe(starts.size);
          if (starts.size > 0) note("drafts");
        },
      ),
      runs(400),
    );
  });
});

describe("the key of a start by hand", () => {
  it("should be its own: no other start by hand has it, and no run of a plan", () => {
    const instants = fc.oneof(
      fc.integer({ min: -8.64e15, max: 8.64e15 }),
      fc.integer({ min: -(2 ** 39), max: 2 ** 39 }),
    );
    // Minute by minute from the first date to the last: the keys of plans lie in between.
    const dense = runKeysOf(compile(every("Minutes5"), { gridOverlap: "both" }));
    const low = dense(0) - 2_048;
    const high = dense(8.64e15 - DAY) + 2_048;
    fc.assert(
      fc.property(instants, instants, (one, other) => {
        expect(keyByHand(one) === keyByHand(other)).toBe(one === other);
        expect(Number.isSafeInteger(keyByHand(one))).toBe(true);
        expect(keyByHand(one) < low || keyByHand(one) > high).toBe(true);
      }),
      runs(2_000),
    );
  });
});

describe("the scenes of these laws", () => {
  it("should have met every oddity of the clock, many times", () => {
    for (const what of [
      "shifted",
      "gap-end",
      "first-pass",
      "second-pass",
      "opening",
      "opening on another date",
      "moved to another date",
      "drafts",
    ])
      expect(seen[what] ?? 0, what).toBeGreaterThan(20);
  });
});
