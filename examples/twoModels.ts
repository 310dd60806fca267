/**
 * Forty jobs of an hour on one proxy, and a window of eight hours: do they fit? By slots, and by
 * threads, as the product shares them.
 */
import {
  compareModels,
  describeModels,
  parsePolicy,
  type SharingModel,
  simulate,
  sweep,
  threads,
  withModel,
} from "runcast";

const HOUR = 3_600_000;
const open = Array.from({ length: 168 }, (_, hour) => hour % 24 < 6 || hour % 24 >= 22);
const policy = parsePolicy({
  type: "Daily",
  dailyType: "Everyday",
  dailyTime: "22:00",
  backupWindowSettings: { backupWindow: open },
});

// A session takes an hour with the 16 threads that it can use: 64 threads are four sessions' worth.
const workload = { duration: HOUR, threads: 16 };
const jobs = Array.from({ length: 40 }, (_, index) => ({
  id: `job-${String(index + 1).padStart(2, "0")}`,
  policy,
  proxyId: "proxy-1",
  workload,
}));
const fleet = { jobs, proxies: [{ id: "proxy-1" }] };
const night = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 6, 12) };

const under = (model: SharingModel) => simulate(withModel(fleet, model), night);
const [bySlots, byThreads] = [under({ slots: 4 }), under("threads")];

const time = (instant: number) => new Date(instant).toISOString().slice(11, 16);
for (const [name, timeline] of [
  ["4 slots", bySlots],
  ["64 threads", byThreads],
] as const) {
  const rows = [...timeline.rows()];
  console.log(
    `${name}: ${rows.length} sessions, ${timeline.summary.fleet.missed} runs without one`,
  );
  for (const { job, start, end, outcome } of [rows[0]!, rows[4]!, rows.at(-1)!])
    console.log(`  ${job}  ${time(start)} to ${time(end)}  ${outcome}`);
}

const models = compareModels(bySlots, byThreads);
if (models !== undefined)
  console.log(`\n${describeModels(models).replaceAll(/([;:]) /g, "$1\n  ")}\n`);

// All get as much as each other, so with more threads all end in time, or none does.
const study = sweep(withModel(fleet, "threads"), threads("proxy-1", [64, 79, 80, 640]), night);
for (const { name, summary } of study.rows) {
  const lengths = summary.jobs.map(({ busy }) => busy / HOUR);
  const longest = Math.max(...lengths).toFixed(1);
  console.log(`${name.padStart(11)}: ${summary.fleet.stopped} stopped, ${longest} h each`);
}
