/**
 * A sweep that workers elsewhere do: its parts are put in files as they come, and merged as those
 * of any other cluster, so that the rows are the same to the byte.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { type MergedParts, mergeParts } from "../files/mergeParts.js";
import { packQuestion, planOf, type Question, unpack } from "./question.js";
import { doneByWorkers, MOST_TASKS, type TasksOptions, usualTasks } from "./sweepTasks.js";

/** How a sweep is cut and followed. */
export interface OverOptions extends TasksOptions {
  /** Into so many tasks; default: see `usualTasks`. */
  readonly shards?: number;
}

/**
 * Has a sweep done; `undefined` after problems, a line each. Rejects with a `PolicyError` with
 * every issue of every variation, with a `DataCloneError` for a fleet with a function in it, and
 * with the signal's reason when it is cancelled.
 */
export async function sweepOverWorkers(
  client: Redis,
  question: Question,
  { shards: asked, ...options }: OverOptions,
  problems: string[],
): Promise<MergedParts | undefined> {
  const cut = cutOf(question, asked, problems);
  if (cut === undefined) return undefined;
  const { shards } = cut;
  const packed = await packQuestion(question);
  const folder = await mkdtemp(join(tmpdir(), "runcast-"));
  const pathOf = (shard: number): string => join(folder, `part-${shard}.ndjson`);
  const take = async (shard: number, bytes: Uint8Array): Promise<void> =>
    writeFile(pathOf(shard), await unpack(bytes));
  const { header } = question;
  try {
    const sweep = { packed, header, ...cut };
    if (!(await doneByWorkers(client, sweep, take, options, problems))) return undefined;
    const paths = Array.from({ length: shards }, (_, index) => pathOf(index + 1));
    const merged = await mergeParts(paths, problems);
    if (merged?.header.run === header.run) return merged;
    if (merged !== undefined) problems.push("the workers' parts are of another sweep");
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How a sweep is cut. The plan, which is large, is only made to see that it can be made. */
function cutOf(
  question: Question,
  asked: number | undefined,
  problems: string[],
): { readonly variations: number; readonly shards: number } | undefined {
  const plan = planOf(question, problems);
  if (plan === undefined) return undefined;
  const shards = Math.min(asked ?? usualTasks(plan), MOST_TASKS);
  return { variations: plan.varied.length, shards };
}
