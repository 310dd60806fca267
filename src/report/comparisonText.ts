/**
 * A comparison as text: what was changed, what became of the runs, the targets, the numbers, and
 * for each job the causes.
 *
 * What luck had a part in is told as what happened under its seed (R35), and causes that were not
 * looked for are said to be missing.
 * Long lists are cut and say so: the data has them all. Names go through `clean`, since they are
 * somebody else's text.
 */
import { grouped } from "../core/input/numberText.js";
import { lengthText } from "../core/time/length.js";
import type {
  Comparison,
  JobChange,
  MetricChange,
  PeakChange,
  RunChanges,
  TargetCrossing,
  Verdict,
} from "../core/whatif/compare/comparison.js";
import { chainText } from "../core/whatif/compare/causeWords.js";
import type { ScopeKind } from "../core/whatif/metrics.js";
import {
  changedLines,
  isSeen,
  listLines,
  paragraphs,
  signedText,
  toldBy,
  toldLabel,
  unseenLines,
  valueText,
} from "./changeWords.js";
import { clean } from "./kit/safe.js";
import { numberTable } from "./kit/table.js";
import { counted } from "./kit/words.js";
import { checkText, JOB_TEXT_KEYS } from "./kit/textOptions.js";

/** How long lists may get. */
export interface ComparisonTextOptions {
  /** Lines of one list, default 10. */
  readonly most?: number;
  /** Columns of the text, default 100. */
  readonly width?: number;
  /** Ids of the jobs that are told of one by one, the others are counted; default all. */
  readonly jobs?: readonly string[];
}

/**
 * A comparison in lines of text, without colours.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const night = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 6) };
 * const timeline = simulate({ jobs: [{ id: "mail", policy }] }, night);
 * describeComparison(compare(timeline, timeline)) // => "No difference: neither in the settings nor in what they do."
 * ```
 */
export function describeComparison(
  comparison: Comparison,
  options: ComparisonTextOptions = {},
): string {
  const given = {
    path: "comparison",
    value: comparison,
    parts: ["isEmpty", "changes", "jobs", "crossings"],
  };
  checkText(given, "a comparison, as compare gives it", options, JOB_TEXT_KEYS);
  const { most = 10, width = 100, jobs: meant } = options;
  const isTold = toldBy(meant);
  if (comparison.isEmpty) return "No difference: neither in the settings nor in what they do.";
  const { seed, changes, jobs, fleet, resources, worse, better, unjudged } = comparison;
  const names = new Map(jobs.map(({ id, name }) => [id, clean(name ?? id)]));
  const underSeed = seed === undefined ? "" : ` under seed ${seed}`;
  const nameOf = (id: string): string => names.get(id) ?? clean(id);
  const lines: string[] = [];
  const list = <Of>(
    title: string,
    items: readonly Of[],
    jobOf: (item: Of) => string,
    text: (item: Of) => string,
  ): void => {
    const told = items.filter((item) => isTold(jobOf(item)));
    lines.push(...listLines(title, told.map(text), most, items.length));
  };

  lines.push(...changedLines(changes, nameOf, most));
  if (jobs.length + fleet.length + resources.length === 0)
    return paragraphs([...lines, "The same runs, sessions and metrics on both sides."]);

  if (comparison.runs !== undefined) {
    list(
      `Runs${underSeed}: ${runCountsText(comparison.runs)}`,
      jobs.filter(({ runs }) => runs !== undefined),
      ({ id }) => id,
      (job) => `${nameOf(job.id)}: ${runsText(job)}`,
    );
  }
  if (comparison.peak !== undefined) lines.push(`Peak: ${peakText(comparison.peak)}`);
  if (comparison.crossings.length > 0) {
    list(
      `Targets${underSeed}: ${crossingCountsText(comparison.crossings)}`,
      comparison.crossings,
      ({ job }) => job,
      (crossing) => `${nameOf(crossing.job)}: ${crossingText(crossing)}`,
    );
  }
  const figures = [
    // the peak has a line of its own
    ...toldFigures(
      "fleet",
      "fleet",
      fleet.filter(({ metric }) => metric !== "occupancy.peak"),
    ),
    ...resources.flatMap(({ of, id, name = id, metrics }) =>
      toldFigures(of, `${of} ${clean(name)}`, metrics),
    ),
  ];
  if (figures.length > 0) {
    const seen = figures.filter(({ change }) => isSeen(change.unit, change.difference));
    const rows = seen.slice(0, 3 * most).map(cellsOf);
    const head = ["", "baseline", "candidate", "difference"];
    lines.push("Metrics", ...(rows.length > 0 ? numberTable(head, rows, width, 2, "whole") : []));
    if (seen.length > rows.length) lines.push(`  and ${grouped(seen.length - rows.length)} more`);
    lines.push(...unseenLines(figures.length - seen.length));
  }
  for (const [title, verdicts] of [
    ["Worse", worse],
    ["Better", better],
  ] as const) {
    if (verdicts.length > 0)
      list(
        `${title}${underSeed}: ${counted(verdicts.length, "job")}`,
        verdicts,
        ({ job }) => job,
        (verdict) => verdictText(verdict, nameOf),
      );
  }
  if (unjudged.length > 0)
    list(
      `No verdict: ${counted(unjudged.length, "job")}, which several seeds may tell more of`,
      unjudged,
      ({ job }) => job,
      ({ job, text }) => `${nameOf(job)}: ${clean(text)}`,
    );
  const unexplained = [...worse, ...better].filter(({ isExplained }) => !isExplained);
  if (unexplained.length > 0)
    lines.push(unexplainedText(unexplained, worse.length + better.length));
  return paragraphs(lines);
}

/** `5 added, 0 removed, 90 moved, 2 changed`. */
export function runCountsText({ added, removed, moved, changed }: RunChanges): string {
  return (
    `${grouped(added.length)} added, ${grouped(removed.length)} removed, ` +
    `${grouped(moved.length)} moved, ${grouped(changed.length)} changed`
  );
}

/** `7 sessions at once (8 before)`. */
export function peakText({ baseline, candidate }: PeakChange): string {
  return `${counted(candidate, "session")} at once (${grouped(baseline)} before)`;
}

/** `1 newly missed, 2 newly met`. */
export function crossingCountsText(crossings: readonly TargetCrossing[]): string {
  const missed = crossings.filter(({ crossing }) => crossing === "missed").length;
  return `${grouped(missed)} newly missed, ${grouped(crossings.length - missed)} newly met`;
}

function runsText({ runs }: JobChange): string {
  const { added, removed, moved, changed, movedByMs, example } = runs!;
  const parts: string[] = [];
  if (moved > 0) {
    const by =
      movedByMs === undefined || movedByMs === 0
        ? " (other waits)"
        : ` by ${movedByMs > 0 ? "+" : ""}${lengthText(movedByMs)}`;
    const such =
      example === undefined || movedByMs === 0
        ? ""
        : ` (${minuteOf(example.baseline)} -> ${minuteOf(example.candidate)})`;
    parts.push(`${grouped(moved)} moved${by}${such}`);
  }
  if (added > 0) parts.push(`${grouped(added)} added`);
  if (removed > 0) parts.push(`${grouped(removed)} removed`);
  if (changed > 0) parts.push(`${grouped(changed)} with another end`);
  return parts.join(", ");
}

/** `2026-01-05 22:00` of an ISO text. */
function minuteOf(iso: string): string {
  return iso.slice(0, "2026-01-05T22:00".length).replace("T", " ");
}

/** A figure that texts tell, and whose it is. */
interface ToldFigure {
  readonly label: string;
  readonly change: MetricChange;
}

function toldFigures(of: ScopeKind, who: string, metrics: readonly MetricChange[]): ToldFigure[] {
  return metrics.flatMap((change) => {
    const label = toldLabel(of, change.metric);
    return label === undefined ? [] : [{ label: `${who}: ${label}`, change }];
  });
}

function cellsOf({ label, change }: ToldFigure): string[] {
  const { unit, baseline, candidate, difference } = change;
  return [
    label,
    valueText(unit, baseline),
    valueText(unit, candidate),
    difference === undefined ? "" : signedText(unit, difference),
  ];
}

function crossingText({ crossing, baseline, candidate, target }: TargetCrossing): string {
  const exposure = `worst exposure ${lengthText(candidate)} (${lengthText(baseline)} before)`;
  const [was, is] = [target.baseline, target.candidate].map((length) =>
    length === undefined ? "none" : lengthText(length),
  );
  const limit =
    target.candidate === target.baseline
      ? `target ${is!}`
      : `its target is now ${is!} (${was!} before)`;
  return `${crossing}, ${exposure}, ${limit}`;
}

/** What is missing of the causes. */
function unexplainedText(unexplained: readonly Verdict[], verdicts: number): string {
  const some =
    unexplained.length < verdicts
      ? `of ${grouped(unexplained.length)} of ${counted(verdicts, "job")}`
      : `of ${counted(verdicts, "job")}`;
  return `Causes ${some} were not looked for to the end (options: causes, budget).`;
}

/** The causes beside the name, and what followed from them below, a line each. */
function verdictText({ job, chain }: Verdict, nameOf: (id: string) => string): string {
  const facts = chain.map((fact) => ({ ...fact, text: clean(fact.text) }));
  return `${nameOf(job)}: ${chainText(facts, { beside: "\n    and ", behind: "\n    -> " })}`;
}
