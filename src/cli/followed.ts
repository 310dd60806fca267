/**
 * A long question, followed on the terminal: one line says how far it is, and Ctrl-C ends it, with
 * what is done by then.
 */
import type { ZoneTable } from "../core/time/zone.js";
import type { Answer, Request } from "./command.js";
import { progressOn } from "./progress.js";

/** How the work is followed. */
export interface Followed {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** So much is done, of so much where that is known. */
  tell(done: number, total?: number): void;
}

/**
 * Does the work; `undefined` where it was stopped before there was an answer, which is noted.
 * `noun` is what is counted: `simulation`.
 */
export async function followed<Of>(
  { world, notices }: Request<string>,
  noun: string,
  work: (followed: Followed) => Promise<Of>,
): Promise<Of | undefined> {
  const stop = new AbortController();
  const release = world.onInterrupt(() => stop.abort());
  const progress = progressOn(world, noun);
  try {
    return await work({ signal: stop.signal, tell: progress.tell });
  } catch (error) {
    if (!stop.signal.aborted || error !== stop.signal.reason) throw error;
    notices.push(`stopped after ${progress.told()}`);
    return undefined;
  } finally {
    release();
    progress.end();
  }
}

/** The answer of a question that was stopped too early for one. */
export function stoppedAnswer(format: string, source: unknown, zone: ZoneTable): Answer {
  return {
    data: () => ({ format, source, complete: false }),
    zone,
    text: () => "Stopped: too little is done for an answer.",
    hasFindings: true,
  };
}
