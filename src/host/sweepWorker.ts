/**
 * What a worker thread of a parallel sweep does: it simulates fleets that it gets as data and
 * answers with summaries.
 *
 * A summary is thousands of small objects; put together again by the thread that waits for all
 * workers, they would cost it a tenth of what they cost to make. So they travel as bytes, and are
 * read when somebody looks at them.
 */
import { serialize } from "node:v8";
import { parsePolicy } from "../core/policy/parse.js";
import type { SchedulePolicy } from "../core/policy/types.js";
import { checkedFleet } from "../core/simulation/checkFleet.js";
import type { CheckedSpan } from "../core/simulation/span.js";
import type { Fleet } from "../core/simulation/fleet.js";
import { prepare, summaryOf } from "../core/simulation/simulate.js";
import { type KeyMetrics, keyMetricsOf } from "../core/whatif/keyMetrics.js";
import { keyValuesOf } from "../core/whatif/sweep/sweep.js";
import { readHostZone } from "./zones.js";

/**
 * Some variations of a fleet, sent together: what they share is sent once. Each under these seeds;
 * `undefined` for the one of the span.
 */
export interface SweepTask {
  readonly pieces: readonly {
    readonly fleet: Fleet;
    readonly seeds: readonly number[] | undefined;
  }[];
  readonly span: CheckedSpan;
}

/** What came of one fleet: under one seed, or under several. */
export type SweepAnswer = OneSeedAnswer | SeedsAnswer;

/** Every key metric under each of several seeds, as `keyValuesOf` has them. */
export interface SeedsAnswer {
  readonly values: Float64Array;
}

/** What came of one fleet under the span's seed. */
export interface OneSeedAnswer {
  readonly metrics: KeyMetrics;
  /** Its `Summary`, as `v8.serialize` writes it. */
  readonly summary: Uint8Array;
}

/** The answers for a task's pieces, in their order. */
export function simulateTask({ pieces, span }: SweepTask): SweepAnswer[] {
  // Data that has travelled is no longer known to be canonical. Read each policy once, not once for
  // every job that has it.
  const read = new Map<SchedulePolicy, SchedulePolicy>();
  const canonical = (policy: SchedulePolicy): SchedulePolicy => {
    if (!read.has(policy)) read.set(policy, parsePolicy(policy));
    return read.get(policy)!;
  };
  return pieces.map(({ fleet, seeds }) => {
    const jobs = fleet.jobs.map((job) => ({ ...job, policy: canonical(job.policy) }));
    const checked = checkedFleet({ ...fleet, jobs }, readHostZone);
    if (seeds !== undefined) return { values: keyValuesOf(checked, span, seeds) };
    const summary = summaryOf(prepare(checked, span), span);
    return { metrics: keyMetricsOf(summary), summary: serialize(summary) };
  });
}
