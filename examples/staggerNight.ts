/**
 * Everybody chose 22:00. Where should 400 jobs on four proxies start instead?
 */
import { describeProposal, type Fleet, parsePolicy, simulate, stagger, summarize } from "runcast";

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
const proposal = stagger(tenants, week, { lower: "peak" });
console.log(
  `400 jobs at 22:00, 4 proxies of 25 slots, a week\n\n${describeProposal(proposal, { most: 4 })}`,
);

// a night of luck that the plan was not chosen on
const seed = proposal.judged.seeds[0]!;
const sides = [tenants, proposal.fleet].map((fleet) =>
  summarize(simulate(fleet, { ...week, seed })),
);
console.log("\nSessions running, by hour of the night: all at 22:00, and as proposed\n");
for (let hour = 20; hour < 30; hour += 1) {
  const bars = sides.map(({ fleet }) => fleet.occupancy.busyByHour[2 * 24 + hour]!); // of Tuesday
  console.log(
    `  ${String(hour % 24).padStart(2, "0")}:00  ${bars
      .map((busy) =>
        `${String(Math.round(busy)).padStart(4)} ${"#".repeat(Math.round(busy / 4))}`.padEnd(36),
      )
      .join("")
      .trimEnd()}`,
  );
}
