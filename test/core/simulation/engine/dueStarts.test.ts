/**
 * What is due when: all of it, in the order of the jobs, with what windows block.
 */
import { describe, expect, it } from "vitest";
import { checkFleet } from "../../../../src/core/simulation/checkFleet.ts";
import {
  dueJob,
  dueStartsAmong,
  gatherDue,
  isDueByHand,
} from "../../../../src/core/simulation/engine/dueStarts.ts";
import { planJobs } from "../../../../src/core/simulation/engine/plans.ts";
import { rostersOf, RUNS } from "../../../../src/core/simulation/engine/rosters.ts";
import { BACKUP_WINDOW, START_WINDOW } from "../../../../src/core/simulation/outcomes.ts";
import { readHostZone } from "../../../../src/host/zones.ts";
import { type Job, NEVER } from "../../../../src/index.ts";
import {
  at,
  backupWindow,
  daily,
  DAY,
  every,
  HOUR,
  mask,
  startWindow,
} from "../../../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T00:00Z");
const closed = (from: number, to: number): boolean[] => mask((hour) => hour < from || hour >= to);

/** All that is due: `[hour, job, fate]`; by hand without a fate. */
function dueOf(jobs: readonly Partial<Job>[], hours: number): unknown[] {
  const named = jobs.map((job, index): Job => ({
    id: `j${index}`,
    policy: daily("22:00"),
    ...job,
  }));
  const { jobs: checked } = checkFleet({ jobs: named }, [], readHostZone)!;
  const to = FROM + hours * HOUR;
  const plans = planJobs(checked, FROM, to);
  const rosters = rostersOf(plans, true);
  const due = dueStartsAmong(plans, rosters, FROM, to, new Int32Array(jobs.length), rosters.length);
  const told: unknown[] = [];
  while (due.next[0] !== NEVER) {
    const hour = (due.next[0]! - FROM) / HOUR;
    const count = gatherDue(due);
    for (let index = 0; index < count; index += 1) {
      const job = dueJob(due, index);
      told.push(
        isDueByHand(due, index) ? [hour, job] : [hour, job, due.gatheredFates[due.rosterOf[job]!]],
      );
    }
  }
  return told;
}

describe("what is due", () => {
  it("should come in the order of the jobs, by hand first", () => {
    const jobs = [
      { policy: daily("02:00") },
      { policy: daily("00:00"), runNow: true },
      { policy: daily("02:00") },
      { policy: daily("00:00") },
      { enabled: false, runNow: true },
      { policy: daily("02:00"), enabled: false },
      { policy: every("Hours2") },
    ];
    expect(dueOf(jobs, 3)).toEqual([
      [0, 1],
      [0, 1, RUNS],
      [0, 3, RUNS],
      [0, 4],
      [0, 6, RUNS],
      [2, 0, RUNS],
      [2, 2, RUNS],
      [2, 6, RUNS],
    ]);
    expect(dueOf(jobs, 0)).toEqual([]);
  });

  it("should have what windows block at its time, with its reason", () => {
    const windows = { ...backupWindow(closed(2, 4)), ...startWindow(closed(5, 6)) };
    expect(dueOf([{ policy: every("Hours1", windows) }, { policy: daily("05:00") }], 7)).toEqual([
      [0, 0, RUNS],
      [1, 0, RUNS],
      [2, 0, BACKUP_WINDOW],
      [3, 0, BACKUP_WINDOW],
      [4, 0, RUNS],
      [5, 0, START_WINDOW],
      [5, 1, RUNS],
      [6, 0, RUNS],
    ]);
  });

  it("should have every start, however many are looked up at once", () => {
    const windows = backupWindow(closed(10, 14));
    const found = dueOf([{ policy: every("Minutes5", windows) }], 72) as number[][];
    expect(found.map(([hour]) => Math.round(hour! * 12))).toEqual([...Array(72 * 12).keys()]);
    expect(found.filter(([, , fate]) => fate === BACKUP_WINDOW).length).toBe(3 * 4 * 12);
    expect(found.filter(([, , fate]) => fate === RUNS).length).toBe(((3 * DAY) / HOUR) * 12 - 144);
  });
});
