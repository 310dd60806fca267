/**
 * The luck of R24 once more, for contestants that do nothing but draw it: written from the rule, so
 * that they share no code with the engine that they are held against.
 */

/** Hashes a text to 32 bits: FNV-1a over UTF-16 units, then mixed. */
function hashText(text, seed = 0) {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return avalanche(hash);
}

export const DURATION = hashText("duration");
export const OUTCOME = hashText("outcome");

/** Two halves of a key for each of `job-0` to `job-<jobs - 1>`, under a seed below 2^32. */
export function keysOf(jobs, seed) {
  const keys = new Int32Array(2 * jobs);
  for (let job = 0; job < jobs; job += 1) {
    const id = `job-${job}`;
    keys[2 * job] = avalanche(hashText(id, 0x9e3779b9) ^ Math.imul(seed, 0x85ebca6b));
    keys[2 * job + 1] = avalanche(hashText(id, 0x7f4a7c15) + Math.imul(seed, 0x27d4eb2f));
  }
  return keys;
}

/**
 * The keys of the runs of a job that starts every so often in UTC, and one beyond the last: date,
 * and place in its plan.
 */
export function runKeys({ from, to, everyMs }) {
  const places = Math.ceil((to - from) / everyMs) + 1;
  return Float64Array.from({ length: places }, (_, place) => {
    const due = from + place * everyMs;
    const day = Math.floor(due / 86_400_000);
    return day * 1_024 + 2 * ((due - day * 86_400_000) / everyMs);
  });
}

/** A number in `[0, 1)` for a run, an attempt and a purpose of a job. */
export function draw(high, low, run, attempt, purpose) {
  const runHigh = Math.floor(run / 4_294_967_296);
  const runLow = (run - runHigh * 4_294_967_296) | 0;
  let a = high ^ runLow;
  let b = low ^ Math.imul(runHigh, 0x9e3779b1) ^ Math.imul(attempt + 1, 0x85ebca77);
  b ^= avalanche(a ^ purpose);
  a ^= avalanche(b + purpose);
  b ^= avalanche(a);
  a ^= avalanche(b);
  return ((a >>> 5) * 67_108_864 + (b >>> 6)) / 9_007_199_254_740_992;
}

function avalanche(value) {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}
