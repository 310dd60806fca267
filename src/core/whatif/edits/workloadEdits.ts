/**
 * Edits of workloads: longer or shorter sessions, sessions of a given length, other shares of
 * outcomes.
 *
 * Jobs that shared a workload share the edited one. A function workload decides for itself: it can
 * be stretched or replaced, and has no shares to set.
 */
import type { Distribution } from "../../simulation/duration.js";
import { type Duration, durationMs } from "../../time/duration.js";
import type { Workload } from "../../simulation/fleet.js";
import { type JobEdit, onceEach } from "./fleetEdits.js";
import { having } from "../../input/ownShape.js";

/**
 * Sessions that take so many times as long, to the ms. Outcomes stay as they are: the same luck,
 * stretched (R24). A factor of 1 changes nothing; nor is there a change for jobs without workload.
 */
export function sessionsTimes(factor: number): JobEdit {
  return workloadEdit((workload) =>
    workload === undefined || factor === 1 ? workload : stretched(workload, factor),
  );
}

/** Sessions that all take so long, ms. */
export function sessionsLasting(duration: number): JobEdit {
  return workloadEdit((workload) =>
    typeof workload === "object" ? having(workload, { duration }) : { duration },
  );
}

/** Sessions of which such a share, 0 to 1, ends so; without a workload they still take no time. */
export function sessionsEnding(outcome: "failed" | "warning", share: number): JobEdit {
  return workloadEdit((workload) =>
    typeof workload === "function"
      ? workload
      : having(workload ?? { duration: 0 }, { [outcome]: share }),
  );
}

function workloadEdit(change: (workload: Workload | undefined) => Workload | undefined): JobEdit {
  const edit = onceEach(change);
  return (job) => {
    const workload = edit(job.workload ?? undefined); // null is absent (R25)
    return workload === undefined ? job : having(job, { workload });
  };
}

function stretched(workload: Workload, factor: number): Workload {
  if (typeof workload === "function") {
    return (run) => {
      const result = workload(run);
      return { ...result, duration: result.duration * factor };
    };
  }
  const { duration, full } = workload;
  return {
    ...workload,
    duration: stretchedDistribution(duration, factor),
    ...(full === undefined ? {} : { full: stretchedDistribution(full, factor) }),
  };
}

function stretchedDistribution(distribution: Distribution, factor: number): Distribution {
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
