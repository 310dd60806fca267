import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicyError } from "../../../src/core/input/issues.ts";
import { isCanonical, parsePolicy, safeParsePolicy } from "../../../src/core/policy/parse.ts";
import { settingOf } from "../../../src/core/policy/settings.ts";
import { policyInputs, spelledPolicies } from "../../support/policyArbitraries.ts";

const DAILY = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" };
const PERIODIC = { type: "Periodically", periodicallyEvery: "Hours2" };
const ALL_WEEK = Array.from({ length: 168 }, () => true);

/** The issues of an input that must have some, as `path: message`. */
function issuesOf(input: unknown): string[] {
  const result = safeParsePolicy(input);
  if (result.ok) throw new Error("expected issues");
  return result.issues.map(({ path, message }) => `${path}: ${message}`);
}

/** The warnings of an input that must be usable, as `path: message`. */
function warningsOf(input: unknown): string[] {
  const result = safeParsePolicy(input);
  if (!result.ok)
    throw new Error(result.issues.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  return result.warnings.map(({ path, message }) => `${path}: ${message}`);
}

describe("settingOf", () => {
  it("should know every spelling of a setting in any letter case, and nothing else (R25)", () => {
    expect(
      ["dailyTime", "DAILYTIME", "PeriodicInterval", "backupwindow", "schedulePolicyType"].map(
        settingOf,
      ),
    ).toEqual(["dailyTime", "dailyTime", "periodicallyEvery", "backupWindowSettings", "type"]);
    for (const other of ["", "time", "toString", "minuteOffset"])
      expect(settingOf(other)).toBeUndefined();
  });
});

describe("parsePolicy", () => {
  it("should give the vendor's own example back as it is, in the same order of keys", () => {
    const example = {
      backupWindowEnabled: false,
      type: "Daily",
      dailyType: "Everyday",
      dailyTime: "01:00:00",
      retryEnabled: true,
      retryNumber: 3,
      retryWaitInterval: 10,
    };
    expect(JSON.stringify(parsePolicy(example))).toBe(JSON.stringify(example));
    expect(warningsOf(example)).toEqual([]);
  });

  it("should fill in the flags of the shortest policies", () => {
    expect(parsePolicy(DAILY)).toEqual({
      backupWindowEnabled: false,
      ...DAILY,
      retryEnabled: false,
    });
    expect(parsePolicy(PERIODIC)).toEqual({
      backupWindowEnabled: false,
      ...PERIODIC,
      retryEnabled: false,
    });
    expect(parsePolicy({ type: "ManualOnly" })).toEqual({
      backupWindowEnabled: false,
      type: "ManualOnly",
      retryEnabled: false,
    });
  });

  it("should say of what it made itself that nothing is odd, whatever was odd before", () => {
    const policy = parsePolicy({ ...DAILY, type: " dailyattime ", periodicallyEvery: "Hours1" });
    expect(policy.type).toBe("Daily");
    expect(safeParsePolicy(policy)).toEqual({ ok: true, policy, warnings: [] });
  });

  it("should say schedulePolicy where no place is given, in a map too", () => {
    const parse = safeParsePolicy as (input: unknown, place?: unknown) => unknown;
    expect([7].map((input, index) => parse(input, index))).toEqual([safeParsePolicy(7)]);
    expect(issuesOf(7)).toEqual(["schedulePolicy: expected a schedule policy object, received 7"]);
    expect(safeParsePolicy(7, "jobs[3].policy")).toMatchObject({
      issues: [{ path: "jobs[3].policy" }],
    });
  });

  it("should tell a text of JSON from any other", () => {
    const hint = "; pass it through JSON.parse first";
    for (const json of ['{"type":"Daily"}', ' \n {"type":"Daily"}', "[true]"])
      expect(issuesOf(json)[0]).toContain(hint);
    for (const other of ["Daily {", "x[", "-{", ""]) expect(issuesOf(other)[0]).not.toContain(hint);
  });

  it("should call no setting idle where it is not known beside which type (R26)", () => {
    const { ok, warnings } = safeParsePolicy({ ...DAILY, ...PERIODIC, type: "Nightly" });
    expect([ok, warnings]).toEqual([false, []]);
  });

  it("should throw one error with every issue, one a line (R26)", () => {
    expect.assertions(3);
    try {
      parsePolicy({ ...DAILY, dailyTime: "25:00", retryNumber: -1 });
    } catch (error) {
      expect(error).toBeInstanceOf(PolicyError);
      expect((error as PolicyError).issues.map(({ path }) => path)).toEqual([
        "schedulePolicy.dailyTime",
        "schedulePolicy.retryNumber",
      ]);
      expect((error as PolicyError).message).toBe(
        "schedulePolicy.dailyTime: expected a time of day as HH:mm or HH:mm:ss, below " +
          '24:00, received "25:00"\n' +
          "schedulePolicy.retryNumber: expected an integer from 0 to 10000, received -1",
      );
    }
  });

  it("should freeze the policy, its windows and their masks", () => {
    const policy = parsePolicy({
      ...PERIODIC,
      backupWindowSettings: { backupWindow: ALL_WEEK },
      periodicallyWindowSettings: { backupWindow: ALL_WEEK },
    });
    for (const part of [policy, policy.backupWindowSettings, policy.periodicallyWindowSettings])
      expect(Object.isFrozen(part)).toBe(true);
    expect(Object.isFrozen(policy.backupWindowSettings?.backupWindow)).toBe(true);
    expect(Object.isFrozen(policy.periodicallyWindowSettings?.backupWindow)).toBe(true);
  });

  it("should not keep a hold on the input", () => {
    const backupWindow = [...ALL_WEEK];
    const policy = parsePolicy({ ...DAILY, backupWindowSettings: { backupWindow } });
    backupWindow[0] = false;
    expect(policy.backupWindowSettings?.backupWindow[0]).toBe(true);
  });

  it("should give a policy that it made back as it is, and know a copy from it", () => {
    const policy = parsePolicy(DAILY);
    expect(parsePolicy(policy)).toBe(policy);
    expect(isCanonical(policy)).toBe(true);
    expect(isCanonical({ ...policy })).toBe(false);
    expect(isCanonical(null)).toBe(false);
    expect(isCanonical("Daily")).toBe(false);
  });

  it("should begin every path with the given one", () => {
    const result = safeParsePolicy({ type: "Daily", odd: 1 }, "jobs[3].schedulePolicy");
    expect(
      [...(result.ok ? [] : result.issues), ...result.warnings].map(({ path }) => path),
    ).toEqual([
      "jobs[3].schedulePolicy.dailyType",
      "jobs[3].schedulePolicy.dailyTime",
      "jobs[3].schedulePolicy.odd",
    ]);
    expect(safeParsePolicy(7, "here")).toMatchObject({ ok: false, issues: [{ path: "here" }] });
  });

  describe("laws", () => {
    it("should take canonical input without an issue and print it to the letter", () => {
      fc.assert(
        fc.property(policyInputs, (input) => {
          expect(JSON.stringify(parsePolicy(input))).toBe(JSON.stringify(input));
        }),
      );
    });

    it("should give the same policy for its own JSON", () => {
      fc.assert(
        fc.property(policyInputs, (input) => {
          const policy = parsePolicy(input);
          expect(parsePolicy(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
          expect(parsePolicy(policy)).toBe(policy);
        }),
      );
    });

    it("should give the same policy in whatever accepted spelling (R25)", () => {
      fc.assert(
        fc.property(spelledPolicies, ({ canonical, liberal }) => {
          expect(JSON.stringify(parsePolicy(liberal))).toBe(JSON.stringify(canonical));
        }),
      );
    });

    it("should name exactly the settings that are bad, all at once (R26)", () => {
      const bad = {
        scheduleEnabled: "maybe",
        backupWindowEnabled: 1,
        backupWindowSettings: "always",
        type: "Hourly",
        dailyType: "Someday",
        dailyTime: "24:00",
        periodicallyEvery: "Hours24",
        periodicallyOffsetMinutes: 60,
        periodicallyWindowEnabled: [],
        periodicallyWindowSettings: { backupWindow: ALL_WEEK, minuteOffset: 1440 },
        retryEnabled: "si",
        retryNumber: 10_001,
        retryWaitInterval: 0.5,
      };
      const names = Object.keys(bad) as (keyof typeof bad)[];
      fc.assert(
        fc.property(policyInputs, fc.subarray(names, { minLength: 1 }), (input, broken) => {
          const result = safeParsePolicy({
            ...input,
            ...Object.fromEntries(broken.map((name) => [name, bad[name]])),
          });
          const expected = broken.map((name) => {
            const part = name === "periodicallyWindowSettings" ? ".minuteOffset" : "";
            return `schedulePolicy.${name}${part}`;
          });
          expect(result.ok ? [] : result.issues.map(({ path }) => path).sort()).toEqual(
            expected.sort(),
          );
        }),
      );
    });
  });
});

describe("spellings (R25)", () => {
  it("should read keys and names in any letter case, and quoted scalars, without a warning", () => {
    const liberal = {
      TYPE: "daily",
      dailytype: "EVERYDAY",
      DailyTime: " 01:00 ",
      RetryEnabled: " TRUE",
      RETRYNUMBER: "+3",
      retrywaitinterval: " 10 ",
    };
    expect(parsePolicy(liberal)).toEqual({
      backupWindowEnabled: false,
      ...DAILY,
      retryEnabled: true,
      retryNumber: 3,
      retryWaitInterval: 10,
    });
    expect(warningsOf(liberal)).toEqual([]);
  });

  it("should count null as absent", () => {
    expect(
      parsePolicy({
        ...DAILY,
        periodicallyEvery: null,
        retryEnabled: null,
        backupWindowSettings: null,
      }),
    ).toEqual(parsePolicy(DAILY));
    expect(issuesOf({ ...DAILY, type: null })).toEqual([
      "schedulePolicy.type: expected one of Daily, Periodically, ManualOnly, Immediate, " +
        "received nothing",
    ]);
  });

  it.each([
    [
      "schedulePolicyType",
      "type",
      { ...PERIODIC, type: undefined, schedulePolicyType: "Periodically" },
    ],
    ["PeriodicInterval", "periodicallyEvery", { type: "Periodically", PeriodicInterval: "Hours2" }],
    [
      "backupWindow",
      "backupWindowSettings",
      { ...PERIODIC, backupWindow: { backupWindow: ALL_WEEK } },
    ],
  ])("should read %s as %s, with a warning", (alias, name, input) => {
    expect(parsePolicy(input)).toMatchObject(PERIODIC);
    expect(warningsOf(input)).toEqual([
      `schedulePolicy.${alias}: expected the name ${name}, received "${alias}"; it is read ` +
        `as ${name}`,
    ]);
  });

  it("should read a copy job's DailyAtTime as Daily, and warn; Immediate as it is", () => {
    expect(parsePolicy({ ...DAILY, type: "DailyAtTime" })).toEqual(parsePolicy(DAILY));
    expect(warningsOf({ ...DAILY, type: "dailyattime" })).toEqual([
      'schedulePolicy.type: expected Daily, received "dailyattime"; a copy job\'s name for ' +
        "it, it is read as Daily",
    ]);
    expect(parsePolicy({ type: "immediate" })).toEqual({
      backupWindowEnabled: false,
      type: "Immediate",
      retryEnabled: false,
    });
    expect(warningsOf({ type: "Immediate" })).toEqual([]);
  });

  it("should warn of a setting given twice, and refuse it where the two differ", () => {
    expect(warningsOf({ ...DAILY, DailyTime: "01:00" })).toEqual([
      'schedulePolicy.DailyTime: expected the setting once, received "01:00"; it is given ' +
        "twice, the same as schedulePolicy.dailyTime",
    ]);
    expect(issuesOf({ ...DAILY, DailyTime: "02:00" })).toEqual([
      "schedulePolicy.DailyTime: expected the same as schedulePolicy.dailyTime, received " +
        '"02:00"; the setting is given twice',
    ]);
    expect(issuesOf({ ...DAILY, schedulePolicyType: "Periodically" })).toEqual([
      "schedulePolicy.schedulePolicyType: expected the same as schedulePolicy.type, " +
        'received "Periodically"; the setting is given twice',
    ]);
    const sunday = ALL_WEEK.map((_, hour) => hour < 24);
    expect(
      issuesOf({
        ...DAILY,
        backupWindowSettings: { backupWindow: ALL_WEEK },
        backupWindow: { backupIntervalsArray: sunday },
      }),
    ).toEqual([
      "schedulePolicy.backupWindow: expected the same as schedulePolicy.backupWindowSettings, " +
        "received an object with keys backupIntervalsArray; the setting is given twice",
    ]);
  });

  it("should find the one spelling that differs among many that agree", () => {
    expect(issuesOf({ ...DAILY, RETRYNUMBER: 3, RetryNumber: "3", retryNumber: 4 })).toEqual([
      "schedulePolicy.retryNumber: expected the same as schedulePolicy.RETRYNUMBER, " +
        "received 4; the setting is given twice",
    ]);
  });

  it("should not call null a second spelling", () => {
    expect(warningsOf({ ...PERIODIC, PeriodicInterval: null })).toEqual([]);
  });

  it("should warn of an unknown key and guess what was meant", () => {
    expect(warningsOf({ ...DAILY, RetryNumbr: 3, colour: "red" })).toEqual([
      'schedulePolicy.RetryNumbr: expected a known setting, received "RetryNumbr"; it is ' +
        "ignored, did you mean retryNumber?",
      'schedulePolicy.colour: expected a known setting, received "colour"; it is ignored',
    ]);
  });
});

describe("type", () => {
  it("should be one of four, with a guess at a near miss", () => {
    expect(issuesOf({ ...DAILY, type: "Dialy" })).toEqual([
      "schedulePolicy.type: expected one of Daily, Periodically, ManualOnly, Immediate, received " +
        '"Dialy"; did you mean Daily?',
    ]);
    expect(issuesOf({ ...DAILY, type: 1 })).toEqual([
      "schedulePolicy.type: expected one of Daily, Periodically, ManualOnly, Immediate, received 1",
    ]);
  });

  it("should be ManualOnly, with a warning, if the schedule is off without a type (R9)", () => {
    expect(parsePolicy({ scheduleEnabled: "False" })).toEqual({
      scheduleEnabled: false,
      backupWindowEnabled: false,
      type: "ManualOnly",
      retryEnabled: false,
    });
    expect(warningsOf({ scheduleEnabled: false })).toEqual([
      "schedulePolicy.type: expected one of Daily, Periodically, ManualOnly, Immediate, received " +
        "nothing; it is read as ManualOnly, since scheduleEnabled is false",
    ]);
    expect(issuesOf({ scheduleEnabled: true })).toHaveLength(1);
  });

  it("should keep scheduleEnabled only where it is false", () => {
    expect(parsePolicy({ scheduleEnabled: false, ...DAILY })).toEqual({
      scheduleEnabled: false,
      ...parsePolicy(DAILY),
    });
    expect(parsePolicy({ scheduleEnabled: true, ...DAILY })).not.toHaveProperty("scheduleEnabled");
  });

  it("should need the time and days of a Daily policy, a Periodically's interval (R26)", () => {
    expect(safeParsePolicy({ type: "Daily" })).toMatchObject({
      ok: false,
      issues: [
        { path: "schedulePolicy.dailyType", received: "nothing" },
        { path: "schedulePolicy.dailyTime", received: "nothing" },
      ],
    });
    expect(safeParsePolicy({ type: "Periodically" })).toMatchObject({
      ok: false,
      issues: [{ path: "schedulePolicy.periodicallyEvery" }],
    });
  });

  it("should keep what it ignores, with a warning for each", () => {
    const both = { ...DAILY, periodicallyEvery: "Minutes5", periodicallyOffsetMinutes: 7 };
    expect(parsePolicy(both)).toMatchObject(both);
    expect(warningsOf(both)).toEqual([
      "schedulePolicy.periodicallyEvery: expected nothing beside type Daily, received " +
        '"Minutes5"; it is kept and has no effect',
      "schedulePolicy.periodicallyOffsetMinutes: expected nothing beside type Daily, " +
        "received 7; it is kept and has no effect",
    ]);
    expect(warningsOf({ ...DAILY, ...PERIODIC })).toEqual([
      "schedulePolicy.dailyType: expected nothing beside type Periodically, received " +
        '"Everyday"; it is kept and has no effect',
      "schedulePolicy.dailyTime: expected nothing beside type Periodically, received " +
        '"01:00:00"; it is kept and has no effect',
    ]);
    expect(warningsOf({ ...DAILY, ...PERIODIC, type: "ManualOnly" })).toHaveLength(3);
  });

  it("should refuse what it ignores where that is bad", () => {
    expect(safeParsePolicy({ ...DAILY, periodicallyEvery: "Hours3" })).toMatchObject({
      ok: false,
      issues: [{ path: "schedulePolicy.periodicallyEvery" }],
    });
  });

  it("should warn of offset and start window beside minutes, not beside hours (R6, R13)", () => {
    const gated = {
      periodicallyOffsetMinutes: 15,
      periodicallyWindowSettings: { backupWindow: ALL_WEEK },
    };
    expect(warningsOf({ type: "Periodically", periodicallyEvery: "Minutes30", ...gated })).toEqual([
      "schedulePolicy.periodicallyOffsetMinutes: expected nothing beside Minutes30, " +
        "received 15; it is kept and has no effect",
      "schedulePolicy.periodicallyWindowSettings: expected nothing beside Minutes30, " +
        "received an object with keys backupWindow; it is kept and has no effect",
    ]);
    expect(warningsOf({ ...PERIODIC, ...gated })).toEqual([]);
  });

  it("should say nothing of a start window that is off anyway, nor of an offset of 0", () => {
    const off = {
      periodicallyOffsetMinutes: 0,
      periodicallyWindowEnabled: false,
      periodicallyWindowSettings: { backupWindow: ALL_WEEK },
    };
    expect(warningsOf({ ...DAILY, ...off })).toEqual([]);
    expect(parsePolicy({ ...DAILY, ...off })).not.toHaveProperty("periodicallyOffsetMinutes");
  });
});

describe("dailyTime", () => {
  it.each([
    ["08:00", "08:00:00"],
    [" 23:59:59 ", "23:59:59"],
    ["00:00:00", "00:00:00"],
  ])("should read %j as %s", (given, canonical) => {
    expect(parsePolicy({ ...DAILY, dailyTime: given }).dailyTime).toBe(canonical);
    expect(warningsOf({ ...DAILY, dailyTime: given })).toEqual([]);
  });

  it("should drop the zeros that .NET writes, with a warning", () => {
    expect(parsePolicy({ ...DAILY, dailyTime: "01:00:00.0000000" }).dailyTime).toBe("01:00:00");
    expect(warningsOf({ ...DAILY, dailyTime: "01:00:00.0000000" })).toEqual([
      "schedulePolicy.dailyTime: expected a time of day as HH:mm:ss, received " +
        '"01:00:00.0000000"; it is read as 01:00:00',
    ]);
  });

  it.each([
    "8:00",
    "24:00",
    "24:00:00",
    "12:60",
    "12:00:60",
    "01:00:00.5",
    "01:00.0",
    "0100",
    "1 am",
    "",
    "-01:00",
    "01:00:00Z",
    "1.01:00:00",
    100,
    true,
    [],
    {},
  ])("should refuse %j", (dailyTime) => {
    expect(safeParsePolicy({ ...DAILY, dailyTime })).toMatchObject({
      ok: false,
      issues: [{ path: "schedulePolicy.dailyTime" }],
    });
  });
});

describe("retries", () => {
  it("should assume 3 retries 10 minutes apart, with a warning each (R26)", () => {
    expect(parsePolicy({ ...DAILY, retryEnabled: true })).toMatchObject({
      retryNumber: 3,
      retryWaitInterval: 10,
    });
    expect(warningsOf({ ...DAILY, retryEnabled: true })).toEqual([
      "schedulePolicy.retryNumber: expected an integer from 0 to 10000, received nothing; 3 " +
        "is assumed",
      "schedulePolicy.retryWaitInterval: expected an integer from 0 to 10000, received " +
        "nothing; 10 is assumed",
    ]);
  });

  it("should be on where a number is given and no flag, and off where nothing is (R25)", () => {
    expect(parsePolicy({ ...DAILY, retryNumber: 5 })).toMatchObject({
      retryEnabled: true,
      retryNumber: 5,
      retryWaitInterval: 10,
    });
    expect(parsePolicy({ ...DAILY, retryWaitInterval: 5 })).toMatchObject({
      retryEnabled: true,
      retryNumber: 3,
      retryWaitInterval: 5,
    });
    expect(parsePolicy(DAILY)).toMatchObject({ retryEnabled: false });
  });

  it("should keep the numbers of retries that are off, and assume none", () => {
    expect(parsePolicy({ ...DAILY, retryEnabled: false, retryNumber: 3 })).toEqual({
      ...parsePolicy(DAILY),
      retryNumber: 3,
    });
  });

  it.each([
    ["retryNumber", 777, 778],
    ["retryWaitInterval", 999, 1000],
  ])(
    "should take %s from 1 to %i in silence, 0 and %i to 10000 with a warning, no more",
    (name, most, tooMany) => {
      const given = (amount: unknown) => ({
        ...DAILY,
        retryEnabled: true,
        retryNumber: 1,
        retryWaitInterval: 1,
        [name]: amount,
      });
      for (const amount of [1, most]) expect(warningsOf(given(amount))).toEqual([]);
      for (const amount of [0, tooMany, 10_000]) {
        expect(warningsOf(given(amount))).toEqual([
          `schedulePolicy.${name}: expected an integer from 1 to ${most}, the limits of the ` +
            `product's own cmdlets, received ${amount}`,
        ]);
      }
      for (const amount of [
        -1,
        10_001,
        1.5,
        "1e2",
        "0x10",
        "ten",
        "",
        true,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        "9".repeat(400),
      ]) {
        expect(safeParsePolicy(given(amount))).toMatchObject({
          ok: false,
          issues: [{ path: `schedulePolicy.${name}` }],
        });
      }
    },
  );
});

describe("periodicallyOffsetMinutes", () => {
  it("should be from 0 to 59", () => {
    expect(parsePolicy({ ...PERIODIC, periodicallyOffsetMinutes: "59" })).toMatchObject({
      periodicallyOffsetMinutes: 59,
    });
    for (const offset of [-1, 60, "1:00"]) {
      expect(issuesOf({ ...PERIODIC, periodicallyOffsetMinutes: offset })).toEqual([
        "schedulePolicy.periodicallyOffsetMinutes: expected an integer from 0 to 59, " +
          `received ${JSON.stringify(offset)}`,
      ]);
    }
  });
});

describe("flags", () => {
  it("should be true or false, quoted or not, and nothing else", () => {
    for (const flag of [true, "true", "True", " TRUE "])
      expect(parsePolicy({ ...DAILY, retryEnabled: flag }).retryEnabled).toBe(true);
    for (const flag of [false, "false", "False", "FALSE\n"])
      expect(parsePolicy({ ...DAILY, retryEnabled: flag }).retryEnabled).toBe(false);
    for (const flag of [1, 0, "1", "yes", "", [], {}]) {
      expect(safeParsePolicy({ ...DAILY, retryEnabled: flag })).toMatchObject({
        ok: false,
        issues: [{ path: "schedulePolicy.retryEnabled", expected: "true or false" }],
      });
    }
  });
});

describe("what is no policy", () => {
  it.each([
    [null, "nothing"],
    [undefined, "nothing"],
    [7, "7"],
    ["Daily", '"Daily"'],
    [[DAILY], "an array of 1"],
    [() => DAILY, "a function"],
  ])("should be one issue: %j", (input, received) => {
    expect(issuesOf(input)).toEqual([
      `schedulePolicy: expected a schedule policy object, received ${received}`,
    ]);
  });

  it("should be told to parse JSON text first", () => {
    expect(issuesOf('{"type":1}')).toEqual([
      'schedulePolicy: expected a schedule policy object, received "{\\"type\\":1}"; pass ' +
        "it through JSON.parse first",
    ]);
  });

  it("should be told which part of a whole job to pass, without a word on the rest", () => {
    expect(safeParsePolicy({ id: 1, SchedulePolicy: DAILY })).toMatchObject({
      ok: false,
      issues: [
        {
          path: "schedulePolicy",
          message:
            "expected a schedule policy, received an object with keys id, SchedulePolicy; " +
            "this is a whole job: pass its schedulePolicy",
        },
      ],
      warnings: [],
    });
  });

  it("should not take a policy with a stray schedulePolicy key for a whole job", () => {
    for (const type of ["type", "schedulePolicyType"]) {
      expect(safeParsePolicy({ [type]: "ManualOnly", schedulePolicy: {} })).toMatchObject({
        ok: true,
        policy: { type: "ManualOnly" },
      });
    }
  });
});
