/**
 * `runcast sweep --redis`: the sweep as tasks for workers, and of their parts the table or the
 * file.
 */
import { formatIssue, type Issue } from "../core/input/issues.js";
import { readHeader } from "../files/partHeader.js";
import { clockZone } from "../host/zones.js";
import { questionOf } from "../queue/question.js";
import { connectTo, type RedisAddress } from "../queue/redis.js";
import { sweepOverWorkers } from "../queue/sweepOver.js";
import { MOST_TASKS } from "../queue/sweepTasks.js";
import { clean } from "../report/kit/safe.js";
import { integerOption, type OptionValues } from "./arguments.js";
import type { Answer } from "./command.js";
import type { FleetRequest } from "./fleetRequest.js";
import { followed, stoppedAnswer } from "./followed.js";
import { mergedAnswer } from "./mergedAnswer.js";
import { readRedisOption } from "./redisOption.js";
import type { StudyLook } from "./studyAnswer.js";
import { partOf } from "./sweepPart.js";
import type { World } from "./terminal.js";

/** A sweep that goes over Redis. */
export interface OverAsked {
  readonly address: RedisAddress;
  /** How many tasks; where nobody says it, as many as are sensible. */
  readonly shards: number | undefined;
  /** The file for all rows, instead of a table. */
  readonly out: string | undefined;
}

/** Whether a sweep goes over Redis, and how; `undefined` where not, or after problems. */
export function readOverOptions(
  values: OptionValues<"redis" | "shard" | "shards" | "out" | "seeds" | "workers" | "by" | "top">,
  env: World["env"],
  problems: string[],
): OverAsked | undefined {
  if (!values.has("redis")) return undefined;
  const address = readRedisOption(values, env, problems);
  const shards = integerOption(values, "shards", undefined, 1, MOST_TASKS, problems);
  const out = values.get("out");
  if (values.has("shard")) problems.push("--shard: with --redis workers do all shards");
  if (values.has("workers"))
    problems.push("--workers: with --redis each worker says how many threads it has");
  if (!values.has("seeds"))
    problems.push("--redis: --seeds is needed too: a task is some seeds of the variations");
  if (out !== undefined)
    for (const name of ["by", "top"] as const)
      if (values.has(name)) problems.push(`--${name}: with --out there is no table`);
  return address === undefined ? undefined : { address, shards, out };
}

/** Has workers do the sweep; `undefined` after problems. */
export async function answerOver(
  request: FleetRequest<string>,
  { address, shards, out }: OverAsked,
  look: StudyLook,
  seeds: number,
): Promise<Answer | undefined> {
  const { world, problems, input, fleet, changes } = request;
  const part = partOf(request, { index: 1, count: 1 }, seeds);
  const question = questionOf(
    part,
    changes.map(({ text }) => text),
  );
  // Hours of work must not end in parts that nobody can read.
  const issues: Issue[] = [];
  readHeader(question.header, issues);
  problems.push(...issues.map(formatIssue));
  if (problems.length > 0) return undefined;
  const tell = (sentence: string): void => void world.stderr.write(`${clean(sentence)}\n`);
  const merged = await followed(request, "simulation", async (follow) => {
    const client = await connectTo(address, tell, problems);
    if (client === undefined) return undefined;
    const options = { tell, signal: follow.signal, onProgress: follow.tell };
    try {
      return await sweepOverWorkers(
        client,
        question,
        shards === undefined ? options : { ...options, shards },
        problems,
      );
    } finally {
      client.disconnect();
    }
  });
  if (problems.length > 0) return undefined;
  if (merged === undefined) {
    if (out !== undefined) request.notices.push(`nothing is written to ${out}`);
    return stoppedAnswer("runcast.study/1", input.label, clockZone(fleet));
  }
  return mergedAnswer(merged, look, { out }, problems);
}
