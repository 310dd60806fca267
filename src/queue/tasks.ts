/**
 * Tasks of a sweep in BullMQ: one queue for each sweep, one task for each shard.
 *
 * A queue of its own has an end: when the sweep ends, however it does, all keys of it go, and while
 * it lasts they live for a minute at a time, so that nothing outlives whoever waits for the answer.
 * Workers find the queues in one hash. A task is locked by the worker that is at it, which renews
 * the lock; whoever waits for the sweep looks for tasks whose lock has gone, and puts them back.
 */
import type { Job, Queue, QueueBase, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { SECOND_MS } from "../core/time/instant.js";
import type { Shard } from "../core/whatif/sweep/shard.js";
import type { PartHeader } from "../files/partHeader.js";
import { messageOf } from "../host/message.js";
import { pause } from "./pause.js";

/** What all keys begin with. */
const PREFIX = "runcast";

/** Where workers find the sweeps that are open: a hash, the notice of each by its id. */
export const SWEEPS = `${PREFIX}:sweeps`;

/** All that a sweep has in Redis lives so long after the last sign of who waits for it. */
export const KEPT_MS = 60 * SECOND_MS;
/** How often there is such a sign. */
export const SIGN_MS = 2 * SECOND_MS;

/** A task whose worker has not been heard of for so long is another's. */
const LOCK_MS = 6 * SECOND_MS;
/** How often a worker renews its lock, and how often somebody looks for locks that have gone. */
export const RENEW_MS = 2 * SECOND_MS;
/** A task that was begun more often than this, and not ended, is given up. */
const MOST_BEGUN = 3;

/** How often both ends ask whether there is something to do. */
export const ASK_MS = 100;

/** What a worker has to know of a sweep before it reads the question. */
export interface Notice extends Pick<PartHeader, "version" | "zoneDatabase" | "source"> {
  /** Of the question. */
  readonly hash: string;
}

/** A shard as a task; its progress is how many of its simulations are done. */
export type Task = Job<Shard, null>;

/** The key of a sweep's question. */
export function questionKey(sweep: string): string {
  return `${PREFIX}:${sweep}:question`;
}

/** The key of a shard's part. */
export function partKey(sweep: string, shard: number): string {
  return `${PREFIX}:${sweep}:part-${shard}`;
}

/** The key of the tasks of a sweep that nobody is at: a list. */
export function waitingKey(sweep: string): string {
  return `${PREFIX}:${sweep}:wait`;
}

/** The key of what workers say that cannot take part. */
export function refusalsKey(sweep: string): string {
  return `${PREFIX}:${sweep}:refusals`;
}

/** What the task of a shard is called. */
export function taskId(shard: number): string {
  return `shard-${shard}`;
}

/** The key of the task of a shard. */
export function taskKey(sweep: string, shard: number): string {
  return `${PREFIX}:${sweep}:${taskId(shard)}`;
}

/** The queue of a sweep, for who waits for its answer. */
export async function openQueue(client: Redis, sweep: string): Promise<Queue<Shard, null>> {
  const { Queue } = await import("bullmq");
  const options = {
    connection: client,
    prefix: PREFIX,
    // nobody reads them
    streams: { events: { maxLen: 10 } },
  };
  return ready(client, () => new Queue<Shard, null>(sweep, options));
}

/**
 * One that can be worked with. BullMQ remembers for ever that a connection was cut while it was
 * made, and refuses to end a task over it: then another is made.
 */
async function ready<Of extends QueueBase>(client: Redis, make: () => Of): Promise<Of> {
  for (;;) {
    const made = make();
    made.on("error", () => undefined); // the client tells of what concerns it
    try {
      await made.waitUntilReady();
      return made;
    } catch (error) {
      await made.close();
      if (client.status === "end") throw error; // nobody makes it again
      await pause(ASK_MS);
    }
  }
}

/**
 * Looks for tasks whose worker is gone, until the function that it gives is called; they are for
 * the next worker then. Only who waits for the sweep does it, so that an idle worker leaves no key.
 */
export async function watchLocks(client: Redis, sweep: string): Promise<() => Promise<void>> {
  const watcher = await openTaker(client, sweep);
  await watcher.startStalledCheckTimer();
  return () => watcher.close();
}

const LISTS = [
  "wait",
  "active",
  "completed",
  "failed",
  "stalled",
  "marker",
  "events",
  "meta",
  "id",
];

/**
 * Has the lists of a sweep live a minute longer. One that was empty begins anew without an end,
 * also where nobody waits for the sweep any more and a worker does not know it yet.
 */
export async function keepAlive(client: Redis, sweep: string): Promise<void> {
  const pipeline = client.pipeline();
  for (const name of LISTS) pipeline.pexpire(`${PREFIX}:${sweep}:${name}`, KEPT_MS);
  await pipeline.exec();
}

/** What a worker takes tasks of a sweep with, one by one, as it likes. */
export async function openTaker(client: Redis, sweep: string): Promise<Worker<Shard, null>> {
  const { Worker } = await import("bullmq");
  const options = {
    connection: client,
    prefix: PREFIX,
    autorun: false,
    lockDuration: LOCK_MS,
    stalledInterval: RENEW_MS,
    maxStalledCount: MOST_BEGUN,
  };
  return ready(client, () => new Worker<Shard, null>(sweep, null, options));
}

/** Why a worker gives up a task that is another's by now, or whose sweep has ended. */
export const NOBODY_WAITS = "nobody waits for it here any more";

/**
 * Renews the lock of a task until the function that it gives is called; `lose` is called once the
 * task is no longer this worker's, and told why.
 */
export function keepLock(
  client: Redis,
  sweep: string,
  task: Task,
  token: string,
  lose: (why: string) => void,
): () => void {
  let isAsking = false;
  const timer = setInterval(() => {
    if (isAsking) return; // without a connection it waits
    isAsking = true;
    void Promise.all([task.extendLock(token, LOCK_MS), client.exists(questionKey(sweep))])
      .then(([isOurs, isAsked]) => {
        if (isOurs === 0 || isAsked === 0) lose(NOBODY_WAITS);
      })
      .catch((error: unknown) => lose(refusalOf(error)))
      .finally(() => (isAsking = false));
  }, RENEW_MS);
  return () => clearInterval(timer);
}

/** Why a task failed, for people. */
export function failureOf({ failedReason }: Pick<Task, "failedReason">): string {
  return failedReason.includes("stalled more than")
    ? `workers began it ${MOST_BEGUN + 1} times, and none ended it`
    : failedReason.split("\n")[0]!;
}

/** What Redis says to what it does not do, in a line: it may be full. */
export function refusalOf(error: unknown): string {
  return `Redis refuses: ${messageOf(error).split("\n")[0]!}`;
}
