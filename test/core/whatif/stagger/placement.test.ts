/**
 * Where single jobs are put, by example.
 */
import { describe, expect, it } from "vitest";
import {
  improved,
  likeness,
  longestFirst,
  type Puzzle,
  replaced,
} from "../../../../src/core/whatif/stagger/placement.ts";
import { piece, puzzleOf } from "../../../support/placedPieces.ts";
import { HOUR } from "../../../support/whatIf.ts";

const startsOf = ({ pieces }: Puzzle, places: Int32Array): (string | number)[] =>
  pieces.map(({ choices }, index) => choices[places[index]!]!.value);
const presentOf = ({ pieces }: Puzzle): Int32Array =>
  Int32Array.from(pieces, ({ present }) => present);

describe("the order in which jobs are put down", () => {
  it("should be the longest first, of equally long ones the first", () => {
    expect(longestFirst([1, 3, 2, 3].map((hours) => piece(hours, [0])))).toEqual([1, 3, 2, 0]);
  });
});

describe("jobs that are alike", () => {
  it("should be those with all the same to choose from, to take up and to need", () => {
    const one = piece(2, [0, 1], { needs: [0], weights: [1] });
    expect(likeness(piece(2, [0, 1], { needs: [0], weights: [1] }))).toBe(likeness(one));
    for (const other of [
      piece(3, [0, 1], { needs: [0], weights: [1] }),
      piece(2, [0, 2], { needs: [0], weights: [1] }),
      piece(2, [0, 1], { needs: [1], weights: [1] }),
      piece(2, [0, 1], { needs: [0], weights: [2] }),
      { ...one, present: 1 },
      { ...one, leastRoomMs: HOUR },
    ])
      expect(likeness(other)).not.toBe(likeness(one));
  });
});

describe("a better place", () => {
  it("should be as even as can be below the peak that there is anyway", () => {
    // Five run at once in the last hour: below that, two hours beside one and none level more than
    // two beside a little more each.
    const puzzle = puzzleOf([piece(2, [0, 2, 4])], [3, 3, 2, 0, 1, 1.2, 5]);
    expect(startsOf(puzzle, improved(puzzle, presentOf(puzzle)))).toEqual([2]);
    // where nothing is as high, the height decides
    const lower = puzzleOf([piece(2, [0, 2, 4])], [2.5, 2.5, 2, 0, 1, 1.2, 0]);
    expect(startsOf(lower, improved(lower, presentOf(lower)))).toEqual([4]);
  });

  it("should be the nearest of equally good ones, and its own where it is as good", () => {
    const puzzle = puzzleOf([piece(1, [2, 0, 3])], [0, 1, 1, 0]);
    expect(startsOf(puzzle, improved(puzzle, presentOf(puzzle)))).toEqual([3]);
    const same = puzzleOf([piece(1, [2, 0, 3])], [1, 1, 1, 1]);
    expect(startsOf(same, improved(same, presentOf(same)))).toEqual([2]);
  });

  it("should leave the room that is asked for", () => {
    const one = piece(1, [0, 1, 2]);
    const choices = one.choices.map((choice, index) => ({ ...choice, roomMs: index * HOUR }));
    const puzzle = puzzleOf([{ ...one, choices, leastRoomMs: 2 * HOUR }], [2, 0, 1]);
    expect(startsOf(puzzle, improved(puzzle, presentOf(puzzle)))).toEqual([2]);
    expect(startsOf(puzzle, replaced(puzzle, presentOf(puzzle), [0]))).toEqual([2]);
  });

  it("should be looked for again once others have moved", () => {
    // The long one may leave the first hours only after the short one has left the last.
    const long = piece(2, [0, 2]);
    const short = piece(1, [3, 4]);
    const puzzle = puzzleOf([long, short], [2, 2, 1.5, 1.5, 1]);
    expect(startsOf(puzzle, improved(puzzle, presentOf(puzzle)))).toEqual([2, 4]);
  });

  it("should be found for those alone that are taken up", () => {
    const puzzle = puzzleOf([piece(1, [0, 1]), piece(1, [0, 2])], [0, 0, 0]);
    expect(startsOf(puzzle, replaced(puzzle, presentOf(puzzle), [1]))).toEqual([0, 2]);
  });
});
