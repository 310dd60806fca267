/**
 * The public surface is closed: every type of ours that an export mentions is exported, too, so
 * that whoever gets a value can name its type.
 */
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const BARREL = fileURLToPath(new URL("../../src/index.ts", import.meta.url));
const SOURCES = fileURLToPath(new URL("../../src/", import.meta.url));

const program = ts.createProgram([BARREL], {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  exactOptionalPropertyTypes: true,
  types: ["node"],
});
const checker = program.getTypeChecker();

function original(symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** What a declaration says of types: signatures and members, without the bodies of functions. */
function typeNames(node: ts.Node, note: (name: ts.EntityName) => void): void {
  if (ts.isBlock(node)) return;
  const isPrivate =
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
  if (isPrivate) return;
  if (ts.isVariableDeclaration(node)) {
    // Of a constant its type counts, not how it is made.
    if (node.type !== undefined) typeNames(node.type, note);
    return;
  }
  if (ts.isParameter(node)) {
    if (node.type !== undefined) typeNames(node.type, note);
    return;
  }
  if (ts.isTypeReferenceNode(node)) note(node.typeName);
  if (ts.isExpressionWithTypeArguments(node) && ts.isIdentifier(node.expression))
    note(node.expression);
  ts.forEachChild(node, (child) => typeNames(child, note));
}

describe("the public surface", () => {
  const barrel = checker.getSymbolAtLocation(program.getSourceFile(BARREL)!)!;
  const exported = new Set(checker.getExportsOfModule(barrel).map(original));

  it("should be seen", () => expect(exported.size).toBeGreaterThan(100));

  it("should export every type that it mentions", () => {
    const missing = new Set<string>();
    for (const symbol of exported)
      for (const declaration of symbol.declarations ?? [])
        typeNames(declaration, (name) => {
          const found = checker.getSymbolAtLocation(name);
          if (found === undefined) return;
          const target = original(found);
          const isOurs = target.declarations?.some(
            (one) =>
              one.getSourceFile().fileName.startsWith(SOURCES) &&
              !ts.isTypeParameterDeclaration(one),
          );
          if (isOurs === true && !exported.has(target))
            missing.add(`${symbol.name} mentions ${target.name}`);
        });
    expect([...missing].sort()).toEqual([]);
  });
});
