/**
 * Work that shares threads: a max-min fair division, made anew only where something changed (R28),
 * and the pace at which all work of a resource goes on (R29).
 *
 * It knows nothing of what works. Members that can come to compete, directly or through others, are
 * one group; a change in a group brings the work of its members up to date, and `settle` then
 * divides the threads again and says who is done first. Members that need the same of what has
 * threads or a pace, and can use as many threads, are of one kind, whatever else they need: what a
 * change costs depends on how many kinds are at work, not on how many members. How threads are
 * divided says `shares.ts`, who is done first `kinds.ts`.
 */
import { NEVER } from "../../time/instant.js";
import { joinedSets } from "../joinedSets.js";
import { kindsOf } from "./kinds.js";
import { sharesOf } from "./shares.js";

/** What is shared among members `0` to `n - 1`, each of which works on one thing at a time. */
export interface Sharing {
  /** Whether a member's pace depends on anything; others take their time and are not to begin. */
  isShared(member: number): boolean;
  /**
   * A member begins `workMs` of work, a time at full speed, for which it can use up to `most`
   * threads; `NaN`: as many as the smallest of its resources has (R28).
   */
  begin(member: number, most: number, workMs: number, now: number): void;
  /** It is done, or gives up. */
  end(member: number, now: number): void;
  /** All work of a resource goes on at another pace: a share of full speed, above 0, up to 1. */
  pace(resource: number, pace: number, now: number): void;
  /** Whether something has changed since it was last settled. */
  isStale(): boolean;
  /**
   * Divides anew what has changed. `first(member, at)` is called for members whose answer is
   * another one: when each of those is done that are the first of their group to be, and `NEVER`
   * for one that no longer is.
   */
  settle(now: number, first: (member: number, at: number) => void): void;
  /** The work that a member began last, ms at full speed. */
  workOf(member: number): number;
  /** What of it a member that has just ended had done, ms at full speed. */
  workDone(member: number): number;
  /** When a member is done, as `settle` told it last; `NEVER` where others are done before. */
  doneAt(member: number): number;
  /** The kind of a member at work. */
  kindOf(member: number): number;
  /** The progress per ms of those of a kind, and the pace of their resources, as last settled. */
  rateOf(kind: number): number;
  paceOf(kind: number): number;
}

/** Which resources members need: members with the same needs are in one lane. */
export interface Needs {
  /** `-1` for a member that needs nothing. */
  readonly laneOf: Int32Array;
  readonly laneNeeds: readonly (readonly number[])[];
}

/**
 * Sharing among members. `threads`: of each resource, `NaN` for one that shares none. `divided` is
 * told whenever threads of a resource are divided: those given out, and those that could be used.
 */
export function sharingOf(
  needs: Needs,
  threads: Float64Array,
  isPaced: (resource: number) => boolean,
  divided: (resource: number, used: number, demand: number, now: number) => void,
): Sharing {
  const members = needs.laneOf.length;
  const isFelt = (need: number): boolean => threads[need]! >= 0 || isPaced(need);
  const { feltLaneOf, laneNeeds } = feltLanes(needs.laneNeeds, isFelt);
  const laneFor = (member: number): number => {
    const lane = needs.laneOf[member]!;
    return lane < 0 ? -1 : feltLaneOf[lane]!;
  };
  const laneThreads = laneNeeds.map((needs) => needs.filter((need) => threads[need]! >= 0));
  const laneFewest = laneThreads.map((needs) =>
    needs.length === 0 ? 1 : Math.min(...needs.map((need) => threads[need]!)),
  );
  const { groupOf, groupCount } = groupsOf(laneNeeds, laneThreads, isPaced);
  const resourcesOf: number[][] = Array.from({ length: groupCount }, () => []);
  const lanesOfResource: number[][] = Array.from({ length: threads.length }, () => []);
  connect();

  const kinds = kindsOf(members, laneNeeds.length);
  const shares = sharesOf(threads, laneThreads, kinds);
  // The kinds of each group that have members at work.
  const kindsOfGroup: number[][] = Array.from({ length: groupCount }, () => []);
  const upTo = new Float64Array(groupCount);
  const work = new Float64Array(members);
  const workDone = new Float64Array(members);
  const told = new Float64Array(members).fill(NEVER);
  // Of each group those who are done first; and who is known to be, by the settling that said so.
  const firsts: number[][] = Array.from({ length: groupCount }, () => []);
  const saidIn = new Float64Array(members);
  let settlings = 0;

  const paceOf = new Float64Array(threads.length).fill(1);
  const lanePace = new Float64Array(laneNeeds.length).fill(1);
  const demand = new Float64Array(threads.length);
  const stale = new Int32Array(groupCount);
  const isStale = new Uint8Array(groupCount);
  let staleCount = 0;

  function connect(): void {
    const known = new Set<number>();
    laneNeeds.forEach((needs, lane) => {
      for (const need of needs) lanesOfResource[need]!.push(lane);
      for (const need of laneThreads[lane]!) {
        // A resource with threads is in one group.
        if (!known.has(need)) resourcesOf[groupOf[lane]!]!.push(need);
        known.add(need);
      }
    });
  }

  /** The work of a group's members up to now, at the pace that they had. */
  function touch(group: number, now: number): void {
    if (isStale[group] === 0) {
      isStale[group] = 1;
      stale[staleCount++] = group;
    }
    const lengthMs = now - upTo[group]!;
    upTo[group] = now;
    if (lengthMs === 0) return;
    const own = kindsOfGroup[group]!;
    for (let index = 0; index < own.length; index += 1) kinds.goOn(own[index]!, lengthMs);
  }

  const give = (kind: number, threadsGiven: number): void =>
    kinds.setRate(kind, (threadsGiven / kinds.mostOf(kind)) * lanePace[kinds.laneOf(kind)]!);

  function divide(group: number, now: number): void {
    const own = kindsOfGroup[group]!;
    const resources = resourcesOf[group]!;
    let isScarce = false;
    for (let index = 0; index < resources.length; index += 1) {
      if (demand[resources[index]!]! > threads[resources[index]!]!) isScarce = true;
    }
    if (isScarce) shares.divide(own, resources, give);
    else
      for (let index = 0; index < own.length; index += 1)
        kinds.setRate(own[index]!, lanePace[kinds.laneOf(own[index]!)]!);
    for (let index = 0; index < resources.length; index += 1) {
      const resource = resources[index]!;
      const used = isScarce ? shares.usedOf(resource) : demand[resource]!;
      divided(resource, used, demand[resource]!, now);
    }
  }

  function tell(group: number, now: number, first: (member: number, at: number) => void): void {
    const own = kindsOfGroup[group]!;
    const before = firsts[group]!;
    settlings += 1;
    let earliest = NEVER;
    for (let index = 0; index < own.length; index += 1)
      earliest = Math.min(earliest, kinds.firstDone(own[index]!, now));
    const those: number[] = [];
    const say = (member: number): void => {
      those.push(member);
      saidIn[member] = settlings;
      if (told[member] === earliest) return;
      told[member] = earliest;
      first(member, earliest);
    };
    for (let index = 0; index < own.length; index += 1) {
      if (kinds.firstDone(own[index]!, now) === earliest) kinds.eachFirst(own[index]!, now, say);
    }
    for (let index = 0; index < before.length; index += 1) {
      const member = before[index]!;
      if (saidIn[member] === settlings || told[member] === NEVER || !kinds.isAtWork(member))
        continue;
      told[member] = NEVER;
      first(member, NEVER);
    }
    firsts[group] = those;
  }

  return {
    isShared(member) {
      const lane = laneFor(member);
      return lane >= 0 && groupOf[lane]! >= 0;
    },
    begin(member, mostThreads, workMs, now) {
      const lane = laneFor(member);
      const group = groupOf[lane]!;
      touch(group, now);
      const most = Number.isNaN(mostThreads) ? laneFewest[lane]! : mostThreads;
      const kind = kinds.join(member, lane, most, workMs);
      if (kinds.countOf(kind) === 1) kindsOfGroup[group]!.push(kind);
      work[member] = workMs;
      told[member] = workMs > 0 ? NEVER : now;
      const shared = laneThreads[lane]!;
      for (let index = 0; index < shared.length; index += 1) demand[shared[index]!]! += most;
    },
    end(member, now) {
      const lane = laneFor(member);
      const group = groupOf[lane]!;
      touch(group, now);
      const kind = kinds.kindOf(member);
      workDone[member] = Math.max(0, work[member]! - kinds.leftOf(member, work[member]!));
      kinds.leave(member);
      if (kinds.countOf(kind) === 0) {
        const own = kindsOfGroup[group]!;
        own[own.indexOf(kind)] = own.at(-1)!;
        own.pop();
      }
      const shared = laneThreads[lane]!;
      for (let index = 0; index < shared.length; index += 1)
        demand[shared[index]!]! -= kinds.mostOf(kind);
    },
    pace(resource, pace, now) {
      paceOf[resource] = pace;
      for (const lane of lanesOfResource[resource]!) {
        touch(groupOf[lane]!, now);
        lanePace[lane] = laneNeeds[lane]!.reduce((product, need) => product * paceOf[need]!, 1);
      }
    },
    isStale: () => staleCount > 0,
    settle(now, first) {
      for (let index = 0; index < staleCount; index += 1) {
        const group = stale[index]!;
        isStale[group] = 0;
        divide(group, now);
        tell(group, now, first);
      }
      staleCount = 0;
    },
    workOf: (member) => work[member]!,
    workDone: (member) => workDone[member]!,
    doneAt: (member) => told[member]!,
    kindOf: kinds.kindOf,
    rateOf: kinds.rateOf,
    paceOf: (kind) => lanePace[kinds.laneOf(kind)]!,
  };
}

/**
 * Lanes by what of their needs is felt, and which of these each lane has become: tenants of which
 * each has an organization of its own are alike where organizations share nothing.
 */
function feltLanes(
  laneNeeds: readonly (readonly number[])[],
  isFelt: (need: number) => boolean,
): { readonly feltLaneOf: Int32Array; readonly laneNeeds: readonly (readonly number[])[] } {
  const known = new Map<string, number>();
  const felt: (readonly number[])[] = [];
  const feltLaneOf = Int32Array.from(laneNeeds, (needs) => {
    const own = needs.filter(isFelt);
    const key = own.join();
    let lane = known.get(key);
    if (lane === undefined) known.set(key, (lane = felt.push(own) - 1));
    return lane;
  });
  return { feltLaneOf, laneNeeds: felt };
}

/**
 * The group of each lane: lanes with threads that are connected by them are in one; a lane that has
 * no threads but a pace is one by itself; `-1` for one that has neither.
 */
function groupsOf(
  laneNeeds: readonly (readonly number[])[],
  laneThreads: readonly (readonly number[])[],
  isPaced: (resource: number) => boolean,
): { readonly groupOf: Int32Array; readonly groupCount: number } {
  const laneOfResource = new Map<number, number>();
  const { join, headOf } = joinedSets(laneNeeds.length);
  laneThreads.forEach((needs, lane) => {
    for (const need of needs) {
      const other = laneOfResource.get(need);
      if (other === undefined) laneOfResource.set(need, lane);
      else join(lane, other);
    }
  });
  let groupCount = 0;
  const groupOfHead = new Map<number, number>();
  const groupOf = Int32Array.from(laneNeeds, (needs, lane) => {
    if (laneThreads[lane]!.length === 0 && !needs.some(isPaced)) return -1;
    const head = headOf(lane);
    let group = groupOfHead.get(head);
    if (group === undefined) groupOfHead.set(head, (group = groupCount++));
    return group;
  });
  return { groupOf, groupCount };
}
