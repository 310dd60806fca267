/**
 * From the sessions that the product has recorded to workloads: how long each job really takes, and
 * how it ends.
 *
 * Durations are the recorded ones, and each comes with the number of samples behind it. A bad
 * session costs itself and no other; so does one of which the clock does not say how long it took.
 */
import type { Issue } from "../../core/input/issues.js";
import { emptyNotes } from "../../core/input/reader.js";
import type { DrawnWorkload } from "../../core/simulation/fleet.js";
import type { ZoneTable } from "../../core/time/zone.js";
import { entriesOf, type ListKind } from "../lists/pages.js";
import { readSession, type RecordedOutcome, type RecordedSession } from "../lists/readSession.js";
import { type Attempt, countOutcomes, mean, workloadOf } from "./workloadOf.js";

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
  readonly workload: DrawnWorkload;
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
export const SESSIONS: ListKind = { name: "sessions", most: 1_000_000 };

/**
 * Reads what `GET /JobSessions` or `GET /Jobs/{id}/JobSessions` of any version returns: an array, a
 * page `{ results }`, several of them in an array, or one session (R25). Instants without an offset
 * are read on the clock of `zone`. Never throws.
 */
export function sessionHistory(json: unknown, zone: ZoneTable): SessionHistory {
  const notes = emptyNotes();
  const byJob = new Map<string, Attempt[]>();
  let running = 0;
  for (const { path, value } of entriesOf(json, "", SESSIONS, notes) ?? []) {
    const session = readSession(value, path, zone, notes, true);
    if (session === undefined) continue;
    const attempt = attemptOf(session, session.end - session.start);
    if (attempt === undefined) running += 1;
    else {
      const known = byJob.get(session.jobId!);
      if (known === undefined) byJob.set(session.jobId!, [attempt]);
      else known.push(attempt);
    }
  }
  const jobs: ObservedJob[] = [];
  for (const [jobId, attempts] of byJob) {
    const job = observed(jobId, attempts, `jobs[${jobs.length}].workload`, notes.warnings);
    if (job !== undefined) jobs.push(job);
  }
  return { jobs, running, ...notes };
}

/** A finished session as an attempt of its job; `undefined` for one that runs or waits. */
export function attemptOf(
  { outcome, isRetry, kind }: RecordedSession,
  durationMs: number,
): Attempt | undefined {
  if (outcome === "Running" || outcome === "Queued") return undefined;
  return { outcome, isRetry, kind, durationMs };
}

/**
 * What the attempts of a job say; `undefined` where all of them were stopped, and nobody knows how
 * long they take.
 */
function observed(
  jobId: string,
  attempts: readonly Attempt[],
  path: string,
  warnings: Issue[],
): ObservedJob | undefined {
  // One workload of all: whoever wants full sessions apart has their durations beside it.
  const workload = workloadOf(
    attempts.map((attempt) => ({ ...attempt, kind: undefined })),
    path,
    warnings,
  );
  if (workload === undefined) return undefined;
  const ended = attempts.filter(({ outcome }) => outcome !== "Stopped");
  const first = ended.filter(({ isRetry }) => !isRetry);
  const retries = ended.filter(({ isRetry }) => isRetry);
  const full = first.filter(({ kind }) => kind === "Full");
  const incremental = first.filter(({ kind }) => kind === "Incremental");
  return {
    jobId,
    workload,
    samples: ended.length,
    outcomes: countOutcomes(attempts),
    retries: { samples: retries.length, meanMs: mean(retries.map(durationOf)) },
    ...(full.length === 0 ? {} : { full: durations(full) }),
    ...(incremental.length === 0 ? {} : { incremental: durations(incremental) }),
  };
}

function durations(attempts: readonly Attempt[]): Durations {
  return { samples: attempts.length, empirical: attempts.map(durationOf) };
}

function durationOf({ durationMs }: Attempt): number {
  return durationMs;
}
