import { expect, it } from "vitest";
import { crashRepeatedly } from "../support/crashes.ts";
import { scratch } from "../support/scratch.ts";

const path = scratch();

// For longer: npx tsx test/support/crashMinute.ts 60
it("should have all it acknowledged, once, killed at any moment under fifty clients", async () => {
  const report = await crashRepeatedly(path, 50, [50, 1_000], (kills) => kills === 4);
  expect(report.losses).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(100);
});
