/**
 * Workers and sweeps over Redis for programs: what `runcast worker` and `runcast sweep --redis` do,
 * in a process of yours.
 */
import { type Issue, issue, PolicyError } from "../core/input/issues.js";
import { keysOf, readOptions } from "../core/input/ownShape.js";
import { isWholeNumber } from "../core/input/scalars.js";
import { checkFleet } from "../core/simulation/checkFleet.js";
import type { FleetInput } from "../core/simulation/fleetInput.js";
import { checkSpan } from "../core/simulation/span.js";
import { checkOnProgress } from "../core/whatif/progress.js";
import type { EstimatedRow, Study } from "../core/whatif/sweep/study.js";
import { studyOfParts } from "../files/mergeParts.js";
import { PART_LIMITS } from "../files/partHeader.js";
import { ownVersion } from "../host/ownVersion.js";
import { readHostZone } from "../host/zones.js";
import { checkSignal, checkWorkers } from "../library/runOptions.js";
import { numericSpan, type SimulationSpan } from "../library/span.js";
import { changesIn, questionOf, readChanges } from "./question.js";
import { connectTo, readRedisUrl, REDIS_URL_TEXT, type RedisAddress } from "./redis.js";
import { sweepOverWorkers } from "./sweepOver.js";
import { MOST_TASKS } from "./sweepTasks.js";
import { takeTasks } from "./worker.js";

/** How a worker works. */
export interface WorkerOptions {
  /** Where tasks are: `redis://user:password@host:6379/0`, `rediss://` with TLS. */
  readonly redis: string;
  /** Worker threads, 1 to 64; default: as many as there are processors. */
  readonly workers?: number;
  /** Told in sentences what it did, and what went wrong. Default: nobody. */
  readonly onTold?: (sentence: string) => void;
}

/** A worker that takes tasks. */
export interface SweepWorker {
  /** Resolves when it was stopped; rejects where it can't go on. */
  readonly ended: Promise<void>;
  /** Hands back the task that it is at, and ends. */
  readonly stop: () => Promise<void>;
}

/** How a sweep goes over Redis. */
export interface SweepOverOptions {
  /** Where its tasks go, as for a worker. */
  readonly redis: string;
  /** So many seeds from `span.seed` on, 2 to 10,000. */
  readonly seeds: number;
  /**
   * Into so many tasks, 1 to 10,000. Default: of some ten seconds on one thread each, but 32 at
   * least where there are as many simulations, and 1,000 at most.
   */
  readonly shards?: number;
  /** When it is aborted, the sweep is cancelled. */
  readonly signal?: AbortSignal;
  /** So many simulations are done, of so many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told in sentences of a connection that is lost, and of workers that can't take part. */
  readonly onTold?: (sentence: string) => void;
}

const WORKER_KEYS = keysOf<WorkerOptions>({ redis: true, workers: true, onTold: true });
const SWEEP_OVER_KEYS = keysOf<SweepOverOptions>({
  redis: true,
  seeds: true,
  shards: true,
  signal: true,
  onProgress: true,
  onTold: true,
});

/** What a sweep is of where no file has a name. */
const SOURCE = "fleet";

/**
 * Starts a worker that takes tasks of every sweep of this version of runcast, until it is stopped.
 * Rejects with a `PolicyError` that has every issue of the options, and with one line where a
 * package is missing or Redis can't be reached.
 */
export async function startWorker(options: WorkerOptions): Promise<SweepWorker> {
  const issues: Issue[] = [];
  const given = readOptions<WorkerOptions>(options, WORKER_KEYS, issues);
  const { workers, onTold } = given as WorkerOptions;
  const address = checkRedis(given.redis, issues);
  checkWorkers(workers, issues);
  checkOnTold(onTold, issues);
  if (address === undefined || issues.length > 0) throw new PolicyError(issues);
  const tell = onTold ?? (() => undefined);
  const client = await connected(address, tell);
  const stop = new AbortController();
  const { signal } = stop;
  const threads = workers === undefined ? {} : { workers };
  const ended = takeTasks(client, { version: ownVersion(), signal, tell, ...threads }).finally(() =>
    client.disconnect(),
  );
  ended.catch(() => undefined); // whoever waits for it is told
  return {
    ended,
    stop: () => {
      stop.abort();
      return ended;
    },
  };
}

/**
 * A sweep whose simulations workers do; `changes` are as one types them after `runcast sweep`. The
 * rows are those of `sweepParallel`, to the byte. Rejects with a `PolicyError` that has every
 * issue, with an error of a line for each problem, and with the signal's reason when it is
 * cancelled; a fleet with a function in it can't travel.
 */
export async function sweepOver(
  fleet: FleetInput,
  changes: readonly string[],
  span: SimulationSpan,
  options: SweepOverOptions,
): Promise<Study<EstimatedRow>> {
  const issues: Issue[] = [];
  const given = readOptions<SweepOverOptions>(options, SWEEP_OVER_KEYS, issues);
  const { seeds, shards, signal, onProgress, onTold } = given as SweepOverOptions;
  const address = checkRedis(given.redis, issues);
  if (!isWholeNumber(seeds, 2, PART_LIMITS.seeds))
    issues.push(issue("options.seeds", `a whole number from 2 to ${PART_LIMITS.seeds}`, seeds));
  if (shards !== undefined && !isWholeNumber(shards, 1, MOST_TASKS))
    issues.push(issue("options.shards", `a whole number from 1 to ${MOST_TASKS}`, shards));
  checkSignal(signal, issues);
  checkOnProgress(onProgress, issues);
  checkOnTold(onTold, issues);
  const when = checkSpan(numericSpan(span), issues);
  const checked = checkFleet(fleet, issues, readHostZone);
  if (!Array.isArray(changes) || changes.some((one) => typeof one !== "string"))
    issues.push(issue("changes", 'an array of texts such as "dailyTime=20:00..23:00"', changes));
  if (address === undefined || when === undefined || checked === undefined || issues.length > 0)
    throw new PolicyError(issues);
  const problems: string[] = [];
  const read = readChanges(changes, checked.fleet, problems);
  if (read.length === 0 && problems.length === 0) problems.push("what is to vary? Give changes");
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const part = {
    fleet: checked.fleet,
    span: when,
    seeds,
    changes: changesIn(read),
    source: SOURCE,
    model: undefined,
    version: ownVersion(),
  };
  const tell = onTold ?? (() => undefined);
  const client = await connected(address, tell);
  try {
    const merged = await sweepOverWorkers(
      client,
      questionOf(part, changes),
      {
        tell,
        ...(shards === undefined ? {} : { shards }),
        ...(signal === undefined ? {} : { signal }),
        ...(onProgress === undefined ? {} : { onProgress }),
      },
      problems,
    );
    if (merged === undefined) throw new Error(problems.join("\n"));
    return studyOfParts(merged);
  } finally {
    client.disconnect();
  }
}

/** The address; `undefined` after an issue, which does not show it: it may hold a password. */
function checkRedis(redis: unknown, issues: Issue[]): RedisAddress | undefined {
  const address = readRedisUrl(redis);
  if (address !== undefined) return address;
  const received = typeof redis === "string" ? "another text" : redis;
  issues.push(issue("options.redis", REDIS_URL_TEXT, received));
  return undefined;
}

function checkOnTold(onTold: unknown, issues: Issue[]): void {
  if (onTold !== undefined && typeof onTold !== "function")
    issues.push(issue("options.onTold", "a function", onTold));
}

async function connected(address: RedisAddress, tell: (sentence: string) => void) {
  const problems: string[] = [];
  const client = await connectTo(address, tell, problems);
  if (client === undefined) throw new Error(problems.join("\n"));
  return client;
}
