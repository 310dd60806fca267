/**
 * The figures of a study: every variation by every key metric, and which are among the best.
 *
 * Which rows are not clearly worse than the best is asked of the study itself (R35), which a copy
 * of one can't be.
 */
import { KEY_METRICS, type KeyMetric, keyMetricRule } from "../../core/whatif/keyMetrics.js";
import type { EstimatedRow, Study, StudyRow } from "../../core/whatif/sweep/study.js";
import type { StudyChart } from "./chart.js";

/** A study under one seed, or under several. */
type AnyStudy = Study | Study<EstimatedRow>;
type AnyRow = StudyRow | EstimatedRow;

/** A study as a chart, rows in the order of the variations. */
export function studyChart(study: AnyStudy): StudyChart {
  const best = KEY_METRICS.map((metric) => new Set<AnyRow>(study.best(metric)));
  return {
    kind: "study",
    seeds: study.seeds.length,
    dimensions: study.dimensions,
    metrics: KEY_METRICS.map((name) => {
      const { label, unit } = keyMetricRule(name);
      return { name, label, unit };
    }),
    rows: study.rows.map((row: AnyRow) => ({
      name: row.name,
      dimensions: row.dimensions,
      cells: KEY_METRICS.map((metric, place) => ({
        ...cellOf(row, metric),
        isAmongBest: best[place]!.has(row),
      })),
    })),
  };
}

function cellOf(
  { metrics }: AnyRow,
  metric: KeyMetric,
): { readonly value: number; readonly low: number; readonly high: number } {
  const value = metrics[metric];
  if (typeof value === "number") return { value, low: value, high: value };
  return { value: value.mean, low: value.low, high: value.high };
}
