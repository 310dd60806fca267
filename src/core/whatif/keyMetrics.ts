/**
 * The few numbers by which scenarios are ranked and judged: rows of the catalogue under names of
 * their own, read off a summary.
 *
 * A sweep sorts by one of them, a headroom search holds limits on some of them, a table shows them
 * all. Everything else is in the summary itself.
 */
import { orThrow } from "../input/issues.js";
import { oneOf } from "../input/scalars.js";
import { RESOURCE_KINDS } from "../simulation/fleet.js";
import type { FleetMetrics, JobMetrics, ResourceMetrics, Summary } from "../simulation/summary.js";
import { metricReader } from "./flatMetrics.js";
import { metricAt, type MetricPath, type MetricUnit, type ScopeKind } from "./metrics.js";

/** What people ask for, first things first: where room is short, the last ones are left out. */
const KEYS = {
  jobsOverTarget: ofFleet("jobsOverTarget"),
  worstExposure: ofFleet("worstExposure"),
  peak: ofFleet("occupancy.peak"),
  waitP95: ofFleet("wait.p95"),
  stopped: ofFleet("stopped"),
  missed: ofFleet("missed"),
  waitMax: ofFleet("wait.max"),
  waitMean: ofFleet("wait.mean"),
  longestQueue: mostOfResources("longestQueue"),
  utilisation: mostOfResources("utilisation"),
  failed: ofFleet("failed"),
  blocked: ofFleet("blocked"),
  restorePoints: sumOfJobs("exposure.restorePoints"),
  longestWave: ofFleet("longestWave.makespan"),
  demand: demandKey(),
  threadsFull: mostOfResources("shareFull"),
  slowdownMean: mostOfJobs("slowdown.mean", 1),
  slowdownP95: mostOfJobs("slowdown.p95", 1),
};

/**
 * The name of a key metric. `longestQueue`, `utilisation`, `demand` and `threadsFull` are those of
 * the resource that has most of it, `slowdownMean` and `slowdownP95` those of the job. `demand` is
 * the peak of the demand on threads, as a multiple of the threads that there are (R28).
 */
export type KeyMetric = keyof typeof KEYS;

/** All of them, in the order in which tables show them. */
export const KEY_METRICS = Object.keys(KEYS) as readonly KeyMetric[];

/** Throws a `PolicyError` for what is no key metric, with the near one. */
export function checkKeyMetric(metric: unknown): void {
  orThrow((issues) => oneOf(KEY_METRICS)("metric", metric, { issues, warnings: [] }));
}

/**
 * Whether a value is on the right side of a limit. A wait that came to no start was longer than
 * what was seen of it: where it reaches a limit on waiting, the limit is broken (R34).
 */
export function keepsLimit(
  metric: KeyMetric,
  value: number,
  limit: number,
  { fleet }: Summary,
): boolean {
  if (KEYS[metric].better === "more") return value >= limit;
  const isOpenEnded =
    (metric === "waitMax" || metric === "waitP95" || metric === "waitMean") &&
    fleet.longestUnfinishedWait >= limit &&
    fleet.wait.unfinished > 0;
  return isOpenEnded ? value < limit : value <= limit;
}

/** Every key metric of one summary; ms, counts, ratios, and shares from 0 to 1. */
export type KeyMetrics = Readonly<Record<KeyMetric, number>>;

/** Reads the key metrics off a summary. */
export function keyMetricsOf(summary: Summary): KeyMetrics {
  return Object.fromEntries(
    KEY_METRICS.map((metric) => [metric, KEYS[metric].read(summary)]),
  ) as Record<KeyMetric, number>;
}

/** How people read a key metric, and which way of it is better. */
export interface KeyMetricRule {
  readonly unit: MetricUnit;
  readonly better: "less" | "more";
  /** The short one of its row. */
  readonly label: string;
  /** What it is where there is nothing of it: 0, or 1 of a ratio to full speed. */
  readonly none: number;
}

/** How a key metric is read by people: its unit, its label in tables, and which way is better. */
export function keyMetricRule(metric: KeyMetric): KeyMetricRule {
  return KEYS[metric];
}

interface Key extends KeyMetricRule {
  readonly read: (summary: Summary) => number;
}

function ofFleet(path: MetricPath<FleetMetrics>): Key {
  const number = metricReader("fleet", path);
  return { ...ruleOf("fleet", path), read: ({ fleet }) => number(fleet) ?? 0 };
}

/** Of the resource that has most of it, whatever its kind. */
function mostOfResources(path: MetricPath<ResourceMetrics>): Key {
  const [{ name }] = RESOURCE_KINDS;
  const number = metricReader(name, path);
  return {
    ...ruleOf(name, path),
    read: (summary) =>
      RESOURCE_KINDS.flatMap(({ list }) => summary[list]).reduce(
        (most, resource) => Math.max(most, number(resource) ?? 0),
        0,
      ),
  };
}

/** A ratio of two of a resource's numbers, which has no row of its own. */
function demandKey(): Key {
  const label = "peak demand per thread";
  return { unit: "ratio", label, better: "less", none: 0, read: greatestDemand };
}

/** Threads asked of a resource at once, as a multiple of what it has: of the one with most. */
export function greatestDemand(summary: Summary): number {
  return RESOURCE_KINDS.flatMap(({ list }) => summary[list]).reduce(
    (most, { peakDemand = 0, threads = 1 }) => Math.max(most, peakDemand / threads),
    0,
  );
}

/** Of the job that has most of it; `none` where no job has it. */
function mostOfJobs(path: MetricPath<JobMetrics>, none: number): Key {
  const number = metricReader("job", path);
  return {
    ...ruleOf("job", path),
    none,
    read: ({ jobs }) => jobs.reduce((most, job) => Math.max(most, number(job) ?? none), none),
  };
}

function sumOfJobs(path: MetricPath<JobMetrics>): Key {
  const number = metricReader("job", path);
  return {
    ...ruleOf("job", path),
    read: ({ jobs }) => jobs.reduce((sum, job) => sum + (number(job) ?? 0), 0),
  };
}

function ruleOf(of: ScopeKind, path: string): KeyMetricRule {
  const { unit, label, short = label, better } = metricAt(of, path);
  if (better === undefined) throw new Error(`invariant: no way of ${path} is known to be better`);
  return { unit, better, label: short, none: 0 };
}
