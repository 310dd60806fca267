/**
 * Parts of a fleet that have nothing to do with each other: jobs that are joined by what they need,
 * however many others stand between them, are in one.
 *
 * Jobs stand in the order of their parts, at places; within a part, and that is the invariant, in
 * the order of the fleet. A job that shares nothing is in whichever part.
 */
import type { CheckedFleet } from "../../checkFleet.js";
import { joinedSets } from "../../joinedSets.js";
import { isPlain } from "../../resource.js";
import type { ReadWorkload } from "../../workload.js";
import type { Lanes } from "../capacity.js";
import type { JobPlan } from "../plans.js";

/** Where the jobs of a fleet stand. */
export interface Order {
  /** The job at each place. */
  readonly jobAt: Int32Array;
  /** The place of each job. */
  readonly placeOf: Int32Array;
}

/** Jobs from one place to another, and the resources that nobody else needs. */
export interface Part {
  readonly first: number;
  /** The place after its last job. */
  readonly last: number;
  readonly resources: readonly number[];
}

/** What belongs to jobs, in an order. */
export function inOrder<Of>({ jobAt }: Order, of: readonly Of[]): readonly Of[] {
  const ordered: Of[] = [];
  for (let place = 0; place < jobAt.length; place += 1) ordered.push(of[jobAt[place]!]!);
  return ordered;
}

/** Jobs stand where they stand in the fleet. */
export function sameOrder(jobs: number): Order {
  const jobAt = new Int32Array(jobs);
  for (let job = 0; job < jobs; job += 1) jobAt[job] = job;
  return { jobAt, placeOf: jobAt };
}

/**
 * Whether all that becomes of a session is known when it starts, and each takes time; a retry that
 * is due where its attempt ends would be another round of one instant.
 */
export function canLiveInParts(
  { jobs, resources }: CheckedFleet,
  plans: readonly JobPlan[],
): boolean {
  return (
    resources.every(isPlain) &&
    jobs.every(
      ({ job, workload }, index) =>
        job.copyOf === undefined && shortestOf(workload, plans[index]!.retries > 0) >= 1,
    ) &&
    plans.every(({ retries, retryWaitMs }) => retries === 0 || retryWaitMs > 0)
  );
}

/** What an attempt takes at least, ms; 0 where that is not known. */
function shortestOf(
  { quantile, full, grows, retryShare, given }: ReadWorkload,
  isRetried: boolean,
): number {
  if (given !== undefined) return 0;
  const least = Math.min(quantile(0), full?.(0) ?? Infinity);
  return least * (1 - (grows?.share ?? 0)) * (isRetried ? Math.min(1, retryShare) : 1);
}

/**
 * The parts of a fleet; small ones are put together until they have `fewest` jobs. `undefined`
 * where one of them has more than this share of all jobs.
 */
export function partsOf(
  lanes: Lanes,
  fewest: number,
  share: number,
): { readonly parts: readonly Part[]; readonly order: Order } | undefined {
  const groups = together(setsAmong(lanes, fewest), fewest);
  const jobAt = new Int32Array(lanes.laneOf.length);
  const placeOf = new Int32Array(lanes.laneOf.length);
  let last = 0;
  const parts = groups.map(({ jobs, resources }): Part => {
    const first = last;
    for (const job of jobs) {
      jobAt[last] = job;
      placeOf[job] = last++;
    }
    return { first, last, resources };
  });
  const isOneOfMany = ({ jobs }: JoinedJobs): boolean => jobs.length <= share * jobAt.length;
  return groups.every(isOneOfMany) ? { parts, order: { jobAt, placeOf } } : undefined;
}

/** Jobs that are joined, ascending, and what they need. */
interface JoinedJobs {
  readonly jobs: number[];
  readonly resources: number[];
}

/** Jobs joined by what they need; those that need nothing, by where they stand. */
function setsAmong(
  { laneOf, laneNeeds, resourceCount }: Lanes,
  fewest: number,
): Iterable<JoinedJobs> {
  const { join, headOf } = joinedSets(resourceCount);
  for (const needs of laneNeeds) for (const need of needs) join(need, needs[0]!);
  const sets = new Map<number, JoinedJobs>();
  for (let job = 0; job < laneOf.length; job += 1) {
    const lane = laneOf[job]!;
    const head = lane < 0 ? resourceCount + Math.floor(job / fewest) : headOf(laneNeeds[lane]![0]!);
    const set = sets.get(head);
    if (set === undefined) sets.set(head, { jobs: [job], resources: [] });
    else set.jobs.push(job);
  }
  for (let resource = 0; resource < resourceCount; resource += 1)
    sets.get(headOf(resource))?.resources.push(resource);
  return sets.values();
}

/** Sets put together until they have `fewest` jobs. */
function together(sets: Iterable<JoinedJobs>, fewest: number): JoinedJobs[] {
  const groups: JoinedJobs[] = [];
  let open: JoinedJobs | undefined;
  for (const set of sets) {
    if (open === undefined) groups.push((open = set));
    else {
      for (const job of set.jobs) open.jobs.push(job);
      for (const resource of set.resources) open.resources.push(resource);
      open.jobs.sort((a, b) => a - b);
    }
    if (open.jobs.length >= fewest) open = undefined;
  }
  return groups;
}
