/**
 * Long questions in worker threads, where there are some and where all that is asked about is data;
 * in place else, step by step.
 *
 * A thread decides nothing: whatever it throws, or however it ends, the rest is asked in place, and
 * ends as it would have from the beginning.
 */
import type { CheckedFleet } from "../core/simulation/checkFleet.js";
import type { Summary } from "../core/simulation/summary.js";
import { type SeedQuestion, spanUnder, summariesHere } from "../core/whatif/seedQuestion.js";
import type { Steps } from "../core/whatif/steps.js";
import type { QuestionTask, SummariesAnswer, WholeTask } from "../host/questionTask.js";
import { turn } from "../host/turn.js";
import type { WorkerPool } from "../host/workerPool.js";
import { giveBackPool, processors, takePool } from "../host/workerPools.js";

/** How a question is followed, and by whom it may be ended. */
export interface Following<Progress> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** How many seeds are done. */
export interface SeedProgress {
  readonly done: number;
  readonly total: number;
}

/** Seeds that a thread takes at once: few, so that progress is told often. */
const MOST_IN_A_TASK = 8;
/** So long a question in place goes on before it gives way: nobody notices a tenth of that. */
const SLICE_MS = 10;

/** Asks a question seed by seed, on so many threads; default: as many as there are processors. */
export async function askSeeds<Answer>(
  question: SeedQuestion<Answer>,
  { signal, onProgress }: Following<SeedProgress>,
  workers: number | undefined,
): Promise<Answer> {
  signal?.throwIfAborted();
  const { fleets, seeds } = question;
  let done = 0;
  const takeUp = (summaries: readonly Summary[]): void => {
    question.take(summaries);
    done += 1;
    onProgress?.({ done, total: seeds.length });
  };
  if (fleets.every(isData)) {
    const count = Math.min(workers ?? (await processors()), seeds.length);
    await withPool(count, signal, (pool) => takeUpFrom(pool, count, question, takeUp, signal));
  }
  return inSlices(
    restOf(question, () => done, takeUp),
    signal,
  );
}

/**
 * Has the threads of a pool simulate, and takes up what they send, in the order of the seeds.
 * Whether that is all.
 */
async function takeUpFrom(
  pool: WorkerPool,
  workers: number,
  question: SeedQuestion<unknown>,
  takeUp: (summaries: readonly Summary[]) => void,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { seeds } = question;
  const size = Math.max(1, Math.min(MOST_IN_A_TASK, Math.floor(seeds.length / (4 * workers))));
  const fleets = question.fleets.map(({ fleet }) => fleet);
  const running: Promise<SummariesAnswer | undefined>[] = [];
  let next = 0;
  const launch = (): void => {
    if (next >= seeds.length) return;
    const some = seeds.slice(next, next + size);
    next += size;
    const span = spanUnder(question, some[0]!);
    const task: QuestionTask = { kind: "summaries", fleets, span, seeds: some };
    running.push(pool.run(task).catch(() => undefined) as Promise<SummariesAnswer | undefined>);
  };
  for (let count = 0; count < 2 * workers; count += 1) launch();
  // Bound: every round takes a task off, and there are as many as there are seeds at most.
  for (let first = running.shift(); first !== undefined; first = running.shift()) {
    const answer = await first;
    if (answer === undefined) return false; // the rest is done in place
    launch();
    for (const bytes of answer) {
      if (signal?.aborted === true) return false;
      takeUp(pool.unpack(bytes) as Summary[]);
      await turn();
    }
  }
  return true;
}

/** What is left of a question, in steps: one for each seed. */
function* restOf<Answer>(
  question: SeedQuestion<Answer>,
  done: () => number,
  takeUp: (summaries: readonly Summary[]) => void,
): Steps<Answer> {
  const seeds = question.seeds.slice(done());
  if (seeds.length > 0)
    for (const summaries of summariesHere({ ...question, seeds })) {
      takeUp(summaries);
      yield;
    }
  return question.answer();
}

/**
 * Asks a question as a whole in a thread. `task` is `undefined` where it cannot travel; `steps` ask
 * it in place, and `revived` makes an answer of one that has travelled.
 */
export async function askWhole<Answer, Progress>(
  task: WholeTask | undefined,
  steps: () => Steps<Answer>,
  revived: (data: Answer) => Answer,
  { signal, onProgress }: Following<Progress>,
): Promise<Answer> {
  signal?.throwIfAborted();
  if (task !== undefined) {
    let found: Answer | undefined;
    await withPool(1, signal, async (pool) => {
      let thrown: { readonly error: unknown } | undefined;
      const tell = (progress: unknown): void => {
        try {
          onProgress?.(progress as Progress);
        } catch (error) {
          thrown ??= { error };
          void pool.destroy();
        }
      };
      const data = await pool.run(task, tell).catch(() => undefined);
      if (thrown !== undefined) throw thrown.error;
      if (data !== undefined) found = revived(data as Answer);
      return data !== undefined;
    });
    if (found !== undefined) return found;
  }
  return inSlices(steps(), signal);
}

/**
 * Lets work go on with a pool, if there is one. Rejects with the signal's reason as soon as it is
 * aborted. The threads wait for the next question only where the work says that it is all done.
 */
async function withPool(
  workers: number,
  signal: AbortSignal | undefined,
  work: (pool: WorkerPool) => Promise<boolean>,
): Promise<void> {
  const pool = await takePool(workers);
  if (pool === undefined) return;
  let isDone = false;
  try {
    isDone = await abortable(work(pool), signal);
  } finally {
    // Nobody waits for threads to end.
    if (isDone) await giveBackPool(pool, workers);
    else void pool.destroy();
  }
}

/** The work's outcome, unless the signal is aborted before. */
export async function abortable<Answer>(
  work: Promise<Answer>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  if (signal === undefined) return work;
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
    work.catch(() => undefined); // whoever aborted does not wait for it
  }
}

/** Asks in steps, and gives way between them. */
async function inSlices<Answer>(
  steps: Steps<Answer>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  let since = 0; // whoever asks goes on first
  // Bound: a question ends, however it is asked.
  for (;;) {
    if (performance.now() - since >= SLICE_MS) {
      await turn();
      since = performance.now();
    }
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Whether a fleet is data alone, and can travel to a thread. */
export function isData({ fleet }: CheckedFleet): boolean {
  return fleet.jobs.every((job) => typeof job.workload !== "function");
}
