/**
 * A comparison under several seeds as text: which differences are more than luck.
 *
 * What is clear stands in a table with its confidence interval; what luck alone may explain is only
 * named. Of the jobs the worst exposure is shown, the greatest difference first: the data has every
 * metric of all. What may be shown is what was judged together (R35), and the text says how much
 * that was; under too few seeds it shows figures and judges nothing.
 */
import { grouped } from "../core/input/numberText.js";
import type { ReplicatedChange, ReplicatedComparison } from "../core/whatif/compare/comparison.js";
import {
  changedLines,
  isSeen,
  noVerdictText,
  paragraphs,
  signedText,
  toldBy,
  toldLabel,
  unseenLines,
  valueText,
} from "./changeWords.js";
import type { ComparisonTextOptions } from "./comparisonText.js";
import { clean } from "./kit/safe.js";
import { numberTable } from "./kit/table.js";
import { counted } from "./kit/words.js";
import { checkText, JOB_TEXT_KEYS } from "./kit/textOptions.js";

/**
 * The comparison in lines of text, without colours. `most` is the number of jobs shown.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const night = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 6) };
 * const fleet = { jobs: [{ id: "mail", policy }] };
 * describeReplicated(compareReplicated(fleet, fleet, night, { seeds: 2 })) // => "No difference under any of 2 seeds: neither in the settings nor in what they do."
 * ```
 */
export function describeReplicated(
  comparison: ReplicatedComparison,
  options: ComparisonTextOptions = {},
): string {
  const given = {
    path: "comparison",
    value: comparison,
    parts: ["changes", "metrics", "seeds", "isJudged"],
  };
  checkText(given, "a comparison, as compareReplicated gives it", options, JOB_TEXT_KEYS);
  const { most = 10, width = 100, jobs } = options;
  const isTold = toldBy(jobs);
  const { changes, metrics, seeds, isEmpty } = comparison;
  if (isEmpty)
    return (
      `No difference under any of ${counted(seeds.length, "seed")}: neither in the settings ` +
      "nor in what they do."
    );
  const names = new Map(
    metrics.flatMap(({ of, id, name }) => (of === "job" && name !== undefined ? [[id, name]] : [])),
  );
  const lines = changedLines(changes, (id) => clean(names.get(id) ?? id), most);

  const shown = metrics.flatMap((change): Row[] => {
    const label = toldLabel(change.of, change.metric);
    return label === undefined ? [] : [{ change, label: `${nameOf(change)}: ${label}` }];
  });
  const ofJobs = shown
    .filter(({ change }) => change.of === "job")
    .sort((a, b) => Math.abs(b.change.difference.mean) - Math.abs(a.change.difference.mean));
  const ofFleet = shown.filter(({ change }) => change.of === "fleet");
  const ofResources = shown.filter(({ change }) => change.of !== "fleet" && change.of !== "job");
  const mostOfResources = 3 * most;
  const told = (rows: readonly Row[]): readonly Row[] =>
    rows.filter(({ change }) => isTold(change.id)).slice(0, most);
  if (!comparison.isJudged) {
    const rows = [...ofFleet, ...ofResources.slice(0, mostOfResources), ...told(ofJobs)];
    const rest = restLines(
      ofResources.length - mostOfResources,
      ofJobs.length - told(ofJobs).length,
    );
    return paragraphs([...lines, ...unjudgedLines(seeds.length, rows, rest, width)]);
  }
  const clear = (rows: readonly Row[]): Row[] => rows.filter(({ change }) => change.isClear);
  const clearJobs = clear(ofJobs);
  const clearOnes = [...clear(ofFleet), ...clear(ofResources), ...told(clearJobs)];
  const clearResources = clear(ofResources).filter(isRowSeen);
  const rows = [
    ...clear(ofFleet).filter(isRowSeen),
    ...clearResources.slice(0, mostOfResources),
    ...told(clearJobs).filter(isRowSeen),
  ];
  if (clearOnes.length === 0)
    lines.push(
      "No clear difference: luck alone may explain what differs under " +
        `${counted(seeds.length, "seed")}.`,
    );
  else
    lines.push(
      `Clear differences: means over ${counted(seeds.length, "seed")}, the difference with ` +
        "its 95 % confidence interval",
      ...(rows.length > 0 ? tableOf(rows, width) : []),
      ...unseenLines(clearOnes.filter((row) => !isRowSeen(row)).length),
    );
  lines.push(
    ...restLines(
      clearResources.length - mostOfResources,
      clearJobs.length - told(clearJobs).length,
    ),
  );
  const unclear = shown.filter(({ change }) => !change.isClear && change.of !== "job");
  if (unclear.length > 0)
    lines.push(
      "Not clear, luck may be all there is:",
      ...unclear.slice(0, most).map(({ label }) => `  ${label}`),
    );
  if (unclear.length > most) lines.push(`  and ${grouped(unclear.length - most)} more`);
  lines.push(...judgedLines(shown));
  return paragraphs(lines);
}

/** The figures under seeds that are too few to judge by, and how many more there are. */
function unjudgedLines(
  seeds: number,
  rows: readonly Row[],
  rest: readonly string[],
  width: number,
): string[] {
  const verdict = noVerdictText(seeds);
  if (rows.length === 0) return [verdict];
  return [`${verdict} Means over the seeds`, ...tableOf(rows, width), ...rest];
}

/** How many rows of a table are left out; nothing where none is. */
function restLines(ofResources: number, ofJobs: number): string[] {
  return [
    ...(ofResources > 0 ? [`  and ${counted(ofResources, "more figure")} of resources`] : []),
    ...(ofJobs > 0 ? [`  and the worst exposure of ${counted(ofJobs, "more job")}`] : []),
  ];
}

/** What was looked at, and how sure what is clear is. */
function judgedLines(shown: readonly Row[]): string[] {
  const sizes = { "of the fleet": 0, "of resources": 0, "of jobs": 0 };
  for (const { change } of shown)
    sizes[
      change.of === "fleet" ? "of the fleet" : change.of === "job" ? "of jobs" : "of resources"
    ] += 1;
  const groups = Object.entries(sizes).filter(([, size]) => size > 0);
  if (groups.length === 0) return [];
  const told = groups.map(
    ([whose, size], at) => `${at === 0 ? counted(size, "figure") : grouped(size)} ${whose}`,
  );
  return [
    "Judged together, each group with a chance of at most 5 % that luck makes any clear:",
    `  ${told.join(", ")}`,
  ];
}

function tableOf(rows: readonly Row[], width: number): string[] {
  const head = ["", "baseline", "candidate", "difference", "\u00b1"];
  return numberTable(head, rows.map(cellsOf), width, 2, "whole");
}

interface Row {
  readonly change: ReplicatedChange;
  readonly label: string;
}

function nameOf({ of, id, name }: ReplicatedChange): string {
  if (of === "fleet") return "fleet";
  return of === "job" ? clean(name ?? id) : `${of} ${clean(name ?? id)}`;
}

function cellsOf({ change, label }: Row): string[] {
  const { unit, baseline, candidate, difference } = change;
  return [
    label,
    valueText(unit, baseline),
    valueText(unit, candidate),
    signedText(unit, difference.mean),
    // one seed that has a metric says nothing about its spread
    difference.n < 2 ? "-" : valueText(unit, (difference.high - difference.low) / 2),
  ];
}

function isRowSeen({ change }: Row): boolean {
  return isSeen(change.unit, change.difference.mean);
}
