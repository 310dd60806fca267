/**
 * The command line of the forecast: from arguments to options, or to every problem at once.
 */
import type { ServerClock } from "../../core/schedule/clock.js";
import { DAY_MS } from "../../core/time/instant.js";
import { CLOCK_OPTIONS, CLOCK_USAGE, readClockOptions } from "../clockOptions.js";
import { instantOption, integerOption, readArguments } from "../arguments.js";

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
export type OptionsResult =
  | { readonly ok: true; readonly options: ForecastOptions }
  | { readonly ok: false; readonly problems: string[] };

const OPTIONS = {
  ...CLOCK_OPTIONS,
  days: { type: "string" },
  from: { type: "string" },
  runs: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** The text of `--help`. */
export const USAGE = `When will the backup jobs really run?

  npm start -- [jobs.json] [options]

The file is a job list as the API of Veeam Backup for Microsoft 365 gives it: one
job, an array of jobs, or { "results": [...] }. "-" reads standard input; without
a file a bundled sample is forecast.

  --zone NAME          the backup server's time zone: America/Los_Angeles, UTC+5:30
                       (default UTC)
  --days N             how many days to look ahead, 1 to 366 (default 7)
  --from INSTANT       where to begin, ISO 8601, on the server's clock if it names no
                       offset (default now)
  --runs N             next runs named per job, 1 to 100 (default 3)
  --json               the same as data; its keys are stable

${CLOCK_USAGE}
Colour: NO_COLOR and FORCE_COLOR are respected. Exit code: 0, or 2 where an option
or anything in the file was wrong; the jobs that can be read are forecast anyway.
`;

/**
 * Reads the arguments after the command's name. An unknown option is answered with the nearest
 * known one.
 */
export function readOptions(args: readonly string[]): OptionsResult {
  const problems: string[] = [];
  const { values, positionals: files } = readArguments(args, OPTIONS, problems);
  if (files.length > 1)
    problems.push(`one file at a time, received ${files.length}: ${files.join(", ")}`);
  const clock = readClockOptions(values, problems);
  const days = integerOption(values, "days", 7, 1, 366, problems);
  const runs = integerOption(values, "runs", 3, 1, 100, problems);
  // The whole span must lie where dates exist.
  const from = instantOption(
    values,
    "from",
    clock?.zone ?? "UTC",
    problems,
    8.64e15 - days * DAY_MS,
  );
  if (problems.length > 0 || clock === undefined) return { ok: false, problems };
  const [file] = files;
  return {
    ok: true,
    options: {
      ...(file === undefined ? {} : { file }),
      clock,
      ...(from === undefined ? {} : { from }),
      days,
      runs,
      json: values.has("json"),
      help: values.has("help"),
    },
  };
}
