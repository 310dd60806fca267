/**
 * The options that say how a server's clock is read: the same for every command.
 */
import { formatIssue, type Issue, PolicyError } from "../core/input/issues.js";
import { didYouMean } from "../core/input/nearest.js";
import { type Switch, switchText } from "../core/input/switches.js";
import {
  CLOCK_SETTINGS,
  CLOCK_SWITCHES,
  type ClockSwitch,
  readClock,
  type ServerClock,
} from "../core/schedule/clock.js";
import type { ZoneTable } from "../core/time/zone.js";
import { hostZone } from "../host/zones.js";
import { wrap } from "../report/kit/table.js";
import type { OptionValues } from "./arguments.js";

type ClockOption = "zone" | (typeof CLOCK_SWITCHES)[ClockSwitch]["option"];

/** From what a clock says to the option for it. */
const OPTION_OF = CLOCK_SETTINGS.map(
  (name) => [name, name === "zone" ? name : CLOCK_SWITCHES[name].option] as const,
);

/** The options of a clock, for a command's table. */
export const CLOCK_OPTIONS = Object.fromEntries(
  OPTION_OF.map(([, option]) => [option, { type: "string" }]),
) as Readonly<Record<ClockOption, { readonly type: "string" }>>;

const COLUMN = 23;
const WIDTH = 96;

/** The text of `--help` about the options that are not `--zone`. */
export const CLOCK_USAGE =
  "Where the product's documentation leaves room:\n" +
  Object.values(CLOCK_SWITCHES).map(usageOf).join("");

/**
 * Reads the clock, every switch filled in; `undefined` where there is a problem. The problems of an
 * option are told of the option.
 */
export function readClockOptions(
  values: OptionValues<ClockOption>,
  problems: string[],
): ServerClock | undefined {
  const issues: Issue[] = [];
  const switches = readClock(Object.fromEntries(textsOf(values)), "clock", issues);
  tell(issues, problems);
  const zone = values.get("zone") ?? "UTC";
  const table = zoneOrProblem(zone, problems);
  return switches === undefined || table === undefined
    ? undefined
    : { ...switches, zone: table.name };
}

/** The part of a clock that the options name: it goes before what a file says. */
export function namedSettings(
  values: OptionValues<ClockOption>,
  clock: ServerClock | undefined,
): Partial<ServerClock> {
  return Object.fromEntries(textsOf(values).map(([name]) => [name, clock?.[name]]));
}

/** What was given, by the name that the clock has for it. */
function textsOf(values: OptionValues<ClockOption>): [keyof ServerClock, string | undefined][] {
  return OPTION_OF.filter(([, option]) => values.has(option)).map(([name, option]) => [
    name,
    values.get(option),
  ]);
}

/** `  --gap G              a daily time that the clock skips: shift (default; runs later ...`. */
function usageOf(row: Switch): string {
  const letter = row.option.split("-").at(-1)!.charAt(0).toUpperCase();
  const [first, ...others] = wrap(switchText(row), WIDTH - COLUMN);
  const lines = [`  --${row.option} ${letter}`.padEnd(COLUMN) + first!];
  return [...lines, ...others.map((line) => " ".repeat(COLUMN) + line), ""].join("\n");
}

/** Tells the issues of a clock as problems of the options behind them. */
function tell(issues: readonly Issue[], problems: string[], hint?: string): void {
  for (const issue of issues) {
    const option = OPTION_OF.find(([name]) => issue.path === `clock.${name}`)?.[1];
    const message =
      hint === undefined
        ? issue.message
        : `expected ${issue.expected}, received ${issue.received}; ${hint}`;
    problems.push(option === undefined ? formatIssue(issue) : `--${option}: ${message}`);
  }
}

function zoneOrProblem(name: string, problems: string[]): ZoneTable | undefined {
  try {
    return hostZone(name, "clock.zone");
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    tell(error.issues, problems, hintForZone(name));
    return undefined;
  }
}

/**
 * What may have been meant: the zone of that city, one that is spelt nearly so, or what Windows
 * calls it.
 */
function hintForZone(name: string): string | undefined {
  if (/ time$/i.test(name.trim()))
    return (
      "this looks like a name of Windows: take the zone of a city, such as " + "America/Los_Angeles"
    );
  const zones = Intl.supportedValuesOf("timeZone");
  const city = name.trim().toLowerCase().replace(/\s+/g, "_");
  const areas = [
    ...new Set(
      zones
        .filter((zone) => zone.includes("/"))
        .map((zone) => zone.slice(0, zone.lastIndexOf("/"))),
    ),
  ];
  const ofCity = areas.flatMap((area) => knownZone(`${area}/${city}`));
  return ofCity.length > 0 ? `did you mean ${ofCity.join(" or ")}?` : didYouMean(name, zones);
}

/** The zone in the usual letter case, `Asia/Kolkata`; nothing where the host does not know it. */
function knownZone(name: string): string[] {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return [name.replace(/(?<=[/_-])[a-z]/g, (letter) => letter.toUpperCase())];
  } catch {
    return [];
  }
}
