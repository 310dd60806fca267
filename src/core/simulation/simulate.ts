/**
 * What really happens to the runs: the fleet is checked, its schedules are compiled, its jobs live
 * through the span, and what was written down becomes a timeline.
 */
import { type Issue, issue, PolicyError } from "../input/issues.js";
import { resultOf } from "../time/plainData.js";
import type { Rules } from "./rules.js";
import type { ZoneSource } from "../time/zone.js";
import {
  missedColumns,
  type MissedLog,
  missedLog,
  noMissedLog,
  noSessionLog,
  sessionColumns,
  type SessionLog,
  sessionLog,
} from "./books/columns.js";
import { countMissed, openTally, type Tally } from "./books/tally.js";
import { World } from "./engine/world.js";
import { type Brief, readBrief } from "./brief.js";
import { prepare, type Prepared } from "./prepare.js";
import { type CheckedFleet, checkFleet } from "./checkFleet.js";
import { type CheckedSpan, checkSpan, type NumericSpan } from "./span.js";
import { liveAlone } from "./engine/alone/alone.js";
import { type Capacity, capacityOf } from "./engine/capacity.js";
import { copiesOf } from "./engine/copies.js";
import { live } from "./engine/live.js";
import { inOrder } from "./engine/parts/parts.js";
import { liveInParts } from "./engine/parts/liveInParts.js";
import { luckOf } from "./engine/luck.js";
import type { JobPlan } from "./engine/plans.js";
import { resourceEdges } from "./engine/resourceEdges.js";
import { type SharesSeen, type ShareWatch, shareWatch } from "./engine/shareWatch.js";
import { type Sharing, sharingOf } from "./engine/sharing.js";
import { roundsOf, slownessOf, unshared, type WatchedFleet } from "./slowness.js";
import type { Needed } from "./fleet.js";
import { neededOf, type ReadResource } from "./resource.js";
import { BACKUP_WINDOW, OUTCOMES, REASONS, START_WINDOW } from "./outcomes.js";
import { readSummary, type Summary } from "./summary.js";
import { missedRows, sessionRows, type Timeline } from "./timeline.js";
import type { FleetInput } from "./fleetInput.js";

/** A timeline holds at most so many due starts; a summary has room for a thousand times as many. */
const MOST_DUE = { all: 200_000_000, summary: 200_000_000_000 };

/**
 * Simulates a fleet over a span; see `simulate` in the public surface. Throws a `PolicyError` with
 * every issue.
 */
export function simulateFleet(fleet: FleetInput, span: NumericSpan, zoneOf: ZoneSource): Timeline {
  const issues: Issue[] = [];
  const checked = checkFleet(fleet, issues, zoneOf);
  const when = checkSpan(span, issues);
  if (checked === undefined || when === undefined) throw new PolicyError(issues);
  return timelineOf(prepare(checked, when), when);
}

/** Of due starts that share slots, so many wait, about: what grows from there grows once. */
const SHARE_WAITING = 2 / 3;

/** What a prepared fleet lives under. */
export type Circumstances = Pick<CheckedSpan, "seed" | "keep" | "rules">;

/**
 * The timeline of a prepared fleet. Throws a `PolicyError` where the span holds too many due
 * starts, or a function workload gives what is no result.
 */
export function timelineOf(prepared: Prepared, { seed, keep, rules }: Circumstances): Timeline {
  const { from, to, plans, checked } = prepared;
  const { fleet } = checked;
  const { log, missed, readBooks } = liveThrough(prepared, { seed, keep, rules }, keep === "all");
  const sessions = sessionColumns(log);
  const missedRuns = missedColumns(missed);
  let summary: Summary | undefined;
  const data = {
    fleet,
    span: { from, to, seed, keep },
    rules,
    zoneVersion: zoneVersionOf(plans),
    sessions,
    missed: missedRuns,
    outcomes: OUTCOMES,
    reasons: REASONS,
    get summary() {
      return (summary ??= readBooks());
    },
  };
  return resultOf(data, {
    rows: () => sessionRows(fleet, sessions, OUTCOMES),
    missedRows: () => missedRows(fleet, missedRuns, REASONS),
    summaryUnder: (restorePoint: Rules["restorePoint"]) =>
      summaryOf(prepared, { seed, keep, rules: { ...rules, restorePoint } }),
    slowness: () => slownessOf(watchedOf(prepared, { seed, keep, rules }, data.summary)),
  });
}

/** The version of the zones that schedules were compiled for; empty where none says one. */
function zoneVersionOf(plans: readonly JobPlan[]): string {
  for (const { schedule } of plans) if (schedule.zone.version !== "") return schedule.zone.version;
  return "";
}

/**
 * The summary that the timeline would have, to the byte, without writing one down first. Throws as
 * `timelineOf` does.
 */
export function summaryOf(prepared: Prepared, under: Circumstances): Summary {
  return liveThrough(prepared, under, false).readBooks();
}

/** The same, in brief. */
export function briefOf(prepared: Prepared, under: Circumstances): Brief {
  return liveThrough(prepared, under, false).readBrief();
}

/** Watches a prepared fleet, which came to `summary`: who shared threads, and what that cost. */
export function watchedOf(
  prepared: Prepared,
  under: Circumstances,
  summary: Summary,
): WatchedFleet {
  const { checked, from, to } = prepared;
  const rounds = roundsOf(checked);
  const answers = new Map<number, Summary | undefined>();
  const isShared = checked.resources.some(({ threads }) => !Number.isNaN(threads));
  const asked = (job: number): { from: number; to: number } =>
    summary.jobs[job]!.exposure.worstInterval;
  const shares = isShared ? liveThrough(prepared, under, false, asked).shares() : new Map();
  return {
    checked,
    summary,
    shares: shares as WatchedFleet["shares"],
    roundOf: (place) => rounds[place]!,
    without(place) {
      const round = rounds[place]!;
      if (!answers.has(round)) {
        const places = new Set([...rounds.keys()].filter((other) => rounds[other] === round));
        const apart = (): Summary =>
          summaryOf(prepare(unshared(checked, places), { from, to }), under);
        answers.set(round, ifKnown(checked, apart));
      }
      return answers.get(round);
    },
  };
}

/**
 * What comes of a fleet that is made up; `undefined` where a function workload does not know the
 * runs that it has there: a function knows only those of the fleets that it was written for.
 */
export function ifKnown<T>({ jobs }: CheckedFleet, simulated: () => T): T | undefined {
  try {
    return simulated();
  } catch (error) {
    if (jobs.some(({ workload }) => workload.given !== undefined)) return undefined;
    throw error;
  }
}

/** What is left when a fleet has lived through a span. */
interface Lived {
  readonly log: SessionLog;
  readonly missed: MissedLog;
  /** Reads the summary off the books; to be asked once. */
  readBooks(): Summary;
  /** In place of that, a few figures. */
  readBrief(): Brief;
  /** What was seen of sharing; nothing where nobody watched. To be asked once. */
  shares(): WatchedFleet["shares"];
}

/**
 * Lets a fleet live through its span. With `rows`, sessions and missed runs are written down; with
 * `asked`, the stretch of each job that is asked for, it is watched.
 */
function liveThrough(
  prepared: Prepared,
  { seed, keep, rules }: Circumstances,
  rows: boolean,
  asked?: Parameters<typeof shareWatch>[2],
): Lived {
  const {
    checked,
    from,
    to,
    order,
    parts,
    plans,
    windowed,
    due,
    isAlone,
    lanes,
    chances,
    rosters,
  } = prepared;
  const { zone, jobs, resources } = checked;
  const isExact = keep === "all";
  checkSize(due, keep);
  const luck = luckOf(chances, seed);
  const capacity = capacityOf(lanes, rules);
  const edges = resourceEdges(resources, zone, from);
  const copies = copiesOf(jobs);
  const named = resources.map(neededOf);
  const namedOf = capacity.laneNeeds.map((needs) => needs.map((need) => named[need]!));
  const needsOf = (job: number): readonly Needed[] => namedOf[capacity.laneOf[job]!] ?? [];
  const tally = openTally(
    { ...checked, jobs: inOrder(order, jobs) },
    { from, to },
    capacity.slots,
    needsOf,
    isExact,
    due * SHARE_WAITING,
  );
  const threads = Float64Array.from(resources, (resource) => resource.threads);
  const watch = asked && shareWatch(capacity, threads, asked);
  const sharing = sharingAmong(resources, capacity, threads, tally, watch);
  const log = rows ? sessionLog(1.1 * due) : noSessionLog();
  const missed = rows ? missedLog() : noMissedLog();
  const shared = { capacity, sharing, edges, copies };
  const world = new World({
    from,
    to,
    zone,
    rules,
    plans,
    windowed,
    rosters: rosters(rows),
    luck,
    ...shared,
    steering: undefined,
    tally,
    log,
    missed,
  });
  if (isAlone) liveAlone(world, due);
  else if (parts !== undefined) liveInParts(world, due, parts, order);
  else live(world);
  if (!rows) countBlocked(plans, from, to, tally);
  return {
    log,
    missed,
    readBooks: () => readSummary(checked, order, { from, to, seed }, tally, isExact, copies?.lagOf),
    readBrief: () => readBrief(checked, order, { from, to }, tally),
    shares: () => watch?.seen(to) ?? new Map<number, SharesSeen>(),
  };
}

/** What is shared, or goes on at a pace; `undefined` where all work just takes its time. */
export function sharingAmong(
  resources: readonly ReadResource[],
  needs: Capacity,
  threads: Float64Array,
  tally: Tally,
  watch: ShareWatch | undefined,
): Sharing | undefined {
  if (resources.every(({ threads, pace }) => Number.isNaN(threads) && pace === undefined))
    return undefined;
  const booked = tally.threads?.divided ?? (() => undefined);
  const sharing = sharingOf(
    needs,
    threads,
    (resource) => resources[resource]!.pace !== undefined,
    watch === undefined
      ? booked
      : (resource, used, demand, now) => {
          booked(resource, used, demand, now);
          watch.divided(resource, used);
        },
  );
  return watch?.around(sharing) ?? sharing;
}

function checkSize(due: number, keep: "all" | "summary"): void {
  if (due <= MOST_DUE[keep]) return;
  const hint = keep === "all" ? 'use keep: "summary" or a shorter span' : "use a shorter span";
  throw new PolicyError([issue("span", `at most ${MOST_DUE[keep]} due starts`, due, hint)]);
}

/** Without rows, blocked starts are not events: they are counted, which is the same number. */
function countBlocked(plans: readonly JobPlan[], from: number, to: number, tally: Tally): void {
  for (const [job, plan] of plans.entries()) {
    if (!plan.scheduled) continue;
    countMissed(tally, job, BACKUP_WINDOW, plan.blocked("backup-window")?.count(from, to) ?? 0);
    countMissed(tally, job, START_WINDOW, plan.blocked("start-window")?.count(from, to) ?? 0);
  }
}
