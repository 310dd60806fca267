/**
 * The prediction held against the server's own word: does each job of a list start next when the
 * list says it does?
 *
 * Where nobody says in which zone the server stands, the reports themselves do; where nobody says
 * when the list was made, it was just before the first run that it reports, since between then and
 * that run no job starts.
 */
import { type ClockInput, clockWith, type ServerClock } from "../../core/schedule/clock.js";
import { compileSchedule, type Schedule } from "../../core/schedule/schedule.js";
import { jobStartsByItself } from "../../core/simulation/fleet.js";
import { NEVER } from "../../core/time/instant.js";
import { fixedZone, type ZoneTable } from "../../core/time/zone.js";
import { instantOfText } from "../lists/fields.js";
import type { ListedJob } from "../lists/readJobs.js";
import { explainMismatch, type Mismatch } from "./mismatch.js";
import { inferServerZone, type ServerZone, type Witness, type ZoneSource } from "./serverZone.js";

/** What a reconciliation depends on, beside the jobs. */
export interface ReconcileContext extends ZoneSource {
  /** When the list was made, epoch ms. */
  readonly now?: number;
  /** The server's clock; without a `zone`, the reports decide. */
  readonly clock?: ClockInput;
}

/** One job of a reconciliation. Instants are epoch ms. */
export interface ReconciledJob {
  readonly index: number;
  readonly name: string;
  readonly id?: string;
  /** Absent for a job without a next run (R9). */
  readonly predicted?: number;
  readonly reported?: number;
  /**
   * `silent`: there is a run, and the list says nothing of it. `idle`: there is none, and the list
   * says so.
   */
  readonly verdict: "agrees" | "differs" | "silent" | "idle";
  /** Of a job that differs: what likely made it so. */
  readonly cause?: Mismatch;
}

/** What came out. */
export interface Reconciliation {
  /** When the list was made, given or inferred; absent where nothing says it. */
  readonly now?: number;
  /** The clock that the predictions are made with, every switch filled in. */
  readonly clock: ServerClock;
  /** Whether its zone was inferred from the reports. */
  readonly zoneInferred: boolean;
  /** Version of the time-zone database behind it (R3); empty for `UTC` and fixed offsets. */
  readonly zoneVersion: string;
  /** What the reports say of the server's zone, whatever zone was given. */
  readonly server: ServerZone;
  readonly jobs: readonly ReconciledJob[];
  readonly agreeing: number;
  readonly differing: number;
}

/**
 * Predicts each job's next run and holds it against the reported one (R2). Pure: zones come from
 * the context. Throws a `PolicyError` for an unknown switch of the clock.
 */
export function reconcileJobs(
  jobs: readonly ListedJob[],
  context: ReconcileContext,
): Reconciliation {
  const clock = clockWith(context.clock);
  const reports = jobs.map((job) =>
    job.nextRun === undefined ? undefined : instantOfText(job.nextRun),
  );
  const witnesses = jobs.flatMap((job, index) =>
    reports[index] !== undefined &&
    jobStartsByItself({ enabled: job.isEnabled, policy: job.policy })
      ? [{ policy: job.policy, reported: reports[index] }]
      : [],
  );
  const { now, server } = whenAndWhere(witnesses, clock, context);
  const zoneInferred = context.clock?.zone === undefined && server.explained > 0;
  const zone = zoneInferred ? inferredZone(server, context) : context.zoneOf(clock.zone);
  const used: ServerClock = { ...clock, zone: zone.name };
  const reconciled = jobs.map((job, index) =>
    reconcileJob(job, reports[index], now, compileSchedule(job.policy, used, zone)),
  );
  return {
    ...(now === undefined ? {} : { now }),
    clock: used,
    zoneInferred,
    zoneVersion: zone.version,
    server,
    jobs: reconciled,
    agreeing: reconciled.filter(({ verdict }) => verdict === "agrees").length,
    differing: reconciled.filter(({ verdict }) => verdict === "differs").length,
  };
}

const NOBODY_KNOWS: ServerZone = { heard: 0, explained: 0, offsets: [], zones: [] };

/**
 * Reports of a server that has not planned a job anew lie far back: so many of the earliest may be
 * left aside.
 */
const STALE_REPORTS = 4;

/** With so large a share of the jobs explained, it is not the earliest report that is wrong. */
const WELL_EXPLAINED = 0.9;

/**
 * When the list was made and where the server stands. If nobody says when, it was just before the
 * first reported run; or, where that explains fewer reports, before one of the next few, and the
 * earlier ones are out of date.
 */
function whenAndWhere(
  witnesses: readonly Witness[],
  clock: ServerClock,
  context: ReconcileContext,
): { now?: number; server: ServerZone } {
  if (context.now !== undefined)
    return { now: context.now, server: inferServerZone(witnesses, context.now, clock, context) };
  const reports = [...new Set(witnesses.map(({ reported }) => reported))].sort((a, b) => a - b);
  let best: { now?: number; server: ServerZone } = { server: NOBODY_KNOWS };
  for (const report of reports.slice(0, 1 + STALE_REPORTS)) {
    const server = inferServerZone(witnesses, report - 1, clock, context);
    if (best.now === undefined || server.explained > best.server.explained)
      best = { now: report - 1, server };
    if (best.server.explained >= WELL_EXPLAINED * best.server.heard) break;
  }
  return best;
}

/** The most populous zone that fits; where none does, the fixed offset. */
function inferredZone(server: ServerZone, { zoneOf }: ZoneSource): ZoneTable {
  const [name] = server.zones;
  if (name !== undefined) return zoneOf(name);
  const offset = server.offsets[0]!;
  return fixedZone(offset.name, offset.offsetMs);
}

function reconcileJob(
  job: ListedJob,
  reported: number | undefined,
  now: number | undefined,
  schedule: Schedule,
): ReconciledJob {
  const next = job.isEnabled && now !== undefined ? schedule.next(now) : NEVER;
  const named = {
    index: job.index,
    name: job.name,
    ...(job.id === undefined ? {} : { id: job.id }),
  };
  const found = {
    ...named,
    ...(next === NEVER ? {} : { predicted: next }),
    ...(reported === undefined ? {} : { reported }),
  };
  if (reported === undefined) return { ...found, verdict: next === NEVER ? "idle" : "silent" };
  if (next === reported) return { ...found, verdict: "agrees" };
  return {
    ...found,
    verdict: "differs",
    cause: explainMismatch(job, schedule, reported, now ?? reported),
  };
}
