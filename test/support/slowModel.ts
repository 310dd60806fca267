/**
 * What the slow simulator takes and gives: plain numbers and functions, nothing of the library's.
 *
 * Instants are epoch ms, lengths whole ms. Rule numbers (R15 ...) are those of docs/RULES.md.
 */
import type { Fraction } from "./fraction.ts";
import type { SlowExposure, SlowTarget } from "./slowExposure.ts";
import type { SlowOutage } from "./slowOutages.ts";
import type { SlowPaceStep } from "./slowPace.ts";
import type { SlowRestorePoint } from "./slowRestorePoints.ts";

/** How an attempt ends by itself. */
export type SlowOutcome = "Success" | "Warning" | "Failed";

/** A job, with its due starts and its window worked out. */
export interface SlowJob {
  id: string;
  /** Admitted nominal starts, strictly ascending, within `[from, to)`. */
  due: number[];
  /** Nominal starts that a window keeps from running (R12, R13), within `[from, to)`. */
  blocked?: { nominal: number; reason: "backup-window" | "start-window" }[];
  isAllowed(t: number): boolean;
  /** The first edge from allowed to prohibited strictly after `t`; Infinity if there is none. */
  windowEnd(t: number): number;
  retryEnabled: boolean;
  /** At most this many further attempts. */
  retryNumber: number;
  retryWaitMs: number;
  /** No id, or an id that the fleet does not list: no slot is needed. */
  proxyId?: string;
  repositoryId?: string;
  organizationId?: string;
  /** R21: a manual start at `from`. */
  runNow?: boolean;
  /** The id of the job whose restore points it copies (R32). */
  copyOf?: string;
  /** It starts when its source makes a restore point, and has no due starts of its own (R32). */
  isImmediate?: boolean;
  /** Called once for each attempt that starts. */
  workload(run: SlowRun): SlowWork;
}

/** What a workload is told of an attempt. */
export interface SlowRun {
  nominal: number;
  start: number;
  attempt: number;
  /** The start of the session that made the job's newest restore point, if there is one (R31). */
  newestRestorePoint?: number;
}

/** What an attempt takes, and how it ends if nothing ends it before. */
export interface SlowWork {
  /** Whole ms at full speed, zero allowed. */
  duration: number;
  outcome: SlowOutcome;
  /** The threads that the session can use, whole, from 1 (R28). */
  threads?: number;
}

/** The switches of R18, R20, R21, R23 and R30. */
export interface SlowRules {
  retryOnWarning: boolean;
  pendingRetry: "superseded" | "first";
  retryManual: boolean;
  restorePoint: "success-or-warning" | "success";
  /** Default `wait`. */
  outage?: "wait" | "fail";
}

/** What jobs share. */
export interface SlowResource {
  id: string;
  /** Sessions at once; absent: no limit (R22). */
  slots?: number;
  /** Whole, from 1; absent: there is nothing to share (R28). */
  threads?: number;
  /** Ascending, the first at the span's beginning or before; absent: full speed (R29). */
  pace?: SlowPaceStep[];
  /** In any order; they may overlap (R30). */
  outages?: SlowOutage[];
}

/** Jobs in their order, and what they share. */
export interface SlowFleet {
  jobs: SlowJob[];
  proxies: SlowResource[];
  repositories: SlowResource[];
  organizations: SlowResource[];
}

/** The record of an attempt; `Running` where the span ended first. */
export interface SlowSession {
  job: string;
  nominal: number;
  start: number;
  end: number;
  attempt: number;
  outcome: SlowOutcome | "Stopped" | "Running";
}

/** A due start that did not run. */
export interface SlowMissed {
  job: string;
  nominal: number;
  reason:
    | "backup-window"
    | "start-window"
    | "still-running"
    | "still-waiting"
    | "window-closed"
    | "retry-pending"
    | "not-started";
}

/** A stretch of time, not empty, in which nothing changed. */
export interface SlowSpell {
  from: number;
  to: number;
  running: SlowShare[];
}

/** What a running session had during a spell. */
export interface SlowShare {
  job: string;
  attempt: number;
  /** When the session started. */
  start: number;
  /** Those of the fleet that the session ran on. */
  resources: readonly SlowResource[];
  /** The threads that it could use, and those that it had; none without resources with threads. */
  most: number | undefined;
  threads: Fraction;
  /** Work done per ms. */
  speed: Fraction;
}

/** From the instant at which an attempt is due to its start, or to the end of its hopes (R34). */
export interface SlowWait {
  nominal: number;
  attempt: number;
  arrival: number;
  until: number;
  /** `dropped` when its window closed, or still `in line` at the end of the span. */
  fate: "started" | "dropped" | "in line";
}

/** A retry that was to follow an attempt, and did not. */
export interface SlowRetryNotMade {
  job: string;
  nominal: number;
  attempt: number;
  /** When it was clear that it would not be made. */
  at: number;
  /** When it was due. */
  due: number;
  reason: "window-closed" | "superseded";
}

/** What happened in the span. */
export interface SlowTimeline {
  /** Sorted by (start, job index, attempt). */
  sessions: SlowSession[];
  /**
   * Sorted by (nominal, job index); a manual start comes before a nominal one of the same job and
   * instant.
   */
  missed: SlowMissed[];
  /** One after the other, from the beginning of the span to its end. */
  spells: SlowSpell[];
  /** In the order in which that was clear. */
  retriesNotMade: SlowRetryNotMade[];
  exposure(jobId: string): SlowExposure;
  /** Every attempt that was due, whether it ever started or not, in the order of their ends. */
  waits(jobId: string): SlowWait[];
  /** In the order in which they were there (R23, R32). */
  restorePoints(jobId: string): SlowRestorePoint[];
  /** What is to be said of a target of `rpo` ms. */
  target(jobId: string, rpo: number): SlowTarget;
}
