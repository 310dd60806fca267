/**
 * `runcast explain`: why does a job run at an instant, or why does it not?
 */
import { PolicyError } from "../../core/input/issues.js";
import { localDayTime, momentAt, utcDayTime } from "../../core/time/moments.js";
import { pickJobs, serverZoneOf } from "../../files/jobInput.js";
import { instantFrom } from "../../host/instants.js";
import { hostZone } from "../../host/zones.js";
import { clean, labelled, wrap } from "../../report/kit/table.js";
import { CLOCK_USAGE } from "../clockOptions.js";
import { COMMON_OPTIONS, COMMON_USAGE, FILE_USAGE, readFile, readRequest } from "../request.js";
import { type ScheduledJob, schedulesOf } from "../schedules.js";
import { type CliIo, complain, EXIT, layoutFor, printJson, printLines } from "../terminal.js";

const OPTIONS = { ...COMMON_OPTIONS, job: { type: "string" } } as const;

const USAGE = `Why does a job run at an instant, or why does it not?

  runcast explain FILE INSTANT [options]

${FILE_USAGE}INSTANT is ISO 8601, on the server's clock if it names no offset: 2026-03-08T02:30-08:00.

  --job NAME           this job only, by id or name
${COMMON_USAGE}
${CLOCK_USAGE}
Examples:
  runcast explain policy.json 2026-03-29T01:30Z --zone Europe/Berlin
  runcast explain examples/fleet.json 2026-01-10T22:00+01:00 --job "Mail Berlin"

Exit code: 0, or 2 where an option or something in the file was wrong.
`;

const VERDICTS = { runs: "runs", blocked: "does not run", "no-start": "no start" } as const;
const INDENT = 2;

/** Runs the command and gives its exit code. */
export async function explainCommand(args: readonly string[], io: CliIo): Promise<number> {
  const request = readRequest(args, OPTIONS, USAGE, io);
  if (typeof request === "number") return request;
  const { values, problems, operands } = request;
  const [file, when, ...others] = operands;
  if (file === undefined || when === undefined || others.length > 0)
    problems.push(
      "a file and an instant are needed, received " +
        `${operands.length === 0 ? "nothing" : operands.join(", ")}; --help says more`,
    );
  if (problems.length > 0 || file === undefined || when === undefined)
    return complain(problems, io);
  const input = await readFile(file, request, io);
  if (typeof input === "number") return input;
  const instant = readInstant(when, serverZoneOf(input), problems);
  const picked = pickJobs(input.fleet, values.get("job"), problems);
  if (problems.length > 0 || instant === undefined) return complain(problems, io);

  const jobs = schedulesOf(input.fleet, picked);
  if (request.json) printJson(dataOf(jobs, instant, input.label), io);
  else
    printLines(
      jobs.flatMap((job, index) => [...(index === 0 ? [] : [""]), ...textOf(job, instant, io)]),
      io,
    );
  return input.problems.length > 0 ? EXIT.badInput : EXIT.good;
}

function readInstant(text: string, zone: string, problems: string[]): number | undefined {
  try {
    return instantFrom(text, "INSTANT", hostZone(zone));
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    problems.push(
      "INSTANT: expected an ISO 8601 instant such as 2026-03-08T02:30-08:00, received " +
        JSON.stringify(text),
    );
    return undefined;
  }
}

function dataOf(jobs: readonly ScheduledJob[], instant: number, source: string): object {
  const explained = jobs.map(({ job, schedule, isScheduled }) => {
    const { next, ...explanation } = schedule.explain(instant);
    const following =
      Number.isFinite(next) && isScheduled ? { next: momentAt(schedule.zone, next) } : {};
    return {
      id: job.id,
      ...(job.name === undefined ? {} : { name: job.name }),
      scheduled: isScheduled,
      ...explanation,
      ...following,
    };
  });
  return { format: "runcast.explanation/1", source, jobs: explained };
}

function textOf({ job, label, schedule }: ScheduledJob, instant: number, io: CliIo): string[] {
  const { width, paint } = layoutFor(io);
  const { verdict, text } = schedule.explain(instant);
  const style = { runs: paint.good, blocked: paint.bad, "no-start": paint.warn }[verdict];
  const moment = momentAt(schedule.zone, instant);
  const when =
    schedule.zone.name === "UTC"
      ? `${utcDayTime(moment)} UTC`
      : `${localDayTime(moment)} ${clean(schedule.zone.name)}, ${utcDayTime(moment)} UTC`;
  const isOff = job.enabled === false;
  const said = isOff
    ? `The job is disabled: it does not start by itself (R9). If it were enabled: ${text}`
    : text;
  const title =
    `${paint.strong(clean(label))}: ` +
    `${isOff ? paint.warn("disabled") : style(VERDICTS[verdict])} at ${when}`;
  return [title, ...labelled("", wrap(clean(said), width - INDENT), 0, INDENT)];
}
