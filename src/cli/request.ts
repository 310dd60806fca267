/**
 * What the commands read in common: the file, the span, the jobs that are meant.
 */
import { grouped } from "../core/input/numberText.js";
import { fileURLToPath } from "node:url";
import { daysLater } from "../core/forecast/forecast.js";
import { DAY_MS, MINUTE_MS } from "../core/time/instant.js";
import { issueLine, type JobInput, readJobInput } from "../files/jobInput.js";
import { hostZone } from "../host/zones.js";
import { integerOption, type OptionTable, type OptionValues } from "./arguments.js";
import { instantOption, type Told } from "./typedInstant.js";
import type { Request } from "./command.js";
import { isQuoted, unquoted } from "../core/input/quoted.js";

/** The bundled list of jobs: what is forecast where no file is named. */
export const SAMPLE_FILE = fileURLToPath(
  new URL("../../examples/sample-jobs.json", import.meta.url),
);

/** The job that a question is about. */
export const JOB_OPTION = {
  job: {
    type: "string",
    value: "NAME",
    says: "this job only, by id or name; * stands for any letters: --job 'Mail *'",
  },
} as const satisfies OptionTable;

/** Where a span begins. */
export const FROM_OPTION = {
  from: {
    type: "string",
    value: "INSTANT",
    says: "where to begin, ISO 8601, on the server's clock if it names no offset (default: now)",
  },
} as const satisfies OptionTable;

/** The options of a span; `days` is the usual number of days. */
export function spanOptions(days: number) {
  return {
    ...FROM_OPTION,
    days: {
      type: "string",
      value: "N",
      says: `how many days of the server's clock, 1 to ${grouped(MOST_DAYS)} (default: ${days})`,
    },
    to: { type: "string", value: "INSTANT", says: "where to end, instead of --days" },
  } as const satisfies OptionTable;
}

/** What `--help` says of the file. */
export const FILE_ABOUT =
  "FILE is a fleet file, a list of jobs as the product's API gives it in any version, one job, " +
  'or a schedule policy; "-" is standard input.';

/**
 * Reads the one file of a request, once nothing else is wrong; `undefined` where it can't be. Jobs
 * that can't are left out.
 */
export async function readOneFile(request: Request<string>): Promise<JobInput | undefined> {
  const file = oneFile(request.operands, request.problems);
  return file === undefined ? undefined : readFile(file, request);
}

/**
 * The one file that is named, once nothing else is wrong; `undefined` where there is not one.
 * `hint` ends the message where there are several.
 */
export function oneFile(
  files: readonly string[],
  problems: string[],
  hint = "",
): string | undefined {
  // What an unknown option takes for its value looks like a file: one thing at a time.
  if (problems.length > 0) return undefined;
  const [file, ...others] = files;
  if (file === undefined)
    problems.push('a file is needed, or "-" for standard input; --help says more');
  if (others.length > 0)
    problems.push(`one file is enough, received ${files.length}: ${files.join(", ")}${hint}`);
  return others.length > 0 ? undefined : file;
}

/** Where a file lies that was typed: a name with `=` stands in quotes, or it would be a change. */
export function pathOf(file: string): string {
  return isQuoted(file) ? unquoted(file) : file;
}

/** The same for a file that is named; `label` is what people call it. */
export async function readFile(
  file: string,
  { clock, problems, leftOut, notices }: Request<string>,
  label?: string,
): Promise<JobInput | undefined> {
  const result = await readJobInput(pathOf(file), clock, label);
  if (!result.ok) {
    problems.push(...result.problems);
    return undefined;
  }
  if (result.input.damage !== undefined) notices.push(result.input.damage);
  leftOut.push(...result.input.issues.map((one) => issueLine(result.input.label, one)));
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

/** The minute that it is: seconds are of no use to a reader. */
export function thisMinute(now: number): number {
  return Math.floor(now / MINUTE_MS) * MINUTE_MS;
}

/** The span that the options name, on the clock of a zone; what is wrong goes to its problems. */
export function readSpan(
  values: OptionValues<"from" | "to" | "days">,
  usualDays: number,
  zone: string,
  now: number,
  told: Told,
): Span {
  const { problems } = told;
  const before = problems.length;
  const latestStart = LATEST - MOST_DAYS * DAY_MS;
  const from = instantOption(values, "from", zone, told, latestStart) ?? thisMinute(now);
  const days = integerOption(values, "days", usualDays, 1, MOST_DAYS, problems);
  const given = instantOption(values, "to", zone, told, LATEST);
  if (given !== undefined && values.has("days"))
    problems.push("--to: --days says already where the span ends");
  const to = given ?? daysLater(hostZone(zone), from, days);
  if (problems.length === before && to <= from) {
    const received = JSON.stringify(values.get("to"));
    problems.push(`--to: expected an instant after the beginning, received ${received}`);
  }
  return { from, to };
}
