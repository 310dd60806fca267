/**
 * How the benches measure: contestants take turns, round after round, and are compared round by
 * round.
 *
 * Machines are shared and noisy, and the noise comes in waves of seconds. Whoever is measured to
 * the end before the next begins (as mitata and most others do) compares two different machines;
 * side by side, A B, B A, A B, both meet the same wave, and the ratio of a round stays when its
 * absolute figures do not. Medians, never means: noise only adds.
 */

const ROUNDS = 7;
const MOST_LAPS = 2;
const SAMPLE_MS = 8;
/** Ratios whose middle half is wider than this are marked `~`: believe their first digit only. */
const WEAK_SPREAD = 0.15;

let sink = 0;

/** Takes an answer in, so that no compiler can leave out the work that made it. */
export function consume(answer) {
  sink = (sink ^ (Number(answer) % 2 ** 31)) | 0; // NaN and infinities count as 0
}

/** What became of all the answers; printed at the end. */
export function checksum() {
  return sink;
}

/**
 * Lets contestants `{ name, units, run, expected }` take turns. `run()` does `units` units of work
 * and returns a number made of all its answers; where it is not `expected` (if given), the result
 * says `differs`: what is timed is checked. Gives a Map: name -> `{ name, ns, samples }` with ns
 * per unit, or `{ name, failed }` with what it threw.
 */
export function duel(contestants, { rounds = ROUNDS, sampleMs = SAMPLE_MS } = {}) {
  const results = new Map();
  const running = [];
  for (const contestant of contestants) {
    const result = { name: contestant.name, ns: Number.NaN, samples: [] };
    results.set(contestant.name, result);
    try {
      if (contestant.expected !== undefined && contestant.run() !== contestant.expected)
        result.differs = true;
      running.push({
        ...contestant,
        repeats: warmUp(contestant, sampleMs),
        samples: result.samples,
      });
    } catch (error) {
      result.failed = String(error.message).split("\n")[0];
    }
  }
  globalThis.gc?.(); // nobody pays for what an earlier bench left behind
  // Where the first contestant (ours) wavers, a compiler or a neighbour came in between: all go on
  // for another lap.
  for (
    let lap = 0;
    lap < MOST_LAPS && (lap === 0 || spread(running[0].samples) > WEAK_SPREAD);
    lap += 1
  ) {
    for (let round = 0; round < rounds; round += 1) {
      for (const contestant of round % 2 === 0 ? running : running.toReversed())
        contestant.samples.push(sample(contestant));
    }
  }
  for (const result of results.values())
    if (result.failed === undefined) result.ns = median(result.samples);
  return results;
}

/** Runs until the compiler has seen enough; says how many runs make a sample of `sampleMs`. */
function warmUp({ run }, sampleMs) {
  const warmMs = 2 * sampleMs;
  const began = performance.now();
  let runs = 0;
  let fastestMs = Number.POSITIVE_INFINITY;
  // Bound: a run costs a nanosecond at least, and three runs are enough for the slow.
  for (let now = began; now - began < warmMs || runs < 3; runs += 1) {
    consume(run());
    const then = performance.now();
    fastestMs = Math.min(fastestMs, then - now);
    now = then;
  }
  return Math.max(1, Math.ceil(sampleMs / Math.max(fastestMs, 1e-4)));
}

function sample({ run, units, repeats }) {
  const began = performance.now();
  for (let repeat = 0; repeat < repeats; repeat += 1) consume(run());
  return ((performance.now() - began) * 1e6) / (repeats * units);
}

/**
 * How many times `a` costs what `b` costs, round by round: `{ value, weak }`; undefined where
 * either has no samples.
 */
export function ratio(a, b) {
  if (!a?.samples.length || !b?.samples.length) return undefined;
  const pairs = a.samples.map((ns, round) => ns / b.samples[round]);
  return { value: median(pairs), differs: a.differs === true, weak: spread(pairs) > WEAK_SPREAD };
}

/** The width of the middle half, as a share of the median. */
function spread(values) {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / median(values);
}

export function median(values) {
  return quantile(values, 0.5);
}

export function quantile(values, share) {
  const sorted = Float64Array.from(values).sort();
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  return low + (sorted[Math.ceil(at)] - low) * (at - Math.floor(at));
}

/**
 * Numbers in `[0, 1)`, the same in every process (mulberry32): a bench must not depend on today's
 * luck.
 */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `size` instants spread at random over `[from, to)`. */
export function randomInstants(seed, size, from, to) {
  const random = randomNumbers(seed);
  return Float64Array.from({ length: size }, () => Math.floor(from + random() * (to - from)));
}
