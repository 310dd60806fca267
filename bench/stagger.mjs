/**
 * QUESTION: how long does `stagger` take for a night of 400 jobs and of 2,000, on proxies of 25
 * slots and more, everybody at 22:00, over 30 days, and how low does the peak get?
 *
 * Why anyone cares: a proposal is asked for interactively, and again with other constraints; the
 * target is 20 s for 400 jobs and 2 minutes for 2,000 on 2 cores. Most of it are the simulations:
 * plans are tried on 10 seeds and judged on 20 others; the rest is the search on expected crowds.
 *
 *     node bench/stagger.mjs
 */
import os from "node:os";
import { parsePolicy, stagger } from "runcast";
import { significant, table } from "./table.mjs";

const policy = parsePolicy({
  type: "Daily",
  dailyType: "Everyday",
  dailyTime: "22:00",
  backupWindowEnabled: true,
  backupWindowSettings: {
    backupWindow: Array.from({ length: 168 }, (_, hour) => hour % 24 >= 20 || hour % 24 < 6),
  },
});
const workload = { duration: { lognormal: { median: "PT45M", p95: "PT2H" } } };
const fleetWith = (jobs, slots) => ({
  jobs: Array.from({ length: jobs }, (_, index) => ({
    id: `tenant ${index}`,
    policy,
    workload,
    proxyId: `proxy ${index % (jobs / 100)}`,
  })),
  proxies: Array.from({ length: jobs / 100 }, (_, index) => ({ id: `proxy ${index}`, slots })),
});
const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 1, 4) };

const rows = [
  [400, 25],
  [400, 40],
  [2_000, 40],
].flatMap(([jobs, slots]) =>
  ["peak", "wait"].map((lower) => {
    const began = performance.now();
    const worked = process.cpuUsage();
    const { baseline, candidate, reduction, moves, because } = stagger(
      fleetWith(jobs, slots),
      span,
      { lower },
    );
    const { user, system } = process.cpuUsage(worked);
    const value = (amount) =>
      lower === "peak" ? significant(amount) : `${significant(amount / 60_000)} min`;
    if (because !== undefined) console.log(`${jobs} jobs, ${slots} slots, ${lower}: ${because}`);
    return [
      `${jobs} jobs, proxies of ${slots} slots, ${lower}`,
      value(baseline),
      value(candidate),
      `${Math.round(100 * reduction)} %`,
      String(moves.length),
      `${significant((performance.now() - began) / 1e3)} s`,
      `${significant((user + system) / 1e6)} s`,
    ];
  }),
);
console.log(
  `everybody at 22:00, window 20:00-06:00, 30 days; load ${os.loadavg()[0].toFixed(1)}\n`,
);
console.log(table(["", "before", "after", "less", "moves", "wall", "cpu"], rows));
