/**
 * What pictures show: the figures of each chart, taken from an answer before anybody draws.
 *
 * Page, SVG and terminal draw these values and no others, so they agree to the digit (R40). A value
 * is plain data and typed arrays: it survives `structuredClone`, and a page unpacks it as it was
 * packed. Instants are epoch ms, lengths ms; ranges are `[from, to)`. What is too much to draw is
 * aggregated, and the value says so.
 */
import { OUTCOMES } from "../../core/simulation/outcomes.js";
import type { MetricUnit } from "../../core/whatif/metrics.js";

/** The clock that an axis of time is on, over a span. */
export interface ChartClock {
  /** `Europe/Berlin`. */
  readonly name: string;
  /** First instant of each stretch with one offset, epoch ms, ascending; the first is `from`. */
  readonly starts: readonly number[];
  /** What the clock adds to UTC in each stretch, ms. */
  readonly offsetsMs: readonly number[];
}

/** The span that a chart is of, and the server's clock over it. */
export interface ChartSpan {
  readonly from: number;
  readonly to: number;
  readonly clock: ChartClock;
}

/** Which side of a what-if a part of a chart is of; empty where there is only one. */
export type SideName = "" | "baseline" | "candidate";

/** A part of a chart for each side, the baseline first; one part where there is one side. */
export type Sides<Part> = readonly (Part & { readonly side: SideName })[];

/**
 * The week by hours of the server's clock: in each array the index is the hour of the week, 168
 * from Sunday 00:00, and `NaN` stands where the span has no such hour.
 */
export interface WeekChart {
  readonly kind: "week";
  readonly span: ChartSpan;
  readonly sides: Sides<WeekFigures>;
}

/** Where a week is busy, and where it is closed. */
export interface WeekFigures {
  /** Jobs that start by themselves. */
  readonly scheduledJobs: number;
  /** Of those, the jobs that some minute of the hour allows to start, in some week of the span. */
  readonly allowed: Float64Array;
  /**
   * Starts in that hour: of a simulation all sessions of the span, retries among them, of a
   * forecast the busiest hour's. Empty, as `lost`, where rows were not kept.
   */
  readonly starts: Float64Array;
  /** Due starts that came to no session, counted as the starts are. */
  readonly lost: Float64Array;
  /**
   * Mean sessions that run; absent of a forecast, which simulates nothing, and of a side whose
   * server is on another clock than the chart.
   */
  readonly running?: Float64Array;
  /** What `starts` and `lost` count: of the span together, or of its busiest such hour. */
  readonly counts: "together" | "busiest";
}

/** How many sessions run, or how many threads they could use, against what there is. */
export interface LoadChart {
  readonly kind: "load";
  readonly span: ChartSpan;
  /**
   * The fleet first, then resources in the order of the fleet's lists, those that only the
   * candidate has last: the sessions of each, and its threads where it has some.
   */
  readonly lines: readonly LoadLine[];
}

/** The load of the fleet or of one resource. */
export interface LoadLine {
  readonly of: "fleet" | "proxy" | "repository" | "organization";
  /** Empty for the fleet. */
  readonly id: string;
  /** What people call it: its name, else its id, else `all jobs`. */
  readonly label: string;
  /** `sessions` at once, or the `threads` that those could use (R28). */
  readonly measure: "sessions" | "threads";
  readonly sides: Sides<LoadFigures>;
}

/**
 * A step function: from `at[i]` until `at[i + 1]`, or the span's end. A step without a width
 * (`at[i]` is `at[i + 1]`) is what came and went at one instant: of sessions that take no time.
 */
export interface LoadFigures {
  /** Slots or threads; `Infinity` without a limit. */
  readonly capacity: number;
  /**
   * Ascending; the first is `from`. Empty where rows were not kept, and of threads where a function
   * says how many each session can use.
   */
  readonly at: Float64Array;
  /** The most in each step, and its mean; the same where the steps are exact. */
  readonly most: Float64Array;
  readonly mean: Float64Array;
  /** Each step is a stretch so long, ms, in which more went on; absent where steps are exact. */
  readonly everyMs?: number;
  /**
   * Of the summary: the peak, the first instant at which, and the mean over the span: of sessions
   * at once; of threads those that were in use, which is no more than there are.
   */
  readonly peak: number;
  readonly peakAt: number;
  readonly meanOfSpan: number;
}

/** Sessions as bars in time: what a Gantt chart and exposures are drawn from. */
export interface SessionsChart {
  readonly kind: "sessions";
  readonly span: ChartSpan;
  /**
   * Every job of either side, in the order of the ranking: what is worst first, on the side where
   * it is worse.
   */
  readonly jobs: readonly ChartJob[];
  readonly sides: Sides<SessionFigures>;
}

/** A job, and what it belongs to. */
export interface ChartJob {
  readonly id: string;
  /** Its name, else its id. */
  readonly label: string;
  /** Labels of what it uses; absent where it uses none. */
  readonly proxy?: string;
  readonly repository?: string;
  readonly organization?: string;
  /** Whether it copies the restore points of another (R32). */
  readonly isCopy: boolean;
  /** Target of its exposure, ms, in the candidate where that has the job. */
  readonly rpo?: number;
}

/** How a session ended, by code; `Running`: at the end of the span. */
export const SESSION_OUTCOMES = OUTCOMES;

/** Columns of sessions, in the order of their starts. */
export interface SessionFigures {
  readonly length: number;
  /** Index into the chart's jobs. */
  readonly job: Uint32Array;
  /**
   * When the attempt was due: the nominal start, or the retry's; before `start` where it waited.
   */
  readonly due: Float64Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Counts from 0; above 0 a retry. */
  readonly attempt: Uint16Array;
  /** Index into `SESSION_OUTCOMES`. */
  readonly outcome: Uint8Array;
  /** 1 where the session makes a restore point (R23), 2 where it is a full as well (R31). */
  readonly point: Uint8Array;
  /**
   * The instant of the data in that restore point: the session's start, of a copy that of the
   * source's data (R32); `NaN` where it makes none.
   */
  readonly dataFrom: Float64Array;
  /**
   * Of the summary: the longest exposure of each of the chart's jobs, ms, and where it ends; `NaN`
   * for a job that the side does not have.
   */
  readonly worst: Float64Array;
  readonly worstAt: Float64Array;
  /** Runs that came to no session. */
  readonly missed: {
    readonly length: number;
    readonly job: Uint32Array;
    readonly nominal: Float64Array;
    /** Index into `reasons`. */
    readonly reason: Uint8Array;
  };
  /** Why runs came to no session, in words: `the backup window was closed`. */
  readonly reasons: readonly string[];
  /** Of each reason whether a window blocked the start: it was closed then (R12, R13). */
  readonly byWindow: readonly boolean[];
  /** Sessions that are not in the columns, since there are too many: those of the last jobs. */
  readonly leftOut: number;
  /** Jobs whose rows are all in the columns: the first so many, on both sides alike. */
  readonly jobsDrawn: number;
}

/** The exposure of one job against its target, as a step function of ramps (R23). */
export interface ExposureChart {
  readonly kind: "exposure";
  readonly span: ChartSpan;
  readonly job: ChartJob;
  readonly sides: Sides<ExposureFigures>;
}

/**
 * Ramps that rise by a millisecond a millisecond: ramp `i` goes from `at[i]`, where the exposure is
 * `low[i]`, to `at[i + 1]` or the span's end.
 */
export interface ExposureFigures {
  readonly at: Float64Array;
  readonly low: Float64Array;
  /** The longest exposure, and where it ends: of the summary, to the digit. */
  readonly worst: number;
  readonly worstAt: number;
}

/** The variations of a study by their metrics. */
export interface StudyChart {
  readonly kind: "study";
  readonly seeds: number;
  readonly dimensions: readonly string[];
  readonly metrics: readonly {
    readonly name: string;
    /** In words: `worst exposure`. */
    readonly label: string;
    readonly unit: MetricUnit;
  }[];
  readonly rows: readonly {
    readonly name: string;
    readonly dimensions: Readonly<Record<string, string>>;
    /** In the order of the metrics; `low` and `high` are the value itself under one seed. */
    readonly cells: readonly {
      readonly value: number;
      readonly low: number;
      readonly high: number;
      /** Whether the row is not clearly worse than the best in this metric (R35). */
      readonly isAmongBest: boolean;
    }[];
  }[];
}

/**
 * What a proposal, a comparison under seeds or one fleet under seeds came to on each side, with
 * 95 % confidence intervals.
 */
export interface JudgedChart {
  readonly kind: "judged";
  readonly seeds: readonly number[];
  readonly figures: readonly JudgedFigure[];
}

/** A metric on each side. */
export interface JudgedFigure {
  readonly label: string;
  readonly unit: MetricUnit;
  readonly sides: Sides<{ readonly mean: number; readonly low: number; readonly high: number }>;
  /**
   * `each`: every side has an interval of its own. `difference`: the candidate's is that of the
   * difference, seed by seed, laid at the baseline's mean, which has none (`low` and `high` are the
   * mean): it tells how sure the difference is.
   */
  readonly interval: "each" | "difference";
  /** Whether luck does not explain the difference (R35); absent where that was not judged. */
  readonly isClear?: boolean;
}

/** Any of them. */
export type Chart =
  WeekChart | LoadChart | SessionsChart | ExposureChart | StudyChart | JudgedChart;

/** The names of charts, as one asks for them. */
export const CHART_NAMES = [
  "week",
  "load",
  "sessions",
  "exposure",
  "study",
  "judged",
] as const satisfies readonly Chart["kind"][];

/** The name of a chart. */
export type ChartName = (typeof CHART_NAMES)[number];
