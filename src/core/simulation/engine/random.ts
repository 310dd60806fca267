/**
 * Luck that belongs to a run: every draw is a pure function of seed, job, run key, attempt and
 * purpose (R24).
 *
 * There is no stream and no state. So the same run of the same job draws the same luck in every
 * scenario, wherever its start is moved on its date, the order of events never matters, and a fleet
 * may be cut up and simulated anywhere with the same result, to the byte.
 */

/** Hashes a text to 32 bits (FNV-1a over UTF-16 units, then mixed): a job's id, a purpose. */
export function hashText(text: string, seed = 0): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return avalanche(hash);
}

/** What a job's draws have in common: 64 bits of the seed and the job's id, in two halves. */
export interface DrawKey {
  readonly high: number;
  readonly low: number;
}

/** The key of a job. Two jobs share one only where all 64 bits meet by chance. */
export function drawKey(seed: number, jobId: string): DrawKey {
  const seedLow = seed >>> 0;
  const seedHigh = Math.floor(seed / 4_294_967_296) | 0;
  return {
    high: avalanche(hashText(jobId, 0x9e3779b9) ^ Math.imul(seedLow, 0x85ebca6b) ^ seedHigh),
    low: avalanche(
      hashText(jobId, 0x7f4a7c15) +
        Math.imul(seedLow ^ Math.imul(seedHigh, 0xc2b2ae35), 0x27d4eb2f),
    ),
  };
}

/**
 * A number in `[0, 1)` with 53 random bits. `run` is a key of `runKeysOf` or `keyByHand`; `purpose`
 * is a text hashed with `hashText`, once. The words enter two halves, which then turn each other
 * over (a Feistel network of MurmurHash3's finish): different keys of one job never meet, and
 * neighbours in any of them share nothing.
 */
export function draw(
  high: number,
  low: number,
  run: number,
  attempt: number,
  purpose: number,
): number {
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

/** MurmurHash3's finish: every bit of the input turns over half of the output's. */
function avalanche(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}
