/**
 * The recorded sessions of a server, each with the job whose it is, at full speed; and what they
 * make of each job: a workload, and what was seen.
 *
 * Sessions that were stopped, that still run or whose job is in no list say nothing of a job's
 * durations; they shared a proxy all the same, and count where others are brought back to full
 * speed.
 */
import { grouped } from "../../core/input/numberText.js";
import { type Issue, issue, show } from "../../core/input/issues.js";
import type { Notes } from "../../core/input/reader.js";
import type { DrawnWorkload, Job } from "../../core/simulation/fleet.js";
import { lengthText } from "../../core/time/length.js";
import type { ZoneTable } from "../../core/time/zone.js";
import type { Entry } from "../lists/pages.js";
import type { ListedJob } from "../lists/readJobs.js";
import type { RecordedOutcome, RecordedSession, SessionKind } from "../lists/readSession.js";
import { lengthsAtFullSpeed } from "./atFullSpeed.js";
import { jobNames } from "./jobNames.js";
import { type OwnedSession, ownedSessions } from "./ownedSessions.js";
import type { ServerResources } from "./serverResources.js";
import { attemptOf } from "./sessionHistory.js";
import { countOutcomes, mean, workloadOf } from "./workloadOf.js";

/** How sessions are taken; see the options of `fleetFrom`. */
export interface ImportSettings {
  readonly job: string | undefined;
  readonly threads: number | ReadonlyMap<string, number> | undefined;
  readonly firstIsFull: boolean;
  readonly begins: "full" | "incremental";
}

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

/** A session at full speed. */
interface MeasuredSession extends OwnedSession {
  readonly fullSpeedMs: number;
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
  const most = mostThreads(settings.threads, listed, wrong);
  const owned = ownedSessions(entries ?? [], listed, settings.job, zone, notes, wrong);
  const measured = measure(owned, listed, resources, most, notes);
  const byJob: MeasuredSession[][] = listed.map(() => []);
  for (const session of measured) if (session.place >= 0) byJob[session.place]!.push(session);
  const silent: number[] = [];
  const workloads: (DrawnWorkload | undefined)[] = [];
  const observed = byJob.map((sessions, place): ImportedJob => {
    const { kinds, told } = withKinds(sessions, settings.firstIsFull);
    const path = `fleet.jobs[${place}].workload`;
    if (kinds === "unknown") warnOfLongFirst(told, path, listed[place]!.name, notes);
    const attempts = told.flatMap((one) => attemptOf(one, one.fullSpeedMs) ?? []);
    const workload = workloadOf(attempts, path, notes.warnings);
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
        "a finished session of each job",
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

/** Threads that a session of each job can use; `NaN` where nobody says. */
function mostThreads(
  threads: ImportSettings["threads"],
  listed: readonly ListedJob[],
  wrong: Issue[],
): Float64Array {
  const most = new Float64Array(listed.length).fill(typeof threads === "number" ? threads : NaN);
  if (threads === undefined || typeof threads === "number") return most;
  const names = jobNames(listed);
  for (const [name, count] of threads) {
    const place = names.find(name);
    if (typeof place === "number") most[place] = count;
    else wrong.push(issue("options.threads", "ids or names of jobs of the list", name));
  }
  return most;
}

/** Brings sessions to full speed, as far as anybody knows what they shared. */
function measure(
  sessions: readonly OwnedSession[],
  listed: readonly ListedJob[],
  resources: ServerResources,
  most: Float64Array,
  notes: Notes,
): MeasuredSession[] {
  const places = new Map(resources.proxies.map(({ id }, place) => [id, place]));
  const threads = Float64Array.from(resources.proxies, (proxy) => proxy.threads ?? Number.NaN);
  // A session that runs has run up to the newest instant that anything tells of.
  let newest = Number.NEGATIVE_INFINITY;
  for (const { start, end } of sessions) newest = Math.max(newest, start, end >= 0 ? end : start);
  const count = sessions.length;
  const ran = {
    proxy: new Int32Array(count).fill(-1),
    most: new Float64Array(count).fill(Number.NaN),
    start: new Float64Array(count),
    end: new Float64Array(count),
  };
  let unknown = 0;
  sessions.forEach((session, index) => {
    const { place, outcome, start, end } = session;
    const id =
      resources.proxyOf(session) ?? (place < 0 ? undefined : resources.proxyOf(listed[place]!));
    const proxy = id === undefined ? -1 : places.get(id)!;
    ran.proxy[index] = proxy;
    if (place >= 0) ran.most[index] = most[place]!;
    ran.start[index] = start;
    // What waits shares nothing yet.
    ran.end[index] = outcome === "Queued" ? start : outcome === "Running" ? newest : end;
    if (proxy < 0 || !(threads[proxy]! >= 1)) unknown += 1;
  });
  if (unknown > 0)
    notes.warnings.push(
      issue(
        "sessions",
        "sessions on a proxy whose threads are known",
        `${grouped(unknown)} of ${grouped(count)} are not`,
        "how long these took stays as it was recorded",
      ),
    );
  const atFullSpeed = lengthsAtFullSpeed(ran, threads);
  return sessions.map((session, index) => ({ ...session, fullSpeedMs: atFullSpeed[index]! }));
}

/** The sessions of a job in the order of time, with their kinds as far as anybody knows them. */
function withKinds(
  sessions: readonly MeasuredSession[],
  firstIsFull: boolean,
): { readonly kinds: ImportedJob["kinds"]; readonly told: readonly MeasuredSession[] } {
  const told = sessions.toSorted((one, other) => one.start - other.start);
  if (told.some(({ kind }) => kind !== undefined)) return { kinds: "marked", told };
  if (!firstIsFull || told.length === 0) return { kinds: "unknown", told };
  const made = told.findIndex(({ outcome }) => isRestorePoint(outcome));
  const last = made < 0 ? told.length - 1 : made;
  const kindAt = (at: number): SessionKind => (at <= last ? "Full" : "Incremental");
  return { kinds: "first-full", told: told.map((one, at) => ({ ...one, kind: kindAt(at) })) };
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

function isFinished(outcome: RecordedSession["outcome"]): boolean {
  return outcome !== "Running" && outcome !== "Queued" && outcome !== "Stopped";
}

function isRestorePoint(outcome: RecordedSession["outcome"]): boolean {
  return outcome === "Success" || outcome === "Warning";
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
