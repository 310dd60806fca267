/**
 * QUESTION: how close do `fill` and `range` come to a plain loop that writes as many numbers to the
 * same array?
 *
 * Why anyone cares: histograms, calendars and peaks of concurrency want all runs of a fleet for
 * years. No code can be faster than the loop that only writes. Two such loops: `step` adds one
 * distance (all that a schedule without clock changes needs), `copy` reads a list that is already
 * there (all that a windowed schedule could hope for).
 */
import { atLeast } from "./limits.mjs";
import { consume, duel, ratio } from "./measure.mjs";
import { openPeer, PEERS } from "./peers/peers.mjs";
import { cases, SPANS } from "./schedules.mjs";
import { summaryRow, table, timeOf, times, timesOurs } from "./table.mjs";

export const question =
  "How close do `fill` and `range` come to plain loops (step: writes only; copy: from a " +
  "ready array)? Per run.";

const PEER_RUNS = 100;

export function run({ print }) {
  const all = cases();
  const most = Math.max(
    ...all.flatMap(({ compiled }) => SPANS.map((span) => compiled.count(span.from, span.to))),
  );
  const memory = { out: new Float64Array(most), source: new Float64Array(most) };
  // first meet them all, then time
  for (const { compiled } of all) consume(compiled.fill(memory.out, SPANS[0].from, SPANS[0].to));
  const rows = [];
  for (const { schedule, zone, compiled } of all) {
    for (const span of SPANS) {
      const own = ownContestants(schedule, compiled, span, memory);
      const peers =
        span === SPANS[0]
          ? PEERS.flatMap((peer) => peerContestant(peer, schedule, zone, compiled, span))
          : [];
      const found = duel([...own, ...peers]);
      rows.push({ schedule, zone, years: span.years, runs: own[0].units, found });
    }
  }
  print(
    table(
      [
        "schedule",
        "zone",
        "years",
        "runs",
        "fill",
        "step",
        "of step",
        "copy",
        "of copy",
        "range",
        "of step+new",
        ...PEERS.map(({ name }) => `${name}/us`),
      ],
      rows.map(line),
      2,
    ),
  );
  return { rows, ...conclusions(rows) };
}

function line({ schedule, zone, years, runs, found }) {
  const fill = found.get("fill");
  return [
    schedule.title,
    zone,
    String(years),
    runs.toLocaleString("en-US"),
    timeOf(fill),
    timeOf(found.get("step")),
    times(ratio(found.get("step"), fill)),
    timeOf(found.get("copy")),
    times(ratio(found.get("copy"), fill)),
    timeOf(found.get("range")),
    times(ratio(found.get("step, new array"), found.get("range"))),
    ...PEERS.map(({ name }) => timesOurs(found.get(name), fill)),
  ];
}

function ownContestants(schedule, compiled, { from, to }, { out, source }) {
  const units = compiled.fill(source, from, to);
  const target = out.subarray(0, units);
  const ready = source.subarray(0, units);
  // Each gives its last number: the array itself outlives the loop, so nothing of it can be left
  // out.
  return [
    { name: "fill", units, run: () => out[compiled.fill(out, from, to) - 1] },
    { name: "step", units, run: () => stepLoop(target, from, schedule.stepMs) },
    { name: "copy", units, run: () => copyLoop(target, ready) },
    { name: "range", units, run: () => compiled.range(from, to)[units - 1] },
    {
      name: "step, new array",
      units,
      run: () => stepLoop(new Float64Array(units), from, schedule.stepMs),
    },
  ];
}

/**
 * Peers list the first runs of the shortest span: all of it would take them minutes, and a run
 * costs them the same anywhere.
 */
function peerContestant(peer, schedule, zone, compiled, { from }) {
  const opened = openPeer(peer, schedule, zone, from);
  if (opened === undefined) return [];
  const to = compiled.nth(compiled.rank(from) + PEER_RUNS);
  const expected = sum(compiled.range(from, to));
  return [{ name: peer.name, units: PEER_RUNS, expected, run: () => sum(opened.list(from, to)) }];
}

function stepLoop(out, from, stepMs) {
  let run = from;
  for (let index = 0; index < out.length; index += 1) {
    out[index] = run;
    run += stepMs;
  }
  return run;
}

function copyLoop(out, source) {
  for (let index = 0; index < out.length; index += 1) out[index] = source[index];
  return out[out.length - 1];
}

const sum = (runs) => runs.reduce((total, run) => total + run, 0);

function conclusions(rows) {
  const home = rows.filter((row) => row.zone === "America/New_York");
  const limit = (id, loop) => {
    const same = home.filter((row) => row.schedule.id === id);
    const found = same.map((row) => ratio(row.found.get(loop), row.found.get("fill")));
    return atLeast(
      `fill against the plain ${loop} loop, ${same[0].schedule.title}, America/New_York`,
      found,
      0.5,
      0.9,
    );
  };
  return {
    summary: home
      .filter((row) => row.years === 10 && row.schedule.id !== "gated")
      .map(({ schedule, found }) =>
        summaryRow(`fill, per run, ${schedule.title}`, found, "fill", "step"),
      ),
    limits: [
      limit("daily", "step"),
      limit("quarters", "step"),
      limit("windowed", "step"),
      limit("windowed", "copy"),
      limit("gated", "step"),
      limit("gated", "copy"),
    ],
  };
}
