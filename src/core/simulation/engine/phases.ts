/**
 * The order of what happens at one instant.
 *
 * Phases follow each other, and make a round; what arises in a phase that is over takes its place
 * in another round of the same instant. A turn is a round and a phase in one number.
 */

/** The phases of one instant, in their order (R22, R30, R32). */
export const PHASES = {
  resourceEdge: 0,
  attemptEnds: 1,
  attemptCut: 2,
  waitingDropped: 3,
  dueStart: 4,
  copyDue: 5,
  retryDue: 6,
} as const;
/** Turns of one round: more than there are phases. */
export const TURNS_PER_ROUND = 8;

/** The phase of a turn. */
export function phaseOf(turn: number): number {
  return turn % TURNS_PER_ROUND;
}

/** The round of a turn. */
export function roundOf(turn: number): number {
  return Math.floor(turn / TURNS_PER_ROUND);
}

/**
 * The turn of a phase: in the round of `turn` if the phase is still to come there, else in the
 * next.
 */
export function turnAfter(turn: number, phase: number): number {
  const round = roundOf(turn);
  return (phase > phaseOf(turn) ? round : round + 1) * TURNS_PER_ROUND + phase;
}
