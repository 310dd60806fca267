/**
 * The steps of one line of load, from its sessions by start and by end.
 *
 * At one instant what ends goes first, then what starts (R22). Sessions that take no time come and
 * go at their instant: they make a step without a width, all of that instant together, of which the
 * summary's peak is the most there can have been. The invariant: the greatest step is that peak.
 */
import type { SessionColumns } from "../../core/simulation/books/columns.js";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../core/time/instant.js";
import type { LoadFigures } from "./chart.js";

/** Rows of the sessions of a line, in the order of their starts and in that of their ends. */
export interface LineRows {
  readonly byStart: Int32Array;
  readonly byEnd: Int32Array;
}

/** The span, the peak in it as the summary knows it, and how many steps there may be. */
export interface StepsAsked {
  readonly from: number;
  readonly to: number;
  readonly peak: number;
  readonly peakAt: number;
  readonly mostSteps: number;
}

/** The steps of a line. */
export type Steps = Pick<LoadFigures, "at" | "most" | "mean" | "everyMs">;

/** Told of each change: from `at` on it is `level`. `false` ends the walk. */
type Visit = (at: number, level: number) => boolean;

/**
 * The steps of a line: exact where there are at most so many, else of one length. `weights`: what a
 * session of each job counts; default 1, and then those that take no time count as well.
 */
export function loadSteps(
  sessions: SessionColumns,
  rows: LineRows,
  asked: StepsAsked,
  weights?: Float64Array,
): Steps {
  return exactSteps(sessions, rows, asked, weights) ?? stretches(sessions, rows, asked, weights);
}

/** `undefined` where there are more than may be. */
function exactSteps(
  sessions: SessionColumns,
  rows: LineRows,
  { from, to, peak, peakAt, mostSteps }: StepsAsked,
  weights: Float64Array | undefined,
): Steps | undefined {
  const at: number[] = [from];
  const levels: number[] = [0];
  let most = 0;
  const fits = walk(sessions, rows, weights, (instant, level) => {
    if (instant >= to) return true;
    const shown = Math.min(level, peak);
    most = Math.max(most, shown);
    // The first of an instant ends what was before; nothing runs before the span.
    if (instant === from && at.length === 1 && levels[0] === 0) levels[0] = shown;
    else if (shown !== levels.at(-1)) {
      at.push(instant);
      levels.push(shown);
    }
    return at.length <= mostSteps;
  });
  if (!fits) return undefined;
  if (most < peak) raise(at, levels, peakAt, peak);
  return stepsOf(at, levels, levels);
}

/** A step without a width: what came and went at an instant in an order that no row tells. */
function raise(at: number[], levels: number[], instant: number, level: number): void {
  let step = at.length;
  while (step > 1 && at[step - 1]! > instant) step -= 1;
  const before = levels[step - 1]!;
  at.splice(step, 0, instant, instant);
  levels.splice(step, 0, level, before);
}

function stretches(
  sessions: SessionColumns,
  rows: LineRows,
  { from, to, peak, peakAt, mostSteps }: StepsAsked,
  weights: Float64Array | undefined,
): Steps {
  const everyMs = lengthFor((to - from) / mostSteps);
  const count = Math.ceil((to - from) / everyMs);
  const at = Float64Array.from({ length: count }, (_, step) => from + step * everyMs);
  const most = new Float64Array(count);
  const mean = new Float64Array(count);
  const stepAt = (instant: number): number =>
    Math.min(count - 1, Math.max(0, Math.floor((instant - from) / everyMs)));
  let since = from;
  let level = 0;
  const upTo = (until: number): void => {
    if (until <= since || level === 0) return;
    for (let step = stepAt(since), begin = since; begin < until; step += 1) {
      const end = Math.min(until, from + (step + 1) * everyMs);
      mean[step]! += level * (end - begin);
      if (level > most[step]!) most[step] = level;
      begin = end;
    }
  };
  walk(sessions, rows, weights, (instant, next) => {
    const until = Math.min(instant, to);
    upTo(until);
    since = until;
    level = next;
    if (instant < to) {
      const step = stepAt(instant);
      most[step] = Math.max(most[step]!, Math.min(level, peak));
    }
    return true;
  });
  upTo(to);
  for (let step = 0; step < count; step += 1) mean[step]! /= Math.min(everyMs, to - at[step]!);
  if (most.every((each) => each < peak)) most[stepAt(peakAt)] = peak;
  return { ...stepsOf(at, most, mean), everyMs };
}

/** Lengths as an axis has them, ms. */
const LENGTHS = [
  ...[1, 2, 5, 10, 15, 20, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR_MS),
];

/** The shortest of these that is not below a length; beyond them whole days. */
function lengthFor(leastMs: number): number {
  return LENGTHS.find((ms) => ms >= leastMs) ?? Math.ceil(leastMs / DAY_MS) * DAY_MS;
}

function stepsOf(
  at: ArrayLike<number>,
  most: ArrayLike<number>,
  mean: ArrayLike<number>,
): Pick<Steps, "at" | "most" | "mean"> {
  return {
    at: Float64Array.from(at),
    most: Float64Array.from(most),
    mean: Float64Array.from(mean),
  };
}

/**
 * Goes through all changes of a line in the order of time: at each instant what ends, then what
 * starts, then what takes no time and is over. Whether it came to the end.
 */
function walk(
  { start, end, job }: SessionColumns,
  { byStart, byEnd }: LineRows,
  weights: Float64Array | undefined,
  visit: Visit,
): boolean {
  const { length } = byStart;
  let level = 0;
  let ended = 0;
  let started = 0;
  // Bound: each round takes up one session at least, at its start or at its end.
  while (ended < length) {
    const endAt = end[byEnd[ended]!]!;
    const startAt = started < length ? start[byStart[started]!]! : Infinity;
    const instant = Math.min(endAt, startAt);
    const before = level;
    // Of the ends at one instant those are first that started first: before it.
    for (; ended < length; ended += 1) {
      const row = byEnd[ended]!;
      if (end[row]! > instant || start[row]! === instant) break;
      level -= weights === undefined ? 1 : weights[job[row]!]!;
    }
    for (; started < length && start[byStart[started]!]! === instant; started += 1) {
      const row = byStart[started]!;
      // Threads are divided once an instant is over: what takes no time asks for none.
      if (weights === undefined) level += 1;
      else if (end[row]! > instant) level += weights[job[row]!]!;
    }
    if (level !== before && !visit(instant, level)) return false;
    const reached = level;
    for (; ended < length && end[byEnd[ended]!]! === instant; ended += 1)
      if (weights === undefined) level -= 1;
    if (level !== reached && !visit(instant, level)) return false;
  }
  return true;
}
