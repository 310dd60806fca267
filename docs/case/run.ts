/**
 * Runs the study of docs/CASE.md end to end, in a folder of its own.
 *
 *     npx tsx docs/case/run.ts OUT [--small] [--only STEP,STEP]
 *
 * It prints each command, how long it took, by the clock and on a processor, and the lines of its
 * answer that the page tells of; the whole answer is in a file of the step's name. It ends with 1
 * where a step ended otherwise than it should, or a line is not there.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { SMALL, type Step, stepsOf, WHOLE } from "./steps.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TSX = import.meta.resolve("tsx");
const MOST_LINES = 12;

const [out, ...words] = process.argv.slice(2);
if (out === undefined) throw new Error("npx tsx docs/case/run.ts OUT [--small] [--only STEP,STEP]");
const folder = resolve(out);
mkdirSync(folder, { recursive: true });
const only = words[words.indexOf("--only") + 1]?.split(",");
const steps = stepsOf(words.includes("--small") ? SMALL : WHOLE).filter(
  ({ name }) => !words.includes("--only") || only?.includes(name),
);
const wrong = steps.flatMap(run);
for (const line of wrong) console.error(line);
process.exitCode = wrong.length === 0 ? 0 : 1;

/** Runs a step; what is wrong with it, a line each. */
function run({ name, command, shows, codes = [0] }: Step): string[] {
  console.log(`$ ${command}`);
  const script = command
    .replaceAll("npx runcast ", `"${process.execPath}" "${ROOT}dist/run/cli.js" `)
    .replaceAll("npx tsx docs/", `"${process.execPath}" --import "${TSX}" "${ROOT}docs/`)
    .replaceAll(/docs\/case\/(\w+)\.ts/g, 'docs/case/$1.ts"');
  const began = performance.now();
  const timed = `TIMEFORMAT='%U %S'; time { ${script}; }`;
  const {
    status,
    stdout,
    stderr: told,
  } = spawnSync("bash", ["-c", timed], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], NO_COLOR: "1", COLUMNS: "80" },
    maxBuffer: 2 ** 30,
  });
  const seconds = (performance.now() - began) / 1_000;
  // The last line is the processor's time, of user and system.
  const [, stderr = "", cpu = ""] = /^([^]*?)([\d.]+ [\d.]+)\n$/.exec(told) ?? [];
  const busy = cpu.split(" ").reduce((sum, part) => sum + Number(part), 0);
  writeFileSync(join(folder, `${name}.txt`), stdout);
  writeFileSync(join(folder, `${name}.err`), stderr);
  console.log(
    `  [${seconds.toFixed(1)} s, ${busy.toFixed(1)} s of a processor, exit code ${status}]`,
  );
  const lines = [...stderr.split("\n"), ...stdout.split("\n")].filter(
    (line) => line !== "" && shows.some((pattern) => pattern.test(line)),
  );
  for (const line of lines.slice(0, MOST_LINES)) console.log(`  ${line}`);
  if (lines.length > MOST_LINES) console.log(`  ... ${lines.length - MOST_LINES} more lines`);
  console.log();
  return [
    ...(codes.includes(status ?? -1)
      ? []
      : [`${name}: exit code ${status}, not ${codes.join(" or ")}: ${stderr.slice(-300)}`]),
    ...shows
      .filter((pattern) => !lines.some((line) => pattern.test(line)))
      .map((pattern) => `${name}: no line of its answer matches ${pattern}`),
  ];
}
