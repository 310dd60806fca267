/**
 * Changes of a fleet, as one types them: `mail.dailyTime=21:00`, `proxy-1.slots=4`,
 * `duration=x1.5`, and with several values, for a sweep, `dailyTime=20:00..23:00,01:00`.
 *
 * Left of the last dot is who changes; without it all jobs that the setting means something to. A
 * name with `=` or `,` stands in double quotes. Only the words are read here: whom they mean, and
 * what is done to them, the core's edits say.
 */
import { formatIssue, type Issue, issue } from "../core/input/issues.js";
import { didYouMean } from "../core/input/nearest.js";
import { type Fleet, RESOURCE_KINDS } from "../core/simulation/fleet.js";
import { readInstant } from "../host/instants.js";
import { clockZone, readHostZone } from "../host/zones.js";
import { readClock } from "../core/schedule/clock.js";
import { readEdits } from "../core/whatif/edits/readEdits.js";
import type { InstantReader, Setting } from "../core/whatif/edits/settingRow.js";
import { SETTINGS } from "../core/whatif/edits/settings.js";
import { variation } from "../core/whatif/sweep/names.js";
import type { Variation } from "../core/whatif/sweep/study.js";
import { isQuoted, placesOutside, splitOutside, unquoted } from "../core/input/quoted.js";

/** One change, with one variation for each of its values. */
export interface FleetChange {
  /** As it was typed. */
  readonly text: string;
  /** What is left of `=`. */
  readonly name: string;
  /** The name of its setting. */
  readonly setting: string;
  /** Named after the values, in the order in which they were typed. */
  readonly variations: readonly Variation[];
}

/** Every setting that a change may name. */
export const CHANGE_SETTINGS: readonly string[] = SETTINGS.map(({ name }) => name);

/** The same for a help text, with what their values look like: `duration (PT45M, x1.5)`. */
export const CHANGE_SETTINGS_TEXT = SETTINGS.map(({ name, words }) =>
  words === undefined ? name : `${name} (${words})`,
).join(", ");

/** Whether an operand of the command line is a change rather than a file. */
export function isChange(operand: string): boolean {
  return placesOutside(operand, "=").length > 0;
}

/** Reads one change; `undefined` where something is wrong with it, which is noted. */
export function readChange(
  text: string,
  fleet: Fleet,
  problems: string[],
): FleetChange | undefined {
  const equals = placesOutside(text, "=")[0] ?? text.length;
  const name = text.slice(0, equals).trim();
  const dot = placesOutside(name, ".").at(-1);
  const who = dot === undefined ? undefined : unquoted(name.slice(0, dot));
  const word = dot === undefined ? name : name.slice(dot + 1);
  const setting = SETTINGS.find((known) => known.name.toLowerCase() === word.toLowerCase());
  if (setting === undefined) {
    problems.push(
      `${text}: unknown setting ${JSON.stringify(word)}; ` +
        (didYouMean(word, CHANGE_SETTINGS) ?? `settings are ${CHANGE_SETTINGS.join(", ")}`),
    );
    return undefined;
  }
  const issues: Issue[] = [];
  const values = valuesIn(text.slice(equals + 1), setting, issues);
  if (values.length > MOST_VALUES)
    issues.push(issue(name, `at most ${MOST_VALUES} values`, values));
  if (values.length === 0 && issues.length === 0)
    issues.push(issue(name, "at least one value after =", undefined));
  if (setting.of === "clock") noteClockIssues(setting.name, values, issues);
  const tried = values.slice(0, MOST_VALUES);
  const edits = readEdits(fleet, who, setting, tried, issues, instantsOn(fleet));
  const variations = edits.map(([value, edit]) => variation(value, edit));
  // What is wrong with each of a hundred jobs alike is told once.
  problems.push(...new Set(issues.map((one) => `${text}: ${formatIssue(one)}`)));
  return issues.length > 0 ? undefined : { text, name, setting: setting.name, variations };
}

/** Reads instants on the clock of the fleet's server. */
function instantsOn(fleet: Fleet): InstantReader {
  return (text, path, issues) => {
    const instant = readInstant(text, path, [], clockZone(fleet));
    if (instant !== undefined && instant >= 0) return instant;
    issues.push(issue(path, "an ISO 8601 instant from 1970 on, such as 2026-01-07T22:00", text));
    return undefined;
  };
}

/** Notes values that a clock can't have; zones are the host's to know. */
function noteClockIssues(name: string, values: readonly string[], issues: Issue[]): void {
  for (const value of values) {
    if (name === "zone") readHostZone(value, name, issues);
    else readClock({ [name]: value }, "", issues);
  }
}

/**
 * Notes each change of which a later one leaves nothing, since it gives the same setting anew: half
 * of what was typed would be dropped in silence.
 */
export function noteOverridden(
  changes: readonly FleetChange[],
  fleet: Fleet,
  problems: string[],
): void {
  changes.forEach((later, index) => {
    const earlier = changes
      .slice(0, index)
      .find((one) => one.setting === later.setting && isOverridden(one, later, fleet));
    if (earlier !== undefined)
      problems.push(
        `${later.text}: ${earlier.text} gives this setting already; give it once, several values ` +
          "between commas",
      );
  });
}

function isOverridden(earlier: FleetChange, later: FleetChange, fleet: Fleet): boolean {
  if (earlier.name.toLowerCase() === later.name.toLowerCase()) return true;
  const [last] = later.variations;
  if (last === undefined) return false;
  const before = partsOf(fleet);
  const withLater = partsOf(last(fleet));
  const effects = earlier.variations.map((first) => {
    const changed = first(fleet);
    const withBoth = partsOf(last(changed));
    const touched = partsOf(changed).flatMap((part, at) => (part === before[at] ? [] : [at]));
    return { touched, isLost: touched.every((at) => isAlike(withBoth[at], withLater[at])) };
  });
  return effects.some(({ touched }) => touched.length > 0) && effects.every(({ isLost }) => isLost);
}

/** What an edit may change, one by one: what it leaves as it is, it leaves the same object. */
function partsOf(fleet: Fleet): unknown[] {
  return [
    fleet.clock,
    ...fleet.jobs,
    ...RESOURCE_KINDS.flatMap(({ list }): readonly unknown[] => fleet[list] ?? []),
  ];
}

function isAlike(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** More values than this in one dimension nobody reads. */
const MOST_VALUES = 1_000;
const MINUTES_PER_DAY = 1_440;

/**
 * Values between commas, in double quotes where they have one; in the hours of a window a comma
 * before a blank belongs to its value (`Mon, Wed 20:00-06:00`). `A..B` are whole numbers or times
 * of day from one to the other, `/N` in steps of so many, minutes for times (usually 1, and 60). A
 * range of times may go over midnight. What is wrong is noted.
 *
 * `valuesIn("1..3,8", { name: "slots" }, []) // => ["1", "2", "3", "8"]`
 */
export function valuesIn(
  text: string,
  { name, hasCommas }: Pick<Setting, "name" | "hasCommas">,
  issues: Issue[],
): string[] {
  const values: string[] = [];
  for (const part of splitOutside(text, ",")) {
    const last = values.at(-1);
    if (hasCommas && last !== undefined && part.startsWith(" "))
      values[values.length - 1] = `${last},${part}`;
    else values.push(part);
  }
  return values
    .filter((value) => value.trim() !== "")
    .flatMap((value) =>
      isQuoted(value) ? [unquoted(value)] : (rangeOf(value.trim(), name, issues) ?? [value.trim()]),
    );
}

function rangeOf(value: string, setting: string, issues: Issue[]): string[] | undefined {
  const match = /^(\S+?)\.\.([^\s/]+)(?:\/(\d+))?$/.exec(value);
  if (match === null) return undefined;
  const [low, high] = [pointOf(match[1]!), pointOf(match[2]!)];
  if (
    low === undefined ||
    high === undefined ||
    low.isTime !== high.isTime ||
    (!low.isTime && high.at < low.at)
  ) {
    issues.push(
      issue(
        setting,
        "a range from a smaller to a larger whole number, or from a time of day to another, " +
          "such as 1..8 or 20:00..23:00/30",
        value,
      ),
    );
    return [];
  }
  const step = Number(match[3] ?? (low.isTime ? 60 : 1));
  const last = low.isTime && high.at < low.at ? high.at + MINUTES_PER_DAY : high.at;
  if (step < 1 || (last - low.at) / step > MOST_VALUES) {
    issues.push(issue(setting, `a range of at most ${MOST_VALUES} steps`, value));
    return [];
  }
  return Array.from({ length: Math.floor((last - low.at) / step) + 1 }, (_, index) =>
    low.isTime ? timeText(low.at + index * step) : String(low.at + index * step),
  );
}

function pointOf(text: string): { readonly at: number; readonly isTime: boolean } | undefined {
  const time = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (time !== null) return { at: Number(time[1]) * 60 + Number(time[2]), isTime: true };
  return /^\d{1,9}$/.test(text) ? { at: Number(text), isTime: false } : undefined;
}

function timeText(minutes: number): string {
  const hour = Math.floor(minutes / 60) % 24;
  return [hour, minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
