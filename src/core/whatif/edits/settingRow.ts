/**
 * What a setting is that an edit can change: a row of the table of settings.
 *
 * Values are read, never guessed: what is none is noted, with what was expected.
 */
import type { Issue } from "../../input/issues.js";
import type { Notes } from "../../input/reader.js";
import type { ServerClock } from "../../schedule/clock.js";
import type { Fleet, Job } from "../../simulation/fleet.js";
import type { JobEdit, ResourceEdit } from "./fleetEdits.js";

/** What an edit does to the clock of a fleet, or of a job. */
export type ClockEdit = <Of extends { readonly clock?: Partial<ServerClock> }>(of: Of) => Of;

/**
 * Reads an instant that a person typed, epoch ms, on the server's clock where it names no offset;
 * `undefined` after an issue at `path`.
 */
export type InstantReader = (text: string, path: string, issues: Issue[]) => number | undefined;

/** What a value is read for. */
export interface EditContext {
  readonly fleet: Fleet;
  readonly instantOf: InstantReader;
}

/** One row, from what a person types to what it does. */
export interface Row<Of extends string, Change> {
  readonly name: string;
  /** Whose it is. A clock is the fleet's where nobody is named, else the jobs'. */
  readonly of: Of;
  /** What values look like, in a few words, where the name does not say it. */
  readonly words?: string;
  /** Whether a comma before a blank belongs to a value: `Mon, Wed 20:00-06:00`. */
  readonly hasCommas?: true;
  /** Which jobs are meant where nobody is named; absent for all. */
  readonly concerns?: (job: Job) => boolean;
  /** Why a job that is named can't have it; `undefined` where it can. */
  readonly refuses?: (job: Job) => string | undefined;
  /** The setting of the others, jobs or resources, that one may take for this one. */
  readonly alike?: string;
  /** Reads a typed value. `undefined` where it is none, which is noted. */
  readonly read: (text: string, notes: Notes, context: EditContext) => Change | undefined;
  /** Notes what is wrong with the fleet as edited, where no value by itself is. */
  readonly check?: (edited: Fleet, issues: Issue[]) => void;
}

/** A setting that an edit can change. */
export type Setting = Row<"job", JobEdit> | Row<"resource", ResourceEdit> | Row<"clock", ClockEdit>;

/** Whether a value takes a setting away. */
export function isNone(text: string): boolean {
  return text.toLowerCase() === "none";
}

/** A whole number as people type one, in digits alone; `NaN` for what is none. */
export function typedCount(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}
