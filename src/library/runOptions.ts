/**
 * How a long question is run, whatever it asks: on how many threads, and who may end it.
 */
import { type Issue, issue } from "../core/input/issues.js";
import { isWholeNumber } from "../core/input/scalars.js";

/** More threads than this no question is worth. */
export const MOST_WORKERS = 64;

/** Notes what is no number of worker threads; it may be absent. */
export function checkWorkers(workers: unknown, issues: Issue[]): void {
  if (workers !== undefined && !isWholeNumber(workers, 1, MOST_WORKERS))
    issues.push(issue("options.workers", `a whole number from 1 to ${MOST_WORKERS}`, workers));
}

/** Notes what is no signal to abort with; it may be absent. */
export function checkSignal(signal: unknown, issues: Issue[]): void {
  const listens = (signal as Partial<AbortSignal> | null | undefined)?.addEventListener;
  if (signal !== undefined && typeof listens !== "function")
    issues.push(issue("options.signal", "an AbortSignal", signal));
}
