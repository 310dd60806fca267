/**
 * A world as it goes on: what the loop and all that happens in it read and write.
 *
 * What becomes of a job's present run is its one event in the agenda; due starts come from the
 * rosters. What is asked at every event stands here side by side, however deep in the world it is.
 */
import type { Schedule } from "../../schedule/schedule.js";
import { MINUTE_MS, NEVER } from "../../time/instant.js";
import { addMissedRun, type MissedLog, type SessionLog } from "../books/columns.js";
import { END, INSTANTS, type JobRows, NUMBERS, RUNNING_ATTEMPT, STATE } from "../books/jobRow.js";
import type { LineBook } from "../books/line.js";
import type { OccupancyBook } from "../books/occupancy.js";
import { countMeanwhile, countMissed, type Tally } from "../books/tally.js";
import type { WaveBook } from "../books/waves.js";
import { type Agenda, agenda, placeEvent, setEvent, type Turning } from "./agenda.js";
import type { Capacity } from "./capacity.js";
import type { Copies, CopyHooks } from "./copies.js";
import { type DueStarts, dueStartsOf } from "./dueStarts.js";
import { type Luck, usualMs } from "./luck.js";
import { PHASES, turnAfter } from "./phases.js";
import { type Slip, slipMissed } from "./parts/slip.js";
import type { JobPlan } from "./plans.js";
import type { Sharing } from "./sharing.js";
import type { Steering } from "./steering.js";
import type { World } from "./world.js";

/** A world that lives. */
export class Life {
  readonly world: World;
  readonly rows: JobRows;
  events: Agenda;
  due: DueStarts;
  /** In one cell, the present instant. */
  readonly present: Float64Array;
  /** Events before this instant happen; at the span's end ends and drops do, too. */
  until: number;
  /** The turn at that instant (`phases.ts`). */
  turn: number;
  readonly schedules: Schedule[];
  /** 1 for a job whose sessions a backup window can end. */
  readonly windowed: Uint8Array;
  /**
   * Whether what becomes of a session is known when it starts: nothing shares, no calendar changes
   * anything, no copy follows, and nobody decides anything. Then it is booked at once.
   */
  readonly foresees: boolean;
  /** 1 for a job whose sessions share, or go on at a pace. */
  readonly isShared: Uint8Array;
  // Of the world.
  readonly luck: Luck;
  readonly capacity: Capacity;
  readonly laneOf: Int32Array;
  readonly sharing: Sharing | undefined;
  readonly copies: Copies | undefined;
  /** What copies need to know; there before the first of them does anything. */
  copyHooks: CopyHooks | undefined;
  readonly steering: Steering | undefined;
  readonly tally: Tally;
  line: LineBook;
  occupancy: OccupancyBook;
  readonly waves: WaveBook;
  readonly log: SessionLog;
  readonly missed: MissedLog;
  /**
   * The schedule that was asked last when its window closes; and in two cells, at which instant,
   * and its answer.
   */
  asked: Schedule | undefined;
  readonly closing: Float64Array;
  /** Where a part of a fleet writes down what is to be put in order (`parts/`); else absent. */
  slip: Slip | undefined;

  constructor(of: Life) {
    this.world = of.world;
    this.rows = of.rows;
    this.events = of.events;
    this.due = of.due;
    this.present = of.present;
    this.until = of.until;
    this.turn = of.turn;
    this.schedules = of.schedules;
    this.windowed = of.windowed;
    this.foresees = of.foresees;
    this.isShared = of.isShared;
    this.luck = of.luck;
    this.capacity = of.capacity;
    this.laneOf = of.laneOf;
    this.sharing = of.sharing;
    this.copies = of.copies;
    this.copyHooks = of.copyHooks;
    this.steering = of.steering;
    this.tally = of.tally;
    this.line = of.line;
    this.occupancy = of.occupancy;
    this.waves = of.waves;
    this.log = of.log;
    this.missed = of.missed;
    this.asked = of.asked;
    this.closing = of.closing;
    this.slip = of.slip;
  }
}

/** Twice what a session usually takes, and never less than this, is what lies ahead of most. */
const LEAST_AHEAD_MS = MINUTE_MS;

/** Where events lie: most are the ends of sessions. */
export function turningOf({ from, luck }: World): Turning {
  return { origin: from, aheadMs: Math.max(LEAST_AHEAD_MS, 2 * usualMs(luck)) };
}

const scheduleOf = ({ schedule }: JobPlan): Schedule => schedule;

/** The life of a world, at its beginning. */
export function lifeOf(
  world: World,
  events: Agenda = agenda(world.plans.length, turningOf(world)),
  due: DueStarts = dueStartsOf(world),
): Life {
  const { from, plans, capacity, sharing, copies, steering } = world;
  const { luck, tally, log, missed } = world;
  const isShared = new Uint8Array(plans.length);
  if (sharing !== undefined)
    for (let job = 0; job < plans.length; job += 1) isShared[job] = sharing.isShared(job) ? 1 : 0;
  return new Life({
    world,
    rows: tally.rows,
    events,
    due,
    present: Float64Array.of(from),
    until: world.to,
    turn: 0,
    schedules: plans.map(scheduleOf),
    windowed: world.windowed,
    foresees: [sharing, copies, world.edges, steering].every((one) => one === undefined),
    isShared,
    luck,
    capacity,
    laneOf: capacity.laneOf,
    sharing,
    copies,
    copyHooks: undefined,
    steering,
    tally,
    line: tally.line,
    occupancy: tally.occupancy,
    waves: tally.waves,
    log,
    missed,
    asked: undefined,
    closing: new Float64Array(2),
    slip: undefined,
  });
}

/** What becomes of a job's present run, and when: in a phase that is still to come. */
export function expect(life: Life, job: number, time: number, phase: number): void {
  life.events.times[job] = time;
  placeExpected(life, job, phase);
}

/** The present session of a job ends when its rows say. */
export function expectEnd(life: Life, job: number): void {
  life.events.times[job] = life.rows.at[job * INSTANTS + END]!;
  placeExpected(life, job, PHASES.attemptEnds);
}

// A time that is handed on from function to function becomes an object for each session.
function placeExpected({ events, present, turn }: Life, job: number, phase: number): void {
  const isLater = events.times[job]! > present[0]!;
  placeEvent(events, job, isLater ? phase : turnAfter(turn, phase));
}

/** Nothing is to become of a job's present run. */
export function expectNothing({ events }: Life, job: number): void {
  setEvent(events, job, NEVER, 0);
}

/** When the backup window closes that is open now, or opens next (R17, R21). */
export function closingAfter(life: Life, job: number): number {
  const { windowed, schedules, present, closing } = life;
  if (windowed[job] === 0) return NEVER;
  const now = present[0]!;
  const schedule = schedules[job]!;
  // Up to that end the answer is the same; who is due at one instant has one schedule, mostly.
  if (schedule !== life.asked || now < closing[ASKED_AT]! || now >= closing[ANSWER]!) {
    life.asked = schedule;
    closing[ASKED_AT] = now;
    closing[ANSWER] = schedule.windowEnd(now);
  }
  return closing[ANSWER]!;
}

const ASKED_AT = 0;
const ANSWER = 1;

/** A run of a job that is due now comes to no session. */
export function missNow(life: Life, job: number, reason: number): void {
  const { foresees, rows, tally, present } = life;
  if (!foresees || rows.is[job * NUMBERS + STATE] !== RUNNING_ATTEMPT) {
    miss(life, job, present, 0, reason);
    return;
  }
  noteMissed(life, job, present, 0, reason);
  countMeanwhile(tally, job, reason);
}

/** A run of a job that was due at `instants[index]` comes to no session. */
export function miss(
  life: Life,
  job: number,
  instants: Float64Array,
  index: number,
  reason: number,
): void {
  noteMissed(life, job, instants, index, reason);
  countMissed(life.tally, job, reason);
}

function noteMissed(
  { missed, slip, present }: Life,
  job: number,
  instants: Float64Array,
  index: number,
  reason: number,
): void {
  if (slip === undefined) addMissedRun(missed, job, instants, index, reason);
  else if (missed.keeps) slipMissed(slip, job, instants, index, reason, present);
}
