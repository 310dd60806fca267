/**
 * A stand-in's store of jobs that share something, and what a test does with it: without a port.
 */
import type { SchedulePolicy } from "../../src/core/policy/types.ts";
import type { DrawnWorkload } from "../../src/core/simulation/fleet.ts";
import { memoryStore } from "../../src/server/jobStore.ts";
import { type SharedJobs, sharedJobs } from "../../src/server/sharedJobs.ts";
import { watchedStore } from "../../src/server/watchedStore.ts";
import { actOnJob } from "../../src/veeam/standIn/jobAction.ts";
import type { JobRecord } from "../../src/veeam/standIn/jobRecord.ts";
import { editJob } from "../../src/veeam/standIn/editJob.ts";
import { type LimitedResources, limitsOf } from "../../src/veeam/standIn/limits.ts";
import {
  newestSessions,
  type SessionMoment,
  type StandInSession,
} from "../../src/veeam/standIn/sessions.ts";
import { context, PAGE_NOW, request } from "./veeamJobs.ts";
import { parsePolicy } from "../../src/core/policy/parse.ts";

/** A job of such a store. */
export interface SharedJob {
  readonly policy: SchedulePolicy;
  readonly proxyId: string;
  readonly workload?: DrawnWorkload;
  /** When it was made, ms after `PAGE_NOW`; default 0. */
  readonly madeAt?: number;
}

/** A store of jobs `job-0`, `job-1` and so on, all of which were made at `PAGE_NOW`. */
export async function sharedStandIn(
  jobs: readonly SharedJob[],
  resources: LimitedResources,
  keptBytes?: number,
) {
  const limits = limitsOf(resources, new Set())!;
  const inner = memoryStore();
  const build = (): SharedJobs => sharedJobs(limits, inner, [], keptBytes);
  let shared = build();
  let now = PAGE_NOW;
  let store = watchedStore(inner, shared, () => now);
  const record = (
    { policy, proxyId, workload, madeAt = 0 }: SharedJob,
    rank: number,
  ): JobRecord => ({
    id: `job-${rank}`,
    name: `job-${rank}`,
    description: "",
    backupType: "EntireOrganization",
    organizationId: "o",
    repositoryId: request.repositoryId,
    proxyId,
    ...(workload === undefined ? {} : { workload }),
    history: [{ at: PAGE_NOW + madeAt, schedulePolicy: parsePolicy(policy), isEnabled: true }],
  });
  for (const [rank, job] of jobs.entries()) await store.create(record(job, rank));
  const moment = (at: number): SessionMoment => ({ ...context(), now: at, shared });
  return {
    limits,
    inner,
    get shared() {
      return shared;
    },
    get store() {
      return store;
    },
    moment,
    /** Another process over the same jobs. */
    restart(): void {
      shared = build();
      store = watchedStore(inner, shared, () => now);
    },
    /** Does something to a job at an instant, as a request would. Returns the status. */
    async act(id: string, at: number, body: object): Promise<number | undefined> {
      now = at;
      const where = { ...context({ now: at }), shared };
      return store.change(id, (job) => {
        const isAction = Object.keys(body).length === 1 && Object.values(body)[0] === null;
        const answer = isAction ? actOnJob(job, body, where) : editJob(job, body, where);
        return { job: answer.ok ? answer.job : job, answer: answer.status };
      });
    },
    async remove(id: string, at: number): Promise<void> {
      now = at;
      await store.remove(id);
    },
    /** The sessions of each job as of an instant, oldest first. */
    sessions(at: number): Map<string, StandInSession[]> {
      const ids = inner.index.page({}, 0, 1_000);
      return new Map(
        ids.map((id) => [id, [...newestSessions(inner.get(id)!, moment(at))].reverse()]),
      );
    },
  };
}
