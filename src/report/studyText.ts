/**
 * A study as a table: where on the grid each variation stands, then its numbers, the one that ranks
 * first.
 *
 * A column in which all rows agree says nothing: it is left out of the table and told once below
 * it. Under several seeds the numbers are means, and below stands which rows are not clearly worse
 * than the best; under one they are what happened under it, and the title says so (R35).
 */
import { grouped } from "../core/input/numberText.js";
import { FEWEST_FOR_A_VERDICT } from "../core/whatif/evidence.js";
import { KEY_METRICS, type KeyMetric, keyMetricRule } from "../core/whatif/keyMetrics.js";
import type { EstimatedRow, Study, StudyRow } from "../core/whatif/sweep/study.js";
import { noVerdictText } from "./changeWords.js";
import { type Paint, PLAIN } from "./kit/style.js";
import { clean } from "./kit/safe.js";
import {
  countCell,
  cut,
  displayWidth,
  labelled,
  lengthCell,
  numberTable,
  padEnd,
  shareCell,
  wrap,
} from "./kit/table.js";
import { counted, listed } from "./kit/words.js";
import { keysOf } from "../core/input/ownShape.js";
import { checkText } from "./kit/textOptions.js";

/** What a study's table shows. */
export interface StudyTextOptions {
  /**
   * The rows best first by this metric, which is then the first column; default: in the order of
   * the variations.
   */
  readonly by?: KeyMetric;
  /** At most so many rows, default all. */
  readonly most?: number;
  /** Columns of the text, default 120. */
  readonly width?: number;
}

/** The keys of these options. */
export const STUDY_TEXT_KEYS = keysOf<StudyTextOptions>({ by: true, most: true, width: true });

/** A study under one seed, or under several. */
export type AnyStudy = Study | Study<EstimatedRow>;
type AnyRow = StudyRow | EstimatedRow;

/** What a terminal adds to it: colours, and where the rest is to be had. */
export interface StudyLayout extends StudyTextOptions {
  readonly paint?: Paint;
  /** After the number of rows that are left out. */
  readonly moreHint?: string;
  /** Where the metrics are for which there was no room. */
  readonly dataIs?: string;
}

const INDENT = 2;
const DIMENSION_WIDTH = 28;

/**
 * A study as a table in lines of text; lengths of time in hours and minutes, a dot for nothing.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const common = { policy, proxyId: "proxy", workload: { duration: "PT45M" } };
 * const jobs = ["mail", "sites"].map((id) => ({ ...common, id }));
 * const night = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 6, 12) };
 * const fleet = { jobs, proxies: [{ id: "proxy", slots: 1 }] };
 * const study = sweep(fleet, slots("proxy", [1, 2]), night);
 * describeStudy(study, { by: "waitMax" }).split("\n")[0] // => "2 variations under one seed, best first by longest wait"
 * ```
 */
export function describeStudy(study: AnyStudy, options: StudyTextOptions = {}): string {
  // The order is asked of the study itself, which a copy can't be.
  const asked = options?.by === undefined ? [] : ["bestFirst"];
  const given = {
    path: "study",
    value: study,
    parts: ["rows", "dimensions", "complete", ...asked],
  };
  checkText(given, "a study, as sweep gives it", options, STUDY_TEXT_KEYS);
  return studyText(study, options);
}

/** The same for a terminal: without a line feed at the end. */
export function studyText(
  study: AnyStudy,
  {
    by,
    most = Infinity,
    width = 120,
    paint = PLAIN,
    moreHint = "",
    dataIs = "In the data",
  }: StudyLayout,
): string {
  const ranked: readonly AnyRow[] = by === undefined ? study.rows : study.bestFirst(by);
  if (ranked.length === 0) return paint.strong("No variation was finished.");
  const seeds = study.seeds.length;
  const title =
    counted(ranked.length, "variation") +
    (study.complete ? "" : " finished before the sweep was stopped") +
    (seeds === 1 ? " under one seed" : ` under ${counted(seeds, "seed")}`) +
    (by === undefined ? "" : `, best first by ${keyMetricRule(by).label}`) +
    (seeds === 1 ? "" : ": means over the seeds");
  const rows = ranked.slice(0, most);
  const varied = KEY_METRICS.filter((metric) =>
    ranked.some((row) => valueOf(row, metric) !== valueOf(ranked[0]!, metric)),
  );
  const places = placeTable(study, rows);
  const columns = [...(by === undefined ? [] : [by]), ...varied.filter((metric) => metric !== by)];
  const reaches = by === undefined || seeds === 1 ? [] : rows.map((row) => reachOf(row, by));
  const room = width - INDENT - displayWidth(places[0]!) - (reaches.length > 0 ? REACH_WIDTH : 0);
  const shown = fitting(columns, rows, room);
  const numbers = rows.map((row, index) => {
    const [first = "", ...others] = shown.map((metric) => cellOf(row, metric));
    return [first, ...reaches.slice(index, index + 1), ...others];
  });
  const [firstHead = "", ...otherHeads] = shown.map(headOf);
  const [head = "", ...lines] = numberTable(
    [places[0]!, firstHead, ...(reaches.length > 0 ? ["\u00b1"] : []), ...otherHeads],
    numbers.map((cells, index) => [places[index + 1]!, ...cells]),
    width,
    INDENT,
  );
  const rest = ranked.length - rows.length;
  return [
    ...wrap(title, width).map(paint.strong),
    "",
    paint.faint(head),
    ...lines,
    ...(rest === 0 ? [] : [`  ... and ${counted(rest, "more variation")}${moreHint}`]),
    ...bestLines(study, by, width),
    ...footer(ranked, varied, shown, width, dataIs).map(paint.faint),
  ].join("\n");
}

/** So many of the best are named. */
const MOST_NAMED = 10;
/** What the column of half intervals takes at most. */
const REACH_WIDTH = 10;

/** Which rows are not clearly worse than the best; nothing where only one seed was looked at. */
function bestLines(study: AnyStudy, by: KeyMetric | undefined, width: number): string[] {
  const seeds = study.seeds.length;
  if (by === undefined || seeds === 1 || study.rows.length < 2) return [];
  if (seeds < FEWEST_FOR_A_VERDICT)
    return labelled("", wrap(noVerdictText(seeds), width - INDENT), 0, INDENT);
  const best: readonly AnyRow[] = study.best(by);
  const named = best.slice(0, MOST_NAMED).map(({ name }) => clean(name));
  const rest = best.length - named.length;
  const text =
    best.length === study.rows.length
      ? "None is clearly worse than the best."
      : best.length === 1
        ? `All others are clearly worse than the best: ${named[0]!}.`
        : `Not clearly worse than the best: ${named.join("; ")}` +
          `${rest > 0 ? `; and ${grouped(rest)} more` : ""}.`;
  return labelled("", wrap(text, width - INDENT), 0, INDENT);
}

/** A number of a row; under several seeds its mean. */
function valueOf({ metrics }: AnyRow, metric: KeyMetric): number {
  const value = metrics[metric];
  return typeof value === "number" ? value : value.mean;
}

/** Half the confidence interval of a row's mean. */
function reachOf({ metrics }: AnyRow, metric: KeyMetric): string {
  const value = metrics[metric];
  return typeof value === "number" ? "" : cellIn(metric, (value.high - value.low) / 2);
}

/**
 * The dimensions of each row in columns of their own, under their names; a variation that stands on
 * no grid by its name.
 */
function placeTable({ dimensions }: AnyStudy, rows: readonly AnyRow[]): string[] {
  const table = [
    [...dimensions],
    ...rows.map((row) => dimensions.map((dimension) => row.dimensions[dimension] ?? "")),
  ];
  if (dimensions.length === 0)
    table.forEach((cells, index) => cells.push(index === 0 ? "Variation" : rows[index - 1]!.name));
  const cells = table.map((line) => line.map((text) => cut(clean(text), DIMENSION_WIDTH)));
  const widths = cells[0]!.map((_, column) =>
    cells.reduce((most, line) => Math.max(most, displayWidth(line[column]!)), 0),
  );
  return cells.map((line) => line.map((text, column) => padEnd(text, widths[column]!)).join("  "));
}

/** The metrics that fit beside each other in so many columns; the first one always. */
function fitting(
  metrics: readonly KeyMetric[],
  rows: readonly AnyRow[],
  room: number,
): KeyMetric[] {
  let left = room;
  return metrics.filter((metric, index) => {
    left -=
      rows.reduce(
        (most, row) => Math.max(most, displayWidth(cellOf(row, metric))),
        displayWidth(headOf(metric)),
      ) + 2;
    return index === 0 || left >= 0;
  });
}

function headOf(metric: KeyMetric): string {
  const { label } = keyMetricRule(metric);
  return label.charAt(0).toUpperCase() + label.slice(1);
}

function cellOf(row: AnyRow, metric: KeyMetric): string {
  return cellIn(metric, valueOf(row, metric));
}

function cellIn(metric: KeyMetric, value: number): string {
  const { unit } = keyMetricRule(metric);
  if (unit === "ms") return lengthCell(value);
  if (unit === "share") return shareCell(value);
  return Number.isInteger(value) ? countCell(value) : grouped(value, 2);
}

/** What is not in the table: what is alike in all rows, and what had no room. */
function footer(
  rows: readonly AnyRow[],
  varied: readonly KeyMetric[],
  shown: readonly KeyMetric[],
  width: number,
  dataIs: string,
): string[] {
  const alike = KEY_METRICS.filter(
    (metric) =>
      !varied.includes(metric) &&
      !shown.includes(metric) &&
      valueOf(rows[0]!, metric) !== keyMetricRule(metric).none,
  );
  const cut = varied
    .filter((metric) => !shown.includes(metric))
    .map((metric) => keyMetricRule(metric).label);
  const texts = ["Lengths of time in h:mm."];
  if (rows.length > 1 && alike.length > 0) {
    const told = alike.map(
      (metric) => `${keyMetricRule(metric).label} ${cellOf(rows[0]!, metric)}`,
    );
    texts.push(`The same in all: ${listed(told)}.`);
  }
  if (cut.length > 0)
    texts.push(`${dataIs} as well: ${grouped(cut.length)} more (${cut.join(", ")}).`);
  return labelled(
    "",
    texts.flatMap((text) => wrap(text, width - INDENT)),
    0,
    INDENT,
  );
}
