/**
 * Which shard of a sweep a process is: by its options, or by what a cluster told it.
 */
import { describe, expect, it } from "vitest";
import { readArguments } from "../../src/cli/arguments.ts";
import { PART_OPTIONS, type PartAsked, readPartOptions } from "../../src/cli/partOptions.ts";

const OPTION = { type: "string", says: "" } as const;
const OPTIONS = { ...PART_OPTIONS, seeds: OPTION, from: OPTION, by: OPTION, top: OPTION };

/** What is asked for, or what is wrong. */
function asked(
  words: string,
  env: Readonly<Record<string, string>> = {},
): PartAsked | undefined | string[] {
  const problems: string[] = [];
  const { values } = readArguments(words.split(" ").filter(Boolean), OPTIONS, problems);
  const part = readPartOptions(values, env, problems);
  return problems.length > 0 ? problems : part;
}

const REST = "--out p.ndjson --seeds 9 --from 2026-01-05";
const shardOf = (words: string, env: Readonly<Record<string, string>> = {}): unknown => {
  const part = asked(`${words} ${REST}`, env);
  if (part === undefined || Array.isArray(part)) return part;
  expect(part.out).toBe("p.ndjson");
  return `${part.shard.index}/${part.shard.count}`;
};
const slurm = (id: number, min: number, max: number, count: number, step = 1) => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_MIN: String(min),
  SLURM_ARRAY_TASK_MAX: String(max),
  SLURM_ARRAY_TASK_COUNT: String(count),
  SLURM_ARRAY_TASK_STEP: String(step),
});

describe("the shard", () => {
  it("should be none where nothing asks for it, whatever a cluster says", () => {
    expect(asked("--seeds 9", slurm(3, 1, 8, 8))).toBeUndefined();
  });

  it("should be the one that is typed, also within a cluster", () => {
    expect(shardOf("--shard 3/8")).toBe("3/8");
    expect(shardOf("--shard 1/1")).toBe("1/1");
    expect(shardOf("--shard 3/8 --shards 8", slurm(5, 1, 8, 8))).toBe("3/8");
  });

  it.each(["0/8", "9/8", "3", "3/", "a/b", "-1/8", "1.5/8", "1/100001", "1/0", "1e1/20"])(
    "should be no %s",
    (text) =>
      expect(shardOf(`--shard=${text}`)).toEqual([
        "--shard: expected I/N such as 3/8, I from 1 to N, N up to 100,000, " +
          `received ${JSON.stringify(text)}`,
      ]),
  );

  it("should be the task of an array, counted from where the array begins", () => {
    const shards = (env: Readonly<Record<string, string>>): unknown => shardOf("--shards 8", env);
    expect(shards(slurm(1, 1, 8, 8))).toBe("1/8");
    expect(shards(slurm(8, 1, 8, 8))).toBe("8/8");
    expect(shards(slurm(0, 0, 7, 8))).toBe("1/8");
    expect(shards(slurm(7, 0, 7, 8))).toBe("8/8");
    expect(shards(slurm(14, 0, 14, 8, 2))).toBe("8/8");
    expect(shards({ SLURM_ARRAY_TASK_ID: "3" })).toBe("3/8");
    expect(shards({ SLURM_ARRAY_TASK_ID: "3", SLURM_ARRAY_TASK_COUNT: "8" })).toBe("3/8");
    expect(shards({ JOB_COMPLETION_INDEX: "0" })).toBe("1/8");
    expect(shards({ JOB_COMPLETION_INDEX: "7" })).toBe("8/8");
    expect(shards({ AWS_BATCH_JOB_ARRAY_INDEX: "2" })).toBe("3/8");
    expect(shards({ AWS_BATCH_JOB_ARRAY_INDEX: "2", AWS_BATCH_JOB_ARRAY_SIZE: "8" })).toBe("3/8");
    expect(shards({ SLURM_ARRAY_TASK_ID: "", JOB_COMPLETION_INDEX: "7" })).toBe("8/8");
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "nothing is set",
      {},
      "none of SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, AWS_BATCH_JOB_ARRAY_INDEX is set",
    ],
    [
      "two clusters speak",
      { ...slurm(1, 1, 8, 8), JOB_COMPLETION_INDEX: "0" },
      "both SLURM_ARRAY_TASK_ID and JOB_COMPLETION_INDEX are set",
    ],
    ["one task runs again", slurm(3, 3, 3, 1), "8 of them, but SLURM_ARRAY_TASK_COUNT is 1"],
    [
      "the array has gaps",
      slurm(9, 1, 20, 8),
      "the array has gaps between SLURM_ARRAY_TASK_MIN 1 and SLURM_ARRAY_TASK_MAX 20",
    ],
    [
      "the task is none of the array",
      slurm(9, 1, 8, 8),
      "SLURM_ARRAY_TASK_ID is 9, and 8 tasks are counted from 1",
    ],
    [
      "the index is past the end",
      { JOB_COMPLETION_INDEX: "8" },
      "JOB_COMPLETION_INDEX is 8, and 8 tasks are counted from 0",
    ],
    [
      "the array has another size",
      { AWS_BATCH_JOB_ARRAY_INDEX: "2", AWS_BATCH_JOB_ARRAY_SIZE: "9" },
      "8 of them, but AWS_BATCH_JOB_ARRAY_SIZE is 9",
    ],
    [
      "it is no number",
      { JOB_COMPLETION_INDEX: "-1" },
      'JOB_COMPLETION_INDEX is "-1", not a whole number',
    ],
  ])("should not be guessed where %s", (_, env, why) =>
    expect(shardOf("--shards 8", env)).toEqual([`--shards: ${why}; --shard I/8 says which`]),
  );

  it("should want all that makes a part", () => {
    expect(asked("--shard 1/2")).toEqual([
      "--shard: --out is needed too, a file for the rows: --out part-3.ndjson",
      "--shard: --seeds is needed too: a part has a row for each seed",
      "--shard: --from is needed too: shards that begin at another minute are of another run",
    ]);
    expect(asked(REST)).toEqual([
      "--out: of which shard? --shard 3/8 is the third of eight, --shard 1/1 all",
    ]);
    expect(shardOf("--shard 1/2 --shards 3")).toEqual([
      "--shards: 3 of them, but --shard 1/2 says another number",
    ]);
    expect(shardOf("--shard 1/2 --by peak --top 3")).toEqual([
      "--by: a part is no table; runcast merge makes one, and takes it",
      "--top: a part is no table; runcast merge makes one, and takes it",
    ]);
  });
});
