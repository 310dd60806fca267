/**
 * What a simulation found, for a tired administrator: the result in a line, jobs worst first, how
 * full the resources were, and, last because the end is what a terminal shows, which jobs miss
 * their target and why.
 */
import { RESOURCE_KINDS } from "../core/simulation/fleet.js";
import type { Cause } from "../core/simulation/books/exposure.js";
import type { JobMetrics, Summary } from "../core/simulation/summary.js";
import { lengthText } from "../core/time/length.js";
import type { ZoneTable } from "../core/time/zone.js";
import { type Paint, PLAIN } from "./kit/style.js";
import {
  clean,
  countCell,
  cut,
  displayWidth,
  labelled,
  lengthCell,
  NOTHING,
  numberTable,
  shareCell,
  wrap,
} from "./kit/table.js";
import { counted, grouped, listed, minuteText } from "./kit/words.js";

/** How a timeline is told. */
export interface TimelineTextOptions {
  /** The clock of the times in it. */
  readonly zone: ZoneTable;
  /** Columns; default 100. */
  readonly width?: number;
  readonly paint?: Paint;
  /** What was simulated, e.g. a file. */
  readonly source?: string;
  /** Jobs in the table; default 40. */
  readonly jobs?: number;
}

const USUAL_WIDTH = 100;
const USUAL_JOBS = 40;
/** Misses that are told in full; the others are named. */
const MISSES_TOLD = 10;
const OTHERS_NAMED = 20;
const NAME_WIDTH = 32;
const LABEL_WIDTH = 15;
const INDENT = 2;

/** The lines of a summary, without a line feed at the end. */
export function timelineText(summary: Summary, options: TimelineTextOptions): string {
  const { width = USUAL_WIDTH, paint = PLAIN } = options;
  const blocks = [
    header(summary, options, width, paint),
    jobBlock(summary, options, width, paint),
    resourceBlock(summary, options, width, paint),
    nightBlock(summary, options, width),
    missBlock(summary, options, width, paint),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n");
}

function header(
  summary: Summary,
  { zone, source }: TimelineTextOptions,
  width: number,
  paint: Paint,
): string[] {
  const { fleet } = summary;
  const lines = [
    paint.strong(
      `${counted(summary.jobs.length, "job")} from ${minuteText(zone, summary.from)} to ` +
        minuteText(zone, summary.to),
    ),
  ];
  const add = (
    label: string,
    text: string,
    style: (text: string) => string = (plain) => plain,
  ): void => {
    lines.push(
      ...labelled(
        label,
        wrap(clean(text), width - INDENT - LABEL_WIDTH).map(style),
        LABEL_WIDTH,
        INDENT,
      ),
    );
  };
  if (source !== undefined) add("Fleet", source);
  add("Server clock", zone.name);
  const lost = [
    [
      summary.jobs.reduce((sum, job) => sum + job.blocked.backupWindow, 0),
      "lost to a backup window",
    ],
    [fleet.missed, "missed"],
    [fleet.stopped, "stopped by a window"],
    [fleet.failed, "failed"],
  ] as const;
  const troubles = lost
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${grouped(count)} ${what}`);
  const went = troubles.length === 0 ? ", all went well" : `; ${listed(troubles)}`;
  add("Runs", `${grouped(fleet.started)} started, ${counted(fleet.sessions, "session")}${went}`);
  const targets = summary.jobs.filter(({ rpo }) => rpo !== undefined).length;
  const misses = fleet.jobsOverTarget.length;
  if (targets === 0) add("Targets", "no job has one");
  else if (misses === 0)
    add(
      "Targets",
      `all ${counted(targets, "job")} with a target ${targets === 1 ? "keeps" : "keep"} it`,
      paint.good,
    );
  else
    add(
      "Targets",
      `${grouped(misses)} of ${counted(targets, "job")} with a target ` +
        `${misses === 1 ? "misses" : "miss"} it`,
      paint.bad,
    );
  return lines;
}

const JOB_HEAD = [
  "Job",
  "Runs",
  "Lost",
  "Missed",
  "Failed",
  "Stopped",
  "Retries",
  "Wait",
  "Exposure",
  "Target",
] as const;
/** Where there is not even so much room, one column goes, so that names stay readable. */
const WIDTH_FOR_ALL = 95;
const LEFT_OUT_FIRST = JOB_HEAD.indexOf("Retries");
const JOB_NOTE =
  "Lost: starts in closed hours. Wait: the longest for room. Exposure: the greatest age of " +
  `the newest restore point. h:mm; ${NOTHING} none.`;

function jobBlock(
  summary: Summary,
  { jobs: shown = USUAL_JOBS }: TimelineTextOptions,
  width: number,
  paint: Paint,
): string[] {
  const sorted = [...summary.jobs].sort(
    (a, b) => excess(b) - excess(a) || b.exposure.worst - a.exposure.worst,
  );
  const some = sorted.slice(0, sorted.length > shown + 1 ? shown : sorted.length);
  const fitting = (cells: readonly string[]): string[] =>
    cells.filter((_, column) => width >= WIDTH_FOR_ALL || column !== LEFT_OUT_FIRST);
  const [head = "", ...rows] = numberTable(
    fitting(JOB_HEAD),
    some.map((job) => fitting(jobCells(job))),
    width,
  );
  const lines = [
    paint.faint(head),
    ...rows.map((row, index) => (some[index]!.withinTarget === false ? paint.warn(row) : row)),
  ];
  const rest = sorted.length - some.length;
  if (rest > 0) lines.push(`  ... and ${counted(rest, "more job")}, none of them worse`);
  return [...lines, ...labelled("", wrap(JOB_NOTE, width - INDENT).map(paint.faint), 0, INDENT)];
}

/** How much of its target a job needs: over 1 it misses it. Jobs without one come last. */
function excess({ exposure, rpo }: JobMetrics): number {
  return rpo === undefined ? 0 : exposure.worst / rpo;
}

function jobCells(job: JobMetrics): string[] {
  const { stillRunning, windowClosed, retryPending, notStarted } = job.missed;
  return [
    clean(job.name ?? job.id),
    countCell(job.started),
    countCell(job.blocked.backupWindow),
    countCell(stillRunning + windowClosed + retryPending + notStarted),
    countCell(job.outcomes.Failed),
    countCell(job.stopped),
    countCell(job.retries),
    lengthCell(job.wait.max),
    job.exposure.restorePoints > 0
      ? lengthCell(job.exposure.worst)
      : job.due === 0
        ? NOTHING
        : "no backup",
    lengthCell(job.rpo ?? 0),
  ];
}

const RESOURCE_HEAD = ["Resource", "Slots", "Peak", "Used", "Full", "Longest line", "at"] as const;
const RESOURCES_SHOWN = 20;

function resourceBlock(
  summary: Summary,
  { zone }: TimelineTextOptions,
  width: number,
  paint: Paint,
): string[] {
  const all = RESOURCE_KINDS.flatMap(({ list }) => summary[list]).filter(
    ({ sessions }) => sessions > 0,
  );
  const limited = all
    .filter(({ slots }) => slots !== Infinity)
    .sort((a, b) => b.meanQueue - a.meanQueue || b.utilisation - a.utilisation);
  if (limited.length === 0) return [];
  const some = limited.slice(0, RESOURCES_SHOWN);
  const rows = some.map(
    ({ id, slots, peak, utilisation, shareAtCapacity, longestQueue, longestQueueAt }) => [
      clean(id),
      String(slots),
      String(peak),
      shareCell(utilisation),
      shareCell(shareAtCapacity),
      countCell(longestQueue),
      longestQueue === 0 ? NOTHING : minuteText(zone, longestQueueAt),
    ],
  );
  const [head = "", ...lines] = numberTable(RESOURCE_HEAD, rows, width);
  const rest = limited.length - some.length;
  return [
    paint.faint(head),
    ...lines,
    ...(rest === 0
      ? []
      : [paint.faint(`  ... and ${grouped(rest)} more, none with a longer line`)]),
  ];
}

function nightBlock({ fleet }: Summary, { zone }: TimelineTextOptions, width: number): string[] {
  if (fleet.sessions === 0) return [];
  const { occupancy, longestWave, starts } = fleet;
  const line = (label: string, text: string): string[] =>
    labelled(label, wrap(text, width - INDENT - LABEL_WIDTH), LABEL_WIDTH, INDENT);
  return [
    ...line(
      "Peak",
      `${counted(occupancy.peak, "session")} at once, first ${minuteText(zone, occupancy.peakAt)}`,
    ),
    ...line(
      "Most starts",
      `${grouped(starts.peakPerMinute)} in one minute, first ${minuteText(zone, starts.peakAt)}`,
    ),
    ...(longestWave === undefined
      ? []
      : line(
          "Longest night",
          `${minuteText(zone, longestWave.from)} to ${minuteText(zone, longestWave.to)}, ` +
            `${lengthText(longestWave.makespan, { toMinutes: true })}, ` +
            counted(longestWave.sessions, "session"),
        )),
  ];
}

/** Jobs over their target, furthest first, each with its reason. */
function missBlock(
  { jobs }: Summary,
  { zone }: TimelineTextOptions,
  width: number,
  paint: Paint,
): string[] {
  const misses = jobs
    .filter(({ withinTarget }) => withinTarget === false)
    .sort((a, b) => excess(b) - excess(a));
  if (misses.length === 0) return [];
  const told = misses.slice(0, misses.length > MISSES_TOLD + 1 ? MISSES_TOLD : misses.length);
  const names = told.map(nameOf);
  const nameWidth = names.reduce((most, name) => Math.max(most, displayWidth(name)), 0) + 2;
  const title =
    misses.length === 1
      ? "1 job misses its target:"
      : `${grouped(misses.length)} jobs miss their target:`;
  const lines = [paint.strong(title)];
  told.forEach((job, index) =>
    lines.push(
      ...labelled(
        paint.warn(names[index]!),
        wrap(exposureReason(job, zone), width - INDENT - nameWidth),
        nameWidth,
        INDENT,
      ),
    ),
  );
  const rest = misses.slice(told.length).map(nameOf);
  const named =
    rest.length > OTHERS_NAMED + 1
      ? [...rest.slice(0, OTHERS_NAMED), `${grouped(rest.length - OTHERS_NAMED)} more`]
      : rest;
  if (rest.length > 0)
    lines.push(...labelled("", wrap(`and ${listed(named)}`, width - INDENT), 0, INDENT));
  return lines;
}

function nameOf({ id, name }: JobMetrics): string {
  return cut(clean(name ?? id), NAME_WIDTH);
}

const CAUSES: Readonly<Record<Cause, (count: number) => string>> = {
  failed: (count) => `${counted(count, "session")} failed`,
  stopped: (count) =>
    `${counted(count, "session was", "sessions were")} stopped as the backup window closed`,
  warning: (count) =>
    `${counted(count, "session")} ended with a warning, which counts for nothing here`,
  "still-running": (count) => `${counted(count, "start")} came while the job was still running`,
  "window-closed": (count) => `${counted(count, "run")} waited for room until the window closed`,
  "retry-pending": (count) => `${counted(count, "start")} came while a retry was pending`,
};

/** One or two sentences; times on the clock of the zone. */
export function exposureReason(
  { exposure, rpo, blocked, started }: JobMetrics,
  zone: ZoneTable,
): string {
  const { worst, restorePoints, worstInterval } = exposure;
  const length = (ms: number): string => lengthText(ms, { toMinutes: true });
  const age = length(worst) + (rpo === undefined ? "" : `, target ${length(rpo)}`);
  const [from, to] = [worstInterval.from, worstInterval.to].map((at) => minuteText(zone, at));
  const stretch = `${age}, ${from!} to ${to!}`;
  const wrong = Object.entries(worstInterval.causes).map(([cause, count]) =>
    CAUSES[cause as Cause](count),
  );
  const lost =
    blocked.backupWindow === 0
      ? ""
      : ` Its backup window swallows ${counted(blocked.backupWindow, "start")} in all.`;
  if (restorePoints === 0 && wrong.length === 0 && started === 0)
    return `never ran, ${age}.${lost}`;
  if (wrong.length > 0)
    return (
      `${restorePoints === 0 ? `no restore point at all, ${age}` : stretch}: ` +
      `${listed(wrong)}.${lost}`
    );
  return (
    `${stretch}: nothing went wrong, the schedule itself leaves that long from one start to ` +
    `the next end.${lost}`
  );
}
