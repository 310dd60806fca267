/**
 * Sessions and missed runs of a slice of time as they come, job by job.
 *
 * A session is one stretch of memory, half a line of the processor's cache: what is read in another
 * order than it was written is read at once.
 */
import { resized } from "../../books/columns.js";
import { ATTEMPT, END, NOMINAL, OUTCOME, START } from "../../books/jobRow.js";
import { RUNNING } from "../../outcomes.js";

/** Rows that grow. Of each job they come in the order of time. */
export interface SliceRows {
  sessions: number;
  /** Of each session `SESSION_INSTANTS` numbers: when it was due, its start, its end, and ... */
  instants: Float64Array;
  /** ... the same memory as small numbers, `SESSION_NUMBERS` a session. */
  numbers: Int32Array;
  missed: number;
  missedJob: Int32Array;
  missedNominal: Float64Array;
  missedReason: Uint8Array;
}

/** Instants of a session, the small numbers among them. */
export const SESSION_INSTANTS = 4;
/** When it was due, its start and its end. */
export const DUE = 0;
export const BEGIN = 1;
export const DONE = 2;
/** Small numbers of a session: two for each instant. */
export const SESSION_NUMBERS = 2 * SESSION_INSTANTS;
/** Whose it is. */
export const JOB = 6;
/** The attempt, and in the lowest bits the outcome. */
export const ATTEMPT_AND_OUTCOME = 7;
/** Bits of an outcome. */
export const OUTCOME_BITS = 3;

const FIRST_ROWS = 1_024;

/** No row yet. */
export function noRows(): SliceRows {
  const instants = new Float64Array(FIRST_ROWS * SESSION_INSTANTS);
  return {
    sessions: 0,
    instants,
    numbers: new Int32Array(instants.buffer),
    missed: 0,
    missedJob: new Int32Array(FIRST_ROWS),
    missedNominal: new Float64Array(FIRST_ROWS),
    missedReason: new Uint8Array(FIRST_ROWS),
  };
}

/** Adds the session that the rows of a job say; one that `to` cuts off still runs then. */
export function addSession(
  slice: SliceRows,
  job: number,
  at: Float64Array,
  me: number,
  is: Int32Array,
  mine: number,
  to: number,
): void {
  const row = slice.sessions;
  if ((row + 1) * SESSION_INSTANTS > slice.instants.length) growSessions(slice);
  const { instants, numbers } = slice;
  const place = row * SESSION_INSTANTS;
  const isCut = at[me + END]! > to;
  instants[place + DUE] = at[me + NOMINAL]!;
  instants[place + BEGIN] = at[me + START]!;
  instants[place + DONE] = isCut ? to : at[me + END]!;
  numbers[row * SESSION_NUMBERS + JOB] = job;
  numbers[row * SESSION_NUMBERS + ATTEMPT_AND_OUTCOME] =
    (is[mine + ATTEMPT]! << OUTCOME_BITS) | (isCut ? RUNNING : is[mine + OUTCOME]!);
  slice.sessions = row + 1;
}

/** Adds a run, due at `instants[index]`, that came to no session. */
export function addMissed(
  slice: SliceRows,
  job: number,
  instants: Float64Array,
  index: number,
  reason: number,
): void {
  const row = slice.missed;
  if (row === slice.missedJob.length) growMissed(slice);
  slice.missedJob[row] = job;
  slice.missedNominal[row] = instants[index]!;
  slice.missedReason[row] = reason;
  slice.missed = row + 1;
}

function growSessions(slice: SliceRows): void {
  const instants = new Float64Array(2 * slice.instants.length);
  instants.set(slice.instants);
  slice.instants = instants;
  slice.numbers = new Int32Array(instants.buffer);
}

function growMissed(slice: SliceRows): void {
  const size = 2 * slice.missedJob.length;
  slice.missedJob = resized(slice.missedJob, new Int32Array(size));
  slice.missedNominal = resized(slice.missedNominal, new Float64Array(size));
  slice.missedReason = resized(slice.missedReason, new Uint8Array(size));
}
