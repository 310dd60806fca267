/**
 * A fast test starts nothing, so nothing that it imports from the tests may be about processes,
 * threads, servers, or the built bundle; nor does it load the compiler. Whatever the sources start
 * for it is refused when it runs (test/support/startNothing.ts). And neither it nor a law replaces
 * a module that the next test has in the same thread.
 */
import { describe, expect, it } from "vitest";
import { importsOf, parse, type Source, sourceAt, sourcesUnder, targetOf } from "./sources.ts";

const STARTERS = /^(?:node:)?(?:child_process|cluster|worker_threads|https?|http2|net|tls|dgram)$/;
const COMPILER = "typescript";
const BUNDLE = /\bdist\/run\//;
const REPLACING = /\bvi\.(?:do)?[mM]ock\(/;

/** What keeps a file from being a fast test, with all that it imports from the tests. */
function slownessOf(
  source: Source,
  read: (path: string) => Source | undefined,
  seen = new Set<string>(),
): string[] {
  if (seen.has(source.path)) return [];
  seen.add(source.path);
  const problems: string[] = [];
  if (BUNDLE.test(source.text)) problems.push(`${source.path} is about the built bundle`);
  for (const { specifier } of importsOf(parse(source))) {
    const target = targetOf(source.path, specifier);
    if (STARTERS.test(specifier) || specifier === COMPILER)
      problems.push(`${source.path} imports ${specifier}`);
    const next = target?.startsWith("test/") === true ? read(target) : undefined;
    if (next !== undefined) problems.push(...slownessOf(next, read, seen));
  }
  return problems;
}

const isFast = ({ path }: Source): boolean =>
  path.endsWith(".test.ts") && !/\.(?:law|spy|process)\.test\.ts$/.test(path);
/** Who has modules of its own, and may put a spy in the place of one. */
const isAlone = ({ path }: Source): boolean => /\.(?:spy|process)\.test\.ts$/.test(path);

describe("fast tests", () => {
  const fast = sourcesUnder("test").filter(isFast);

  it("should be most of the files", () => expect(fast.length).toBeGreaterThan(60));

  it("should be nothing but that", () =>
    expect(fast.flatMap((source) => slownessOf(source, sourceAt))).toEqual([]));
});

describe("modules", () => {
  const replacing = sourcesUnder("test").filter(({ text }) => REPLACING.test(text));

  it("should be replaced in files that share none with others", () => {
    expect(replacing.length).toBeGreaterThan(0);
    expect(replacing.filter((source) => !isAlone(source)).map(({ path }) => path)).toEqual([]);
  });

  it("should be replaced in every file that is named for it", () => {
    const named = sourcesUnder("test").filter(({ path }) => path.endsWith(".spy.test.ts"));
    expect(named.filter(({ text }) => !REPLACING.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

describe("the check of fast tests", () => {
  const problems = (text: string, others: Record<string, string> = {}): string[] =>
    slownessOf({ path: "test/cli/a.test.ts", text }, (path) =>
      others[path] === undefined ? undefined : { path, text: others[path] },
    );

  it("should catch what starts something or is slow to load, wherever it stands", () => {
    for (const text of [
      'import { spawn } from "node:child_process";',
      'import { createServer } from "http";',
      'const threads = await import("node:worker_threads");',
      'import { connect } from "node:net";',
      'import ts from "typescript";',
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

  it("should see that a module is replaced", () => {
    for (const way of ["mock", "doMock"])
      expect(`vi.${way}("../../src/core/time/zone.ts", { spy: true });`).toMatch(REPLACING);
    expect("vi.mocked(zones).offsetAt").not.toMatch(REPLACING);
  });

  it("should let the sources be", () => {
    expect(problems('import { startServer } from "../../src/server/server.ts";')).toEqual([]);
  });
});
