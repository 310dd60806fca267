/**
 * A fleet as people write it: what a `Fleet` says, in every spelling that is read.
 *
 * Policies need not be parsed, targets may be in words (`"26h"`), words may be any text to the
 * compiler, since TypeScript widens the literals of an object that is made beforehand, or in a
 * `map`; they are checked when they come in. Keys are those of a `Fleet`, and no others compile in
 * a literal. `checkFleet` makes the `Fleet` of it.
 */
import type { Labels } from "../input/ownShape.js";
import type { Written } from "../input/scalars.js";
import type { PolicyInput } from "../policy/types.js";
import type { ClockInput } from "../schedule/clock.js";
import type { DistributionInput } from "./duration.js";
import type { Duration } from "../time/duration.js";
import type { DrawnWorkload, ResourceKind, WorkloadResult, WorkloadRun } from "./fleet.js";
import type { WrittenInstant } from "../time/written.js";
import type { Pace } from "./pace.js";

/** What jobs share. */
export interface ResourceInput {
  readonly id: string;
  readonly name?: string | undefined;
  /** Sessions at once: a whole number from 1; absent, or `Infinity`, for no limit. */
  readonly slots?: number | undefined;
  /** Threads that sessions share, a whole number from 1; absent: nothing is shared (R28). */
  readonly threads?: number | undefined;
  /** The share of full speed by hour of the week, or in words (R29). */
  readonly pace?: Pace | undefined;
  /** When nothing can run on it; texts without an offset are on the server's clock (R30). */
  readonly outages?: readonly OutageInput[] | undefined;
  /** Of a repository: the proxy that it belongs to (R28). */
  readonly proxyId?: string | undefined;
  readonly labels?: Labels | undefined;
}

/** An outage `[from, to)`. */
export interface OutageInput {
  readonly from: WrittenInstant;
  readonly to: WrittenInstant;
}

/** How a job's sessions go. */
export type WorkloadInput =
  | ({
      readonly [Key in Exclude<keyof DrawnWorkload, "duration" | "full" | "grows">]?:
        number | undefined;
    } & {
      readonly duration: DistributionInput;
      readonly full?: DistributionInput | undefined;
      readonly grows?: GrowthInput | undefined;
    })
  | ((run: WorkloadRun) => WorkloadResultInput);

/** How a duration grows (R31). */
export interface GrowthInput {
  readonly per: Duration;
  readonly share?: number | undefined;
  readonly most?: Duration | undefined;
}

/** What a function says of an attempt. */
export interface WorkloadResultInput extends Omit<WorkloadResult, "outcome"> {
  readonly outcome: Written<WorkloadResult["outcome"]>;
}

/** A job. */
export interface JobInput extends NeededIdsInput {
  /** Unique in the fleet; its luck depends on it (R24). */
  readonly id: string;
  readonly name?: string | undefined;
  /** The job whose restore points it copies (R32). */
  readonly copyOf?: string | undefined;
  readonly policy: PolicyInput;
  /** `false`: no nominal start (R9). Default `true`. */
  readonly enabled?: boolean | undefined;
  /** Where this job's clock differs from the fleet's. */
  readonly clock?: ClockInput | undefined;
  /** Default: sessions take no time and succeed. */
  readonly workload?: WorkloadInput | undefined;
  /** The target for its exposure (R23): ms, or with units, `"26h"`. */
  readonly rpo?: Duration | undefined;
  /** Started once by hand at the beginning of the span (R21). */
  readonly runNow?: boolean | undefined;
  /** What is to be remembered of it; nothing depends on it. */
  readonly labels?: Labels | undefined;
}

/** The ids by which a job names what it needs. */
export type NeededIdsInput = { readonly [Key in ResourceKind["key"]]?: string | undefined };

/** The lists of what jobs share. */
export type ResourceListsInput = {
  readonly [List in ResourceKind["list"]]?: readonly ResourceInput[] | undefined;
};

/** Jobs and what they share. */
export interface FleetInput extends ResourceListsInput {
  /** The server's clock, for all jobs that do not say otherwise. */
  readonly clock?: ClockInput | undefined;
  readonly jobs: readonly JobInput[];
  readonly labels?: Labels | undefined;
}
