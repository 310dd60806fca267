/**
 * A worker: it takes tasks of whatever sweeps are open, one at a time, simulates them in threads
 * and lays the part down, until it is stopped.
 *
 * The main thread does nothing but keep the lock while threads simulate. What takes it long, making
 * the variations of a sweep, it does before it takes a task. A part is laid down only while
 * somebody waits for it.
 */
import { randomUUID } from "node:crypto";
import type { Worker } from "bullmq";
import type { Redis } from "ioredis";
import { PolicyError } from "../core/input/issues.js";
import { grouped } from "../core/input/numberText.js";
import { SECOND_MS } from "../core/time/instant.js";
import type { Shard } from "../core/whatif/sweep/shard.js";
import type { SweepPlan } from "../core/whatif/sweep/sweep.js";
import type { PartHeader } from "../files/partHeader.js";
import { partText } from "../files/partRows.js";
import { messageOf } from "../host/message.js";
import { zoneDatabaseVersion } from "../host/zones.js";
import { simulateShard } from "../library/sweepShard.js";
import { lengthText } from "../core/time/length.js";
import { counted } from "../report/kit/words.js";
import { pause, within } from "./pause.js";
import { pack, planOf, unpackQuestion } from "./question.js";
import {
  ASK_MS,
  failureOf,
  keepAlive,
  keepLock,
  KEPT_MS,
  NOBODY_WAITS,
  type Notice,
  openTaker,
  partKey,
  questionKey,
  refusalOf,
  refusalsKey,
  SWEEPS,
  type Task,
  waitingKey,
} from "./tasks.js";

/** How a worker works. */
export interface WorkerSettings {
  /** Of runcast: it takes no task of another. */
  readonly version: string;
  /** Threads that simulate; default: one for each processor. */
  readonly workers?: number;
  /** Aborted when it is to end: a task that is not done is handed back. */
  readonly signal: AbortSignal;
  /** Told in sentences what it did, and what went wrong. */
  readonly tell: (sentence: string) => void;
}

/** A sweep that this worker takes tasks of. */
interface OpenSweep {
  readonly id: string;
  readonly plan: SweepPlan;
  readonly header: PartHeader;
  readonly taker: Worker<Shard, null>;
}

/** Laid down only while the question is there, so that nothing stays behind. */
const LAY_DOWN = `if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
redis.call("SET", KEYS[2], ARGV[1], "PX", ARGV[2]) return 1`;
const REFUSE = `if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
redis.call("SADD", KEYS[2], ARGV[1]) redis.call("PEXPIRE", KEYS[2], ARGV[2]) return 1`;

/** Nobody waits longer for a task to be handed back. */
const HAND_BACK_MS = 3 * SECOND_MS;
/** How often somebody is told how far a task is. */
const TELL_MS = SECOND_MS;

/** Takes tasks until it is stopped. */
export async function takeTasks(client: Redis, settings: WorkerSettings): Promise<void> {
  const { signal, tell } = settings;
  const refused = new Set<string>();
  const token = randomUUID();
  let open: OpenSweep | undefined;
  const close = async (): Promise<void> => {
    const last = open;
    open = undefined;
    await last?.taker.close();
  };
  /** The next task of any sweep; the one that is open comes first, since its plan is made. */
  const nextTask = async (): Promise<Task | undefined> => {
    const sweeps = await client.hgetall(SWEEPS);
    for (const id of refused) if (!Object.hasOwn(sweeps, id)) refused.delete(id);
    if (open !== undefined && !Object.hasOwn(sweeps, open.id)) await close();
    const isOpen = (id: string): number => Number(id === open?.id);
    for (const id of Object.keys(sweeps).sort((a, b) => isOpen(b) - isOpen(a))) {
      if (signal.aborted) return undefined;
      if (refused.has(id) || (await client.llen(waitingKey(id))) === 0) continue;
      if (open?.id !== id) {
        await close();
        open = await openSweep(client, id, sweeps[id]!, settings, refused);
      }
      const task = await open?.taker.getNextJob(token, { block: false });
      if (task !== undefined) return task;
    }
    return undefined;
  };
  let fault = "";
  while (!signal.aborted) {
    const task = await orStopped(nextTask(), signal).catch((error: unknown) => {
      const sentence = `it tries again: ${String(error).split("\n")[0]!}`;
      if (sentence !== fault) tell(sentence);
      fault = sentence;
      return undefined;
    });
    if (open !== undefined && task !== undefined) await doTask(client, open, task, token, settings);
    else await pause(ASK_MS, signal);
  }
  await within(HAND_BACK_MS, close());
}

/**
 * What comes of the work. Once the worker is stopped it still has a moment: without a connection it
 * would never end.
 */
async function orStopped<Of>(work: Promise<Of>, signal: AbortSignal): Promise<Of | undefined> {
  const stop = new AbortController();
  const isOver = pause(Infinity, signal, stop.signal)
    .then(() => (stop.signal.aborted ? undefined : pause(HAND_BACK_MS, stop.signal)))
    .then(() => undefined);
  try {
    return await Promise.race([work, isOver]);
  } finally {
    stop.abort();
  }
}

/** Opens a sweep; `undefined` where it has ended, or is refused. */
async function openSweep(
  client: Redis,
  id: string,
  text: string,
  settings: WorkerSettings,
  refused: Set<string>,
): Promise<OpenSweep | undefined> {
  const asked = await readSweep(client, id, text, settings, refused);
  return asked && { id, ...asked, taker: await openTaker(client, id) };
}

/** Reads the question of a sweep; `undefined` where it has ended, or is refused. */
async function readSweep(
  client: Redis,
  id: string,
  text: string,
  { version, tell }: WorkerSettings,
  refused: Set<string>,
): Promise<Pick<OpenSweep, "plan" | "header"> | undefined> {
  const refuse = async (why: string): Promise<undefined> => {
    refused.add(id);
    tell(why);
    await client.eval(REFUSE, 2, questionKey(id), refusalsKey(id), why, KEPT_MS);
    return undefined;
  };
  let source = "a sweep";
  try {
    const notice = JSON.parse(text) as Notice;
    source = `the sweep of ${notice.source}`;
    if (notice.version !== version)
      return await refuse(
        `${source} is asked by runcast ${notice.version}, and a worker has ${version}: ` +
          "it takes none of its tasks",
      );
    if (notice.zoneDatabase !== zoneDatabaseVersion)
      return await refuse(
        `${source} is asked with the time-zone database ${notice.zoneDatabase}, and a ` +
          `worker has ${zoneDatabaseVersion}: it takes none of its tasks`,
      );
    const bytes = await client.getBuffer(questionKey(id));
    if (bytes === null) return undefined;
    const question = await unpackQuestion({ bytes, hash: notice.hash });
    const problems: string[] = [];
    const plan = planOf(question, problems);
    if (plan === undefined) return await refuse(`${source} cannot be read: ${problems.join("; ")}`);
    return { plan, header: question.header };
  } catch (error) {
    const why = error instanceof PolicyError ? error.message : String(error);
    return refuse(`${source} cannot be read: ${why.split("\n")[0]!}`);
  }
}

/** Simulates a shard and lays its part down; nothing that goes wrong with it ends the worker. */
async function doTask(
  client: Redis,
  { id, plan, header }: OpenSweep,
  task: Task,
  token: string,
  { workers, signal, tell }: WorkerSettings,
): Promise<void> {
  const { index, count } = task.data;
  const named = `shard ${grouped(index)} of ${grouped(count)} of ${header.source}`;
  const stop = new AbortController();
  const stopWork = (): void => stop.abort();
  signal.addEventListener("abort", stopWork);
  if (signal.aborted) stopWork();
  let lost = "";
  const release = keepLock(client, id, task, token, (why) => {
    lost = why;
    stopWork();
  });
  const began = performance.now();
  let told = began;
  try {
    await keepAlive(client, id);
    // the watcher leaves it to a worker to say that a task is given up
    if (task.deferredFailure !== undefined) throw new Error(task.deferredFailure);
    const result = await simulateShard(plan, task.data, {
      signal: stop.signal,
      ...(workers === undefined ? {} : { workers }),
      onProgress(done) {
        if (performance.now() - told < TELL_MS) return;
        told = performance.now();
        void task.updateProgress(done).catch(() => undefined); // it may be over
      },
    });
    for (const note of result.notes) tell(note);
    const text = partText({ ...header, shard: index, shards: count }, result.names, result.values);
    const bytes = result.complete ? await pack([...text].join("")) : undefined;
    const keys = [questionKey(id), partKey(id, index)] as const;
    if (bytes !== undefined)
      await orStopped(client.eval(LAY_DOWN, 2, ...keys, bytes, KEPT_MS), signal);
    const end = ended(async () => {
      if (bytes === undefined) await task.moveToWait(token);
      else await task.moveToCompleted(null, token, false);
    });
    const unended = (await orStopped(end, signal)) ?? NO_ANSWER;
    const whyNot = lost === "" ? unended : lost;
    const length = lengthText(performance.now() - began);
    if (whyNot !== "") tell(`${named}: given up, since ${whyNot}`);
    else if (bytes === undefined) tell(`${named}: handed back`);
    else tell(`${named}: ${counted(result.rows, "simulation")} in ${length}`);
  } catch (error) {
    const failedReason = messageOf(error);
    tell(`${named}: ${failureOf({ failedReason })}`);
    const failed = ended(() => task.moveToFailed(new Error(failedReason), token, false));
    await orStopped(failed, signal);
  } finally {
    release();
    signal.removeEventListener("abort", stopWork);
    await orStopped(keepAlive(client, id), signal);
  }
}

const NO_ANSWER = "Redis does not answer";

/**
 * Why a task could not be ended, and `""` where it was. What is not over is another worker's once
 * its lock has gone.
 */
async function ended(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "";
  } catch (error) {
    // BullMQ has a code where the task is another's by now, or its sweep is over
    if (typeof (error as { readonly code?: unknown }).code === "number") return NOBODY_WAITS;
    return refusalOf(error);
  }
}
