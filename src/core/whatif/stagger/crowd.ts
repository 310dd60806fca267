/**
 * How many sessions are expected to run at once: a curve over a week, or over the span where it is
 * shorter.
 *
 * Time is cut in cells. A session's footprint is, cell by cell from its start, the share of luck in
 * which it still runs; the crowd in a cell is the sum of the footprints there. Shares are whole
 * thousandths, so that what is added can be taken away again without a trace.
 */
import { keyByHand } from "../../schedule/runKey.js";
import type { CheckedJob } from "../../simulation/checkFleet.js";
import { luckOf } from "../../simulation/engine/luck.js";
import { DAY_MS, type Instant, MINUTE_MS, modulo, wallOf, WEEK_MS } from "../../time/instant.js";
import { offsetAt, type ZoneTable } from "../../time/zone.js";

/** One session that is certain to run, in the unit of footprints and crowds. */
export const ONE_SESSION = 1_000;

/** The stretch of time that is looked at. */
export interface Axis {
  /** The beginning of the first cell, epoch ms. */
  readonly from: number;
  /** Starts before this count. */
  readonly startsUntil: number;
  readonly cellMs: number;
  readonly cells: number;
  /** Whether the end meets the beginning: a week goes round. */
  readonly isRound: boolean;
}

/** The axis of a span: cells of so many minutes, counted from midnight on the server's clock. */
export function axisOf(
  span: { readonly from: number; readonly to: number },
  cellMinutes: number,
  zone: ZoneTable,
): Axis {
  const cellMs = cellMinutes * MINUTE_MS;
  const from =
    span.from -
    modulo(modulo(wallOf(span.from as Instant, offsetAt(zone, span.from)), DAY_MS), cellMs);
  const isRound = span.to - span.from >= WEEK_MS && WEEK_MS % cellMs === 0;
  const startsUntil = isRound ? from + WEEK_MS : Math.min(span.to, from + WEEK_MS);
  // Without a round, sessions may run on past the last start, up to two days or the end of the
  // span.
  const cells = isRound
    ? WEEK_MS / cellMs
    : Math.max(1, Math.ceil((Math.min(span.to, startsUntil + 2 * DAY_MS) - from) / cellMs));
  return { from, startsUntil, cellMs, cells, isRound };
}

/** How long the sessions of a job are. */
export interface Footprint {
  /** In each cell from the start on, thousandths of luck in which a session still runs. */
  readonly shares: Float64Array;
  /** All shares together. */
  readonly mass: number;
  readonly meanMs: number;
  /** Sessions are expected to be over after this long. */
  readonly reachMs: number;
  /** Whether all sessions are equally long. */
  readonly isCertain: boolean;
}

/** Quantiles that a distribution is represented by. */
const SAMPLES = 500;
/** A function is asked for at most so many runs. */
const MOST_ASKED = 200;
/** Nobody's footprint is longer. */
const LONGEST_MS = 2 * DAY_MS;

/** Runs that a function workload can be asked for: when they start, and their keys (R24). */
export interface KnownRuns {
  readonly starts: Float64Array;
  readonly keys: Float64Array;
}

/** The footprint of a job's first attempts. `runs`: those to ask a function workload for. */
export function footprintOf(
  job: CheckedJob,
  runs: KnownRuns,
  seed: number,
  certainty: number,
  cellMs: number,
): Footprint {
  const { lengths, reachMs } = lengthsOf(job, runs, seed, certainty);
  const longest = Math.min(LONGEST_MS, lengths.at(-1)!);
  const shares = new Float64Array(Math.ceil(longest / cellMs));
  let shorter = 0; // lengths that are over when the cell begins
  for (let cell = 0; cell < shares.length; cell += 1) {
    while (shorter < lengths.length && lengths[shorter]! <= cell * cellMs) shorter += 1;
    shares[cell] = Math.round((ONE_SESSION * (lengths.length - shorter)) / lengths.length);
  }
  const meanMs = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return {
    shares,
    mass: shares.reduce((sum, share) => sum + share, 0),
    meanMs,
    reachMs,
    isCertain: lengths.at(0) === lengths.at(-1),
  };
}

/**
 * Lengths of sessions, ascending: quantiles of a distribution, answers of a function; and the one
 * that few exceed.
 */
function lengthsOf(
  job: CheckedJob,
  { starts, keys }: KnownRuns,
  seed: number,
  certainty: number,
): { readonly lengths: Float64Array; readonly reachMs: number } {
  const { quantile, constantMs, given } = job.workload;
  if (given !== undefined) {
    const luck = luckOf([job], seed);
    const asked = starts.length === 0 ? Float64Array.of(0) : starts.subarray(0, MOST_ASKED);
    const lengths = Float64Array.from(asked, (start, index) => {
      luck.decide(0, keys[index] ?? keyByHand(start), 0, start, start);
      return luck.durationMs();
    }).sort();
    return {
      lengths,
      reachMs: lengths[Math.min(lengths.length - 1, Math.floor(certainty * lengths.length))]!,
    };
  }
  const lengths = Number.isNaN(constantMs)
    ? Float64Array.from({ length: SAMPLES }, (_, index) => quantile((index + 0.5) / SAMPLES))
    : Float64Array.of(constantMs);
  return { lengths, reachMs: quantile(certainty) };
}

/**
 * Adds a footprint (`sign` 1) to a crowd, or takes it away (-1), at each of the cells in which a
 * session starts.
 */
export function addFootprint(
  crowd: Float64Array,
  axis: Axis,
  starts: Int32Array,
  shares: Float64Array,
  sign: number,
): void {
  for (let at = 0; at < starts.length; at += 1) {
    let cell = starts[at]!;
    for (let step = 0; step < shares.length; step += 1) {
      if (cell >= axis.cells) {
        if (!axis.isRound) break;
        cell -= axis.cells;
      }
      crowd[cell]! += sign * shares[step]!;
      cell += 1;
    }
  }
}
