import { describe, expect, it } from "vitest";
import {
  describeForecast,
  forecast,
  type ForecastOptions,
  nextRuns,
  PolicyError,
  readFleetFile,
  readJobs,
} from "../../src/index.ts";

const policy = {
  type: "Daily",
  dailyType: "Everyday",
  dailyTime: "22:00",
  retryEnabled: true,
  retryNumber: 3,
  retryWaitInterval: 10,
};
const week: ForecastOptions = { from: "2026-03-23", clock: { zone: "Europe/Berlin" } };

describe("forecast", () => {
  it("should say the same of a policy, a fleet and a list", () => {
    const list = readJobs([{ name: "the policy", id: "policy", schedulePolicy: policy }]);
    const fleet = { jobs: [{ id: "policy", name: "the policy", policy }] };
    const [one, two, three] = [policy, fleet, list].map((jobs) => forecast(jobs, week));
    expect(one!.source).toBe("the policy");
    expect({ ...two, source: "" }).toEqual({ ...one, source: "" });
    expect({ ...three, source: "" }).toEqual({ ...one, source: "" });
    expect(one!.jobs[0]!.nextRuns.map(({ epochMs }) => epochMs)).toEqual(
      nextRuns(policy, "2026-03-23", 3, week.clock).map((run) => run.toMillis()),
    );
    // The clock goes forward on the 29th: seven days of the server's clock are an hour short.
    expect(one!.to.epochMs - one!.from.epochMs).toBe((7 * 24 - 1) * 3_600_000);
    expect(one!.clockChanges).toHaveLength(1);
  });

  it("should keep what was noted of a list, and what a fleet says of its clocks", () => {
    const list = readJobs([{ name: "a", schedulePolicy: policy }, { name: "b" }]);
    const { jobs, issues } = forecast(list, week);
    expect([jobs.length, issues.map(({ path }) => path)]).toEqual([1, ["[1].schedulePolicy"]]);
    const file = readFleetFile({
      clock: { zone: "Asia/Tokyo", gap: "skip" },
      jobs: [{ id: "a", policy, clock: { zone: "UTC" } }],
    });
    if (!file.ok) throw new Error("the file is good");
    const told = forecast(file.fleet, { from: "2026-03-23", days: 1 });
    expect([told.clock.zone, told.clock.gap, told.jobs[0]!.zone]).toEqual([
      "Asia/Tokyo",
      "skip",
      "UTC",
    ]);
    expect(forecast(file.fleet, { ...week, days: 1 }).clock).toMatchObject({
      zone: "Europe/Berlin",
      gap: "skip",
    });
  });

  it("should have a text that fits its width, in the words of the command", () => {
    const told = forecast(policy, week);
    for (const width of [80, 100, 119]) {
      const lines = describeForecast(told, { width }).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    }
    expect(describeForecast(told)).toContain(
      "Every day at 22:00, up to 3 retries 10 minutes apart",
    );
  });

  it("should refuse what makes no sense, every issue at once", () => {
    const pathsOf = (options: object, jobs: object = policy): string[] => {
      try {
        forecast(jobs as never, options);
      } catch (error) {
        expect(error).toBeInstanceOf(PolicyError);
        return (error as PolicyError).issues.map(({ path }) => path);
      }
      return [];
    };
    expect(pathsOf({ from: "soon", days: 0, runs: 0.5, dayz: 3 })).toEqual([
      "options.dayz",
      "options.from",
      "options.days",
      "options.runs",
    ]);
    expect(pathsOf({ from: 8.64e15 })).toEqual(["options.from"]);
    expect(pathsOf({ clock: { gap: "jump" } })).toEqual(["clock.gap"]);
    expect(pathsOf({}, { jobs: [{ id: "a", polcy: policy }] })).toEqual([
      "jobs[0].polcy",
      "jobs[0].policy",
    ]);
    expect(pathsOf({}, {})).toEqual(["schedulePolicy.type"]);
  });
});
