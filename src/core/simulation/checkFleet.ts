/**
 * Whether a fleet makes sense: every issue at once, each with its path (R26).
 *
 * Checking is reading: policies are parsed, clocks filled in, zones looked up and workloads read
 * here, once, so that whoever works on the checked form has nothing left to refuse.
 */
import { type Issue, issue, orThrow, pathTo } from "../input/issues.js";
import { checkLabels, isObject, refuseUnknownKeys, type Unread } from "../input/ownShape.js";
import { isCanonical, safeParsePolicy } from "../policy/parse.js";
import type { SchedulePolicy } from "../policy/types.js";
import { readClock, type ServerClock } from "../schedule/clock.js";
import type { ZoneSource, ZoneTable } from "../time/zone.js";
import {
  type Fleet,
  FLEET_KEYS,
  isSlotCount,
  type Job,
  JOB_KEYS,
  type Resource,
  RESOURCE_KEYS,
  RESOURCE_KINDS,
} from "./fleet.js";
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

/** A fleet without an issue. */
export interface CheckedFleet {
  /** As it was given. */
  readonly fleet: Fleet;
  /** The server's clock, its defaults filled in. */
  readonly clock: ServerClock;
  /** The zone of the server's clock. */
  readonly zone: ZoneTable;
  /** All jobs, in their order. */
  readonly jobs: readonly CheckedJob[];
}

/** A clock as far as it could be read. */
interface ClockRead {
  readonly clock: ServerClock | undefined;
  readonly zone: ZoneTable | undefined;
}

/** A list has at most so many entries. */
const MOST_ENTRIES = 10_000_000;
/**
 * Reads a fleet that stands at `path`: `candidate.jobs[3].policy.dailyTime`. `undefined` after
 * issues. What a function workload gives is seen when it runs.
 */
export function checkFleet(
  fleet: unknown,
  issues: Issue[],
  zoneOf: ZoneSource,
  path = "",
): CheckedFleet | undefined {
  const known = issues.length;
  if (!isObject<Fleet>(fleet)) {
    issues.push(issue(path, "a fleet: { jobs: [...] }", fleet));
    return undefined;
  }
  const { jobs } = fleet;
  const jobsPath = pathTo(path, "jobs");
  if (!isList(jobs)) {
    issues.push(issue(jobsPath, `an array of at most ${MOST_ENTRIES} jobs`, jobs));
    return undefined;
  }
  refuseUnknownKeys(fleet, path, FLEET_KEYS, issues);
  checkLabels(fleet.labels, pathTo(path, "labels"), issues);
  const resources = RESOURCE_KINDS.map(({ list }) =>
    checkResources(fleet[list], list, pathTo(path, list), issues),
  );
  const server = readClockIn(fleet.clock, pathTo(path, "clock"), undefined, zoneOf, issues);
  const seen = new Map<string, number>();
  const workloads = new Map<unknown, ReadWorkload>(); // of jobs that share one
  const checked: CheckedJob[] = [];
  for (let index = 0; index < jobs.length; index += 1) {
    const job: unknown = jobs[index];
    const at = `${jobsPath}[${index}]`;
    if (!isObject<Job>(job)) {
      issues.push(issue(at, "a job: { id, policy, ... }", job));
      continue;
    }
    checkId(job.id, `${at}.id`, seen, index, "jobs", issues);
    checkSettings(job, at, resources, issues);
    const { clock, zone } =
      job.clock === undefined
        ? server
        : readClockIn(job.clock, `${at}.clock`, server, zoneOf, issues);
    const policy = readPolicy(job.policy, `${at}.policy`, issues);
    let workload = workloads.get(job.workload);
    if (workload === undefined) {
      workload = readWorkload(job.workload, `${at}.workload`, issues);
      if (workload !== undefined) workloads.set(job.workload, workload);
    }
    if (clock !== undefined && zone !== undefined && policy !== undefined && workload !== undefined)
      checked.push({ job: job as Job, path: at, policy, clock, zone, workload });
  }
  return issues.length > known || server.clock === undefined || server.zone === undefined
    ? undefined
    : { fleet: fleet as Fleet, clock: server.clock, zone: server.zone, jobs: checked };
}

/** As `checkFleet`, but throws a `PolicyError` with every issue. */
export function checkedFleet(fleet: Fleet, zoneOf: ZoneSource): CheckedFleet {
  return orThrow((issues) => checkFleet(fleet, issues, zoneOf));
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length <= MOST_ENTRIES;
}

/** The ids of a list of resources. */
function checkResources(
  resources: unknown,
  list: string,
  path: string,
  issues: Issue[],
): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  if (resources === undefined) return seen;
  if (!isList(resources)) {
    issues.push(issue(path, "an array of { id, slots }", resources));
    return seen;
  }
  for (let index = 0; index < resources.length; index += 1) {
    const resource: unknown = resources[index];
    const at = `${path}[${index}]`;
    if (!isObject<Resource>(resource)) {
      issues.push(issue(at, "a resource: { id, slots }", resource));
      continue;
    }
    refuseUnknownKeys(resource, at, RESOURCE_KEYS, issues);
    checkId(resource.id, `${at}.id`, seen, index, list, issues);
    if (!isSlotCount(resource.slots))
      issues.push(
        issue(`${at}.slots`, "a whole number of slots from 1, or Infinity", resource.slots),
      );
    checkLabels(resource.labels, `${at}.labels`, issues);
  }
  return seen;
}

function checkId(
  id: unknown,
  path: string,
  seen: Map<string, number>,
  index: number,
  list: string,
  issues: Issue[],
): void {
  if (typeof id !== "string" || id === "") {
    issues.push(issue(path, "a text that is not empty", id));
    return;
  }
  const first = seen.get(id);
  if (first === undefined) seen.set(id, index);
  else issues.push(issue(path, "an id that occurs once", id, `${list}[${first}] has it too`));
}

/** What is a job's own and is used as it stands: its resources, its target, its flags, labels. */
function checkSettings(
  job: Unread<Job>,
  path: string,
  resources: readonly ReadonlyMap<unknown, number>[],
  issues: Issue[],
): void {
  refuseUnknownKeys(job, path, JOB_KEYS, issues);
  checkLabels(job.labels, `${path}.labels`, issues);
  RESOURCE_KINDS.forEach(({ list, key, name }, kind) => {
    const id = job[key];
    if (id !== undefined && !resources[kind]!.has(id))
      issues.push(issue(`${path}.${key}`, `the id of a ${name} in fleet.${list}`, id));
  });
  const { rpo } = job;
  if (rpo !== undefined && !(Number.isFinite(rpo) && (rpo as number) > 0))
    issues.push(
      issue(`${path}.rpo`, "a target in ms above 0; none at all for a job without one", rpo),
    );
  for (const flag of ["enabled", "runNow"] as const) {
    if (job[flag] !== undefined && typeof job[flag] !== "boolean")
      issues.push(issue(`${path}.${flag}`, "true or false", job[flag]));
  }
}

/**
 * Reads a clock: the server's own, or a job's, which says where it differs from the server's. A
 * zone that the server named is the server's to answer for.
 */
function readClockIn(
  given: unknown,
  path: string,
  server: ClockRead | undefined,
  zoneOf: ZoneSource,
  issues: Issue[],
): ClockRead {
  const isWhole = server?.clock === undefined || typeof given !== "object";
  const clock = readClock(isWhole ? given : { ...server.clock, ...given }, path, issues);
  const name = clock?.zone ?? (given as { readonly zone?: unknown } | null | undefined)?.zone;
  if (server !== undefined && name === server.clock?.zone) return { clock, zone: server.zone };
  const zone = typeof name === "string" ? zoneOf(name, `${path}.zone`, issues) : undefined;
  return { clock, zone };
}

function readPolicy(policy: unknown, path: string, issues: Issue[]): SchedulePolicy | undefined {
  if (isCanonical(policy)) return policy;
  const result = safeParsePolicy(policy, path);
  if (result.ok) return result.policy;
  issues.push(...result.issues);
  return undefined;
}
