/**
 * Means with their confidence intervals: what several values of one metric say about it.
 *
 * Values are taken up one at a time (B. P. Welford's sums, which do not lose digits where the
 * values are far from 0 and close to each other, as instants are); a metric costs three numbers,
 * however many values there are.
 */
import { type Issue, issue, PolicyError } from "../input/issues.js";

/** A metric over several seeds, in the metric's own unit. */
export interface Estimate {
  readonly mean: number;
  /**
   * Of one seed's value, from `n - 1` degrees of freedom; `NaN` where only one seed had the metric.
   */
  readonly standardDeviation: number;
  /**
   * The 95 % confidence interval of the mean (Student's t); without end on both sides where only
   * one seed had the metric.
   */
  readonly low: number;
  readonly high: number;
  /**
   * Seeds that had the metric: fewer than were asked for where it can be absent, as the slack to a
   * window can.
   */
  readonly n: number;
}

/** The share of the confidence intervals. */
const CONFIDENCE = 0.95;

/**
 * The mean of `b - a`, value by value, with its 95 % confidence interval. Values that belong
 * together stand at the same place: the same metric under the same seed, in the baseline and in the
 * candidate. Common luck (R24) then falls out of the difference, and a small change shows with few
 * seeds. Throws a `PolicyError` for lists that are not two of the same length, 2 or more, of finite
 * numbers.
 *
 * ```ts
 * const { mean, low, high } = pairedInterval([10, 20, 30, 40], [11, 22, 31, 42]);
 * [mean, low.toFixed(3), high.toFixed(3)] // => [1.5, "0.581", "2.419"]
 * ```
 */
export function pairedInterval(a: readonly number[], b: readonly number[]): Estimate {
  const issues: Issue[] = [];
  for (const [path, list] of [
    ["a", a],
    ["b", b],
  ] as const) {
    if (!Array.isArray(list) || list.length < 2)
      issues.push(issue(path, "an array of at least 2 numbers", list));
    else
      Array.from(
        list,
        (value: unknown, index) =>
          Number.isFinite(value) ||
          issues.push(issue(`${path}[${index}]`, "a finite number", value)),
      );
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length)
    issues.push(issue("b", `as many numbers as a: ${a.length}`, b));
  if (issues.length > 0) throw new PolicyError(issues);
  return estimateOf(a.map((value, index) => b[index]! - value));
}

/** What these values say, of which there is one at least. */
export function estimateOf(values: Iterable<number>): Estimate {
  const columns = estimateColumns();
  const column = columns.open();
  for (const value of values) columns.add(column, value);
  return columns.estimate(column);
}

/** Columns of values: one a metric. Only what the estimate needs is kept of a value. */
export interface EstimateColumns {
  /** A new column, empty. */
  open(): number;
  add(column: number, value: number): void;
  estimate(column: number): Estimate;
}

/** Columns, none yet. */
export function estimateColumns(): EstimateColumns {
  let opened = 0;
  let counts = new Int32Array(256);
  let means = new Float64Array(256);
  let squares = new Float64Array(256);

  return {
    open() {
      if (opened === counts.length) {
        counts = grown(counts, new Int32Array(2 * opened));
        means = grown(means, new Float64Array(2 * opened));
        squares = grown(squares, new Float64Array(2 * opened));
      }
      opened += 1;
      return opened - 1;
    },
    add(column, value) {
      counts[column]! += 1;
      const before = value - means[column]!;
      means[column]! += before / counts[column]!;
      squares[column]! += before * (value - means[column]!);
    },
    estimate(column) {
      const n = counts[column]!;
      const mean = means[column]!;
      if (n === 1)
        return { mean, standardDeviation: Number.NaN, low: -Infinity, high: Infinity, n };
      const standardDeviation = Math.sqrt(squares[column]! / (n - 1));
      const reach = standardDeviation === 0 ? 0 : (tOf(n - 1) * standardDeviation) / Math.sqrt(n);
      return { mean, standardDeviation, low: mean - reach, high: mean + reach, n };
    },
  };
}

// By degrees of freedom, of which there are no more than seeds: nearly all estimates have the same.
const SPREADS = new Map<number, number>();

function tOf(degrees: number): number {
  let t = SPREADS.get(degrees);
  if (t === undefined) SPREADS.set(degrees, (t = twoSidedT(CONFIDENCE, degrees)));
  return t;
}

function grown<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Halvings of a bracket after which no double lies between its ends. */
const MOST_STEPS = 1_100;

/**
 * The `t` within which, on both sides of 0, this share of Student's distribution lies. `share` in
 * `[0, 1)`, `degrees` a whole number from 1. With 9 degrees, 95 % lie within 2.262157 on both
 * sides.
 */
export function twoSidedT(share: number, degrees: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < MOST_STEPS && shareWithin(high, degrees) < share; step += 1) high *= 2;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (shareWithin(middle, degrees) < share) low = middle;
    else high = middle;
  }
  return high;
}

/** The share of the distribution in `[-t, t]`; `t` of 0 or more. */
export function shareWithin(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const cosine = Math.cos(angle);
  const isOdd = degrees % 2 === 1;
  // Odd: cos + 2/3 cos^3 + 2*4/(3*5) cos^5 + ...; even: 1 + 1/2 cos^2 + 1*3/(2*4) cos^4 + ...; to
  // cos^(degrees - 2).
  let term = isOdd ? cosine : 1;
  let sum = 0;
  for (let power = isOdd ? 1 : 0; power <= degrees - 2; power += 2) {
    sum += term;
    term *= (cosine * cosine * (power + 1)) / (power + 2);
  }
  const beyond = Math.sin(angle) * sum;
  return isOdd ? (2 / Math.PI) * (angle + beyond) : beyond;
}
