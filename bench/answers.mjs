/**
 * Do the peers say what we say? A fast answer is worth nothing if it is another one, so this runs
 * before anything is timed: every peer's runs against ours, around every clock change of three
 * years and on a day of every other month (`--thorough`: on every day). Differences are counted,
 * the first is shown with both answers, and its reason given where it is known.
 */
import { CORNER_SCHEDULES, ours, SCHEDULES, ZONES } from "./schedules.mjs";
import { openPeer, PEERS } from "./peers/peers.mjs";
import { table, utc } from "./table.mjs";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = Date.UTC(2025, 0, 1);
const TO = Date.UTC(2028, 0, 1);

/**
 * Why a peer differs, where we know. A reason that comes with switches is a claim that is checked:
 * under that clock, one start per instant, our answers must be the peer's.
 */
const REASONS = [
  {
    peer: "croner",
    schedules: ["in-gap"],
    clock: { gap: "gap-end" },
    why: "A reading (R7): a skipped time runs at the first instant after the gap, as in Vixie cron",
  },
  {
    peer: "rrule-temporal",
    schedules: ["in-gap"],
    clock: { gap: "skip" },
    why: "A reading (R7): RFC 5545, 3.3.10 leaves out occurrences at times that the clock skips",
  },
  {
    peer: "rrule-rust",
    schedules: ["quarters", "windowed"],
    clock: { gridOverlap: "first" },
    why:
      "Its repeated hour runs once, a reading (R8); the time after a gap comes twice, a " +
      "fault: one instant, two starts",
  },
  {
    peer: "cron-parser",
    schedules: ["quarters", "windowed"],
    why:
      "A fault: it takes every clock change for a whole hour, and loses the half hour after " +
      "Lord Howe's gap, which the clock does show",
  },
  {
    peer: "cron-parser",
    schedules: ["daily", "in-gap"],
    why: "A fault: it goes in circles on the day of a half-hour clock change",
  },
];

/** Compares all, prints the table and the differences; returns them as data. */
export function compareAnswers({ print, thorough }) {
  const rows = [];
  const differences = [];
  for (const zone of ZONES) {
    for (const schedule of [...SCHEDULES, ...CORNER_SCHEDULES]) {
      const compiled = ours(schedule, zone);
      const spans = spansFor(compiled.zone, schedule.stepMs, thorough);
      let compared = 0;
      for (const [from, to] of spans) compared += compiled.count(from, to);
      const cells = PEERS.map((peer) => {
        const found = differenceOf(peer, schedule, zone, compiled, spans);
        if (found === undefined) return "-";
        if (found.count === 0) return "same";
        differences.push({
          peer: peer.name,
          schedule: schedule.title,
          zone,
          compared,
          ...found,
          reason: reasonOf(peer, schedule, zone, spans),
        });
        return found.failed === undefined ? `${found.count} differ` : "fails";
      });
      rows.push([schedule.title, zone, compared.toLocaleString("en-US"), ...cells]);
    }
  }
  print(table(["schedule", "zone", "runs", ...PEERS.map((peer) => peer.name)], rows, 2));
  print("");
  for (const difference of differences) print(describe(difference));
  return { rows, differences };
}

function differenceOf(peer, schedule, zone, compiled, spans, oncePerInstant = false) {
  let count = 0;
  let first;
  try {
    const opened = openPeer(peer, schedule, zone, FROM);
    if (opened === undefined) return undefined;
    for (const [from, to] of spans) {
      const mine = compiled.range(from, to);
      const theirs = opened.list(from, to);
      const here = symmetricDifference(mine, oncePerInstant ? [...new Set(theirs)] : theirs);
      first ??= here.first;
      count += here.count;
    }
  } catch (error) {
    return { count: 1, failed: `${error.message}` };
  }
  return { count, first };
}

/** How many runs only one side has, and where the two lists part. */
function symmetricDifference(mine, theirs) {
  let count = 0;
  let first;
  let a = 0;
  let b = 0;
  while (a < mine.length || b < theirs.length) {
    const left = mine[a] ?? Number.POSITIVE_INFINITY;
    const right = theirs[b] ?? Number.POSITIVE_INFINITY;
    if (left !== right) {
      count += 1;
      first ??= { ours: left, theirs: right };
    }
    if (left <= right) a += 1;
    if (right <= left) b += 1;
  }
  return { count, first };
}

/**
 * A day and a half around each clock change, and a day of every other month, of all weekdays;
 * `thorough`: all, by the week.
 */
function spansFor(zoneTable, stepMs, thorough) {
  if (stepMs >= 4 * HOUR) return [[FROM, TO]]; // few enough runs to compare them all
  const spans = [];
  if (thorough) {
    for (let week = FROM; week < TO; week += 7 * DAY)
      spans.push([week, Math.min(week + 7 * DAY, TO)]);
    return spans;
  }
  for (const change of zoneTable.starts) {
    if (change > FROM && change < TO) spans.push([change - 36 * HOUR, change + 36 * HOUR]);
  }
  for (let month = 0; month < 36; month += 2) {
    const day = Date.UTC(2025, month, 10 + (month % 7));
    spans.push([day, day + DAY]);
  }
  return spans;
}

/** The known reason as a sentence, and whether it holds. */
function reasonOf(peer, schedule, zone, spans) {
  const reason = REASONS.find(
    (entry) => entry.peer === peer.name && entry.schedules.includes(schedule.id),
  );
  if (reason === undefined)
    return "NO KNOWN REASON: find out who is right before believing any figure";
  if (reason.clock === undefined) return reason.why;
  const inItsReading = ours({ ...schedule, clock: { ...schedule.clock, ...reason.clock } }, zone);
  const left = differenceOf(peer, schedule, zone, inItsReading, spans, true).count;
  const [[name, value]] = Object.entries(reason.clock);
  return (
    `${reason.why}. With ${name}: "${value}" ` +
    (left === 0 ? "our answers are the same" : `${left} STILL DIFFER`)
  );
}

function describe({ peer, schedule, zone, count, first, failed, reason }) {
  const what =
    failed === undefined
      ? `${count} runs differ; where they part, we run at ${utc(first.ours)}, it at ` +
        utc(first.theirs)
      : `it throws "${failed}"`;
  return `- ${peer}, ${schedule}, ${zone}: ${what}. ${reason}.`;
}
