/**
 * Time in columns of characters: which column an instant is in, and the axis below them on the
 * server's clock, with its changes.
 *
 * Columns are as long as each other and cover the span without a rest. Labels stand where their
 * time begins; of one that would touch another there is the tick alone.
 */
import { dayOf, formatDate, formatTime, weekdayOfDay, WEEKDAYS } from "../../core/time/calendar.js";
import {
  DAY_MS,
  HOUR_MS,
  type Instant,
  MINUTE_MS,
  type Wall,
  wallOf,
} from "../../core/time/instant.js";
import { lengthText } from "../../core/time/length.js";
import type { ChartClock, ChartSpan } from "../charts/chart.js";
import { offsetOn } from "../charts/chartClock.js";

/** A span in so many columns. */
export interface Columns {
  readonly span: ChartSpan;
  readonly count: number;
}

/** The column that an instant of the span is in; the end of the span is in the last one. */
export function columnOf({ span: { from, to }, count }: Columns, instant: number): number {
  if (to <= from) return 0;
  // A product of whole numbers first: an instant at the border of two columns is in the second.
  const column = Math.floor(((instant - from) * count) / (to - from));
  return Math.min(count - 1, Math.max(0, column));
}

/** The first and the last column that `[begin, end)` touches; that of `begin` where it is empty. */
export function columnsOf(
  columns: Columns,
  begin: number,
  end: number,
): readonly [first: number, last: number] {
  const first = columnOf(columns, begin);
  return [first, Math.max(first, columnOf(columns, end - 1))];
}

/** How much of `[begin, end)` is in a column, ms: a fraction where a column's border is one. */
export function partIn(
  { span: { from, to }, count }: Columns,
  column: number,
  begin: number,
  end: number,
): number {
  // From the beginning of the span on: an instant has no digits to spare for fractions.
  const lengthMs = (to - from) / count;
  const [left, right] = [column * lengthMs, (column + 1) * lengthMs];
  return Math.max(0, Math.min(end - from, right) - Math.max(begin - from, left));
}

/** `Mon 2026-01-05 22:40`, the minute of an instant on the clock of a chart. */
export function minuteOn(clock: ChartClock, instant: number): string {
  return minuteOf(wallOn(clock, Math.floor(instant / MINUTE_MS) * MINUTE_MS));
}

/** The axis: a rule with its ticks, the labels that have room, and what other signs on it mean. */
export interface Axis {
  readonly rule: string;
  readonly labels: string;
  readonly notes: readonly string[];
}

const TICK = "\u252c";
const RULE = "\u2500";
const FORWARD = "\u00bb";
const BACK = "\u00ab";

/** The axis below columns. */
export function axisOf(columns: Columns): Axis {
  const { span, count } = columns;
  const rule = new Array<string>(count).fill(RULE);
  const labels = new Array<string>(count).fill(" ");
  const { all, fitting } = labelsOf(columns);
  for (const { column } of all) rule[column] = TICK;
  for (const { column, text } of fitting)
    for (let at = 0; at < text.length; at += 1) labels[column + at] = text[at]!;
  const { starts, offsetsMs } = span.clock;
  const notes = starts.slice(1).map((at, before) => {
    const byMs = offsetsMs[before + 1]! - offsetsMs[before]!;
    const sign = byMs > 0 ? FORWARD : BACK;
    rule[columnOf(columns, at)] = sign;
    const was = minuteOf(wallOf(at as Instant, offsetsMs[before]!));
    const is = formatTime(wallOf(at as Instant, offsetsMs[before + 1]!));
    const way = byMs > 0 ? "forward" : "back";
    return `${sign} = the clock goes ${way} by ${lengthText(Math.abs(byMs))}: ${was} -> ${is}`;
  });
  return { rule: rule.join(""), labels: labels.join("").trimEnd(), notes };
}

/** What labels are apart, ms, and how they are written; the first that has room is taken. */
const STEPS: readonly { readonly ms: number; readonly text: (wall: Wall) => string }[] = [
  ...[5, 10, 15, 30].map((minutes) => ({ ms: minutes * MINUTE_MS, text: hourOrDay })),
  ...[1, 2, 3, 6, 12].map((hours) => ({ ms: hours * HOUR_MS, text: hourOrDay })),
  ...[1, 2].map((days) => ({ ms: days * DAY_MS, text: dayOfMonth })),
  ...[7, 14].map((days) => ({ ms: days * DAY_MS, text: dayOfMonth })),
  ...[28, 91, 182, 364, 3_640].map((days) => ({
    ms: days * DAY_MS,
    text: (wall: Wall): string => formatDate(dayOf(wall)),
  })),
];
/** `2026-01-05`, and a day among hours. */
const WIDEST_LABEL = "2026-01-05".length;

/** A label, where it stands, and which come first where there is not room for all. */
interface Label {
  readonly column: number;
  readonly text: string;
  readonly rank: number;
}

/** The labels of an axis, and those of them that have room. */
function labelsOf(columns: Columns): {
  readonly all: readonly Label[];
  readonly fitting: readonly Label[];
} {
  const { span, count } = columns;
  const roomOf = (ms: number): number => (ms / (span.to - span.from)) * count;
  const step = STEPS.find(({ ms }) => roomOf(ms) > WIDEST_LABEL) ?? STEPS.at(-1)!;
  // Days first: an hour says nothing without its day, nor does the day of a month without others.
  const labels = candidates(columns, step.ms, step.text, (wall) =>
    step.ms < DAY_MS && wall % DAY_MS !== 0 ? 1 : 0,
  );
  if (step.ms > DAY_MS && roomOf(DAY_MS) > "05".length)
    labels.push(...candidates(columns, DAY_MS, shortDay, () => 2));
  const taken = new Uint8Array(count);
  const fits = ({ column, text }: Label): boolean => {
    const end = column + text.length;
    if (end > count || taken.subarray(Math.max(0, column - 1), end + 1).includes(1)) return false;
    taken.fill(1, column, end);
    return true;
  };
  return { all: labels, fitting: labels.sort((a, b) => a.rank - b.rank).filter(fits) };
}

/** A label at each step of the clock that lies in the span. */
function candidates(
  columns: Columns,
  stepMs: number,
  text: (wall: Wall) => string,
  rank: (wall: number) => number,
): Label[] {
  const { span } = columns;
  const { from, to, clock } = span;
  const labels: Label[] = [];
  if (to <= from) return labels;
  // Whole weeks begin with a Monday: 1970-01-05 was one.
  const origin = stepMs >= 7 * DAY_MS ? 4 * DAY_MS : 0;
  const first = Math.floor((wallOn(clock, from) - origin) / stepMs) * stepMs + origin;
  const last = wallOn(clock, to - 1);
  // Bound: steps have columns of their own, but for what is added for a clock that goes back.
  for (let wall = first; wall <= last + DAY_MS; wall += stepMs) {
    const instant = instantOn(clock, wall);
    if (instant === undefined || instant < from || instant >= to) continue;
    labels.push({
      column: columnOf(columns, instant),
      text: text(wall as Wall),
      rank: rank(wall),
    });
  }
  return labels;
}

/** `22:00`, and at midnight the day. */
function hourOrDay(wall: Wall): string {
  return wall % DAY_MS === 0 ? dayOfMonth(wall) : formatTime(wall);
}

/** `Mon 01-05`. */
function dayOfMonth(wall: Wall): string {
  return `${weekdayText(wall)} ${formatDate(dayOf(wall)).slice(-"01-05".length)}`;
}

/** `05`. */
function shortDay(wall: Wall): string {
  return formatDate(dayOf(wall)).slice(-"05".length);
}

function minuteOf(wall: Wall): string {
  return `${weekdayText(wall)} ${formatDate(dayOf(wall))} ${formatTime(wall)}`;
}

function weekdayText(wall: Wall): string {
  return WEEKDAYS[weekdayOfDay(dayOf(wall))]!.slice(0, 3);
}

/** What the clock shows at an instant. */
function wallOn(clock: ChartClock, instant: number): Wall {
  return wallOf(instant as Instant, offsetOn(clock, instant));
}

/** The first instant at which the clock shows a time; `undefined` where it skips it. */
function instantOn({ starts, offsetsMs }: ChartClock, wall: number): number | undefined {
  for (let stretch = 0; stretch < starts.length; stretch += 1) {
    const instant = wall - offsetsMs[stretch]!;
    const isAfter = stretch === 0 || instant >= starts[stretch]!;
    if (isAfter && instant < (starts[stretch + 1] ?? Infinity)) return instant;
  }
  return undefined;
}
