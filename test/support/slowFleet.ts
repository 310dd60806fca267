/**
 * A fleet as the slow simulator takes it: due starts and windows from compiled schedules, work from
 * function workloads, paces from the wall clock.
 */
import {
  compile,
  type Fleet,
  type Job,
  parsePolicy,
  type SchedulePolicy,
  type WorkloadResult,
} from "../../src/index.ts";
import { oracleWall } from "./calendarOracle.ts";
import type { SlowFleet, SlowJob, SlowResource, SlowRules, SlowTimeline } from "./slowModel.ts";
import { paceSteps } from "./slowPace.ts";
import { slowSimulate } from "./slowSimulator.ts";

const MINUTE = 60_000;

/** A policy that starts with its source's restore points (R32); its window and retries count. */
export type ImmediatePolicy = Omit<SchedulePolicy, "type"> & { readonly type: "Immediate" };

/** A job that may be a copy, with threads in the answers of its workload (R28, R32). */
export interface SharingJob extends Omit<Job, "policy" | "workload"> {
  readonly policy: SchedulePolicy | ImmediatePolicy;
  readonly copyOf?: string;
  /** A function that draws no random numbers. */
  readonly workload?: unknown;
}

/** A resource with threads, pace and outages (R28 to R30). */
export interface SharingResource {
  readonly id: string;
  readonly slots?: number;
  readonly threads?: number;
  /** 168 shares of full speed, hour 0 = Sunday 00:00 on the fleet's clock. */
  readonly pace?: readonly number[];
  readonly outages?: readonly { readonly from: number; readonly to: number }[];
}

/** A fleet in the library's shape, with what the library does not know: R28 to R32. */
export interface SharingFleet {
  readonly clock?: Fleet["clock"];
  readonly jobs: readonly SharingJob[];
  readonly proxies?: readonly SharingResource[];
  readonly repositories?: readonly SharingResource[];
  readonly organizations?: readonly SharingResource[];
}

/** What a function workload is told here: all but luck. */
export interface SharingRun {
  readonly job: SharingJob;
  readonly nominal: number;
  readonly start: number;
  readonly attempt: number;
  readonly newestRestorePoint?: number;
}

/** What it answers. */
export type SharingResult = WorkloadResult & { readonly threads?: number };

/**
 * What the slow simulator says of a fleet whose jobs all have function workloads that draw no
 * random numbers.
 */
export function slowTimelineOf(
  fleet: SharingFleet,
  from: number,
  to: number,
  rules: SlowRules,
): SlowTimeline {
  return slowSimulate(slowFleetOf(fleet, from, to), from, to, rules);
}

/** The fleet with all that is due in `[from, to)`. Throws where a workload is no function. */
export function slowFleetOf(fleet: SharingFleet, from: number, to: number): SlowFleet {
  const zone = fleet.clock?.zone ?? "UTC";
  const resources = (list: readonly SharingResource[] = []): SlowResource[] =>
    list.map(({ id, slots, threads, pace, outages }) => ({
      id,
      ...(slots === undefined ? {} : { slots }),
      ...(threads === undefined ? {} : { threads }),
      ...(pace === undefined
        ? {}
        : { pace: paceSteps(pace, (instant) => oracleWall(zone, instant), from, to) }),
      ...(outages === undefined ? {} : { outages: [...outages] }),
    }));
  return {
    jobs: fleet.jobs.map((job) => slowJobOf(job, fleet.clock, from, to)),
    proxies: resources(fleet.proxies),
    repositories: resources(fleet.repositories),
    organizations: resources(fleet.organizations),
  };
}

function slowJobOf(job: SharingJob, clock: Fleet["clock"], from: number, to: number): SlowJob {
  const { policy, workload } = job;
  const isImmediate = policy.type === "Immediate";
  // Nothing is due by itself, and the window is the same.
  const scheduled = isImmediate ? parsePolicy({ ...policy, type: "ManualOnly" }) : policy;
  const schedule = compile(scheduled, { ...clock, ...job.clock });
  if (typeof workload !== "function")
    throw new Error(`job ${job.id}: the slow simulator takes function workloads only`);
  const decide = workload as (run: SharingRun) => SharingResult;
  const isOn = job.enabled !== false && policy.scheduleEnabled !== false;
  const runs = isOn ? [...schedule.runs(from, to)] : [];
  return {
    id: job.id,
    due: runs.filter(({ admitted }) => admitted).map(({ instant }) => instant),
    blocked: runs
      .filter(({ admitted }) => !admitted)
      .map(({ instant, reason }) => ({ nominal: instant, reason: reason! })),
    isAllowed: schedule.isAllowed,
    windowEnd: schedule.windowEnd,
    retryEnabled: policy.retryEnabled,
    retryNumber: policy.retryNumber ?? 0,
    retryWaitMs: (policy.retryWaitInterval ?? 0) * MINUTE,
    ...(job.proxyId === undefined ? {} : { proxyId: job.proxyId }),
    ...(job.repositoryId === undefined ? {} : { repositoryId: job.repositoryId }),
    ...(job.organizationId === undefined ? {} : { organizationId: job.organizationId }),
    ...(job.runNow === undefined ? {} : { runNow: job.runNow }),
    ...(job.copyOf === undefined ? {} : { copyOf: job.copyOf }),
    ...(isImmediate && isOn ? { isImmediate } : {}),
    workload(run) {
      const { duration, outcome, threads } = decide({ job, ...run });
      return { duration, outcome, ...(threads === undefined ? {} : { threads }) };
    },
  };
}
