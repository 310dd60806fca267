/**
 * A command loads what it needs and no more: nobody waits for a database to be told the next run.
 */
import { describe, expect, it } from "vitest";
import { importsOf, parse, sourceAt, sourcesUnder, targetOf } from "../tidy/sources.ts";

const known = new Map<string, readonly string[]>();

/** What a file imports at once, as it is written. */
function specifiersOf(path: string): readonly string[] {
  const found = known.get(path);
  if (found !== undefined) return found;
  const source = sourceAt(path);
  if (source === undefined) throw new Error(`${path} is missing`);
  const specifiers = importsOf(parse(source))
    .filter(({ isDynamic, node }) => !isDynamic && !node.getText().startsWith("import type"))
    .map(({ specifier }) => specifier);
  known.set(path, specifiers);
  return specifiers;
}

/** Packages that a file loads before its first line runs, through whatever it imports. */
function packagesOf(path: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(path)) return packages;
  seen.add(path);
  for (const specifier of specifiersOf(path)) {
    const target = targetOf(path, specifier);
    if (target === undefined) packages.add(specifier);
    else for (const name of packagesOf(target, seen)) packages.add(name);
  }
  return packages;
}

const isOwn = (name: string): boolean => !name.startsWith("node:");
const commands = sourcesUnder("src/cli/commands").map(({ path }) => path);

describe("the command line", () => {
  it("should load no command, and no package, to say its help", () => {
    const seen = new Set<string>();
    expect([...packagesOf("src/cli/main.ts", seen)].filter(isOwn)).toEqual([]);
    expect([...seen].filter((path) => commands.includes(path))).toEqual([]);
  });

  it.each(commands)("should load luxon at most: %s", (path) => {
    expect([...packagesOf(path)].filter((name) => isOwn(name) && name !== "luxon")).toEqual([]);
  });

  it("should be able to see a heavy one", () => {
    expect([...packagesOf("src/server/app.ts")].filter(isOwn)).toContain("hono");
  });
});
