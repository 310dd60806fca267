/**
 * Sessions and missed runs of a slice of time as they come, job by job.
 *
 * First attempts of due starts are the many, and start when they are due: of their start a row says
 * the moment (`calendar.ts`). Retries are the few, and start anywhere.
 */
import { resized } from "../../books/columns.js";
import {
  ATTEMPT,
  END,
  INSTANTS,
  type JobRows,
  NOMINAL,
  NUMBERS,
  OUTCOME,
  START,
} from "../../books/jobRow.js";
import { CODE_BITS, RUNNING, SUCCESS } from "../../outcomes.js";

/** Rows that grow. Of each job they come in the order of time. */
export class SliceRows {
  firsts: number;
  firstJob: Int32Array;
  firstEnd: Float64Array;
  /** The moment of each start, and in the lowest `CODE_BITS` its outcome. */
  firstMark: Int32Array;
  retries: number;
  retryJob: Int32Array;
  retryNominal: Float64Array;
  retryStart: Float64Array;
  retryEnd: Float64Array;
  /** The attempt, and in the lowest `CODE_BITS` its outcome. */
  retryMark: Int32Array;
  missed: number;
  missedJob: Int32Array;
  /** The moment at which each was due, and in the lowest `CODE_BITS` the reason. */
  missedMark: Int32Array;

  constructor(of: SliceRows) {
    this.firsts = of.firsts;
    this.firstJob = of.firstJob;
    this.firstEnd = of.firstEnd;
    this.firstMark = of.firstMark;
    this.retries = of.retries;
    this.retryJob = of.retryJob;
    this.retryNominal = of.retryNominal;
    this.retryStart = of.retryStart;
    this.retryEnd = of.retryEnd;
    this.retryMark = of.retryMark;
    this.missed = of.missed;
    this.missedJob = of.missedJob;
    this.missedMark = of.missedMark;
  }
}

const FIRST_ROWS = 1_024;

/** No row yet, and room for about so many first attempts. */
export function noRows(expected: number): SliceRows {
  const firsts = Math.max(FIRST_ROWS, Math.ceil(expected));
  return new SliceRows({
    firsts: 0,
    firstJob: new Int32Array(firsts),
    firstEnd: new Float64Array(firsts),
    firstMark: new Int32Array(firsts),
    retries: 0,
    retryJob: new Int32Array(FIRST_ROWS),
    retryNominal: new Float64Array(FIRST_ROWS),
    retryStart: new Float64Array(FIRST_ROWS),
    retryEnd: new Float64Array(FIRST_ROWS),
    retryMark: new Int32Array(FIRST_ROWS),
    missed: 0,
    missedJob: new Int32Array(FIRST_ROWS),
    missedMark: new Int32Array(FIRST_ROWS),
  });
}

/** Adds a session that starts when it is due, at a moment; it still runs where `to` cuts it off. */
export function addFirst(
  slice: SliceRows,
  job: number,
  { at, is }: JobRows,
  moment: number,
  to: number,
): void {
  const row = slice.firsts;
  if (row === slice.firstJob.length) growFirsts(slice);
  const end = at[job * INSTANTS + END]!;
  const isCut = end > to;
  slice.firstJob[row] = job;
  slice.firstEnd[row] = isCut ? to : end;
  slice.firstMark[row] = (moment << CODE_BITS) | (isCut ? RUNNING : is[job * NUMBERS + OUTCOME]!);
  slice.firsts = row + 1;
}

/**
 * Adds sessions that succeed: they start at `starts[from]` to `starts[to - 1]`, of which `moments`
 * says the moments, and take as long as `lengths` says from its front on.
 */
export function addPlain(
  slice: SliceRows,
  job: number,
  starts: Float64Array,
  moments: Int32Array,
  lengths: Float64Array,
  front: number,
  from: number,
  to: number,
): void {
  while (slice.firsts + to - from > slice.firstJob.length) growFirsts(slice);
  const { firstJob, firstEnd, firstMark } = slice;
  let row = slice.firsts;
  for (let index = from; index < to; index += 1, row += 1) {
    firstJob[row] = job;
    firstEnd[row] = starts[index]! + lengths[index - front]!;
    firstMark[row] = (moments[index]! << CODE_BITS) | SUCCESS;
  }
  slice.firsts = row;
}

/** Adds a session of a retry, as the rows of its job say. */
export function addRetry(slice: SliceRows, job: number, { at, is }: JobRows, to: number): void {
  const row = slice.retries;
  if (row === slice.retryJob.length) growRetries(slice);
  const me = job * INSTANTS;
  const mine = job * NUMBERS;
  const isCut = at[me + END]! > to;
  slice.retryJob[row] = job;
  slice.retryNominal[row] = at[me + NOMINAL]!;
  slice.retryStart[row] = at[me + START]!;
  slice.retryEnd[row] = isCut ? to : at[me + END]!;
  slice.retryMark[row] =
    (is[mine + ATTEMPT]! << CODE_BITS) | (isCut ? RUNNING : is[mine + OUTCOME]!);
  slice.retries = row + 1;
}

/** Adds a run, due at a moment, that came to no session. */
export function addMissed(slice: SliceRows, job: number, moment: number, reason: number): void {
  const row = slice.missed;
  if (row === slice.missedJob.length) growMissed(slice);
  slice.missedJob[row] = job;
  slice.missedMark[row] = (moment << CODE_BITS) | reason;
  slice.missed = row + 1;
}

function growFirsts(slice: SliceRows): void {
  const size = 2 * slice.firstJob.length;
  slice.firstJob = resized(slice.firstJob, new Int32Array(size));
  slice.firstEnd = resized(slice.firstEnd, new Float64Array(size));
  slice.firstMark = resized(slice.firstMark, new Int32Array(size));
}

function growRetries(slice: SliceRows): void {
  const size = 2 * slice.retryJob.length;
  slice.retryJob = resized(slice.retryJob, new Int32Array(size));
  slice.retryNominal = resized(slice.retryNominal, new Float64Array(size));
  slice.retryStart = resized(slice.retryStart, new Float64Array(size));
  slice.retryEnd = resized(slice.retryEnd, new Float64Array(size));
  slice.retryMark = resized(slice.retryMark, new Int32Array(size));
}

function growMissed(slice: SliceRows): void {
  const size = 2 * slice.missedJob.length;
  slice.missedJob = resized(slice.missedJob, new Int32Array(size));
  slice.missedMark = resized(slice.missedMark, new Int32Array(size));
}
