/**
 * `runcast explain`: why does a job run at an instant, or why does it not?
 */
import { localDayTime, momentAt, utcDayTime } from "../../core/time/moments.js";
import { pickJobs, serverZoneOf } from "../../files/jobInput.js";
import { hostZone } from "../../host/zones.js";
import { clean } from "../../report/kit/safe.js";
import { cut, displayWidth, labelled, wrap } from "../../report/kit/table.js";
import { readWhen } from "../typedInstant.js";
import type { Command } from "../command.js";
import { FILE_ABOUT, JOB_OPTION, readFile } from "../request.js";
import { type ScheduledJob, schedulesOf } from "../schedules.js";
import type { Layout } from "../terminal.js";

const VERDICTS = { runs: "runs", blocked: "does not run", "no-start": "no start" } as const;
const INDENT = 2;

/** Why does a job run at an instant, or why does it not? */
export const explainCommand: Command<typeof JOB_OPTION> = {
  asks: "Why does a job run at an instant, or why does it not?",
  operands: ["FILE INSTANT [options]"],
  about: [
    FILE_ABOUT,
    "INSTANT is ISO 8601, on the server's clock if it names no offset: 2026-03-08T02:30-08:00.",
  ],
  options: JOB_OPTION,
  examples: [
    "runcast explain policy.json 2026-03-29T01:30Z --zone Europe/Berlin",
    'runcast explain examples/fleet.json 2026-01-10T22:00 --job "Mail Berlin"',
  ],
  exitCodes: "Exit code: 0, or 2 where an option or something in the file was wrong.",
  async answer(request) {
    const { values, problems, operands } = request;
    const [file, when, ...others] = operands;
    if (file === undefined || when === undefined || others.length > 0) {
      const received = operands.length === 0 ? "nothing" : operands.join(", ");
      problems.push(`a file and an instant are needed, received ${received}; --help says more`);
    }
    if (problems.length > 0 || file === undefined || when === undefined) return undefined;
    const input = await readFile(file, request);
    if (input === undefined) return undefined;
    const instant = readWhen("INSTANT", when, serverZoneOf(input), request);
    const picked = pickJobs(input.fleet, values.get("job"), problems);
    if (problems.length > 0 || instant === undefined) return undefined;
    const jobs = schedulesOf(input.fleet, picked);
    return {
      data: () => dataOf(jobs, instant, input.label),
      zone: hostZone(serverZoneOf(input)),
      text: (layout) => jobs.map((job) => textOf(job, instant, layout).join("\n")).join("\n\n"),
      hasFindings: false,
    };
  },
};

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

function textOf(
  { job, label, schedule }: ScheduledJob,
  instant: number,
  { width, paint }: Layout,
): string[] {
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
  const state = isOff ? "disabled" : VERDICTS[verdict];
  const name = cut(clean(label), width - displayWidth(`: ${state}`));
  const title = `${paint.strong(name)}: ${isOff ? paint.warn(state) : style(state)}`;
  const fits = displayWidth(`${name}: ${state} at ${when}`) <= width;
  return [
    ...(fits
      ? [`${title} at ${when}`]
      : [title, ...labelled("", wrap(`at ${when}`, width - INDENT), 0, INDENT)]),
    ...labelled("", wrap(clean(said), width - INDENT), 0, INDENT),
  ];
}
