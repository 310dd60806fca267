/**
 * QUESTION: how long does `stagger` take for a night of 400 jobs on 4 proxies, everybody at 22:00,
 * over 30 days, and how low does the peak get?
 *
 * Why anyone cares: a proposal is asked for interactively, and again with other constraints; the
 * target is 10 s on 2 noisy cores. Most of it is the search on expected crowds, the rest some 20
 * simulations that it has to stand up to.
 *
 *     node bench/stagger.mjs
 */
import os from "node:os";
import { parsePolicy, stagger } from "runcast";
import { median } from "./measure.mjs";
import { significant, table } from "./table.mjs";

const ROUNDS = 3;
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
const fleetWith = (slots) => ({
  jobs: Array.from({ length: 400 }, (_, index) => ({
    id: `tenant ${index}`,
    policy,
    workload,
    proxyId: `proxy ${index % 4}`,
  })),
  proxies: [0, 1, 2, 3].map((index) => ({ id: `proxy ${index}`, slots })),
});
const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 1, 4) };

const rows = [25, 40, 100].flatMap((slots) =>
  ["peak", "wait"].map((lower) => {
    const samples = Array.from({ length: ROUNDS }, () => {
      const began = performance.now();
      const worked = process.cpuUsage();
      const proposal = stagger(fleetWith(slots), span, { lower });
      const { user, system } = process.cpuUsage(worked);
      return { proposal, wall: (performance.now() - began) / 1e3, cpu: (user + system) / 1e6 };
    });
    const { baseline, candidate, reduction, moves, bound } = samples[0].proposal;
    const value = (amount) =>
      lower === "peak" ? String(amount) : `${significant(amount / 60_000)} min`;
    return [
      `${slots} slots each, ${lower}`,
      value(baseline),
      value(candidate),
      `${Math.round(100 * reduction)} %`,
      bound === undefined ? "-" : significant(bound.atLeast),
      String(moves.length),
      ...["wall", "cpu"].map(
        (time) => `${significant(median(samples.map((sample) => sample[time])))} s`,
      ),
    ];
  }),
);
console.log(`400 jobs at 22:00, window 20:00-06:00, 30 days; load ${os.loadavg()[0].toFixed(1)}\n`);
console.log(
  table(["4 proxies of", "before", "after", "less", "no less than", "moves", "wall", "cpu"], rows),
);
