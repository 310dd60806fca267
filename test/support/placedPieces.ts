/**
 * Jobs to be put on one stretch of hours, as the search for places has them.
 */
import { axisOfStretches } from "../../src/core/whatif/stagger/axis.ts";
import { ONE_SESSION } from "../../src/core/whatif/stagger/crowd.ts";
import type { Piece, Puzzle } from "../../src/core/whatif/stagger/placement.ts";
import { HOUR } from "./whatIf.ts";

/** A job of so many hours that may start in any of these cells, now in the first. */
export const piece = (
  hours: number,
  cells: readonly number[],
  more: Partial<Piece> = {},
): Piece => ({
  choices: cells.map((cell) => ({
    value: cell,
    byMinutes: 60 * (cell - cells[0]!),
    isOtherDate: false,
    cells: Int32Array.of(cell),
    roomMs: Infinity,
    hoursRoomMs: Infinity,
    runs: 1,
  })),
  present: 0,
  shares: new Float64Array(hours).fill(ONE_SESSION),
  mass: hours * ONE_SESSION,
  reachMs: hours * HOUR,
  leastRoomMs: 0,
  needs: [],
  weights: [],
  ...more,
});

/** Those, on hours in which so many sessions run anyway: their peak is to fall. */
export function puzzleOf(
  pieces: readonly Piece[],
  ground: readonly number[],
  more: Partial<Puzzle> = {},
): Puzzle {
  const cells = ground.length;
  const stretch = { from: 0, startsFrom: 0, startsUntil: cells * HOUR, first: 0, cells };
  return {
    aim: "peak",
    axis: axisOfStretches(HOUR, [{ ...stretch, isRound: false }]),
    pieces,
    limits: [],
    fixed: [Float64Array.from(ground, (count) => count * ONE_SESSION)],
    ...more,
  };
}
