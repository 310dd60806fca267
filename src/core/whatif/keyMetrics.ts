/**
 * The few numbers by which scenarios are ranked and judged: read off a summary, each with its
 * better direction.
 *
 * A sweep sorts by one of them, a headroom search holds limits on some of them, a table shows them
 * all. Everything else is in the summary itself.
 */
import type { ResourceMetrics, Summary } from "../simulation/summary.js";

/**
 * One key metric: how it is read, what it counts (ms, things, or a share from 0 to 1), and which
 * way is better.
 */
interface KeyMetricRule {
  readonly unit: "ms" | "count" | "share";
  readonly better: "less" | "more";
  readonly label: string;
  readonly read: (summary: Summary) => number;
}

const RULES = {
  jobsOverTarget: {
    unit: "count",
    better: "less",
    label: "jobs over target",
    read: ({ fleet }) => fleet.jobsOverTarget.length,
  },
  worstExposure: {
    unit: "ms",
    better: "less",
    label: "worst exposure",
    read: ({ fleet }) => fleet.worstExposure,
  },
  peak: { unit: "count", better: "less", label: "peak", read: ({ fleet }) => fleet.occupancy.peak },
  waitMean: {
    unit: "ms",
    better: "less",
    label: "mean wait",
    read: ({ fleet }) => fleet.wait.mean,
  },
  waitP95: { unit: "ms", better: "less", label: "p95 wait", read: ({ fleet }) => fleet.wait.p95 },
  waitMax: {
    unit: "ms",
    better: "less",
    label: "longest wait",
    read: ({ fleet }) => fleet.wait.max,
  },
  longestQueue: {
    unit: "count",
    better: "less",
    label: "longest queue",
    read: (summary) => mostOf(summary, (resource) => resource.longestQueue),
  },
  utilisation: {
    unit: "share",
    better: "less",
    label: "utilisation",
    read: (summary) => mostOf(summary, (resource) => resource.utilisation),
  },
  stopped: { unit: "count", better: "less", label: "stopped", read: ({ fleet }) => fleet.stopped },
  missed: { unit: "count", better: "less", label: "missed", read: ({ fleet }) => fleet.missed },
  blocked: { unit: "count", better: "less", label: "blocked", read: ({ fleet }) => fleet.blocked },
  failed: { unit: "count", better: "less", label: "failed", read: ({ fleet }) => fleet.failed },
  restorePoints: {
    unit: "count",
    better: "more",
    label: "restore points",
    read: ({ jobs }) => jobs.reduce((sum, job) => sum + job.exposure.restorePoints, 0),
  },
  longestWave: {
    unit: "ms",
    better: "less",
    label: "longest night",
    read: ({ fleet }) => fleet.longestWave?.makespan ?? 0,
  },
} as const satisfies Record<string, KeyMetricRule>;

/**
 * The name of a key metric. `longestQueue` and `utilisation` are those of the resource that has
 * most of it.
 */
export type KeyMetric = keyof typeof RULES;

/** All of them, in the order in which tables show them. */
export const KEY_METRICS = Object.keys(RULES) as readonly KeyMetric[];

/** Every key metric of one summary; ms, counts, and shares from 0 to 1. */
export type KeyMetrics = Readonly<Record<KeyMetric, number>>;

/** Reads the key metrics off a summary. */
export function keyMetricsOf(summary: Summary): KeyMetrics {
  return Object.fromEntries(
    KEY_METRICS.map((metric) => [metric, RULES[metric].read(summary)]),
  ) as Record<KeyMetric, number>;
}

/** How a key metric is read by people: its unit, its label in tables, and which way is better. */
export function keyMetricRule(metric: KeyMetric): Pick<KeyMetricRule, "unit" | "better" | "label"> {
  return RULES[metric];
}

function mostOf(
  { proxies, repositories, organizations }: Summary,
  read: (resource: ResourceMetrics) => number,
): number {
  return [proxies, repositories, organizations]
    .flat()
    .reduce((most, resource) => Math.max(most, read(resource)), 0);
}
