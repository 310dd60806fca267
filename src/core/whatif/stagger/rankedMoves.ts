/**
 * Moves in the order of what they bring: the first one levels the crowd most, the next one most of
 * what is left.
 *
 * What a move brings depends on those before it, so each step asks again; an answer that is out of
 * date is only renewed when it would come next, since the crowd around it has at most thinned out.
 */
import { crowdsAt, type Piece, type Places, put, type Puzzle } from "./placement.js";

/** Questions asked again before a step takes the best it has seen. */
const MOST_RENEWALS = 50;

/**
 * The pieces whose place is another than the present one, in the order of what moving them brings.
 */
export function rankedMoves(puzzle: Puzzle, places: Places): number[] {
  const { axis, pieces } = puzzle;
  const crowds = crowdsAt(
    puzzle,
    Int32Array.from(pieces, (piece) => piece.present),
  );
  const moves: Candidate[] = pieces.flatMap((piece, index) =>
    places[index] === piece.present ? [] : [{ piece: index, brings: 0, asked: 0 }],
  );
  const ranked: number[] = [];

  function shift(index: number, back: boolean): void {
    const piece = pieces[index]!;
    put(crowds, axis, piece, back ? places[index]! : piece.present, -1);
    put(crowds, axis, piece, back ? piece.present : places[index]!, 1);
  }

  /** By how much the crowd gets more even: the fall of the sum of its squares. */
  function evenness(index: number): number {
    const before = squaresAround(index);
    shift(index, false);
    const after = squaresAround(index);
    shift(index, true);
    return before - after;
  }

  /**
   * The squares of the crowds where a piece is or would be; cells in both count twice, before and
   * after alike.
   */
  function squaresAround(index: number): number {
    const piece = pieces[index]!;
    if (puzzle.aim !== "demand") return squaresIn(crowds[0]!, piece, index);
    // The crowds on what it needs, each by how full that is.
    return piece.needs.reduce((sum, need) => {
      const limit = puzzle.limits[need]!;
      return sum + squaresIn(crowds[need + 1]!, piece, index) / (limit * limit);
    }, 0);
  }

  function squaresIn(crowdOf: Float64Array, piece: Piece, index: number): number {
    let sum = 0;
    for (const choice of [piece.present, places[index]!]) {
      for (const start of piece.choices[choice]!.cells) {
        for (let step = 0; step < piece.shares.length; step += 1) {
          let cell = start + step;
          if (cell >= axis.ends[start]!) {
            if (axis.backs[start] === 0) break;
            cell -= axis.backs[start]!;
          }
          sum += crowdOf[cell]! * crowdOf[cell]!;
        }
      }
    }
    return sum;
  }

  // Ascending by what they bring, of equal ones the first in the fleet last: the next one is at the
  // end.
  for (const move of moves) move.brings = evenness(move.piece);
  moves.sort((a, b) => a.brings - b.brings || b.piece - a.piece);
  while (moves.length > 0) {
    let move = moves.pop()!;
    for (let renewals = 0; renewals < MOST_RENEWALS && move.asked < ranked.length; renewals += 1) {
      const renewed = { piece: move.piece, brings: evenness(move.piece), asked: ranked.length };
      moves.splice(placeAmong(moves, renewed), 0, renewed);
      move = moves.pop()!;
    }
    shift(move.piece, false);
    ranked.push(move.piece);
  }
  return ranked;
}

/**
 * A move that may come next: what it brought when it was asked, and after how many others that was.
 */
interface Candidate {
  readonly piece: number;
  brings: number;
  readonly asked: number;
}

/** Where a candidate belongs in an ascending list. */
function placeAmong(moves: readonly Candidate[], { brings, piece }: Candidate): number {
  let low = 0;
  let high = moves.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = moves[middle]!;
    if (other.brings < brings || (other.brings === brings && other.piece > piece)) low = middle + 1;
    else high = middle;
  }
  return low;
}
