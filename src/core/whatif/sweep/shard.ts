/**
 * A sweep under several seeds, cut in shards: which points each of them simulates.
 *
 * A point is a variation under a seed. Points that follow each other, all of one variation, make a
 * block, since seeds of a variation share the work of getting it ready. Blocks are dealt out in
 * rounds, one for each shard, and every round begins one shard further on: so no shard gets always
 * the same value of a dimension, the dear one, and all have about as much to do. Each point is in
 * exactly one shard, and in each shard they are in the order of the whole.
 */

/** Nobody has more machines. */
export const MOST_SHARDS = 100_000;

/** One shard among so many, counted from 1: `{ index: 3, count: 8 }`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** A variation, by its place, under the seeds at the places `[from, to)`. */
export interface Block {
  readonly variation: number;
  readonly from: number;
  readonly to: number;
}

/** Blocks that each shard has at least, where there are points enough: one more is no burden. */
const BLOCKS_EACH = 64;
/** Getting a variation ready costs less than so many simulations. */
const MOST_SEEDS = 8;

/**
 * The blocks of a shard, in the order of variations, then seeds. Shards beyond the number of points
 * have none.
 * `blocksOf({ index: 2, count: 2 }, 2, 2) // => [{ variation: 0, from: 1, to: 2 }, { variation: 1, from: 0, to: 1 }]`
 */
export function blocksOf(shard: Shard, variations: number, seeds: number): Block[] {
  const { index, count } = shard;
  const wanted = Math.floor((variations * seeds) / (count * BLOCKS_EACH));
  const each = Math.ceil(seeds / Math.max(1, Math.min(MOST_SEEDS, wanted)));
  // Of the blocks of a variation the first ones are one seed longer where they can't be even. Long
  // and short ones are dealt out apart, or a shard might get all long ones.
  const short = Math.floor(seeds / each);
  const longOnes = seeds - each * short;
  const shortOnes = each - longOnes;
  const blocks: Block[] = [];
  // From the other end, so that who gets a long one more gets a short one less.
  for (const rank of dealt({ index: count + 1 - index, count }, variations * longOnes)) {
    const from = (rank % longOnes) * (short + 1);
    blocks.push({ variation: Math.floor(rank / longOnes), from, to: from + short + 1 });
  }
  for (const rank of dealt(shard, variations * shortOnes)) {
    const from = longOnes * (short + 1) + (rank % shortOnes) * short;
    blocks.push({ variation: Math.floor(rank / shortOnes), from, to: from + short });
  }
  return blocks.sort((a, b) => a.variation - b.variation || a.from - b.from);
}

/** Which of so many a shard gets, dealt out in rounds that begin one shard further on each time. */
function dealt({ index, count }: Shard, total: number): number[] {
  const ranks: number[] = [];
  for (let round = 0; round * count < total; round += 1) {
    const turn = (((index - 1 - round) % count) + count) % count;
    if (round * count + turn < total) ranks.push(round * count + turn);
  }
  return ranks;
}

/** How many points there are in blocks. */
export function pointsIn(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { from, to }) => sum + (to - from), 0);
}
