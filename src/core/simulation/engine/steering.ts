/**
 * What somebody decides about jobs while a span goes on: starts and stops by hand, and settings
 * that change.
 *
 * What a job is like at some time is said by a job of the fleet that never acts itself: its due
 * starts, its lane and its chances are those that hold from a decision on. The invariant: what is
 * under way keeps the lane that it began with, and a decision comes after all else that happens at
 * its instant.
 */
import { NEVER } from "../../time/instant.js";
import { ARRIVAL, ATTEMPT, INSTANTS, type JobRows, NOMINAL, NUMBERS } from "../books/jobRow.js";
import type { Chances } from "./luck.js";
import type { JobPlan } from "./plans.js";

/** A decision about a job. */
export interface Intervention {
  /** Epoch ms. */
  readonly at: number;
  /** The place of the job that acts. */
  readonly job: number;
  /** The place of the job whose settings it has from now on; it may be its own. */
  readonly as: number;
  /** Whether it starts by itself from now on. */
  readonly isOn: boolean;
  readonly action?: "start" | "stop" | undefined;
}

/** Attempts that left the line, in that order. */
export interface LeftLine {
  readonly job: number[];
  readonly nominal: number[];
  readonly attempt: number[];
  /** When it joined the line, and when it left. */
  readonly arrival: number[];
  readonly at: number[];
  /** The row of its session; of one that never starts `~rows`, so many had begun by then. */
  readonly row: number[];
}

/** What steers a world. */
export class Steering {
  /** The job that acts for each: itself, or the one that it lends its settings to. */
  readonly actorOf: Int32Array;
  /** Of a job that acts, the one whose due starts are its own now; `-1` where none are. */
  readonly startsOf: Int32Array;
  /** And the one whose lane its next attempt takes. */
  readonly laneFrom: Int32Array;
  /** The plans that the world goes by. */
  readonly plans: JobPlan[];
  /** What each job lends: plan, lane, chances, and whether a window can end its sessions. */
  readonly lent: readonly JobPlan[];
  readonly windowed: Uint8Array;
  readonly lanes: Int32Array;
  readonly chances: Chances;
  /** Ascending; those before `next` are done. */
  readonly decisions: Intervention[];
  next: number;
  readonly left: LeftLine;

  constructor(of: Steering) {
    this.actorOf = of.actorOf;
    this.startsOf = of.startsOf;
    this.laneFrom = of.laneFrom;
    this.plans = of.plans;
    this.lent = of.lent;
    this.windowed = of.windowed;
    this.lanes = of.lanes;
    this.chances = of.chances;
    this.decisions = of.decisions;
    this.next = of.next;
    this.left = of.left;
  }
}

/** Nobody has left a line yet. */
export function nobodyLeft(): LeftLine {
  return { job: [], nominal: [], attempt: [], arrival: [], at: [], row: [] };
}

/** When the next decision is; `NEVER` where none is left. */
export function nextDecision({ decisions, next }: Steering): number {
  return decisions[next]?.at ?? NEVER;
}

/** An attempt of a job leaves the line; `row` as above. */
export function noteLeft(
  { left }: Steering,
  job: number,
  { at, is }: JobRows,
  present: number,
  row: number,
): void {
  left.job.push(job);
  left.nominal.push(at[job * INSTANTS + NOMINAL]!);
  left.attempt.push(is[job * NUMBERS + ATTEMPT]!);
  left.arrival.push(at[job * INSTANTS + ARRIVAL]!);
  left.at.push(present);
  left.row.push(row);
}
