/**
 * The figures of a Gantt chart: sessions as columns, job by job as the ranking has them.
 *
 * The invariants: no session starts before it was due, and what is left out is whole jobs, the last
 * ones of the ranking.
 */
import { makesRestorePoint } from "../../core/simulation/books/tally.js";
import { effective } from "../../core/policy/effective.js";
import {
  type Fleet,
  followsSource,
  type Job,
  RESOURCE_KINDS,
  type ResourceKind,
} from "../../core/simulation/fleet.js";
import type { JobMetrics } from "../../core/simulation/summary.js";
import type { Timeline } from "../../core/simulation/timeline.js";
import { MINUTE_MS } from "../../core/time/instant.js";
import type { ZoneTable } from "../../core/time/zone.js";
import { worseFirst } from "../jobRanking.js";
import { MISSED_WORDS } from "../sessionsText.js";
import type { ChartJob, SessionFigures, SessionsChart } from "./chart.js";
import { chartSpan } from "./chartClock.js";
import { haveRows, spanOfSides, type TimelineSides } from "./chartSides.js";

/** How much of it is told. */
export interface SessionsOptions {
  /**
   * Sessions and missed runs of a side at most, default 200,000; jobs are left out as a whole.
   */
  readonly mostSessions?: number;
}

const USUAL_SESSIONS = 200_000;

/**
 * The sessions of simulations of one span; the clock of the axis is that of `zone`. `undefined`
 * where a side has no rows.
 */
export function sessionsOfTimelines(
  sides: TimelineSides,
  zone: ZoneTable,
  { mostSessions = USUAL_SESSIONS }: SessionsOptions = {},
): SessionsChart | undefined {
  if (!haveRows(sides)) return undefined;
  const ids = rankedIds(sides);
  const places = new Map(ids.map((id, place) => [id, place]));
  const drawn = Math.min(...sides.map(({ timeline }) => fitting(timeline, places, mostSessions)));
  return {
    kind: "sessions",
    span: chartSpan(zone, spanOfSides(sides)),
    jobs: chartJobs(ids, sides),
    sides: sides.map(({ side, timeline }) => ({ side, ...figuresOf(timeline, places, drawn) })),
  };
}

/** Ids of all jobs, worst first: each counts as on the side where it is worse. */
function rankedIds(sides: TimelineSides): string[] {
  const worst = new Map<string, JobMetrics>();
  for (const { timeline } of sides)
    for (const job of timeline.summary.jobs) {
      const known = worst.get(job.id);
      if (known === undefined || worseFirst(job, known) < 0) worst.set(job.id, job);
    }
  return [...worst.values()].sort(worseFirst).map(({ id }) => id);
}

/** How many of the first jobs have so many rows together. */
function fitting(
  { fleet, sessions, missed }: Timeline,
  places: ReadonlyMap<string, number>,
  most: number,
): number {
  const counts = new Float64Array(places.size);
  const placeOf = placesOf(fleet, places);
  for (const { job, length } of [sessions, missed])
    for (let row = 0; row < length; row += 1) counts[placeOf[job[row]!]!]! += 1;
  let sum = 0;
  const first = counts.findIndex((count) => (sum += count) > most);
  return first < 0 ? places.size : first;
}

/** The place of each of a fleet's jobs among those of the chart. */
function placesOf({ jobs }: Fleet, places: ReadonlyMap<string, number>): Int32Array {
  return Int32Array.from(jobs, ({ id }) => places.get(id)!);
}

function chartJobs(ids: readonly string[], sides: TimelineSides): ChartJob[] {
  // The candidate is last, and what it says of a job counts.
  const jobs = new Map<string, ChartJob>();
  for (const { timeline } of sides) {
    const labels = labelsOf(timeline.fleet);
    for (const job of timeline.fleet.jobs) jobs.set(job.id, chartJob(job, labels));
  }
  return ids.map((id) => jobs.get(id)!);
}

type Labels = (kind: ResourceKind["name"], job: Job) => string | undefined;

/** What people call the resources that a job uses; a repository brings its proxy (R28). */
function labelsOf(fleet: Fleet): Labels {
  const byKind = new Map(
    RESOURCE_KINDS.map(({ list, name }) => [
      name,
      new Map((fleet[list] ?? []).map((resource) => [resource.id, resource])),
    ]),
  );
  return (kind, job) => {
    const { key } = RESOURCE_KINDS.find(({ name }) => name === kind)!;
    const brought =
      key === "proxyId"
        ? byKind.get("repository")!.get(job.repositoryId ?? "")?.proxyId
        : undefined;
    const resource = byKind.get(kind)!.get(job[key] ?? brought ?? "");
    return resource === undefined ? undefined : (resource.name ?? resource.id);
  };
}

function chartJob(job: Job, labels: Labels): ChartJob {
  const used = RESOURCE_KINDS.flatMap(({ name }) => {
    const label = labels(name, job);
    return label === undefined ? [] : [[name, label] as const];
  });
  return {
    id: job.id,
    label: job.name ?? job.id,
    ...(Object.fromEntries(used) as Partial<Record<ResourceKind["name"], string>>),
    isCopy: job.copyOf !== undefined,
    ...(job.rpo === undefined ? {} : { rpo: job.rpo }),
  };
}

/** What is known of each job of a fleet as its sessions go by; instants, `NaN` for none. */
interface Going {
  readonly retryWaitMs: Float64Array;
  readonly hasFull: Uint8Array;
  /** Where the job's source stands in the fleet, or -1; and whether that one starts it. */
  readonly source: Int32Array;
  readonly follows: Uint8Array;
  /** When the last session ended. */
  readonly lastEnd: Float64Array;
  /**
   * The newest restore point and the one before it: since when it is there, of when its data is,
   * and when its session began.
   */
  readonly pointAt: Float64Array;
  readonly pointStart: Float64Array;
  readonly pointData: Float64Array;
  readonly earlierData: Float64Array;
}

function goingOf({ jobs }: Fleet): Going {
  const index = new Map(jobs.map(({ id }, place) => [id, place]));
  const none = (): Float64Array => new Float64Array(jobs.length).fill(Number.NaN);
  return {
    retryWaitMs: Float64Array.from(
      jobs,
      ({ policy }) => (effective(policy).retries?.waitMinutes ?? 0) * MINUTE_MS,
    ),
    hasFull: Uint8Array.from(jobs, ({ workload }) =>
      typeof workload === "object" && workload.full !== undefined ? 1 : 0,
    ),
    source: Int32Array.from(jobs, ({ copyOf }) => index.get(copyOf ?? "") ?? -1),
    follows: Uint8Array.from(jobs, (job) => (followsSource(job) ? 1 : 0)),
    lastEnd: none(),
    pointAt: none(),
    pointStart: none(),
    pointData: none(),
    earlierData: none(),
  };
}

function figuresOf(
  timeline: Timeline,
  places: ReadonlyMap<string, number>,
  drawn: number,
): SessionFigures {
  const { fleet, sessions, missed, rules, reasons, summary } = timeline;
  const placeOf = placesOf(fleet, places);
  const isDrawn = (job: number): boolean => placeOf[job]! < drawn;
  const length = counted(sessions.job, sessions.length, isDrawn);
  const out = roomFor(length);
  const going = goingOf(fleet);
  let to = 0;
  for (let row = 0; row < sessions.length; row += 1) {
    const job = sessions.job[row]!;
    const [start, end] = [sessions.start[row]!, sessions.end[row]!];
    const attempt = sessions.attempt[row]!;
    const outcome = sessions.outcome[row]!;
    const due =
      attempt === 0 ? sessions.nominal[row]! : going.lastEnd[job]! + going.retryWaitMs[job]!;
    const isFirst = Number.isNaN(going.pointAt[job]!);
    const data = makesRestorePoint(outcome, rules) ? dataOf(going, job, start, due) : Number.NaN;
    going.lastEnd[job] = end;
    if (!Number.isNaN(data)) {
      going.earlierData[job] = going.pointData[job]!;
      going.pointAt[job] = end;
      going.pointStart[job] = start;
      going.pointData[job] = data;
    }
    if (!isDrawn(job)) continue;
    out.job[to] = placeOf[job]!;
    out.due[to] = due;
    out.start[to] = start;
    out.end[to] = end;
    out.attempt[to] = attempt;
    out.outcome[to] = outcome;
    out.point[to] = Number.isNaN(data) ? 0 : isFirst && going.hasFull[job] === 1 ? 2 : 1;
    out.dataFrom[to] = data;
    to += 1;
  }
  const [worst, worstAt] = [0, 1].map(() => new Float64Array(places.size).fill(Number.NaN)) as [
    Float64Array,
    Float64Array,
  ];
  for (const { id, exposure } of summary.jobs) {
    worst[places.get(id)!] = exposure.worst;
    worstAt[places.get(id)!] = exposure.worstInterval.to;
  }
  return {
    length,
    ...out,
    worst,
    worstAt,
    missed: missedOf(missed, placeOf, isDrawn),
    reasons: reasons.map((reason) => MISSED_WORDS[reason]),
    byWindow: reasons.map((reason) => reason === "backup-window" || reason === "start-window"),
    leftOut: sessions.length - length,
    jobsDrawn: drawn,
  };
}

/**
 * The instant of the data that a session holds: of a copy that of its source's newest point that
 * was complete when the session started (R32); `NaN` where there was nothing to copy.
 */
function dataOf(going: Going, job: number, start: number, due: number): number {
  const source = going.source[job]!;
  if (source < 0) return start;
  const newest = going.pointAt[source]!;
  // What ends at an instant is over before others start (R22), but for a session that takes no
  // time: that one is taken to be over only for the copy which it starts, or which waited. Rows
  // don't tell more.
  const isThere =
    newest < start ||
    (newest === start &&
      (going.pointStart[source]! < start || going.follows[job] === 1 || due < start));
  return isThere ? going.pointData[source]! : going.earlierData[source]!;
}

function counted(jobs: Int32Array, length: number, has: (job: number) => boolean): number {
  let count = 0;
  for (let row = 0; row < length; row += 1) if (has(jobs[row]!)) count += 1;
  return count;
}

function roomFor(
  length: number,
): Pick<
  SessionFigures,
  "job" | "due" | "start" | "end" | "attempt" | "outcome" | "point" | "dataFrom"
> {
  return {
    job: new Uint32Array(length),
    due: new Float64Array(length),
    start: new Float64Array(length),
    end: new Float64Array(length),
    attempt: new Uint16Array(length),
    outcome: new Uint8Array(length),
    point: new Uint8Array(length),
    dataFrom: new Float64Array(length),
  };
}

function missedOf(
  { job, nominal, reason, length: all }: Timeline["missed"],
  placeOf: Int32Array,
  isDrawn: (job: number) => boolean,
): SessionFigures["missed"] {
  const length = counted(job, all, isDrawn);
  const out = {
    length,
    job: new Uint32Array(length),
    nominal: new Float64Array(length),
    reason: new Uint8Array(length),
  };
  for (let row = 0, to = 0; row < all; row += 1) {
    if (!isDrawn(job[row]!)) continue;
    out.job[to] = placeOf[job[row]!]!;
    out.nominal[to] = nominal[row]!;
    out.reason[to] = reason[row]!;
    to += 1;
  }
  return out;
}
