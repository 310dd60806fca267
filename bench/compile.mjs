/**
 * QUESTION: what does it cost to compile a policy, once its zone is known?
 *
 * Why anyone cares: an editor that forecasts while one types compiles on every key; a sweep over a
 * thousand staggered fleets compiles a hundred thousand policies. Measured with many different
 * policies (a loop over one would find its branches predicted and its caches warm) up to the first
 * answer, so that nothing can hide by being put off.
 */
import { compile, parsePolicy } from "runcast";
import { timeAtMost } from "./limits.mjs";
import { duel, randomNumbers } from "./measure.mjs";
import { openPeer, PEERS } from "./peers/peers.mjs";
import { ZONES } from "./schedules.mjs";
import { summaryRow, table, timeOf, timesOurs } from "./table.mjs";

export const question =
  "What does compiling a policy cost in a zone that is known, over 200 different policies " +
  "of a kind?";

const POLICIES = 200;
const PEER_POLICIES = 8;
const AFTER = Date.UTC(2026, 2, 1);
/** The days of a daily policy, and how cron and RRULE spell them. */
const DAYS = {
  Everyday: ["*", ""],
  Workdays: ["1-5", ";BYDAY=MO,TU,WE,TH,FR"],
  Weekends: ["0,6", ";BYDAY=SA,SU"],
  Monday: ["1", ";BYDAY=MO"],
  Saturday: ["6", ";BYDAY=SA"],
};
const MINUTES = ["Minutes5", "Minutes10", "Minutes15", "Minutes30"];
const HOURS = ["Hours1", "Hours2", "Hours4", "Hours8", "Hours12"];

const random = randomNumbers(3);
const below = (limit) => Math.floor(random() * limit);
const pick = (list) => list[below(list.length)];
const two = (number) => String(number).padStart(2, "0");

/**
 * Each kind makes a policy out of fresh random numbers. Masks open and close once or twice a day,
 * as people's do.
 */
const KINDS = [
  {
    id: "daily",
    title: "daily",
    make: () => ({
      type: "Daily",
      dailyType: pick(Object.keys(DAYS)),
      dailyTime: `${two(below(24))}:${two(below(60))}`,
    }),
  },
  {
    id: "minutes",
    title: "every 5 to 30 min",
    make: () => ({ type: "Periodically", periodicallyEvery: pick(MINUTES) }),
  },
  { id: "hours", title: "every 1 to 12 h, offset", make: everyHours },
  {
    id: "backup",
    title: "every 5 to 30 min, backup window",
    make: () => ({ type: "Periodically", periodicallyEvery: pick(MINUTES), ...backupWindow() }),
  },
  {
    id: "start",
    title: "every 1 to 12 h, start window",
    make: () => ({ ...everyHours(), ...startWindow() }),
  },
  {
    id: "both",
    title: "every 1 to 12 h, both windows",
    make: () => ({ ...everyHours(), ...startWindow(), ...backupWindow() }),
  },
];

function everyHours() {
  return {
    type: "Periodically",
    periodicallyEvery: pick(HOURS),
    periodicallyOffsetMinutes: below(60),
  };
}

function backupWindow() {
  return {
    backupWindowEnabled: true,
    backupWindowSettings: { backupWindow: mask(), minuteOffset: 15 * below(8) },
  };
}

function startWindow() {
  return {
    periodicallyWindowEnabled: true,
    periodicallyWindowSettings: { backupWindow: mask(), minuteOffset: 15 * below(8) },
  };
}

function mask() {
  const opens = below(24);
  const hours = 4 + below(16);
  const weekendOpen = random() < 0.5;
  return Array.from(
    { length: 168 },
    (_, cell) =>
      (weekendOpen && (cell < 24 || cell >= 144)) || ((cell % 24) - opens + 24) % 24 < hours,
  );
}

export function run({ print }) {
  const kinds = KINDS.map((kind) => {
    const raw = Array.from({ length: POLICIES }, kind.make);
    return { ...kind, raw, policies: raw.map((policy) => parsePolicy(policy)) };
  });
  const rows = [];
  for (const zone of ZONES) {
    compile(kinds[0].policies[0], { zone }); // from here on the zone is known
    for (const kind of kinds)
      rows.push({
        kind,
        zone,
        found: duel([
          ...ownContestants(kind, zone),
          ...PEERS.flatMap((peer) => peerContestant(peer, kind, zone)),
        ]),
      });
  }
  print(
    table(
      [
        "policies",
        "zone",
        "compile",
        "compile + next",
        "parse",
        ...PEERS.map(({ name }) => `${name}/us`),
      ],
      rows.map(line),
      2,
    ),
  );
  const home = rows.filter((row) => row.zone === "America/New_York");
  return {
    rows,
    summary: [home[0], home[5]].map(({ kind, found }) =>
      summaryRow(
        `parse, compile, first answer, ${kind.title}`,
        found,
        "parse + compile + next",
        "",
      ),
    ),
    limits: [
      timeAtMost(
        "compile + next in a known zone, any policy and zone",
        rows.map(({ found }) => found.get("compile + next").samples),
        50_000,
      ),
    ],
  };
}

/**
 * Peers read text where we take a parsed policy, so they are held against all of ours: parse +
 * compile + next.
 */
function line({ kind, zone, found }) {
  const peers = PEERS.map(({ name }) =>
    timesOurs(found.get(name), found.get("parse + compile + next")),
  );
  return [
    kind.title,
    zone,
    timeOf(found.get("compile")),
    timeOf(found.get("compile + next")),
    timeOf(found.get("parse")),
    ...peers,
  ];
}

function ownContestants({ raw, policies }, zone) {
  const over = (list, ask) => () => {
    let sum = 0;
    for (let index = 0; index < list.length; index += 1) sum += ask(list[index]);
    return sum;
  };
  return [
    {
      name: "compile",
      units: POLICIES,
      run: over(policies, (policy) => compile(policy, { zone }).clock.zone.length),
    },
    {
      name: "compile + next",
      units: POLICIES,
      run: over(policies, (policy) => compile(policy, { zone }).next(AFTER)),
    },
    { name: "parse", units: POLICIES, run: over(raw, (policy) => parsePolicy(policy).type.length) },
    {
      name: "parse + compile + next",
      units: POLICIES,
      run: over(raw, (policy) => compile(parsePolicy(policy), { zone }).next(AFTER)),
    },
  ];
}

/** From text to the first answer, for the kinds that peers can spell: times of day and minutes. */
function peerContestant(peer, kind, zone) {
  const spell = SPELLINGS[kind.id];
  if (spell === undefined) return [];
  const schedules = kind.raw.slice(0, PEER_POLICIES).map(spell);
  const run = () => {
    let sum = 0;
    for (const schedule of schedules)
      sum += openPeer(peer, schedule, zone, AFTER).walker(AFTER, true)();
    return sum;
  };
  const expected = kind.policies
    .slice(0, PEER_POLICIES)
    .reduce((sum, policy) => sum + compile(policy, { zone }).next(AFTER - 1), 0);
  return [{ name: peer.name, units: PEER_POLICIES, expected, run }];
}

const SPELLINGS = {
  daily: ({ dailyTime, dailyType }) => {
    const [hour, minute] = dailyTime.split(":").map(Number);
    const [cronDays, rruleDays] = DAYS[dailyType];
    return {
      cron: () => [`${minute} ${hour} * * ${cronDays}`],
      rrule: () => [`FREQ=DAILY;BYHOUR=${hour};BYMINUTE=${minute};BYSECOND=0${rruleDays}`],
    };
  },
  minutes: ({ periodicallyEvery }) => {
    const minutes = Number(periodicallyEvery.slice("Minutes".length));
    return {
      cron: () => [`*/${minutes} * * * *`],
      rrule: () => [`FREQ=MINUTELY;INTERVAL=${minutes}`],
    };
  },
};
