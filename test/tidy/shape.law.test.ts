/**
 * What a file looks like (CONTRIBUTING.md), as far as neither compiler nor linter can say it: one
 * idea, opened by a comment; every export explained; no classes but records, no barrels, nothing
 * silenced.
 */
import { describe, expect, it } from "vitest";
import ts from "typescript";
import { importsOf, nodesOf, parse, placeOf, type Source, sourcesUnder } from "./sources.ts";

/** Classes guard state or are errors; each one here has earned its place. */
const CLASSES = new Set(["PolicyError"]);

/** Where classes may be records too. */
const RECORDS = "src/core/simulation/";

/**
 * Whether a class is a record, and nothing else: fields, and a constructor that takes over those of
 * another one.
 */
function isRecord(node: ts.ClassLikeDeclaration): boolean {
  const fields = node.members.filter(ts.isPropertyDeclaration);
  const constructors = node.members.filter(ts.isConstructorDeclaration);
  const taken = constructors.flatMap(({ body }) =>
    (body?.statements ?? []).map((statement) => statement.getText()),
  );
  return (
    node.heritageClauses === undefined &&
    fields.length + constructors.length === node.members.length &&
    constructors.length === 1 &&
    fields.every(({ initializer }) => initializer === undefined) &&
    constructors[0]!.parameters.map((parameter) => parameter.getText()).join() ===
      `of: ${node.name?.text ?? ""}` &&
    taken.join() ===
      fields.map(({ name }) => `this.${name.getText()} = of.${name.getText()};`).join()
  );
}

const LINES_AT_MOST = 400;
/** Files that are longer, and why: none so far. */
const LONG_FILES = new Set<string>();

/** What the package's doors hand out. */
const BARRELS = new Set(["src/index.ts", "src/node.ts", "src/server.ts", "src/bullmq.ts"]);

function exportedStatements(file: ts.SourceFile): ts.Statement[] {
  return file.statements.filter(
    (statement) =>
      ts.canHaveModifiers(statement) &&
      (ts.getModifiers(statement) ?? []).some(
        (modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword,
      ),
  );
}

function hasDocComment(file: ts.SourceFile, node: ts.Node): boolean {
  const comments = ts.getLeadingCommentRanges(file.text, node.getFullStart()) ?? [];
  const last = comments.at(-1);
  if (last === undefined || !file.text.startsWith("/**", last.pos)) return false;
  // The comment that opens a file belongs to the file, unless another one follows.
  const opensFile = last.pos === 0 && file.statements[0] === node;
  return !opensFile && /\w/.test(file.text.slice(last.pos, last.end));
}

function nameOf(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations
      .map((declaration) => declaration.name.getText())
      .join(", ");
  return (statement as { readonly name?: ts.Identifier }).name?.text ?? "(unnamed)";
}

/**
 * Statements that follow each other without a blank line are a group and share the comment of the
 * first: overloads, codes.
 */
function isDocumented(file: ts.SourceFile, statement: ts.Statement): boolean {
  if (hasDocComment(file, statement)) return true;
  const before = file.statements[file.statements.indexOf(statement) - 1];
  if (
    before === undefined ||
    file.text.slice(before.end, statement.end).match(/^[^\S\n]*(?:\/\/[^\n]*)?\n\s*\n/) !== null
  )
    return false;
  return exportedStatements(file).includes(before) && isDocumented(file, before);
}

/** What is untidy about a file, a line each. */
function untidiness(source: Source): string[] {
  const file = parse(source);
  const problems: string[] = [];
  const note = (node: ts.Node, what: string): void =>
    void problems.push(`${placeOf(file, node)} ${what}`);

  for (const statement of exportedStatements(file)) {
    if (!isDocumented(file, statement))
      note(statement, `exports ${nameOf(statement)} without a doc comment`);
  }
  for (const node of nodesOf(file)) {
    if (
      ts.isClassLike(node) &&
      !CLASSES.has(node.name?.text ?? "") &&
      !(source.path.startsWith(RECORDS) && isRecord(node))
    )
      note(node, `is a class, ${node.name?.text ?? "unnamed"}`);
  }
  const imported = new Set<string>();
  for (const { node, specifier } of importsOf(file)) {
    if (!ts.isImportDeclaration(node)) continue;
    if (imported.has(specifier)) note(node, `imports ${specifier} once more`);
    imported.add(specifier);
  }
  if (!BARRELS.has(source.path)) {
    for (const { node, isReExport } of importsOf(file))
      if (isReExport) note(node, "exports another file's names: only the doors do that");
    for (const statement of file.statements) {
      if (ts.isExportDeclaration(statement) && statement.moduleSpecifier === undefined)
        note(statement, "exports by a list: export where the name is declared");
    }
  }
  if (!source.text.startsWith("/**") && !source.text.startsWith("#!"))
    problems.push(`${source.path}:1 does not open with its idea`);
  source.text.split("\n").forEach((line, index) => {
    if (/(?:eslint|oxlint)-disable|prettier-ignore/.test(line))
      problems.push(`${source.path}:${index + 1} silences a tool`);
  });
  const lines = source.text.split("\n").length - 1;
  if (lines > LINES_AT_MOST && !LONG_FILES.has(source.path))
    problems.push(`${source.path} has ${lines} lines, over ${LINES_AT_MOST}: look for two ideas`);
  return problems;
}

describe("every file of src", () => {
  const sources = sourcesUnder("src");

  it("should be seen, with its exports", () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(sources.flatMap((source) => exportedStatements(parse(source))).length).toBeGreaterThan(
      100,
    );
  });

  it("should be tidy", () => expect(sources.flatMap(untidiness)).toEqual([]));

  it("should have a name that says its idea", () => {
    expect(
      sources
        .map((source) => source.path)
        .filter((path) => /(?:^|\/)(?:utils?|helpers?|common|misc|shared)\b/i.test(path)),
    ).toEqual([]);
  });
});

describe("the doors", () => {
  it("should export by name, never with a star", () => {
    const barrels = sourcesUnder("src").filter((source) => BARRELS.has(source.path));
    expect(barrels).toHaveLength(BARRELS.size);
    const stars = barrels
      .flatMap((barrel) => [...parse(barrel).statements])
      .filter(
        (statement) =>
          ts.isExportDeclaration(statement) &&
          (statement.exportClause === undefined || !ts.isNamedExports(statement.exportClause)),
      );
    expect(stars).toEqual([]);
  });
});

describe("a record", () => {
  const FIELDS = "readonly a: number; b: string;";
  const TAKEN = "this.a = of.a; this.b = of.b;";
  const isTidy = (text: string, path = `${RECORDS}books/waits.ts`): boolean =>
    untidiness({ path, text: `/** An idea. */\n/** It. */\nexport ${text}` }).length === 0;

  it("should be fields, and a constructor that takes over those of another one", () => {
    const whole = `class A { ${FIELDS} constructor(of: A) { ${TAKEN} } }`;
    expect(isTidy(whole)).toBe(true);
    expect(isTidy(whole, "src/core/time/zone.ts")).toBe(false);
    const others = [
      `class A { ${FIELDS} }`,
      `class A { ${FIELDS} constructor(of: A) { this.a = of.a; } }`,
      `class A { ${FIELDS} constructor(of: A) { ${TAKEN} this.a = 1; } }`,
      `class A { ${FIELDS} constructor(a: number) { ${TAKEN} } }`,
      `class A { ${FIELDS} constructor(of: A) { ${TAKEN} } method(): void {} }`,
      `class A { ${FIELDS} constructor(of: A) { ${TAKEN} } get c(): number { return 1; } }`,
      "class A { a = 1; constructor(of: A) { this.a = of.a; } }",
      `class A extends B { ${FIELDS} constructor(of: A) { ${TAKEN} } }`,
    ];
    expect(others.filter((text) => isTidy(text))).toEqual([]);
  });
});

describe("the check of tidiness", () => {
  const HEAD = "/** An idea. */\n";
  const problems = (text: string, path = "src/core/time/zone.ts"): string[] =>
    untidiness({ path, text: HEAD + text });

  it("should catch what it is there to catch", () => {
    const cases: [text: string, problem: string][] = [
      ["export function f(): void {}", "exports f without a doc comment"],
      ["export const a = 1;", "exports a without a doc comment"],
      ["export interface A {}", "exports A without a doc comment"],
      ["export type A = 1;", "exports A without a doc comment"],
      ["/* no doc comment */ export const a = 1;", "exports a without a doc comment"],
      ["// neither\nexport const a = 1;", "exports a without a doc comment"],
      ["/** */ export const a = 1;", "exports a without a doc comment"],
      ["/** B. */\nexport const b = 1;\n\nexport const a = 1;", "exports a without a doc comment"],
      ["/** B. */\nconst b = 1;\nexport const a = 1;", "exports a without a doc comment"],
      ["/** A. */ export class A {}", "is a class, A"],
      ["const a = class {};", "is a class, unnamed"],
      ['export { a } from "./instant.js";', "exports another file's names"],
      ['export * from "./instant.js";', "exports another file's names"],
      ['export type { A } from "./instant.js";', "exports another file's names"],
      ["const a = 1; export { a };", "exports by a list"],
      ['import { a } from "./a.js";\nimport "./a.js";', "imports ./a.js once more"],
      ["// eslint-disable-next-line\nconst a = 1;", "silences a tool"],
      ["/* oxlint-disable */\nconst a = 1;", "silences a tool"],
      ["// prettier-ignore\nconst a = 1;", "silences a tool"],
      ["const a = 1;\n".repeat(400), "has 401 lines"],
    ];
    for (const [text, problem] of cases)
      expect(problems(text).join("\n"), text.slice(0, 60)).toContain(problem);
    expect(untidiness({ path: "src/core/time/zone.ts", text: "const a = 1;" }).join()).toContain(
      "does not open with its idea",
    );
    expect(
      untidiness({
        path: "src/core/time/zone.ts",
        text: "/** An idea, not of this function. */\nexport function f(): void {}",
      }).join(),
    ).toContain("exports f without");
  });

  it("should let tidy code be", () => {
    const texts = [
      "/** One. */\nexport function f(): void {}",
      "/** One. */\nexport function f(a: string): void;\nexport function f(a: number): " +
        "void;\nexport function f(): void {}",
      "/** One and two. */\nexport const a = 1; // one\nexport const b = 2;\nexport const c = 3;",
      "/** Thrown for bad input. */\nexport class PolicyError extends Error {}",
      "const many = 1; function local(): void {}",
      'import { a } from "./a.js";\nimport { b } from "./b.js";\nconst c = import("./a.js");',
      "const a = 1;\n".repeat(319),
    ];
    for (const text of texts) expect(problems(text), text.slice(0, 60)).toEqual([]);
    expect(problems('export { a } from "./core/time/instant.js";', "src/index.ts")).toEqual([]);
  });
});
