/**
 * Threads given out max-min fair (R28).
 *
 * Everybody's share rises until one has its most or one of its resources has no more; those stop
 * there, and the others rise on. Members of one kind have the same share. The invariants: no
 * resource gives more than it has; no member has more than its most; and a member with less than
 * its most has a resource that has no more, on which nobody has more than it.
 *
 * What a resource has left is what thousands of thirds leave of it: all of this is reckoned in two
 * numbers (`twofold.ts`), and a share is rounded once.
 */
import { add, divide, isAtMost, multiply, RESULT } from "./twofold.js";

/** Who shares: members by kind, those of one kind all alike. Kinds are numbered from 0. */
export interface Sharers {
  countOf(kind: number): number;
  /** Who needs the same resources is in one lane. */
  laneOf(kind: number): number;
  /** Threads that each of them can use. */
  mostOf(kind: number): number;
}

/** Gives out threads. */
export interface Shares {
  /**
   * Divides the threads of some resources among all kinds that have any of them. `give(kind,
   * threads)` is told each one's share; afterwards `usedOf` knows what was given out.
   */
  divide(
    kinds: readonly number[],
    resources: readonly number[],
    give: (kind: number, threads: number) => void,
  ): void;
  /** Threads of a resource that were given out. */
  usedOf(resource: number): number;
}

/** Shares of resources that have so many threads, `needs` of which each lane needs. */
export function sharesOf(
  threads: Float64Array,
  laneNeeds: readonly (readonly number[])[],
  members: Sharers,
): Shares {
  const freeHigh = new Float64Array(threads.length);
  const freeLow = new Float64Array(threads.length);
  const open = new Float64Array(threads.length);
  const levelHigh = new Float64Array(threads.length);
  const levelLow = new Float64Array(threads.length);
  const pending: number[] = [];
  const level = new Float64Array(2);

  /** A kind's members have this each: their resources have it no more. */
  function take(kind: number, high: number, low: number): void {
    const count = members.countOf(kind);
    multiply(high, low, count);
    const allHigh = RESULT[0]!;
    const allLow = RESULT[1]!;
    const needs = laneNeeds[members.laneOf(kind)]!;
    for (let index = 0; index < needs.length; index += 1) {
      const need = needs[index]!;
      add(freeHigh[need]!, freeLow[need]!, -allHigh, -allLow);
      freeHigh[need] = RESULT[0]!;
      freeLow[need] = RESULT[1]!;
      open[need]! -= count;
    }
  }

  /** How far all can rise: until the first of the resources has no more. */
  function rise(resources: readonly number[]): void {
    level[0] = Infinity;
    for (let index = 0; index < resources.length; index += 1) {
      const resource = resources[index]!;
      levelHigh[resource] = Infinity;
      if (open[resource] === 0) continue;
      divide(freeHigh[resource]!, freeLow[resource]!, open[resource]!);
      const high = (levelHigh[resource] = RESULT[0]!);
      const low = (levelLow[resource] = RESULT[1]!);
      if (isAtMost(level[0], level[1]!, high, low)) continue;
      level[0] = high;
      level[1] = low;
    }
  }

  function isHeld(kind: number): boolean {
    const needs = laneNeeds[members.laneOf(kind)]!;
    for (let index = 0; index < needs.length; index += 1) {
      const need = needs[index]!;
      if (isAtMost(levelHigh[need]!, levelLow[need]!, level[0]!, level[1]!)) return true;
    }
    return false;
  }

  return {
    divide(kinds, resources, give) {
      for (let index = 0; index < resources.length; index += 1) {
        const resource = resources[index]!;
        freeHigh[resource] = threads[resource]!;
        freeLow[resource] = 0;
        open[resource] = 0;
      }
      for (let index = 0; index < kinds.length; index += 1) {
        const kind = (pending[index] = kinds[index]!);
        const needs = laneNeeds[members.laneOf(kind)]!;
        for (let at = 0; at < needs.length; at += 1) open[needs[at]!]! += members.countOf(kind);
      }
      // Bound: every round, one kind at least has what it gets.
      for (let waiting = kinds.length; waiting > 0;) {
        rise(resources);
        let rest = 0;
        for (let index = 0; index < waiting; index += 1) {
          const kind = pending[index]!;
          const most = members.mostOf(kind);
          if (isAtMost(most, 0, level[0]!, level[1]!)) {
            take(kind, most, 0);
            give(kind, most);
          } else pending[rest++] = kind;
        }
        if (rest === waiting) {
          rest = 0;
          for (let index = 0; index < waiting; index += 1) {
            const kind = pending[index]!;
            if (isHeld(kind)) {
              take(kind, level[0]!, level[1]!);
              give(kind, level[0]!);
            } else pending[rest++] = kind;
          }
        }
        if (rest === waiting) throw new Error("invariant: a rise ends for somebody");
        waiting = rest;
      }
    },
    usedOf: (resource) => threads[resource]! - freeHigh[resource]!,
  };
}
