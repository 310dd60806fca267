/**
 * Examples in comments and in Markdown, taken out and run: whatever stands left of a `// =>` must
 * give what stands right.
 *
 * An example is a ```ts block, in which statements see what was declared before them, or one
 * `expression // => value` between backticks. The value is an expression too, `throws` or
 * `throws PolicyError`. It may stand on the next line, and go on over further lines of comment.
 */
import { isDeepStrictEqual } from "node:util";
import ts from "typescript";
import { type Source, sourceAt } from "./sources.ts";

/** One piece of example code. */
export interface Example {
  /** File and line of its beginning. */
  readonly place: string;
  /**
   * Where an example of a doc comment stands: names that the package does not export are looked up
   * there.
   */
  readonly file: string | undefined;
  readonly code: string;
}

/** What running one `// =>` showed. */
export interface Check {
  readonly place: string;
  readonly code: string;
  /** In words, what is wrong; absent where the example is right. */
  readonly problem?: string;
}

/**
 * The examples of a source file's doc comments, or of a Markdown text. Only what has a `// =>`
 * counts.
 */
export function examplesOf(source: Source): Example[] {
  if (source.path.endsWith(".md")) return examplesIn(source.text, source.path, 1, undefined);
  const found: Example[] = [];
  for (const match of source.text.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const line = source.text.slice(0, match.index).split("\n").length;
    const text = match[0].slice(3, -2).replaceAll(/^[^\S\n]*\* ?/gm, "");
    found.push(...examplesIn(text, source.path, line, source.path));
  }
  return found;
}

function examplesIn(
  text: string,
  path: string,
  firstLine: number,
  file: string | undefined,
): Example[] {
  const found: Example[] = [];
  const placeAt = (index: number): string =>
    `${path}:${firstLine + text.slice(0, index).split("\n").length - 1}`;
  const blocks = /^[^\S\n]*```(\w*)[^\n]*\n([\s\S]*?)^[^\S\n]*```/gm;
  for (const { 0: whole, 1: language, 2: code, index } of text.matchAll(blocks)) {
    if (/^(?:ts|typescript|js|javascript)$/.test(language!) && code!.includes("// =>"))
      found.push({ place: placeAt(index + whole.indexOf("\n") + 1), file, code: code! });
  }
  const prose = text.replaceAll(blocks, (block) => block.replaceAll(/[^\n]/g, " "));
  for (const { 1: code, index } of prose.matchAll(/`([^`]*\/\/ => [^`]*)`/g))
    found.push({ place: placeAt(index), file, code: code! });
  return found;
}

/**
 * A `// =>` on a line of its own, and what it goes on over, is put behind the line that it belongs
 * to; and before it a semicolon, since what is printed like an answer ends a statement, whatever
 * the next line begins with.
 */
function joinExpectations(code: string): string {
  const lines: string[] = [];
  let isExpecting = false;
  for (const line of code.split("\n")) {
    const isComment = /^\s*\/\//.test(line);
    if (/^\s*\/\/ =>/.test(line) && lines.length > 0) {
      lines[lines.length - 1] += ` ${line.trim()}`;
      isExpecting = true;
    } else if (isExpecting && isComment)
      lines[lines.length - 1] += ` ${line.trim().slice(2).trim()}`;
    else {
      lines.push(line);
      isExpecting = line.includes("// =>");
    }
  }
  return lines.map((line) => line.replace(/\s*;?\s*\/\/ =>/, "; // =>")).join("\n");
}

type CheckOne = (
  place: string,
  code: string,
  actual: () => unknown,
  expected: string,
  value: () => unknown,
) => void;

/**
 * Rewrites an example so that each `// =>` is checked; gives the names that it imports and uses as
 * well.
 */
function prepare(
  example: Example,
  doors: Doors,
): {
  script: string;
  imported: Map<string, string>;
  used: Set<string>;
  checks: number;
} {
  const code = joinExpectations(example.code);
  const file = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2023, true);
  const [path, firstLine] = example.place.split(/:(?=\d+$)/) as [string, string];
  const imported = new Map<string, string>();
  let script = "";
  let checks = 0;
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const from = (statement.moduleSpecifier as ts.StringLiteral).text;
      const names = statement.importClause?.namedBindings;
      if (from in doors && names !== undefined && ts.isNamedImports(names)) {
        if (statement.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
          for (const { isTypeOnly, propertyName, name } of names.elements)
            if (!isTypeOnly) imported.set((propertyName ?? name).text, from);
      } else script += `${statement.getText()}\n`;
      continue;
    }
    const text = statement.getText().replace(/;$/, "");
    const expectation = (ts.getTrailingCommentRanges(code, statement.end) ?? [])
      .map(({ pos, end }) => code.slice(pos, end))
      .find((comment) => comment.startsWith("// =>"));
    if (expectation === undefined) {
      script += `${text};\n`;
      continue;
    }
    checks += 1;
    const expected = expectation.slice("// =>".length).trim();
    const line = Number(firstLine) + file.getLineAndCharacterOfPosition(statement.getStart()).line;
    const arrow =
      `__check(${JSON.stringify(`${path}:${line}`)}, ${JSON.stringify(text)}, () => (ACTUAL), ` +
      `${JSON.stringify(expected)}, () => ` +
      `(${/^throws\b/.test(expected) ? "undefined" : expected}));\n`;
    if (ts.isExpressionStatement(statement))
      script += arrow.replace("ACTUAL", () => statement.expression.getText());
    else if (
      ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.length === 1
    ) {
      const { name } = statement.declarationList.declarations[0]!;
      script += `${text};\n${arrow.replace("ACTUAL", () => name.getText())}`;
    } else throw new Error(`${path}:${line} expects a value of what has none: ${text}`);
  }
  const arrows = code.split("// =>").length - 1;
  if (arrows !== checks)
    throw new Error(
      `${arrows} expectations, of which ${arrows - checks} stand inside of a statement`,
    );
  const used = new Set<string>(code.match(/[A-Za-z_$][\w$]*/g) ?? []);
  return { script, imported, used, checks };
}

/** What each door of the package exports, by its name: `runcast`, `runcast/node`. */
export type Doors = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Runs an example, with what it imports from the package's doors, all of `runcast` and the exports
 * of the file that it stands in at hand. Gives a check per `// =>`.
 */
export async function runExample(
  example: Example,
  doors: Doors,
  importFile: (path: string) => Promise<Record<string, unknown>>,
): Promise<Check[]> {
  const done: Check[] = [];
  const check: CheckOne = (place, code, actual, expected, value) => {
    const name = /^throws\b\s*(\w*)$/.exec(expected)?.[1];
    try {
      const got = actual();
      if (name !== undefined)
        done.push({ place, code, problem: `throws nothing, but gives ${shown(got)}` });
      else if (isDeepStrictEqual(plain(got), plain(value()))) done.push({ place, code });
      else done.push({ place, code, problem: `gives ${shown(got)}, not ${expected}` });
    } catch (error) {
      if (name !== undefined && (name === "" || (error as Error).name === name))
        done.push({ place, code });
      else done.push({ place, code, problem: `throws ${String(error)}` });
    }
  };
  try {
    const { script, imported, used, checks } = prepare(example, doors);
    const names = new Map<string, unknown>();
    const { runcast = {} } = doors;
    for (const name of used) if (name in runcast) names.set(name, runcast[name]);
    for (const [name, door] of imported) {
      if (!(name in doors[door]!)) throw new Error(`${door} does not export ${name}`);
      names.set(name, doors[door]![name]);
    }
    const own = example.file === undefined ? undefined : sourceAt(example.file);
    const ownNames = new Set(
      [...(own?.text ?? "").matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map(
        (match) => match[1]!,
      ),
    );
    if ([...used].some((name) => ownNames.has(name) && !names.has(name))) {
      const module = await importFile(example.file!);
      for (const name of used)
        if (name in module && !names.has(name)) names.set(name, module[name]);
    }
    const declared = new Set(
      [...script.matchAll(/^(?:const|let|var|function|class) (\w+)/gm)].map((match) => match[1]!),
    );
    for (const name of declared) names.delete(name);
    const output = ts.transpile(`async function example() {\n${script}}`, {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
    });
    const run = new Function("__check", ...names.keys(), `${output}\nreturn example();`) as (
      ...values: unknown[]
    ) => Promise<void>;
    await run(check, ...names.values());
    if (done.length !== checks)
      throw new Error(`${done.length} of ${checks} expectations were reached`);
  } catch (error) {
    done.push({
      place: example.place,
      code: example.code,
      problem: `does not run: ${String(error)}`,
    });
  }
  return done;
}

/** Typed arrays as arrays, so that `// => [1, 2]` may stand for a `Float64Array`. */
function plain(value: unknown): unknown {
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? Array.from(value as Float64Array)
    : value;
}

function shown(value: unknown): string {
  return JSON.stringify(plain(value)) ?? String(value);
}
