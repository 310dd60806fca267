/**
 * Instants as people and programs write them, without a `Date`: ISO 8601 texts, and whatever says
 * its own milliseconds.
 */
import { dayOfDate } from "./calendar.js";
import {
  DAY_MS,
  HOUR_MS,
  type Instant,
  LAST_INSTANT,
  MINUTE_MS,
  SECOND_MS,
  type Wall,
} from "./instant.js";
import { instantShowing, type ZoneTable } from "./zone.js";

/** What a text says of an instant. */
export interface WrittenTime {
  readonly wall: Wall;
  /** Whether it names a time of day; a date alone is its midnight. */
  readonly hasTime: boolean;
  /** What its offset adds to UTC, ms, where it names one. */
  readonly offsetMs: number | undefined;
}

const DATE = String.raw`(\d{4})-(\d{2})-(\d{2})`;
const TIME = String.raw`(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?`;
const OFFSET = String.raw`(Z|[+-]\d{2}(?::?\d{2})?)`;
const ISO = new RegExp(String.raw`^${DATE}(?:(?:T|\s+)${TIME}\s*${OFFSET}?)?$`, "i");

/**
 * What an ISO 8601 text says, with up to nine digits of a second; a blank may stand for the `T`,
 * and a date alone is its midnight. `undefined` where it is none, or names no day there is.
 */
export function writtenTime(text: string): WrittenTime | undefined {
  const match = ISO.exec(text.trim());
  if (match === null) return undefined;
  const [year, month, day, hours, minutes, seconds] = match
    .slice(1, 7)
    .map((part) => Number(part ?? "0")) as [number, number, number, number, number, number];
  const date = dayOfDate({ year, month, day });
  if (date === undefined || hours >= 24 || minutes >= 60 || seconds >= 60) return undefined;
  const millis = Number((match[7] ?? "").padEnd(3, "0").slice(0, 3));
  const zone = match[8];
  return {
    wall: (date * DAY_MS +
      hours * HOUR_MS +
      minutes * MINUTE_MS +
      seconds * SECOND_MS +
      millis) as Wall,
    hasTime: match[4] !== undefined,
    offsetMs: zone === undefined ? undefined : offsetMsOf(zone),
  };
}

/** `-07:00` in ms; `Z`, which has no digits, is 0. */
function offsetMsOf(zone: string): number {
  const minutes = zone.length > 3 ? Number(zone.slice(-2)) : 0;
  const ms = Number(zone.slice(1, 3)) * HOUR_MS + minutes * MINUTE_MS;
  return zone.startsWith("-") ? -ms : ms;
}

/**
 * An instant in any form: epoch ms, an ISO 8601 text, or what says its own milliseconds, as a
 * `Date`, a luxon `DateTime`, a `Temporal.Instant` and a `Temporal.ZonedDateTime` do.
 */
export type WrittenInstant =
  number | string | { readonly epochMilliseconds: number } | { valueOf(): number };

/**
 * Such an instant as epoch ms, a whole number. A text without an offset is read on the clock of
 * `zone`: of a time that it shows twice the first is meant, one that it skips is later by the
 * length of the gap. `undefined` for what is no instant, and for such a text where no zone is
 * known.
 */
export function instantOf(value: unknown, zone: ZoneTable | undefined): Instant | undefined {
  const ms = msOf(value, zone);
  const isInstant = Number.isSafeInteger(ms) && Math.abs(ms as number) <= LAST_INSTANT;
  return isInstant ? (ms as Instant) : undefined;
}

/** What says to be milliseconds; anything else for what does not. */
function msOf(value: unknown, zone: ZoneTable | undefined): unknown {
  if (typeof value === "string") {
    const written = writtenTime(value);
    if (written === undefined) return undefined;
    const { wall, offsetMs } = written;
    if (offsetMs !== undefined) return wall - offsetMs;
    return zone === undefined ? undefined : instantShowing(zone, wall);
  }
  if (value === null || typeof value !== "object") return value;
  if ("epochMilliseconds" in value) return value.epochMilliseconds;
  // What has no prototype has no `valueOf`.
  return typeof value.valueOf === "function" ? value.valueOf() : undefined;
}
