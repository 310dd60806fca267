/**
 * Two fleets under the same seeds.
 */
import type { SimulationSpan } from "../simulation/checkFleet.js";
import type { Fleet } from "../simulation/fleet.js";
import type { ZoneSource } from "../simulation/plans.js";
import type { ReplicateOptions } from "../simulation/replicate.js";
import type { ReplicatedComparison } from "./comparison.js";

/** Compares two fleets under several seeds; see `compareReplicated` in the public surface. */
export function compareReplicatedFleets(_baseline: Fleet, _candidate: Fleet, _span: SimulationSpan, _options: ReplicateOptions, _zoneOf: ZoneSource): ReplicatedComparison {
  throw new Error("invariant: compareReplicated is not written yet");
}
