/**
 * What travels between a sweep in parallel and its threads.
 */
import type { CheckedSpan } from "../core/simulation/span.js";
import type { Fleet } from "../core/simulation/fleet.js";
import type { KeyMetrics } from "../core/whatif/keyMetrics.js";

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
