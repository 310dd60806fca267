/**
 * What `headroom` is asked and what it answers: the vocabulary.
 */
import type { Duration } from "../simulation/duration.js";
import type { KeyMetric } from "./keyMetrics.js";

/** What must hold, and what is tried. */
export interface HeadroomGoal {
  /**
   * Key metrics and what they must not exceed (`restorePoints`: not fall below); times as ms or ISO 8601 durations.
   * Default: no more jobs over their target than there are, which asks for a job with an `rpo`.
   */
  readonly limits?: Readonly<Partial<Record<KeyMetric, Duration>>>;
  /** What to try; default all three. */
  readonly ask?: readonly HeadroomQuestion[];
  /** The job that is copied; default: all jobs in turn, in their order. */
  readonly like?: string;
  /** At most so many more jobs are tried; default 10,000. */
  readonly mostJobs?: number;
  /** Sessions are stretched to at most this many times their length; default 16. */
  readonly mostFactor?: number;
}

/** More jobs, fewer slots, longer sessions. */
export type HeadroomQuestion = "jobs" | "slots" | "durations";

/** How far one thing can be taken. Both sides of the edge are simulated. */
export interface Edge {
  /** The furthest value at which every limit holds: more jobs, slots left, a factor on durations. */
  readonly holds: number;
  /** The next value, at which a limit breaks; absent where none broke as far as was tried. */
  readonly breaks?: number;
  /** What breaks there: `jobs over target 1, limit 0: mail`. */
  readonly because?: string;
}

/** The result of `headroom`. */
export interface Headroom {
  /** Whether the limits hold for the fleet as it is; where not, there is no headroom and nothing else is tried. */
  readonly holds: boolean;
  /** What breaks as it is; absent where all holds. */
  readonly because?: string;
  /** The limits that were held. */
  readonly limits: Readonly<Partial<Record<KeyMetric, number>>>;
  /** How many more jobs. */
  readonly jobs?: Edge;
  /** For each resource with a limit on its slots: with how few it does, of how many. */
  readonly slots?: readonly (Edge & { readonly of: "proxy" | "repository" | "organization"; readonly id: string; readonly slots: number })[];
  /** How many times as long sessions may take, in steps of a hundredth. */
  readonly durations?: Edge;
  /** Simulations that it took. */
  readonly simulations: number;
}
