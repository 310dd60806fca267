/**
 * The work of a sweep, cut in pieces and done by all processors: in worker threads, and in place
 * what cannot travel to one.
 *
 * What a piece says is a pure function of its fleet, the span and its seeds (R24), so who simulates
 * it makes no difference, and neither does the order in which pieces are finished. Fleets travel as
 * data; a fleet with a function in it cannot, and is simulated here, between the answers of the
 * others.
 */
import type { Summary } from "../core/simulation/summary.js";
import type { KeyMetrics } from "../core/whatif/keyMetrics.js";
import type { SweepPlan } from "../core/whatif/sweep/sweep.js";
import type { SeedsAnswer, SweepAnswer, SweepTask } from "../host/sweepTask.js";
import { turn } from "../host/turn.js";
import type { WorkerPool } from "../host/workerPool.js";
import { giveBackPool, processors, takePool } from "../host/workerPools.js";
import { isData } from "./questionThreads.js";
import { MOST_WORKERS } from "./runOptions.js";

/** Tasks per worker: enough that none stands idle at the end while another has a long one left. */
const TASKS_PER_WORKER = 16;
/**
 * And none so long that a sweep which is stopped loses much: what a task has not finished is not a
 * row.
 */
const MOST_IN_A_TASK = 8;

/** A part of the work: a variation under some of the seeds, `undefined` for the span's own. */
export interface Piece {
  readonly index: number;
  readonly seeds: readonly number[] | undefined;
  /** The place of its first seed among all. */
  readonly at: number;
}

/** What a thread said of a piece. */
export type Answer =
  SeedsAnswer | { readonly metrics: KeyMetrics; readonly readSummary: () => Summary };

/** How pieces are done. */
export interface PieceOptions {
  /** Worker threads; default: as many as there are processors. */
  readonly workers?: number;
  /** When it is aborted, what is not finished stays undone. */
  readonly signal?: AbortSignal;
}

/** Who did them. */
export interface PiecesDone {
  /** How many worker threads took part; 0 where all was done in place. */
  readonly workers: number;
  /** Sentences on why threads did not do all of it. */
  readonly notes: readonly string[];
}

/**
 * Does all pieces, cut smaller where that keeps every thread busy. `finish` is called for each as
 * it is cut, with a thread's answer, or without one: then it is to be simulated here.
 */
export async function simulatePieces(
  plan: SweepPlan,
  pieces: readonly Piece[],
  { workers: asked, signal }: PieceOptions,
  finish: (piece: Piece, answer: Answer | undefined) => void,
): Promise<PiecesDone> {
  const { varied } = plan;
  const most = asked ?? Math.min(MOST_WORKERS, await processors());
  const inPlace = async (some: readonly Piece[]): Promise<void> => {
    for (const piece of some) {
      await turn(); // lets an abort, and the answers of the workers, come in
      if (signal?.aborted === true) return;
      finish(piece, undefined);
    }
  };

  const travels = varied.map(({ checked }) => isData(checked));
  const here = pieces.filter(({ index }) => !travels[index]!);
  const away = pieces.filter(({ index }) => travels[index]!);
  const simulations = away.reduce((sum, { seeds }) => sum + (seeds?.length ?? 1), 0);
  const workers = Math.min(most, simulations);
  const size = Math.min(
    MOST_IN_A_TASK,
    Math.ceil(simulations / (Math.max(1, workers) * TASKS_PER_WORKER)),
  );
  const piecesHere = here.flatMap((piece) => cutPiece(piece, MOST_IN_A_TASK));
  const piecesAway = away.flatMap((piece) => cutPiece(piece, size));
  const notes: string[] = [];
  const pool = workers > 0 && signal?.aborted !== true ? await takePool(workers, notes) : undefined;
  if (pool === undefined) {
    await inPlace([...piecesHere, ...piecesAway]);
  } else {
    const stop = (): void => void pool.destroy();
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted === true) stop(); // while the threads were started
    try {
      const answers = tasksOf(piecesAway, size).map((task) =>
        runTask(pool, task, plan, finish, inPlace),
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
  return { workers: pool === undefined ? 0 : workers, notes };
}

/** A piece in pieces of at most `size` seeds. */
function cutPiece(piece: Piece, size: number): Piece[] {
  const { index, seeds, at } = piece;
  if (seeds === undefined || seeds.length <= size) return [piece];
  return Array.from({ length: Math.ceil(seeds.length / size) }, (_, part) => ({
    index,
    seeds: seeds.slice(part * size, (part + 1) * size),
    at: at + part * size,
  }));
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
