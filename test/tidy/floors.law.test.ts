/**
 * Which file may import which: from its own floor and from floors below, never upward
 * (CONTRIBUTING.md), and never round in a circle, types or not.
 */
import { describe, expect, it } from "vitest";
import { importsOf, parse, placeOf, type Source, sourcesUnder, targetOf } from "./sources.ts";

/** From the ground up. The two beside each other do not know one another. */
const FLOORS: readonly (readonly string[])[] = [
  ["src/core/input"],
  ["src/core/time"],
  ["src/core/policy"],
  ["src/core/schedule"],
  ["src/core/simulation"],
  ["src/core/forecast", "src/core/whatif"],
  ["src/veeam"],
  ["src/report"],
  ["src/host"],
  ["src/export"],
  ["src/library"],
  ["src/files"],
  ["src/server", "src/queue", "src/page"],
  ["src/cli"],
  ["src/index.ts", "src/node.ts", "src/server.ts", "src/bullmq.ts"],
];

function floorOf(path: string): { readonly level: number; readonly name: string } | undefined {
  for (const [level, names] of FLOORS.entries()) {
    const name = names.find((folder) => path === folder || path.startsWith(`${folder}/`));
    if (name !== undefined) return { level, name };
  }
  return undefined;
}

/** What a file imports against the rules, a line each. */
function upwardImports(source: Source): string[] {
  const from = floorOf(source.path);
  if (from === undefined) return [`${source.path} stands on no floor`];
  const file = parse(source);
  const problems: string[] = [];
  for (const { node, specifier } of importsOf(file)) {
    const target = targetOf(source.path, specifier);
    if (target === undefined) continue;
    const to = floorOf(target);
    if (to === undefined)
      problems.push(`${placeOf(file, node)} imports ${specifier}, which stands on no floor`);
    else if (to.level > from.level)
      problems.push(`${placeOf(file, node)} imports ${specifier}, from a floor above its own`);
    else if (to.level === from.level && to.name !== from.name)
      problems.push(`${placeOf(file, node)} imports ${specifier}, from the floor beside its own`);
  }
  return problems;
}

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Which files each file imports, in any way. */
function importGraph(sources: readonly Source[]): Graph {
  return new Map(
    sources.map((source) => [
      source.path,
      new Set(
        importsOf(parse(source)).flatMap(({ specifier }) => targetOf(source.path, specifier) ?? []),
      ),
    ]),
  );
}

/** The same between folders; a folder and those that it lies in are one house. */
function folderGraph(files: Graph): Graph {
  const folders = new Map<string, Set<string>>();
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
  for (const [file, targets] of files) {
    const from = folderOf(file);
    const known = folders.get(from) ?? new Set<string>();
    folders.set(from, known);
    for (const to of [...targets].map(folderOf))
      if (!from.startsWith(to) && !to.startsWith(from)) known.add(to);
  }
  return folders;
}

/** One way round, from somewhere back to it; `undefined` where every arrow leads on. */
function circleIn(graph: Graph): string | undefined {
  const done = new Set<string>();
  const walk = (node: string, path: readonly string[]): string | undefined => {
    const before = path.indexOf(node);
    if (before >= 0) return [...path.slice(before), node].join(" -> ");
    if (done.has(node)) return undefined;
    for (const next of graph.get(node) ?? []) {
      const found = walk(next, [...path, node]);
      if (found !== undefined) return found;
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const found = walk(node, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

const at = (path: string, text: string): Source => ({ path, text });

describe("floors", () => {
  const sources = sourcesUnder("src");

  it("should be seen", () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(sources.flatMap((source) => importsOf(parse(source))).length).toBeGreaterThan(100);
  });

  it("should never be climbed by an import", () =>
    expect(sources.flatMap(upwardImports)).toEqual([]));

  it("should have no circle, of files or of folders beside each other", () => {
    const files = importGraph(sources);
    expect(circleIn(files)).toBeUndefined();
    expect(circleIn(folderGraph(files))).toBeUndefined();
  });
});

describe("the check of circles", () => {
  const graphOf = (...files: readonly (readonly [path: string, ...imports: string[]])[]): Graph =>
    importGraph(
      files.map(([path, ...imports]) =>
        at(path, imports.map((name) => `import type { A } from "${name}";`).join("\n")),
      ),
    );

  it("should find one of files, however long, and none in what only meets again", () => {
    expect(
      circleIn(
        graphOf(["src/a.ts", "./b.js"], ["src/b.ts", "./d/c.js"], ["src/d/c.ts", "../b.js"]),
      ),
    ).toBe("src/b.ts -> src/d/c.ts -> src/b.ts");
    expect(
      circleIn(graphOf(["src/a.ts", "./b.js", "./c.js"], ["src/b.ts", "./c.js"], ["src/c.ts"])),
    ).toBeUndefined();
  });

  it("should find one of folders, and none between a folder and its own rooms", () => {
    const beside = graphOf(
      ["src/a/1.ts", "../b/1.js"],
      ["src/b/1.ts"],
      ["src/b/2.ts", "../a/2.js"],
      ["src/a/2.ts"],
    );
    expect(circleIn(beside)).toBeUndefined();
    expect(circleIn(folderGraph(beside))).toBe("src/a/ -> src/b/ -> src/a/");
    const inside = graphOf(
      ["src/a/1.ts", "./b/1.js"],
      ["src/a/b/1.ts"],
      ["src/a/b/2.ts", "../2.js"],
      ["src/a/2.ts"],
    );
    expect(circleIn(folderGraph(inside))).toBeUndefined();
  });
});

describe("the check of floors", () => {
  it("should catch every way to import from above", () => {
    const ways = [
      'import { compile } from "../schedule/compile.js";',
      'import type { Window } from "../schedule/window.js";',
      'import "../schedule/window.js";',
      'export { compile } from "../schedule/compile.js";',
      'export * from "../schedule/compile.js";',
      'const module = await import("../schedule/compile.js");',
      'const module = require("../schedule/compile.js");',
      'let window: import("../schedule/window.js").Window;',
    ];
    for (const text of ways)
      expect(upwardImports(at("src/core/policy/parse.ts", text)), text).toHaveLength(1);
    expect(
      upwardImports(at("src/core/policy/parse.ts", '\nimport { a } from "../schedule/a.js";')),
    ).toEqual(["src/core/policy/parse.ts:2 imports ../schedule/a.js, from a floor above its own"]);
  });

  it("should know the floors", () => {
    const problem = (path: string, specifier: string): string | undefined =>
      upwardImports(at(path, `import "${specifier}";`))[0];
    expect(problem("src/core/schedule/rule.ts", "../time/zone.js")).toBeUndefined();
    expect(problem("src/core/schedule/rule.ts", "./window.js")).toBeUndefined();
    expect(problem("src/core/schedule/rule.ts", "../input/issues.js")).toBeUndefined();
    expect(problem("src/core/time/zone.ts", "../policy/types.js")).toContain("above");
    expect(problem("src/core/time/zone.ts", "../../host/zones.js")).toContain("above");
    expect(problem("src/core/forecast/weekLoad.ts", "../whatif/study.js")).toContain("beside");
    expect(problem("src/report/heatMap.ts", "../core/schedule/runs.js")).toBeUndefined();
    expect(problem("src/server/page.ts", "../report/kit/table.js")).toBeUndefined();
    expect(problem("src/server/page.ts", "../index.js")).toContain("above");
    expect(problem("src/index.ts", "./host/zones.js")).toBeUndefined();
    expect(problem("src/core/utils.ts", "./time/zone.js")).toContain("no floor");
    expect(problem("src/core/time/zone.ts", "../../../test/support/calendarOracle.js")).toContain(
      "no floor",
    );
  });
});
