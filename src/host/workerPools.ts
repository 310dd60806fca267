/**
 * Worker threads for sweeps, kept a while for the next one.
 *
 * A thread that has just started runs the simulation cold for most of a second; who asks one
 * what-if question soon asks another. So a pool that is given back waits half a minute for its next
 * sweep. Idle threads keep no process alive.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Tinypool } from "tinypool";

/** So long an idle pool waits for its next sweep. */
const IDLE_MS = 30_000;

/** A pool nobody uses at present, with its end. */
interface IdlePool {
  readonly pool: Tinypool;
  readonly end: NodeJS.Timeout;
}

// By the number of threads, at most one of each: two sweeps at once have two pools, and the second
// is not kept.
const idle = new Map<number, IdlePool>();
const failed = new WeakSet<Tinypool>();

/**
 * A pool for one sweep; `undefined` where a bundler has left the worker's file behind, and all is
 * to be done in place.
 */
export async function takePool(workers: number): Promise<Tinypool | undefined> {
  const waiting = idle.get(workers);
  if (waiting !== undefined) {
    idle.delete(workers);
    clearTimeout(waiting.end);
    return waiting.pool;
  }
  // Sources that run as they are (tests) have no worker that a thread could load: theirs is the
  // built one.
  const filename = fileURLToPath(
    new URL(
      import.meta.url.endsWith(".ts") ? "../../dist/run/sweepWorker.js" : "./sweepWorker.js",
      import.meta.url,
    ),
  );
  if (!existsSync(filename)) return undefined;
  const { Tinypool } = await import("tinypool");
  // Without the options of this process: `--input-type` and loaders are about its own sources, and
  // stop a thread from starting.
  const pool = new Tinypool({
    filename,
    name: "simulateTask",
    minThreads: workers,
    maxThreads: workers,
    execArgv: [],
  });
  // Threads that end by themselves while nobody waits for them are no reason to end the process.
  pool.on("error", () => void retire(pool));
  return pool;
}

/**
 * Ends a pool in which a thread failed; tasks that it still has are rejected, and it is kept for
 * nobody.
 */
async function retire(pool: Tinypool): Promise<void> {
  for (const [workers, waiting] of idle) {
    if (waiting.pool !== pool) continue;
    clearTimeout(waiting.end);
    idle.delete(workers);
  }
  failed.add(pool);
  await pool.destroy();
}

/** Whether a thread of the pool failed: whatever it has not done is to be done in place. */
export function hasFailed(pool: Tinypool): boolean {
  return failed.has(pool);
}

/**
 * Gives a pool back that has nothing left to do. A pool that was destroyed is not to be given back.
 */
export async function giveBackPool(pool: Tinypool, workers: number): Promise<void> {
  if (idle.has(workers) || failed.has(pool)) {
    await pool.destroy();
    return;
  }
  const end = setTimeout(() => {
    idle.delete(workers);
    void pool.destroy();
  }, IDLE_MS);
  idle.set(workers, { pool, end: end.unref() });
}
