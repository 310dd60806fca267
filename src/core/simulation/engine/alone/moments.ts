/**
 * The instants at which sessions of a slice start, each once; and which of them comes next after an
 * end, found by a table.
 */
import { BEGIN, SESSION_INSTANTS, type SliceRows } from "./rows.js";

/** The moments of the slice that is open. The arrays are others once another one is. */
export interface Moments {
  readonly count: number;
  /** Ascending. */
  readonly instants: Float64Array;
  /** Of each how many sessions have started, it included. */
  readonly stops: Int32Array;
  /** Opens the slice `[begin, until)`, its sessions in the order of their starts. */
  open(slice: SliceRows, order: Int32Array, begin: number, until: number): void;
  /** The first moment at or after an instant of the slice; `count` where there is none. */
  after(instant: number): number;
}

/** Buckets a moment. */
const FINENESS = 2;
const MOST_BUCKETS = 2 ** 17;

/** Moments of one slice after the other. */
export function momentsOfSlices(): Moments {
  let count = 0;
  let instants = new Float64Array(0);
  let stops = new Int32Array(0);
  let from = 0;
  let perBucket = 0;
  // Of each bucket of time the first moment that lies in it or later.
  let buckets = new Int32Array(0);

  function collect(slice: SliceRows, order: Int32Array): void {
    const { sessions } = slice;
    if (instants.length < sessions) {
      instants = new Float64Array(Math.ceil(1.5 * sessions));
      stops = new Int32Array(instants.length);
    }
    count = 0;
    let last = Number.NaN;
    for (let place = 0; place < sessions; place += 1) {
      const start = slice.instants[order[place]! * SESSION_INSTANTS + BEGIN]!;
      if (start !== last) {
        if (count > 0) stops[count - 1] = place;
        instants[count] = last = start;
        count += 1;
      }
    }
    if (count > 0) stops[count - 1] = sessions;
  }

  return {
    get count() {
      return count;
    },
    get instants() {
      return instants;
    },
    get stops() {
      return stops;
    },
    open(slice, order, begin, until) {
      collect(slice, order);
      const size = Math.min(MOST_BUCKETS, FINENESS * count + 1);
      if (buckets.length < size) buckets = new Int32Array(2 * size);
      from = begin;
      perBucket = until > begin ? size / (until - begin) : 0;
      let bucket = 0;
      for (let moment = 0; moment < count; moment += 1) {
        const own = Math.min(size - 1, Math.floor((instants[moment]! - from) * perBucket));
        for (; bucket <= own; bucket += 1) buckets[bucket] = moment;
      }
      for (; bucket < size; bucket += 1) buckets[bucket] = count;
    },
    after(instant) {
      let moment = buckets[Math.floor((instant - from) * perBucket)]!;
      while (moment < count && instants[moment]! < instant) moment += 1;
      return moment;
    },
  };
}
