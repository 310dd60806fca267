/**
 * `runcast worker`: takes tasks of sweeps from Redis until it is stopped.
 */
import { hostZone } from "../../host/zones.js";
import { connectTo } from "../../queue/redis.js";
import { takeTasks } from "../../queue/worker.js";
import { clean } from "../../report/kit/safe.js";
import { integerOption, type OptionTable } from "../arguments.js";
import type { Command } from "../command.js";
import { readRedisOption, REDIS_ROW, REDIS_SAYS } from "../redisOption.js";
import { stopAsked } from "../stopAsked.js";

const OPTIONS = {
  redis: { ...REDIS_ROW, says: `where tasks are: ${REDIS_SAYS}` },
  workers: {
    type: "string",
    value: "N",
    says: "worker threads, 1 to 64 (default: one for each processor)",
  },
} as const satisfies OptionTable;

/** A worker for sweeps. */
export const workerCommand: Command<typeof OPTIONS> = {
  asks: "A worker for sweeps: it takes tasks from Redis, one at a time, until it is stopped.",
  operands: ["--redis URL [options]"],
  about: [
    "runcast sweep --redis adds the tasks, and workers on any number of machines do them. A " +
      "worker takes only those of its own version of runcast and of the time-zone database. A " +
      "task is handed back when its worker is stopped, and is another's some seconds after its " +
      "worker was killed.",
  ],
  options: OPTIONS,
  hasNoClock: true,
  isLive: true,
  examples: ["runcast worker --redis redis://queue.example.com:6379", "runcast worker --redis"],
  exitCodes:
    "Exit code: 0 when it was stopped, 2 for a bad option, or where Redis cannot be reached.",
  async answer({ values, problems, operands, world }) {
    for (const word of operands)
      problems.push(`nothing but options is expected, received ${JSON.stringify(word)}`);
    const workers = integerOption(values, "workers", undefined, 1, 64, problems);
    const address = readRedisOption(values, world.env, problems);
    if (address === undefined || problems.length > 0) return undefined;
    const print = (stream: { write(text: string): unknown }) => (sentence: string) =>
      void stream.write(`${clean(sentence)}\n`);
    const client = await connectTo(address, print(world.stderr), problems);
    if (client === undefined) return undefined;
    const stop = new AbortController();
    void stopAsked(world.signal).then(() => stop.abort());
    print(world.stdout)(`waiting for tasks of sweeps at ${address.label}`);
    try {
      await takeTasks(client, {
        version: world.version,
        signal: stop.signal,
        tell: print(world.stdout),
        ...(workers === undefined ? {} : { workers }),
      });
    } finally {
      client.disconnect();
    }
    return { data: () => ({}), zone: hostZone("UTC"), text: () => "stopped", hasFindings: false };
  },
};
