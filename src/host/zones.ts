/**
 * Zones from the host's time-zone database: the only place that asks `Intl` what a clock shows.
 *
 * The database is probed every sixth day from 1970 to 2100, and each change is narrowed down to its
 * second; the table that comes out is kept for the life of the process. No clock of the database
 * goes back within a week: the shortest spells, about Ramadan in Gaza, last six days and 23 hours.
 * One probe costs about a microsecond, a zone some 10 ms, once.
 */
import { FixedOffsetZone } from "luxon";
import { type Issue, issue, orThrow } from "../core/input/issues.js";
import { DAY_MS, MINUTE_MS, SECOND_MS, WEEK_MS } from "../core/time/instant.js";
import { fixedZone, type ZoneTable, zoneTable, type ZoneTransition } from "../core/time/zone.js";
import { zoneOfWindows } from "./windowsZones.js";
import { hintForZone } from "./zoneHints.js";

const FIRST_INSTANT = 0; // 1970-01-01T00:00Z
const LAST_INSTANT = 4_102_444_800_000; // 2100-01-01T00:00Z
const PROBE_MS = 6 * DAY_MS;

const tables = new Map<string, ZoneTable>();
const UTC = fixedZone("UTC", 0);

/**
 * Reads a zone's name: an IANA name in any letter case, what Windows calls it, `UTC`, or a fixed
 * offset `UTC+5:30` (R2). `undefined` after an issue at `path` where the host knows no such zone.
 * The table is made once a process.
 */
export function readHostZone(name: unknown, path: string, issues: Issue[]): ZoneTable | undefined {
  if (typeof name === "string") {
    const known = tables.get(name);
    if (known !== undefined) return known;
    const table = tableOf(name);
    if (table !== undefined) {
      tables.set(name, table);
      return table;
    }
  }
  const hint = typeof name === "string" ? hintForZone(name) : undefined;
  issues.push(
    issue(path, 'an IANA time zone, "UTC" or a fixed offset such as "UTC+5:30"', name, hint),
  );
  return undefined;
}

/**
 * As `readHostZone`, but throws a `PolicyError` for a zone that the host does not know; `path` says
 * where the name stood in the input.
 */
export function hostZone(name: string, path = "clock.zone"): ZoneTable {
  return orThrow((issues) => readHostZone(name, path, issues));
}

// Node.js says it, browsers don't.
const { process: host } = globalThis as {
  readonly process?: { readonly versions?: { readonly tz?: string } };
};

/**
 * The zone of what has a clock, a fleet or a job; UTC where it says none (R2). Throws as
 * `hostZone`.
 */
export function clockZone({
  clock,
}: {
  readonly clock?: { readonly zone?: string | undefined } | undefined;
}): ZoneTable {
  return hostZone(clock?.zone ?? "UTC");
}

/**
 * The version of the host's time-zone database, e.g. `2025b`: forecasts are as good as it is (R3).
 * `unknown` where the host does not say, as in a browser.
 */
export const zoneDatabaseVersion: string = host?.versions?.tz ?? "unknown";

function tableOf(name: string): ZoneTable | undefined {
  if (/^(?:utc|gmt|z|etc\/utc)$/i.test(name.trim())) return UTC;
  const fixed = /^(?:utc|gmt)?\s*([+-])(\d{1,2})(?::?([0-5]\d))?$/i.exec(name.trim());
  if (fixed !== null) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0);
    if (minutes === 0) return UTC;
    if (minutes < 24 * 60) {
      const signed = fixed[1] === "-" ? -minutes : minutes;
      return fixedZone(FixedOffsetZone.instance(signed).name, signed * MINUTE_MS);
    }
  }
  const iana = zoneOfWindows(name);
  if (iana !== undefined) return readHostZone(iana, "", []);
  const clock = wallClock(name);
  return clock === undefined ? undefined : probeZone(clock);
}

interface WallClock {
  readonly name: string;
  /** What the clock adds to UTC at a whole second, ms. */
  offsetAt(instant: number): number;
  /** The same to the minute, a little cheaper: enough to see that something changed. */
  roughOffsetAt(instant: number): number;
}

/**
 * Day, hour and minute are the cheapest fields that tell every change, Apia's whole day included.
 */
const ROUGH_FIELDS: Intl.DateTimeFormatOptions = {
  hourCycle: "h23",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  numberingSystem: "latn",
  calendar: "gregory",
};

// The first formatter of a process takes some 12 ms, while the host loads its data. Taken here, at
// import, where nobody waits for a first answer, it leaves the first query in a new zone the
// probing alone.
new Intl.DateTimeFormat("en-US", ROUGH_FIELDS);

function wallClock(name: string): WallClock | undefined {
  let rough: Intl.DateTimeFormat;
  try {
    rough = new Intl.DateTimeFormat("en-US", { ...ROUGH_FIELDS, timeZone: name });
  } catch {
    return undefined;
  }
  const exact = new Intl.DateTimeFormat("en-US", {
    ...ROUGH_FIELDS,
    second: "2-digit",
    timeZone: name,
  });
  // The host may resolve a name to an older one (Asia/Kolkata to Asia/Calcutta): only its letter
  // case is taken over.
  const resolved = rough.resolvedOptions().timeZone;
  return {
    name: resolved.toLowerCase() === name.toLowerCase() ? resolved : name,
    offsetAt: (instant) => offsetFrom(exact.format(instant), instant),
    roughOffsetAt: (instant) => offsetFrom(rough.format(instant), instant),
  };
}

/**
 * The offset of a clock that shows `text` (`08, 03:30:00` or `08, 03:30`) at `instant`, a whole
 * second.
 */
function offsetFrom(text: string, instant: number): number {
  const number = (at: number): number =>
    (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
  const timeMs =
    number(4) * 60 * MINUTE_MS +
    number(7) * MINUTE_MS +
    (text.length > 9 ? number(10) * SECOND_MS : 0);
  let offset = timeMs - (instant - Math.floor(instant / DAY_MS) * DAY_MS);
  const day = number(0);
  // The clock is on the UTC date, the one before or the one after; the day of the month tells
  // which.
  const utcDay = dayOfMonth(instant);
  if (day === utcDay) return offset;
  offset += day === dayOfMonth(instant + DAY_MS) ? DAY_MS : -DAY_MS;
  return offset;
}

const date = new Date(0);
function dayOfMonth(instant: number): number {
  date.setTime(instant);
  return date.getUTCDate();
}

function probeZone(clock: WallClock): ZoneTable {
  const transitions: ZoneTransition[] = [];
  const firstOffsetMs = clock.offsetAt(FIRST_INSTANT);
  let known = FIRST_INSTANT;
  let knownRough = clock.roughOffsetAt(FIRST_INSTANT);
  while (known < LAST_INSTANT) {
    const probe = Math.min(known + PROBE_MS, LAST_INSTANT);
    const rough = clock.roughOffsetAt(probe);
    if (rough !== knownRough) {
      const offsetMs = clock.offsetAt(probe);
      const instant =
        aYearAfter(transitions.at(-2), clock, known, probe, offsetMs) ??
        firstWith(clock, known, probe, offsetMs);
      transitions.push({ instant, offsetMs });
      knownRough = rough;
    }
    known = probe;
  }
  return zoneTable(clock.name, zoneDatabaseVersion, firstOffsetMs, transitions);
}

/**
 * Most rules repeat on the same weekday: 52 or 53 weeks after the last change of the same
 * direction. Where the clock bears that out, two looks replace fourteen; they cut the cost of a
 * zone by a sixth.
 */
function aYearAfter(
  last: ZoneTransition | undefined,
  clock: WallClock,
  low: number,
  high: number,
  offsetMs: number,
): number | undefined {
  if (last === undefined) return undefined;
  for (const weeks of [52, 53]) {
    const guess = last.instant + weeks * WEEK_MS;
    const within = guess > low && guess <= high;
    if (
      within &&
      clock.offsetAt(guess) === offsetMs &&
      clock.offsetAt(guess - SECOND_MS) !== offsetMs
    )
      return guess;
  }
  return undefined;
}

/** The first second in `(low, high]` at which the clock has the offset that it has at `high`. */
function firstWith(clock: WallClock, low: number, high: number, offsetMs: number): number {
  for (const unit of [MINUTE_MS, SECOND_MS]) {
    // Nearly every change is at a full minute: narrow down to one, then look at the second before
    // it.
    let before = Math.floor(low / unit);
    let after = Math.ceil(high / unit);
    while (after - before > 1) {
      const middle = (before + after) >> 1;
      if (clock.offsetAt(middle * unit) === offsetMs) after = middle;
      else before = middle;
    }
    low = before * unit;
    high = after * unit;
    if (clock.offsetAt(high - SECOND_MS) !== offsetMs) return high;
  }
  return high;
}
