/**
 * A comparison on a page: what was changed, who got better or worse and why, and every metric that
 * texts tell, as tables.
 */
import type {
  Comparison,
  ReplicatedComparison,
  SettingChange,
  Unjudged,
  Verdict,
} from "../../core/whatif/compare/comparison.js";
import type { Estimate } from "../../core/whatif/estimate.js";
import { metricAt, type MetricUnit } from "../../core/whatif/metrics.js";
import { signedText, toldLabel, valueText } from "../changeWords.js";
import { crossingCountsText, peakText, runCountsText } from "../comparisonText.js";
import { clean } from "../kit/safe.js";
import { counted } from "../kit/words.js";
import type { Fact } from "../timelineFacts.js";
import { tableOf, unlessEmpty } from "./columns.js";
import type { PageTable } from "./pageData.js";

/** What a comparison says in a line each. */
export function comparisonFacts(comparison: Comparison): readonly Fact[] {
  const { isEmpty, seed, changes, runs, peak, crossings, worse, better } = comparison;
  if (isEmpty) return [{ label: "Difference", text: "none", tone: "plain" }];
  const facts: Fact[] = [
    { label: "Changed", text: counted(changes.length, "setting"), tone: "plain" },
  ];
  const add = (label: string, text: string, tone: Fact["tone"] = "plain"): void => {
    facts.push({ label, text, tone });
  };
  if (seed !== undefined)
    add("Luck", `what happened under seed ${seed}; another may tell otherwise`);
  if (runs !== undefined) add("Runs", runCountsText(runs));
  if (peak !== undefined) add("Peak", peakText(peak));
  if (crossings.length > 0) {
    const isMissed = crossings.some(({ crossing }) => crossing === "missed");
    add("Targets", crossingCountsText(crossings), isMissed ? "bad" : "good");
  }
  if (worse.length > 0) add("Worse", counted(worse.length, "job"), "bad");
  if (better.length > 0) add("Better", counted(better.length, "job"), "good");
  return facts;
}

/** Tables of a comparison. */
export function comparisonTables(comparison: Comparison): readonly PageTable[] {
  const { changes, jobs, worse, better, unjudged, fleet, resources, causesComplete } = comparison;
  const names = new Map(jobs.map(({ id, name }) => [id, name ?? id]));
  const verdicts = [
    ...worse.map((verdict) => ({ verdict, is: "worse" })),
    ...better.map((verdict) => ({ verdict, is: "better" })),
    ...unjudged.map((verdict) => ({ verdict, is: "no verdict" })),
  ];
  const metrics = [
    { of: "fleet" as const, who: "fleet", metrics: fleet },
    ...resources.map(({ of, id, name = id, metrics: own }) => ({
      of,
      who: `${of} ${name}`,
      metrics: own,
    })),
  ].flatMap(({ of, who, metrics: own }) =>
    own.flatMap((change) => {
      const label = toldLabel(of, change.metric);
      return label === undefined ? [] : [{ who, label, change }];
    }),
  );
  return [
    ...unlessEmpty(changeTable(changes, names)),
    ...unlessEmpty(
      tableOf(
        {
          id: "verdicts",
          title: "Who is better or worse off, and why",
          note:
            "Worst first. A cause is one that was checked: without it, as simulated, the job is " +
            "not worse, or not better." +
            (causesComplete ? "" : " Not all causes were looked for to the end."),
        },
        verdicts,
        [
          ["Job", "text", ({ verdict }) => verdict.name ?? names.get(verdict.job) ?? verdict.job],
          ["It is", "state", ({ is }) => is],
          ["Decided by", "text", ({ verdict }) => figureOf(verdict)?.label],
          ["Baseline", "text", ({ verdict }) => figureOf(verdict)?.baseline],
          ["Candidate", "text", ({ verdict }) => figureOf(verdict)?.candidate],
          ["Why", "text", ({ verdict }) => clean(verdict.text)],
        ],
      ),
    ),
    ...unlessEmpty(
      tableOf(
        {
          id: "metrics",
          title: "Figures that differ",
          note: "Difference: candidate minus baseline.",
        },
        metrics,
        [
          ["Of", "text", ({ who }) => who],
          ["Figure", "text", ({ label }) => label],
          ["Baseline", "text", ({ change }) => valueText(change.unit, change.baseline)],
          ["Candidate", "text", ({ change }) => valueText(change.unit, change.candidate)],
          [
            "Difference",
            "text",
            ({ change: { unit, difference } }) =>
              difference === undefined ? undefined : signedText(unit, difference),
          ],
        ],
      ),
    ),
  ];
}

/** What was changed, a row each. */
export function changeTable(
  changes: readonly SettingChange[],
  names: ReadonlyMap<string, string>,
): PageTable {
  return tableOf(
    { id: "changes", title: "What was changed", note: "What the candidate does." },
    changes,
    [
      [
        "Of",
        "text",
        ({ of, id, name }) => (of === "fleet" ? "all" : (name ?? names.get(id) ?? id)),
      ],
      ["Kind", "state", ({ of }) => of],
      ["Setting", "text", ({ setting, kind }) => (setting === "" ? kind : setting)],
      ["Change", "text", ({ text }) => clean(text)],
    ],
  );
}

/** Metrics of a comparison under several seeds that texts tell. */
export function replicatedTables(comparison: ReplicatedComparison): readonly PageTable[] {
  const told = comparison.metrics.flatMap((change) => {
    const label = toldLabel(change.of, change.metric);
    return label === undefined ? [] : [{ label, change }];
  });
  return [
    ...unlessEmpty(changeTable(comparison.changes, new Map())),
    ...unlessEmpty(
      tableOf(
        {
          id: "metrics",
          title: "Figures that differ",
          note:
            "Means over the seeds; the difference with its 95 % interval. Clear: luck does not " +
            "explain it, all figures that are looked at together having been judged together.",
        },
        told.toSorted((a, b) => Number(b.change.isClear) - Number(a.change.isClear)),
        [
          ["Of", "text", ({ change: { of, id, name } }) => (of === "fleet" ? of : (name ?? id))],
          ["Kind", "state", ({ change }) => change.of],
          ["Figure", "text", ({ label }) => label],
          ["Baseline", "text", ({ change }) => valueText(change.unit, change.baseline)],
          ["Candidate", "text", ({ change }) => valueText(change.unit, change.candidate)],
          [
            "Difference",
            "text",
            ({ change: { unit, difference } }) => intervalText(unit, difference),
          ],
          ["It is", "state", ({ change }) => (change.isClear ? "clear" : "not clear")],
        ],
      ),
    ),
  ];
}

function intervalText(unit: MetricUnit, { mean, low, high }: Estimate): string {
  const text = (value: number): string => signedText(unit, value);
  return low === high ? text(mean) : `${text(mean)} (${text(low)} to ${text(high)})`;
}

/** What decided a verdict, as its text has it. */
function figureOf(
  verdict: Verdict | Unjudged,
): { readonly label: string; readonly baseline: string; readonly candidate: string } | undefined {
  if (!("figure" in verdict)) return undefined;
  const { metric, baseline, candidate } = verdict.figure;
  const { label, unit } =
    metric === "lost" ? ({ label: "runs lost", unit: "count" } as const) : metricAt("job", metric);
  return { label, baseline: valueText(unit, baseline), candidate: valueText(unit, candidate) };
}
