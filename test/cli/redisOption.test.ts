/**
 * `--redis`: which address it is, and that no message shows what may be a password.
 */
import { describe, expect, it } from "vitest";
import { FLEET, runHere } from "../support/cliRun.ts";
import { readRedisUrl } from "../../src/queue/redis.ts";

/** What is wrong with a command line. */
const told = async (
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const { code, out, err } = await runHere(words, { env });
  expect([code, out]).toEqual([2, ""]);
  return err;
};

describe("an address of Redis", () => {
  it("should be shown without user, password and options", () => {
    const label = (url: unknown): string | undefined => readRedisUrl(url)?.label;
    expect(label("redis://queue:6379")).toBe("redis://queue:6379");
    expect(label("rediss://me:secret@queue.example.com/3?password=x")).toBe(
      "rediss://queue.example.com/3",
    );
    expect(label("REDIS://[::1]:7/")).toBe("redis://[::1]:7");
    for (const none of ["", "queue:6379", "http://queue", "redis://", "redis://a b", 7, undefined])
      expect(label(none), String(none)).toBeUndefined();
  });

  it("should never be repeated where it is none, or there twice", async () => {
    const refused =
      "--redis: expected redis://HOST:PORT, or rediss:// with TLS; what was received is not " +
      "shown, since it may hold a password\n";
    expect(await told(["worker", "--redis", "http://me:secret@queue"])).toBe(refused);
    expect(await told(["worker", "--redis"], { RUNCAST_REDIS: "secret" })).toBe(refused);
    const twice = ["--redis", "redis://:secret@a", "--redis", "redis://:secret@b"];
    expect(await told(["worker", ...twice])).toBe("--redis is given twice\n");
    expect(await told(["serve", "--token", "secret", "--token", "secreter"])).toBe(
      "--token is given twice\n",
    );
  });

  it("should be there, or in the environment", async () => {
    const needed = "--redis is needed: redis://HOST:PORT, or rediss:// with TLS\n";
    expect(await told(["worker"])).toBe(needed);
    expect(await told(["worker", "--redis"])).toBe(
      "--redis: has no value, and RUNCAST_REDIS is not set\n",
    );
  });
});

describe("a sweep over Redis", () => {
  it("should refuse what workers decide, and want seeds", async () => {
    const sweep = ["sweep", FLEET, "dailyTime=21:00,22:00", "--redis", "redis://127.0.0.1:1"];
    expect(await told([...sweep, "--shard", "1/2", "--workers", "2"])).toBe(
      "--shard: with --redis workers do all shards\n" +
        "--workers: with --redis each worker says how many threads it has\n" +
        "--redis: --seeds is needed too: a task is some seeds of the variations\n",
    );
    const seeded = [...sweep, "--seeds", "2"];
    expect(await told([...seeded, "--shards", "10001"])).toBe(
      '--shards: expected a whole number from 1 to 10,000, received "10001"\n',
    );
    expect(await told([...seeded, "--out", "all.ndjson", "--by", "peak"])).toBe(
      "--by: with --out there is no table\n",
    );
    expect(await told([...seeded, "--out", FLEET])).toBe(
      `--out: ${FLEET} is the file that is read\n`,
    );
  });
});
