/**
 * From what the slow simulator wrote down to what it gives: in order, with ids, and what is to be
 * said of each job (R23, R36).
 */
import { exposureOf, type SlowExposure, targetOf } from "./slowExposure.ts";
import type {
  SlowFleet,
  SlowMissed,
  SlowRetryNotMade,
  SlowSession,
  SlowSpell,
  SlowTimeline,
  SlowWait,
} from "./slowModel.ts";
import type { SlowRestorePoint } from "./slowRestorePoints.ts";

/** One try at a run: `job` is the index in the fleet. */
export interface Attempt {
  job: number;
  nominal: number;
  attempt: number;
  manual: boolean;
}

/** What was written down, each list in the order in which that was clear. */
export interface Records {
  finished: (Attempt & { start: number; end: number; outcome: SlowSession["outcome"] })[];
  missed: { job: number; nominal: number; manual: boolean; reason: SlowMissed["reason"] }[];
  waits: (SlowWait & { job: number })[];
  retriesNotMade: SlowRetryNotMade[];
  spells: SlowSpell[];
  restorePoints: (SlowRestorePoint & { job: number })[];
  /** Due starts of Immediate copies, run or not (R32). */
  copyStarts: { job: number; nominal: number }[];
}

/** The timeline of `[from, to)`. What it tells of a job throws where the fleet has no such job. */
export function timelineOf(
  fleet: SlowFleet,
  from: number,
  to: number,
  { finished, missed, waits, retriesNotMade, spells, restorePoints, copyStarts }: Records,
): SlowTimeline {
  return {
    sessions: finished
      .sort((a, b) => a.start - b.start || a.job - b.job || a.attempt - b.attempt)
      .map(({ job, nominal, start, end, attempt, outcome }) => ({
        job: fleet.jobs[job]!.id,
        nominal,
        start,
        end,
        attempt,
        outcome,
      })),
    missed: missed
      .sort((a, b) => a.nominal - b.nominal || a.job - b.job || Number(b.manual) - Number(a.manual))
      .map(({ job, nominal, reason }) => ({ job: fleet.jobs[job]!.id, nominal, reason })),
    spells,
    retriesNotMade,
    exposure: exposureOfJob,
    waits(jobId) {
      const index = indexOf(jobId);
      return waits.filter((wait) => wait.job === index).map(({ job: _, ...wait }) => wait);
    },
    restorePoints: (jobId) => pointsOf(indexOf(jobId)),
    target(jobId, rpo) {
      const index = indexOf(jobId);
      const { due, blocked = [], runNow } = fleet.jobs[index]!;
      const isFollowing = copyStarts.some((start) => start.job === index);
      const wasToRun = due.length > 0 || blocked.length > 0 || runNow === true || isFollowing;
      return targetOf(exposureOfJob(jobId).worst, rpo, to - from, wasToRun);
    },
  };

  function indexOf(jobId: string): number {
    const index = fleet.jobs.findIndex((job) => job.id === jobId);
    if (index < 0) throw new Error(`no job ${jobId}`);
    return index;
  }

  function pointsOf(index: number): SlowRestorePoint[] {
    return restorePoints
      .filter((point) => point.job === index)
      .map(({ start, end, asOf }) => ({ start, end, asOf }));
  }

  function exposureOfJob(jobId: string): SlowExposure {
    return exposureOf(pointsOf(indexOf(jobId)), from, to);
  }
}
