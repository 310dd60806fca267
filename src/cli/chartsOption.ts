/**
 * `--charts`: the week, the load and the worst jobs, drawn below the text of an answer.
 *
 * Only where it is asked for: what is piped stays the same text, and a screen is not filled with
 * pictures that nobody wanted.
 */
import type { Timeline } from "../core/simulation/timeline.js";
import type { Comparison } from "../core/whatif/compare/comparison.js";
import { hostZone } from "../host/zones.js";
import { chartsText, drawnCharts } from "../report/terminal/chartsText.js";
import type { OptionTable } from "./arguments.js";
import type { Layout } from "./terminal.js";

/** The option. */
export const CHARTS_OPTION = {
  charts: {
    type: "boolean",
    says:
      "below the text, drawn: the week by hours, load over time against what there is, and the " +
      "worst jobs in time",
  },
} as const satisfies OptionTable;

/** The charts of an answer as text. `told`: ids of the jobs that are told of; default all. */
export function chartsBelow(
  answer: Timeline | Comparison,
  layout: Layout,
  told?: ReadonlySet<string>,
): string {
  const charts = drawnCharts(answer, (name) => hostZone(name));
  return chartsText(charts, { ...layout, ...(told === undefined ? {} : { told }) });
}
