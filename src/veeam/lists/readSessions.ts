/**
 * From the sessions that the product has recorded to workloads: how long each job really takes, and
 * how it ends.
 *
 * Nothing is smoothed: durations are the recorded ones, shares are counted, and each comes with the
 * number of samples behind it. A bad session costs itself and no other; so does one of which the
 * clock does not say how long it took.
 */
import { grouped } from "../../core/input/numberText.js";
import { issue, type Issue } from "../../core/input/issues.js";
import {
  emptyNotes,
  type Notes,
  ownValue,
  type Reader,
  readOptional,
  readRequired,
} from "../../core/input/reader.js";
import { integerFrom, oneOf } from "../../core/input/scalars.js";
import type { Workload } from "../../core/simulation/fleet.js";
import type { ZoneTable } from "../../core/time/zone.js";
import { shareOfSeeds } from "../../core/whatif/evidence.js";
import { fieldOf, instantsOfText, isObject, linkedId, readOptionalText } from "./fields.js";

/** The recorded durations of one kind of session, ms, in the order of the list. */
export interface Durations {
  readonly samples: number;
  readonly empirical: readonly number[];
}

/** What the sessions of one job say. */
export interface ObservedJob {
  readonly jobId: string;
  /**
   * For `simulate`: the durations of first attempts, the shares of all attempts that fail or warn,
   * what a retry takes of a first attempt, above 1 where retries do the work.
   */
  readonly workload: Exclude<Workload, (...args: never[]) => unknown>;
  /** Finished sessions behind the shares. */
  readonly samples: number;
  /**
   * Sessions by how they ended. `Stopped` ones say nothing of how long they would have taken, and
   * are not in the workload.
   */
  readonly outcomes: Readonly<Record<RecordedOutcome, number>>;
  /** Retries among the samples, and their mean duration, ms; 0 without any. */
  readonly retries: { readonly samples: number; readonly meanMs: number };
  /** First attempts by kind, where the sessions say which they were. */
  readonly full?: Durations;
  readonly incremental?: Durations;
}

/** How a finished session ended. */
export type RecordedOutcome = "Success" | "Warning" | "Failed" | "Stopped";

/**
 * What a list of sessions says: jobs in the order in which they occur, and what is wrong or odd
 * (R26).
 */
export interface SessionHistory {
  readonly jobs: ObservedJob[];
  /** Sessions that still run: they say nothing yet. */
  readonly running: number;
  readonly issues: Issue[];
  readonly warnings: Issue[];
}

/** Longer lists are cut, with an issue (R27). */
export const MOST_SESSIONS = 1_000_000;

/** One session as far as it counts. */
interface RecordedSession {
  readonly jobId: string;
  readonly outcome: RecordedOutcome;
  readonly durationMs: number;
  readonly isRetry: boolean;
  readonly kind: "Full" | "Incremental" | undefined;
}

/**
 * Reads what `GET /JobSessions` or `GET /Jobs/{id}/JobSessions` of any version returns: an array, a
 * page `{ results }`, or one session (R25). Instants without an offset are read on the clock of
 * `zone`. Never throws.
 */
export function sessionHistory(json: unknown, zone: ZoneTable): SessionHistory {
  const notes = emptyNotes();
  const results = isObject(json) ? fieldOf(json, "", "results").spellings[0] : undefined;
  const list: unknown = results === undefined ? (isObject(json) ? [json] : json) : results.value;
  const path = results?.path ?? "";
  if (!Array.isArray(list)) {
    notes.issues.push(issue(path, "an array of sessions or { results: [...] }", list));
    return { jobs: [], running: 0, ...notes };
  }
  if (list.length > MOST_SESSIONS)
    notes.issues.push(
      issue(path, `at most ${grouped(MOST_SESSIONS)} sessions`, list, "the rest is left out"),
    );
  const byJob = new Map<string, RecordedSession[]>();
  let running = 0;
  const count = Math.min(list.length, MOST_SESSIONS);
  for (let index = 0; index < count; index += 1) {
    const place = results === undefined && !Array.isArray(json) ? "" : `${path}[${index}]`;
    const session = readSession(ownValue(list, String(index)), place, zone, notes);
    if (session === "running") running += 1;
    else if (session !== undefined) {
      const known = byJob.get(session.jobId);
      if (known === undefined) byJob.set(session.jobId, [session]);
      else known.push(session);
    }
  }
  const jobs: ObservedJob[] = [];
  for (const [jobId, sessions] of byJob) {
    const job = observed(jobId, sessions, `jobs[${jobs.length}]`, notes.warnings);
    if (job !== undefined) jobs.push(job);
  }
  return { jobs, running, ...notes };
}

const STATUSES = [
  "Success",
  "Warning",
  "Failed",
  "Stopped",
  "Running",
  "Queued",
  "NotConfigured",
  "Disconnected",
] as const;
const readStatus = oneOf(STATUSES);
const readRetryCount = integerFrom(0, 1_000_000);
const readKind = oneOf(["Full", "Incremental"]);

/** Reads the instants that a text may mean, at least one. */
function readInstants(zone: ZoneTable): Reader<readonly number[]> {
  return (path, value, notes) => {
    const instants = typeof value === "string" ? instantsOfText(value, zone) : undefined;
    if (instants !== undefined && instants.length > 0) return instants;
    notes.issues.push(
      instants === undefined
        ? issue(path, "an instant such as 2026-01-05T22:00:00Z", value)
        : issue(path, `a time that the clock of ${zone.name} shows`, value),
    );
    return undefined;
  };
}

/** Reads one session; `undefined` where it has an issue. */
function readSession(
  input: unknown,
  path: string,
  zone: ZoneTable,
  notes: Notes,
): RecordedSession | "running" | undefined {
  if (!isObject(input)) {
    notes.issues.push(
      issue(path, "a session: an object with creationTime, endTime and status", input),
    );
    return undefined;
  }
  const own = emptyNotes();
  const field = (name: string) => fieldOf(input, path, name);
  const status = readRequired(field("status"), readStatus, own);
  const starts = readRequired(field("creationTime"), readInstants(zone), own);
  const isOpen = status === "Running" || status === "Queued";
  const ends = isOpen ? undefined : readRequired(field("endTime"), readInstants(zone), own);
  const jobId = readOptional(field("jobId"), readOptionalText, own) ?? linkedId(input, "job");
  if (jobId === undefined)
    own.issues.push(issue(field("jobId").path, "the id of its job, or a link to it", undefined));
  const lengths = starts === undefined || ends === undefined ? [] : lengthsBetween(starts, ends);
  if (starts !== undefined && ends !== undefined && lengths.length === 0)
    own.issues.push(
      issue(
        field("endTime").path,
        "an instant not before creationTime",
        field("endTime").spellings[0]?.value,
      ),
    );
  const id = readOptional(field("id"), readOptionalText, own);
  const mainId = readOptional(field("mainSessionId"), readOptionalText, own);
  const retryCount = readOptional(field("retryCount"), readRetryCount, own) ?? 0;
  const kind = readOptional(field("jobSessionConfigType"), readKind, own);
  notes.issues.push(...own.issues);
  notes.warnings.push(...own.warnings);
  if (own.issues.length > 0) return undefined;
  if (isOpen) return "running";
  if (status === "NotConfigured" || status === "Disconnected") {
    notes.warnings.push(
      issue(field("status").path, "how the session ended", status, "it is left out"),
    );
    return undefined;
  }
  if (lengths.length > 1) {
    notes.warnings.push(
      issue(
        field("creationTime").path,
        "a time that the clock shows once, or one with its offset",
        field("creationTime").spellings[0]?.value,
        "nobody knows how long the session took, and it is left out",
      ),
    );
    return undefined;
  }
  const isRetry = retryCount > 0 || (mainId !== undefined && id !== undefined && mainId !== id);
  return { jobId: jobId!, outcome: status!, durationMs: lengths[0]!, isRetry, kind };
}

/** How long a session may have taken, ms: each length that some reading of its ends gives. */
function lengthsBetween(starts: readonly number[], ends: readonly number[]): number[] {
  const lengths = starts.flatMap((start) => ends.map((end) => end - start));
  return [...new Set(lengths.filter((length) => length >= 0))];
}

/**
 * What the sessions of a job say; `undefined` where all of them were stopped, and nobody knows how
 * long they take.
 */
function observed(
  jobId: string,
  sessions: readonly RecordedSession[],
  path: string,
  warnings: Issue[],
): ObservedJob | undefined {
  const outcomes: Record<RecordedOutcome, number> = {
    Success: 0,
    Warning: 0,
    Failed: 0,
    Stopped: 0,
  };
  for (const { outcome } of sessions) outcomes[outcome] += 1;
  const ended = sessions.filter(({ outcome }) => outcome !== "Stopped");
  const first = ended.filter(({ isRetry }) => !isRetry);
  const retries = ended.filter(({ isRetry }) => isRetry);
  const measured = first.length > 0 ? first : retries;
  if (measured.length === 0) return undefined;
  const meanMs = mean(retries.map(lengthOf));
  // A share of nothing is nothing: beside retries that took longer, no time counts as 1 ms.
  const leastMs = meanMs > 0 && first.every(({ durationMs }) => durationMs === 0) ? 1 : 0;
  const empirical = measured.map(({ durationMs }) => Math.max(leastMs, durationMs));
  const firstMs = mean(empirical);
  warnings.push(...unlike(first, retries, `${path}.workload.failed`));
  const full = first.filter(({ kind }) => kind === "Full");
  const incremental = first.filter(({ kind }) => kind === "Incremental");
  return {
    jobId,
    workload: {
      duration: { empirical },
      failed: outcomes.Failed / ended.length,
      warning: outcomes.Warning / ended.length,
      retryShare: retries.length === 0 || firstMs === 0 ? 1 : meanMs / firstMs,
    },
    samples: ended.length,
    outcomes,
    retries: { samples: retries.length, meanMs },
    ...(full.length === 0 ? {} : { full: durations(full) }),
    ...(incremental.length === 0 ? {} : { incremental: durations(incremental) }),
  };
}

function durations(sessions: readonly RecordedSession[]): Durations {
  return { samples: sessions.length, empirical: sessions.map(lengthOf) };
}

/**
 * A workload has one share of failures for all attempts: a word where first attempts and retries
 * fail so unequally often that no one share fits both.
 */
function unlike(
  first: readonly RecordedSession[],
  retries: readonly RecordedSession[],
  path: string,
): Issue[] {
  if (first.length === 0 || retries.length === 0) return [];
  const [early, late] = [failuresOf(first), failuresOf(retries)];
  if (early.low <= late.high && late.low <= early.high) return [];
  return [
    issue(
      path,
      "first attempts and retries that fail equally often",
      `${early.text} first attempts failed, ${late.text} retries`,
      "the workload has the share of all attempts",
    ),
  ];
}

/** The share that failed with its 95 % interval, and the counts in words. */
function failuresOf(attempts: readonly RecordedSession[]): {
  readonly text: string;
  readonly low: number;
  readonly high: number;
} {
  const failed = attempts.filter(({ outcome }) => outcome === "Failed").length;
  const { low, high } = shareOfSeeds(failed, attempts.length);
  return { text: `${failed} of ${attempts.length}`, low, high };
}

function lengthOf({ durationMs }: RecordedSession): number {
  return durationMs;
}

function mean(lengths: readonly number[]): number {
  return lengths.length === 0 ? 0 : lengths.reduce((sum, ms) => sum + ms, 0) / lengths.length;
}
