/**
 * A fleet that is steered while its span goes on: jobs are started and stopped by hand, switched on
 * and off, and get other settings; and what has happened so far can be asked at any moment.
 *
 * It is one simulation, by the same engine: without a decision its sessions are those of
 * `simulateFleet`. The future has no part in the past, so whoever goes on later, or in smaller
 * steps, finds the same; a decision that is added must not lie before what has been lived through.
 */
import { noMissedLog, sessionLog, type SessionLog } from "./books/columns.js";
import {
  ARRIVAL,
  ATTEMPT,
  INSTANTS,
  NEWEST_POINT,
  NOMINAL,
  NUMBERS,
  ROW,
  RUNNING_ATTEMPT,
  STATE,
  WAITING,
} from "./books/jobRow.js";
import { openTally } from "./books/tally.js";
import type { CheckedFleet } from "./checkFleet.js";
import { capacityOf } from "./engine/capacity.js";
import { copiesOf } from "./engine/copies.js";
import { lend } from "./engine/intervene.js";
import type { Life } from "./engine/life.js";
import { goOn, steeredLife } from "./engine/live.js";
import { luckOf } from "./engine/luck.js";
import { nothingCompiled, planJobs } from "./engine/plans.js";
import { resourceEdges } from "./engine/resourceEdges.js";
import { type Intervention, type LeftLine, nobodyLeft, Steering } from "./engine/steering.js";
import { World } from "./engine/world.js";
import { prepare } from "./prepare.js";
import { DEFAULT_RULES } from "./rules.js";
import { sharingAmong } from "./simulate.js";

/** What a job that acts is like when the span begins. */
export interface Beginning {
  /** Its place, and that of the job whose settings it has. */
  readonly job: number;
  readonly as: number;
  /** Whether it starts by itself. */
  readonly isOn: boolean;
  /** When the session started that made its newest restore point, epoch ms; where it has one. */
  readonly newestPoint?: number | undefined;
}

/** What is simulated. */
export interface SteeredFleet {
  /** Jobs that act, and those that only lend their settings. */
  readonly fleet: CheckedFleet;
  /** For each job the place of the one that acts by its settings. */
  readonly actorOf: Int32Array;
  readonly beginnings: readonly Beginning[];
  /** Ascending, none before the span. */
  readonly decisions: readonly Intervention[];
}

/** A simulation that has come to some instant. */
export interface Steered {
  readonly life: Life;
  /** Everything through this instant has happened, epoch ms. */
  upTo: number;
}

/** So many schedules are compiled at once. */
const JOBS_AT_ONCE = 50;

/**
 * Opens a simulation of `[from, to)`, at its beginning, in parts: whoever asks for the next one may
 * let others in first.
 */
export function* openingSteered(
  { fleet, actorOf, beginnings, decisions }: SteeredFleet,
  { from, to }: { readonly from: number; readonly to: number },
): Generator<undefined, Steered> {
  const { jobs, resources, zone } = fleet;
  const compiled = nothingCompiled();
  for (let first = 0; first < jobs.length; first += JOBS_AT_ONCE) {
    planJobs(jobs.slice(first, first + JOBS_AT_ONCE), from, to, compiled);
    yield;
  }
  const prepared = prepare(fleet, { from, to }, compiled);
  yield;
  const { plans, windowed, lanes, chances, due, rosters } = prepared;
  const laneOf = lanes.laneOf.slice();
  const capacity = capacityOf({ ...lanes, laneOf }, DEFAULT_RULES);
  const tally = openTally(fleet, { from, to }, capacity.slots, () => [], false);
  const threads = Float64Array.from(resources, (resource) => resource.threads);
  const steering = new Steering({
    actorOf,
    startsOf: new Int32Array(jobs.length).fill(-1),
    laneFrom: Int32Array.from(jobs, (_, job) => job),
    plans: [...plans],
    lent: plans,
    windowed,
    lanes: lanes.laneOf,
    chances,
    decisions: [...decisions],
    next: 0,
    left: nobodyLeft(),
  });
  const own = {
    ...chances,
    jobs: [...chances.jobs],
    kinds: chances.kinds.slice(),
    parameters: chances.parameters.slice(),
  };
  const life = steeredLife(
    new World({
      from,
      to,
      zone,
      rules: DEFAULT_RULES,
      plans: steering.plans,
      windowed: windowed.slice(),
      rosters: rosters(false),
      luck: luckOf(own, 0),
      capacity,
      sharing: sharingAmong(resources, capacity, threads, tally, undefined),
      edges: resourceEdges(resources, zone, from),
      copies: copiesOf(jobs),
      steering,
      tally,
      log: sessionLog(1.1 * due),
      missed: noMissedLog(),
    }),
  );
  for (const { job, as, isOn, newestPoint } of beginnings) {
    lend(life, steering, job, as, isOn);
    life.laneOf[job] = steering.lanes[as]!;
    life.isShared[job] = life.sharing?.isShared(job) === true ? 1 : 0;
    if (newestPoint !== undefined) life.rows.at[job * INSTANTS + NEWEST_POINT] = newestPoint;
  }
  return { life, upTo: from - 1 };
}

/**
 * Lets it go on through `until`, an instant of its span, by at most so many steps. Returns whether
 * it has come that far.
 */
export function steerTo(steered: Steered, until: number, steps: number): boolean {
  if (until <= steered.upTo) return true;
  if (!goOn(steered.life, until, steps)) return false;
  steered.upTo = until;
  return true;
}

/** Adds a decision: not before the present, nor before another one. */
export function addDecision({ life, upTo }: Steered, decision: Intervention): void {
  const { decisions } = life.steering!;
  if (decision.at < upTo || decision.at < (decisions.at(-1)?.at ?? -Infinity))
    throw new Error(`invariant: a decision at ${decision.at} must not come before ${upTo}`);
  decisions.push(decision);
}

/** The sessions that have begun, in the order in which they started. */
export function sessionsBegun({ life }: Steered): SessionLog {
  return life.log;
}

/** Attempts that have left the line, in that order. */
export function leftTheLine({ life }: Steered): LeftLine {
  return life.steering!.left;
}

/** Whether the session of this row has not ended. */
export function isUnderWay({ life }: Steered, row: number): boolean {
  const { is } = life.rows;
  const mine = life.log.job[row]! * NUMBERS;
  return is[mine + STATE] === RUNNING_ATTEMPT && is[mine + ROW] === row;
}

/** An attempt that stands in line. Epoch ms. */
export interface InLine {
  readonly nominal: number;
  readonly attempt: number;
  /** When it joined the line. */
  readonly created: number;
}

/** The attempt of a job that stands in line now; `undefined` where none does. */
export function inLine({ life }: Steered, job: number): InLine | undefined {
  const { at, is } = life.rows;
  if (is[job * NUMBERS + STATE] !== WAITING) return undefined;
  return {
    nominal: at[job * INSTANTS + NOMINAL]!,
    attempt: is[job * NUMBERS + ATTEMPT]!,
    created: at[job * INSTANTS + ARRIVAL]!,
  };
}
