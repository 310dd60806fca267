/**
 * Luck that belongs to a run: every draw is a pure function of seed, job, run key, attempt and
 * purpose (R24).
 *
 * There is no stream and no state. So the same run of the same job draws the same luck in every
 * scenario, wherever its start is moved on its date, the order of events never matters, and a fleet
 * may be cut up and simulated anywhere with the same result, to the byte.
 */

// Looked up once: so the code of a draw is small enough to stand where it is asked for.
const imul = Math.imul;

/** Hashes a text to 32 bits (FNV-1a over UTF-16 units, then mixed): a job's id, a purpose. */
export function hashText(text: string, seed = 0): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index += 1)
    hash = imul(hash ^ text.charCodeAt(index), 0x01000193);
  return avalanche(hash);
}

/** What a job's draws have in common: 64 bits of the seed and the job's id, in two halves. */
export interface DrawKey {
  readonly high: number;
  readonly low: number;
}

/** Two hashes of a job's id, the same under all seeds: what its key is made of. */
export function hashId(jobId: string): DrawKey {
  return { high: hashText(jobId, 0x9e3779b9), low: hashText(jobId, 0x7f4a7c15) };
}

/**
 * The key of a job whose id was hashed. Two jobs share one only where all 64 bits meet by chance.
 */
export function keyUnder(seed: number, idHigh: number, idLow: number): DrawKey {
  const seedLow = seed >>> 0;
  const seedHigh = Math.floor(seed / 4_294_967_296) | 0;
  return {
    high: avalanche(idHigh ^ imul(seedLow, 0x85ebca6b) ^ seedHigh),
    low: avalanche(idLow + imul(seedLow ^ imul(seedHigh, 0xc2b2ae35), 0x27d4eb2f)),
  };
}

// Powers of two: a product with them is exact, and a third of the price of a quotient.
const PER_WORD = 2 ** -32;
const PER_SHARE = 2 ** -53;

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
  const runHigh = Math.floor(run * PER_WORD);
  const runLow = (run - runHigh * 4_294_967_296) | 0;
  let a = high ^ runLow;
  let b = low ^ imul(runHigh, 0x9e3779b1) ^ imul(attempt + 1, 0x85ebca77);
  b ^= avalanche(a ^ purpose);
  a ^= avalanche(b + purpose);
  b ^= avalanche(a);
  a ^= avalanche(b);
  return ((a >>> 5) * 67_108_864 + (b >>> 6)) * PER_SHARE;
}

/**
 * Two draws for an attempt of each of the runs `runs[from]` to `runs[to - 1]`: what `draw` says for
 * the one purpose and for the other, to the fronts of `ones` and `others`. The processor works at
 * both at once, and at the next ones.
 */
export function drawPairs(
  high: number,
  low: number,
  runs: Float64Array,
  from: number,
  to: number,
  attempt: number,
  one: number,
  other: number,
  ones: Float64Array,
  others: Float64Array,
): void {
  const ofAttempt = low ^ imul(attempt + 1, 0x85ebca77);
  for (let at = from; at < to; at += 1) {
    const run = runs[at]!;
    const runHigh = Math.floor(run * PER_WORD);
    let a = high ^ ((run - runHigh * 4_294_967_296) | 0);
    let b = ofAttempt ^ imul(runHigh, 0x9e3779b1);
    let c = a;
    let d = b;
    b ^= avalanche(a ^ one);
    d ^= avalanche(c ^ other);
    a ^= avalanche(b + one);
    c ^= avalanche(d + other);
    b ^= avalanche(a);
    d ^= avalanche(c);
    a ^= avalanche(b);
    c ^= avalanche(d);
    ones[at - from] = ((a >>> 5) * 67_108_864 + (b >>> 6)) * PER_SHARE;
    others[at - from] = ((c >>> 5) * 67_108_864 + (d >>> 6)) * PER_SHARE;
  }
}

/** MurmurHash3's finish: every bit of the input turns over half of the output's. */
function avalanche(value: number): number {
  let mixed = value;
  mixed = imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}
