/**
 * What a proposal is judged by: what each figure is called, and its unit as the catalogue of
 * metrics has it. Text and picture of a proposal use the same words.
 */
import { type KeyMetric, keyMetricRule } from "../core/whatif/keyMetrics.js";
import type { MetricUnit } from "../core/whatif/metrics.js";
import type { Judged, StaggerAim } from "../core/whatif/stagger/proposal.js";

/** What a figure is called, and what it counts. */
export interface NamedFigure {
  readonly label: string;
  readonly unit: MetricUnit;
}

/** What is looked at whatever is to be lowered. */
export const JUDGED_FIGURES: Readonly<
  Record<keyof Pick<Judged, "lostRuns" | "jobsOverTarget" | "worstExposure">, NamedFigure>
> = {
  lostRuns: { label: "runs lost", unit: keyMetricRule("missed").unit },
  jobsOverTarget: ofMetric("jobsOverTarget"),
  worstExposure: ofMetric("worstExposure"),
};

/** What is to be lowered. */
export const AIM_FIGURES: Readonly<Record<StaggerAim, NamedFigure>> = {
  peak: { ...ofMetric("peak"), label: "peak of concurrent sessions" },
  demand: ofMetric("demand"),
  wait: { ...ofMetric("waitMean"), label: "mean wait for room" },
  exposure: JUDGED_FIGURES.worstExposure,
};

function ofMetric(metric: KeyMetric): NamedFigure {
  const { label, unit } = keyMetricRule(metric);
  return { label, unit };
}
