/**
 * Slots and the waiting line: first come, first served, all slots or none (R22).
 *
 * Jobs that need the same resources are in one lane. What can be had without a limit holds nobody
 * up: attempts whose lanes need the same limited resources stand in one queue, since whoever is
 * first there goes first, and a queue's head is the only one of it that may start. So what a freed
 * slot sets going is found among the heads of the queues that wait for the freed resource, oldest
 * first, and a waiting attempt holds up nobody who needs something else. The invariant: a
 * resource's busy slots are never more than it has.
 */
import type { CheckedFleet } from "../checkFleet.js";
import { type Job, RESOURCE_KINDS } from "../fleet.js";
import type { ReadResource } from "../resource.js";
import type { Rules } from "../rules.js";

/** No job, no lane. */
const NONE = -1;

/** The resources of a fleet, numbered; and for each job the lane that its attempts queue in. */
export interface Capacity {
  /** How many resources there are: proxies first, then repositories, then organizations. */
  readonly resourceCount: number;
  /**
   * Slots of each resource, and last, without a limit, of the fleet as a whole, which is nobody's
   * need.
   */
  readonly slots: Float64Array;
  /** The lane of each job; `-1` for a job that needs no resource. */
  readonly laneOf: Int32Array;
  /** The resources that each lane needs. */
  readonly laneNeeds: readonly (readonly number[])[];
  /** Has every resource of the lane a free slot, and none of them an outage that is waited for? */
  hasRoom(lane: number): boolean;
  /** Has a resource of the lane an outage in which a start is made only to fail (R30)? */
  isAway(lane: number): boolean;
  outageBegins(resource: number): void;
  outageEnds(resource: number): void;
  take(lane: number): void;
  free(lane: number): void;
  /** Puts a job's attempt at the end of the line. */
  join(job: number): void;
  /** Takes a job's attempt out of the line. */
  leave(job: number): void;
  /** Has a slot come free that somebody in the line needs? */
  hasFreed(): boolean;
  /**
   * The oldest waiting attempt that has room now, among the queues that need something freed since
   * the last time there was none; `-1` if there is none. Attempts for which `passedOver` says so
   * are left standing.
   */
  nextToStart(passedOver: (job: number) => boolean): number;
}

/** Sets up the resources of a checked fleet. */
export function capacityOf({ jobs, resources }: CheckedFleet, { outage }: Rules): Capacity {
  const lanes = new Map<string, number>();
  const laneNeeds: (readonly number[])[] = [];
  const needsOf = needsAmong(resources);
  const laneOf = Int32Array.from(jobs, ({ job }) => {
    const needs = needsOf(job);
    if (needs.length === 0) return NONE;
    const key = needs.join();
    let lane = lanes.get(key);
    if (lane === undefined) lanes.set(key, (lane = laneNeeds.push(needs) - 1));
    return lane;
  });
  const slots = Float64Array.from([...resources.map((resource) => resource.slots), Infinity]);
  const isLimited = resources.map((one) => one.slots < Infinity || one.outages.length > 0);
  return lineOf(slots, laneOf, laneNeeds, isLimited, outage === "wait");
}

/**
 * The places of what a job needs, one of a kind; a repository brings its proxy where the job names
 * none (R28).
 */
export function needsAmong(resources: readonly ReadResource[]): (job: Job) => number[] {
  const places = new Map(RESOURCE_KINDS.map(({ name }) => [name, new Map<string, number>()]));
  resources.forEach(({ of, id }, place) => places.get(of)!.set(id, place));
  return (job) =>
    RESOURCE_KINDS.flatMap(({ key, name }) => {
      let id = job[key];
      if (id === undefined && key === "proxyId" && job.repositoryId !== undefined)
        id = resources[places.get("repository")!.get(job.repositoryId)!]!.proxyId;
      return id === undefined ? [] : [places.get(name)!.get(id)!];
    });
}

function lineOf(
  slots: Float64Array,
  laneOf: Int32Array,
  laneNeeds: readonly (readonly number[])[],
  isLimited: readonly boolean[],
  outagesAreWaitedFor: boolean,
): Capacity {
  const resourceCount = slots.length - 1;
  // The queue of each lane, and what each queue needs: none where nothing is limited.
  const { queueOf, queueNeeds } = queuesAmong(laneNeeds, isLimited);
  // Of each resource the queues in which somebody waits for it, and where each of them stands.
  const queuesAt: number[][] = Array.from({ length: resourceCount }, () => []);
  const placesAt = queueNeeds.map((needs) => new Int32Array(needs.length));
  // Slots that can be had now: none in an outage that is waited for.
  const room = Float64Array.from(slots);
  const away = new Uint8Array(resourceCount);
  const busy = new Int32Array(resourceCount);
  // Each queue is a linked list of jobs; a job has at most one attempt in the line.
  const head = new Int32Array(queueNeeds.length).fill(NONE);
  const last = new Int32Array(queueNeeds.length).fill(NONE);
  const before = new Int32Array(laneOf.length).fill(NONE);
  const after = new Int32Array(laneOf.length).fill(NONE);
  const ticket = new Float64Array(laneOf.length);
  let nextTicket = 0;
  const freed = new Int32Array(resourceCount);
  let freedCount = 0;
  const isFreed = new Uint8Array(resourceCount);

  function hasRoom(queue: number): boolean {
    const needs = queueNeeds[queue]!;
    for (let index = 0; index < needs.length; index += 1) {
      if (busy[needs[index]!]! >= room[needs[index]!]!) return false;
    }
    return true;
  }

  function isAway(lane: number): boolean {
    if (outagesAreWaitedFor) return false;
    return laneNeeds[lane]!.some((need) => away[need] === 1);
  }

  function take(lane: number): void {
    if (queueOf[lane] === NONE) return;
    const needs = queueNeeds[queueOf[lane]!]!;
    for (let index = 0; index < needs.length; index += 1) busy[needs[index]!]! += 1;
  }

  function free(lane: number): void {
    if (queueOf[lane] === NONE) return;
    const needs = queueNeeds[queueOf[lane]!]!;
    for (let index = 0; index < needs.length; index += 1) {
      const resource = needs[index]!;
      busy[resource]! -= 1;
      noteFreed(resource);
    }
  }

  function noteFreed(resource: number): void {
    if (isFreed[resource] === 1 || queuesAt[resource]!.length === 0) return;
    isFreed[resource] = 1;
    freed[freedCount++] = resource;
  }

  function join(job: number): void {
    const queue = queueOf[laneOf[job]!]!;
    ticket[job] = nextTicket;
    nextTicket += 1;
    before[job] = last[queue]!;
    after[job] = NONE;
    if (last[queue] === NONE) {
      head[queue] = job;
      form(queue);
    } else after[last[queue]!] = job;
    last[queue] = job;
  }

  function leave(job: number): void {
    const queue = queueOf[laneOf[job]!]!;
    if (before[job] === NONE) head[queue] = after[job]!;
    else after[before[job]!] = after[job]!;
    if (after[job] === NONE) last[queue] = before[job]!;
    else before[after[job]!] = before[job]!;
    if (head[queue] === NONE) dissolve(queue);
  }

  /** A queue has somebody in it from now on. */
  function form(queue: number): void {
    const needs = queueNeeds[queue]!;
    for (let index = 0; index < needs.length; index += 1)
      placesAt[queue]![index] = queuesAt[needs[index]!]!.push(queue) - 1;
  }

  /** Nobody is left in a queue: the last of each list takes its place. */
  function dissolve(queue: number): void {
    const needs = queueNeeds[queue]!;
    for (let index = 0; index < needs.length; index += 1) {
      const queues = queuesAt[needs[index]!]!;
      const place = placesAt[queue]![index]!;
      const moved = queues.pop()!;
      if (moved === queue) continue;
      queues[place] = moved;
      placesAt[moved]![queueNeeds[moved]!.indexOf(needs[index]!)] = place;
    }
  }

  function nextToStart(passedOver: (job: number) => boolean): number {
    let oldest = NONE;
    for (let index = 0; index < freedCount; index += 1) {
      const queues = queuesAt[freed[index]!]!;
      for (let at = 0; at < queues.length; at += 1) {
        let job = head[queues[at]!]!;
        if (oldest !== NONE && ticket[job]! > ticket[oldest]!) continue;
        if (!hasRoom(queues[at]!)) continue;
        while (job !== NONE && passedOver(job)) job = after[job]!;
        if (job !== NONE && (oldest === NONE || ticket[job]! < ticket[oldest]!)) oldest = job;
      }
    }
    if (oldest === NONE) {
      for (let index = 0; index < freedCount; index += 1) isFreed[freed[index]!] = 0;
      freedCount = 0;
    }
    return oldest;
  }

  return {
    resourceCount,
    slots,
    laneOf,
    laneNeeds,
    hasRoom: (lane) => queueOf[lane] === NONE || hasRoom(queueOf[lane]!),
    isAway,
    outageBegins(resource) {
      away[resource] = 1;
      if (outagesAreWaitedFor) room[resource] = 0;
    },
    outageEnds(resource) {
      away[resource] = 0;
      room[resource] = slots[resource]!;
      noteFreed(resource);
    },
    take,
    free,
    join,
    leave,
    hasFreed: () => freedCount > 0,
    nextToStart,
  };
}

/** Lanes that need the same limited resources share a queue; `-1` for those that need none. */
function queuesAmong(
  laneNeeds: readonly (readonly number[])[],
  isLimited: readonly boolean[],
): { readonly queueOf: Int32Array; readonly queueNeeds: readonly (readonly number[])[] } {
  const queues = new Map<string, number>();
  const queueNeeds: (readonly number[])[] = [];
  const queueOf = Int32Array.from(laneNeeds, (needs) => {
    const limited = needs.filter((need) => isLimited[need]);
    if (limited.length === 0) return NONE;
    const key = limited.join();
    let queue = queues.get(key);
    if (queue === undefined) queues.set(key, (queue = queueNeeds.push(limited) - 1));
    return queue;
  });
  return { queueOf, queueNeeds };
}
