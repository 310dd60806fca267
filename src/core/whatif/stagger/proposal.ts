/**
 * What `stagger` is asked for and what it proposes: the vocabulary.
 */
import type { Fleet } from "../../simulation/fleet.js";
import type { Comparison } from "../compare/comparison.js";

/** What a proposal is to lower. */
export type StaggerAim = "peak" | "wait" | "exposure";

/** What `stagger` is to lower, and what it must leave alone. */
export interface StaggerGoal {
  /**
   * `peak`: the most concurrent sessions; `wait`: the mean wait for room; `exposure`: the worst exposure of any job.
   * Default `peak`.
   */
  readonly lower?: StaggerAim;
  /** Ids of jobs that stay where they are. */
  readonly keep?: readonly string[];
  /** No job moves further than this, minutes; default: no limit. */
  readonly atMostMinutes?: number;
  /** Start times are multiples of this from midnight, minutes, 1 to 60; default 5. */
  readonly gridMinutes?: number;
  /**
   * Times of day on each job's clock between which daily jobs that are moved start and are expected to end,
   * `"20:00-06:00"`. Where there is no room for a job it stays where it is. A backup window holds in any case.
   */
  readonly within?: string;
  /** A session is expected to end within this quantile of its duration, 0.5 to 0.9999; default 0.99. */
  readonly certainty?: number;
}

/** One job's new start. */
export interface Move {
  readonly job: string;
  readonly name?: string;
  readonly setting: "dailyTime" | "periodicallyOffsetMinutes";
  readonly baseline: string | number;
  readonly candidate: string | number;
  /** How much later (above 0) or earlier it starts, minutes. */
  readonly byMinutes: number;
  /** The expected crowd (the most sessions at once) with this move and all before it in the list, and what this one took off. */
  readonly crowdAfter: number;
  readonly gain: number;
}

/** The result of `stagger`. */
export interface Proposal {
  readonly lower: StaggerAim;
  /** What is to be lowered, as simulated: sessions for `peak`, ms for `wait` and `exposure`. */
  readonly baseline: number;
  readonly candidate: number;
  /** `(baseline - candidate) / baseline`, 0 where there was nothing to lower: never below 0. */
  readonly reduction: number;
  /** The fleet with the moves made; the input itself where there are none. */
  readonly fleet: Fleet;
  /** What brings most first. Making only the first few is a proposal too. */
  readonly moves: readonly Move[];
  readonly comparison: Comparison;
  /**
   * What no choice of start times can go below, on average over luck, and why; only for `peak`. It takes every session
   * to run in its hours; where sessions that wait for slots run past them and the peak is lower still, it is absent.
   */
  readonly bound?: { readonly atLeast: number; readonly because: string };
}
