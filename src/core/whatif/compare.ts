/**
 * Two timelines side by side.
 */
import type { ZoneSource } from "../simulation/plans.js";
import type { Timeline } from "../simulation/timeline.js";
import type { Comparison } from "./comparison.js";

/** Compares two timelines; see `compare` in the public surface. */
export function compareTimelines(_baseline: Timeline, _candidate: Timeline, _zoneOf: ZoneSource): Comparison {
  throw new Error("invariant: compare is not written yet");
}
