/**
 * Two fleets under the same seeds: which differences are more than luck?
 *
 * Both fleets are simulated seed by seed, and only the difference is estimated: luck that both
 * sides share (R24) falls out of it, so a small effect shows with few seeds. A metric counts in
 * those seeds in which both fleets have it.
 */
import { type Issue, PolicyError } from "../../input/issues.js";
import { checkFleet, checkSpan, type SimulationSpan } from "../../simulation/checkFleet.js";
import type { Fleet } from "../../simulation/fleet.js";
import { readSeeds } from "../../simulation/seeds.js";
import { summaryOf } from "../../simulation/simulate.js";
import type { ZoneSource } from "../../time/zone.js";
import { type EstimateColumns, estimateColumns } from "../estimate.js";
import { flatMetrics, type MeasuredThing, measuredThings } from "../flatMetrics.js";
import { metricAt, type ScopeKind } from "../metrics.js";
import type { ReplicateOptions } from "../replicate.js";
import type { ReplicatedChange, ReplicatedComparison } from "./comparison.js";
import { fleetChanges, fleetSide } from "./fleetChanges.js";

/**
 * Compares two fleets under several seeds; see `compareReplicated` in the public surface. Throws a
 * `PolicyError` with every issue.
 */
export function compareReplicatedFleets(
  baseline: Fleet,
  candidate: Fleet,
  span: SimulationSpan,
  options: ReplicateOptions,
  zoneOf: ZoneSource,
): ReplicatedComparison {
  const issues: Issue[] = [];
  const before = checkFleet(baseline, issues, zoneOf, "baseline");
  const after = checkFleet(candidate, issues, zoneOf, "candidate");
  const when = checkSpan(span, issues);
  const seeds = readSeeds(options?.seeds, span?.seed ?? 0, issues);
  if (before === undefined || after === undefined || when === undefined || seeds === undefined)
    throw new PolicyError(issues);

  const columns = estimateColumns();
  const scopes = new Map<string, Scope>();
  for (const seed of seeds) {
    const each = { ...when, seed, keep: "summary" } as const;
    const is = new Map<string, object>();
    for (const { of, id, thing } of measuredThings(summaryOf(after, each)))
      is.set(keyOf(of, id), thing);
    for (const measured of measuredThings(summaryOf(before, each))) {
      const other = is.get(keyOf(measured.of, measured.id));
      if (other !== undefined) learn(scopes, measured, other, columns);
    }
  }
  const changes = fleetChanges(fleetSide(before), fleetSide(after));
  const metrics: ReplicatedChange[] = [];
  for (const scope of scopes.values()) {
    for (const [metric, estimates] of scope.metrics)
      if (estimates.differs) metrics.push(changeOf(scope, metric, estimates, columns));
  }
  return {
    span: { from: when.from, to: when.to },
    seeds,
    isEmpty: changes.length + metrics.length === 0,
    changes,
    metrics,
    find(of, id, metric) {
      const scope = scopes.get(keyOf(of, id));
      const estimates = scope?.metrics.get(metric);
      return scope === undefined || estimates === undefined
        ? undefined
        : changeOf(scope, metric, estimates, columns);
    },
  };
}

/** What was learned of one job, one resource or the fleet. */
interface Scope {
  readonly of: ScopeKind;
  readonly id: string;
  readonly name?: string;
  readonly metrics: Map<string, Estimates>;
}

/** The columns of one metric: of either side, and of the difference. */
interface Estimates {
  readonly baseline: number;
  readonly candidate: number;
  readonly difference: number;
  differs: boolean;
}

/** Ids are texts of any kind, kinds are words without a blank. */
function keyOf(of: ScopeKind, id: string): string {
  return `${of} ${id}`;
}

function learn(
  scopes: Map<string, Scope>,
  { of, id, thing }: MeasuredThing,
  other: object,
  columns: EstimateColumns,
): void {
  const key = keyOf(of, id);
  let scope = scopes.get(key);
  if (scope === undefined)
    scopes.set(
      key,
      (scope = {
        of,
        id,
        ...("name" in other ? { name: String(other.name) } : {}),
        metrics: new Map(),
      }),
    );
  const there = flatMetrics(of, other);
  for (const [metric, before] of flatMetrics(of, thing)) {
    const now = there.get(metric);
    if (now === undefined) continue;
    let estimates = scope.metrics.get(metric);
    if (estimates === undefined)
      scope.metrics.set(
        metric,
        (estimates = {
          baseline: columns.open(),
          candidate: columns.open(),
          difference: columns.open(),
          differs: false,
        }),
      );
    columns.add(estimates.baseline, before);
    columns.add(estimates.candidate, now);
    columns.add(estimates.difference, now - before);
    if (now !== before) estimates.differs = true;
  }
}

function changeOf(
  { of, id, name }: Scope,
  metric: string,
  estimates: Estimates,
  columns: EstimateColumns,
): ReplicatedChange {
  const difference = columns.estimate(estimates.difference);
  return {
    of,
    id,
    ...(name === undefined ? {} : { name }),
    metric,
    unit: metricAt(of, metric).unit,
    baseline: columns.estimate(estimates.baseline).mean,
    candidate: columns.estimate(estimates.candidate).mean,
    difference,
    isClear: difference.low > 0 || difference.high < 0,
  };
}
