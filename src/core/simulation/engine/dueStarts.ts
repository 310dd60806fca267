/**
 * Which jobs are due when: jobs with the same schedule stand on one roster and are looked up
 * together.
 *
 * A thousand jobs that start at 22:00 are one question to one schedule, not a thousand. What is due
 * at an instant is gathered from all rosters and put into the order of the jobs, manual starts
 * among them (R22).
 */
import type { ScheduleQuery } from "../../schedule/query.js";
import { runKeysOf } from "../../schedule/runKey.js";
import { NEVER } from "../../time/instant.js";
import { BACKUP_WINDOW, START_WINDOW } from "../outcomes.js";
import { agenda, firstActor, setEvent } from "./agenda.js";
import type { JobPlan } from "./plans.js";

/**
 * The fate of a due start that no window blocks; otherwise its fate is the reason code of the
 * window that does.
 */
export const RUNS = -1;

/** The due starts of a fleet, instant by instant. */
export interface DueStarts {
  /** The next instant at which something is due; `NEVER` if nothing is. */
  next(): number;
  /**
   * Gathers what is due at `next()`, in the order of the jobs, and moves on to the instant after
   * it. Returns how many.
   */
  gather(): number;
  /** The job of the gathered start of this index. */
  jobAt(index: number): number;
  /** Its fate: `RUNS`, or a reason code. */
  fateAt(index: number): number;
  /** The key of the run that it begins (R24), where it runs and is not by hand. */
  runAt(index: number): number;
  /** Whether it is a start by hand (R21). */
  isByHand(index: number): boolean;
}

/** Jobs whose due starts are the same. */
export interface Roster {
  readonly jobs: number[];
  readonly starts: ScheduleQuery;
  readonly keyOf: (start: number) => number;
  readonly byBackupWindow: ScheduleQuery | undefined;
  readonly byStartWindow: ScheduleQuery | undefined;
}

/**
 * The due starts of planned jobs in `[from, to)`; with `blockedToo`, those that a window blocks are
 * among them.
 */
export function dueStartsOf(
  plans: readonly JobPlan[],
  from: number,
  to: number,
  blockedToo: boolean,
): DueStarts {
  const rosters = rostersOf(plans, blockedToo);
  const rosterEvents = agenda(rosters.length);
  const fates = new Int8Array(rosters.length);
  let manualJobs = from < to ? plans.flatMap((plan, job) => (plan.runNow ? [job] : [])) : [];
  // A gathered start is twice its job, plus one where it is not by hand: so sorting puts a job's
  // manual start first.
  const keys = new Int32Array(plans.length + manualJobs.length);
  let gathered = keys;
  const fateOf = new Int8Array(plans.length);
  const rosterOf = new Int32Array(plans.length);
  rosters.forEach(({ jobs }, index) => {
    for (const job of jobs) rosterOf[job] = index;
  });
  // Of each roster, the run that begins now: one key for all of its jobs.
  const runs = new Float64Array(rosters.length);
  let next = NEVER;

  function advance(index: number, instant: number): void {
    const roster = rosters[index]!;
    let due = roster.starts.next(instant);
    let fate = RUNS;
    const backup =
      roster.byBackupWindow === undefined ? NEVER : roster.byBackupWindow.next(instant);
    if (backup < due) {
      due = backup;
      fate = BACKUP_WINDOW;
    }
    const held = roster.byStartWindow === undefined ? NEVER : roster.byStartWindow.next(instant);
    if (held < due) {
      due = held;
      fate = START_WINDOW;
    }
    fates[index] = fate;
    setEvent(rosterEvents, index, due < to ? due : NEVER, 0);
  }

  function lookAhead(): void {
    next = rosterEvents.times[firstActor(rosterEvents)]!;
  }

  function gather(): number {
    const now = next;
    let count = 0;
    let sorted = true;
    for (
      let index = firstActor(rosterEvents);
      rosterEvents.times[index]! === now && now < NEVER;
      index = firstActor(rosterEvents)
    ) {
      const { jobs, keyOf } = rosters[index]!;
      const fate = fates[index]!;
      if (fate === RUNS) runs[index] = keyOf(now);
      for (let at = 0; at < jobs.length; at += 1) {
        const job = jobs[at]!;
        fateOf[job] = fate;
        sorted &&= count === 0 || keys[count - 1]! < 2 * job + 1;
        keys[count++] = 2 * job + 1;
      }
      advance(index, now);
    }
    for (const job of manualJobs) {
      sorted = false;
      keys[count++] = 2 * job;
    }
    manualJobs = [];
    gathered = keys.subarray(0, count);
    if (!sorted) gathered.sort();
    lookAhead();
    return count;
  }

  for (let index = 0; index < rosters.length; index += 1) advance(index, from - 1);
  lookAhead();
  if (manualJobs.length > 0) next = from;

  return {
    next: () => next,
    gather,
    jobAt: (index) => gathered[index]! >> 1,
    fateAt: (index) => ((gathered[index]! & 1) === 0 ? RUNS : fateOf[gathered[index]! >> 1]!),
    runAt: (index) => runs[rosterOf[gathered[index]! >> 1]!]!,
    isByHand: (index) => (gathered[index]! & 1) === 0,
  };
}

/** Scheduled jobs by their schedules; with `blockedToo`, also what windows block. */
export function rostersOf(plans: readonly JobPlan[], blockedToo: boolean): Roster[] {
  const rosters = new Map<ScheduleQuery, Roster>();
  plans.forEach((plan, job) => {
    if (!plan.scheduled) return;
    const roster = rosters.get(plan.schedule);
    if (roster !== undefined) {
      roster.jobs.push(job);
      return;
    }
    const byBackupWindow = blockedToo ? plan.blocked("backup-window") : undefined;
    const byStartWindow = blockedToo ? plan.blocked("start-window") : undefined;
    rosters.set(plan.schedule, {
      jobs: [job],
      starts: plan.schedule,
      keyOf: runKeysOf(plan.schedule),
      byBackupWindow,
      byStartWindow,
    });
  });
  return [...rosters.values()];
}
