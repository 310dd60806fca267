/**
 * Does a sweep use both cores? 200 variations of a 200-job fleet over 30 days, with one worker and with as many as there
 * are cores: who waits for the answer to a what-if cares about the second figure.
 *
 * Run alone, `node bench/sweep.mjs`: its workers need the cores that other benches would keep busy.
 */
import os from "node:os";
import { grid, parsePolicy, slots, startTimes, sweepParallel } from "runcast";

const HOUR = 3_600_000;
const ROUNDS = 3;
const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00", retryEnabled: true, retryNumber: 3, retryWaitInterval: 10 });
const jobs = Array.from({ length: 200 }, (_, index) => ({
  id: `job ${index}`, policy, proxyId: `proxy ${index % 4}`, rpo: 30 * HOUR, workload: { duration: { lognormal: { median: "PT45M", p95: "PT2H" } }, failed: 0.05 },
}));
const fleet = { jobs, proxies: [0, 1, 2, 3].map((index) => ({ id: `proxy ${index}`, slots: 16 })) };
const times = Array.from({ length: 20 }, (_, index) => `${18 + Math.floor(index / 4)}:${String((index % 4) * 15).padStart(2, "0")}`);
const variations = grid({ start: startTimes(times), slots: slots("proxy 0", [4, 6, 8, 10, 12, 14, 16, 20, 24, 32]) });
const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 1, 4) };
const workers = os.availableParallelism();

const ratios = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const one = await timed(1);
  const all = await timed(workers);
  if (one.rows !== all.rows) throw new Error("the rows differ between one worker and several");
  ratios.push(one.seconds / all.seconds);
  console.log(`round ${round + 1}: 1 worker ${one.seconds.toFixed(2)} s, ${workers} workers ${all.seconds.toFixed(2)} s, ${(one.seconds / all.seconds).toFixed(2)} times as fast`);
}
ratios.sort((a, b) => a - b);
console.log(`${Object.keys(variations).length} variations of ${jobs.length} jobs over 30 days: ${workers} workers are ${ratios[ROUNDS >> 1].toFixed(2)} times as fast as one (load ${os.loadavg()[0].toFixed(1)})`);

async function timed(count) {
  const began = performance.now();
  const study = await sweepParallel(fleet, variations, span, { workers: count });
  return { seconds: (performance.now() - began) / 1_000, rows: JSON.stringify(study.rows.map((row) => row.metrics)) };
}
