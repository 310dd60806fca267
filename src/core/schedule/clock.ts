/**
 * The backup server's clock: its zone, and what a policy means where that clock jumps or where
 * nobody says.
 *
 * Every switch has the default that most schedulers share; each is an assumption that a user can
 * change and that the reports name (R2, R7, R8, R11). A new choice is a line of the table here;
 * `starts.ts` and `window.ts` act on it.
 */
import { type Issue, issue, pathTo, PolicyError } from "../input/issues.js";
import {
  readSwitches,
  type Settings,
  switchOf,
  usualSettings,
  type WrittenSettings,
} from "../input/switches.js";

/** The switches of a clock; its zone stands beside them. */
export const CLOCK_SWITCHES = {
  /**
   * Which clock a window mask is read on: UTC plus `minuteOffset`, or the server's wall clock.
   * Default `utc` (R11).
   */
  windowClock: switchOf({
    rule: "R11",
    option: "window-clock",
    about: "the hours of windows",
    usual: "utc",
    choices: [
      {
        value: "utc",
        does: "are UTC plus their minuteOffset",
        assumed: "Window hours are UTC plus their minuteOffset",
      },
      { value: "server", does: "are server time", assumed: "Window hours are server time" },
    ],
  }),
  /** A daily time that the clock skips: when it runs, if at all. Default `shift` (R7). */
  gap: switchOf({
    rule: "R7",
    option: "gap",
    about: "a daily time that the clock skips",
    usual: "shift",
    choices: [
      {
        value: "shift",
        does: "runs later by the length of the gap",
        assumed: "A daily time the clock skips runs later by as much",
      },
      {
        value: "gap-end",
        does: "runs at the end of the gap",
        assumed: "A daily time the clock skips runs right after the jump",
      },
      {
        value: "earlier",
        does: "runs earlier by the length of the gap",
        assumed: "A daily time the clock skips runs earlier by as much",
      },
      {
        value: "skip",
        does: "is skipped",
        assumed: "A daily time the clock skips does not run that day",
      },
    ],
  }),
  /** A daily time that the clock shows twice: which of the two runs. Default `first` (R7). */
  overlap: switchOf({
    rule: "R7",
    option: "overlap",
    about: "a daily time that the clock shows twice",
    usual: "first",
    choices: [
      {
        value: "first",
        does: "runs in the first of the two",
        assumed: "A daily time shown twice runs the first time",
      },
      {
        value: "second",
        does: "runs in the second of the two",
        assumed: "A daily time shown twice runs the second time",
      },
      {
        value: "both",
        does: "runs twice",
        assumed: "A daily time shown twice runs both times",
      },
    ],
  }),
  /** A periodic time that the clock shows twice: which of the two runs. Default `both` (R8). */
  gridOverlap: switchOf({
    rule: "R8",
    option: "grid-overlap",
    about: "a periodic time that the clock shows twice",
    usual: "both",
    choices: [
      {
        value: "both",
        does: "runs twice",
        assumed: "A periodic time shown twice runs both times",
      },
      {
        value: "first",
        does: "runs in the first of the two",
        assumed: "A periodic time shown twice runs the first time",
      },
      {
        value: "second",
        does: "runs in the second of the two",
        assumed: "A periodic time shown twice runs the second time",
      },
    ],
  }),
} as const;

/** The name of a switch of the clock. */
export type ClockSwitch = keyof typeof CLOCK_SWITCHES;

/** How a policy is read: `ClockInput` with every switch filled in. */
export interface ServerClock extends Settings<typeof CLOCK_SWITCHES> {
  /** IANA name, `UTC`, or a fixed offset such as `UTC+5:30`. Default `UTC` (R2). */
  readonly zone: string;
}

/** A clock as people write it: what it says of a `ServerClock`; the rest has its defaults. */
export interface ClockInput extends WrittenSettings<typeof CLOCK_SWITCHES> {
  readonly zone?: string | undefined;
}

/** What every switch is where the caller says nothing. */
export const DEFAULT_CLOCK: ServerClock = Object.freeze({
  zone: "UTC",
  ...usualSettings(CLOCK_SWITCHES),
});

/** Everything that a clock says, the zone first. */
export const CLOCK_SETTINGS = Object.keys(DEFAULT_CLOCK) as readonly (keyof ServerClock)[];

/**
 * Reads a clock and fills in the defaults. Notes every switch that has an unknown name or value and
 * gives `undefined` then; whether the zone exists is for its reader to say.
 */
export function readClock(given: unknown, path: string, issues: Issue[]): ServerClock | undefined {
  if (given === undefined) return DEFAULT_CLOCK;
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    const expected = 'an object of clock switches such as { zone: "Europe/Berlin" }';
    issues.push(issue(path, expected, given));
    return undefined;
  }
  const before = issues.length;
  const { zone = DEFAULT_CLOCK.zone } = given as { readonly zone?: unknown };
  if (typeof zone !== "string") {
    const expected = 'an IANA time zone, "UTC" or a fixed offset such as "UTC+5:30"';
    issues.push(issue(pathTo(path, "zone"), expected, zone));
  }
  const switches = readSwitches(CLOCK_SWITCHES, given, path, issues, "switches", ["zone"]);
  return issues.length > before ? undefined : { zone: zone as string, ...switches };
}

/**
 * The same for a caller who has nobody to tell: throws a `PolicyError` with all that was noted.
 * `clockWith({ zone: "Europe/Berlin" }).gap // => "shift"`
 */
export function clockWith(clock: ClockInput = {}, path = "clock"): ServerClock {
  const issues: Issue[] = [];
  const full = readClock(clock, path, issues);
  if (full === undefined) throw new PolicyError(issues);
  return full;
}
