/**
 * A command line, read: its options, its files and its clock, or every problem at once.
 */
import { fileURLToPath } from "node:url";
import { daysLater } from "../core/forecast/forecast.js";
import type { ServerClock } from "../core/schedule/clock.js";
import { DAY_MS, MINUTE_MS } from "../core/time/instant.js";
import { type JobInput, readJobInput } from "../files/jobInput.js";
import { hostZone } from "../host/zones.js";
import {
  instantOption,
  integerOption,
  type OptionTable,
  type OptionValues,
  readArguments,
} from "./arguments.js";
import { CLOCK_OPTIONS, namedSettings, readClockOptions } from "./clockOptions.js";
import { type CliIo, complain, EXIT } from "./terminal.js";

/** The bundled list of jobs: what is forecast where no file is named. */
export const SAMPLE_FILE = fileURLToPath(
  new URL("../../examples/sample-jobs.json", import.meta.url),
);

/** Options that every command has which reads jobs. */
export const COMMON_OPTIONS = {
  ...CLOCK_OPTIONS,
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Options of a span. */
export const SPAN_OPTIONS = {
  from: { type: "string" },
  to: { type: "string" },
  days: { type: "string" },
} as const;

/** What `--help` says of the file. */
export const FILE_USAGE = `FILE is a fleet file, a list of jobs as the product's API gives it, one job, or a schedule
policy; "-" is standard input.
`;

/** What `--help` says of the zone, and of the data form. */
export const COMMON_USAGE = `  --zone NAME          the backup server's time zone: America/Los_Angeles, UTC+5:30
                       (default: the file's, else UTC)
  --json               the same as data; its keys are stable
  -h, --help           this text
`;

/** What `--help` says of a span. `days` is the usual number of days. */
export function spanUsage(days: number): string {
  return `  --from INSTANT       where to begin, ISO 8601, on the server's clock if it names no offset
                       (default now)
  --days N             how many days of the server's clock, 1 to 3660 (default ${days})
  --to INSTANT         where to end, instead of --days
`;
}

/** A command line whose words are known. `problems` grows while the command reads its values. */
export interface Request<Name extends string> {
  readonly values: OptionValues<Name>;
  /** Files and other operands, in order. */
  readonly operands: readonly string[];
  readonly problems: string[];
  /** The switches of the clock that the command line names. */
  readonly clock: Partial<ServerClock>;
  readonly json: boolean;
}

type CommonOption = keyof typeof COMMON_OPTIONS;

/**
 * Reads the arguments; a number is an exit code, for a command that has said its help and is done.
 */
export function readRequest<const Options extends typeof COMMON_OPTIONS & OptionTable>(
  args: readonly string[],
  options: Options,
  usage: string,
  io: CliIo,
): Request<keyof Options & string> | number {
  const problems: string[] = [];
  const { values, positionals } = readArguments(args, options, problems);
  const common = values as OptionValues<CommonOption>;
  if (common.has("help")) {
    io.stdout.write(usage);
    return EXIT.good;
  }
  const full = readClockOptions(common, problems);
  return {
    values,
    operands: positionals,
    problems,
    clock: namedSettings(common, full),
    json: common.has("json"),
  };
}

/**
 * Reads the one file of a request, once nothing else is wrong; a number is the exit code where it
 * cannot be read. Jobs that cannot are complained about here and left out.
 */
export async function readOneFile(request: Request<string>, io: CliIo): Promise<JobInput | number> {
  const { operands, problems } = request;
  const [file, ...others] = operands;
  // What an unknown option takes for its value looks like a file: one thing at a time.
  if (problems.length === 0 && file === undefined)
    problems.push('a file is needed, or "-" for standard input; --help says more');
  if (problems.length === 0 && others.length > 0)
    problems.push(`one file is enough, received ${operands.length}: ${operands.join(", ")}`);
  if (problems.length > 0 || file === undefined) return complain(problems, io);
  return readFile(file, request, io);
}

/** The same for a file that is named. */
export async function readFile(
  file: string,
  request: Request<string>,
  io: CliIo,
): Promise<JobInput | number> {
  const result = await readJobInput(file, request.clock);
  if (!result.ok) return complain(result.problems, io);
  if (result.input.problems.length > 0) complain(result.input.problems, io);
  return result.input;
}

/** A span in epoch ms, `[from, to)`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The latest end of a span: 1 January of the year 9999. */
const LATEST = 253_370_764_800_000;
const MOST_DAYS = 3_660;

/** The span that the options name, on the clock of a zone; what is wrong goes to `problems`. */
export function readSpan(
  values: OptionValues<keyof typeof SPAN_OPTIONS>,
  usualDays: number,
  zone: string,
  now: number,
  problems: string[],
): Span {
  const before = problems.length;
  const from =
    instantOption(values, "from", zone, problems, LATEST - MOST_DAYS * DAY_MS) ??
    Math.floor(now / MINUTE_MS) * MINUTE_MS; // seconds are of no use to a reader
  const days = integerOption(values, "days", usualDays, 1, MOST_DAYS, problems);
  const given = instantOption(values, "to", zone, problems, LATEST);
  if (given !== undefined && values.has("days"))
    problems.push("--to: --days says already where the span ends");
  const to = given ?? daysLater(hostZone(zone), from, days);
  if (problems.length === before && to <= from)
    problems.push(
      `--to: expected an instant after the beginning, received ${JSON.stringify(values.get("to"))}`,
    );
  return { from, to };
}
