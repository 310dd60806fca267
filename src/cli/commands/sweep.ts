/**
 * `runcast sweep`: many variations of a fleet, best first. Progress goes to the terminal, Ctrl-C
 * prints what is finished.
 */
import { grouped } from "../../core/input/numberText.js";
import { KEY_METRICS, type KeyMetric } from "../../core/whatif/keyMetrics.js";
import { grid } from "../../core/whatif/sweep/dimensions.js";
import type { EstimatedRow, StudyRow } from "../../core/whatif/sweep/study.js";
import { clockZone } from "../../host/zones.js";
import { sweepParallel } from "../../library/sweepParallel.js";
import { counted } from "../../report/kit/words.js";
import { wrap } from "../../report/kit/table.js";
import { type AnyStudy, studyText } from "../../report/studyText.js";
import { choiceOption, integerOption, type OptionTable } from "../arguments.js";
import type { Command } from "../command.js";
import {
  CHANGE_ABOUT,
  FLEET_OPTIONS,
  METRICS_LISTED,
  MOST_SEEDS,
  readFleetRequest,
  scenarioLine,
} from "../fleetRequest.js";
import { followed, stoppedAnswer } from "../followed.js";
import { modelData } from "../modelOption.js";

const USUAL_TOP = 20;
const MOST_POINTS = 100_000;

const OPTIONS = {
  by: {
    type: "string",
    value: "METRIC",
    says: `what is best (default: jobsOverTarget); one of ${METRICS_LISTED}`,
  },
  seeds: {
    type: "string",
    value: "N",
    says:
      `under so many lucks, 2 to ${grouped(MOST_SEEDS)}, from 10 on: which are not clearly ` +
      "worse",
  },
  top: { type: "string", value: "N", says: `so many rows of the table (default: ${USUAL_TOP})` },
  workers: {
    type: "string",
    value: "N",
    says: "worker threads, 1 to 64 (default: one for each processor)",
  },
  ...FLEET_OPTIONS,
} as const satisfies OptionTable;

/** Which of many variations is best? */
export const sweepCommand: Command<typeof OPTIONS> = {
  asks: "Which of many variations is best?",
  operands: ["FILE CHANGE... [options]"],
  about: [
    "Each change has several values, between commas or as a range (1..8, 20:00..23:00, with a " +
      "step 20:00..23:00/30), and every combination is simulated, on all processors. Ctrl-C " +
      "prints what is finished.",
    ...CHANGE_ABOUT,
  ],
  options: OPTIONS,
  examples: [
    "runcast sweep examples/fleet.json dailyTime=20:00..23:00 --by peak",
    "runcast sweep examples/fleet.json proxies.slots=2,4 duration=x1,x2 --by peak",
    "runcast sweep examples/fleet.json proxy-1.threads=32..128/32 --model threads",
    "runcast sweep examples/fleet.json dailyTime=20:00..23:00 --seeds 20",
  ],
  exitCodes:
    "Exit code: 0, or 2 where an option or something in the file was wrong; 1 where it was " +
    "stopped.",
  fields: { "options.seeds": "--seeds", "options.workers": "--workers" },
  async answer(words) {
    const request = await readFleetRequest(words);
    if (request === undefined) return undefined;
    const { values, problems, notices, changes, input, fleet } = request;
    const top = integerOption(values, "top", USUAL_TOP, 1, MOST_POINTS, problems);
    const workers = integerOption(values, "workers", undefined, 1, 64, problems);
    const seeds = integerOption(values, "seeds", undefined, 2, MOST_SEEDS, problems);
    const by = values.has("by")
      ? choiceOption(values, "by", KEY_METRICS, problems)
      : "jobsOverTarget";
    const points = changes.reduce((product, { variations }) => product * variations.length, 1);
    if (changes.length === 0)
      problems.push(
        "what is to vary? Give changes with several values, such as dailyTime=20:00..23:00; " +
          "--help says more",
      );
    if (points > MOST_POINTS)
      problems.push(`at most ${grouped(MOST_POINTS)} combinations, received ${grouped(points)}`);
    if (problems.length > 0 || by === undefined) return undefined;

    const variations = grid(
      Object.fromEntries(changes.map((change) => [change.name, change.variations])),
    );
    const study = await followed(request, "variation", ({ signal, tell }): Promise<AnyStudy> =>
      sweepParallel(fleet, variations, request.span, {
        onProgress: ({ done, total }) => tell(done, total),
        signal,
        ...(workers === undefined ? {} : { workers }),
        seeds,
      }),
    );
    if (study === undefined) return stoppedAnswer("runcast.study/1", input.label, clockZone(fleet));
    notices.push(...study.notes);
    if (!study.complete)
      notices.push(
        `stopped after ${grouped(study.rows.length)} of ${counted(points, "variation")}`,
      );
    const options = { by, most: top, moreHint: ": --top", dataIs: "In --json" };
    return {
      data: () => dataOf(study, by, { source: input.label, ...modelData(request.model) }),
      zone: clockZone(fleet),
      text: (layout) =>
        [
          ...wrap(scenarioLine(request), layout.width),
          "",
          studyText(study, { ...layout, ...options }),
        ].join("\n"),
      hasFindings: !study.complete,
    };
  },
};

function dataOf(study: AnyStudy, by: KeyMetric, asked: object): object {
  const { from, to, seed, seeds, dimensions, complete } = study;
  const best: readonly (StudyRow | EstimatedRow)[] = study.best(by);
  const rows: readonly (StudyRow | EstimatedRow)[] = study.bestFirst(by);
  return {
    format: "runcast.study/1",
    ...asked,
    from,
    to,
    seed,
    seeds,
    by,
    complete,
    dimensions,
    best: best.map(({ name }) => name),
    rows: rows.map(({ name, dimensions: at, metrics }) => ({ name, dimensions: at, metrics })),
  };
}
