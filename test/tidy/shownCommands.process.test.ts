/**
 * The commands of the cookbook print what it shows.
 */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../support/paths.ts";
import { scratch } from "../support/scratch.ts";
import { furnish, isShown, printedBy, shownCommands } from "../support/shownCommands.ts";

describe("the commands of docs/COOKBOOK.md", () => {
  const page = readFileSync(`${ROOT}docs/COOKBOOK.md`, "utf8");
  const shown = shownCommands(page);
  const folder = scratch();
  beforeAll(() => furnish(folder));

  it("should all be followed by what they print", () => {
    expect(shown.length).toBeGreaterThan(8);
    expect(shown).toHaveLength(page.match(/^```sh$/gm)!.length);
  });

  it.each(shown)("should print what is shown: $command", ({ command, text }) => {
    const printed = printedBy(command, folder);
    expect(isShown(text, printed), `shown:\n${text}\nprinted:\n${printed}`).toBe(true);
  });

  it("should ask a question in each heading, all of them listed", () => {
    const headings = Array.from(page.matchAll(/^## (.*)$/gm), ([, heading]) => heading!);
    expect(headings.length).toBeGreaterThan(11);
    expect(headings.filter((heading) => !heading.endsWith("?"))).toEqual([]);
    const listed = Array.from(page.matchAll(/^- \[(.*)\]\(#/gm), ([, heading]) => heading!);
    expect(listed).toEqual(headings);
  });
});

describe("what is shown of what a command prints", () => {
  it.each<[text: string, printed: string, is: boolean]>([
    ["a\nb\n", "a\nb\n", true],
    ["a\nb\n", "a\nb\nc\n", false],
    ["b\n", "a\nb\n", false],
    ["...\nb\n...\n", "a\nb\nc\n", true],
    ["...\nb\n", "a\nb\n", true],
    ["a\n...\nc\n", "a\nb\nc\n", true],
    ["a\n...\nc\n", "a\nb\nb\n", false],
    ["...\nc\n...\nb\n...\n", "a\nb\nc\n", false],
    ["b\n...\n", "a\nb\nc\n", false],
    ["...\nb\n", "a\nb\nc\n", false],
  ])("should be all of it, or what stands between dots: %j of %j", (text, printed, is) =>
    expect(isShown(text, printed)).toBe(is),
  );
});
