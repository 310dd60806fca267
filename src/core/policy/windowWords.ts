/**
 * A week of 168 open and closed hours as a person would say it, `Mon-Fri 19:00-08:00`,
 * `outside Sat-Sun all day`, and back from what a person typed.
 *
 * Short or nothing: of four exact ways to say a mask the easiest to read is taken, and where even
 * that is long, the number of hours is given instead. A text with day names in it is always exact,
 * and is read back as it was.
 */
import { hourText, MONDAY_FIRST, WEEKDAYS } from "../time/calendar.js";
import { modulo } from "../time/instant.js";
import { HOURS_PER_WEEK } from "./types.js";

/** More phrases than this are read by nobody. */
const PHRASES_AT_MOST = 4;

const ALL_DAY = "all day";

/**
 * Ranges of hours, each with the days on which it begins; no days where the text names its own
 * (`Fri 19:00 to Mon 08:00`).
 */
type Phrases = Map<string, number[]>;

/**
 * A mask of 168 hours, Sunday 00:00 first (R10), in words that follow "backup window" or "starting
 * only". The hours are those of the mask's own clock: an offset (R11) is for the caller to mention.
 * `24:00` is the end of a day, and a range such as `19:00-08:00` ends on the day after.
 *
 * `describeWindow(new Array(168).fill(true)) // => "at any hour"`
 */
export function describeWindow(mask: readonly boolean[]): string {
  const openHours = mask.filter(Boolean).length;
  if (openHours === HOURS_PER_WEEK) return "at any hour";
  if (openHours === 0) return "at no hour";

  const closed = mask.map((allowed) => !allowed);
  const ways = [
    { prefix: "", phrases: phrasesOfSpells(mask) },
    { prefix: "", phrases: phrasesOfDays(mask) },
    { prefix: "outside ", phrases: phrasesOfSpells(closed) },
    { prefix: "outside ", phrases: phrasesOfDays(closed) },
  ];
  const shortest = ways.reduce((best, way) =>
    effort(way.phrases) < effort(best.phrases) ? way : best,
  );
  if (shortest.phrases.size > PHRASES_AT_MOST)
    return `${openHours} of ${HOURS_PER_WEEK} hours a week`;
  return shortest.prefix + textOf(shortest.phrases);
}

/**
 * How hard the phrases are to read: one from a day to another asks for more than hours of a day.
 */
function effort(phrases: Phrases): number {
  return [...phrases.values()].reduce((sum, days) => sum + (days.length === 0 ? 1.5 : 1), 0);
}

/**
 * Each spell of hours from its beginning to its end, over midnight where it goes on: one night is
 * one range.
 */
function phrasesOfSpells(mask: readonly boolean[]): Phrases {
  const phrases: Phrases = new Map();
  for (const day of MONDAY_FIRST) {
    for (let hour = 0; hour < 24; hour++) {
      const start = day * 24 + hour;
      if (!mask[start] || mask[modulo(start - 1, HOURS_PER_WEEK)]) continue;
      const length = spellLength(mask, start);
      const isWholeDays = hour === 0 && length % 24 === 0;
      if (isWholeDays) for (let d = 0; d < length / 24; d++) add(phrases, ALL_DAY, (day + d) % 7);
      else if (length < 24) add(phrases, rangeText(hour, hour + length), day);
      else phrases.set(`${momentText(start, hour)} to ${endText(start + length)}`, []);
    }
  }
  return phrases;
}

/** The hours of each day on their own, cut at midnight. */
function phrasesOfDays(mask: readonly boolean[]): Phrases {
  const phrases: Phrases = new Map();
  for (const day of MONDAY_FIRST) {
    const hours = mask.slice(day * 24, day * 24 + 24);
    for (let from = hours.indexOf(true); from >= 0;) {
      const close = hours.indexOf(false, from);
      const to = close < 0 ? 24 : close;
      add(phrases, to - from === 24 ? ALL_DAY : rangeText(from, to), day);
      from = hours.indexOf(true, to);
    }
  }
  return phrases;
}

/**
 * How many open hours follow one another from `start` on; the mask has a closed hour, so the count
 * ends.
 */
function spellLength(mask: readonly boolean[], start: number): number {
  let length = 1;
  while (mask[(start + length) % HOURS_PER_WEEK]) length += 1;
  return length;
}

function add(phrases: Phrases, range: string, day: number): void {
  const days = phrases.get(range);
  if (days === undefined) phrases.set(range, [day]);
  else days.push(day);
}

/**
 * `Mon-Fri 00:00-06:00 and 22:00-24:00 and Sat-Sun all day`: days that were just named are not
 * named again.
 */
function textOf(phrases: Phrases): string {
  let named = "";
  const texts: string[] = [];
  for (const [range, days] of phrases) {
    const text = daysText(days);
    texts.push(text === "" || text === named ? range : `${text} ${range}`);
    named = text;
  }
  return texts.join(" and ");
}

/**
 * `Mon-Fri`, `Mon, Wed-Thu`, `Sun-Thu`, `every day`: runs of days, which may go over the end of the
 * week.
 */
function daysText(days: readonly number[]): string {
  if (days.length === 7) return "every day";
  const runs: string[] = [];
  for (const day of MONDAY_FIRST) {
    if (!days.includes(day) || days.includes((day + 6) % 7)) continue;
    let last = day as number;
    while (days.includes((last + 1) % 7)) last = (last + 1) % 7;
    runs.push(last === day ? dayText(day) : `${dayText(day)}-${dayText(last)}`);
  }
  return runs.join(", ");
}

function dayText(day: number): string {
  return WEEKDAYS[day]!.slice(0, 3);
}

/** `19:00-08:00`; an end at midnight is `24:00`. */
function rangeText(fromHour: number, toHour: number): string {
  return `${hourText(fromHour)}-${hourText(toHour > 24 ? toHour - 24 : toHour)}`;
}

/** `Fri 19:00`, of an hour of the week. */
function momentText(weekHour: number, hour: number): string {
  return `${dayText(Math.floor(weekHour / 24) % 7)} ${hourText(hour)}`;
}

/**
 * The hour of the week before which a spell ends; midnight is the end of a day, not the beginning
 * of one.
 */
function endText(weekHour: number): string {
  const lastHour = weekHour - 1;
  return momentText(lastHour, (lastHour % 24) + 1);
}

const DAY = "(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*";
const HOUR = "\\d{1,2}(?::00)?";
/** Days, if any, and hours of each: `Mon-Fri, Sun 20:00-06:00`. */
const OF_DAYS = new RegExp(
  `^(?:(every day|${DAY}(?:-${DAY})?(?:, ?${DAY}(?:-${DAY})?)*) )?(?:(all ` +
    `day)|(${HOUR})-(${HOUR}))$`,
);
/** One spell from an hour of the week to another: `Fri 19:00 to Mon 08:00`. */
const SPELL = new RegExp(`^(${DAY}) (${HOUR}) to (${DAY}) (${HOUR})$`);

/** Longer texts are none: four phrases of `describeWindow` have some 150 characters (R27). */
const LONGEST_TEXT = 500;

/**
 * Reads hours in words, in any letter case, as a mask of 168 hours, Sunday 00:00 first (R10);
 * `undefined` where the text says none. Phrases are joined by `and`; one without days goes for the
 * days before it, or for every day. A range such as `20:00-06:00` ends on the next day; hours are
 * whole ones.
 *
 * ```ts
 * const mask = parseWindow("Mon-Fri 20:00-06:00");
 * [mask?.indexOf(true), mask?.filter(Boolean).length] // => [44, 50]
 * ```
 */
export function parseWindow(text: string): boolean[] | undefined {
  const words = text.trim().replaceAll(/\s+/g, " ").toLowerCase();
  if (words.length > LONGEST_TEXT) return undefined;
  if (words === "at any hour" || words === "at no hour")
    return new Array<boolean>(HOURS_PER_WEEK).fill(words === "at any hour");
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
      const [from, to] =
        ofDays[2] === undefined ? [hourOf(ofDays[3]!), hourOf(ofDays[4]!)] : [0, 24];
      const end = to > from ? to : to + 24;
      for (const day of days)
        if (!fill(mask, day * 24 + from, day * 24 + end, !isInverse)) return undefined;
    } else return undefined;
  }
  return mask;
}

/**
 * Sets the hours of the week from one to another, which may lie over its end; `false` where one of
 * them is none.
 */
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
