import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isQuoted, splitOutside, unquoted } from "../../../src/core/input/quoted.ts";

describe("words in quotes", () => {
  it("should come apart as they were put together", () => {
    expect(splitOutside('"a,b" , c', ",").map(unquoted)).toEqual(["a,b", "c"]);
    const letters = fc.constantFrom(..."ab=,.\" '");
    const words = fc.array(fc.string({ unit: letters }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(words, fc.constantFrom("=", ",", "."), (given, sign) => {
        const typed = given.map((word) => `"${word.replaceAll('"', '""')}"`).join(sign);
        expect(splitOutside(typed, sign).map(unquoted)).toEqual(given);
      }),
    );
  });

  it("should be in quotes from the first letter to the last, or in none", () => {
    for (const quoted of ['"a"', ' "a,b" ', '""', '"5"" drive"'])
      expect(isQuoted(quoted)).toBe(true);
    for (const other of ["a", "", 'x"a"', '"a"x', '"a', 'a"', '"a" "b"'])
      expect(isQuoted(other)).toBe(false);
    expect(['"5"" drive"', ' x"a" '].map(unquoted)).toEqual(['5" drive', 'x"a"']);
  });

  it("should be split as any others where no quote is closed", () => {
    const letters = fc.constantFrom(..."ab=,. '");
    fc.assert(
      fc.property(fc.string({ unit: letters }), fc.constantFrom("=", ",", "."), (text, sign) => {
        expect(splitOutside(text, sign)).toEqual(text.split(sign));
        expect(splitOutside(`"${text}`, sign)).toEqual(`"${text}`.split(sign));
      }),
    );
  });
});
