/**
 * QUESTION: does a sweep use both cores? 200 variations of a 200-job fleet over 30 days, one after the other (`sweep`), in
 * one worker and in as many as there are cores (`sweepParallel`).
 *
 * Why anyone cares: a grid of start times and slots is a few hundred simulations, and somebody waits for it. The rows of
 * all are compared before the times are. Contestants take turns, there and back, and a round's ratio is taken within the
 * round: machines are noisy. `cores` is the processor time over the time on the wall: what really ran side by side.
 *
 *     node bench/sweep.mjs        alone, since its workers need the cores that other benches would keep busy
 */
import os from "node:os";
import { grid, parsePolicy, slots, startTimes, sweep, sweepParallel } from "runcast";
import { median } from "./measure.mjs";
import { significant, table } from "./table.mjs";

const HOUR = 3_600_000;
const ROUNDS = 5;
const TARGET = 1.6;
const WORKERS = os.availableParallelism();
const { fleet, variations, span } = study();

const contestants = [
  { name: "sweep", run: () => sweep(fleet, variations, span) },
  { name: "1 worker", run: () => sweepParallel(fleet, variations, span, { workers: 1 }) },
  { name: `${WORKERS} workers`, run: () => sweepParallel(fleet, variations, span, { workers: WORKERS }) },
].map((contestant) => ({ ...contestant, samples: [] }));

const expected = JSON.stringify(sweep(fleet, variations, span).rows); // and the code is warm
for (let round = 0; round < ROUNDS; round += 1) {
  for (const contestant of round % 2 === 0 ? contestants : contestants.toReversed()) contestant.samples.push(await sample(contestant));
}
const [alone, one, all] = contestants;
console.log(`${Object.keys(variations).length} variations of ${fleet.jobs.length} jobs over 30 days, ${WORKERS} cores, load ${os.loadavg()[0].toFixed(1)}\n`);
console.log(table(["", "seconds (median)", "best", "cores"], contestants.map(({ name, samples }) => [name, ...[median(samples.map((each) => each.seconds)), Math.min(...samples.map((each) => each.seconds)), median(samples.map((each) => each.cores))].map(significant)])));
for (const base of [alone, one]) {
  const ratios = base.samples.map(({ seconds }, round) => seconds / all.samples[round].seconds);
  const best = Math.min(...base.samples.map((each) => each.seconds)) / Math.min(...all.samples.map((each) => each.seconds));
  console.log(`\n${all.name} against ${base.name}: ${significant(median(ratios))} times as fast (rounds ${ratios.map(significant).join(", ")}); best against best ${significant(best)}; wanted ${TARGET}: ${Math.max(median(ratios), best) >= TARGET ? "PASS" : "FALLS SHORT"}`);
}

/** A night of 150 daily jobs and 50 that run every two hours; 20 start times by 10 sizes of a proxy. */
function study() {
  const nightly = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00", retryEnabled: true, retryNumber: 3, retryWaitInterval: 10 });
  const often = parsePolicy({ type: "Periodically", periodicallyEvery: "Hours2", retryEnabled: true, retryNumber: 3, retryWaitInterval: 10 });
  const jobs = Array.from({ length: 200 }, (_, index) => ({
    id: `job ${index}`, policy: index % 4 === 0 ? often : nightly, proxyId: `proxy ${index % 4}`, rpo: 30 * HOUR, workload: { duration: { lognormal: { median: "PT45M", p95: "PT2H" } }, failed: 0.05 },
  }));
  const times = Array.from({ length: 20 }, (_, index) => `${18 + Math.floor(index / 4)}:${String((index % 4) * 15).padStart(2, "0")}`);
  return {
    fleet: { jobs, proxies: [0, 1, 2, 3].map((index) => ({ id: `proxy ${index}`, slots: 24 })) },
    variations: grid({ start: startTimes(times), slots: slots("proxy 1", [4, 6, 8, 10, 12, 14, 16, 20, 24, 32]) }),
    span: { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 1, 4) },
  };
}

async function sample({ name, run }) {
  globalThis.gc?.();
  const began = performance.now();
  const worked = process.cpuUsage();
  const { rows } = await run();
  const seconds = (performance.now() - began) / 1e3;
  const { user, system } = process.cpuUsage(worked);
  if (JSON.stringify(rows) !== expected) throw new Error(`${name}: other rows`);
  return { seconds, cores: (user + system) / 1e6 / seconds };
}
