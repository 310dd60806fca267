/**
 * A sweep as tasks: its question is laid down once, a task for each shard is added, and parts are
 * taken away as they come, until all are there or it is cancelled.
 *
 * However it ends, nothing of it stays in Redis. Should Redis forget it meanwhile, all that is
 * missing is laid down again, so that a restart costs the tasks that were not done.
 */
import { randomBytes } from "node:crypto";
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { grouped } from "../core/input/numberText.js";
import { SECOND_MS } from "../core/time/instant.js";
import { blocksOf, pointsIn, type Shard } from "../core/whatif/sweep/shard.js";
import { prepare } from "../core/simulation/prepare.js";
import type { SweepPlan } from "../core/whatif/sweep/sweep.js";
import type { PartHeader } from "../files/partHeader.js";
import { pause, within } from "./pause.js";
import type { Packed } from "./question.js";
import {
  ASK_MS,
  failureOf,
  KEPT_MS,
  type Notice,
  openQueue,
  partKey,
  questionKey,
  refusalOf,
  refusalsKey,
  SIGN_MS,
  SWEEPS,
  type Task,
  taskId,
  taskKey,
  watchLocks,
} from "./tasks.js";

/** How a sweep is followed. */
export interface TasksOptions {
  /** When it is aborted, the sweep is cancelled. */
  readonly signal?: AbortSignal;
  /** So many simulations are done. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told in sentences what goes wrong and does not end it. */
  readonly tell: (sentence: string) => void;
}

/** A sweep's question, ready to be laid down. */
export interface SweepAsked {
  readonly packed: Packed;
  readonly header: PartHeader;
  /** How many variations it has. */
  readonly variations: number;
  readonly shards: number;
}

/** More tasks than this are a burden for whoever waits for them. */
export const MOST_TASKS = 10_000;
/** A task has work for so long, where there is enough. */
const TASK_MS = 10 * SECOND_MS;
/** And there are so many of them, where there is little: for some workers to have as much to do. */
const LEAST_TASKS = 32;
/** So many where nobody says it. */
const MOST_USUAL = 1_000;

/** So long nobody wonders whether there are workers. */
const ALONE_MS = 10 * SECOND_MS;
/** How often it is asked how far tasks are. */
const FAR_MS = SECOND_MS / 2;
/** Parts that are taken away at once. */
const AT_ONCE = 16;
/** Nobody waits longer for Redis once a sweep has ended. */
const LEAVE_MS = 3 * SECOND_MS;

/** A due start takes about so long to simulate, its share of the metrics included. */
const DUE_START_MS = 0.001;

/**
 * How many tasks a sweep is cut into where nobody says it, by what is due in its first variation:
 * to time a simulation would tell how slow code is that has not been compiled yet.
 */
export function usualTasks({ varied, when, seeds = [], compiled }: SweepPlan): number {
  const simulations = varied.length * seeds.length;
  const { due } = prepare(varied[0]!.checked, when, compiled);
  const long = Math.ceil((simulations * due * DUE_START_MS) / TASK_MS);
  return Math.min(simulations, Math.max(LEAST_TASKS, Math.min(MOST_USUAL, long)));
}

/**
 * Has all tasks done; `take` gets each part as it was packed. Whether all are there: `false` after
 * problems, a line each. Rejects with the signal's reason when it is cancelled.
 */
export async function doneByWorkers(
  client: Redis,
  asked: SweepAsked,
  take: (shard: number, bytes: Uint8Array) => Promise<void>,
  options: TasksOptions,
  problems: string[],
): Promise<boolean> {
  const sweep = `${asked.packed.hash.slice(0, 16)}-${randomBytes(4).toString("hex")}`;
  const queue = await openQueue(client, sweep);
  const pending = new Set(Array.from({ length: asked.shards }, (_, index) => index + 1));
  let unwatch: (() => Promise<void>) | undefined;
  const work = (async () => {
    await layDown(client, queue, sweep, asked, pending);
    if (options.signal?.aborted === true) return;
    unwatch = await watchLocks(client, sweep);
    await collect(client, queue, sweep, asked, pending, take, options, problems);
  })();
  try {
    await orCancelled(work, options.signal);
    return pending.size === 0;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ReplyError") throw error;
    problems.push(refusalOf(error));
    return false;
  } finally {
    const left = await within(
      LEAVE_MS,
      (async () => {
        await work.catch(() => undefined); // one that is cancelled has not ended yet
        await unwatch?.();
        await clear(client, queue, sweep, asked.shards);
        await queue.close();
        return true;
      })(),
    );
    if (left !== true)
      options.tell("what is left of the sweep in Redis is gone within two minutes");
  }
}

/** The work, or the signal's reason. Without a connection the work would never end. */
async function orCancelled(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return work;
  const stop = new AbortController();
  const cancelled = pause(Infinity, signal, stop.signal).then(() => {
    if (!stop.signal.aborted) throw signal.reason;
  });
  try {
    await Promise.race([work, cancelled]);
  } finally {
    stop.abort();
    work.catch(() => undefined); // what it says after the end nobody hears
  }
}

/** Lays the question down, and a task for each shard that is not done. */
async function layDown(
  client: Redis,
  queue: Queue<Shard, null>,
  sweep: string,
  { packed, header, shards }: SweepAsked,
  pending: ReadonlySet<number>,
): Promise<void> {
  const { version, zoneDatabase, source } = header;
  const notice: Notice = { version, zoneDatabase, source, hash: packed.hash };
  await client.set(questionKey(sweep), packed.bytes, "PX", KEPT_MS);
  await add(queue, shards, [...pending]);
  await sign(client, queue, sweep, pending);
  await client.hset(SWEEPS, sweep, JSON.stringify(notice));
  await client.pexpire(SWEEPS, KEPT_MS);
}

/** Adds the tasks of some shards; one that is there already stays. */
async function add(
  queue: Queue<Shard, null>,
  shards: number,
  indexes: readonly number[],
): Promise<void> {
  await queue.addBulk(
    indexes.map((index) => ({
      name: "shard",
      data: { index, count: shards },
      opts: { jobId: taskId(index) },
    })),
  );
}

/** A sign of life: all that there is lives a minute longer. Whether the sweep is still known. */
async function sign(
  client: Redis,
  queue: Queue<Shard, null>,
  sweep: string,
  pending: ReadonlySet<number>,
): Promise<boolean> {
  // BullMQ looks for lost locks only once this key has gone, and gives it its own short life
  const { "stalled-check": _, ...lasting } = queue.keys;
  const keys = [
    questionKey(sweep),
    SWEEPS,
    ...Object.values(lasting),
    ...Array.from(pending, (shard) => taskKey(sweep, shard)),
  ];
  const pipeline = client.pipeline();
  for (const key of keys) pipeline.pexpire(key, KEPT_MS);
  const [[, isThere] = []] = (await pipeline.exec()) ?? [];
  return isThere === 1;
}

/** Takes parts away until none is pending, or a task failed, which is noted. */
async function collect(
  client: Redis,
  queue: Queue<Shard, null>,
  sweep: string,
  asked: SweepAsked,
  pending: Set<number>,
  take: (shard: number, bytes: Uint8Array) => Promise<void>,
  { signal, onProgress, tell }: TasksOptions,
  problems: string[],
): Promise<void> {
  const { header, variations, shards } = asked;
  const total = variations * header.seeds;
  const told = new Set<string>();
  const began = performance.now();
  let signedAt = began;
  let askedAt = -Infinity;
  let done = 0;
  let isAlone = true; // nobody was seen at work
  while (pending.size > 0 && signal?.aborted !== true) {
    const now = performance.now();
    if (now - signedAt >= SIGN_MS) {
      signedAt = now;
      if (!(await sign(client, queue, sweep, pending)))
        await layDown(client, queue, sweep, asked, pending);
    }
    const ended = await queue.getJobs(["completed", "failed"], 0, AT_ONCE - 1);
    for (const task of ended) {
      const { index } = task.data;
      const why = await takePart(client, sweep, task, pending, take);
      if (why !== undefined) problems.push(`shard ${grouped(index)} of ${grouped(shards)}: ${why}`);
      // a part that is not there was forgotten: its task is done again
      else if (pending.has(index)) await add(queue, shards, [index]);
      else done += pointsIn(blocksOf({ index, count: shards }, variations, header.seeds));
    }
    if (problems.length > 0) return;
    if (now - askedAt < FAR_MS) {
      if (ended.length === 0) await pause(ASK_MS, ...(signal === undefined ? [] : [signal]));
      continue;
    }
    askedAt = now;
    const active = await queue.getActive();
    const under = active.reduce(
      (sum, { progress }) => sum + (typeof progress === "number" ? progress : 0),
      0,
    );
    onProgress?.(Math.min(total, done + under), total);
    for (const refusal of await client.smembers(refusalsKey(sweep))) {
      if (!told.has(refusal)) tell(refusal);
      told.add(refusal);
    }
    isAlone &&= done === 0 && active.length === 0;
    if (isAlone && now - began >= ALONE_MS && told.size === 0) {
      const sentence = "no worker has taken a task yet: runcast worker --redis URL starts one";
      told.add(sentence);
      tell(sentence);
    }
  }
  if (pending.size === 0) onProgress?.(total, total);
}

/** Takes the part of a task that ended, and both away; why the task failed, where it did. */
async function takePart(
  client: Redis,
  sweep: string,
  task: Task,
  pending: Set<number>,
  take: (shard: number, bytes: Uint8Array) => Promise<void>,
): Promise<string | undefined> {
  if ((task.failedReason ?? "") !== "") return failureOf(task);
  const { index } = task.data;
  const bytes = await client.getBuffer(partKey(sweep, index));
  if (bytes !== null) {
    await take(index, bytes);
    pending.delete(index);
  }
  await task.remove();
  await client.del(partKey(sweep, index));
  return undefined;
}

/**
 * Takes away all that a sweep has in Redis, at one go, so that nothing is made anew of what is
 * still there; workers that are at a task of it find that out.
 */
async function clear(
  client: Redis,
  queue: Queue<Shard, null>,
  sweep: string,
  shards: number,
): Promise<void> {
  const all = Array.from({ length: shards }, (_, index) => index + 1);
  await client.hdel(SWEEPS, sweep);
  await client.del(
    questionKey(sweep),
    refusalsKey(sweep),
    ...Object.values(queue.keys),
    ...all.flatMap((shard) => {
      const task = taskKey(sweep, shard);
      return [partKey(sweep, shard), task, `${task}:lock`];
    }),
  );
  // of sweeps that were killed
  for (const other of await client.hkeys(SWEEPS))
    if ((await client.exists(questionKey(other))) === 0) await client.hdel(SWEEPS, other);
}
