/**
 * A sweep over all processors: variations are made here, simulated in worker threads, and put back
 * in their order.
 *
 * A row is a pure function of its fleet, the span and the seed (R24), so who simulates it makes no
 * difference. Fleets travel as data; a fleet with a function in it cannot, and is simulated here,
 * between the answers of the others.
 */
import { availableParallelism } from "node:os";
import { setImmediate as turn } from "node:timers/promises";
import { deserialize } from "node:v8";
import type { Tinypool } from "tinypool";
import { type Issue, issue, PolicyError } from "../core/input/issues.js";
import type { CheckedSpan, SimulationSpan } from "../core/simulation/checkFleet.js";
import type { Fleet } from "../core/simulation/fleet.js";
import { summaryOf } from "../core/simulation/simulate.js";
import type { Summary } from "../core/simulation/summary.js";
import { type Study, studyOf, type StudyRow, type Variations } from "../core/whatif/sweep/study.js";
import { rowOf, type VariedFleet, variedFleets } from "../core/whatif/sweep/sweep.js";
import type { SweepAnswer, SweepTask } from "../host/sweepWorker.js";
import { giveBackPool, hasFailed, takePool } from "../host/workerPools.js";
import { readHostZone } from "../host/zones.js";

/** What a sweep in parallel tells while it runs. */
export interface SweepProgress {
  /** Variations finished so far. */
  readonly done: number;
  readonly total: number;
  /** The one that was finished last. */
  readonly name: string;
}

/** How a sweep runs in parallel. */
export interface SweepOptions {
  /** Worker threads, 1 to 64; default: as many as there are processors. */
  readonly workers?: number;
  readonly onProgress?: (progress: SweepProgress) => void;
  /** When it is aborted, the sweep ends with what is finished. */
  readonly signal?: AbortSignal;
}

const MOST_WORKERS = 64;
/** Tasks per worker: enough that none stands idle at the end while another has a long one left. */
const TASKS_PER_WORKER = 16;
/**
 * And none so long that a sweep which is stopped loses much: what a task has not finished is not a
 * row.
 */
const MOST_IN_A_TASK = 8;

/**
 * `sweep` over worker threads: the same rows, to the byte. `onProgress` is called for each row as
 * it is finished; once `signal` is aborted, what is finished is the study, and its `complete` is
 * `false`. Rejects with a `PolicyError` that has every issue of every variation.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const workload = { duration: "PT45M" };
 * const jobs = ["mail", "sites"].map((id) => ({ id, policy, proxyId: "proxy", workload }));
 * const fleet = { jobs, proxies: [{ id: "proxy", slots: 1 }] };
 * const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
 * const study = await sweepParallel(fleet, slots("proxy", [1, 2]), week, { workers: 1 });
 * study.bestFirst("waitMax").map((row) => [row.name, row.metrics.waitMax]) // => [["2 slots", 0], ["1 slot", 2_700_000]]
 * ```
 */
export async function sweepParallel(
  fleet: Fleet,
  variations: Variations,
  span: SimulationSpan,
  options: SweepOptions = {},
): Promise<Study> {
  const asked = workersOf(options);
  const { varied, when } = variedFleets(fleet, variations, span, readHostZone);
  const rows: (StudyRow | undefined)[] = varied.map(() => undefined);
  const { signal, onProgress } = options;
  let done = 0;
  const finish = (index: number, row: StudyRow): void => {
    rows[index] = row;
    done += 1;
    onProgress?.({ done, total: varied.length, name: varied[index]!.name });
  };
  const inPlace = async (indices: readonly number[]): Promise<void> => {
    for (const index of indices) {
      await turn(); // lets an abort, and the answers of the workers, come in
      if (signal?.aborted === true) return;
      finish(index, rowOf(varied[index]!, summaryOf(varied[index]!.checked, when)));
    }
  };

  const here = indicesOf(varied, (one) => !isData(one.checked.fleet));
  const away = indicesOf(varied, (one) => isData(one.checked.fleet));
  const workers = Math.min(asked, away.length);
  const pool = workers > 0 && signal?.aborted !== true ? await takePool(workers) : undefined;
  if (pool === undefined) {
    await inPlace([...here, ...away]);
  } else {
    const stop = (): void => void pool.destroy();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const tasks = tasksOf(
        away,
        Math.min(MOST_IN_A_TASK, Math.ceil(away.length / (workers * TASKS_PER_WORKER))),
      );
      const answers = tasks.map((indices) => runTask(pool, indices, varied, when, finish, inPlace));
      const outcomes = await Promise.allSettled([...answers, inPlace(here)]);
      const failure = outcomes.find((outcome) => outcome.status === "rejected");
      if (failure !== undefined && signal?.aborted !== true) throw failure.reason;
    } finally {
      signal?.removeEventListener("abort", stop);
      // All tasks are settled here; the threads of a sweep that was aborted are gone.
      if (signal?.aborted === true) await pool.destroy();
      else await giveBackPool(pool, workers);
    }
  }
  return studyOf(
    when,
    rows.filter((row) => row !== undefined),
    done === varied.length,
    pool === undefined ? 0 : workers,
  );
}

function workersOf(options: SweepOptions): number {
  const issues: Issue[] = [];
  const { workers, onProgress, signal } = options ?? {};
  if (
    workers !== undefined &&
    !(Number.isInteger(workers) && workers >= 1 && workers <= MOST_WORKERS)
  )
    issues.push(issue("options.workers", `a whole number from 1 to ${MOST_WORKERS}`, workers));
  if (onProgress !== undefined && typeof onProgress !== "function")
    issues.push(issue("options.onProgress", "a function", onProgress));
  if (signal !== undefined && typeof signal?.addEventListener !== "function")
    issues.push(issue("options.signal", "an AbortSignal", signal));
  if (issues.length > 0) throw new PolicyError(issues);
  return workers ?? Math.min(MOST_WORKERS, availableParallelism());
}

function indicesOf<T>(list: readonly T[], matches: (item: T) => boolean): number[] {
  return list.flatMap((item, index) => (matches(item) ? [index] : []));
}

function isData(fleet: Fleet): boolean {
  return fleet.jobs.every((job) => typeof job.workload !== "function");
}

function tasksOf(indices: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(indices.length / size) }, (_, task) =>
    indices.slice(task * size, (task + 1) * size),
  );
}

async function runTask(
  pool: Tinypool,
  indices: readonly number[],
  varied: readonly VariedFleet[],
  span: CheckedSpan,
  finish: (index: number, row: StudyRow) => void,
  inPlace: (indices: readonly number[]) => Promise<void>,
): Promise<void> {
  const task: SweepTask = { fleets: indices.map((index) => varied[index]!.checked.fleet), span };
  let answers: readonly SweepAnswer[];
  try {
    answers = (await pool.run(task)) as readonly SweepAnswer[];
  } catch (error) {
    // A thread that failed, or something in a job that is neither data nor looked at by a
    // simulation and cannot travel.
    if (!hasFailed(pool) && !(error instanceof Error && error.name === "DataCloneError"))
      throw error;
    return inPlace(indices);
  }
  indices.forEach((index, at) => finish(index, rowFrom(varied[index]!, answers[at]!)));
}

/** A row whose summary is still bytes, until somebody looks at it. */
function rowFrom(
  { name, dimensions }: VariedFleet,
  { metrics, summary: bytes }: SweepAnswer,
): StudyRow {
  let summary: Summary | undefined;
  return {
    name,
    dimensions,
    metrics,
    get summary() {
      return (summary ??= deserialize(bytes) as Summary);
    },
  };
}
