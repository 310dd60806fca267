import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { hostZone } from "../../../src/host/zones.ts";
import { type WeekLoad, weekLoad } from "../../../src/core/forecast/weekLoad.ts";
import { compiled } from "../../support/compiled.ts";
import { mask } from "../../support/scheduleBuilders.ts";
import { policies } from "../../support/policyArbitraries.ts";

const MONDAY = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;

const daily = (dailyTime: string, more = {}) => ({
  type: "Daily",
  dailyType: "Everyday",
  dailyTime,
  ...more,
});
const NIGHT = { backupWindow: mask((hour) => hour >= 20 || hour < 6) };

function loadOf(policies: readonly unknown[], from = MONDAY, days = 7, zone = "UTC"): WeekLoad {
  const jobs = policies.map((policy, index) => ({
    name: `job ${index}`,
    schedule: compiled(policy, { zone }),
  }));
  return weekLoad(jobs, hostZone(zone), from, from + days * DAY_MS);
}

const cell = (load: WeekLoad, weekday: string, hour: number) => {
  const day = load.days.find((candidate) => candidate.weekday === weekday)!;
  return [day.starts[hour], day.lost[hour], day.closedJobs[hour]];
};

describe("weekLoad", () => {
  it("should count starts, lost ones and closed jobs per hour of the server's week", () => {
    const load = loadOf([
      daily("22:00"),
      daily("22:30", { dailyType: "Monday" }),
      daily("12:00", { backupWindowSettings: NIGHT }),
    ]);
    expect(load.days.map(({ weekday }) => weekday)).toEqual([
      "Monday",
      "Tuesday",
      "Wednesday",
      "Thursday",
      "Friday",
      "Saturday",
      "Sunday",
    ]);
    expect(cell(load, "Monday", 22)).toEqual([2, 0, 0]);
    expect(cell(load, "Tuesday", 22)).toEqual([1, 0, 0]);
    expect(cell(load, "Sunday", 12)).toEqual([0, 1, 1]);
    expect(cell(load, "Sunday", 3)).toEqual([0, 0, 0]);
  });

  it("should name the first of the busiest hours, who starts in it and how many at once", () => {
    const load = loadOf([
      daily("22:00"),
      { type: "Periodically", periodicallyEvery: "Minutes30" },
      daily("22:00"),
    ]);
    expect(load.peak).toMatchObject({
      from: { local: "2026-01-05T22:00:00Z" },
      to: { local: "2026-01-05T23:00:00Z" },
      starts: 4,
      equalHours: 6,
      together: { at: { local: "2026-01-05T22:00:00Z" }, starts: 3 },
      jobs: [
        { name: "job 1", starts: 2 },
        { name: "job 0", starts: 1 },
        { name: "job 2", starts: 1 },
      ],
    });
  });

  it("should take the busiest of several weeks, and whole hours where the span has a part", () => {
    const everyQuarter = { type: "Periodically", periodicallyEvery: "Minutes15" };
    const load = loadOf([everyQuarter], MONDAY + 13.5 * 3_600_000, 20);
    expect(load.days.flatMap(({ starts }) => starts)).toEqual(new Array(168).fill(4));
  });

  it("should leave out the hours that the span does not have", () => {
    const load = loadOf([daily("22:00")], MONDAY, 1);
    expect(load.days[0]!.starts).toEqual([...new Array<number>(22).fill(0), 1, 0]);
    expect(load.days[1]!.starts).toEqual(new Array(24).fill(null));
  });

  it("should keep the two showings of an hour apart, and have no hour that the clock skips", () => {
    const zone = "America/New_York";
    const everyQuarter = { type: "Periodically", periodicallyEvery: "Minutes15" };
    expect(cell(loadOf([everyQuarter], Date.UTC(2022, 10, 6, 4), 1, zone), "Sunday", 1)).toEqual([
      4, 0, 0,
    ]);
    expect(cell(loadOf([everyQuarter], Date.UTC(2022, 2, 13, 5), 1, zone), "Sunday", 2)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it("should have nothing to show without jobs", () => {
    expect(loadOf([])).toMatchObject({ scheduledJobs: 0 });
    expect(loadOf([]).peak).toBeUndefined();
  });

  it("should agree with a plain count of runs on luxon's clock, in any zone and week", () => {
    const zones = fc.constantFrom(
      "UTC",
      "America/New_York",
      "Australia/Lord_Howe",
      "Asia/Kolkata",
      "Pacific/Apia",
      "Africa/Casablanca",
    );
    fc.assert(
      fc.property(
        fc.array(policies, { minLength: 1, maxLength: 3 }),
        zones,
        fc.integer({ min: 0, max: 1_600 }),
        (fleet, zone, week) => {
          const from = hourStart(Date.UTC(2000, 0, 2) + week * 7 * DAY_MS, zone);
          const to = from + 7 * DAY_MS;
          const expected = { starts: plainCount(), lost: plainCount() };
          for (const policy of fleet) {
            for (const run of compiled(policy, { zone }).runs(from, to)) {
              if (run.admitted) expected.starts.add(run.instant, zone);
              else if (run.reason === "backup-window") expected.lost.add(run.instant, zone);
            }
          }
          const load = loadOf(fleet, from, 7, zone);
          for (const { weekday, starts, lost } of load.days) {
            for (let hour = 0; hour < 24; hour += 1) {
              if (starts[hour] === null) continue;
              expect([weekday, hour, starts[hour], lost[hour]]).toEqual([
                weekday,
                hour,
                expected.starts.most(weekday, hour),
                expected.lost.most(weekday, hour),
              ]);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

function hourStart(instant: number, zone: string): number {
  const local = DateTime.fromMillis(instant, { zone });
  return instant - (local.minute * 60 + local.second) * 1000;
}

/**
 * Counts instants per hour that a clock shows; the same hour with another offset, or of another
 * date, is another one.
 */
function plainCount() {
  const counts = new Map<string, number>();
  return {
    add(instant: number, zone: string): void {
      const key = DateTime.fromMillis(instant, { zone }).toFormat("cccc H yyyy-MM-dd ZZ", {
        locale: "en",
      });
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    most(weekday: string, hour: number): number {
      return Math.max(
        0,
        ...[...counts]
          .filter(([key]) => key.startsWith(`${weekday} ${hour} `))
          .map(([, count]) => count),
      );
    },
  };
}
