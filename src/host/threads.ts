/**
 * `#threads` in Node.js, Bun and Deno: worker threads over `node:worker_threads`.
 *
 * A thread has one task at a time, so an answer needs no name. However a thread ends, also without
 * a word, nobody waits for it: all that its pool has not done is rejected, and the pool has failed.
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { deserialize } from "node:v8";
import { Worker } from "node:worker_threads";
import { messageOf } from "./message.js";
import type { ThreadAnswer, Threads, WorkerPool } from "./workerPool.js";

/** Worker threads of this machine. */
export const threads: Threads = { processors: availableParallelism, open };

/** A task, and who waits for it. */
interface Errand {
  readonly task: unknown;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: unknown) => void;
  readonly tell: ((progress: unknown) => void) | undefined;
}

/** A thread, and what it is at. */
interface Hand {
  readonly worker: Worker;
  errand: Errand | undefined;
}

// Sources that run as they are (tests) have no worker that a thread could load: theirs is the
// built one.
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/run/sweepWorker.js" : "./sweepWorker.js",
  import.meta.url,
);

function open(workers: number): WorkerPool {
  const file = fileURLToPath(WORKER);
  if (!existsSync(file)) throw new Error("sweepWorker.js is missing: bundlers leave it behind");
  const hands: Hand[] = [];
  const waiting: Errand[] = [];
  let failure: string | undefined;
  let hasEnded = false;

  const end = async (reason: string): Promise<void> => {
    hasEnded = true;
    const lost = [...hands.flatMap(({ errand }) => errand ?? []), ...waiting];
    waiting.length = 0;
    for (const hand of hands) hand.errand = undefined;
    for (const { reject } of lost) reject(new Error(reason));
    await Promise.all(hands.map(({ worker }) => worker.terminate()));
  };
  const fail = (reason: string): void => {
    if (hasEnded) return;
    failure = reason;
    void end(reason);
  };
  const goOn = (hand: Hand): void => {
    while (hand.errand === undefined) {
      const next = waiting.shift();
      if (next === undefined) {
        hand.worker.unref();
        return;
      }
      try {
        hand.worker.postMessage(next.task);
        hand.worker.ref();
        hand.errand = next;
      } catch (error) {
        next.reject(error);
      }
    }
  };

  try {
    for (let count = 0; count < workers; count += 1) {
      // Without the options of this process: `--input-type` and loaders are about its own sources,
      // and stop a thread from starting.
      const hand: Hand = { worker: new Worker(file, { execArgv: [] }), errand: undefined };
      hands.push(hand);
      hand.worker.on("message", (message: ThreadAnswer) => {
        const { errand } = hand;
        if ("progress" in message) {
          errand?.tell?.(message.progress);
          return;
        }
        hand.errand = undefined;
        if ("answer" in message) errand?.resolve(message.answer);
        else errand?.reject(message.error);
        if (!hasEnded) goOn(hand);
      });
      hand.worker.on("messageerror", (error: unknown) =>
        fail(`it sent what cannot be read: ${messageOf(error)}`),
      );
      hand.worker.on("error", (error: unknown) => fail(messageOf(error)));
      // No word of its exit code: one that is ended while it starts has 0, and a moment later 1.
      hand.worker.on("exit", () => fail("it ended before all was answered"));
      hand.worker.unref();
    }
  } catch (error) {
    void end("not all threads could be started");
    throw error;
  }

  return {
    get failure() {
      return failure;
    },
    run: (task, tell) =>
      new Promise((resolve, reject) => {
        if (hasEnded) {
          reject(new Error(failure ?? "the pool has ended"));
          return;
        }
        waiting.push({ task, resolve, reject, tell });
        const free = hands.find(({ errand }) => errand === undefined);
        if (free !== undefined) goOn(free);
      }),
    unpack: deserialize,
    destroy: () => end("the pool has ended"),
  };
}
