/**
 * Lengths of time as people write them, to ms: numbers of ms, and texts with units.
 *
 * A text that is a bare number says nothing of its unit, and is refused (R26).
 */
import { type Issue, issue } from "../input/issues.js";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, WEEK_MS } from "./instant.js";

/**
 * A length of time: ms, or a text with units (`w`, `d`, `h`, `m`, `s`, `ms`), the largest first:
 * `"40m"`, `"1h30m"`, `"7d"`, or in ISO 8601, `"PT45M"`. A text that is a bare number is refused.
 */
export type Duration = number | string;

/** Longer than this nothing takes: a hundred years. */
export const LONGEST_MS = 36_525 * DAY_MS;

/** A duration in whole ms, 0 or more. Adds an issue and returns 0 where it is none. */
export function durationMs(value: unknown, path: string, issues: Issue[]): number {
  const ms =
    typeof value === "string"
      ? msOfText(value)
      : typeof value === "number"
        ? Math.round(value)
        : Number.NaN;
  if (ms >= 0 && ms <= LONGEST_MS) return ms;
  const bare = typeof value === "string" ? /^\s*(\d{1,9})\s*$/.exec(value)?.[1] : undefined;
  const hint =
    bare === undefined ? undefined : `a text needs a unit: "${bare}m" is minutes, "${bare}h" hours`;
  issues.push(issue(path, `a duration of 0 to 100 years: ${DURATION_TEXT}`, value, hint));
  return 0;
}

/** How a length of time is written, to follow "expected". */
export const DURATION_TEXT =
  'a number of ms, or a text with units such as "45m", "1h30m" or "PT45M"';

const UNITS_MS: Readonly<Record<string, number>> = {
  w: WEEK_MS,
  d: DAY_MS,
  h: HOUR_MS,
  m: MINUTE_MS,
  min: MINUTE_MS,
  s: SECOND_MS,
  ms: 1,
};

const WHOLE = "\\d{1,9}";
const ANY = `${WHOLE}(?:\\.\\d{1,9})?`;
/** As people read it, too: `1,000 d`. */
const GROUPED = `(?:${ANY}|\\d{1,3}(?:,\\d{3}){1,2}(?:\\.\\d{1,9})?)`;
const WORDS = ["[Ww]", "[Dd]", "[Hh]", "[Mm](?:[Ii][Nn])?", "[Ss]", "[Mm][Ss]"]
  .map((unit) => `(?:${GROUPED} ?${unit} ?)?`)
  .join("");
const ISO_DAYS = `(?:${WHOLE}[Ww])?(?:${WHOLE}[Dd])?`;
const ISO_TIMES = `(?:${WHOLE}[Hh])?(?:${WHOLE}[Mm])?(?:${ANY}[Ss])?`;

/**
 * The texts that are lengths of time, as the source of a regular expression without flags: words
 * (`1h30m`, `24 h 45 min`), or ISO 8601 (`PT45M`). Years and months have no fixed length and are
 * refused.
 */
export const DURATION_PATTERN =
  `^\\s*(?:(?=\\d)${WORDS}|` + `[Pp](?=.)${ISO_DAYS}(?:[Tt](?=\\d)${ISO_TIMES})?)\\s*$`;

const DURATION = new RegExp(DURATION_PATTERN);

/** A length of time in words or in ISO 8601, in ms; `NaN` where the text is none. */
function msOfText(text: string): number {
  if (!DURATION.test(text)) return Number.NaN;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/([\d,]+(?:\.\d+)?) ?(min|ms|[wdhms])/gi))
    sum += Number(count!.replaceAll(",", "")) * UNITS_MS[unit!.toLowerCase()]!;
  return Math.round(sum);
}

/** A bare number this large was meant as ms, if it was meant at all. */
const PERHAPS_MS = 60_000;

/**
 * Reads a length of time as a person types it, whole ms from 0 to a hundred years. `undefined`
 * after an issue at `path` where it is none; a bare number is answered with what it may have meant,
 * `usual` being the unit that comes to mind (R26).
 *
 * `readTypedLength("1h30m", "--duration", "m", []) // => 5_400_000`
 */
export function readTypedLength(
  text: string,
  path: string,
  usual: "m" | "h",
  issues: Issue[],
): number | undefined {
  const noted: Issue[] = [];
  const ms = durationMs(text, path, noted);
  if (noted.length === 0) return ms;
  const expected = "a length of time with its unit, such as 40m, 1h30m, 26h or PT45M";
  issues.push(issue(path, expected, text, bareHint(text.trim(), usual)));
  return undefined;
}

/** What a bare number may have meant; nothing where it is none, or too large for any unit. */
function bareHint(word: string, usual: "m" | "h"): string | undefined {
  if (!/^\d{1,12}(?:\.\d{1,3})?$/.test(word)) return undefined;
  const number = Number(word);
  if (number < PERHAPS_MS) return `did you mean ${number}${usual}?`;
  const minutes = Math.round(number / MINUTE_MS);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const words = `${hours === 0 ? "" : `${hours}h`}${rest === 0 ? "" : `${rest}m`}`;
  return `did you mean ${words}?`;
}
