import { describe, expect, it, vi } from "vitest";
import { clockWith, type ServerClock } from "../../../src/core/schedule/clock.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { forecastOf } from "../../../src/core/forecast/forecast.ts";
import type { ForecastJob } from "../../../src/core/forecast/jobForecast.ts";
import { compiled } from "../../support/compiled.ts";
import { mask } from "../../support/scheduleBuilders.ts";

const MONDAY = Date.UTC(2022, 10, 7);
const OFFICE = mask((hour, day) => day >= 1 && day <= 5 && hour >= 9 && hour < 17);
const NIGHT = mask((hour) => hour >= 20 || hour < 6);

const daily = (dailyTime: string, more = {}) => ({
  type: "Daily",
  dailyType: "Everyday",
  dailyTime,
  ...more,
});

interface Given {
  readonly from?: number;
  readonly days?: number;
  readonly runs?: number;
  readonly clock?: Partial<ServerClock>;
}

function forecast(
  jobs: readonly (Partial<Omit<ForecastJob, "schedule">> & { policy: object })[],
  { from = MONDAY, days = 7, runs = 3, clock = {} }: Given = {},
) {
  const full = clockWith(clock);
  const ready = jobs.map(({ policy, ...job }) => ({
    name: "Job",
    enabled: true,
    ...job,
    schedule: compiled(policy, clock),
  }));
  return forecastOf(ready, { from, days, runs }, full, hostZone(full.zone), {
    name: "test",
    zoneDatabase: "",
    issues: [],
    warnings: [],
  });
}

const only = (policy: object, given?: Given) => forecast([{ policy }], given).jobs[0]!;

describe("forecastOf", () => {
  it("should name the next runs from its beginning on, on the server's clock and in UTC", () => {
    const { nextRuns, starts } = only(daily("01:00"), {
      from: Date.UTC(2017, 5, 1, 8),
      runs: 2,
      clock: { zone: "America/Los_Angeles" },
    });
    expect(nextRuns).toEqual([
      {
        local: "2017-06-01T01:00:00-07:00",
        weekday: "Thursday",
        utc: "2017-06-01T08:00:00Z",
        epochMs: Date.UTC(2017, 5, 1, 8),
      },
      {
        local: "2017-06-02T01:00:00-07:00",
        weekday: "Friday",
        utc: "2017-06-02T08:00:00Z",
        epochMs: Date.UTC(2017, 5, 2, 8),
      },
    ]);
    expect(starts).toBe(7);
  });

  it("should span days of the server's clock, also over a clock change", () => {
    const { to, clockChanges } = forecast([{ policy: daily("01:00") }], {
      from: Date.UTC(2022, 10, 4, 4),
      clock: { zone: "America/New_York" },
    });
    expect(clockChanges).toHaveLength(1); // straddles a transition
    expect(to.local).toBe("2022-11-11T00:00:00-05:00");
  });

  it("should say how many starts a backup window takes, and the first", () => {
    const { blocked, starts } = only({
      type: "Periodically",
      periodicallyEvery: "Hours8",
      backupWindowSettings: { backupWindow: NIGHT },
    });
    expect(blocked).toMatchObject([
      {
        reason: "backup-window",
        starts: 14,
        due: 21,
        first: { local: "2022-11-07T08:00:00Z" },
        madeUpAtOpening: 0,
      },
    ]);
    expect(starts).toBe(7);
  });

  it("should count a start that a window takes at the very beginning", () => {
    const noon = daily("12:00", { backupWindowSettings: { backupWindow: NIGHT } });
    const from = MONDAY + 12 * 3_600_000;
    expect(only(noon, { from, clock: { zone: "UTC" } }).blocked).toMatchObject([
      { starts: 7, due: 7, first: { epochMs: from } },
    ]);
  });

  it("should say of a job whose clock is another one which it is, and its own changes", () => {
    const span = { from: Date.UTC(2022, 9, 30), days: 14, runs: 1 };
    const schedules = [{}, { zone: "America/New_York" }].map((clock) => ({
      name: "Job",
      enabled: true,
      schedule: compiled(daily("01:30"), { zone: "UTC", ...clock }),
    }));
    const { jobs } = forecastOf(schedules, span, clockWith({ zone: "UTC" }), hostZone("UTC"), {
      name: "test",
      zoneDatabase: "",
      issues: [],
      warnings: [],
    });
    expect(jobs.map(({ zone }) => zone)).toEqual([undefined, "America/New_York"]);
    expect(jobs.map(({ clockEffects }) => clockEffects.length)).toEqual([0, 1]);
  });

  it("should tell of the fullest hour the instant with most starts, the first of those", () => {
    const at = (...times: string[]) => times.map((time) => ({ policy: daily(time) }));
    const busiest = (...times: string[]) =>
      forecast(at(...times), { clock: { zone: "UTC" }, days: 1 }).week.peak?.together;
    expect(busiest("22:10", "22:20", "22:20", "22:30")).toMatchObject({ starts: 2 });
    expect(busiest("22:30", "22:10", "22:20")).toMatchObject({
      at: { epochMs: MONDAY + (22 * 60 + 10) * 60_000 },
      starts: 1,
    });
  });

  it("should find the first that a backup window takes without a walk through the starts", () => {
    const clock = clockWith({ zone: "America/New_York" });
    const schedule = compiled(
      {
        type: "Periodically",
        periodicallyEvery: "Minutes5",
        backupWindowSettings: { backupWindow: NIGHT },
      },
      clock,
    );
    const runs = vi.fn<typeof schedule.runs>(schedule.runs);
    const { jobs } = forecastOf(
      [{ name: "Job", enabled: true, schedule: { ...schedule, runs } }],
      { from: Date.UTC(2023, 0, 2), days: 60, runs: 3 }, // without a change of the clock
      clock,
      schedule.zone,
      { name: "test", zoneDatabase: "", issues: [], warnings: [] },
    );
    expect(jobs[0]?.blocked[0]?.first.utc).toBe("2023-01-02T06:00:00Z");
    expect(runs).not.toHaveBeenCalled();
  });

  it("should say how many starts a start window holds back, and how many its openings make", () => {
    const { blocked, starts } = only({
      type: "Periodically",
      periodicallyEvery: "Hours2",
      periodicallyWindowSettings: { backupWindow: OFFICE },
    });
    expect(blocked).toMatchObject([
      {
        reason: "start-window",
        starts: 64,
        due: 84,
        first: { local: "2022-11-07T00:00:00Z" },
        madeUpAtOpening: 5,
      },
    ]);
    expect(starts).toBe(84 - 64 + 5);
  });

  it("should have nothing run that is disabled or unscheduled, and keep it from the week", () => {
    const { jobs, week } = forecast([
      { policy: daily("01:00"), enabled: false },
      { policy: { type: "ManualOnly" } },
      { policy: daily("01:00", { scheduleEnabled: false }) },
    ]);
    for (const job of jobs)
      expect(job).toMatchObject({
        scheduled: false,
        nextRuns: [],
        starts: 0,
        blocked: [],
        clockEffects: [],
      });
    expect(week.scheduledJobs).toBe(0);
    expect(jobs[0]!.description).toBe("Every day at 01:00.");
  });

  it("should hold the next run that the server reported against the zone (R2)", () => {
    const reported = (zone: string) =>
      forecast([{ policy: daily("01:00"), reportedNextRun: Date.UTC(2017, 5, 1, 8) }], {
        clock: { zone },
      }).jobs[0]!.reported;
    expect(reported("America/Los_Angeles")).toMatchObject({ agrees: true });
    expect(reported("UTC")).toMatchObject({
      agrees: false,
      fitsOffset: "-07:00",
      nextRun: { utc: "2017-06-01T08:00:00Z" },
    });
    expect(
      forecast([
        { policy: { type: "Periodically", periodicallyEvery: "Hours1" }, reportedNextRun: 1 },
      ]).jobs[0]!.reported,
    ).not.toHaveProperty("fitsOffset");
  });

  it("should list every assumption, and say which make a difference here", () => {
    const mattering = (policies: object[], given?: Given) =>
      forecast(
        policies.map((policy) => ({ policy })),
        given,
      )
        .assumptions.filter(({ matters }) => matters)
        .map(({ option, rule }) => option ?? rule);
    const windowed = daily("01:00", { backupWindowSettings: { backupWindow: NIGHT } });
    const overChange = { from: Date.UTC(2022, 10, 4), clock: { zone: "America/New_York" } };
    expect(mattering([daily("01:00")])).toEqual([]);
    expect(mattering([windowed])).toEqual(["R12"]); // on UTC both readings of a mask are the same
    expect(mattering([windowed], overChange)).toEqual(["--window-clock", "R12", "--overlap"]);
    expect(mattering([{ type: "Periodically", periodicallyEvery: "Hours1" }], overChange)).toEqual([
      "--grid-overlap",
    ]);
    expect(
      mattering([daily("01:00")], {
        from: Date.UTC(2022, 2, 10),
        clock: { zone: "America/New_York", gap: "skip" },
      }),
    ).toEqual(["--gap"]);
    expect(forecast([]).assumptions).toHaveLength(5);
  });

  it("should be data: the same after a round trip through JSON", () => {
    const whole = forecast(
      [
        { policy: daily("01:30"), id: "7", reportedNextRun: 0 },
        { policy: { type: "Periodically", periodicallyEvery: "Minutes5" } },
      ],
      { from: Date.UTC(2022, 10, 4), clock: { zone: "America/New_York" } },
    );
    expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
    // no NaN, no Infinity; a week has every hour
    expect(JSON.stringify(whole)).not.toMatch(/:null/);
  });
});
