/**
 * The order in which sessions of a slice started, and in which runs were missed.
 *
 * Due starts stand on a coarse grid of time, and there are many; retries stand anywhere, and there
 * are few. So each kind is sorted by itself, and the two are merged: at one instant what is due
 * comes first.
 */
import {
  ATTEMPT_AND_OUTCOME,
  BEGIN,
  OUTCOME_BITS,
  SESSION_INSTANTS,
  SESSION_NUMBERS,
  type SliceRows,
} from "./rows.js";
import { sorter } from "./radix.js";

/**
 * Orders the rows of `[begin, until)`, due at multiples of `unit`. An answer is good till the next.
 */
export interface StartOrderer {
  sessions(slice: SliceRows, begin: number, until: number, unit: number): Int32Array;
  missed(slice: SliceRows, begin: number, until: number, unit: number): Int32Array;
}

/** Rows to be sorted: their numbers, and their keys. */
interface Sheaf {
  rows: Int32Array;
  keys: Float64Array;
  count: number;
}

/** An orderer. */
export function startOrderer(): StartOrderer {
  const due: Sheaf = emptySheaf();
  const retries: Sheaf = emptySheaf();
  const dueSorter = sorter();
  const retrySorter = sorter();
  let merged = new Int32Array(0);

  return {
    sessions(slice, begin, until, unit) {
      const { sessions, instants, numbers } = slice;
      makeRoom(due, sessions);
      makeRoom(retries, sessions);
      if (merged.length < sessions) merged = new Int32Array(Math.ceil(1.5 * sessions));
      const base = Math.floor(begin / unit) * unit;
      for (let row = 0; row < sessions; row += 1) {
        const start = instants[row * SESSION_INSTANTS + BEGIN]!;
        if (numbers[row * SESSION_NUMBERS + ATTEMPT_AND_OUTCOME]! >> OUTCOME_BITS === 0)
          put(due, row, Math.floor((start - base) / unit));
        else put(retries, row, start - begin);
      }
      const most = Math.ceil((until - base) / unit);
      const dueOrder = dueSorter.order(due.keys, due.count, most);
      const retryOrder = retrySorter.order(retries.keys, retries.count, until - begin);
      merge(slice, due, dueOrder, retries, retryOrder, merged);
      return merged;
    },
    missed({ missed, missedNominal }, begin, until, unit) {
      makeRoom(due, missed);
      const base = Math.floor(begin / unit) * unit;
      for (let row = 0; row < missed; row += 1)
        put(due, row, Math.floor((missedNominal[row]! - base) / unit));
      return dueSorter.order(due.keys, missed, Math.ceil((until - base) / unit));
    },
  };
}

function emptySheaf(): Sheaf {
  return { rows: new Int32Array(0), keys: new Float64Array(0), count: 0 };
}

function makeRoom(sheaf: Sheaf, size: number): void {
  sheaf.count = 0;
  if (sheaf.rows.length >= size) return;
  sheaf.rows = new Int32Array(Math.ceil(1.5 * size));
  sheaf.keys = new Float64Array(sheaf.rows.length);
}

function put(sheaf: Sheaf, row: number, key: number): void {
  sheaf.rows[sheaf.count] = row;
  sheaf.keys[sheaf.count] = key;
  sheaf.count += 1;
}

/** Two lists in the order of their starts become one. */
function merge(
  { instants }: SliceRows,
  due: Sheaf,
  dueOrder: Int32Array,
  retries: Sheaf,
  retryOrder: Int32Array,
  merged: Int32Array,
): void {
  let [one, other, to] = [0, 0, 0];
  for (; other < retries.count; other += 1) {
    const retry = retries.rows[retryOrder[other]!]!;
    const start = instants[retry * SESSION_INSTANTS + BEGIN]!;
    for (; one < due.count; one += 1) {
      const row = due.rows[dueOrder[one]!]!;
      if (instants[row * SESSION_INSTANTS + BEGIN]! > start) break;
      merged[to++] = row;
    }
    merged[to++] = retry;
  }
  for (; one < due.count; one += 1) merged[to++] = due.rows[dueOrder[one]!]!;
}
