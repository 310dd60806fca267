/**
 * What is known of jobs beforehand, by examples.
 */
import { describe, expect, it } from "vitest";
import { checkFleet } from "../../../../src/core/simulation/checkFleet.ts";
import {
  dueStarts,
  type JobPlan,
  nothingCompiled,
  planJobs,
  windowedAmong,
} from "../../../../src/core/simulation/engine/plans.ts";
import { rostersOf, RUNS } from "../../../../src/core/simulation/engine/rosters.ts";
import { readHostZone } from "../../../../src/host/zones.ts";
import type { Job } from "../../../../src/index.ts";
import {
  at,
  backupWindow,
  daily,
  DAY,
  every,
  mask,
  MINUTE,
  startWindow,
} from "../../../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T00:00Z");
const closed = (from: number, to: number): boolean[] => mask((hour) => hour < from || hour >= to);
const RETRIED = { retryEnabled: true, retryNumber: 3, retryWaitInterval: 15 };

function plansOf(...jobs: Partial<Job>[]): JobPlan[] {
  const named = jobs.map((job, index): Job => ({
    id: `j${index}`,
    policy: daily("22:00"),
    ...job,
  }));
  const { jobs: checked } = checkFleet({ jobs: named }, [], readHostZone)!;
  return planJobs(checked, FROM, FROM + DAY);
}

describe("the plans of jobs", () => {
  it("should say whether a job starts by itself or by hand, and how it is tried again", () => {
    const plans = plansOf(
      {},
      { policy: daily("22:00", "Everyday", RETRIED), runNow: true },
      { enabled: false, runNow: false },
    );
    expect(
      plans.map(({ scheduled, runNow, retries, retryWaitMs }) => [
        scheduled,
        runNow,
        retries,
        retryWaitMs,
      ]),
    ).toEqual([
      [true, false, 0, 0],
      [true, true, 3, 15 * MINUTE],
      [false, false, 0, 0],
    ]);
  });

  it("should share what is compiled where policy and clock are alike", () => {
    const [one, other, alike] = plansOf(
      { policy: daily("22:00", "Everyday", RETRIED) },
      { policy: daily("23:00") },
      { policy: daily("22:00", "Everyday", RETRIED) },
    );
    expect(alike!.schedule).toBe(one!.schedule);
    expect(other!.schedule).not.toBe(one!.schedule);
    expect(one!.blocked("backup-window")).toBe(one!.blocked("backup-window"));
    const known = nothingCompiled();
    const { jobs } = checkFleet({ jobs: [{ id: "a", policy: daily("22:00") }] }, [], readHostZone)!;
    const [first, second] = [1, 2].map(() => planJobs(jobs, FROM, FROM + DAY, known)[0]!);
    expect(second!.schedule).toBe(first!.schedule);
  });

  it("should count all that is due, what either window blocks among it", () => {
    const hourly = (more: object): number =>
      dueStarts(plansOf({ policy: every("Hours1", more) })[0]!, FROM, FROM + DAY);
    expect(hourly({})).toBe(24);
    expect(hourly(backupWindow(closed(2, 5)))).toBe(24);
    const held = { ...startWindow(closed(10, 14)) };
    const [plan] = plansOf({ policy: every("Hours1", { ...backupWindow(closed(2, 5)), ...held }) });
    const count = (reason: "backup-window" | "start-window"): number | undefined =>
      plan!.blocked(reason)?.count(FROM, FROM + DAY);
    expect(plan!.schedule.count(FROM, FROM + DAY)).toBe(24 - 3 - 4);
    expect([count("backup-window"), count("start-window")]).toEqual([3, 4]);
    expect(dueStarts(plan!, FROM, FROM + DAY)).toBe(24);
    const [off] = plansOf({ policy: every("Hours1"), enabled: false });
    expect(dueStarts(off!, FROM, FROM + DAY)).toBe(0);
  });

  it("should know whose sessions a window can end", () => {
    const windowed = { policy: every("Hours1", backupWindow(closed(2, 5))) };
    const held = { policy: every("Hours1", startWindow(closed(2, 5))) };
    expect([...windowedAmong(plansOf({}, windowed, held, windowed, {}))]).toEqual([0, 1, 0, 1, 0]);
  });
});

describe("the rosters of jobs", () => {
  it("should have jobs with the same starts together, in the order of the fleet", () => {
    const plans = plansOf(
      { policy: daily("22:00") },
      { policy: daily("23:00") },
      { policy: daily("22:00"), enabled: false },
      { policy: daily("22:00") },
    );
    const rosters = rostersOf(plans, false);
    expect(rosters.map(({ jobs, keys }) => [jobs, [...keys]])).toEqual([
      [
        [0, 3],
        [1, 7],
      ],
      [[1], [3]],
    ]);
    expect(RUNS).toBeLessThan(0);
  });

  it("should have what windows block only where that is asked", () => {
    const policy = every("Hours1", { ...backupWindow(closed(2, 5)), ...startWindow(closed(7, 9)) });
    const counts = (blockedToo: boolean): unknown =>
      rostersOf(plansOf({ policy }), blockedToo)[0]!.streams.map((stream) =>
        stream?.count(FROM, FROM + DAY),
      );
    expect(counts(true)).toEqual([19, 3, 2]);
    expect(counts(false)).toEqual([19, undefined, undefined]);
  });
});
