import { describe, expect, it } from "vitest";
import { parsePolicy, safeParsePolicy } from "../../../src/core/policy/parse.ts";

const DAILY = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" };
const PERIODIC = { type: "Periodically", periodicallyEvery: "Hours2" };
const ALL_WEEK = Array.from({ length: 168 }, () => true);
const SUNDAY = ALL_WEEK.map((_, hour) => hour < 24);

const issuesOf = (input: unknown) => {
  const result = safeParsePolicy(input);
  return result.ok ? [] : result.issues.map(({ path, message }) => `${path}: ${message}`);
};

describe("window settings", () => {
  it("should always say the offset, 0 where the input has none (R11)", () => {
    for (const minuteOffset of [undefined, null, 0, "0", -0, "-0"]) {
      const policy = parsePolicy({
        ...DAILY,
        backupWindowSettings: { backupWindow: SUNDAY, minuteOffset },
      });
      expect(policy.backupWindowSettings).toEqual({ backupWindow: SUNDAY, minuteOffset: 0 });
    }
  });

  it("should take offsets of less than a day, either way (R11)", () => {
    for (const minuteOffset of [-1439, 15, 1439]) {
      const policy = parsePolicy({
        ...PERIODIC,
        periodicallyWindowSettings: { backupWindow: SUNDAY, minuteOffset: String(minuteOffset) },
      });
      expect(policy.periodicallyWindowSettings?.minuteOffset).toBe(minuteOffset);
    }
    for (const minuteOffset of [-1440, 1440, 0.5]) {
      expect(
        issuesOf({ ...DAILY, backupWindowSettings: { backupWindow: SUNDAY, minuteOffset } }),
      ).toEqual([
        "schedulePolicy.backupWindowSettings.minuteOffset: expected an integer from -1439 " +
          `to 1439, received ${minuteOffset}`,
      ]);
    }
  });

  it("should read quoted cells, and name each bad cell by its index (R10)", () => {
    const quoted = SUNDAY.map((cell) => (cell ? "True" : "false"));
    expect(
      parsePolicy({ ...DAILY, backupWindowSettings: { backupWindow: quoted } }).backupWindowSettings
        ?.backupWindow,
    ).toEqual(SUNDAY);
    const spoilt: unknown[] = [...SUNDAY];
    spoilt[12] = 1;
    spoilt[167] = null;
    expect(issuesOf({ ...DAILY, BackupWindowSettings: { BackupWindow: spoilt } })).toEqual([
      "schedulePolicy.BackupWindowSettings.BackupWindow[12]: expected true or false, received 1",
      "schedulePolicy.BackupWindowSettings.BackupWindow[167]: expected true or false, " +
        "received nothing",
    ]);
  });

  it("should need a mask", () => {
    expect(issuesOf({ ...DAILY, backupWindowSettings: { minuteOffset: 5 } })).toEqual([
      "schedulePolicy.backupWindowSettings.backupWindow: expected an array of 168 booleans, " +
        "Sunday 00:00 first, received nothing",
    ]);
    expect(issuesOf({ ...DAILY, backupWindowSettings: SUNDAY })).toEqual([
      "schedulePolicy.backupWindowSettings: expected an object with backupWindow and " +
        "minuteOffset, received an array of 168; write { backupWindow: [...] }",
    ]);
  });

  it("should be on where it is there and no flag is (R25)", () => {
    expect(
      parsePolicy({ ...DAILY, backupWindowSettings: { backupWindow: SUNDAY } }).backupWindowEnabled,
    ).toBe(true);
    expect(
      parsePolicy({ ...PERIODIC, periodicallyWindowSettings: { backupWindow: SUNDAY } })
        .periodicallyWindowEnabled,
    ).toBe(true);
    expect(parsePolicy(PERIODIC)).not.toHaveProperty("periodicallyWindowEnabled");
  });

  it("should be kept where its flag is false", () => {
    const off = { backupWindowEnabled: false, backupWindowSettings: { backupWindow: SUNDAY } };
    expect(parsePolicy({ ...DAILY, ...off })).toMatchObject(off);
    const startOff = {
      periodicallyWindowEnabled: false,
      periodicallyWindowSettings: { backupWindow: SUNDAY },
    };
    expect(parsePolicy({ ...PERIODIC, ...startOff })).toMatchObject(startOff);
  });

  it("should be checked even where its flag is false", () => {
    expect(
      issuesOf({
        ...DAILY,
        backupWindowEnabled: false,
        backupWindowSettings: { backupWindow: [] },
      }),
    ).toHaveLength(1);
    expect(
      issuesOf({ ...PERIODIC, periodicallyWindowEnabled: false, periodicallyWindowSettings: 5 }),
    ).toHaveLength(1);
  });

  it("should be there where its flag is true, whatever the type", () => {
    expect(
      issuesOf({
        type: "ManualOnly",
        backupWindowEnabled: true,
        periodicallyWindowEnabled: "True",
      }),
    ).toEqual([
      "schedulePolicy.backupWindowSettings: expected an object with backupWindow and " +
        "minuteOffset, received nothing",
      "schedulePolicy.periodicallyWindowSettings: expected an object with backupWindow and " +
        "minuteOffset, received nothing",
    ]);
  });

  it("should drop a flag that is false and has no window to speak of", () => {
    expect(parsePolicy({ ...PERIODIC, periodicallyWindowEnabled: false })).toEqual(
      parsePolicy(PERIODIC),
    );
  });

  it("should take the mask under its v1 name, with a warning (R25)", () => {
    const result = safeParsePolicy({
      ...DAILY,
      backupWindowSettings: { backupIntervalsArray: SUNDAY },
    });
    expect(result.ok && result.policy.backupWindowSettings?.backupWindow).toEqual(SUNDAY);
    expect(result.warnings.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      "schedulePolicy.backupWindowSettings.backupIntervalsArray: expected the name " +
        'backupWindow, received "backupIntervalsArray"; it is read as backupWindow',
    ]);
  });
});
