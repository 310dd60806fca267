/**
 * The values of a change: `2,4,6`, `1..8`, `20:00..23:00/30`.
 */
import { type Issue, issue } from "../core/input/issues.js";

/** More values than this in one dimension nobody reads. */
const MOST_VALUES = 1_000;
const MINUTES_PER_DAY = 1_440;

/**
 * Values between commas; in the hours of a window a comma before a blank belongs to its value (`Mon, Wed 20:00-06:00`).
 * `A..B` are whole numbers or times of day from one to the other, `/N` in steps of so many, minutes for times (usually 1,
 * and 60). A range of times may go over midnight. What is wrong is noted.
 *
 * `valuesIn("1..3,8", "slots", "slots", []) // => ["1", "2", "3", "8"]`
 */
export function valuesIn(text: string, setting: string, name: string, issues: Issue[]): string[] {
  const values = text
    .split(setting.endsWith("Window") ? /,(?! )/ : ",")
    .map((value) => value.trim())
    .filter((value) => value !== "")
    .flatMap((value) => rangeOf(value, setting, issues) ?? [value]);
  if (values.length > MOST_VALUES) issues.push(issue(name, `at most ${MOST_VALUES} values`, values));
  return values.slice(0, MOST_VALUES);
}

function rangeOf(value: string, setting: string, issues: Issue[]): string[] | undefined {
  const match = /^(\S+?)\.\.([^\s/]+)(?:\/(\d+))?$/.exec(value);
  if (match === null) return undefined;
  const [low, high] = [pointOf(match[1]!), pointOf(match[2]!)];
  if (low === undefined || high === undefined || low.isTime !== high.isTime || (!low.isTime && high.at < low.at)) {
    issues.push(issue(setting, "a range from a smaller to a larger whole number, or from a time of day to another, such as 1..8 or 20:00..23:00/30", value));
    return [];
  }
  const step = Number(match[3] ?? (low.isTime ? 60 : 1));
  const last = low.isTime && high.at < low.at ? high.at + MINUTES_PER_DAY : high.at;
  if (step < 1 || (last - low.at) / step > MOST_VALUES) {
    issues.push(issue(setting, `a range of at most ${MOST_VALUES} steps`, value));
    return [];
  }
  return Array.from({ length: Math.floor((last - low.at) / step) + 1 }, (_, index) => (low.isTime ? timeText(low.at + index * step) : String(low.at + index * step)));
}

function pointOf(text: string): { readonly at: number; readonly isTime: boolean } | undefined {
  const time = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (time !== null) return { at: Number(time[1]) * 60 + Number(time[2]), isTime: true };
  return /^\d{1,9}$/.test(text) ? { at: Number(text), isTime: false } : undefined;
}

function timeText(minutes: number): string {
  const ofDay = minutes % MINUTES_PER_DAY;
  return `${String(Math.floor(ofDay / 60)).padStart(2, "0")}:${String(ofDay % 60).padStart(2, "0")}`;
}
