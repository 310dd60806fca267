/**
 * Puts into a fleet file what the provider has promised: how old the newest restore point of a job
 * may become. No answer of the server has it.
 *
 *     npx tsx docs/case/targets.ts fleet.json
 */
import { readFileSync, writeFileSync } from "node:fs";

interface FleetFile {
  readonly jobs: { rpo?: string; readonly policy: Readonly<Record<string, unknown>> }[];
}

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("npx tsx docs/case/targets.ts fleet.json");
const fleet = JSON.parse(readFileSync(path, "utf8")) as FleetFile;
const counts = new Map<string, number>();
for (const job of fleet.jobs) {
  const rpo = promiseFor(job.policy);
  if (rpo === undefined) continue;
  job.rpo = rpo;
  counts.set(rpo, (counts.get(rpo) ?? 0) + 1);
}
writeFileSync(path, `${JSON.stringify(fleet)}\n`);
console.log(Array.from(counts, ([rpo, count]) => `${count} jobs: ${rpo}`).join("\n"));

/** A day and a half for what runs every day, a weekend and a half for what runs on workdays. */
function promiseFor({ type, dailyType, periodicallyEvery }: FleetFile["jobs"][number]["policy"]) {
  if (type === "Daily") return dailyType === "Workdays" ? "84h" : "36h";
  if (type !== "Periodically") return undefined;
  return String(periodicallyEvery).startsWith("Minutes") ? "6h" : "24h";
}
