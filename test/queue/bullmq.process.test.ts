/**
 * A sweep over Redis is the sweep that was not cut, to the byte, whatever happens to workers and to
 * the connection meanwhile; and nothing of it is left in Redis, however it ends.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { startWorker, sweepOver } from "runcast/bullmq";
import { readFleetAt } from "runcast/node";
import { startTimes, sweepParallel } from "runcast";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ownVersion } from "../../src/host/ownVersion.ts";
import { CLI, runProcess } from "../support/cliProcess.ts";
import { FLEET, runHere } from "../support/cliRun.ts";
import { isInstalled } from "../support/installed.ts";
import {
  gateTo,
  redisHere,
  type RedisHere,
  type WorkerHere,
  workerHere,
} from "../support/redisHere.ts";
import { scratch } from "../support/scratch.ts";

const folder = scratch();
const at = (name: string): string => join(folder, name);

/** A second of work for one thread, or two. */
const ASKED = ["sweep", FLEET, "dailyTime=20:00..23:00/30", "proxies.slots=1..4"];
const FROM = ["--from", "2026-01-05", "--days", "14"];
const SWEEP = [...ASKED, "--seeds", "20", ...FROM];

/** The bytes of all rows of a sweep over Redis, while `meanwhile` happens. */
async function bytesOver(
  { url }: RedisHere,
  shards: number,
  meanwhile: () => Promise<unknown>,
): Promise<string> {
  const out = at("all.ndjson");
  const [{ code, out: printed, err }] = await Promise.all([
    runProcess([...SWEEP, "--redis", url, "--shards", String(shards), "--out", out]),
    meanwhile(),
  ]);
  expect([code, printed], err).toEqual([0, `560 rows of ${shards} parts, written to ${out}.\n`]);
  return readFileSync(out, "utf8");
}

/** Waits until some worker is at a task. */
async function begun(redis: RedisHere): Promise<void> {
  await expect
    .poll(() => redis.keys(), { interval: 10 })
    .toContainEqual(expect.stringMatching(/:lock$/));
}

async function nothingIsLeft(redis: RedisHere): Promise<void> {
  expect(await redis.keys()).toEqual([]);
}

describe.skipIf(!isInstalled("redis-server"))("a sweep over Redis", () => {
  let redis: RedisHere;
  let whole: string;
  let workers: WorkerHere[] = [];
  const start = async (count: number): Promise<WorkerHere[]> => {
    const made = await Promise.all(Array.from({ length: count }, () => workerHere(redis.url)));
    workers.push(...made);
    return made;
  };

  beforeAll(async () => {
    redis = await redisHere(folder);
    const one = at("one.ndjson");
    await runProcess([...SWEEP, "--shard", "1/1", "--out", one]);
    whole = readFileSync(one, "utf8");
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.end("SIGKILL")));
    workers = [];
    await nothingIsLeft(redis);
  });
  afterAll(() => redis.end());

  // A machine that stands still for longer than a lock lasts takes a task from a worker that lives:
  // then it is tried once more.
  it("should lose the task of a worker alone that is killed half-way", { retry: 1 }, async () => {
    const [killed, other] = await start(2);
    const bytes = await bytesOver(redis, 12, async () => {
      await expect.poll(() => killed!.printed()).toContain("simulations in");
      await killed!.end("SIGKILL");
    });
    expect(bytes).toBe(whole);
    expect(other!.printed()).not.toMatch(/given up|handed back/);
    expect(await other!.end("SIGTERM")).toBe(0);
  });

  it("should survive that every connection is cut, and that Redis forgets it", async () => {
    const [worker] = await start(1);
    const bytes = await bytesOver(redis, 12, async () => {
      await begun(redis);
      await redis.client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      await expect.poll(() => worker!.printed()).toContain("shard 1 of 12");
      await redis.restart();
    });
    expect(bytes).toBe(whole);
    expect(worker!.printed()).toMatch(/is lost; trying again\n[^]*is there again\n/);
    expect(worker!.printed()).not.toContain("this should not have happened");
  });

  it("should be done by a worker whose connections are cut while it opens them", async () => {
    // the one that it asks for tasks lives on; what it opens for a sweep does not, for a while
    const lives = [Infinity, ...Array.from({ length: 8 }, (_, at) => 3 * at)];
    const gate = await gateTo(new URL(redis.url).port, lives);
    const worker = await workerHere(gate.url);
    workers.push(worker);
    expect(await bytesOver(redis, 12, () => Promise.resolve())).toBe(whole);
    expect(gate.passed()).toBeGreaterThan(lives.length);
    expect(worker.printed()).not.toContain("given up");
    expect(await worker.end("SIGTERM")).toBe(0);
    gate.end();
  });

  it("should print the table of a sweep here, where a worker hands its task back", async () => {
    const [first] = await start(1);
    const asked = [...ASKED, "--seeds", "30", ...FROM, "--model", "slots=3", "--by", "peak"];
    let second: WorkerHere | undefined;
    const [over] = await Promise.all([
      runProcess([...asked, "--redis", redis.url, "--shards", "2"]),
      (async () => {
        await begun(redis);
        expect(await first!.end("SIGTERM")).toBe(0);
        [second] = await start(1);
      })(),
    ]);
    expect(first!.printed()).toMatch(/shard \d of 2 of .*: handed back\nstopped\n$/);
    expect(over).toEqual(await runProcess(asked));
    expect(await second!.end("SIGINT")).toBe(0);
  });

  it("should leave nothing when it is cancelled, and be given up by who is at it", async () => {
    const [worker] = await start(1);
    const out = at("cancelled.ndjson");
    const words = [...SWEEP, "--redis", redis.url, "--shards", "2", "--out", out];
    let stop = (): void => undefined;
    const [cancelled] = await Promise.all([
      runHere(words, {
        version: ownVersion(),
        onInterrupt(end) {
          stop = end;
          return () => undefined;
        },
      }),
      begun(redis).then(() => stop()),
    ]);
    expect(cancelled.code).toBe(1);
    expect(cancelled.err).toMatch(/^stopped after .* of 560 simulations\nnothing is written to/);
    expect(await redis.keys()).toEqual([]);
    await expect.poll(() => worker!.printed()).toContain("given up, since nobody waits");
  });

  it("should have nothing in Redis that lives for ever, should it be killed", async () => {
    const [worker] = await start(1);
    const asker = spawn(process.execPath, [CLI, ...SWEEP, "--redis", redis.url]);
    await expect.poll(() => worker!.printed()).toContain("simulations in");
    asker.kill("SIGKILL");
    await expect.poll(() => worker!.printed()).toContain("shard 32 of 32");
    await worker!.end("SIGTERM");
    const keys = await redis.keys();
    expect(keys.length).toBeGreaterThan(5);
    for (const key of keys) {
      const left = await redis.client.pttl(key);
      expect([key, left > 0 && left <= 60_000]).toEqual([key, true]);
    }
    await redis.client.flushall();
  });

  it("should not be done by a worker of another version, which says so", async () => {
    const [worker] = await start(1);
    let stop = (): void => undefined;
    const { err } = await runHere([...SWEEP, "--redis", redis.url], {
      stderr: {
        write(text: string) {
          if (text.includes("it takes none")) stop();
        },
      },
      onInterrupt(end) {
        stop = end;
        return () => undefined;
      },
    });
    expect(err).toBe("");
    expect(worker!.printed()).toContain(
      `the sweep of ${FLEET} is asked by runcast 0.0.0, and a worker has ${ownVersion()}: ` +
        "it takes none of its tasks\n",
    );
  });

  it("should tell which shard fails, and why", async () => {
    // what a sweep asks is checked before it is asked, so only a task that is no shard can fail
    const [worker] = await start(1);
    const { code, err } = await (async () => {
      const over = runProcess([...SWEEP, "--redis", redis.url, "--shards", "3"]);
      await begun(redis);
      const [key] = (await redis.keys()).filter((name) => name.endsWith(":wait"));
      for (const id of await redis.client.lrange(key!, 0, -1))
        await redis.client.hset(key!.replace("wait", id), "defa", "job stalled more than once");
      return over;
    })();
    expect(code).toBe(2);
    expect(err).toMatch(/^shard \d of 3: workers began it 4 times, and none ended it\n/);
    expect(worker!.printed()).toContain("none ended it");
  });

  it("should tell that Redis is full", async () => {
    await redis.client.config("SET", "maxmemory", "1");
    const { code, err } = await runProcess([...SWEEP, "--redis", redis.url]);
    await redis.client.config("SET", "maxmemory", "0");
    expect([code, err]).toEqual([2, expect.stringMatching(/^Redis refuses: OOM .*\n$/)]);
  });

  it("should be there for programs", async () => {
    const told: string[] = [];
    const onTold = (sentence: string): void => void told.push(sentence);
    const worker = await startWorker({ redis: redis.url, workers: 1, onTold });
    const read = await readFleetAt(FLEET);
    if (!read.ok) throw new Error("no fleet");
    const { fleet } = read;
    const span = { from: "2026-01-05T00:00Z", to: "2026-01-12T00:00Z", seed: 3 };
    const times = ["21:00", "22:00"];
    const progress: number[] = [];
    const study = await sweepOver(fleet, [`dailyTime=${times.join(",")}`], span, {
      redis: redis.url,
      seeds: 4,
      shards: 2,
      onProgress: (done, total) => void progress.push(done / total),
    });
    await worker.stop();
    const same = await sweepParallel(fleet, startTimes(times), span, { seeds: 4, workers: 1 });
    expect(study.rows.map(({ metrics }) => metrics)).toEqual(
      same.rows.map(({ metrics }) => metrics),
    );
    expect(told.filter((sentence) => sentence.includes("simulations in"))).toHaveLength(2);
    expect(progress.at(-1)).toBe(1);
    const stop = new AbortController();
    const never = sweepOver(fleet, ["dailyTime=21:00,22:00"], span, {
      redis: redis.url,
      seeds: 4,
      signal: stop.signal,
    });
    await expect.poll(() => redis.keys()).toContain("runcast:sweeps");
    stop.abort();
    await expect(never).rejects.toBe(stop.signal.reason);
  });

  it("should leave nothing, whenever it is cancelled, and look after nothing then", async () => {
    const read = await readFleetAt(FLEET);
    if (!read.ok) throw new Error("no fleet");
    const span = { from: "2026-01-05T00:00Z", to: "2026-01-12T00:00Z" };
    const reason = new Error("enough");
    // From before anything is laid down to when its locks are watched.
    const delays = Array.from({ length: 30 }, (_, at) => 2 * at);
    for (const delay of delays) {
      const stop = new AbortController();
      setTimeout(() => stop.abort(reason), delay);
      const options = { redis: redis.url, seeds: 4, shards: 2, signal: stop.signal };
      await expect(sweepOver(read.fleet, ["dailyTime=21:00,22:00"], span, options)).rejects.toBe(
        reason,
      );
    }
    await nothingIsLeft(redis);
    await after(2_500); // how often locks are looked for
    await nothingIsLeft(redis);
  });

  it("should say in a line why it can't be reached, and never the password", async () => {
    await redis.client.config("SET", "requirepass", "secret");
    const { host } = new URL(redis.url);
    const told = async (url: string): Promise<string> => {
      const { code, out, err } = await runProcess(["worker", "--redis", url]);
      expect([code, out]).toEqual([2, ""]);
      expect(err).not.toMatch(/hunter2/);
      return err;
    };
    expect(await told(redis.url)).toBe(`${redis.url} cannot be reached: it wants a password\n`);
    expect(await told(`redis://me:hunter2@${host}/1`)).toBe(
      `${redis.url}/1 cannot be reached: it does not take this user and password\n`,
    );
    await redis.client.config("SET", "requirepass", "");
  });
});

describe("an address of Redis", () => {
  it("should be refused in one line where nothing listens, without its password", async () => {
    for (const words of [["worker"], SWEEP]) {
      const { code, out, err } = await runProcess([
        ...words,
        "--redis",
        "redis://:hunter2@127.0.0.1:1",
      ]);
      const line = "redis://127.0.0.1:1 cannot be reached: nothing listens there\n";
      expect([code, out, err]).toEqual([2, "", line]);
    }
  });

  it.each([
    [
      "something else answers",
      "what answers there is no Redis",
      "HTTP/1.1 400 Bad Request\r\n\r\n",
    ],
    ["nobody answers", "no answer", ""],
  ])("should be refused where %s", async (_, why, answer) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on("error", () => undefined));
      if (answer !== "") socket.end(answer);
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { readonly port: number };
    const { code, err } = await runProcess(["worker", "--redis", `redis://127.0.0.1:${port}`]);
    for (const socket of sockets) socket.destroy();
    server.close();
    expect([code, err]).toEqual([2, `redis://127.0.0.1:${port} cannot be reached: ${why}\n`]);
  });
});
