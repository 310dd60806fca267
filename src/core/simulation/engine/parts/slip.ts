/**
 * What parts of a fleet write down in a slice of time, part after part.
 *
 * What belongs to a session stands together, since it is read once, in an order that is not its own
 * (`inOrder.ts`). How many rows each job has is counted as they come.
 */
import { resized } from "../../books/columns.js";
import {
  ARRIVAL,
  ATTEMPT,
  END,
  INSTANTS,
  type JobRows,
  NOMINAL,
  NUMBERS,
  OUTCOME,
  START,
} from "../../books/jobRow.js";
import { CODE_BITS } from "../../outcomes.js";
import type { Order } from "./parts.js";

/** Rows that grow. */
export class Slip {
  sessions: number;
  /** Rows of sessions: instants, or, the same memory, small numbers. */
  at: Float64Array;
  is: Int32Array;
  missed: number;
  /** Rows of missed runs, likewise. */
  missedAt: Float64Array;
  missedIs: Int32Array;
  readonly order: Order;
  /** Of each place how many sessions its job has, and missed runs; then where the next one goes. */
  readonly sessionsOf: Int32Array;
  readonly missedOf: Int32Array;

  constructor(of: Slip) {
    this.sessions = of.sessions;
    this.at = of.at;
    this.is = of.is;
    this.missed = of.missed;
    this.missedAt = of.missedAt;
    this.missedIs = of.missedIs;
    this.order = of.order;
    this.sessionsOf = of.sessionsOf;
    this.missedOf = of.missedOf;
  }
}

/** How long the row of a session is; and where in it, in instants, stands when it started. */
export const SESSION = 5;
export const BEGAN = 0;
export const ARRIVED = 1;
export const DONE = 2;
export const DUE = 3;
/** And in small numbers, the place of its job. */
export const WHOSE = 8;
/** The attempt, and in the lowest `CODE_BITS` the outcome. */
export const MARK = 9;

/** How long the row of a missed run is; and where in it stands when it was clear that it is. */
export const MISSED = 3;
export const CLEAR = 0;
export const WAS_DUE = 1;
/** And in small numbers, the place of its job. */
export const MISSED_WHOSE = 4;
export const REASON = 5;

const FIRST_ROWS = 1_024;

/** An empty slip for jobs that stand in this order, with room for about so many sessions. */
export function slipFor(order: Order, expected: number): Slip {
  const at = new Float64Array(SESSION * Math.max(FIRST_ROWS, Math.ceil(expected)));
  const missedAt = new Float64Array(MISSED * FIRST_ROWS);
  return new Slip({
    sessions: 0,
    at,
    is: new Int32Array(at.buffer),
    missed: 0,
    missedAt,
    missedIs: new Int32Array(missedAt.buffer),
    order,
    sessionsOf: new Int32Array(order.jobAt.length),
    missedOf: new Int32Array(order.jobAt.length),
  });
}

/** Writes down a session of the job at a place, as its rows say: all that becomes of it. */
export function slipSession(slip: Slip, place: number, { at, is }: JobRows): void {
  const row = SESSION * slip.sessions;
  if (row === slip.at.length) {
    slip.at = resized(slip.at, new Float64Array(2 * row));
    slip.is = new Int32Array(slip.at.buffer);
  }
  const me = place * INSTANTS;
  const mine = place * NUMBERS;
  slip.at[row + BEGAN] = at[me + START]!;
  slip.at[row + ARRIVED] = at[me + ARRIVAL]!;
  slip.at[row + DONE] = at[me + END]!;
  slip.at[row + DUE] = at[me + NOMINAL]!;
  slip.is[2 * row + WHOSE] = place;
  slip.is[2 * row + MARK] = (is[mine + ATTEMPT]! << CODE_BITS) | is[mine + OUTCOME]!;
  slip.sessionsOf[place]! += 1;
  slip.sessions += 1;
}

/** Writes down, at `present[0]`, that a run which was due at `instants[index]` is missed. */
export function slipMissed(
  slip: Slip,
  place: number,
  instants: Float64Array,
  index: number,
  reason: number,
  present: Float64Array,
): void {
  const row = MISSED * slip.missed;
  if (row === slip.missedAt.length) {
    slip.missedAt = resized(slip.missedAt, new Float64Array(2 * row));
    slip.missedIs = new Int32Array(slip.missedAt.buffer);
  }
  slip.missedAt[row + CLEAR] = present[0]!;
  slip.missedAt[row + WAS_DUE] = instants[index]!;
  slip.missedIs[2 * row + MISSED_WHOSE] = place;
  slip.missedIs[2 * row + REASON] = reason;
  slip.missedOf[place]! += 1;
  slip.missed += 1;
}
