/**
 * How much more a fleet bears.
 */
import type { SimulationSpan } from "../simulation/checkFleet.js";
import type { Fleet } from "../simulation/fleet.js";
import type { ZoneSource } from "../simulation/plans.js";
import type { Headroom, HeadroomGoal } from "./headroomGoal.js";

/** Looks for the edges; see `headroom` in the public surface. */
export function headroomOf(_fleet: Fleet, _span: SimulationSpan, _goal: HeadroomGoal | undefined, _zoneOf: ZoneSource): Headroom {
  throw new Error("invariant: headroom is not written yet");
}
