/**
 * What happens if this one job moves from 22:00 to 20:00?
 */
import {
  compare,
  describeComparison,
  type Fleet,
  parsePolicy,
  simulate,
  startTimes,
} from "runcast";

const HOUR = 3_600_000;
const atTen = parsePolicy({
  type: "Daily",
  dailyType: "Everyday",
  dailyTime: "22:00",
  retryEnabled: true,
  retryNumber: 2,
  retryWaitInterval: 15,
});

/** Median and 95th percentile of a session's length, in hours. */
const job = (id: string, median: number, p95: number): Fleet["jobs"][number] => ({
  id,
  policy: atTen,
  proxyId: "proxy-1",
  rpo: 30 * HOUR,
  workload: { duration: { lognormal: { median: median * HOUR, p95: p95 * HOUR } }, failed: 0.03 },
});
const today: Fleet = {
  proxies: [{ id: "proxy-1", slots: 1 }],
  jobs: [job("mail", 2, 3.5), job("sites", 1.5, 3), job("teams", 1, 2)],
};

// `startTimes` makes one change per time; a change takes a fleet and gives another one.
const moved = startTimes(["20:00"], ["mail"])["20:00"]!(today);

const month = { from: Date.UTC(2025, 0, 6), to: Date.UTC(2025, 1, 3), seed: 1 };
const text = describeComparison(compare(simulate(today, month), simulate(moved, month)));
console.log(
  text
    .split("\n\n")
    .filter((part) => !part.startsWith("Metrics"))
    .join("\n\n"),
); // the table of all numbers is long
