/**
 * Worker threads for sweeps, kept a while for the next one.
 *
 * A thread that has just started runs the simulation cold for most of a second; who asks one
 * what-if question soon asks another. So a pool that is given back waits half a minute for its next
 * sweep. Where there are no threads, or none can be started, whoever asks is told why and does the
 * work in place: that is never a failure.
 */
import { messageOf } from "./message.js";
import type { WorkerPool } from "./workerPool.js";

/** So long an idle pool waits for its next sweep. */
const IDLE_MS = 30_000;

/** A pool nobody uses at present, with its end. */
interface IdlePool {
  readonly pool: WorkerPool;
  readonly end: ReturnType<typeof setTimeout>;
}

// By the number of threads, at most one of each: two sweeps at once have two pools, and the second
// is not kept.
const idle = new Map<number, IdlePool>();

/** How many threads the machine runs at once; 1 where there are none. */
export async function processors(): Promise<number> {
  try {
    return (await import("#threads")).threads.processors();
  } catch {
    return 1; // `takePool` says why
  }
}

/**
 * A pool for one sweep; `undefined` where all is to be done in place, after a sentence in `notes`
 * that says why.
 */
export async function takePool(
  workers: number,
  notes: string[] = [],
): Promise<WorkerPool | undefined> {
  const waiting = idle.get(workers);
  if (waiting !== undefined) {
    idle.delete(workers);
    clearTimeout(waiting.end);
    if (waiting.pool.failure === undefined) return waiting.pool;
  }
  try {
    return (await import("#threads")).threads.open(workers);
  } catch (error) {
    notes.push(`without worker threads: ${messageOf(error)}`);
    return undefined;
  }
}

/**
 * Gives a pool back that has nothing left to do. A pool that was destroyed is not to be given back.
 */
export async function giveBackPool(pool: WorkerPool, workers: number): Promise<void> {
  if (idle.has(workers) || pool.failure !== undefined) {
    await pool.destroy();
    return;
  }
  const end = setTimeout(() => {
    idle.delete(workers);
    void pool.destroy();
  }, IDLE_MS);
  (end as { unref?: () => void }).unref?.(); // a timer of Node.js would hold the process
  idle.set(workers, { pool, end });
}
