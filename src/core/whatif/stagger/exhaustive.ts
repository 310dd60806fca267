/**
 * The best places there are, for fleets small enough to try all of them.
 *
 * Jobs are put down one after the other, the longest first, at each of their choices in turn. What
 * is put down never lowers the cost of what is there, so a branch that costs as much as the best
 * places known is left at once; and jobs that are alike are only put down in one order. Where even
 * that is too much, the search ends with what it has: what comes out is never worse than what went
 * in.
 */
import {
  firstCostOf,
  isHeight,
  likeness,
  longestFirst,
  type Piece,
  type Places,
  promiseOf,
  put,
  type Puzzle,
  workOf,
} from "./placement.js";

/** More jobs than this are too many for a search of all places, however few those are. */
const MOST_PIECES = 16;
/** Cells looked at, all told, before the search gives up: some tenths of a second. */
const MOST_WORK = 100_000_000;
/** What any look costs, in cells, also at a session that takes no time. */
const LOOK = 100;

/**
 * Places whose cost, by what is to be lowered, is the least there is; the known ones where none
 * come below, or where there are too many to try.
 */
export function bestOfAll(puzzle: Puzzle, known: Places): Places {
  const { axis, pieces, aim } = puzzle;
  if (pieces.length > MOST_PIECES) return known;
  const likes = pieces.map(likeness);
  const order = alikeTogether(pieces, likes);
  const hasTwinBefore = order.map((index, at) => at > 0 && likes[index] === likes[order[at - 1]!]);
  const places = known.slice();
  const crowds = puzzle.fixed.map((crowd) => crowd.slice());
  const ground = promiseOf({ ...puzzle, pieces: [] }, new Int32Array(0))[0];
  let best = known;
  let least = promiseOf(puzzle, known)[0];
  let work = 0;
  const wholeLook = LOOK + 4 * axis.cells * puzzle.fixed.length;

  /**
   * Tries every choice of the piece at `depth`; those before it lie where they lie, and cost
   * `spent` at least.
   */
  function descend(depth: number, spent: number): void {
    if (depth === order.length) {
      // A job whose own sessions overlap costs more than was seen before it lay there.
      work += wholeLook;
      const cost = promiseOf(puzzle, places)[0];
      if (cost >= least) return;
      least = cost;
      best = places.slice();
      return;
    }
    const index = order[depth]!;
    const piece = pieces[index]!;
    const effort = LOOK + workOf(piece) / piece.choices.length;
    const first = hasTwinBefore[depth] === true ? places[order[depth - 1]!]! : 0;
    for (let choice = first; choice < piece.choices.length; choice += 1) {
      if (choice !== piece.present && piece.choices[choice]!.roomMs < piece.leastRoomMs) continue;
      if (work > MOST_WORK || least <= ground) return;
      work += effort;
      const enough = isHeight(aim) ? least : least - spent;
      const own = firstCostOf(puzzle, crowds, piece, choice, spent, enough);
      const cost = isHeight(aim) ? own : spent + own;
      if (cost >= least) continue;
      places[index] = choice;
      put(crowds, axis, piece, choice, 1);
      descend(depth + 1, cost);
      put(crowds, axis, piece, choice, -1);
    }
  }

  descend(0, ground);
  return best;
}

/** Longest first, those that are alike one after the other. */
function alikeTogether(pieces: readonly Piece[], likes: readonly string[]): number[] {
  const order = longestFirst(pieces);
  const firstOf = new Map<string, number>();
  order.forEach((index, at) => firstOf.set(likes[index]!, firstOf.get(likes[index]!) ?? at));
  return order.toSorted((a, b) => firstOf.get(likes[a]!)! - firstOf.get(likes[b]!)! || a - b);
}
