/**
 * QUESTION: how far is `simulate` from a simulation library, and from what the machine can do at
 * all?
 *
 * Why anyone cares: a script with SimPy is what people write who want to know what becomes of their
 * jobs. 2,000 jobs every 15 minutes for three days, 5 to 12 minutes each, 2 % fail and are retried,
 * no job runs beside itself: *alone*, and on 20 proxies of 64 slots, where many sessions wait.
 * SimPy puts its sessions into a list; what most metrics of `summarize` take in Python on top is
 * timed apart, so that like work can be compared, or sessions alone. Of `simulate` the first of a
 * process, whose code is cold, and the second, are told apart from the fifth to eighth. *Heap*:
 * nothing but events in their order, with the same draws, without metrics. *Limit*: draw the luck
 * and write the columns, job by job, in no order. Of these two the best of eight times counts.
 *
 * Each contestant is a process of its own (`bench/contestants`), they take turns, there and back,
 * and a ratio is taken within a round. Times are the processor's, compiler and collector of garbage
 * included, without starting a process and loading code. Before anything is timed, heap and limit
 * must write the rows that runcast writes, in any order. SimPy draws its own luck and does not list
 * what is under way at the end, so its counts and means must be ours within 2 %. (The mean exposure
 * within 5 %: of those that come at one instant runcast takes the first in the list first, SimPy
 * whoever was done first the last time.)
 *
 * Then sizes. What a session costs of 50,000 jobs over half a day, against one of 100 jobs over as
 * many days as make as many sessions: both with cold code, so that only the jobs differ. The bytes
 * of a session: what the peak of a process grows by from three days to thirty, for each session
 * more; some 31 of them are its row. Last, 100,000 nightly jobs, for the memory that they take: 30
 * nights, with `--thorough` a year (memory should not know the difference).
 */
import { spawnSync } from "node:child_process";
import os from "node:os";
import { fileURLToPath } from "node:url";
import { atLeast, atMost, ratioAtMost } from "./limits.mjs";
import { consume, median, ratio } from "./measure.mjs";
import { significant, table, time, times } from "./table.mjs";

export const question =
  "How far is a simulation from SimPy, and from what the machine can do at all?";

const THOROUGH = process.argv.includes("--thorough");
const ROUNDS = THOROUGH ? 7 : 3;
const NIGHTS = THOROUGH ? 365 : 30;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MINUTE = 60_000;
const MB = 2 ** 20;
const FROM = Date.UTC(2026, 0, 5);
const INSTALL = "apt-get install python3-simpy3";

/** The fleet that is simulated; its seed is any. */
export const MODEL = {
  jobs: 2_000,
  proxies: 0,
  slots: 64,
  from: FROM,
  to: FROM + 3 * DAY,
  everyMs: 15 * MINUTE,
  lowMs: 5 * MINUTE,
  highMs: 12 * MINUTE,
  failed: 0.02,
  retries: 3,
  retryWaitMs: 5 * MINUTE,
  seed: 1,
  repeats: 8,
};
const ALONE = MODEL;
const SLOTS = { ...MODEL, proxies: 20 };
const LARGE = { ...MODEL, jobs: 20_000, proxies: 200, to: FROM + 6 * HOUR, repeats: 1 };

/** How far SimPy's figures may be from runcast's, as a share. */
const TOLERANCES = { sessions: 0.02, missed: 0.02, wait: 0.02, busy: 0.02, exposure: 0.05 };

// What is compared; a process of a contestant is good for one or two of them.
const METRICS = "SimPy, sessions and metrics";
const LIST = "SimPy, sessions in a list";
const FIRST = "`simulate`, the first of a process";
const SECOND = "`simulate`, the second";
const LATER = "`simulate`, the fifth to eighth";
const HEAP = "a bare heap of events, no metrics";
const LIMIT = "the limit: luck and columns, no order";

const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** Contestants, and what of their times goes under which name. */
const CONTESTANTS = {
  SimPy: [
    [METRICS, (ms, metricsMs) => ms[0] + metricsMs],
    [LIST, (ms) => ms[0]],
  ],
  runcast: [
    [FIRST, (ms) => ms[0]],
    // Where a model is lived through once, there are no others.
    [SECOND, (ms) => ms[1] ?? Number.NaN],
    [LATER, (ms) => meanOf(ms.slice(4))],
  ],
  heap: [[HEAP, (ms) => Math.min(...ms)]],
  limit: [[LIMIT, (ms) => Math.min(...ms)]],
};

export function run({ print }) {
  const peer = findSimPy();
  if (peer === undefined) print(`SimPy is skipped: no python3 here has it (${INSTALL}).\n`);
  const names = [...(peer === undefined ? [] : ["SimPy"]), "runcast", "heap", "limit"];
  const withoutLimit = names.slice(0, -1);

  // Nothing is timed that is not known to come to the same.
  takeTurns({ ...ALONE, to: FROM + DAY }, names, 1, peer);
  takeTurns({ ...SLOTS, to: FROM + DAY }, withoutLimit, 1, peer);

  const alone = takeTurns(ALONE, names, ROUNDS, peer);
  const slots = takeTurns(SLOTS, withoutLimit, ROUNDS, peer);
  const large = takeTurns(LARGE, withoutLimit, ROUNDS, peer);
  const cases = [alone, slots, large];
  print(
    table(
      ["cpu, a session (wall)", "alone", "20 proxies of 64 slots", "20,000 jobs, 200 proxies"],
      [...alone.keys()].map((label) => [label, ...cases.map((found) => costOf(found.get(label)))]),
    ),
  );
  const counts = cases.map((found) => found.get(FIRST).sessions.toLocaleString("en-US"));
  print(`\nSessions: ${counts.join(", ")}.`);
  if (peer !== undefined) printRatios(print, peer, cases);

  const sizes = [false, true].map(compareSizes);
  const dearer = sizes.map(({ small, big }) => ratio(big, small));
  print(
    `\nA session of 50,000 jobs against one of 100: ${times(dearer[0])} alone ` +
      `(${time(sizes[0].big.ns)}), ${times(dearer[1])} with a proxy of 64 slots for every 100 ` +
      `jobs (${time(sizes[1].big.ns)}).`,
  );
  const bytes = bytesOfSession();
  print(`A session takes ${significant(bytes)} B at the peak, alone.`);
  const nights = measure("nights", { from: FROM, to: FROM + NIGHTS * DAY, repeats: 1 });
  print(
    `100,000 jobs, ${NIGHTS} nights, summary only: ` +
      `${nights.sessions.toLocaleString("en-US")} sessions, ` +
      `${significant(nights.wallMs[0] / 1e3)} s on the wall, ` +
      `${significant(nights.cpuMs[0] / 1e3)} s of cpu, at most ${significant(nights.peakMb)} MB.`,
  );

  const against = (found, label = LATER) => ratio(found.get(METRICS), found.get(label));
  return {
    rows: { cases: cases.map((found) => Object.fromEntries(found)), sizes, bytes, nights },
    summary: [],
    limits: [
      ...(peer === undefined
        ? []
        : [
            atLeast("`simulate` alone, against SimPy with metrics", [against(alone)], 80, 110),
            atLeast(
              "`simulate` with 20 proxies of 64 slots, against the same",
              [against(slots)],
              40,
              60,
            ),
            atLeast("20,000 jobs with slots, against the same", [against(large, FIRST)], 10),
          ]),
      ratioAtMost("a session of 50,000 jobs against one of 100, alone and with slots", dearer, 1.9),
      atMost("memory for a session at the peak, alone", bytes, 40, " B"),
      atMost(`memory for 100,000 jobs over ${NIGHTS} nights`, nights.peakMb, 400, " MB"),
    ],
  };
}

/**
 * Lets contestants live through a model in turns, there and back, a process a turn. Throws where
 * they come to something else than runcast. Gives a Map: label -> `{ ns, wallNs, samples, sessions
 * }`, `ns` and `samples` of the processor a session.
 */
function takeTurns(model, names, rounds, peer) {
  const labels = names.flatMap((name) => CONTESTANTS[name]);
  const found = new Map(labels.map(([label]) => [label, { samples: [], wall: [] }]));
  for (let round = 0; round < rounds; round += 1) {
    const turns = new Map();
    for (const name of round % 2 === 0 ? names : names.toReversed())
      turns.set(name, measure(name, model, peer));
    for (const name of names) {
      const turn = turns.get(name);
      expectSame(name, turn, turns.get("runcast"));
      for (const [label, msOf] of CONTESTANTS[name]) {
        const entry = found.get(label);
        entry.sessions = turn.sessions;
        entry.samples.push((1e6 * msOf(turn.cpuMs, turn.metricsCpuMs)) / turn.sessions);
        entry.wall.push((1e6 * msOf(turn.wallMs, turn.metricsWallMs)) / turn.sessions);
      }
    }
  }
  for (const entry of found.values()) {
    entry.ns = median(entry.samples);
    entry.wallNs = median(entry.wall);
  }
  return found;
}

function expectSame(name, turn, ours) {
  consume(turn.sum ?? turn.sessions);
  const off =
    name === "SimPy"
      ? Object.keys(TOLERANCES).filter(
          (figure) => Math.abs(turn[figure] - ours[figure]) > TOLERANCES[figure] * ours[figure],
        )
      : ["sessions", "sum"].filter((figure) => turn[figure] !== ours[figure]);
  if (off.length === 0) return;
  const parted = off.map((figure) => `${figure} ${turn[figure]}, not ${ours[figure]}`);
  throw new Error(`${name} comes to something else than runcast: ${parted.join("; ")}`);
}

/** A contestant in a process of its own. */
export function measure(name, model, peer) {
  const isSimPy = name === "SimPy";
  const file = fileURLToPath(
    new URL(`contestants/${isSimPy ? "simpy_fleet.py" : `${name}.mjs`}`, import.meta.url),
  );
  const command = isSimPy ? peer.python : process.execPath;
  const child = spawnSync(command, [file, JSON.stringify(model)], { encoding: "utf8" });
  if (child.status !== 0) throw new Error(`${name} did not end well:\n${child.stderr}`);
  return JSON.parse(child.stdout);
}

/** The python3 that has SimPy, and its version; undefined where none has. */
export function findSimPy() {
  const program = "import platform, simpy; print(simpy.__version__, platform.python_version())";
  for (const python of ["/usr/bin/python3", "python3"]) {
    const { status, stdout } = spawnSync(python, ["-c", program], { encoding: "utf8" });
    if (status !== 0) continue;
    const [version, pythonVersion] = stdout.trim().split(" ");
    return { python, version, pythonVersion };
  }
  return undefined;
}

/** How many times as fast as SimPy all are: the table for the README. */
function printRatios(print, { version, pythonVersion }, [alone, slots]) {
  const speeds = (base) =>
    [alone, slots].map(
      (found) => (label) =>
        label === base ? "1" : times(ratio(found.get(base), found.get(label))),
    );
  const columns = [METRICS, LIST].flatMap(speeds);
  print("\nHow many times as fast as SimPy, with the metrics and without:\n");
  print(
    table(
      [
        "2,000 jobs every 15 minutes",
        "alone",
        "20 proxies of 64 slots",
        "alone, no metrics",
        "with slots, no metrics",
      ],
      [...alone.keys()].map((label) => [label, ...columns.map((speed) => speed(label))]),
    ),
  );
  const onTheWall = (label) =>
    [alone, slots]
      .map((found) => significant(found.get(METRICS).wallNs / found.get(label).wallNs))
      .join(" and ");
  print(
    "\nBy the clock on the wall, with the collector of garbage and the compiler on a core of " +
      `their own, \`simulate\` is ${onTheWall(FIRST)} times as fast as SimPy with the metrics in ` +
      `the first simulation of a process, ${onTheWall(LATER)} times in the fifth to eighth.`,
  );
  const [cpu] = os.cpus();
  const today = new Date().toISOString().slice(0, 10);
  print(
    `\nMeasured on ${os.cpus().length} cores of ${cpu?.model ?? "an unknown machine"}, ` +
      `${today}: SimPy ${version} on Python ${pythonVersion}, Node ${process.versions.node}.`,
  );
}

/** What a session costs, the least and the most of the rounds, and the clock on the wall. */
function costOf(result) {
  // There is no second time where a model is lived through once.
  if (result === undefined || Number.isNaN(result.ns)) return "-";
  const { ns, wallNs, samples } = result;
  const [least, most] = [Math.min(...samples), Math.max(...samples)];
  return `${time(ns)} [${significant(least)} to ${significant(most)}] (${time(wallNs)})`;
}

/** As many sessions of 100 jobs and of 50,000, in turns. */
function compareSizes(isShared) {
  const models = [100, 50_000].map((jobs) => ({
    ...MODEL,
    jobs,
    proxies: isShared ? jobs / 100 : 0,
    to: FROM + (600_000 / jobs) * HOUR,
    repeats: 1,
  }));
  const found = models.map(() => ({ samples: [] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const turn = takeTurns(models[index], ["runcast"], 1).get(FIRST);
      found[index].samples.push(turn.ns);
    }
  }
  const [small, big] = found.map(({ samples }) => ({ samples, ns: median(samples) }));
  return { small, big };
}

/** What the peak of a process grows by for each session more: what it takes anyway drops out. */
function bytesOfSession() {
  const bytes = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [few, many] = [3, 30].map((days) =>
      measure("runcast", { ...ALONE, to: FROM + days * DAY, repeats: 1 }),
    );
    bytes.push(((many.peakMb - few.peakMb) * MB) / (many.sessions - few.sessions));
  }
  return median(bytes);
}
