/**
 * Where to put each job so that the crowd stays low: the longest first, each where it disturbs
 * least, then again and again as long as one job has a better place than its own.
 *
 * A place is judged by a short list of numbers, the first that differs decides: what is to be
 * lowered; then how uneven the crowd gets (the sum of squares, so that hills are levelled where the
 * highest one cannot be); then how far the job moves. Nothing is drawn by lot, so the same input
 * gives the same places.
 */
import type { Axis } from "./axis.js";
import { addFootprint, ONE_SESSION } from "./crowd.js";
import type { StaggerAim } from "./proposal.js";
import type { StartChoice } from "./startChoices.js";

/** A job as it is placed. */
export interface Piece {
  /** Where it may start; the present start is always among them. */
  readonly choices: readonly StartChoice[];
  /** The index of the present start. */
  readonly present: number;
  /** In each cell from a start on, thousandths of luck in which a session runs. */
  readonly shares: Float64Array;
  /** All shares together. */
  readonly mass: number;
  /** Runs are expected to be over after this long, retries included, ms. */
  readonly reachMs: number;
  /** Other choices than the present one must leave so much room to the window's end, ms. */
  readonly leastRoomMs: number;
  /** What it needs of what may run out, by number. */
  readonly needs: readonly number[];
  /** How much of each: one slot, or as many threads as it can use. */
  readonly weights: readonly number[];
}

/** Pieces with the same text may change places. */
export function likeness({ choices, present, shares, leastRoomMs, needs, weights }: Piece): string {
  return JSON.stringify([
    choices.map(({ value, cells }) => [value, cells.join()]),
    present,
    Array.from(shares),
    leastRoomMs,
    needs,
    weights,
  ]);
}

/** What is to be placed, and around what. */
export interface Puzzle {
  readonly aim: StaggerAim;
  readonly axis: Axis;
  readonly pieces: readonly Piece[];
  /** How much there is of what may run out: slots of one resource, threads of another. */
  readonly limits: readonly number[];
  /** The crowds of what cannot be moved: of the whole fleet first, then on each of these. */
  readonly fixed: readonly Float64Array[];
}

/** One choice for each piece, by index. */
export type Places = Int32Array;

/** Rounds in which every job may move once more. */
const MOST_ROUNDS = 12;
/** Cells looked at, all told, before the places are good enough: some seconds. */
const MOST_WORK = 1_500_000_000;

/**
 * Places of two kinds to choose from, what promises more first: built anew from nothing, and
 * improved from the present ones.
 */
export function placements(puzzle: Puzzle): Places[] {
  const all = puzzle.pieces.map((_, index) => index);
  const present = Int32Array.from(puzzle.pieces, (piece) => piece.present);
  const found = [replaced(puzzle, present, all), improved(puzzle, present)];
  const promise = found.map((places) => promiseOf(puzzle, places));
  return isLess(promise[1]!, promise[0]!) ? found.reverse() : found;
}

/** What some places cost as a whole, by the same measure as a single one. */
export function promiseOf(puzzle: Puzzle, places: Places): Cost {
  const [fleet, ...resources] = crowdsAt(puzzle, places);
  const over = (crowd: Float64Array, limit: number): number =>
    crowd.reduce((sum, now) => sum + Math.max(0, now - limit), 0);
  const overload = resources.reduce(
    (sum, crowd, index) => sum + over(crowd, puzzle.limits[index]! * ONE_SESSION),
    0,
  );
  const stops =
    puzzle.aim === "exposure"
      ? puzzle.pieces.filter(
          ({ choices, reachMs }, index) => choices[places[index]!]!.roomMs < reachMs,
        ).length * LIKELY_STOP
      : 0;
  const far = places.reduce(
    (sum, place, index) => sum + Math.abs(puzzle.pieces[index]!.choices[place]!.byMinutes),
    0,
  );
  const first =
    puzzle.aim === "peak"
      ? mostOf(fleet!)
      : puzzle.aim === "demand"
        ? demandOf(puzzle, [fleet!, ...resources], resources.keys())
        : overload + stops;
  return [first, fleet!.reduce((sum, now) => sum + now * now, 0), far];
}

/** Whether what is to be lowered is the highest point of a crowd, and no sum. */
export function isHeight(aim: StaggerAim): boolean {
  return aim === "peak" || aim === "demand";
}

/** The most that the crowds on some of what may run out come to, as a multiple of what there is. */
function demandOf(
  { limits }: Puzzle,
  crowds: readonly Float64Array[],
  needs: Iterable<number>,
): number {
  let most = 0;
  for (const need of needs)
    most = Math.max(most, mostOf(crowds[need + 1]!) / (limits[need]! * ONE_SESSION));
  return most;
}

/** The crowds of the fleet and of each resource at these places. */
export function crowdsAt({ axis, pieces, fixed }: Puzzle, places: Places): Float64Array[] {
  const crowds = fixed.map((crowd) => crowd.slice());
  pieces.forEach((piece, index) => put(crowds, axis, piece, places[index]!, 1));
  return crowds;
}

/** Puts a piece down (`sign` 1) or takes it up (-1). */
export function put(
  crowds: readonly Float64Array[],
  axis: Axis,
  piece: Piece,
  choice: number,
  sign: number,
): void {
  const { cells } = piece.choices[choice]!;
  addFootprint(crowds[0]!, axis, cells, piece.shares, sign);
  piece.needs.forEach((need, at) =>
    addFootprint(crowds[need + 1]!, axis, cells, piece.shares, sign * piece.weights[at]!),
  );
}

/** The most of a crowd, in the unit of footprints. */
export function mostOf(crowd: Float64Array): number {
  let most = 0;
  for (let cell = 0; cell < crowd.length; cell += 1) if (crowd[cell]! > most) most = crowd[cell]!;
  return most;
}

/**
 * Longest first, since the long ones are hardest to fit in; equally long ones in the order of the
 * fleet.
 */
export function longestFirst(pieces: readonly Piece[]): number[] {
  return pieces.map((_, index) => index).sort((a, b) => pieces[b]!.mass - pieces[a]!.mass || a - b);
}

/**
 * Takes some pieces up and puts them down again, longest first, each where it costs least; then all
 * may move on.
 */
export function replaced(puzzle: Puzzle, from: Places, which: readonly number[]): Places {
  const { axis, pieces } = puzzle;
  const places = from.slice();
  const crowds = crowdsAt(puzzle, places);
  for (const index of which) put(crowds, axis, pieces[index]!, places[index]!, -1);
  const taken = new Set(which);
  for (const index of longestFirst(pieces)) {
    if (!taken.has(index)) continue;
    places[index] = bestChoice(puzzle, crowds, pieces[index]!, pieces[index]!.present);
    put(crowds, axis, pieces[index]!, places[index], 1);
  }
  return improved(puzzle, places);
}

/**
 * Moves one job after the other to a better place than its own, longest first, until none has a
 * much better one.
 */
export function improved(puzzle: Puzzle, from: Places): Places {
  const { axis, pieces } = puzzle;
  const places = from.slice();
  const crowds = crowdsAt(puzzle, places);
  const order = longestFirst(pieces);
  const workPerRound = pieces.reduce((sum, piece) => sum + workOf(piece), 0);
  const rounds = Math.max(
    1,
    Math.min(MOST_ROUNDS, Math.floor(MOST_WORK / Math.max(1, 2 * workPerRound))),
  );
  let promise = promiseOf(puzzle, places);
  for (let round = 0; round < rounds; round += 1) {
    for (const index of order) {
      const piece = pieces[index]!;
      if (piece.choices.length < 2) continue;
      put(crowds, axis, piece, places[index]!, -1);
      places[index] = bestChoice(puzzle, crowds, piece, places[index]!);
      put(crowds, axis, piece, places[index], 1);
    }
    const now = promiseOf(puzzle, places);
    const isWorthAnother = now[0] < promise[0] * ENOUGH || now[1] < promise[1] * ENOUGH;
    promise = now;
    if (!isWorthAnother) break;
  }
  return places;
}

/** A round that takes off less than this share was the last one. */
const ENOUGH = 0.999;

/** Cells that one look at every choice of a piece touches. */
export function workOf({ choices, shares, needs }: Piece): number {
  return choices.length * (choices[0]?.cells.length ?? 0) * shares.length * (1 + needs.length);
}

/**
 * More than any overload: a session that its window is likely to stop leaves a day without a
 * restore point.
 */
const LIKELY_STOP = 1e15;

/** What a choice costs; the first number that differs decides. */
export type Cost = [number, number, number];

/** The choice that costs least; `staying` where none costs less. */
function bestChoice(
  puzzle: Puzzle,
  crowds: readonly Float64Array[],
  piece: Piece,
  staying: number,
): number {
  // What it does not need is no higher for it, wherever it lies.
  const most =
    puzzle.aim === "peak"
      ? mostOf(crowds[0]!)
      : puzzle.aim === "demand"
        ? demandOf(puzzle, crowds, piece.needs)
        : 0;
  let best = staying;
  let bestCost: Cost = [Infinity, Infinity, Infinity];
  let cost: Cost = [0, 0, 0];
  const consider = (choice: number): void => {
    if (!costsLess(puzzle, crowds, piece, choice, most, bestCost, cost)) return;
    best = choice;
    [bestCost, cost] = [cost, bestCost];
  };
  consider(staying);
  for (let choice = 0; choice < piece.choices.length; choice += 1) {
    const hasRoom = choice === piece.present || piece.choices[choice]!.roomMs >= piece.leastRoomMs;
    if (choice !== staying && hasRoom) consider(choice);
  }
  return best;
}

function isLess(a: Cost, b: Cost): boolean {
  if (a[0] !== b[0]) return a[0] < b[0];
  return a[1] !== b[1] ? a[1] < b[1] : a[2] < b[2];
}

/**
 * What a piece costs at a choice, beside the crowds of all others; `most` is the most of the
 * fleet's.
 */
export function costOf(
  puzzle: Puzzle,
  crowds: readonly Float64Array[],
  piece: Piece,
  choice: number,
  most: number,
): Cost {
  const cost: Cost = [0, 0, 0];
  costsLess(puzzle, crowds, piece, choice, most, [Infinity, Infinity, Infinity], cost);
  return cost;
}

/**
 * Whether a choice costs less than `best`; then the cost is in `cost`, or only its first number
 * where no more is asked for. Each number only grows as cells are looked at, so the look ends as
 * soon as the choice cannot be less.
 */
function costsLess(
  { aim, axis, limits }: Puzzle,
  crowds: readonly Float64Array[],
  piece: Piece,
  choice: number,
  most: number,
  best: Cost,
  cost: Cost,
  isFirstOnly = false,
): boolean {
  const { cells, byMinutes, roomMs } = piece.choices[choice]!;
  const { shares, reachMs, needs, weights } = piece;
  const { ends, backs } = axis;
  const isPeak = aim === "peak";
  const isDemand = aim === "demand";
  let first = isPeak || isDemand ? most : 0;
  let uneven = 0;
  const stops = aim === "exposure" && roomMs < reachMs ? LIKELY_STOP : 0;
  // Who waits, waits for a resource: the fleet as a whole is nobody's need, and its peak its own.
  const crowdsSeen = isPeak && isFirstOnly ? 0 : needs.length;
  for (let which = isPeak ? -1 : 0; which < crowdsSeen; which += 1) {
    const crowd = which < 0 ? crowds[0]! : crowds[needs[which]! + 1]!;
    const limit = which < 0 ? Infinity : limits[needs[which]!]! * ONE_SESSION;
    const weight = which < 0 ? 1 : weights[which]!;
    let squares = 0;
    for (let at = 0; at < cells.length; at += 1) {
      let cell = cells[at]!;
      const end = ends[cell]!;
      const back = backs[cell]!;
      for (let step = 0; step < shares.length; step += 1) {
        if (cell >= end) {
          if (back === 0) break;
          cell -= back;
        }
        const share = weight * shares[step]!;
        const before = crowd[cell]!;
        const now = before + share;
        squares += share * (before + now);
        if (which < 0) {
          if (now > first) first = now;
        } else if (isDemand) {
          if (now > first * limit) first = now / limit;
        } else if (!isPeak && now > limit) first += now - (before > limit ? before : limit);
        cell += 1;
      }
      if (first + stops > best[0]) return false;
    }
    // What may run out counts by how full it is, so that of two the one with less is filled less.
    uneven += which < 0 ? squares : (squares * ONE_SESSION) / limit;
    if (first + stops === best[0] && uneven > best[1]) return false;
  }
  cost[0] = first + stops;
  cost[1] = uneven;
  cost[2] = Math.abs(byMinutes);
  return isLess(cost, best);
}

// What a look that is only for the first number may come to: less than `enough`, whatever the rest.
const enoughAlone: Cost = [0, -1, -1];
const found: Cost = [0, 0, 0];

/**
 * The first number of a cost, or a number that is no less than `enough`: all that a search needs
 * that keeps nothing else.
 */
export function firstCostOf(
  puzzle: Puzzle,
  crowds: readonly Float64Array[],
  piece: Piece,
  choice: number,
  most: number,
  enough: number,
): number {
  enoughAlone[0] = enough;
  const isBelow = costsLess(puzzle, crowds, piece, choice, most, enoughAlone, found, true);
  return isBelow ? found[0] : enough;
}
