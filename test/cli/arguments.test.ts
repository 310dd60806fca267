import { describe, expect, it } from "vitest";
import { readArguments } from "../../src/cli/arguments.ts";

const OPTIONS = {
  page: { type: "string", value: "FILE", repeats: true, says: "a page" },
  rows: { type: "string", value: "FILE", repeats: true, standsAlone: true, says: "rows" },
  out: { type: "string", short: "o", value: "FILE", says: "where to" },
  json: { type: "boolean", says: "as data" },
} as const;

function read(...args: string[]) {
  const problems: string[] = [];
  const { values, positionals } = readArguments(args, OPTIONS, problems);
  const all = (["page", "rows", "out", "json"] as const).map((name) => values.all(name));
  return { all, positionals, problems };
}

describe("options that may be given several times", () => {
  it("should keep every value, the same one twice as well, in order", () => {
    expect(read("--page", "a", "file", "--page=b", "--page", "a")).toEqual({
      all: [["a", "b", "a"], [], [], []],
      positionals: ["file"],
      problems: [],
    });
  });

  it("should be once where they are not of that kind", () => {
    expect(read("-o", "a", "--out", "b").problems).toEqual(['--out is given twice: "a" and "b"']);
    expect(read("-o", "a", "--out", "a").all[2]).toEqual(["a"]);
  });
});

describe("options that may stand alone", () => {
  it.each([
    [["file", "--rows"], [""]],
    [["--rows", "--json", "file"], [""]],
    [["file", "--rows", "-o", "b"], [""]],
    [["file", "--rows", "a"], ["a"]],
    [["file", "--rows", "-"], ["-"]],
    [
      ["file", "--rows=a", "--rows", "b", "--rows"],
      ["", "a", "b"],
    ],
  ])("should take a value where there is one: %j", (args, rows) => {
    const { all, positionals, problems } = read(...args);
    expect([all[1], positionals, problems]).toEqual([rows, ["file"], []]);
  });

  it("should not be taken for such where a value was meant, or after --", () => {
    expect(read("--rows=").problems).toEqual(["--rows needs a value; --help lists them"]);
    expect(read("--page", "--rows").problems).toEqual(["--page needs a value; --help lists them"]);
    expect(read("--", "--rows")).toMatchObject({ positionals: ["--rows"], problems: [] });
  });
});
