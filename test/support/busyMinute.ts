/**
 * `npx tsx test/support/busyMinute.ts [seconds] [clients]`: lets 200 clients work on a server over
 * HTTPS for a minute, or as told, and says how long they waited and what its memory did.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killableServer } from "./killableServer.ts";
import { secureClient } from "./secureFetch.ts";
import { request as job } from "./veeamJobs.ts";

const seconds = Number(process.argv[2] ?? 60);
const clients = Number(process.argv[3] ?? 200);
const data = mkdtempSync(join(tmpdir(), "runcast-busy-"));
const { process: child, url } = await killableServer([
  ...["--token", "t", "--data", data, "--speed", "60"],
]);
const client = secureClient(undefined, clients);
const headers = { authorization: "Bearer t", "content-type": "application/json" };
const took: number[] = [];
const statuses = new Map<number, number>();
const ask = async (method: string, path: string, body?: object): Promise<string> => {
  const before = performance.now();
  const asked = body === undefined ? {} : { body: JSON.stringify(body) };
  const { status, text } = await client.ask(url + path, { method, headers, ...asked });
  took.push(performance.now() - before);
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  return text;
};
const residentMiB = (): string =>
  (
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))![1]) / 1024
  ).toFixed(0);

const started = Date.now();
const memory: string[] = [];
const watch = setInterval(() => memory.push(residentMiB()), (seconds * 1_000) / 6);
await Promise.all(
  Array.from({ length: clients }, async (_, one) => {
    const { id } = JSON.parse(
      await ask("POST", "/v8/Jobs", { ...job, organizationId: `o${one % 7}`, name: `job ${one}` }),
    ) as { readonly id: string };
    while (Date.now() - started < seconds * 1_000) {
      await ask("GET", `/v8/Jobs/${id}`);
      await ask("PUT", `/v8/Jobs/${id}`, { description: String(Date.now()) });
      await ask("GET", `/v8/JobSessions?jobId=${id}&limit=5`);
      await ask("GET", `/v8/Jobs?organizationId=o${one % 7}&limit=10`);
      await ask("POST", `/v8/Jobs/${id}/${Math.random() < 0.5 ? "start" : "stop"}`);
    }
  }),
);
clearInterval(watch);
took.sort((a, b) => a - b);
const at = (share: number): string => took[Math.floor(took.length * share)]!.toFixed(0);
console.log(
  `${took.length} requests of ${clients} clients in ${seconds} s`,
  Object.fromEntries(statuses),
);
console.log(`ms: median ${at(0.5)}, 99 % ${at(0.99)}, slowest ${took.at(-1)!.toFixed(0)}`);
console.log(`resident MiB along the way: ${memory.join(", ")}`);
client.close();
child.kill("SIGKILL");
rmSync(data, { recursive: true });
