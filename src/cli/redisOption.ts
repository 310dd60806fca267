/**
 * `--redis`: where the tasks of a sweep are. Its value may hold a password, so no message shows it.
 */
import { readRedisUrl, REDIS_URL_TEXT, type RedisAddress } from "../queue/redis.js";
import type { OptionTable, OptionValues } from "./arguments.js";
import type { World } from "./terminal.js";

/** Where a URL stands that others should not see in the list of processes. */
const VARIABLE = "RUNCAST_REDIS";

/** What the option says after what it is there for. */
export const REDIS_SAYS =
  `${REDIS_URL_TEXT}, of Redis or Valkey; without a value that of ${VARIABLE}, which keeps a ` +
  "password out of the list of processes. Needs the packages bullmq and ioredis";

/** Reads the option, which is needed; `undefined` after a problem. */
export function readRedisOption(
  values: OptionValues<"redis">,
  env: World["env"],
  problems: string[],
): RedisAddress | undefined {
  const typed = values.get("redis");
  if (typed === undefined) {
    problems.push(`--redis is needed: ${REDIS_URL_TEXT}`);
    return undefined;
  }
  const given = typed === "" ? (env[VARIABLE] ?? "") : typed;
  const address = readRedisUrl(given);
  if (given === "") problems.push(`--redis: has no value, and ${VARIABLE} is not set`);
  else if (address === undefined)
    problems.push(
      `--redis: expected ${REDIS_URL_TEXT}; what was received is not shown, since it may hold a ` +
        "password",
    );
  return address;
}

/** A row of an option table, as far as it is the same for all commands. */
export const REDIS_ROW = {
  type: "string",
  standsAlone: true,
  isSecret: true,
  value: "URL",
} as const satisfies Omit<OptionTable[string], "says">;
