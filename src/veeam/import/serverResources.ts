/**
 * What the jobs of a server share: its proxies with their threads, its repositories with the proxy
 * that each belongs to, its organizations; and what jobs name that no list has.
 *
 * Ids are the same in any letter case, as GUIDs are. A pool of proxies (version 8) is one resource
 * with the threads of its proxies together, since the server distributes its work over them; who
 * names one of its proxies lands on the pool.
 */
import { issue, pathTo } from "../../core/input/issues.js";
import type { Notes } from "../../core/input/reader.js";
import {
  aResource,
  MOST_THREADS,
  type NeededIds,
  type Resource,
} from "../../core/simulation/fleet.js";
import type { ListedJob } from "../lists/readJobs.js";
import type { ListedProxy, ListedRepository, ListedResource } from "../lists/readResources.js";

/** The threads of a proxy that does not say, as of the vendor's reference. */
export const DEFAULT_THREADS = 64;

/** The lists of a server, as far as they were given. */
export interface ResourceListing {
  readonly proxies: readonly ListedProxy[] | undefined;
  readonly repositories: readonly ListedRepository[] | undefined;
  readonly organizations: readonly ListedResource[] | undefined;
}

/** What jobs share, and who uses what of it. */
export interface ServerResources {
  readonly proxies: readonly Resource[];
  readonly repositories: readonly Resource[];
  readonly organizations: readonly Resource[];
  /** What a job needs, each by its id in these lists. */
  needsOf(job: ListedJob): NeededIds;
  /** The proxy or pool on which something runs that names what it runs on; its id above. */
  proxyOf(named: ProxyNames): string | undefined;
}

/** What may say on which proxy something runs. */
export interface ProxyNames {
  readonly proxyId?: string | undefined;
  readonly proxyPoolId?: string | undefined;
  readonly repositoryId?: string | undefined;
}

/** Resources of one kind by their ids, in any letter case. */
interface Register {
  readonly list: Resource[];
  find(id: string): string | undefined;
  add(resource: Resource): void;
  /** Lets another id stand for a resource. */
  alias(id: string, resourceId: string): void;
}

/**
 * Makes the resources of these lists and jobs. A proxy that does not say how many threads it has
 * gets the product's default, with a warning: without any, its sessions would not slow each other.
 */
export function serverResources(
  listing: ResourceListing,
  jobs: readonly ListedJob[],
  notes: Notes,
): ServerResources {
  const proxies = register();
  const repositories = register();
  const organizations = register();
  addProxies(listing.proxies ?? [], proxies, notes);
  for (const { id, name } of listing.organizations ?? []) organizations.add(named(id, name));

  const proxyNamed = (id: string, path: string): string => {
    const known = proxies.find(id);
    if (known !== undefined) return known;
    if (listing.proxies !== undefined)
      warnOfUnlisted("proxy or pool", id, path, "its sessions do not slow each other", notes);
    proxies.add(named(id));
    return id;
  };
  for (const { id, name, path, proxyId, proxyPoolId } of listing.repositories ?? []) {
    const owner = proxyId ?? proxyPoolId;
    const key = proxyId === undefined ? "proxyPoolId" : "proxyId";
    const proxy = owner === undefined ? undefined : proxyNamed(owner, pathTo(path, key));
    repositories.add({ ...named(id, name), ...(proxy === undefined ? {} : { proxyId: proxy }) });
  }
  jobs.forEach((job, index) => {
    const path = `fleet.jobs[${index}]`;
    if (job.proxyId !== undefined) proxyNamed(job.proxyId, `${path}.proxyId`);
    if (job.repositoryId !== undefined && repositories.find(job.repositoryId) === undefined) {
      if (listing.repositories !== undefined)
        warnOfUnlisted(
          "repository",
          job.repositoryId,
          `${path}.repositoryId`,
          "nobody knows its proxy",
          notes,
        );
      repositories.add(named(job.repositoryId));
    }
    if (job.organizationId !== undefined && organizations.find(job.organizationId) === undefined)
      organizations.add(named(job.organizationId));
  });

  const belongsTo = new Map(repositories.list.map(({ id, proxyId }) => [id, proxyId]));
  return {
    proxies: proxies.list,
    repositories: repositories.list,
    organizations: organizations.list,
    needsOf: (job) => ({
      ...(job.proxyId === undefined ? {} : { proxyId: proxies.find(job.proxyId)! }),
      ...(job.repositoryId === undefined
        ? {}
        : { repositoryId: repositories.find(job.repositoryId)! }),
      ...(job.organizationId === undefined
        ? {}
        : { organizationId: organizations.find(job.organizationId)! }),
    }),
    proxyOf({ proxyId, proxyPoolId, repositoryId }) {
      const own = [proxyId, proxyPoolId]
        .map((id) => (id === undefined ? undefined : proxies.find(id)))
        .find((id) => id !== undefined);
      if (own !== undefined || repositoryId === undefined) return own;
      const repository = repositories.find(repositoryId);
      return repository === undefined ? undefined : belongsTo.get(repository);
    },
  };
}

/** Proxies that stand alone, and pools where the first of their proxies stands. */
function addProxies(listed: readonly ListedProxy[], proxies: Register, notes: Notes): void {
  const silent = listed.filter(({ threads }) => threads === undefined);
  if (silent.length > 0)
    notes.warnings.push(
      issue(
        pathTo(silent[0]!.path, "threadsNumber"),
        "the number of its threads",
        undefined,
        `${silent.length} of ${listed.length} proxies ` +
          (silent.length === 1 ? "does not say it, and is" : "do not say it, and are") +
          ` taken to have ${DEFAULT_THREADS}, the product's default`,
      ),
    );
  const pools = new Map<string, ListedProxy[]>();
  for (const proxy of listed) {
    const pool = proxy.proxyPoolId?.toLowerCase();
    if (pool === undefined) continue;
    const members = pools.get(pool);
    if (members === undefined) pools.set(pool, [proxy]);
    else members.push(proxy);
  }
  for (const { path, id, name, threads = DEFAULT_THREADS, proxyPoolId } of listed) {
    if (proxyPoolId === undefined) {
      if (!pools.has(id.toLowerCase())) proxies.add({ ...named(id, name), threads });
      else notes.issues.push(issue(pathTo(path, "id"), "an id that no pool has", id));
      continue;
    }
    if (proxies.find(proxyPoolId) === undefined) {
      const members = pools.get(proxyPoolId.toLowerCase())!;
      const all = members.reduce((count, one) => count + (one.threads ?? DEFAULT_THREADS), 0);
      const sum = Math.min(all, MOST_THREADS);
      proxies.add({ ...named(proxyPoolId, poolName(members)), threads: sum });
      notes.warnings.push(
        issue(
          pathTo(path, "proxyPoolId"),
          "a proxy that stands alone",
          proxyPoolId,
          `the pool is taken as one proxy with the ${sum} threads of its ${members.length} proxies`,
        ),
      );
    }
    proxies.alias(id, proxies.find(proxyPoolId)!);
  }
}

/** A pool goes by the names of its proxies: its own is in no list of theirs. */
function poolName(members: readonly ListedProxy[]): string {
  const names = members.slice(0, 3).map(({ id, name }) => name ?? id);
  const more = members.length - names.length;
  return `pool of ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function named(id: string, name?: string): Resource {
  return {
    id,
    slots: Number.POSITIVE_INFINITY,
    ...(name === undefined || name === id ? {} : { name }),
  };
}

function warnOfUnlisted(
  kind: string,
  id: string,
  path: string,
  effect: string,
  { warnings }: Notes,
): void {
  warnings.push(issue(path, `${aResource(kind)} of the list`, id, effect));
}

function register(): Register {
  const list: Resource[] = [];
  const ids = new Map<string, string>();
  return {
    list,
    find: (id) => ids.get(id.toLowerCase()),
    add(resource) {
      list.push(resource);
      ids.set(resource.id.toLowerCase(), resource.id);
    },
    alias: (id, resourceId) => void ids.set(id.toLowerCase(), resourceId),
  };
}
