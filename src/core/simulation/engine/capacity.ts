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
import { CLOSING, INSTANTS, type JobRows } from "../books/jobRow.js";
import type { CheckedFleet } from "../checkFleet.js";
import { type Job, RESOURCE_KINDS } from "../fleet.js";
import type { ReadResource } from "../resource.js";
import type { Rules } from "../rules.js";

/** No job, no lane. */
const NONE = -1;

/** The resources of a fleet, numbered; and for each job the lane that its attempts queue in. */
export class Capacity {
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
  readonly outagesAreWaitedFor: boolean;
  /** The queue of each lane, and what each queue needs: none where nothing is limited. */
  readonly queueOf: Int32Array;
  readonly queueNeeds: readonly (readonly number[])[];
  /** Of each resource the queues in which somebody waits for it, and where each of them stands. */
  readonly queuesAt: readonly number[][];
  readonly placesAt: readonly Int32Array[];
  /** Slots that can be had now: none in an outage that is waited for. */
  readonly room: Float64Array;
  readonly away: Uint8Array;
  readonly busy: Int32Array;
  /** Each queue is a linked list of jobs; a job has at most one attempt in the line. */
  readonly head: Int32Array;
  readonly last: Int32Array;
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly ticket: Float64Array;
  nextTicket: number;
  /** Resources of which a slot that somebody waits for has come free since nobody could start. */
  readonly freed: Int32Array;
  freedCount: number;
  readonly isFreed: Uint8Array;

  constructor(of: Capacity) {
    this.resourceCount = of.resourceCount;
    this.slots = of.slots;
    this.laneOf = of.laneOf;
    this.laneNeeds = of.laneNeeds;
    this.outagesAreWaitedFor = of.outagesAreWaitedFor;
    this.queueOf = of.queueOf;
    this.queueNeeds = of.queueNeeds;
    this.queuesAt = of.queuesAt;
    this.placesAt = of.placesAt;
    this.room = of.room;
    this.away = of.away;
    this.busy = of.busy;
    this.head = of.head;
    this.last = of.last;
    this.before = of.before;
    this.after = of.after;
    this.ticket = of.ticket;
    this.nextTicket = of.nextTicket;
    this.freed = of.freed;
    this.freedCount = of.freedCount;
    this.isFreed = of.isFreed;
  }
}

/** What of a fleet's capacity never changes. */
export type Lanes = Pick<
  Capacity,
  "resourceCount" | "slots" | "laneOf" | "laneNeeds" | "queueOf" | "queueNeeds"
>;

/** The lanes of a checked fleet. */
export function lanesOf({ jobs, resources }: CheckedFleet): Lanes {
  // By what they need: a number, or several as a text.
  const lanes = new Map<number | string, number>();
  const laneNeeds: (readonly number[])[] = [];
  const directory = directoryOf(resources);
  const laneOf = new Int32Array(jobs.length).fill(NONE);
  for (let index = 0; index < jobs.length; index += 1) {
    const needs = needsOf(directory, jobs[index]!.job);
    if (needs.length === 0) continue;
    const key = needs.length === 1 ? needs[0]! : needs.join();
    let lane = lanes.get(key);
    if (lane === undefined) lanes.set(key, (lane = laneNeeds.push(needs) - 1));
    laneOf[index] = lane;
  }
  const slots = Float64Array.from([...resources.map((resource) => resource.slots), Infinity]);
  const isLimited = resources.map((one) => one.slots < Infinity || one.outages.length > 0);
  return {
    resourceCount: resources.length,
    slots,
    laneOf,
    laneNeeds,
    ...queuesAmong(laneNeeds, isLimited),
  };
}

/** The capacity of a fleet at its beginning: all slots are free, and nobody waits. */
export function capacityOf(lanes: Lanes, { outage }: Rules): Capacity {
  const { resourceCount, slots, laneOf, queueNeeds } = lanes;
  return new Capacity({
    ...lanes,
    outagesAreWaitedFor: outage === "wait",
    queuesAt: Array.from({ length: resourceCount }, (): number[] => []),
    placesAt: queueNeeds.map((needs) => new Int32Array(needs.length)),
    room: Float64Array.from(slots),
    away: new Uint8Array(resourceCount),
    busy: new Int32Array(resourceCount),
    head: new Int32Array(queueNeeds.length).fill(NONE),
    last: new Int32Array(queueNeeds.length).fill(NONE),
    before: new Int32Array(laneOf.length).fill(NONE),
    after: new Int32Array(laneOf.length).fill(NONE),
    ticket: new Float64Array(laneOf.length),
    nextTicket: 0,
    freed: new Int32Array(resourceCount),
    freedCount: 0,
    isFreed: new Uint8Array(resourceCount),
  });
}

/** As much of a resource as is asked for its place. */
type Placed = Pick<ReadResource, "of" | "id" | "proxyId">;

/**
 * The places of what a job needs, one of a kind; a repository brings its proxy where the job names
 * none (R28).
 */
export function needsAmong(resources: readonly Placed[]): (job: Job) => number[] {
  const directory = directoryOf(resources);
  return (job) => needsOf(directory, job);
}

/** Where resources stand. */
interface Directory {
  readonly resources: readonly Placed[];
  /** By the key of a job that names one of a kind, the places of that kind by their ids. */
  readonly kinds: readonly {
    readonly key: (typeof RESOURCE_KINDS)[number]["key"];
    readonly placeOf: ReadonlyMap<string, number>;
  }[];
  readonly repositories: ReadonlyMap<string, number>;
}

function directoryOf(resources: readonly Placed[]): Directory {
  const places = new Map(RESOURCE_KINDS.map(({ name }) => [name, new Map<string, number>()]));
  resources.forEach(({ of, id }, place) => places.get(of)!.set(id, place));
  const kinds = RESOURCE_KINDS.map(({ key, name }) => ({ key, placeOf: places.get(name)! }));
  return { resources, kinds, repositories: places.get("repository")! };
}

function needsOf({ resources, kinds, repositories }: Directory, job: Job): number[] {
  const needs: number[] = [];
  for (const { key, placeOf } of kinds) {
    let id = job[key];
    if (id === undefined && key === "proxyId" && job.repositoryId !== undefined)
      id = resources[repositories.get(job.repositoryId)!]!.proxyId;
    if (id !== undefined) needs.push(placeOf.get(id)!);
  }
  return needs;
}

/** Has every resource of the lane a free slot, and none of them an outage that is waited for? */
export function hasRoom(capacity: Capacity, lane: number): boolean {
  const queue = capacity.queueOf[lane]!;
  return queue === NONE || queueHasRoom(capacity, queue);
}

function queueHasRoom({ queueNeeds, busy, room }: Capacity, queue: number): boolean {
  const needs = queueNeeds[queue]!;
  for (let index = 0; index < needs.length; index += 1) {
    if (busy[needs[index]!]! >= room[needs[index]!]!) return false;
  }
  return true;
}

/** Has a resource of the lane an outage in which a start is made only to fail (R30)? */
export function isAway({ outagesAreWaitedFor, laneNeeds, away }: Capacity, lane: number): boolean {
  if (outagesAreWaitedFor) return false;
  const needs = laneNeeds[lane]!;
  for (let index = 0; index < needs.length; index += 1) if (away[needs[index]!] === 1) return true;
  return false;
}

/** An outage of a resource begins: nothing starts there, or only to fail. */
export function outageBegins(capacity: Capacity, resource: number): void {
  capacity.away[resource] = 1;
  if (capacity.outagesAreWaitedFor) capacity.room[resource] = 0;
}

/** It is over. */
export function outageEnds(capacity: Capacity, resource: number): void {
  capacity.away[resource] = 0;
  capacity.room[resource] = capacity.slots[resource]!;
  noteFreed(capacity, resource);
}

/** A session of the lane takes its slots. */
export function takeSlots({ queueOf, queueNeeds, busy }: Capacity, lane: number): void {
  const queue = queueOf[lane]!;
  if (queue === NONE) return;
  const needs = queueNeeds[queue]!;
  for (let index = 0; index < needs.length; index += 1) busy[needs[index]!]! += 1;
}

/** A session of the lane gives its slots back. */
export function freeSlots(capacity: Capacity, lane: number): void {
  const queue = capacity.queueOf[lane]!;
  if (queue === NONE) return;
  const needs = capacity.queueNeeds[queue]!;
  for (let index = 0; index < needs.length; index += 1) {
    capacity.busy[needs[index]!]! -= 1;
    noteFreed(capacity, needs[index]!);
  }
}

function noteFreed(capacity: Capacity, resource: number): void {
  if (capacity.isFreed[resource] === 1 || capacity.queuesAt[resource]!.length === 0) return;
  capacity.isFreed[resource] = 1;
  capacity.freed[capacity.freedCount] = resource;
  capacity.freedCount += 1;
}

/** Puts a job's attempt at the end of the line. */
export function joinQueue(capacity: Capacity, job: number): void {
  const { head, last, before, after } = capacity;
  const queue = capacity.queueOf[capacity.laneOf[job]!]!;
  capacity.ticket[job] = capacity.nextTicket;
  capacity.nextTicket += 1;
  before[job] = last[queue]!;
  after[job] = NONE;
  if (last[queue] === NONE) {
    head[queue] = job;
    form(capacity, queue);
  } else after[last[queue]!] = job;
  last[queue] = job;
}

/** Takes a job's attempt out of the line. */
export function leaveQueue(capacity: Capacity, job: number): void {
  const { head, last, before, after } = capacity;
  const queue = capacity.queueOf[capacity.laneOf[job]!]!;
  if (before[job] === NONE) head[queue] = after[job]!;
  else after[before[job]!] = after[job]!;
  if (after[job] === NONE) last[queue] = before[job]!;
  else before[after[job]!] = before[job]!;
  if (head[queue] === NONE) dissolve(capacity, queue);
}

/** A queue has somebody in it from now on. */
function form({ queueNeeds, queuesAt, placesAt }: Capacity, queue: number): void {
  const needs = queueNeeds[queue]!;
  for (let index = 0; index < needs.length; index += 1)
    placesAt[queue]![index] = queuesAt[needs[index]!]!.push(queue) - 1;
}

/** Nobody is left in a queue: the last of each list takes its place. */
function dissolve({ queueNeeds, queuesAt, placesAt }: Capacity, queue: number): void {
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

/**
 * The oldest waiting attempt that has room now, among the queues that need something freed since
 * the last time there was none; `-1` if there is none. Left standing are attempts whose window
 * closes at `present[0]`, as the rows of their jobs say: they are about to be dropped, and no slot
 * that comes free now is for them.
 */
export function nextToStart(capacity: Capacity, { at }: JobRows, present: Float64Array): number {
  const { freed, freedCount, queuesAt, head, after, ticket } = capacity;
  let oldest = NONE;
  for (let index = 0; index < freedCount; index += 1) {
    const queues = queuesAt[freed[index]!]!;
    for (let place = 0; place < queues.length; place += 1) {
      const queue = queues[place]!;
      let job = head[queue]!;
      if (oldest !== NONE && ticket[job]! > ticket[oldest]!) continue;
      if (!queueHasRoom(capacity, queue)) continue;
      while (job !== NONE && at[job * INSTANTS + CLOSING] === present[0]) job = after[job]!;
      if (job !== NONE && (oldest === NONE || ticket[job]! < ticket[oldest]!)) oldest = job;
    }
  }
  if (oldest === NONE) {
    for (let index = 0; index < freedCount; index += 1) capacity.isFreed[freed[index]!] = 0;
    capacity.freedCount = 0;
  }
  return oldest;
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
