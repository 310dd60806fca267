/**
 * A fleet: jobs with their policies and workloads, and the proxies, repositories and organizations
 * that they share.
 *
 * This file is the vocabulary; `checkFleet` says whether a fleet makes sense, `simulate` what
 * happens to it.
 */
import { keysOf, type Labels } from "../input/ownShape.js";
import { startsByItself } from "../policy/effective.js";
import type { SchedulePolicy } from "../policy/types.js";
import type { ServerClock } from "../schedule/clock.js";
import type { Outcome } from "../schedule/retries.js";
import type { Duration } from "../time/duration.js";
import type { Distribution } from "./duration.js";

/** Something that jobs share. */
export interface Resource {
  readonly id: string;
  /** What people call it; texts do. */
  readonly name?: string;
  /** Sessions at once: a whole number from 1, or `Infinity` (R22). */
  readonly slots: number;
  /**
   * Threads that the sessions which run at once share, max-min fair: a whole number from 1.
   * Default: nothing is shared, each session takes its time (R28).
   */
  readonly threads?: number;
  /**
   * The share of full speed in each hour of the week on the server's clock, 168 numbers above 0, up
   * to 1, Sunday 00:00 first; default full speed (R29).
   */
  readonly pace?: readonly number[];
  /** When nothing can run on it; in any order (R30). */
  readonly outages?: readonly Outage[];
  /**
   * Of a repository: the proxy that it belongs to. Its jobs use that proxy where they name none
   * themselves.
   */
  readonly proxyId?: string;
  /** What its users say of it; nothing depends on it. */
  readonly labels?: Labels;
}

/** A stretch of time `[from, to)`, epoch ms. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** The keys of a resource. */
export const RESOURCE_KEYS = keysOf<Resource>({
  id: true,
  name: true,
  slots: true,
  threads: true,
  pace: true,
  outages: true,
  proxyId: true,
  labels: true,
});

/** The keys of an outage. */
export const OUTAGE_KEYS = keysOf<Outage>({ from: true, to: true });

/** How a resource is shared: its settings, in their order. */
export const SHARING_SETTINGS = ["slots", "threads", "pace", "outages", "proxyId"] as const;

/** One of them. */
export type SharingSetting = (typeof SHARING_SETTINGS)[number];

/** Whether a resource can have so many slots: a whole number from 1, or `Infinity`. */
export function isSlotCount(count: unknown): count is number {
  return (Number.isSafeInteger(count) && (count as number) >= 1) || count === Infinity;
}

/** A resource has at most so many threads, and a session can use no more. */
export const MOST_THREADS = 2 ** 31 - 1;

/** Whether there can be so many threads: a whole number from 1. */
export function isThreadCount(count: unknown): count is number {
  return Number.isSafeInteger(count) && (count as number) >= 1 && (count as number) <= MOST_THREADS;
}

/**
 * The kinds of resource, in the order in which an attempt's needs are listed: the list of a fleet,
 * the key of a job, and the word for one. Types and texts are made of it.
 */
export const RESOURCE_KINDS = [
  { list: "proxies", key: "proxyId", name: "proxy" },
  { list: "repositories", key: "repositoryId", name: "repository" },
  { list: "organizations", key: "organizationId", name: "organization" },
] as const;

/** One of the kinds. */
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** `a proxy`, `an organization`: one of what goes by this name, in a text. */
export function aResource(name: string): string {
  return `${name === "organization" ? "an" : "a"} ${name}`;
}

/** Something for each list of resources that a fleet may have. */
export type ResourceLists<Item> = { readonly [List in ResourceKind["list"]]: Item };

/** The same, made for every list. */
export function resourceLists<Item>(make: (kind: ResourceKind) => Item): ResourceLists<Item> {
  return Object.fromEntries(RESOURCE_KINDS.map((kind) => [kind.list, make(kind)])) as Record<
    ResourceKind["list"],
    Item
  >;
}

/** The ids by which a job names what it needs. */
export type NeededIds = { readonly [Key in ResourceKind["key"]]?: string };

/** One attempt that a function workload decides about. */
export interface WorkloadRun {
  readonly job: Job;
  /** The nominal instant of the run, epoch ms. */
  readonly nominal: number;
  /** The instant at which this attempt starts, epoch ms. */
  readonly start: number;
  /** Counts from 0. */
  readonly attempt: number;
  /**
   * When the job's newest session that made a restore point started, epoch ms; absent before the
   * first (R31).
   */
  readonly newestRestorePoint?: number;
  /**
   * A number in `[0, 1)` that belongs to this attempt and purpose: the same in every scenario, also
   * where the run is moved on its date (R24).
   */
  random(purpose: string): number;
}

/** How long an attempt takes, ms, and how it ends if no window stops it. */
export interface WorkloadResult {
  /** At full speed, with all the threads that it can use. */
  readonly duration: number;
  /**
   * Threads that it can use, from 1; default: as many as the smallest of its resources has (R28).
   */
  readonly threads?: number;
  readonly outcome: Exclude<Outcome, "Stopped">;
}

/**
 * Growth of a duration: it is for the changes of a length of time `per`, and `share` of it goes
 * with the time from the start of the newest restore point to the start of the attempt, at most
 * `most`: `duration * (1 - share + share * elapsed / per)`. The first run of a job without `full`
 * counts as `per` (R31).
 */
export interface Growth {
  readonly per: Duration;
  /** 0 to 1; default 1. */
  readonly share?: number;
  /** The longest time that counts; default: no limit. */
  readonly most?: Duration;
}

/** The keys of a growth. */
export const GROWTH_KEYS = keysOf<Growth>({ per: true, share: true, most: true });

/** How long a job's sessions take, by a distribution, and how they end, by shares. */
export interface DrawnWorkload {
  /** At full speed, with all the threads that a session can use (R28). */
  readonly duration: Distribution;
  /** The duration as long as the job has no restore point; default `duration` (R31). */
  readonly full?: Distribution;
  /** How the duration grows with the time since the newest restore point (R31). */
  readonly grows?: Growth;
  /**
   * Threads that a session can use, a whole number from 1; default: as many as the smallest of its
   * resources has (R28).
   */
  readonly threads?: number;
  /** Share of attempts that fail, 0 to 1; default 0. */
  readonly failed?: number;
  /** Share that end with a warning; default 0. */
  readonly warning?: number;
  /**
   * What a retry takes of an attempt's duration, 0 or more; default 1. Above 1 where first attempts
   * fail early and retries do the work.
   */
  readonly retryShare?: number;
}

/** The keys of a workload that is no function. */
export const WORKLOAD_KEYS = keysOf<DrawnWorkload>({
  duration: true,
  full: true,
  grows: true,
  threads: true,
  failed: true,
  warning: true,
  retryShare: true,
});

/** How long a job's sessions take and how they end: by distribution and share, or by a function. */
export type Workload = DrawnWorkload | ((run: WorkloadRun) => WorkloadResult);

/** The thing that recurs. What it shares with others, it names: `proxyId` and so on. */
export interface Job extends NeededIds {
  /** Unique in the fleet; its luck depends on it (R24). */
  readonly id: string;
  readonly name?: string;
  /** The job whose restore points it copies; it holds what that one held (R32). */
  readonly copyOf?: string;
  readonly policy: SchedulePolicy;
  /** `false`: no nominal start (R9). Default `true`. */
  readonly enabled?: boolean;
  /** Where this job's clock differs from the fleet's. */
  readonly clock?: Partial<ServerClock>;
  /** Default: sessions take no time and succeed. */
  readonly workload?: Workload;
  /** The target for its exposure, ms (R23). */
  readonly rpo?: number;
  /** Started once by hand at the beginning of the span (R21). */
  readonly runNow?: boolean;
  /** What its users say of it; nothing depends on it. */
  readonly labels?: Labels;
}

/** The keys of a job. */
export const JOB_KEYS = keysOf<Job>({
  id: true,
  name: true,
  copyOf: true,
  policy: true,
  enabled: true,
  clock: true,
  proxyId: true,
  repositoryId: true,
  organizationId: true,
  workload: true,
  rpo: true,
  runNow: true,
  labels: true,
});

/** Whether the restore points of another job start this one (R32). */
export function followsSource(job: {
  readonly copyOf?: string | undefined;
  readonly policy: Pick<SchedulePolicy, "type">;
}): boolean {
  return job.copyOf !== undefined && job.policy.type === "Immediate";
}

/** Whether a job starts by itself: it is enabled and has a schedule that is on (R9). */
export function jobStartsByItself(job: {
  readonly enabled?: boolean | undefined;
  readonly policy: SchedulePolicy;
}): boolean {
  return job.enabled !== false && startsByItself(job.policy);
}

/** Jobs and what they share: `proxies` and so on. */
export interface Fleet extends Partial<ResourceLists<readonly Resource[]>> {
  /** The server's clock, for all jobs that do not say otherwise. */
  readonly clock?: Partial<ServerClock>;
  readonly jobs: readonly Job[];
  /** What its users say of it; nothing depends on it. */
  readonly labels?: Labels;
}

/** The keys of a fleet. */
export const FLEET_KEYS = keysOf<Fleet>({
  clock: true,
  jobs: true,
  proxies: true,
  repositories: true,
  organizations: true,
  labels: true,
});

/** A resource by its kind and its id. */
export interface Needed {
  readonly of: ResourceKind["name"];
  readonly id: string;
  /** What people call it. */
  readonly name?: string;
}
