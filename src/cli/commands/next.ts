/**
 * `runcast next`: when does each job run next?
 */
import { formatOffset } from "../../core/time/calendar.js";
import { NEVER } from "../../core/time/instant.js";
import { lengthText } from "../../core/time/length.js";
import { localDayTime, type Moment, momentAt, utcDayTime } from "../../core/time/moments.js";
import { offsetAt, type ZoneTable } from "../../core/time/zone.js";
import { pickJobs, serverZoneOf } from "../../files/jobInput.js";
import { hostZone, zoneDatabaseVersion } from "../../host/zones.js";
import { clean } from "../../report/kit/safe.js";
import { cut, displayWidth, labelled, narrowTable, wrap } from "../../report/kit/table.js";
import { integerOption, type OptionTable } from "../arguments.js";
import { instantOption } from "../typedInstant.js";
import type { Command } from "../command.js";
import { FILE_ABOUT, JOB_OPTION, readOneFile, thisMinute } from "../request.js";
import { commonZone, type ScheduledJob, schedulesOf } from "../schedules.js";
import type { Layout } from "../terminal.js";

const OPTIONS = {
  after: {
    type: "string",
    value: "INSTANT",
    says:
      "runs strictly after this one, ISO 8601, on the server's clock if it names no offset " +
      "(default: now)",
  },
  count: { type: "string", value: "N", says: "runs of each job, 1 to 1,000 (default: 1)" },
  ...JOB_OPTION,
} as const satisfies OptionTable;

const NAME_WIDTH = 40;
const INDENT = 2;
const HEAD = ["Job", "Next run", "In UTC", "In"] as const;

/** One job's next runs. */
interface NextRuns {
  readonly job: ScheduledJob;
  readonly runs: readonly number[];
}

/** When does each job run next? */
export const nextCommand: Command<typeof OPTIONS> = {
  asks: "When does each job run next?",
  operands: ["FILE [options]"],
  about: [FILE_ABOUT],
  options: OPTIONS,
  examples: [
    "runcast next examples/sample-jobs.json --zone America/Los_Angeles",
    `echo '{"type":"Periodically","periodicallyEvery":"Hours4"}' | runcast next -`,
    'runcast next examples/fleet.json --after 2026-03-28 --job "Mail Berlin"',
  ],
  exitCodes: "Exit code: 0, or 2 where an option or something in the file was wrong.",
  async answer(request) {
    const { values, problems, world } = request;
    const count = integerOption(values, "count", 1, 1, 1000, problems);
    const input = await readOneFile(request);
    if (input === undefined) return undefined;
    const zone = serverZoneOf(input);
    const after = instantOption(values, "after", zone, request) ?? thisMinute(world.now);
    const picked = pickJobs(input.fleet, values.get("job"), problems);
    if (problems.length > 0) return undefined;
    const jobs = schedulesOf(input.fleet, picked).map((job): NextRuns => ({
      job,
      runs: nextRuns(job, after, count),
    }));
    return {
      data: () => dataOf(jobs, after, hostZone(zone), input.label),
      zone: hostZone(zone),
      text: (layout) => textOf(jobs, after, layout).join("\n"),
      hasFindings: false,
    };
  },
};

function nextRuns({ schedule, isScheduled }: ScheduledJob, after: number, count: number): number[] {
  const runs: number[] = [];
  if (!isScheduled) return runs;
  for (
    let run = schedule.next(after);
    run !== NEVER && runs.length < count;
    run = schedule.next(run)
  )
    runs.push(run);
  return runs;
}

function dataOf(jobs: readonly NextRuns[], after: number, zone: ZoneTable, source: string): object {
  return {
    format: "runcast.next/1",
    source,
    zoneDatabase: zoneDatabaseVersion,
    after: momentAt(zone, after),
    jobs: jobs.map(({ job: { job, schedule, isScheduled }, runs }) => ({
      id: job.id,
      ...(job.name === undefined ? {} : { name: job.name }),
      scheduled: isScheduled,
      zone: schedule.zone.name,
      runs: runs.map((run): Moment => momentAt(schedule.zone, run)),
    })),
  };
}

/** Any zone does for a text in UTC. */
function utcOf(jobs: readonly NextRuns[]): ZoneTable {
  return jobs[0]!.job.schedule.zone;
}

function textOf(jobs: readonly NextRuns[], after: number, { paint, width }: Layout): string[] {
  const zone = commonZone(jobs.map(({ job }) => job));
  const isUtc = zone === "UTC";
  const at = momentAt(utcOf(jobs), after);
  const clock = zone === undefined ? "" : isUtc ? " UTC" : `, server time (${clean(zone)})`;
  const title =
    "Next runs after " +
    `${zone === undefined ? `${utcDayTime(at)} UTC` : localDayTime(at)}${clock}`;
  const rows = jobs
    .flatMap(({ job, runs }) => runs.map((run) => ({ job, run })))
    .sort((a, b) => a.run - b.run)
    .map(({ job, run }) => cellsOf(job, run, after, isUtc, zone === undefined));
  const head = HEAD.filter((name) => !isUtc || name !== "In UTC");
  const [heading = "", ...lines] = narrowTable([head, ...rows], width, 0, INDENT);
  const never = neverLines(
    jobs.filter(({ runs }) => runs.length === 0).map(({ job }) => job),
    after,
    width,
  );
  const blocks = [
    wrap(title, width).map(paint.strong),
    ...(rows.length === 0 ? [] : [[paint.faint(heading), ...lines]]),
    ...(never.length === 0 ? [] : [never]),
  ];
  return blocks.flatMap((block, index) => (index === 0 ? block : ["", ...block]));
}

function cellsOf(
  { label, schedule }: ScheduledJob,
  run: number,
  after: number,
  isUtc: boolean,
  showsOffset: boolean,
): string[] {
  const name = clean(label);
  const moment = momentAt(schedule.zone, run);
  const wait = lengthText(run - after);
  const offset = showsOffset ? ` ${formatOffset(offsetAt(schedule.zone, run))}` : "";
  return isUtc
    ? [name, localDayTime(moment), wait]
    : [name, localDayTime(moment) + offset, utcDayTime(moment), wait];
}

/** Jobs without a next run, and why. */
function neverLines(jobs: readonly ScheduledJob[], after: number, width: number): string[] {
  const names = jobs.map(({ label }) => cut(clean(label), NAME_WIDTH));
  const nameWidth = names.reduce((most, name) => Math.max(most, displayWidth(name)), 0) + 2;
  return jobs.flatMap((job, index) =>
    labelled(
      names[index]!,
      wrap(clean(whyNever(job, after)), width - INDENT - nameWidth),
      nameWidth,
      INDENT,
    ),
  );
}

/** The sentence of an explanation that says why there is no next run. */
function whyNever({ job, schedule }: ScheduledJob, after: number): string {
  if (job.enabled === false) return "Never runs by itself: the job is disabled (R9).";
  const { text } = schedule.explain(after);
  return /Never runs.*$/.exec(text)?.[0] ?? text;
}
