/**
 * Whether a fleet makes sense: every issue at once, each with its path (R26).
 *
 * Checking is reading: policies are parsed, clocks filled in, zones looked up and workloads read
 * here, once, so that whoever works on the checked form has nothing left to refuse.
 */
import { type Issue, issue, orThrow, pathTo } from "../input/issues.js";
import {
  checkId,
  checkLabels,
  having,
  isObject,
  refuseUnknownKeys,
  said,
  type Unread,
} from "../input/ownShape.js";
import type { ServerClock } from "../schedule/clock.js";
import type { ZoneSource, ZoneTable } from "../time/zone.js";
import { checkCopies, type CheckedJob, checkJobs } from "./checkJobs.js";
import { readClockIn } from "./clockIn.js";
import type { FleetInput, JobInput, OutageInput, ResourceInput } from "./fleetInput.js";
import {
  type Fleet,
  FLEET_KEYS,
  type Job,
  type Resource,
  RESOURCE_KEYS,
  RESOURCE_KINDS,
  type ResourceKind,
  resourceLists,
  type ResourceLists,
} from "./fleet.js";
import { type ReadResource, readResource } from "./resource.js";

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

/** A list of resources as far as it could be read, and the place of each id. */
interface ResourcesRead {
  readonly list?: readonly Resource[];
  readonly read: readonly ReadResource[];
  readonly ids: ReadonlyMap<unknown, number>;
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
  const checked = checkJobs(jobs, jobsPath, {
    issues,
    zoneOf,
    server,
    resources,
    seen,
    workloads: new Map(),
    quantiles: new Map(),
    policies: new Map(),
  });
  checkCopies(jobs as readonly Unread<JobInput>[], jobsPath, seen, issues);
  if (issues.length > known || server.clock === undefined || server.zone === undefined)
    return undefined;
  const all = RESOURCE_KINDS.flatMap(({ list }) => resources[list].read);
  const canonical = having(fleet as Fleet, {
    jobs: sameOr(jobs as Fleet["jobs"], checked.map(jobOf)),
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

const jobOf = ({ job }: CheckedJob): Job => job;

/** As `checkFleet`, but throws a `PolicyError` with every issue. */
export function checkedFleet(fleet: FleetInput, zoneOf: ZoneSource): CheckedFleet {
  return orThrow((issues) => checkFleet(fleet, issues, zoneOf));
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length <= MOST_ENTRIES;
}

/** The list that was given, where what was read of it is the same, piece by piece. */
function sameOr<Item>(given: readonly Item[], read: readonly Item[]): readonly Item[] {
  for (let index = 0; index < read.length; index += 1)
    if (read[index] !== given[index]) return read;
  return given;
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
