/**
 * The division of threads: max-min fair, whoever asks (R28).
 *
 * Everybody's share rises until one has its most or one of its resources has no more; what it can't
 * use goes to the others of that resource. The invariants: no resource gives more than it has; no
 * member has more than its most; and a member with less than its most has a resource that has no
 * more, on which nobody has more than it.
 */

/** Divides the threads of resources among members. */
export interface Division {
  /** Threads that each member has, as of its last division; of many alike, each. */
  readonly given: Float64Array;
  /** Threads of each resource that were given out. */
  readonly used: Float64Array;
  /**
   * Divides the threads of resources among `count` members from a place of a list: all who need
   * one of these resources, and no others.
   */
  divide(resources: readonly number[], members: Int32Array, from: number, count: number): void;
}

/**
 * Makes a division of these threads. `needsOf` a member are its resources, one at least; `most`
 * what it can use; `alike`, if given, how many a member stands for, 1 at least, all with the same
 * needs and the same most.
 */
export function divisionOf(
  threads: Float64Array,
  needsOf: (member: number) => readonly number[],
  most: Float64Array,
  alike?: Float64Array,
): Division {
  const given = new Float64Array(most.length);
  const used = new Float64Array(threads.length);
  const free = new Float64Array(threads.length);
  // Who still rises.
  const open = new Float64Array(threads.length);
  const pending = new Int32Array(most.length);
  const isTight = new Uint8Array(threads.length);

  function give(member: number, share: number): void {
    given[member] = share;
    const copies = alike === undefined ? 1 : alike[member]!;
    const needs = needsOf(member);
    for (let index = 0; index < needs.length; index += 1) {
      const need = needs[index]!;
      free[need]! -= share * copies;
      used[need]! += share * copies;
      open[need]! -= copies;
    }
  }

  function isHeld(member: number): boolean {
    const needs = needsOf(member);
    for (let index = 0; index < needs.length; index += 1) {
      if (isTight[needs[index]!] === 1) return true;
    }
    return false;
  }

  return {
    given,
    used,
    divide(resources, members, from, count) {
      for (let index = 0; index < resources.length; index += 1) {
        const resource = resources[index]!;
        used[resource] = 0;
        free[resource] = threads[resource]!;
        open[resource] = 0;
      }
      for (let index = 0; index < count; index += 1) {
        const member = members[from + index]!;
        pending[index] = member;
        const copies = alike === undefined ? 1 : alike[member]!;
        const needs = needsOf(member);
        for (let at = 0; at < needs.length; at += 1) open[needs[at]!]! += copies;
      }
      // Bound: every round, one member at least has what it gets.
      for (let waiting = count; waiting > 0;) {
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
    },
  };
}
