/**
 * One instant as data and as a person reads it: on the server's clock and in UTC.
 *
 * Texts are made from the ISO strings alone, so that what is printed cannot differ from what
 * `--json` says.
 */
import { dayOf, formatLocal, formatUtc, weekdayOfDay, WEEKDAYS } from "./calendar.js";
import { type Instant, type Wall, wallOf } from "./instant.js";
import { offsetAt, type ZoneTable } from "./zone.js";

/** One instant on both clocks. */
export interface Moment {
  /** What the server's clock shows, ISO 8601 with its offset: `2026-11-24T01:00:00-08:00`. */
  readonly local: string;
  /** The weekday on the server's clock, in English. */
  readonly weekday: string;
  /** ISO 8601, `2026-11-24T09:00:00Z`. */
  readonly utc: string;
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly epochMs: number;
}

/** The instant on the clock of a zone and in UTC. */
export function momentAt(zone: ZoneTable, instant: number): Moment {
  const wall = wallOf(instant as Instant, offsetAt(zone, instant));
  return {
    local: localText(zone, instant),
    weekday: weekdayOf(wall),
    utc: formatUtc(instant),
    epochMs: instant,
  };
}

/** `Tue 2026-11-24 01:00` on the server's clock; seconds only where there are any. */
export function localDayTime(moment: Moment): string {
  return `${moment.weekday.slice(0, 3)} ${dateOf(moment.local)} ${timeOf(moment.local)}`;
}

/** `Tue 2026-11-24 09:00` in UTC. */
export function utcDayTime(moment: Moment): string {
  return (
    `${weekdayOf(moment.epochMs as Wall).slice(0, 3)} ${dateOf(moment.utc)} ` + timeOf(moment.utc)
  );
}

/** `01:00` of an ISO text; seconds only where there are any. */
export function timeOf(iso: string): string {
  const [, minutes = "", rest = ""] = /T(\d\d:\d\d)((?::\d\d)(?:\.\d+)?)/.exec(iso) ?? [];
  return rest === ":00" ? minutes : minutes + rest;
}

/** `2026-11-24` of an ISO text. */
export function dateOf(iso: string): string {
  return iso.slice(0, iso.indexOf("T"));
}

/** English weekday of a wall time. */
export function weekdayOf(wall: Wall): string {
  return WEEKDAYS[weekdayOfDay(dayOf(wall))]!;
}

/**
 * What the zone's clock shows at an instant, ISO 8601: `2026-03-08T03:30:00-04:00`, in UTC `...Z`.
 */
export function localText(zone: ZoneTable, instant: number): string {
  const offsetMs = offsetAt(zone, instant);
  const text = formatLocal(wallOf(instant as Instant, offsetMs), offsetMs);
  return zone.name === "UTC" ? text.replace("+00:00", "Z") : text;
}
