/**
 * The options that cut a sweep in shards, and where a cluster says which of them this process is.
 *
 * A shard that is guessed wrong costs hours before anybody notices. So an array of tasks is taken
 * only where it has as many tasks as there are shards, and nothing else says otherwise.
 */
import { grouped } from "../core/input/numberText.js";
import { MOST_SHARDS, type Shard } from "../core/whatif/sweep/shard.js";
import { integerOption, type OptionTable, type OptionValues } from "./arguments.js";
import type { World } from "./terminal.js";

/** The options of a part. */
export const PART_OPTIONS = {
  shard: {
    type: "string",
    value: "I/N",
    says: "the I-th of N shards of the simulations; 1/1 is all. Wants --seeds, --from and --out",
  },
  shards: {
    type: "string",
    value: "N",
    says:
      "the same, where a cluster says which: an array of N tasks of Slurm " +
      "(SLURM_ARRAY_TASK_ID) or AWS Batch (AWS_BATCH_JOB_ARRAY_INDEX), or an Indexed Job of " +
      "Kubernetes (JOB_COMPLETION_INDEX)",
  },
  out: {
    type: "string",
    value: "PART",
    says: "where the rows of the shard go, for runcast merge: part-3.ndjson",
  },
} as const satisfies OptionTable;

type PartOption = keyof typeof PART_OPTIONS;

/** A shard, and the file for its rows. */
export interface PartAsked {
  readonly shard: Shard;
  readonly out: string;
}

/**
 * Which part is asked for; `undefined` where none is, or something is wrong, which is noted.
 * `others` are the options that the command was given.
 */
export function readPartOptions(
  values: OptionValues<PartOption | "seeds" | "from" | "by" | "top">,
  env: World["env"],
  problems: string[],
): PartAsked | undefined {
  const asked = (["shard", "shards", "out"] as const).find((name) => values.has(name));
  if (asked === undefined) return undefined;
  const before = problems.length;
  const shard = readShard(values, env, problems);
  const out = values.get("out");
  if (out === undefined)
    problems.push(`--${asked}: --out is needed too, a file for the rows: --out part-3.ndjson`);
  if (!values.has("seeds"))
    problems.push(`--${asked}: --seeds is needed too: a part has a row for each seed`);
  if (!values.has("from"))
    problems.push(
      `--${asked}: --from is needed too: shards that begin at another minute are of another run`,
    );
  for (const name of ["by", "top"] as const)
    if (values.has(name))
      problems.push(`--${name}: a part is no table; runcast merge makes one, and takes it`);
  return problems.length > before || shard === undefined || out === undefined
    ? undefined
    : { shard, out };
}

function readShard(
  values: OptionValues<PartOption>,
  env: World["env"],
  problems: string[],
): Shard | undefined {
  const text = values.get("shard");
  const count = integerOption(values, "shards", undefined, 1, MOST_SHARDS, problems);
  if (text === undefined) {
    if (count !== undefined) return shardFromCluster(count, env, problems);
    if (!values.has("shards"))
      problems.push("--out: of which shard? --shard 3/8 is the third of eight, --shard 1/1 all");
    return undefined;
  }
  const [, index, of] = /^\s*(\d{1,6})\s*\/\s*(\d{1,6})\s*$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(of) };
  if (!(shard.index >= 1 && shard.index <= shard.count && shard.count <= MOST_SHARDS))
    problems.push(
      `--shard: expected I/N such as 3/8, I from 1 to N, N up to ${grouped(MOST_SHARDS)}, ` +
        `received ${JSON.stringify(text)}`,
    );
  else if (count !== undefined && count !== shard.count)
    problems.push(`--shards: ${count} of them, but --shard ${text.trim()} says another number`);
  else return shard;
  return undefined;
}

/** What a cluster tells the tasks of an array. */
interface Cluster {
  readonly index: string;
  /** How many tasks the array has. */
  readonly count?: string;
  /** The first index, the last, and how far apart they are. */
  readonly first?: string;
  readonly last?: string;
  readonly step?: string;
  /** The first index where nothing says it. */
  readonly usualFirst: number;
}

const CLUSTERS: readonly Cluster[] = [
  {
    index: "SLURM_ARRAY_TASK_ID",
    count: "SLURM_ARRAY_TASK_COUNT",
    first: "SLURM_ARRAY_TASK_MIN",
    last: "SLURM_ARRAY_TASK_MAX",
    step: "SLURM_ARRAY_TASK_STEP",
    usualFirst: 1,
  },
  { index: "JOB_COMPLETION_INDEX", usualFirst: 0 },
  { index: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE", usualFirst: 0 },
];

/** The shard of this task of an array; `undefined` after a problem. */
function shardFromCluster(count: number, env: World["env"], problems: string[]): Shard | undefined {
  const told = CLUSTERS.filter(({ index }) => (env[index] ?? "") !== "");
  const [cluster, other] = told;
  const instead = `; --shard I/${count} says which`;
  const fail = (why: string): undefined => void problems.push(`--shards: ${why}${instead}`);
  if (cluster === undefined)
    return fail(`none of ${CLUSTERS.map(({ index }) => index).join(", ")} is set`);
  if (other !== undefined) return fail(`both ${cluster.index} and ${other.index} are set`);
  const before = problems.length;
  const numberOf = (name: string | undefined, usual: number): number => {
    const text = name === undefined ? "" : (env[name] ?? "");
    if (text === "") return usual;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    fail(`${name} is ${JSON.stringify(text)}, not a whole number`);
    return usual;
  };
  const index = numberOf(cluster.index, 0);
  const tasks = numberOf(cluster.count, count);
  const first = numberOf(cluster.first, cluster.usualFirst);
  const step = Math.max(1, numberOf(cluster.step, 1));
  const last = numberOf(cluster.last, first + step * (tasks - 1));
  if (problems.length > before) return undefined;
  if (tasks !== count) return fail(`${count} of them, but ${cluster.count} is ${tasks}`);
  if (last !== first + step * (tasks - 1))
    return fail(`the array has gaps between ${cluster.first} ${first} and ${cluster.last} ${last}`);
  const place = (index - first) / step;
  if (!(Number.isInteger(place) && place >= 0 && place < count))
    return fail(`${cluster.index} is ${index}, and ${count} tasks are counted from ${first}`);
  return { index: place + 1, count };
}
