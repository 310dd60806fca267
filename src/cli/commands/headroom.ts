/**
 * `runcast headroom`: how much more a fleet bears before a target breaks.
 */
import { didYouMean } from "../../core/input/nearest.js";
import type { HeadroomGoal, HeadroomQuestion } from "../../core/whatif/headroom/goal.js";
import { KEY_METRICS, type KeyMetric, keyMetricRule } from "../../core/whatif/keyMetrics.js";
import { pickJobs } from "../../files/jobInput.js";
import { headroom } from "../../library/whatif.js";
import { describeHeadroom } from "../../report/headroomText.js";
import { CLOCK_USAGE } from "../clockOptions.js";
import {
  CHANGE_USAGE,
  exitCode,
  FLEET_OPTIONS,
  FLEET_USAGE,
  type FleetRequest,
  METRIC_USAGE,
  readFleetRequest,
  scenarioLine,
  singleChange,
} from "../fleetRequest.js";
import { COMMON_USAGE } from "../request.js";
import { type CliIo, complain, printJson, printText } from "../terminal.js";

const OPTIONS = {
  ...FLEET_OPTIONS,
  limit: { type: "string" },
  ask: { type: "string" },
  like: { type: "string" },
} as const;

const QUESTIONS: readonly HeadroomQuestion[] = ["jobs", "slots", "durations"];

const USAGE = `How many more jobs, how few slots and how much longer sessions does the fleet bear?

  runcast headroom FILE [CHANGE...] [options]

${CHANGE_USAGE}
  --limit LIMITS       what must hold, between commas: waitP95=PT30M,stopped=0 (default: no
                       more jobs over their target than there are); any of
${METRIC_USAGE}
  --ask QUESTIONS      some of jobs, slots, durations (default all)
  --like NAME          the job of which more are added (default: all in turn)
${FLEET_USAGE}${COMMON_USAGE}
${CLOCK_USAGE}
Examples:
  runcast headroom examples/fleet.json --from 2026-01-05 --ask slots,durations
  runcast headroom examples/fleet.json --limit waitP95=PT1H --like "Mail Berlin"

Exit code: 0, 1 where the limits do not hold as it is, 2 a bad option or file.
`;

/** Runs the command and gives its exit code. */
export async function headroomCommand(args: readonly string[], io: CliIo): Promise<number> {
  const request = await readFleetRequest(args, OPTIONS, USAGE, io);
  if (typeof request === "number") return request;
  const { problems, input } = request;
  const goal = readGoal(request);
  const change = singleChange(request.changes, problems);
  if (change === undefined) return complain(problems, io);

  const result = headroom(change(request.fleet), request.span, goal);
  if (request.json) printJson({ format: "runcast.headroom/1", source: input.label, ...result }, io);
  else printText(`${scenarioLine(request)}\n\n${describeHeadroom(result)}`, io);
  return exitCode(input, !result.holds);
}

function readGoal({ values, problems, fleet }: FleetRequest<keyof typeof OPTIONS>): HeadroomGoal {
  const limits = values
    .get("limit")
    ?.split(",")
    .flatMap((text) => readLimit(text, problems));
  const ask = values
    .get("ask")
    ?.split(",")
    .flatMap((text) => {
      const question = QUESTIONS.find((known) => known === text.trim().toLowerCase());
      if (question === undefined)
        problems.push(
          `--ask: expected some of ${QUESTIONS.join(", ")}, received ` +
            `${JSON.stringify(text)}${hint(text, QUESTIONS)}`,
        );
      return question ?? [];
    });
  const wrong: string[] = [];
  const [like] = values.has("like") ? pickJobs(fleet, values.get("like"), wrong) : [];
  problems.push(...wrong.map((problem) => problem.replace("--job", "--like")));
  return {
    ...(limits === undefined ? {} : { limits: Object.fromEntries(limits) }),
    ...(ask === undefined ? {} : { ask }),
    ...(like === undefined ? {} : { like: like.id }),
  };
}

function readLimit(text: string, problems: string[]): [KeyMetric, number | string][] {
  const [name = "", value = ""] = text.split("=").map((part) => part.trim());
  const metric = KEY_METRICS.find((known) => known.toLowerCase() === name.toLowerCase());
  if (metric === undefined) {
    problems.push(
      `--limit: expected METRIC=VALUE, the metric one of ${KEY_METRICS.join(", ")}, ` +
        `received ${JSON.stringify(text)}${hint(name, KEY_METRICS)}`,
    );
    return [];
  }
  const isNumber = /^\d+(?:\.\d+)?$/.test(value);
  const isLength = keyMetricRule(metric).unit === "ms" && /^P/i.test(value);
  if (!isNumber && !isLength) {
    problems.push(
      "--limit: expected a " +
        `${keyMetricRule(metric).unit === "ms" ? "length of time such as PT30M, or ms," : "number"} for ${metric}, received ${JSON.stringify(value)}`,
    );
    return [];
  }
  return [[metric, isNumber ? Number(value) : value]];
}

function hint(text: string, known: readonly string[]): string {
  const near = didYouMean(text.trim(), known);
  return near === undefined ? "" : `; ${near}`;
}
