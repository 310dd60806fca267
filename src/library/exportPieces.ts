/**
 * What exports are made of, once what is asked for is known to be good: files in pieces, made as
 * they are taken.
 */
import { type Issue, issue, PolicyError } from "../core/input/issues.js";
import {
  checkMade,
  isObject,
  readOptions,
  readOwnShape,
  type Unread,
} from "../core/input/ownShape.js";
import { isWholeNumber, oneOf } from "../core/input/scalars.js";
import { parsePolicy } from "../core/policy/parse.js";
import type { PolicyInput } from "../core/policy/types.js";
import { checkFleet } from "../core/simulation/checkFleet.js";
import { jobStartsByItself } from "../core/simulation/fleet.js";
import type { FleetInput } from "../core/simulation/fleetInput.js";
import { summarize } from "../core/simulation/summarize.js";
import type { Timeline } from "../core/simulation/timeline.js";
import type { ZoneTable } from "../core/time/zone.js";
import { calendarPieces } from "../export/calendar.js";
import {
  CLOCK_FORMATS,
  RUN_FORMATS,
  type RunFormat,
  SESSION_FORMATS,
  type SessionFormat,
  TABLE_FORMATS,
  type TableFormat,
  tablePieces,
} from "../export/formats.js";
import { metricTable } from "../export/metricTable.js";
import { type RunningJob, runTables } from "../export/runTables.js";
import { type PourOptions, pour as pourPieces, type Sink } from "../export/sink.js";
import { missedTable, sessionTable } from "../export/tables.js";
import { tracePieces } from "../export/trace.js";
import { readInstant } from "../host/instants.js";
import { clockZone, readHostZone } from "../host/zones.js";
import {
  EXPORT_KEYS,
  type ExportOptions,
  RUN_EXPORT_KEYS,
  RUN_SPAN_KEYS,
  type RunExportOptions,
  type RunSpan,
} from "./exportOptions.js";
import { schedulesOfChecked } from "./scheduled.js";

/** A file, in pieces. */
export type Pieces = Iterable<Uint8Array>;

/** Pours them into a sink. */
export function pour(pieces: Pieces, sink: Sink, options?: PourOptions): Promise<void> {
  return pourPieces(pieces, sink, options);
}

/** The sessions of a timeline. */
export async function sessionPieces(
  timeline: Timeline,
  format: SessionFormat,
  options?: ExportOptions,
): Promise<Pieces> {
  const jobs = checkAsked(timeline, format, SESSION_FORMATS, options, true);
  return format === "trace"
    ? tracePieces(timeline, jobs)
    : tablePieces([sessionTable(timeline, jobs)], format, zoneOf(timeline, options));
}

/** The missed runs of a timeline. */
export async function missedPieces(
  timeline: Timeline,
  format: TableFormat,
  options?: ExportOptions,
): Promise<Pieces> {
  const jobs = checkAsked(timeline, format, TABLE_FORMATS, options, true);
  return tablePieces([missedTable(timeline, jobs)], format, zoneOf(timeline, options));
}

/** The metrics of a timeline. */
export async function metricPieces(
  timeline: Timeline,
  format: TableFormat,
  options?: ExportOptions,
): Promise<Pieces> {
  checkAsked(timeline, format, TABLE_FORMATS, options, false);
  const jobs = options?.jobs === undefined ? undefined : new Set(options.jobs);
  return tablePieces([metricTable(summarize(timeline), jobs)], format, zoneOf(timeline, options));
}

/** The runs of a fleet, or of one policy. */
export async function runPieces(
  fleet: FleetInput | PolicyInput,
  span: RunSpan,
  format: RunFormat,
  options?: RunExportOptions,
): Promise<Pieces> {
  const issues: Issue[] = [];
  const isFleet = isObject<FleetInput>(fleet) && "jobs" in fleet;
  const whole = isFleet ? fleet : { jobs: [{ id: "policy", policy: parsePolicy(fleet) }] };
  const checked = checkFleet(whole, issues, readHostZone);
  const given = readOwnShape<RunSpan>(span, "span", RUN_SPAN_KEYS, "{ from, to }", issues) ?? {};
  const from = readInstant(given.from, "span.from", issues);
  const to = readInstant(given.to, "span.to", issues);
  if (from !== undefined && to !== undefined && to < from)
    issues.push(issue("span.to", "the end of the span, not before its beginning", given.to));
  const read = readOptions<RunExportOptions>(options, RUN_EXPORT_KEYS, issues);
  checkFormat(format, RUN_FORMATS, read, issues);
  const ids = checked?.fleet.jobs.map(({ id }) => id) ?? [];
  const wanted = checked === undefined ? undefined : readJobs(read.jobs, ids, issues);
  const look = readLook(read, issues);
  if (checked === undefined || from === undefined || to === undefined || issues.length > 0)
    throw new PolicyError(issues);
  const schedules = schedulesOfChecked(checked);
  const jobs = checked.jobs.flatMap(({ job }, index): RunningJob[] => {
    if (!jobStartsByItself(job) || wanted?.has(index) === false) return [];
    const { id, name = id } = job;
    return [{ id, name, schedule: schedules[index]! }];
  });
  const zone = options?.times === "server" ? checked.zone : undefined;
  return scheduledPieces(jobs, { from, to }, format, look, zone);
}

/** How a calendar looks. */
type Look = Parameters<typeof calendarPieces>[2];

/** The same of jobs that are compiled. */
export async function scheduledPieces(
  jobs: readonly RunningJob[],
  { from, to }: { readonly from: number; readonly to: number },
  format: RunFormat,
  look: Look,
  zone: ZoneTable | undefined,
): Promise<Pieces> {
  const tables = runTables(jobs, from, to);
  return format === "ics" ? calendarPieces(jobs, tables, look) : tablePieces(tables, format, zone);
}

/** Alarms earlier than four weeks are of no use to anybody. */
export const MOST_ALARM_MINUTES = 40_320;

function readLook(given: Unread<RunExportOptions>, issues: Issue[]): Look {
  const { alarmMinutes, withWindow = false, stamp = Date.now() } = given;
  if (alarmMinutes !== undefined && !isWholeNumber(alarmMinutes, 0, MOST_ALARM_MINUTES))
    issues.push(
      issue("options.alarmMinutes", `an integer from 0 to ${MOST_ALARM_MINUTES}`, alarmMinutes),
    );
  if (typeof withWindow !== "boolean")
    issues.push(issue("options.withWindow", "true or false", withWindow));
  return {
    stamp: readInstant(stamp, "options.stamp", issues) ?? 0,
    withWindow: withWindow === true,
    ...(alarmMinutes === undefined ? {} : { alarmMinutes: alarmMinutes as number }),
  };
}

/** Checks what is asked of a timeline; gives the jobs that are meant, by index. */
function checkAsked(
  timeline: Timeline,
  format: string,
  formats: readonly string[],
  options: ExportOptions | undefined,
  needsRows: boolean,
): ReadonlySet<number> | undefined {
  const issues: Issue[] = [];
  const isMade = checkTimeline(timeline, issues);
  if (isMade && needsRows && timeline.span.keep === "summary")
    issues.push(
      issue("timeline.span.keep", '"all"', "summary", "a timeline that keeps no rows has none"),
    );
  const read = readOptions<ExportOptions>(options, EXPORT_KEYS, issues);
  checkFormat(format, formats, read, issues);
  const jobs = isMade
    ? readJobs(
        read.jobs,
        timeline.fleet.jobs.map(({ id }) => id),
        issues,
      )
    : undefined;
  if (issues.length > 0) throw new PolicyError(issues);
  return jobs;
}

/** Of a clone there are the rows; what JSON has of them is text. */
function checkTimeline(timeline: Timeline, issues: Issue[]): boolean {
  const made = "a timeline, as simulate gives it";
  const parts = ["fleet", "span", "sessions", "missed", "outcomes", "reasons"];
  if (!checkMade(timeline, "timeline", parts, made, issues)) return false;
  if (ArrayBuffer.isView(timeline.sessions.nominal)) return true;
  issues.push(issue("timeline", made, timeline, "this is a copy: timelineFrom brings it back"));
  return false;
}

function checkFormat(
  format: unknown,
  formats: readonly string[],
  { times, keepOpen, signal }: Unread<ExportOptions>,
  issues: Issue[],
): void {
  if (typeof format !== "string" || !formats.includes(format))
    oneOf(formats)("format", format, { issues, warnings: [] });
  if (times !== undefined && times !== "utc" && times !== "server")
    issues.push(issue("options.times", "utc or server", times));
  if (times === "server" && formats.includes(format as string) && !isOnClock(format))
    issues.push(issue("options.times", `utc, which is all that ${String(format)} has`, times));
  if (keepOpen !== undefined && typeof keepOpen !== "boolean")
    issues.push(issue("options.keepOpen", "true or false", keepOpen));
  if (signal !== undefined && !isObject(signal))
    issues.push(issue("options.signal", "an AbortSignal", signal));
}

function isOnClock(format: unknown): boolean {
  return CLOCK_FORMATS.includes(format as string);
}

/** The jobs with these ids, by index; `undefined`: all. */
function readJobs(
  given: unknown,
  ids: readonly string[],
  issues: Issue[],
): ReadonlySet<number> | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given)) {
    issues.push(issue("options.jobs", "a list of ids of jobs", given));
    return undefined;
  }
  const places = new Map(ids.map((id, index) => [id, index]));
  return new Set(
    given.flatMap((id: unknown, index) => {
      const place = places.get(id as string);
      if (place === undefined) issues.push(issue(`options.jobs[${index}]`, "the id of a job", id));
      return place ?? [];
    }),
  );
}

function zoneOf({ fleet }: Timeline, options: ExportOptions | undefined): ZoneTable | undefined {
  return options?.times === "server" ? clockZone(fleet) : undefined;
}
