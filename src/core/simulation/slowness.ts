/**
 * Which jobs are slow because they share threads: what was seen of it, and what they would have
 * come to otherwise (R28, R33).
 *
 * A simulation keeps no record of who had how much when: the fleet lives through its span once more
 * under the same luck, watched. That sharing is a cause is then seen by simulating without it: in a
 * fleet in which everybody has a resource's threads to himself. The invariant: a resource is named
 * only where the figure in question is better without sharing it.
 */
import { type Quantile, quantileFrom } from "./duration.js";
import { dayOf, formatDate, formatTime } from "../time/calendar.js";
import { DAY_MS, type Instant, MINUTE_MS, wallOf } from "../time/instant.js";
import { offsetAt, type ZoneTable } from "../time/zone.js";
import type { CheckedFleet } from "./checkFleet.js";
import type { CheckedJob } from "./checkJobs.js";
import { needsAmong } from "./engine/capacity.js";
import { resourceName } from "./books/heldUp.js";
import type { HeldStretch, SharesSeen } from "./engine/shareWatch.js";
import { joinedSets } from "./joinedSets.js";
import type { Needed } from "./fleet.js";
import { neededOf } from "./resource.js";
import type { Summary } from "./summary.js";
import type { ReadWorkload } from "./workload.js";

/**
 * A session that others held up, on a resource whose threads it shares with them: without sharing,
 * its job would be better off.
 */
export interface SharedSlowness extends Omit<Needed, "name"> {
  /** The job's id. */
  readonly job: string;
  readonly name?: string;
  /** From the first to the last instant at which it had less than it would have had alone. */
  readonly from: number;
  readonly to: number;
  /** What the session did in it, over what it would have done alone at that pace: below 1. */
  readonly speed: number;
  /** Jobs, itself among them, that had a session at work there in it: at least 2. */
  readonly jobs: number;
  /** The job's worst exposure as it is, and as simulated with nobody sharing that resource, ms. */
  readonly worst: number;
  readonly without: number;
  /** `half as fast between 22:00 and 01:00 (2026-01-05): 6 jobs share proxy-1`. */
  readonly text: string;
}

/** A fleet that was watched, and what it comes to without sharing. */
export interface WatchedFleet {
  readonly checked: CheckedFleet;
  readonly summary: Summary;
  readonly shares: ReadonlyMap<number, SharesSeen>;
  /**
   * The summary with nobody sharing the threads of a resource, by its place; it holds for the jobs
   * that may feel it alone. `undefined` where a function workload does not know the runs that it
   * has then.
   */
  without(place: number): Summary | undefined;
  /** Which simulation answers for a resource: there is one for each number. */
  roundOf(place: number): number;
}

/**
 * Of each job whose worst exposure is the worse for sharing threads, the session in its stretch
 * that lost most, and the resource without which it would be least; in the order of the jobs.
 */
export function slownessOf(watched: WatchedFleet): SharedSlowness[] {
  const { checked, summary, shares } = watched;
  return summary.jobs.flatMap((job, index) => {
    const { worst } = job.exposure;
    const cause = sharedCause(
      watched,
      shares.get(index)?.within ?? [],
      (those) => those.jobs[index]!.exposure.worst,
    );
    if (cause === undefined) return [];
    const { stretch, without } = cause;
    const need = neededOf(checked.resources[stretch.resource]!);
    const { from, to, speed, jobs } = stretch;
    const text = sharedText(stretch, need, checked.zone);
    const { name } = job;
    const itself = { job: job.id, ...(name === undefined ? {} : { name }) };
    const { of, id } = need;
    return [{ ...itself, of, id, from, to, speed, jobs, worst, without, text }];
  });
}

/**
 * Which of the stretches is a cause of a figure that is better when it is less: the one without
 * whose sharing the figure is least, as simulated; `undefined` where none makes it less.
 */
export function sharedCause(
  { summary, without }: Pick<WatchedFleet, "summary" | "without">,
  stretches: readonly HeldStretch[],
  figure: (summary: Summary) => number,
): { readonly stretch: HeldStretch; readonly without: number } | undefined {
  let least = figure(summary);
  let cause: HeldStretch | undefined;
  for (const stretch of stretches) {
    const other = without(stretch.resource);
    if (other === undefined || figure(other) >= least) continue;
    least = figure(other);
    cause = stretch;
  }
  return cause && { stretch: cause, without: least };
}

/**
 * Resources with threads in rounds, by place: those of one round are felt by nobody in common, so
 * one simulation answers for all of them. `-1` for a resource without threads.
 */
export function roundsOf({ jobs, resources }: CheckedFleet): Int32Array {
  const needsOf = needsAmong(resources);
  const { join, headOf } = joinedSets(resources.length + jobs.length);
  const placeOf = new Map(jobs.map(({ job }, index) => [job.id, resources.length + index]));
  jobs.forEach(({ job }, index) => {
    const own = resources.length + index;
    // What has neither threads nor limited slots makes nobody feel another.
    for (const need of needsOf(job)) {
      const { threads, slots } = resources[need]!;
      if (threads >= 0 || slots !== Infinity) join(need, own);
    }
    const source = job.copyOf === undefined ? undefined : placeOf.get(job.copyOf);
    if (source !== undefined) join(source, own);
  });
  const known = new Map<number, number>();
  return Int32Array.from(resources, ({ threads }, place) => {
    if (Number.isNaN(threads)) return -1;
    const round = known.get(headOf(place)) ?? 0;
    known.set(headOf(place), round + 1);
    return round;
  });
}

/**
 * The fleet with the threads of some resources, no two of which a job needs, for every session that
 * needs them as if it were alone: of as many as it can use, those that there are. All else stays as
 * it is.
 */
export function unshared(checked: CheckedFleet, places: ReadonlySet<number>): CheckedFleet {
  const { jobs, resources } = checked;
  const needsOf = needsAmong(resources);
  const one = (job: CheckedJob): CheckedJob => {
    const needs = needsOf(job.job);
    const place = needs.find((need) => places.has(need));
    if (place === undefined) return job;
    const { threads } = resources[place]!;
    const fewest = needs.reduce((least, need) => {
      const other = resources[need]!.threads;
      return other < least ? other : least;
    }, threads);
    return { ...job, workload: alone(job.workload, threads, fewest) };
  };
  return {
    ...checked,
    jobs: jobs.map(one),
    resources: resources.map((resource, at) =>
      places.has(at) ? { ...resource, threads: Number.NaN } : resource,
    ),
  };
}

/**
 * A workload on a resource that is not shared any more: who can use more threads than it has takes
 * as much longer, and who names none can use as many as before.
 */
function alone(workload: ReadWorkload, threads: number, fewest: number): ReadWorkload {
  const { given, quantile, full, constantMs } = workload;
  const mostOf = (named: number): number => (Number.isNaN(named) ? fewest : named);
  // Done at the first whole ms, as where threads are shared (R28).
  const lengthOf = (ms: number, most: number): number =>
    most > threads ? Math.ceil((Math.round(ms) * most) / threads) : ms;
  if (given !== undefined)
    return {
      ...workload,
      given: (run) => {
        const result = given(run);
        const most = mostOf(result.threads ?? Number.NaN);
        const duration = lengthOf(result.duration, most);
        return { ...result, duration, threads: Math.min(most, threads) };
      },
    };
  const most = mostOf(workload.threads);
  const mapped = (of: Quantile): Quantile =>
    quantileFrom({ kind: "mapped", of, map: (ms) => lengthOf(ms, most) });
  return {
    ...workload,
    threads: Math.min(most, threads),
    quantile: mapped(quantile),
    constantMs: lengthOf(constantMs, most),
    full: full && mapped(full),
  };
}

/** `half as fast between 22:00 and 01:00 (2026-01-05): 6 jobs share proxy-1`. */
export function sharedText(
  { from, to, speed, jobs }: Pick<HeldStretch, "from" | "to" | "speed" | "jobs">,
  resource: Needed,
  zone: ZoneTable,
  share: "share" | "shared" = "share",
): string {
  const hours = hoursText(Math.floor(from / MINUTE_MS) * MINUTE_MS, minuteUp(to), zone);
  return `${speedText(speed)} ${hours}: ${jobs} jobs ${share} ${resourceName(resource)}`;
}

function minuteUp(instant: number): number {
  return Math.ceil(instant / MINUTE_MS) * MINUTE_MS;
}

/** On the clock of a zone; the date once where it is clear. */
function hoursText(from: number, to: number, zone: ZoneTable): string {
  const [begin, end] = [from, to].map((at) => wallOf(at as Instant, offsetAt(zone, at)));
  const [date, last] = [dayOf(begin!), dayOf(end!)];
  const [first, until] = [begin!, end!].map((wall) => formatTime(wall).slice(0, "22:00".length));
  const isClear = last === date || (last === date + 1 && end! - begin! < DAY_MS);
  return isClear
    ? `between ${first} and ${until} (${formatDate(date)})`
    : `between ${formatDate(date)} ${first} and ${formatDate(last)} ${until}`;
}

const FRACTIONS = new Map([
  [10, "a tenth"],
  [20, "a fifth"],
  [25, "a quarter"],
  [33, "a third"],
  [50, "half"],
  [67, "two thirds"],
  [75, "three quarters"],
]);

/** `half as fast`, `62 % as fast`. */
function speedText(speed: number): string {
  const percent = Math.min(99, Math.round(100 * speed));
  if (percent < 1) return "less than 1 % as fast";
  return `${FRACTIONS.get(percent) ?? `${percent} %`} as fast`;
}
