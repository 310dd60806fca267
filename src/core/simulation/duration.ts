/**
 * How long things take: constants and distributions, as ms or as texts with units, turned into
 * quantile functions.
 *
 * A distribution is sampled by its quantile at one uniform number, so that one draw decides one
 * duration and scenarios that share luck (R24) share it all along: a job that is slow tonight is
 * slow in every what-if.
 */
import { type Issue, issue, pathTo } from "../input/issues.js";
import { keysOf, readOwnShape, refuseUnknownKeys } from "../input/ownShape.js";
import { type Duration, DURATION_TEXT, durationMs, LONGEST_MS } from "../time/duration.js";

/** A length of time that varies. Times are `Duration`s. */
export type Distribution =
  | Duration
  | { readonly lognormal: Lognormal }
  | { readonly uniform: readonly [low: Duration, high: Duration] }
  | { readonly empirical: readonly Duration[] };

/** A distribution as code has it: a pair is any array to TypeScript where nobody says otherwise. */
export type DistributionInput =
  | Duration
  | { readonly lognormal: Lognormal }
  | { readonly uniform: readonly Duration[] }
  | { readonly empirical: readonly Duration[] };

/** Half of the values are below `median`, 19 of 20 below `p95`. */
export interface Lognormal {
  readonly median: Duration;
  readonly p95: Duration;
}

/** The keys of a distribution, of which it has one. */
export const DISTRIBUTION_KEYS = ["lognormal", "uniform", "empirical"] as const;

/** The keys of a lognormal distribution. */
export const LOGNORMAL_KEYS = keysOf<Lognormal>({ median: true, p95: true });

/**
 * A distribution as numbers, so that a loop can draw from it without a call: ms that are always
 * taken, ms from `low` to `high`, `median * exp(sigma * z)`, one of sorted values, or what is made
 * of another's.
 */
export type Spread =
  | { readonly kind: "constant"; readonly ms: number }
  | { readonly kind: "uniform"; readonly low: number; readonly high: number }
  | { readonly kind: "lognormal"; readonly median: number; readonly sigma: number }
  | { readonly kind: "empirical"; readonly sorted: Float64Array }
  | { readonly kind: "mapped"; readonly of: Quantile; readonly map: (ms: number) => number };

/** A distribution's quantile function: whole ms, 0 or more, for `[0, 1)`. */
export interface Quantile {
  (share: number): number;
  readonly spread: Spread;
}

/** The quantile function of numbers that were read. */
export function quantileFrom(spread: Spread): Quantile {
  return Object.assign(functionOf(spread), { spread });
}

function functionOf(spread: Spread): (share: number) => number {
  switch (spread.kind) {
    case "constant": {
      const { ms } = spread;
      return () => ms;
    }
    case "uniform": {
      const { low, high } = spread;
      return (share) => uniformLength(low, high, share);
    }
    case "lognormal": {
      const { median, sigma } = spread;
      return (share) => lognormalLength(median, sigma, share);
    }
    case "empirical": {
      const { sorted } = spread;
      return (share) => sorted[Math.floor(share * sorted.length)]!;
    }
    case "mapped": {
      const { of, map } = spread;
      return (share) => map(of(share));
    }
  }
}

/** A length to the whole ms, halves up: what `Math.round` says, at a third of its price. */
export function wholeMs(length: number): number {
  return Math.floor(length + 0.5);
}

/** A length between two, ms, at a share of `[0, 1)`. */
export function uniformLength(low: number, high: number, share: number): number {
  return wholeMs(low + share * (high - low));
}

/** A length that is `median` in the middle, ms; `sigma` is the spread of its logarithm. */
export function lognormalLength(median: number, sigma: number, share: number): number {
  return Math.min(LONGEST_MS, wholeMs(median * Math.exp(sigma * normalQuantile(share))));
}

/** Takes no time; the quantile of what could not be read. */
export const NO_LENGTH: Quantile = quantileFrom({ kind: "constant", ms: 0 });

/** An empirical distribution has at most so many values. */
const MOST_SAMPLES = 1_000_000;

/**
 * Reads a distribution. Adds what is wrong to `issues`, and then returns a quantile that is never
 * used.
 */
export function quantileOf(distribution: unknown, path: string, issues: Issue[]): Quantile {
  if (typeof distribution === "number" || typeof distribution === "string") {
    return quantileFrom({ kind: "constant", ms: durationMs(distribution, path, issues) });
  }
  const shape =
    distribution !== null && typeof distribution === "object"
      ? (distribution as Record<string, unknown>)
      : {};
  const kinds = DISTRIBUTION_KEYS.filter((kind) => Object.hasOwn(shape, kind));
  if (kinds.length !== 1) {
    issues.push(
      issue(
        path,
        `${DURATION_TEXT}, or one of { lognormal }, { uniform }, { empirical }`,
        distribution,
      ),
    );
    return NO_LENGTH;
  }
  refuseUnknownKeys(shape, path, DISTRIBUTION_KEYS, issues);
  const kind = kinds[0]!;
  const given = shape[kind];
  const within = pathTo(path, kind);
  if (kind === "lognormal") return lognormal(given, within, issues);
  return kind === "uniform" ? uniform(given, within, issues) : empirical(given, within, issues);
}

function lognormal(given: unknown, path: string, issues: Issue[]): Quantile {
  const known = issues.length;
  const { median, p95 } =
    readOwnShape<Lognormal>(given, path, LOGNORMAL_KEYS, "{ median, p95 }", issues) ?? {};
  if (issues.length > known) return NO_LENGTH;
  const medianMs = durationMs(median, `${path}.median`, issues);
  const p95Ms = durationMs(p95, `${path}.p95`, issues);
  if (issues.length > known) return NO_LENGTH;
  if (medianMs === 0) issues.push(issue(`${path}.median`, "a duration above 0", median));
  else if (p95Ms < medianMs)
    issues.push(issue(`${path}.p95`, "a duration not below the median", p95));
  const sigma = Math.log(p95Ms / medianMs) / NORMAL_95;
  return quantileFrom({ kind: "lognormal", median: medianMs, sigma });
}

function uniform(given: unknown, path: string, issues: Issue[]): Quantile {
  if (!Array.isArray(given) || given.length !== 2) {
    issues.push(issue(path, "two durations, [low, high]", given));
    return NO_LENGTH;
  }
  const known = issues.length;
  const low = durationMs(given[0], `${path}[0]`, issues);
  const high = durationMs(given[1], `${path}[1]`, issues);
  if (high < low && issues.length === known)
    issues.push(issue(`${path}[1]`, "a duration not below the first", given[1]));
  return quantileFrom({ kind: "uniform", low, high });
}

function empirical(given: unknown, path: string, issues: Issue[]): Quantile {
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST_SAMPLES) {
    issues.push(issue(path, `an array of 1 to ${MOST_SAMPLES} durations`, given));
    return NO_LENGTH;
  }
  const sorted = Float64Array.from(given, (value, index) =>
    durationMs(value, `${path}[${index}]`, issues),
  ).sort();
  return quantileFrom({ kind: "empirical", sorted });
}

/** The 95 % quantile of the standard normal distribution. */
const NORMAL_95 = 1.6448536269514722;

/**
 * The quantile of the standard normal distribution, to nine digits (P. J. Acklam's rational
 * approximation). At the ends, where it would be infinite, it stops at some 8 standard deviations:
 * no draw is finer.
 */
export function normalQuantile(share: number): number {
  const p = Math.min(Math.max(share, 1e-16), 1 - 1.2e-16);
  if (p < 0.02425) return tail(Math.sqrt(-2 * Math.log(p)));
  if (p > 1 - 0.02425) return -tail(Math.sqrt(-2 * Math.log(1 - p)));
  const q = p - 0.5;
  const r = q * q;
  return (
    ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r +
      138.357751867269) *
      r -
      30.66479806614716) *
      r +
      2.506628277459239) *
      q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r +
      66.80131188771972) *
      r -
      13.28068155288572) *
      r +
      1)
  );
}

function tail(q: number): number {
  return (
    (((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q -
      2.549732539343734) *
      q +
      4.374664141464968) *
      q +
      2.938163982698783) /
    ((((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q +
      3.754408661907416) *
      q +
      1)
  );
}
