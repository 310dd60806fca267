/**
 * Which jobs stand first wherever jobs are shown: those that need most of their target, then those
 * that are exposed longest. Table and pictures go by it, so that the first rows of one are those of
 * the other.
 */
import type { JobMetrics } from "../core/simulation/summary.js";

/** What the order depends on. */
export type Ranked = Pick<JobMetrics, "exposure" | "rpo">;

/** How much of its target a job needs: over 1 it misses it. Jobs without one come last. */
export function excess({ exposure, rpo }: Ranked): number {
  return rpo === undefined ? 0 : exposure.worst / rpo;
}

/** Below 0 where the first is worse, above 0 where the second is; 0 leaves them in their order. */
export function worseFirst(one: Ranked, other: Ranked): number {
  return excess(other) - excess(one) || other.exposure.worst - one.exposure.worst;
}
