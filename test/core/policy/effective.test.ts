/**
 * Which settings count, rule by rule; that nothing else depends on the others is
 * `idleSettings.test.ts`.
 */
import { describe, expect, it } from "vitest";
import {
  counts,
  deafTo,
  effective,
  ignoredSettings,
  startsByItself,
} from "../../../src/core/policy/effective.ts";
import { parsePolicy, safeParsePolicy } from "../../../src/core/policy/parse.ts";
import { POLICY_SETTINGS } from "../../../src/core/policy/types.ts";
import { jobStartsByItself } from "../../../src/core/simulation/fleet.ts";
import { backupWindow, daily, every, mask, startWindow } from "../../support/scheduleBuilders.ts";

const NIGHT = mask((hour) => hour >= 20 || hour < 6);
const WINDOW = { backupWindow: NIGHT, minuteOffset: 0 };
const RETRIES = { retryEnabled: true, retryNumber: 3, retryWaitInterval: 10 };
const ALL = {
  dailyType: "Sunday",
  dailyTime: "01:00",
  periodicallyEvery: "Hours4",
  periodicallyOffsetMinutes: 15,
  ...startWindow(NIGHT),
  ...backupWindow(NIGHT),
  ...RETRIES,
};
const manual = (more: object = {}) => parsePolicy({ type: "ManualOnly", ...more });

describe("effective", () => {
  it("should give a Daily policy its time, its backup window and its retries", () => {
    expect(effective(daily("01:00", "Sunday", ALL))).toEqual({
      starts: { kind: "daily", dailyType: "Sunday", dailyTime: "01:00:00" },
      startWindow: undefined,
      backupWindow: WINDOW,
      retries: { number: 3, waitMinutes: 10 },
      scheduledRetries: { number: 3, waitMinutes: 10 },
    });
  });

  it("should give a grid of hours its offset and its start window (R6, R13)", () => {
    expect(effective(every("Hours4", ALL))).toMatchObject({
      starts: { kind: "grid", every: "Hours4", intervalMinutes: 240, offsetMinutes: 15 },
      startWindow: WINDOW,
    });
    expect(effective(every("Hours1"))).toMatchObject({
      starts: { offsetMinutes: 0 },
      startWindow: undefined,
    });
  });

  it("should give a grid of minutes neither (R6, R13)", () => {
    expect(effective(every("Minutes15", { ...ALL, periodicallyEvery: "Minutes15" }))).toMatchObject(
      {
        starts: { kind: "grid", intervalMinutes: 15, offsetMinutes: undefined },
        startWindow: undefined,
        backupWindow: WINDOW,
      },
    );
  });

  it("should leave out what is switched off, and retries that are none", () => {
    const off = { backupWindowEnabled: false, periodicallyWindowEnabled: false };
    for (const retries of [{ retryEnabled: false }, { retryNumber: 0 }])
      expect(effective(every("Hours1", { ...ALL, ...off, ...retries }))).toMatchObject({
        startWindow: undefined,
        backupWindow: undefined,
        retries: undefined,
        scheduledRetries: undefined,
      });
  });

  it("should keep, of what nothing starts, the window that stops it and the retries of R21", () => {
    const left = {
      startWindow: undefined,
      backupWindow: WINDOW,
      retries: { number: 3, waitMinutes: 10 },
      scheduledRetries: undefined,
    };
    expect(effective(manual(ALL))).toEqual({
      starts: { kind: "none", why: "manual-only" },
      ...left,
    });
    expect(effective(parsePolicy({ type: "Immediate", ...ALL }))).toEqual({
      starts: { kind: "none", why: "immediate" },
      ...left,
    });
    for (const policy of [
      every("Hours4", { ...ALL, scheduleEnabled: false }),
      manual({ ...ALL, scheduleEnabled: false }),
    ])
      expect(effective(policy)).toEqual({
        starts: { kind: "none", why: "switched-off" },
        ...left,
      });
  });
});

describe("startsByItself", () => {
  it("should want a schedule that is on, and of a job that it is enabled (R9)", () => {
    const off = { scheduleEnabled: false };
    const policies = [daily("01:00"), every("Hours1"), manual(), daily("01:00", "Everyday", off)];
    expect(policies.map(startsByItself)).toEqual([true, true, false, false]);
    expect(policies.map((policy) => jobStartsByItself({ policy }))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(jobStartsByItself({ policy: daily("01:00"), enabled: true })).toBe(true);
    expect(jobStartsByItself({ policy: daily("01:00"), enabled: false })).toBe(false);
  });
});

describe("settings that do nothing", () => {
  const namesOf = (input: object) =>
    ignoredSettings(parsePolicy(input)).map(({ setting }) => setting);

  it("should be named with the rule and the reason", () => {
    expect(ignoredSettings(every("Minutes15", { periodicallyOffsetMinutes: 5 }))).toEqual([
      {
        setting: "periodicallyOffsetMinutes",
        rule: "R6",
        reason: "the interval is counted in minutes",
      },
    ]);
  });

  it("should each be named with the rule that says what it would do, in their order", () => {
    const off = { backupWindowEnabled: false, retryEnabled: false };
    const rulesOf = (input: object) =>
      ignoredSettings(parsePolicy(input)).map(({ setting, rule }) => `${setting} ${rule}`);
    expect(rulesOf({ ...ALL, ...off, type: "ManualOnly" })).toEqual([
      "dailyType R4",
      "dailyTime R4",
      "periodicallyEvery R5",
      "periodicallyOffsetMinutes R6",
      "periodicallyWindowSettings R13",
      "backupWindowSettings R12",
      "retryNumber R18",
      "retryWaitInterval R18",
    ]);
    const reasonsOf = (input: object) =>
      ignoredSettings(parsePolicy(input)).map(({ reason }) => reason);
    expect(reasonsOf({ ...ALL, ...off, type: "Daily" })).toEqual([
      ...Array.from({ length: 3 }, () => "the type is Daily"),
      "backupWindowEnabled is false",
      "retryEnabled is false",
      "retryEnabled is false",
    ]);
    const closed = { ...ALL, periodicallyWindowEnabled: false, type: "Periodically" };
    expect(reasonsOf(closed)).toEqual([
      "the type is Periodically",
      "the type is Periodically",
      "periodicallyWindowEnabled is false",
    ]);
  });

  it("should be none of a switched-off schedule's own, which waits to be switched on", () => {
    expect(namesOf({ ...ALL, type: "Periodically", scheduleEnabled: false })).toEqual([
      "dailyType",
      "dailyTime",
    ]);
  });

  it("should be those that the parser warns of, but for what was switched off on purpose", () => {
    for (const type of ["Daily", "Periodically", "ManualOnly"])
      for (const periodicallyEvery of ["Minutes15", "Hours4"]) {
        const input = { ...ALL, type, periodicallyEvery };
        const warned = safeParsePolicy(input).warnings.map(({ path }) => path.split(".")[1]);
        expect(warned).toEqual(namesOf(input));
        const off = {
          backupWindowEnabled: false,
          periodicallyWindowEnabled: false,
          retryEnabled: false,
        };
        const warnedOff = safeParsePolicy({ ...input, ...off }).warnings;
        expect(warnedOff.map(({ path }) => path.split(".")[1])).toEqual(
          namesOf(input).filter((name) => name !== "periodicallyWindowSettings"),
        );
      }
  });
});

describe("deafTo", () => {
  it("should tell what can count with a type and an interval, however the switches are", () => {
    const heard = (type: "Daily" | "Periodically" | "ManualOnly", every?: "Minutes5" | "Hours1") =>
      POLICY_SETTINGS.filter(
        (name) => deafTo(name, { type, periodicallyEvery: every }) === undefined,
      ).filter((name) => /^(?:daily|periodically)/.test(name));
    expect(heard("Daily")).toEqual(["dailyType", "dailyTime"]);
    expect(heard("Periodically", "Minutes5")).toEqual(["periodicallyEvery"]);
    expect(heard("Periodically", "Hours1")).toEqual([
      "periodicallyEvery",
      "periodicallyOffsetMinutes",
      "periodicallyWindowEnabled",
      "periodicallyWindowSettings",
    ]);
    expect(heard("ManualOnly")).toEqual([]);
  });

  it("should take an interval that is not known for one that may hear it", () => {
    const heard = deafTo("periodicallyOffsetMinutes", { type: "Periodically" });
    expect(heard).toBeUndefined();
  });

  it("should not ask for switches, as counts does", () => {
    const policy = daily("01:00");
    expect(deafTo("retryNumber", policy)).toBeUndefined();
    expect(counts("retryNumber", policy)).toBe(false);
  });
});
