/**
 * The search for an edge along a line of whole numbers: from a guess, strides that double until the
 * other side is met, then halving.
 *
 * Law: of two questions asked from one guess, where whatever holds for the stricter holds for the
 * looser too, the stricter never comes further. It needs no order along the line, which has none
 * that can be relied on (Graham's anomalies).
 */

import type { Steps } from "../steps.js";

/** The two sides of an edge, next to each other; `breaks` is absent where nothing broke. */
export interface Sides {
  readonly holds: number;
  readonly breaks?: number;
}

/**
 * An edge in `0` to `most`, where 0 is known to hold; `guess` in between. Both sides have been
 * asked for, 0 never. A guess far off costs as many questions more as its distance has digits.
 */
export function* edgeFrom(
  guess: number,
  most: number,
  holdsAt: (value: number) => Steps<boolean>,
): Steps<Sides> {
  let holds = 0;
  let breaks = most + 1;
  if (guess > 0 && (yield* holdsAt(guess))) holds = guess;
  else if (guess > 0) breaks = guess;

  // Bound: strides double, so there are no more of them than `most` has binary digits.
  for (let stride = 1; holds === 0 && breaks - stride > 0 && breaks <= most; stride *= 2) {
    const at = breaks - stride;
    if (yield* holdsAt(at)) holds = at;
    else breaks = at;
  }
  for (let stride = 1; breaks > most && holds < most; stride *= 2) {
    const at = Math.min(most, holds + stride);
    if (yield* holdsAt(at)) holds = at;
    else breaks = at;
  }
  // Bound: the stretch between the two sides is halved each time.
  while (breaks - holds > 1) {
    const middle = Math.floor((holds + breaks) / 2);
    if (yield* holdsAt(middle)) holds = middle;
    else breaks = middle;
  }
  return { holds, ...(breaks > most ? {} : { breaks }) };
}
