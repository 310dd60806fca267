/**
 * Every `// =>` in a doc comment of src and in the documents is executed, and holds.
 */
import * as runcast from "runcast";
import * as bullmq from "runcast/bullmq";
import * as node from "runcast/node";
import * as server from "runcast/server";
import { describe, expect, it } from "vitest";
import { type Check, type Example, examplesOf, runExample } from "./examples.ts";
import { sourceAt, sourcesUnder } from "./sources.ts";

const doors = { runcast, "runcast/node": node, "runcast/server": server, "runcast/bullmq": bullmq };
const importFile = (path: string): Promise<Record<string, unknown>> => {
  const file = `../../${path}`;
  return import(/* @vite-ignore */ file) as Promise<Record<string, unknown>>;
};
const run = (example: Example): Promise<Check[]> => runExample(example, doors, importFile);
const problemsOf = (checks: Check[]): string[] =>
  checks
    .filter((check) => check.problem !== undefined)
    .map((check) => `${check.place} ${check.code.trim()} ${check.problem}`);

describe("doc comments", () => {
  const sources = sourcesUnder("src");
  const examples = sources.flatMap(examplesOf);

  it("should have examples", () => {
    expect(examples.length).toBeGreaterThan(12);
    expect(examples.map((example) => example.file)).toContain("src/library/schedules.ts");
    expect(examples.map((example) => example.file)).toContain("src/core/time/instant.ts");
  });

  it("should have none that the reading of them overlooks", () => {
    const arrows = sources.reduce(
      (sum, source) => sum + (source.text.match(/\/\/ => /g) ?? []).length,
      0,
    );
    const found = examples.reduce(
      (sum, example) => sum + (example.code.match(/\/\/ => /g) ?? []).length,
      0,
    );
    expect(found).toBe(arrows);
  });

  for (const example of examples) {
    it(`should hold: ${example.place}`, async () => {
      const checks = await run(example);
      expect(problemsOf(checks)).toEqual([]);
      expect(checks.length).toBeGreaterThan(0);
    });
  }
});

const papers = ["README.md", "docs/LIBRARY.md", "docs/COOKBOOK.md", "docs/RULES.md"];

describe.each(papers)("%s", (path) => {
  const examples = examplesOf(sourceAt(path)!);

  it("should hold in every line", async () => {
    const checks = (await Promise.all(examples.map(run))).flat();
    expect(problemsOf(checks)).toEqual([]);
    if (path !== "docs/RULES.md") expect(checks.length).toBeGreaterThan(3);
  });
});

describe("the running of examples", () => {
  const ofComment = (...lines: string[]): Example[] =>
    examplesOf({
      path: "src/core/time/instant.ts",
      text: `/**\n${lines.map((line) => ` * ${line}`).join("\n")}\n */\nconst a = 1;`,
    });
  const problems = async (examples: Example[]): Promise<string[]> =>
    problemsOf((await Promise.all(examples.map(run))).flat());

  it("should find blocks and lines between backticks, and nothing else", () => {
    const found = ofComment(
      "Text. `1 + 1 // => 2` and `code`.",
      "",
      "```ts",
      "const a = 1;",
      "a + 1 // => 2",
      "```",
      "",
      "```sh",
      "run // => 5",
      "```",
      "```ts",
      "nothing()",
      "```",
    );
    expect(found.map(({ place, code }) => [place, code.trim()])).toEqual([
      ["src/core/time/instant.ts:5", "const a = 1;\na + 1 // => 2"],
      ["src/core/time/instant.ts:2", "1 + 1 // => 2"],
    ]);
    expect(examplesOf({ path: "a.md", text: "# A\n\n```ts\n1 // => 1\n```\n" })).toEqual([
      { place: "a.md:4", file: undefined, code: "1 // => 1\n" },
    ]);
  });

  it("should pass what is right", async () => {
    expect(
      await problems(
        ofComment(
          "`modulo(-1, 24) // => 23`, from the file itself, which the package does not export.",
          "```ts",
          'import { compile, parsePolicy, type SchedulePolicy } from "runcast";',
          'const policy: SchedulePolicy = parsePolicy({ type: "Periodically", ' +
            'periodicallyEvery: "Hours12" });',
          "const schedule = compile(policy);",
          "schedule.next(0) // => 12 * 3_600_000",
          "schedule.next(0); // => 43_200_000",
          "const runs = schedule.range(0, 86_400_000); // => [0, 43_200_000]",
          "schedule.range(",
          "  0,",
          "  1,",
          ") // => [0]",
          "schedule.nth(0)",
          "// => 0",
          "[1, 2]",
          "// => [",
          "//   1, 2",
          "// ]",
          "({ a: { b: undefined } }) // => { a: { b: undefined } }",
          "schedule.next(NaN) // => throws PolicyError",
          "parsePolicy({}) // => throws PolicyError",
          "```",
        ),
      ),
    ).toEqual([]);
  });

  it("should catch what is wrong", async () => {
    const block = (...lines: string[]): Promise<string[]> =>
      problems(ofComment("```ts", ...lines, "```"));
    expect(await problems(ofComment("`modulo(-1, 24) // => 22`"))).toEqual([
      "src/core/time/instant.ts:2 modulo(-1, 24) gives 23, not 22",
    ]);
    expect(await block("const a = 1;", "a + 1 // => 3")).toEqual([
      "src/core/time/instant.ts:4 a + 1 gives 2, not 3",
    ]);
    expect(await block("const a = 1 // => 2")).toHaveLength(1);
    expect(await block('"1" // => 1')).toHaveLength(1);
    expect(await block("[1, 2] // => [1]")).toHaveLength(1);
    expect(await block("({ a: 1 }) // => {}")).toHaveLength(1);
    expect(await block("undefined // => null")).toHaveLength(1);
    expect(await block("1 // => the number one")).toEqual([
      expect.stringContaining("does not run"),
    ]);
    expect(await block("parsePolicy({}) // => 1")).toEqual([
      expect.stringContaining("throws PolicyError"),
    ]);
    expect(await block("modulo(1, 24) // => throws RangeError")).toEqual([
      expect.stringContaining("throws nothing"),
    ]);
    expect(await block("parsePolicy({}) // => throws RangeError")).toHaveLength(1);
    expect(await block("noSuchThing(1) // => 1")).toEqual([
      expect.stringContaining("noSuchThing is not defined"),
    ]);
    expect(await block('import { modulo } from "runcast";', "modulo(-1, 24) // => 23")).toEqual([
      expect.stringContaining("runcast does not export modulo"),
    ]);
    expect(await block("if (false) {", "  1 // => 2", "}", "2 // => 2")).toEqual([
      expect.stringContaining("1 stand inside of a statement"),
    ]);
    expect(await block("for (const a of [1]) {", "  a // => 1", "}")).toHaveLength(1);
    expect(
      await problems(
        examplesOf({ path: "README.md", text: "```ts\nmodulo(-1, 24) // => 23\n```\n" }),
      ),
    ).toHaveLength(1); // not public
  });
});
