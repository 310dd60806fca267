/**
 * One fleet under several seeds: what a metric is on average, and how far that average is to be
 * trusted.
 *
 * Each seed is simulated for its summary only, and each summary is taken up at once: a metric costs
 * three numbers, however many seeds there are. Estimates have the shape of the summary that they
 * estimate, so what is `summary.fleet.wait.p95` for one seed is `replication.fleet.wait.p95.mean`
 * for all.
 */
import { type Issue, pathTo, PolicyError } from "../input/issues.js";
import { keysOf, readOptions } from "../input/ownShape.js";
import type { Wave } from "../simulation/books/waves.js";
import { checkFleet } from "../simulation/checkFleet.js";
import { type CheckedSpan, checkSpan, type NumericSpan } from "../simulation/span.js";
import { type ResourceLists, resourceLists } from "../simulation/fleet.js";
import { readSeeds } from "../simulation/seeds.js";
import type { FleetMetrics, JobMetrics, ResourceMetrics } from "../simulation/summary.js";
import { resultOf, type WritesJson } from "../time/plainData.js";
import type { ZoneSource } from "../time/zone.js";
import { type Estimate, type EstimateColumns, estimateColumns } from "./estimate.js";
import { shareOfSeeds } from "./evidence.js";
import {
  flatMetrics,
  type MeasuredThing,
  measuredThings,
  type Shaped,
  shapedMetrics,
} from "./flatMetrics.js";
import { answerOf, type SeedQuestion } from "./seedQuestion.js";
import { type Label, LABELS, metricAt, type ScopeKind, type Word } from "./metrics.js";
import type { FleetInput } from "../simulation/fleetInput.js";

/**
 * The estimates of some metrics, in their shape. A yes or no counts as 1 or 0, so its mean is the
 * share of seeds, and its interval that of a share (E. B. Wilson's, R35); a list of ids counts as
 * its length; waves are matched by their night. Labels (`id`, `name`, `night`, `slots`, `rpo`)
 * stay; what a summary says in words is of one seed.
 */
export type Estimates<T> = T extends number | boolean | readonly string[]
  ? Estimate
  : T extends Float64Array
    ? readonly Estimate[]
    : T extends readonly (infer Item)[]
      ? readonly Estimates<Item>[]
      : T extends object
        ? {
            readonly [Key in Exclude<keyof T, Word>]: Key extends Label
              ? T[Key]
              : Key extends "longestWave"
                ? Estimates<Omit<Wave, "night">>
                : Estimates<T[Key]>;
          }
        : T;

/** One metric as a row: what `replication.rows()` gives. */
export interface EstimateRow extends Estimate {
  readonly of: ScopeKind;
  /** The id of the job or the resource; empty for the fleet. */
  readonly id: string;
  /** The way to it from there, as one would write it in code: `wait.p95`, `busyByHour[22]`. */
  readonly metric: string;
}

/** The result of `replicate`. */
export interface Replication
  extends ResourceLists<readonly Estimates<ResourceMetrics>[]>, WritesJson {
  readonly from: number;
  readonly to: number;
  readonly seeds: readonly number[];
  /** In the order of the fleet, like the resources. */
  readonly jobs: readonly Estimates<JobMetrics>[];
  readonly fleet: Estimates<FleetMetrics>;
  /** Every metric as a row, lazily: jobs, resources, the fleet. */
  rows(): IterableIterator<EstimateRow>;
}

/**
 * Which seeds: so many from `span.seed` on, or these. At least 2, since one says nothing about
 * spread.
 */
export interface ReplicateOptions {
  readonly seeds: number | readonly number[];
}

/** The keys of these options. */
export const REPLICATE_KEYS = keysOf<ReplicateOptions>({ seeds: true });

/**
 * Simulates a fleet under several seeds; see `replicate` in the public surface. Throws a
 * `PolicyError` with every issue.
 */
export function replicateFleet(...asked: Parameters<typeof replicateQuestion>): Replication {
  return answerOf(replicateQuestion(...asked));
}

/** The question, to be asked wherever there is time for it. Throws as `replicateFleet` does. */
export function replicateQuestion(
  fleet: FleetInput,
  span: NumericSpan,
  options: ReplicateOptions,
  zoneOf: ZoneSource,
): SeedQuestion<Replication> {
  const issues: Issue[] = [];
  const asked = readOptions<ReplicateOptions>(options, REPLICATE_KEYS, issues);
  const seeds = readSeeds(asked.seeds, span?.seed ?? 0, issues);
  const checked = checkFleet(fleet, issues, zoneOf);
  const when = checkSpan(span, issues);
  if (seeds === undefined || checked === undefined || when === undefined || issues.length > 0)
    throw new PolicyError(issues);
  const columns = metricColumns();
  const learned = new Map<string, Learned>();
  return {
    fleets: [checked],
    span: when,
    seeds,
    take([summary]) {
      for (const measured of measuredThings(summary!)) learn(learned, measured, columns);
    },
    answer: () => replicationOf(when, seeds, [...learned.values()], columns),
  };
}

/** The estimates of all things that were learned. */
function replicationOf(
  { from, to }: CheckedSpan,
  seeds: readonly number[],
  things: readonly Learned[],
  columns: MetricColumns,
): Replication {
  const materialised = new Map<ScopeKind, unknown[]>();
  /**
   * The estimates of one kind of thing, made when they are first asked for: most callers look at
   * few of them.
   */
  function estimatesOf<T>(kind: ScopeKind): readonly Estimates<T>[] {
    let made = materialised.get(kind);
    if (made === undefined) {
      made = things
        .filter(({ of }) => of === kind)
        .map(({ labels, metrics }) => ({
          ...labels,
          ...(estimatesIn(shapedMetrics(kind, metrics), columns) as object),
        }));
      materialised.set(kind, made);
    }
    return made as Estimates<T>[];
  }
  const replication = {
    from,
    to,
    seeds,
    get jobs() {
      return estimatesOf<JobMetrics>("job");
    },
    get fleet() {
      return estimatesOf<FleetMetrics>("fleet")[0]!;
    },
  };
  const resources = resourceLists(({ name }) => ({
    enumerable: true,
    get: (): readonly Estimates<ResourceMetrics>[] => estimatesOf<ResourceMetrics>(name),
  }));
  return resultOf(Object.defineProperties(replication, resources), {
    *rows() {
      for (const thing of things) yield* rowsOf(thing, columns);
    },
  }) as Replication;
}

/** Columns of numbers, and which of them are of yes or no. */
interface MetricColumns extends EstimateColumns {
  readonly shares: Set<number>;
}

function metricColumns(): MetricColumns {
  const columns = estimateColumns();
  const shares = new Set<number>();
  return {
    ...columns,
    shares,
    estimate(column) {
      const estimate = columns.estimate(column);
      if (!shares.has(column)) return estimate;
      const { mean, n, standardDeviation } = estimate;
      return { ...shareOfSeeds(Math.round(mean * n), n), standardDeviation };
    },
  };
}

/** A job, a resource or the fleet, and the column of each of its metrics. */
interface Learned {
  readonly of: ScopeKind;
  readonly id: string;
  /** What the first seed says, and every other. */
  readonly labels: object;
  readonly metrics: Map<string, number>;
}

/** Takes one seed's values in; a column is opened where the seed is the first to show a metric. */
function learn(
  learned: Map<string, Learned>,
  { of, id, thing }: MeasuredThing,
  columns: MetricColumns,
): void {
  const key = `${of} ${id}`;
  let known = learned.get(key);
  if (known === undefined)
    learned.set(key, (known = { of, id, labels: labelsOf(thing), metrics: new Map() }));
  for (const [metric, value] of flatMetrics(of, thing)) {
    let column = known.metrics.get(metric);
    if (column === undefined) {
      known.metrics.set(metric, (column = columns.open()));
      if (metricAt(of, metric).unit === "truth") columns.shares.add(column);
    }
    columns.add(column, value);
  }
}

function labelsOf(thing: object): object {
  return Object.fromEntries(
    Object.entries(thing).filter(([key]) => LABELS.some((label) => label === key)),
  );
}

/** The estimates in place of the columns. */
function estimatesIn(node: Shaped<number>, columns: EstimateColumns): unknown {
  if (typeof node === "number") return columns.estimate(node);
  if (typeof node === "string") return node;
  if (Array.isArray(node)) return node.map((item: Shaped<number>) => estimatesIn(item, columns));
  return Object.fromEntries(
    Object.entries(node).map(([key, inner]) => [key, estimatesIn(inner, columns)]),
  );
}

/** The estimates of one job, one resource or the fleet, under the ways to them in their shape. */
function* rowsOf(
  { of, id, metrics }: Learned,
  columns: EstimateColumns,
): Generator<EstimateRow, undefined> {
  function* walk(node: Shaped<number>, metric: string): Generator<EstimateRow, undefined> {
    if (typeof node === "number") yield { of, id, metric, ...columns.estimate(node) };
    else if (Array.isArray(node))
      for (const [index, item] of (node as readonly Shaped<number>[]).entries())
        yield* walk(item, `${metric}[${index}]`);
    else if (typeof node === "object")
      for (const [key, inner] of Object.entries(node)) yield* walk(inner, pathTo(metric, key));
  }

  yield* walk(shapedMetrics(of, metrics), "");
}
