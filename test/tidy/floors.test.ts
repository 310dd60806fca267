/**
 * Which file may import which: from its own floor and from floors below, never upward
 * (ARCHITECTURE.md).
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
  ["src/library"],
  ["src/files"],
  ["src/server"],
  ["src/cli"],
  ["src/index.ts"],
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

const at = (path: string, text: string): Source => ({ path, text });

describe("floors", () => {
  const sources = sourcesUnder("src");

  it("should be seen", () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(sources.flatMap((source) => importsOf(parse(source))).length).toBeGreaterThan(100);
  });

  it("should never be climbed by an import", () =>
    expect(sources.flatMap(upwardImports)).toEqual([]));
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
