/**
 * `/_runcast/clock`: the stand-in's own endpoint, with which a script sets the time.
 */
import { issue } from "../core/input/issues.js";
import {
  emptyNotes,
  isGiven,
  type Notes,
  type Reader,
  readOptional,
} from "../core/input/reader.js";
import type { ServerClock } from "../core/schedule/clock.js";
import { formatUtc } from "../core/time/calendar.js";
import { readInstant } from "../host/instants.js";
import { fieldOf, isObject } from "../veeam/lists/fields.js";
import { refuse, responseOf } from "./answers.js";
import { withBody } from "./handlers.js";
import { type ClockChange, FASTEST, LAST_INSTANT, type VirtualClock } from "./virtualClock.js";

/**
 * The handlers: GET shows the clock, PUT `{ "now": "2017-05-31T12:00:00Z", "speed": 60 }` sets it.
 * Either part may be left out.
 */
export function clockRoutes(time: VirtualClock, clock: ServerClock) {
  const shown = (): Response =>
    responseOf({ status: 200, body: { now: formatUtc(time.now()), speed: time.speed(), clock } });
  return {
    GET: shown,
    PUT: withBody((_, body) => {
      const notes = emptyNotes();
      const change = readClockChange(body, notes);
      if (notes.issues.length > 0) return responseOf(refuse(400, notes.issues));
      time.set(change);
      return shown();
    }),
  };
}

/** Reads what is to be set; what is wrong goes to the issues, and is not in the answer. */
function readClockChange(body: unknown, notes: Notes): ClockChange {
  if (!isObject(body)) {
    notes.issues.push(issue("", 'an object such as { "now": "2017-05-31T12:00:00Z" }', body));
    return {};
  }
  const fields = { now: fieldOf(body, "", "now"), speed: fieldOf(body, "", "speed") };
  if (!Object.values(fields).some(isGiven))
    notes.issues.push(issue("", "now, speed or both", body));
  const now = readOptional(fields.now, readNow, notes);
  const speed = readOptional(fields.speed, readSpeed, notes);
  return { ...(now === undefined ? {} : { now }), ...(speed === undefined ? {} : { speed }) };
}

const readSpeed: Reader<number> = (path, value, notes) => {
  if (typeof value === "number" && value >= 0 && value <= FASTEST) return value;
  notes.issues.push(issue(path, `a number from 0 to ${FASTEST}`, value));
  return undefined;
};

/** Reads an instant of which the clock can show the time; UTC where the text names no offset. */
const readNow: Reader<number> = (path, value, notes) => {
  const instant = typeof value === "string" ? readInstant(value, path, []) : undefined;
  if (instant !== undefined && instant >= 0 && instant <= LAST_INSTANT) return instant;
  const expected = "an ISO 8601 instant from 1970 to 2100, such as 2017-05-31T12:00:00Z";
  notes.issues.push(issue(path, expected, value));
  return undefined;
};
