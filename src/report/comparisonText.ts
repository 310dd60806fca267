/**
 * A comparison in words: what was changed, what that did to the runs and the fleet, and who got worse or better, and why.
 */
import type { Comparison, JobChange, MetricChange, RunChanges, Verdict } from "../core/whatif/comparison.js";
import { lengthText } from "../core/whatif/lengthText.js";
import { roughLength } from "./minutes.js";
import { table } from "./table.js";
import { counted, listed } from "./words.js";

/** Of long lists, this many entries are shown. */
const SHOWN = 8;

/** Fleet metrics that everybody wants to know, with their names; the others are in the data. */
const FLEET_METRICS: Readonly<Record<string, string>> = {
  sessions: "sessions",
  stopped: "stopped sessions",
  failed: "failed sessions",
  missed: "missed starts",
  blocked: "blocked starts",
  jobsOverTarget: "jobs over target",
  worstExposure: "worst exposure",
  "wait.mean": "mean wait",
  "wait.max": "longest wait",
  "occupancy.peak": "most sessions at once",
  "longestWave.makespan": "longest night",
};

/** The text, lines joined, without colours. */
export function describeComparison(comparison: Comparison): string {
  if (comparison.isEmpty) return "No difference.";
  const blocks = [
    block("What was changed", limited(comparison.changes.map((change) => (change.id === "" ? change.text : `${change.of} ${change.id}: ${change.text}`)))),
    block("What became of the runs", comparison.runs === undefined ? [] : runLines(comparison.runs, comparison.jobs)),
    block("The fleet", table(comparison.fleet.flatMap(fleetCells))),
    block("Targets", limited(comparison.crossings.map(crossingText))),
    block("Worse", limited(comparison.worse.flatMap(verdictLines), 3 * SHOWN)),
    block("Better", limited(comparison.better.flatMap(verdictLines), 2 * SHOWN)),
  ];
  return blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n");
}

function block(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function limited(lines: readonly string[], most = SHOWN): string[] {
  return lines.length <= most ? [...lines] : [...lines.slice(0, most), `and ${lines.length - most} more lines; the data has them all`];
}

function runLines(runs: RunChanges, jobs: readonly JobChange[]): string[] {
  const counts = [
    [runs.added.length, "added"],
    [runs.removed.length, "removed"],
    [runs.moved.length, "moved"],
    [runs.changed.length, "started as before and ended otherwise"],
  ] as const;
  const some = counts.filter(([count]) => count > 0);
  if (some.length === 0) return [];
  const moved = jobs.filter((job) => (job.runs?.movedByMs ?? 0) !== 0);
  return [listed(some.map(([count, what]) => `${counted(count, "run")} ${what}`)), ...limited(moved.map(movedText))];
}

function movedText(job: JobChange): string {
  const { moved, movedByMs, example } = job.runs!;
  const way = `${lengthText(Math.abs(movedByMs!))} ${movedByMs! < 0 ? "earlier" : "later"}`;
  const first = example === undefined ? "" : `, the first from ${shortLocal(example.baseline)} to ${shortLocal(example.candidate)}`;
  return `${job.name ?? job.id}: ${counted(moved, "run")} moved, most of them ${way}${first}`;
}

/** `2026-01-05T22:00:00-05:00` as `2026-01-05 22:00`. */
function shortLocal(local: string): string {
  return local.slice(0, 16).replace("T", " ");
}

function fleetCells(change: MetricChange): string[][] {
  const name = FLEET_METRICS[change.metric];
  if (name === undefined) return [];
  const text = (value: number | undefined): string => (value === undefined ? "none" : change.unit === "ms" ? roughLength(value) : String(value));
  return [[name, text(change.candidate), `(${text(change.baseline)} before)`]];
}

function crossingText({ job, crossing, baseline, candidate, target }: Comparison["crossings"][number]): string {
  const aim = target.candidate ?? target.baseline;
  const goal = aim === undefined ? "" : `, target ${roughLength(aim)}`;
  return `${job}: ${crossing === "missed" ? "now misses its target" : "now keeps its target"}: worst exposure ${roughLength(candidate)} (${roughLength(baseline)} before)${goal}`;
}

function verdictLines({ job, name, chain }: Verdict): string[] {
  const [cause, ...effects] = chain;
  return [`${name ?? job}: ${cause?.text ?? ""}`, ...effects.map((fact) => `  -> ${fact.text}`)];
}
