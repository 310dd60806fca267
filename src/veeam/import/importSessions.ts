/**
 * What the recorded sessions of a server make of each job: a workload, and what was seen.
 *
 * Sessions that were stopped, that still run or whose job is in no list say nothing of a job's
 * durations.
 */
import { grouped } from "../../core/input/numberText.js";
import { type Issue, issue, show } from "../../core/input/issues.js";
import type { Notes } from "../../core/input/reader.js";
import type { DrawnWorkload, Job } from "../../core/simulation/fleet.js";
import { lengthText } from "../../core/time/length.js";
import type { ZoneTable } from "../../core/time/zone.js";
import type { Entry } from "../lists/pages.js";
import { type ListedJob, namingJob } from "../lists/readJobs.js";
import type { RecordedOutcome } from "../lists/readSession.js";
import {
  type ImportSettings,
  isFinished,
  isRestorePoint,
  type MeasuredSession,
  measuredSessions,
  withKinds,
} from "./measuredSessions.js";
import type { OwnedSession } from "./ownedSessions.js";
import type { ServerResources } from "./serverResources.js";
import { attemptOf } from "./sessionHistory.js";
import { countOutcomes, mean, workloadOf } from "./workloadOf.js";

/** What is expected where jobs have no session. */
export const SESSIONS_OF_EACH = "a finished session of each job";

/** Durations of some sessions: how many, and their means as recorded and at full speed, ms. */
export interface ImportedLengths {
  readonly samples: number;
  readonly recordedMs: number;
  readonly fullSpeedMs: number;
}

/** What was seen of one job of an imported fleet. */
export interface ImportedJob {
  /** Its id in the fleet. */
  readonly job: string;
  /** Its sessions that finished and were not stopped. */
  readonly samples: number;
  /** Finished sessions by how they ended. */
  readonly outcomes: Readonly<Record<RecordedOutcome, number>>;
  /** Sessions that run or wait. */
  readonly running: number;
  /**
   * Where full and incremental sessions are known from: the sessions say it (`marked`), the first
   * were taken as full (`first-full`), or nobody knows, and all are `unmarked`.
   */
  readonly kinds: "marked" | "first-full" | "unknown";
  /** First attempts by kind, and retries of any. */
  readonly full: ImportedLengths;
  readonly incremental: ImportedLengths;
  readonly unmarked: ImportedLengths;
  readonly retries: ImportedLengths;
}

/** What the sessions make of each job, in the order of the jobs. */
export interface ImportedSessions {
  readonly workloads: readonly (DrawnWorkload | undefined)[];
  readonly observed: readonly ImportedJob[];
}

/** Says what the sessions make of each job. Bad options go to `wrong`, all else to `notes`. */
export function importSessions(
  entries: readonly Entry[] | undefined,
  listed: readonly ListedJob[],
  jobs: readonly Job[],
  resources: ServerResources,
  settings: ImportSettings,
  zone: ZoneTable,
  notes: Notes,
  wrong: Issue[],
): ImportedSessions {
  const measured = measuredSessions(entries, listed, resources, settings, zone, notes, wrong);
  const { most, byJob } = measured;
  const silent: number[] = [];
  const workloads: (DrawnWorkload | undefined)[] = [];
  const observed = byJob.map((sessions, place): ImportedJob => {
    const { kinds, told } = withKinds(sessions, settings.firstIsFull);
    const path = `fleet.jobs[${place}].workload`;
    if (kinds === "unknown") warnOfLongFirst(told, path, listed[place]!.name, notes);
    const attempts = told.flatMap((one) => attemptOf(one, one.fullSpeedMs) ?? []);
    const odd: Issue[] = [];
    const workload = workloadOf(attempts, path, odd);
    for (const one of odd) notes.warnings.push(namingJob(one, listed[place]!.name));
    if (workload === undefined) silent.push(place);
    workloads.push(
      workload === undefined ? undefined : finished(workload, told, most[place]!, settings.begins),
    );
    const first = told.filter((one) => !one.isRetry);
    return {
      job: jobs[place]!.id,
      samples: attempts.filter(({ outcome }) => outcome !== "Stopped").length,
      outcomes: countOutcomes(attempts),
      running: told.length - attempts.length,
      kinds,
      full: lengths(first.filter(({ kind }) => kind === "Full")),
      incremental: lengths(first.filter(({ kind }) => kind === "Incremental")),
      unmarked: lengths(first.filter(({ kind }) => kind === undefined)),
      retries: lengths(told.filter((one) => one.isRetry)),
    };
  });
  if (entries !== undefined && silent.length > 0)
    notes.warnings.push(
      issue(
        "sessions",
        SESSIONS_OF_EACH,
        `${silent.length} of ${listed.length} jobs have none`,
        "in a simulation these take no time and succeed: " +
          someOf(silent.map((place) => listed[place]!.name)),
      ),
    );
  return { workloads, observed };
}

/** The workload with what its sessions do not say. */
function finished(
  { full, ...workload }: DrawnWorkload,
  sessions: readonly OwnedSession[],
  most: number,
  begins: "full" | "incremental",
): DrawnWorkload {
  const goesOn =
    begins === "incremental" &&
    sessions.some(({ outcome, kind }) => isRestorePoint(outcome) || kind === "Incremental");
  return {
    ...workload,
    ...(full === undefined || goesOn ? {} : { full }),
    ...(Number.isNaN(most) ? {} : { threads: most }),
  };
}

/** How much longer than all others a first session is that stands out. */
const STANDS_OUT = 2;

/** A first session that took so much longer than all others may have been full: nobody says. */
function warnOfLongFirst(
  sessions: readonly MeasuredSession[],
  path: string,
  name: string,
  notes: Notes,
): void {
  const [first, ...others] = sessions.filter(
    ({ isRetry, outcome }) => !isRetry && isFinished(outcome),
  );
  if (first === undefined || others.length < 5) return;
  const longestMs = others.reduce((longest, { fullSpeedMs }) => Math.max(longest, fullSpeedMs), 0);
  if (first.fullSpeedMs <= STANDS_OUT * longestMs) return;
  notes.warnings.push(
    issue(
      path,
      "sessions that say whether they are full",
      `the first of ${show(name)} took ${lengthText(first.fullSpeedMs)}, ` +
        `the longest later one ${lengthText(longestMs)}`,
      "firstIsFull takes the first as full",
    ),
  );
}

function lengths(sessions: readonly MeasuredSession[]): ImportedLengths {
  const finished = sessions.filter(({ outcome }) => isFinished(outcome));
  return {
    samples: finished.length,
    recordedMs: mean(finished.map(({ start, end }) => end - start)),
    fullSpeedMs: mean(finished.map(({ fullSpeedMs }) => fullSpeedMs)),
  };
}

/** The first names of some, and how many more. */
function someOf(names: readonly string[]): string {
  const first = names.slice(0, 3).map(show).join(", ");
  return names.length > 3 ? `${first} and ${grouped(names.length - 3)} more` : first;
}
