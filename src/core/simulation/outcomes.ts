/**
 * How a session ends and why a due start came to none, as codes: small numbers in columns, names
 * for people.
 *
 * A code is the index of its name. Whoever adds a name appends it, so that columns which were kept
 * stay readable.
 */

/** Names of the outcome codes; `Running` is a session that the span's end cuts off. */
export const OUTCOMES = ["Success", "Warning", "Failed", "Stopped", "Running"] as const;
export const SUCCESS = 0;
export const WARNING = 1;
export const FAILED = 2;
export const STOPPED = 3;
export const RUNNING = 4;

/** Names of the reason codes: why a due start came to no session. */
export const REASONS = [
  "backup-window",
  "start-window",
  "still-running",
  "window-closed",
  "retry-pending",
  "not-started",
  "still-waiting",
] as const;
export const BACKUP_WINDOW = 0;
export const START_WINDOW = 1;
export const STILL_RUNNING = 2;
export const WINDOW_CLOSED = 3;
export const RETRY_PENDING = 4;
export const NOT_STARTED = 5;
export const STILL_WAITING = 6;

/** Bits of a code that stands beside something else in one number. */
export const CODE_BITS = 4;
/** What they say. */
export const CODE = (1 << CODE_BITS) - 1;
