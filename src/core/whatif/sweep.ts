/**
 * A sweep: every variation of a fleet, simulated.
 */
import type { SimulationSpan } from "../simulation/checkFleet.js";
import type { Fleet } from "../simulation/fleet.js";
import type { ZoneSource } from "../simulation/plans.js";
import type { Study, Variations } from "./study.js";

/** Simulates every variation; see `sweep` in the public surface. */
export function sweepFleet(_fleet: Fleet, _variations: Variations, _span: SimulationSpan, _zoneOf: ZoneSource): Study {
  throw new Error("invariant: sweep is not written yet");
}
