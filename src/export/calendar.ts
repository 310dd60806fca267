/**
 * Predicted runs as iCalendar (RFC 5545): an event a run, in UTC.
 *
 * An event has the identity of its run: which run of which day of its job it is, not when it starts
 * (R24). So the calendar of a schedule that was moved moves its events, and doubles none. The text
 * is ours since the libraries for it make one string of the whole calendar, fold by letters where
 * the format counts bytes, and let control characters through.
 */
import { runKeysOf } from "../core/schedule/runKey.js";
import { digits, formatDate } from "../core/time/calendar.js";
import { DAY_MS, HOUR_MS, MINUTE_MS, modulo, NEVER, SECOND_MS } from "../core/time/instant.js";
import { bytesOf } from "./cells.js";
import { PIECE_BYTES } from "./lines.js";
import { labelsOf, type Table } from "./tables.js";
import type { RunningJob } from "./runTables.js";

/** What events look like. */
export interface CalendarLook {
  /** When the calendar was made, epoch ms: `DTSTAMP`. */
  readonly stamp: number;
  /** Minutes before a run at which an alarm goes off; absent: no alarm. */
  readonly alarmMinutes?: number;
  /** An event lasts until the backup window closes, where there is one. */
  readonly withWindow: boolean;
}

/** A content line has at most so many bytes, its end not counted. */
const LINE_BYTES = 75;

/** The calendar of runs, as `runTables` gives them for the same jobs. */
export function* calendarPieces(
  jobs: readonly RunningJob[],
  tables: Iterable<Table>,
  { stamp, alarmMinutes, withWindow }: CalendarLook,
): Generator<Uint8Array, undefined> {
  const keys = jobs.map(({ schedule }) => runKeysOf(schedule));
  const ids = jobs.map(({ id }) => inUid(id));
  const summaries = labelsOf(jobs).map((label) => escaped(label));
  const stamped = `DTSTAMP:${basicUtc(stamp)}`;
  let text = lines([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//runcast//runcast//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
  ]);
  for (const { columns, length } of tables) {
    const [job, , nominal] = columns;
    for (let row = 0; row < length; row += 1) {
      const index = job!.values[row]!;
      const start = nominal!.values[row]!;
      const end = withWindow ? jobs[index]!.schedule.windowEnd(start) : NEVER;
      text += lines([
        "BEGIN:VEVENT",
        `UID:${keys[index]!(start)}-${ids[index]!}@runcast`,
        stamped,
        `DTSTART:${basicUtc(start)}`,
        ...(end === NEVER ? [] : [`DTEND:${basicUtc(end)}`]),
        `SUMMARY:${summaries[index]!}`,
        "TRANSP:TRANSPARENT",
        ...(alarmMinutes === undefined ? [] : alarm(alarmMinutes, summaries[index]!)),
        "END:VEVENT",
      ]);
      if (text.length < PIECE_BYTES) continue;
      yield bytesOf(text);
      text = "";
    }
  }
  yield bytesOf(text + lines(["END:VCALENDAR"]));
}

function alarm(minutes: number, summary: string): string[] {
  return [
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${summary}`,
    `TRIGGER:-PT${minutes}M`,
    "END:VALARM",
  ];
}

/** `20260308T073000Z`. */
function basicUtc(instant: number): string {
  const day = Math.floor(instant / DAY_MS);
  const ms = modulo(instant, DAY_MS);
  const time = [ms / HOUR_MS, (ms / MINUTE_MS) % 60, (ms / SECOND_MS) % 60];
  const [hours, minutes, seconds] = time.map((part) => digits(Math.floor(part), 2));
  return `${formatDate(day).replaceAll("-", "")}T${hours}${minutes}${seconds}Z`;
}

/** A text of a property: what separates is escaped, a line break is `\n`, a control is none. */
function escaped(text: string): string {
  return text
    .replace(/[\\;,]/g, (char) => `\\${char}`)
    .replace(/\r\n?|\n/g, "\\n")
    .replace(/(?!\t)\p{Cc}/gu, "\ufffd");
}

/** An id as a part of an identity that needs no escaping; different ones stay different. */
function inUid(id: string): string {
  const whole = id.replace(/\p{Cs}/gu, (half) => `%u${half.charCodeAt(0).toString(16)}`);
  return encodeURIComponent(whole);
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${folded(text)}\r\n`).join("");
}

/** A line that is too long goes on in the next one behind a blank; no letter is torn apart. */
function folded(line: string): string {
  if (line.length * 3 <= LINE_BYTES) return line;
  let out = "";
  let room = LINE_BYTES;
  for (const char of line) {
    const code = char.codePointAt(0)!;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > room) {
      out += "\r\n ";
      room = LINE_BYTES - 1;
    }
    out += char;
    room -= bytes;
  }
  return out;
}
