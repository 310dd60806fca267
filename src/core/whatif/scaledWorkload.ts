/**
 * A workload whose sessions take so many times as long. Outcomes stay as they are: the same luck,
 * stretched (R24).
 */
import { type Distribution, type Duration, durationMs } from "../simulation/duration.js";
import type { Workload } from "../simulation/fleet.js";

/**
 * The workload with every duration multiplied, to the ms. A factor of 1 gives the workload itself.
 */
export function scaledWorkload(workload: Workload, factor: number): Workload {
  if (factor === 1) return workload;
  if (typeof workload === "function") {
    return (run) => {
      const result = workload(run);
      return { ...result, duration: result.duration * factor };
    };
  }
  return { ...workload, duration: scaledDistribution(workload.duration, factor) };
}

function scaledDistribution(distribution: Distribution, factor: number): Distribution {
  const scaled = (duration: Duration): number =>
    Math.round(durationMs(duration, "duration", []) * factor);
  if (typeof distribution !== "object") return scaled(distribution);
  if ("lognormal" in distribution)
    return {
      lognormal: {
        median: scaled(distribution.lognormal.median),
        p95: scaled(distribution.lognormal.p95),
      },
    };
  if ("uniform" in distribution)
    return { uniform: [scaled(distribution.uniform[0]), scaled(distribution.uniform[1])] };
  return { empirical: distribution.empirical.map(scaled) };
}
