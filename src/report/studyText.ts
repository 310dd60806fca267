/**
 * A study as a table: a row a variation, a column a key metric. Columns that are nothing in every row are left out.
 */
import { KEY_METRICS, type KeyMetric, keyMetricRule } from "../core/whatif/keyMetrics.js";
import type { Study } from "../core/whatif/study.js";
import { countCell, lengthCell, numberTable, shareCell } from "./numberTable.js";
import { clean } from "./table.js";
import { counted } from "./words.js";

/** What a study's table shows. */
export interface StudyTextOptions {
  /** The rows best first by this metric; default: in the order of the variations. */
  readonly by?: KeyMetric;
  /** At most so many rows, default all. */
  readonly most?: number;
  /** Columns of the text, default 120. */
  readonly width?: number;
}

/**
 * A study as a table in lines of text; lengths of time in hours and minutes, a dot for nothing.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const jobs = ["mail", "sites"].map((id) => ({ id, policy, proxyId: "proxy", workload: { duration: "PT45M" } }));
 * const night = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 6, 12) };
 * const study = sweep({ jobs, proxies: [{ id: "proxy", slots: 1 }] }, slots("proxy", [1, 2]), night);
 * describeStudy(study, { by: "waitMax", most: 1 }).split("\n").at(-2)?.includes("2 slots") // => true
 * ```
 */
export function describeStudy(study: Study, { by, most = Infinity, width = 120 }: StudyTextOptions = {}): string {
  const rows = by === undefined ? study.rows : study.bestFirst(by);
  if (rows.length === 0) return "No variation was finished.";
  const columns = KEY_METRICS.filter((metric) => rows.some((row) => row.metrics[metric] !== 0));
  const shown = rows.slice(0, most);
  const cells = shown.map((row) => [clean(row.name), ...columns.map((metric) => cellOf(metric, row.metrics[metric]))]);
  const lines = [
    `${counted(rows.length, "variation")}${by === undefined ? "" : `, ${keyMetricRule(by).label}: best first`}`,
    ...numberTable(["", ...columns.map((metric) => keyMetricRule(metric).label)], cells, width),
  ];
  if (shown.length < rows.length) lines.push(`  and ${rows.length - shown.length} more`);
  if (!study.complete) lines.push("Not complete: the sweep was aborted before every variation was simulated.");
  return lines.join("\n");
}

function cellOf(metric: KeyMetric, value: number): string {
  const { unit } = keyMetricRule(metric);
  return unit === "ms" ? lengthCell(value) : unit === "share" ? shareCell(value) : countCell(value);
}
