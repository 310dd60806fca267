/**
 * The examples and what the README shows of them.
 *
 * The README has a block for each file of `examples/`, between `<!-- output: NAME -->` and
 * `<!-- /output -->`. Run as a script, this fills them in:
 * `node --import tsx test/support/readmeExamples.ts --write`.
 */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const README = `${ROOT}README.md`;

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
 * What `npx tsx examples/NAME.ts` prints, in a process of its own, in a zone that is nobody's: no
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

/** The text of the README; empty where there is none. */
export function readmeText(): string {
  try {
    return readFileSync(README, "utf8");
  } catch {
    return "";
  }
}

const blockOf = (name: string): RegExp =>
  new RegExp(`(<!-- output: ${name} -->\n)([\\s\\S]*?)(<!-- /output -->)`);

/** What the README shows as the output of an example; `undefined` where it has no block for it. */
export function shownOutput(readme: string, name: string): string | undefined {
  const block = blockOf(name).exec(readme)?.[2];
  if (block === undefined) return undefined;
  return /```\w*\n([\s\S]*?)```/.exec(block)?.[1] ?? "";
}

/** The README with the output of an example in its block. */
export function withOutput(readme: string, name: string, output: string): string {
  return readme.replace(
    blockOf(name),
    (_, open: string, __, close: string) =>
      `${open}\`\`\`text\n${output.trimEnd()}\n\`\`\`\n${close}`,
  );
}

if (process.argv.includes("--write")) {
  const outputs = await Promise.all(
    exampleNames().map(async (name) => [name, await exampleOutput(name)] as const),
  );
  let readme = readmeText();
  for (const [name, output] of outputs) {
    if (shownOutput(readme, name) === undefined)
      console.error(`README.md has no <!-- output: ${name} --> ... <!-- /output -->`);
    readme = withOutput(readme, name, output);
  }
  writeFileSync(README, readme);
}
