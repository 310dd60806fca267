/**
 * `npm run mutation`: the sources of the core are changed, one small place at a time, and a test
 * has to notice each change.
 *
 * Exit code 0: each mutant was killed, ran out of time, or stands in `survivors.json` with the
 * reason why it changes nothing; 1: some live for no known reason, or an entry is of none that
 * lives; 2: the question made no sense, or a test fails without any mutant.
 */
import { readFileSync } from "node:fs";
import { inProject } from "../support/paths.ts";
import { type Explained, judge, type Verdict } from "./mutants.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { PIECES } from "./pieces.ts";
import { forget, keptReport, mutate, type Trial } from "./stryker.ts";

const EXPLAINED = inProject("test/mutation/survivors.json");

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const COUNTS = ["tried", "killed", "endless", "timeouts", "ignored", "explained"] as const;
type Sum = Record<(typeof COUNTS)[number] | "unexplained", number>;

function add(sum: Sum, verdict: Verdict): void {
  for (const count of COUNTS) sum[count] += verdict[count];
  sum.unexplained += verdict.unexplained.length;
}

const noneYet = (): Sum => ({
  tried: 0,
  killed: 0,
  endless: 0,
  timeouts: 0,
  ignored: 0,
  explained: 0,
  unexplained: 0,
});

/** `tests/time: 95.1 % of 300 mutants killed ...` */
function lineOf(what: string, sum: Sum): string {
  const share = ((100 * sum.killed) / Math.max(1, sum.tried)).toFixed(1);
  return (
    `${what}: ${share} % of ${sum.tried} mutants killed (${sum.endless} by a loop without end), ` +
    `${sum.timeouts} out of time, ${sum.explained} explained, ${sum.unexplained} not`
  );
}

/** What is to be done about a file, in words. */
function findings(path: string, { unexplained, idle }: Verdict): string[] {
  return [
    ...unexplained.map(
      ({ at, line, change, isReached }) =>
        `  ${path}:${at} ${isReached ? "no test fails" : "no test comes by"} with\n` +
        `    ${change}\n    in ${line}`,
    ),
    ...idle.map((entry) => `  ${path}: nobody lives who is explained by\n    ${entry}`),
  ];
}

/** What is tried at once: each file, or of a share of the mutants all files of the piece. */
function trialsOf(name: string, paths: readonly string[], share: number): Trial[] {
  const piece = PIECES[name]!;
  return share < 1
    ? [{ name, piece, paths, share }]
    : paths.map((path) => ({ name, piece, paths: [path], share }));
}

async function run({ files, share, isList, isAgain, workers }: Options): Promise<boolean> {
  const explained = JSON.parse(readFileSync(EXPLAINED, "utf8")) as Explained;
  let isRight = true;
  for (const [name, paths] of files) {
    const sum = noneYet();
    let known = 0;
    for (const trial of trialsOf(name, paths, share)) {
      if (isAgain && !isList) forget(trial);
      const kept = keptReport(trial);
      if (kept === undefined && isList) continue;
      const begun = performance.now();
      const report = kept ?? (await mutate(trial, workers));
      const seconds = ((performance.now() - begun) / 1_000).toFixed(0);
      for (const path of trial.paths) {
        // Types alone have no mutants.
        if (!(path in report.files)) continue;
        const verdict = judge(report, path, explained[path] ?? [], share);
        add(sum, verdict);
        known += 1;
        const found = findings(path, verdict);
        isRight &&= found.length === 0;
        const own = noneYet();
        add(own, verdict);
        if (!isList || found.length > 0) print([lineOf(path, own), ...found].join("\n"));
      }
      if (kept === undefined) print(`${seconds} s`);
    }
    if (known > 0) print(`${lineOf(name, sum)}; ${known} of ${paths.length} files\n`);
    else if (isList) print(`${name}: ${paths.length} files, of which nothing is known here\n`);
  }
  return isRight;
}

async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    return 2;
  }
  try {
    return (await run(options)) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nDo the tests of the piece pass?\n`);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
