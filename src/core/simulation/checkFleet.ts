/**
 * Whether a fleet makes sense: every issue at once, each with its path (R26).
 *
 * Checking is reading: policies are parsed, clocks filled in, zones looked up and workloads read
 * here, once, so that whoever works on the checked form has nothing left to refuse.
 */
import { type Issue, issue, orThrow, pathTo } from "../input/issues.js";
import {
  checkLabels,
  having,
  isObject,
  refuseUnknownKeys,
  type Unread,
} from "../input/ownShape.js";
import { isCanonical, safeParsePolicy } from "../policy/parse.js";
import type { SchedulePolicy } from "../policy/types.js";
import { readClock, type ServerClock } from "../schedule/clock.js";
import type { ZoneSource, ZoneTable } from "../time/zone.js";
import { DURATION_TEXT, durationMs } from "../time/duration.js";
import type { Quantile } from "./duration.js";
import { circlesOfCopies } from "./circlesOfCopies.js";
import type { FleetInput, JobInput, OutageInput, ResourceInput } from "./fleetInput.js";
import {
  type Fleet,
  FLEET_KEYS,
  type Job,
  JOB_KEYS,
  type Resource,
  RESOURCE_KEYS,
  RESOURCE_KINDS,
  type ResourceKind,
  resourceLists,
  type ResourceLists,
} from "./fleet.js";
import { type ReadResource, readResource } from "./resource.js";
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
  /**
   * As it was given, with policies in their canonical form, targets in ms and `Infinity` for slots
   * without a limit; the very object where it was so already.
   */
  readonly fleet: Fleet;
  /** The server's clock, its defaults filled in. */
  readonly clock: ServerClock;
  /** The zone of the server's clock. */
  readonly zone: ZoneTable;
  /** All jobs, in their order. */
  readonly jobs: readonly CheckedJob[];
  /** What they share: proxies, then repositories, then organizations. */
  readonly resources: readonly ReadResource[];
}

/** A clock as far as it could be read. */
interface ClockRead {
  readonly clock: ServerClock | undefined;
  readonly zone: ZoneTable | undefined;
}

/** A list of resources as far as it could be read, and the place of each id. */
interface ResourcesRead {
  readonly list?: readonly Resource[];
  readonly read: readonly ReadResource[];
  readonly ids: ReadonlyMap<unknown, number>;
}

const JOB_FLAGS = ["enabled", "runNow"] as const;

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
  if (!isObject<FleetInput>(fleet)) {
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
  const ofClock: Issue[] = [];
  const server = readClockIn(fleet.clock, pathTo(path, "clock"), undefined, zoneOf, ofClock);
  const resources = resourceLists((kind) =>
    readResources(fleet[kind.list], kind, pathTo(path, kind.list), issues, server.zone),
  );
  checkProxies(resources, pathTo(path, "repositories"), issues);
  issues.push(...ofClock);
  const seen = new Map<string, number>();
  // Of jobs that share one.
  const workloads = new Map<unknown, ReadWorkload>();
  const quantiles = new Map<unknown, Quantile>();
  const policies = new Map<unknown, SchedulePolicy>();
  const checked: CheckedJob[] = [];
  for (let index = 0; index < jobs.length; index += 1) {
    const job: unknown = jobs[index];
    const at = `${jobsPath}[${index}]`;
    if (!isObject<JobInput>(job)) {
      issues.push(issue(at, "a job: { id, policy, ... }", job));
      continue;
    }
    checkId(job.id, at, seen, index, "jobs", issues);
    checkSettings(job, at, resources, issues);
    const rpo = readTarget(job.rpo, at, issues);
    const { clock, zone } =
      job.clock === undefined
        ? server
        : readClockIn(job.clock, `${at}.clock`, server, zoneOf, issues);
    const policy =
      policies.get(job.policy) ?? readPolicy(job.policy, `${at}.policy`, issues, policies);
    let workload = workloads.get(job.workload);
    if (workload === undefined) {
      workload = readWorkload(job.workload, `${at}.workload`, issues, quantiles);
      if (workload !== undefined) workloads.set(job.workload, workload);
    }
    if (clock !== undefined && zone !== undefined && policy !== undefined && workload !== undefined)
      checked.push({
        job: canonicalJob(job as Job, policy, rpo),
        path: at,
        policy,
        clock,
        zone,
        workload,
      });
  }
  checkCopies(jobs as readonly Unread<JobInput>[], jobsPath, seen, issues);
  if (issues.length > known || server.clock === undefined || server.zone === undefined)
    return undefined;
  const all = RESOURCE_KINDS.flatMap(({ list }) => resources[list].read);
  const canonical = having(fleet as Fleet, {
    jobs: sameOr(
      jobs as Fleet["jobs"],
      checked.map(({ job }) => job),
    ),
    ...said(resourceLists(({ list }) => resources[list].list)),
  });
  return {
    fleet: canonical,
    clock: server.clock,
    zone: server.zone,
    jobs: checked,
    resources: all,
  };
}

/** As `checkFleet`, but throws a `PolicyError` with every issue. */
export function checkedFleet(fleet: FleetInput, zoneOf: ZoneSource): CheckedFleet {
  return orThrow((issues) => checkFleet(fleet, issues, zoneOf));
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length <= MOST_ENTRIES;
}

/** The list that was given, where what was read of it is the same, piece by piece. */
function sameOr<Item>(given: readonly Item[], read: readonly Item[]): readonly Item[] {
  return read.every((item, index) => item === given[index]) ? given : read;
}

/** A job as a `Fleet` has it. Most are so already: of 50,000 nothing is made then. */
function canonicalJob(job: Job, policy: SchedulePolicy, rpo: number | undefined): Job {
  const isSo = job.policy === policy && (rpo === undefined || job.rpo === rpo);
  return isSo ? job : having(job, { policy, ...(rpo === undefined ? {} : { rpo }) });
}

/** Reads a list of resources, if there is one. */
function readResources(
  resources: unknown,
  { list, name }: ResourceKind,
  path: string,
  issues: Issue[],
  zone: ZoneTable | undefined,
): ResourcesRead {
  const ids = new Map<string, number>();
  const read: ReadResource[] = [];
  if (resources === undefined) return { ids, read };
  if (!isList(resources)) {
    issues.push(issue(path, "an array of { id, slots }", resources));
    return { ids, read };
  }
  const canonical: Resource[] = [];
  for (let index = 0; index < resources.length; index += 1) {
    const resource: unknown = resources[index];
    const at = `${path}[${index}]`;
    if (!isObject<ResourceInput>(resource)) {
      issues.push(issue(at, "a resource: { id, slots }", resource));
      continue;
    }
    refuseUnknownKeys(resource, at, RESOURCE_KEYS, issues);
    checkId(resource.id, at, ids, index, list, issues);
    checkLabels(resource.labels, `${at}.labels`, issues);
    const one = readResource(resource, name, at, issues, zone);
    read.push(one);
    canonical.push(canonicalResource(resource, one));
  }
  return { ids, read, list: sameOr(resources as readonly Resource[], canonical) };
}

/**
 * A resource as a `Fleet` has it: a limit of slots is always there, a pace in numbers, and outages
 * in epoch ms.
 */
function canonicalResource(
  given: Unread<ResourceInput>,
  { slots, pace, outages }: ReadResource,
): Resource {
  const inWords = typeof given.pace === "string" && pace !== undefined;
  const inTexts =
    Array.isArray(given.outages) &&
    given.outages.some(
      (outage: Unread<OutageInput> | null) =>
        typeof outage?.from !== "number" || typeof outage.to !== "number",
    );
  return having(given as Resource, {
    slots,
    ...(inWords ? { pace: [...pace] } : {}),
    ...(inTexts ? { outages } : {}),
  });
}

/** Whether the proxies that repositories belong to are there (R28). */
function checkProxies(
  { proxies, repositories }: ResourceLists<ResourcesRead>,
  path: string,
  issues: Issue[],
): void {
  repositories.read.forEach(({ proxyId }, index) => {
    if (proxyId !== undefined && !proxies.ids.has(proxyId))
      issues.push(
        issue(`${path}[${index}].proxyId`, "the id of a proxy in fleet.proxies", proxyId),
      );
  });
}

/** Whether every copy has a source, and none copies itself by however many others (R32). */
export function checkCopies(
  jobs: readonly Unread<JobInput>[],
  path: string,
  places: ReadonlyMap<unknown, number>,
  issues: Issue[],
): void {
  if (jobs.every((job) => job?.copyOf === undefined)) return;
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

/** Checks the id of what stands at `at`. Of most nothing is to be said, and no path is made. */
function checkId(
  id: unknown,
  at: string,
  seen: Map<string, number>,
  index: number,
  list: string,
  issues: Issue[],
): void {
  if (typeof id !== "string" || id === "") {
    issues.push(issue(`${at}.id`, "a text that is not empty", id));
    return;
  }
  const first = seen.get(id);
  if (first === undefined) seen.set(id, index);
  else issues.push(issue(`${at}.id`, "an id that occurs once", id, `${list}[${first}] has it too`));
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
  resources: ResourceLists<ResourcesRead>,
  issues: Issue[],
): void {
  refuseUnknownKeys(job, path, JOB_KEYS, issues);
  if (job.labels !== undefined) checkLabels(job.labels, `${path}.labels`, issues);
  for (const { list, key, name } of RESOURCE_KINDS) {
    const id = job[key];
    if (id !== undefined && !resources[list].ids.has(id))
      issues.push(issue(`${path}.${key}`, `the id of a ${name} in fleet.${list}`, id));
  }
  for (const flag of JOB_FLAGS) {
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
  const isOwn = server?.clock !== undefined && isObject<ServerClock>(given);
  const own = isOwn ? { ...given, ...server.clock, ...said(given) } : given;
  const clock = readClock(own, path, issues);
  const name = clock?.zone ?? (own as { readonly zone?: unknown } | null | undefined)?.zone;
  if (server !== undefined && name === server.clock?.zone) return { clock, zone: server.zone };
  const zone = typeof name === "string" ? zoneOf(name, `${path}.zone`, issues) : undefined;
  return { clock, zone };
}

/** What an object says: its keys without those that are `undefined`. */
function said<Of extends object>(given: Of): Partial<Of> {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<Of>;
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
