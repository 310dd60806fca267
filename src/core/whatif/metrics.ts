/**
 * The catalogue of metrics: for each number of a summary the way to it, what it counts, what it is
 * called, and which way is better.
 *
 * A metric is measured in one place and has one row here; whatever reads summaries (comparisons,
 * several seeds, key metrics, tables) goes by the rows. The compiler holds them against the types
 * of the summary, so that what is measured without a row, or listed without being measured, does
 * not build; a test holds them against summaries of random fleets.
 */
import type { OccupancyMetrics } from "../simulation/books/occupancy.js";
import type { ThreadMetrics } from "../simulation/books/threadUse.js";
import type { WaitMetrics } from "../simulation/books/waits.js";
import type { Wave } from "../simulation/books/waves.js";
import type { ResourceKind } from "../simulation/fleet.js";
import type { FleetMetrics, JobMetrics, ResourceMetrics } from "../simulation/summary.js";

/** Where metrics stand: at a job, a resource, or the fleet as a whole. */
export type ScopeKind = "job" | ResourceKind["name"] | "fleet";

/**
 * What a metric counts: ms, epoch ms, things, a share from 0 to 1, minutes from midnight, `ratio`
 * to what it would be; `truth`: 1 for true, 0 for false.
 */
export type MetricUnit = "ms" | "instant" | "count" | "share" | "minute" | "ratio" | "truth";

/** A row of the catalogue. */
export interface Metric {
  readonly unit: MetricUnit;
  /** What it is called: `sessions stopped`, `wait, p95`. */
  readonly label: string;
  /** The same where there is little room, as in the head of a table; default: the label. */
  readonly short?: string;
  /** Which way is better, where that is known. */
  readonly better?: "less" | "more";
  /** Whether texts of comparisons tell it; their data has every metric. */
  readonly told?: boolean;
  /** What it counts as where a summary leaves it out; default: then there is none. */
  readonly absent?: number;
}

/** What names a thing, or is a setting of it, and is not measured. */
export const LABELS = ["id", "name", "copyOf", "slots", "threads", "rpo", "night"] as const;

/** What says in words, for one summary, what others of its numbers count. */
export const WORDS = ["target", "longestWait", "because"] as const;

/** One of the labels. */
export type Label = (typeof LABELS)[number];

/** One of the words. */
export type Word = (typeof WORDS)[number];

/** `a-b` is not a word that may follow a dot. */
type Step<Key extends string> = Key extends `${string}-${string}` ? `["${Key}"]` : `.${Key}`;
type Way<Value> = Value extends number | boolean | readonly string[]
  ? ""
  : Value extends Float64Array
    ? "[*]"
    : Value extends readonly (infer Item)[]
      ? `[*]${Ways<Item>}`
      : Ways<Value>;
type Ways<T> = {
  [Key in Exclude<keyof T & string, Label | Word>]-?: `${Step<Key>}${Way<NonNullable<T[Key]>>}`;
}[Exclude<keyof T & string, Label | Word>];

/**
 * The way to each number of a thing, as one would write it in code, `[*]` for any item of a list:
 * `wait.p95`, `busyByHour[*]`. A list of ids is a number: its length.
 */
export type MetricPath<T> = Ways<T> extends `.${infer Path}` ? Path : never;

type Rows<T> = Readonly<Record<MetricPath<T>, Metric>>;

const WAIT: Rows<WaitMetrics> = {
  mean: { unit: "ms", label: "wait, mean", short: "mean wait", better: "less", told: true },
  p50: { unit: "ms", label: "wait, median", better: "less" },
  p95: { unit: "ms", label: "wait, p95", short: "p95 wait", better: "less", told: true },
  max: { unit: "ms", label: "wait, longest", short: "longest wait", better: "less", told: true },
  unfinished: { unit: "count", label: "waits that came to no start", better: "less" },
};

const OCCUPANCY: Rows<OccupancyMetrics> = {
  sessions: { unit: "count", label: "sessions" },
  peak: { unit: "count", label: "peak", better: "less", told: true },
  peakAt: { unit: "instant", label: "first instant of the peak" },
  timeAtCapacity: { unit: "ms", label: "length of the time full", better: "less" },
  shareAtCapacity: { unit: "share", label: "time full", better: "less", told: true },
  meanBusy: { unit: "count", label: "mean busy slots" },
  utilisation: { unit: "share", label: "utilisation", better: "less", told: true },
  "busyByHour[*]": { unit: "count", label: "mean busy slots in an hour of the week" },
  meanQueue: { unit: "count", label: "mean queue", better: "less", told: true },
  longestQueue: { unit: "count", label: "longest queue", better: "less", told: true },
  longestQueueAt: { unit: "instant", label: "first instant of the longest queue" },
};

const THREADS: Rows<ThreadMetrics> = {
  peakDemand: {
    unit: "count",
    label: "peak of the demand on threads",
    short: "peak demand",
    better: "less",
    told: true,
  },
  peakDemandAt: { unit: "instant", label: "first instant of the peak of the demand" },
  mean: { unit: "count", label: "mean threads in use" },
  shareFull: {
    unit: "share",
    label: "time with all threads in use",
    short: "threads full",
    better: "less",
    told: true,
  },
  "byHour[*]": { unit: "count", label: "mean threads in use in an hour of the week" },
};

const WAVE: Rows<Wave> = {
  from: { unit: "instant", label: "first start of the night" },
  to: { unit: "instant", label: "last end of the night" },
  makespan: { unit: "ms", label: "length of the night", better: "less" },
  sessions: { unit: "count", label: "sessions of the night" },
};

/** The metrics of a job, in the order of the summary. */
export const JOB_METRICS: Rows<JobMetrics> = {
  due: { unit: "count", label: "starts due" },
  "blocked.backupWindow": { unit: "count", label: "blocked by the backup window", better: "less" },
  "blocked.startWindow": { unit: "count", label: "blocked by the start window", better: "less" },
  "missed.stillRunning": { unit: "count", label: "missed, still running", better: "less" },
  "missed.windowClosed": { unit: "count", label: "missed, window closed", better: "less" },
  "missed.retryPending": { unit: "count", label: "missed, retry pending", better: "less" },
  "missed.notStarted": { unit: "count", label: "missed, not started", better: "less" },
  "missed.stillWaiting": { unit: "count", label: "missed, still waiting", better: "less" },
  started: { unit: "count", label: "runs started", better: "more" },
  sessions: { unit: "count", label: "sessions" },
  "outcomes.Success": { unit: "count", label: "sessions that succeeded", better: "more" },
  "outcomes.Warning": { unit: "count", label: "sessions with a warning", better: "less" },
  "outcomes.Failed": { unit: "count", label: "sessions failed", better: "less" },
  "outcomes.Stopped": { unit: "count", label: "sessions stopped", better: "less" },
  "outcomes.Running": { unit: "count", label: "sessions running at the end" },
  failed: { unit: "count", label: "sessions failed", better: "less" },
  retries: { unit: "count", label: "retries", better: "less" },
  "retriesDropped.superseded": { unit: "count", label: "retries superseded", better: "less" },
  "retriesDropped.windowClosed": { unit: "count", label: "retries, window closed", better: "less" },
  stopped: { unit: "count", label: "sessions stopped", better: "less" },
  "exposure.worst": { unit: "ms", label: "worst exposure", better: "less", told: true },
  "exposure.mean": { unit: "ms", label: "mean exposure", better: "less" },
  "exposure.shareOver": { unit: "share", label: "time over target", better: "less" },
  "exposure.worstInterval.from": { unit: "instant", label: "begin of the worst exposure" },
  "exposure.worstInterval.to": { unit: "instant", label: "end of the worst exposure" },
  "exposure.worstInterval.causes.failed": cause("sessions failed"),
  "exposure.worstInterval.causes.stopped": cause("sessions stopped"),
  "exposure.worstInterval.causes.warning": cause("sessions with a warning"),
  'exposure.worstInterval.causes["still-running"]': cause("starts missed, still running"),
  'exposure.worstInterval.causes["window-closed"]': cause("starts missed, window closed"),
  'exposure.worstInterval.causes["retry-pending"]': cause("starts missed, retry pending"),
  "exposure.worstInterval.causes.waiting": cause("attempts that waited"),
  "exposure.worstInterval.slowedBy": {
    unit: "ms",
    label: "what its last session took longer than at full speed",
    better: "less",
  },
  "exposure.restorePoints": { unit: "count", label: "restore points", better: "more" },
  withinTarget: { unit: "truth", label: "within target", better: "more" },
  ...untold(under("wait", WAIT)),
  "slack.mean": { unit: "ms", label: "mean slack", better: "more" },
  "slack.min": { unit: "ms", label: "least slack", better: "more" },
  "lateness.mean": { unit: "ms", label: "mean lateness", better: "less" },
  "lateness.max": { unit: "ms", label: "greatest lateness", better: "less" },
  busy: { unit: "ms", label: "length of all sessions" },
  "slowdown.mean": { unit: "ratio", label: "mean slowdown", better: "less" },
  "slowdown.p95": { unit: "ratio", label: "slowdown, p95", better: "less" },
  "slowdown.max": { unit: "ratio", label: "greatest slowdown", better: "less" },
  "lag.mean": { unit: "ms", label: "mean lag behind its source", better: "less" },
  "lag.max": { unit: "ms", label: "greatest lag behind its source", better: "less" },
};

/** The metrics of a proxy, a repository or an organization. */
export const RESOURCE_METRICS: Rows<ResourceMetrics> = { ...OCCUPANCY, ...THREADS };

/** The metrics of the fleet. */
export const FLEET_METRICS: Rows<FleetMetrics> = {
  due: { unit: "count", label: "starts due" },
  blocked: { unit: "count", label: "starts blocked", short: "blocked", better: "less", told: true },
  missed: { unit: "count", label: "starts missed", short: "missed", better: "less", told: true },
  started: { unit: "count", label: "runs started", better: "more", told: true },
  sessions: { unit: "count", label: "sessions" },
  retries: { unit: "count", label: "retries", better: "less", told: true },
  stopped: {
    unit: "count",
    label: "sessions stopped",
    short: "stopped",
    better: "less",
    told: true,
  },
  failed: { unit: "count", label: "sessions failed", short: "failed", better: "less", told: true },
  ...untold(under("occupancy", OCCUPANCY)),
  "occupancy.peak": {
    unit: "count",
    label: "sessions at once, most",
    short: "peak",
    better: "less",
    told: true,
  },
  ...under("wait", WAIT),
  longestUnfinishedWait: {
    unit: "ms",
    label: "wait that came to no start, longest",
    better: "less",
  },
  "starts.peakPerMinute": {
    unit: "count",
    label: "starts in one minute",
    better: "less",
    told: true,
  },
  "starts.peakAt": { unit: "instant", label: "first minute of most starts" },
  "starts.concentration": {
    unit: "share",
    label: "starts in the busiest quarter of an hour",
    better: "less",
  },
  "starts.busiestMinute": { unit: "minute", label: "begin of the busiest quarter of an hour" },
  ...under("waves[*]", WAVE),
  ...under("longestWave", WAVE),
  "longestWave.makespan": { unit: "ms", label: "longest night", better: "less", told: true },
  "targets.kept": { unit: "count", label: "targets kept", better: "more" },
  "targets.missed": { unit: "count", label: "targets missed", better: "less" },
  "targets.notJudged": { unit: "count", label: "targets not judged" },
  jobsOverTarget: { unit: "count", label: "jobs over target", better: "less", told: true },
  worstExposure: { unit: "ms", label: "worst exposure", better: "less", told: true },
  busy: { unit: "ms", label: "length of all sessions" },
};

/** The rows of a scope, by their paths. */
export function metricRows(of: ScopeKind): Readonly<Record<string, Metric>> {
  return of === "job" ? JOB_METRICS : of === "fleet" ? FLEET_METRICS : RESOURCE_METRICS;
}

/**
 * The row of a metric, by the way to it: `busyByHour[22]` is in that of `busyByHour[*]`. Throws an
 * `invariant:` error for what the catalogue does not list.
 */
export function metricAt(of: ScopeKind, path: string): Metric {
  const row = metricRows(of)[path.replace(/\[[^"\]]*\]/g, "[*]")];
  if (row === undefined) throw new Error(`invariant: no metric of a ${of} is called ${path}`);
  return row;
}

/** What happened in the stretch of the worst exposure; what did not happen is left out there. */
function cause(what: string): Metric {
  return { unit: "count", label: `${what} in the worst exposure`, better: "less", absent: 0 };
}

/** Rows of a part of a thing, by the way to it from the thing. */
function under<Part extends string, Key extends string>(
  part: Part,
  rows: Readonly<Record<Key, Metric>>,
): Record<`${Part}.${Key}`, Metric> {
  return Object.fromEntries(
    Object.entries<Metric>(rows).map(([path, row]) => [`${part}.${path}`, row]),
  ) as Record<`${Part}.${Key}`, Metric>;
}

function untold<Key extends string>(rows: Record<Key, Metric>): Record<Key, Metric> {
  return Object.fromEntries(
    Object.entries<Metric>(rows).map(([path, row]) => [path, { ...row, told: false }]),
  ) as Record<Key, Metric>;
}
