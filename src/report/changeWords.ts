/**
 * What comparisons have in common as text: changed settings, the metrics that are shown, their
 * values, and what too few seeds do not say.
 */
import { grouped } from "../core/input/numberText.js";
import { lengthText } from "../core/time/length.js";
import type { SettingChange } from "../core/whatif/compare/comparison.js";
import { FEWEST_FOR_A_VERDICT } from "../core/whatif/evidence.js";
import { metricAt, type MetricUnit, type ScopeKind } from "../core/whatif/metrics.js";
import { clean } from "./kit/safe.js";
import { counted } from "./kit/words.js";

/** Whether a job is told of one by one, by its id: all are where nobody names some. */
export function toldBy(jobs: readonly string[] | undefined): (id: string) => boolean {
  const ids = new Set(jobs);
  return jobs === undefined ? () => true : (id) => ids.has(id);
}

/** What a metric is called; `undefined` where texts do not tell it: the data has them all. */
export function toldLabel(of: ScopeKind, metric: string): string | undefined {
  const { told = false, label } = metricAt(of, metric);
  return told ? label : undefined;
}

/** A value in its unit; a dash where there is none. */
export function valueText(unit: MetricUnit, value: number | undefined): string {
  if (value === undefined) return "-";
  if (unit === "ms") return lengthText(value, { toMinutes: true });
  if (unit === "share") return `${grouped(100 * value, 1)} %`;
  return Number.isInteger(value) ? grouped(value) : grouped(value, 2);
}

/** A difference, with a plus where it is above 0. */
export function signedText(unit: MetricUnit, difference: number): string {
  return `${difference > 0 ? "+" : ""}${valueText(unit, difference)}`;
}

/** Whether a difference is large enough to be seen in its unit: `+0.0 %` tells nobody anything. */
export function isSeen(unit: MetricUnit, difference: number | undefined): boolean {
  return difference === undefined || /[1-9]/.test(signedText(unit, difference));
}

/** What differs by less than is shown, counted. */
export function unseenLines(count: number): string[] {
  return count === 0 ? [] : [`  and ${counted(count, "figure")} by less than is shown`];
}

/** What was changed, the first `most` of it a line each. `nameOf` is what a job is called. */
export function changedLines(
  changes: readonly SettingChange[],
  nameOf: (id: string) => string,
  most: number,
): string[] {
  if (changes.length === 0) return ["Changed: nothing in the settings"];
  const entries = changes.map((change) => changeText(change, nameOf));
  return listLines(`Changed: ${counted(changes.length, "setting")}`, entries, most);
}

/** A title and entries below it, the first `most` of them; the others of `all` are counted. */
export function listLines(
  title: string,
  entries: readonly string[],
  most: number,
  all = entries.length,
): string[] {
  const rest = all - Math.min(most, entries.length);
  return [
    title,
    ...entries.slice(0, most).map((entry) => `  ${entry}`),
    ...(rest > 0
      ? [`  ${entries.length === 0 ? counted(rest, "other") : `and ${grouped(rest)} more`}`]
      : []),
  ];
}

/** `mail: starts at 21:00 (22:00 before)`. */
function changeText(
  { of, id, name = id, text }: SettingChange,
  nameOf: (id: string) => string,
): string {
  const who = of === "job" ? `${nameOf(id)}: ` : of === "fleet" ? "" : `${of} ${clean(name)}: `;
  return `${who}${clean(text)}`;
}

/** What is said under seeds that are too few for a verdict (R35). */
export function noVerdictText(seeds: number): string {
  return (
    `${counted(seeds, "seed")}: figures, no verdict; ` +
    `at least ${FEWEST_FOR_A_VERDICT} are needed.`
  );
}

/** The lines, with an empty one before each that begins a block. */
export function paragraphs(lines: readonly string[]): string {
  return lines
    .map((line, index) => (index > 0 && !line.startsWith(" ") ? `\n${line}` : line))
    .join("\n");
}
