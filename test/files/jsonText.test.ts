import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../src/files/jsonText.ts";

const fault = (text: string) => {
  const result = parseJson(text);
  return result.ok ? "good" : `${result.line}:${result.column} ${result.reason}`;
};

describe("parseJson", () => {
  it("should give the value of good text", () => {
    expect(parseJson('{"a": [1, true, null, "\\u00e9"]}')).toEqual({
      ok: true,
      value: { a: [1, true, null, "é"] },
    });
  });

  it.each([
    ['{\n  "a": 1,\n,}', "3:1 a name in double quotes was expected after the comma, found ,"],
    ["[1,\n2,\n,]", "3:1 a value was expected after the comma, found ,"],
    ['[1, /* [ */ // "\n 2 3]', "2:4 a comma or ] was expected, found 3"],
    ["[1 /* 2]", "1:4 a comma or ] was expected, found /"],
    ['[{"a": 1} {"a": 2}]', "1:11 a comma or ] was expected, found {"],
    ['{"a": 1 "b": 2}', '1:9 a comma or } was expected, found "'],
    ['{"a" 1}', "1:6 a colon was expected after the name, found 1"],
    ["{'a': 1}", "1:2 a name in double quotes or } was expected, found a single quote"],
    ["[1] [2]", "1:5 the end of the text was expected, found ["],
    ["[01]", "1:2 a value or ] was expected, found 0"],
    ["{a: 1}", "1:2 a name in double quotes or } was expected, found a"],
    ['["a\nb"]', "1:4 a text in quotes goes over the end of the line"],
    ['{"path": "C:\\jobs"}', "1:13 a backslash stands alone in a text: write it twice"],
    ["[\u20091]", "1:2 a value or ] was expected, found character U+2009"],
    ["[1, 2", "1:6 the text ends too early: a comma or ] was expected"],
    ['["a', "1:4 the text ends inside quotes"],
    ["", "1:1 the text is empty"],
  ])("should say of %j where it stops being JSON", (text, expected) => {
    expect(fault(text)).toBe(expected);
  });

  it("should find a fault at any depth that is read", () => {
    expect(fault("[".repeat(64))).toBe("1:65 the text ends too early: a value or ] was expected");
  });

  it("should read nothing that nests deeper, or has more elements, than anybody writes", () => {
    expect(fault("[".repeat(64) + "]".repeat(64))).toBe("good");
    expect(fault("[".repeat(65) + "]".repeat(65))).toBe("1:65 brackets nest deeper than 64");
    expect(fault(`\n${'{"a":'.repeat(1_000_000)}`)).toBe("2:321 brackets nest deeper than 64");
    expect(fault("[[],".repeat(20_000))).toBe("1:254 brackets nest deeper than 64");
    expect(fault(`[${"0,".repeat(10_000_000)}0]`)).toBe("1:20000001 more than 10,000,000 elements");
    // brackets in texts and comments are none
    expect(fault(JSON.stringify(["[".repeat(1_000), '"\\', "/*"]))).toBe("good");
    expect(fault(`[/*${"[".repeat(1_000)}*/ //${"[".repeat(1_000)}\n]`)).toBe("good");
  });

  it("should take comments, last commas and no-break spaces, wherever a blank may stand", () => {
    expect(
      parseJson('// jobs\n[\u00a01, /* "two\n[ */ {"a": "//", "b": [true,],},\u00a0]// end'),
    ).toEqual({ ok: true, value: [1, { a: "//", b: [true] }] });
    const blank = fc.constantFrom(" ", "\n", "\u00a0", '/* ["} */', '// ]"\n', "/**/");
    fc.assert(
      fc.property(fc.json(), fc.infiniteStream(blank), fc.boolean(), (text, blanks, lastComma) => {
        const littered = text.replace(
          /("(?:[^"\\]|\\.)*")|(?<=[^[{,:\s])([\]}])|[[\]{},:]/g,
          (sign, quoted: string | undefined, close: string | undefined) =>
            quoted ??
            `${blanks.next().value}${close !== undefined && lastComma ? "," : ""}` +
              `${blanks.next().value}${sign}${blanks.next().value}`,
        );
        expect(parseJson(littered)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
      }),
    );
  });

  it("should say the same place, whatever stands in for blanks before it", () => {
    const bad = fc.constantFrom("[1 2]", '{"a" 1}', "[01]", '["a', "[1] [2]", "[,]", "[1,,]");
    fc.assert(
      fc.property(bad, fc.constantFrom("\u00a0", "/**/", "/*\n*/", "//[\n"), (text, odd) => {
        const blanks = odd.replace(/[^\n]/g, " ");
        expect(fault(odd + text)).toBe(fault(blanks + text));
      }),
    );
  });

  it("should agree with the engine on what is JSON, and on the place if it names one", () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom("", ",", "]", "}", ":", '"', "x", "0", "-", "\\", "\n", "[", "{"),
        fc.nat(2),
      )
      .map(
        ([text, at, put, dropped]) =>
          text.slice(0, at % (text.length + 1)) +
          put +
          text.slice((at % (text.length + 1)) + dropped),
      );
    fc.assert(
      fc.property(fc.oneof(fc.string(), damaged), (text) => {
        const result = parseJson(text);
        const engine = errorOf(text);
        // What is good to the engine is good; what is good beside that has a comma too many.
        if (engine === undefined) expect(result).toEqual({ ok: true, value: JSON.parse(text) });
        else if (result.ok) expect(text).toMatch(/,\s*[\]}]/);
        if (result.ok || engine === undefined || /,\s*[\]}]/.test(text)) return;
        const lines = text.split("\n");
        expect(result.column).toBeLessThanOrEqual(lines[result.line - 1]!.length + 1);
        // Of numbers and words the engine names the character that is wrong, and we the first one.
        const named = /^(Expected|Unexpected non-whitespace).* at position (\d+)/.exec(engine);
        if (named === null) return;
        const at =
          lines.slice(0, result.line - 1).reduce((sum, line) => sum + line.length + 1, 0) +
          result.column -
          1;
        expect(text.slice(at, Number(named[2]))).toMatch(/^[\w.+-]*$/);
      }),
      { numRuns: 2000 },
    );
  });
});

function errorOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
