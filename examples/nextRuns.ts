/**
 * When does this job really run next, and which of its starts does the window swallow?
 */
import { compile, describePolicy, parsePolicy } from "runcast";

const policy = parsePolicy({
  type: "Periodically",
  periodicallyEvery: "Hours4",
  periodicallyOffsetMinutes: 15,
  retryEnabled: true,
  retryNumber: 3,
  retryWaitInterval: 10,
  // Open from 20:00 to 06:00, hour 0 is Sunday 00:00. By the vendor's page the hours are UTC.
  backupWindowEnabled: true,
  backupWindowSettings: {
    backupWindow: Array.from({ length: 168 }, (_, hour) => hour % 24 >= 20 || hour % 24 < 6),
  },
});
const schedule = compile(policy, { zone: "Europe/Berlin" });
const from = Date.UTC(2025, 0, 6, 11);

console.log(describePolicy(policy));
console.log("\nThe next ten starts on a server in Berlin, Monday 2025-01-06, from noon:\n");
for (const run of [...schedule.runs(from, from + 40 * 3_600_000)].slice(0, 10)) {
  const time = run.local.slice(0, 16).replace("T", " ");
  console.log(`  ${time}   ${run.admitted ? "runs" : `does not run: ${run.reason}`}`);
}

const year = schedule.count(Date.UTC(2025, 0, 1), Date.UTC(2026, 0, 1));
console.log(`\nNext run: ${new Date(schedule.next(from)).toISOString()}. Runs in 2025: ${year}.`);
console.log("\nWhy not at 16:15?");
for (const line of schedule.explain(Date.UTC(2025, 0, 6, 15, 15)).text.match(/.{1,90}(?: |$)/g)!)
  console.log(`  ${line.trim()}`);
