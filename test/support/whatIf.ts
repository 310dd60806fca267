/**
 * Fleets, changes and mirrors for what-if tests, in a few words.
 */
import fc from "fast-check";
import {
  type Comparison,
  type Fact,
  type Fleet,
  type Job,
  type MetricChange,
  type PairedRun,
  parsePolicy,
  type SchedulePolicy,
  type ScopeChange,
  type StaggerAim,
  type Summary,
  type Verdict,
} from "../../src/index.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Hours of every day from one to another, over midnight where the second is not later. */
export function nightly(from: number, to: number): boolean[] {
  return Array.from({ length: 168 }, (_, cell) =>
    to > from ? cell % 24 >= from && cell % 24 < to : cell % 24 >= from || cell % 24 < to,
  );
}

/** A policy of every day. */
export function daily(dailyTime: string, more: object = {}): SchedulePolicy {
  return parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime, ...more });
}

/** With a backup window of every day, on UTC. */
export function windowed(
  dailyTime: string,
  from: number,
  to: number,
  more: object = {},
): SchedulePolicy {
  return daily(dailyTime, {
    backupWindowEnabled: true,
    backupWindowSettings: { backupWindow: nightly(from, to) },
    ...more,
  });
}

/** Runs that came to nothing: blocked, missed, or stopped by a window. */
export function lostRuns({ fleet }: Summary): number {
  return fleet.blocked + fleet.missed + fleet.stopped;
}

/** What a proposal is to lower, of one simulation. */
export function valueOf(aim: StaggerAim, summary: Summary): number {
  const { fleet, proxies, repositories, organizations } = summary;
  switch (aim) {
    case "peak":
      return fleet.occupancy.peak;
    case "demand":
      return [...proxies, ...repositories, ...organizations].reduce(
        (most, { peakDemand, threads }) =>
          threads === undefined ? most : Math.max(most, peakDemand! / threads),
        0,
      );
    case "wait":
      return fleet.wait.mean;
    case "exposure":
      return fleet.worstExposure;
  }
}

/** A change of a fleet, of one of the kinds that people ask about. */
export const fleetChanges: fc.Arbitrary<(fleet: Fleet) => Fleet> = fc.oneof(
  fc.nat(9).map((at) => (fleet: Fleet) => ({
    ...fleet,
    jobs: fleet.jobs.filter((_, index) => index !== at),
  })),
  fc.nat(9).map((at) => (fleet: Fleet) => ({
    ...fleet,
    jobs: [
      ...fleet.jobs,
      ...fleet.jobs.slice(at, at + 1).map((job) => ({ ...job, id: newId(fleet, job.id) })),
    ],
  })),
  fc
    .tuple(fc.nat(9), fc.constantFrom("20:00", "21:30", "22:00", "01:00", "02:30"))
    .map(([at, dailyTime]) =>
      changingJob(at, (job) => ({
        ...job,
        policy: parsePolicy({ ...job.policy, type: "Daily", dailyType: "Everyday", dailyTime }),
      })),
    ),
  fc.tuple(fc.nat(9), fc.constantFrom([20, 6], [22, 4], [0, 12])).map(([at, [from, to]]) =>
    changingJob(at, (job) => ({
      ...job,
      policy: parsePolicy({
        ...job.policy,
        backupWindowEnabled: true,
        backupWindowSettings: { backupWindow: nightly(from, to) },
      }),
    })),
  ),
  fc.constantFrom(1, 2, 3).map((slots) => (fleet: Fleet) => ({
    ...fleet,
    proxies: (fleet.proxies ?? []).map((proxy) => ({ ...proxy, slots })),
  })),
  fc
    .constantFrom("UTC", "America/New_York", "Asia/Kolkata")
    .map((zone) => (fleet: Fleet) => ({ ...fleet, clock: { ...fleet.clock, zone } })),
  fc
    .tuple(fc.nat(9), fc.constantFrom(HOUR, 12 * HOUR))
    .map(([at, rpo]) => changingJob(at, (job) => ({ ...job, rpo }))),
  fc.nat(9).map((at) => changingJob(at, (job) => ({ ...job, workload: { duration: "PT50M" } }))),
  fc.constant((fleet: Fleet) => ({ ...fleet, jobs: fleet.jobs.toReversed() })),
);

/** An id that no job of the fleet has, also where others were taken out and put in before. */
function newId(fleet: Fleet, like: string): string {
  let id = `${like}-twin`;
  while (fleet.jobs.some((job) => job.id === id)) id += "-twin";
  return id;
}

function changingJob(at: number, change: (job: Job) => Job): (fleet: Fleet) => Fleet {
  return (fleet) => ({
    ...fleet,
    jobs: fleet.jobs.map((job, index) => (index === at ? change(job) : job)),
  });
}

// --- a comparison the other way round

const KINDS = { added: "removed", removed: "added", changed: "changed" } as const;
const negative = (number: number): number => 0 - number;

function swapped<T extends { readonly baseline?: unknown; readonly candidate?: unknown }>({
  baseline,
  candidate,
  ...rest
}: T): object {
  return {
    ...rest,
    ...(candidate === undefined ? {} : { baseline: candidate }),
    ...(baseline === undefined ? {} : { candidate: baseline }),
  };
}

const withoutText = <T extends { readonly text: string }>({ text: _, ...rest }: T): object => rest;
const mirroredMetric = (change: MetricChange): object => ({
  ...swapped(change),
  ...(change.difference === undefined ? {} : { difference: negative(change.difference) }),
});
const mirroredScope = (change: ScopeChange): object => ({
  ...change,
  kind: KINDS[change.kind],
  metrics: change.metrics.map(mirroredMetric),
});
const mirroredRun = (run: PairedRun): object => ({ ...swapped(run), byMs: negative(run.byMs) });

/**
 * The facts of a chain behind its causes. What is gone without a change need not come with it
 * alone, so that causes have no mirror.
 */
function effectsIn(chain: readonly Fact[]): Fact[] {
  return chain.filter(({ kind }) => !["setting", "neighbours", "together"].includes(kind));
}

/** What the comparison must be the other way round; texts, orders and causes left out. */
export function mirrorOf(comparison: Comparison): object {
  const { runs, peak } = comparison;
  const verdict = ({ job, figure, chain }: Verdict): object => ({
    job,
    figure: swapped(figure),
    chain: effectsIn(chain).map((fact) => withoutText(swapped(fact) as Fact)),
  });
  return plain({
    isEmpty: comparison.isEmpty,
    span: comparison.span,
    ...(comparison.seed === undefined ? {} : { seed: comparison.seed }),
    changes: comparison.changes.map((change) =>
      withoutText({ ...(swapped(change) as typeof change), kind: KINDS[change.kind] }),
    ),
    ...(runs === undefined
      ? {}
      : {
          runs: {
            added: runs.removed,
            removed: runs.added,
            moved: runs.moved.map(mirroredRun),
            changed: runs.changed.map(mirroredRun),
          },
        }),
    jobs: comparison.jobs.map((job) => ({
      ...mirroredScope(job),
      ...(job.runs === undefined
        ? {}
        : {
            runs: {
              ...job.runs,
              added: job.runs.removed,
              removed: job.runs.added,
              ...(job.runs.movedByMs === undefined
                ? {}
                : { movedByMs: negative(job.runs.movedByMs) }),
              ...(job.runs.example === undefined ? {} : { example: swapped(job.runs.example) }),
            },
          }),
    })),
    resources: comparison.resources.map(mirroredScope),
    fleet: comparison.fleet.map(mirroredMetric),
    crossings: comparison.crossings.map((crossing) => ({
      ...swapped(crossing),
      crossing: crossing.crossing === "met" ? "missed" : "met",
      target: swapped(crossing.target),
    })),
    ...(peak === undefined
      ? {}
      : {
          peak: {
            baseline: peak.candidate,
            candidate: peak.baseline,
            difference: negative(peak.difference),
            baselineAt: peak.candidateAt,
            candidateAt: peak.baselineAt,
          },
        }),
    worse: comparison.better.map(verdict),
    better: comparison.worse.map(verdict),
    unjudged: comparison.unjudged.map(withoutText),
  });
}

/**
 * The same of a comparison as it is: texts, names and causes left out, lists in an order of their
 * own.
 */
export function plainOf(comparison: Comparison): object {
  const verdict = ({ job, figure, chain }: Verdict): object => ({
    job,
    figure,
    chain: effectsIn(chain).map(withoutText),
  });
  const { causesComplete: _, ...told } = comparison;
  return plain({
    ...told,
    unjudged: told.unjudged.map(withoutText),
    changes: comparison.changes.map(withoutText),
    worse: comparison.worse.map(verdict),
    better: comparison.better.map(verdict),
  });
}

/** Lists sorted by their content, all the way down; functions by their text. */
function plain(value: unknown): object {
  const sorted = (item: unknown): unknown => {
    if (Array.isArray(item))
      return item.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    if (typeof item === "function") return "a function";
    if (item === null || typeof item !== "object") return item;
    return Object.fromEntries(
      Object.entries(item)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, sorted(inner)]),
    );
  };
  return sorted(value) as object;
}
