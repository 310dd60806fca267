/**
 * The core is pure: no clock, no time zone database, no console, no randomness but its own, nothing
 * from outside.
 *
 * The core's own TypeScript project says most of it, having no node types; what it cannot say
 * (`Date`, `Intl`, `Math.random`, a package) is said here.
 */
import { describe, expect, it } from "vitest";
import ts from "typescript";
import {
  importsOf,
  isReference,
  nodesOf,
  parse,
  placeOf,
  type Source,
  sourcesUnder,
  targetOf,
} from "./sources.ts";

const FORBIDDEN = new Set([
  "Date",
  "Intl",
  "Temporal",
  "process",
  "console",
  "globalThis",
  "window",
  "self",
  "global",
  "Buffer",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "clearTimeout",
  "clearInterval",
  "queueMicrotask",
  "performance",
  "crypto",
  "fetch",
  "require",
  "eval",
  "Function",
  "WeakRef",
  "FinalizationRegistry",
  "SharedArrayBuffer",
  "Atomics",
]);

/** Names that a file declares itself, as a variable, parameter, function or import, are its own. */
function declaredNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const node of nodesOf(file)) {
    const isDeclaration =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isBindingElement(node) ||
      ts.isImportSpecifier(node);
    if (isDeclaration && node.name !== undefined && ts.isIdentifier(node.name))
      names.add(node.name.text);
  }
  return names;
}

/** What makes a file impure, a line each. */
function impurities(source: Source): string[] {
  const file = parse(source);
  const own = declaredNames(file);
  const problems: string[] = [];
  for (const { node, specifier, isDynamic } of importsOf(file)) {
    const target = targetOf(source.path, specifier);
    if (target === undefined || !target.startsWith("src/core/"))
      problems.push(`${placeOf(file, node)} imports ${specifier} from outside the core`);
    if (isDynamic) problems.push(`${placeOf(file, node)} imports at run time`);
  }
  for (const node of nodesOf(file)) {
    if (
      ts.isIdentifier(node) &&
      FORBIDDEN.has(node.text) &&
      isReference(node) &&
      !own.has(node.text)
    )
      problems.push(`${placeOf(file, node)} uses ${node.text}`);
    const isRandom =
      (ts.isPropertyAccessExpression(node) && node.name.text === "random") ||
      (ts.isElementAccessExpression(node) &&
        ts.isStringLiteralLike(node.argumentExpression) &&
        node.argumentExpression.text === "random");
    if (isRandom && ts.isIdentifier(node.expression) && node.expression.text === "Math")
      problems.push(`${placeOf(file, node)} uses Math.random`);
    const takesFromMath =
      ts.isVariableDeclaration(node) &&
      ts.isObjectBindingPattern(node.name) &&
      node.initializer !== undefined &&
      ts.isIdentifier(node.initializer) &&
      node.initializer.text === "Math";
    if (takesFromMath) problems.push(`${placeOf(file, node)} takes Math apart`);
    if (ts.isPropertyAccessExpression(node) && ts.isMetaProperty(node.expression))
      problems.push(`${placeOf(file, node)} uses import.meta`);
  }
  return problems;
}

describe("the core", () => {
  const sources = sourcesUnder("src/core");

  it("should be seen", () => expect(sources.length).toBeGreaterThan(25));
  it("should be pure", () => expect(sources.flatMap(impurities)).toEqual([]));
});

describe("the check of purity", () => {
  const problems = (text: string): string[] => impurities({ path: "src/core/time/zone.ts", text });

  it("should catch every impurity", () => {
    const lines = [
      "const now = Date.now();",
      "const then = new Date(0);",
      "let date: Date;",
      "new Intl.DateTimeFormat();",
      "export const env = process.env;",
      "console.log(1);",
      "globalThis.setTimeout(() => {}, 1);",
      "setTimeout(() => {}, 1);",
      "setInterval(() => {}, 1);",
      "performance.now();",
      "crypto.randomUUID();",
      "Math.random();",
      'Math["random"]();',
      "const draw = Math.random;",
      "const { random } = Math;",
      'const fs = require("node:fs");',
      'const fs = await import("node:fs");',
      'import { DateTime } from "luxon";',
      'import type { DateTime } from "luxon";',
      'import { readFileSync } from "node:fs";',
      'import { hostZone } from "../../host/zones.js";',
      'export { hostZone } from "../../host/zones.js";',
      'let zone: import("luxon").DateTime;',
      "const here = import.meta.url;",
      'const run = eval("1");',
      "const f = [Date];",
      "const f = { Date };",
      "const f = Date ?? 1;",
    ];
    for (const line of lines) expect(problems(line), line).not.toEqual([]);
    expect(problems("\nconst now = Date.now();")).toEqual(["src/core/time/zone.ts:2 uses Date"]);
  });

  it("should let pure code be", () => {
    const lines = [
      'import { DAY_MS } from "./instant.js";',
      'import type { Issue } from "../policy/issues.js";',
      "const largest = Math.max(1, 2) + Math.floor(1.5);",
      "const fields = { Date: 1, process: 2 }; fields.Date + fields.process;",
      "interface Timeline { readonly process: number; Date: string }",
      "export function windowEnd(window: { open: number }): number { return window.open; }",
      "// Date, Intl and process are not used here",
      'const text = "Date.now()";',
      "const { process: step } = { process: 1 };",
    ];
    for (const line of lines) expect(problems(line), line).toEqual([]);
  });
});
