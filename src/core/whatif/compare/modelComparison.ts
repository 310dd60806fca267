/**
 * One fleet under two models of sharing: which runs are backed up under one and not under the
 * other (R22, R28).
 *
 * Every due start of a schedule is there on both sides, whatever the model, so runs are paired by
 * their order; the law is that each has one fate on each side. What a copy of type Immediate does
 * depends on when its source ends: its runs have no partners, and its restore points are counted.
 */
import { type Issue, issue, PolicyError } from "../../input/issues.js";
import { checkFleet } from "../../simulation/checkFleet.js";
import { followsSource } from "../../simulation/fleet.js";
import {
  BACKUP_WINDOW,
  FAILED,
  RUNNING,
  START_WINDOW,
  STOPPED,
  SUCCESS,
} from "../../simulation/outcomes.js";
import { checkTimeline } from "../../simulation/summarize.js";
import { makesRestorePoint } from "../../simulation/books/tally.js";
import type { MissedReason, Timeline } from "../../simulation/timeline.js";
import { localText, timeOf } from "../../time/moments.js";
import { resultOf, type WritesJson } from "../../time/plainData.js";
import type { ZoneSource, ZoneTable } from "../../time/zone.js";
import { modelOf, type SharingKind } from "../edits/model.js";
import { fleetChanges, type FleetSide, fleetSide, simulationChanges } from "./fleetChanges.js";
import { rowsOfJobs } from "./runTable.js";
import { anyLuck } from "./verdicts.js";

/**
 * What became of a due start: a restore point, or how its last session ended, or why it came to
 * none. `nothing-to-copy`: a copy succeeded before its source had a restore point (R32).
 */
export type RunFate =
  | "backed-up"
  | "stopped"
  | "failed"
  | "warning"
  | "running"
  | "nothing-to-copy"
  | Exclude<MissedReason, "backup-window" | "start-window">;

/** The fleet under one of the two models. */
export interface ModelSide {
  readonly model: SharingKind;
  /** Runs by what became of them; together as many as on the other side. */
  readonly fates: Readonly<Partial<Record<RunFate, number>>>;
  /** The time of day, on the server's clock, at which all were stopped that were; else absent. */
  readonly stoppedAt?: string;
  /** Restore points of copies that follow their source; absent where there are no such copies. */
  readonly copied?: number;
}

/** A run that is backed up under one model and not under the other. */
export interface DisputedRun {
  readonly job: string;
  /** When it was due, epoch ms. */
  readonly nominal: number;
  readonly baseline: RunFate;
  readonly candidate: RunFate;
}

/** The result of `compareModels`. */
export interface ModelComparison extends WritesJson {
  /** The span of both sides, epoch ms, `[from, to)`. */
  readonly span: { readonly from: number; readonly to: number };
  /** The seed of both sides, where anything is drawn: all is told under it (R35). */
  readonly seed?: number;
  /**
   * Runs due by a schedule or by hand that no window blocked: the same under both models. Those of
   * copies that follow their source do not count.
   */
  readonly runs: number;
  readonly baseline: ModelSide;
  readonly candidate: ModelSide;
  /** The runs that the models disagree about, by when they were due, then in the order of jobs. */
  readonly disputed: readonly DisputedRun[];
  /** The ids of their jobs, each once, in the order of the fleet. */
  readonly disputedJobs: readonly string[];
  /** When the first of them was due, on the server's clock, ISO 8601. */
  readonly since?: string;
  /** Of runs that are backed up under both; absent where there are none. */
  readonly lengths?: RunLengths;
}

/** How long the same runs take under two models, from their first start to their last end. */
export interface RunLengths {
  /** How many runs are looked at, and how many of them take longer, or less, in the candidate. */
  readonly runs: number;
  readonly longer: number;
  readonly shorter: number;
  /** Means, ms. */
  readonly baseline: number;
  readonly candidate: number;
}

/**
 * Where two models of sharing disagree; see `compareModels` in the public surface. `undefined`
 * where the model is not all that differs. Throws a `PolicyError` for what is no timeline, or
 * holds no runs.
 */
export function modelComparison(
  baseline: Timeline,
  candidate: Timeline,
  zoneOf: ZoneSource,
): ModelComparison | undefined {
  const issues: Issue[] = [];
  const was = readSide(baseline, "baseline", zoneOf, issues);
  const is = readSide(candidate, "candidate", zoneOf, issues);
  if (was === undefined || is === undefined) throw new PolicyError(issues);
  if (!isOnlyModel(baseline, candidate, was, is)) return undefined;

  const { jobs } = was.fleet;
  const [runsHere, runsThere] = [runsOf(baseline), runsOf(candidate)];
  const here = sideBook(was.zone);
  const there = sideBook(was.zone);
  const lengths = lengthBook();
  const disputed: (DisputedRun & { readonly place: number })[] = [];
  jobs.forEach((job, place) => {
    if (followsSource(job)) {
      here.copied(pointsOf(baseline, place));
      there.copied(pointsOf(candidate, place));
      return;
    }
    const [ones, others] = [runsHere(place), runsThere(place)];
    if (ones.length !== others.length)
      throw new Error(
        `invariant: ${job.id} has as many runs under either model, got ${ones.length} and ` +
          String(others.length),
      );
    ones.forEach((one, index) => {
      const other = others[index]!;
      here.add(one);
      there.add(other);
      const [isHere, isThere] = [one.fate === "backed-up", other.fate === "backed-up"];
      if (isHere && isThere) lengths.add(one.end - one.start, other.end - other.start);
      if (isHere === isThere) return;
      const { nominal } = one;
      disputed.push({ job: job.id, place, nominal, baseline: one.fate, candidate: other.fate });
    });
  });
  disputed.sort((a, b) => a.nominal - b.nominal || a.place - b.place);
  const places = new Set(disputed.map(({ place }) => place));
  const [first] = disputed;
  const { from, to, seed } = baseline.span;
  return resultOf({
    span: { from, to },
    ...(anyLuck({ baseline: was, candidate: is }) ? { seed } : {}),
    runs: here.runs(),
    baseline: here.side(modelOf(was.fleet)),
    candidate: there.side(modelOf(is.fleet)),
    disputed: disputed.map(({ place: _, ...run }): DisputedRun => run),
    disputedJobs: jobs.filter((_, place) => places.has(place)).map(({ id }) => id),
    ...(first === undefined ? {} : { since: localText(was.zone, first.nominal) }),
    ...lengths.metrics(),
  });
}

/** A timeline's fleet as it was simulated. Notes what is no timeline, and one without rows. */
function readSide(
  timeline: Timeline,
  path: string,
  zoneOf: ZoneSource,
  issues: Issue[],
): FleetSide | undefined {
  if (!checkTimeline(timeline, path, issues)) return undefined;
  const { keep } = timeline.span;
  if (keep !== "all") issues.push(issue(`${path}.span.keep`, "all: runs are compared", keep));
  const checked = checkFleet(timeline.fleet, issues, zoneOf, `${path}.fleet`);
  return checked === undefined || keep !== "all" ? undefined : fleetSide(checked);
}

/** Whether two timelines are of one fleet, span and luck but for how its proxies are shared. */
function isOnlyModel(
  baseline: Timeline,
  candidate: Timeline,
  was: FleetSide,
  is: FleetSide,
): boolean {
  if (baseline.span.from !== candidate.span.from || baseline.span.to !== candidate.span.to)
    return false;
  if (modelOf(was.fleet) === modelOf(is.fleet)) return false;
  const changes = [...fleetChanges(was, is), ...simulationChanges(baseline, candidate)];
  return changes.every(
    ({ of, setting }) => of === "proxy" && (setting === "slots" || setting === "threads"),
  );
}

/** What became of one due start. */
interface Run {
  readonly nominal: number;
  /** From its first session's start to its last one's end; `NaN` where it came to none. */
  readonly start: number;
  end: number;
  fate: RunFate;
}

/** The restore points that a job made, by its place. */
function pointsOf({ summary }: Timeline, job: number): number {
  return summary.jobs[job]!.exposure.restorePoints;
}

/** The runs of a job, by its place, that no window blocked, by when they were due. */
function runsOf(timeline: Timeline): (job: number) => Run[] {
  const { fleet, sessions, missed, reasons, rules } = timeline;
  const sessionsOf = rowsOfJobs(fleet, sessions);
  const missedOf = rowsOfJobs(fleet, missed);
  return (job) => {
    const { id } = fleet.jobs[job]!;
    const runs: Run[] = [];
    const rows = sessionsOf(id);
    const isGood = (row: number): boolean => makesRestorePoint(sessions.outcome[row]!, rules);
    // The first ones of a copy may find nothing; once its source has a point, it always has one.
    let empty = rows.reduce((sum, row) => sum + (isGood(row) ? 1 : 0), 0) - pointsOf(timeline, job);
    for (const row of rows) {
      if (sessions.attempt[row] === 0)
        runs.push({
          nominal: sessions.nominal[row]!,
          start: sessions.start[row]!,
          end: Number.NaN,
          fate: "failed",
        });
      const run = runs.at(-1)!;
      run.end = sessions.end[row]!;
      if (isGood(row) && empty === 0) run.fate = "backed-up";
      else if (run.fate !== "backed-up") run.fate = fateOf(sessions.outcome[row]!);
      if (isGood(row) && empty > 0) empty -= 1;
    }
    for (const row of missedOf(id)) {
      const reason = missed.reason[row]!;
      if (reason === BACKUP_WINDOW || reason === START_WINDOW) continue;
      runs.push({
        nominal: missed.nominal[row]!,
        start: Number.NaN,
        end: Number.NaN,
        fate: reasons[reason]! as RunFate,
      });
    }
    return runs.sort((a, b) => a.nominal - b.nominal);
  };
}

/** The fate of a run whose last session ended so and made no restore point. */
function fateOf(outcome: number): RunFate {
  switch (outcome) {
    case SUCCESS:
      return "nothing-to-copy";
    case FAILED:
      return "failed";
    case STOPPED:
      return "stopped";
    case RUNNING:
      return "running";
    default:
      return "warning";
  }
}

/** Counts the fates of one side. */
function sideBook(zone: ZoneTable) {
  const fates: Partial<Record<RunFate, number>> = {};
  const stops = new Set<string>();
  let count = 0;
  let points: number | undefined;
  return {
    runs: () => count,
    add({ fate, end }: Run): void {
      count += 1;
      fates[fate] = (fates[fate] ?? 0) + 1;
      if (fate === "stopped") stops.add(timeOf(localText(zone, end)));
    },
    copied(count: number): void {
      points = (points ?? 0) + count;
    },
    side(model: SharingKind): ModelSide {
      const [stoppedAt] = stops;
      return {
        model,
        fates,
        ...(stops.size === 1 ? { stoppedAt: stoppedAt! } : {}),
        ...(points === undefined ? {} : { copied: points }),
      };
    },
  };
}

/** Adds up the lengths of runs that both sides have. */
function lengthBook() {
  const sums = { runs: 0, longer: 0, shorter: 0, baseline: 0, candidate: 0 };
  return {
    add(was: number, is: number): void {
      sums.runs += 1;
      sums.baseline += was;
      sums.candidate += is;
      if (is > was) sums.longer += 1;
      if (is < was) sums.shorter += 1;
    },
    metrics(): { readonly lengths?: RunLengths } {
      const { runs, baseline, candidate } = sums;
      if (runs === 0) return {};
      return { lengths: { ...sums, baseline: baseline / runs, candidate: candidate / runs } };
    },
  };
}
