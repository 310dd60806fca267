/**
 * The sessions of a server's files, held against both models of sharing.
 */
import type { ClockInput } from "../core/schedule/clock.js";
import type { JobInput } from "../files/jobInput.js";
import { reconcileLengths } from "../library/reconcileLengths.js";
import type { LengthReconciliation } from "../veeam/reconcile/lengths.js";
import type { Request } from "./command.js";
import type { ServerFiles } from "./serverFiles.js";
import { answersOf, linesOf, saysItself, threadsOf } from "./serverFleet.js";

/**
 * Holds them, read on this clock; `undefined` after a problem. What is left out and what was
 * assumed is noted. Throws a `PolicyError` for answers that are no lists.
 */
export function serverLengths(
  input: JobInput,
  files: ServerFiles,
  clock: ClockInput,
  { problems, leftOut, notices }: Request<string>,
): LengthReconciliation | undefined {
  if (files.answers.sessions === undefined) {
    problems.push("files of a server are of use with its sessions: --sessions FILE names them");
    return undefined;
  }
  const isList = input.kind === "jobs";
  if (!isList && saysItself(input, files, problems)) return undefined;
  const own = isList ? { jobs: input.json } : answersOf(input.fleet);
  const threads = isList ? {} : threadsOf(input.fleet);
  const lengths = reconcileLengths(
    { ...own, ...files.answers },
    { clock, ...threads, ...files.options },
  );
  const lines = linesOf(input, files, lengths);
  leftOut.push(...lines.issues);
  notices.push(...lines.warnings);
  return lengths;
}
