/**
 * Work that must be done in certain hours, counted by hand.
 */
import { describe, expect, it } from "vitest";
import { checkedFleet } from "../../../../src/core/simulation/checkFleet.ts";
import { checkSpan } from "../../../../src/core/simulation/span.ts";
import {
  type Ground,
  spreadBound,
  type SpreadWork,
} from "../../../../src/core/whatif/stagger/spreadBound.ts";
import { hostZone } from "../../../../src/host/zones.ts";
import { type Job, parsePolicy, type SchedulePolicy, simulate } from "../../../../src/index.ts";
import { daily, DAY, HOUR, windowed } from "../../../support/whatIf.ts";

const FROM = Date.UTC(2026, 0, 5);
const NOBODY: Ground["sessions"] = {
  length: 0,
  start: new Float64Array(0),
  end: new Float64Array(0),
};

interface Asked {
  readonly hours?: number;
  readonly mayLose?: number;
  readonly sessions?: readonly (readonly [start: number, end: number])[];
  readonly zone?: string;
  readonly from?: number;
  readonly seed?: number;
}

/** At least so many at once, hours of work, hours to do it in. */
function boundOf(
  jobs: readonly Omit<Job, "id">[],
  { hours = 168, mayLose = 0, sessions = [], zone = "UTC", from = FROM, seed = 0 }: Asked = {},
): number[] {
  const checked = checkedFleet(
    { clock: { zone }, jobs: jobs.map((job, index) => ({ id: `j${index}`, ...job })) },
    hostZone,
  );
  const span = checkSpan({ from, to: from + hours * HOUR }, [])!;
  const ground = {
    length: sessions.length,
    start: Float64Array.from(sessions, ([start]) => from + start * HOUR),
    end: Float64Array.from(sessions, ([, end]) => from + end * HOUR),
  } as unknown as Ground["sessions"];
  const told: SpreadWork = spreadBound(
    checked.jobs,
    span,
  )({ seed, sessions: sessions.length === 0 ? NOBODY : ground, mayLose });
  return [told.atLeast, told.workMs / HOUR, told.withinMs / HOUR];
}

const lasting = (policy: SchedulePolicy, duration: number): Omit<Job, "id"> => ({
  policy,
  workload: { duration: duration * HOUR },
});
const NONE = [0, 0, 0];

describe("work that must be done in certain hours", () => {
  const night = windowed("22:00", 20, 6);

  it("should be the runs of every night in the hours of their window", () => {
    // Seven nights, of which the last is cut; ten hours each, and of the first only six.
    const nightly = lasting(night, 4);
    expect(boundOf([nightly])).toEqual([1, 24, 70]);
    expect(boundOf([nightly, nightly, nightly])).toEqual([2, 72, 70]);
    // from noon on all seven are whole
    expect(boundOf([nightly, nightly, nightly], { from: FROM + DAY / 2 })).toEqual([2, 84, 70]);
  });

  it("should be the runs of a week, of a grid, of chosen days", () => {
    expect(boundOf([lasting(daily("12:00"), 5)])).toEqual([1, 30, 168]);
    const workdays = parsePolicy({ ...daily("12:00"), dailyType: "Workdays" });
    expect(boundOf([lasting(workdays, 5)], { hours: 336 })).toEqual([1, 45, 336]);
    const grid = parsePolicy({ type: "Periodically", periodicallyEvery: "Hours8" });
    expect(boundOf([lasting(grid, 5)], { hours: 50 })).toEqual([1, 25, 50]);
  });

  it("should be the least that runs in a row come to, also of those just outside", () => {
    const job: Omit<Job, "id"> = {
      policy: daily("12:00"),
      workload: { duration: { uniform: ["1h", "5h"] } },
    };
    const outside: boolean[] = [];
    for (let seed = 0; seed < 12; seed += 1) {
      const { rows } = simulate(
        { jobs: [{ id: "j0", ...job }] },
        { from: FROM - DAY, to: FROM + 9 * DAY, seed },
      );
      // A day before, seven in the span, one after; the last session of the span may be cut.
      const lengths = Array.from(rows(), ({ start, end }) => (end - start) / HOUR).slice(0, 9);
      const sums = [0, 1, 2, 3].map((first) =>
        lengths.slice(first, first + 6).reduce((sum, length) => sum + length, 0),
      );
      const least = Math.min(...sums);
      outside.push(least === sums[0] || least === sums[3]);
      expect(boundOf([job], { seed })[1], String(seed)).toBeCloseTo(least, 9);
      const without = least - Math.max(...lengths);
      expect(boundOf([job], { seed, mayLose: 1 })[1], String(seed)).toBeCloseTo(without, 9);
    }
    expect(new Set(outside)).toEqual(new Set([true, false]));
  });

  it("should be less by the longest of the runs that may be lost", () => {
    const nightly = lasting(night, 4);
    expect(boundOf([nightly, nightly, nightly], { mayLose: 3 })).toEqual([1, 60, 70]);
    expect(boundOf([nightly, lasting(night, 8)], { mayLose: 1 })).toEqual([1, 64, 70]);
    expect(boundOf([nightly], { mayLose: 9 })).toEqual(NONE);
  });

  it("should be more by what others do in these hours", () => {
    const nightly = lasting(night, 4);
    // An hour before the window opens, and three after; and in the day.
    const sessions = [
      [19, 23],
      [8, 12],
    ] as const;
    expect(boundOf([nightly], { sessions })).toEqual([1, 27, 70]);
    expect(boundOf([lasting(daily("12:00"), 4)], { sessions })).toEqual([1, 32, 168]);
  });

  it("should be that of the window whose hours are fullest, with all windows inside of it", () => {
    const early = lasting(windowed("21:00", 20, 22), 1);
    const nightly = lasting(night, 4);
    const all = [early, early, early, nightly];
    // three hours each night in two, or seven in ten
    expect(boundOf([...all, lasting(daily("12:00"), 1)], { from: FROM + DAY / 2 })).toEqual([
      2, 21, 14,
    ]);
    expect(boundOf([early, nightly, nightly, nightly], { from: FROM + DAY / 2 })).toEqual([
      2, 91, 70,
    ]);
  });

  it("should be nothing where a window keeps runs from being made, or a clock is changed", () => {
    expect(boundOf([lasting(windowed("12:00", 20, 6), 4)])).toEqual(NONE);
    const hourly = parsePolicy({
      type: "Periodically",
      periodicallyEvery: "Hours1",
      periodicallyWindowEnabled: true,
      periodicallyWindowSettings: {
        backupWindow: Array.from({ length: 168 }, (_, hour) => hour % 24 < 12),
      },
    });
    expect(boundOf([lasting(hourly, 0.5)])).toEqual(NONE);
    const nightly = lasting(daily("12:00"), 4);
    const change = { from: Date.UTC(2026, 2, 27), zone: "Europe/Berlin" };
    expect(boundOf([nightly], change)).toEqual(NONE);
    expect(boundOf([nightly], { ...change, hours: 48 })).toEqual([1, 4, 48]);
  });

  it("should not count on functions, on what starts by hand, nor on long spans", () => {
    const own: Omit<Job, "id"> = {
      policy: daily("12:00"),
      workload: () => ({ duration: 4 * HOUR, outcome: "Success" }),
    };
    expect(boundOf([own])).toEqual(NONE);
    expect(boundOf([lasting(parsePolicy({ type: "ManualOnly" }), 4)])).toEqual(NONE);
    expect(boundOf([{ ...lasting(daily("12:00"), 4), enabled: false }])).toEqual(NONE);
    expect(boundOf([lasting(daily("12:00"), 4)], { hours: 10_000 })[0]).toBe(1);
    expect(boundOf([lasting(daily("12:00"), 4)], { hours: 10_001 })).toEqual(NONE);
    expect(boundOf([])).toEqual(NONE);
  });
});
