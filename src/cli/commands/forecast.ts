/**
 * `runcast forecast`, and `npm start`: a week of all jobs at a glance, with what needs a look.
 */
import { grouped } from "../../core/input/numberText.js";
import { DAY_MS } from "../../core/time/instant.js";
import { pickJobs, serverZoneOf } from "../../files/jobInput.js";
import { hostZone } from "../../host/zones.js";
import { fleetForecast } from "../../library/forecast.js";
import { counted } from "../../report/kit/words.js";
import { forecastText } from "../../report/forecastText.js";
import { integerOption, type OptionTable } from "../arguments.js";
import { instantOption } from "../typedInstant.js";
import type { Command } from "../command.js";
import {
  FILE_ABOUT,
  FROM_OPTION,
  JOB_OPTION,
  readFile,
  readOneFile,
  SAMPLE_FILE,
  thisMinute,
} from "../request.js";
import { readServerFiles } from "../serverFiles.js";
import { SERVER_OPTIONS } from "../serverOptions.js";
import { withServer } from "../serverFleet.js";

const OPTIONS = {
  days: {
    type: "string",
    value: "N",
    says: "how many days to look ahead, 1 to 366 (default: 7)",
  },
  ...FROM_OPTION,
  runs: {
    type: "string",
    value: "N",
    says: "next runs named per job, 1 to 100 (default: 3)",
  },
  jobs: {
    type: "string",
    value: "N",
    says: "at most N jobs one by one, those that need a look first (default: 100)",
  },
  ...JOB_OPTION,
  ...SERVER_OPTIONS,
} as const satisfies OptionTable;

/** What the jobs are called that are forecast where no file is named. */
const SAMPLE = "the bundled sample";

/** When will the backup jobs really run? */
export const forecastCommand: Command<typeof OPTIONS> = {
  asks: "When will the backup jobs really run?",
  operands: ["[FILE] [options]"],
  about: [`${FILE_ABOUT} Without a file a bundled sample is forecast.`],
  options: OPTIONS,
  examples: [
    "runcast forecast jobs.json --zone America/Los_Angeles --days 14",
    "runcast forecast examples/fleet.json --from 2026-03-27",
    "runcast forecast jobs.json --sessions sessions.json",
  ],
  exitCodes:
    "Colour: NO_COLOR and FORCE_COLOR are respected. Exit code: 0, or 2 where an option or " +
    "anything in the file was wrong; the jobs that can be read are forecast anyway.",
  async answer(request) {
    const { values, problems, operands, world } = request;
    const days = integerOption(values, "days", 7, 1, 366, problems);
    const runs = integerOption(values, "runs", 3, 1, 100, problems);
    const told = integerOption(values, "jobs", 100, 0, 100_000, problems);
    // The whole span must lie where dates exist.
    const latest = 8.64e15 - days * DAY_MS;
    const isSample = operands.length === 0;
    if (isSample && problems.length > 0) return undefined;
    const files = await readServerFiles(request, operands);
    if (isSample && files !== undefined)
      problems.push("a file of jobs is needed, too; --help says more");
    if (problems.length > 0) return undefined;
    const read = isSample
      ? await readFile(SAMPLE_FILE, request, SAMPLE)
      : await readOneFile(request);
    if (read === undefined) return undefined;
    const input = files === undefined ? read : withServer(read, files, request);
    const zone = serverZoneOf(input);
    const from = instantOption(values, "from", zone, request, latest) ?? thisMinute(world.now);
    const picked = pickJobs(input.fleet, values.get("job"), problems);
    if (problems.length > 0) return undefined;
    const { fleet, listed, issues, warnings, label: name } = input;
    const places = new Map(fleet.jobs.map((job, place) => [job, place]));
    const own = listed && picked.map((job) => listed[places.get(job)!]!);
    const source = { name, issues, warnings };
    const jobs = { ...fleet, jobs: picked };
    const forecast = fleetForecast(jobs, { from, days, runs }, source, {}, own);
    const program = world.program ?? "runcast forecast";
    const isPart = picked.length < input.fleet.jobs.length;
    const hint = isPart
      ? {
          sourceHint: `${grouped(picked.length)} of its ${counted(input.fleet.jobs.length, "job")}`,
        }
      : isSample
        ? { sourceHint: `for yours: ${program} jobs.json` }
        : {};
    return {
      data: () => forecast,
      zone: hostZone(zone),
      text: (layout) => forecastText(forecast, { ...layout, ...hint, isPart, jobs: told }),
      hasFindings: false,
    };
  },
};
