/**
 * What a stand-in keeps of a job: its settings, and when they changed and what was done by hand.
 *
 * A record is never changed: whatever happens to a job makes another record. `printRecord` writes
 * one as JSON and `parseRecord` gives it back, equal.
 */
import type { DrawnWorkload } from "../../core/simulation/fleet.js";
import { parsePolicy } from "../../core/policy/parse.js";
import type { SchedulePolicy } from "../../core/policy/types.js";

/** What a job backs up. */
export const BACKUP_TYPES = ["EntireOrganization", "SelectedItems"] as const;
export type BackupType = (typeof BACKUP_TYPES)[number];

/** An item of `SelectedItems`, as it was sent. */
export type SelectedItem = Readonly<Record<string, unknown>>;

/** A job as a stand-in keeps it. */
export interface JobRecord {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly description: string;
  readonly backupType: BackupType;
  /** Present with the type `SelectedItems`. */
  readonly selectedItems?: readonly SelectedItem[];
  /** What it leaves out, of either type; absent: nothing. */
  readonly excludedItems?: readonly SelectedItem[];
  readonly repositoryId: string;
  readonly proxyId?: string;
  /** How long its sessions take and how they end, where a fleet said so. */
  readonly workload?: DrawnWorkload;
  /** Its place in that fleet: of two that come at once, the first one is first in line (R22). */
  readonly rank?: number;
  /** Ids that were filled in where the fleet names none: they limit nothing. */
  readonly filledIn?: readonly ("organizationId" | "repositoryId" | "proxyId")[];
  /** The id of the job that it copies (R32); only of a copy, which no store has. */
  readonly copyOf?: string;
  /** It is there no more, and kept for the sake of jobs that shared something with it. */
  readonly removed?: true;
  /** What was decided when, oldest first, never empty; the last one holds. */
  readonly history: readonly JobChange[];
}

/** A moment at which something about a job's runs was decided, and what holds from there on. */
export interface JobChange {
  /** Epoch ms, on the stand-in's clock. */
  readonly at: number;
  readonly schedulePolicy: SchedulePolicy;
  readonly isEnabled: boolean;
  /** What was done by hand at that moment, if anything (R21). */
  readonly action?: "start" | "stop";
  /** Among the changes of all jobs that share something, later ones have greater numbers. */
  readonly order?: number;
  /** What the job used until then, where it was moved. */
  readonly before?: {
    readonly repositoryId: string;
    readonly proxyId?: string;
    readonly filledIn?: readonly ("organizationId" | "repositoryId" | "proxyId")[];
  };
}

/** What a job uses and an edit can move. */
export type Place = NonNullable<JobChange["before"]>;

/**
 * More changes than this are forgotten, the oldest first: a record stays small, however often a
 * script edits it.
 */
export const MOST_CHANGES = 50;

/** What holds for a job now. */
export function latestChange(job: JobRecord): JobChange {
  const change = job.history.at(-1);
  if (change === undefined) throw new Error(`invariant: job ${job.id} has no history`);
  return change;
}

/**
 * The job's history with one more change. What lies after it on the clock is dropped: where
 * somebody set the clock back, that has not happened.
 */
export function withChange(history: readonly JobChange[], change: JobChange): readonly JobChange[] {
  return [...history.filter(({ at }) => at <= change.at), change].slice(-MOST_CHANGES);
}

/** What stays of a job that is removed at an instant: what its neighbours' sessions depend on. */
export function departedJob(job: JobRecord, at: number, order: number): JobRecord {
  const { description: _text, selectedItems: _items, excludedItems: _others, ...rest } = job;
  const { schedulePolicy } = latestChange(job);
  const change: JobChange = { at, schedulePolicy, isEnabled: false, action: "stop", order };
  return { ...rest, description: "", removed: true, history: withChange(job.history, change) };
}

/** A record as JSON text. */
export function printRecord(job: JobRecord): string {
  return JSON.stringify(job);
}

/** The record that `printRecord` wrote. Throws where the text is nothing of the kind. */
export function parseRecord(text: string): JobRecord {
  const job = JSON.parse(text) as JobRecord | null;
  if (job === null || !isRecord(job)) throw new Error("it is not the record of a job");
  return {
    ...job,
    history: job.history.map((change) => {
      if (typeof change.at !== "number" || typeof change.isEnabled !== "boolean")
        throw new Error("it is not the record of a job");
      return { ...change, schedulePolicy: knownPolicy(change.schedulePolicy) };
    }),
  };
}

function isRecord({ id, organizationId, name, repositoryId, history, backupType }: JobRecord) {
  return (
    [id, organizationId, name, repositoryId].every((text) => typeof text === "string") &&
    BACKUP_TYPES.includes(backupType) &&
    Array.isArray(history) &&
    history.length > 0
  );
}

/**
 * Policies that were parsed lately, by their JSON: most jobs share few, and a mask takes a while to
 * check.
 */
const known = new Map<string, SchedulePolicy>();
const MOST_KNOWN = 500;

function knownPolicy(input: unknown): SchedulePolicy {
  const text = JSON.stringify(input);
  let policy = known.get(text);
  if (policy === undefined) {
    policy = parsePolicy(input);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, policy);
  }
  return policy;
}
