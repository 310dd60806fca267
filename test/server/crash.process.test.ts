import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { crashRepeatedly } from "../support/crashes.ts";

// For longer: npx tsx test/support/crashMinute.ts 60
it("should have all it acknowledged, once, killed at any moment under fifty clients", async () => {
  const path = mkdtempSync(join(tmpdir(), "runcast-crash-"));
  const report = await crashRepeatedly(path, 50, [50, 1_000], (kills) => kills === 4);
  rmSync(path, { recursive: true });
  expect(report.losses).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(100);
});
