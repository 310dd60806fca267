/**
 * What a simulation found, for a tired administrator: the result in a line, jobs worst first, how
 * full the resources were, and, last because the end is what a terminal shows, which jobs miss
 * their target and why.
 */
import { grouped } from "../core/input/numberText.js";
import { RESOURCE_KINDS } from "../core/simulation/fleet.js";
import { type JobMetrics, missedStarts, type Summary } from "../core/simulation/summary.js";
import type { SharedSlowness } from "../core/simulation/slowness.js";
import { lengthText } from "../core/time/length.js";
import type { ZoneTable } from "../core/time/zone.js";
import { exposureReason } from "./exposureText.js";
import { excess, worseFirst } from "./jobRanking.js";
import { slownessText } from "./slownessText.js";
import { timelineFacts } from "./timelineFacts.js";
import { type Paint, PLAIN } from "./kit/style.js";
import { clean } from "./kit/safe.js";
import {
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
import { counted, minuteText, someOf } from "./kit/words.js";

/** How a timeline is told. */
export interface TimelineTextOptions {
  /** The clock of the times in it. */
  readonly zone: ZoneTable;
  /** Columns; default 100. */
  readonly width?: number;
  readonly paint?: Paint;
  /** What was simulated, e.g. a file. */
  readonly source?: string;
  /** Jobs in the table; default 40; 0 for no table of jobs. */
  readonly jobs?: number;
  /** Ids of the jobs that are told of one by one; default all. */
  readonly told?: ReadonlySet<string>;
  /** Jobs that are slow since they share threads, as `timeline.slowness()` has them. */
  readonly slowness?: readonly SharedSlowness[];
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
  const { width = USUAL_WIDTH, paint = PLAIN, told } = options;
  const own = told === undefined ? summary : toldOf(summary, told);
  const blocks = [
    header(summary, options, width, paint),
    jobBlock(own, options, width, paint),
    resourceBlock(summary, options, width, paint),
    threadBlock(summary, options, width, paint),
    nightBlock(summary, options, width),
    findingBlock(own, width, paint),
    sharedBlock(options, width, paint),
    missBlock(own, options, width, paint),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n");
}

/** The summary with what it says of these jobs, and of no others. */
function toldOf(summary: Summary, told: ReadonlySet<string>): Summary {
  return {
    ...summary,
    jobs: summary.jobs.filter(({ id }) => told.has(id)),
    findings: summary.findings.filter(({ job }) => told.has(job)),
  };
}

function header(
  summary: Summary,
  { zone, source, told }: TimelineTextOptions,
  width: number,
  paint: Paint,
): string[] {
  const [title, facts] = timelineFacts(summary, zone, source, told);
  const styles = { plain: (text: string) => text, good: paint.good, bad: paint.bad };
  const lines = facts.map(({ label, text, tone }) =>
    labelled(
      label,
      wrap(text, width - INDENT - LABEL_WIDTH).map(styles[tone]),
      LABEL_WIDTH,
      INDENT,
    ),
  );
  return [paint.strong(title), ...lines.flat()];
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
  "Lost: starts in closed hours. Missed: starts skipped because the run before was not over, or " +
  "that waited in vain. Wait: the longest for room. Exposure: the greatest age of " +
  `the newest restore point. h:mm; ${NOTHING} none.`;

function jobBlock(
  summary: Summary,
  { jobs: shown = USUAL_JOBS }: TimelineTextOptions,
  width: number,
  paint: Paint,
): string[] {
  if (shown === 0) return [];
  const sorted = [...summary.jobs].sort(worseFirst);
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

function jobCells(job: JobMetrics): string[] {
  return [
    clean(job.name ?? job.id),
    countCell(job.started),
    countCell(job.blocked.backupWindow),
    countCell(missedStarts(job)),
    countCell(job.failed),
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
    ({ id, name, slots, peak, utilisation, shareAtCapacity, longestQueue, longestQueueAt }) => [
      cut(clean(name ?? id), NAME_WIDTH),
      grouped(slots),
      grouped(peak),
      shareCell(utilisation),
      shareCell(shareAtCapacity),
      countCell(longestQueue),
      longestQueue === 0 ? NOTHING : minuteText(zone, longestQueueAt),
    ],
  );
  const [head = "", ...lines] = numberTable(RESOURCE_HEAD, rows, width);
  const rest = limited.length - some.length;
  return [paint.faint(head), ...lines, ...restLine(rest, "none with a longer line", paint)];
}

const THREAD_HEAD = ["Resource", "Threads", "Mean used", "Full", "Peak demand", "at"] as const;

/** Resources whose threads are shared, those that are all in use the longest first. */
function threadBlock(
  summary: Summary,
  { zone }: TimelineTextOptions,
  width: number,
  paint: Paint,
): string[] {
  const sharing = RESOURCE_KINDS.flatMap(({ list }) => summary[list])
    .filter(({ sessions, threads }) => sessions > 0 && threads !== undefined)
    .sort((a, b) => b.shareFull! - a.shareFull! || b.peakDemand! - a.peakDemand!);
  if (sharing.length === 0) return [];
  const some = sharing.slice(0, RESOURCES_SHOWN);
  const rows = some.map(({ id, name, threads, mean, shareFull, peakDemand, peakDemandAt }) => [
    cut(clean(name ?? id), NAME_WIDTH),
    grouped(threads!),
    mean!.toFixed(1),
    shareCell(shareFull!),
    grouped(peakDemand!),
    minuteText(zone, peakDemandAt!),
  ]);
  const [head = "", ...lines] = numberTable(THREAD_HEAD, rows, width);
  const rest = sharing.length - some.length;
  return [paint.faint(head), ...lines, ...restLine(rest, "none of them full for longer", paint)];
}

function sharedBlock(
  { slowness = [], told }: TimelineTextOptions,
  width: number,
  paint: Paint,
): string[] {
  const text = slownessText(slowness.filter(({ job }) => told?.has(job) ?? true));
  if (text === undefined) return [];
  const { title, rest } = text;
  const jobs = text.jobs.map((one) => ({ ...one, name: cut(one.name, NAME_WIDTH) }));
  return [
    paint.strong(title),
    ...namedLines(jobs, width, paint),
    ...restLine(rest, "which lose less by it", paint),
  ];
}

/** How many more there are than the lines above it tell of, and what they are. */
function restLine(rest: number, are: string, paint: Paint): string[] {
  return rest === 0 ? [] : [paint.faint(`  ... and ${grouped(rest)} more, ${are}`)];
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

/** Jobs that waited for resources that were never free at once, with what that cost them. */
function findingBlock({ jobs, findings }: Summary, width: number, paint: Paint): string[] {
  if (findings.length === 0) return [];
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const who = counted(findings.length, "job");
  return [
    paint.strong(`${who} waited for resources that were never free at once:`),
    ...namedLines(
      findings.map(({ job, text }) => ({ name: nameOf(byId.get(job)!), text: `${text}.` })),
      width,
      paint,
    ),
  ];
}

/** Jobs over their target, furthest first, each with its reason. */
function missBlock(
  { jobs, to }: Summary,
  { zone }: TimelineTextOptions,
  width: number,
  paint: Paint,
): string[] {
  const misses = jobs
    .filter(({ withinTarget }) => withinTarget === false)
    .sort((a, b) => excess(b) - excess(a));
  if (misses.length === 0) return [];
  const title = `${counted(misses.length, "job misses its target", "jobs miss their target")}:`;
  return [
    paint.strong(title),
    ...namedLines(
      misses.map((job) => ({ name: nameOf(job), text: exposureReason(job, zone, to) })),
      width,
      paint,
    ),
  ];
}

/** Jobs with what is told of each, the first of them in full, others by name, the rest counted. */
function namedLines(
  jobs: readonly { readonly name: string; readonly text: string }[],
  width: number,
  paint: Paint,
): string[] {
  const told = jobs.slice(0, jobs.length > MISSES_TOLD + 1 ? MISSES_TOLD : jobs.length);
  const nameWidth = told.reduce((most, { name }) => Math.max(most, displayWidth(name)), 0) + 2;
  const lines = told.flatMap(({ name, text }) =>
    labelled(paint.warn(name), wrap(clean(text), width - INDENT - nameWidth), nameWidth, INDENT),
  );
  const rest = jobs.slice(told.length).map(({ name }) => name);
  if (rest.length > 0) {
    const others = wrap(`and ${someOf(rest, OTHERS_NAMED)}`, width - INDENT);
    lines.push(...labelled("", others, 0, INDENT));
  }
  return lines;
}

function nameOf({ id, name }: JobMetrics): string {
  return cut(clean(name ?? id), NAME_WIDTH);
}
