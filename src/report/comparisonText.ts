/**
 * A comparison as text: what was changed, what became of the runs, the targets, the numbers, and
 * for each job the cause.
 *
 * Long lists are cut and say so: the data has them all. Names go through `clean`, since they are
 * somebody else's text.
 */
import { lengthText } from "../core/time/length.js";
import type {
  Comparison,
  JobChange,
  MetricChange,
  Verdict,
} from "../core/whatif/compare/comparison.js";
import type { ScopeKind } from "../core/whatif/metrics.js";
import { changeText, paragraphs, signedText, toldLabel, valueText } from "./changeWords.js";
import { clean, numberTable } from "./kit/table.js";
import { counted } from "./kit/words.js";

/** How long lists may get. */
export interface ComparisonTextOptions {
  /** Lines of one list, default 10. */
  readonly most?: number;
  /** Columns of the text, default 100. */
  readonly width?: number;
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
  { most = 10, width = 100 }: ComparisonTextOptions = {},
): string {
  if (comparison.isEmpty) return "No difference: neither in the settings nor in what they do.";
  const { changes, jobs, fleet, resources, worse, better } = comparison;
  const names = new Map(
    [...jobs, ...worse.map(({ job, name }) => ({ id: job, name }))].map(({ id, name }) => [
      id,
      clean(name ?? id),
    ]),
  );
  const nameOf = (id: string): string => names.get(id) ?? clean(id);
  const lines: string[] = [];
  const list = (title: string, entries: readonly string[]): void => {
    lines.push(title, ...entries.slice(0, most).map((entry) => `  ${entry}`));
    if (entries.length > most)
      lines.push(`  and ${counted(entries.length - most, "more", "more")}`);
  };

  if (changes.length === 0) lines.push("Changed: nothing in the settings");
  else
    list(
      `Changed: ${counted(changes.length, "setting")}`,
      changes.map((change) => changeText(change, nameOf)),
    );
  if (jobs.length + fleet.length + resources.length === 0)
    return paragraphs([...lines, "The same runs, sessions and metrics on both sides."]);

  if (comparison.runs !== undefined) {
    const { added, removed, moved, changed } = comparison.runs;
    const title =
      `Runs: ${added.length} added, ${removed.length} removed, ${moved.length} moved, ` +
      `${changed.length} changed`;
    list(
      title,
      jobs
        .filter(({ runs }) => runs !== undefined)
        .map((job) => `${nameOf(job.id)}: ${runsText(job)}`),
    );
  }
  if (comparison.peak !== undefined)
    lines.push(
      `Peak: ${counted(comparison.peak.candidate, "session")} at once ` +
        `(${comparison.peak.baseline} before)`,
    );
  if (comparison.crossings.length > 0) {
    const missed = comparison.crossings.filter(({ crossing }) => crossing === "missed").length;
    list(
      `Targets: ${missed} newly missed, ${comparison.crossings.length - missed} newly met`,
      comparison.crossings.map(({ job, crossing, baseline, candidate, target }) => {
        const limit = target.candidate ?? target.baseline;
        return (
          `${nameOf(job)}: ${crossing}, worst exposure ${lengthText(candidate)} ` +
          `(${lengthText(baseline)} ` +
          `before)${limit === undefined ? "" : `, target ${lengthText(limit)}`}`
        );
      }),
    );
  }
  const rows = [
    // the peak has a line of its own
    ...metricRows(
      "fleet",
      "fleet",
      fleet.filter(({ metric }) => metric !== "occupancy.peak"),
    ),
    ...resources.flatMap(({ of, id, metrics }) => metricRows(of, `${of} ${clean(id)}`, metrics)),
  ];
  if (rows.length > 0) {
    lines.push(
      "Metrics",
      ...numberTable(["", "baseline", "candidate", "difference"], rows.slice(0, 3 * most), width),
    );
    if (rows.length > 3 * most) lines.push(`  and ${rows.length - 3 * most} more`);
  }
  for (const [title, verdicts] of [
    ["Worse", worse],
    ["Better", better],
  ] as const) {
    if (verdicts.length > 0)
      list(
        `${title}: ${counted(verdicts.length, "job")}`,
        verdicts.map((verdict) => verdictText(verdict, nameOf)),
      );
  }
  return paragraphs(lines);
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
    parts.push(`${moved} moved${by}${such}`);
  }
  if (added > 0) parts.push(`${added} added`);
  if (removed > 0) parts.push(`${removed} removed`);
  if (changed > 0) parts.push(`${changed} with another end`);
  return parts.join(", ");
}

/** `2026-01-05 22:00` of an ISO text. */
function minuteOf(iso: string): string {
  return iso.slice(0, "2026-01-05T22:00".length).replace("T", " ");
}

function metricRows(of: ScopeKind, who: string, metrics: readonly MetricChange[]): string[][] {
  return metrics.flatMap((change) => {
    const label = toldLabel(of, change.metric);
    if (label === undefined) return [];
    const { unit, baseline, candidate, difference } = change;
    return [
      [
        `${who}: ${label}`,
        valueText(unit, baseline),
        valueText(unit, candidate),
        difference === undefined ? "" : signedText(unit, difference),
      ],
    ];
  });
}

/** The cause beside the name, and what followed from it below, a line each. */
function verdictText({ job, chain }: Verdict, nameOf: (id: string) => string): string {
  return `${nameOf(job)}: ${chain.map((fact) => clean(fact.text)).join("\n    -> ")}`;
}
