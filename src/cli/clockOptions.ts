/**
 * The options that say how a server's clock is read: the same for every command.
 */
import { formatIssue, type Issue } from "../core/input/issues.js";
import { switchText } from "../core/input/switches.js";
import {
  CLOCK_SETTINGS,
  CLOCK_SWITCHES,
  type ClockSwitch,
  readClock,
  type ServerClock,
} from "../core/schedule/clock.js";
import type { ZoneTable } from "../core/time/zone.js";
import { readHostZone } from "../host/zones.js";
import type { OptionRow, OptionValues } from "./arguments.js";

type ClockOption = "zone" | (typeof CLOCK_SWITCHES)[ClockSwitch]["option"];

/** From what a clock says to the option for it. */
const OPTION_OF = CLOCK_SETTINGS.map(
  (name) => [name, name === "zone" ? name : CLOCK_SWITCHES[name].option] as const,
);

const ZONE: OptionRow = {
  type: "string",
  value: "NAME",
  says:
    "the backup server's time zone: America/Los_Angeles, UTC+5:30 (default: the file's, " +
    "else UTC)",
};

/** The options of a clock, for a command's table. */
export const CLOCK_OPTIONS = Object.fromEntries(
  CLOCK_SETTINGS.map((name): [string, OptionRow] => {
    if (name === "zone") return [name, ZONE];
    const row = CLOCK_SWITCHES[name];
    return [row.option, { type: "string", value: letterOf(row.option), says: switchText(row) }];
  }),
) as Readonly<Record<ClockOption, OptionRow>>;

/** What the help calls the value of `--grid-overlap`: `O`. */
function letterOf(option: string): string {
  return option.split("-").at(-1)!.charAt(0).toUpperCase();
}

/** The switches that the options name, each of them good; what is wrong becomes problems. */
export function readClockOptions(
  values: OptionValues<ClockOption>,
  problems: string[],
): Partial<ServerClock> {
  const given: [keyof ServerClock, string][] = OPTION_OF.flatMap(([name, option]) => {
    const value = values.get(option);
    return value === undefined ? [] : [[name, value]];
  });
  const issues: Issue[] = [];
  readClock(Object.fromEntries(given), "clock", issues);
  for (const { path, message } of issues) {
    const option = OPTION_OF.find(([name]) => path === `clock.${name}`)?.[1];
    problems.push(`--${option ?? path}: ${message}`);
  }
  const zone = values.get("zone");
  const table = zone === undefined ? undefined : readZone(zone, problems);
  return Object.fromEntries(
    given.map(([name, value]) => [name, name === "zone" ? (table?.name ?? value) : value]),
  ) as Partial<ServerClock>;
}

function readZone(zone: string, problems: string[]): ZoneTable | undefined {
  const issues: Issue[] = [];
  const table = readHostZone(zone, "--zone", issues);
  problems.push(...issues.map(formatIssue));
  return table;
}
