import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitted } from "../../src/cli/printer.ts";
import { PLAIN } from "../../src/report/kit/style.ts";

const fit = (text: string, width: number): string[] =>
  fitted(text, { width, paint: PLAIN }).split("\n");

describe("a text fitted to a width", () => {
  it("should go on below, a link of a chain a line, also where it begins with one", () => {
    expect(fit("  mail: a cause -> an effect of it", 24)).toEqual([
      "  mail: a cause",
      "      -> an effect of it",
    ]);
    expect(fit("    -> waits of 9 min on average for proxy-1", 30)).toEqual([
      "    -> waits of 9 min on",
      "        average for proxy-1",
    ]);
  });

  it("should keep every word in its order, in lines that fit and are never empty", () => {
    const words = fc.array(fc.constantFrom("->", "mail", "waits", "of", "9", "min"), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(words, fc.nat(6), fc.integer({ min: 30, max: 80 }), (said, indent, width) => {
        const lines = fit(" ".repeat(indent) + said.join(" "), width);
        expect(
          lines
            .join(" ")
            .split(/ +/)
            .filter((word) => word !== ""),
        ).toEqual(said);
        for (const line of lines) {
          expect(line.length).toBeLessThanOrEqual(width);
          expect(line.trim()).not.toBe("");
        }
      }),
    );
  });
});
