/**
 * What a server answers becomes a fleet, and the fleet answers: what if SharePoint waits until the
 * others are done?
 */
import { readFileSync } from "node:fs";
import { type Fleet, fleetFrom, readSessionTable, simulate, startTimes } from "runcast";

const textOf = (name: string): string =>
  readFileSync(new URL(`server/${name}`, import.meta.url), "utf8");
const answer = (name: string): unknown => JSON.parse(textOf(`${name}.json`)) as unknown;

const { fleet, issues, warnings, observed } = fleetFrom(
  {
    jobs: answer("jobs"),
    sessions: readSessionTable(textOf("sessions.csv")).sessions,
    proxies: answer("proxies"),
    repositories: answer("repositories"),
  },
  { clock: { zone: "Europe/Berlin" }, begins: "incremental" },
);

const clockText = (ms: number): string => {
  const minutes = Math.round(ms / 60_000);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`.padStart(9);
};
const nameOf = (id: string): string =>
  (fleet.jobs.find((job) => job.id === id)!.name ?? id).padEnd(12);

console.log("What the sessions say, means in hours and minutes:\n");
console.log("  job           recorded    alone");
for (const { job, samples, incremental } of observed)
  if (samples > 0)
    console.log(
      `  ${nameOf(job)} ${clockText(incremental.recordedMs)}${clockText(incremental.fullSpeedMs)}`,
    );
const silent = fleet.jobs.filter(({ workload }) => workload === undefined);
console.log(`\nWithout sessions: ${silent.map(({ name }) => name).join(", ")}.`);
console.log(`Left out: ${issues.length}, odd or assumed: ${warnings.length}.`);

const span = { from: "2026-01-18T23:00:00Z", to: "2026-02-15T23:00:00Z", keep: "all" } as const;
const means = (some: Fleet): Map<string, number> => {
  const timeline = simulate(some, span);
  const lengths = new Map<string, number[]>();
  for (const { job, start, end, outcome } of timeline.rows())
    if (outcome !== "Running") lengths.set(job, [...(lengths.get(job) ?? []), end - start]);
  return new Map(
    Array.from(lengths, ([job, all]) => [job, all.reduce((sum, ms) => sum + ms, 0) / all.length]),
  );
};
const later = startTimes(["01:30"], ["sharepoint"])["01:30"]!(fleet);
const [now, then] = [means(fleet), means(later)];
console.log(
  "\nFour weeks, simulated: how long sessions take as it is, and with SharePoint at 01:30:\n",
);
for (const { id, workload } of fleet.jobs)
  if (workload !== undefined)
    console.log(`  ${nameOf(id)} ${clockText(now.get(id)!)}${clockText(then.get(id)!)}`);
