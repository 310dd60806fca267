/**
 * Edits of workloads: longer or shorter sessions, sessions of a given length, first fulls, growth,
 * threads, other shares of outcomes.
 *
 * Jobs that shared a workload share the edited one. A function workload decides for itself: it can
 * be stretched or replaced, and has no settings; what sets one leaves it as it is.
 */
import type { Distribution } from "../../simulation/duration.js";
import { type Duration, durationMs } from "../../time/duration.js";
import type { DrawnWorkload, Workload } from "../../simulation/fleet.js";
import { type JobEdit, onceEach } from "./fleetEdits.js";
import { having, without } from "../../input/ownShape.js";

/** What stretches sessions, to follow "expected". */
export const FACTOR_TEXT = "a factor above 0, up to 1000";

/** Whether it stretches sessions. */
export function isFactor(value: unknown): value is number {
  return typeof value === "number" && value > 0 && value <= 1_000;
}

/**
 * Sessions that take so many times as long, first fulls too, to the ms. Outcomes stay as they are:
 * the same luck, stretched (R24). A factor of 1 changes nothing; nor is there a change for jobs
 * without workload.
 */
export function sessionsTimes(factor: number): JobEdit {
  return workloadEdit((workload) =>
    workload === undefined || factor === 1 ? workload : stretched(workload, factor),
  );
}

/** Sessions whose length is so long, ms; first fulls and growth stay as they are. */
export function sessionsLasting(duration: number): JobEdit {
  return workloadEdit((workload) => {
    if (typeof workload !== "object") return { duration };
    return isLength(workload.duration, duration) ? workload : { ...workload, duration };
  });
}

/**
 * First sessions, those before the first restore point, that take so long, ms (R31); `undefined`:
 * as long as all others. Without a workload the others still take no time.
 */
export function firstFullsLasting(full: number | undefined): JobEdit {
  return drawnEdit((workload) => {
    if (full === undefined) return without(workload, "full");
    return isLength(workload.full, full) ? workload : { ...workload, full };
  });
}

/**
 * Sessions whose length is for the changes of `per`, ms above 0, and grows with the time since the
 * newest restore point (R31); share and limit stay. `undefined`: no growth.
 */
export function sessionsGrowing(per: number | undefined): JobEdit {
  return drawnEdit((workload) => {
    if (per === undefined) return without(workload, "grows");
    return isLength(workload.grows?.per, per)
      ? workload
      : { ...workload, grows: { ...workload.grows, per } };
  });
}

/** Sessions that can use so many threads (R28); `undefined`: as many as there are. */
export function sessionsUsing(threads: number | undefined): JobEdit {
  return drawnEdit((workload) =>
    threads === undefined ? without(workload, "threads") : having(workload, { threads }),
  );
}

/** Sessions of which such a share, 0 to 1, ends so; without a workload they still take no time. */
export function sessionsEnding(outcome: "failed" | "warning", share: number): JobEdit {
  return drawnEdit((workload) => having(workload, { [outcome]: share }));
}

/** What a job without a workload has (R15). */
const NO_WORK: DrawnWorkload = { duration: 0 };

/** The edit of a workload's settings. */
function drawnEdit(change: (workload: DrawnWorkload) => DrawnWorkload): JobEdit {
  return workloadEdit((workload) => {
    if (typeof workload === "function") return workload;
    const changed = change(workload ?? NO_WORK);
    return changed === NO_WORK ? undefined : changed;
  });
}

function workloadEdit(change: (workload: Workload | undefined) => Workload | undefined): JobEdit {
  const edit = onceEach(change);
  return (job) => {
    const workload = edit(job.workload ?? undefined); // null is absent (R25)
    return workload === undefined ? job : having(job, { workload });
  };
}

/** Whether a length is one of so many ms, however it is written. */
function isLength(length: Distribution | undefined, ms: number): boolean {
  if (typeof length !== "number" && typeof length !== "string") return false;
  return durationMs(length, "", []) === ms;
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
