/**
 * A fast test starts nothing, so nothing that it imports from the tests may be about processes,
 * threads, servers, or the built bundle. Whatever the sources start for it is refused when it runs
 * (test/support/startNothing.ts).
 */
import { describe, expect, it } from "vitest";
import { importsOf, parse, type Source, sourceAt, sourcesUnder, targetOf } from "./sources.ts";

const STARTERS = /^(?:node:)?(?:child_process|cluster|worker_threads|https?|http2|net|tls|dgram)$/;
const BUNDLE = /\bdist\/run\//;

/** What a file is about that a fast test may not be about, with all that it imports from tests. */
function startersOf(
  source: Source,
  read: (path: string) => Source | undefined,
  seen = new Set<string>(),
): string[] {
  if (seen.has(source.path)) return [];
  seen.add(source.path);
  const problems = BUNDLE.test(source.text) ? [`${source.path} is about the built bundle`] : [];
  for (const { specifier } of importsOf(parse(source))) {
    const target = targetOf(source.path, specifier);
    if (STARTERS.test(specifier)) problems.push(`${source.path} imports ${specifier}`);
    const next = target?.startsWith("test/") === true ? read(target) : undefined;
    if (next !== undefined) problems.push(...startersOf(next, read, seen));
  }
  return problems;
}

const isFast = ({ path }: Source): boolean =>
  path.endsWith(".test.ts") && !/\.(?:law|process)\.test\.ts$/.test(path);

describe("fast tests", () => {
  // This file names what it looks for.
  const fast = sourcesUnder("test")
    .filter(isFast)
    .filter(({ path }) => path !== "test/tidy/projects.test.ts");

  it("should be most of the files", () => expect(fast.length).toBeGreaterThan(60));

  it("should start nothing", () =>
    expect(fast.flatMap((source) => startersOf(source, sourceAt))).toEqual([]));
});

describe("the check of what is started", () => {
  const problems = (text: string, others: Record<string, string> = {}): string[] =>
    startersOf({ path: "test/cli/a.test.ts", text }, (path) =>
      others[path] === undefined ? undefined : { path, text: others[path] },
    );

  it("should catch what starts something, wherever it stands", () => {
    for (const text of [
      'import { spawn } from "node:child_process";',
      'import { createServer } from "http";',
      'const threads = await import("node:worker_threads");',
      'import { connect } from "node:net";',
      'const CLI = new URL("../../dist/run/cli.js", import.meta.url);',
    ])
      expect(problems(text), text).toHaveLength(1);
    expect(
      problems('import { run } from "../support/a.ts";', {
        "test/support/a.ts": 'export { run } from "./b.ts";',
        "test/support/b.ts": 'import { spawn } from "node:child_process";',
      }),
    ).toEqual(["test/support/b.ts imports node:child_process"]);
  });

  it("should let the sources be", () => {
    expect(problems('import { startServer } from "../../src/server/server.ts";')).toEqual([]);
  });
});
