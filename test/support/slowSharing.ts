/**
 * How sessions that run at once divide the threads of what they share (R28), by filling up.
 *
 * All begin with nothing and rise together. The rise stops where somebody has all that it can use,
 * or where a resource has nothing left: those concerned keep what they have, the others rise on.
 * The invariant: nobody stops before it has its most, or one of its resources is used up.
 */
import { type Fraction, fraction, least, minus, plus, total, ZERO } from "./fraction.ts";
import type { SlowResource } from "./slowModel.ts";

/** A session, as far as it shares. */
export interface Sharer {
  /** The threads that it can use; whole, from 1. */
  readonly most: number;
  /** All that it runs on; what has no `threads` limits nothing. */
  readonly resources: readonly SlowResource[];
}

/**
 * The threads that a session can use: as many as its workload names, else those of the smallest of
 * its resources. `undefined` where none of its resources has threads: nothing is shared.
 */
export function mostThreads(
  named: number | undefined,
  resources: readonly SlowResource[],
): number | undefined {
  const sizes = resources.flatMap(({ threads }) => (threads === undefined ? [] : [threads]));
  return sizes.length === 0 ? undefined : (named ?? Math.min(...sizes));
}

/** The threads of each, in their order. Resources are told apart by identity, not by id. */
export function shareThreads(sharers: readonly Sharer[]): Fraction[] {
  const shares = sharers.map(() => ZERO);
  const indices = [...sharers.keys()];
  const resources = [...new Set(sharers.flatMap((sharer) => sharer.resources))];
  const usersOf = (resource: SlowResource): number[] =>
    indices.filter((index) => sharers[index]!.resources.includes(resource));
  const leftOf = (resource: SlowResource): Fraction =>
    minus(fraction(resource.threads!), total(usersOf(resource).map((index) => shares[index]!)));
  const shared = resources.filter(({ threads }) => threads !== undefined);

  let rising = indices;
  // Ends: each turn somebody has its most or a resource is used up, and at least one stops.
  while (rising.length > 0) {
    const steps = rising.map((index) => minus(fraction(sharers[index]!.most), shares[index]!));
    for (const resource of shared) {
      const users = usersOf(resource).filter((index) => rising.includes(index));
      if (users.length > 0) {
        const left = leftOf(resource);
        steps.push(fraction(left.top, left.bottom * BigInt(users.length)));
      }
    }
    const step = least(...steps);
    for (const index of rising) shares[index] = plus(shares[index]!, step);
    const usedUp = shared.filter((resource) => leftOf(resource).top === 0n);
    const goOn = rising.filter((index) => {
      const { most, resources: own } = sharers[index]!;
      const hasMost = minus(fraction(most), shares[index]!).top === 0n;
      return !hasMost && !own.some((resource) => usedUp.includes(resource));
    });
    if (goOn.length === rising.length) throw new Error("invariant: a rise ends for somebody");
    rising = goOn;
  }
  return shares;
}
