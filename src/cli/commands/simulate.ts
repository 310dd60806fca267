/**
 * `runcast simulate`: what really happens to the runs.
 */
import { summarize } from "../../core/simulation/summarize.js";
import type { Timeline } from "../../core/simulation/timeline.js";
import { momentAt } from "../../core/time/moments.js";
import { timelineText } from "../../report/timelineText.js";
import { CLOCK_USAGE } from "../clockOptions.js";
import { integerOption } from "../arguments.js";
import { simulate } from "../../library/simulation.js";
import { hostZone, zoneDatabaseVersion } from "../../host/zones.js";
import { type CliIo, complain, layoutFor, printJson } from "../terminal.js";
import {
  CHANGE_USAGE,
  exitCode,
  FLEET_OPTIONS,
  FLEET_USAGE,
  readFleetRequest,
  singleChange,
} from "../fleetRequest.js";
import { COMMON_USAGE } from "../request.js";

const OPTIONS = {
  ...FLEET_OPTIONS,
  jobs: { type: "string" },
  sessions: { type: "boolean" },
} as const;

const USAGE = `What really happens to the runs: how long do they wait, which are stopped, which targets break?

  runcast simulate FILE [CHANGE...] [options]

${CHANGE_USAGE}
${FLEET_USAGE}  --jobs N             so many jobs in the table, worst first (default 40)
  --sessions           with --json: every session and every missed run as well
${COMMON_USAGE}
${CLOCK_USAGE}
Examples:
  runcast simulate examples/fleet.json --from 2026-01-05
  runcast simulate jobs.json --duration PT40M --rpo PT26H --zone Europe/Berlin
  runcast simulate examples/fleet.json duration=x1.5 "SharePoint *.dailyTime=20:00"

Exit code: 0 every target is kept, 1 one is missed, 2 a bad option or file.
`;

/** Runs the command and gives its exit code. */
export async function simulateCommand(args: readonly string[], io: CliIo): Promise<number> {
  const request = await readFleetRequest(args, OPTIONS, USAGE, io);
  if (typeof request === "number") return request;
  const { values, problems, input, span } = request;
  const jobs = integerOption(values, "jobs", 40, 1, 100_000, problems);
  const change = singleChange(request.changes, problems);
  if (change === undefined) return complain(problems, io);

  const keepsAll = request.json && values.has("sessions");
  const timeline = simulate(change(request.fleet), { ...span, keep: keepsAll ? "all" : "summary" });
  const summary = summarize(timeline);
  if (request.json) printJson(dataOf(timeline, input.label, keepsAll), io);
  else {
    const zone = hostZone(timeline.fleet.clock?.zone ?? "UTC");
    io.stdout.write(
      `${timelineText(summary, { ...layoutFor(io), zone, jobs, source: sourceText(input.label, request.operands.slice(1)) })}\n`,
    );
  }
  return exitCode(input, summary.fleet.jobsOverTarget.length > 0);
}

/** The file, and what was changed in it. */
function sourceText(label: string, changes: readonly string[]): string {
  return changes.length === 0 ? label : `${label} with ${changes.join(" ")}`;
}

function dataOf(timeline: Timeline, source: string, withSessions: boolean): object {
  const zone = hostZone(timeline.fleet.clock?.zone ?? "UTC");
  return {
    format: "runcast.simulation/1",
    source,
    zone: zone.name,
    zoneDatabase: zoneDatabaseVersion,
    from: momentAt(zone, timeline.span.from),
    to: momentAt(zone, timeline.span.to),
    seed: timeline.span.seed,
    rules: timeline.rules,
    summary: summarize(timeline),
    ...(withSessions ? { sessions: [...timeline.rows()], missed: [...timeline.missedRows()] } : {}),
  };
}
