/**
 * What contestants write: sessions as columns, as a timeline has them, and a sum of all that they
 * say which does not know their order.
 */

export const SUCCESS = 0;
export const FAILED = 2;
export const RUNNING = 4;

/** Columns for so many sessions. */
export function columnsFor(sessions) {
  return {
    job: new Int32Array(sessions),
    nominal: new Float64Array(sessions),
    start: new Float64Array(sessions),
    end: new Float64Array(sessions),
    attempt: new Uint16Array(sessions),
    outcome: new Uint8Array(sessions),
  };
}

/** More sessions than a model comes to: each due start, and a retry for one of ten. */
export function mostSessions({ jobs, from, to, everyMs }) {
  return Math.ceil(1.1 * jobs * Math.ceil((to - from) / everyMs)) + jobs;
}

/** A sum over the first `length` rows: the same whatever their order, another if any differs. */
export function sumOf({ job, nominal, start, end, attempt, outcome }, length) {
  let sum = 0;
  for (let row = 0; row < length; row += 1) {
    let hash = job[row] + 1;
    for (const value of [nominal[row], start[row], end[row], attempt[row], outcome[row]]) {
      const high = Math.floor(value / 4_294_967_296);
      hash = Math.imul(hash ^ (value - high * 4_294_967_296), 0x9e3779b1) + high;
      hash ^= hash >>> 15;
    }
    sum = (sum + Math.imul(hash, 0x85ebca6b)) | 0;
  }
  return sum;
}
