/**
 * A sweep: every variation of a fleet, simulated over the same span under the same luck (R24).
 *
 * Variations are made and checked before anything is simulated, so that one bad one is known at
 * once and not after an hour. A row is what a separate simulation says, whoever simulates it and in
 * whatever order.
 */
import { type Issue, issue, pathTo, PolicyError } from "../../input/issues.js";
import {
  type CheckedFleet,
  type CheckedSpan,
  checkFleet,
  checkSpan,
  type SimulationSpan,
} from "../../simulation/checkFleet.js";
import type { Fleet } from "../../simulation/fleet.js";
import { summaryOf } from "../../simulation/simulate.js";
import type { Summary } from "../../simulation/summary.js";
import type { ZoneSource } from "../../time/zone.js";
import { keyMetricsOf } from "../keyMetrics.js";
import { type Study, studyOf, type StudyRow, type Variations } from "./study.js";

/** More variations than anybody reads, and than memory holds. */
const MOST_VARIATIONS = 1_000_000;

/** A variation that may be simulated. */
export interface VariedFleet {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly checked: CheckedFleet;
}

/**
 * Simulates every variation; see `sweep` in the public surface. Throws a `PolicyError` with every
 * issue of every variation.
 */
export function sweepFleet(
  fleet: Fleet,
  variations: Variations,
  span: SimulationSpan,
  zoneOf: ZoneSource,
): Study {
  const { varied, when } = variedFleets(fleet, variations, span, zoneOf);
  const rows = varied.map((one) => rowOf(one, summaryOf(one.checked, when)));
  return studyOf(when, rows, true, 0);
}

/** The row of a variation whose summary is known. */
export function rowOf({ name, dimensions }: VariedFleet, summary: Summary): StudyRow {
  return { name, dimensions, metrics: keyMetricsOf(summary), summary };
}

/**
 * Every variation applied to the fleet and checked, in order, and the span. Throws a `PolicyError`
 * with every issue.
 */
export function variedFleets(
  fleet: Fleet,
  variations: Variations,
  span: SimulationSpan,
  zoneOf: ZoneSource,
): { readonly varied: readonly VariedFleet[]; readonly when: CheckedSpan } {
  const issues: Issue[] = [];
  const when = checkSpan(span, issues);
  const asItIs = checkFleet(fleet, issues, zoneOf);
  const isRecord =
    variations !== null && typeof variations === "object" && !Array.isArray(variations);
  const names = isRecord ? Object.keys(variations) : [];
  if (names.length === 0 || names.length > MOST_VARIATIONS)
    issues.push(
      issue(
        "variations",
        `1 to ${MOST_VARIATIONS} functions by name, such as { "at 21:00": (fleet) => ... }`,
        variations,
      ),
    );
  for (const name of names) {
    if (typeof variations[name] !== "function")
      issues.push(
        issue(
          pathTo("variations", name),
          "a function that makes a fleet of a fleet",
          variations[name],
        ),
      );
  }
  if (when === undefined || asItIs === undefined || issues.length > 0)
    throw new PolicyError(issues);
  const varied: VariedFleet[] = [];
  for (const name of names) {
    const variation = variations[name]!;
    const changed = variation(fleet);
    const checked =
      changed === fleet ? asItIs : checkFleet(changed, issues, zoneOf, pathTo("variations", name));
    if (checked !== undefined)
      varied.push({ name, dimensions: variation.dimensions ?? {}, checked });
  }
  if (issues.length > 0) throw new PolicyError(issues);
  return { varied, when };
}
