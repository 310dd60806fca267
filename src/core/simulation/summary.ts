/**
 * The metrics of a timeline: per job, per resource and for the fleet. All exact, from step
 * functions and counts.
 *
 * Times are ms, instants epoch ms, shares 0 to 1. `due = blocked + missed + started` for every job.
 */
import type { ExposureMetrics } from "./books/exposure.js";
import type { OccupancyMetrics } from "./books/occupancy.js";
import type { JobCounts, Tally } from "./books/tally.js";
import type { WaitMetrics } from "./books/waits.js";
import type { StartMetrics, Wave } from "./books/waves.js";
import { type Fleet, type Job, type ResourceLists, resourceLists } from "./fleet.js";
import {
  BACKUP_WINDOW,
  NOT_STARTED,
  type OUTCOMES,
  RETRY_PENDING,
  START_WINDOW,
  STILL_RUNNING,
  WINDOW_CLOSED,
} from "./outcomes.js";

/** What one job went through. */
export interface JobMetrics {
  readonly id: string;
  readonly name?: string;
  /** Nominal starts in the span, the manual start included: `blocked + missed + started`. */
  readonly due: number;
  /** Kept from starting, by which window (R12, R13). */
  readonly blocked: { readonly backupWindow: number; readonly startWindow: number };
  /**
   * Not run although no window was in the way (R16, R20, R22); `notStarted`: still waiting at the
   * end of the span.
   */
  readonly missed: {
    readonly stillRunning: number;
    readonly windowClosed: number;
    readonly retryPending: number;
    readonly notStarted: number;
  };
  /** Runs that came to at least one session. */
  readonly started: number;
  /** Sessions: first attempts and retries. */
  readonly sessions: number;
  readonly outcomes: Readonly<Record<(typeof OUTCOMES)[number], number>>;
  readonly retries: number;
  /**
   * Retries that were not made: the next start came first (R20), or the window was closed, which
   * counts where the attempt before ends (R19).
   */
  readonly retriesDropped: { readonly superseded: number; readonly windowClosed: number };
  /** Sessions that the backup window's end stopped (R17). */
  readonly stopped: number;
  readonly exposure: ExposureMetrics;
  /** The job's target, ms. */
  readonly rpo?: number;
  /** Whether the worst exposure stays within the target; absent without one. */
  readonly withinTarget?: boolean;
  /** From the moment an attempt is due until it starts (R22). */
  readonly wait: WaitMetrics;
  /** From a session's end to the window's; absent where no window ever closes. */
  readonly slack?: { readonly mean: number; readonly min: number };
  /** From the nominal start to the start of each session, retries included. */
  readonly lateness: { readonly mean: number; readonly max: number };
  /** Length of all sessions together. */
  readonly busy: number;
}

/** What one resource went through. */
export interface ResourceMetrics extends OccupancyMetrics {
  readonly id: string;
  readonly slots: number;
}

/** What the fleet as a whole went through. */
export interface FleetMetrics {
  readonly due: number;
  readonly blocked: number;
  readonly missed: number;
  readonly started: number;
  readonly sessions: number;
  readonly retries: number;
  readonly stopped: number;
  readonly failed: number;
  /** Concurrency of all sessions. */
  readonly occupancy: OccupancyMetrics;
  readonly wait: WaitMetrics;
  readonly starts: StartMetrics;
  /** Each night's wave, from its first start to its last end. */
  readonly waves: readonly Wave[];
  readonly longestWave?: Wave;
  /** Ids of the jobs whose worst exposure exceeds their target. */
  readonly jobsOverTarget: readonly string[];
  readonly worstExposure: number;
  readonly busy: number;
}

/** All metrics of a timeline. */
export interface Summary extends ResourceLists<readonly ResourceMetrics[]> {
  readonly from: number;
  readonly to: number;
  readonly seed: number;
  readonly jobs: readonly JobMetrics[];
  readonly fleet: FleetMetrics;
  /**
   * Whether percentiles of waits are exact; with `keep: "summary"` they are right within 2 %.
   * Everything else is exact.
   */
  readonly exactPercentiles: boolean;
}

/** Reads the summary off the books. The books must be closed: time moved on to the span's end. */
export function readSummary(
  fleet: Fleet,
  span: { readonly from: number; readonly to: number; readonly seed: number },
  tally: Tally,
  exactPercentiles: boolean,
): Summary {
  const counts = fleet.jobs.map((_, index) => tally.counts(index));
  const waits = tally.waits.metrics(counts.map(sessionsOf));
  const jobs = fleet.jobs.map((job, index) =>
    jobMetrics(job, counts[index]!, tally.exposure.metrics(index), waits.jobs[index]!),
  );
  let resource = 0;
  const resources = resourceLists(({ list }) =>
    (fleet[list] ?? []).map(({ id, slots }): ResourceMetrics => ({
      id,
      slots,
      ...tally.occupancy.metrics(resource++),
    })),
  );
  return {
    ...span,
    jobs,
    ...resources,
    fleet: fleetMetrics(jobs, tally, waits.all, tally.occupancy.metrics(resource)),
    exactPercentiles,
  };
}

function sessionsOf(counts: JobCounts): number {
  return counts.started + counts.retries;
}

function jobMetrics(
  job: Job,
  counts: JobCounts,
  exposure: ExposureMetrics,
  wait: WaitMetrics,
): JobMetrics {
  const [success, warning, failed, stopped, running] = counts.outcomes;
  const reasons = counts.reasons;
  const sessions = sessionsOf(counts);
  return {
    id: job.id,
    ...(job.name === undefined ? {} : { name: job.name }),
    due: counts.started + reasons.reduce((sum, count) => sum + count, 0),
    blocked: { backupWindow: reasons[BACKUP_WINDOW]!, startWindow: reasons[START_WINDOW]! },
    missed: {
      stillRunning: reasons[STILL_RUNNING]!,
      windowClosed: reasons[WINDOW_CLOSED]!,
      retryPending: reasons[RETRY_PENDING]!,
      notStarted: reasons[NOT_STARTED]!,
    },
    started: counts.started,
    sessions,
    outcomes: {
      Success: success!,
      Warning: warning!,
      Failed: failed!,
      Stopped: stopped!,
      Running: running!,
    },
    retries: counts.retries,
    retriesDropped: { superseded: counts.retriesSuperseded, windowClosed: counts.retriesClosed },
    stopped: stopped!,
    exposure,
    ...(job.rpo === undefined ? {} : { rpo: job.rpo, withinTarget: exposure.worst <= job.rpo }),
    wait,
    ...(counts.slackCount === 0
      ? {}
      : { slack: { mean: counts.slackSum / counts.slackCount, min: counts.slackMin } }),
    lateness: { mean: sessions === 0 ? 0 : counts.latenessSum / sessions, max: counts.latenessMax },
    busy: counts.busy,
  };
}

function fleetMetrics(
  jobs: readonly JobMetrics[],
  tally: Tally,
  wait: WaitMetrics,
  occupancy: OccupancyMetrics,
): FleetMetrics {
  const sum = (of: (job: JobMetrics) => number): number =>
    jobs.reduce((total, job) => total + of(job), 0);
  const waves = tally.waves.waves();
  const longestWave = waves.reduce<Wave | undefined>(
    (longest, wave) => (wave.makespan > (longest?.makespan ?? -1) ? wave : longest),
    undefined,
  );
  return {
    due: sum((job) => job.due),
    blocked: sum((job) => job.blocked.backupWindow + job.blocked.startWindow),
    missed: sum(
      (job) =>
        job.missed.stillRunning +
        job.missed.windowClosed +
        job.missed.retryPending +
        job.missed.notStarted,
    ),
    started: sum((job) => job.started),
    sessions: sum((job) => job.sessions),
    retries: sum((job) => job.retries),
    stopped: sum((job) => job.stopped),
    failed: sum((job) => job.outcomes.Failed),
    occupancy,
    wait,
    starts: tally.waves.starts(),
    waves,
    ...(longestWave === undefined ? {} : { longestWave }),
    jobsOverTarget: jobs.filter((job) => job.withinTarget === false).map((job) => job.id),
    worstExposure: jobs.reduce((worst, job) => Math.max(worst, job.exposure.worst), 0),
    busy: sum((job) => job.busy),
  };
}
