/**
 * Things that belong together because others join them: a union-find over places.
 *
 * Every set has a head, a place of its own; two places are in one set where their heads are the
 * same. The invariant: each step from a place goes to one that stands nearer to its head.
 */

/** Sets of places `0` to `count - 1`. */
export interface JoinedSets {
  /** The sets of two places are one from now on; its head is that of `to`. */
  join(place: number, to: number): void;
  /** The head of a place's set. */
  headOf(place: number): number;
}

/** Each place by itself. */
export function joinedSets(count: number): JoinedSets {
  const above = Int32Array.from({ length: count }, (_, place) => place);
  const headOf = (place: number): number => {
    let at = place;
    while (above[at] !== at) at = above[at] = above[above[at]!]!;
    return at;
  };
  return {
    headOf,
    join(place, to) {
      above[headOf(place)] = headOf(to);
    },
  };
}
