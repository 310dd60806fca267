import { describe, expect, it } from "vitest";
import { issue, type Issue, orThrow, PolicyError, show } from "../../../src/core/input/issues.ts";
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

describe("show", () => {
  it("should call empty only what is", () => {
    for (const empty of [{}, Object.create(null)]) expect(show(empty)).toBe("an empty object");
    for (const other of [new Date(0), new Map([[1, 2]]), new (class {})()])
      expect(show(other)).toBe("an object without keys");
    expect(show({ a: 1 })).toBe("an object with keys a");
  });
});
