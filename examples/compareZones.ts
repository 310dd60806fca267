/**
 * The same job on two servers in two zones: when does each run, and what does a window on UTC do to
 * them in summer?
 */
import { compile, parsePolicy } from "runcast";

const everyEvening = parsePolicy({
  type: "Daily",
  dailyType: "Everyday",
  dailyTime: "21:30",
  backupWindowEnabled: true,
  // 20:00 to 08:00, hour 0 is Sunday 00:00; by the vendor's page these hours are UTC, whatever the
  // server's clock shows.
  backupWindowSettings: {
    backupWindow: Array.from({ length: 168 }, (_, hour) => hour % 24 >= 20 || hour % 24 < 8),
  },
});
const servers = ["Europe/Berlin", "America/New_York"].map((zone) => ({
  zone,
  schedule: compile(everyEvening, { zone }),
}));
const at = (instant: number): string =>
  new Date(instant).toISOString().slice(0, 16).replace("T", " ");

console.log(
  "Every day at 21:30 on the server's clock, in UTC; lost: outside of the backup window, " +
    "20:00 to 08:00 UTC.\n",
);
console.log(`  ${servers.map(({ zone }) => zone.padEnd(26)).join("")}apart`);
for (const day of [Date.UTC(2025, 2, 7, 12), Date.UTC(2025, 2, 10, 12), Date.UTC(2025, 3, 4, 12)]) {
  const [berlin, newYork] = servers.map(
    ({ schedule }) => [...schedule.runs(day, day + 24 * 3_600_000)][0]!,
  );
  const cells = [berlin!, newYork!].map((run) =>
    `${at(run.instant)}${run.admitted ? "" : "  lost"}`.padEnd(26),
  );
  console.log(`  ${cells.join("")}${(newYork!.instant - berlin!.instant) / 3_600_000} h`);
}

console.log("\nStarts in 2025:\n");
const year = [Date.UTC(2025, 0, 1), Date.UTC(2026, 0, 1)] as const;
for (const { zone, schedule } of servers) {
  const blocked = [...schedule.runs(...year)].filter((run) => !run.admitted);
  const lost =
    blocked.length === 0
      ? "none is lost"
      : `${blocked.length} are lost, from ${blocked[0]!.local.slice(0, 10)} to ` +
        blocked.at(-1)!.local.slice(0, 10);
  console.log(`  ${zone.padEnd(20)}${schedule.count(...year)} run, ${lost}`);
}

const onServerTime = compile(everyEvening, { zone: "Europe/Berlin", windowClock: "server" });
console.log(
  "\nIf the product reads the window on the server's clock, Berlin runs " +
    `${onServerTime.count(...year)} times.`,
);
