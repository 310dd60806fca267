import { describe, expect, it } from "vitest";
import {
  issue,
  type Issue,
  orThrow,
  pathTo,
  PolicyError,
  show,
} from "../../../src/core/input/issues.ts";
import { readJobs } from "../../../src/veeam/lists/readJobs.ts";

describe("orThrow", () => {
  const even = (value: number, issues: Issue[]): number | undefined => {
    if (value % 2 === 0) return value;
    issues.push(issue("value", "an even number", value));
    return undefined;
  };

  it("should give what the reader gives, falsy or not", () => {
    expect(orThrow((issues) => even(4, issues))).toBe(4);
    expect(orThrow((issues) => even(0, issues))).toBe(0);
  });

  it("should throw every issue that the reader noted, even beside a value", () => {
    const both = (issues: Issue[]): number => {
      even(1, issues);
      even(3, issues);
      return 5;
    };
    expect(() => orThrow((issues) => even(3, issues))).toThrow(PolicyError);
    expect(() => orThrow(both)).toThrow(
      "value: expected an even number, received 1\nvalue: expected an even number, received 3",
    );
  });
});

describe("what PowerShell cut off", () => {
  it("should be told with the depth that writes all of it, wherever it stands", () => {
    const whole = "PowerShell cut the JSON off here: ConvertTo-Json -Depth 10 writes all of it";
    const window = { backupWindow: "True False True", minuteOffset: 0 };
    const jobs: unknown[] = [
      "@{name=Mail; schedulePolicy=}",
      { name: "Mail", schedulePolicy: "@{type=Daily; dailyTime=22:00:00}" },
      {
        name: "Mail",
        schedulePolicy: {
          type: "Periodically",
          periodicallyEvery: "Hours1",
          backupWindowSettings: "@{backupWindow=System.Object[]; minuteOffset=0}",
        },
      },
      {
        name: "Mail",
        schedulePolicy: {
          type: "Periodically",
          periodicallyEvery: "Hours1",
          backupWindowSettings: { ...window, backupWindow: "System.Object[]" },
        },
      },
      {
        name: "Mail",
        schedulePolicy: {
          type: "Periodically",
          periodicallyEvery: "Hours1",
          backupWindowSettings: window,
        },
      },
    ];
    for (const job of jobs) {
      const { issues } = readJobs([job]);
      expect(issues.length).toBeGreaterThan(0);
      for (const { message } of issues) expect(message).toContain(whole);
    }
    expect(issue("x", "a number", "True").message).not.toContain("PowerShell");
  });
});

describe("a PolicyError", () => {
  it("should have a name, a code and every issue, one a line", () => {
    const issues = [issue("a", "b", 1), issue("", "a fleet", 2)];
    const error = new PolicyError(issues);
    expect(error).toMatchObject({ name: "PolicyError", code: "bad-input", issues });
    expect(error.message).toBe("a: expected b, received 1\nexpected a fleet, received 2");
    expect(Object.isFrozen(error.issues)).toBe(true);
    const cause = new Error("why");
    const thrown = new PolicyError(issues, { code: "workload-threw", cause });
    expect([thrown.code, thrown.cause]).toEqual(["workload-threw", cause]);
  });
});

describe("an issue", () => {
  it("should end with a hint where there is one", () => {
    expect(issue("a", "b", 1, "write c")).toEqual({
      path: "a",
      message: "expected b, received 1; write c",
      expected: "b",
      received: "1",
    });
    expect(Object.isFrozen(issue("a", "b", 1))).toBe(true);
  });

  it("should take for cut off only what PowerShell writes there", () => {
    const isCutOff = (text: string): boolean => issue("a", "b", text).message.includes("-Depth 10");
    for (const cut of ["@{a=1}", "System.Object[]", "True False", "False True True"])
      expect(isCutOff(cut)).toBe(true);
    for (const other of ["x@{a=1}", "System.Object[] x", "aTrue False", "True", "False", "True,"])
      expect(isCutOff(other)).toBe(false);
  });
});

describe("pathTo", () => {
  it("should be as one would write it in code", () => {
    expect(pathTo("", "jobs")).toBe("jobs");
    expect(pathTo("fleet", "jobs")).toBe("fleet.jobs");
    expect(pathTo("a", "$_9")).toBe("a.$_9");
    expect(pathTo("a", "9x")).toBe('a["9x"]');
    expect(pathTo("", "odd name")).toBe('["odd name"]');
    expect(pathTo("a", "x".repeat(64))).toBe(`a.${"x".repeat(64)}`);
    expect(pathTo("a", "x".repeat(65))).toBe(`a["${"x".repeat(60)}" and 5 more characters]`);
  });
});

describe("show", () => {
  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["nothing", null],
    ['"7 pm"', "7 pm"],
    [`"${"x".repeat(60)}"`, "x".repeat(60)],
    [`"${"x".repeat(60)}" and 1 more character`, "x".repeat(61)],
    [`"${"x".repeat(60)}" and 12,345 more characters`, "x".repeat(12_405)],
    ["-1", -1],
    ["0", -0],
    ["NaN", Number.NaN],
    ["true", true],
    ["false", false],
    ["a bigint", 5n],
    ["a function", () => undefined],
    ["a symbol", Symbol("s")],
    ["an array of 1,000", new Array(1_000)],
    ["an object with keys a, b, c", { a: 1, b: 2, c: 3 }],
    ["an object with keys a, b, c, ...", { a: 1, b: 2, c: 3, d: 4 }],
    ["an object with keys own", Object.assign(Object.create({ inherited: 1 }), { own: 2 })],
    [
      `an object with keys ${"k".repeat(20)}, ${"l".repeat(20)}...`,
      { ["k".repeat(20)]: 1, ["l".repeat(21)]: 2 },
    ],
    ['an object with keys "a b", "\\n"', { "a b": 1, "\n": 2 }],
  ])("should be %s", (text, value) => {
    expect(show(value)).toBe(text);
  });

  it("should call empty only what is", () => {
    for (const empty of [{}, Object.create(null)]) expect(show(empty)).toBe("an empty object");
    for (const other of [new Date(0), new Map([[1, 2]]), new (class {})()])
      expect(show(other)).toBe("an object without keys");
    expect(show({ a: 1 })).toBe("an object with keys a");
  });
});
