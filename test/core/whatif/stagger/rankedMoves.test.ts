/**
 * Moves in their order, against the plain way: each time every move that is left is made, and the
 * crowds are counted anew.
 */
import { describe, expect, it } from "vitest";
import { axisOfStretches } from "../../../../src/core/whatif/stagger/axis.ts";
import { ONE_SESSION } from "../../../../src/core/whatif/stagger/crowd.ts";
import {
  crowdsAt,
  type Piece,
  type Places,
  type Puzzle,
} from "../../../../src/core/whatif/stagger/placement.ts";
import { rankedMoves } from "../../../../src/core/whatif/stagger/rankedMoves.ts";
import { HOUR } from "../../../support/whatIf.ts";

const CELLS = 20;
/** Two stretches, neither of which goes round. */
const axis = axisOfStretches(
  HOUR,
  [0, 1].map((index) => ({
    from: 0,
    startsFrom: 0,
    startsUntil: CELLS * HOUR,
    first: CELLS * index,
    cells: CELLS,
    isRound: false,
  })),
);

/** A job of so many hours that may start in any cell, on both stretches alike. */
const piece = (hours: number, present: number, needs: readonly number[] = []): Piece => ({
  choices: Array.from({ length: CELLS }, (_, cell) => ({
    value: cell,
    byMinutes: 60 * (cell - present),
    isOtherDate: false,
    cells: Int32Array.of(cell, CELLS + cell),
    roomMs: Infinity,
    hoursRoomMs: Infinity,
    runs: 2,
  })),
  present,
  shares: new Float64Array(hours).fill(ONE_SESSION),
  mass: hours * ONE_SESSION,
  reachMs: hours * HOUR,
  leastRoomMs: 0,
  needs,
  weights: needs.map(() => 1),
});

const puzzleOf = (
  aim: Puzzle["aim"],
  limits: readonly number[],
  pieces: readonly Piece[],
): Puzzle => ({
  aim,
  axis,
  pieces,
  limits,
  fixed: Array.from({ length: 1 + limits.length }, () => new Float64Array(2 * CELLS)),
});

/** How uneven the crowds are: of the fleet, or on threads by how full these are. */
function unevenness(puzzle: Puzzle, places: Places): number {
  const [fleet, ...others] = crowdsAt(puzzle, places);
  const squares = (crowd: Float64Array, limit: number): number =>
    crowd.reduce((sum, now) => sum + (now / (limit * ONE_SESSION)) ** 2, 0);
  return puzzle.aim === "demand"
    ? others.reduce((sum, crowd, need) => sum + squares(crowd, puzzle.limits[need]!), 0)
    : squares(fleet!, 1);
}

function oneByOne(puzzle: Puzzle, places: Places): number[] {
  const at = Int32Array.from(puzzle.pieces, ({ present }) => present);
  const left = new Set(
    puzzle.pieces.flatMap((_, index) => (places[index] === at[index] ? [] : index)),
  );
  const ranked: number[] = [];
  while (left.size > 0) {
    const costs = Array.from(left, (index) => {
      const moved = at.slice();
      moved[index] = places[index]!;
      return [index, unevenness(puzzle, moved)] as const;
    });
    const least = Math.min(...costs.map(([, cost]) => cost));
    const [next] = costs.find(([, cost]) => cost <= least + 1e-9)!;
    at[next] = places[next]!;
    left.delete(next);
    ranked.push(next);
  }
  return ranked;
}

describe("moves in their order", () => {
  it("should be those that bring most of what is left, of equal ones the first", () => {
    // All start at once, and each goes where nobody is: a move only takes from what others bring.
    let isAskedAgain = 0;
    for (const aim of ["peak", "demand"] as const)
      for (let round = 0; round < 60; round += 1) {
        const draw = (index: number, most: number): number =>
          Math.floor(Math.abs(Math.sin(97 * round + 13 * index)) * 1e6) % most;
        const pieces = Array.from({ length: 5 }, (_, index) =>
          piece(1 + draw(index, 3), draw(index + 20, 2), [draw(index + 10, 2)]),
        );
        const puzzle = puzzleOf(aim, [1, 2], pieces);
        let end = 4;
        const places = Int32Array.from(pieces, ({ shares }) => {
          end += shares.length;
          return end - shares.length;
        });
        const ranked = rankedMoves(puzzle, places);
        expect(ranked, `${aim}, ${round}`).toEqual(oneByOne(puzzle, places));
        const alone = pieces.map((_, index) => {
          const moved = Int32Array.from(pieces, ({ present }) => present);
          moved[index] = places[index]!;
          return unevenness(puzzle, moved);
        });
        if (ranked.some((index, at) => at > 0 && alone[index]! < alone[ranked[at - 1]!]! - 1e-9))
          isAskedAgain += 1;
      }
    expect(isAskedAgain).toBeGreaterThan(20);
  });

  it("should count no session beyond the end of a stretch", () => {
    // From the last cell on, three hours are one: what moves there levels as much as a short one.
    const last = CELLS - 1;
    const pieces = [piece(3, last), piece(3, last), piece(1, 0), piece(1, 0)];
    const puzzle = puzzleOf("peak", [], pieces);
    const places = Int32Array.of(last - 1, last, 1, 0);
    expect(rankedMoves(puzzle, places)).toEqual(oneByOne(puzzle, places));
    expect(rankedMoves(puzzle, places)).toEqual([2, 0]);
  });

  it("should take what comes next after fifty questions that are asked again", () => {
    // Sixty that are alike: once the first has gone, each brings less than it did.
    const many = 60;
    const wide = axisOfStretches(HOUR, [
      {
        from: 0,
        startsFrom: 0,
        startsUntil: many * HOUR,
        first: 0,
        cells: many,
        isRound: false,
      },
    ]);
    const choices = Array.from({ length: many }, (_, cell) => ({
      ...piece(1, 0).choices[0]!,
      cells: Int32Array.of(cell),
    }));
    const puzzle: Puzzle = {
      ...puzzleOf("peak", [], new Array<Piece>(many).fill({ ...piece(1, 0), choices })),
      axis: wide,
      fixed: [new Float64Array(many)],
    };
    const ranked = rankedMoves(
      puzzle,
      Int32Array.from({ length: many }, (_, cell) => cell),
    );
    expect(ranked.slice(0, 2)).toEqual([1, 52]);
    expect(ranked.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: many - 1 }, (_, index) => index + 1),
    );
  });

  it("should leave out who stays", () => {
    const puzzle = puzzleOf("peak", [], [piece(1, 0), piece(1, 0)]);
    expect(rankedMoves(puzzle, Int32Array.of(0, 0))).toEqual([]);
  });
});
