/**
 * The waiting line: how long each attempt stood in it, and for how much of that time each of its
 * resources was full.
 *
 * Times full are read off the occupancy where an attempt joins the line and where it leaves it: so
 * they are exact, and nothing is asked in between. An attempt that never starts has waited too
 * (R34). The longest wait of a job whose resources were never free at once, and that cost it runs,
 * is kept: others pass such a job, maybe for ever (R22).
 */
import { type ExposureBook, noteWait } from "./exposure.js";
import { type LineWait, MOST_NEEDS } from "./heldUp.js";
import { ARRIVAL, FULL_SINCE, SKIPPED } from "./jobRow.js";
import { changeQueue, type OccupancyBook } from "./occupancy.js";
import type { WaitLog } from "./waits.js";

/** A wait in which resources were never free at once. */
export interface PassedBy extends LineWait {
  /** Starts that were skipped meanwhile. */
  readonly skipped: number;
}

/**
 * Books who stands in the line. Time must have been moved on to the present. `at`: instants of
 * jobs, the row of this one at `me` (`jobRow.ts`); when it arrived stands there.
 */
export interface LineBook {
  /** An attempt of a job, which needs these resources, joins the line. */
  joined(job: number, needs: readonly number[], at: Float64Array, me: number): void;
  /** It leaves the line: it starts now, or never will. */
  left(
    job: number,
    needs: readonly number[],
    at: Float64Array,
    me: number,
    now: number,
    starts: boolean,
  ): void;
  /**
   * Jobs that waited while their resources were never free at once, in order: each with its longest
   * such wait in which a start was skipped or which came to nothing.
   */
  neverAtOnce(): [job: number, wait: PassedBy][];
}

/** An empty book. `skippedOf`: starts of a job that came while it waited, so far. */
export function lineBook(
  occupancy: OccupancyBook,
  waits: WaitLog,
  exposure: ExposureBook,
  skippedOf: (job: number) => number,
): LineBook {
  const full = new Float64Array(MOST_NEEDS);
  const passed = new Map<number, PassedBy>();

  /** A wait for several resources: how long was each full, and did others pass the job? */
  function waitedForSeveral(
    job: number,
    needs: readonly number[],
    at: Float64Array,
    me: number,
    now: number,
    starts: boolean,
  ): void {
    let longestFull = 0;
    for (let index = 0; index < needs.length; index += 1) {
      const fullFor = changeQueue(occupancy, needs[index]!, -1) - at[me + FULL_SINCE + index]!;
      full[index] = fullFor;
      if (fullFor > longestFull) longestFull = fullFor;
    }
    const arrival = at[me + ARRIVAL]!;
    const waited = now - arrival;
    if (longestFull === waited) return;
    const skipped = skippedOf(job) - at[me + SKIPPED]!;
    if (skipped === 0 && starts) return;
    const longest = passed.get(job);
    if (longest !== undefined && longest.to - longest.from >= waited) return;
    passed.set(job, {
      from: arrival,
      to: now,
      started: starts,
      full: Array.from(full.subarray(0, needs.length)),
      skipped,
    });
  }

  return {
    joined(job, needs, at, me) {
      if (needs.length === 1) {
        changeQueue(occupancy, needs[0]!, 1);
        return;
      }
      for (let index = 0; index < needs.length; index += 1)
        at[me + FULL_SINCE + index] = changeQueue(occupancy, needs[index]!, 1);
      at[me + SKIPPED] = skippedOf(job);
    },
    left(job, needs, at, me, now, starts) {
      const arrival = at[me + ARRIVAL]!;
      if (needs.length === 1) {
        changeQueue(occupancy, needs[0]!, -1);
        full[0] = now - arrival; // whoever needs one thing waits while it is full
      } else waitedForSeveral(job, needs, at, me, now, starts);
      if (now === arrival) return;
      waits.add(job, now - arrival, starts);
      noteWait(exposure, job, arrival, now, starts, full);
    },
    neverAtOnce: () => [...passed].sort(([a], [b]) => a - b),
  };
}
