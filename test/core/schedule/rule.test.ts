import { describe, expect, it } from "vitest";
import { DAILY_TYPES, INTERVAL_MINUTES, INTERVALS } from "../../../src/core/policy/types.ts";
import { DEFAULT_CLOCK } from "../../../src/core/schedule/clock.ts";
import { DAYS_OF, startRule, timeOfDayMs } from "../../../src/core/schedule/rule.ts";
import {
  backupWindow,
  daily,
  every,
  HOUR,
  mask,
  MINUTE,
  startWindow,
} from "../../support/scheduleBuilders.ts";

describe("startRule", () => {
  it("should know the days of every dailyType, Sunday first (R4)", () => {
    const text = Object.fromEntries(DAILY_TYPES.map((type) => [type, DAYS_OF[type].join("")]));
    expect(text).toEqual({
      Everyday: "1111111",
      Workdays: "0111110",
      Weekends: "1000001",
      Sunday: "1000000",
      Monday: "0100000",
      Tuesday: "0010000",
      Wednesday: "0001000",
      Thursday: "0000100",
      Friday: "0000010",
      Saturday: "0000001",
    });
  });

  it("should know the length of every interval, each of which divides a day (R5)", () => {
    expect(INTERVALS.map((interval) => INTERVAL_MINUTES[interval])).toEqual([
      5, 10, 15, 30, 60, 120, 240, 480, 720,
    ]);
    for (const interval of INTERVALS) expect((24 * 60) % INTERVAL_MINUTES[interval]).toBe(0);
  });

  it("should read times of day", () => {
    expect([timeOfDayMs("00:00:00"), timeOfDayMs("01:30:00"), timeOfDayMs("23:59:59")]).toEqual([
      0,
      1.5 * HOUR,
      24 * HOUR - 1_000,
    ]);
  });

  it("should let the offset and the start window count for hour intervals only (R6, R13)", () => {
    const more = {
      periodicallyOffsetMinutes: 20,
      ...startWindow(
        mask((hour) => hour > 8),
        5,
      ),
    };
    const hourly = startRule(every("Hours1", more), DEFAULT_CLOCK);
    expect(hourly.times).toEqual({ kind: "grid", stepMs: HOUR, phaseMs: 20 * MINUTE });
    // UTC + minuteOffset, and later by the offset
    expect(hourly.startWindow?.shiftMs).toBe((5 - 20) * MINUTE);
    expect(
      startRule(every("Hours1", more), { ...DEFAULT_CLOCK, windowClock: "server" }).startWindow
        ?.shiftMs,
    ).toBe((-5 - 20) * MINUTE);
    const byMinutes = startRule(every("Minutes30", more), DEFAULT_CLOCK);
    expect(byMinutes.times).toEqual({ kind: "grid", stepMs: 30 * MINUTE, phaseMs: 0 });
    expect(byMinutes.startWindow).toBeUndefined();
    expect(
      startRule(every("Hours1", { ...more, periodicallyWindowEnabled: false }), DEFAULT_CLOCK)
        .startWindow,
    ).toBeUndefined();
  });

  it("should not move the backup window by the offset within the hour", () => {
    const rule = startRule(
      every("Hours1", {
        periodicallyOffsetMinutes: 20,
        ...backupWindow(
          mask((hour) => hour > 8),
          5,
        ),
      }),
      DEFAULT_CLOCK,
    );
    expect(rule.backupWindow?.shiftMs).toBe(5 * MINUTE);
  });

  it("should have no times without a schedule, but keep the backup window (R9, R17)", () => {
    for (const policy of [
      daily("01:00", "Everyday", { scheduleEnabled: false, ...backupWindow(mask(() => false)) }),
      every("Hours1", { type: "ManualOnly", ...backupWindow(mask(() => false)) }),
    ]) {
      const rule = startRule(policy, DEFAULT_CLOCK);
      expect(rule.times).toEqual({ kind: "manual" });
      expect(rule.startWindow).toBeUndefined();
      expect(rule.backupWindow?.openHours).toBe(0);
    }
  });
});
