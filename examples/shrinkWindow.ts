/**
 * The network team wants the evening back: how far can the backup window shrink before a recovery
 * point objective breaks?
 */
import { compare, type Fleet, parsePolicy, simulate, summarize, windowHours } from "runcast";

const HOUR = 3_600_000;
const nightly = parsePolicy({
  type: "Daily",
  dailyType: "Everyday",
  dailyTime: "23:00",
  retryEnabled: true,
  retryNumber: 3,
  retryWaitInterval: 10,
  backupWindowEnabled: true,
  backupWindowSettings: {
    backupWindow: Array.from({ length: 168 }, (_, hour) => hour % 24 >= 20 || hour % 24 < 8),
  },
});
const sizes = { mail: 1, teams: 1.5, onedrive: 2, sharepoint: 2.5, archive: 3 };
const fleet: Fleet = {
  proxies: [{ id: "proxy", slots: 4 }],
  jobs: Object.entries(sizes).map(([id, hours]) => ({
    id,
    policy: nightly,
    proxyId: "proxy",
    rpo: 32 * HOUR,
    workload: {
      duration: { lognormal: { median: hours * HOUR, p95: 1.5 * hours * HOUR } },
      failed: 0.02,
    },
  })),
};

const span = { from: Date.UTC(2025, 0, 6), to: Date.UTC(2025, 2, 3), seed: 1 };
const asItIs = simulate(fleet, span);
const at = (time: string) => simulate(windowHours([time])[time]!(fleet), span);

console.log("Eight weeks, five jobs at 23:00 on four slots, target 32 h.\n");
console.log("  backup window   stopped   jobs over target   worst exposure");
for (const hours of [
  "20:00-08:00",
  "20:00-07:00",
  "20:00-06:00",
  "20:00-05:00",
  "20:00-04:00",
  "20:00-03:00",
]) {
  const { fleet: all } = summarize(at(hours));
  const worst = `${(all.worstExposure / HOUR).toFixed(1)} h`;
  const stopped = String(all.stopped).padStart(10);
  const over = String(all.jobsOverTarget.length).padStart(19);
  console.log(`  ${hours.padEnd(13)}${stopped}${over}${worst.padStart(17)}`);
}

console.log("\nWhy, with a window that closes at 05:00:");
for (const { job, text } of compare(asItIs, at("20:00-05:00")).worse)
  console.log(`\n  ${job}: ${text.replaceAll(" -> ", "\n    -> ")}`);
