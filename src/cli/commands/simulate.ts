/**
 * `runcast simulate`: what really happens to the runs.
 */
import { summarize } from "../../core/simulation/summarize.js";
import type { Timeline } from "../../core/simulation/timeline.js";
import { momentAt } from "../../core/time/moments.js";
import type { ZoneTable } from "../../core/time/zone.js";
import { pickJobs } from "../../files/jobInput.js";
import { clockZone, hostZone, zoneDatabaseVersion } from "../../host/zones.js";
import { simulate } from "../../library/simulation.js";
import { sessionsText } from "../../report/sessionsText.js";
import { timelineText } from "../../report/timelineText.js";
import { integerOption, type OptionTable } from "../arguments.js";
import { CHARTS_OPTION, chartsBelow } from "../chartsOption.js";
import type { Command } from "../command.js";
import {
  CHANGE_ABOUT,
  FLEET_OPTIONS,
  readFleetRequest,
  singleChange,
  TOLD_JOB_OPTION,
} from "../fleetRequest.js";
import { modelData, modelLabel } from "../modelOption.js";

const OPTIONS = {
  ...FLEET_OPTIONS,
  jobs: {
    type: "string",
    value: "N",
    says: "rows of the table of jobs, worst first; 0 for no table (default: 40)",
  },
  rows: {
    type: "boolean",
    says: "every session and every missed run as well, as --sessions without a FILE",
  },
  sessions: { ...FLEET_OPTIONS.sessions, standsAlone: true },
  ...CHARTS_OPTION,
  ...TOLD_JOB_OPTION,
} as const satisfies OptionTable;

/** What really happens to the runs? */
export const simulateCommand: Command<typeof OPTIONS> = {
  asks:
    "What really happens to the runs: how long do they wait, which are stopped, which targets " +
    "break?",
  operands: ["FILE [CHANGE...] [options]"],
  about: CHANGE_ABOUT,
  options: OPTIONS,
  examples: [
    "runcast simulate examples/fleet.json --from 2026-01-05",
    "runcast simulate jobs.json --duration 40m --rpo 26h --zone Europe/Berlin",
    "runcast simulate jobs.json --sessions sessions.json --proxies proxies.json",
    'runcast simulate examples/fleet.json duration=x1.5 "Mail *.dailyTime=20:00"',
    "runcast simulate examples/fleet.json full=6h proxy-1.outage=2026-01-07/6h",
    "runcast simulate examples/fleet.json --charts",
  ],
  exitCodes: "Exit code: 0 no target is missed, 1 one is, 2 a bad option or file.",
  async answer(words) {
    const request = await readFleetRequest(words);
    if (request === undefined) return undefined;
    const { values, problems, input, span, operands } = request;
    const jobs = integerOption(values, "jobs", 40, 0, 100_000, problems);
    const change = singleChange(request.changes, problems);
    const told = pickJobs(request.fleet, values.get("job"), problems);
    if (change === undefined || problems.length > 0) return undefined;
    const withSessions = values.has("rows") || values.all("sessions").includes("");
    const withCharts = values.has("charts") && !words.json;
    const timeline = simulate(change(request.fleet), {
      ...span,
      keep: withSessions || withCharts ? "all" : "summary",
    });
    const summary = summarize(timeline);
    const slowness = timeline.slowness();
    const ids = new Set(told.map(({ id }) => id));
    const zone = clockZone(timeline.fleet);
    const changed = [modelLabel(request.model), ...operands.slice(1)].filter(Boolean);
    const source = sourceText(input.label, changed);
    const asked = { source: input.label, ...modelData(request.model) };
    return {
      data: () => ({
        ...dataOf(timeline, zone, asked, ids, withSessions),
        ...(slowness.length === 0 ? {} : { slowness: slowness.filter(({ job }) => ids.has(job)) }),
      }),
      zone,
      text: (layout) =>
        [
          timelineText(summary, { ...layout, zone, jobs, source, told: ids, slowness }),
          ...(withSessions
            ? [
                sessionsText(timeline.rows(), timeline.missedRows(), {
                  ...layout,
                  zone,
                  jobs: told,
                }),
              ]
            : []),
          ...(withCharts
            ? [chartsBelow(timeline, layout, values.has("job") ? ids : undefined)]
            : []),
        ].join("\n\n"),
      hasFindings: summary.fleet.jobsOverTarget.length > 0,
    };
  },
};

/** The file, and what was changed in it. */
function sourceText(label: string, changes: readonly string[]): string {
  return changes.length === 0 ? label : `${label} with ${changes.join(" ")}`;
}

function dataOf(
  timeline: Timeline,
  zone: ZoneTable,
  asked: object,
  told: ReadonlySet<string>,
  withSessions: boolean,
): object {
  const { span, rules } = timeline;
  const summary = summarize(timeline);
  return {
    format: "runcast.simulation/1",
    ...asked,
    zone: zone.name,
    zoneDatabase: zoneDatabaseVersion,
    from: span.from,
    to: span.to,
    seed: span.seed,
    rules,
    summary: { ...summary, jobs: summary.jobs.filter(({ id }) => told.has(id)) },
    ...(withSessions ? rowsOf(timeline, zone, told) : {}),
  };
}

/** Every session and every missed run, each on the clock of its job. */
function rowsOf(timeline: Timeline, zone: ZoneTable, told: ReadonlySet<string>): object {
  const own = new Map(
    timeline.fleet.jobs.flatMap(({ id, clock }) =>
      clock?.zone === undefined ? [] : [[id, hostZone(clock.zone)]],
    ),
  );
  const at = (job: string, instant: number): object => momentAt(own.get(job) ?? zone, instant);
  return {
    sessions: Array.from(timeline.rows())
      .filter(({ job }) => told.has(job))
      .map(({ job, nominal, start, end, ...rest }) => ({
        job,
        nominal: at(job, nominal),
        start: at(job, start),
        end: at(job, end),
        ...rest,
      })),
    missed: Array.from(timeline.missedRows())
      .filter(({ job }) => told.has(job))
      .map(({ job, nominal, reason }) => ({ job, nominal: at(job, nominal), reason })),
  };
}
