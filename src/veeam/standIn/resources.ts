/**
 * What stands around the jobs: organizations, repositories and proxies.
 *
 * What a fleet names is there, and whatever a job names is made up from its id, so that every link
 * of a job leads somewhere. Where neither names anything there is one of each, since a script looks
 * for an organization before it makes its first job.
 */
import type { JobRecord } from "./jobRecord.js";
import type { LimitedResources } from "./limits.js";
import { guidOf } from "./sessionIds.js";

/** An organization, or anything else that has a name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** A repository, and the proxy that it lies on. */
export interface Repository extends Named {
  readonly proxyId: string;
}

/** A proxy, and how many threads it has. */
export interface Proxy extends Named {
  readonly threads: number;
}

/** What is known beside the jobs. */
export interface Surroundings {
  readonly organizations: readonly Named[];
  readonly repositories: readonly (Named & { readonly proxyId?: string })[];
  readonly proxies: readonly Proxy[];
  /** The same as a fleet has them, where they limit or slow sessions; absent: nothing does. */
  readonly limits?: LimitedResources;
  /** Copy jobs, of jobs and of each other (R32); they are shown, and cannot be changed. */
  readonly copies?: readonly JobRecord[];
}

/** Nothing is known beside the jobs. */
export const NO_SURROUNDINGS: Surroundings = { organizations: [], repositories: [], proxies: [] };

/** What jobs name. */
export type OwnerKind = "organizationId" | "repositoryId" | "proxyId";

/** The ids that jobs name. */
export interface NamedIds {
  /** All of them. */
  readonly owners: (kind: OwnerKind) => readonly string[];
  /** One, as it is spelt, by any spelling of it; `undefined` where no job names it. */
  readonly owner: (kind: OwnerKind, id: string) => string | undefined;
}

/** What the product gives a proxy. */
export const USUAL_THREADS = 64;

/** Resources of one kind, as they are when they are asked for. */
export interface Shelf<Resource> {
  readonly all: () => readonly Resource[];
  /** One by its id, in any letter case. */
  readonly get: (id: string) => Resource | undefined;
}

/** What stands around the jobs. */
export interface Resources {
  readonly organizations: Shelf<Named>;
  readonly repositories: Shelf<Repository>;
  readonly proxies: Shelf<Proxy>;
  /** The pool of all proxies. */
  readonly pool: Named;
  /** Whether a job may be made for an organization that nobody has named yet. */
  readonly takesAnyOrganization: boolean;
}

/** Makes them of what is known and of what the jobs name. */
export function resourcesOf(known: Surroundings, jobs: NamedIds): Resources {
  const proxies = shelf(known.proxies, "proxyId", jobs, (id) => ({
    id,
    name: `proxy-${shortOf(id)}.local`,
    threads: USUAL_THREADS,
  }));
  // where nobody says what a repository lies on, it is the first proxy
  const first = known.proxies[0]?.id;
  const repositories = shelf(known.repositories, "repositoryId", jobs, (id) => ({
    id,
    name: `Repository ${shortOf(id)}`,
  }));
  const placed = (repository: Surroundings["repositories"][number]): Repository => ({
    proxyId: first ?? jobs.owners("proxyId")[0] ?? onlyOne("proxyId"),
    ...repository,
  });
  return {
    organizations: shelf(known.organizations, "organizationId", jobs, (id) => ({
      id,
      name: `organization-${shortOf(id)}.onmicrosoft.com`,
    })),
    repositories: {
      all: () => repositories.all().map(placed),
      get: (id) => {
        const repository = repositories.get(id);
        return repository === undefined ? undefined : placed(repository);
      },
    },
    proxies,
    pool: { id: guidOf("the pool of all proxies"), name: "All proxies" },
    takesAnyOrganization: known.organizations.length === 0,
  };
}

/** The id of what is made up where nobody names anything. */
function onlyOne(kind: OwnerKind): string {
  return guidOf(`the only ${kind}`);
}

/** Those that are known, then those that are made up of ids; one where there are none. */
function shelf<Resource extends Named>(
  known: readonly Resource[],
  kind: OwnerKind,
  jobs: NamedIds,
  makeUp: (id: string) => Resource,
): Shelf<Resource> {
  const byId = new Map(known.map((resource) => [resource.id.toLowerCase(), resource]));
  const isOnlyOne = (): boolean => known.length === 0 && jobs.owners(kind).length === 0;
  return {
    all: () => {
      if (isOnlyOne()) return [makeUp(onlyOne(kind))];
      const others = jobs.owners(kind).filter((id) => !byId.has(id.toLowerCase()));
      return [...known, ...others.map(makeUp)];
    },
    get: (id) => {
      const one = byId.get(id.toLowerCase());
      if (one !== undefined) return one;
      const named = jobs.owner(kind, id);
      if (named !== undefined) return makeUp(named);
      // it stays, so that a link to it does
      return id.toLowerCase() === onlyOne(kind) ? makeUp(onlyOne(kind)) : undefined;
    },
  };
}

function shortOf(id: string): string {
  return id.replaceAll(/[^\w]/g, "").slice(0, 8).toLowerCase();
}
