/**
 * QUESTION: what does `count` cost, and does it depend on how long the span is?
 *
 * Why anyone cares: "how many backups did this policy promise since 2015, and how many would that
 * one?" is asked per job, per month and per candidate policy. Whoever counts by listing pays for
 * every run; two ranks cost the same for any span.
 */
import { ratioAtMost, timeAtMost } from "./limits.mjs";
import { consume, duel, randomInstants, ratio } from "./measure.mjs";
import { openPeer, PEERS } from "./peers/peers.mjs";
import { cases } from "./schedules.mjs";
import { summaryRow, table, timeOf, times, timesOurs } from "./table.mjs";

export const question =
  "What does `count` cost for spans of a day up to 100 years, at random places from 1970 to 2100?";

const DAY = 86_400_000;
const FIRST = 0;
const LAST = Date.UTC(2100, 0, 1);
const QUERIES = 4_096;
const LENGTHS = [
  ["1 day", 1],
  ["1 year", 365],
  ["10 years", 3_652],
  ["70 years", 25_567],
  ["100 years", 36_524],
].map(([name, days]) => ({ name, ms: days * DAY }));
const PEER_DAY = Date.UTC(2026, 4, 13); // a Wednesday

export function run({ print }) {
  const all = cases();
  for (const { compiled } of all)
    for (const length of LENGTHS) consume(countAll(compiled, placesFor(length), length.ms));
  const rows = all.map(({ schedule, zone, compiled }) => {
    const own = LENGTHS.map((length) => {
      const places = placesFor(length);
      return {
        name: length.name,
        units: QUERIES,
        run: () => countAll(compiled, places, length.ms),
      };
    });
    return {
      schedule,
      zone,
      found: duel([
        ...own,
        ...PEERS.flatMap((peer) => peerContestant(peer, schedule, zone, compiled)),
      ]),
    };
  });
  print(
    table(
      [
        "schedule",
        "zone",
        ...LENGTHS.map(({ name }) => name),
        "70/1 years",
        ...PEERS.map(({ name }) => `${name}/us, 1 day`),
      ],
      rows.map(line),
      2,
    ),
  );
  print(
    "Peers have no count: they list the runs, so their cost grows with the span (a year: " +
      "365 times a day's).",
  );
  const daily = rows.find((row) => row.schedule.id === "daily" && row.zone === "America/New_York");
  const quarters = rows.find(
    (row) => row.schedule.id === "quarters" && row.zone === "America/New_York",
  );
  return {
    rows,
    summary: [
      summaryRow(`count over 1 day, ${quarters.schedule.title}`, quarters.found, "1 day", ""),
      {
        label: `count over 70 years, ${daily.schedule.title}`,
        runcast: timeOf(daily.found.get("70 years")),
        plain: "-",
        other: () => "-",
      },
    ],
    limits: [
      timeAtMost(
        "count over 70 years, any schedule and zone",
        rows.map(({ found }) => found.get("70 years").samples),
        200,
      ),
      ratioAtMost(
        "count over 70 years against 1 year, any schedule and zone",
        rows.map(({ found }) => ratio(found.get("70 years"), found.get("1 year"))),
        1.25,
      ),
    ],
  };
}

function line({ schedule, zone, found }) {
  const cells = LENGTHS.map(({ name }) => timeOf(found.get(name)));
  const peers = PEERS.map(({ name }) => timesOurs(found.get(name), found.get("1 day")));
  return [
    schedule.title,
    zone,
    ...cells,
    times(ratio(found.get("70 years"), found.get("1 year"))),
    ...peers,
  ];
}

function placesFor(length) {
  return randomInstants(11, QUERIES, FIRST, LAST - length.ms);
}

function countAll(schedule, places, lengthMs) {
  let sum = 0;
  for (let index = 0; index < places.length; index += 1)
    sum += schedule.count(places[index], places[index] + lengthMs);
  return sum;
}

function peerContestant(peer, schedule, zone, compiled) {
  const opened = openPeer(peer, schedule, zone, PEER_DAY);
  if (opened === undefined) return [];
  return [
    {
      name: peer.name,
      units: 1,
      expected: compiled.count(PEER_DAY, PEER_DAY + DAY),
      run: () => opened.list(PEER_DAY, PEER_DAY + DAY).length,
    },
  ];
}
