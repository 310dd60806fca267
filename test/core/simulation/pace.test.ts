/**
 * Paces as they are read: 168 shares, or hours and shares in words, and what is said of all else
 * (R29).
 */
import { describe, expect, it } from "vitest";
import type { Issue } from "../../../src/core/input/issues.ts";
import { readPace } from "../../../src/core/simulation/pace.ts";

/** The pace of an input that has one. */
function read(given: unknown): number[] {
  const issues: Issue[] = [];
  const pace = readPace(given, "pace", issues);
  expect(issues).toEqual([]);
  return [...pace!];
}

/** The issues of an input that has some, as `path: message`. */
function issuesOf(given: unknown): string[] {
  const issues: Issue[] = [];
  expect(readPace(given, "pace", issues)).toBe(undefined);
  return issues.map(({ path, message }) => `${path}: ${message}`);
}

/** A week at full speed but for these hours, Sunday 00:00 first. */
function slowAt(...hours: [from: number, to: number, share: number][]): number[] {
  const week = new Array<number>(168).fill(1);
  for (const [from, to, share] of hours) week.fill(share, from, to);
  return week;
}

const EXPECTED =
  "pace: expected as many as 168 numbers above 0, up to 1, Sunday 00:00 first, or " +
  '"Mon-Fri 08:00-18:00 40 %", received ';
const CLAUSE = 'pace: expected hours and a share, such as "Mon-Fri 08:00-18:00 40 %", received ';

describe("a pace in numbers", () => {
  it("should be read as it stands", () => {
    const week = Array.from({ length: 168 }, (_, hour) => (hour + 1) / 168);
    expect(read(week)).toEqual(week);
  });

  it("should be refused where it is not as many as a week has hours", () => {
    expect(issuesOf(new Array(167).fill(1))).toEqual([`${EXPECTED}an array of 167`]);
    expect(issuesOf(new Array(169).fill(1))).toEqual([`${EXPECTED}an array of 169`]);
    expect(issuesOf([])).toEqual([`${EXPECTED}an array of 0`]);
    expect(issuesOf(0.5)).toEqual([`${EXPECTED}0.5`]);
    expect(issuesOf(null)).toEqual([`${EXPECTED}nothing`]);
    expect(issuesOf({ length: 168 })).toEqual([`${EXPECTED}an object with keys length`]);
  });

  it("should have each hour named that has no share", () => {
    const week: unknown[] = slowAt();
    week.splice(0, 6, 0, 1.01, -0.5, "0.5", Number.NaN, Number.MIN_VALUE);
    week[167] = null;
    expect(issuesOf(week)).toEqual([
      "pace[0]: expected a share above 0, up to 1, received 0",
      "pace[1]: expected a share above 0, up to 1, received 1.01",
      "pace[2]: expected a share above 0, up to 1, received -0.5",
      'pace[3]: expected a share above 0, up to 1, received "0.5"',
      "pace[4]: expected a share above 0, up to 1, received NaN",
      "pace[167]: expected a share above 0, up to 1, received nothing",
    ]);
  });

  it("should be read after issues of others", () => {
    const issues: Issue[] = [{ path: "slots", message: "", expected: "", received: "" }];
    expect([...readPace(slowAt(), "pace", issues)!]).toEqual(slowAt());
  });
});

describe("a pace in words", () => {
  it("should go at full speed in hours that nobody names", () => {
    expect(read("Mon 08:00-18:00 40 %")).toEqual(slowAt([32, 42, 0.4]));
    expect(read("at any hour 100 %")).toEqual(slowAt());
  });

  it("should have clauses parted by semicolons, and blanks as one likes", () => {
    const weekAndSunday = slowAt([0, 24, 0.8], [32, 42, 0.4]);
    expect(read("Mon 08:00-18:00 40 %;Sun all day 80 %")).toEqual(weekAndSunday);
    expect(read("  Mon 08:00-18:00   40   % ;  Sun all day 80%  ")).toEqual(weekAndSunday);
  });

  it("should read shares with digits after the point, as many as there are", () => {
    expect(read("Mon 08:00-18:00 62.5 %")).toEqual(slowAt([32, 42, 0.625]));
    expect(read("Mon 08:00-18:00 6.25%")).toEqual(slowAt([32, 42, 0.0625]));
    expect(read("Mon 08:00-18:00 12.125 %")).toEqual(slowAt([32, 42, 0.12125]));
  });

  it("should be refused where a clause is none, which is told without its blanks", () => {
    for (const none of [
      "",
      "40 %",
      "Mon 08:00-18:00",
      "Mon 08:00-18:00 40",
      "Mon 08:00-18:0040 %",
      "Mon 08:00-18:00 40 % x",
      "Mon 08:00-18:00 4 0 %",
      "Mon 08:00-18:00 40. %",
      "Mon 08:00-18:00 .5 %",
      "Mon 08:00-18:00 -5 %",
      "Moon 08:00-25:00 40 %",
      "Mon 08:00-18:00 0 %",
      "Mon 08:00-18:00 100.5 %",
      "Sat\nMon 08:00-18:00 40 %",
    ])
      expect(issuesOf(`Sun all day 80 %; ${none} `)).toEqual([`${CLAUSE}${JSON.stringify(none)}`]);
    expect(issuesOf("x; y")).toEqual([`${CLAUSE}"x"`]);
  });

  it("should be refused where an hour has two shares, and no matter how often it has one", () => {
    expect(read("Mon 08:00-18:00 40 %; Mon 10:00-20:00 40 %")).toEqual(slowAt([32, 44, 0.4]));
    const twice =
      "pace: expected one share for each hour, received " +
      '"Mon 17:00-20:00 50 %"; an hour is named twice';
    expect(issuesOf("Mon 08:00-18:00 40 %; Mon 17:00-20:00 50 %")).toEqual([twice]);
    expect(issuesOf("Mon 08:00-18:00 100 %;  Mon 17:00-20:00 50 % ; x")).toEqual([twice]);
    expect(read("Mon 08:00-18:00 40 %; Mon 18:00-20:00 50 %")).toEqual(
      slowAt([32, 42, 0.4], [42, 44, 0.5]),
    );
  });

  it("should be refused where it is longer than 2,000 characters", () => {
    const text = "Mon 08:00-18:00 40 %";
    expect(read(text.padEnd(2_000))).toEqual(slowAt([32, 42, 0.4]));
    expect(issuesOf(text.padEnd(2_001))).toEqual([
      `${EXPECTED}"${text.padEnd(60)}" and 1,941 more characters`,
    ]);
  });
});
