/**
 * A Redis of a test's own, on a free port of this machine, that keeps nothing on disk; and the
 * built command at work on it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { Redis } from "ioredis";
import { CLI } from "./cliProcess.ts";
import { ROOT } from "./paths.ts";

/** A server that can be ended and started again, on the same port. */
export interface RedisHere {
  readonly url: string;
  readonly client: Redis;
  /** Every key that there is, now. */
  keys(): Promise<string[]>;
  /** Ends it, and starts an empty one. */
  restart(): Promise<void>;
  end(): Promise<void>;
}

/** Starts a server; `folder` is where it runs. */
export async function redisHere(folder: string): Promise<RedisHere> {
  const port = await freePort();
  const start = async (): Promise<ChildProcess> => {
    const words = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder];
    const server = spawn("redis-server", words, { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    for await (const text of server.stdout.setEncoding("utf8")) {
      said += text;
      if (said.includes("Ready to accept connections")) break;
    }
    server.stdout.resume();
    return server;
  };
  const stop = async (server: ChildProcess): Promise<void> => {
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  };
  let server = await start();
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { maxRetriesPerRequest: null });
  client.on("error", () => undefined); // while there is none
  return {
    url,
    client,
    keys: () => client.keys("*"),
    async restart() {
      await stop(server);
      server = await start();
    },
    async end() {
      client.disconnect();
      await stop(server);
    },
  };
}

/** A way to a server that cuts its first connections. */
export interface Gate {
  readonly url: string;
  /** How many connections there were. */
  passed(): number;
  end(): void;
}

/** Opens a way to a port whose connections live so many ms each; later ones live as they like. */
export async function gateTo(port: string, lives: readonly number[]): Promise<Gate> {
  let passed = 0;
  const server = createServer((from) => {
    const to = connect(Number(port), "127.0.0.1");
    const cut = (): void => {
      from.destroy();
      to.destroy();
    };
    for (const [end, other] of [
      [from, to],
      [to, from],
    ] as const)
      end.on("error", cut).on("close", cut).pipe(other);
    const life = lives[passed++] ?? Infinity;
    if (life < Infinity) setTimeout(cut, life);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const at = server.address() as { readonly port: number };
  return {
    url: `redis://127.0.0.1:${at.port}`,
    passed: () => passed,
    end: () => void server.close(),
  };
}

/** A worker in a process of its own. */
export interface WorkerHere {
  /** What it printed so far. */
  printed(): string;
  /** Ends it, and gives its exit code; `null` where the signal killed it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts a worker with one thread, and waits until it waits for tasks. */
export async function workerHere(url: string): Promise<WorkerHere> {
  const child = spawn(process.execPath, [CLI, "worker", "--redis", url, "--workers", "1"], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"] },
  });
  const exited = once(child, "exit") as Promise<[code: number | null]>;
  let text = "";
  const isReady = new Promise<void>((resolve) => {
    const take = (piece: string): void => {
      text += piece;
      if (text.includes("waiting for tasks")) resolve();
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
  });
  await Promise.race([isReady, exited]);
  return {
    printed: () => text,
    async end(signal) {
      child.kill(signal);
      const [code] = await exited;
      return code;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => resolve(port));
    });
  });
}
