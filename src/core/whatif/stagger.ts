/**
 * Start times that keep out of each other's way.
 */
import type { SimulationSpan } from "../simulation/checkFleet.js";
import type { Fleet } from "../simulation/fleet.js";
import type { ZoneSource } from "../simulation/plans.js";
import type { Proposal, StaggerGoal } from "./proposal.js";

/** Proposes start times; see `stagger` in the public surface. */
export function staggerFleet(_fleet: Fleet, _span: SimulationSpan, _goal: StaggerGoal | undefined, _zoneOf: ZoneSource): Proposal {
  throw new Error("invariant: stagger is not written yet");
}
