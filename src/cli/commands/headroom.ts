/**
 * `runcast headroom`: how much more a fleet bears before a target breaks.
 */
import type { HeadroomGoal, HeadroomQuestion } from "../../core/whatif/headroom/goal.js";
import { KEY_METRICS, type KeyMetric, keyMetricRule } from "../../core/whatif/keyMetrics.js";
import { pickJobs } from "../../files/jobInput.js";
import { hostZone } from "../../host/zones.js";
import { headroom } from "../../library/whatif.js";
import { describeHeadroom } from "../../report/headroomText.js";
import { choicesOption, nearHint, type OptionTable } from "../arguments.js";
import type { Command } from "../command.js";
import {
  CHANGE_ABOUT,
  FLEET_OPTIONS,
  type FleetRequest,
  METRICS_LISTED,
  readFleetRequest,
  scenarioLine,
  singleChange,
} from "../fleetRequest.js";
import { fitted } from "../printer.js";

const QUESTIONS: readonly HeadroomQuestion[] = ["jobs", "slots", "durations"];

const OPTIONS = {
  limit: {
    type: "string",
    value: "LIMITS",
    says:
      "what must hold, between commas: waitP95=PT30M,stopped=0 (default: no more jobs over their " +
      `target than there are); any of ${METRICS_LISTED}`,
  },
  ask: {
    type: "string",
    value: "QUESTIONS",
    says: "some of jobs, slots, durations (default: all)",
  },
  like: {
    type: "string",
    value: "NAME",
    says: "the job of which more are added (default: all in turn)",
  },
  ...FLEET_OPTIONS,
} as const satisfies OptionTable;

/** How much more does a fleet bear? */
export const headroomCommand: Command<typeof OPTIONS> = {
  asks: "How many more jobs, how few slots and how much longer sessions does the fleet bear?",
  operands: ["FILE [CHANGE...] [options]"],
  about: CHANGE_ABOUT,
  options: OPTIONS,
  examples: [
    "runcast headroom examples/fleet.json --from 2026-01-05 --ask slots,durations",
    "runcast headroom examples/fleet.json --limit waitMax=PT1H --like mail-board",
  ],
  exitCodes: "Exit code: 0, 1 where the limits do not hold as it is, 2 a bad option or file.",
  async answer(words) {
    const request = await readFleetRequest(words);
    if (request === undefined) return undefined;
    const { problems, input, fleet, span } = request;
    const goal = readGoal(request);
    const change = singleChange(request.changes, problems);
    if (change === undefined) return undefined;
    const result = headroom(change(fleet), span, goal);
    return {
      data: { format: "runcast.headroom/1", source: input.label, ...result },
      zone: hostZone(fleet.clock?.zone ?? "UTC"),
      text: (layout) => fitted(`${scenarioLine(request)}\n\n${describeHeadroom(result)}`, layout),
      hasFindings: !result.holds,
    };
  },
};

function readGoal({ values, problems, fleet }: FleetRequest<keyof typeof OPTIONS>): HeadroomGoal {
  const limits = values
    .get("limit")
    ?.split(",")
    .flatMap((text) => readLimit(text, problems));
  const ask = choicesOption(values, "ask", QUESTIONS, problems);
  const [like] = values.has("like") ? pickJobs(fleet, values.get("like"), problems, "--like") : [];
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
      `--limit: expected METRIC=VALUE, the metric one of ${METRICS_LISTED}, ` +
        `received ${JSON.stringify(text)}${nearHint(name, KEY_METRICS)}`,
    );
    return [];
  }
  const isTime = keyMetricRule(metric).unit === "ms";
  const isNumber = /^\d+(?:\.\d+)?$/.test(value);
  if (isNumber) return [[metric, Number(value)]];
  if (isTime && /^P/i.test(value)) return [[metric, value]];
  const expected = isTime ? "length of time such as PT30M, or ms," : "number";
  problems.push(`--limit: expected a ${expected} for ${metric}, received ${JSON.stringify(value)}`);
  return [];
}
