/**
 * `npm run bench`: how fast is runcast, against its peers and against what the machine can do at
 * all?
 *
 *     node --expose-gc bench/main.mjs [--json] [--thorough] [name ...]
 *
 * Names: answers next previous fill count compile firstUse simulate exports fleets.
 *
 * Answers are compared before anything is timed (`answers` does only that; `--thorough`: on every
 * day of three years). Then each bench prints its table; at the end comes one table for the README,
 * and what became of the targets. `/us` columns say how many times our cost a peer's is, `of`
 * columns which share of a plain loop's speed we reach; both are medians of rounds taken side by
 * side. `~`: the rounds wavered, believe the first digit; `*`: the timed answers were not ours;
 * `-`: the peer cannot say it.
 */
import os from "node:os";
import { zoneDatabaseVersion } from "runcast";
import { compareAnswers } from "./answers.mjs";
import { verdictText } from "./limits.mjs";
import { checksum } from "./measure.mjs";
import { PEERS } from "./peers/peers.mjs";
import { table } from "./table.mjs";

const NAMES = [
  "answers",
  "next",
  "previous",
  "fill",
  "count",
  "compile",
  "firstUse",
  "simulate",
  "exports",
  "fleets",
];
const options = process.argv.slice(2);
const json = options.includes("--json");
const print = json ? () => {} : (text) => console.log(text);
const wanted = options.filter((option) => !option.startsWith("--"));
const unknown = [
  ...wanted.filter((name) => !NAMES.includes(name)),
  ...options.filter(
    (option) => option.startsWith("--") && !["--json", "--thorough"].includes(option),
  ),
];
if (unknown.length > 0) {
  console.error(
    `bench: unknown ${unknown.join(", ")}; there are: ${NAMES.join(", ")}, --json, --thorough`,
  );
  process.exit(2);
}

const machine = {
  node: process.version,
  v8: process.versions.v8,
  zones: zoneDatabaseVersion,
  cpu: os.cpus()[0]?.model ?? "unknown",
  cores: os.cpus().length,
  load: os.loadavg()[0],
  peers: Object.fromEntries(PEERS.map(({ name, version }) => [name, version])),
};
print(
  `Node ${machine.node}, zones ${machine.zones}, ${machine.cores} x ${machine.cpu}, load ` +
    `${machine.load.toFixed(1)}; ` +
    PEERS.map(({ name, version }) => `${name} ${version}`).join(", "),
);
if (globalThis.gc === undefined)
  print("(without --expose-gc figures are noisier: garbage of one bench is collected in the next)");

const began = performance.now();
heading(
  "answers",
  "Do the peers give the answers that we give? (2025 to 2027; `-`: cannot express the schedule)",
);
const answers = compareAnswers({ print, thorough: options.includes("--thorough") });

const benches = {};
for (const name of NAMES.slice(1)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const bench = await import(`./${name}.mjs`);
  heading(name, bench.question);
  benches[name] = await bench.run({ print });
}

const results = Object.values(benches);
const summary = results.flatMap((result) => result.summary);
const limits = results.flatMap((result) => result.limits);
const summaryTable = table(
  [
    "America/New_York, 10 years",
    "runcast",
    "plain loop",
    ...PEERS.map(({ name, version }) => `${name} ${version}`),
  ],
  summary.map(({ label, runcast, plain, other }) => [
    label,
    runcast,
    plain,
    ...PEERS.map(({ name }) => other(name)),
  ]),
);
if (results.length > 0) printConclusions();
if (os.loadavg()[0] > os.cpus().length)
  print(
    "\nThe machine was busy: absolute times are too high, ratios hold, `~` marks where they waver.",
  );
const seconds = (performance.now() - began) / 1e3;
print(
  `\n${seconds.toFixed(0)} s; load now ${os.loadavg()[0].toFixed(1)}; checksum of all ` +
    `answers ${checksum()}`,
);
if (json)
  console.log(
    JSON.stringify(
      {
        machine,
        seconds,
        answers: answers.differences,
        benches: plainData(benches),
        summary: summaryTable,
        limits,
      },
      undefined,
      1,
    ),
  );

function printConclusions() {
  heading(
    "summary",
    "time (and how many times ours); `-`: not expressible or not offered; `~`: noisy; `*`: " +
      "other answers",
  );
  print(summaryTable);
  const parted = answers.differences
    .filter(({ zone }) => zone === "America/New_York")
    .map(
      ({ peer, schedule, count, compared, failed }) =>
        `${peer}, ${schedule} ` +
        `(${failed === undefined ? `${count} of ${compared.toLocaleString("en-US")}` : "fails"})`,
    );
  print(
    "\nAnswers compared in America/New_York, 2025 to 2027: the " +
      `same${parted.length === 0 ? "" : `, but for ${parted.join("; ")}`}.`,
  );
  heading("limits", "the targets, judged by the worst row");
  for (const limit of limits)
    print(`${verdictText(limit).padEnd(18)} ${limit.what}: ${limit.figure} (${limit.target})`);
}

function heading(name, question) {
  print(`\n## ${name}: ${question}\n`);
}

/** Rows as data: schedules by id, Maps as objects, samples left out. */
function plainData(value) {
  return JSON.parse(
    JSON.stringify(value, (key, entry) => {
      if (entry instanceof Map) return Object.fromEntries(entry);
      if (key === "schedule" || key === "kind") return entry.id;
      return key === "samples" || key === "summary" ? undefined : entry;
    }),
  );
}
