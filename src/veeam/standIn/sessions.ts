/**
 * The sessions that a stand-in says a job has had: its due runs, simulated, between the moments
 * when somebody changed it.
 *
 * Nothing is recorded: sessions are a pure function of the job's record and the clock (R24), so
 * that asking twice, or after a restart, gives the same ones. A change of the job drops a pending
 * retry and leaves a running session alone.
 */
import { INTERVAL_MINUTES, type SchedulePolicy } from "../../core/policy/types.js";
import type { ServerClock } from "../../core/schedule/clock.js";
import type { Outcome } from "../../core/schedule/retries.js";
import { compileSchedule } from "../../core/schedule/schedule.js";
import type { Job, Workload } from "../../core/simulation/fleet.js";
import { simulateFleet } from "../../core/simulation/simulate.js";
import { HOUR_MS, MINUTE_MS } from "../../core/time/instant.js";
import type { ZoneTable } from "../../core/time/zone.js";
import type { JobChange, JobRecord } from "./jobRecord.js";

/** How a session stands. */
export type SessionStatus = Outcome | "Running";

/** One session. Instants are epoch ms. */
export interface StandInSession {
  /** When its run was due, or was started by hand. */
  readonly nominal: number;
  readonly start: number;
  /** Absent while it runs. */
  readonly end?: number;
  /** Counts from 0. */
  readonly attempt: number;
  readonly status: SessionStatus;
}

/** The clock that sessions run by. */
export interface SessionWorld {
  /** The backup server's, every switch filled in (R2). */
  readonly clock: ServerClock;
  /** The table of a zone, from whoever knows zones (R3). */
  readonly zoneOf: (name: string) => ZoneTable;
}

/** So many runs are remembered between two changes of a job; older ones are forgotten. */
export const RUNS_REMEMBERED = 1_000;

/**
 * What a session takes, as shares of the interval between runs, and how many end otherwise than
 * well.
 */
const LEAST_SHARE = 0.2;
const MOST_SHARE = 0.6;
const FAILED_SHARE = 0.03;
const WARNING_SHARE = 0.05;

/** No session takes longer than this. */
const LONGEST_MS = MOST_SHARE * HOUR_MS;

/**
 * The sessions that began before `to`, ascending, as they stand then. Of an interval without a
 * change at most the last `runs` are looked at.
 */
export function sessionsOf(
  job: JobRecord,
  to: number,
  world: SessionWorld,
  runs = RUNS_REMEMBERED,
): StandInSession[] {
  const changes = job.history.filter(({ at }) => at < to);
  let sessions: StandInSession[] = [];
  changes.forEach((change, index) => {
    // A run that is due at the very instant of a change still belongs to what held before it, as
    // `nextRun` says it.
    const until = Math.min((changes[index + 1]?.at ?? Infinity) + 1, to);
    if (change.action === "stop")
      sessions = sessions.map((session) => stoppedAt(session, change.at));
    if (change.action === "start" && change.at >= busyUntil(sessions))
      sessions.push(...manualSession(job, change, world));
    const begin = Math.max(change.at + 1, busyUntil(sessions));
    if (change.isEnabled && begin < until)
      sessions.push(...dueSessions(job, change, begin, until, runs, world));
  });
  return sessions.map((session) => (session.end! < to ? session : asRunning(session)));
}

/** The last session that began at `now` or before; `undefined` for a job that never ran. */
export function lastSession(
  job: JobRecord,
  world: SessionWorld & { readonly now: number },
): StandInSession | undefined {
  return sessionsOf(job, world.now + 1, world, RUNS_LOOKED_AT).at(-1);
}

/**
 * A run of failures that goes on for longer than this has not been seen: enough to know how things
 * stand.
 */
const RUNS_LOOKED_AT = 20;

function busyUntil(sessions: readonly StandInSession[]): number {
  return sessions.at(-1)?.end ?? -Infinity;
}

function stoppedAt(session: StandInSession, at: number): StandInSession {
  return session.end! > at ? { ...session, end: at, status: "Stopped" } : session;
}

function asRunning({ nominal, start, attempt }: StandInSession): StandInSession {
  return { nominal, start, attempt, status: "Running" };
}

/** The one session of a start by hand (R21). */
function manualSession(job: JobRecord, change: JobChange, world: SessionWorld): StandInSession[] {
  return simulated(
    { ...jobOf(job, change), enabled: false, runNow: true },
    change.at,
    change.at + LONGEST_MS + 1,
    world,
  );
}

/** The sessions of the runs that are due from `begin` on, as far as they begin before `until`. */
function dueSessions(
  job: JobRecord,
  change: JobChange,
  begin: number,
  until: number,
  runs: number,
  world: SessionWorld,
): StandInSession[] {
  const schedule = compileSchedule(
    change.schedulePolicy,
    world.clock,
    world.zoneOf(world.clock.zone),
  );
  if (schedule.count(begin, until) === 0) return [];
  const first = Math.max(begin, schedule.nth(Math.max(0, schedule.rank(until) - runs)));
  return simulated(jobOf(job, change), first, until + LONGEST_MS + 1, world).filter(
    ({ start }) => start < until,
  );
}

function simulated(
  job: Job,
  from: number,
  to: number,
  { clock, zoneOf }: SessionWorld,
): StandInSession[] {
  const timeline = simulateFleet({ clock, jobs: [job] }, { from, to }, zoneOf);
  return Array.from(timeline.rows(), ({ nominal, start, end, attempt, outcome }) => ({
    nominal,
    start,
    end,
    attempt,
    status: outcome,
  }));
}

function jobOf(job: JobRecord, change: JobChange): Job {
  return { id: job.id, policy: change.schedulePolicy, workload: workloadOf(change.schedulePolicy) };
}

/** Sessions of a job that runs every five minutes are short, of any other some minutes long. */
function workloadOf(policy: SchedulePolicy): Workload {
  const intervalMs =
    policy.type === "Periodically"
      ? Math.min(INTERVAL_MINUTES[policy.periodicallyEvery] * MINUTE_MS, HOUR_MS)
      : HOUR_MS;
  return {
    duration: { uniform: [LEAST_SHARE * intervalMs, MOST_SHARE * intervalMs] },
    failed: FAILED_SHARE,
    warning: WARNING_SHARE,
  };
}
