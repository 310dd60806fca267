/**
 * The sessions of jobs that share, in one block of the grid: one simulation of all of them (R15 to
 * R32), in which what somebody changed or did by hand happens when it did.
 *
 * A course is followed as far as the clock has come, in steps, and can be asked for any moment
 * before. The invariant: what it says of a moment is the same however far it has come since, and it
 * is a pure function of its members and its block.
 */
import { checkedFleet } from "../../core/simulation/checkFleet.js";
import { type Job, RESOURCE_KINDS } from "../../core/simulation/fleet.js";
import type { SchedulePolicy } from "../../core/policy/types.js";
import type { Intervention } from "../../core/simulation/engine/steering.js";
import { OUTCOMES } from "../../core/simulation/outcomes.js";
import {
  addDecision,
  type Beginning,
  inLine,
  isUnderWay,
  leftTheLine,
  openingSteered,
  sessionsBegun,
  type Steered,
  steerTo,
} from "../../core/simulation/steered.js";
import type { Block } from "./grid.js";
import type { JobChange } from "./jobRecord.js";
import type { Limits, NeededNames } from "./limits.js";
import { type Member, placeFrom } from "./member.js";
import {
  scheduleFor,
  type SessionStatus,
  type SessionWorld,
  type StandInSession,
} from "./sessions.js";
import { workloadFor } from "./simulatedRuns.js";

/** A block of the grid, as far as it has been lived through. */
export interface Course {
  readonly block: Block;
  readonly steered: Steered;
  /** The place of each job that acts, by its id, and the ids by their places. */
  readonly places: ReadonlyMap<string, number>;
  readonly ids: readonly string[];
  /** The last entry of each job; `-1` for none. */
  readonly last: Int32Array;
  readonly entries: Entries;
  /** How many rows and attempts that left the line have become entries. */
  readRows: number;
  readLeft: number;
}

/** Attempts in the order in which they started or gave up. */
interface Entries {
  readonly job: number[];
  /** When they joined the line, or began at once. */
  readonly created: number[];
  /** The row of a session; `~index` of one that left the line without. */
  readonly source: number[];
  /** The entry of the same job before it; `-1` for none. */
  readonly before: number[];
}

/** What a course knows of an attempt. Epoch ms. */
export interface Attempt {
  readonly id: string;
  readonly nominal: number;
  readonly attempt: number;
  readonly created: number;
  /** Absent where it has not started by now, or never did. */
  readonly start?: number;
  /** Absent where it is not over. */
  readonly end?: number;
  readonly outcome: SessionStatus;
}

/** So many members are looked at at once. */
const MEMBERS_AT_ONCE = 200;

/**
 * Opens a course, at its beginning, in parts: whoever asks for the next one may let others in
 * first. `members` are in their order (`inOrder`).
 */
export function* openingCourse(
  members: readonly Member[],
  block: Block,
  limits: Limits,
  world: SessionWorld,
): Generator<undefined, Course> {
  const jobs: Job[] = [];
  const actorOf: number[] = [];
  const beginnings: Beginning[] = [];
  const decided: { readonly order: number; readonly decision: Intervention }[] = [];
  const places = new Map<string, number>();
  const ids: string[] = [];
  const all = new Set(members.map(({ id }) => id));
  for (const [index, member] of members.entries()) {
    if (index % MEMBERS_AT_ONCE === 0) yield;
    const { id, history } = member;
    // a source that is long gone makes no more points
    const copyOf = all.has(member.copyOf ?? "") ? member.copyOf : undefined;
    // what holds at the beginning, or will hold first
    const first = Math.max(
      0,
      history.findLastIndex(({ at }) => at < block.begin),
    );
    const actor = jobs.length;
    places.set(id, actor);
    const isThere = history[first]!.at < block.begin;
    const lenders: { readonly policy: SchedulePolicy; readonly names: NeededNames }[] = [];
    const lenderOf = (index: number): number => {
      const { schedulePolicy: policy } = history[index]!;
      const names = limits.namesAt(member, placeFrom(member, index));
      const known = lenders.findIndex((one) => one.policy === policy && isSame(one.names, names));
      if (known >= 0) return actor + known;
      lenders.push({ policy, names });
      const isActor = jobs.length === actor;
      jobs.push({
        id: isActor ? id : `${id} ${jobs.length - actor}`,
        ...names,
        ...(copyOf === undefined ? {} : { copyOf, enabled: history[index]!.isEnabled }),
        policy,
        workload: workloadFor(member, policy),
      });
      ids[jobs.length - 1] = id;
      actorOf.push(actor);
      return jobs.length - 1;
    };
    const begun = history[first]!;
    beginnings.push({
      job: actor,
      as: lenderOf(first),
      isOn: isThere && begun.isEnabled,
      newestPoint: isThere ? pointBefore(block.begin, history, begun, world) : undefined,
    });
    for (let index = isThere ? first + 1 : first; index < history.length; index += 1) {
      const change = history[index]!;
      if (change.at >= block.to) break;
      decided.push({
        order: change.order ?? 0,
        decision: decisionOf(change, actor, lenderOf(index)),
      });
    }
  }
  decided.sort((one, other) => one.decision.at - other.decision.at || one.order - other.order);
  yield;
  const fleet = checkedFleet({ ...limits.resources, clock: world.clock, jobs }, world.zoneOf);
  yield;
  const steered = yield* openingSteered(
    {
      fleet,
      actorOf: Int32Array.from(actorOf),
      beginnings,
      decisions: decided.map(({ decision }) => decision),
    },
    { from: block.begin, to: block.to },
  );
  return {
    block,
    steered,
    places,
    ids,
    last: new Int32Array(jobs.length).fill(-1),
    entries: { job: [], created: [], source: [], before: [] },
    readRows: 0,
    readLeft: 0,
  };
}

/** Opens a course at once. */
export function openCourse(...given: Parameters<typeof openingCourse>): Course {
  const parts = openingCourse(...given);
  // Bound: so many parts as members, and a few.
  for (;;) {
    const { done, value } = parts.next();
    if (done === true) return value;
  }
}

/**
 * When the session may have started that made a job's newest restore point, long ago: when its last
 * run was due. Absent where it never was.
 */
function pointBefore(
  begin: number,
  history: readonly JobChange[],
  { schedulePolicy, isEnabled }: JobChange,
  world: SessionWorld,
): number | undefined {
  const due = isEnabled ? scheduleFor(schedulePolicy, world).previous(begin) : -Infinity;
  return due > history[0]!.at ? due : undefined;
}

function isSame(one: NeededNames, other: NeededNames): boolean {
  return RESOURCE_KINDS.every(({ key }) => one[key] === other[key]);
}

function decisionOf({ at, isEnabled, action }: JobChange, job: number, as: number): Intervention {
  return { at, job, as, isOn: isEnabled, action };
}

/**
 * Lets a course go on through an instant, or to its end, by at most so many steps. Returns whether
 * it has come that far.
 */
export function followTo(course: Course, instant: number, steps: number): boolean {
  const until = Math.min(instant, course.block.to - 1);
  const isThere = steerTo(course.steered, until, steps);
  if (isThere) readOn(course);
  return isThere;
}

/**
 * Adds what was done by hand to a job whose settings stay: a start or a stop. Returns whether that
 * could be: it must not lie before what was lived through.
 */
export function takeChange(course: Course, id: string, change: JobChange): boolean {
  const { steered, places } = course;
  const job = places.get(id);
  const { startsOf, laneFrom } = steered.life.steering!;
  if (job === undefined || change.at < steered.upTo || change.at < steered.life.present[0]!)
    return false;
  // decisions that are ahead may lend it other settings
  if (steered.life.steering!.decisions.length > steered.life.steering!.next) return false;
  const as = laneFrom[job]!;
  if (startsOf[job] !== (change.isEnabled ? as : -1)) return false;
  addDecision(steered, decisionOf(change, job, as));
  // it comes after all else that happens at its instant
  steered.upTo = Math.min(steered.upTo, change.at - 1);
  return true;
}

function readOn(course: Course): void {
  const log = sessionsBegun(course.steered);
  const left = leftTheLine(course.steered);
  const readRow = (row: number, created: number): void =>
    enter(course, log.job[row]!, created, row);
  const readTo = (row: number): void => {
    for (; course.readRows < row; course.readRows += 1)
      readRow(course.readRows, log.start[course.readRows]!);
  };
  for (; course.readLeft < left.job.length; course.readLeft += 1) {
    const index = course.readLeft;
    const row = left.row[index]!;
    readTo(row < 0 ? ~row : row);
    if (row < 0) enter(course, left.job[index]!, left.arrival[index]!, ~index);
    else {
      readRow(row, left.arrival[index]!);
      course.readRows += 1;
    }
  }
  readTo(log.length);
}

function enter({ entries, last }: Course, job: number, created: number, source: number): void {
  entries.job.push(job);
  entries.created.push(created);
  entries.source.push(source);
  entries.before.push(last[job]!);
  last[job] = entries.job.length - 1;
}

function attemptOf({ steered, entries, ids }: Course, entry: number): Attempt {
  const source = entries.source[entry]!;
  const id = ids[entries.job[entry]!]!;
  const created = entries.created[entry]!;
  if (source < 0) {
    const left = leftTheLine(steered);
    const nominal = left.nominal[~source]!;
    const attempt = left.attempt[~source]!;
    return { id, nominal, attempt, created, end: left.at[~source]!, outcome: "Stopped" };
  }
  const log = sessionsBegun(steered);
  const nominal = log.nominal[source]!;
  const attempt = log.attempt[source]!;
  const start = log.start[source]!;
  if (isUnderWay(steered, source))
    return { id, nominal, attempt, created, start, outcome: "Running" };
  const outcome = OUTCOMES[log.outcome[source]!]!;
  return { id, nominal, attempt, created, start, end: log.end[source]!, outcome };
}

/** The attempt of a job that stands in line now, as far as the course has come. */
function waitingIn({ steered, ids }: Course, job: number): Attempt | undefined {
  const waits = inLine(steered, job);
  return waits === undefined ? undefined : { id: ids[job]!, ...waits, outcome: "Queued" };
}

/** The attempts of a job, newest first. */
export function* attemptsIn(course: Course, id: string): Generator<Attempt, undefined> {
  const job = course.places.get(id);
  if (job === undefined) return;
  const waits = waitingIn(course, job);
  if (waits !== undefined) yield waits;
  const { before } = course.entries;
  for (let entry = course.last[job]!; entry >= 0; entry = before[entry]!)
    yield attemptOf(course, entry);
}

/** More entries than these are not told apart by what follows. */
const MOST_SORTED = 2 ** 20;

/**
 * The attempts of all jobs that were due in the block and before `until`, newest first; of those
 * that came at once, the later one in line first.
 */
export function* allAttemptsIn(course: Course, until: number): Generator<Attempt, undefined> {
  const { block, places, entries } = course;
  const waiting = [...places.values()].flatMap((job) => waitingIn(course, job) ?? []);
  waiting.sort((one, other) => one.created - other.created);
  const { created } = entries;
  const keys: number[] = [];
  for (let entry = 0; entry < created.length; entry += 1) {
    const at = created[entry]!;
    if (at >= block.from && at < until) keys.push((at - block.begin) * MOST_SORTED + entry);
  }
  const sorted = Float64Array.from(keys).sort();
  for (let index = sorted.length - 1; index >= 0; index -= 1) {
    const entry = sorted[index]! % MOST_SORTED;
    for (; waiting.length > 0 && waiting.at(-1)!.created >= created[entry]!; waiting.pop())
      if (waiting.at(-1)!.created < until) yield waiting.at(-1)!;
    yield attemptOf(course, entry);
  }
  for (; waiting.length > 0; waiting.pop())
    if (waiting.at(-1)!.created >= block.from && waiting.at(-1)!.created < until)
      yield waiting.at(-1)!;
}

/** An attempt as a session that is asked for at a moment, at which it was there. */
export function sessionAsOf(
  { nominal, attempt, created, start, end, outcome }: Attempt,
  now: number,
): StandInSession {
  const isOver = end !== undefined && end <= now;
  const hasStarted = start !== undefined && start <= now;
  const waited = hasStarted && start === created ? {} : { queuedAt: created };
  if (!hasStarted && !isOver)
    return { nominal, start: created, ...waited, attempt, status: "Queued" };
  const began = hasStarted ? start : end!;
  return isOver
    ? { nominal, start: began, ...waited, end, attempt, status: outcome }
    : { nominal, start: began, ...waited, attempt, status: "Running" };
}
