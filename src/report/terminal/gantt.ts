/**
 * The worst jobs in time: a line each, a character for what happened in each stretch.
 *
 * Of waiting and running in one stretch the longer is shown, and what went wrong before both: a
 * session that ended badly is a letter where it ended. Colour only repeats what characters say.
 * Values are those of the chart (R40).
 */
import { grouped } from "../../core/input/numberText.js";
import {
  type ChartJob,
  SESSION_OUTCOMES,
  type SessionFigures,
  type SessionsChart,
  type SideName,
} from "../charts/chart.js";
import { wrapWhole } from "../heatMap.js";
import { clean } from "../kit/safe.js";
import type { Paint } from "../kit/style.js";
import { cut, displayWidth, lengthCell, padEnd, padStart, wrap } from "../kit/table.js";
import { counted } from "../kit/words.js";
import type { ChartLayout } from "./loadBars.js";
import { axisOf, columnOf, type Columns, columnsOf, partIn } from "./timeAxis.js";

/** Which jobs are drawn. */
export interface GanttOptions {
  /** So many jobs, the worst of those that are told of. */
  readonly most: number;
  /** Ids of the jobs that are told of; default all. */
  readonly told?: ReadonlySet<string>;
}

/** What a character says, from what gives way to what does not. */
const SIGNS = [
  { sign: " ", means: "" },
  { sign: "-", means: "start lost to a window" },
  { sign: "\u2591", means: "waits for room" },
  { sign: "\u2584", means: "runs for a part of it" },
  { sign: "\u2588", means: "runs" },
  { sign: "r", means: "runs as a retry" },
  { sign: "x", means: "start missed" },
  { sign: "F", means: "failed" },
  { sign: "S", means: "stopped by its window" },
] as const;
const NOTHING = 0;
const BLOCKED = 1;
const WAITS = 2;
const PARTLY = 3;
const RUNS = 4;
const RETRIES = 5;
const MISSED = 6;
const FAILED = 7;
const STOPPED = 8;

const INDENT = 2;
const NARROWEST_FOR_FIGURES = 95;
const LETTERS: Readonly<Record<SideName, string>> = { "": "", baseline: "b", candidate: "c" };

/** The worst jobs, both sides one under the other on the same axis; nothing where there is none. */
export function gantt(
  chart: SessionsChart,
  { width, paint }: ChartLayout,
  { most, told }: GanttOptions,
): string[] {
  const drawn = Math.min(...chart.sides.map(({ jobsDrawn }) => jobsDrawn));
  const places = chart.jobs.flatMap(({ id }, place) =>
    place < drawn && (told?.has(id) ?? true) ? [place] : [],
  );
  const shown = places.slice(0, most);
  if (shown.length === 0) return [];
  const hasSides = chart.sides.length > 1;
  const nameWidth = Math.min(
    Math.max(8, Math.floor(width / 4)),
    Math.max(...shown.map((place) => displayWidth(nameOf(chart.jobs[place]!)))),
  );
  const labelWidth = nameWidth + (hasSides ? 2 : 0);
  const figures = width >= NARROWEST_FOR_FIGURES ? figuresOf(chart, shown) : undefined;
  const figureWidth =
    figures === undefined ? 0 : Math.max(...[HEAD, ...figures.flat()].map(displayWidth)) + 2;
  const columns: Columns = {
    span: chart.span,
    count: width - INDENT - labelWidth - 1 - figureWidth,
  };
  const rows = chart.sides.map((side) => signsOf(side, shown, columns));
  const indent = " ".repeat(INDENT);
  const lines = shown.flatMap((place, index) =>
    chart.sides.map((side, at) => {
      const name = at === 0 ? cut(nameOf(chart.jobs[place]!), nameWidth) : "";
      const letter = hasSides ? ` ${LETTERS[side.side]}` : "";
      const label = padEnd(name, nameWidth) + paint.faint(letter);
      const bars = paintedSigns(rows[at]![index]!, paint);
      const figure = figures?.[index]![at] ?? "";
      if (figure === "") return `${indent}${label} ${bars}`.trimEnd();
      return `${indent}${label} ${bars}${padStart(figure, figureWidth)}`;
    }),
  );
  const axis = axisOf(columns);
  const before = " ".repeat(INDENT + labelWidth + 1);
  const used = new Set(rows.flat().flatMap((codes) => [...codes]));
  const legend = [
    ...SIGNS.flatMap(({ sign, means }, code) =>
      code !== NOTHING && used.has(code) ? [`${sign} = ${means}`] : [],
    ),
    ...(hasSides ? ["b = baseline", "c = candidate"] : []),
    ...axis.notes,
  ];
  return [
    ...wrap(titleOf(shown.length, places.length, chart.jobs.length), width).map(paint.strong),
    ...(figures === undefined
      ? []
      : [paint.faint(`${before}${" ".repeat(columns.count)}${padStart(HEAD, figureWidth)}`)]),
    ...lines,
    paint.faint(before + axis.rule),
    paint.faint((before + axis.labels).trimEnd()),
    ...wrapWhole(legend, width - INDENT).map((line) => paint.faint(indent + line)),
  ];
}

function titleOf(shown: number, told: number, all: number): string {
  if (shown === told) return `${counted(shown, "job")} in time, worst first`;
  const of = told < all ? "of those told of" : `of ${grouped(all)}`;
  return `The worst ${shown === 1 ? "job" : counted(shown, "job")} ${of} in time`;
}

function nameOf({ label }: ChartJob): string {
  return clean(label);
}

const HEAD = "Exposure / target";

/** `26:05 / 24:00` of each job on each side: its worst exposure, and its target or a dot. */
function figuresOf({ jobs, sides }: SessionsChart, places: readonly number[]): string[][] {
  return places.map((place) => {
    const { rpo } = jobs[place]!;
    return sides.map(({ worst }) =>
      Number.isNaN(worst[place]!) ? "" : `${lengthCell(worst[place]!)} / ${lengthCell(rpo ?? 0)}`,
    );
  });
}

/** What happened to each of these jobs in each column, by code. */
function signsOf(side: SessionFigures, places: readonly number[], columns: Columns): Uint8Array[] {
  const rowOf = new Map(places.map((place, index) => [place, index]));
  const rows = places.map(() => ({
    codes: new Uint8Array(columns.count),
    ranMs: new Float64Array(columns.count),
    waitedMs: new Float64Array(columns.count),
  }));
  for (let at = 0; at < side.length; at += 1) {
    const index = rowOf.get(side.job[at]!);
    if (index === undefined) continue;
    const { codes, ranMs, waitedMs } = rows[index]!;
    const [due, start, end] = [side.due[at]!, side.start[at]!, side.end[at]!];
    if (start > due) spread(columns, due, start, codes, WAITS, waitedMs);
    spread(columns, start, end, codes, side.attempt[at]! > 0 ? RETRIES : PARTLY, ranMs);
    const outcome = SESSION_OUTCOMES[side.outcome[at]!];
    const [, last] = columnsOf(columns, start, end);
    if (outcome === "Failed") mark(codes, last, FAILED);
    if (outcome === "Stopped") mark(codes, last, STOPPED);
  }
  const { missed, byWindow } = side;
  for (let at = 0; at < missed.length; at += 1) {
    const index = rowOf.get(missed.job[at]!);
    if (index === undefined) continue;
    const isBlocked = byWindow[missed.reason[at]!]!;
    const column = columnOf(columns, missed.nominal[at]!);
    mark(rows[index]!.codes, column, isBlocked ? BLOCKED : MISSED);
  }
  return rows.map((row) => settled(row, columns));
}

/** What goes on in `[begin, end)`, in every column that has part of it, and how long. */
function spread(
  columns: Columns,
  begin: number,
  end: number,
  codes: Uint8Array,
  code: number,
  lengthsMs: Float64Array,
): void {
  const [first, last] = columnsOf(columns, begin, end);
  for (let column = first; column <= last; column += 1) {
    lengthsMs[column]! += partIn(columns, column, begin, end);
    mark(codes, column, code);
  }
}

function mark(codes: Uint8Array, column: number, code: number): void {
  codes[column] = Math.max(codes[column]!, code);
}

/** Of waiting and running the longer; a rounding of a border is no part that is missing. */
function settled(
  {
    codes,
    ranMs,
    waitedMs,
  }: { readonly codes: Uint8Array; readonly ranMs: Float64Array; readonly waitedMs: Float64Array },
  columns: Columns,
): Uint8Array {
  const columnMs = (columns.span.to - columns.span.from) / columns.count;
  return codes.map((code, column) => {
    if (code !== WAITS && code !== PARTLY) return code;
    if (waitedMs[column]! > ranMs[column]!) return WAITS;
    return ranMs[column]! >= columnMs - 1 ? RUNS : PARTLY;
  });
}

/** The characters of a line, each stretch of one kind in its colour. */
function paintedSigns(codes: Uint8Array, paint: Paint): string {
  let line = "";
  for (let from = 0, to = 0; from < codes.length; from = to) {
    while (to < codes.length && codes[to] === codes[from]) to += 1;
    const text = SIGNS[codes[from]!]!.sign.repeat(to - from);
    line += styleOf(codes[from]!, paint)(text);
  }
  return line;
}

function styleOf(code: number, paint: Paint): (text: string) => string {
  if (code === NOTHING) return (text) => text;
  if (code >= MISSED) return paint.bad;
  if (code === WAITS || code === RETRIES) return paint.warn;
  return code === BLOCKED ? paint.faint : (text) => text;
}
