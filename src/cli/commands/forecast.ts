/**
 * The forecast command, with the world handed in: arguments, environment and streams come from the
 * caller, so that a test runs the very command without a process.
 */
import { formatIssue } from "../../core/input/issues.js";
import { MINUTE_MS } from "../../core/time/instant.js";
import { compileSchedule, type Schedule } from "../../core/schedule/schedule.js";
import { type Forecast, forecastOf, type ForecastSource } from "../../core/forecast/forecast.js";
import type { ForecastJob } from "../../core/forecast/jobForecast.js";
import { forecastText } from "../../report/forecastText.js";
import { COLOURED, PLAIN, wantsColour } from "../../report/kit/style.js";
import { clean } from "../../report/kit/table.js";
import { type ListedJob, readJobs } from "../../veeam/lists/readJobs.js";
import { SAMPLE_FILE } from "../request.js";
import { readJsonFile } from "../../files/files.js";
import { type ForecastOptions, readOptions, USAGE } from "./forecastOptions.js";
import { instantFrom } from "../../host/instants.js";
import { hostZone, zoneDatabaseVersion } from "../../host/zones.js";

/** What the command needs of the world. */
export interface CommandWorld {
  /** What the command was called as, for its help and hints; default `npm start --`. */
  readonly program?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
  /** Columns of the terminal; absent where there is none. */
  readonly columns?: number;
  /** Epoch ms. */
  readonly now: number;
  out(text: string): void;
  err(text: string): void;
}

/** All went well. */
const GOOD = 0;
/** An option or something in the file was wrong; what was right has been forecast. */
const BAD_INPUT = 2;

/** Where nobody says how wide the text may be: a file, a pipe, a mail. */
const USUAL_WIDTH = 100;

const NPM_START = "npm start --";

/**
 * Runs the command and gives its exit code. Every problem with the input is a line on `err`, never
 * an exception.
 */
export async function forecastCommand(
  args: readonly string[],
  world: CommandWorld,
): Promise<number> {
  const read = readOptions(args);
  if (!read.ok) return complain(read.problems, world);
  if (read.options.help) {
    world.out(USAGE.replaceAll(NPM_START, world.program ?? NPM_START));
    return GOOD;
  }
  const { file } = read.options;
  const json = await readJsonFile(file ?? SAMPLE_FILE);
  if (!json.ok) return complain([json.reason], world);

  const list = readJobs(json.content);
  const label = file === undefined ? "the bundled sample" : file === "-" ? "standard input" : file;
  if (list.issues.length > 0)
    complain(
      list.issues.map((issue) => `${issue.path === "" ? `${label}: ` : ""}${formatIssue(issue)}`),
      world,
    );
  if (list.issues.length > 0 && list.jobs.length === 0) return BAD_INPUT;

  const forecast = makeForecast(list.jobs, read.options, world.now, {
    name: label,
    zoneDatabase: zoneDatabaseVersion,
    issues: list.issues,
    warnings: list.warnings,
  });
  world.out(
    read.options.json
      ? `${JSON.stringify(forecast, undefined, 2)}\n`
      : textOf(forecast, file, world),
  );
  return list.issues.length > 0 ? BAD_INPUT : GOOD;
}

function complain(problems: readonly string[], world: CommandWorld): typeof BAD_INPUT {
  world.err(problems.map((problem) => `${clean(problem)}\n`).join(""));
  return BAD_INPUT;
}

function makeForecast(
  jobs: readonly ListedJob[],
  options: ForecastOptions,
  now: number,
  source: ForecastSource,
): Forecast {
  const zone = hostZone(options.clock.zone);
  // seconds are of no use to a reader
  const from = options.from ?? Math.floor(now / MINUTE_MS) * MINUTE_MS;
  // jobs with equal policies share one: a fleet has few distinct ones
  const schedules = new Map<string, Schedule>();
  const compiled = jobs.map((job): ForecastJob => {
    const key = JSON.stringify(job.policy);
    const schedule = schedules.get(key) ?? compileSchedule(job.policy, options.clock, zone);
    schedules.set(key, schedule);
    const reportedNextRun = reportedInstant(job.nextRun);
    return {
      name: job.name,
      ...(job.id === undefined ? {} : { id: job.id }),
      enabled: job.isEnabled,
      schedule,
      ...(reportedNextRun === undefined ? {} : { reportedNextRun }),
    };
  });
  return forecastOf(
    compiled,
    { from, days: options.days, runs: options.runs },
    options.clock,
    zone,
    source,
  );
}

/**
 * The server's own next run; `undefined` where there is none, or a .NET date from before there were
 * schedules.
 */
function reportedInstant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  try {
    const instant = instantFrom(text, "nextRun");
    return instant > 0 ? instant : undefined;
  } catch {
    return undefined; // only a witness: an unreadable one says nothing
  }
}

function textOf(forecast: Forecast, file: string | undefined, world: CommandWorld): string {
  const given = Number(world.env["COLUMNS"]);
  const width = world.columns ?? (Number.isInteger(given) && given > 0 ? given : USUAL_WIDTH);
  const paint = wantsColour(world.env, world.isTerminal) ? COLOURED : PLAIN;
  return forecastText(forecast, {
    width,
    paint,
    ...(file === undefined
      ? { sourceHint: `for yours: ${world.program ?? NPM_START} jobs.json` }
      : {}),
  });
}
