/**
 * `npx tsx test/support/malformedRun.ts [requests]`: sends malformed requests over HTTPS to a
 * server in a process of its own, and says how they were answered, how long that took, and what its
 * memory did.
 */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { bodies, targets } from "./malformedBodies.ts";
import { killableServer } from "./killableServer.ts";
import { secureClient } from "./secureFetch.ts";
import { request as job } from "./veeamJobs.ts";

const requests = Number(process.argv[2] ?? 1_000);
const { process: child, url } = await killableServer(["--token", "t"]);
const headers = { authorization: "Bearer t", "content-type": "application/json" };
const client = secureClient(undefined);
const send = (method: string, path: string, body: string) =>
  client.ask(url + path, { method, headers, body });
const residentMiB = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))![1]) / 1024;

const { id } = (await send("POST", "/v3/Organizations/o/Jobs", JSON.stringify(job))).json() as {
  readonly id: string;
};
const statuses = new Map<number, number>();
const took: number[] = [];
const memory: string[] = [];
let slowest = "";
for (const [count, [target, body]] of fc
  .sample(fc.tuple(targets, bodies), { numRuns: requests })
  .entries()) {
  const [method, path] = target.split(" ") as [string, string];
  const before = performance.now();
  const answer = await send(method, path.replace("ID", id), body);
  const ms = performance.now() - before;
  if (ms > Math.max(0, ...took)) slowest = `${target} ${body.length} ${body.slice(0, 40)}`;
  took.push(ms);
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  if ((count + 1) % Math.ceil(requests / 5) === 0) memory.push(residentMiB().toFixed(0));
}
took.sort((a, b) => a - b);
console.log("answers", Object.fromEntries(statuses));
console.log(
  `ms: median ${took[requests >> 1]!.toFixed(1)}, 99 % ` +
    `${took[Math.floor(requests * 0.99)]!.toFixed(1)}, slowest ${took.at(-1)!.toFixed(1)} ` +
    `(${slowest})`,
);
console.log(`resident MiB along the way: ${memory.join(", ")}`);
client.close();
child.kill();
