/**
 * A sweep over all processors: variations are made here, simulated in worker threads, and put back
 * in their order.
 *
 * A row is a pure function of its fleet, the span and the seeds (R24), so who simulates it makes no
 * difference, and a variation under many seeds is cut in pieces. Fleets travel as data; a fleet
 * with a function in it cannot, and is simulated here, between the answers of the others.
 */
import type { Issue } from "../core/input/issues.js";
import { keysOf, readOptions } from "../core/input/ownShape.js";
import { prepare, summaryOf } from "../core/simulation/simulate.js";
import type { Summary } from "../core/simulation/summary.js";
import { checkOnProgress } from "../core/whatif/progress.js";
import { KEY_METRICS, type KeyMetrics } from "../core/whatif/keyMetrics.js";
import { resultOf } from "../core/time/plainData.js";
import {
  type EstimatedRow,
  estimatedStudyOf,
  type Study,
  type StudyFrame,
  studyOf,
  type StudyRow,
  type Variations,
} from "../core/whatif/sweep/study.js";
import {
  keyValuesOf,
  rowOf,
  type SweepPlan,
  sweepPlan,
  type SweepSeeds,
  type VariedFleet,
} from "../core/whatif/sweep/sweep.js";
import type { SeedsAnswer, SweepAnswer, SweepTask } from "../host/sweepTask.js";
import { turn } from "../host/turn.js";
import type { WorkerPool } from "../host/workerPool.js";
import { giveBackPool, processors, takePool } from "../host/workerPools.js";
import { readHostZone } from "../host/zones.js";
import { isData } from "./questionThreads.js";
import { checkSignal, checkWorkers, MOST_WORKERS } from "./runOptions.js";
import { numericSpan, type SimulationSpan } from "./span.js";
import type { FleetInput } from "../core/simulation/fleetInput.js";

/** What a sweep in parallel tells while it runs. */
export interface SweepProgress {
  /** Variations finished so far. */
  readonly done: number;
  readonly total: number;
  /** The one that was finished last. */
  readonly name: string;
}

/** How a sweep runs in parallel, and under which seeds. */
export interface SweepOptions extends SweepSeeds {
  /** Worker threads, 1 to 64; default: as many as there are processors. */
  readonly workers?: number;
  readonly onProgress?: (progress: SweepProgress) => void;
  /** When it is aborted, the sweep ends with what is finished. */
  readonly signal?: AbortSignal;
}

/** The keys of these options. */
export const SWEEP_OPTIONS_KEYS = keysOf<SweepOptions>({
  seeds: true,
  workers: true,
  onProgress: true,
  signal: true,
});

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
export function sweepParallel(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  options?: SweepOptions & { readonly seeds?: undefined },
): Promise<Study>;
export function sweepParallel(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  options: SweepOptions & { readonly seeds: number | readonly number[] },
): Promise<Study<EstimatedRow>>;
export function sweepParallel(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  options?: SweepOptions,
): Promise<Study | Study<EstimatedRow>>;
export async function sweepParallel(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  options?: SweepOptions,
): Promise<Study | Study<EstimatedRow>> {
  const issues: Issue[] = [];
  const asked = readSweepOptions(options, issues);
  const plan = sweepPlan(fleet, variations, numericSpan(span), asked, readHostZone, issues);
  const { varied } = plan;
  const { signal, onProgress } = asked;
  const most = asked.workers ?? Math.min(MOST_WORKERS, await processors());
  let done = 0;
  const rows = plan.seeds === undefined ? rowsOfOneSeed(plan) : rowsOfSeeds(plan, plan.seeds);
  const finish = (piece: Piece, answer: Answer | undefined): void => {
    if (!rows.take(piece, answer)) return;
    done += 1;
    onProgress?.({ done, total: varied.length, name: varied[piece.index]!.name });
  };
  const inPlace = async (pieces: readonly Piece[]): Promise<void> => {
    for (const piece of pieces) {
      await turn(); // lets an abort, and the answers of the workers, come in
      if (signal?.aborted === true) return;
      finish(piece, undefined);
    }
  };

  const here = indicesOf(varied, (one) => !isData(one.checked));
  const away = indicesOf(varied, (one) => isData(one.checked));
  const simulations = away.length * (plan.seeds?.length ?? 1);
  const workers = Math.min(most, simulations);
  const size = Math.min(
    MOST_IN_A_TASK,
    Math.ceil(simulations / (Math.max(1, workers) * TASKS_PER_WORKER)),
  );
  const piecesHere = piecesOf(here, plan.seeds, MOST_IN_A_TASK);
  const piecesAway = piecesOf(away, plan.seeds, size);
  const notes: string[] = [];
  const pool = workers > 0 && signal?.aborted !== true ? await takePool(workers, notes) : undefined;
  if (pool === undefined) {
    await inPlace([...piecesHere, ...piecesAway]);
  } else {
    const stop = (): void => void pool.destroy();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const answers = tasksOf(piecesAway, size).map((pieces) =>
        runTask(pool, pieces, plan, finish, inPlace),
      );
      const outcomes = await Promise.allSettled([...answers, inPlace(piecesHere)]);
      const failure = outcomes.find((outcome) => outcome.status === "rejected");
      if (failure !== undefined && signal?.aborted !== true) throw failure.reason;
    } finally {
      signal?.removeEventListener("abort", stop);
      // All tasks are settled here; the threads of a sweep that was aborted are gone.
      if (signal?.aborted === true) await pool.destroy();
      else await giveBackPool(pool, workers);
    }
  }
  if (pool?.failure !== undefined)
    notes.push(`a worker thread failed, and the rest was done in place: ${pool.failure}`);
  return rows.study({
    ...plan.when,
    seeds: plan.seeds ?? [plan.when.seed],
    complete: done === varied.length,
    workers: pool === undefined ? 0 : workers,
    notes,
  });
}

/** A part of the work: a variation under some of the seeds, `undefined` for the span's own. */
interface Piece {
  readonly index: number;
  readonly seeds: readonly number[] | undefined;
  /** The place of its first seed among all. */
  readonly at: number;
}

/** What a thread said of a piece. */
type Answer = SeedsAnswer | { readonly metrics: KeyMetrics; readonly readSummary: () => Summary };

/** Where answers are put together to rows. */
interface Rows<Of extends StudyRow | EstimatedRow> {
  /** Takes a worker's answer, or simulates in place. Whether the row of the piece is whole now. */
  take(piece: Piece, answer: Answer | undefined): boolean;
  /** A study of the rows that are whole. */
  study(frame: StudyFrame): Study<Of>;
}

function rowsOfOneSeed({ varied, when }: SweepPlan): Rows<StudyRow> {
  const rows: (StudyRow | undefined)[] = varied.map(() => undefined);
  return {
    take({ index }, answer) {
      const one = varied[index]!;
      rows[index] =
        answer !== undefined && "metrics" in answer
          ? rowFrom(one, answer.metrics, answer.readSummary)
          : rowOf(one, summaryOf(prepare(one.checked, when), when));
      return true;
    },
    study: (frame) =>
      studyOf(
        frame,
        rows.filter((row) => row !== undefined),
      ),
  };
}

function rowsOfSeeds({ varied, when }: SweepPlan, seeds: readonly number[]): Rows<EstimatedRow> {
  const rows = varied.map(({ name, dimensions }) => ({
    row: { name, dimensions, values: new Float64Array(seeds.length * KEY_METRICS.length) },
    missing: seeds.length,
  }));
  return {
    take({ index, seeds: some = [], at }, answer) {
      const one = rows[index]!;
      const values =
        answer !== undefined && "values" in answer
          ? answer.values
          : keyValuesOf(varied[index]!.checked, when, some);
      one.row.values.set(values, at * KEY_METRICS.length);
      one.missing -= some.length;
      return one.missing === 0;
    },
    study: (frame) =>
      estimatedStudyOf(
        frame,
        rows.flatMap(({ row, missing }) => (missing === 0 ? [row] : [])),
      ),
  };
}

/** The options; what is wrong with them goes to `issues`. */
function readSweepOptions(options: unknown, issues: Issue[]): SweepOptions {
  const given = readOptions<SweepOptions>(options, SWEEP_OPTIONS_KEYS, issues) as SweepOptions;
  const { workers, onProgress, signal } = given;
  checkWorkers(workers, issues);
  checkOnProgress(onProgress, issues);
  checkSignal(signal, issues);
  return given;
}

function indicesOf<T>(list: readonly T[], matches: (item: T) => boolean): number[] {
  return list.flatMap((item, index) => (matches(item) ? [index] : []));
}

/** Every variation under every seed, in pieces of at most `size` seeds. */
function piecesOf(
  indices: readonly number[],
  seeds: readonly number[] | undefined,
  size: number,
): Piece[] {
  if (seeds === undefined) return indices.map((index) => ({ index, seeds, at: 0 }));
  return indices.flatMap((index) =>
    Array.from({ length: Math.ceil(seeds.length / size) }, (_, part) => ({
      index,
      seeds: seeds.slice(part * size, (part + 1) * size),
      at: part * size,
    })),
  );
}

/** Pieces in their order, as many together as have at most `size` simulations, or one. */
function tasksOf(pieces: readonly Piece[], size: number): Piece[][] {
  const tasks: Piece[][] = [];
  let room = 0;
  for (const piece of pieces) {
    const simulations = piece.seeds?.length ?? 1;
    if (simulations > room) {
      tasks.push([]);
      room = size;
    }
    tasks.at(-1)!.push(piece);
    room -= simulations;
  }
  return tasks;
}

async function runTask(
  pool: WorkerPool,
  pieces: readonly Piece[],
  { varied, when }: SweepPlan,
  finish: (piece: Piece, answer: Answer) => void,
  inPlace: (pieces: readonly Piece[]) => Promise<void>,
): Promise<void> {
  const task: SweepTask = {
    pieces: pieces.map(({ index, seeds }) => ({ fleet: varied[index]!.checked.fleet, seeds })),
    span: when,
  };
  let answers: readonly SweepAnswer[];
  try {
    answers = (await pool.run(task)) as readonly SweepAnswer[];
  } catch (error) {
    // A thread that failed, or something in a job that is neither data nor looked at by a
    // simulation and cannot travel.
    const cannotTravel = (error as { name?: unknown } | undefined)?.name === "DataCloneError";
    if (pool.failure === undefined && !cannotTravel) throw error;
    return inPlace(pieces);
  }
  const { unpack } = pool;
  pieces.forEach((piece, at) => {
    const answer = answers[at]!;
    if ("values" in answer) finish(piece, answer);
    else {
      const { metrics, summary } = answer;
      finish(piece, { metrics, readSummary: () => unpack(summary) as Summary });
    }
  });
}

/** A row whose summary is still bytes, until somebody looks at it. */
function rowFrom(
  { name, dimensions }: VariedFleet,
  metrics: KeyMetrics,
  readSummary: () => Summary,
): StudyRow {
  let summary: Summary | undefined;
  return {
    name,
    dimensions,
    metrics,
    get summary() {
      return (summary ??= resultOf(readSummary()));
    },
  };
}
