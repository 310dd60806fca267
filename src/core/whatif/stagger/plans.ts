/**
 * From places to a plan: what the search on expected crowds found is lived through on the choosing
 * seeds, and becomes a plan only as far as it stands up to that.
 *
 * A job that is worse off where it is put gets more room to its window's end, or stays; of the
 * moves, in the order of what they bring, as many are made as bring most. The invariant: on the
 * choosing seeds a plan lowers what is to be lowered, and nothing is shown to get worse.
 */
import { MINUTE_MS } from "../../time/instant.js";
import { bestOfAll } from "./exhaustive.js";
import { placements, type Places, type Puzzle, replaced } from "./placement.js";
import { rankedMoves } from "./rankedMoves.js";
import type { Steps } from "../steps.js";
import { harmOf, isLower, meanOf, type Trial } from "./trial.js";

/** Moves that were lived through. */
export interface Plan {
  readonly places: Places;
  /** The pieces that move, what brings most first. */
  readonly moves: readonly number[];
  readonly trial: Trial;
}

/** What plans are made for. */
export interface Bench {
  readonly puzzle: Puzzle;
  /** For each piece its index in the fleet. */
  readonly jobs: readonly { readonly index: number }[];
  /** The fleet as it is. */
  readonly before: Trial;
  /** Lives through the fleet with the pieces at these places. */
  tried(places: Places): Steps<Trial>;
  /** The same, unless the mean of what is to be lowered turns out to be above `most`. */
  triedUpTo(most: number, places: Places): Steps<Trial | undefined>;
}

/** Times that jobs which are worse off are put elsewhere, before they stay where they are. */
const MOST_REPAIRS = 6;
/** More room that such a job gets each time. */
const MORE_ROOM_MS = 30 * MINUTE_MS;
/** Up to so many pieces, a second way to place them is tried as well. */
const FEW_PIECES = 50;
/** Up to so many moves, each is tried without; beyond, only the number of moves is tried. */
const FEW_MOVES = 24;

/** The best plan that stands up to the choosing seeds; `undefined` where none does. */
export function* bestPlan(bench: Bench): Steps<Plan | undefined> {
  const { puzzle } = bench;
  if (puzzle.pieces.length === 0) return undefined;
  const found = placements(puzzle).slice(0, puzzle.pieces.length <= FEW_PIECES ? 2 : 1);
  const ways = new Map(
    [bestOfAll(puzzle, found[0]!), ...found].map((places) => [places.join(), places]),
  );
  let best: Plan | undefined;
  for (const places of ways.values()) {
    const plan = yield* fewest(bench, yield* repaired(bench, places));
    if (plan !== undefined && (best === undefined || isBetter(plan, best))) best = plan;
  }
  return best;
}

/** Better by the goal; of equally good ones the plan with fewer moves. */
function isBetter(a: Plan, b: Plan): boolean {
  const [mine, yours] = [a, b].map(({ trial, moves }) => [
    meanOf(trial.value),
    ...trial.ties,
    moves.length,
  ]) as [number[], number[]];
  const at = mine.findIndex((number, index) => number !== yours[index]);
  return at >= 0 && mine[at]! < yours[at]!;
}

/**
 * The pieces that move and are worse off: they lose runs, miss their target more often, or are
 * exposed for longer than any job was. `strictly`: whoever loses any run at all counts, too.
 */
function worseOff({ puzzle, jobs, before }: Bench, places: Places, now: Trial, strictly: boolean) {
  return puzzle.pieces.flatMap((piece, at) => {
    if (places[at] === piece.present) return [];
    const { index } = jobs[at]!;
    const isWorse =
      now.lostOf[index]! > (strictly ? 0 : before.lostOf[index]!) ||
      now.overOf[index]! > before.overOf[index]! ||
      now.exceedsOf[index]! > 0;
    return isWorse ? [at] : [];
  });
}

/** Places, and what they came to, where they were lived through as they are. */
interface Repaired {
  readonly places: Places;
  readonly trial?: Trial;
}

/** Places at which no moved job is worse off than before, as far as the choosing seeds show. */
function* repaired(bench: Bench, places: Places): Steps<Repaired> {
  let { puzzle } = bench;
  let now = places;
  for (let round = 0; ; round += 1) {
    // First no run at all is to be lost; in the end none that was not lost before.
    const stays = round >= MOST_REPAIRS;
    const trial = yield* bench.tried(now);
    const worse = new Set(worseOff(bench, now, trial, !stays));
    if (worse.size === 0) return { places: now, trial };
    const pieces = puzzle.pieces.map((piece, index) =>
      worse.has(index)
        ? {
            ...piece,
            leastRoomMs: stays ? Infinity : piece.choices[now[index]!]!.roomMs + MORE_ROOM_MS,
          }
        : piece,
    );
    puzzle = { ...puzzle, pieces };
    now = stays
      ? now.map((place, index) => (worse.has(index) ? pieces[index]!.present : place))
      : replaced(puzzle, now, [...worse]);
    // Bound: from here on every round sends at least one job home for good.
    if (round >= MOST_REPAIRS + pieces.length)
      return { places: Int32Array.from(pieces, (piece) => piece.present) };
  }
}

/** The shortest list of moves that brings most; `undefined` where none stands up. */
function* fewest(bench: Bench, { places, trial: ofAll }: Repaired): Steps<Plan | undefined> {
  const { puzzle, before } = bench;
  const moves = rankedMoves(puzzle, places);
  let best: Plan | undefined;
  function* consider(chosen: readonly number[]): Steps<void> {
    if (chosen.length === 0) return;
    const at = placesWith(puzzle, places, chosen);
    // All moves are the places that were repaired; and what lowers less than the best is none.
    const isAll = chosen.length === moves.length;
    const most = best === undefined ? Infinity : meanOf(best.trial.value);
    const trial = (isAll ? ofAll : undefined) ?? (yield* bench.triedUpTo(most, at));
    if (trial === undefined) return;
    const plan: Plan = { places: at, moves: chosen, trial };
    const standsUp =
      isLower(before, plan.trial) &&
      harmOf(before, plan.trial) === undefined &&
      worseOff(bench, at, plan.trial, false).length === 0;
    if (standsUp && (best === undefined || isBetter(plan, best))) best = plan;
  }
  const parts =
    moves.length <= FEW_MOVES
      ? moves.map((_, index) => index + 1)
      : [1, 7 / 8, 3 / 4, 5 / 8, 1 / 2, 1 / 4, 1 / 8].map((share) =>
          Math.ceil(share * moves.length),
        );
  for (const count of parts) yield* consider(moves.slice(0, count));
  if (moves.length <= FEW_MOVES) {
    for (const move of moves.toReversed())
      if (best?.moves.includes(move) === true)
        yield* consider(best.moves.filter((kept) => kept !== move));
  }
  if (best === undefined || best.moves.length === moves.length) return best;
  return { ...best, moves: rankedMoves(puzzle, best.places) };
}

/** The present places, but for these pieces. */
export function placesWith(puzzle: Puzzle, places: Places, moved: readonly number[]): Places {
  const at = Int32Array.from(puzzle.pieces, (piece) => piece.present);
  for (const piece of moved) at[piece] = places[piece]!;
  return at;
}
