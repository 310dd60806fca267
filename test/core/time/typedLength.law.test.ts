/**
 * What people type for a length of time: with a unit in any spelling, never without one.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Issue } from "../../../src/core/input/issues.ts";
import { readTypedLength } from "../../../src/core/time/duration.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const read = (text: string, usual: "m" | "h" = "m") => {
  const issues: Issue[] = [];
  const ms = readTypedLength(text, "--duration", usual, issues);
  expect(issues).toHaveLength(ms === undefined ? 1 : 0);
  return ms ?? issues[0]!.message;
};

describe("a typed length of time", () => {
  it.each([
    ["40m", 40 * MINUTE],
    ["1h30m", 90 * MINUTE],
    ["26h", 26 * HOUR],
    ["7d", 7 * DAY],
    ["2w", 14 * DAY],
    ["90s", 90 * SECOND],
    ["1.5h", 90 * MINUTE],
    ["24 h 45 min", 24 * HOUR + 45 * MINUTE],
    ["PT45M", 45 * MINUTE],
    ["p1dt2h", 26 * HOUR],
    ["PT0S", 0],
    ["0m", 0],
    [" 40M ", 40 * MINUTE],
  ])("should be read: %j", (text, ms) => {
    expect(read(text)).toBe(ms);
  });

  it.each(["", "m", "soon", "-5m", "30m1h", "5m5m", "1h 30", "PT", "P1Y", "1e3m", "999999999w"])(
    "should be refused where it is none: %j",
    (text) => {
      expect(read(text)).toBe(
        "expected a length of time with its unit, such as 40m, 1h30m, 26h or PT45M, received " +
          JSON.stringify(text),
      );
    },
  );

  it("should be proposed where the unit is missing", () => {
    expect(read("40")).toMatch(/received "40"; did you mean 40m\?$/);
    expect(read("24", "h")).toMatch(/received "24"; did you mean 24h\?$/);
    expect(read("5400000", "h")).toMatch(/received "5400000"; did you mean 1h30m\?$/);
    expect(read(" 40 ")).toMatch(/; did you mean 40m\?$/);
    expect(read("1.125")).toMatch(/; did you mean 1.125m\?$/);
    // From a minute on it may have been ms.
    expect(read("59999")).toMatch(/; did you mean 59999m\?$/);
    expect(read("60000")).toMatch(/; did you mean 1m\?$/);
    expect(read("7200000")).toMatch(/; did you mean 2h\?$/);
  });

  it("should never be a bare number, and what is proposed should be one", () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.constantFrom("m", "h"), (number, usual) => {
        const told = read(String(number), usual);
        const [, proposed] = /did you mean (\S+)\?$/.exec(String(told)) ?? [];
        expect(read(proposed!)).toBeTypeOf("number");
      }),
    );
  });

  it("should say the same in words, in short and in ISO 8601", () => {
    const part = fc.nat(59);
    fc.assert(
      fc.property(fc.nat(6), fc.nat(23), part, part, (d, h, m, s) => {
        const ms = d * DAY + h * HOUR + m * MINUTE + s * SECOND;
        expect(read(`P${d}DT${h}H${m}M${s}S`)).toBe(ms);
        expect(read(`${d}d${h}h${m}m${s}s`)).toBe(ms);
        expect(read(`${d} d ${h} h ${m} min ${s} s`)).toBe(ms);
      }),
    );
  });
});
