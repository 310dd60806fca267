/**
 * A study: one fleet in many variations, each simulated over the same span under the same luck, one
 * row each.
 */
import type { Fleet } from "../../simulation/fleet.js";
import type { Summary } from "../../simulation/summary.js";
import { type KeyMetric, keyMetricRule, type KeyMetrics } from "../keyMetrics.js";

/**
 * A changed fleet from a fleet, which is left as it is. `grid` notes on its variations where on the
 * grid they stand.
 */
export interface Variation {
  (fleet: Fleet): Fleet;
  /** The variant taken in each dimension: `{ start: "21:00", slots: "4" }`. */
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** Variations by name. */
export type Variations = Readonly<Record<string, Variation>>;

/** One variation and what came of it. */
export interface StudyRow {
  /** Unique in the study. */
  readonly name: string;
  /** Where on the grid it stands; empty for variations without one. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metrics: KeyMetrics;
  /** The same, to the byte, as of a separate simulation. */
  readonly summary: Summary;
}

/** The result of a sweep. */
export interface Study {
  readonly from: number;
  readonly to: number;
  readonly seed: number;
  /** Names of the dimensions that any row has, in the order in which they first occur. */
  readonly dimensions: readonly string[];
  /** In the order of the variations; only those that were finished, where the sweep was aborted. */
  readonly rows: readonly StudyRow[];
  /** Whether every variation was simulated. */
  readonly complete: boolean;
  /** How many worker threads took part; 0 where all was done in place. */
  readonly workers: number;
  /** The rows with the best value first; equal ones in the order of the variations. */
  bestFirst(metric: KeyMetric): StudyRow[];
}

/** Makes a study of finished rows. */
export function studyOf(
  span: { readonly from: number; readonly to: number; readonly seed?: number },
  rows: readonly StudyRow[],
  complete: boolean,
  workers: number,
): Study {
  const dimensions = [...new Set(rows.flatMap((row) => Object.keys(row.dimensions)))];
  return {
    from: span.from,
    to: span.to,
    seed: span.seed ?? 0,
    dimensions,
    rows,
    complete,
    workers,
    bestFirst(metric) {
      const sign = keyMetricRule(metric).better === "less" ? 1 : -1;
      return [...rows].sort((a, b) => sign * (a.metrics[metric] - b.metrics[metric]));
    },
  };
}
