/**
 * Limits on key metrics: whether a summary keeps them, and which jobs break them that did not
 * before.
 *
 * What a job adds to the fleet's figure, or reaches by itself, is read here once for each metric
 * that jobs have; that of the fleet is their sum, or no more than their greatest. The number of
 * sessions at once and what resources go through are nobody's own: there nobody is named.
 */
import { grouped } from "../../input/numberText.js";
import type { WaitMetrics } from "../../simulation/books/waits.js";
import {
  blockedStarts,
  type JobMetrics,
  missedStarts,
  type Summary,
} from "../../simulation/summary.js";
import { lengthText } from "../../time/length.js";
import {
  keepsLimit,
  KEY_METRICS,
  type KeyMetric,
  keyMetricRule,
  keyMetricsOf,
} from "../keyMetrics.js";

/** Key metrics with their limits, in numbers. */
export type Limits = Readonly<Partial<Record<KeyMetric, number>>>;

/** What every job has of each limited metric that jobs have, in the order of the fleet. */
export type JobValues = ReadonlyMap<KeyMetric, readonly number[]>;

/** Limits that a fleet breaks under one seed. */
export interface Breach {
  /** What breaks: `longest wait 1 h 15 min, limit 1 h: mail`. */
  readonly because: string;
  /** The jobs that break it newly, in the order of the fleet. */
  readonly jobs: readonly NamedJob[];
}

/** A job, and what it is called. */
export type NamedJob = Pick<JobMetrics, "id" | "name">;

/** What of a metric is a job's own. */
interface Own {
  readonly of: (job: JobMetrics) => number;
  /** The limit is one on the sum of all jobs; else it is one on each of them. */
  readonly adds?: true;
}

const OWN: Readonly<Partial<Record<KeyMetric, Own>>> = {
  jobsOverTarget: { of: ({ withinTarget }) => (withinTarget === false ? 1 : 0), adds: true },
  worstExposure: { of: ({ exposure }) => exposure.worst },
  waitP95: { of: ({ wait }) => atLeast(wait, wait.p95) },
  waitMax: { of: ({ wait }) => atLeast(wait, wait.max) },
  waitMean: { of: ({ wait }) => atLeast(wait, wait.mean) },
  stopped: { of: ({ stopped }) => stopped, adds: true },
  missed: { of: missedStarts, adds: true },
  failed: { of: ({ failed }) => failed, adds: true },
  blocked: { of: blockedStarts, adds: true },
  restorePoints: { of: ({ exposure }) => exposure.restorePoints, adds: true },
  slowdownMean: { of: ({ slowdown }) => slowdown?.mean ?? 1 },
  slowdownP95: { of: ({ slowdown }) => slowdown?.p95 ?? 1 },
};

/** A wait that came to no start was longer than what was seen of it (R34): by a ms at least. */
function atLeast({ unfinished }: WaitMetrics, seenMs: number): number {
  return unfinished > 0 ? seenMs + 1 : seenMs;
}

/** Reads what every job has of the limited metrics, to know later what is new. */
export function jobValuesOf({ jobs }: Summary, limits: Limits): JobValues {
  const values = new Map<KeyMetric, readonly number[]>();
  for (const metric of KEY_METRICS) {
    const own = limits[metric] === undefined ? undefined : OWN[metric];
    if (own !== undefined) values.set(metric, jobs.map(own.of));
  }
  return values;
}

/**
 * What breaks the limits; `undefined` where all are kept. Newly breaks one who is beyond a limit
 * that was kept `before`, under the same seed, or who adds more to what goes beyond it. The jobs of
 * before stand first, in their order; who was not there then had nothing. Without `before`, whoever
 * breaks a limit does it newly.
 */
export function breachOf(summary: Summary, limits: Limits, before?: JobValues): Breach | undefined {
  const metrics = keyMetricsOf(summary);
  const reasons: string[] = [];
  const broken = new Set<number>();
  for (const metric of KEY_METRICS) {
    const limit = limits[metric];
    if (limit === undefined || keepsLimit(metric, metrics[metric], limit, summary)) continue;
    const newly = newlyBroken(metric, limit, summary.jobs, before?.get(metric));
    newly.forEach((job) => broken.add(job));
    const who =
      newly.length === 0 ? "" : `: ${namedJobs(newly.map((at) => calledOf(summary.jobs[at]!)))}`;
    reasons.push(`${beyondText(metric, metrics[metric], limit)}${who}`);
  }
  return reasons.length === 0
    ? undefined
    : {
        because: reasons.join("; "),
        jobs: [...broken].sort((a, b) => a - b).map((at) => summary.jobs[at]!),
      };
}

function isWorse(metric: KeyMetric, value: number, than: number): boolean {
  return keyMetricRule(metric).better === "less" ? value > than : value < than;
}

/** Places of the jobs that break a limit now and did not before. */
function newlyBroken(
  metric: KeyMetric,
  limit: number,
  jobs: readonly JobMetrics[],
  before: readonly number[] | undefined,
): number[] {
  const own = OWN[metric];
  if (own === undefined) return [];
  return jobs.flatMap((job, at) => {
    const now = own.of(job);
    const was = before?.[at] ?? 0;
    const isNew = own.adds
      ? isWorse(metric, now, was)
      : isWorse(metric, now, limit) && !isWorse(metric, was, limit);
    return isNew ? [at] : [];
  });
}

/** `longest wait 1 h 15 min, limit 1 h`; what reads the same is not set side by side. */
function beyondText(metric: KeyMetric, value: number, limit: number): string {
  const { label } = keyMetricRule(metric);
  if (value === limit) return `${label} ${amountText(metric, value)} and never started, its limit`;
  const [is, most] = [amountText(metric, value), amountText(metric, limit)];
  return is === most ? `${label} just beyond its limit, ${most}` : `${label} ${is}, limit ${most}`;
}

/** A value of a key metric: `1 h 15 min`, `40 %`, `3`, `2.5`. */
export function amountText(metric: KeyMetric, amount: number): string {
  const { unit } = keyMetricRule(metric);
  return unit === "ms"
    ? lengthText(amount)
    : unit === "share"
      ? `${Math.round(100 * amount)} %`
      : grouped(unit === "ratio" ? Math.round(100 * amount) / 100 : amount);
}

/** What people call a job. */
export function calledOf({ id, name = id }: NamedJob): string {
  return name;
}

const NAMED = 3;

/** `mail, sites, teams and 2 more`. */
export function namedJobs(ids: readonly string[]): string {
  return ids.length <= NAMED
    ? ids.join(", ")
    : `${ids.slice(0, NAMED).join(", ")} and ${grouped(ids.length - NAMED)} more`;
}
