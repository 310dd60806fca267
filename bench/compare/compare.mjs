/**
 * One peer in one zone: all schedules, all spans, every difference in its class.
 */
import { classify } from "./classify.mjs";
import { clockOf, dueBy, FROM, nominalsOf, ours, TO } from "./clocks.mjs";
import { CONTENDERS, ruleStart } from "../peers/contenders.mjs";
import { DAILY, NOON, SCHEDULES, switchesOf } from "./schedules.mjs";
import { schedulesIn, spansOf, WHOLE_ZONES } from "./spans.mjs";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The name under which our own engine is held against the text of its rules. */
export const RULES = "the text of R7 and R8";

/** Shown rather than others as examples: clocks that people know. */
const FAVOURITES = [
  "America/New_York",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Asia/Beirut",
];

/** A choice of switches as it is printed. */
export const wordsOf = (switches) =>
  Object.entries(switches)
    .map(([name, value]) => `${name}: "${value}"`)
    .join(", ");

/**
 * What came of a task: `{ peer, zone, rows, examples, unknown }`, a row for each schedule: runs
 * compared, equal ones, differences by class, and what is left under each choice of the switches.
 */
export function compareIn(task, peerName) {
  const { zone } = task;
  const clock = clockOf(zone);
  const schedules = schedulesIn(task);
  if (peerName === RULES) return compareRules(clock, schedules);
  const peer = CONTENDERS.find(({ name }) => name === peerName);
  const isAlias = peer.startsProcesses === true && !task.isFirst;
  if (isAlias || peer.knows?.(zone) === false)
    return { peer: peerName, zone, isLeftOut: true, rows: [] };
  const foreign = peer.ownZones === true ? foreignPeriods(peer, clock) : [];
  const rows = [];
  const examples = new Map();
  for (const schedule of schedules.filter((one) => isAsked(peer, one, zone))) {
    const choices = switchesOf(schedule);
    const compiled = choices.map((switches) => ours(schedule, zone, switches));
    const row = { schedule: schedule.id, kind: schedule.kind, compared: 0, equal: 0 };
    row.classes = {};
    row.left = choices.map(() => 0);
    for (const [from, to, found] of answersOf(peer, clock, schedule)) {
      const mine = compiled[0].range(from, to);
      const elapsedFrom = ruleStart(from, zone).toMillis();
      const asked = { clock, schedule, mine, found, from, to, foreign, elapsedFrom };
      const differences = classify(asked);
      const onlyOurs = differences.filter(({ side }) => side === "ours").length;
      row.equal += mine.length - onlyOurs;
      row.compared += mine.length - onlyOurs + differences.length;
      compiled.forEach((one, index) => {
        row.left[index] += countDifferences(one.range(from, to), found.runs);
      });
      for (const difference of differences) {
        const counts = (row.classes[difference.name] ??= { ours: 0, theirs: 0, twice: 0 });
        counts[difference.side] += 1;
        keepExample(examples, difference, differences, schedule, zone, found);
      }
    }
    rows.push(row);
  }
  return { peer: peerName, zone, rows, foreign, examples: [...examples.values()] };
}

/** Whether a peer can say a schedule, and has the time for it in a zone. */
function isAsked(peer, schedule, zone) {
  if (!peer.reads(schedule)) return false;
  return peer.startsProcesses !== true || schedule.kind === DAILY || WHOLE_ZONES.includes(zone);
}

/** What a peer says, span by span. One that fails in all the years is asked in parts. */
function* answersOf(peer, clock, schedule) {
  const ask = ([from, to]) => [from, to, peer.list(schedule, clock.zone, from, to)];
  const spans = spansOf(clock, schedule, peer.isFast);
  const answers = spans.map(ask);
  const isInParts = answers.some(([from, , { failed }]) => failed !== undefined && from === FROM);
  yield* isInParts && peer.isFast ? spansOf(clock, schedule).map(ask) : answers;
}

/** Our engine against our rules, under every choice of the switches. */
function compareRules(clock, schedules) {
  const rows = schedules.map((schedule) => {
    const row = { schedule: schedule.id, kind: schedule.kind, compared: 0, equal: 0, left: [0] };
    row.classes = {};
    const choices = switchesOf(schedule);
    const compiled = choices.map((switches) => ours(schedule, clock.zone, switches));
    for (const [from, to] of spansOf(clock, schedule)) {
      const nominals = nominalsOf(clock, schedule, from, to);
      choices.forEach((switches, index) => {
        const mine = compiled[index].range(from, to);
        const due = dueBy(nominals, schedule.kind, switches, from, to);
        const count = countDifferences(mine, due);
        row.compared += mine.length;
        row.equal += mine.length - count;
        row.left[0] += count;
        if (count > 0)
          (row.classes["ours-wrong"] ??= { ours: 0, theirs: 0, twice: 0 }).ours += count;
      });
    }
    return row;
  });
  return { peer: RULES, zone: clock.zone, rows, foreign: [], examples: [] };
}

/** How many runs only one side has, doubles included. */
function countDifferences(mine, theirs) {
  let count = 0;
  let a = 0;
  let b = 0;
  while (a < mine.length || b < theirs.length) {
    const left = mine[a] ?? Infinity;
    const right = theirs[b] ?? Infinity;
    if (left !== right) count += 1;
    if (left <= right) a += 1;
    if (right <= left) b += 1;
  }
  return count;
}

/** Where a peer's noon is not ours, its zone data are others: a day and a half around each. */
function foreignPeriods(peer, clock) {
  const mine = new Set(ours(NOON, clock.zone).range(FROM, TO));
  const { runs, failed } = peer.list(NOON, clock.zone, FROM, TO);
  if (failed !== undefined) throw new Error(`${peer.name}, noon in ${clock.zone}: ${failed}`);
  const theirs = new Set(runs);
  const odd = [...mine, ...theirs].filter((run) => mine.has(run) !== theirs.has(run));
  const periods = [];
  for (const run of odd.sort((a, b) => a - b)) {
    const last = periods.at(-1);
    if (last !== undefined && run - 1.5 * DAY <= last[1]) last[1] = run + 1.5 * DAY;
    else periods.push([run - 1.5 * DAY, run + 1.5 * DAY]);
  }
  return periods;
}

/** The clearest example of each class: a clock that people know, a plain schedule, lately. */
function keepExample(examples, { name, run }, all, schedule, zone, { failed }) {
  const favourite = FAVOURITES.indexOf(zone);
  const rank = [
    favourite === -1 ? FAVOURITES.length : favourite,
    SCHEDULES.indexOf(schedule),
    Math.abs(run - Date.UTC(2026, 6, 1)),
  ];
  const known = examples.get(name);
  if (known !== undefined && compareRanks(known.rank, rank) <= 0) return;
  const around = all.filter((one) => one.name === name && Math.abs(one.run - run) <= 3 * HOUR);
  const of = (side) => around.filter((one) => one.side === side).map((one) => one.run);
  examples.set(name, {
    ...{ name, rank, zone, schedule: schedule.id, failed },
    ...{ ours: of("ours"), theirs: of("theirs"), twice: of("twice") },
  });
}

/** Whether one rank goes before another. */
export function compareRanks(a, b) {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : a[at] - b[at];
}
