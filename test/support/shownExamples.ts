/**
 * The examples and what the documents show of them.
 *
 * docs/EXAMPLES.md has a block for each file of `examples/`, between `<!-- output: NAME -->` and
 * `<!-- /output -->`. Run as a script, this fills them in:
 * `node --import tsx test/support/shownExamples.ts --write`.
 */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { ROOT } from "./paths.ts";

const PAGE = `${ROOT}docs/EXAMPLES.md`;

/** Names of the examples, without `.ts`. */
export function exampleNames(): string[] {
  return readdirSync(`${ROOT}examples`)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.slice(0, -".ts".length))
    .sort();
}

/** The source of an example. */
export function exampleSource(name: string): string {
  return readFileSync(`${ROOT}examples/${name}.ts`, "utf8");
}

/**
 * What `npx tsx examples/NAME` prints, in a process of its own, in a zone that is nobody's: no
 * output may depend on it.
 */
export async function exampleOutput(name: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", `examples/${name}.ts`],
    {
      cwd: ROOT,
      env: { PATH: process.env["PATH"], TZ: "Pacific/Chatham", NO_COLOR: "1" },
      timeout: 4 * 60_000,
    },
  );
  if (stderr !== "") throw new Error(`examples/${name}.ts says on standard error: ${stderr}`);
  return stdout;
}

/** The page of the examples. */
export function pageText(): string {
  return readFileSync(PAGE, "utf8");
}

const blockOf = (name: string): RegExp =>
  new RegExp(`(<!-- output: ${name} -->\n)([\\s\\S]*?)(<!-- /output -->)`);

/** What the page shows as the output of an example; `undefined` where it has no block for it. */
export function shownOutput(page: string, name: string): string | undefined {
  const block = blockOf(name).exec(page)?.[2];
  if (block === undefined) return undefined;
  return /```\w*\n([\s\S]*?)```/.exec(block)?.[1] ?? "";
}

/** The page with the output of an example in its block. */
export function withOutput(page: string, name: string, output: string): string {
  return page.replace(
    blockOf(name),
    (_, open: string, __, close: string) =>
      `${open}\`\`\`text\n${output.trimEnd()}\n\`\`\`\n${close}`,
  );
}

if (process.argv.includes("--write")) {
  const outputs = await Promise.all(
    exampleNames().map(async (name) => [name, await exampleOutput(name)] as const),
  );
  let page = pageText();
  for (const [name, output] of outputs) {
    if (shownOutput(page, name) === undefined)
      console.error(`docs/EXAMPLES.md has no <!-- output: ${name} --> ... <!-- /output -->`);
    page = withOutput(page, name, output);
  }
  writeFileSync(PAGE, page);
}
