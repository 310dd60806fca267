/**
 * Lengths of time as they are written, and what is none.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Issue } from "../../../src/core/input/issues.ts";
import { durationMs, LONGEST_MS } from "../../../src/core/time/duration.ts";
import { lengthText } from "../../../src/core/time/length.ts";
import { DAY, HOUR, MINUTE } from "../../support/scheduleBuilders.ts";

describe("a duration", () => {
  it("should be ms or ISO 8601", () => {
    const issues: Issue[] = [];
    const read = (value: unknown): number => durationMs(value, "duration", issues);
    expect(
      [
        "PT45M",
        "PT1H30M",
        "P1D",
        "P1DT2H",
        "P2W",
        "PT0.5S",
        "PT90S",
        "PT1H0M1.250S",
        " pt45m ",
      ].map(read),
    ).toEqual([
      45 * MINUTE,
      90 * MINUTE,
      DAY,
      26 * HOUR,
      14 * DAY,
      500,
      90_000,
      HOUR + 1_250,
      45 * MINUTE,
    ]);
    expect([0, 1, 1.4, 1.6, 36_525 * DAY, "P36525D"].map(read)).toEqual([
      0,
      1,
      1,
      2,
      36_525 * DAY,
      36_525 * DAY,
    ]);
    expect(issues).toEqual([]);
  });

  it("should be words with units, the largest first", () => {
    const issues: Issue[] = [];
    const read = (value: unknown): number => durationMs(value, "duration", issues);
    const words = ["40m", "1h30m", "26h", "7d", "2w", "90s", "250ms", "1.5h", "45M", " 40 min "];
    expect(words.map(read)).toEqual([
      40 * MINUTE,
      90 * MINUTE,
      26 * HOUR,
      7 * DAY,
      14 * DAY,
      90_000,
      250,
      90 * MINUTE,
      45 * MINUTE,
      40 * MINUTE,
    ]);
    expect(issues).toEqual([]);
  });

  it("should read what the texts write of it", () => {
    const whole = fc.integer({ min: 1, max: 100 * 365 * 24 * 60 });
    fc.assert(
      fc.property(whole, (minutes) => {
        const text = lengthText(minutes * MINUTE);
        const issues: Issue[] = [];
        const read = durationMs(text, "duration", issues);
        expect(issues).toEqual([]);
        // A text has two units, and rounded to the smaller.
        expect(lengthText(read)).toBe(text);
      }),
    );
  });

  it("should be refused as a bare number in a text, and say what it may have meant", () => {
    const issues: Issue[] = [];
    expect(durationMs("40", "rpo", issues)).toBe(0);
    expect(issues[0]!.message).toBe(
      "expected a duration of 0 to 100 years: a number of ms, or a text with units such as " +
        '"45m", "1h30m" or "PT45M", ' +
        'received "40"; a text needs a unit: "40m" is minutes, "40h" hours',
    );
  });

  it("should be refused where its length is not said, or never ends", () => {
    const bad = [
      "",
      "P",
      "PT",
      "45",
      "40.5",
      " 40 ",
      "m",
      "30m1h",
      "1h 1h",
      "1h30",
      "40 minutes",
      "1,5h",
      "-40m",
      "40m!",
      "1e3s",
      "36526d",
      "PT45",
      "PT1.5H",
      "P1Y",
      "P1M",
      "PT5M3H",
      "-PT5M",
      "PT-5M",
      "PT1e3S",
      "PT45M!",
      "P36526D",
      "PT9999999999S",
      -1,
      Number.NaN,
      Infinity,
      36_526 * DAY,
      true,
      null,
      undefined,
      {},
      [60_000],
      60_000n,
    ];
    for (const [index, value] of bad.entries()) {
      const issues: Issue[] = [];
      expect(durationMs(value, "jobs[3].workload.duration", issues)).toBe(0);
      expect(
        issues.map(({ path }) => path),
        `bad[${index}]`,
      ).toEqual(["jobs[3].workload.duration"]);
    }
  });

  it("should say nothing of a unit where the text is no bare number", () => {
    const said = (value: unknown): string => {
      const issues: Issue[] = [];
      durationMs(value, "rpo", issues);
      return issues[0]!.message;
    };
    for (const value of ["40 minutes", "about 40", "4x", "", "1234567890", -1, 1e15, [40]])
      expect(said(value), String(value)).not.toContain("a text needs a unit");
    for (const value of [" 40 ", "40", "123456789"])
      expect(said(value)).toContain(`"${value.trim()}m" is minutes`);
  });

  it("should be no longer than a hundred years, to the ms", () => {
    const issues: Issue[] = [];
    expect(durationMs(LONGEST_MS, "rpo", issues)).toBe(LONGEST_MS);
    expect(issues).toEqual([]);
    expect(durationMs(LONGEST_MS + 1, "rpo", issues)).toBe(0);
    expect(issues).toHaveLength(1);
  });

  it("should be read with groups of digits and with fractions", () => {
    const issues: Issue[] = [];
    const texts = ["1,000 d", "1,234.25 s", "1.25h", "0.125s", "1,234,567s"];
    expect(texts.map((text) => durationMs(text, "rpo", issues))).toEqual([
      1_000 * DAY,
      1_234_250,
      75 * MINUTE,
      125,
      1_234_567_000,
    ]);
    expect(issues).toEqual([]);
  });
});
