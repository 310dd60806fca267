/**
 * What one job will do in a span, as data: its next runs, what windows and clock changes take, what
 * is odd about it.
 *
 * Jobs of a fleet often share a policy, so whatever depends on the schedule alone is worked out
 * once for each schedule that is passed in: give equal policies the same compiled object.
 */
import { describePolicy } from "../policy/describe.js";
import { effective } from "../policy/effective.js";
import type { SchedulePolicy } from "../policy/types.js";
import { type Finding, lintSchedule } from "../schedule/lint.js";
import { timeOfDayMs } from "../schedule/rule.js";
import { compileBlocked, type Schedule } from "../schedule/schedule.js";
import type { BlockedReason } from "../schedule/starts.js";
import { jobStartsByItself } from "../simulation/fleet.js";
import type { ReadWorkload } from "../simulation/workload.js";
import { formatOffset } from "../time/calendar.js";
import { DAY_MS, HOUR_MS, MINUTE_MS, modulo, NEVER } from "../time/instant.js";
import { type Moment, momentAt } from "../time/moments.js";
import { offsetAt, type ZoneTable } from "../time/zone.js";
import {
  type ClockChangeMoment,
  clockChangesIn,
  type ClockEffect,
  clockEffects,
} from "./clockEffects.js";
import { type Room, type SessionLengths, sessionLengths, unknownRoom } from "./sessionLengths.js";

/** A job to forecast, compiled under its own clock: most have the server's. */
export interface ForecastJob {
  readonly name: string;
  readonly id?: string;
  readonly enabled: boolean;
  readonly schedule: Schedule;
  /** The next run that the server itself reported, epoch ms (R2). */
  readonly reportedNextRun?: number;
  /** How long its sessions take. */
  readonly workload?: ReadWorkload;
}

/** What one job will do. */
export interface JobForecast {
  readonly name: string;
  readonly id?: string;
  readonly enabled: boolean;
  /** Whether it starts by itself at all: enabled, and with a schedule (R9). */
  readonly scheduled: boolean;
  /** The zone of its clock, where that is not the server's. */
  readonly zone?: string;
  readonly policy: SchedulePolicy;
  /** The policy in one sentence; hours of windows are those of the windows' own clock. */
  readonly description: string;
  /** The first runs at or after `from`, also where they lie past the end of the span. */
  readonly nextRuns: readonly Moment[];
  /** Runs in the span. */
  readonly starts: number;
  /**
   * Starts in the span that a window does not let happen, per reason; empty where none is blocked.
   */
  readonly blocked: readonly BlockedStarts[];
  /** What changes of its clock in the span do to its runs. */
  readonly clockEffects: readonly ClockEffect[];
  /** What a careful colleague would say about the policy, most severe first. */
  readonly findings: readonly Finding[];
  /** How long its sessions take, where that is known, and which runs that is too long for. */
  readonly sessions?: SessionLengths;
  /** The server's own word on the next run, and whether this clock agrees with it. */
  readonly reported?: ReportedRun;
}

/** Starts that one kind of window blocks (R12, R13). */
export interface BlockedStarts {
  readonly reason: BlockedReason;
  readonly starts: number;
  /** Out of so many that were due. */
  readonly due: number;
  readonly first: Moment;
  /** Runs that the openings of the start window made instead (R13). */
  readonly madeUpAtOpening: number;
}

/** The next run that the list itself names: a test of the zone. */
export interface ReportedRun {
  readonly nextRun: Moment;
  /** Whether the job really starts then, under this clock. */
  readonly agrees: boolean;
  /** The offset of a server's clock that would explain it, e.g. `-07:00`; daily policies only. */
  readonly fitsOffset?: string;
}

/**
 * `[from, to)` in epoch ms, how many next runs to name, the server's zone and the changes of its
 * clock in the span.
 */
export interface JobSpan {
  readonly from: number;
  readonly to: number;
  readonly runs: number;
  readonly zone: ZoneTable;
  readonly changes: readonly ClockChangeMoment[];
}

/** Whether a job starts by itself: it is enabled and has a schedule (R9). */
export function isScheduled({ enabled, schedule }: ForecastJob): boolean {
  return jobStartsByItself({ enabled, policy: schedule.policy });
}

/** The forecast of each job, in order. */
export function jobForecasts(jobs: readonly ForecastJob[], span: JobSpan): JobForecast[] {
  const known = new Map<Schedule, ScheduleForecast>();
  const rooms = new Map<Schedule, Room>();
  return jobs.map((job) => {
    const { schedule, reportedNextRun } = job;
    const room = rooms.get(schedule) ?? unknownRoom();
    rooms.set(schedule, room);
    let forecast = known.get(schedule);
    if (forecast === undefined) known.set(schedule, (forecast = scheduleForecast(schedule, span)));
    const scheduled = isScheduled(job);
    return {
      name: job.name,
      ...(job.id === undefined ? {} : { id: job.id }),
      enabled: job.enabled,
      scheduled,
      ...(schedule.zone.name === span.zone.name ? {} : { zone: schedule.zone.name }),
      ...forecast,
      ...(scheduled ? {} : NOTHING_RUNS),
      ...(scheduled ? sessionsOf(job, span, room) : {}),
      ...(reportedNextRun === undefined || !scheduled
        ? {}
        : { reported: reportedRun(schedule, reportedNextRun) }),
    };
  });
}

function sessionsOf(
  { workload, schedule }: ForecastJob,
  { from, to }: JobSpan,
  room: Room,
): Pick<JobForecast, "sessions"> {
  const sessions = workload && sessionLengths(workload, schedule, from, to, room);
  return sessions === undefined ? {} : { sessions };
}

/** The part that depends on the schedule alone. */
type ScheduleForecast = Pick<
  JobForecast,
  "policy" | "description" | "nextRuns" | "starts" | "blocked" | "clockEffects" | "findings"
>;

const NOTHING_RUNS: Pick<JobForecast, "nextRuns" | "starts" | "blocked" | "clockEffects"> = {
  nextRuns: [],
  starts: 0,
  blocked: [],
  clockEffects: [],
};

function scheduleForecast(schedule: Schedule, span: JobSpan): ScheduleForecast {
  const { zone } = schedule;
  const changes =
    zone.name === span.zone.name ? span.changes : clockChangesIn(zone, span.from, span.to);
  return {
    policy: schedule.policy,
    description: describePolicy(schedule.policy),
    nextRuns: nextRuns(schedule, span).map((run) => momentAt(schedule.zone, run)),
    starts: schedule.count(span.from, span.to),
    blocked: [...lostToBackupWindow(schedule, span), ...heldByStartWindow(schedule, span)],
    clockEffects: clockEffects(schedule, changes),
    findings: lintSchedule(schedule, span.from),
  };
}

function nextRuns(schedule: Schedule, span: JobSpan): number[] {
  const runs: number[] = [];
  for (
    let run = schedule.next(span.from - 1);
    run !== NEVER && runs.length < span.runs;
    run = schedule.next(run)
  )
    runs.push(run);
  return runs;
}

function lostToBackupWindow(schedule: Schedule, { from, to }: JobSpan): BlockedStarts[] {
  const lost = compileBlocked(schedule, "backup-window");
  const starts = lost?.count(from, to) ?? 0;
  if (lost === undefined || starts === 0) return [];
  return [
    {
      reason: "backup-window",
      starts,
      due: starts + schedule.count(from, to),
      first: momentAt(schedule.zone, lost.next(from - 1)),
      madeUpAtOpening: 0,
    },
  ];
}

/** Only hour intervals have a start window, so there are at most 24 starts a day to look at. */
function heldByStartWindow(schedule: Schedule, { from, to }: JobSpan): BlockedStarts[] {
  if (effective(schedule.policy).startWindow === undefined) return [];
  let starts = 0;
  let due = 0;
  let madeUpAtOpening = 0;
  let first = NEVER;
  for (const run of schedule.runs(from, to)) {
    if (run.atOpening === undefined) due += 1;
    else if (run.admitted) madeUpAtOpening += 1;
    if (run.reason !== "start-window") continue;
    starts += 1;
    if (first === NEVER) first = run.instant;
  }
  return starts === 0
    ? []
    : [
        {
          reason: "start-window",
          starts,
          due,
          first: momentAt(schedule.zone, first),
          madeUpAtOpening,
        },
      ];
}

/**
 * Further east than New Zealand in summer is taken for west: UTC-10 is Hawaii, UTC+14 a few
 * islands.
 */
const EASTMOST_MS = 13 * HOUR_MS;

function reportedRun(schedule: Schedule, nextRun: number): ReportedRun {
  const moment = momentAt(schedule.zone, nextRun);
  if (schedule.has(nextRun)) return { nextRun: moment, agrees: true };
  const { starts } = effective(schedule.policy);
  if (starts.kind !== "daily") return { nextRun: moment, agrees: false };
  const ahead = modulo(timeOfDayMs(starts.dailyTime) - nextRun, DAY_MS);
  const offset = ahead > EASTMOST_MS ? ahead - DAY_MS : ahead;
  const isReal = offset % (15 * MINUTE_MS) === 0 && offset !== offsetAt(schedule.zone, nextRun);
  return {
    nextRun: moment,
    agrees: false,
    ...(isReal ? { fitsOffset: formatOffset(offset) } : {}),
  };
}
