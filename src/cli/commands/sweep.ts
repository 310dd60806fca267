/**
 * `runcast sweep`: many variations of a fleet, best first. Progress goes to the terminal, Ctrl-C
 * prints what is finished.
 */
import { didYouMean } from "../../core/input/nearest.js";
import { grid } from "../../core/whatif/sweep/dimensions.js";
import { KEY_METRICS, type KeyMetric } from "../../core/whatif/keyMetrics.js";
import type { Study, Variations } from "../../core/whatif/sweep/study.js";
import { studyText } from "../../report/studyText.js";
import { counted } from "../../report/kit/words.js";
import { CLOCK_USAGE } from "../clockOptions.js";
import { integerOption } from "../arguments.js";
import { sweepParallel } from "../../library/sweepParallel.js";
import { type CliIo, complain, layoutFor, printJson, printLines } from "../terminal.js";
import {
  CHANGE_USAGE,
  exitCode,
  FLEET_OPTIONS,
  FLEET_USAGE,
  type FleetRequest,
  METRIC_USAGE,
  readFleetRequest,
  scenarioLine,
} from "../fleetRequest.js";
import { COMMON_USAGE } from "../request.js";

const OPTIONS = {
  ...FLEET_OPTIONS,
  by: { type: "string" },
  top: { type: "string" },
  workers: { type: "string" },
} as const;
const USUAL_TOP = 20;
const MOST_POINTS = 100_000;

const USAGE = `Which of many variations is best?

  runcast sweep FILE CHANGE... [options]

Each change has several values, between commas or as a range (1..8, 20:00..23:00, with a step
20:00..23:00/30), and every combination is simulated, on all processors. Ctrl-C prints what is
finished.

${CHANGE_USAGE}
  --by METRIC          what is best (default jobsOverTarget); one of
${METRIC_USAGE}
  --top N              so many rows of the table (default ${USUAL_TOP})
  --workers N          worker threads, 1 to 64 (default: one for each processor)
${FLEET_USAGE}${COMMON_USAGE}
${CLOCK_USAGE}
Examples:
  runcast sweep examples/fleet.json dailyTime=20:00..23:00 --by peak --from 2026-01-05
  runcast sweep examples/fleet.json proxies.slots=2,4,6 duration=x1,x1.5,x2 --by waitP95

Exit code: 0, or 2 where an option or something in the file was wrong; 1 where it was stopped.
`;

/** Runs the command and gives its exit code. */
export async function sweepCommand(args: readonly string[], io: CliIo): Promise<number> {
  const request = await readFleetRequest(args, OPTIONS, USAGE, io);
  if (typeof request === "number") return request;
  const { values, problems, changes, input } = request;
  const top = integerOption(values, "top", USUAL_TOP, 1, MOST_POINTS, problems);
  const workers = values.has("workers")
    ? integerOption(values, "workers", 1, 1, 64, problems)
    : undefined;
  const by = readMetric(values.get("by"), problems);
  const points = changes.reduce(
    (product, { variations }) => product * Object.keys(variations).length,
    1,
  );
  if (changes.length === 0)
    problems.push(
      "what is to vary? Give changes with several values, such as dailyTime=20:00..23:00; " +
        "--help says more",
    );
  if (points > MOST_POINTS)
    problems.push(`at most ${MOST_POINTS} combinations, received ${points}`);
  if (problems.length > 0 || by === undefined) return complain(problems, io);

  const variations = grid(
    Object.fromEntries(changes.map((change) => [change.name, change.variations])),
  );
  const study = await runSweep(request, variations, workers, io);
  if (!study.complete)
    io.stderr.write(`stopped after ${study.rows.length} of ${counted(points, "variation")}\n`);
  if (request.json) printJson(dataOf(study, by, input.label), io);
  else
    printLines(
      [
        scenarioLine(request),
        "",
        studyText(study, {
          ...layoutFor(io),
          by,
          most: top,
          moreHint: ": --top",
          dataIs: "In --json",
        }),
      ],
      io,
    );
  return exitCode(input, !study.complete);
}

function readMetric(text: string | undefined, problems: string[]): KeyMetric | undefined {
  if (text === undefined) return "jobsOverTarget";
  const metric = KEY_METRICS.find((known) => known.toLowerCase() === text.trim().toLowerCase());
  if (metric === undefined)
    problems.push(
      `--by: expected one of ${KEY_METRICS.join(", ")}, received ` +
        `${JSON.stringify(text)}${hint(text)}`,
    );
  return metric;
}

function hint(text: string): string {
  const near = didYouMean(text, KEY_METRICS);
  return near === undefined ? "" : `; ${near}`;
}

async function runSweep(
  { fleet, span }: FleetRequest<string>,
  variations: Variations,
  workers: number | undefined,
  io: CliIo,
): Promise<Study> {
  const stop = new AbortController();
  const release = io.onInterrupt(() => stop.abort());
  let shown = 0;
  const onProgress = ({ done, total }: { readonly done: number; readonly total: number }): void => {
    const text = `\r${done} of ${total}`;
    shown = text.length;
    if (io.errIsTerminal) io.stderr.write(text);
  };
  try {
    return await sweepParallel(fleet, variations, span, {
      onProgress,
      signal: stop.signal,
      ...(workers === undefined ? {} : { workers }),
    });
  } finally {
    release();
    if (io.errIsTerminal && shown > 0) io.stderr.write(`\r${" ".repeat(shown)}\r`);
  }
}

function dataOf(study: Study, by: KeyMetric, source: string): object {
  const { from, to, seed, dimensions, complete } = study;
  return {
    format: "runcast.study/1",
    source,
    from,
    to,
    seed,
    by,
    complete,
    dimensions,
    rows: study
      .bestFirst(by)
      .map(({ name, dimensions: at, metrics }) => ({ name, dimensions: at, metrics })),
  };
}
