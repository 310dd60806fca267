/**
 * `npm run deep`: engine and oracles held against each other for as long as a coffee lasts, on all
 * processors.
 *
 * Tasks are handed out one at a time to one process for each processor. A part ends at its first
 * failure, the others go on; each failure is printed as a test. Exit code 0: all answers are as
 * expected, 1: some are not, 2: the question made no sense.
 */
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { type Options, readOptions, USAGE } from "./options.ts";
import type { PartName, Tally, Task } from "./part.ts";
import { type Done, PARTS } from "./parts.ts";

const WORKER = fileURLToPath(new URL("worker.ts", import.meta.url));

const print = (text: string): void => void process.stdout.write(`${text}\n`);

interface PartReport {
  readonly tally: Tally;
  cpuMs: number;
  left: number;
  failed?: Done;
}

interface Plan {
  readonly tasks: Task[];
  readonly reports: Map<PartName, PartReport>;
}

/** What is to be done. Throws where there is nothing at `at`. */
function planOf({ seed, parts, share, at }: Options): Plan {
  const reports = new Map<PartName, PartReport>();
  const tasks: Task[] = [];
  for (const name of parts) {
    const tally: Tally = {};
    const own = at === undefined ? PARTS[name].plan(share, seed, tally) : [PARTS[name].taskAt(at)];
    tasks.push(...own);
    reports.set(name, { tally, cpuMs: 0, left: own.length });
  }
  return { tasks, reports };
}

/** All tasks, done by processes; the report of each part as it is done. */
async function sweep({ tasks, reports }: Plan, seed: number): Promise<boolean> {
  const all = tasks.length;
  const take = (done: Done): void => {
    if (process.stderr.isTTY)
      process.stderr.write(`\r${Math.floor((100 * (all - tasks.length)) / all)} %\r`);
    const report = reports.get(done.task.part)!;
    for (const [what, often] of Object.entries(done.tally))
      report.tally[what] = (report.tally[what] ?? 0) + often;
    report.cpuMs += done.cpuMs;
    report.left -= 1;
    if (done.failure !== undefined || done.thrown !== undefined) report.failed ??= done;
    if (report.left === 0) print(`${partText(done.task.part, report)}\n`);
  };
  const nextTask = (): Task | undefined => {
    for (;;) {
      const task = tasks.shift();
      if (task === undefined) return undefined;
      const report = reports.get(task.part)!;
      if (report.failed === undefined) return task;
      report.left -= 1;
      if (report.left === 0) print(`${partText(task.part, report)}\n`);
    }
  };
  const processes = Math.min(tasks.length, availableParallelism());
  await Promise.all(Array.from({ length: processes }, () => worked(seed, nextTask, take)));

  let isRight = true;
  for (const [name, { tally, failed }] of reports) {
    const wrong = PARTS[name].judge?.(tally);
    if (wrong !== undefined) print(`${name}: ${wrong}\n`);
    if (failed !== undefined) print(`${failureText(failed, seed)}\n`);
    isRight &&= wrong === undefined && failed === undefined;
  }
  return isRight;
}

/** One process, until there is nothing left to do. */
function worked(
  seed: number,
  nextTask: () => Task | undefined,
  take: (done: Done) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(WORKER, [String(seed)]);
    let task = nextTask();
    const go = (): void => {
      if (task === undefined) child.disconnect();
      else child.send(task);
    };
    child.on("message", (done: Done) => {
      take(done);
      task = nextTask();
      go();
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      if (task === undefined) resolve();
      else reject(new Error(`a process ended with ${code} at ${JSON.stringify(task)}`));
    });
    go();
  });
}

function partText(name: PartName, { tally, cpuMs }: PartReport): string {
  const { answers = 0, ...counts } = tally;
  return [
    `${name}: ${number(answers)} answers compared, ${number(cpuMs / 1_000)} s of processor time`,
    ...Object.entries(counts).map(([what, often]) => `  ${number(often)} ${what}`),
  ].join("\n");
}

function failureText({ task, failure, thrown }: Done, seed: number): string {
  if (failure === undefined)
    return `${task.part}: thrown in block ${task.block} under seed ${seed}\n${thrown}`;
  return [
    `${failure.part}: an answer is not the expected one, made smaller ${failure.shrinks} times`,
    `npm run deep -- --seed ${seed} --at ${JSON.stringify(failure.at)}`,
    "",
    failure.test,
  ].join("\n");
}

const number = (value: number): string => Math.round(value).toLocaleString("en-US");

async function main(args: readonly string[]): Promise<number> {
  const begun = performance.now();
  let [options, plan]: [Options?, Plan?] = [];
  try {
    options = readOptions(args);
    plan = planOf(options);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    return 2;
  }
  print(`seed ${options.seed}, share ${options.share}\n`);
  const isRight = await sweep(plan, options.seed);
  print(
    `${isRight ? "All as expected" : "Not all as expected"}, seed ${options.seed}, ` +
      `${((performance.now() - begun) / 1_000).toFixed(0)} s`,
  );
  return isRight ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
