/**
 * Which jobs stand first wherever jobs are shown: those that need most of their target, then those
 * that are exposed longest, and last those that are not to run at all. Table and pictures go by it,
 * so that the first rows of one are those of the other.
 */
import type { JobMetrics } from "../core/simulation/summary.js";

/** What the order depends on. */
export type Ranked = Pick<JobMetrics, "exposure" | "rpo" | "due">;

/**
 * How much of its target a job needs: over 1 it misses it. Jobs without one come last, and so do
 * those of which nothing is due: a job that is switched off promises nothing (R36).
 */
export function excess({ exposure, rpo, due }: Ranked): number {
  return rpo === undefined || due === 0 ? 0 : exposure.worst / rpo;
}

/** Below 0 where the first is worse, above 0 where the second is; 0 leaves them in their order. */
export function worseFirst(one: Ranked, other: Ranked): number {
  return excess(other) - excess(one) || exposed(other) - exposed(one);
}

function exposed({ exposure, due }: Ranked): number {
  return due === 0 ? -1 : exposure.worst;
}
