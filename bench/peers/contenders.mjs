/**
 * The peers that are compared, each behind one question: which runs are there from `from` to `to`?
 *
 * Asked as its documentation asks: the next run after the last. What it answers is taken as it is,
 * doubles included. Where it throws, or an answer is not later than the one before, the list ends
 * there and says so (`failed`).
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { CronExpressionParser } from "cron-parser";
import { Cron } from "croner";
import { Cron as EffectCron } from "effect";
import { DateTime } from "luxon";
import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";

const rruleRust = await import("rrule-rust").then(
  // CommonJS: its names are those of the module or of its default, as the loader will have it.
  (module) => (module.RRuleSet === undefined ? module.default : module),
  () => undefined,
);

const DAY = 86_400_000;
const version = (name) =>
  createRequire(import.meta.url)(`./node_modules/${name}/package.json`).version;

const SYSTEMD = systemdVersion();

/**
 * `reads(schedule)`: can it say this? `list(schedule, zone, from, to)`: what does it say?
 * `ownZones`: it has zone data of its own; `isFast`: it can be asked for every day of 20 years;
 * `startsProcesses`: a question costs milliseconds, however little is asked.
 */
export const CONTENDERS = [
  {
    name: "croner",
    version: version("croner"),
    reads: ({ cron }) => cron !== undefined,
    list({ cron: pattern }, zone, from, to) {
      const cron = new Cron(pattern, { timezone: zone, paused: true });
      return walked((after) => cron.nextRun(new Date(after))?.getTime(), from, to);
    },
  },
  {
    name: "cron-parser",
    version: version("cron-parser"),
    reads: ({ cron }) => cron !== undefined,
    list({ cron: pattern }, zone, from, to) {
      const options = { tz: zone, currentDate: new Date(from - 1) };
      const expression = CronExpressionParser.parse(pattern, options);
      return walked(() => expression.next().getTime(), from, to);
    },
  },
  ...["earlier", "both"].map((onDstOverlap) => ({
    name: `effect (${onDstOverlap})`,
    version: version("effect"),
    reads: ({ cron }) => cron !== undefined,
    list({ cron: pattern }, zone, from, to) {
      const cron = EffectCron.parseUnsafe(pattern, zone, { onDstOverlap });
      return walked((after) => EffectCron.next(cron, new Date(after)).getTime(), from, to);
    },
  })),
  {
    name: "rrule-temporal",
    version: version("rrule-temporal"),
    reads: ({ rrule }) => rrule !== undefined,
    list({ rrule }, zone, from, to) {
      const rruleString = `DTSTART;TZID=${zone}:${localStart(from, zone)}\nRRULE:${rrule}`;
      const rule = new RRuleTemporal({ rruleString, cache: false });
      return caught(() =>
        rule.between(new Date(from), new Date(to - 1), true).map((run) => run.epochMilliseconds),
      );
    },
  },
  ...(rruleRust === undefined
    ? []
    : [
        {
          name: "rrule-rust",
          version: version("rrule-rust"),
          ownZones: true,
          isFast: true,
          reads: ({ rrule }) => rrule !== undefined,
          list({ rrule }, zone, from, to) {
            const text = `DTSTART;TZID=${zone}:${localStart(from, zone)}\nRRULE:${rrule}`;
            const set = rruleRust.RRuleSet.fromString(text);
            set.cache.disable();
            const stamp = rruleRust.DateTime.fromTimestamp;
            return caught(() =>
              set.between(stamp(from), stamp(to - 1), true).map((run) => run.toTimestamp()),
            );
          },
        },
      ]),
  ...["compatible", "earlier", "later"].map((disambiguation) => ({
    name: `temporal-polyfill (${disambiguation})`,
    version: version("temporal-polyfill"),
    reads: () => true,
    list: (schedule, zone, from, to) =>
      caught(() => byTemporal(schedule, zone, from, to, disambiguation)),
  })),
  ...(SYSTEMD === undefined
    ? []
    : [
        {
          name: "systemd-analyze",
          version: SYSTEMD,
          ownZones: true,
          isFast: true,
          startsProcesses: true,
          reads: ({ systemd }) => systemd !== undefined,
          knows: (zone) => existsSync(`/usr/share/zoneinfo/${zone}`),
          list: bySystemd,
        },
      ]),
];

function caught(list) {
  try {
    return { runs: list() };
  } catch (error) {
    return { runs: [], failed: firstLine(error) };
  }
}

const firstLine = (error) => String(error?.message ?? error).split("\n")[0];

/** Steps from run to run. Bound: each run is later than the last, or the walk ends. */
function walked(next, from, to) {
  const runs = [];
  try {
    for (let last = from - 1; ;) {
      const run = next(last);
      if (run === undefined || run >= to) return { runs };
      if (!(run > last)) return { runs, failed: "does not move on" };
      runs.push(run);
      last = run;
    }
  } catch (error) {
    return { runs, failed: firstLine(error) };
  }
}

/** Noon on the zone's clock, a week before `from`: all intervals here are in step with noon. */
export function ruleStart(from, zone) {
  return DateTime.fromMillis(from - 7 * DAY, { zone })
    .set({ hour: 12 })
    .startOf("hour");
}

const localStart = (from, zone) => ruleStart(from, zone).toFormat("yyyyMMdd'T'HHmmss");

/**
 * Every minute of the schedule on every date, put on the clock by Temporal. Daily times as they
 * come. Of a grid, what the clock does show; `compatible` stands for both showings of what it
 * shows twice.
 */
function byTemporal({ kind, minutes }, zone, from, to, choice) {
  const isDaily = kind === "daily";
  const choices = !isDaily && choice === "compatible" ? ["earlier", "later"] : [choice];
  const runs = new Set();
  // A daily time may be moved by a whole day; what is shown, is within the farthest offset.
  const farMs = isDaily ? 1.6 * DAY : 0.6 * DAY;
  const first = Math.floor((from - farMs) / DAY);
  const last = Math.ceil((to + farMs) / DAY);
  for (let day = first; day < last; day += 1) {
    const date = new Temporal.PlainDate(1970, 1, 1).add({ days: day });
    const midnight = (date.dayOfWeek % 7) * 1_440;
    for (const minute of minutes) {
      const ofDay = minute - midnight;
      if (ofDay < 0 || ofDay >= 1_440) continue;
      const time = date.toPlainDateTime({ hour: Math.floor(ofDay / 60), minute: ofDay % 60 });
      for (const disambiguation of choices) {
        const zoned = time.toZonedDateTime(zone, { disambiguation });
        if (!isDaily && !zoned.toPlainDateTime().equals(time)) continue;
        const run = zoned.epochMilliseconds;
        if (run >= from && run < to) runs.add(run);
      }
    }
  }
  return [...runs].sort((a, b) => a - b);
}

function systemdVersion() {
  const { status, stdout } = spawnSync("systemd-analyze", ["--version"], { encoding: "utf8" });
  return status === 0 ? /\(([^)]+)\)/.exec(stdout)?.[1] : undefined;
}

const within = (runs, from, to) => runs.filter((run) => run >= from && run < to);

/** Where a zone is on UTC today, systemd leaves out the line in UTC in other years, too. */
function instantOf([, date, time, name], zone) {
  if (["UTC", "GMT"].includes(name)) return Date.parse(`${date}T${time}Z`);
  const wall = DateTime.fromISO(`${date}T${time}`, { zone });
  const shown = wall.getPossibleOffsets().find(({ offset }) => offset !== 0);
  return (shown ?? wall).toMillis();
}

/** Answers, and in each a date with its time and the name of its zone, as systemd writes them. */
const LINES = /(?:Next elapse|Iter\. #\d+): (.*)\n(?: +\(in UTC\): (.*)\n)?/g;
const WRITTEN = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (\S+)/;

/**
 * One call a span: an iteration costs microseconds where the zone is the process's own. Asked for
 * what should be enough, and once more where it was not.
 */
function bySystemd({ systemd, minutes }, zone, from, to) {
  const base = new Date(from - 1_000).toISOString().slice(0, 19).replace("T", " ");
  const expected = Math.ceil((minutes.length * (to - from)) / (7 * DAY)) + 30;
  for (const iterations of [expected, 20 * expected]) {
    const args = ["calendar", `--iterations=${iterations}`, `--base-time=${base} UTC`, systemd];
    const { status, stdout, stderr } = spawnSync("systemd-analyze", args, {
      encoding: "utf8",
      env: { PATH: process.env.PATH, TZ: `:${zone}`, LC_ALL: "C" },
      maxBuffer: 2 ** 30,
    });
    let failed = status === 0 ? undefined : stderr.trim();
    const runs = [];
    for (const [, local, utc] of stdout.matchAll(LINES)) {
      const written = WRITTEN.exec(utc ?? local);
      if (written === null) failed = local;
      else runs.push(instantOf(written, zone));
    }
    if (runs.at(-1) >= to) return { runs: within(runs, from, to) };
    if (failed !== undefined) return { runs: within(runs, from, to), failed };
    if (runs.length < iterations) return { runs: within(runs, from, to), failed: "no further run" };
  }
  return { runs: [], failed: "comes to no end" };
}
