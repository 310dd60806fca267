/**
 * The command line of the forecast: from arguments to options, or to every problem at once.
 */
import { parseArgs } from "node:util";
import { formatIssue, PolicyError } from "../core/policy/issues.js";
import { didYouMean } from "../core/policy/nearest.js";
import { clockWith, type ServerClock } from "../core/schedule/clock.js";
import { DAY_MS } from "../core/time/instant.js";
import { instantFrom } from "./instants.js";
import { hostZone } from "./zones.js";

/** What the command is asked to do. */
export interface ForecastOptions {
  /** The list of jobs; `-` is standard input; absent for the bundled sample. */
  readonly file?: string;
  readonly clock: ServerClock;
  /** Epoch ms; absent for now. */
  readonly from?: number;
  readonly days: number;
  /** Next runs named per job. */
  readonly runs: number;
  readonly json: boolean;
  readonly help: boolean;
}

/** Options, or one line for each thing that is wrong with the arguments. */
export type OptionsResult = { readonly ok: true; readonly options: ForecastOptions } | { readonly ok: false; readonly problems: string[] };

const OPTIONS = {
  zone: { type: "string" },
  days: { type: "string" },
  from: { type: "string" },
  runs: { type: "string" },
  "window-clock": { type: "string" },
  gap: { type: "string" },
  overlap: { type: "string" },
  "grid-overlap": { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

type OptionName = keyof typeof OPTIONS;

/** The text of `--help`. */
export const USAGE = `When will the backup jobs really run?

  npm start -- [jobs.json] [options]

The file is a job list as the API of Veeam Backup for Microsoft 365 gives it: one
job, an array of jobs, or { "results": [...] }. "-" reads standard input; without
a file a bundled sample is forecast.

  --zone NAME          the backup server's time zone: America/Los_Angeles, UTC+5:30
                       (default UTC)
  --days N             how many days to look ahead, 1 to 366 (default 7)
  --from INSTANT       where to begin, ISO 8601, UTC if it names no offset (default now)
  --runs N             next runs named per job, 1 to 100 (default 3)
  --json               the same as data; its keys are stable

Where the product's documentation leaves room:
  --window-clock C     hours of windows are utc (default) or server time
  --gap G              a daily time that the clock skips: shift (default), gap-end, skip
  --overlap O          a daily time that it shows twice: first (default), second, both
  --grid-overlap O     a periodic time that it shows twice: both (default), first, second

Colour: NO_COLOR and FORCE_COLOR are respected. Exit code: 0, or 2 where an option
or anything in the file was wrong; the jobs that can be read are forecast anyway.
`;

/** Reads the arguments after the command's name. An unknown option is answered with the nearest known one. */
export function readOptions(args: readonly string[]): OptionsResult {
  const problems: string[] = [];
  const { values, files } = readArguments(args, problems);
  if (files.length > 1) problems.push(`one file at a time, received ${files.length}: ${files.join(", ")}`);
  const clock = readClock(values, problems);
  const days = readInteger(values, "days", 7, 366, problems);
  const runs = readInteger(values, "runs", 3, 100, problems);
  const from = readInstant(values, days, problems);
  if (problems.length > 0 || clock === undefined) return { ok: false, problems };
  const [file] = files;
  return {
    ok: true,
    options: { ...(file === undefined ? {} : { file }), clock, ...(from === undefined ? {} : { from }), days, runs, json: values.has("json"), help: values.has("help") },
  };
}

type Values = ReadonlyMap<OptionName, string>;

function readArguments(args: readonly string[], problems: string[]): { values: Values; files: string[] } {
  const values = new Map<OptionName, string>();
  const files: string[] = [];
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === "positional") files.push(token.value);
    if (token.kind !== "option") continue;
    if (!Object.hasOwn(OPTIONS, token.name)) {
      const near = didYouMean(token.rawName, Object.keys(OPTIONS).map((name) => `--${name}`));
      problems.push(`unknown option ${token.rawName}${near === undefined ? "; --help lists the options" : `; ${near}`}`);
      continue;
    }
    const name = token.name as OptionName;
    const takesValue = OPTIONS[name].type === "string";
    const lacksValue = token.value === undefined || (token.inlineValue === false && token.value.startsWith("--"));
    if (takesValue && lacksValue) problems.push(`${token.rawName} needs a value; --help lists them`);
    else if (!takesValue && token.value !== undefined) problems.push(`${token.rawName} takes no value, received ${JSON.stringify(token.value)}`);
    else values.set(name, token.value ?? "");
  }
  return { values, files };
}

/** From a switch of the clock to its option, for the messages. */
const CLOCK_OPTIONS: readonly (readonly [keyof ServerClock, OptionName])[] = [
  ["zone", "zone"],
  ["windowClock", "window-clock"],
  ["gap", "gap"],
  ["overlap", "overlap"],
  ["gridOverlap", "grid-overlap"],
];

function readClock(values: Values, problems: string[]): ServerClock | undefined {
  const given = CLOCK_OPTIONS.filter(([, option]) => values.has(option)).map(([name, option]) => [name, values.get(option)]);
  const switches = valueOrProblems(() => clockWith(Object.fromEntries(given) as Partial<ServerClock>), problems);
  const zone = values.get("zone") ?? "UTC";
  const table = valueOrProblems(() => hostZone(zone, "clock.zone"), problems, hintForZone(zone));
  return switches === undefined || table === undefined ? undefined : { ...switches, zone: table.name };
}

/** What `read` gives; where it throws issues of a clock, they become problems of the options behind it. */
function valueOrProblems<Value>(read: () => Value, problems: string[], hint?: () => string | undefined): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    for (const issue of error.issues) {
      const option = CLOCK_OPTIONS.find(([name]) => issue.path === `clock.${name}`)?.[1];
      const better = hint?.();
      const message = better === undefined ? issue.message : `expected ${issue.expected}, received ${issue.received}; ${better}`;
      problems.push(option === undefined ? formatIssue(issue) : `--${option}: ${message}`);
    }
    return undefined;
  }
}

/** What may have been meant: the zone of that city, one that is spelt nearly so, or what Windows calls it. */
function hintForZone(name: string): () => string | undefined {
  return () => {
    if (/ time$/i.test(name.trim())) return "this looks like a name of Windows: take the zone of a city, such as America/Los_Angeles";
    const zones = Intl.supportedValuesOf("timeZone");
    const city = name.trim().toLowerCase().replace(/\s+/g, "_");
    const areas = [...new Set(zones.filter((zone) => zone.includes("/")).map((zone) => zone.slice(0, zone.lastIndexOf("/"))))];
    const ofCity = areas.flatMap((area) => knownZone(`${area}/${city}`));
    return ofCity.length > 0 ? `did you mean ${ofCity.join(" or ")}?` : didYouMean(name, zones);
  };
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

function readInteger(values: Values, name: OptionName, usual: number, most: number, problems: string[]): number {
  const text = values.get(name);
  if (text === undefined) return usual;
  const number = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0;
  if (number >= 1 && number <= most) return number;
  problems.push(`--${name}: expected a whole number from 1 to ${most}, received ${JSON.stringify(text)}`);
  return usual;
}

/** From 1970 on there are schedules, and the whole span must lie where dates exist. */
function readInstant(values: Values, days: number, problems: string[]): number | undefined {
  const text = values.get("from");
  if (text === undefined) return undefined;
  try {
    const instant = instantFrom(text, "--from");
    if (instant >= 0 && instant + days * DAY_MS <= 8.64e15) return instant;
    problems.push(`--from: expected an instant from 1970 on, received ${JSON.stringify(text)}`);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    problems.push(`--from: expected an ISO 8601 instant such as 2026-03-08 or 2026-03-08T07:30:00Z, received ${JSON.stringify(text)}`);
  }
  return undefined;
}
