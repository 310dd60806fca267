/**
 * What jobs share: resources of a fleet that have slots, threads, a pace or outages (R22, R28 to
 * R30), and who has to do with whom because of it.
 *
 * The invariant: jobs that have no part in each other's sessions may be simulated apart, and a job
 * that shares nothing is none of this file's business.
 */
import {
  type Fleet,
  type Resource,
  RESOURCE_KINDS,
  type ResourceKind,
  type ResourceLists,
  resourceLists,
} from "../../core/simulation/fleet.js";
import type { JobRecord, Place } from "./jobRecord.js";

/** The resources of a fleet by their lists, with the ids that jobs name them by. */
export type LimitedResources = Partial<ResourceLists<readonly Resource[]>>;

/** What a job needs, as a fleet has it: only what is known to limit or slow anybody. */
export type NeededNames = { readonly [Key in ResourceKind["key"]]?: string };

/** What of a record says what it shares. */
export type Placed = Place & Pick<JobRecord, "id" | "organizationId" | "copyOf" | "history">;

/** The limits of a stand-in. */
export interface Limits {
  /** As a fleet has them. */
  readonly resources: Pick<Fleet, ResourceKind["list"]>;
  /** How many knots there are: whoever has one in common has to do with each other. */
  readonly knots: number;
  /** The knots of a job, of all places that it ever had. */
  readonly knotsOf: (job: Placed) => readonly number[];
  /** Whether a resource that a job needs, or ever needed, limits or slows its sessions. */
  readonly concern: (job: Placed) => boolean;
  /** What it needs at a place. */
  readonly namesAt: (job: Pick<Placed, "organizationId">, place: Place) => NeededNames;
}

/**
 * The limits of resources. `sources`: ids of jobs that are copied, which have to do with their
 * copies. `undefined` where nothing is limited and nobody is copied.
 */
export function limitsOf(
  lists: LimitedResources,
  sources: ReadonlySet<string>,
): Limits | undefined {
  const all = resourceLists(({ list }) => lists[list] ?? []);
  const effects = RESOURCE_KINDS.flatMap(({ list }) => all[list]).some(hasEffect);
  if (!effects && sources.size === 0) return undefined;
  const known = new Map(
    RESOURCE_KINDS.map(({ list, key }) => [
      key,
      new Map(all[list].map((resource) => [resource.id.toLowerCase(), resource])),
    ]),
  );
  const knotOf = new Map<unknown, number>();
  for (const { list } of RESOURCE_KINDS)
    for (const resource of all[list]) if (joins(resource)) knotOf.set(resource, knotOf.size);
  for (const source of sources) knotOf.set(source, knotOf.size);

  const needsAt = (job: Pick<Placed, "organizationId">, place: Place): [string, Resource][] => {
    const ids = { organizationId: job.organizationId, ...place };
    const found = RESOURCE_KINDS.flatMap(({ key }): [string, Resource][] => {
      const id = place.filledIn?.includes(key) === true ? undefined : ids[key];
      const resource = id === undefined ? undefined : known.get(key)!.get(id.toLowerCase());
      return resource === undefined ? [] : [[key, resource]];
    });
    // a repository brings its proxy (R28)
    const repository = found.find(([key]) => key === "repositoryId")?.[1];
    const brought = place.proxyId === undefined ? repository?.proxyId : undefined;
    const proxy =
      brought === undefined ? undefined : known.get("proxyId")!.get(brought.toLowerCase());
    return proxy === undefined ? found : [["proxyId", proxy], ...found];
  };
  // most jobs need what others do
  const names = new Map<string, NeededNames>();
  const namesAt: Limits["namesAt"] = (job, place) => {
    const { repositoryId, proxyId = "", filledIn = [] } = place;
    const key = [job.organizationId, repositoryId, proxyId, ...filledIn].join("/");
    const known =
      names.get(key) ?? Object.fromEntries(needsAt(job, place).map(([kind, { id }]) => [kind, id]));
    if (names.size >= MOST_PLACES) names.clear();
    names.set(key, known);
    return known;
  };
  const everNeeded = (job: Placed): Resource[] =>
    placesOf(job).flatMap((place) => needsAt(job, place).map(([, resource]) => resource));
  const copied = ({ id, copyOf }: Placed): string[] =>
    [id, copyOf].filter((source): source is string => source !== undefined && sources.has(source));
  return {
    resources: all,
    knots: knotOf.size,
    knotsOf: (job) => [...everNeeded(job), ...copied(job)].flatMap((one) => knotOf.get(one) ?? []),
    concern: (job) => copied(job).length > 0 || everNeeded(job).some(hasEffect),
    namesAt,
  };
}

/** So many combinations of what jobs need are at hand. */
const MOST_PLACES = 10_000;

/** The places that a job has had, the present one first. */
function placesOf({ history, repositoryId, proxyId, filledIn }: Placed): Place[] {
  const present: Place = {
    repositoryId,
    ...(proxyId === undefined ? {} : { proxyId }),
    ...(filledIn === undefined ? {} : { filledIn }),
  };
  return [present, ...history.flatMap(({ before }) => before ?? [])];
}

/** Whether sessions have to do with each other because of it. */
function joins({ slots, threads }: Resource): boolean {
  return slots < Infinity || threads !== undefined;
}

/** Whether it can make a session of a job another one than it would be. */
function hasEffect(resource: Resource): boolean {
  const { pace, outages = [] } = resource;
  return joins(resource) || pace !== undefined || outages.length > 0;
}
