import { describe, expect, it } from "vitest";
import { COLOURED, PLAIN, wantsColour } from "../../../src/report/kit/style.ts";

describe("wantsColour", () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: "dumb" }, true, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "" }, false, true],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ FORCE_COLOR: "false" }, true, false],
  ])("should, with %j and a terminal: %s, say %s", (env, isTerminal, expected) => {
    expect(wantsColour(env, isTerminal)).toBe(expected);
  });
});

describe("Paint", () => {
  it("should leave plain text as it is, and end every colour that it begins", () => {
    for (const share of [0, 0.3, 1]) {
      expect([PLAIN.strong("x"), PLAIN.heat(share, "x"), PLAIN.shade(share, "x")]).toEqual([
        "x",
        "x",
        "x",
      ]);
      for (const painted of [
        COLOURED.bad("x"),
        COLOURED.heat(share, "x"),
        COLOURED.shade(share, "x"),
      ]) {
        expect(painted).toMatch(/^(?:x|\u001b\[[\d;]+mx\u001b\[0m)$/);
      }
    }
    expect(COLOURED.warn("")).toBe("");
  });
});
