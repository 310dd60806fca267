/**
 * How a long question is followed: somebody is told how far it is, after each simulation.
 */
import { type Issue, issue } from "../input/issues.js";
import { keysOf, readOptions } from "../input/ownShape.js";

/** Options of a question that takes long. */
export interface ProgressOptions<Progress> {
  /** Told of every simulation, of which there may be hundreds; what it throws ends the question. */
  readonly onProgress?: (progress: Progress) => void;
}

/** The keys of these options. */
export const PROGRESS_KEYS = keysOf<ProgressOptions<unknown>>({ onProgress: true });

/** Reads who is to be told. Notes what is no function, and unknown options. */
export function readOnProgress<Progress>(
  options: ProgressOptions<Progress> | undefined,
  issues: Issue[],
): (progress: Progress) => void {
  const { onProgress } = readOptions<ProgressOptions<Progress>>(options, PROGRESS_KEYS, issues);
  checkOnProgress(onProgress, issues);
  return (onProgress as ((progress: Progress) => void) | undefined) ?? (() => undefined);
}

/** Notes what is no function to tell progress to; it may be absent. */
export function checkOnProgress(onProgress: unknown, issues: Issue[]): void {
  if (onProgress !== undefined && typeof onProgress !== "function")
    issues.push(issue("options.onProgress", "a function", onProgress));
}
