/**
 * The pace of a resource: the share of full speed at which its sessions go on, hour by hour of the
 * week on the server's clock (R29).
 */
import { type Issue, issue } from "../input/issues.js";
import { HOURS_PER_WEEK } from "../policy/types.js";
import { parseWindow } from "../policy/windowWords.js";

/** 168 shares, Sunday 00:00 first; or in words, `"Mon-Fri 08:00-18:00 40 %; Sat all day 80 %"`. */
export type Pace = readonly number[] | string;

const EXPECTED =
  'as many as 168 numbers above 0, up to 1, Sunday 00:00 first, or "Mon-Fri 08:00-18:00 40 %"';

/** Longer texts are none: a few clauses of hours (R27). */
const LONGEST_TEXT = 2_000;

/**
 * Reads a pace: 168 shares of full speed. Clauses in words are parted by semicolons; hours that
 * none of them names go at full speed. `undefined` after issues.
 */
export function readPace(given: unknown, path: string, issues: Issue[]): Float64Array | undefined {
  if (typeof given === "string") return paceOfWords(given, path, issues);
  if (!Array.isArray(given) || given.length !== HOURS_PER_WEEK) {
    issues.push(issue(path, EXPECTED, given));
    return undefined;
  }
  const known = issues.length;
  given.forEach((share: unknown, hour) => {
    if (!isShare(share)) issues.push(issue(`${path}[${hour}]`, "a share above 0, up to 1", share));
  });
  return issues.length > known ? undefined : Float64Array.from(given as number[]);
}

function isShare(value: unknown): value is number {
  return typeof value === "number" && value > 0 && value <= 1;
}

function paceOfWords(text: string, path: string, issues: Issue[]): Float64Array | undefined {
  const pace = new Float64Array(HOURS_PER_WEEK).fill(1);
  const isNamed = new Uint8Array(HOURS_PER_WEEK);
  if (text.length > LONGEST_TEXT) {
    issues.push(issue(path, EXPECTED, text));
    return undefined;
  }
  for (const clause of text.split(";")) {
    const parts = /^(.*\S)\s+(\d+(?:\.\d+)?)\s*%$/.exec(clause.trim());
    const hours = parts === null ? undefined : parseWindow(parts[1]!);
    const share = parts === null ? Number.NaN : Number(parts[2]) / 100;
    if (hours === undefined || !isShare(share)) {
      issues.push(
        issue(path, 'hours and a share, such as "Mon-Fri 08:00-18:00 40 %"', clause.trim()),
      );
      return undefined;
    }
    for (let hour = 0; hour < HOURS_PER_WEEK; hour += 1) {
      if (!hours[hour]) continue;
      if (isNamed[hour] === 1 && pace[hour] !== share) {
        issues.push(
          issue(path, "one share for each hour", clause.trim(), "an hour is named twice"),
        );
        return undefined;
      }
      isNamed[hour] = 1;
      pace[hour] = share;
    }
  }
  return pace;
}
