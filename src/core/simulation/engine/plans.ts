/**
 * What a simulation needs to know of each job beforehand: its compiled schedule, its blocked
 * starts, its retries.
 *
 * Jobs with the same policy and clock share what is compiled, and zones are cropped to the span: a
 * hundred thousand jobs do not need a hundred thousand copies of 130 years of clock changes.
 */
import { effective } from "../../policy/effective.js";
import type { SchedulePolicy } from "../../policy/types.js";
import type { ServerClock } from "../../schedule/clock.js";
import type { ScheduleQuery } from "../../schedule/query.js";
import { compileBlocked, compileSchedule, type Schedule } from "../../schedule/schedule.js";
import type { BlockedReason } from "../../schedule/starts.js";
import { DAY_MS, MINUTE_MS } from "../../time/instant.js";
import { cropZone, type ZoneTable } from "../../time/zone.js";
import type { CheckedJob } from "../checkJobs.js";
import { jobStartsByItself } from "../fleet.js";

/** A schedule and, by window, the starts that it blocks. */
export interface CompiledJob {
  readonly schedule: Schedule;
  blocked(reason: BlockedReason): ScheduleQuery | undefined;
}

/** One job's plan. */
export interface JobPlan extends CompiledJob {
  /** `false` for a job that never starts by itself: it has no nominal start (R9). */
  readonly scheduled: boolean;
  /** Started once by hand at the beginning (R21). */
  readonly runNow: boolean;
  /** Of every run; that those by hand have none without `retryManual` is for the rules (R21). */
  readonly retries: number;
  readonly retryWaitMs: number;
}

/**
 * A closed spell and the window after it are at most two weeks; this much clock on either side
 * decides everything.
 */
const MARGIN_MS = 40 * DAY_MS;

/** What has been compiled for a span, by policy and clock: for fleets that have much in common. */
export interface CompiledJobs {
  readonly zones: Map<string, ZoneTable>;
  readonly byText: Map<string, CompiledJob>;
  readonly byObject: WeakMap<SchedulePolicy, Map<ServerClock, CompiledJob>>;
}

/** More schedules than these are not kept for the next fleet. */
const MOST_KNOWN = 100_000;

/** Nothing has been. */
export function nothingCompiled(): CompiledJobs {
  return { zones: new Map(), byText: new Map(), byObject: new WeakMap() };
}

/**
 * Plans for checked jobs, in order, good for instants in `[from, to)` and the windows around them.
 * What is known already is of the same span; it learns.
 */
export function planJobs(
  checked: readonly CheckedJob[],
  from: number,
  to: number,
  known = nothingCompiled(),
): JobPlan[] {
  // Asked once of each policy: many jobs have the same.
  const retriesOf = new Map<SchedulePolicy, ReturnType<typeof effective>["retries"]>();
  const plans: JobPlan[] = [];
  for (const one of checked) {
    const { policy } = one;
    if (!retriesOf.has(policy)) retriesOf.set(policy, effective(policy).retries);
    plans.push(planOf(one, compiled(one, from, to, known), retriesOf.get(policy)));
  }
  return plans;
}

function planOf(
  { job, policy }: CheckedJob,
  { schedule, blocked }: CompiledJob,
  retries: ReturnType<typeof effective>["retries"],
): JobPlan {
  // Named one by one: a spread would cost more than all the rest.
  return {
    schedule,
    blocked,
    scheduled: jobStartsByItself({ enabled: job.enabled, policy }),
    runNow: job.runNow === true,
    retries: retries?.number ?? 0,
    retryWaitMs: (retries?.waitMinutes ?? 0) * MINUTE_MS,
  };
}

/** What a job's policy and clock come to, compiled unless it is known. */
function compiled(
  { policy, clock, zone: whole }: CheckedJob,
  from: number,
  to: number,
  { zones, byText, byObject }: CompiledJobs,
): CompiledJob {
  const known = byObject.get(policy)?.get(clock);
  if (known !== undefined) return known;
  const text = JSON.stringify([policy, clock]);
  let job = byText.get(text);
  if (job === undefined) {
    if (byText.size >= MOST_KNOWN) byText.clear();
    let zone = zones.get(clock.zone);
    if (zone === undefined)
      zones.set(clock.zone, (zone = cropZone(whole, from - MARGIN_MS, to + MARGIN_MS)));
    byText.set(text, (job = compiledJob(compileSchedule(policy, clock, zone))));
  }
  const clocks = byObject.get(policy) ?? new Map<ServerClock, CompiledJob>();
  byObject.set(policy, clocks.set(clock, job));
  return job;
}

/** For each plan 1 where a backup window can end its sessions, else 0. */
export function windowedAmong(plans: readonly JobPlan[]): Uint8Array {
  const known = new Map<Schedule, number>();
  const windowed = new Uint8Array(plans.length);
  for (let job = 0; job < plans.length; job += 1) {
    const { schedule } = plans[job]!;
    let isWindowed = known.get(schedule);
    if (isWindowed === undefined) {
      isWindowed = effective(schedule.policy).backupWindow === undefined ? 0 : 1;
      known.set(schedule, isWindowed);
    }
    windowed[job] = isWindowed;
  }
  return windowed;
}

function compiledJob(schedule: Schedule): CompiledJob {
  const known = new Map<BlockedReason, ScheduleQuery | undefined>();
  return {
    schedule,
    blocked(reason) {
      if (!known.has(reason)) known.set(reason, compileBlocked(schedule, reason));
      return known.get(reason);
    },
  };
}

/** How many starts are due in `[from, to)`, blocked ones included. */
export function dueStarts(plan: JobPlan, from: number, to: number): number {
  if (!plan.scheduled) return 0;
  return (
    plan.schedule.count(from, to) +
    (plan.blocked("backup-window")?.count(from, to) ?? 0) +
    (plan.blocked("start-window")?.count(from, to) ?? 0)
  );
}
