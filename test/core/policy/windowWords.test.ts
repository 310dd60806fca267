import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeWindow } from "../../../src/core/policy/windowWords.ts";
import { masks } from "../../support/policyArbitraries.ts";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** A mask from a question about day (0 = Sunday) and hour. */
const maskOf = (isOpen: (day: number, hour: number) => boolean) =>
  Array.from({ length: 168 }, (_, i) => isOpen(Math.floor(i / 24), i % 24));
const isWorkday = (day: number) => day >= 1 && day <= 5;

/**
 * The oracle: reads a description back to its mask. Shares nothing with the writer but the
 * language.
 */
function maskFrom(text: string): boolean[] {
  if (text === "at any hour") return maskOf(() => true);
  if (text === "at no hour") return maskOf(() => false);
  const isOutside = text.startsWith("outside ");
  const mask = maskOf(() => isOutside);
  const fill = (from: number, to: number) => {
    for (let hour = from; hour < to; hour++) mask[hour % 168] = !isOutside;
  };
  let days: number[] = [];
  for (const phrase of text.replace("outside ", "").split(" and ")) {
    const moments = /^(\w{3}) (\d\d):00 to (\w{3}) (\d\d):00$/.exec(phrase);
    if (moments) {
      const from = DAYS.indexOf(moments[1]!) * 24 + Number(moments[2]);
      const to = DAYS.indexOf(moments[3]!) * 24 + Number(moments[4]);
      fill(from, to > from ? to : to + 168);
      days = [];
      continue;
    }
    const [, dayText, range, fromHour, toHour] = /^(?:(.+) )?(all day|(\d\d):00-(\d\d):00)$/.exec(
      phrase,
    )!;
    if (dayText !== undefined) days = daysFrom(dayText);
    const [from, to] = range === "all day" ? [0, 24] : [Number(fromHour), Number(toHour)];
    for (const day of days) fill(day * 24 + from, day * 24 + (to > from ? to : to + 24));
  }
  return mask;
}

function daysFrom(text: string): number[] {
  if (text === "every day") return [0, 1, 2, 3, 4, 5, 6];
  return text.split(", ").flatMap((run) => {
    const [first, last = first] = run.split("-").map((day) => DAYS.indexOf(day));
    const length = ((last! - first! + 7) % 7) + 1;
    return Array.from({ length }, (_, i) => (first! + i) % 7);
  });
}

describe("describeWindow", () => {
  it.each<[string, (day: number, hour: number) => boolean]>([
    ["at any hour", () => true],
    ["at no hour", () => false],
    ["Sun all day", (day) => day === 0],
    [
      "Mon, Fri 22:00-02:00 and Wed-Thu all day",
      (day, hour) =>
        day === 3 ||
        day === 4 ||
        ((day === 1 || day === 5) && hour >= 22) ||
        ((day === 2 || day === 6) && hour < 2),
    ],
    [
      "Mon, Wed all day and Tue, Thu 00:00-08:00 and 10:00-14:00",
      (day, hour) =>
        day === 1 ||
        day === 3 ||
        ((day === 2 || day === 4) && (hour < 8 || (hour >= 10 && hour < 14))),
    ],
    ["Sat-Sun all day", (day) => !isWorkday(day)],
    ["Mon-Fri 09:00-17:00", (day, hour) => isWorkday(day) && hour >= 9 && hour < 17],
    ["every day 22:00-06:00", (_, hour) => hour >= 22 || hour < 6],
    [
      "Mon-Fri 19:00-08:00",
      (day, hour) => (isWorkday(day) && hour >= 19) || (isWorkday((day + 6) % 7) && hour < 8),
    ],
    ["Mon, Wed, Fri 02:00-05:00", (day, hour) => [1, 3, 5].includes(day) && hour >= 2 && hour < 5],
    [
      "Fri 19:00 to Mon 08:00",
      (day, hour) => day === 6 || day === 0 || (day === 5 && hour >= 19) || (day === 1 && hour < 8),
    ],
    [
      "Mon-Fri 00:00-06:00 and 22:00-24:00",
      (day, hour) => isWorkday(day) && (hour < 6 || hour >= 22),
    ],
    ["Mon-Fri 01:00-02:00 and Sat-Sun all day", (day, hour) => !isWorkday(day) || hour === 1],
    ["outside Mon-Fri 08:00-19:00", (day, hour) => !isWorkday(day) || hour < 8 || hour >= 19],
    ["outside Wed 05:00-06:00", (day, hour) => !(day === 3 && hour === 5)],
    ["Thu 20:00 to Fri 24:00", (day, hour) => day === 5 || (day === 4 && hour >= 20)],
    ["Fri-Sat 23:00-24:00", (day, hour) => (day === 5 || day === 6) && hour === 23],
    ["Sat 23:00-04:00", (day, hour) => (day === 6 && hour === 23) || (day === 0 && hour < 4)],
    ["Fri-Mon all day", (day) => day >= 5 || day <= 1],
    [
      "Sun-Thu 20:00-05:00 and Sat-Sun 00:00-05:00",
      (day, hour) => (day <= 4 && hour >= 20) || hour < 5,
    ],
    ["Mon 08:00 to Tue 08:00", (day, hour) => (day === 1 && hour >= 8) || (day === 2 && hour < 8)],
    [
      "Mon 01:00-02:00 and Tue 02:00-03:00 and Wed 03:00-04:00 and Thu 04:00-05:00",
      (day, hour) => day >= 1 && day <= 4 && hour === day,
    ],
    ["5 of 168 hours a week", (day, hour) => day >= 1 && day <= 5 && hour === day],
    ["84 of 168 hours a week", (_, hour) => hour % 2 === 0],
  ])("should say %j", (text, isOpen) => {
    expect(describeWindow(maskOf(isOpen))).toBe(text);
  });

  it("should be exact wherever it names days: read back, the words give the mask", () => {
    let exact = 0;
    fc.assert(
      fc.property(masks, (mask) => {
        const text = describeWindow(mask);
        const count = /^(\d+) of 168 hours a week$/.exec(text);
        if (count) expect(Number(count[1])).toBe(mask.filter(Boolean).length);
        else {
          exact += 1;
          expect(maskFrom(text)).toEqual(mask);
        }
      }),
      { numRuns: 1_000 },
    );
    expect(exact).toBeGreaterThan(300);
  });

  it("should stay short", () => {
    fc.assert(fc.property(masks, (mask) => describeWindow(mask).length <= 120));
  });
});
