/**
 * `/_runcast/clock`: the stand-in's own endpoint, with which a script sets the time.
 */
import type { Context } from "hono";
import { type Issue, issue } from "../core/input/issues.js";
import type { ServerClock } from "../core/schedule/clock.js";
import { formatUtc } from "../core/time/calendar.js";
import { fieldOf, isObject } from "../veeam/lists/fields.js";
import { readInstant } from "../host/instants.js";
import { refuse } from "./answers.js";
import type { BodyResult } from "./requestBody.js";
import { FASTEST, LAST_INSTANT, type VirtualClock } from "./virtualClock.js";

/**
 * The handlers: GET shows the clock, PUT `{ "now": "2017-05-31T12:00:00Z", "speed": 60 }` sets it.
 * Either part may be left out.
 */
export function clockRoutes(
  time: VirtualClock,
  clock: ServerClock,
  bodyOf: (c: Context) => Promise<BodyResult>,
) {
  const shown = (): Response =>
    Response.json({ now: formatUtc(time.now()), speed: time.speed(), clock });
  return {
    GET: shown,
    PUT: async (c: Context): Promise<Response> => {
      const body = await bodyOf(c);
      const issues: Issue[] = body.ok ? [] : [...body.issues];
      const change = body.ok ? readChange(body.value, issues) : {};
      if (issues.length > 0) {
        const refused = refuse(body.ok ? 400 : body.status, issues);
        return Response.json(refused.body, { status: refused.status });
      }
      time.set(change);
      return shown();
    },
  };
}

function readChange(value: unknown, issues: Issue[]): { now?: number; speed?: number } {
  if (!isObject(value)) {
    issues.push(issue("", 'an object such as { "now": "2017-05-31T12:00:00Z" }', value));
    return {};
  }
  const now = fieldOf(value, "", "now");
  const speed = fieldOf(value, "", "speed");
  const [nowGiven, speedGiven] = [now.spellings[0]?.value, speed.spellings[0]?.value];
  if (nowGiven === undefined && speedGiven === undefined)
    issues.push(issue("", "now, speed or both", value));
  const instant = nowGiven === undefined ? undefined : readNow(now.path, nowGiven, issues);
  const isSpeed = typeof speedGiven === "number" && speedGiven >= 0 && speedGiven <= FASTEST;
  if (speedGiven !== undefined && !isSpeed)
    issues.push(issue(speed.path, `a number from 0 to ${FASTEST}`, speedGiven));
  return {
    ...(instant === undefined ? {} : { now: instant }),
    ...(isSpeed ? { speed: speedGiven } : {}),
  };
}

function readNow(path: string, value: unknown, issues: Issue[]): number | undefined {
  const expected = "an ISO 8601 instant from 1970 to 2100, such as 2017-05-31T12:00:00Z";
  const instant = typeof value === "string" ? readInstant(value, path, []) : undefined;
  if (instant !== undefined && instant >= 0 && instant <= LAST_INSTANT) return instant;
  issues.push(issue(path, expected, value));
  return undefined;
}
