/**
 * Load over time as bars of characters: each column is a stretch of time, dark as far as its mean
 * and light as far as the most in it.
 *
 * Where there is a limit, its line stands at its height: what is above the line is more than there
 * is. Values are those of the chart (R40).
 */
import { grouped } from "../../core/input/numberText.js";
import type { LoadChart, LoadFigures, LoadLine, SideName } from "../charts/chart.js";
import { BARS, wrapWhole } from "../heatMap.js";
import { clean } from "../kit/safe.js";
import type { Paint } from "../kit/style.js";
import { displayWidth, padStart, wrap } from "../kit/table.js";
import { counted } from "../kit/words.js";
import { axisOf, type Columns, columnsOf, minuteOn, partIn } from "./timeAxis.js";

/** How charts are laid out in a terminal. */
export interface ChartLayout {
  /** Columns, 40 at least. */
  readonly width: number;
  readonly paint: Paint;
}

const ROWS = 6;
/** Up to so many at most a row is one of them. */
const MOST_SINGLE = 8;
const INDENT = 2;
const FULL = BARS.at(-1)!;
const LIGHT = "\u2591";
const LINE = "\u2500";
const EDGE = "\u2502";
const CORNER = "\u2514";

/** The lines that are nearest to their limit, most of it first; of what has none there is none. */
export function pressedLines({ lines }: LoadChart, most: number): LoadLine[] {
  const shareOf = ({ sides }: LoadLine, of: "peak" | "meanOfSpan"): number =>
    Math.max(...sides.map((figures) => figures[of] / figures.capacity));
  return lines
    .filter((line) => shareOf(line, "peak") > 0)
    .sort(
      (a, b) =>
        shareOf(b, "peak") - shareOf(a, "peak") ||
        shareOf(b, "meanOfSpan") - shareOf(a, "meanOfSpan"),
    )
    .slice(0, most);
}

/**
 * One line of load, both sides one under the other on the same axes; nothing where nothing runs, or
 * rows were not kept.
 */
export function loadBars(
  { span }: Pick<LoadChart, "span">,
  line: LoadLine,
  { width, paint }: ChartLayout,
): string[] {
  const drawn = line.sides.filter(({ at }) => at.length > 0);
  if (drawn.every(({ peak }) => peak === 0)) return [];
  const scales = drawn.map((figures) => rowsOf(figures, drawn));
  const labelWidth = Math.max(...scales.flat().map(({ label }) => displayWidth(label)));
  const columns: Columns = { span, count: width - INDENT - labelWidth - 2 };
  const indent = " ".repeat(INDENT);
  const axis = axisOf(columns);
  const pictures = drawn.map((figures, side) => {
    const [tops, means] = [columnTops(figures, columns), columnMeans(figures, columns)];
    return scales[side]!.map((row) => ({
      row,
      bars: Array.from(tops, (top, column) => cellOf(top, means[column]!, row))
        .join("")
        .trimEnd(),
    }));
  });
  const hasLight = pictures.flat().some(({ bars }) => bars.includes(LIGHT));
  const notes = [
    ...(hasLight ? [`${FULL} = on average`, `${LIGHT} = at most`] : []),
    ...axis.notes,
  ];
  return [
    ...drawn.flatMap((figures, side) => [
      ...(side > 0 ? [""] : []),
      ...wrap(titleOf(line, figures, span.clock), width).map(paint.strong),
      ...pictures[side]!.map(({ row, bars }) => {
        const isOver = row.kind === "amount" && row.from >= figures.capacity - CLOSE;
        const edge = `${padStart(row.label, labelWidth)} ${EDGE}`;
        return `${indent}${paint.faint(edge)}${isOver ? paint.bad(bars) : bars}`;
      }),
    ]),
    paint.faint(`${indent}${" ".repeat(labelWidth)} ${CORNER}${axis.rule}`),
    paint.faint(`${indent}${" ".repeat(labelWidth)}  ${axis.labels}`.trimEnd()),
    ...wrapWhole(notes, width - INDENT).map((text) => paint.faint(indent + text)),
  ];
}

/** The most in each column. */
export function columnTops({ at, most }: LoadFigures, columns: Columns): Float64Array {
  const tops = new Float64Array(columns.count);
  const { to } = columns.span;
  for (let step = 0; step < at.length; step += 1) {
    const [first, last] = columnsOf(columns, at[step]!, at[step + 1] ?? to);
    for (let column = first; column <= last; column += 1)
      tops[column] = Math.max(tops[column]!, most[step]!);
  }
  return tops;
}

/** The mean in each column, weighed by time. */
export function columnMeans({ at, mean }: LoadFigures, columns: Columns): Float64Array {
  const means = new Float64Array(columns.count);
  const { from, to } = columns.span;
  const columnMs = (to - from) / columns.count;
  for (let step = 0; step < at.length; step += 1) {
    const [begin, end] = [at[step]!, at[step + 1] ?? to];
    const [first, last] = columnsOf(columns, begin, end);
    for (let column = first; column <= last; column += 1)
      means[column]! += mean[step]! * (partIn(columns, column, begin, end) / columnMs);
  }
  return means;
}

const SIDES: Readonly<Record<SideName, string>> = {
  "": "",
  baseline: "Baseline, ",
  candidate: "Candidate, ",
};

/** What is drawn, how much of it there is, and its peak, as the summary has them. */
function titleOf(
  { label, measure, of }: LoadLine,
  { side, capacity, peak, peakAt }: LoadLine["sides"][number],
  clock: LoadChart["span"]["clock"],
): string {
  const what = measure === "sessions" ? "sessions at once" : "threads that its sessions could use";
  const unit = measure === "sessions" ? "slot" : "thread";
  const there = capacity === Infinity ? "" : ` of ${counted(capacity, unit)}`;
  const who = of === "fleet" && side === "" ? "All jobs" : clean(label);
  const most =
    peak === 0 ? `none${there}` : `most ${grouped(peak)}${there}, first ${minuteOn(clock, peakAt)}`;
  return `${SIDES[side]}${who}: ${what}, ${most}`;
}

/** A row of a picture: an amount of load, or the line of the limit. */
type BarRow =
  | { readonly kind: "amount"; readonly from: number; readonly to: number; readonly label: string }
  | { readonly kind: "limit"; readonly at: number; readonly label: string };

/** The rows of one side from the top; those of both sides stand for the same amounts. */
function rowsOf({ capacity }: LoadFigures, sides: readonly LoadFigures[]): BarRow[] {
  const limits = sides.map((side) => side.capacity).filter((limit) => limit < Infinity);
  const top = Math.max(...sides.map(({ peak }) => peak), ...limits);
  const perRow = top <= MOST_SINGLE ? 1 : amountOfRow(top, Math.min(...limits));
  const amounts = Math.max(1, Math.ceil(top / perRow - CLOSE));
  const rows: BarRow[] = [];
  for (let row = amounts - 1; row >= 0; row -= 1) {
    const [from, to] = [row * perRow, (row + 1) * perRow];
    const isLimit = capacity > from + CLOSE && capacity <= to + CLOSE;
    if (isLimit) rows.push({ kind: "limit", at: capacity, label: grouped(capacity) });
    const isTop = row === amounts - 1 && !isLimit;
    rows.push({ kind: "amount", from, to, label: isTop ? grouped(Math.ceil(to - CLOSE)) : "" });
  }
  return rows;
}

/** Sums of parts of a limit may miss it by a rounding. */
const CLOSE = 1e-6;

/** A part of the limit where there is one, so that its line is between two rows. */
function amountOfRow(top: number, limit: number): number {
  if (limit >= top) return top / ROWS;
  return limit / Math.max(1, Math.round((ROWS * limit) / top));
}

/**
 * The character of a column in a row: dark where the mean comes to half of it, light where only the
 * most comes to it. Where it is the same all along, the height is told to the eighth.
 */
function cellOf(top: number, mean: number, row: BarRow): string {
  if (row.kind === "limit") return top <= row.at ? LINE : mean > row.at ? FULL : LIGHT;
  const { from, to } = row;
  if (top <= from) return " ";
  if (mean >= to - CLOSE) return FULL;
  if (mean < top - CLOSE) return mean - from >= (to - from) / 2 ? FULL : LIGHT;
  const eighths = Math.round(((top - from) / (to - from)) * (BARS.length - 1));
  return BARS[Math.min(BARS.length - 2, Math.max(1, eighths))]!;
}
