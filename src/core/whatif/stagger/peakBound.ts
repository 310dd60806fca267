/**
 * What no choice of start times can go below: work that must be done in certain hours, spread
 * evenly over them.
 *
 * Three bounds, and the highest holds: the crowd of what cannot be moved; for the hours that some
 * job cannot leave, the work of all jobs that cannot leave them either, divided by their number;
 * one session. They are expectations over luck, exact where sessions are equally long; and they
 * hold as long as no run is lost or waits beyond its hours, since what is not run, or later, crowds
 * nobody there.
 */
import { addFootprint, type Axis, ONE_SESSION } from "./crowd.js";
import { lengthText } from "../../time/length.js";
import { likeness, mostOf, type Piece, type Puzzle } from "./placement.js";
import type { Proposal } from "./proposal.js";

/** Sets of hours that are tried. */
const MOST_SETS = 50;
/**
 * A footprint's long thin end is left out: it would stretch the hours by more than it adds to the
 * work.
 */
const THIN = ONE_SESSION / 20;

/** The bound on the peak of a puzzle, with the reason. */
export function peakBound(puzzle: Puzzle): NonNullable<Proposal["bound"]> {
  const { axis, pieces, fixed } = puzzle;
  const isExact = pieces.every((piece) => piece.footprint.isCertain);
  const rounded = (crowd: number): number =>
    isExact
      ? Math.ceil(crowd / ONE_SESSION - 1e-9)
      : Math.ceil((10 * crowd) / ONE_SESSION - 1e-9) / 10;
  const still = rounded(mostOf(fixed[0]!));
  const certain = pieces.some(
    ({ footprint, choices }) =>
      footprint.mass > 0 && choices.every(({ cells }) => cells.length > 0),
  );
  let bound =
    still >= 1
      ? { atLeast: still, because: `the jobs that stay where they are come to ${still} at once` }
      : certain
        ? { atLeast: 1, because: "one session runs" }
        : { atLeast: 0, because: "no session takes any time" };
  const classes = classesOf(puzzle);
  const sets = [
    new Float64Array(axis.cells).fill(1),
    ...classes.slice(0, MOST_SETS).map(({ hours }) => hours),
  ];
  for (const hours of sets) {
    const confined = classes.filter((one) =>
      one.hours.every((covered, cell) => covered === 0 || hours[cell] === 1),
    );
    const work =
      confined.reduce((sum, one) => sum + one.work, 0) +
      fixed[0]!.reduce((sum, crowd, cell) => sum + crowd * hours[cell]!, 0);
    const cells = hours.reduce((sum, covered) => sum + covered, 0);
    const spread = cells === 0 ? 0 : rounded(work / cells);
    if (spread <= bound.atLeast) continue;
    const length = (count: number): string => lengthText(Math.round(count * axis.cellMs));
    bound = {
      atLeast: spread,
      because: `sessions of ${length(work / ONE_SESSION)} in all must run within ${length(cells)}`,
    };
  }
  return bound;
}

/**
 * Jobs that can cover the same hours: which those are, and the work that they put there whatever
 * their starts, in cells.
 */
interface HoursClass {
  readonly hours: Float64Array;
  work: number;
}

function classesOf({ axis, pieces }: Puzzle): HoursClass[] {
  const classes = new Map<string, HoursClass>();
  const known = new Map<
    string,
    { readonly key: string; readonly hours: Float64Array; readonly work: number }
  >();
  for (const piece of pieces) {
    const like = likeness(piece);
    let read = known.get(like);
    if (read === undefined) known.set(like, (read = readPiece(piece, axis)));
    const found = classes.get(read.key) ?? { hours: read.hours, work: 0 };
    found.work += read.work;
    classes.set(read.key, found);
  }
  return [...classes.values()];
}

function readPiece(
  { choices, footprint }: Piece,
  axis: Axis,
): { readonly key: string; readonly hours: Float64Array; readonly work: number } {
  const shares = footprint.shares.filter((share) => share >= THIN);
  const hours = new Float64Array(axis.cells);
  let work = Infinity;
  for (const { cells } of choices) {
    const crowd = new Float64Array(axis.cells);
    addFootprint(crowd, axis, cells, shares, 1);
    let mass = 0;
    crowd.forEach((now, cell) => {
      mass += now;
      if (now > 0) hours[cell] = 1;
    });
    work = Math.min(work, mass);
  }
  return { key: hours.join(""), hours, work };
}
