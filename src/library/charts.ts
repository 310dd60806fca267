/**
 * Charts in characters, with the host's zones behind them.
 */
import type { Timeline } from "../core/simulation/timeline.js";
import type { Comparison } from "../core/whatif/compare/comparison.js";
import type { Proposal } from "../core/whatif/stagger/proposal.js";
import { hostZone } from "../host/zones.js";
import { checkText, JOB_TEXT_KEYS } from "../report/kit/textOptions.js";
import { chartsText, drawnCharts } from "../report/terminal/chartsText.js";

/** How charts are drawn. */
export interface ChartTextOptions {
  /** Jobs in the chart of jobs, worst first; default 10. */
  readonly most?: number;
  /** Columns, 40 to 400; default 100. */
  readonly width?: number;
  /** Ids of the jobs that are drawn; default all. */
  readonly jobs?: readonly string[];
}

/**
 * What a simulation found, drawn in characters, without colours: the week by hours, how many
 * sessions run against what there is, and the worst jobs in time; of a comparison or a proposal
 * both sides on the same axes. Of a timeline that was simulated with `keep: "summary"` there is the
 * week alone. Times are on the fleet's clock, of a comparison on the baseline's. Throws a
 * `PolicyError` for a copy of a comparison, which does not have what was compared.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const mail = { id: "mail", policy, workload: { duration: "3h" } };
 * const day = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 6, 12) };
 * const lines = describeCharts(simulate({ jobs: [mail] }, day), { width: 55 }).split("\n");
 * lines[lines.indexOf("1 job in time, worst first") + 1] // => "  mail                     ██████"
 * ```
 */
export function describeCharts(
  answer: Timeline | Comparison | Proposal,
  options: ChartTextOptions = {},
): string {
  checkText(
    { path: "answer", ...whatIsMissing(answer) },
    "a timeline, a comparison or a proposal, as it was made",
    options,
    JOB_TEXT_KEYS,
  );
  const { jobs, ...layout } = options;
  return chartsText(
    drawnCharts(answer, (name) => hostZone(name)),
    {
      ...layout,
      ...(jobs === undefined ? {} : { told: new Set(jobs) }),
    },
  );
}

/** What must have which parts, for charts to be drawn of it. */
function whatIsMissing(answer: Timeline | Comparison | Proposal): {
  readonly value: unknown;
  readonly parts: readonly string[];
} {
  const isObject = typeof answer === "object" && answer !== null;
  if (isObject && "moves" in answer) return { value: answer.comparison, parts: ["sides"] };
  if (isObject && "crossings" in answer) return { value: answer, parts: ["sides"] };
  return { value: answer, parts: ["fleet", "span", "sessions", "missed", "summary"] };
}
