/**
 * Which run of the candidate is which run of the baseline.
 *
 * The same job and the same nominal start is the same run: its luck is the same, too (R24). What is
 * left over on both sides of a job is paired by nearness, closest first: whoever moves a job from
 * 22:00 to 01:00 wants to read that each night's run is three hours later, and not that thirty runs
 * are gone and thirty others new. The pairing looks the same from both sides.
 */
import type { MissedReason, Timeline } from "../../simulation/timeline.js";
import { dayOf } from "../../time/calendar.js";
import { type Instant, wallOf } from "../../time/instant.js";
import { localText } from "../../time/moments.js";
import { offsetAt, type ZoneTable } from "../../time/zone.js";
import type { JobChange, LoneRun, PairedRun, RunChanges } from "./comparison.js";
import { type JobRuns, rowsOfJobs, runTable } from "./runTable.js";

/** One side: a timeline and its jobs' clocks. */
export interface RunsSide {
  readonly timeline: Timeline;
  readonly zoneOf: (id: string) => ZoneTable | undefined;
}

/** What became of the runs: of all, and of each job that has a difference, by id. */
export interface PairedRuns {
  readonly all: RunChanges;
  readonly byJob: ReadonlyMap<string, NonNullable<JobChange["runs"]>>;
}

/** Pairs the runs of two timelines, for the jobs with these ids. */
export function pairRuns(
  ids: readonly string[],
  baseline: RunsSide,
  candidate: RunsSide,
): PairedRuns {
  const runsHere = runTable(baseline.timeline);
  const runsThere = runTable(candidate.timeline);
  const fateHere = fates(baseline.timeline);
  const fateThere = fates(candidate.timeline);
  const all = {
    added: [] as LoneRun[],
    removed: [] as LoneRun[],
    moved: [] as PairedRun[],
    changed: [] as PairedRun[],
  };
  const byJob = new Map<string, NonNullable<JobChange["runs"]>>();
  for (const job of ids) {
    const here = runsHere(job);
    const there = runsThere(job);
    const found = pairsOf(here, there, baseline.zoneOf(job), candidate.zoneOf(job));
    const pair = ([a, b]: readonly [number, number]): PairedRun => ({
      job,
      baseline: here.side(a),
      candidate: there.side(b),
      byMs: there.start(b) - here.start(a),
    });
    const moved = found.moved.map(pair);
    const changed = found.changed.map(pair);
    const removed = found.onlyHere.map((run): LoneRun => ({
      job,
      ...here.side(run),
      otherwise: fateThere(job, here.nominal(run)),
    }));
    const added = found.onlyThere.map((run): LoneRun => ({
      job,
      ...there.side(run),
      otherwise: fateHere(job, there.nominal(run)),
    }));
    if (moved.length + changed.length + removed.length + added.length === 0) continue;
    byJob.set(job, {
      added: added.length,
      removed: removed.length,
      moved: moved.length,
      changed: changed.length,
      ...shiftOf(moved, baseline.zoneOf(job), candidate.zoneOf(job)),
    });
    // One at a time: a list of a job may be longer than a call has room for arguments.
    for (const run of added) all.added.push(run);
    for (const run of removed) all.removed.push(run);
    for (const run of moved) all.moved.push(run);
    for (const run of changed) all.changed.push(run);
  }
  const byStart = (a: LoneRun, b: LoneRun): number => a.start - b.start || order(a.job, b.job);
  const byPair = (a: PairedRun, b: PairedRun): number =>
    Math.min(a.baseline.start, a.candidate.start) - Math.min(b.baseline.start, b.candidate.start) ||
    order(a.job, b.job);
  all.added.sort(byStart);
  all.removed.sort(byStart);
  all.moved.sort(byPair);
  all.changed.sort(byPair);
  return { all, byJob };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Runs of one job, by their indices on the two sides. */
interface Pairs {
  readonly moved: (readonly [number, number])[];
  readonly changed: (readonly [number, number])[];
  readonly onlyHere: number[];
  readonly onlyThere: number[];
}

function pairsOf(
  here: JobRuns,
  there: JobRuns,
  zoneHere: ZoneTable | undefined,
  zoneThere: ZoneTable | undefined,
): Pairs {
  const pairs: Pairs = { moved: [], changed: [], onlyHere: [], onlyThere: [] };
  for (let a = 0, b = 0; a < here.length || b < there.length;) {
    const nominalHere = a < here.length ? here.nominal(a) : Infinity;
    const nominalThere = b < there.length ? there.nominal(b) : Infinity;
    if (nominalHere < nominalThere) pairs.onlyHere.push(a++);
    else if (nominalThere < nominalHere) pairs.onlyThere.push(b++);
    else {
      if (here.start(a) !== there.start(b)) pairs.moved.push([a, b]);
      else if (!here.isSame(a, there, b)) pairs.changed.push([a, b]);
      a += 1;
      b += 1;
    }
  }
  if (zoneHere === undefined || zoneThere === undefined) return pairs;
  return withNearest(pairs, here, there, zoneHere, zoneThere);
}

/**
 * Pairs what is left over: each with its neighbours of the other side, the closest two first, each
 * run once.
 */
function withNearest(
  pairs: Pairs,
  here: JobRuns,
  there: JobRuns,
  zoneHere: ZoneTable,
  zoneThere: ZoneTable,
): Pairs {
  interface Match {
    readonly a: number;
    readonly b: number;
    readonly apart: number;
    readonly otherDate: number;
  }
  const matches: Match[] = [];
  const match = (a: number | undefined, b: number | undefined): void => {
    if (a === undefined || b === undefined) return;
    const from = here.nominal(a);
    const to = there.nominal(b);
    matches.push({
      a,
      b,
      apart: Math.abs(to - from),
      otherDate: dateOf(zoneHere, from) === dateOf(zoneThere, to) ? 0 : 1,
    });
  };
  const { onlyHere, onlyThere } = pairs;
  // Every neighbourhood between the two lists: the one before and the one after each run.
  for (let x = 0, y = 0; x < onlyHere.length || y < onlyThere.length;) {
    const hereFirst =
      y >= onlyThere.length ||
      (x < onlyHere.length && here.nominal(onlyHere[x]!) < there.nominal(onlyThere[y]!));
    if (hereFirst) {
      match(onlyHere[x], onlyThere[y - 1]);
      match(onlyHere[x], onlyThere[y]);
      x += 1;
    } else {
      match(onlyHere[x - 1], onlyThere[y]);
      match(onlyHere[x], onlyThere[y]);
      y += 1;
    }
  }
  // Of as many that share a run the earlier one stays first.
  matches.sort((one, two) => one.apart - two.apart || one.otherDate - two.otherDate);
  const takenHere = new Set<number>();
  const takenThere = new Set<number>();
  const moved: [number, number][] = [];
  for (const { a, b } of matches) {
    if (takenHere.has(a) || takenThere.has(b)) continue;
    takenHere.add(a);
    takenThere.add(b);
    moved.push([a, b]);
  }
  return {
    moved: [...pairs.moved, ...moved].sort((one, two) => one[0] - two[0]),
    changed: pairs.changed,
    onlyHere: onlyHere.filter((run) => !takenHere.has(run)),
    onlyThere: onlyThere.filter((run) => !takenThere.has(run)),
  };
}

function dateOf(zone: ZoneTable, instant: number): number {
  return dayOf(wallOf(instant as Instant, offsetAt(zone, instant)));
}

/**
 * The shift that most moved runs have in common, and the first of them. Of equally many the smaller
 * shift, and then the one that occurs first: which looks the same from both sides, since no two
 * pairs cross.
 */
function shiftOf(
  moved: readonly PairedRun[],
  zoneHere: ZoneTable | undefined,
  zoneThere: ZoneTable | undefined,
): Pick<NonNullable<JobChange["runs"]>, "movedByMs" | "example"> {
  const shiftOfRun = ({ baseline, candidate }: PairedRun): number =>
    candidate.nominal - baseline.nominal;
  const shifts = new Map<number, { count: number; readonly first: PairedRun }>();
  for (const run of moved) {
    const known = shifts.get(shiftOfRun(run));
    if (known === undefined) shifts.set(shiftOfRun(run), { count: 1, first: run });
    else known.count += 1;
  }
  const [most] = [...shifts.values()].sort(
    (a, b) => b.count - a.count || Math.abs(shiftOfRun(a.first)) - Math.abs(shiftOfRun(b.first)),
  );
  if (most === undefined || zoneHere === undefined || zoneThere === undefined) return {};
  const { first } = most;
  return {
    movedByMs: shiftOfRun(first),
    example: {
      baseline: localText(zoneHere, first.baseline.nominal),
      candidate: localText(zoneThere, first.candidate.nominal),
    },
  };
}

/** Why a job had no run at a nominal start: looked up job by job, as asked. */
function fates({
  fleet,
  missed,
  reasons,
}: Timeline): (id: string, nominal: number) => MissedReason | "not-due" {
  const rowsOf = rowsOfJobs(fleet, missed);
  let known: string | undefined;
  let byNominal = new Map<number, MissedReason>();
  return (id, nominal) => {
    if (id !== known) {
      known = id;
      byNominal = new Map(
        Array.from(rowsOf(id), (row) => [missed.nominal[row]!, reasons[missed.reason[row]!]!]),
      );
    }
    return byNominal.get(nominal) ?? "not-due";
  };
}
