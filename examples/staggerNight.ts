/**
 * Everybody chose 22:00. Where should 400 jobs on four proxies start instead?
 */
import { type Fleet, parsePolicy, simulate, stagger, summarize } from "runcast";

const HOUR = 3_600_000;
const atTen = parsePolicy({
  type: "Daily",
  dailyType: "Everyday",
  dailyTime: "22:00",
  retryEnabled: true,
  retryNumber: 2,
  retryWaitInterval: 15,
  backupWindowEnabled: true,
  backupWindowSettings: {
    backupWindow: Array.from({ length: 168 }, (_, hour) => hour % 24 >= 20 || hour % 24 < 6),
  },
});
const tenants: Fleet = {
  proxies: [1, 2, 3, 4].map((number) => ({ id: `proxy-${number}`, slots: 25 })),
  jobs: Array.from({ length: 400 }, (_, index) => {
    // from a quarter of an hour to an hour and a quarter
    const median = (0.25 + ((index * 7) % 20) / 20) * HOUR;
    return {
      id: `tenant-${String(index).padStart(3, "0")}`,
      policy: atTen,
      proxyId: `proxy-${(index % 4) + 1}`,
      rpo: 30 * HOUR,
      workload: { duration: { lognormal: { median, p95: 1.5 * median } }, failed: 0.02 },
    };
  }),
};

const week = { from: Date.UTC(2025, 0, 6, 12), to: Date.UTC(2025, 0, 13, 12), seed: 1 };
// what fails still has time to be retried
const proposal = stagger(tenants, week, { lower: "peak", within: "20:00-04:30" });
const sides = {
  "all at 22:00": simulate(tenants, week),
  staggered: simulate(proposal.fleet, week),
};

console.log(
  `${"400 jobs, 4 proxies of 25 slots, a week".padEnd(44)}${Object.keys(sides)
    .map((side) => side.padStart(14))
    .join("")}`,
);
const row = (label: string, cell: (side: ReturnType<typeof summarize>) => string): void => {
  console.log(
    `  ${label.padEnd(42)}${Object.values(sides)
      .map((side) => cell(summarize(side)).padStart(14))
      .join("")}`,
  );
};
row("most sessions at once", ({ fleet }) => String(fleet.occupancy.peak));
row("longest wait for a slot", ({ fleet }) => `${(fleet.wait.max / HOUR).toFixed(1)} h`);
row("starts in the busiest minute", ({ fleet }) => String(fleet.starts.peakPerMinute));
row("sessions stopped by the window", ({ fleet }) => String(fleet.stopped));
row("worst exposure", ({ fleet }) => `${(fleet.worstExposure / HOUR).toFixed(1)} h`);
console.log(
  `\n${proposal.moves.length} jobs move; the peak falls by ` +
    `${Math.round(proposal.reduction * 100)} %.`,
);
if (proposal.bound !== undefined)
  console.log(
    `No choice of start times can get below ${proposal.bound.atLeast}: ${proposal.bound.because}.`,
  );

console.log("\nSessions running, by hour of the night:\n");
for (let hour = 20; hour < 30; hour += 1) {
  const bars = Object.values(sides).map(
    (side) => summarize(side).fleet.occupancy.busyByHour[2 * 24 + hour]!,
  ); // of Tuesday
  console.log(
    `  ${String(hour % 24).padStart(2, "0")}:00  ${bars
      .map((busy) =>
        `${String(Math.round(busy)).padStart(4)} ${"#".repeat(Math.round(busy / 4))}`.padEnd(36),
      )
      .join("")
      .trimEnd()}`,
  );
}
