/**
 * The sessions that a stand-in says a job has had: its due runs, simulated, between the moments
 * when somebody changed it.
 *
 * Nothing is recorded: sessions are a pure function of the job's record and the clock (R24), so
 * that asking twice, or after a restart, gives the same ones. A change of the job drops a pending
 * retry and leaves a running session alone. A question costs what its answer is long, however old
 * the job is: a span is simulated from a few runs before it.
 */
import type { SchedulePolicy } from "../../core/policy/types.js";
import type { ServerClock } from "../../core/schedule/clock.js";
import type { Outcome } from "../../core/schedule/retries.js";
import { compileSchedule, type Schedule } from "../../core/schedule/schedule.js";
import { DAY_MS, MINUTE_MS } from "../../core/time/instant.js";
import type { ZoneTable } from "../../core/time/zone.js";
import type { JobChange, JobRecord } from "./jobRecord.js";
import { dueSessions, jobOf, LONGEST_MS, type RunsOfJob, simulated } from "./simulatedRuns.js";

/** How a session stands. */
export type SessionStatus = Outcome | "Running" | "Queued";

/** One session. Instants are epoch ms. */
export interface StandInSession {
  /** When its run was due, or was started by hand. */
  readonly nominal: number;
  /** When it began; of one that has not, when it joined the line, or gave up. */
  readonly start: number;
  /** Since when it waited for room; absent where it did not (R22). */
  readonly queuedAt?: number;
  /** Absent while it waits or runs. */
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

/** The same, at an instant: epoch ms. */
export interface SessionMoment extends SessionWorld {
  readonly now: number;
  /** Who knows of jobs that share something; without, none does. */
  readonly shared?: SharedSessions;
}

/** Sessions of jobs that share something with others: they come from a simulation of all those. */
export interface SharedSessions {
  /** Whether a job does. */
  readonly concern: (job: JobRecord) => boolean;
  /** As `newestSessions` and `sessionAt` have them. */
  readonly newest: (job: JobRecord, moment: SessionMoment) => Iterable<StandInSession>;
  readonly at: (
    job: JobRecord,
    nominal: number,
    attempt: number,
    moment: SessionMoment,
  ) => StandInSession | undefined;
  /** The number of the next change of such a job. */
  readonly nextOrder: () => number;
}

/** A change of a job, with its number where the job shares something. */
export function numbered(change: JobChange, job: JobRecord, { shared }: SessionMoment): JobChange {
  return shared?.concern(job) === true ? { ...change, order: shared.nextOrder() } : change;
}

/** Whether a session goes on: it runs, or waits for room. */
export function isOn(session: StandInSession | undefined): boolean {
  return session?.status === "Running" || session?.status === "Queued";
}

/** When a session was made: when it began, or joined the line. Epoch ms. */
export function createdAt({ queuedAt, start }: StandInSession): number {
  return queuedAt ?? start;
}

/** So many sessions of a job are remembered; older ones are forgotten. */
export const SESSIONS_REMEMBERED = 1_000;

/** So many due runs are looked at for them. */
const RUNS_LOOKED_AT = 4_000;

/** The first question looks at so many runs, each further one at four times as many. */
const FIRST_RUNS = 2;
const MOST_RUNS_AT_ONCE = 256;

/**
 * A span is simulated from so many runs before it. A row of failures that goes on for longer has
 * not been seen: enough to know how things stand.
 */
const RUNS_BEFORE = 20;

/** The sessions that began at `now` or before, newest first, as far as anybody asks. */
export function* newestSessions(
  job: JobRecord,
  moment: SessionMoment,
): Generator<StandInSession, undefined> {
  if (moment.shared?.concern(job) === true) {
    yield* moment.shared.newest(job, moment);
    return;
  }
  const { history } = job;
  let to = moment.now + 1;
  let runs = FIRST_RUNS;
  let [given, looked] = [0, 0];
  let index = history.findLastIndex(({ at }) => at < to);
  while (index >= 0 && looked < RUNS_LOOKED_AT) {
    let [from, count] = [to, 0];
    // Back to the run or the change from which on there are enough. Bound: the first change.
    while (index >= 0 && count < runs) {
      const change = history[index]!;
      const schedule = scheduleOf(change, moment);
      const due = schedule?.count(change.at + 1, from) ?? 0;
      const isWithin = due > runs - count;
      from = isWithin ? schedule!.nth(schedule!.rank(from) - (runs - count)) : change.at;
      count = isWithin ? runs : count + due + (change.action === "start" ? 1 : 0);
      if (!isWithin) index -= 1;
    }
    for (const session of sessionsBetween(job, from, to, moment).reverse()) {
      yield session;
      if ((given += 1) >= SESSIONS_REMEMBERED) return;
    }
    looked += count + 1;
    runs = Math.min(4 * runs, MOST_RUNS_AT_ONCE);
    to = from;
  }
}

/**
 * The due runs that `newestSessions` simulates first, where that is clear beforehand: whoever asks
 * for many jobs may have them simulated together (`foresee`).
 */
export function firstRuns(job: JobRecord, moment: SessionMoment): RunsOfJob | undefined {
  const to = moment.now + 1;
  const index = job.history.findLastIndex(({ at }) => at < to);
  const change = job.history[index];
  const schedule = change && scheduleOf(change, moment);
  if (change === undefined || schedule === undefined) return undefined;
  if (schedule.count(change.at + 1, to) <= FIRST_RUNS) return undefined;
  const from = schedule.nth(schedule.rank(to) - FIRST_RUNS);
  const isLong = schedule.count(change.at + 1, from) >= RUNS_BEFORE;
  if (!isLong && (index > 0 || change.action !== undefined)) return undefined;
  const begin = isLong ? schedule.nth(schedule.rank(from) - RUNS_BEFORE) : change.at;
  return { job, change, from: Math.max(change.at + 1, begin), to };
}

/** The last session that began at `now` or before; `undefined` for a job that never ran. */
export function lastSession(job: JobRecord, moment: SessionMoment): StandInSession | undefined {
  const { value } = newestSessions(job, moment).next();
  return value;
}

/**
 * No session of the job began later than this, as of `now`; `-Infinity` where none can have. Found
 * without simulating anything, so it may be later than the newest one.
 */
export function latestStart(job: JobRecord, moment: SessionMoment): number {
  const { history, workload } = job;
  const change = history.findLast(({ at }) => at <= moment.now);
  if (change === undefined) return -Infinity;
  const last = scheduleOf(change, moment)?.previous(moment.now + 1) ?? -Infinity;
  if (!(last > change.at)) return change.at;
  const policy: { readonly retryNumber?: number; readonly retryWaitInterval?: number } =
    change.schedulePolicy;
  const { retryNumber = 0, retryWaitInterval = 0 } = policy;
  if (workload !== undefined && retryNumber > 0) return moment.now;
  const retriesMs = retryNumber * (LONGEST_MS + retryWaitInterval * MINUTE_MS);
  return Math.min(moment.now, last + retriesMs);
}

/** When a job's newest session began, and for which moments that has been found out. */
interface Newest {
  readonly clock: ServerClock;
  /** `-Infinity` where there is none. */
  readonly start: number;
  /** `[since, until)`: no other session begins meanwhile. */
  readonly since: number;
  readonly until: number;
}

const newestKnown = new WeakMap<JobRecord, Newest>();

/** When the newest session began, where that was noted for such a moment. */
export function notedNewest(job: JobRecord, { now, clock }: SessionMoment): number | undefined {
  const noted = newestKnown.get(job);
  const holds = noted?.clock === clock && noted.since <= now && now < noted.until;
  return holds ? noted.start : undefined;
}

/**
 * Notes what the newest session is, so that whoever asks again need not simulate: until the next
 * run is due, unless a retry may come before.
 */
export function noteNewest(
  job: JobRecord,
  newest: StandInSession | undefined,
  moment: SessionMoment,
): void {
  const change = job.history.findLast(({ at }) => at <= moment.now);
  if (change === undefined || change !== job.history.at(-1)) return;
  const { retryNumber = 0 }: { readonly retryNumber?: number } = change.schedulePolicy;
  const isOver = newest === undefined || newest.status === "Success" || newest.status === "Stopped";
  if (!isOver && retryNumber > 0) return;
  newestKnown.set(job, {
    clock: moment.clock,
    start: newest?.start ?? -Infinity,
    since: moment.now,
    until: scheduleOf(change, moment)?.next(moment.now) ?? Infinity,
  });
}

/** One session by the run that it is of and its attempt; `undefined` where there is none. */
export function sessionAt(
  job: JobRecord,
  nominal: number,
  attempt: number,
  moment: SessionMoment,
): StandInSession | undefined {
  if (nominal > moment.now || attempt > MOST_RETRIES) return undefined;
  if (moment.shared?.concern(job) === true) return moment.shared.at(job, nominal, attempt, moment);
  const change = job.history.findLast(({ at }) => at <= nominal);
  if (change === undefined) return undefined;
  const policy: { readonly retryWaitInterval?: number } = change.schedulePolicy;
  const { retryWaitInterval = 0 } = policy;
  // its retries are over by then
  const longestMs = job.workload === undefined ? LONGEST_MS : DAY_MS;
  const spanMs = DAY_MS + attempt * (longestMs + retryWaitInterval * MINUTE_MS);
  const to = Math.min(nominal + spanMs, moment.now) + 1;
  return sessionsBetween(job, nominal, to, moment).find(
    (session) => session.nominal === nominal && session.attempt === attempt,
  );
}

/** What the product takes (R26): more are no session's attempt. */
const MOST_RETRIES = 10_000;

/**
 * The sessions that began in `[from, to)`, ascending, as they stand at `now`. Simulated from a few
 * runs before `from`, so that whoever asks for another span is told the same.
 */
function sessionsBetween(
  job: JobRecord,
  from: number,
  to: number,
  moment: SessionMoment,
): StandInSession[] {
  const { history } = job;
  let first = history.findLastIndex(({ at }) => at <= from);
  let begin = from;
  // Back through the changes, as far as the runs before the span reach. Bound: the first change.
  for (; first >= 0; first -= 1) {
    const change = history[first]!;
    const schedule = scheduleOf(change, moment);
    const before = schedule?.count(change.at + 1, begin) ?? 0;
    begin = before < RUNS_BEFORE ? change.at : schedule!.nth(schedule!.rank(begin) - RUNS_BEFORE);
    if (begin > change.at || first === 0) break;
  }
  const sessions: StandInSession[] = [];
  for (let index = Math.max(first, 0); index < history.length; index += 1) {
    const change = history[index]!;
    if (change.at >= to) break;
    // A run that is due at the very instant of a change still belongs to what held before it, as
    // `nextRun` says it.
    const until = Math.min((history[index + 1]?.at ?? Infinity) + 1, to);
    if (change.action === "stop") stopLast(sessions, change.at);
    if (change.action === "start" && change.at >= busyUntil(sessions) && change.at >= begin)
      sessions.push(...manualSession(job, change, moment));
    const since = Math.max(change.at + 1, begin, busyUntil(sessions));
    if (change.isEnabled && since < until && scheduleOf(change, moment)!.count(since, until) > 0)
      sessions.push(...dueSessions({ job, change, from: since, to: until }, moment));
  }
  for (const { at, action } of history)
    if (action === "stop" && at >= to && at <= moment.now) stopLast(sessions, at);
  return sessions
    .filter(({ start }) => start >= from)
    .map((session) => (session.end! <= moment.now ? session : asRunning(session)));
}

function busyUntil(sessions: readonly StandInSession[]): number {
  return sessions.at(-1)?.end ?? -Infinity;
}

/** Sessions of a job follow each other, so only the last can be running. */
function stopLast(sessions: StandInSession[], at: number): void {
  const last = sessions.at(-1);
  if (last !== undefined && last.end! > at)
    sessions[sessions.length - 1] = { ...last, end: at, status: "Stopped" };
}

function asRunning({ nominal, start, attempt }: StandInSession): StandInSession {
  return { nominal, start, attempt, status: "Running" };
}

/** The schedule that holds from a change on; `undefined` where none does. */
function scheduleOf(change: JobChange, world: SessionWorld): Schedule | undefined {
  return change.isEnabled ? scheduleFor(change.schedulePolicy, world) : undefined;
}

/** Schedules that were compiled lately: jobs share policies, and each is asked again and again. */
const compiled = new WeakMap<SchedulePolicy, Schedule>();

/** The schedule of a policy under the world's clock. */
export function scheduleFor(policy: SchedulePolicy, { clock, zoneOf }: SessionWorld): Schedule {
  const zone = zoneOf(clock.zone);
  const known = compiled.get(policy);
  if (known?.clock === clock && known.zone === zone) return known;
  const schedule = compileSchedule(policy, clock, zone);
  compiled.set(policy, schedule);
  return schedule;
}

/** What starts by hand came to lately: it depends on nothing that comes before or after. */
const byHand = new WeakMap<JobChange, { readonly key: string; readonly made: StandInSession[] }>();

/** The one session of a start by hand (R21). */
function manualSession(job: JobRecord, change: JobChange, world: SessionWorld): StandInSession[] {
  const key = JSON.stringify([job.id, job.workload, world.clock]);
  const known = byHand.get(change);
  if (known?.key === key) return known.made;
  const started = { ...jobOf(job, change), enabled: false, runNow: true };
  const [made = []] = simulated([started], change.at, change.at + 1, world);
  byHand.set(change, { key, made });
  return made;
}
