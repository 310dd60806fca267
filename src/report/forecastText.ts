/**
 * The whole forecast as text, in the order in which one asks: under which assumptions, what does
 * each job do, where do starts pile up, and, last because the end is what a terminal shows, which
 * jobs need a look.
 */
import { grouped } from "../core/input/numberText.js";
import type { Assumption } from "../core/forecast/assumptions.js";
import type { Forecast } from "../core/forecast/forecast.js";
import { heatMap } from "./heatMap.js";
import type { JobForecast } from "../core/forecast/jobForecast.js";
import { clockChangeText, jobText, spanText } from "./jobText.js";
import { localDayTime, timeOf, utcDayTime } from "../core/time/moments.js";
import { keysOf } from "../core/input/ownShape.js";
import { type Paint, PLAIN } from "./kit/style.js";
import { checkText } from "./kit/textOptions.js";
import { clean } from "./kit/safe.js";
import { cut, displayWidth, labelled, wrap } from "./kit/table.js";
import { counted, listed } from "./kit/words.js";
import type { Peak } from "../core/forecast/weekLoad.js";

/** How a text is laid out. */
export interface TextOptions {
  /** Columns of the text, 79 at least: the week needs them. */
  readonly width: number;
  readonly paint: Paint;
  /** What to say after the name of the list, e.g. how to forecast another one. */
  readonly sourceHint?: string;
  /** Whether the list has more jobs than are forecast. */
  readonly isPart?: boolean;
  /** So many jobs are told of one by one, those that need a look first; default all. */
  readonly jobs?: number;
}

/** How a forecast is written. */
export interface ForecastTextOptions {
  /** Columns of the text, 80 at least; default 100. */
  readonly width?: number;
}

/** A week of hours needs so many columns. */
const NARROWEST = 80;

/** The keys of these options. */
export const FORECAST_TEXT_KEYS = keysOf<ForecastTextOptions>({ width: true });

/**
 * A forecast in lines of text, without colours: each job, the week, and what needs a look.
 *
 * ```ts
 * const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * describeForecast(forecast(policy, { from: "2026-01-05" })).split("\n").length > 20 // => true
 * ```
 */
export function describeForecast(forecast: Forecast, options: ForecastTextOptions = {}): string {
  const given = { path: "forecast", value: forecast, parts: ["format", "jobs", "week", "clock"] };
  checkText(given, "a forecast, as forecast gives it", options, FORECAST_TEXT_KEYS);
  const { width = 100 } = options;
  return forecastText(forecast, { width: Math.max(width, NARROWEST), paint: PLAIN });
}

const INDENT = 2;
const LABEL_WIDTH = 14;
/** More troubled jobs than this are told by trouble, not by job. */
const JOBS_LISTED = 12;
/** How many jobs are named in one line; the others are counted. */
const JOBS_NAMED = 5;
const PEAK = "Peak: ";
const NAME_WIDTH = 40;

/** The forecast as text, without a line feed at the end. */
export function forecastText(
  forecast: Forecast,
  { width, paint, sourceHint, isPart = false, jobs = Infinity }: TextOptions,
): string {
  const told = toldJobs(forecast.jobs, jobs);
  const rest = forecast.jobs.length - told.length;
  const others = told.length === 0 ? counted(rest, "job") : `and ${counted(rest, "more job")}`;
  const more = rest === 0 ? [] : [`... ${others}: --jobs N`];
  const blocks = [
    header(forecast, sourceHint, width, paint),
    ...told.map((job) => jobText(job, forecast, width, paint)),
    more.map(paint.faint),
    weekBlock(forecast, isPart, width, paint),
    attention(forecast, width, paint),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n");
}

/** All jobs or, where they are too many, so many of them: those that need a look come first. */
function toldJobs(jobs: readonly JobForecast[], most: number): readonly JobForecast[] {
  if (jobs.length <= most) return jobs;
  const needsLook = (job: JobForecast): boolean => troublesOf(job).length > 0;
  return [...jobs.filter(needsLook), ...jobs.filter((job) => !needsLook(job))].slice(0, most);
}

function header(
  forecast: Forecast,
  sourceHint: string | undefined,
  width: number,
  paint: Paint,
): string[] {
  const { clock, jobs, week } = forecast;
  const counts =
    week.scheduledJobs === jobs.length
      ? counted(jobs.length, "job")
      : `${counted(jobs.length, "job")}, ${grouped(week.scheduledJobs)} of them scheduled`;
  const lines = [paint.strong(`Forecast of ${counts}`)];
  const add = (label: string, text: string): void => {
    lines.push(
      ...labelled(label, wrap(clean(text), width - INDENT - LABEL_WIDTH), LABEL_WIDTH, INDENT),
    );
  };
  const isUtc = clock.zone === "UTC";
  add("Job list", `${forecast.source}${sourceHint === undefined ? "" : `; ${sourceHint}`}`);
  add(
    "Server clock",
    isUtc
      ? "UTC; to set yours: --zone America/Los_Angeles"
      : clock.zone.startsWith("UTC")
        ? clock.zone
        : `${clock.zone}, ${offsetText(forecast)}`,
  );
  add(
    "Span",
    `${localDayTime(forecast.from)} to ${localDayTime(forecast.to)}${isUtc ? " UTC" : ""}, ` +
      spanText(forecast),
  );
  add("Zone rules", `time-zone database ${forecast.zoneDatabase}`);
  for (const change of forecast.clockChanges) add("Clock change", clockChangeText(change));
  if (!isUtc && forecast.clockChanges.length === 0) add("Clock change", "none in this span");
  if (jobs.some(({ sessions }) => sessions !== undefined))
    add("Sessions", "lengths by the workloads, with nothing running beside them");
  lines.push(...assumptionLines(forecast.assumptions, width));
  const doubt = zoneDoubt(forecast);
  if (doubt !== undefined)
    lines.push(
      ...labelled(
        paint.warn("Zone check"),
        wrap(doubt, width - INDENT - LABEL_WIDTH),
        LABEL_WIDTH,
        INDENT,
      ),
    );
  return lines;
}

/** `UTC-08:00 now` or, with a clock change in the span, both offsets. */
function offsetText({ from, to }: Forecast): string {
  const offset = (local: string): string =>
    /(?:Z|[+-][\d:]+)$/.exec(local)![0].replace("Z", "+00:00");
  const [first, last] = [offset(from.local), offset(to.local)];
  return first === last ? `UTC${first}` : `UTC${first}, at the end UTC${last}`;
}

/** The choices that matter here, each with the option that changes it. */
function assumptionLines(assumptions: readonly Assumption[], width: number): string[] {
  const texts = assumptions
    .filter(({ matters }) => matters)
    .map(({ text, option }) => (option === undefined ? text : `${text} (${option})`));
  return labelled(
    "Assumed",
    texts.flatMap((text) => wrap(text, width - INDENT - LABEL_WIDTH)),
    LABEL_WIDTH,
    INDENT,
  );
}

/**
 * Says so where the server's own next runs contradict the zone: then every time here is likely to
 * be off (R2).
 */
function zoneDoubt({ jobs, clock }: Forecast): string | undefined {
  const reported = jobs.flatMap((job) =>
    job.reported === undefined ? [] : [{ job, ...job.reported }],
  );
  const wrong = reported.filter(({ agrees }) => !agrees);
  const [first] = wrong;
  if (first === undefined) return undefined;
  const offsets = new Set(wrong.map(({ fitsOffset }) => fitsOffset));
  const [offset] = offsets;
  const question =
    offsets.size === 1 && offset !== undefined
      ? `${wrong.length === 1 ? "It fits" : "They fit"} a server at UTC${offset}: is`
      : "Is";
  const example = `${cut(clean(first.job.name), NAME_WIDTH)}, ${utcDayTime(first.nextRun)} UTC`;
  const several =
    `${grouped(reported.length)} next runs, and ${grouped(wrong.length)} ` +
    (wrong.length === 1 ? "does" : "do");
  const which = reported.length === 1 ? `one next run (${example}), and it does` : several;
  const sample = reported.length === 1 ? "" : ` (first: ${example})`;
  return (
    `The file itself reports ${which} not fit ${clock.zone}${sample}. ` +
    `${question} --zone right?`
  );
}

function weekBlock(forecast: Forecast, isPart: boolean, width: number, paint: Paint): string[] {
  const { week } = forecast;
  if (week.scheduledJobs === 0) return ["No job starts by itself, so there is no week to draw."];
  const weeks = forecast.days > 7 ? ", the busiest week of each hour" : "";
  const { zone } = forecast.clock;
  const time = zone === "UTC" ? "UTC" : `server time (${clean(zone)})`;
  const title = wrap(`Starts per hour of ${isPart ? "these" : "all"} jobs, ${time}${weeks}`, width);
  const peak =
    week.peak === undefined ? ["Nothing starts in this span."] : peakLines(week.peak, width, paint);
  return [...title.map(paint.strong), "", ...heatMap(week, width, paint), "", ...peak];
}

/** `Peak: Monday 22:00, 5 starts, 4 of them at 22:00.` and, below, who they are. */
function peakLines(
  { from, to, starts, together, jobs, equalHours }: Peak,
  width: number,
  paint: Paint,
): string[] {
  if (starts === 1) return [`${paint.strong(PEAK)}no hour has more than one start.`];
  const atOnce =
    together.starts > 1
      ? `, ${together.starts === starts ? "all" : grouped(together.starts)} of them at ` +
        `${timeOf(together.at.local)} sharp`
      : "";
  const equals =
    equalHours === 0 ? "" : ` ${counted(equalHours, "other hour is", "other hours are")} as busy.`;
  const [first = "", ...rest] = wrap(
    `${from.weekday} ${timeOf(from.local)}-${timeOf(to.local)}, ` +
      `${counted(starts, "start")}${atOnce}.${equals}`,
    width - PEAK.length,
  );
  const some = jobs.slice(0, jobs.length > JOBS_NAMED + 1 ? JOBS_NAMED : jobs.length);
  const named = some.map(
    ({ name, starts: own }) =>
      `${cut(clean(name), NAME_WIDTH)}${own === 1 ? "" : ` (${own} starts)`}`,
  );
  if (named.length < jobs.length)
    named.push(`and ${counted(jobs.length - named.length, "more job")}`);
  return [
    paint.strong(PEAK) + first,
    ...[...rest, ...wrap(named.join("; "), width - PEAK.length)].map(
      (line) => " ".repeat(PEAK.length) + line,
    ),
  ];
}

/**
 * Jobs with an error or a warning, worst first: one line each or, where they are many, one for each
 * kind of trouble.
 */
function attention(forecast: Forecast, width: number, paint: Paint): string[] {
  const troubled = forecast.jobs
    .map((job) => ({ job, troubles: troublesOf(job) }))
    .filter(({ troubles }) => troubles.length > 0)
    .sort((a, b) => Number(isSilenced(b.job)) - Number(isSilenced(a.job)));
  const lines: string[] = [];
  if (troubled.length > 0) {
    lines.push(
      paint.strong(
        `${troubled.length === 1 ? "1 job needs" : `${grouped(troubled.length)} jobs need`} ` +
          "a look:",
      ),
    );
    const rows = troubled.length > JOBS_LISTED ? rowsByTrouble(troubled) : rowsByJob(troubled);
    const leftWidth = Math.max(...rows.map(([left]) => displayWidth(left)));
    for (const [left, right] of rows)
      lines.push(
        ...labelled(
          paint.warn(left),
          wrap(right, width - INDENT - leftWidth - 2),
          leftWidth + 2,
          INDENT,
        ),
      );
  }
  const { issues, warnings } = forecast;
  if (issues.length > 0)
    lines.push(
      paint.bad(
        `Some of the file could not be read: ${counted(issues.length, "issue")}, on ` +
          "standard error.",
      ),
    );
  if (warnings.length > 0)
    lines.push(
      ...wrap(
        `${counted(warnings.length, "note")} on odd spellings and unused settings: ` +
          `"warnings" of --json.`,
        width,
      ).map(paint.faint),
    );
  return lines;
}

/** What is wrong with a job: the code of a finding, and a few words. */
interface Trouble {
  readonly code: string;
  readonly text: string;
}

interface Troubled {
  readonly job: JobForecast;
  readonly troubles: readonly Trouble[];
}

type Row = readonly [left: string, right: string];

function rowsByJob(troubled: readonly Troubled[]): Row[] {
  return troubled.map(({ job, troubles }) => [
    nameOf(job),
    listed(troubles.map(({ text }) => text)),
  ]);
}

function rowsByTrouble(troubled: readonly Troubled[]): Row[] {
  const byCode = new Map<string, string[]>();
  for (const { job, troubles } of troubled) {
    for (const { code } of troubles) byCode.set(code, [...(byCode.get(code) ?? []), nameOf(job)]);
  }
  return [...byCode].map(([code, names]) => {
    const rest = names.length - JOBS_NAMED;
    const some =
      names.slice(0, JOBS_NAMED).join("; ") + (rest > 0 ? `; and ${grouped(rest)} more` : "");
    return [`${counted(names.length, "job")}: ${SHORT[code] ?? code}`, some];
  });
}

function nameOf(job: JobForecast): string {
  return cut(clean(job.name), NAME_WIDTH);
}

function isSilenced(job: JobForecast): boolean {
  return job.findings.some(({ severity }) => severity === "error");
}

/** Each code of a finding in a few words; one that is not here is told by its own message. */
const SHORT: Readonly<Record<string, string>> = {
  "never-runs": "never runs",
  "blocked-starts": "loses starts to its backup window",
  "short-window": "its window closes within the hour after every start",
  "retries-cut": "not all its retries can happen",
  "retry-storm": "many retries in quick succession",
  "clock-gap": "skipped when the clock goes forward",
  "long-sessions": "half of its sessions or more are too long for its window",
};

function troublesOf(job: JobForecast): Trouble[] {
  if (!job.scheduled) return [];
  const lost = job.blocked.find(({ reason }) => reason === "backup-window");
  const serious = job.findings.filter(
    ({ severity, code }) =>
      severity !== "info" && !(code === "blocked-starts" && lost !== undefined),
  );
  const troubles = serious.map(({ code, message }): Trouble => ({
    code,
    text: code === "blocked-starts" ? AFTER_A_CHANGE : (SHORT[code] ?? clean(message)),
  }));
  if (lost !== undefined && !isSilenced(job))
    troubles.unshift({
      code: "blocked-starts",
      text: `loses ${grouped(lost.starts)} of ${counted(lost.due, "start")}`,
    });
  const stopped = job.sessions?.stoppedAtP50.starts ?? 0;
  if (stopped > 0)
    troubles.push({
      code: "long-sessions",
      text:
        "half of its sessions or more are too long for its window after " +
        `${grouped(stopped)} of ${counted(job.starts, "start")}`,
    });
  return troubles;
}

/**
 * A window on UTC meets other starts in summer than in winter: the finding looks further ahead than
 * the span.
 */
const AFTER_A_CHANGE = "will lose starts to its window after a clock change";
