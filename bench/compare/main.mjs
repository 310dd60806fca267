/**
 * `npm run peers`: what other schedulers say, against what runcast says, over all zones of this
 * machine and 20 years; then the simulation against other simulators.
 *
 *     npx tsx bench/compare/main.mjs [--only croner,systemd,simulations] [--zones Europe/Berlin]
 *                                    [--workers 2] [--print] [--write]
 *
 * What came of each peer in each zone is kept in `dist/.check/peers.json`; a run with `--only` or
 * `--zones` puts its part into it, and `--print` asks nobody and prints what is kept. (`--kept
 * FILE` keeps it elsewhere, `--kept ""` nowhere.) `--write`
 * puts the tables into `docs/PEERS.md`, between its marks. Exit code 1: a difference is not
 * counted in a class, a peer in a class has no verdict, or our engine is not what its rules say.
 */
import { fork } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CONTENDERS } from "../peers/contenders.mjs";
import { RULES } from "./compare.mjs";
import { compareSimulations, simulationParts } from "./queues.mjs";
import { tasks } from "./spans.mjs";
import { documentOf, machineOf, problemsOf } from "./tables.mjs";
import { writeBetween } from "./marks.mjs";

const DOCUMENT = fileURLToPath(new URL("../../docs/PEERS.md", import.meta.url));

const SEEDS = 20;

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    zones: { type: "string" },
    workers: { type: "string", default: String(availableParallelism()) },
    print: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    kept: {
      type: "string",
      default: fileURLToPath(new URL("../../dist/.check/peers.json", import.meta.url)),
    },
  },
});

const only = options.only?.split(",");
const names = [RULES, ...CONTENDERS.map(({ name }) => name)];
const kept = readKept();
if (!options.print) {
  kept.machine = machineOf(CONTENDERS);
  await compareAll();
  if (only?.includes("simulations") ?? true)
    kept.simulations = compareSimulations({ seeds: SEEDS });
  keep();
}
const parts = {
  ...documentOf(kept, names),
  ...(kept.simulations === undefined ? {} : simulationParts(kept.simulations)),
};
console.log(Object.values(parts).join("\n\n"));
if (options.write) writeBetween(DOCUMENT, parts);
const problems = problemsOf(kept);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

function readKept() {
  try {
    return JSON.parse(readFileSync(options.kept, "utf8"));
  } catch {
    return { answers: {} };
  }
}

function keep() {
  if (options.kept === "") return;
  mkdirSync(dirname(options.kept), { recursive: true });
  writeFileSync(options.kept, JSON.stringify(kept));
}

/** Everything that was asked for, a peer in a zone at a time. */
async function compareAll() {
  const zones = options.zones?.split(",");
  const peers = names.filter((name) => only?.some((part) => name.startsWith(part)) ?? true);
  const asked = tasks().filter(({ zone }) => zones?.includes(zone) ?? true);
  const queue = peers.flatMap((peer) => asked.map((task) => ({ task, peer })));
  const all = queue.length;
  let done = 0;
  const take = (answer) => {
    kept.answers[`${answer.peer} ${answer.zone}`] = answer;
    done += 1;
    if (done % Math.ceil(all / 50) !== 0) return;
    console.error(`${Math.floor((100 * done) / all)} %, ${answer.peer}`);
    keep();
  };
  await Promise.all(
    Array.from({ length: Math.min(all, Number(options.workers)) }, () => worked(queue, take)),
  );
}

/** One process, until there is nothing left to do. */
function worked(queue, take) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL("worker.mjs", import.meta.url)));
    const go = () => {
      const next = queue.shift();
      if (next === undefined) child.disconnect();
      else child.send(next);
    };
    child.on("message", (answer) => {
      take(answer);
      go();
    });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`exit code ${code}`))));
    go();
  });
}
