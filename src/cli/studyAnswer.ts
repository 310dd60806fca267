/**
 * A study as an answer: the same text and data whether it was simulated here or merged of parts.
 */
import type { ZoneTable } from "../core/time/zone.js";
import { KEY_METRICS, type KeyMetric } from "../core/whatif/keyMetrics.js";
import type { EstimatedRow, StudyRow } from "../core/whatif/sweep/study.js";
import { PART_LIMITS } from "../files/partHeader.js";
import { wrap } from "../report/kit/table.js";
import { type AnyStudy, studyText } from "../report/studyText.js";
import { choiceOption, integerOption, type OptionTable, type OptionValues } from "./arguments.js";
import type { Answer } from "./command.js";
import { METRICS_LISTED } from "./fleetRequest.js";

const USUAL_TOP = 20;
/** A table of the command line has at most so many variations. */
export const MOST_VARIATIONS = PART_LIMITS.variations;

/** How a study's table is ordered and cut. */
export const STUDY_OPTIONS = {
  by: {
    type: "string",
    value: "METRIC",
    says: `what is best (default: jobsOverTarget); one of ${METRICS_LISTED}`,
  },
  top: { type: "string", value: "N", says: `rows of the table (default: ${USUAL_TOP})` },
} as const satisfies OptionTable;

/** What the options say. */
export interface StudyLook {
  readonly by: KeyMetric;
  readonly top: number;
}

/** Reads the options; what is wrong goes to `problems`. */
export function readStudyLook(
  values: OptionValues<keyof typeof STUDY_OPTIONS>,
  problems: string[],
): StudyLook {
  const top = integerOption(values, "top", USUAL_TOP, 1, MOST_VARIATIONS, problems);
  return { by: choiceOption(values, "by", KEY_METRICS, problems) ?? "jobsOverTarget", top };
}

/**
 * The answer: `scenario` is the line above the table, `asked` what the data says of the question,
 * its `source` first.
 */
export function studyAnswer(
  study: AnyStudy,
  { by, top }: StudyLook,
  zone: ZoneTable,
  scenario: string,
  asked: object,
): Answer {
  const options = { by, most: top, moreHint: ": --top", dataIs: "In --json" };
  return {
    data: () => dataOf(study, by, asked),
    zone,
    text: (layout) =>
      [...wrap(scenario, layout.width), "", studyText(study, { ...layout, ...options })].join("\n"),
    hasFindings: !study.complete,
  };
}

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
