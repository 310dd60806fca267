/**
 * What no choice of start times can go below: work that must be done in a stretch of time, spread evenly over it.
 *
 * Three bounds, and the highest holds: the crowd of what cannot be moved; the work that every choice puts into some
 * stretch, divided by its length; one session. All are expectations over luck, exact where sessions are equally long.
 */
import { lengthText } from "./lengthText.js";
import { type Axis, ONE_SESSION } from "./crowd.js";
import { mostOf, type Piece, type Puzzle } from "./placement.js";
import type { Proposal } from "./proposal.js";

/** Stretches that are tried: between the hulls of the choices of one job. */
const MOST_STRETCHES = 200;

/** The bound on the peak of a puzzle, with the reason. */
export function peakBound(puzzle: Puzzle): NonNullable<Proposal["bound"]> {
  const { axis, pieces, fixed } = puzzle;
  const isExact = pieces.every((piece) => piece.footprint.isCertain);
  const rounded = (crowd: number): number => (isExact ? Math.ceil(crowd / ONE_SESSION - 1e-9) : Math.ceil((10 * crowd) / ONE_SESSION - 1e-9) / 10);
  const runs = pieces.some((piece) => piece.footprint.mass > 0 && piece.choices.every((choice) => choice.cells.length > 0)) || mostOf(fixed[0]!) > 0;
  let atLeast = runs ? 1 : 0;
  let because = runs ? "one session runs" : "no session takes any time";
  const still = rounded(mostOf(fixed[0]!));
  if (still > atLeast) {
    atLeast = still;
    because = `the jobs that stay where they are come to ${still} at once`;
  }
  for (const [from, to] of stretchesOf(puzzle)) {
    const work = workBetween(puzzle, from, to);
    const spread = rounded(work / (to - from));
    if (spread <= atLeast) continue;
    atLeast = spread;
    const hours = lengthText(Math.round((work / ONE_SESSION) * axis.cellMs));
    because = `sessions of ${hours} in all must run within ${lengthText((to - from) * axis.cellMs)}`;
  }
  return { atLeast, because };
}

/** Stretches that some job cannot leave, whatever its start: from its earliest start to its latest end, run by run; and all time. */
function stretchesOf({ axis, pieces }: Puzzle): (readonly [number, number])[] {
  const found = new Map<string, readonly [number, number]>([["all", [0, axis.cells]]]);
  for (const { choices, footprint } of pieces) {
    const runs = Math.min(...choices.map((choice) => choice.cells.length));
    for (let run = 0; run < runs && found.size < MOST_STRETCHES; run += 1) {
      let from = Infinity;
      let to = 0;
      for (const { cells } of choices) {
        from = Math.min(from, cells[run]!);
        to = Math.max(to, cells[run]! + footprint.shares.length);
      }
      if (to > from && to <= axis.cells) found.set(`${from} ${to}`, [from, to]);
    }
  }
  return [...found.values()];
}

/** Work that falls into `[from, to)` whatever the choices, in cells times the unit of footprints. */
function workBetween({ axis, pieces, fixed }: Puzzle, from: number, to: number): number {
  let work = 0;
  for (let cell = from; cell < to; cell += 1) work += fixed[0]![cell]!;
  const known = new Map<Piece["choices"], Map<Piece["footprint"]["shares"], number>>();
  for (const { choices, footprint } of pieces) {
    const byShares = known.get(choices) ?? new Map<Piece["footprint"]["shares"], number>();
    known.set(choices, byShares);
    let least = byShares.get(footprint.shares);
    if (least === undefined) {
      const until = massUntil(footprint.shares);
      least = Math.min(...choices.map(({ cells }) => cells.reduce((sum, start) => sum + massIn(until, axis, start, from, to), 0)));
      byShares.set(footprint.shares, least);
    }
    work += least;
  }
  return work;
}

/** Running sums: the mass of the first `n` cells of a footprint. */
function massUntil(shares: Float64Array): Float64Array {
  const until = new Float64Array(shares.length + 1);
  for (let cell = 0; cell < shares.length; cell += 1) until[cell + 1] = until[cell]! + shares[cell]!;
  return until;
}

/** The mass of a footprint that starts in a cell, as far as it lies in `[from, to)`; on a round axis, the part past the end as well. */
function massIn(until: Float64Array, axis: Axis, start: number, from: number, to: number): number {
  const upTo = (cell: number): number => until[Math.max(0, Math.min(until.length - 1, cell - start))]!;
  const mass = upTo(to) - upTo(from);
  return axis.isRound ? mass + upTo(to + axis.cells) - upTo(from + axis.cells) : mass;
}
