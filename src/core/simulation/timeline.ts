/**
 * What a simulation found: sessions and missed runs as columns, and the books from which
 * `summarize` reads.
 */
import type { WritesJson } from "../time/plainData.js";
import type { Outcome } from "../schedule/retries.js";
import type { MissedColumns, SessionColumns } from "./books/columns.js";
import type { Fleet } from "./fleet.js";
import type { Rules } from "./rules.js";
import type { SharedSlowness } from "./slowness.js";
import type { Summary } from "./summary.js";

/** One session as an object: what `rows()` gives. */
export interface SessionRow {
  /** The job's id. */
  readonly job: string;
  /** When the run was due, epoch ms. */
  readonly nominal: number;
  readonly start: number;
  /** The end of the session, or of the span where it still runs then. */
  readonly end: number;
  /** Counts from 0. */
  readonly attempt: number;
  readonly outcome: Outcome | "Running";
}

/** One due start that came to no session: what `missedRows()` gives. */
export interface MissedRow {
  readonly job: string;
  readonly nominal: number;
  readonly reason: MissedReason;
}

/** Why a due start came to no session. */
export type MissedReason =
  | "backup-window"
  | "start-window"
  | "still-running"
  | "window-closed"
  | "retry-pending"
  | "not-started"
  | "still-waiting";

/**
 * The result of `simulate`. It survives `structuredClone`, as data; a fleet with a function in it
 * does not. `timelineFrom` brings one back from what `toJSON` gives.
 */
export interface Timeline extends WritesJson {
  readonly fleet: Fleet;
  readonly span: {
    readonly from: number;
    readonly to: number;
    readonly seed: number;
    readonly keep: "all" | "summary";
  };
  readonly rules: Rules;
  /** The version of the time-zone database behind it (R3); empty where every clock stands still. */
  readonly zoneVersion: string;
  /** In the order in which they started; empty with `keep: "summary"`. */
  readonly sessions: SessionColumns;
  /** In the order in which that was clear; empty with `keep: "summary"`. */
  readonly missed: MissedColumns;
  /** Names of the outcome codes. */
  readonly outcomes: readonly (Outcome | "Running")[];
  /** Names of the reason codes. */
  readonly reasons: readonly MissedReason[];
  /** The sessions as objects, lazily. */
  rows(): IterableIterator<SessionRow>;
  /** The missed runs as objects, lazily. */
  missedRows(): IterableIterator<MissedRow>;
  /** The summary under the rules of the simulation; ask `summarize` for it. */
  readonly summary: Summary;
  /**
   * The summary under another opinion of what makes a restore point, which shapes nothing: the same
   * sessions are lived through again, since rows do not say what an attempt waited for.
   */
  summaryUnder(restorePoint: Rules["restorePoint"]): Summary;
  /**
   * Which jobs are exposed for longer since they share threads with others (R28), on which
   * resource, when, and how slow that makes them: each checked by simulating without (R33). The
   * fleet lives through the span once more, and once more for each resource in question; nothing is
   * simulated where no resource has threads.
   */
  slowness(): readonly SharedSlowness[];
}

/** Iterates sessions as objects. */
export function* sessionRows(
  fleet: Fleet,
  sessions: SessionColumns,
  outcomes: Timeline["outcomes"],
): Generator<SessionRow, undefined> {
  for (let row = 0; row < sessions.length; row += 1) {
    yield {
      job: fleet.jobs[sessions.job[row]!]!.id,
      nominal: sessions.nominal[row]!,
      start: sessions.start[row]!,
      end: sessions.end[row]!,
      attempt: sessions.attempt[row]!,
      outcome: outcomes[sessions.outcome[row]!]!,
    };
  }
}

/** Iterates missed runs as objects. */
export function* missedRows(
  fleet: Fleet,
  missed: MissedColumns,
  reasons: Timeline["reasons"],
): Generator<MissedRow, undefined> {
  for (let row = 0; row < missed.length; row += 1) {
    yield {
      job: fleet.jobs[missed.job[row]!]!.id,
      nominal: missed.nominal[row]!,
      reason: reasons[missed.reason[row]!]!,
    };
  }
}
