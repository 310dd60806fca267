/**
 * A study: one fleet in many variations, each simulated over the same span under the same luck, one
 * row each; under several seeds each row an estimate.
 *
 * What is best under one seed may be luck, so under several all rows are best that are not clearly
 * worse than the one with the best mean (R35): differences are taken seed by seed, and all rows are
 * judged together.
 */
import type { Fleet } from "../../simulation/fleet.js";
import type { Summary } from "../../simulation/summary.js";
import { resultOf, type WritesJson } from "../../time/plainData.js";
import { type Estimate, estimateColumns } from "../estimate.js";
import { areClear } from "../evidence.js";
import {
  checkKeyMetric,
  KEY_METRICS,
  type KeyMetric,
  keyMetricRule,
  type KeyMetrics,
} from "../keyMetrics.js";

/**
 * A changed fleet from a fleet, which is left as it is. `grid` notes on its variations where on the
 * grid they stand.
 */
export interface Variation {
  (fleet: Fleet): Fleet;
  /** The variant taken in each dimension: `{ start: "21:00", slots: "4" }`. */
  readonly dimensions?: Readonly<Record<string, string>>;
}

/**
 * Variations by name, or in an array, named as their functions are: `variation` gives them names.
 * An object has keys that are whole numbers in an order of its own.
 *
 * `ArrayLike`, since an array's type has methods such as `some`, and so may a variation be called.
 */
export type Variations = Readonly<Record<string, Variation>> | ArrayLike<Variation>;

/** One variation. */
export interface Row {
  /** Unique in the study. */
  readonly name: string;
  /** Where on the grid it stands; empty for variations without one. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/** One variation and what came of it under one seed. */
export interface StudyRow extends Row {
  readonly metrics: KeyMetrics;
  /** The same, to the byte, as of a separate simulation. */
  readonly summary: Summary;
}

/** One variation and what came of it under several seeds. */
export interface EstimatedRow extends Row {
  /** Means over the seeds, with their 95 % confidence intervals. */
  readonly metrics: Readonly<Record<KeyMetric, Estimate>>;
}

/** The result of a sweep; of one with several seeds, the rows are estimates. */
export interface Study<Of extends StudyRow | EstimatedRow = StudyRow> extends WritesJson {
  readonly from: number;
  readonly to: number;
  /** The first one. */
  readonly seed: number;
  /** All that every row was simulated under. */
  readonly seeds: readonly number[];
  /** Names of the dimensions that any row has, in the order in which they first occur. */
  readonly dimensions: readonly string[];
  /** In the order of the variations; only those that were finished, where the sweep was aborted. */
  readonly rows: readonly Of[];
  /** Whether every variation was simulated. */
  readonly complete: boolean;
  /** How many worker threads took part; 0 where all was done in place. */
  readonly workers: number;
  /** Sentences on how it was made: why threads that were asked for did not do all of it. */
  readonly notes: readonly string[];
  /** The rows with the best value, or mean, first; equal ones in the order of the variations. */
  bestFirst(metric: KeyMetric): Of[];
  /**
   * The rows that are not clearly worse than the best, in that order: paired differences under
   * common seeds, all rows judged together; all of them under fewer than 10 seeds. Under one seed
   * nothing is clear but what happened: the rows that are as good as the best.
   */
  best(metric: KeyMetric): Of[];
}

/** How a study was made. */
export interface StudyFrame {
  readonly from: number;
  readonly to: number;
  readonly seeds: readonly number[];
  readonly complete: boolean;
  readonly workers: number;
  readonly notes: readonly string[];
}

/** Makes a study of finished rows under one seed. */
export function studyOf(frame: StudyFrame, rows: readonly StudyRow[]): Study {
  const bestFirst = ranking(rows, (row, metric) => row.metrics[metric]);
  return resultOf(headOf(frame, rows), {
    bestFirst,
    best(metric: KeyMetric) {
      const ranked = bestFirst(metric);
      return ranked.filter((row) => row.metrics[metric] === ranked[0]!.metrics[metric]);
    },
  });
}

/** A variation and its key metrics under each seed: those of the first, then of the next. */
export interface SeededRow extends Row {
  readonly values: Float64Array;
}

/** Makes a study of finished rows under several seeds. */
export function estimatedStudyOf(
  frame: StudyFrame,
  seeded: readonly SeededRow[],
): Study<EstimatedRow> {
  const rows = seeded.map(estimated);
  const bestFirst = ranking(rows, (row, metric) => row.metrics[metric].mean);
  const valuesOf = new Map(rows.map((row, index) => [row, seeded[index]!.values]));
  return resultOf(headOf(frame, rows), {
    bestFirst,
    best(metric: KeyMetric) {
      const [first, ...others] = bestFirst(metric);
      if (first === undefined) return [];
      const place = KEY_METRICS.indexOf(metric);
      const best = valuesOf.get(first)!;
      const worse = areClear(others.map((row) => difference(best, valuesOf.get(row)!, place)));
      return [first, ...others.filter((_, index) => !worse[index]!)];
    },
  });
}

function headOf<Of extends StudyRow | EstimatedRow>(
  { from, to, seeds, complete, workers, notes }: StudyFrame,
  rows: readonly Of[],
): Omit<Study<Of>, "best" | "bestFirst" | keyof WritesJson> {
  const dimensions = [...new Set(rows.flatMap((row) => Object.keys(row.dimensions)))];
  return { from, to, seed: seeds[0]!, seeds, dimensions, rows, complete, workers, notes };
}

function ranking<Of>(
  rows: readonly Of[],
  valueOf: (row: Of, metric: KeyMetric) => number,
): (metric: KeyMetric) => Of[] {
  return (metric) => {
    checkKeyMetric(metric);
    const sign = keyMetricRule(metric).better === "less" ? 1 : -1;
    return [...rows].sort((a, b) => sign * (valueOf(a, metric) - valueOf(b, metric)));
  };
}

function estimated({ name, dimensions, values }: SeededRow): EstimatedRow {
  const columns = estimateColumns();
  const opened = KEY_METRICS.map(() => columns.open());
  for (let index = 0; index < values.length; index += 1)
    columns.add(opened[index % opened.length]!, values[index]!);
  const metrics = Object.fromEntries(
    KEY_METRICS.map((metric, index) => [metric, columns.estimate(opened[index]!)]),
  ) as Record<KeyMetric, Estimate>;
  return { name, dimensions, metrics };
}

/** Of the key metric at that place, seed by seed: the second's minus the first's. */
function difference(first: Float64Array, second: Float64Array, place: number): Estimate {
  const columns = estimateColumns();
  const column = columns.open();
  for (let index = place; index < first.length; index += KEY_METRICS.length)
    columns.add(column, second[index]! - first[index]!);
  return columns.estimate(column);
}
