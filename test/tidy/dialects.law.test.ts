/**
 * What a version of the product's API does stands once, in the table of dialects: nothing else in
 * src knows a version by its number.
 */
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { ALL_DIALECTS } from "../../src/veeam/standIn/dialects.ts";
import { nodesOf, parse, placeOf, type Source, sourcesUnder } from "./sources.ts";

const TABLE = "src/veeam/standIn/dialects.ts";
const rest = sourcesUnder("src").filter(({ path }) => path !== TABLE);

/** Texts that show an address, which stays right whatever version is added. */
const EXAMPLES = ["https://backup:4443/v7/Jobs"];

const COMPARISONS = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** Where a file decides by the number of a version, a line each. */
function knownNumbers(source: Source): string[] {
  const file = parse(source);
  const problems: string[] = [];
  const isVersion = (node: ts.Node): boolean =>
    /(?:^|\.)(?:api)?version$/i.test(node.getText(file));
  const isNumber = (node: ts.Node): boolean => ts.isNumericLiteral(node);
  for (const node of nodesOf(file)) {
    const text = ts.isLiteralExpression(node) || ts.isTemplateLiteralToken(node) ? node.text : "";
    const shown = EXAMPLES.reduce((left, example) => left.replaceAll(example, ""), text);
    if (/(?<!node:)\bv[[(]?\d/i.test(shown))
      problems.push(`${placeOf(file, node)} names a version`);
    if (ts.isBinaryExpression(node) && COMPARISONS.has(node.operatorToken.kind)) {
      const sides = [node.left, node.right];
      if (sides.some(isVersion) && sides.some(isNumber))
        problems.push(`${placeOf(file, node)} compares a version`);
    }
    if (ts.isSwitchStatement(node) && isVersion(node.expression))
      problems.push(`${placeOf(file, node)} switches by a version`);
    if (ts.isElementAccessExpression(node) && isVersion(node.argumentExpression))
      problems.push(`${placeOf(file, node)} has a table of versions`);
  }
  return problems;
}

/** Columns that a file reads, as properties or by taking a dialect apart. */
function namesRead(source: Source): string[] {
  return [...nodesOf(parse(source))].flatMap((node) => {
    if (ts.isPropertyAccessExpression(node)) return [node.name.text];
    return ts.isBindingElement(node) ? [(node.propertyName ?? node.name).getText()] : [];
  });
}

describe("versions of the API", () => {
  it("should be known by their numbers in the table only", () =>
    expect(rest.flatMap(knownNumbers)).toEqual([]));

  it("should differ in nothing that nobody asks", () => {
    const read = new Set(rest.flatMap(namesRead));
    expect(Object.keys(ALL_DIALECTS[0]).filter((column) => !read.has(column))).toEqual([]);
  });

  it("should ascend, with every column in every row", () => {
    const versions = ALL_DIALECTS.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    for (const dialect of ALL_DIALECTS)
      expect(Object.keys(dialect)).toEqual(Object.keys(ALL_DIALECTS[0]));
  });
});

describe("the check of versions", () => {
  it("should catch what it is there to catch", () => {
    for (const text of [
      'const path = "/:version{v[3-8]}/jobs";',
      'const words = "API v3 to v8";',
      "const path = `$" + "{url}/v3/Jobs`;",
      "const pattern = /^v[3-8]$/;",
      "const paged = version >= 8;",
      "const paged = 6 <= context.version;",
      "const paged = base.version === 8;",
      "switch (version) { case 8: break; }",
      "const paged = PAGED[version];",
    ])
      expect(knownNumbers({ path: "src/server/app.ts", text }), text).toHaveLength(1);
  });

  it("should let be what only looks like it", () => {
    for (const text of [
      'import { serialize } from "node:v8";',
      "// as in v8",
      'const known = zoneVersion !== "";',
      "const known = dialects.some((one) => one.version === version);",
      "const path = `/v$" + "{version}/jobs`;",
      'const usage = "curl https://backup:4443/v7/Jobs";',
    ])
      expect(knownNumbers({ path: "src/server/app.ts", text }), text).toEqual([]);
  });
});
