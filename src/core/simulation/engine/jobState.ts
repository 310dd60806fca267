/**
 * What is kept of a job while it lives: one row of instants and one of small numbers, each a line
 * or half a line of the processor's cache. At thousands of jobs the memory that an event touches is
 * what it costs (bench/simulate).
 */
import { LINE_FIELDS } from "../books/line.js";

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

/** In the row of instants: when the present run was due. */
export const NOMINAL = 0;
/** When the attempt's window closes. */
export const CLOSING = 1;
/** The key of the present run. */
export const RUN = 2;
/** When its attempt became due; the rest of the row is the line's. */
export const ARRIVAL = 3;
/** When its session started, in the line's part: who runs does not wait. */
export const START = 4;

/** In the row of small numbers: what the job is doing. */
export const STATE = 0;
/** The attempt of the present run, from 0. */
export const ATTEMPT = 1;
/** 1 for a run that was started by hand. */
export const BY_HAND = 2;
/** How the attempt will end, a code, if nothing ends it before. */
export const OUTCOME = 3;
/** The row of its session in the log. */
export const ROW = 4;
/** The night that its session belongs to. */
export const NIGHT = 5;

/** Numbers of either row. */
export const FIELDS = ARRIVAL + LINE_FIELDS;
