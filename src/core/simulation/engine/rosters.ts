/**
 * Jobs with the same schedule stand on one roster: a thousand jobs that start at 22:00 are one
 * question to one schedule, not a thousand.
 */
import type { ScheduleQuery } from "../../schedule/query.js";
import { runKeysOf } from "../../schedule/runKey.js";
import type { Schedule } from "../../schedule/schedule.js";
import type { JobPlan } from "./plans.js";

/**
 * The fate of a due start that no window blocks; otherwise its fate is the reason code of the
 * window that does.
 */
export const RUNS = -1;

/** Jobs whose due starts are the same. */
export interface Roster {
  readonly jobs: readonly number[];
  /** Each of them, as `gathered` has it. */
  readonly keys: Int32Array;
  readonly keyOf: (start: number) => number;
  /** What runs by their schedule, and what a backup window and a start window hold back. */
  readonly streams: readonly [
    runs: ScheduleQuery,
    byBackupWindow: ScheduleQuery | undefined,
    byStartWindow: ScheduleQuery | undefined,
  ];
}

/** Scheduled jobs by their schedules; with `blockedToo`, also what windows block. */
export function rostersOf(plans: readonly JobPlan[], blockedToo: boolean): Roster[] {
  const jobsOf = new Map<Schedule, number[]>();
  for (let job = 0; job < plans.length; job += 1) {
    const { scheduled, schedule } = plans[job]!;
    if (!scheduled) continue;
    const jobs = jobsOf.get(schedule);
    if (jobs === undefined) jobsOf.set(schedule, [job]);
    else jobs.push(job);
  }
  return [...jobsOf].map(([schedule, jobs]): Roster => {
    const { blocked } = plans[jobs[0]!]!;
    const streams: Roster["streams"] = [
      schedule,
      blockedToo ? blocked("backup-window") : undefined,
      blockedToo ? blocked("start-window") : undefined,
    ];
    return rosterOf({ keyOf: runKeysOf(schedule), streams }, jobs);
  });
}

/** Jobs on a roster whose due starts are these. */
export function rosterOf(
  { keyOf, streams }: Pick<Roster, "keyOf" | "streams">,
  jobs: readonly number[],
): Roster {
  const keys = new Int32Array(jobs.length);
  for (let index = 0; index < keys.length; index += 1) keys[index] = 2 * jobs[index]! + 1;
  return { jobs, keys, keyOf, streams };
}
