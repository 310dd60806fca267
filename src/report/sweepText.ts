/**
 * A sweep as a table, best first: where on the grid each variation stands, then its numbers, the one that ranks first.
 *
 * A column in which all rows agree says nothing: it is left out of the table and told once below it.
 */
import { KEY_METRICS, type KeyMetric, keyMetricRule } from "../core/whatif/keyMetrics.js";
import type { Study, StudyRow } from "../core/whatif/study.js";
import { countCell, lengthCell, numberTable, shareCell } from "./numberTable.js";
import { type Paint, PLAIN } from "./style.js";
import { clean, cut, displayWidth, labelled, padEnd, wrap } from "./table.js";
import { counted, grouped, listed } from "./words.js";

/** How a sweep is told. */
export interface SweepTextOptions {
  /** What ranks. */
  readonly by: KeyMetric;
  /** Rows at most. */
  readonly top: number;
  /** Columns. */
  readonly width: number;
  readonly paint?: Paint;
}

/** Of what people ask for, first things first; what does not fit is in the data. */
const ORDER: readonly KeyMetric[] = ["jobsOverTarget", "worstExposure", "peak", "waitP95", "stopped", "missed", "waitMax", "waitMean", "longestQueue", "utilisation", "failed", "blocked", "restorePoints", "longestWave"];
const INDENT = 2;
const DIMENSION_WIDTH = 28;

/** The lines of a study, without a line feed at the end. */
export function sweepText(study: Study, { by, top, width, paint = PLAIN }: SweepTextOptions): string {
  const best = study.bestFirst(by);
  const title = `${counted(best.length, "variation")}${study.complete ? "" : " finished"}, best first by ${keyMetricRule(by).label}`;
  if (best.length === 0) return `${paint.strong("No variation was finished.")}`;
  const rows = best.slice(0, top);
  const varied = KEY_METRICS.filter((metric) => best.some((row) => row.metrics[metric] !== best[0]!.metrics[metric]));
  const places = placeTable(study, rows);
  const shown = fitting([by, ...ORDER.filter((metric) => metric !== by && varied.includes(metric))], rows, width - INDENT - displayWidth(places[0]!));
  const numbers = rows.map((row) => shown.map((metric) => cellOf(row, metric)));
  const [head = "", ...lines] = numberTable([places[0]!, ...shown.map(headOf)], numbers.map((cells, index) => [places[index + 1]!, ...cells]), width, INDENT);
  const rest = best.length - rows.length;
  return [paint.strong(title), "", paint.faint(head), ...lines, ...(rest === 0 ? [] : [`  ... and ${counted(rest, "more variation")}: --top`]), ...footer(best, varied, shown, width).map(paint.faint)].join("\n");
}

/** The dimensions of each row in columns of their own, under their names; a variation that stands on no grid by its name. */
function placeTable({ dimensions }: Study, rows: readonly StudyRow[]): string[] {
  const table = [[...dimensions], ...rows.map((row) => dimensions.map((dimension) => row.dimensions[dimension] ?? ""))];
  if (dimensions.length === 0) table.forEach((cells, index) => cells.push(index === 0 ? "Variation" : rows[index - 1]!.name));
  const cells = table.map((line) => line.map((text) => cut(clean(text), DIMENSION_WIDTH)));
  const widths = cells[0]!.map((_, column) => cells.reduce((most, line) => Math.max(most, displayWidth(line[column]!)), 0));
  return cells.map((line) => line.map((text, column) => padEnd(text, widths[column]!)).join("  "));
}

/** The metrics that fit beside each other in so many columns; the first one always. */
function fitting(metrics: readonly KeyMetric[], rows: readonly StudyRow[], room: number): KeyMetric[] {
  let left = room;
  return metrics.filter((metric, index) => {
    left -= rows.reduce((most, row) => Math.max(most, displayWidth(cellOf(row, metric))), displayWidth(headOf(metric))) + 2;
    return index === 0 || left >= 0;
  });
}

function headOf(metric: KeyMetric): string {
  const { label } = keyMetricRule(metric);
  return label.charAt(0).toUpperCase() + label.slice(1);
}

function cellOf(row: StudyRow, metric: KeyMetric): string {
  const { unit } = keyMetricRule(metric);
  const value = row.metrics[metric];
  return unit === "ms" ? lengthCell(value) : unit === "share" ? shareCell(value) : countCell(value);
}

/** What is not in the table: what is alike in all rows, and what had no room. */
function footer(rows: readonly StudyRow[], varied: readonly KeyMetric[], shown: readonly KeyMetric[], width: number): string[] {
  const alike = KEY_METRICS.filter((metric) => !varied.includes(metric) && !shown.includes(metric) && rows[0]!.metrics[metric] !== 0);
  const cut = varied.filter((metric) => !shown.includes(metric)).map((metric) => keyMetricRule(metric).label);
  const texts = ["Lengths of time in h:mm."];
  if (rows.length > 1 && alike.length > 0) texts.push(`The same in all: ${listed(alike.map((metric) => `${keyMetricRule(metric).label} ${cellOf(rows[0]!, metric)}`))}.`);
  if (cut.length > 0) texts.push(`In --json as well: ${grouped(cut.length)} more (${cut.join(", ")}).`);
  return labelled("", texts.flatMap((text) => wrap(text, width - INDENT)), 0, INDENT);
}
