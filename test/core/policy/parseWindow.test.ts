import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeWindow, parseWindow } from "../../../src/core/policy/windowWords.ts";
import { masks } from "../../support/policyArbitraries.ts";

/** The open hours of a mask: `Mon 20`. */
const openHours = (mask: boolean[] | undefined): string[] =>
  (mask ?? []).flatMap((open, hour) =>
    open
      ? [
          `${["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][Math.floor(hour / 24)]!} ` +
            `${hour % 24}`,
        ]
      : [],
  );

describe("parseWindow", () => {
  it("should read days and hours, over midnight and over the end of the week", () => {
    expect(openHours(parseWindow("Mon 22:00-02:00"))).toEqual([
      "Mon 22",
      "Mon 23",
      "Tue 0",
      "Tue 1",
    ]);
    expect(openHours(parseWindow("sat-Sunday 23-1"))).toEqual([
      "Sun 0",
      "Sun 23",
      "Mon 0",
      "Sat 23",
    ]);
    expect(openHours(parseWindow("Sat 22:00 to Sun 02:00"))).toEqual([
      "Sun 0",
      "Sun 1",
      "Sat 22",
      "Sat 23",
    ]);
    expect(openHours(parseWindow("Tue, Thu 03:00-04:00 and 06:00-07:00"))).toEqual([
      "Tue 3",
      "Tue 6",
      "Thu 3",
      "Thu 6",
    ]);
    expect(openHours(parseWindow("05:00-06:00"))).toHaveLength(7);
    expect(openHours(parseWindow("Mon 20:00 to Mon 06:00"))).toHaveLength(168 - 14);
    expect(openHours(parseWindow("outside Mon-Fri 08:00-18:00"))).toHaveLength(168 - 50);
    expect(openHours(parseWindow("every day all day"))).toHaveLength(168);
    expect(parseWindow("at no hour")).toEqual(new Array(168).fill(false));
  });

  it("should take a range that ends where it begins for a whole day, or a whole week", () => {
    expect(openHours(parseWindow("Mon 20:00-20:00"))).toEqual([
      ...[20, 21, 22, 23].map((hour) => `Mon ${hour}`),
      ...Array.from({ length: 20 }, (_, hour) => `Tue ${hour}`),
    ]);
    expect(openHours(parseWindow("Mon 20:00 to Mon 20:00"))).toHaveLength(168);
  });

  it("should not mind blanks", () => {
    expect(parseWindow("  Mon \n  22:00-02:00 and\tTue  all day ")).toEqual(
      parseWindow("Mon 22:00-02:00 and Tue all day"),
    );
  });

  it("should read texts of 500 characters, and none that are longer (R27)", () => {
    const longest = ["Thursday 01:00-02:00", ...new Array<string>(24).fill("Mon 01:00-02:00")].join(
      " and ",
    );
    expect(longest).toHaveLength(500);
    expect(openHours(parseWindow(longest))).toEqual(["Mon 1", "Thu 1"]);
    expect(parseWindow(`every day 01:00-02:00 and ${longest}`)).toBeUndefined();
  });

  it("should refuse what it does not understand, rather than guess", () => {
    for (const text of [
      "",
      "night",
      "Mon",
      "Mon 20:00",
      "Mon 20:30-06:00",
      "Mon 25:00-06:00",
      "Mon 20:00-06:00 or Tue",
      "Mox 20:00-06:00",
      "22:00 to 06:00",
      "x".repeat(1_000_000),
    ]) {
      expect(parseWindow(text), text.slice(0, 30)).toBeUndefined();
    }
  });

  it("should read back every exact description", () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const text = describeWindow(mask);
        expect(parseWindow(text)).toEqual(text.endsWith("hours a week") ? undefined : mask);
      }),
    );
  });
});
