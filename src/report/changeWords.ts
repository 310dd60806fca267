/**
 * What comparisons have in common as text: changed settings, the metrics that are shown, and their
 * values.
 */
import { lengthText } from "../core/time/length.js";
import type { SettingChange } from "../core/whatif/compare/comparison.js";
import type { MetricUnit } from "../core/whatif/metrics.js";
import { clean } from "./kit/table.js";

/** The fleet's metrics that a text shows, with their labels; the data has them all. */
export const FLEET_METRICS: ReadonlyMap<string, string> = new Map([
  ["started", "runs started"],
  ["blocked", "starts blocked"],
  ["missed", "starts missed"],
  ["stopped", "sessions stopped"],
  ["failed", "sessions failed"],
  ["retries", "retries"],
  ["wait.mean", "wait, mean"],
  ["wait.p95", "wait, p95"],
  ["wait.max", "wait, longest"],
  ["worstExposure", "worst exposure"],
  ["jobsOverTarget", "jobs over target"],
  ["longestWave.makespan", "longest night"],
  ["starts.peakPerMinute", "starts in one minute"],
]);

/** The same of a resource. */
export const RESOURCE_METRICS: ReadonlyMap<string, string> = new Map([
  ["peak", "peak"],
  ["utilisation", "utilisation"],
  ["shareAtCapacity", "time full"],
  ["longestQueue", "longest queue"],
  ["meanQueue", "mean queue"],
]);

/** A value in its unit; a dash where there is none. */
export function valueText(unit: MetricUnit, value: number | undefined): string {
  if (value === undefined) return "-";
  if (unit === "ms") return lengthText(value, { toMinutes: true });
  if (unit === "share") return `${(100 * value).toFixed(1)} %`;
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

/** A difference, with a plus where it is above 0. */
export function signedText(unit: MetricUnit, difference: number): string {
  return `${difference > 0 ? "+" : ""}${valueText(unit, difference)}`;
}

/** `mail: starts at 21:00 (22:00 before)`. */
export function changeText(
  { of, id, text }: SettingChange,
  nameOf: (id: string) => string,
): string {
  const who = of === "job" ? `${nameOf(id)}: ` : of === "fleet" ? "" : `${of} ${clean(id)}: `;
  return `${who}${clean(text)}`;
}

/** The lines, with an empty one before each that begins a block. */
export function paragraphs(lines: readonly string[]): string {
  return lines
    .map((line, index) => (index > 0 && !line.startsWith(" ") ? `\n${line}` : line))
    .join("\n");
}
