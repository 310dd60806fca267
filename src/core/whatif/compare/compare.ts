/**
 * Two timelines of one span side by side: what was changed, what became of the runs, which metrics
 * differ, and why.
 *
 * Runs are read off the timelines, metrics off their summaries; only causes are simulated (R33).
 * The laws: `compare(x, x)` is empty, and `compare(a, b)` is `compare(b, a)` in a mirror, but for
 * the causes: what is gone without a change need not come with it alone.
 */
import { type Issue, issue, PolicyError } from "../../input/issues.js";
import { readOptions } from "../../input/ownShape.js";
import { checkTimeline } from "../../simulation/summarize.js";
import { type CheckedFleet, checkFleet } from "../../simulation/checkFleet.js";
import { RESOURCE_KINDS } from "../../simulation/fleet.js";
import type { Summary } from "../../simulation/summary.js";
import type { Timeline } from "../../simulation/timeline.js";
import { resultOf } from "../../time/plainData.js";
import type { ZoneSource } from "../../time/zone.js";
import { type FlatMetrics, flatMetrics } from "../flatMetrics.js";
import { metricAt, type ScopeKind } from "../metrics.js";
import {
  COMPARE_KEYS,
  type CompareOptions,
  type Comparison,
  type JobChange,
  type MetricChange,
  type PeakChange,
  type ScopeChange,
  USUAL_BUDGET,
} from "./comparison.js";
import {
  fleetChanges,
  fleetSide,
  idsOfBoth,
  pairsById,
  simulationChanges,
} from "./fleetChanges.js";
import { pairRuns } from "./runPairs.js";
import { anyLuck, verdictsOf } from "./verdicts.js";

/** A timeline, and the fleet that lived it. */
export interface TimelineSide {
  readonly timeline: Timeline;
  readonly checked: CheckedFleet;
}

/** A fraction of a second: for who compares beside other work. */
const BRIEFLY: Required<CompareOptions> = { causes: "ablation", budget: 50_000 };
const USUAL: Required<CompareOptions> = { causes: "ablation", budget: USUAL_BUDGET };

/**
 * Compares two timelines; see `compare` in the public surface. Throws a `PolicyError` for what is
 * no timeline, or of another span, or no option.
 */
export function compareTimelines(
  baseline: Timeline,
  candidate: Timeline,
  options: CompareOptions | undefined,
  zoneOf: ZoneSource,
): Comparison {
  const issues: Issue[] = [];
  const how = howToCompare(options, issues);
  const was = readTimeline(baseline, "baseline", zoneOf, issues);
  const is = readTimeline(candidate, "candidate", zoneOf, issues);
  if (was !== undefined && is !== undefined) {
    for (const key of ["from", "to"] as const) {
      if (candidate.span[key] !== baseline.span[key])
        issues.push(
          issue(
            `candidate.span.${key}`,
            `${baseline.span[key]}, as in the baseline`,
            candidate.span[key],
            "simulate both over the same span",
          ),
        );
    }
  }
  if (was === undefined || is === undefined || issues.length > 0) throw new PolicyError(issues);
  return comparisonOf(was, is, how);
}

/** Compares two timelines of one span; without `options`, causes are looked for briefly. */
export function comparisonOf(
  { timeline: baseline, checked: before }: TimelineSide,
  { timeline: candidate, checked: now }: TimelineSide,
  options = BRIEFLY,
): Comparison {
  const sides = [fleetSide(before), fleetSide(now)] as const;
  const changes = [...fleetChanges(...sides), ...simulationChanges(baseline, candidate)];
  const [was, is] = [baseline.summary, candidate.summary];
  const ids = idsOfBoth(baseline.fleet.jobs, candidate.fleet.jobs);
  const wereKept = baseline.span.keep === "all" && candidate.span.keep === "all";
  const runs = wereKept
    ? pairRuns(
        ids,
        { timeline: baseline, zoneOf: (id) => sides[0].jobs.get(id)?.zone },
        { timeline: candidate, zoneOf: (id) => sides[1].jobs.get(id)?.zone },
      )
    : undefined;
  const jobs = scopeChanges("job", was.jobs, is.jobs, new Set(runs?.byJob.keys())).map(
    (change): JobChange => {
      const itsRuns = runs?.byJob.get(change.id);
      return {
        ...change,
        of: "job",
        ...(itsRuns === undefined ? {} : { runs: itsRuns }),
      };
    },
  );
  const resources = RESOURCE_KINDS.flatMap(({ list, name }) =>
    scopeChanges(name, was[list], is[list]),
  );
  const fleet = metricChanges("fleet", was.fleet, is.fleet);
  const peak = peakChange(was, is);
  const verdicts = verdictsOf({
    baseline: { ...sides[0], timeline: baseline },
    candidate: { ...sides[1], timeline: candidate },
    changes,
    options,
  });
  const { seed } = baseline.span;
  const hasSeed =
    seed === candidate.span.seed && anyLuck({ baseline: sides[0], candidate: sides[1] });
  const data = {
    isEmpty: changes.length + jobs.length + resources.length + fleet.length === 0,
    span: { from: baseline.span.from, to: baseline.span.to },
    ...(hasSeed ? { seed } : {}),
    changes,
    ...(runs === undefined ? {} : { runs: runs.all }),
    jobs,
    resources,
    fleet,
    crossings: verdicts.crossings,
    ...(peak === undefined ? {} : { peak }),
    worse: verdicts.worse,
    better: verdicts.better,
    unjudged: verdicts.unjudged,
    causesComplete: verdicts.causesComplete,
  };
  return resultOf(data, { sides: () => ({ baseline, candidate }) });
}

/** Options with their defaults filled in. Notes what is none. */
function howToCompare(
  options: CompareOptions | undefined,
  issues: Issue[],
): Required<CompareOptions> {
  const { causes = USUAL.causes, budget = USUAL.budget } = readOptions<CompareOptions>(
    options,
    COMPARE_KEYS,
    issues,
  );
  if (causes !== "none" && causes !== "ablation")
    issues.push(issue("options.causes", "none or ablation", causes));
  if (!(typeof budget === "number" && budget >= 0))
    issues.push(issue("options.budget", "a number of due starts, 0 or more", budget));
  return { causes, budget } as Required<CompareOptions>;
}

/** Its fleet was checked when it was simulated, but a timeline does not keep the checked form. */
function readTimeline(
  timeline: Timeline,
  path: string,
  zoneOf: ZoneSource,
  issues: Issue[],
): TimelineSide | undefined {
  if (!checkTimeline(timeline, path, issues)) return undefined;
  const checked = checkFleet(timeline.fleet, issues, zoneOf, `${path}.fleet`);
  return checked === undefined ? undefined : { timeline, checked };
}

type Thing = { readonly id: string; readonly name?: string };

/**
 * The metrics of each job or resource that differ; things that have `others` to tell are in the
 * list in any case.
 */
function scopeChanges(
  of: ScopeKind,
  baseline: readonly Thing[],
  candidate: readonly Thing[],
  others: ReadonlySet<string> = new Set(),
): ScopeChange[] {
  return pairsById(baseline, candidate).flatMap(({ id, was, is }) => {
    const metrics = metricChanges(of, was, is);
    if (metrics.length === 0 && !others.has(id)) return [];
    return [
      {
        of,
        id,
        kind: was === undefined ? "added" : is === undefined ? "removed" : "changed",
        metrics,
        ...nameOf(is ?? was),
      },
    ];
  });
}

function nameOf(thing: { readonly name?: string } | undefined): { readonly name?: string } {
  return thing?.name === undefined ? {} : { name: thing.name };
}

/** The metrics that differ, in the order of the summary; all of them where a side is missing. */
function metricChanges(
  of: ScopeKind,
  baseline: object | undefined,
  candidate: object | undefined,
): MetricChange[] {
  const [was, is] = [baseline, candidate].map((thing) =>
    thing === undefined ? new Map<string, number>() : flatMetrics(of, thing),
  ) as [FlatMetrics, FlatMetrics];
  const changes: MetricChange[] = [];
  for (const metric of new Set([...was.keys(), ...is.keys()])) {
    const [before, now] = [was.get(metric), is.get(metric)];
    if (before === now) continue;
    const both = before !== undefined && now !== undefined;
    changes.push({
      metric,
      unit: metricAt(of, metric).unit,
      ...(before === undefined ? {} : { baseline: before }),
      ...(now === undefined ? {} : { candidate: now }),
      ...(both ? { difference: now - before } : {}),
    });
  }
  return changes;
}

function peakChange(was: Summary, is: Summary): PeakChange | undefined {
  const [before, now] = [was.fleet.occupancy, is.fleet.occupancy];
  if (before.peak === now.peak) return undefined;
  return {
    baseline: before.peak,
    candidate: now.peak,
    difference: now.peak - before.peak,
    baselineAt: before.peakAt,
    candidateAt: now.peakAt,
  };
}
