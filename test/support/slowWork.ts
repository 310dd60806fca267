/**
 * How the work of running sessions gets done between two instants at which anything changes (R28,
 * R29).
 *
 * Work is the ms that a session takes at full speed. Its speed is the threads that it has, divided
 * by the most that it can use, times the pace of each of its resources. The invariant: work left is
 * exact, a fraction, and no speed is zero, so every session ends.
 */
import {
  ceiling,
  compared,
  dividedBy,
  type Fraction,
  fraction,
  minus,
  ONE,
  times,
  ZERO,
} from "./fraction.ts";
import type { SlowResource } from "./slowModel.ts";
import { paceAt } from "./slowPace.ts";
import { mostThreads, shareThreads } from "./slowSharing.ts";

/** A running session, as far as its work goes. */
export interface Work {
  /** ms at full speed; at or below zero when the work is done. */
  left: Fraction;
  /** The threads that its workload names. */
  named: number | undefined;
  resources: SlowResource[];
}

/** What a session has, and how fast that makes it. */
export interface Flow {
  /** The threads that it can use; `undefined` on no resource with threads. */
  most: number | undefined;
  /** The threads that it has; zero on no resource with threads. */
  threads: Fraction;
  /** Work done per ms, above 0 and up to 1. */
  speed: Fraction;
}

/** The flow of each, in their order, from the instant on until anything changes. */
export function flowsAt(works: readonly Work[], instant: number): Flow[] {
  const mosts = works.map(({ named, resources }) => mostThreads(named, resources));
  const sharing = [...works.keys()].filter((index) => mosts[index] !== undefined);
  const shares = shareThreads(
    sharing.map((index) => ({ most: mosts[index]!, resources: works[index]!.resources })),
  );
  return works.map(({ resources }, index) => {
    const most = mosts[index];
    const threads = shares[sharing.indexOf(index)] ?? ZERO;
    const share = most === undefined ? ONE : dividedBy(threads, fraction(most));
    const speed = resources.map(({ pace }) => paceAt(pace, instant)).reduce(times, share);
    if (compared(speed, ZERO) <= 0) throw new Error("invariant: a session has a speed");
    return { most, threads, speed };
  });
}

/** What is left of the work after so many ms. */
export function leftAfter(left: Fraction, speed: Fraction, ms: number): Fraction {
  return minus(left, times(speed, fraction(ms)));
}

/** Whether the work is done. */
export function isDone(left: Fraction): boolean {
  return compared(left, ZERO) <= 0;
}

/** The first whole ms, from `now` on, at which the work is done if nothing changes. */
export function doneAt(left: Fraction, speed: Fraction, now: number): number {
  return isDone(left) ? now : now + ceiling(dividedBy(left, speed));
}
