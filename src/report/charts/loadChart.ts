/**
 * The figures of load: how many sessions run at once, on all jobs together and on each resource,
 * and how many threads those could use (R28).
 *
 * The sessions of every line are put in the order of their starts and, apart, of their ends, in one
 * pass over all of them; each line then walks its own. The invariant: the greatest `most` of a line
 * is its peak in the summary, and the mean of sessions at once that of the summary.
 */
import { needsAmong } from "../../core/simulation/engine/capacity.js";
import { sortedPlaces, sorter } from "../../core/simulation/engine/alone/radix.js";
import { type Resource, RESOURCE_KINDS, type ResourceKind } from "../../core/simulation/fleet.js";
import type { ResourceMetrics } from "../../core/simulation/summary.js";
import type { Timeline } from "../../core/simulation/timeline.js";
import type { ZoneTable } from "../../core/time/zone.js";
import type { LoadChart, LoadFigures, LoadLine } from "./chart.js";
import { chartSpan } from "./chartClock.js";
import { spanOfSides, type TimelineSides } from "./chartSides.js";
import { type LineRows, loadSteps } from "./loadSteps.js";

/** How finely it is told. */
export interface LoadOptions {
  /** Steps of a line at most; where there are more, each is a stretch of time. Default 2,000. */
  readonly mostSteps?: number;
}

const USUAL_STEPS = 2_000;

/** The load of simulations of one span; the clock of its axis is that of `zone`. */
export function loadOfTimelines(
  sides: TimelineSides,
  zone: ZoneTable,
  { mostSteps = USUAL_STEPS }: LoadOptions = {},
): LoadChart {
  const lines = new Map<string, LoadLine>();
  for (const { side, timeline } of sides)
    for (const { figures, ...line } of linesOf(timeline, mostSteps)) {
      const key = JSON.stringify([line.of, line.id, line.measure]);
      const before = lines.get(key)?.sides ?? [];
      lines.set(key, { ...line, sides: [...before, { side, ...figures }] });
    }
  return { kind: "load", span: chartSpan(zone, spanOfSides(sides)), lines: [...lines.values()] };
}

/** A line of one side. */
type OneLine = Omit<LoadLine, "sides"> & { readonly figures: LoadFigures };

/** A resource and its kind. */
type Placed = Resource & { readonly of: ResourceKind["name"] };

function linesOf(timeline: Timeline, mostSteps: number): OneLine[] {
  const { fleet, summary, span, sessions } = timeline;
  const resources = RESOURCE_KINDS.flatMap(({ list, name: of }) =>
    (fleet[list] ?? []).map((resource): Placed => ({ ...resource, of })),
  );
  const needsOf = needsAmong(resources.map(({ of, id, proxyId }) => ({ of, id, proxyId })));
  const needs = fleet.jobs.map(needsOf);
  const rows = span.keep === "all" ? rowsByLine(timeline, needs, resources.length) : undefined;
  const { from, to } = span;
  const figuresOf = (
    place: number,
    what: Pick<LoadFigures, "capacity" | "peak" | "peakAt" | "meanOfSpan">,
    weights?: Float64Array,
  ): LoadFigures => {
    const { peak, peakAt } = what;
    const steps =
      rows === undefined
        ? NO_STEPS
        : loadSteps(sessions, rows[place]!, { from, to, peak, peakAt, mostSteps }, weights);
    return { ...what, ...steps };
  };
  const { peak, peakAt, meanBusy } = summary.fleet.occupancy;
  const all = { capacity: Infinity, peak, peakAt, meanOfSpan: meanBusy };
  const measured = RESOURCE_KINDS.flatMap(({ list }) => summary[list]);
  return [
    {
      of: "fleet",
      id: "",
      label: "all jobs",
      measure: "sessions",
      figures: figuresOf(resources.length, all),
    },
    ...resources.flatMap(({ of, id, name = id }, place): OneLine[] => {
      const metrics = measured[place]!;
      const line = { of, id, label: name };
      const ofSessions = {
        capacity: metrics.slots,
        peak: metrics.peak,
        peakAt: metrics.peakAt,
        meanOfSpan: metrics.meanBusy,
      };
      const lines: OneLine[] = [
        { ...line, measure: "sessions", figures: figuresOf(place, ofSessions) },
      ];
      const ofThreads = threadPeak(metrics);
      if (ofThreads === undefined) return lines;
      const most = mostThreads(timeline, resources, needs, place);
      const figures =
        most === undefined ? { ...ofThreads, ...NO_STEPS } : figuresOf(place, ofThreads, most);
      return [...lines, { ...line, measure: "threads", figures }];
    }),
  ];
}

/** What the summary says of the threads of a resource; `undefined` where it shares none. */
function threadPeak({
  threads,
  peakDemand = 0,
  peakDemandAt = 0,
  mean = 0,
}: ResourceMetrics): Pick<LoadFigures, "capacity" | "peak" | "peakAt" | "meanOfSpan"> | undefined {
  return threads === undefined
    ? undefined
    : { capacity: threads, peak: peakDemand, peakAt: peakDemandAt, meanOfSpan: mean };
}

const NO_STEPS = {
  at: new Float64Array(0),
  most: new Float64Array(0),
  mean: new Float64Array(0),
} as const;

/**
 * The threads that a session of each job can use, of the jobs that need the resource at `place`
 * (R28); `undefined` where a function says so session by session.
 */
function mostThreads(
  { fleet }: Timeline,
  resources: readonly Placed[],
  needs: readonly (readonly number[])[],
  place: number,
): Float64Array | undefined {
  const most = new Float64Array(fleet.jobs.length);
  for (const [job, { workload }] of fleet.jobs.entries()) {
    if (!needs[job]!.includes(place)) continue;
    if (typeof workload === "function") return undefined;
    const fewest = Math.min(...needs[job]!.map((need) => resources[need]!.threads ?? Infinity));
    most[job] = workload?.threads ?? fewest;
  }
  return most;
}

/** The sessions of each resource, and last of all jobs: by start and by end. */
function rowsByLine(
  { sessions, span }: Timeline,
  needs: readonly (readonly number[])[],
  resources: number,
): LineRows[] {
  const { length, job, end } = sessions;
  const counts = new Int32Array(resources + 1);
  for (let row = 0; row < length; row += 1) {
    const own = needs[job[row]!]!;
    for (let index = 0; index < own.length; index += 1) counts[own[index]!]! += 1;
  }
  counts[resources] = length;
  const lines = Array.from(counts, (count) => ({
    byStart: new Int32Array(count),
    byEnd: new Int32Array(count),
  }));
  const filled = new Int32Array(resources);
  for (let row = 0; row < length; row += 1) {
    const own = needs[job[row]!]!;
    for (let index = 0; index < own.length; index += 1)
      lines[own[index]!]!.byStart[filled[own[index]!]!++] = row;
    lines[resources]!.byStart[row] = row;
  }
  const keys = new Float64Array(length);
  for (let row = 0; row < length; row += 1) keys[row] = end[row]! - span.from;
  const order = sortedPlaces(sorter(), keys, length, span.to - span.from);
  filled.fill(0);
  for (let at = 0; at < length; at += 1) {
    const row = order[at]!;
    const own = needs[job[row]!]!;
    for (let index = 0; index < own.length; index += 1)
      lines[own[index]!]!.byEnd[filled[own[index]!]!++] = row;
    lines[resources]!.byEnd[at] = row;
  }
  return lines;
}
