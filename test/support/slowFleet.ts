/**
 * A fleet as the slow simulator takes it: due starts and windows from compiled schedules, work from
 * function workloads.
 */
import { compile, type Fleet, type Rules, type WorkloadResult } from "../../src/index.ts";
import type { SlowFleet, SlowTimeline } from "./slowModel.ts";
import { slowSimulate } from "./slowSimulator.ts";

const MINUTE = 60_000;

/**
 * What the slow simulator says of a fleet whose jobs all have function workloads that draw no
 * random numbers.
 */
export function slowTimelineOf(fleet: Fleet, from: number, to: number, rules: Rules): SlowTimeline {
  const slow: SlowFleet = {
    jobs: fleet.jobs.map((job) => {
      const { policy, workload } = job;
      const schedule = compile(policy, { ...fleet.clock, ...job.clock });
      if (typeof workload !== "function")
        throw new Error(`job ${job.id}: the slow simulator takes function workloads only`);
      const decide = workload as (run: object) => WorkloadResult;
      const runs = job.enabled === false ? [] : [...schedule.runs(from, to)];
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
        workload(run) {
          const { duration, outcome } = decide({ job, ...run });
          return { duration, outcome };
        },
      };
    }),
    proxies: [...(fleet.proxies ?? [])],
    repositories: [...(fleet.repositories ?? [])],
    organizations: [...(fleet.organizations ?? [])],
  };
  return slowSimulate(slow, from, to, rules);
}
