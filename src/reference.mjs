/**
 * Writes the reference of the package's doors into `dist/reference`, or the folder that it is told:
 * a page for each name, in the groups that the comments of a door make.
 *
 * Ends with 1 where there is anything to warn of: a link that leads nowhere, a type that is
 * mentioned and not exported.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Application, Comment, CommentTag, Converter, ReflectionKind } from "typedoc";
import ts from "typescript";

/** What users import from, and the file that says what is there. */
const DOORS = {
  runcast: "src/index.ts",
  "runcast/node": "src/node.ts",
  "runcast/server": "src/server.ts",
  "runcast/bullmq": "src/bullmq.ts",
};

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const groups = new Map(Object.entries(DOORS).map(([door, path]) => [door, groupsOf(path)]));
const order = [...new Set([...groups.values()].flatMap((names) => [...names.values()]))];

const app = await Application.bootstrap({
  name: "runcast",
  entryPoints: Object.values(DOORS),
  tsconfig: "src/tsconfig.json",
  readme: "none",
  disableSources: true,
  categorizeByGroup: false,
  categoryOrder: [...order, "*"],
  navigation: { includeCategories: true, includeGroups: false },
  headings: { readme: false },
  hideGenerator: true,
});
app.converter.on(Converter.EVENT_CREATE_DECLARATION, showTable);
app.converter.on(Converter.EVENT_RESOLVE_BEGIN, nameAndGroup);

const project = await app.convert();
if (project !== undefined) {
  app.validate(project);
  for (const alias of project.getReflectionsByKind(ReflectionKind.TypeAlias))
    if (alias.type?.reflection === alias) app.logger.warn(`${alias.name} is shown as itself`);
}
endWhereWarned();
await app.generateDocs(project, process.argv[2] ?? "dist/reference");
endWhereWarned();

function endWhereWarned() {
  if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);
}

/** The names that a door exports, each with the sentence of the comment that it stands below. */
function groupsOf(path) {
  const text = readFileSync(path, "utf8");
  const found = new Map();
  let group = "";
  for (const statement of ts.createSourceFile(path, text, ts.ScriptTarget.Latest).statements) {
    const lines = (ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [])
      .map(({ pos, end }) => text.slice(pos, end))
      .filter((line) => line.startsWith("// "));
    if (lines.length > 0) group = nameOf(lines.map((line) => line.slice("// ".length)).join(" "));
    if (group === "" || !ts.isExportDeclaration(statement)) continue;
    for (const { name } of statement.exportClause.elements) found.set(name.text, group);
  }
  return found;
}

/** The part of a comment before its colon or full stop. */
function nameOf(comment) {
  return /^[^:.]+/.exec(comment)[0];
}

/** A type that is made of a table is shown as what it comes to: the table is not public. */
function showTable(context, reflection) {
  if (!reflection.kindOf(ReflectionKind.TypeAlias)) return;
  const { declarations = [] } = context.getSymbolFromReflection(reflection) ?? {};
  const written = declarations.find(ts.isTypeAliasDeclaration)?.type.getText() ?? "";
  if (!/\btypeof [A-Z_]+\b/.test(written)) return;
  reflection.comment ??= new Comment();
  reflection.comment.modifierTags.add("@useDeclaredType");
}

/** Doors have the names that users write, their idea, and the groups of their comments. */
function nameAndGroup({ project: { children = [] } }) {
  for (const [index, [door, path]] of Object.entries(DOORS).entries()) {
    const module = children[index];
    module.name = door;
    module.comment = new Comment([{ kind: "text", text: ideaOf(path) }]);
    for (const child of module.children ?? []) {
      const group = groups.get(door).get(child.name);
      for (const holder of group === undefined ? [] : (child.signatures ?? [child])) {
        holder.comment ??= new Comment();
        const words = [{ kind: "text", text: group }];
        holder.comment.blockTags.push(new CommentTag("@category", words));
      }
    }
  }
}

/** The comment that a file opens with. */
function ideaOf(path) {
  const [, text] = /^\/\*\*\n([\s\S]*?)\n \*\//.exec(readFileSync(path, "utf8"));
  return text.replaceAll(/^ \* ?/gm, "");
}
