/**
 * What travels between a long question and the threads that work on it.
 */
import type { CheckedSpan } from "../core/simulation/span.js";
import type { Fleet } from "../core/simulation/fleet.js";

/** Fleets that live through a span under some seeds. */
export interface SummariesTask {
  readonly kind: "summaries";
  readonly fleets: readonly Fleet[];
  readonly span: CheckedSpan;
  readonly seeds: readonly number[];
}

/** For each seed the summaries of all fleets, as `v8.serialize` writes them. */
export type SummariesAnswer = readonly Uint8Array[];

/** A question whose next step hangs on the last: one thread asks all of it. */
export interface WholeTask {
  readonly kind: "headroom" | "stagger";
  readonly fleet: Fleet;
  readonly span: CheckedSpan;
  readonly goal: unknown;
}

/** Work for a thread, beside the tasks of sweeps. */
export type QuestionTask = SummariesTask | WholeTask;
