/**
 * Both directions of "which run is nearest?", as `next` and `previous` ask it.
 *
 * Two ways of asking. A *walk* asks for the run after the last answer, as a simulation does; the
 * physical limit is reading the same runs from an array that already has them. *At random* asks
 * anywhere in the timeline, as a web page does; the limit is a binary search in that array. Walks
 * are taken in spurts spread evenly over the span, long ones for us and the array, short ones for
 * peers (they cost a thousand times more); the cost of a step is what is compared.
 */
import { consume, duel, randomInstants, ratio } from "./measure.mjs";
import { openPeer, PEERS } from "./peers/peers.mjs";
import { cases, SPANS } from "./schedules.mjs";
import { table, timeOf, times, timesOurs } from "./table.mjs";

const SPURTS = 32;
const STEPS = 1_000;
const PEER_SPURTS = 2;
const PEER_STEPS = 40;
const PEER_QUERIES = 40;

/**
 * Measures one direction (`forward` or not) in every schedule, zone and span; prints a table;
 * returns rows as data.
 */
export function walkBench({ forward, spans = SPANS, print }) {
  const all = cases();
  for (const { compiled } of all)
    // first meet them all, then time
    consume(walkOurs(compiled, forward, spotsOf(SPANS[0], SPURTS, forward), STEPS));
  const rows = [];
  for (const { schedule, zone, compiled } of all) {
    for (const span of spans) {
      const contestants = [
        ...ownContestants(compiled, span, forward),
        ...PEERS.flatMap((peer) => peerContestants(peer, schedule, zone, compiled, span, forward)),
      ];
      rows.push({ schedule, zone, years: span.years, found: duel(contestants) });
    }
  }
  const head = [
    "schedule",
    "zone",
    "years",
    "walk",
    "array",
    "of array",
    ...PEERS.map(({ name }) => `${name}/us`),
    "random",
    "search",
    "of search",
  ];
  if (forward) head.push("croner/us, random");
  print(
    table(
      head,
      rows.map((row) => line(row).slice(0, head.length)),
      2,
    ),
  );
  return rows;
}

function line({ schedule, zone, years, found }) {
  const walk = found.get("walk");
  const random = found.get("random");
  return [
    schedule.title,
    zone,
    String(years),
    timeOf(walk),
    timeOf(found.get("array")),
    times(ratio(found.get("array"), walk)),
    ...PEERS.map(({ name }) => timesOurs(found.get(name), walk)),
    timeOf(random),
    timeOf(found.get("search")),
    times(ratio(found.get("search"), random)),
    timesOurs(found.get("croner at random"), random),
  ];
}

function ownContestants(compiled, span, forward) {
  const spots = spotsOf(span, SPURTS, forward);
  const runs = compiled.range(
    span.from,
    Math.min(span.to, compiled.nth(compiled.rank(span.from) + SPURTS * STEPS)),
  );
  const everything = compiled.range(span.from, span.to);
  const instants = randomInstants(7, 16_384, span.from, span.to);
  const ask = forward ? compiled.next : compiled.previous;
  return [
    { name: "walk", units: SPURTS * STEPS, run: () => walkOurs(compiled, forward, spots, STEPS) },
    { name: "array", units: runs.length, run: () => readAll(runs, forward) },
    { name: "random", units: instants.length, run: () => askAll(ask, instants) },
    { name: "search", units: instants.length, run: () => searchAll(everything, instants, forward) },
  ];
}

function peerContestants(peer, schedule, zone, compiled, span, forward) {
  const opened = openPeer(peer, schedule, zone, span.from);
  if (opened === undefined) return [];
  // A peer without a way into the middle walks from the start of the span.
  const spots = [...spotsOf(span, PEER_SPURTS, forward)].filter(
    (spot) => opened.walker(spot, forward) !== undefined,
  );
  const instants = randomInstants(7, PEER_QUERIES, span.from, span.to);
  const contestants = [];
  if (spots.length > 0) {
    const expected = walkOurs(compiled, forward, spots, PEER_STEPS);
    contestants.push({
      name: peer.name,
      units: spots.length * PEER_STEPS,
      expected,
      run: () => walkPeer(opened, forward, spots, PEER_STEPS),
    });
  }
  if (peer.name === "croner" && forward) {
    const expected = askAll(compiled.next, instants);
    contestants.push({
      name: "croner at random",
      units: instants.length,
      expected,
      run: () => askAll(opened.next, instants),
    });
  }
  return contestants;
}

/**
 * Evenly spread starting points; forward, the first is the start of the span, backward, the last is
 * its end.
 */
function spotsOf(span, spurts, forward) {
  const stepMs = (span.to - span.from) / spurts;
  return Float64Array.from(
    { length: spurts },
    (_, index) => span.from + Math.floor((forward ? index : index + 1) * stepMs),
  );
}

function walkOurs(schedule, forward, spots, steps) {
  let sum = 0;
  for (const spot of spots) {
    let run = forward ? spot - 1 : spot;
    if (forward) for (let step = 0; step < steps; step += 1) sum += run = schedule.next(run);
    else for (let step = 0; step < steps; step += 1) sum += run = schedule.previous(run);
  }
  return sum;
}

function walkPeer(opened, forward, spots, steps) {
  let sum = 0;
  for (const spot of spots) {
    const walk = opened.walker(spot, forward);
    for (let step = 0; step < steps; step += 1) sum += walk();
  }
  return sum;
}

function askAll(ask, instants) {
  let sum = 0;
  for (let index = 0; index < instants.length; index += 1) sum += ask(instants[index]);
  return sum;
}

function readAll(runs, forward) {
  let sum = 0;
  if (forward) for (let index = 0; index < runs.length; index += 1) sum += runs[index];
  else for (let index = runs.length - 1; index >= 0; index -= 1) sum += runs[index];
  return sum;
}

/** The first entry after each instant, or the last before it. */
function searchAll(runs, instants, forward) {
  let sum = 0;
  for (let query = 0; query < instants.length; query += 1) {
    const instant = instants[query];
    let low = 0;
    let high = runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (forward ? runs[middle] <= instant : runs[middle] < instant) low = middle + 1;
      else high = middle;
    }
    sum += runs[forward ? low : low - 1] ?? 0;
  }
  return sum;
}
