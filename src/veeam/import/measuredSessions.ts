/**
 * The recorded sessions of a server, each with the job whose it is and the proxy on which it ran,
 * brought to full speed.
 *
 * Sessions that were stopped, that still run or whose job is in no list shared a proxy all the
 * same: they count where others are brought back to full speed.
 */
import { grouped } from "../../core/input/numberText.js";
import { type Issue, issue } from "../../core/input/issues.js";
import type { Notes } from "../../core/input/reader.js";
import type { ZoneTable } from "../../core/time/zone.js";
import type { Entry } from "../lists/pages.js";
import type { ListedJob } from "../lists/readJobs.js";
import type { RecordedSession, SessionKind } from "../lists/readSession.js";
import { lengthsAtFullSpeed, type RanSessions } from "./atFullSpeed.js";
import { jobNames } from "./jobNames.js";
import { type OwnedSession, ownedSessions } from "./ownedSessions.js";
import type { ServerResources } from "./serverResources.js";

/** How sessions are taken; see the options of `fleetFrom`. */
export interface ImportSettings {
  readonly job: string | undefined;
  readonly threads: number | ReadonlyMap<string, number> | undefined;
  readonly firstIsFull: boolean;
  readonly begins: "full" | "incremental";
}

/** A session at full speed. */
export interface MeasuredSession extends OwnedSession {
  /** Its place in the columns. */
  readonly row: number;
  readonly fullSpeedMs: number;
}

/** All sessions that can be read, one at each index of `ran`. */
export interface MeasuredSessions {
  readonly ran: RanSessions;
  /** Threads of each proxy; `NaN` where nobody knows. */
  readonly threads: Float64Array;
  /** Threads that a session of each job can use; `NaN` where nobody says. */
  readonly most: Float64Array;
  /** The sessions of each job of the list, in the order of the input. */
  readonly byJob: readonly (readonly MeasuredSession[])[];
}

/** Reads and measures sessions. Bad options go to `wrong`, all else to `notes`. */
export function measuredSessions(
  entries: readonly Entry[] | undefined,
  listed: readonly ListedJob[],
  resources: ServerResources,
  settings: ImportSettings,
  zone: ZoneTable,
  notes: Notes,
  wrong: Issue[],
): MeasuredSessions {
  const most = mostThreads(settings.threads, listed, wrong);
  const owned = ownedSessions(entries ?? [], listed, settings.job, zone, notes, wrong);
  return { ...measure(owned, listed, resources, most, notes), most };
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
): Omit<MeasuredSessions, "most"> {
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
  const byJob: MeasuredSession[][] = listed.map(() => []);
  sessions.forEach((session, row) => {
    if (session.place < 0) return;
    byJob[session.place]!.push({ ...session, row, fullSpeedMs: atFullSpeed[row]! });
  });
  return { ran, threads, byJob };
}

/** The sessions of a job in the order of time, with their kinds as far as anybody knows them. */
export function withKinds(
  sessions: readonly MeasuredSession[],
  firstIsFull: boolean,
): {
  readonly kinds: "marked" | "first-full" | "unknown";
  readonly told: readonly MeasuredSession[];
} {
  const told = sessions.toSorted((one, other) => one.start - other.start);
  if (told.some(({ kind }) => kind !== undefined)) return { kinds: "marked", told };
  if (!firstIsFull || told.length === 0) return { kinds: "unknown", told };
  const made = told.findIndex(({ outcome }) => isRestorePoint(outcome));
  const last = made < 0 ? told.length - 1 : made;
  const kindAt = (at: number): SessionKind => (at <= last ? "Full" : "Incremental");
  return { kinds: "first-full", told: told.map((one, at) => ({ ...one, kind: kindAt(at) })) };
}

/** Whether a session ended, and was not stopped. */
export function isFinished(outcome: RecordedSession["outcome"]): boolean {
  return outcome !== "Running" && outcome !== "Queued" && outcome !== "Stopped";
}

/** Whether a session that ended so made a restore point. */
export function isRestorePoint(outcome: RecordedSession["outcome"]): boolean {
  return outcome === "Success" || outcome === "Warning";
}
