/**
 * What the slow simulator takes and gives: plain numbers and functions, nothing of the library's.
 *
 * Instants are epoch ms, lengths whole ms. Rule numbers (R15 ...) are those of docs/RULES.md.
 */
import type { SlowExposure, SlowTarget } from "./slowExposure.ts";

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
  /** `duration` in whole ms, zero allowed; called once for each attempt that starts. */
  workload(nominal: number, attempt: number): { duration: number; outcome: SlowOutcome };
}

/** The switches of R18, R20, R21 and R23. */
export interface SlowRules {
  retryOnWarning: boolean;
  pendingRetry: "superseded" | "first";
  retryManual: boolean;
  restorePoint: "success-or-warning" | "success";
}

/** What jobs share (R22). */
export interface SlowResource {
  id: string;
  slots: number;
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
  /** In the order in which that was clear. */
  retriesNotMade: SlowRetryNotMade[];
  exposure(jobId: string): SlowExposure;
  /** Every attempt that was due, whether it ever started or not, in the order of their ends. */
  waits(jobId: string): SlowWait[];
  /** What is to be said of a target of `rpo` ms. */
  target(jobId: string, rpo: number): SlowTarget;
}
