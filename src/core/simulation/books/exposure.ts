/**
 * Exposure of each job: the age of its newest restore point, as a step function that is never
 * sampled (R23).
 *
 * Between restore points the exposure grows by a millisecond a millisecond; a finished session that
 * makes one takes it down to the time since that session's start. Areas and the time over the
 * target come from those ramps exactly. Before the first restore point of a span, the exposure
 * counts from the span's beginning.
 */

/** What may lie behind a long exposure, counted since the last restore point. */
export const CAUSES = [
  "failed",
  "stopped",
  "warning",
  "still-running",
  "window-closed",
  "retry-pending",
] as const;

/** One of them. */
export type Cause = (typeof CAUSES)[number];

/** A job's exposure over a span; all times in ms. */
export interface ExposureMetrics {
  /** The longest exposure (the value just before it fell, or at the end of the span). */
  readonly worst: number;
  readonly mean: number;
  /** Share of the span in which the exposure was over the target; absent without a target. */
  readonly shareOver?: number;
  /**
   * The longest exposure's stretch, and what happened in it: from the start of the restore point
   * that grew old.
   */
  readonly worstInterval: {
    readonly from: number;
    readonly to: number;
    readonly causes: Readonly<Partial<Record<Cause, number>>>;
  };
  readonly restorePoints: number;
}

/** Follows the exposure of every job of a fleet. */
export interface ExposureTracker {
  /** Something that did not make a restore point. */
  note(job: number, cause: number): void;
  /**
   * A session that started at `start` ends at `end` and makes a restore point. In order of `end`,
   * for each job.
   */
  restorePoint(job: number, start: number, end: number): void;
  /** The metrics of a job at the end of the span; to be asked once, after everything else. */
  metrics(job: number): ExposureMetrics;
}

// One row of eight numbers a job, one line of the processor's cache: the fields of a ramp.
const NEWEST = 0; // start of the newest restore point
const SINCE = 1; // when it was finished: where the present ramp begins
const AREA = 2;
const OVER = 3; // time over the target
const WORST = 4;
const WORST_FROM = 5;
const WORST_TO = 6;
const TARGET = 7;
const FIELDS = 8;
// And a row of counts: causes since the newest restore point, causes of the worst exposure, restore
// points.
const WORST_CAUSES = CAUSES.length;
const POINTS = 2 * CAUSES.length;
const COUNTS = 16;

/**
 * Sets up a tracker for the span `[from, to)`. `targets`: ms, or `Infinity` for a job without one.
 */
export function exposureTracker(
  jobs: number,
  from: number,
  to: number,
  targets: Float64Array,
): ExposureTracker {
  const ramps = new Float64Array(jobs * FIELDS);
  const counts = new Int32Array(jobs * COUNTS);
  for (let job = 0; job < jobs; job += 1) {
    const ramp = job * FIELDS;
    ramps[ramp + NEWEST] = from;
    ramps[ramp + SINCE] = from;
    ramps[ramp + WORST] = -1;
    ramps[ramp + TARGET] = targets[job]!;
  }

  /** The ramp from the last restore point's end to `at`. */
  function advance(job: number, at: number): void {
    const ramp = job * FIELDS;
    const start = ramps[ramp + SINCE]!;
    const reference = ramps[ramp + NEWEST]!;
    const exposure = at - reference;
    ramps[ramp + AREA]! += (at - start) * ((start - reference + exposure) / 2);
    const overFrom = Math.max(start, reference + ramps[ramp + TARGET]!);
    if (at > overFrom) ramps[ramp + OVER]! += at - overFrom;
    const since = job * COUNTS;
    if (exposure > ramps[ramp + WORST]!) {
      ramps[ramp + WORST] = exposure;
      ramps[ramp + WORST_FROM] = reference;
      ramps[ramp + WORST_TO] = at;
      counts.copyWithin(since + WORST_CAUSES, since, since + CAUSES.length);
    }
    for (let cause = 0; cause < CAUSES.length; cause += 1) counts[since + cause] = 0;
  }

  return {
    note(job, cause) {
      counts[job * COUNTS + cause]! += 1;
    },
    restorePoint(job, start, end) {
      advance(job, end);
      ramps[job * FIELDS + NEWEST] = start;
      ramps[job * FIELDS + SINCE] = end;
      counts[job * COUNTS + POINTS]! += 1;
    },
    metrics(job) {
      advance(job, to);
      const span = to - from;
      const ramp = job * FIELDS;
      const causes: Partial<Record<Cause, number>> = {};
      CAUSES.forEach((cause, index) => {
        const count = counts[job * COUNTS + WORST_CAUSES + index]!;
        if (count > 0) causes[cause] = count;
      });
      return {
        worst: ramps[ramp + WORST]!,
        mean: span > 0 ? ramps[ramp + AREA]! / span : 0,
        ...(ramps[ramp + TARGET] === Infinity
          ? {}
          : { shareOver: span > 0 ? ramps[ramp + OVER]! / span : 0 }),
        worstInterval: { from: ramps[ramp + WORST_FROM]!, to: ramps[ramp + WORST_TO]!, causes },
        restorePoints: counts[job * COUNTS + POINTS]!,
      };
    },
  };
}
