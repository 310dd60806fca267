/**
 * What is kept of a job while it lives, as all who have to do with it read and write it: one row of
 * instants and small numbers, in one stretch of memory. What one event touches of it lies together.
 *
 * Numbers go from one to the other in these rows, not as arguments: a call that is not inlined
 * makes an object of every fraction and instant that it is given (bench/simulate).
 */
import { MOST_NEEDS } from "./heldUp.js";

/** The rows of all jobs: `INSTANTS` instants each, or, the same memory, `NUMBERS` small numbers. */
export class JobRows {
  readonly at: Float64Array;
  readonly is: Int32Array;

  constructor(of: JobRows) {
    this.at = of.at;
    this.is = of.is;
  }
}

/** In the row of instants: when the present run was due. */
export const NOMINAL = 0;
/** When the attempt's window closes; `NEVER` where none does. */
export const CLOSING = 1;
/** The key of the present run (R24). */
export const RUN = 2;
/** When its attempt became due. */
export const ARRIVAL = 3;
/** When its session started. */
export const START = 4;
/** When its session ended, or will if nothing comes between. */
export const END = 5;
/** When the newest session that made a restore point started; `NaN` before the first (R31). */
export const NEWEST_POINT = 6;
/** The instant of the data that its restore point holds; `NaN` where it makes none. */
export const DATA = 7;
/** How long its session takes at full speed, ms; `NaN` where nothing can slow it. */
export const FULL_MS = 8;
/** Threads that its session can use; `NaN`: as many as there are (R28). */
export const THREADS = 9;
/** While it waits: how long its resources had been full when it joined the line. */
export const FULL_SINCE = 10;
/** And how many of its starts had been skipped. */
export const SKIPPED = FULL_SINCE + MOST_NEEDS;

// The small numbers stand behind, two in the place of an instant.
const FIRST_NUMBER = 2 * (SKIPPED + 1);
/** In the row of small numbers: what the job is doing. */
export const STATE = FIRST_NUMBER;
/** The attempt of the present run, from 0. */
export const ATTEMPT = FIRST_NUMBER + 1;
/** 1 for a run that was started by hand. */
export const BY_HAND = FIRST_NUMBER + 2;
/** How the attempt ended, or will if nothing comes between: a code. */
export const OUTCOME = FIRST_NUMBER + 3;
/** The row of its session in the log. */
export const ROW = FIRST_NUMBER + 4;
/** The night that its session belongs to. */
export const NIGHT = FIRST_NUMBER + 5;

// Then comes what is counted: each of these has room in the row, and says itself for what.
/** Small numbers of `tally.ts`, 16 of them. */
export const TALLIED = FIRST_NUMBER + 6;
/** Instants of `tally.ts`, 6. */
export const SUMMED = (TALLIED + 16) / 2;
/** Instants of `exposure.ts`, 9. */
export const RAMPED = SUMMED + 6;
/** Small numbers of `exposure.ts`, 16. */
export const CAUSED = 2 * (RAMPED + 9);

/** A row, in instants and in small numbers. */
export const NUMBERS = CAUSED + 16;
export const INSTANTS = NUMBERS / 2;

/** What a job is doing: nothing. */
export const IDLE = 0;
/** Its attempt runs. */
export const RUNNING_ATTEMPT = 1;
/** Its attempt stands in the line. */
export const WAITING = 2;
/** A retry is pending. */
export const RETRY_AHEAD = 3;
/** A start of a copy, at this instant. */
export const START_AHEAD = 4;

/** Rows of so many jobs that have done nothing yet. */
export function jobRows(jobs: number): JobRows {
  const at = new Float64Array(jobs * INSTANTS);
  for (let job = 0; job < jobs; job += 1) {
    at[job * INSTANTS + NEWEST_POINT] = Number.NaN;
    at[job * INSTANTS + DATA] = Number.NaN;
    at[job * INSTANTS + FULL_MS] = Number.NaN;
  }
  return new JobRows({ at, is: new Int32Array(at.buffer) });
}
