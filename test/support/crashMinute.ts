/**
 * `npx tsx test/support/crashMinute.ts [seconds]`: kills a server under 50 clients for a minute, or
 * as long as it is told, and says what became of everything that it had acknowledged.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crashRepeatedly } from "./crashes.ts";

const seconds = Number(process.argv[2] ?? 60);
const path = mkdtempSync(join(tmpdir(), "runcast-crash-"));
const started = Date.now();
const { losses, ...counts } = await crashRepeatedly(
  path,
  50,
  [1, 5_000],
  () => Date.now() - started > seconds * 1_000,
);
rmSync(path, { recursive: true });
console.log(counts, `${losses.length} losses`, losses.slice(0, 20));
process.exitCode = losses.length === 0 ? 0 : 1;
