/**
 * `/_runcast/clock`: the stand-in's own endpoint, with which a script sets the time.
 */
import { type Issue, issue } from "../core/input/issues.js";
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
      const issues: Issue[] = [];
      const change = readClockChange(body, issues);
      if (issues.length > 0) return responseOf(refuse(400, issues));
      time.set(change);
      return shown();
    }),
  };
}

/** Reads what is to be set; what is wrong goes to `issues`, and is not in the answer. */
function readClockChange(body: unknown, issues: Issue[]): ClockChange {
  if (!isObject(body)) {
    issues.push(issue("", 'an object such as { "now": "2017-05-31T12:00:00Z" }', body));
    return {};
  }
  const now = fieldOf(body, "", "now");
  const speed = fieldOf(body, "", "speed");
  const [nowGiven, speedGiven] = [now.spellings[0]?.value, speed.spellings[0]?.value];
  if (nowGiven === undefined && speedGiven === undefined)
    issues.push(issue("", "now, speed or both", body));
  const instant = nowGiven === undefined ? undefined : readNow(now.path, nowGiven, issues);
  const isSpeed = typeof speedGiven === "number" && speedGiven >= 0 && speedGiven <= FASTEST;
  if (speedGiven !== undefined && !isSpeed)
    issues.push(issue(speed.path, `a number from 0 to ${FASTEST}`, speedGiven));
  return {
    ...(instant === undefined ? {} : { now: instant }),
    ...(isSpeed ? { speed: speedGiven } : {}),
  };
}

/** Reads an instant of which the clock can show the time; UTC where the text names no offset. */
function readNow(path: string, value: unknown, issues: Issue[]): number | undefined {
  const instant = typeof value === "string" ? readInstant(value, path, []) : undefined;
  if (instant !== undefined && instant >= 0 && instant <= LAST_INSTANT) return instant;
  const expected = "an ISO 8601 instant from 1970 to 2100, such as 2017-05-31T12:00:00Z";
  issues.push(issue(path, expected, value));
  return undefined;
}
