/**
 * Worker threads for sweeps, kept a while for the next one.
 *
 * A thread that has just started runs the simulation cold for most of a second; who asks one what-if question soon asks
 * another. So a pool that is given back waits some seconds for its next sweep. Idle threads keep no process alive.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Tinypool } from "tinypool";

/** So long an idle pool waits for its next sweep. */
const IDLE_MS = 10_000;

/** A pool nobody uses at present, with its end. */
interface IdlePool {
  readonly pool: Tinypool;
  readonly end: NodeJS.Timeout;
}

// By the number of threads, at most one of each: two sweeps at once have two pools, and the second is not kept.
const idle = new Map<number, IdlePool>();

/** A pool for one sweep; `undefined` where a bundler has left the worker's file behind, and all is to be done in place. */
export async function takePool(workers: number): Promise<Tinypool | undefined> {
  const waiting = idle.get(workers);
  if (waiting !== undefined) {
    idle.delete(workers);
    clearTimeout(waiting.end);
    return waiting.pool;
  }
  // Sources that run as they are (tests) have no worker that a thread could load: theirs is the built one.
  const filename = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "../../dist/run/sweepWorker.js" : "./sweepWorker.js", import.meta.url));
  if (!existsSync(filename)) return undefined;
  const { Tinypool } = await import("tinypool");
  return new Tinypool({ filename, name: "simulateTask", minThreads: workers, maxThreads: workers });
}

/** Gives a pool back that has nothing left to do. A pool that was destroyed is not to be given back. */
export async function giveBackPool(pool: Tinypool, workers: number): Promise<void> {
  if (idle.has(workers)) {
    await pool.destroy();
    return;
  }
  const end = setTimeout(() => {
    idle.delete(workers);
    void pool.destroy();
  }, IDLE_MS);
  idle.set(workers, { pool, end: end.unref() });
}
