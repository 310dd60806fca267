/**
 * What was compared, as tables for `docs/PEERS.md`; and what must not stay as it is.
 */
import { readFileSync } from "node:fs";
import os from "node:os";
import { table } from "../table.mjs";
import { CLASSES, verdictOf } from "./classes.mjs";
import { compareRanks, RULES, wordsOf } from "./compare.mjs";
import { switchesOf } from "./schedules.mjs";

const SIDES = ["ours", "theirs", "twice"];
const KINDS = [
  ["daily", "daily"],
  ["hours", "hours"],
  ["minutes", "minutes"],
];

const number = (value) => value.toLocaleString("en-US");

/** What the machine is, of which all depends. */
export function machineOf(contenders) {
  return {
    day: new Date().toISOString().slice(0, 10),
    cores: os.cpus().length,
    cpu: os.cpus()[0]?.model ?? "an unknown machine",
    node: process.versions.node,
    zones: process.versions.tz,
    systemZones: systemZones(),
    peers: contenders.map(({ name, version }) => [name.split(" (")[0], version]),
  };
}

function systemZones() {
  try {
    return /# version (\S+)/.exec(readFileSync("/usr/share/zoneinfo/tzdata.zi", "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

/** The parts of the document, by the names of their marks. */
export function documentOf(kept, names) {
  const peers = peersOf(kept, names);
  const rules = peers.get(RULES) ?? sumOf([]);
  peers.delete(RULES);
  return {
    "peers: what was compared": comparedText(kept.machine, rules, peers),
    "peers: summary": summaryTable(peers),
    "peers: nearest switches": nearestTable(peers),
    "peers: by class": classTable(peers),
    "peers: classes": [...classSections(peers)].join("\n\n"),
  };
}

/** All that is not as it should be, a line each. */
export function problemsOf(kept) {
  const problems = new Set();
  for (const { peer, zone, thrown, rows = [] } of Object.values(kept.answers)) {
    if (thrown !== undefined) problems.add(`${peer} in ${zone}: ${thrown}`);
    for (const { schedule, compared, equal, classes } of rows) {
      let different = 0;
      for (const [name, counts] of Object.entries(classes)) {
        different += SIDES.reduce((sum, side) => sum + counts[side], 0);
        if (name === "ours-wrong") problems.add(`${peer} in ${zone}: ${schedule}, OURS IS WRONG`);
        else if (verdictOf(name, peer) === undefined)
          problems.add(`${peer}: class ${name} has no verdict`);
      }
      if (compared - equal !== different)
        problems.add(`${peer} in ${zone}: ${schedule}, a difference is not counted`);
    }
  }
  return [...problems];
}

/** Everything of a peer, zones added up, in the order of the names. */
function peersOf({ answers }, names) {
  const all = Object.values(answers);
  const found = new Map();
  for (const name of names) {
    const own = all.filter(({ peer, thrown }) => peer === name && thrown === undefined);
    if (own.length > 0) found.set(name, sumOf(own));
  }
  return found;
}

function sumOf(answers) {
  const sum = { zones: 0, compared: 0, equal: 0, differing: new Set() };
  Object.assign(sum, { schedules: new Set(), classes: new Map(), left: new Map(), foreign: [] });
  sum.examples = new Map();
  for (const { zone, isLeftOut, rows, foreign = [], examples = [] } of answers) {
    if (isLeftOut !== true) sum.zones += 1;
    if (foreign.length > 0) sum.foreign.push(zone);
    for (const { schedule, kind, compared, equal, classes, left } of rows) {
      sum.schedules.add(schedule);
      sum.compared += compared;
      sum.equal += equal;
      if (compared > equal) sum.differing.add(zone);
      const soFar = sum.left.get(kind) ?? left.map(() => 0);
      sum.left.set(
        kind,
        soFar.map((count, index) => count + left[index]),
      );
      for (const [name, counts] of Object.entries(classes)) {
        const one = sum.classes.get(name) ?? { zones: new Set(), schedules: new Set() };
        one.zones.add(zone);
        one.schedules.add(schedule);
        for (const side of SIDES) one[side] = (one[side] ?? 0) + counts[side];
        sum.classes.set(name, one);
      }
    }
    for (const example of examples) {
      const known = sum.examples.get(example.name);
      if (known === undefined || compareRanks(example.rank, known.rank) < 0)
        sum.examples.set(example.name, example);
    }
  }
  return sum;
}

function comparedText(machine, rules, peers) {
  const foreign = [...peers.values()].reduce((sum, one) => sum + one.foreign.length, 0);
  const versions = new Map(machine.peers);
  const said = [...versions].map(([name, version]) => `${name} ${version}`).join(", ");
  return (
    `Node ${machine.node} with the time-zone database ${machine.zones}, Debian's being ` +
    `${machine.systemZones}; ${said}; ${machine.cores} cores of ${machine.cpu}, ` +
    `${machine.day}.\n\n` +
    `Our engine against the text of R7 and R8, read wall time by wall time and under every ` +
    `choice of the switches: ${number(rules.compared)} runs in ${rules.zones} zones, ` +
    `${number(rules.compared - rules.equal)} differ.\n\n` +
    `Zones in which a peer with zone data of its own has other data than Node: ${foreign}.`
  );
}

function summaryTable(peers) {
  return table(
    ["peer", "schedules", "zones", "runs compared", "equal", "different", "in zones"],
    Array.from(peers, ([name, sum]) => [
      name,
      number(sum.schedules.size),
      number(sum.zones),
      number(sum.compared),
      number(sum.equal),
      number(sum.compared - sum.equal),
      number(sum.differing.size),
    ]),
  );
}

/** Under which choice of our switches least is left of the differences, for each kind. */
function nearestTable(peers) {
  const rows = [];
  for (const [name, { left }] of peers)
    for (const [kind, words] of KINDS) {
      const counts = left.get(kind);
      if (counts === undefined) continue;
      const least = Math.min(...counts);
      const choices = switchesOf({ kind });
      const nearest = `\`${wordsOf(choices[counts.indexOf(least)])}\``;
      rows.push([name, words, nearest, number(counts[0]), number(least)]);
    }
  return table(["peer", "schedules", "nearest switches", "differ by default", "then"], rows, 3);
}

function classTable(peers) {
  const rows = [];
  for (const [name, { classes }] of peers)
    for (const kind of Object.keys(CLASSES)) {
      const counts = classes.get(kind);
      if (counts === undefined) continue;
      rows.push([
        name,
        `[${CLASSES[kind].title}](#${anchorOf(CLASSES[kind].title)})`,
        ...SIDES.map((side) => number(counts[side])),
        number(counts.zones.size),
        number(counts.schedules.size),
      ]);
    }
  const head = ["peer", "class", "only ours", "only theirs", "twice", "zones", "schedules"];
  return table(head, rows, 2);
}

const anchorOf = (title) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

function* classSections(peers) {
  for (const [name, { title, what, kind }] of Object.entries(CLASSES)) {
    const seen = [...peers].filter(([, { classes }]) => classes.has(name));
    if (seen.length === 0) continue;
    yield `### ${title}`;
    yield wrapped(`${what} It is ${kind}.`);
    yield table(
      ["peer", "zone", "schedule", "only ours, UTC", "only theirs, UTC"],
      seen.map(([peer, { examples }]) => exampleRow(peer, examples.get(name))),
      5,
    );
    const said = new Map();
    for (const [peer] of seen) {
      const verdict = verdictOf(name, peer) ?? "Nobody has looked into it.";
      said.set(verdict, (said.get(verdict) ?? new Set()).add(peer.split(" (")[0]));
    }
    for (const [verdict, whose] of said)
      yield wrapped(`**${[...whose].join(" and ")}.** ${verdict}`);
  }
}

function exampleRow(peer, { zone, schedule, ours, theirs, twice }) {
  const shown = (runs, words = "") => {
    const first = runs.slice(0, 2).map((run) => new Date(run).toISOString().slice(0, 16));
    const more = runs.length > 2 ? `, ${runs.length - 2} more` : "";
    return runs.length === 0 ? [] : [`${first.join(", ")}${more}${words}`];
  };
  const other = [...shown(theirs), ...shown(twice, " twice")].join(", ");
  return [peer, zone, schedule, shown(ours)[0] ?? "-", other === "" ? "-" : other];
}

/** A paragraph in lines of at most 100 characters; links and code are never broken. */
function wrapped(text) {
  const words = text.match(/\[[^\]]*\]\([^)]*\)\S*|`[^`]*`\S*|\S+/g);
  const lines = [""];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== "" && last.length + 1 + word.length > 100) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.join("\n");
}
