/**
 * From a list of jobs to a fleet: what `simulate` needs, as far as a list can say it.
 *
 * A list says who shares what, not how much of it there is, nor how long sessions take: resources
 * have no limit, and workloads come from elsewhere (`readSessions`).
 */
import { orThrow } from "../../core/input/issues.js";
import { keysOf, readOptions } from "../../core/input/ownShape.js";
import type { ServerClock } from "../../core/schedule/clock.js";
import type { Fleet, Job, Resource, Workload } from "../../core/simulation/fleet.js";
import { checkListedJobs, type ListedJob } from "./readJobs.js";

/** What a list does not say and a caller may know. */
export interface FleetOptions {
  /** The server's clock. Default: UTC (R2). */
  readonly clock?: Partial<ServerClock>;
  /** The workload of a job, by its id. Default: sessions take no time and succeed. */
  readonly workloads?: ReadonlyMap<string, Workload>;
}

/** The keys of these options. */
export const FLEET_OPTIONS_KEYS = keysOf<FleetOptions>({ clock: true, workloads: true });

/**
 * Makes a fleet of the jobs of a list, in their order. A job without an id goes by its name; ids
 * that occur twice are told apart by their place: `mail`, `mail#2`. The repositories, proxies and
 * organizations of the jobs have `Infinity` slots. A copy job follows its backup job where that is
 * in the list (R32). Throws a `PolicyError` for what is no such list.
 */
export function fleetOf(jobs: readonly ListedJob[], options: FleetOptions = {}): Fleet {
  checkListedJobs(jobs);
  orThrow((issues) => readOptions<FleetOptions>(options, FLEET_OPTIONS_KEYS, issues));
  const taken = new Map<string, number>();
  const ids = jobs.map((job) => unique(job.id ?? job.name, taken));
  // A source that is not in the list is nobody's.
  const idOf = new Map(
    jobs.flatMap((job, at) => (job.id === undefined ? [] : [[job.id, ids[at]!]])),
  );
  const fleetJobs = jobs.map((job, at): Job => {
    const key = job.id ?? job.name;
    const id = ids[at]!;
    const copyOf = job.copyOf === undefined ? undefined : idOf.get(job.copyOf);
    const workload = options.workloads?.get(key);
    return {
      id,
      name: job.name,
      policy: job.policy,
      enabled: job.isEnabled,
      ...(job.proxyId === undefined ? {} : { proxyId: job.proxyId }),
      ...(job.repositoryId === undefined ? {} : { repositoryId: job.repositoryId }),
      ...(job.organizationId === undefined ? {} : { organizationId: job.organizationId }),
      ...(copyOf === undefined || copyOf === id ? {} : { copyOf }),
      ...(workload === undefined ? {} : { workload }),
    };
  });
  return {
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    jobs: fleetJobs,
    proxies: resources(jobs, "proxyId"),
    repositories: resources(jobs, "repositoryId"),
    organizations: resources(jobs, "organizationId"),
  };
}

/**
 * The id itself, or the first of `id#2`, `id#3`, ... that nobody has. Bound: each round finds an id
 * taken.
 */
function unique(id: string, taken: Map<string, number>): string {
  let count = taken.get(id) ?? 0;
  let free = id;
  while (taken.has(free)) free = `${id}#${(count += 1)}`;
  taken.set(id, Math.max(count, 1)).set(free, taken.get(free) ?? 1);
  return free;
}

function resources(
  jobs: readonly ListedJob[],
  key: "proxyId" | "repositoryId" | "organizationId",
): Resource[] {
  const ids = new Set(jobs.map((job) => job[key]).filter((id) => id !== undefined));
  return Array.from(ids, (id) => ({ id, slots: Number.POSITIVE_INFINITY }));
}
