/**
 * Are the examples of `docs/PEERS.md` still so? Each row of its classes names a peer, a zone, a
 * schedule, and runs that only one side has.
 *
 *     node bench/compare/examples.mjs [--theirs]
 *
 * Ours are looked up in the engine; with `--theirs`, which needs the peers' packages, the peer is
 * asked too, where it is there. Prints what is not so, and how many rows were looked at.
 */
import { readFileSync } from "node:fs";
import { ours } from "./clocks.mjs";
import { SCHEDULES } from "./schedules.mjs";

const DAY = 86_400_000;
const ROW = /^\| (.+?) +\| (\w+(?:\/[\w/-]+)?) +\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm;

const text = readFileSync(new URL("../../docs/PEERS.md", import.meta.url), "utf8");
const contenders = process.argv.includes("--theirs")
  ? (await import("../peers/contenders.mjs")).CONTENDERS
  : [];

let rows = 0;
let asked = 0;
const problems = [];
for (const [, peer, zone, id, onlyOurs, onlyTheirs] of text.matchAll(ROW)) {
  const schedule = SCHEDULES.find((one) => one.id === id);
  if (schedule === undefined) continue;
  rows += 1;
  const mine = instantsOf(onlyOurs);
  const theirs = instantsOf(onlyTheirs);
  const compiled = ours(schedule, zone);
  for (const run of mine)
    if (!compiled.has(run)) problems.push(`${peer}, ${zone}, ${id}: ours has no ${iso(run)}`);
  if (!onlyTheirs.includes("twice"))
    for (const run of theirs)
      if (compiled.has(run)) problems.push(`${peer}, ${zone}, ${id}: ours has ${iso(run)}`);

  const contender = contenders.find(({ name }) => name === peer);
  // An interval of elapsed time depends on where it was begun.
  if (contender === undefined || schedule.elapsedMs !== undefined) continue;
  asked += 1;
  const all = [...mine, ...theirs].sort((a, b) => a - b);
  const { runs } = contender.list(schedule, zone, all[0] - 5 * DAY, all.at(-1) + DAY);
  for (const run of mine)
    if (runs.includes(run)) problems.push(`${peer}, ${zone}, ${id}: theirs has ${iso(run)}`);
  for (const run of theirs)
    if (!runs.includes(run)) problems.push(`${peer}, ${zone}, ${id}: theirs has no ${iso(run)}`);
}
for (const problem of problems) console.log(problem);
console.log(`${rows} examples, ${asked} peers asked`);
process.exitCode = problems.length > 0 ? 1 : 0;

function instantsOf(cell) {
  return Array.from(cell.matchAll(/\d{4}-\d\d-\d\dT\d\d:\d\d/g), ([time]) =>
    Date.parse(`${time}Z`),
  );
}

function iso(run) {
  return new Date(run).toISOString().slice(0, 16);
}
