/**
 * Work that shares threads: a max-min fair division, made anew only where something changed (R28),
 * and the pace at which all work of a resource goes on (R29).
 *
 * It knows nothing of what works. Members that can come to compete, directly or through others, are
 * one group; a change in a group brings the work of its members up to date, and `settle` then
 * divides the threads again and says who is done first. The invariants: no resource gives more than
 * it has; no member has more than its most; and a member with less than its most has a resource
 * that has no more, on which nobody has more than it.
 *
 * Work left is kept in two numbers, so that what is lost does not grow with the number of changes:
 * a member is done at the ms that exact arithmetic gives, except where its work is done within
 * `SLACK` of its length after a whole ms; then it is done at that ms.
 */
import { NEVER } from "../../time/instant.js";

/** The share of a member's work that is taken as done: three ten-millionths of a ms in a day's. */
export const SLACK = 2 ** -48;

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
  /** When a member is done if nothing changes, as of the last settling. */
  doneAt(member: number): number;
  /** Its progress per ms, and the pace of its resources, as of the last settling. */
  rateOf(member: number): number;
  paceOf(member: number): number;
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
  { laneOf, laneNeeds }: Needs,
  threads: Float64Array,
  isPaced: (resource: number) => boolean,
  divided: (resource: number, used: number, demand: number, now: number) => void,
): Sharing {
  const members = laneOf.length;
  const laneThreads = laneNeeds.map((needs) => needs.filter((need) => threads[need]! >= 0));
  const { groupOf, groupCount } = groupsOf(laneOf, laneNeeds, laneThreads, isPaced);

  // Each group's members stand in a stretch of one array: first those at work.
  const from = new Int32Array(groupCount + 1);
  for (const group of groupOf) if (group >= 0) from[group + 1]! += 1;
  for (let group = 0; group < groupCount; group += 1) from[group + 1]! += from[group]!;
  const atWork = new Int32Array(from[groupCount]!);
  const count = new Int32Array(groupCount);
  const placeOf = new Int32Array(members).fill(-1);
  const upTo = new Float64Array(groupCount);
  const resourcesOf: number[][] = Array.from({ length: groupCount }, () => []);
  const groupsOfResource: number[][] = Array.from({ length: threads.length }, () => []);
  const laneFewest = laneThreads.map((needs) =>
    needs.length === 0 ? 1 : Math.min(...needs.map((need) => threads[need]!)),
  );
  const lanesOfResource: number[][] = Array.from({ length: threads.length }, () => []);
  laneNeeds.forEach((needs, lane) => {
    for (const need of needs) lanesOfResource[need]!.push(lane);
  });
  connect();

  const most = new Float64Array(members);
  const left = new Float64Array(members);
  const leftRest = new Float64Array(members);
  const work = new Float64Array(members);
  const rate = new Float64Array(members);
  const done = new Float64Array(members).fill(NEVER);
  const told = new Float64Array(members).fill(NEVER);

  const paceOf = new Float64Array(threads.length).fill(1);
  const lanePace = new Float64Array(laneNeeds.length).fill(1);
  const used = new Float64Array(threads.length);
  const demand = new Float64Array(threads.length);
  const free = new Float64Array(threads.length);
  const open = new Int32Array(threads.length);
  const isTight = new Uint8Array(threads.length);
  const pending = new Int32Array(members);
  const stale = new Int32Array(groupCount);
  const isStale = new Uint8Array(groupCount);
  let staleCount = 0;

  function connect(): void {
    const known = new Set<number>();
    for (let member = 0; member < members; member += 1) {
      const group = groupOf[member]!;
      if (group < 0) continue;
      for (const need of laneNeeds[laneOf[member]!]!) {
        const pair = need * groupCount + group;
        if (known.has(pair)) continue;
        known.add(pair);
        groupsOfResource[need]!.push(group);
        if (threads[need]! >= 0) resourcesOf[group]!.push(need);
      }
    }
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
    for (let place = from[group]!, end = place + count[group]!; place < end; place += 1) {
      const member = atWork[place]!;
      // A sum of two numbers: what the subtraction rounds off is kept.
      const step = -rate[member]! * lengthMs;
      const before = left[member]!;
      const after = before + step;
      const part = after - before;
      left[member] = after;
      leftRest[member]! += before - (after - part) + (step - part);
    }
  }

  function give(member: number, threadsGiven: number): void {
    const lane = laneOf[member]!;
    rate[member] = (threadsGiven / most[member]!) * lanePace[lane]!;
    const needs = laneThreads[lane]!;
    for (let index = 0; index < needs.length; index += 1) {
      const need = needs[index]!;
      free[need]! -= threadsGiven;
      used[need]! += threadsGiven;
      open[need]! -= 1;
    }
  }

  function divide(group: number): void {
    const begin = from[group]!;
    const size = count[group]!;
    const resources = resourcesOf[group]!;
    let isScarce = false;
    for (let index = 0; index < resources.length; index += 1) {
      const resource = resources[index]!;
      if (demand[resource]! > threads[resource]!) isScarce = true;
      used[resource] = demand[resource]!;
    }
    if (!isScarce) {
      for (let place = begin; place < begin + size; place += 1)
        rate[atWork[place]!] = lanePace[laneOf[atWork[place]!]!]!;
      return;
    }
    for (let index = 0; index < resources.length; index += 1) {
      const resource = resources[index]!;
      used[resource] = 0;
      free[resource] = threads[resource]!;
      open[resource] = 0;
    }
    for (let index = 0; index < size; index += 1) {
      const member = atWork[begin + index]!;
      pending[index] = member;
      const needs = laneThreads[laneOf[member]!]!;
      for (let at = 0; at < needs.length; at += 1) open[needs[at]!]! += 1;
    }
    fill(resources, size);
  }

  /** Everybody's share rises until one has its most or one of its resources has no more. */
  function fill(resources: readonly number[], size: number): void {
    // Bound: every round, one member at least has what it gets.
    for (let waiting = size; waiting > 0;) {
      let level = Infinity;
      for (let index = 0; index < resources.length; index += 1) {
        const resource = resources[index]!;
        if (open[resource]! > 0) level = Math.min(level, free[resource]! / open[resource]!);
      }
      let rest = 0;
      for (let index = 0; index < waiting; index += 1) {
        const member = pending[index]!;
        if (most[member]! <= level) give(member, most[member]!);
        else pending[rest++] = member;
      }
      if (rest < waiting) {
        waiting = rest;
        continue;
      }
      for (let index = 0; index < resources.length; index += 1) {
        const resource = resources[index]!;
        isTight[resource] =
          open[resource]! > 0 && free[resource]! / open[resource]! <= level ? 1 : 0;
      }
      rest = 0;
      for (let index = 0; index < waiting; index += 1) {
        const member = pending[index]!;
        if (isHeld(member)) give(member, level);
        else pending[rest++] = member;
      }
      waiting = rest;
    }
  }

  function isHeld(member: number): boolean {
    const needs = laneThreads[laneOf[member]!]!;
    for (let index = 0; index < needs.length; index += 1) {
      if (isTight[needs[index]!] === 1) return true;
    }
    return false;
  }

  return {
    isShared: (member) => groupOf[member]! >= 0,
    begin(member, mostThreads, workMs, now) {
      const group = groupOf[member]!;
      touch(group, now);
      placeOf[member] = from[group]! + count[group]!;
      atWork[placeOf[member]] = member;
      count[group]! += 1;
      const lane = laneOf[member]!;
      const own = Number.isNaN(mostThreads) ? laneFewest[lane]! : mostThreads;
      most[member] = own;
      left[member] = workMs;
      leftRest[member] = 0;
      work[member] = workMs;
      done[member] = workMs > 0 ? NEVER : now;
      told[member] = NEVER;
      for (const need of laneThreads[lane]!) demand[need]! += own;
    },
    end(member, now) {
      const group = groupOf[member]!;
      touch(group, now);
      count[group]! -= 1;
      const lastPlace = from[group]! + count[group]!;
      const last = atWork[lastPlace]!;
      atWork[placeOf[member]!] = last;
      placeOf[last] = placeOf[member]!;
      placeOf[member] = -1;
      for (const need of laneThreads[laneOf[member]!]!) demand[need]! -= most[member]!;
    },
    pace(resource, pace, now) {
      paceOf[resource] = pace;
      for (const group of groupsOfResource[resource]!) touch(group, now);
      for (const lane of lanesOfResource[resource]!)
        lanePace[lane] = laneNeeds[lane]!.reduce((product, need) => product * paceOf[need]!, 1);
    },
    isStale: () => staleCount > 0,
    settle(now, first) {
      for (let index = 0; index < staleCount; index += 1) {
        const group = stale[index]!;
        isStale[group] = 0;
        divide(group);
        for (const resource of resourcesOf[group]!)
          divided(resource, used[resource]!, demand[resource]!, now);
        const begin = from[group]!;
        const end = begin + count[group]!;
        let earliest = NEVER;
        for (let place = begin; place < end; place += 1) {
          const member = atWork[place]!;
          const rest = left[member]! + leftRest[member]! - work[member]! * SLACK;
          done[member] = rest <= 0 ? now : now + Math.ceil(rest / rate[member]!);
          if (done[member] < earliest) earliest = done[member]!;
        }
        for (let place = begin; place < end; place += 1) {
          const member = atWork[place]!;
          const answer = done[member] === earliest ? earliest : NEVER;
          if (answer === told[member]) continue;
          told[member] = answer;
          first(member, answer);
        }
      }
      staleCount = 0;
    },
    workOf: (member) => work[member]!,
    workDone: (member) => work[member]! - left[member]! - leftRest[member]!,
    doneAt: (member) => done[member]!,
    rateOf: (member) => rate[member]!,
    paceOf: (member) => lanePace[laneOf[member]!]!,
  };
}

/**
 * Groups of members: those with threads that are connected by them; a member that has no threads
 * but a pace stands alone; `-1` for who has neither.
 */
function groupsOf(
  laneOf: Int32Array,
  laneNeeds: readonly (readonly number[])[],
  laneThreads: readonly (readonly number[])[],
  isPaced: (resource: number) => boolean,
): { readonly groupOf: Int32Array; readonly groupCount: number } {
  const rootOfResource = new Map<number, number>();
  const parent = laneNeeds.map((_, lane) => lane);
  const rootOf = (lane: number): number => {
    let root = lane;
    while (parent[root]! !== root) root = parent[root]!;
    return root;
  };
  laneThreads.forEach((needs, lane) => {
    for (const need of needs) {
      const other = rootOfResource.get(need);
      if (other === undefined) rootOfResource.set(need, lane);
      else parent[rootOf(lane)] = rootOf(other);
    }
  });
  let groupCount = 0;
  const groupOfRoot = new Map<number, number>();
  const groupOf = Int32Array.from(laneOf, (lane) => {
    if (lane < 0) return -1;
    if (laneThreads[lane]!.length === 0) return laneNeeds[lane]!.some(isPaced) ? groupCount++ : -1;
    const root = rootOf(lane);
    let group = groupOfRoot.get(root);
    if (group === undefined) groupOfRoot.set(root, (group = groupCount++));
    return group;
  });
  return { groupOf, groupCount };
}
