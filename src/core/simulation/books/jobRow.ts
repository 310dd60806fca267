/**
 * What is kept of a job while it lives, as all who have to do with it read and write it: one row of
 * instants and one of small numbers.
 *
 * Numbers go from one to the other in these rows, not as arguments: a call that is not inlined
 * makes an object of every fraction and instant that it is given (bench/simulate).
 */
import { MOST_NEEDS } from "./heldUp.js";

/** The rows of all jobs, `INSTANTS` and `NUMBERS` numbers each. */
export interface JobRows {
  readonly at: Float64Array;
  readonly is: Int32Array;
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
/** Instants of a job. */
export const INSTANTS = SKIPPED + 1;

/** In the row of small numbers: what the job is doing. */
export const STATE = 0;
/** The attempt of the present run, from 0. */
export const ATTEMPT = 1;
/** 1 for a run that was started by hand. */
export const BY_HAND = 2;
/** How the attempt ended, or will if nothing comes between: a code. */
export const OUTCOME = 3;
/** The row of its session in the log. */
export const ROW = 4;
/** The night that its session belongs to. */
export const NIGHT = 5;
/** Small numbers of a job. */
export const NUMBERS = 8;

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
  return { at, is: new Int32Array(jobs * NUMBERS) };
}
