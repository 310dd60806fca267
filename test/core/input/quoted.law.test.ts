import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitOutside, unquoted } from "../../../src/core/input/quoted.ts";

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
