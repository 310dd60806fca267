/**
 * `runcast export`: what a simulation came to, or what schedules predict, as a file for other
 * programs.
 */
import type { Fleet, Job } from "../../core/simulation/fleet.js";
import type { Timeline } from "../../core/simulation/timeline.js";
import {
  formatOfName,
  NAME_ENDS,
  RUN_FORMATS,
  SESSION_FORMATS,
  TABLE_FORMATS,
} from "../../export/formats.js";
import { missingParquet } from "../../export/parquet.js";
import { pickJobs } from "../../files/jobInput.js";
import { clockZone } from "../../host/zones.js";
import {
  metricPieces,
  missedPieces,
  MOST_ALARM_MINUTES,
  type Pieces,
  scheduledPieces,
  sessionPieces,
} from "../../library/exportPieces.js";
import { simulate } from "../../library/simulation.js";
import { clean } from "../../report/kit/safe.js";
import { wrap } from "../../report/kit/table.js";
import { counted } from "../../report/kit/words.js";
import { choiceOption, integerOption, type OptionTable, type OptionValues } from "../arguments.js";
import type { Answer, Command, Request } from "../command.js";
import {
  CHANGE_ABOUT,
  FLEET_OPTIONS,
  type FleetRequest,
  readFleetRequest,
  scenarioLine,
  singleChange,
} from "../fleetRequest.js";
import { followed, stoppedAnswer } from "../followed.js";
import { modelData } from "../modelOption.js";
import { schedulesOf } from "../schedules.js";
import { checkWholeOut, writeWholeOut } from "../wholeFileOut.js";

/** What can be exported, in which formats, and what a row is called. */
const WHAT = {
  sessions: { formats: SESSION_FORMATS, noun: "session" },
  missed: { formats: TABLE_FORMATS, noun: "missed run" },
  metrics: { formats: TABLE_FORMATS, noun: "row of metrics" },
  runs: { formats: RUN_FORMATS, noun: "run" },
} as const;

type What = keyof typeof WHAT;
const WHATS = Object.keys(WHAT) as What[];
type Format = (typeof SESSION_FORMATS)[number] | (typeof RUN_FORMATS)[number];
const FORMATS: readonly Format[] = [...SESSION_FORMATS, "ics"];

const FORMAT = "runcast.export/1";

const OPTIONS = {
  out: {
    type: "string",
    short: "o",
    value: "FILE",
    says: 'where to; "-" is standard output (default)',
  },
  what: {
    type: "string",
    value: "WHAT",
    says: `one of ${WHATS.join(", ")} (default: sessions, of a calendar runs)`,
  },
  format: {
    type: "string",
    value: "FORMAT",
    says: `one of ${FORMATS.join(", ")} (default: what the name says; csv for standard output)`,
  },
  job: {
    type: "string",
    value: "NAME",
    says: "all are simulated, and only this job is exported; * stands for any letters",
  },
  times: {
    type: "string",
    value: "CLOCK",
    says: "instants of csv and ndjson: utc (default), or server, with its offset",
  },
  alarm: {
    type: "string",
    value: "MINUTES",
    says: "in a calendar: an alarm this long before each run",
  },
  window: {
    type: "boolean",
    says: "in a calendar: an event lasts until its backup window closes",
  },
  ...FLEET_OPTIONS,
} as const satisfies OptionTable;

/** How do these rows get into another program? */
export const exportCommand: Command<typeof OPTIONS> = {
  asks: "How do sessions, metrics and runs get into another program?",
  operands: ["FILE [CHANGE...] [options]"],
  about: [
    "sessions and missed: a row for each session, or each run that came to none. metrics: a row " +
      "for each job, each resource and the fleet. runs: when jobs are due, without a simulation. " +
      "csv: cells that a spreadsheet would take for formulas begin with an apostrophe. trace " +
      "(sessions): opens in Perfetto. ics (runs): a calendar.",
    `The end of a name says the format: ${NAME_ENDS.join(", ")}. Parquet needs the package ` +
      "hyparquet-writer: npm install hyparquet-writer.",
    ...CHANGE_ABOUT,
  ],
  options: OPTIONS,
  examples: [
    "runcast export examples/fleet.json --days 28 -o sessions.parquet",
    "runcast export examples/fleet.json --what metrics -o metrics.csv",
    "runcast export jobs.json --zone Europe/Berlin -o runs.ics --alarm 15",
    "runcast export examples/fleet.json -o - | head",
  ],
  exitCodes: "Exit code: 0, or 2 where an option or something in the file was wrong.",
  async answer(words) {
    const asked = await readAsked(words);
    const request = await readFleetRequest(words, asked?.what !== "runs");
    if (asked === undefined || request === undefined) return undefined;
    const { problems } = request;
    const { path } = asked;
    if (path !== undefined)
      await checkWholeOut(path, request.paths, "a file that is read", problems);
    const change = singleChange(request.changes, problems);
    if (change === undefined || problems.length > 0) return undefined;
    const fleet = change(request.fleet);
    const job = request.values.get("job");
    const jobs = job === undefined ? undefined : pickJobs(fleet, job, problems);
    if (problems.length > 0) return undefined;
    const made = await make(request, fleet, jobs, asked);
    return path === undefined ? printed(made, fleet, asked) : written(request, fleet, asked, made);
  },
};

/** What is asked for, as far as no file is needed to know it. */
interface Asked {
  readonly what: What;
  readonly format: Format;
  /** Absent: standard output. */
  readonly path: string | undefined;
  readonly times: "utc" | "server" | undefined;
  readonly alarmMinutes: number | undefined;
  readonly withWindow: boolean;
}

type Name = keyof typeof OPTIONS;

async function readAsked(words: Request<Name>): Promise<Asked | undefined> {
  const { values, problems, world, json } = words;
  const before = problems.length;
  const out = values.get("out") ?? "-";
  const path = out === "-" ? undefined : out;
  const typed = choiceOption(values, "format", FORMATS, problems);
  const meant = choiceOption(values, "what", WHATS, problems);
  const times = choiceOption(values, "times", ["utc", "server"], problems);
  const alarmMinutes = integerOption(values, "alarm", undefined, 0, MOST_ALARM_MINUTES, problems);
  const format = typed ?? (path === undefined ? "csv" : formatOfName(path));
  if (out === "") problems.push("--out: expected the name of a file");
  else if (format === undefined && problems.length === before)
    problems.push(
      `--out: the end of ${out} says no format (${NAME_ENDS.join(", ")}); --format names one`,
    );
  if (format === undefined || problems.length > before) return undefined;
  const what = meant ?? (format === "ics" ? "runs" : "sessions");
  checkFit(what, format, values, problems);
  if (path === undefined && json)
    problems.push("--json: standard output has the rows; --out FILE puts them elsewhere");
  if (path === undefined && format === "parquet" && world.isTerminal)
    problems.push("--out: Parquet is nothing for a terminal; --out FILE names a file");
  const missing = format === "parquet" ? await missingParquet() : undefined;
  if (missing !== undefined) problems.push(missing);
  if (problems.length > before) return undefined;
  return { what, format, path, times, alarmMinutes, withWindow: values.has("window") };
}

/** Notes what a format, or what is exported, does not have. */
function checkFit(
  what: What,
  format: Format,
  values: OptionValues<Name>,
  problems: string[],
): void {
  const { formats, noun } = WHAT[what];
  if (!(formats as readonly Format[]).includes(format))
    problems.push(`--format: a ${noun} is written as ${formats.join(", ")}, received ${format}`);
  if (format !== "ics") {
    for (const name of ["alarm", "window"] as const)
      if (values.has(name)) problems.push(`--${name}: only a calendar has it: --format ics`);
  }
  if (values.get("times")?.trim().toLowerCase() === "server" && !["csv", "ndjson"].includes(format))
    problems.push(`--times: ${format} is always in UTC`);
}

/** A file in pieces, and how many rows it will have. */
interface Made {
  readonly pieces: Pieces;
  readonly rows: number;
}

async function make(
  { span, world }: FleetRequest<string>,
  fleet: Fleet,
  jobs: readonly Job[] | undefined,
  { what, format, times, alarmMinutes, withWindow }: Asked,
): Promise<Made> {
  if (what === "runs") {
    const running = schedulesOf(fleet, jobs ?? fleet.jobs)
      .filter(({ isScheduled }) => isScheduled)
      .map(({ job, label, schedule }) => ({ id: job.id, name: label, schedule }));
    const alarm = alarmMinutes === undefined ? {} : { alarmMinutes };
    const look = { stamp: world.now, withWindow, ...alarm };
    const zone = times === "server" ? clockZone(fleet) : undefined;
    return {
      pieces: await scheduledPieces(running, span, format as "ics", look, zone),
      rows: running.reduce((sum, { schedule }) => sum + schedule.count(span.from, span.to), 0),
    };
  }
  const keep = what === "metrics" ? "summary" : "all";
  const timeline = simulate(fleet, { ...span, keep });
  const ids = jobs?.map(({ id }) => id);
  const options = {
    ...(ids === undefined ? {} : { jobs: ids }),
    ...(times === undefined ? {} : { times }),
  };
  const pieces =
    what === "sessions"
      ? sessionPieces(timeline, format as "csv", options)
      : what === "missed"
        ? missedPieces(timeline, format as "csv", options)
        : metricPieces(timeline, format as "csv", options);
  return { pieces: await pieces, rows: rowsOf(timeline, what, ids) };
}

function rowsOf(timeline: Timeline, what: What, ids: readonly string[] | undefined): number {
  const { fleet, sessions, missed } = timeline;
  if (what === "metrics") {
    const { proxies = [], repositories = [], organizations = [] } = fleet;
    const others = proxies.length + repositories.length + organizations.length + 1;
    return ids?.length ?? fleet.jobs.length + others;
  }
  const { job, length } = what === "sessions" ? sessions : missed;
  if (ids === undefined) return length;
  const wanted = new Set(ids);
  const isWanted = fleet.jobs.map(({ id }) => wanted.has(id));
  let rows = 0;
  for (let row = 0; row < length; row += 1) if (isWanted[job[row]!] === true) rows += 1;
  return rows;
}

function printed({ pieces, rows }: Made, fleet: Fleet, { what, format }: Asked): Answer {
  return {
    data: () => ({ format: FORMAT, what, as: format, rows }),
    zone: clockZone(fleet),
    text: () => "",
    hasFindings: false,
    file: { pieces, isText: format !== "parquet" },
  };
}

/** The file as a whole, or none; Ctrl-C leaves nothing behind. */
async function written(
  request: FleetRequest<string>,
  fleet: Fleet,
  { what, format, path = "" }: Asked,
  { pieces, rows }: Made,
): Promise<Answer | undefined> {
  const { span, input, notices, problems } = request;
  const zone = clockZone(fleet);
  const isThere = await followed(request, "piece", ({ signal, tell }) =>
    writeWholeOut(path, watched(pieces, signal, tell), problems),
  );
  if (isThere === undefined) {
    notices.push(`stopped: nothing is written to ${path}`);
    return stoppedAnswer(FORMAT, input.label, zone);
  }
  if (!isThere) return undefined;
  const { from, to, seed = 0 } = span;
  const { noun } = WHAT[what];
  return {
    data: () => ({
      format: FORMAT,
      source: input.label,
      ...modelData(request.model),
      what,
      as: format,
      from,
      to,
      ...(what === "runs" ? {} : { seed }),
      rows,
      written: path,
    }),
    zone,
    text: ({ width }) =>
      [
        ...wrap(scenarioLine(request), width),
        "",
        ...wrap(
          `${what === "metrics" ? counted(rows, noun, "rows of metrics") : counted(rows, noun)}, ` +
            `written to ${clean(path)}.`,
          width,
        ),
      ].join("\n"),
    hasFindings: false,
  };
}

function* watched(
  pieces: Pieces,
  signal: AbortSignal,
  tell: (done: number) => void,
): Generator<Uint8Array, undefined> {
  let done = 0;
  for (const piece of pieces) {
    signal.throwIfAborted();
    yield piece;
    tell((done += 1));
  }
}
