import { describe, expect, it } from "vitest";
import { parsePolicy, safeParsePolicy } from "../../../src/core/policy/parse.ts";
import type { WindowSettings } from "../../../src/core/policy/types.ts";
import { veeamFixture } from "../../support/veeamJobs.ts";

const v1Daily = veeamFixture<{ schedulePolicy: object }>("v1-daily-everyday");
const v3Daily = veeamFixture<{ schedulePolicy: object }>("v3-daily-everyday");
const v3Window = veeamFixture<{ backupWindowSettings: Omit<WindowSettings, "minuteOffset"> }>(
  "v3-window-sunday",
);
const vspcManual = veeamFixture<{ schedulePolicy: object }>("vspc-manual-only");
const client =
  veeamFixture<Record<"create" | "modify", { SchedulePolicy: object }>>("client-quoted-scalars");

const ALL_WEEK = Array.from({ length: 168 }, () => true);

const pathsOfWarnings = (input: unknown) => safeParsePolicy(input).warnings.map(({ path }) => path);

describe("the vendor's own samples", () => {
  it("should parse v3 to the letter", () => {
    expect(JSON.stringify(parsePolicy(v3Daily.schedulePolicy))).toBe(
      JSON.stringify(v3Daily.schedulePolicy),
    );
    expect(pathsOfWarnings(v3Daily.schedulePolicy)).toEqual([]);
  });

  it("should parse v3's window without an offset: Sundays only", () => {
    const { backupWindowSettings } = parsePolicy({
      ...v3Daily.schedulePolicy,
      backupWindowEnabled: true,
      backupWindowSettings: v3Window.backupWindowSettings,
    });
    expect(backupWindowSettings).toEqual({
      backupWindow: ALL_WEEK.map((_, hour) => hour < 24),
      minuteOffset: 0,
    });
  });

  it("should parse v1: quoted flags, its own name for the window, settings of both types", () => {
    expect(parsePolicy(v1Daily.schedulePolicy)).toEqual({
      backupWindowEnabled: true,
      backupWindowSettings: { backupWindow: ALL_WEEK, minuteOffset: 0 },
      type: "Daily",
      dailyType: "Everyday",
      dailyTime: "15:00:00",
      periodicallyEvery: "Minutes5",
      retryEnabled: true,
      retryNumber: 3,
      retryWaitInterval: 10,
    });
    expect(pathsOfWarnings(v1Daily.schedulePolicy)).toEqual([
      "schedulePolicy.backupWindow",
      "schedulePolicy.backupWindow.backupIntervalsArray",
      "schedulePolicy.periodicallyEvery",
    ]);
  });

  it("should parse the console's manual job: other type name, nulls, windows off", () => {
    const week = { backupWindow: ALL_WEEK, minuteOffset: 0 };
    expect(parsePolicy(vspcManual.schedulePolicy)).toEqual({
      scheduleEnabled: false,
      backupWindowEnabled: false,
      backupWindowSettings: week,
      type: "ManualOnly",
      periodicallyWindowEnabled: false,
      periodicallyWindowSettings: week,
      retryEnabled: false,
    });
    expect(pathsOfWarnings(vspcManual.schedulePolicy)).toEqual([
      "schedulePolicy.schedulePolicyType",
    ]);
  });

  it("should parse a client's Pascal case, quoted scalars and two names of the interval", () => {
    const policy = {
      backupWindowEnabled: false,
      type: "Periodically",
      periodicallyEvery: "Minutes5",
      retryEnabled: true,
      retryNumber: 3,
      retryWaitInterval: 5,
    };
    expect(parsePolicy(client.create.SchedulePolicy)).toEqual(policy);
    expect(pathsOfWarnings(client.create.SchedulePolicy)).toEqual([
      "schedulePolicy.PeriodicInterval",
    ]);
    expect(parsePolicy(client.modify.SchedulePolicy)).toEqual(policy);
    expect(pathsOfWarnings(client.modify.SchedulePolicy)).toEqual([]);
  });
});
