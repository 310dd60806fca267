/**
 * Which targets are judged: those of which the span could have shown a miss (R36).
 */
import { describe, expect, it } from "vitest";
import { compare, describeTimeline, type Job, simulate } from "../../../src/index.ts";
import { at, daily, DAY, HOUR } from "../../support/scheduleBuilders.ts";

const MON = at("2026-01-05T00:00Z");
const job = (more: Partial<Job>): Job => ({
  id: "mail",
  policy: daily("22:00"),
  workload: { duration: HOUR },
  ...more,
});
const timelineOf = (days: number, ...jobs: Partial<Job>[]) =>
  simulate({ jobs: jobs.map(job) }, { from: MON, to: MON + days * DAY });

describe("a target", () => {
  it("should be kept or missed where the span is longer and the job was to run", () => {
    const { jobs, fleet } = timelineOf(
      3,
      { id: "kept", rpo: 26 * HOUR },
      { id: "missed", rpo: 24 * HOUR },
      { id: "disabled", rpo: 26 * HOUR, enabled: false },
      { id: "long", rpo: 3 * DAY, workload: () => ({ duration: HOUR, outcome: "Failed" }) },
      { id: "by hand", rpo: 26 * HOUR, enabled: false, runNow: true },
      { id: "none" },
    ).summary;
    expect(jobs.map(({ target, withinTarget }) => [target, withinTarget])).toEqual([
      ["kept", true],
      ["missed", false],
      ["not-judged", undefined],
      ["not-judged", undefined],
      ["missed", false],
      [undefined, undefined],
    ]);
    expect(fleet.targets).toEqual({ kept: 1, missed: 2, notJudged: 2 });
    expect(fleet.jobsOverTarget).toEqual(["missed", "by hand"]);
    expect(jobs[3]!.failed).toBe(3);
  });

  it("should be said to be kept only where it was judged", () => {
    const broken = { rpo: DAY, workload: () => ({ duration: HOUR, outcome: "Failed" as const }) };
    const text = describeTimeline(
      timelineOf(1, { id: "off", rpo: 2 * HOUR, enabled: false }, { id: "fails", ...broken }),
    );
    expect(text).toMatch(/Targets +0 of 2 targets kept, 2 not judged: /);
    expect(text).not.toMatch(/keep|\d+ missed/);
  });

  it("should be crossed only where both sides are judged", () => {
    const crossings = (was: Partial<Job>, is: Partial<Job>) =>
      compare(timelineOf(3, was), timelineOf(3, is)).crossings.map(({ crossing }) => crossing);
    const tight = { rpo: 24 * HOUR };
    expect(crossings({ rpo: 26 * HOUR }, tight)).toEqual(["missed"]);
    expect(crossings(tight, { rpo: 26 * HOUR })).toEqual(["met"]);
    expect(crossings({ ...tight, enabled: false }, tight)).toEqual([]);
    expect(crossings(tight, { rpo: 3 * DAY })).toEqual([]);
    expect(crossings({}, tight)).toEqual([]);
  });
});
