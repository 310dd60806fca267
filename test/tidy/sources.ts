/**
 * The sources as data: every file of `src`, parsed. What the tidy tests check is a function of a
 * path and a text, so that each check can itself be checked on a line that it must catch.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** A source file: its path from the top of the project, with slashes, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Every TypeScript file under a folder of the project. */
export function sourcesUnder(folder: string): Source[] {
  return readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts"))
    .sort()
    .map((path) => sourceAt(path)!);
}

const known = new Map<string, Source>();

/** The text of one file as it is now, or `undefined` where there is none. */
export function sourceAt(path: string): Source | undefined {
  if (!existsSync(`${ROOT}${path}`)) return undefined;
  const text = readFileSync(`${ROOT}${path}`, "utf8");
  const before = known.get(path);
  if (before?.text === text) return before;
  const source = { path, text };
  known.set(path, source);
  return source;
}

const trees = new WeakMap<Source, ts.SourceFile>();

/** The syntax tree of a source, made once. */
export function parse(source: Source): ts.SourceFile {
  let tree = trees.get(source);
  if (tree === undefined) {
    tree = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ES2023, true);
    trees.set(source, tree);
  }
  return tree;
}

/** Every node of a tree, the root first. */
export function nodesOf(root: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return nodes;
}

/** `src/core/time/zone.ts:12`, for messages. */
export function placeOf(file: ts.SourceFile, node: ts.Node): string {
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
}

/** One import, re-export, dynamic import, `require` or import type. */
export interface Import {
  readonly node: ts.Node;
  /** As it is written: `../time/zone.js`, `luxon`; `(computed)` where it is no plain string. */
  readonly specifier: string;
  readonly isDynamic: boolean;
  readonly isReExport: boolean;
}

const importsByTree = new WeakMap<ts.SourceFile, Import[]>();

/** Everything that a file imports, in any way there is. */
export function importsOf(file: ts.SourceFile): readonly Import[] {
  const known = importsByTree.get(file);
  if (known !== undefined) return known;
  const found: Import[] = [];
  importsByTree.set(file, found);
  const add = (
    node: ts.Node,
    specifier: ts.Node | undefined,
    isDynamic: boolean,
    isReExport: boolean,
  ): void => {
    found.push({
      node,
      specifier:
        specifier !== undefined && ts.isStringLiteralLike(specifier)
          ? specifier.text
          : "(computed)",
      isDynamic,
      isReExport,
    });
  };
  for (const node of nodesOf(file)) {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, false, false);
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
      add(node, node.moduleSpecifier, false, true);
    else if (ts.isImportTypeNode(node))
      add(
        node,
        ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined,
        false,
        false,
      );
    else if (ts.isExternalModuleReference(node)) add(node, node.expression, false, false);
    else if (ts.isCallExpression(node)) {
      const called = node.expression;
      if (
        called.kind === ts.SyntaxKind.ImportKeyword ||
        (ts.isIdentifier(called) && called.text === "require")
      )
        add(node, node.arguments[0], true, false);
    }
  }
  return found;
}

/**
 * The file that a relative specifier means: `src/core/time/zone.ts`; `undefined` for a package.
 * `#threads`, `#drawing` and `#page` mean those of Node.js, which import more than a browser's.
 */
export function targetOf(path: string, specifier: string): string | undefined {
  if (specifier === "#threads" || specifier === "#drawing")
    return `src/host/${specifier.slice(1)}.ts`;
  if (specifier === "#page") return "src/host/pageParts.ts";
  if (!specifier.startsWith(".")) return undefined;
  const parts = path.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/").replace(/\.js$/, ".ts");
}

/**
 * Whether an identifier is used as a value or a type here, rather than being the name of a property
 * or of a declaration.
 */
export function isReference(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isPropertyAssignment(parent) || ts.isBindingElement(parent))
    return parent.initializer === node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  const named = parent as { readonly name?: ts.Node };
  return named.name !== node;
}
