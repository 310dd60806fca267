/**
 * How many sessions are expected to run at once: a curve over the cells of an axis.
 *
 * A run's footprint is, cell by cell from its start, the share of luck in which one of its sessions
 * runs; the crowd in a cell is the sum of the footprints there. Shares are whole thousandths, so
 * that what is added can be taken away again without a trace.
 */
import type { Axis } from "./axis.js";

/** One session that is certain to run, in the unit of footprints and crowds. */
export const ONE_SESSION = 1_000;

/**
 * Adds a footprint (`sign` 1) to a crowd, or takes it away (-1), at each of the cells in which a
 * run starts.
 */
export function addFootprint(
  crowd: Float64Array,
  axis: Axis,
  starts: Int32Array,
  shares: Float64Array,
  sign: number,
): void {
  const { ends, backs } = axis;
  for (let at = 0; at < starts.length; at += 1) {
    let cell = starts[at]!;
    const end = ends[cell]!;
    const back = backs[cell]!;
    for (let step = 0; step < shares.length; step += 1) {
      if (cell >= end) {
        if (back === 0) break;
        cell -= back;
      }
      crowd[cell]! += sign * shares[step]!;
      cell += 1;
    }
  }
}
