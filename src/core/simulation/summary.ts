/**
 * The metrics of a timeline: per job, per resource and for the fleet. All exact, from step
 * functions and counts.
 *
 * Times are ms, instants epoch ms, shares 0 to 1. `due = blocked + missed + started` for every job.
 */
import { resultOf, type WritesJson } from "../time/plainData.js";
import { type ExposureMetrics, exposureMetrics } from "./books/exposure.js";
import { type HeldUp, heldUp, passedByText } from "./books/heldUp.js";
import { neverAtOnce } from "./books/line.js";
import { type OccupancyMetrics, occupancyMetrics } from "./books/occupancy.js";
import { attemptsMade, countsOf, type Tally } from "./books/tally.js";
import { waitMetrics, type WaitMetrics } from "./books/waits.js";
import { startMetrics, type StartMetrics, type Wave, wavesOf } from "./books/waves.js";
import type { Slowdown } from "./books/slowdowns.js";
import type { ThreadMetrics } from "./books/threadUse.js";
import type { Outcome } from "../schedule/retries.js";
import type { CheckedFleet } from "./checkFleet.js";
import type { Order } from "./engine/parts/parts.js";
import type { Lag } from "./engine/copies.js";
import type { ReadResource } from "./resource.js";
import { type Job, type ResourceLists, resourceLists } from "./fleet.js";
/**
 * What became of a target. It is judged only where the span could have shown a miss: where the span
 * is longer than the target, and the job was to run, by its schedule or by hand (R36).
 */
export type Target = "kept" | "missed" | "not-judged";

/** What one job went through. */
export interface JobMetrics {
  readonly id: string;
  readonly name?: string;
  /** The job whose restore points it copies (R32). */
  readonly copyOf?: string;
  /** Nominal starts in the span, the manual start included: `blocked + missed + started`. */
  readonly due: number;
  /** Kept from starting, by which window (R12, R13). */
  readonly blocked: { readonly backupWindow: number; readonly startWindow: number };
  /**
   * Not run although no window was in the way (R16, R20, R22); `notStarted`: still waiting at the
   * end of the span; `stillWaiting`: the run before had not begun and waited.
   */
  readonly missed: {
    readonly stillRunning: number;
    readonly windowClosed: number;
    readonly retryPending: number;
    readonly notStarted: number;
    readonly stillWaiting: number;
  };
  /** Runs that came to at least one session. */
  readonly started: number;
  /** Sessions: first attempts and retries. */
  readonly sessions: number;
  readonly outcomes: Readonly<Record<Outcome | "Running", number>>;
  /** Sessions that failed. */
  readonly failed: number;
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
  /** What became of the target (R36); absent without one. */
  readonly target?: Target;
  /** Whether the worst exposure stays within the target; absent where that is not judged. */
  readonly withinTarget?: boolean;
  /** From the moment an attempt is due until it starts, or never will (R22, R34). */
  readonly wait: WaitMetrics;
  /** From a session's end to the window's; absent where no window ever closes. */
  readonly slack?: { readonly mean: number; readonly min: number };
  /** From the nominal start to the start of each session, retries included. */
  readonly lateness: { readonly mean: number; readonly max: number };
  /** Length of all sessions together. */
  readonly busy: number;
  /** Absent where nothing could slow its sessions (R28, R29), or none of them is over. */
  readonly slowdown?: Slowdown;
  /** Of a copy that has taken over something: how far it was behind its source (R32). */
  readonly lag?: Lag;
}

/** What one resource went through. */
export interface ResourceMetrics extends OccupancyMetrics, Partial<ThreadMetrics> {
  readonly id: string;
  readonly name?: string;
  /** `Infinity` without a limit. */
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
  /**
   * The longest wait that came to no start, of all: how long it would have been, nobody knows. 0
   * where there is none.
   */
  readonly longestUnfinishedWait: number;
  readonly starts: StartMetrics;
  /** Each night's wave, from its first start to its last end. */
  readonly waves: readonly Wave[];
  readonly longestWave?: Wave;
  /** Jobs with a target, by what became of it (R36). */
  readonly targets: { readonly kept: number; readonly missed: number; readonly notJudged: number };
  /** Ids of the jobs that missed their target: that it was judged is part of it. */
  readonly jobsOverTarget: readonly string[];
  readonly worstExposure: number;
  readonly busy: number;
}

/**
 * A job that waited for resources that were never free at once while others passed it, until a
 * start was skipped or the run came to nothing (R22): what was seen of its longest such wait.
 */
export interface NeverFreeAtOnce {
  readonly kind: "never-free-at-once";
  /** The job's id. */
  readonly job: string;
  readonly wait: HeldUp;
  /** Starts of the job that were skipped meanwhile. */
  readonly skipped: number;
  /** In words, without instants. */
  readonly text: string;
}

/** All metrics of a timeline. */
export interface Summary extends ResourceLists<readonly ResourceMetrics[]>, WritesJson {
  readonly from: number;
  readonly to: number;
  readonly seed: number;
  readonly jobs: readonly JobMetrics[];
  readonly fleet: FleetMetrics;
  /** What must be told beside the numbers, in the order of the jobs. */
  readonly findings: readonly NeverFreeAtOnce[];
  /**
   * Whether percentiles of waits are exact; with `keep: "summary"` they are right within 2 %.
   * Everything else is exact.
   */
  readonly exactPercentiles: boolean;
}

/**
 * Reads the summary off the books, in which jobs stand in this order. The books must be closed:
 * time moved on to the span's end.
 */
export function readSummary(
  checked: CheckedFleet,
  order: Order,
  span: { readonly from: number; readonly to: number; readonly seed: number },
  tally: Tally,
  exactPercentiles: boolean,
  lagOf: (job: number) => Lag | undefined = () => undefined,
): Summary {
  const { fleet } = checked;
  const attempts = new Int32Array(fleet.jobs.length);
  for (let place = 0; place < attempts.length; place += 1)
    attempts[place] = attemptsMade(tally, place);
  const waits = waitMetrics(tally.waits, attempts);
  const jobs: JobMetrics[] = [];
  for (let index = 0; index < fleet.jobs.length; index += 1) {
    const place = order.placeOf[index]!;
    jobs.push(jobMetrics(fleet.jobs[index]!, span, tally, place, waits.jobs[place]!, lagOf(index)));
  }
  let resource = 0;
  const resources = resourceLists(({ list }) =>
    (fleet[list] ?? []).map(() => resourceMetrics(checked.resources[resource]!, resource++)),
  );
  function resourceMetrics(
    { id, name, slots, threads }: ReadResource,
    place: number,
  ): ResourceMetrics {
    const called = name === undefined ? { id } : { id, name };
    const occupancy = occupancyMetrics(tally.occupancy, place);
    return Number.isNaN(threads)
      ? { ...called, slots, ...occupancy }
      : { ...called, slots, ...occupancy, ...tally.threads!.metrics(place, span.to) };
  }

  return resultOf({
    ...span,
    jobs,
    ...resources,
    fleet: fleetMetrics(jobs, tally, waits, occupancyMetrics(tally.occupancy, resource)),
    findings: findingsOf(checked, order, tally),
    exactPercentiles,
  });
}

/** Starts of a job that a window blocked. */
export function blockedStarts({ blocked }: Pick<JobMetrics, "blocked">): number {
  return blocked.backupWindow + blocked.startWindow;
}

/** Starts of a job that did not run although no window was in the way. */
export function missedStarts({ missed }: Pick<JobMetrics, "missed">): number {
  const { stillRunning, windowClosed, retryPending, notStarted, stillWaiting } = missed;
  return stillRunning + windowClosed + retryPending + notStarted + stillWaiting;
}

/** Runs, of a job or of a fleet, that came to no session or that a window stopped. */
export function runsLost(of: Pick<JobMetrics, "due" | "started" | "stopped">): number {
  return of.due - of.started + of.stopped;
}

function findingsOf({ jobs }: CheckedFleet, { jobAt }: Order, tally: Tally): NeverFreeAtOnce[] {
  const passedBy = neverAtOnce(tally.line).sort(([a], [b]) => jobAt[a]! - jobAt[b]!);
  return passedBy.map(([place, passed]) => {
    const { job } = jobs[jobAt[place]!]!;
    const { skipped } = passed;
    const wait = heldUp(passed, tally.needsOf(place));
    const text = passedByText(wait, skipped);
    return { kind: "never-free-at-once", job: job.id, wait, skipped, text };
  });
}

/** What became of a target, of a job that was due so often (R36). */
export function targetOf(
  rpo: number,
  span: { readonly from: number; readonly to: number },
  due: number,
  worst: number,
): { target: Target; withinTarget?: boolean } {
  if (span.to - span.from <= rpo || due === 0) return { target: "not-judged" };
  const withinTarget = worst <= rpo;
  return { target: withinTarget ? "kept" : "missed", withinTarget };
}

/** The metrics of a job, which stands at `place` in the books. */
function jobMetrics(
  job: Job,
  span: { readonly from: number; readonly to: number },
  tally: Tally,
  place: number,
  wait: WaitMetrics,
  lag: Lag | undefined,
): JobMetrics {
  const counts = countsOf(tally, place);
  const exposure = exposureMetrics(tally.exposure, place);
  const slowdown = tally.slowdowns?.of(place);
  const { started, retries, retriesDropped, outcomes, blocked, missed, busy } = counts;
  const { Failed: failed, Stopped: stopped } = outcomes;
  const sessions = started + retries;
  const due = started + blockedStarts(counts) + missedStarts(counts);
  const lateness = {
    mean: sessions === 0 ? 0 : counts.latenessSum / sessions,
    max: counts.latenessMax,
  };
  const isPlain =
    job.name === undefined &&
    job.copyOf === undefined &&
    job.rpo === undefined &&
    counts.slackCount === 0 &&
    slowdown === undefined &&
    lag === undefined;
  // What is spread into a literal costs more than all the rest of it.
  if (isPlain)
    return {
      id: job.id,
      due,
      blocked,
      missed,
      started,
      sessions,
      outcomes,
      failed,
      retries,
      retriesDropped,
      stopped,
      exposure,
      wait,
      lateness,
      busy,
    };
  return {
    id: job.id,
    ...(job.name === undefined ? {} : { name: job.name }),
    ...(job.copyOf === undefined ? {} : { copyOf: job.copyOf }),
    due,
    blocked,
    missed,
    started,
    sessions,
    outcomes,
    failed,
    retries,
    retriesDropped,
    stopped,
    exposure,
    ...(job.rpo === undefined
      ? {}
      : { rpo: job.rpo, ...targetOf(job.rpo, span, due, exposure.worst) }),
    wait,
    ...(counts.slackCount === 0
      ? {}
      : { slack: { mean: counts.slackSum / counts.slackCount, min: counts.slackMin } }),
    lateness,
    busy,
    ...(slowdown === undefined ? {} : { slowdown }),
    ...(lag === undefined ? {} : { lag }),
  };
}

function fleetMetrics(
  jobs: readonly JobMetrics[],
  tally: Tally,
  waits: { readonly all: WaitMetrics; readonly longestUnfinished: number },
  occupancy: OccupancyMetrics,
): FleetMetrics {
  const sums = sumsOf(jobs);
  const waves = wavesOf(tally.waves);
  const longestWave = waves.reduce<Wave | undefined>(
    (longest, wave) => (wave.makespan > (longest?.makespan ?? -1) ? wave : longest),
    undefined,
  );
  return {
    due: sums.due,
    blocked: sums.blocked,
    missed: sums.missed,
    started: sums.started,
    sessions: sums.sessions,
    retries: sums.retries,
    stopped: sums.stopped,
    failed: sums.failed,
    occupancy,
    wait: waits.all,
    longestUnfinishedWait: waits.longestUnfinished,
    starts: startMetrics(tally.waves),
    waves,
    ...(longestWave === undefined ? {} : { longestWave }),
    targets: { kept: sums.kept, missed: sums.over.length, notJudged: sums.notJudged },
    jobsOverTarget: sums.over,
    worstExposure: sums.worst,
    busy: sums.busy,
  };
}

/** What jobs come to together, in one walk: each is read from memory once. */
function sumsOf(jobs: readonly JobMetrics[]) {
  const over: string[] = [];
  const sums = { due: 0, blocked: 0, missed: 0, started: 0, sessions: 0, retries: 0, stopped: 0 };
  const more = { failed: 0, busy: 0, worst: 0, kept: 0, notJudged: 0, over };
  for (const job of jobs) {
    sums.due += job.due;
    sums.blocked += blockedStarts(job);
    sums.missed += missedStarts(job);
    sums.started += job.started;
    sums.sessions += job.sessions;
    sums.retries += job.retries;
    sums.stopped += job.stopped;
    more.failed += job.failed;
    more.busy += job.busy;
    more.worst = Math.max(more.worst, job.exposure.worst);
    if (job.target === "kept") more.kept += 1;
    else if (job.target === "missed") over.push(job.id);
    else if (job.target === "not-judged") more.notJudged += 1;
  }
  return { ...sums, ...more };
}
