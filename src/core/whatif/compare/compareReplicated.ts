/**
 * Two fleets under the same seeds: which differences are more than luck?
 *
 * Both fleets are simulated seed by seed, and only the difference is estimated: luck that both
 * sides share (R24) falls out of it, so a small effect shows with few seeds. A metric counts in
 * those seeds in which both fleets have it. What is looked at together is judged together (R35): a
 * figure is clear among those of its group that differ under any seed, and not by itself.
 */
import { type Issue, PolicyError } from "../../input/issues.js";
import { readOptions } from "../../input/ownShape.js";
import { checkFleet } from "../../simulation/checkFleet.js";
import { type CheckedSpan, checkSpan, type NumericSpan } from "../../simulation/span.js";
import { readSeeds } from "../../simulation/seeds.js";
import { resultOf } from "../../time/plainData.js";
import type { ZoneSource } from "../../time/zone.js";
import { type EstimateColumns, estimateColumns } from "../estimate.js";
import { areRare, chanceOf, FEWEST_FOR_A_VERDICT } from "../evidence.js";
import { flatMetrics, type MeasuredThing, measuredThings } from "../flatMetrics.js";
import { metricAt, type ScopeKind } from "../metrics.js";
import { chanceOfTurns, differenceOfShares, type PairedCounts } from "../pairedShares.js";
import { REPLICATE_KEYS, type ReplicateOptions } from "../replicate.js";
import { answerOf, type SeedQuestion } from "../seedQuestion.js";
import type { ReplicatedChange, ReplicatedComparison, SettingChange } from "./comparison.js";
import { fleetChanges, fleetSide } from "./fleetChanges.js";
import type { FleetInput } from "../../simulation/fleetInput.js";

/**
 * Compares two fleets under several seeds; see `compareReplicated` in the public surface. Throws a
 * `PolicyError` with every issue.
 */
export function compareReplicatedFleets(
  ...asked: Parameters<typeof compareReplicatedQuestion>
): ReplicatedComparison {
  return answerOf(compareReplicatedQuestion(...asked));
}

/**
 * The question, to be asked wherever there is time for it. Throws as `compareReplicatedFleets`
 * does.
 */
export function compareReplicatedQuestion(
  baseline: FleetInput,
  candidate: FleetInput,
  span: NumericSpan,
  options: ReplicateOptions,
  zoneOf: ZoneSource,
): SeedQuestion<ReplicatedComparison> {
  const issues: Issue[] = [];
  const before = checkFleet(baseline, issues, zoneOf, "baseline");
  const after = checkFleet(candidate, issues, zoneOf, "candidate");
  const when = checkSpan(span, issues);
  const asked = readOptions<ReplicateOptions>(options, REPLICATE_KEYS, issues);
  const seeds = readSeeds(asked.seeds, span?.seed ?? 0, issues);
  const isWhole = before !== undefined && after !== undefined && when !== undefined;
  if (!isWhole || seeds === undefined || issues.length > 0) throw new PolicyError(issues);

  const columns = estimateColumns();
  const scopes = new Map<string, Scope>();
  return {
    fleets: [before, after],
    span: when,
    seeds,
    take([was, now]) {
      const is = new Map<string, object>();
      for (const { of, id, thing } of measuredThings(now!)) is.set(keyOf(of, id), thing);
      for (const measured of measuredThings(was!)) {
        const other = is.get(keyOf(measured.of, measured.id));
        if (other !== undefined) learn(scopes, measured, other, columns);
      }
    },
    answer: () =>
      comparedOf(when, seeds, fleetChanges(fleetSide(before), fleetSide(after)), scopes, columns),
  };
}

/** What was learned of all scopes, judged. */
function comparedOf(
  { from, to }: CheckedSpan,
  seeds: readonly number[],
  changes: readonly SettingChange[],
  scopes: ReadonlyMap<string, Scope>,
  columns: EstimateColumns,
): ReplicatedComparison {
  const differing = [...scopes.values()].flatMap((scope) =>
    [...scope.metrics.values()].filter(({ differs }) => differs),
  );
  judge(differing, columns);
  const data = {
    span: { from, to },
    seeds,
    isJudged: seeds.length >= FEWEST_FOR_A_VERDICT,
    isEmpty: changes.length + differing.length === 0,
    changes,
    metrics: differing.map((figure) => changeOf(figure, columns)),
  };
  return resultOf(data, {
    find(of: ScopeKind, id: string, metric: string) {
      const figure = scopes.get(keyOf(of, id))?.metrics.get(metric);
      return figure === undefined ? undefined : changeOf(figure, columns);
    },
  });
}

/** What was learned of one job, one resource or the fleet. */
interface Scope {
  readonly of: ScopeKind;
  readonly id: string;
  readonly name?: string;
  readonly metrics: Map<string, Figure>;
}

/** One metric of one scope: the columns of either side and of the difference. */
interface Figure {
  readonly scope: Scope;
  readonly metric: string;
  readonly baseline: number;
  readonly candidate: number;
  readonly difference: number;
  /** Of a yes or no. */
  readonly counts?: PairedCounts;
  differs: boolean;
  isClear: boolean;
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
    let figure = scope.metrics.get(metric);
    if (figure === undefined)
      scope.metrics.set(metric, (figure = newFigure(scope, metric, columns)));
    columns.add(figure.baseline, before);
    columns.add(figure.candidate, now);
    columns.add(figure.difference, now - before);
    if (figure.counts !== undefined) figure.counts[TURNS[2 * before + now]!] += 1;
    if (now !== before) figure.differs = true;
  }
}

/** By twice the baseline's 1 or 0 and the candidate's. */
const TURNS = ["neither", "gained", "lost", "both"] as const;

function newFigure(scope: Scope, metric: string, columns: EstimateColumns): Figure {
  return {
    scope,
    metric,
    baseline: columns.open(),
    candidate: columns.open(),
    difference: columns.open(),
    ...(metricAt(scope.of, metric).unit === "truth"
      ? { counts: { both: 0, neither: 0, gained: 0, lost: 0 } }
      : {}),
    differs: false,
    isClear: false,
  };
}

/** Says which figures are clear, each among those of its group. */
function judge(figures: readonly Figure[], columns: EstimateColumns): void {
  const groups = new Map<string, Figure[]>();
  for (const figure of figures) {
    const { of } = figure.scope;
    const { told = false } = metricAt(of, figure.metric);
    const key = `${of === "job" || of === "fleet" ? of : "resource"} ${told}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [figure]);
    else group.push(figure);
  }
  for (const group of groups.values()) {
    const clear = areRare(group.map((figure) => chanceOfFigure(figure, columns)));
    group.forEach((figure, index) => (figure.isClear = clear[index]!));
  }
}

function chanceOfFigure({ difference, counts }: Figure, columns: EstimateColumns): number {
  const estimate = columns.estimate(difference);
  if (estimate.n < FEWEST_FOR_A_VERDICT) return 1;
  return counts === undefined ? chanceOf(estimate) : chanceOfTurns(counts);
}

function changeOf(
  { scope: { of, id, name }, metric, baseline, candidate, difference, counts, isClear }: Figure,
  columns: EstimateColumns,
): ReplicatedChange {
  return {
    of,
    id,
    ...(name === undefined ? {} : { name }),
    metric,
    unit: metricAt(of, metric).unit,
    baseline: columns.estimate(baseline).mean,
    candidate: columns.estimate(candidate).mean,
    difference: counts === undefined ? columns.estimate(difference) : differenceOfShares(counts),
    isClear,
  };
}
