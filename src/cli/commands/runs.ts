/**
 * `runcast runs`: every run in a span, in order, and on demand those that a window blocks.
 */
import { grouped } from "../../core/input/numberText.js";
import { choiceOf } from "../../core/input/switches.js";
import { CLOCK_SWITCHES, type ServerClock } from "../../core/schedule/clock.js";
import type { Run } from "../../core/schedule/runs.js";
import { localDayTime, momentAt, utcDayTime } from "../../core/time/moments.js";
import { pickJobs, serverZoneOf } from "../../files/jobInput.js";
import { hostZone, zoneDatabaseVersion } from "../../host/zones.js";
import { clean } from "../../report/kit/safe.js";
import { displayWidth, labelled, narrowTable, table, wrap } from "../../report/kit/table.js";
import { counted } from "../../report/kit/words.js";
import { integerOption, type OptionTable } from "../arguments.js";
import type { Command } from "../command.js";
import {
  FILE_ABOUT,
  JOB_OPTION,
  readOneFile,
  readSpan,
  type Span,
  spanOptions,
} from "../request.js";
import { commonZone, type ScheduledJob, schedulesOf } from "../schedules.js";
import type { Layout } from "../terminal.js";

const USUAL_DAYS = 7;
const USUAL_LIMIT = 200;
const MOST_RUNS = 100_000;

const OPTIONS = {
  ...spanOptions(USUAL_DAYS),
  blocked: {
    type: "boolean",
    says: "starts that a window does not let happen as well, with the reason",
  },
  ...JOB_OPTION,
  limit: {
    type: "string",
    value: "N",
    says: `at most N runs, 1 to ${grouped(MOST_RUNS)} (default: ${USUAL_LIMIT})`,
  },
} as const satisfies OptionTable;

const INDENT = 2;
const NOTE_INDENT = 6;

/** One run of one job. */
interface Entry {
  readonly job: ScheduledJob;
  readonly run: Run;
}

/** Which runs are there in a span? */
export const runsCommand: Command<typeof OPTIONS> = {
  asks: "Which runs are there in a span?",
  operands: ["FILE [options]"],
  about: [FILE_ABOUT],
  options: OPTIONS,
  examples: [
    "runcast runs policy.json --from 2026-03-28 --days 2 --zone Europe/Berlin",
    'runcast runs examples/fleet.json --job "Mail Berlin" --from 2026-01-05',
  ],
  exitCodes: "Exit code: 0, or 2 where an option or something in the file was wrong.",
  async answer(request) {
    const { values, problems, world } = request;
    const limit = integerOption(values, "limit", USUAL_LIMIT, 1, MOST_RUNS, problems);
    const input = await readOneFile(request);
    if (input === undefined) return undefined;
    const span = readSpan(values, USUAL_DAYS, serverZoneOf(input), world.now, request);
    const picked = pickJobs(input.fleet, values.get("job"), problems);
    if (problems.length > 0) return undefined;
    const jobs = schedulesOf(input.fleet, picked).filter(({ isScheduled }) => isScheduled);
    const total = jobs.reduce((sum, { schedule }) => sum + schedule.count(span.from, span.to), 0);
    const entries = firstEntries(jobs, span, limit, values.has("blocked"));
    return {
      data: () => dataOf(entries, span, input.label, total),
      zone: hostZone(serverZoneOf(input)),
      text: (layout) => textOf(entries, jobs, total, limit, layout).join("\n"),
      hasFindings: false,
    };
  },
};

/**
 * The first runs of all jobs, by instant and then in the order of the jobs. Of no job more are
 * looked at than may be shown.
 */
function firstEntries(
  jobs: readonly ScheduledJob[],
  { from, to }: Span,
  limit: number,
  withBlocked: boolean,
): Entry[] {
  const entries: Entry[] = [];
  for (const job of jobs) {
    let found = 0;
    for (const run of job.schedule.runs(from, to)) {
      if (!run.admitted && !withBlocked) continue;
      entries.push({ job, run });
      found += 1;
      if (found === limit) break;
    }
  }
  return entries.sort((a, b) => a.run.instant - b.run.instant).slice(0, limit);
}

function dataOf(entries: readonly Entry[], span: Span, source: string, total: number): object {
  return {
    format: "runcast.runs/1",
    source,
    zoneDatabase: zoneDatabaseVersion,
    ...span,
    total,
    runs: entries.map(({ job: { job, schedule }, run: { instant, ...rest } }) => ({
      job: job.id,
      ...(job.name === undefined ? {} : { name: job.name }),
      ...rest,
      ...momentAt(schedule.zone, instant),
    })),
  };
}

const REASONS = {
  "backup-window": "lost: the backup window is closed",
  "start-window": "held back: the start window is closed",
} as const;
const PASSES = {
  "first-pass": "first of two times that the clock shows",
  "second-pass": "second of two times that the clock shows",
} as const;

function noteOf({ reason, clockChange, atOpening }: Run, { gap }: ServerClock): string {
  const notes: string[] = [];
  if (reason !== undefined) notes.push(REASONS[reason]);
  if (clockChange === "first-pass" || clockChange === "second-pass")
    notes.push(PASSES[clockChange]);
  else if (clockChange !== undefined)
    notes.push(`the clock skips its time: ${choiceOf(CLOCK_SWITCHES.gap, gap).does}`);
  if (atOpening === true && reason === undefined) notes.push("made as the start window opens");
  return notes.join("; ");
}

function textOf(
  entries: readonly Entry[],
  jobs: readonly ScheduledJob[],
  total: number,
  limit: number,
  { width, paint }: Layout,
): string[] {
  const isUtc = commonZone(jobs) === "UTC";
  const isOne = jobs.length === 1;
  const rows = entries.map(({ job, run }): RunRow => {
    const moment = momentAt(job.schedule.zone, run.instant);
    return {
      cells: [
        localDayTime(moment),
        ...(isUtc ? [] : [utcDayTime(moment)]),
        ...(isOne ? [] : [clean(job.label)]),
      ],
      note: noteOf(run, job.schedule.clock),
    };
  });
  const head = [
    isUtc ? "UTC" : "Server time",
    ...(isUtc ? [] : ["UTC"]),
    ...(isOne ? [] : ["Job"]),
  ];
  const lines = rowLines(head, rows, isOne ? undefined : head.length - 1, width);
  const admitted = entries.filter(({ run }) => run.admitted).length;
  const blocked = entries.length - admitted;
  const rest = total - admitted;
  const title = isOne
    ? `${counted(total, "run")} of ${clean(jobs[0]!.label)}`
    : `${counted(total, "run")} of ${counted(jobs.length, "job")}`;
  const also =
    blocked === 0
      ? ""
      : `, and ${grouped(blocked)} ${blocked === 1 ? "start that does" : "starts that do"} not run`;
  const end =
    entries.length === limit && rest > 0
      ? ["", `${counted(rest, "more run")}: --limit shows them.`]
      : [];
  if (entries.length === 0) return wrap(`${title}.`, width);
  const titles = wrap(`${title}${also}`, width).map(paint.strong);
  return [...titles, "", paint.faint(lines[0]!), ...lines.slice(1), ...end];
}

/** A line of the table, and what there is to say beside it. */
interface RunRow {
  readonly cells: readonly string[];
  readonly note: string;
}

/**
 * The lines: notes beside their rows where all have room there, else below them. `names` is the
 * column of names, if there is one.
 */
function rowLines(
  head: readonly string[],
  rows: readonly RunRow[],
  names: number | undefined,
  width: number,
): string[] {
  const laidOut = (cells: readonly (readonly string[])[]): string[] =>
    names === undefined ? table(cells, INDENT) : narrowTable(cells, width, names, INDENT);
  const lines = laidOut([[...head, ""], ...rows.map(({ cells, note }) => [...cells, note])]);
  if (lines.every((line) => displayWidth(line) <= width)) return lines;
  const [heading = "", ...others] = laidOut([head, ...rows.map(({ cells }) => cells)]);
  return [
    heading,
    ...others.flatMap((line, index) => {
      const { note } = rows[index]!;
      return note === ""
        ? [line]
        : [line, ...labelled("", wrap(note, width - NOTE_INDENT), 0, NOTE_INDENT)];
    }),
  ];
}
