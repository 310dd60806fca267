/**
 * QUESTION: what does a sweep over Redis cost beyond its simulations? 400 of them, of 200 jobs over
 * 30 days, with one `runcast worker` of one thread and with two, on this machine.
 *
 * Why anyone cares: who adds a second machine wants to have the answer in half the time. What is
 * timed is `runcast sweep --redis --out` from its start to its end, so all that does not get faster
 * with a worker more is in it: the start of a process, the question on its way, the merge. Workers
 * are warm. With one, the other is stopped by a signal.
 * The files of all rounds are compared with that of a sweep without Redis. Rounds go there and
 * back, and a round's ratio is taken within the round. Plain arithmetic in one thread and in
 * two, in every round, says what could be had at that moment; where others are at work, processor
 * time says what two free cores would give.
 *
 * Needs redis-server on the PATH and two cores that are free:
 *
 *     node bench/workers.mjs
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { arithmetic } from "./arithmetic.mjs";
import { median } from "./measure.mjs";
import { significant } from "./table.mjs";

const ROUNDS = 3;
const TARGET = 1.7;
const PORT = "7399";
const CLI = fileURLToPath(new URL("../dist/run/cli.js", import.meta.url));
const URL_OF_REDIS = `redis://127.0.0.1:${PORT}`;

const folder = mkdtempSync(join(os.tmpdir(), "runcast-bench."));
const fleet = join(folder, "fleet.json");
writeFileSync(fleet, JSON.stringify(fleetOf200()));
const asked = ["sweep", fleet, "dailyTime=18:00..22:45/15", "--seeds", "20"];
const span = ["--from", "2026-01-05", "--days", "30"];
const out = join(folder, "out.ndjson");

execFileSync(process.execPath, [CLI, ...asked, ...span, "--shard", "1/1", "--out", out]);
const expected = readFileSync(out, "utf8");
const simulations = expected.trimEnd().split("\n").length - 1;
console.log(
  `${simulations} simulations of 200 jobs over 30 days, ${os.cpus().length} cores, load ` +
    os.loadavg()[0].toFixed(1),
);

const words = ["--port", PORT, "--bind", "127.0.0.1", "--save", "", "--dir", folder];
const redis = spawn("redis-server", words, { stdio: ["ignore", "pipe", "inherit"] });
await once(redis.stdout, "data");
const workers = [startWorker(), startWorker()];
await Promise.all(workers.map((worker) => once(worker.stdout, "data")));
for (const worker of workers) worker.stdout.resume();
sample(); // warm

const seconds = { one: [], two: [] };
const busy = { one: [], two: [] };
const machine = [];
for (let round = 0; round < ROUNDS; round += 1) {
  for (const name of round % 2 === 0 ? ["one", "two"] : ["two", "one"]) {
    if (name === "one") workers[1].kill("SIGSTOP");
    const before = processorTimes();
    seconds[name].push(sample());
    busy[name].push(processorTimes().map((now, index) => now - before[index]));
    workers[1].kill("SIGCONT");
  }
  machine.push((2 * (await arithmetic(1))) / (await arithmetic(2)));
}
for (const worker of workers) worker.kill("SIGTERM");
redis.kill("SIGTERM");
rmSync(folder, { recursive: true });

const ratios = seconds.one.map((one, round) => one / seconds.two[round]);
const best = Math.min(...seconds.one) / Math.min(...seconds.two);
const list = (values) => values.map(significant).join(", ");
console.log(`one worker:  ${list(seconds.one)} s`);
console.log(`two workers: ${list(seconds.two)} s`);
console.log("processor seconds of who asks, and of each worker:");
for (const [name, rounds] of Object.entries(busy))
  console.log(`  ${name}: ${rounds.map((times) => times.map(significant).join(" + ")).join("; ")}`);
const free = busy.one.map(([asker, one], round) => {
  const [again, ...two] = busy.two[round];
  return (asker + one) / (again + Math.max(...two));
});
console.log(`  so two free cores would give at most ${list(free)} times`);
console.log(`The machine gave arithmetic ${list(machine)} times one core.`);
console.log(
  `two against one: ${significant(median(ratios))} times as fast (rounds ${list(ratios)}), best ` +
    `against best ${significant(best)}; wanted ${TARGET}: ` +
    (median(ratios) >= TARGET ? "PASS" : best >= TARGET ? "PASS at best" : "FALLS SHORT"),
);

/** Seconds that one sweep takes. */
function sample() {
  const began = performance.now();
  execFileSync(process.execPath, [CLI, ...asked, ...span, "--redis", URL_OF_REDIS, "--out", out]);
  const took = (performance.now() - began) / 1e3;
  if (readFileSync(out, "utf8") !== expected) throw new Error("other rows");
  return took;
}

/** Seconds of the processor that sweeps took so far, and each worker; of Linux. */
function processorTimes() {
  const timesOf = (pid) =>
    readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ").slice(11, 15).map(Number);
  const [, , inUser, inSystem] = timesOf("self");
  return [
    (inUser + inSystem) / 100,
    ...workers.map(({ pid }) => {
      const [user, system] = timesOf(pid);
      return (user + system) / 100;
    }),
  ];
}

function startWorker() {
  const line = [CLI, "worker", "--redis", URL_OF_REDIS, "--workers", "1"];
  return spawn(process.execPath, line, { stdio: ["ignore", "pipe", "inherit"] });
}

/** Half of the jobs run daily, half every hour, on four proxies. */
function fleetOf200() {
  const retries = { retryEnabled: true, retryNumber: 3, retryWaitInterval: 10 };
  const nightly = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00", ...retries };
  const often = { type: "Periodically", periodicallyEvery: "Hours1", ...retries };
  return {
    jobs: Array.from({ length: 200 }, (_, index) => ({
      id: `job ${index}`,
      policy: index % 2 === 0 ? often : nightly,
      proxyId: `proxy ${index % 4}`,
      rpo: "PT30H",
      workload: { duration: { lognormal: { median: "PT45M", p95: "PT2H" } }, failed: 0.05 },
    })),
    proxies: [0, 1, 2, 3].map((index) => ({ id: `proxy ${index}`, slots: 24 })),
  };
}
