/**
 * `runcast headroom`: how much more a fleet bears before limits break.
 */
import { grouped } from "../../core/input/numberText.js";
import { formatIssue, type Issue } from "../../core/input/issues.js";
import { readTypedLength } from "../../core/time/duration.js";
import type { Fleet } from "../../core/simulation/fleet.js";
import {
  type Headroom,
  HEADROOM_QUESTIONS,
  type HeadroomGoal,
  USUAL_SEEDS,
  USUAL_SHARE,
  usualQuestions,
} from "../../core/whatif/headroom/goal.js";
import { KEY_METRICS, type KeyMetric, keyMetricRule } from "../../core/whatif/keyMetrics.js";
import { pickJobs } from "../../files/jobInput.js";
import { clockZone } from "../../host/zones.js";
import { headroomAsync } from "../../library/asyncForms.js";
import { describeHeadroom } from "../../report/headroomText.js";
import { choicesOption, integerOption, nearHint, type OptionTable } from "../arguments.js";
import type { Command } from "../command.js";
import {
  CHANGE_ABOUT,
  FLEET_OPTIONS,
  type FleetRequest,
  METRICS_LISTED,
  MOST_SEEDS,
  readFleetRequest,
  scenarioLine,
  singleChange,
} from "../fleetRequest.js";
import { followed, stoppedAnswer } from "../followed.js";
import { modelData } from "../modelOption.js";
import { fitted } from "../printer.js";

const OPTIONS = {
  limit: {
    type: "string",
    value: "LIMITS",
    says:
      "what must hold, between commas: waitP95=30m,stopped=0 (default: no more jobs over their " +
      `target than it has as it is, seed by seed); any of ${METRICS_LISTED}`,
  },
  ask: {
    type: "string",
    value: "QUESTIONS",
    says: "some of jobs, slots, threads, durations (default: all; threads where there are any)",
  },
  like: {
    type: "string",
    value: "NAME",
    says: "the job of which more are added (default: all in turn)",
  },
  seeds: {
    type: "string",
    value: "N",
    says: `how many seeds it is tried on, 2 to ${grouped(MOST_SEEDS)} (default: ${USUAL_SEEDS})`,
  },
  share: {
    type: "string",
    value: "S",
    says: `the share of them under which the limits must hold, up to 1 (default: ${USUAL_SHARE})`,
  },
  ...FLEET_OPTIONS,
} as const satisfies OptionTable;

/** How much more does a fleet bear? */
export const headroomCommand: Command<typeof OPTIONS> = {
  asks:
    "How many more jobs, how few slots or threads and how much longer sessions does the fleet " +
    "bear?",
  operands: ["FILE [CHANGE...] [options]"],
  about: CHANGE_ABOUT,
  options: OPTIONS,
  examples: [
    "runcast headroom examples/fleet.json --from 2026-01-05 --ask slots,durations",
    "runcast headroom examples/fleet.json --limit waitMax=1h --like mail-board",
    "runcast headroom examples/fleet.json --seeds 100 --share 0.9",
  ],
  exitCodes:
    "Exit code: 0, 1 where the limits do not hold under enough seeds as it is, or it was " +
    "stopped, 2 a bad option or file.",
  fields: {
    "goal.limits": "--limit",
    "goal.ask": "--ask",
    "goal.like": "--like",
    "goal.seeds": "--seeds",
    "goal.share": "--share",
  },
  async answer(words) {
    const request = await readFleetRequest(words);
    if (request === undefined) return undefined;
    const { problems, input, fleet } = request;
    const goal = readGoal(request);
    const change = singleChange(request.changes, problems);
    if (change === undefined) return undefined;
    const { found, complete } = await find(request, change(fleet), goal);
    const zone = clockZone(fleet);
    if (found === undefined) return stoppedAnswer("runcast.headroom/1", input.label, zone);
    return {
      data: () => ({
        format: "runcast.headroom/1",
        source: input.label,
        ...modelData(request.model),
        complete,
        ...found,
      }),
      zone,
      text: (layout) => fitted(`${scenarioLine(request)}\n\n${describeHeadroom(found)}`, layout),
      hasFindings: !found.holds || !complete,
    };
  },
};

function readGoal({ values, problems, fleet }: FleetRequest<keyof typeof OPTIONS>): HeadroomGoal {
  const limits = values
    .get("limit")
    ?.split(",")
    .flatMap((text) => readLimit(text, problems));
  const ask = choicesOption(values, "ask", HEADROOM_QUESTIONS, problems);
  const [like, ...alike] = values.has("like")
    ? pickJobs(fleet, values.get("like"), problems, "--like")
    : [];
  if (alike.length > 0)
    problems.push(`--like: one job is expected, received a name of ${alike.length + 1}`);
  const share = readShare(values.get("share"), problems);
  return {
    seeds: integerOption(values, "seeds", USUAL_SEEDS, 2, MOST_SEEDS, problems),
    ...(share === undefined ? {} : { share }),
    ...(limits === undefined ? {} : { limits: Object.fromEntries(limits) }),
    ...(ask === undefined ? {} : { ask }),
    ...(like === undefined ? {} : { like: like.id }),
  };
}

function readShare(text: string | undefined, problems: string[]): number | undefined {
  if (text === undefined) return undefined;
  const share = /^(?:0?\.\d+|1(?:\.0*)?)$/.test(text.trim()) ? Number(text) : 0;
  if (share > 0) return share;
  problems.push(
    `--share: expected a share above 0, up to 1, such as 0.9, received ${JSON.stringify(text)}`,
  );
  return undefined;
}

/**
 * Asks one question after the other, each of which stands alone: what was asked to its end when
 * somebody wants out is found.
 */
async function find(
  request: FleetRequest<string>,
  fleet: Fleet,
  goal: HeadroomGoal,
): Promise<{ readonly found?: Headroom; readonly complete: boolean }> {
  const asked = goal.ask ?? usualQuestions(fleet);
  const questions = HEADROOM_QUESTIONS.filter((question) => asked.includes(question));
  let found: Headroom | undefined;
  for (const question of questions) {
    const before = found?.simulations ?? 0;
    const own = await followed(request, "simulation", ({ signal, tell }) =>
      headroomAsync(
        fleet,
        request.span,
        { ...goal, ask: [question] },
        {
          signal,
          onProgress: (done) => tell(before + done),
        },
      ),
    );
    if (own === undefined) return { ...(found && { found }), complete: false };
    found = { ...found, ...own, simulations: before + own.simulations };
    if (!own.holds) break;
  }
  return { ...(found && { found }), complete: true };
}

function readLimit(text: string, problems: string[]): [KeyMetric, number][] {
  const [name = "", value = ""] = text.split("=").map((part) => part.trim());
  const metric = KEY_METRICS.find((known) => known.toLowerCase() === name.toLowerCase());
  if (metric === undefined) {
    problems.push(
      `--limit: expected METRIC=VALUE, the metric one of ${METRICS_LISTED}, ` +
        `received ${JSON.stringify(text)}${nearHint(name, KEY_METRICS)}`,
    );
    return [];
  }
  if (keyMetricRule(metric).unit === "ms") {
    const issues: Issue[] = [];
    const ms = readTypedLength(value, `--limit ${metric}`, "m", issues);
    problems.push(...issues.map(formatIssue));
    return ms === undefined ? [] : [[metric, ms]];
  }
  if (/^\d+(?:\.\d+)?$/.test(value)) return [[metric, Number(value)]];
  problems.push(`--limit ${metric}: expected a number, received ${JSON.stringify(value)}`);
  return [];
}
