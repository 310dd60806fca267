/**
 * From the sessions that the product has recorded to workloads: how long each job really takes, and
 * how it ends.
 *
 * Nothing is smoothed: durations are the recorded ones, shares are counted, and each comes with the
 * number of samples behind it. A bad session costs itself and no other.
 */
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
import { fieldOf, instantOfText, isObject, linkedId, readOptionalText } from "./fields.js";

/** The recorded durations of one kind of session, ms, in the order of the list. */
export interface Durations {
  readonly samples: number;
  readonly empirical: readonly number[];
}

/** What the sessions of one job say. */
export interface ObservedJob {
  readonly jobId: string;
  /**
   * For `simulate`: the durations of first attempts, the shares that fail or warn, what a retry
   * takes of a first attempt.
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
 * page `{ results }`, or one session (R25). Never throws.
 *
 * ```ts
 * const span = { creationTime: "2026-01-05T22:00:00Z", endTime: "2026-01-05T22:45:00Z" };
 * const session = { ...span, status: "Success", jobId: "mail" };
 * readSessions([session]).jobs[0].workload // => { duration: { empirical: [2700000] }, failed: 0, warning: 0, retryShare: 1 }
 * ```
 */
export function readSessions(json: unknown): SessionHistory {
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
      issue(path, `at most ${MOST_SESSIONS} sessions`, list, "the rest is left out"),
    );
  const byJob = new Map<string, RecordedSession[]>();
  let running = 0;
  const count = Math.min(list.length, MOST_SESSIONS);
  for (let index = 0; index < count; index += 1) {
    const place = results === undefined && !Array.isArray(json) ? "" : `${path}[${index}]`;
    const session = readSession(ownValue(list, String(index)), place, notes);
    if (session === "running") running += 1;
    else if (session !== undefined) {
      const known = byJob.get(session.jobId);
      if (known === undefined) byJob.set(session.jobId, [session]);
      else known.push(session);
    }
  }
  return {
    jobs: Array.from(byJob, ([jobId, sessions]) => observed(jobId, sessions)).filter(
      (job) => job !== undefined,
    ),
    running,
    ...notes,
  };
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

const readInstant: Reader<number> = (path, value, notes) => {
  const instant = typeof value === "string" ? instantOfText(value) : undefined;
  if (instant === undefined)
    notes.issues.push(issue(path, "an instant such as 2026-01-05T22:00:00Z", value));
  return instant;
};

/** Reads one session; `undefined` where it has an issue. */
function readSession(
  input: unknown,
  path: string,
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
  const start = readRequired(field("creationTime"), readInstant, own);
  const isOpen = status === "Running" || status === "Queued";
  const end = isOpen ? undefined : readRequired(field("endTime"), readInstant, own);
  const jobId = readOptional(field("jobId"), readOptionalText, own) ?? linkedId(input, "job");
  if (jobId === undefined)
    own.issues.push(issue(field("jobId").path, "the id of its job, or a link to it", undefined));
  if (start !== undefined && end !== undefined && end < start)
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
  const isRetry = retryCount > 0 || (mainId !== undefined && id !== undefined && mainId !== id);
  return { jobId: jobId!, outcome: status!, durationMs: end! - start!, isRetry, kind };
}

/**
 * What the sessions of a job say; `undefined` where all of them were stopped, and nobody knows how
 * long they take.
 */
function observed(jobId: string, sessions: readonly RecordedSession[]): ObservedJob | undefined {
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
  const meanMs = mean(retries);
  const firstMs = mean(measured);
  const full = first.filter(({ kind }) => kind === "Full");
  const incremental = first.filter(({ kind }) => kind === "Incremental");
  return {
    jobId,
    workload: {
      duration: { empirical: measured.map(({ durationMs }) => durationMs) },
      failed: outcomes.Failed / ended.length,
      warning: outcomes.Warning / ended.length,
      retryShare: retries.length === 0 || firstMs === 0 ? 1 : Math.min(1, meanMs / firstMs),
    },
    samples: ended.length,
    outcomes,
    retries: { samples: retries.length, meanMs },
    ...(full.length === 0 ? {} : { full: durations(full) }),
    ...(incremental.length === 0 ? {} : { incremental: durations(incremental) }),
  };
}

function durations(sessions: readonly RecordedSession[]): Durations {
  return { samples: sessions.length, empirical: sessions.map(({ durationMs }) => durationMs) };
}

function mean(sessions: readonly RecordedSession[]): number {
  return sessions.length === 0
    ? 0
    : sessions.reduce((sum, { durationMs }) => sum + durationMs, 0) / sessions.length;
}
