/**
 * A study as a table: a row a variation, the metrics that tell the rows apart in columns.
 */
import { KEY_METRICS, type KeyMetric, keyMetricRule } from "../core/whatif/keyMetrics.js";
import type { Study, StudyRow } from "../core/whatif/study.js";
import { countCell, lengthCell, numberTable, shareCell } from "./numberTable.js";
import { counted } from "./words.js";

/** Wide enough for any terminal that a study is read in. */
const WIDTH = 120;

/** The text, lines joined, without colours: rows in the order of the study. Columns in which all rows agree are said once, below. */
export function describeStudy(study: Study): string {
  const { rows } = study;
  const head = `${counted(rows.length, "variation")}${study.complete ? "" : ", of a sweep that was stopped"}`;
  if (rows.length === 0) return `${head}.`;
  const varied = KEY_METRICS.filter((metric) => rows.some((row) => row.metrics[metric] !== rows[0]!.metrics[metric]));
  const same = KEY_METRICS.filter((metric) => !varied.includes(metric) && rows[0]!.metrics[metric] !== 0);
  const lines = numberTable(["variation", ...varied.map((metric) => keyMetricRule(metric).label)], rows.map((row) => [row.name, ...varied.map((metric) => cell(row, metric))]), WIDTH);
  const everywhere = same.map((metric) => `${keyMetricRule(metric).label} ${cell(rows[0]!, metric)}`);
  return [head, ...lines, ...(everywhere.length === 0 ? [] : [`  the same in all: ${everywhere.join(", ")}`])].join("\n");
}

function cell(row: StudyRow, metric: KeyMetric): string {
  const { unit } = keyMetricRule(metric);
  const value = row.metrics[metric];
  return unit === "ms" ? lengthCell(value) : unit === "share" ? shareCell(value) : countCell(value);
}
