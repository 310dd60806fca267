import { describe, expect, it } from "vitest";
import {
  backupWindowLasting,
  policyEdit,
  windowOff,
  windowWith,
  withSettings,
} from "../../../../src/core/whatif/edits/policyEdits.ts";
import { parsePolicy, type SchedulePolicy } from "../../../../src/index.ts";
import { daily, nightly, windowed } from "../../../support/whatIf.ts";

const every = (hours: (hour: number) => boolean): boolean[] =>
  Array.from({ length: 168 }, (_, hour) => hours(hour));
const changed = (policy: SchedulePolicy, change: Parameters<typeof policyEdit>[0]) =>
  policyEdit(change)({ id: "a", policy }).policy;

describe("a window that is switched off", () => {
  it("should keep its hours, of either kind", () => {
    const night = windowed("22:00", 20, 6);
    expect(changed(night, windowOff("backupWindow"))).toEqual({
      ...night,
      backupWindowEnabled: false,
    });
    const hourly = parsePolicy({
      type: "Periodically",
      periodicallyEvery: "Hours1",
      periodicallyWindowEnabled: true,
      periodicallyWindowSettings: { backupWindow: nightly(9, 17) },
    });
    expect(changed(hourly, windowOff("periodicallyWindow"))).toEqual({
      ...hourly,
      periodicallyWindowEnabled: false,
    });
  });
});

describe("a window that gets other hours", () => {
  it("should be switched on, and keep its own offset", () => {
    const off = windowed("22:00", 20, 6, {
      backupWindowEnabled: false,
      backupWindowSettings: { backupWindow: nightly(20, 6), minuteOffset: 90 },
    });
    const on = changed(off, windowWith("backupWindow", nightly(1, 3)));
    expect(on).toEqual({
      ...off,
      backupWindowEnabled: true,
      backupWindowSettings: { backupWindow: nightly(1, 3), minuteOffset: 90 },
    });
    const first = changed(daily("22:00"), windowWith("backupWindow", nightly(1, 3)));
    expect(first.backupWindowSettings).toEqual({ backupWindow: nightly(1, 3), minuteOffset: 0 });
  });
});

describe("a window of so many hours", () => {
  const hoursOf = (policy: SchedulePolicy, hours: number): readonly boolean[] | undefined =>
    changed(policy, backupWindowLasting(hours)).backupWindowSettings?.backupWindow;

  it("should begin where it began, and go over the end of the week", () => {
    expect(hoursOf(windowed("22:00", 20, 6), 3)).toEqual(nightly(20, 23));
    expect(hoursOf(windowed("22:00", 20, 6), 12)).toEqual(nightly(20, 8));
    // twice on one day, Saturday until Sunday
    const twice = daily("22:00", {
      backupWindowEnabled: true,
      backupWindowSettings: { backupWindow: every((hour) => [8, 9, 167, 0].includes(hour)) },
    });
    expect(hoursOf(twice, 3)).toEqual(every((hour) => [8, 9, 10, 167, 0, 1].includes(hour)));
  });

  it("should stay as it is where it has no beginning", () => {
    for (const open of [true, false]) {
      const backupWindow = every(() => open);
      const policy = daily("22:00", {
        backupWindowEnabled: true,
        backupWindowSettings: { backupWindow },
      });
      expect(changed(policy, backupWindowLasting(3)), String(open)).toBe(policy);
    }
    const without = daily("22:00");
    expect(changed(without, backupWindowLasting(3))).toBe(without);
  });
});

describe("settings of a policy", () => {
  it("should be put on it whole, or leave it as a draft for whoever checks it", () => {
    const policy = daily("22:00");
    expect(withSettings(policy, { dailyTime: "21:00" })).toEqual(daily("21:00"));
    expect(withSettings(policy, { dailyTime: "22:00:00" })).toBe(policy);
    expect(withSettings(policy, { dailyTime: "late" })).toEqual({ ...policy, dailyTime: "late" });
  });
});
