/**
 * What-if questions with the host's zones behind them.
 */
import type { SimulationSpan } from "../core/simulation/checkFleet.js";
import type { Fleet } from "../core/simulation/fleet.js";
import type { ReplicateOptions } from "../core/simulation/replicate.js";
import type { Timeline } from "../core/simulation/timeline.js";
import { compareTimelines } from "../core/whatif/compare.js";
import { compareReplicatedFleets } from "../core/whatif/compareReplicated.js";
import type { Comparison, ReplicatedComparison } from "../core/whatif/comparison.js";
import { headroomOf } from "../core/whatif/headroom.js";
import type { Headroom, HeadroomGoal } from "../core/whatif/headroomGoal.js";
import type { Proposal, StaggerGoal } from "../core/whatif/proposal.js";
import { staggerFleet } from "../core/whatif/stagger.js";
import type { Study, Variations } from "../core/whatif/study.js";
import { sweepFleet } from "../core/whatif/sweep.js";
import { hostZone } from "./zones.js";

/** Compares two timelines of the same span. */
export function compare(baseline: Timeline, candidate: Timeline): Comparison {
  return compareTimelines(baseline, candidate, hostZone);
}

/** Compares two fleets under the same seeds. */
export function compareReplicated(baseline: Fleet, candidate: Fleet, span: SimulationSpan, options: ReplicateOptions): ReplicatedComparison {
  return compareReplicatedFleets(baseline, candidate, span, options, hostZone);
}

/** Simulates every variation of a fleet, one after the other. */
export function sweep(fleet: Fleet, variations: Variations, span: SimulationSpan): Study {
  return sweepFleet(fleet, variations, span, hostZone);
}

/** Proposes start times that lower the peak, the wait or the worst exposure. */
export function stagger(fleet: Fleet, span: SimulationSpan, goal?: StaggerGoal): Proposal {
  return staggerFleet(fleet, span, goal, hostZone);
}

/** How many more jobs, how few slots and how much longer sessions a fleet bears before a limit breaks. */
export function headroom(fleet: Fleet, span: SimulationSpan, goal?: HeadroomGoal): Headroom {
  return headroomOf(fleet, span, goal, hostZone);
}
