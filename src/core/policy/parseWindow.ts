/**
 * A week of open hours from the words that `describeWindow` says: `Mon-Fri 20:00-06:00 and Sat-Sun all day`.
 *
 * The inverse of `describeWindow`: whatever that says exactly, this reads back as the same 168 hours. Files that people
 * write take it instead of a mask of 168 booleans, which nobody reads.
 */
import { WEEKDAYS } from "../time/calendar.js";
import { HOURS_PER_WEEK } from "./vocabulary.js";

const DAY = "(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*";
const HOUR = "\\d{1,2}(?::00)?";
/** Days, if any, and hours of each: `Mon-Fri, Sun 20:00-06:00`. */
const OF_DAYS = new RegExp(`^(?:(every day|${DAY}(?:-${DAY})?(?:, ?${DAY}(?:-${DAY})?)*) )?(?:(all day)|(${HOUR})-(${HOUR}))$`);
/** One spell from an hour of the week to another: `Fri 19:00 to Mon 08:00`. */
const SPELL = new RegExp(`^(${DAY}) (${HOUR}) to (${DAY}) (${HOUR})$`);

/** Longer texts are none: four phrases of `describeWindow` have some 150 characters (R27). */
const LONGEST_TEXT = 500;

/**
 * Reads hours in words, in any letter case, as a mask of 168 hours, Sunday 00:00 first (R10); `undefined` where the text
 * says none. Phrases are joined by `and`; one without days goes for the days before it, or for every day. A range such as
 * `20:00-06:00` ends on the next day; hours are whole ones.
 *
 * ```ts
 * const mask = parseWindow("Mon-Fri 20:00-06:00");
 * [mask?.indexOf(true), mask?.filter(Boolean).length] // => [44, 50]
 * ```
 */
export function parseWindow(text: string): boolean[] | undefined {
  const words = text.trim().replaceAll(/\s+/g, " ").toLowerCase();
  if (words.length > LONGEST_TEXT) return undefined;
  if (words === "at any hour" || words === "at no hour") return new Array<boolean>(HOURS_PER_WEEK).fill(words === "at any hour");
  const isInverse = words.startsWith("outside ");
  const mask = new Array<boolean>(HOURS_PER_WEEK).fill(isInverse);
  let days: readonly number[] = [0, 1, 2, 3, 4, 5, 6];
  for (const phrase of words.slice(isInverse ? "outside ".length : 0).split(" and ")) {
    const spell = SPELL.exec(phrase);
    const ofDays = OF_DAYS.exec(phrase);
    if (spell !== null) {
      const from = dayNamed(spell[1]!) * 24 + hourOf(spell[2]!);
      const to = dayNamed(spell[3]!) * 24 + hourOf(spell[4]!);
      if (!fill(mask, from, to > from ? to : to + HOURS_PER_WEEK, !isInverse)) return undefined;
    } else if (ofDays !== null) {
      if (ofDays[1] !== undefined) days = daysNamed(ofDays[1]);
      const [from, to] = ofDays[2] === undefined ? [hourOf(ofDays[3]!), hourOf(ofDays[4]!)] : [0, 24];
      const end = to > from ? to : to + 24;
      for (const day of days) if (!fill(mask, day * 24 + from, day * 24 + end, !isInverse)) return undefined;
    } else return undefined;
  }
  return mask;
}

/** Sets the hours of the week from one to another, which may lie over its end; `false` where one of them is none. */
function fill(mask: boolean[], from: number, end: number, open: boolean): boolean {
  if (Number.isNaN(from + end)) return false;
  for (let hour = from; hour < end; hour += 1) mask[hour % HOURS_PER_WEEK] = open;
  return true;
}

/** `20` of `20:00`; `NaN` above 24. */
function hourOf(text: string): number {
  const hour = Number.parseInt(text, 10);
  return hour <= 24 ? hour : Number.NaN;
}

function dayNamed(text: string): number {
  return WEEKDAYS.findIndex((day) => day.slice(0, 3).toLowerCase() === text.slice(0, 3));
}

/** Days of `mon-fri, sun`; a run may go over the end of the week. */
function daysNamed(text: string): number[] {
  if (text === "every day") return [0, 1, 2, 3, 4, 5, 6];
  return text.split(",").flatMap((run) => {
    const [first, last = first] = run.trim().split("-").map(dayNamed) as [number, number?];
    return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, step) => (first + step) % 7);
  });
}
