/**
 * How long sessions take against their own schedule, in cases that can be counted by hand; against
 * a walk over every minute they are held in `sessionLengths.law.test.ts`.
 */
import { describe, expect, it } from "vitest";
import { sessionLengths } from "../../../src/core/forecast/sessionLengths.ts";
import { readWorkload } from "../../../src/core/simulation/workload.ts";
import { HOUR_MS, MINUTE_MS } from "../../../src/core/time/instant.ts";
import { compiled } from "../../support/compiled.ts";
import { backupWindow, daily, every, mask } from "../../support/scheduleBuilders.ts";

const NIGHTLY = backupWindow(mask((hour) => hour >= 22 || hour < 2));
const FROM = Date.UTC(2026, 2, 27);
const TO = Date.UTC(2026, 2, 31);

function lengthsOf(policy: object, lengthMs: number, { zone = "UTC", from = FROM, to = TO } = {}) {
  const workload = readWorkload({ duration: lengthMs }, "workload", [])!;
  return sessionLengths(workload, compiled(policy, { zone }), from, to)!;
}
const tooSoon = (...given: Parameters<typeof lengthsOf>): number =>
  lengthsOf(...given).startsTooSoon;

describe("starts that come while the one before still runs", () => {
  it("should be those whose gap is shorter than a session", () => {
    const hourly = every("Hours1"); // 96 starts, 95 gaps
    expect(tooSoon(hourly, HOUR_MS)).toBe(0);
    expect(tooSoon(hourly, HOUR_MS + 1)).toBe(95);
    expect(tooSoon(hourly, HOUR_MS + 1, { to: FROM + 1 })).toBe(0); // one start
    expect(tooSoon(hourly, HOUR_MS + 1, { to: FROM })).toBe(0); // none
  });

  it("should be counted gap by gap where a clock change makes one shorter", () => {
    const noon = daily("12:00"); // gaps of 24 h, 23 h and 24 h
    const zone = "Europe/Berlin";
    const lengths = [23 * HOUR_MS, 23 * HOUR_MS + 1, 24 * HOUR_MS, 24 * HOUR_MS + 1];
    expect(lengths.map((length) => tooSoon(noon, length, { zone }))).toEqual([0, 1, 1, 3]);
  });

  it("should find nobody running where a window closed in between", () => {
    // Starts at 0 and 1, then three times at 22, 23, 0 and 1, then at 22 and 23.
    const hourly = every("Hours1", NIGHTLY);
    expect(tooSoon(hourly, 90 * MINUTE_MS)).toBe(1 + 3 * 3 + 1);
    expect(tooSoon(hourly, 30 * HOUR_MS)).toBe(1 + 3 * 3 + 1);
  });
});

describe("sessions that a window stops", () => {
  const midnight = daily("00:00", "Everyday", NIGHTLY);

  it("should be counted from the first instant on, and up to the end alone", () => {
    expect(lengthsOf(midnight, 2 * HOUR_MS).stoppedAtP50).toEqual({ starts: 0 });
    const { stoppedAtP50 } = lengthsOf(midnight, 2 * HOUR_MS + 1);
    expect(stoppedAtP50).toMatchObject({ starts: 4, first: { epochMs: FROM } });
    expect(lengthsOf(midnight, 3 * HOUR_MS, { to: FROM + 1 }).stoppedAtP50.starts).toBe(1);
    expect(lengthsOf(midnight, 3 * HOUR_MS, { from: FROM + 1 }).stoppedAtP50).toMatchObject({
      starts: 3,
      first: { epochMs: FROM + 24 * HOUR_MS },
    });
  });
});
