/**
 * Whether the jobs of a fleet make sense: every issue at once, each with its path (R26).
 */
import { type Issue, issue } from "../input/issues.js";
import {
  checkId,
  checkLabels,
  having,
  isObject,
  refuseUnknownKeys,
  type Unread,
} from "../input/ownShape.js";
import { isCanonical, safeParsePolicy } from "../policy/parse.js";
import type { SchedulePolicy } from "../policy/types.js";
import type { ServerClock } from "../schedule/clock.js";
import { DURATION_TEXT, durationMs } from "../time/duration.js";
import type { ZoneSource, ZoneTable } from "../time/zone.js";
import { circlesOfCopies } from "./circlesOfCopies.js";
import { type ClockRead, readClockIn } from "./clockIn.js";
import type { Quantile } from "./duration.js";
import { aResource, type Job, JOB_KEYS, RESOURCE_KINDS, type ResourceLists } from "./fleet.js";
import type { JobInput } from "./fleetInput.js";
import { type ReadWorkload, readWorkload } from "./workload.js";

/** A job without an issue. */
export interface CheckedJob {
  readonly job: Job;
  /** Where it stands: `jobs[3]`. */
  readonly path: string;
  readonly policy: SchedulePolicy;
  readonly clock: ServerClock;
  /** The zone of its clock. */
  readonly zone: ZoneTable;
  readonly workload: ReadWorkload;
}

const JOB_FLAGS = ["enabled", "runNow"] as const;

/** The places of the resources of a fleet, by their ids. */
type Places = ResourceLists<{ readonly ids: ReadonlyMap<unknown, number> }>;

/** What jobs are read against, and what was read of those before. */
export interface ReadingJobs {
  readonly issues: Issue[];
  readonly zoneOf: ZoneSource;
  readonly server: ClockRead;
  readonly resources: Places;
  /** The place of each id. */
  readonly seen: Map<string, number>;
  // Of jobs that share one.
  readonly workloads: Map<unknown, ReadWorkload>;
  readonly quantiles: Map<unknown, Quantile>;
  readonly policies: Map<unknown, SchedulePolicy>;
}

/** Reads the jobs that stand at `path`; of those that have an issue nothing is left. */
export function checkJobs(
  jobs: readonly unknown[],
  path: string,
  reading: ReadingJobs,
): CheckedJob[] {
  const checked: CheckedJob[] = [];
  for (let index = 0; index < jobs.length; index += 1) {
    const job = readJob(jobs[index], index, `${path}[${index}]`, reading);
    if (job !== undefined) checked.push(job);
  }
  return checked;
}

function readJob(
  job: unknown,
  index: number,
  path: string,
  { issues, zoneOf, server, resources, seen, workloads, quantiles, policies }: ReadingJobs,
): CheckedJob | undefined {
  if (!isObject<JobInput>(job)) {
    issues.push(issue(path, "a job: { id, policy, ... }", job));
    return undefined;
  }
  checkId(job.id, path, seen, index, "jobs", issues);
  checkSettings(job, path, resources, issues);
  const rpo = readTarget(job.rpo, path, issues);
  const { clock, zone } =
    job.clock === undefined
      ? server
      : readClockIn(job.clock, `${path}.clock`, server, zoneOf, issues);
  const policy =
    policies.get(job.policy) ?? readPolicy(job.policy, `${path}.policy`, issues, policies);
  let workload = workloads.get(job.workload);
  if (workload === undefined) {
    workload = readWorkload(job.workload, `${path}.workload`, issues, quantiles);
    if (workload !== undefined) workloads.set(job.workload, workload);
  }
  if (clock === undefined || zone === undefined || policy === undefined || workload === undefined)
    return undefined;
  return { job: canonicalJob(job as Job, policy, rpo), path, policy, clock, zone, workload };
}

/** A job as a `Fleet` has it. Most are so already: of 50,000 nothing is made then. */
function canonicalJob(job: Job, policy: SchedulePolicy, rpo: number | undefined): Job {
  const isSo = job.policy === policy && (rpo === undefined || job.rpo === rpo);
  return isSo ? job : having(job, { policy, ...(rpo === undefined ? {} : { rpo }) });
}

const isNoCopy = (job: Unread<JobInput>): boolean => job?.copyOf === undefined;

/** Whether every copy has a source, and none copies itself by however many others (R32). */
export function checkCopies(
  jobs: readonly Unread<JobInput>[],
  path: string,
  places: ReadonlyMap<unknown, number>,
  issues: Issue[],
): void {
  if (jobs.every(isNoCopy)) return;
  const sources = jobs.map((job) =>
    job?.copyOf === undefined ? undefined : places.get(job.copyOf),
  );
  const circles = circlesOfCopies(sources);
  for (const [index, job] of jobs.entries()) {
    const source = job?.copyOf;
    if (source !== undefined && !places.has(source))
      issues.push(issue(`${path}[${index}].copyOf`, "the id of another job of the fleet", source));
    const at = circles.get(index);
    if (at !== undefined)
      issues.push(
        issue(
          `${path}[${at}].copyOf`,
          "the id of a job that is no copy of this one",
          jobs[at]?.copyOf,
        ),
      );
  }
}

/** The target of the job at `at`, in ms; `undefined` for none, or after an issue. */
function readTarget(rpo: unknown, at: string, issues: Issue[]): number | undefined {
  if (rpo === undefined) return undefined;
  const path = `${at}.rpo`;
  const known = issues.length;
  const ms = typeof rpo === "number" ? rpo : durationMs(rpo, path, issues);
  if (issues.length > known) return undefined;
  if (Number.isFinite(ms) && ms > 0) return ms;
  issues.push(issue(path, `a target above 0: ${DURATION_TEXT}`, rpo, "none at all for no target"));
  return undefined;
}

/** What is a job's own and is used as it stands: its resources, its flags, its labels. */
function checkSettings(
  job: Unread<JobInput>,
  path: string,
  resources: Places,
  issues: Issue[],
): void {
  refuseUnknownKeys(job, path, JOB_KEYS, issues);
  if (job.labels !== undefined) checkLabels(job.labels, `${path}.labels`, issues);
  for (const { list, key, name } of RESOURCE_KINDS) {
    const id = job[key];
    if (id !== undefined && !resources[list].ids.has(id))
      issues.push(issue(`${path}.${key}`, `the id of ${aResource(name)} in fleet.${list}`, id));
  }
  for (const flag of JOB_FLAGS) {
    if (job[flag] !== undefined && typeof job[flag] !== "boolean")
      issues.push(issue(`${path}.${flag}`, "true or false", job[flag]));
  }
}

/** A policy, remembered among those that were read for the next job that has the same object. */
function readPolicy(
  policy: unknown,
  path: string,
  issues: Issue[],
  read: Map<unknown, SchedulePolicy>,
): SchedulePolicy | undefined {
  if (isCanonical(policy)) return policy;
  const result = safeParsePolicy(policy, path);
  if (!result.ok) {
    issues.push(...result.issues);
    return undefined;
  }
  read.set(policy, result.policy);
  return result.policy;
}
