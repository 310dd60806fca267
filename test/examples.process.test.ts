/**
 * Every example runs as it stands, and docs/EXAMPLES.md shows what it prints today.
 */
import { describe, expect, it } from "vitest";
import {
  exampleNames,
  exampleOutput,
  exampleSource,
  pageText,
  shownOutput,
  withOutput,
} from "./support/shownExamples.ts";

const LINES_A_PAGE = 85;
const LINES_OF_OUTPUT = 40;
const WIDTH = 120;

describe("the examples", () => {
  const names = exampleNames();
  const page = pageText();

  it("should be the ones that the page has a block for", () => {
    const blocks = [...page.matchAll(/<!-- output: (\w+) -->/g)].map((match) => match[1]!);
    expect(
      [...new Set(blocks)].sort(),
      "blocks <!-- output: NAME --> ... <!-- /output --> of docs/EXAMPLES.md",
    ).toEqual(names);
    expect(names).toEqual([
      "clockChanges",
      "compareZones",
      "moveOneJob",
      "nextRuns",
      "shrinkWindow",
      "staggerNight",
      "sweepStartsAndSlots",
      "twoModels",
    ]);
  });

  it.each(names)("should each be a page that imports runcast: %s", (name) => {
    const source = exampleSource(name);
    expect(source.split("\n").length - 1).toBeLessThan(LINES_A_PAGE);
    expect(source).toContain('from "runcast";');
    expect(source).toMatch(/^\/\*\*\n \* \S/);
    expect(source).not.toMatch(/Date\.now\(|new Date\(\)|Math\.random/);
  });

  it.concurrent.each(names)(
    "should print what the page shows, and less than a screenful: %s",
    async (name) => {
      const output = await exampleOutput(name);
      const lines = output.trimEnd().split("\n");
      expect(lines.length).toBeLessThan(LINES_OF_OUTPUT);
      expect(lines.filter((line) => line.length > WIDTH)).toEqual([]);
      expect(
        shownOutput(page, name),
        `node --import tsx test/support/shownExamples.ts --write`,
      ).toBe(`${output.trimEnd()}\n`);
    },
  );
});

describe("the blocks of the page", () => {
  const readme =
    "# A\n\n<!-- output: one -->\n```text\nold\n```\n<!-- /output -->\n\n<!-- output: two " +
    "-->\n<!-- /output -->\n";

  it("should be read and filled in one by one", () => {
    expect([
      shownOutput(readme, "one"),
      shownOutput(readme, "two"),
      shownOutput(readme, "three"),
    ]).toEqual(["old\n", "", undefined]);
    const filled = withOutput(withOutput(readme, "one", "new $1\n"), "two", "other\n");
    expect([shownOutput(filled, "one"), shownOutput(filled, "two")]).toEqual([
      "new $1\n",
      "other\n",
    ]);
    expect(withOutput(readme, "three", "lost")).toBe(readme);
  });
});
