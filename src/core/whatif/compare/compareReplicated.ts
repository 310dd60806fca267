/**
 * Two fleets under the same seeds: which differences are more than luck?
 *
 * Both fleets are simulated seed by seed, and only the difference is estimated: luck that both
 * sides share (R24) falls out of it, so a small effect shows with few seeds. A metric counts in
 * those seeds in which both fleets have it.
 */
import { type Issue, issue, PolicyError } from "../../input/issues.js";
import { checkSpan, fleetIssues, type SimulationSpan } from "../../simulation/checkFleet.js";
import type { Fleet } from "../../simulation/fleet.js";
import { summaryOf } from "../../simulation/simulate.js";
import type { ZoneSource } from "../../time/zone.js";
import { type EstimateColumns, estimateColumns } from "../estimate.js";
import { flatMetrics, type MeasuredThing, measuredThings } from "../flatMetrics.js";
import { metricAt, type ScopeKind } from "../metrics.js";
import { MOST_SEEDS, type ReplicateOptions } from "../replicate.js";
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
  const seeds = checkedSeeds(baseline, candidate, span, options);
  const columns = estimateColumns();
  const scopes = new Map<string, Scope>();
  for (const seed of seeds) {
    const [was, is] = [baseline, candidate].map((fleet) =>
      summaryOf(fleet, { ...span, seed, keep: "summary" }, zoneOf),
    );
    const after = new Map<string, object>();
    for (const { of, id, thing } of measuredThings(is!)) after.set(keyOf(of, id), thing);
    for (const measured of measuredThings(was!)) {
      const other = after.get(keyOf(measured.of, measured.id));
      if (other !== undefined) learn(scopes, measured, other, columns);
    }
  }
  const changes = fleetChanges(fleetSide(baseline), fleetSide(candidate));
  const metrics: ReplicatedChange[] = [];
  for (const scope of scopes.values()) {
    for (const [metric, estimates] of scope.metrics)
      if (estimates.differs) metrics.push(changeOf(scope, metric, estimates, columns));
  }
  return {
    span: { from: span.from, to: span.to },
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

function checkedSeeds(
  baseline: Fleet,
  candidate: Fleet,
  span: SimulationSpan,
  options: ReplicateOptions,
): readonly number[] {
  const issues: Issue[] = [];
  issues.push(...fleetIssues(baseline, "baseline"), ...fleetIssues(candidate, "candidate"));
  checkSpan(span, issues);
  const given: unknown = options?.seeds;
  const asked: readonly unknown[] | undefined = Array.isArray(given)
    ? given
    : Number.isSafeInteger(given) && (given as number) <= MOST_SEEDS
      ? Array.from(
          { length: Math.max(0, given as number) },
          (_, index) => (span?.seed ?? 0) + index,
        )
      : undefined;
  if (asked === undefined || asked.length < 2 || asked.length > MOST_SEEDS)
    issues.push(
      issue("seeds", `a number of seeds from 2 to ${MOST_SEEDS}, or an array of them`, given),
    );
  else if (!asked.every(Number.isSafeInteger) || new Set(asked).size < asked.length)
    issues.push(issue("seeds", "whole numbers, each once", given));
  if (issues.length > 0) throw new PolicyError(issues);
  return asked as readonly number[];
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
