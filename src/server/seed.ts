/**
 * A stand-in that begins with the jobs of a fleet: what they are, what stands around them, and a
 * fortnight of sessions behind them.
 *
 * The product's ids are GUIDs. An id of a fleet that is none becomes one, always the same, and is
 * the name where the fleet gives no other.
 */
import {
  type Fleet,
  type Job,
  type Resource,
  resourceLists,
  type ResourceLists,
} from "../core/simulation/fleet.js";
import type { SchedulePolicy } from "../core/policy/types.js";
import { DAY_MS } from "../core/time/instant.js";
import type { JobRecord } from "../veeam/standIn/jobRecord.js";
import { limitsOf } from "../veeam/standIn/limits.js";
import { type Surroundings, USUAL_THREADS } from "../veeam/standIn/resources.js";
import { guidOf } from "../veeam/standIn/sessionIds.js";
import type { JobStore } from "./jobStore.js";

/** What a stand-in begins with. */
export interface Seed {
  readonly jobs: readonly JobRecord[];
  readonly surroundings: Surroundings;
  /** Jobs that are to follow another one at once, and name none. */
  readonly leftOut: number;
}

/** So long before the start of the clock its jobs were made. */
const PAST_MS = 14 * DAY_MS;

/** What is made of a fleet for a clock that begins at `now`, epoch ms. */
export function seedOf(fleet: Fleet, now: number): Seed {
  const ranked = fleet.jobs.map((job, rank) => ({ job, rank }));
  const backups = ranked.filter(
    ({ job: { copyOf, policy } }) => copyOf === undefined && policy.type !== "Immediate",
  );
  const copies = ranked.filter(({ job: { copyOf } }) => copyOf !== undefined);
  const at = Math.max(0, now - PAST_MS);
  const shared = sharedPolicies();
  const [organization] = fleet.organizations ?? [];
  const [repository] = fleet.repositories ?? [];
  const limits = resourceLists(({ list }) => (fleet[list] ?? []).map(withGuids));
  const isShared = copies.length > 0 || limitsOf(limits, new Set()) !== undefined;
  const fallback: Fallback = {
    isLimited: limitsOf(firstOf(limits), new Set()) !== undefined,
    organizationId: guidOf(organization?.id ?? "the organization of a fleet"),
    repositoryId: guidOf(repository?.id ?? "the repository of a fleet"),
  };
  const made = ({ job, rank }: { readonly job: Job; readonly rank: number }): JobRecord =>
    recordOf({ ...job, policy: shared(job.policy) }, isShared ? rank : undefined, at, fallback);
  return {
    jobs: backups.map(made),
    surroundings: {
      organizations: named(fleet.organizations),
      repositories: (fleet.repositories ?? []).map((one) => ({
        ...nameOf(one),
        ...(one.proxyId === undefined ? {} : { proxyId: guidOf(one.proxyId) }),
      })),
      proxies: (fleet.proxies ?? []).map((proxy) => ({
        ...nameOf(proxy),
        threads: proxy.threads ?? (Number.isFinite(proxy.slots) ? proxy.slots : USUAL_THREADS),
      })),
      copies: copies.map(made),
      limits,
    },
    leftOut: fleet.jobs.length - backups.length - copies.length,
  };
}

/** Policies that are the same become one object, so that each is compiled once. */
function sharedPolicies(): (policy: SchedulePolicy) => SchedulePolicy {
  const known = new Map<string, SchedulePolicy>();
  return (policy) => {
    const text = JSON.stringify(policy);
    const one = known.get(text) ?? policy;
    known.set(text, one);
    return one;
  };
}

/**
 * Puts the jobs of a seed into a store, but for those that it has: they may have been changed. One
 * that was removed and of which something remains is not made again.
 */
export async function sow(store: JobStore, { jobs }: Pick<Seed, "jobs">): Promise<void> {
  const departed = new Set(Array.from(store.departed(), ({ id }) => id));
  const missing = jobs.filter(({ id }) => !departed.has(id) && store.get(id) === undefined);
  await Promise.all(missing.map((job) => store.create(job)));
}

/** What a job has that names none of its own. */
interface Fallback extends Pick<JobRecord, "organizationId" | "repositoryId"> {
  /** Whether it would limit or slow the job, if it were its own. */
  readonly isLimited: boolean;
}

/** The first organization and repository, and the proxy of that. */
function firstOf({ organizations, repositories, proxies }: ResourceLists<readonly Resource[]>) {
  const [repository] = repositories;
  return {
    organizations: organizations.slice(0, 1),
    repositories: repositories.slice(0, 1),
    proxies: proxies.filter(({ id }) => id === repository?.proxyId),
  };
}

function recordOf(job: Job, rank: number | undefined, at: number, fallback: Fallback): JobRecord {
  const { organizationId, repositoryId, proxyId, policy, enabled = true, workload } = job;
  const filledIn = (["organizationId", "repositoryId"] as const).filter(
    (key) => job[key] === undefined,
  );
  return {
    id: guidOf(job.id),
    organizationId: organizationId === undefined ? fallback.organizationId : guidOf(organizationId),
    name: job.name ?? job.id,
    description: "",
    backupType: "EntireOrganization",
    repositoryId: repositoryId === undefined ? fallback.repositoryId : guidOf(repositoryId),
    ...(proxyId === undefined ? {} : { proxyId: guidOf(proxyId) }),
    ...(workload === undefined || typeof workload === "function" ? {} : { workload }),
    ...(rank === undefined ? {} : { rank }),
    ...(job.copyOf === undefined ? {} : { copyOf: guidOf(job.copyOf) }),
    ...(filledIn.length === 0 || !fallback.isLimited ? {} : { filledIn }),
    history: [{ at, schedulePolicy: policy, isEnabled: enabled }],
  };
}

function withGuids({ id, proxyId, ...rest }: Resource): Resource {
  return {
    ...rest,
    id: guidOf(id),
    ...(proxyId === undefined ? {} : { proxyId: guidOf(proxyId) }),
  };
}

function named(resources: readonly Resource[] = []): { id: string; name: string }[] {
  return resources.map(nameOf);
}

function nameOf({ id, name = id }: Resource): { id: string; name: string } {
  return { id: guidOf(id), name };
}
