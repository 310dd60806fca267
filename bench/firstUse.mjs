/**
 * QUESTION: how long does somebody wait for the first answer: the import, and the first question in
 * a zone never used?
 *
 * Why anyone cares: a command line tool or a cloud function pays this on every call. A zone costs
 * most: its table is read from `Intl` by probing 130 years, once per process. *Cold*: in a fresh
 * process, right after the import. *Warm*: in this one, whose code is hot, with zones that it has
 * not used (each can be measured only once; peers take turns to go first).
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { compile, parsePolicy } from "runcast";
import { timeAtMost } from "./limits.mjs";
import { median, quantile } from "./measure.mjs";
import { openPeer, PEERS } from "./peers/peers.mjs";
import { ours, SCHEDULES, ZONES } from "./schedules.mjs";
import { table, time, utc } from "./table.mjs";

export const question = "How long do the import, and the first answer in a zone never used, take?";

const AFTER = Date.UTC(2026, 2, 1);
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PEERS_HOME = fileURLToPath(new URL("peers", import.meta.url));
const PROCESSES = 9;
const COLD_ZONE = "Australia/Lord_Howe";
const WARM_ZONES = 48;

/** What a child does: import, then ask once; it prints both times in ms. */
const ANSWERS = {
  "(nothing)": ["node:path", "module.sep.length"],
  runcast: [
    "runcast",
    `module.compile(module.parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: ` +
      `"22:00" }), { zone }).next(after)`,
  ],
  croner: [
    "croner",
    `new module.Cron("0 22 * * *", { timezone: zone, paused: true }).nextRun(new ` +
      "Date(after)).getTime()",
  ],
  "cron-parser": [
    "cron-parser",
    `module.CronExpressionParser.parse("0 22 * * *", { tz: zone, currentDate: new ` +
      "Date(after) }).next().getTime()",
  ],
  "rrule-temporal": [
    "rrule-temporal",
    "new module.RRuleTemporal({ rruleString: rrule }).next(new Date(after)).epochMilliseconds",
  ],
  "rrule-rust": ["rrule-rust", "module.default.RRuleSet.fromString(rrule).all(1)[0].toTimestamp()"],
};

export function run({ print }) {
  const names = Object.keys(ANSWERS);
  const expected = ours(SCHEDULES[0], COLD_ZONE).next(AFTER);
  const cold = Object.fromEntries(names.map((name) => [name, { importMs: [], answerMs: [] }]));
  for (let round = 0; round < PROCESSES; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const [importMs, answerMs, answer] = inFreshProcess(...ANSWERS[name]);
      cold[name].importMs.push(importMs);
      cold[name].answerMs.push(answerMs);
      if (name !== "(nothing)" && answer !== expected)
        print(`${name} ANSWERS ${utc(answer)}, not ${utc(expected)}`);
    }
  }
  const warm = inThisProcess(print);
  const rows = names
    .slice(1)
    .map((name) => [
      name,
      ...[cold[name].importMs, cold[name].answerMs, warm[name]].flatMap((samples) => [
        ms(median(samples)),
        ms(quantile(samples, 0.95)),
      ]),
    ]);
  print(
    table(
      ["package", "import", "p95", `cold, ${COLD_ZONE}`, "p95", `warm, ${WARM_ZONES} zones`, "p95"],
      rows,
    ),
  );
  const row = (label, find) => ({
    label,
    runcast: ms(median(find("runcast"))),
    plain: "-",
    other: (name) => ms(median(find(name))),
  });
  return {
    rows: { cold, warm },
    summary: [
      row("import, fresh process", (name) => cold[name].importMs),
      row("first answer, fresh process and zone", (name) => cold[name].answerMs),
      row("first answer, fresh zone", (name) => warm[name]),
    ],
    limits: [
      timeAtMost("import in a fresh process", [inNs(cold.runcast.importMs)], 100e6),
      timeAtMost("first answer in a new zone, fresh process", [inNs(cold.runcast.answerMs)], 30e6),
      timeAtMost(
        "first answer in a new zone, warm process, the median zone",
        [inNs([median(warm.runcast)])],
        30e6,
      ),
    ],
  };
}

const ms = (value) => time(value * 1e6);
const inNs = (samples) => samples.map((value) => value * 1e6);

function inFreshProcess(name, answer) {
  const program = `
    const began = performance.now();
    const module = await import(${JSON.stringify(name)});
    const ready = performance.now();
    const zone = ${JSON.stringify(COLD_ZONE)};
    const after = ${AFTER};
    const rule = "RRULE:FREQ=DAILY;BYHOUR=22;BYMINUTE=0;BYSECOND=0";
    const rrule = "DTSTART;TZID=" + zone + ":20260301T110000\\n" + rule;
    const answer = ${answer};
    console.log(JSON.stringify([ready - began, performance.now() - ready, answer]));`;
  const child = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: name === "runcast" ? ROOT : PEERS_HOME,
    encoding: "utf8",
  });
  if (child.status !== 0) throw new Error(`the child that imports ${name} failed: ${child.stderr}`);
  return JSON.parse(child.stdout);
}

/** First answers in zones of all continents, every few names of the host's list; ms per zone. */
function inThisProcess(print) {
  const known = Intl.supportedValuesOf("timeZone").filter(
    (zone) => zone.includes("/") && !ZONES.includes(zone),
  );
  const stride = known.length / WARM_ZONES;
  const schedule = SCHEDULES[0];
  const policy = parsePolicy(schedule.policy);
  const contestants = [
    { name: "runcast", ask: (zone) => compile(policy, { zone }).next(AFTER) },
    ...PEERS.map((peer) => ({
      name: peer.name,
      ask: (zone) => openPeer(peer, schedule, zone, AFTER).walker(AFTER, true)(),
    })),
  ];
  const found = Object.fromEntries(contestants.map(({ name }) => [name, []]));
  for (let index = 0; index < WARM_ZONES; index += 1) {
    const zone = known[Math.floor(index * stride)];
    const answers = [];
    // the host reads a zone's rules once, for whoever comes first
    const first = index % contestants.length;
    for (const { name, ask } of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      const began = performance.now();
      const answer = ask(zone);
      found[name].push(performance.now() - began);
      answers.push({ name, answer });
    }
    // Only now that all have been timed: asking ours earlier would make the zone known.
    const expected = answers.find(({ name }) => name === "runcast").answer;
    for (const { name, answer } of answers)
      if (answer !== expected)
        print(`${name} in ${zone} ANSWERS ${utc(answer)}, not ${utc(expected)}`);
  }
  return found;
}
