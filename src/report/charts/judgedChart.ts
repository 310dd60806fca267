/**
 * The figures that several seeds were looked at for: what a proposal came to on the seeds that it
 * was judged on, how two fleets differ under the same seeds, and one fleet by itself.
 *
 * Of a comparison and of one fleet these are the fleet's figures that texts tell. What only one
 * seed has says nothing of its spread, and is left out.
 */
import type { ReplicatedComparison } from "../../core/whatif/compare/comparison.js";
import type { Estimate } from "../../core/whatif/estimate.js";
import type { Replication } from "../../core/whatif/replicate.js";
import type { JudgedMetric, Proposal } from "../../core/whatif/stagger/proposal.js";
import { metricAt } from "../../core/whatif/metrics.js";
import { toldLabel } from "../changeWords.js";
import { AIM_FIGURES, JUDGED_FIGURES } from "../judgedFigures.js";
import type { JudgedChart, JudgedFigure } from "./chart.js";

/** A proposal on its judging seeds: first what it lowers. */
export function judgedOfProposal({ lower, judged }: Proposal): JudgedChart {
  const figure = (
    { label, unit }: Pick<JudgedFigure, "label" | "unit">,
    { baseline, candidate }: JudgedMetric,
  ): JudgedFigure => ({
    label,
    unit,
    sides: [
      { side: "baseline", ...intervalOf(baseline) },
      { side: "candidate", ...intervalOf(candidate) },
    ],
    interval: "each",
  });
  const { lostRuns, jobsOverTarget, worstExposure } = JUDGED_FIGURES;
  return {
    kind: "judged",
    seeds: judged.seeds,
    figures: [
      ...(lower === "exposure" ? [] : [figure(AIM_FIGURES[lower], judged)]),
      figure(worstExposure, judged.worstExposure),
      figure(lostRuns, judged.lostRuns),
      figure(jobsOverTarget, judged.jobsOverTarget),
    ],
  };
}

/** The figures of the fleet that differ, and how sure that is. */
export function judgedOfComparison({
  seeds,
  metrics,
  isJudged,
}: ReplicatedComparison): JudgedChart {
  return {
    kind: "judged",
    seeds,
    figures: metrics.flatMap((change): JudgedFigure[] => {
      const label = change.of === "fleet" ? toldLabel("fleet", change.metric) : undefined;
      if (label === undefined || change.difference.n < 2) return [];
      const { unit, baseline, candidate, difference, isClear } = change;
      return [
        {
          label,
          unit,
          sides: [
            { side: "baseline", mean: baseline, low: baseline, high: baseline },
            {
              side: "candidate",
              mean: candidate,
              low: baseline + difference.low,
              high: baseline + difference.high,
            },
          ],
          interval: "difference",
          ...(isJudged ? { isClear } : {}),
        },
      ];
    }),
  };
}

/** One fleet under several seeds. */
export function judgedOfReplication(replication: Replication): JudgedChart {
  const figures = Array.from(replication.rows()).flatMap((row): JudgedFigure[] => {
    const label = row.of === "fleet" ? toldLabel("fleet", row.metric) : undefined;
    if (label === undefined || row.n < 2) return [];
    const { unit } = metricAt("fleet", row.metric);
    return [{ label, unit, sides: [{ side: "", ...intervalOf(row) }], interval: "each" }];
  });
  return { kind: "judged", seeds: replication.seeds, figures };
}

function intervalOf({ mean, low, high }: Estimate): { mean: number; low: number; high: number } {
  return { mean, low, high };
}
