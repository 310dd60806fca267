/**
 * One shard of a sweep over all processors: the points that are its own, and nothing else.
 */
import { KEY_METRICS } from "../core/whatif/keyMetrics.js";
import { blocksOf, pointsIn, type Shard } from "../core/whatif/sweep/shard.js";
import type { Variations } from "../core/whatif/sweep/study.js";
import { keyValuesOf, type SweepPlan, sweepPlan } from "../core/whatif/sweep/sweep.js";
import type { FleetInput } from "../core/simulation/fleetInput.js";
import { readHostZone } from "../host/zones.js";
import { numericSpan, type SimulationSpan } from "./span.js";
import { type Piece, type PieceOptions, simulatePieces } from "./sweepPieces.js";

/** How a shard is simulated. */
export interface ShardOptions extends PieceOptions {
  /** So many of the shard's simulations are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Which shard, of which sweep. */
export interface ShardAsked extends ShardOptions {
  /** All seeds of the sweep: so many, from `span.seed` on. */
  readonly seeds: number;
  readonly shard: Shard;
}

/** What came of a shard. */
export interface ShardResult {
  /** The names of all variations of the sweep, in their order. */
  readonly names: readonly string[];
  /** Key metrics of its points in their order (`blocksOf`): those of the first, then the next. */
  readonly values: Float64Array;
  /** How many points it has. */
  readonly rows: number;
  /** Whether all of it was simulated: not, where it was stopped. */
  readonly complete: boolean;
  /** Sentences on how it was made, as a study's. */
  readonly notes: readonly string[];
}

/**
 * Simulates one shard of `sweepParallel` under several seeds. Throws a `PolicyError` with every
 * issue of every variation, also of those of other shards: so all shards of a bad sweep fail at
 * once.
 */
export async function sweepShard(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  { seeds, shard, ...options }: ShardAsked,
): Promise<ShardResult> {
  const plan = sweepPlan(fleet, variations, numericSpan(span), { seeds }, readHostZone);
  return simulateShard(plan, shard, options);
}

/** The same of a sweep whose variations are made: whoever does several shards makes them once. */
export async function simulateShard(
  plan: SweepPlan,
  shard: Shard,
  { onProgress, ...options }: ShardOptions,
): Promise<ShardResult> {
  const { varied, when, seeds = [], compiled } = plan;
  const blocks = blocksOf(shard, varied.length, seeds.length);
  const total = pointsIn(blocks);
  const values = new Float64Array(total * KEY_METRICS.length);
  let begin = 0;
  const pieces = blocks.map(({ variation, from, to }): Piece => {
    const at = begin;
    begin += to - from;
    return { index: variation, seeds: seeds.slice(from, to), at };
  });
  let done = 0;
  const { notes } = await simulatePieces(plan, pieces, options, (piece, answer) => {
    const { index, seeds: some = [], at } = piece;
    values.set(
      answer !== undefined && "values" in answer
        ? answer.values
        : keyValuesOf(varied[index]!.checked, when, some, compiled),
      at * KEY_METRICS.length,
    );
    done += some.length;
    onProgress?.(done, total);
  });
  return {
    names: varied.map(({ name }) => name),
    values,
    rows: total,
    complete: done === total,
    notes,
  };
}
