/**
 * Two knobs at once: does it help more to start earlier, or to buy proxy slots?
 */
import { type Fleet, grid, parsePolicy, slots, startTimes, sweep } from "runcast";

const HOUR = 3_600_000;
const nightly = parsePolicy({
  type: "Daily",
  dailyType: "Everyday",
  dailyTime: "22:00",
  retryEnabled: true,
  retryNumber: 3,
  retryWaitInterval: 10,
  backupWindowSettings: {
    backupWindow: Array.from({ length: 168 }, (_, hour) => hour % 24 >= 20 || hour % 24 < 6),
  },
});
const fleet: Fleet = {
  proxies: [{ id: "proxy", slots: 4 }],
  jobs: Array.from({ length: 60 }, (_, index) => ({
    id: `tenant-${index}`,
    policy: nightly,
    proxyId: "proxy",
    rpo: 34 * HOUR,
    workload: { duration: { lognormal: { median: 0.6 * HOUR, p95: 1.2 * HOUR } }, failed: 0.02 },
  })),
};

const times = ["20:00", "21:00", "22:00", "23:00"];
const counts = [4, 6, 8, 12];
const study = sweep(fleet, grid({ start: startTimes(times), slots: slots("proxy", counts) }), {
  from: Date.UTC(2025, 0, 6),
  to: Date.UTC(2025, 0, 27),
  seed: 1,
});

/** Every start against every number of slots. */
function show(title: string, cell: (row: (typeof study.rows)[number]) => string): void {
  console.log(
    `${title}\n\n  start   ${counts.map((count) => `${count} slots`.padStart(10)).join("")}`,
  );
  for (const [index, time] of times.entries()) {
    const rows = study.rows.slice(index * counts.length, (index + 1) * counts.length);
    console.log(`  ${time}   ${rows.map((row) => cell(row).padStart(10)).join("")}`);
  }
  console.log();
}

console.log("60 tenants, a window from 20:00 to 06:00, three weeks.\n");
show("Tenants over their target of 34 h", ({ metrics }) => String(metrics.jobsOverTarget));
show("Runs lost to the window: stopped, or without room until it closed", ({ metrics }) =>
  String(metrics.stopped + metrics.missed),
);
show("Wait for room, 95th percentile", ({ metrics }) => `${(metrics.waitP95 / HOUR).toFixed(1)} h`);
const good = study.rows.filter(({ metrics }) => metrics.jobsOverTarget === 0);
const fewest = counts.find((count) =>
  good.some(({ dimensions }) => dimensions["slots"]?.startsWith(`${count} `)),
);
const starts = good
  .filter(({ dimensions }) => dimensions["slots"]?.startsWith(`${fewest} `))
  .map(({ dimensions }) => dimensions["start"]);
console.log(
  `The fewest slots with which every tenant keeps its target: ${fewest}, with a start at ` +
    `${starts.join(" or ")}.`,
);
