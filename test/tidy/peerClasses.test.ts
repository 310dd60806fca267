/**
 * The classes of docs/PEERS.md: each difference that a peer may show around a clock change gets the
 * class that is made for it, and is counted once.
 */
import { describe, expect, it } from "vitest";
import { inProject } from "../support/paths.ts";

interface Difference {
  readonly name: string;
  readonly run: number;
  readonly side: "ours" | "theirs" | "twice";
}

interface Scheduled {
  readonly id: string;
  readonly kind: string;
  readonly minutes: readonly number[];
}

interface Schedule {
  range(from: number, to: number): Iterable<number>;
}

const load = async <T>(name: string): Promise<T> =>
  (await import(/* @vite-ignore */ inProject(`bench/compare/${name}.mjs`))) as T;

const { classify } = await load<{ classify(asked: object): Difference[] }>("classify");
const { clockOf, ours, dueBy, nominalsOf } = await load<{
  clockOf(zone: string): { readonly starts: readonly number[] };
  ours(schedule: Scheduled, zone: string, switches?: object): Schedule;
  nominalsOf(clock: object, schedule: Scheduled, from: number, to: number): object[];
  dueBy(nominals: object[], kind: string, switches: object, from: number, to: number): number[];
}>("clocks");
const { SCHEDULES, switchesOf } = await load<{
  readonly SCHEDULES: readonly Scheduled[];
  switchesOf(schedule: Scheduled): object[];
}>("schedules");

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONE = "America/New_York";
const GAP = Date.UTC(2026, 2, 8, 7);
const OVERLAP = Date.UTC(2026, 10, 1, 6);
const scheduleOf = (id: string): Scheduled => SCHEDULES.find((one) => one.id === id)!;

/** The classes and sides of what differs from our default, around an instant. */
function classesOf(
  id: string,
  around: number,
  theirs: (mine: number[], from: number, to: number) => number[],
  more: object = {},
): string[] {
  const schedule = scheduleOf(id);
  const [from, to] = [around - 2 * DAY, around + 2 * DAY];
  const mine = Array.from(ours(schedule, ZONE).range(from, to));
  const found = { runs: theirs(mine, from, to), ...("failed" in more ? more : {}) };
  const clock = clockOf(ZONE);
  expect(clock.starts).toContain(around);
  const asked = { clock, schedule, mine, found, from, to, elapsedFrom: from - 7 * DAY, ...more };
  return classify(asked).map(({ name, side }) => `${name} ${side}`);
}

const under =
  (id: string, switches: object) =>
  (_mine: number[], from: number, to: number): number[] =>
    Array.from(ours(scheduleOf(id), ZONE, switches).range(from, to));

describe("the classes of differences", () => {
  it("should be none where both sides are the same", () => {
    expect(classesOf("Daily 02:30", GAP, (mine) => mine)).toEqual([]);
  });

  it.each([
    ["gap-end", ["gap-end theirs", "gap-end ours"]],
    ["earlier", ["gap-earlier theirs", "gap-earlier ours"]],
    ["skip", ["gap-skip ours"]],
  ])("should know a skipped daily time: %s", (gap, classes) => {
    expect(classesOf("Daily 02:30", GAP, under("Daily 02:30", { gap }))).toEqual(classes);
  });

  it.each([
    ["second", ["repeat-second ours", "repeat-second theirs"]],
    ["both", ["repeat-both theirs"]],
  ])("should know a daily time that comes twice: %s", (overlap, classes) => {
    expect(classesOf("Daily 01:30", OVERLAP, under("Daily 01:30", { overlap }))).toEqual(classes);
  });

  it("should know an interval that stands still, and one that is made up", () => {
    const still = under("Every 30 minutes", { gridOverlap: "first" });
    expect(classesOf("Every 30 minutes", OVERLAP, still)).toEqual([
      "repeat-first ours",
      "repeat-first ours",
    ]);
    const madeUp = (mine: number[]): number[] => [...mine, GAP].sort((a, b) => a - b);
    expect(classesOf("Every 2 hours", GAP, madeUp)).toEqual(["grid-made-up theirs"]);
    expect(classesOf("Every 1 hours", GAP, madeUp)).toEqual(["double-at-gap twice"]);
  });

  it("should know what is lost, what another offset gives, and who gives up", () => {
    const without = (lost: number) => (mine: number[]) => mine.filter((run) => run !== lost);
    expect(classesOf("Every 1 hours", GAP, without(GAP + 3 * HOUR))).toEqual([
      "lost-after-gap ours",
    ]);
    expect(classesOf("Every 1 hours", GAP, without(GAP - 3 * HOUR))).toEqual([
      "lost-before-change ours",
    ]);
    expect(classesOf("Every 1 hours", GAP, without(GAP + 30 * HOUR))).toEqual(["lost ours"]);
    const late = (mine: number[]): number[] =>
      mine.map((run) => (run === GAP + 19 * HOUR ? run + HOUR : run));
    expect(classesOf("Daily 22:00", GAP, late)).toEqual([
      "other-offset ours",
      "other-offset theirs",
    ]);
    const first = (mine: number[]): number[] => mine.slice(0, -1);
    expect(classesOf("Daily 22:00", GAP, first, { failed: "loops" })).toEqual(["throws ours"]);
    const foreign = [[GAP - DAY, GAP + DAY]];
    expect(classesOf("Daily 22:00", GAP, late, { foreign })[0]).toBe("zone-data ours");
  });

  it("should not explain what nothing explains", () => {
    const odd = (mine: number[]): number[] => [...mine, GAP + 17 * 60_000].sort((a, b) => a - b);
    expect(classesOf("Daily 22:00", GAP, odd)).toEqual(["unexplained theirs"]);
  });
});

describe("the rules, read plainly", () => {
  it.each(["America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"])(
    "should be what the engine does under all switches: %s",
    (zone) => {
      const [from, to] = [Date.UTC(2011, 7, 1), Date.UTC(2012, 4, 1)];
      const clock = clockOf(zone);
      expect(clock.starts.some((start) => start > from && start < to)).toBe(true);
      for (const schedule of SCHEDULES.filter(({ minutes }) => minutes.length < 100)) {
        const nominals = nominalsOf(clock, schedule, from, to);
        for (const switches of switchesOf(schedule))
          expect(Array.from(ours(schedule, zone, switches).range(from, to))).toEqual(
            dueBy(nominals, schedule.kind, switches, from, to),
          );
      }
    },
  );
});
