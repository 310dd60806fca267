/**
 * What one may say of an export beside its format and its sink.
 */
import { keysOf } from "../core/input/ownShape.js";
import type { InstantLike } from "../host/instants.js";

/** How rows are exported. */
export interface ExportOptions {
  /** The ids of the jobs whose rows are wanted; default: all rows. */
  readonly jobs?: readonly string[];
  /**
   * The clock of instants in CSV and NDJSON: `utc` (default), or the server's with its offset,
   * `2026-01-05T23:00:00.000+01:00`. The other formats are always in UTC.
   */
  readonly times?: "utc" | "server";
  /** Ends the export when it is aborted: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** The sink stays open at the end: more is to come. */
  readonly keepOpen?: boolean;
}

/** How predicted runs are exported; the last three are for calendars. */
export interface RunExportOptions extends ExportOptions {
  /** Minutes before a run at which an alarm goes off, 0 to 40,320 (four weeks); default: none. */
  readonly alarmMinutes?: number;
  /** An event lasts until the backup window closes, where there is one; default: a moment. */
  readonly withWindow?: boolean;
  /** When the calendar is said to be made; default: now. */
  readonly stamp?: InstantLike;
}

/** Which runs: those in `[from, to)`. */
export interface RunSpan {
  readonly from: InstantLike;
  readonly to: InstantLike;
}

/** The keys of these. */
export const EXPORT_KEYS = keysOf<ExportOptions>({
  jobs: true,
  times: true,
  signal: true,
  keepOpen: true,
});
export const RUN_EXPORT_KEYS = keysOf<RunExportOptions>({
  jobs: true,
  times: true,
  signal: true,
  keepOpen: true,
  alarmMinutes: true,
  withWindow: true,
  stamp: true,
});
export const RUN_SPAN_KEYS = keysOf<RunSpan>({ from: true, to: true });
