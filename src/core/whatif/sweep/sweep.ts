/**
 * A sweep: every variation of a fleet, simulated over the same span under the same luck (R24).
 *
 * Variations are made and checked before anything is simulated, so that one bad one is known at
 * once and not after an hour. A row is what separate simulations say, whoever simulates it and in
 * whatever order.
 */
import { type Issue, issue, PolicyError } from "../../input/issues.js";
import { keysOf, readOptions } from "../../input/ownShape.js";
import { type CheckedFleet, checkFleet } from "../../simulation/checkFleet.js";
import { type CheckedSpan, checkSpan, type NumericSpan } from "../../simulation/span.js";
import { readSeeds } from "../../simulation/seeds.js";
import { type CompiledJobs, nothingCompiled } from "../../simulation/engine/plans.js";
import { prepare } from "../../simulation/prepare.js";
import { summaryOf } from "../../simulation/simulate.js";
import type { Summary } from "../../simulation/summary.js";
import type { ZoneSource } from "../../time/zone.js";
import { KEY_METRICS, keyMetricsOf } from "../keyMetrics.js";
import { namedVariations } from "./names.js";
import {
  type EstimatedRow,
  estimatedStudyOf,
  type Study,
  studyOf,
  type StudyRow,
  type Variations,
} from "./study.js";
import { changeSince } from "./unchanged.js";
import type { FleetInput } from "../../simulation/fleetInput.js";

/** More variations than anybody reads, and than memory holds. */
const MOST_VARIATIONS = 1_000_000;
/** Variations times seeds: some hundred bytes each. */
const MOST_SIMULATIONS = 5_000_000;

/** Under which seeds a sweep simulates. */
export interface SweepSeeds {
  /**
   * So many from `span.seed` on, or these; at least 2. Absent: `span.seed` alone, and rows are no
   * estimates.
   */
  readonly seeds?: number | readonly number[] | undefined;
}

/** The keys of these options. */
export const SWEEP_KEYS = keysOf<SweepSeeds>({ seeds: true });

/** A variation that may be simulated. */
export interface VariedFleet {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly checked: CheckedFleet;
}

/** All that a sweep simulates. */
export interface SweepPlan {
  readonly varied: readonly VariedFleet[];
  readonly when: CheckedSpan;
  /** `undefined` for the span's own seed alone. */
  readonly seeds: readonly number[] | undefined;
  /** What has been compiled: variations have much in common. */
  readonly compiled: CompiledJobs;
}

/**
 * Simulates every variation; see `sweep` in the public surface. Throws a `PolicyError` with every
 * issue of every variation.
 */
export function sweepFleet(
  fleet: FleetInput,
  variations: Variations,
  span: NumericSpan,
  options: SweepSeeds | undefined,
  zoneOf: ZoneSource,
): Study | Study<EstimatedRow> {
  const issues: Issue[] = [];
  const asked = readOptions<SweepSeeds>(options, SWEEP_KEYS, issues) as SweepSeeds;
  const { varied, when, seeds, compiled } = sweepPlan(
    fleet,
    variations,
    span,
    asked,
    zoneOf,
    issues,
  );
  const frame = { ...when, seeds: seeds ?? [when.seed], complete: true, workers: 0, notes: [] };
  return seeds === undefined
    ? studyOf(
        frame,
        varied.map((one) => rowOf(one, summaryOf(prepare(one.checked, when, compiled), when))),
      )
    : estimatedStudyOf(
        frame,
        varied.map(({ name, dimensions, checked }) => {
          return { name, dimensions, values: keyValuesOf(checked, when, seeds, compiled) };
        }),
      );
}

/** The row of a variation whose summary is known. */
export function rowOf({ name, dimensions }: VariedFleet, summary: Summary): StudyRow {
  return { name, dimensions, metrics: keyMetricsOf(summary), summary };
}

/** Every key metric under each seed: those of the first seed in their order, then of the next. */
export function keyValuesOf(
  checked: CheckedFleet,
  when: CheckedSpan,
  seeds: readonly number[],
  compiled: CompiledJobs,
): Float64Array {
  const values = new Float64Array(seeds.length * KEY_METRICS.length);
  const prepared = prepare(checked, when, compiled);
  seeds.forEach((seed, at) => {
    const metrics = keyMetricsOf(summaryOf(prepared, { ...when, seed, keep: "summary" }));
    KEY_METRICS.forEach((metric, place) => {
      values[at * KEY_METRICS.length + place] = metrics[metric];
    });
  });
  return values;
}

/**
 * Every variation applied to the fleet and checked, in order, the span and the seeds. Throws a
 * `PolicyError` with every issue, those that the caller found before included; at once for a
 * variation that changes the fleet it is given, since all that follow would begin with another one.
 */
export function sweepPlan(
  fleet: FleetInput,
  variations: Variations,
  span: NumericSpan,
  options: SweepSeeds | undefined,
  zoneOf: ZoneSource,
  issues: Issue[] = [],
): SweepPlan {
  const when = checkSpan(span, issues);
  const seeds =
    options?.seeds === undefined ? undefined : readSeeds(options.seeds, span?.seed ?? 0, issues);
  const asItIs = checkFleet(fleet, issues, zoneOf);
  const named = namedVariations(variations, "variations", issues);
  if (named.length === 0 || named.length > MOST_VARIATIONS)
    issues.push(
      issue(
        "variations",
        `1 to ${MOST_VARIATIONS} functions by name, such as { "at 21:00": (fleet) => ... }`,
        variations,
      ),
    );
  const simulations = named.length * (seeds?.length ?? 1);
  if (simulations > MOST_SIMULATIONS)
    issues.push(
      issue("seeds", `at most ${MOST_SIMULATIONS} simulations, seeds by variations`, simulations),
    );
  if (when === undefined || asItIs === undefined || issues.length > 0)
    throw new PolicyError(issues);
  const varied: VariedFleet[] = [];
  const { fleet: given } = asItIs;
  const changed = changeSince(given);
  for (const { name, path, variation } of named) {
    const one = variation(given);
    const place = changed();
    if (place !== undefined) {
      issues.push(issue(path, "a variation that leaves the fleet it is given as it is", place));
      break;
    }
    const checked = one === given ? asItIs : checkFleet(one, issues, zoneOf, path);
    if (checked !== undefined)
      varied.push({ name, dimensions: variation.dimensions ?? {}, checked });
  }
  if (issues.length > 0) throw new PolicyError(issues);
  return { varied, when, seeds, compiled: nothingCompiled() };
}
