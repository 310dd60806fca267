import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clean } from "../../../src/report/kit/safe.ts";
import {
  cut,
  displayWidth,
  labelled,
  numberTable,
  padEnd,
  padStart,
  table,
  wrap,
} from "../../../src/report/kit/table.ts";

const RED = "\u001b[31mred\u001b[0m";

describe("columns of text", () => {
  it("should count what a terminal shows: no colours or marks, wide characters twice", () => {
    expect(["red", RED, "日本", "e\u0301", "😀", "▓▓", "Ωß"].map(displayWidth)).toEqual([
      3, 3, 4, 1, 2, 2, 2,
    ]);
  });

  it("should align by what is shown", () => {
    expect(
      table(
        [
          ["a", RED, "1"],
          ["日本", "b", ""],
        ],
        2,
      ),
    ).toEqual([`  a     ${RED}  1`, "  日本  b"]);
    expect([padEnd(RED, 5), padStart("日", 4)]).toEqual([`${RED}  `, "  日"]);
    expect(labelled("Next", ["one", "two"], 6, 2)).toEqual(["  Next  one", "        two"]);
  });

  it("should cut names that are too long for their numbers, or give them a line", () => {
    const rows = [
      ["proxy old-01.provider.example: time full", "40 %"],
      ["proxy a: peak", "3"],
    ];
    expect(numberTable(["", "is"], rows, 30)).toEqual([
      "                            is",
      "  proxy old-01.provid...  40 %",
      "  proxy a: peak              3",
    ]);
    expect(numberTable(["", "is"], rows, 32, 2, "whole")).toEqual([
      "                              is",
      "  proxy old-01.provider.example:",
      "  time full",
      "                            40 %",
      "  proxy a: peak                3",
    ]);
  });

  it("should take the sting out of hostile names", () => {
    expect(clean("\u001b[2Jgone\r\nnew\tline \u202e right to left \u0000")).toBe(
      "·[2Jgone new line · right to left ·",
    );
  });

  it("should cut and wrap so that no line is longer than asked, and lose no word that fits", () => {
    expect(cut("a long name", 8)).toBe("a lon...");
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 200 }),
        fc.integer({ min: 10, max: 60 }),
        (text, width) => {
          const safe = clean(text);
          for (const line of wrap(safe, width))
            expect(displayWidth(line)).toBeLessThanOrEqual(width);
          const words = safe.split(" ").filter((word) => word !== "");
          if (words.every((word) => displayWidth(word) <= width))
            expect(wrap(safe, width).join(" ")).toBe(words.join(" "));
        },
      ),
    );
  });
});
