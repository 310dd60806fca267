/**
 * The simulation against SimPy, ciw and the formulas of queueing theory: the same models, the mean
 * of every figure over many seeds with its interval.
 *
 *     npx tsx bench/compare/queues.mjs [--seeds 20] [--models 7] [--json]
 *
 * Each draws its own luck. Of the seeds of one side the mean has an interval of 95 %, by Student's
 * t; two sides agree where their intervals overlap, and a formula where it lies in the interval.
 * Poisson arrivals are those of test/support/poissonQueue.ts, which is why this runs by `tsx`.
 * SimPy is Debian's `python3-simpy3`, ciw whatever the Python finds (`PYTHONPATH`): rows of who is
 * not there are left out.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parsePolicy, simulate } from "runcast";
import { erlangC, exponential, observe } from "../../test/support/poissonQueue.ts";
import { findSimPy, measure, MODEL } from "../fleets.mjs";
import { significant, table } from "../table.mjs";
import { meanService, metricsOf, MODELS } from "./queueModels.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONDAY = Date.UTC(2026, 0, 5);
const QUEUES = fileURLToPath(new URL("../contestants/queues.py", import.meta.url));

/** The fleet of the benches, smaller: jobs that skip, fail and are retried, on shared proxies. */
const FLEET = { ...MODEL, jobs: 200, proxies: 2, to: MODEL.from + DAY };
const FLEET_METRICS = [
  ["sessions", "sessions"],
  ["missed", "starts skipped"],
  ["wait", "mean wait, min", 1 / MINUTE],
  ["busy", "sessions at once"],
  ["exposure", "mean exposure, min", 1 / MINUTE],
];

/** Compares all; gives the tables and what came of each figure. */
export function compareSimulations({ seeds, models = MODELS.length }) {
  const numbers = Array.from({ length: seeds }, (_, index) => index + 1);
  const engines = ["simpy", "ciw"].flatMap((name) => foundEngine(name));
  const rows = [];
  const speeds = [];
  for (const model of MODELS.slice(0, models)) {
    const found = new Map([["runcast", numbers.map((seed) => ours(model, seed))]]);
    for (const engine of engines)
      if (model.shared !== true || engine.name === "ciw")
        found.set(engine.name, theirs(engine, model, numbers));
    const theory = formulas(model);
    for (const [metric, title] of metricsOf(model))
      rows.push(rowOf(model.name, title, metric, found, theory[metric]));
    speeds.push({ model: model.name, costs: costsOf(found) });
  }
  const simpy = findSimPy();
  if (simpy !== undefined && models === MODELS.length) {
    for (const [words, model] of [
      ["200 jobs every 15 minutes, alone", { ...FLEET, proxies: 0 }],
      ["200 jobs every 15 minutes, 2 proxies of 64 slots", FLEET],
    ]) {
      const lived = (name) =>
        numbers.map((seed) => {
          const found = measure(name, { ...model, seed }, simpy);
          // Ours when warm, the fifth to eighth of a process; both with their metrics.
          const warm = found.cpuMs.slice(-4);
          const ms = warm.reduce((sum, one) => sum + one, 0) / warm.length;
          return { ...found, cpuMs: ms + (found.metricsCpuMs ?? 0) };
        });
      const found = new Map([
        ["runcast", lived("runcast")],
        ["simpy", lived("SimPy")],
      ]);
      for (const [metric, title, scale] of FLEET_METRICS)
        rows.push(rowOf(words, title, metric, found, undefined, scale));
      speeds.push({ model: words, costs: costsOf(found) });
    }
  }
  return { seeds, engines, rows, speeds };
}

/** One figure on all sides, and whether they agree. */
function rowOf(model, title, metric, found, theory, scale = 1) {
  const sides = Array.from(found, ([name, all]) => ({
    name,
    ...intervalOf(all.map((one) => one[metric] * scale)),
  }));
  const [mine, ...others] = sides;
  const overlaps = others.every(
    ({ mean, half }) => Math.abs(mean - mine.mean) <= half + mine.half + 1e-9 * Math.abs(mean),
  );
  const fits = theory === undefined || Math.abs(theory - mine.mean) <= mine.half + 1e-9;
  return { model, title, sides, theory, overlaps, fits };
}

/** The mean and half of its interval of 95 %. */
export function intervalOf(values) {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, half: studentT(count - 1) * Math.sqrt(variance / count) };
}

/** The 97.5 % quantile of Student's t, from the normal one by its first three corrections. */
function studentT(degrees) {
  const z = 1.959964;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}

// --- ours

function ours(model, seed) {
  const before = process.cpuUsage();
  const figures = model.kind === "queue" ? ourQueue(model, seed) : ourNights(model, seed);
  const { user, system } = process.cpuUsage(before);
  return { ...figures, cpuMs: (user + system) / 1e3 };
}

function ourQueue(model, seed) {
  const { servers, load, rate, shared, days } = model;
  const server = shared === true ? { threads: servers } : { slots: servers };
  const asked = { server, rate, offered: servers * load, service: serviceOf(model) };
  const found = observe(asked, days, seed);
  return {
    wait: found.waitMs / found.customers / MINUTE,
    waited: found.waited / found.customers,
    sojourn: found.sojournMs / found.customers / MINUTE,
    busy: found.serviceMs / found.lengthMs,
    customers: (found.customers / found.lengthMs) * DAY,
    sessions: found.customers,
  };
}

/** The length of a service in means, from a number in [0, 1). */
function serviceOf({ service }) {
  if (service === "exponential") return exponential;
  if (service === "constant") return () => 1;
  const [low, high] = service.uniform;
  return (uniform) => low + uniform * (high - low);
}

function ourNights({ jobs, servers, days, service }, seed) {
  const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
  const duration =
    service.lognormal === undefined
      ? { uniform: service.uniform.map((minutes) => `${minutes}m`) }
      : { lognormal: { median: `${service.lognormal.median}m`, p95: `${service.lognormal.p95}m` } };
  const fleet = {
    jobs: Array.from({ length: jobs }, (_, job) => ({
      ...{ id: `job-${job}`, policy, proxyId: "proxy", workload: { duration } },
    })),
    proxies: [{ id: "proxy", slots: servers }],
  };
  // From noon to noon: every night is over.
  const from = MONDAY + 12 * HOUR;
  const { sessions } = simulate(fleet, { from, to: from + days * DAY, seed });
  const nights = new Map();
  let waitMs = 0;
  let busyMs = 0;
  for (let row = 0; row < sessions.length; row += 1) {
    const nominal = sessions.nominal[row];
    const night = nights.get(nominal) ?? { longestMs: 0, endMs: 0 };
    const ownMs = sessions.start[row] - nominal;
    waitMs += ownMs;
    busyMs += sessions.end[row] - sessions.start[row];
    night.longestMs = Math.max(night.longestMs, ownMs);
    night.endMs = Math.max(night.endMs, sessions.end[row] - nominal);
    nights.set(nominal, night);
  }
  const mean = (key) =>
    [...nights.values()].reduce((sum, night) => sum + night[key], 0) / nights.size / MINUTE;
  return {
    wait: waitMs / sessions.length / MINUTE,
    longest: mean("longestMs"),
    end: mean("endMs"),
    busy: busyMs / nights.size / DAY,
    customers: sessions.length / nights.size,
    sessions: sessions.length,
  };
}

// --- others

function foundEngine(name) {
  const program = `import ${name}; print(${name}.__version__)`;
  for (const python of ["/usr/bin/python3", "python3"]) {
    const { status, stdout } = spawnSync(python, ["-c", program], { encoding: "utf8" });
    if (status === 0) return [{ name, python, version: stdout.trim() }];
  }
  return [];
}

function theirs({ name, python }, model, seeds) {
  const asked = JSON.stringify({ model, seeds });
  const { status, stdout, stderr } = spawnSync(python, [QUEUES, name, asked], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${name} did not end well:\n${stderr}`);
  return JSON.parse(stdout);
}

/** What theory knows, in minutes. */
function formulas(model) {
  if (model.kind !== "queue") return {};
  const { servers, load, rate, service, shared } = model;
  const known = { busy: servers * load, customers: rate * 48 };
  const length = meanService(model);
  if (shared === true) return { ...known, sojourn: length / (1 - load) };
  if (service === "exponential") {
    const { wait, chance } = erlangC(servers, servers * load);
    return { ...known, wait: wait * length, waited: chance, sojourn: (wait + 1) * length };
  }
  if (service !== "constant" || servers > 1) return known;
  // Pollaczek and Khinchine, where lengths do not vary.
  const wait = (load / (2 * (1 - load))) * length;
  return { ...known, wait, waited: load, sojourn: wait + length };
}

/** The processor's microseconds for a customer: all seeds but the first, whose code is cold. */
function costsOf(found) {
  return Array.from(found, ([name, all]) => {
    const warm = all.slice(1);
    const sum = (key) => warm.reduce((total, one) => total + one[key], 0);
    return { name, us: (1e3 * sum("cpuMs")) / sum("sessions") };
  });
}

// --- tables

/** The parts of the document, by the names of their marks. */
export function simulationParts({ seeds, engines, rows, speeds }) {
  const names = { runcast: "runcast", simpy: "SimPy", ciw: "ciw" };
  const versions = engines.map(({ name, version }) => `${names[name]} ${version}`).join(", ");
  const figure = (sides, wanted) => {
    const side = sides.find(({ name }) => name === wanted);
    return side === undefined ? "-" : `${significant(side.mean)} ± ${precise(side.half)}`;
  };
  const figures = table(
    ["model", "figure", "runcast", "SimPy", "ciw", "formula", "agree"],
    rows.map(({ model, title, sides, theory, overlaps, fits }) => [
      ...[model, title],
      ...["runcast", "simpy", "ciw"].map((name) => figure(sides, name)),
      theory === undefined ? "-" : significant(theory),
      overlaps && fits ? "yes" : "no",
    ]),
    2,
  );
  const agreed = rows.filter(({ overlaps, fits }) => overlaps && fits).length;
  const head = `${versions}; ${seeds} seeds a side. Of ${rows.length} figures ${agreed} agree.`;
  const costs = table(
    ["model", "runcast", "SimPy", "ciw"],
    speeds.map(({ model, costs: own }) => {
      const of = (wanted) => own.find(({ name }) => name === wanted)?.us;
      const base = of("runcast");
      const times = (us) =>
        us === undefined ? "-" : `${significant(us)} us (${significant(us / base)} x)`;
      return [model, `${significant(base)} us`, times(of("simpy")), times(of("ciw"))];
    }),
  );
  return {
    "peers: simulations": `${head}

${figures}`,
    "peers: costs": costs,
  };
}

const precise = (half) => half.toLocaleString("en-US", { maximumSignificantDigits: 2 });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "20" },
      models: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const asked = { seeds: Number(values.seeds) };
  if (values.models !== undefined) asked.models = Number(values.models);
  const found = compareSimulations(asked);
  if (values.json) console.log(JSON.stringify(found));
  else console.log(Object.values(simulationParts(found)).join("\n\n"));
}
