import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBody } from "../../src/server/requestBody.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string) =>
  readBody(bytes(text), { contentType: undefined, contentEncoding: undefined });
const value = (text: string) => {
  const result = read(text);
  return result.ok ? result.value : result.issues[0]!.message;
};

describe("readBody", () => {
  it("should take what the product does: a last comma, non-breaking space, byte order mark", () => {
    expect(value('{ "a": [1, 2, ], "b": { "c": true,\u00a0}\u00a0,\n}\u00a0')).toEqual({
      a: [1, 2],
      b: { c: true },
    });
    expect(value('\ufeff{"a":1}')).toEqual({ a: 1 });
    expect(value('["a,]\u00a0", "\\",}" ,]')).toEqual(["a,]\u00a0", '",}']);
  });

  it("should refuse what no reader takes, at the place where it stands", () => {
    const at = (text: string) => /line \d+, column \d+/.exec(String(value(text)))?.[0];
    expect(at("[,]")).toBe("line 1, column 2");
    expect(at("[1,,]")).toBe("line 1, column 4");
    expect(at('{"a":,}')).toBe("line 1, column 6");
    expect(at("{,}")).toBe("line 1, column 2");
    expect(at('{\n "a": 1,\n "b" 2,\n}')).toBe("line 3, column 6");
    expect(at(",1")).toBe("line 1, column 1");
    expect(at('{"a": 1} {')).toBe("line 1, column 10");
  });

  it("should refuse what nests deeper than sixty-four, and only that", () => {
    expect(read("[".repeat(64) + "]".repeat(64)).ok).toBe(true);
    expect(value("[".repeat(65) + "]".repeat(65))).toBe(
      "expected a JSON document, received what is none at line 1, column 65: brackets nest " +
        "deeper than 64",
    );
    expect(value(JSON.stringify("[".repeat(1_000) + '"\\'))).toBe("[".repeat(1_000) + '"\\');
    expect(read("[[],".repeat(20_000)).ok).toBe(false);
  });

  it("should read every JSON document as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 20 }), (text) => {
        expect(value(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});
