/**
 * A part of the deep sweep: a list of tasks that anybody can do in any order, each of which counts
 * what it compared and ends at the first answer that is not the expected one.
 *
 * Must never break: a task does the same wherever and whenever it is done, so that a failure can be
 * replayed from its `at` and the seed alone.
 */
import type { SlowFleet, SlowRules, SlowTimeline } from "../support/slowModel.ts";
import type { OracleClock, OraclePolicy, OracleRun } from "../support/calendarOracle.ts";

/** The parts, in the order in which their tasks are handed out: the longest tasks first. */
export const PART_NAMES = ["judgements", "fleets", "calendar", "questions"] as const;

/** One of them. */
export type PartName = (typeof PART_NAMES)[number];

/** Counts, by what was counted; `answers` are those that were compared. */
export type Tally = Record<string, number>;

/** Adds to a count. */
export function count(tally: Tally, what: string, often = 1): void {
  tally[what] = (tally[what] ?? 0) + often;
}

/** Something to do: plain data, so that it can be sent to another process. */
export interface Task {
  readonly part: PartName;
  /** Which block of the part. */
  readonly block: number;
  /** How many cases are drawn; of the calendar, which transitions of which zone. */
  readonly cases: number;
  readonly zone?: string;
  readonly instants?: readonly number[];
  /** Only what `at` names: the way of shrinking down to one case. */
  readonly path?: string;
}

/** An answer that was not the expected one. */
export interface Failure {
  readonly part: PartName;
  /** What `--at` takes to come here again, under the same seed. */
  readonly at: string;
  /** A test that fails for the same reason. */
  readonly test: string;
  /** How many times the case was made smaller. */
  readonly shrinks: number;
}

/** What starts are held against. */
export type Oracle = (
  policy: OraclePolicy,
  clock: OracleClock,
  from: number,
  to: number,
) => OracleRun[];

/** What fleets are held against. */
export type SlowSimulator = (
  fleet: SlowFleet,
  from: number,
  to: number,
  rules: SlowRules,
) => SlowTimeline;

/** What a task is done with. */
export interface Settings {
  readonly seed: number;
  readonly oracle: Oracle;
  readonly slow: SlowSimulator;
}

/** One part. */
export interface Part {
  readonly name: PartName;
  /** The tasks of a share of the part, 0 to 1, at least one; counts what they cover. */
  plan(share: number, seed: number, tally: Tally): Task[];
  /** The task that `at` names. Throws where it names none. */
  taskAt(at: string): Task;
  run(task: Task, settings: Settings, tally: Tally): Failure | undefined;
  /** What is wrong with all tasks together, where one alone cannot tell. */
  judge?(tally: Tally): string | undefined;
}

/** What was thrown where an answer was to come, with what leads there again. */
export function thrownAt(at: string, error: unknown): Error {
  return new Error(`thrown at ${JSON.stringify(at)}`, { cause: error });
}

/** A number from 0 to 2^31 that belongs to its arguments. */
export function blockSeed(seed: number, part: PartName, block: number): number {
  let state = 2_166_136_261 ^ PART_NAMES.indexOf(part);
  for (const word of [seed, Math.floor(seed / 4_294_967_296), block]) {
    state = Math.imul(state ^ word, 16_777_619);
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    state ^= state >>> 13;
  }
  return state >>> 1;
}

/** Blocks of so many cases at most, as many as a share of the whole asks for. */
export function blocksOf(part: PartName, whole: number, size: number, share: number): Task[] {
  const cases = Math.max(1, Math.round(whole * share));
  return Array.from({ length: Math.ceil(cases / size) }, (_, block) => ({
    part,
    block,
    cases: Math.min(size, cases - block * size),
  }));
}

/** `17` or `17 3:0:1`: a block, and a way within it. */
export function blockAt(part: PartName, at: string, size: number): Task {
  const match = /^(\d+)(?: ([\d:]+))?$/.exec(at);
  if (match === null)
    throw new Error(`--at: expected "${part} 17" or "${part} 17 3:0:1", received "${part} ${at}"`);
  const [, block, path] = match;
  return { part, block: Number(block), cases: size, ...(path !== undefined && { path }) };
}
