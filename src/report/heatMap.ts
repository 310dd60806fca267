/**
 * The week at a glance: seven rows of 24 cells, each a number of that hour and a mark for what is
 * prohibited, and under them a bar for each hour of the day.
 *
 * A cell is two digits and a mark, three where there is room; larger numbers are shown in tens,
 * hundreds and so on, all alike. Where there is no room for digits a cell is a bar. Colour repeats
 * what digits and marks say; it spreads from the quietest hour that has anything to the busiest.
 */
import { grouped } from "../core/input/numberText.js";
import type { WeekLoad } from "../core/forecast/weekLoad.js";
import type { Paint } from "./kit/style.js";
import { displayWidth, padStart, wrap } from "./kit/table.js";

/** An hour of the week; `null` where the span has none. */
export type HourCell = {
  /** What the number is. */
  readonly value: number;
  readonly lost: number;
  /** Which share of the jobs may not start in it, 0 to 1. */
  readonly closedShare: number;
} | null;

/** A week, and what is in it. */
export interface HourMap {
  /** Monday first, each with its 24 hours. */
  readonly days: readonly { readonly weekday: string; readonly hours: readonly HourCell[] }[];
  /** What a number is, for the legend: `starts in that hour`. */
  readonly numberIs: string;
  /** What is lost: `starts lost to a backup window`. */
  readonly lostIs: string;
}

/** `Mon  `. */
const LABEL_WIDTH = 5;
const BAR_CELL = 1;
const NARROW_CELL = 3;
const WIDE_CELL = 4;

/**
 * Marks, light to dark, and from which share of jobs on an hour has them. Less than the first is no
 * news in a large fleet.
 */
const CLOSED = [
  { mark: "\u2593", from: 1, words: "all of the jobs" },
  { mark: "\u2592", from: 1 / 2, words: "half of the jobs or more" },
  { mark: "\u2591", from: 1 / 4, words: "a quarter of the jobs or more" },
] as const;
const ALL = CLOSED[0].mark;
const LOST = "!";
const BUSIEST = "*";
const NONE = "\u00b7";
/** Eighths of a line, from nothing to all of it. */
export const BARS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";

/** How numbers become cells: the same for the whole map. */
interface Scale {
  /** The least of an hour that has anything, and the most. */
  readonly least: number;
  readonly most: number;
  /** Numbers are shown in units of this. */
  readonly unit: number;
  readonly cellWidth: number;
  /** Whether numbers below ten have a digit after the point. */
  readonly hasTenths: boolean;
}

/** The map of a forecast's week and its legend, lines of at most `width` columns, 79 at least. */
export function heatMap(week: WeekLoad, width: number, paint: Paint): string[] {
  const map: HourMap = {
    days: week.days.map(({ weekday, starts, lost, closedJobs }) => ({
      weekday,
      hours: starts.map((value, hour) =>
        value === null
          ? null
          : {
              value,
              lost: lost[hour] ?? 0,
              closedShare:
                week.scheduledJobs === 0 ? 0 : (closedJobs[hour] ?? 0) / week.scheduledJobs,
            },
      ),
    })),
    numberIs: "starts in that hour",
    lostIs: "starts lost to a backup window",
  };
  return hourMap(map, width, paint);
}

/**
 * A map and its legend, lines of at most `width` columns, 40 at least. `alike`: maps that are drawn
 * to the same measure.
 */
export function hourMap(
  map: HourMap,
  width: number,
  paint: Paint,
  alike: readonly HourMap[] = [map],
): string[] {
  const scale = scaleOf(alike, width);
  const { cellWidth, most } = scale;
  const hours = Array.from({ length: 24 }, (_, hour) => headOf(hour, cellWidth));
  const rows = map.days.map(({ weekday, hours: cells }) => {
    const line = cells.map((cell) => cellOf(cell, scale, paint)).join("");
    return `${weekday.slice(0, 3).padEnd(LABEL_WIDTH)}${line}`.trimEnd();
  });
  const bars =
    most === 0 || cellWidth === BAR_CELL
      ? []
      : [`${"all".padEnd(LABEL_WIDTH)}${barsOf(map, alike, cellWidth)}`.trimEnd()];
  return [
    paint.faint(`${" ".repeat(LABEL_WIDTH)}${hours.join("")}`.trimEnd()),
    ...rows,
    ...bars,
    "",
    ...legend(map, scale, width, paint),
  ];
}

function scaleOf(maps: readonly HourMap[], width: number): Scale {
  const cellWidth =
    [WIDE_CELL, NARROW_CELL].find((cell) => width >= LABEL_WIDTH + 24 * cell) ?? BAR_CELL;
  const counts = maps.flatMap(cellsOf).flatMap(({ value }) => (value > 0 ? [value] : []));
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  let unit = 1;
  while (cellWidth > BAR_CELL && Math.round(most / unit) >= 10 ** (cellWidth - 1)) unit *= 10;
  return {
    least: counts.reduce((a, b) => Math.min(a, b), most),
    most,
    unit,
    cellWidth,
    hasTenths: unit === 1 && !counts.every((count) => Number.isInteger(count)),
  };
}

/** Every hour that there is. */
function cellsOf({ days }: HourMap): NonNullable<HourCell>[] {
  return days.flatMap(({ hours }) => hours.filter((cell) => cell !== null));
}

function headOf(hour: number, cellWidth: number): string {
  const name = String(hour).padStart(2, "0");
  if (cellWidth > BAR_CELL) return `${padStart(name, cellWidth - 1)} `;
  return hour % 6 === 0 ? name : hour % 6 === 1 ? "" : " ";
}

function cellOf(cell: HourCell, scale: Scale, paint: Paint): string {
  const { least, most, cellWidth } = scale;
  if (cell === null) return " ".repeat(cellWidth);
  const { value, lost, closedShare } = cell;
  const heat = (text: string): string =>
    paint.heat(most === least ? 0 : (value - least) / (most - least), text);
  if (cellWidth === BAR_CELL) {
    if (lost > 0) return paint.bad(LOST);
    if (value > 0) return heat(BARS[Math.ceil((value / most) * (BARS.length - 1))]!);
    return closedShare === 1 ? paint.shade(1, ALL) : paint.faint(NONE);
  }
  if (closedShare === 1 && lost === 0 && value === 0)
    return `${paint.shade(1, ALL.repeat(cellWidth - 1))} `;
  const number = padStart(
    value > 0 ? inUnits(value, scale) : closedShare === 1 ? ALL : NONE,
    cellWidth - 1,
  );
  const painted = value === 0 ? paint.faint(number) : heat(number);
  if (lost > 0) return painted + paint.bad(LOST);
  if (value === most && most > least) return painted + paint.strong(BUSIEST);
  const mark = closedMark(closedShare);
  return painted + (mark === " " ? mark : paint.shade(closedShare, mark));
}

/**
 * One bar for each hour of the day: what is in it on all days, by the measure of the fullest hour
 * of all maps that are alike.
 */
function barsOf(map: HourMap, alike: readonly HourMap[], cellWidth: number): string {
  const fullest = Math.max(...alike.flatMap(sumsOf));
  return sumsOf(map)
    .map((sum) => BARS[Math.ceil((sum / fullest) * (BARS.length - 1))]!.repeat(2))
    .map((bar) => `${bar.padStart(cellWidth - 1)} `)
    .join("");
}

/** What is in each hour of the day, on all days. */
function sumsOf({ days }: HourMap): number[] {
  return Array.from({ length: 24 }, (_, hour) =>
    days.reduce((sum, { hours }) => sum + (hours[hour]?.value ?? 0), 0),
  );
}

/**
 * `<1` is something, but less than half a unit. Where not all are whole, what is small has a digit
 * after the point, as far as there is room: `2.4`, `.4`, and `.0` for less than half a tenth.
 */
function inUnits(value: number, { unit, cellWidth, hasTenths }: Scale): string {
  if (hasTenths && value < (cellWidth === WIDE_CELL ? 9.95 : 0.95)) {
    const text = value.toFixed(1);
    return value < 0.95 ? text.slice(1) : text;
  }
  const rounded = Math.round(value / unit);
  return rounded === 0 ? "<1" : String(rounded);
}

function closedMark(share: number): string {
  return CLOSED.find(({ from }) => share >= from)?.mark ?? " ";
}

/** Explains the signs that the map really has. */
function legend(map: HourMap, scale: Scale, width: number, paint: Paint): string[] {
  const { unit, least, most, cellWidth } = scale;
  const has = (test: (cell: NonNullable<HourCell>) => boolean): boolean => cellsOf(map).some(test);
  const isBar = cellWidth === BAR_CELL;
  const isLost = ({ lost }: NonNullable<HourCell>): boolean => lost > 0;
  const signs: string[] = [];
  if (isBar) {
    if (has(({ value }) => value > 0))
      signs.push(`bar = ${map.numberIs}`, `${BARS.at(-1)!} = ${amountText(most)}, the most`);
  } else if (unit === 1) signs.push(`number = ${map.numberIs}`);
  else signs.push(`number = ${map.numberIs}, in units of ${grouped(unit)}`);
  if (has((cell) => cell.value === 0 && cell.closedShare < 1 && !(isBar && isLost(cell))))
    signs.push(`${NONE} = none`);
  if (!isBar && most > least && has((cell) => cell.value === most && !isLost(cell)))
    signs.push(`${BUSIEST} = busiest`);
  if (map.days.some(({ hours }) => hours.includes(null)))
    signs.push("blank = no such hour in the span");
  if (has(isLost)) signs.push(`${LOST} = ${map.lostIs}`);
  for (const { mark, words } of isBar ? [CLOSED[0]] : [...CLOSED].reverse()) {
    const isShown = (cell: NonNullable<HourCell>): boolean =>
      isBar ? cell.value === 0 && !isLost(cell) : mark === ALL || !isLost(cell);
    if (has((cell) => isShown(cell) && closedMark(cell.closedShare) === mark))
      signs.push(`${mark} = prohibited to ${words}`);
  }
  return wrapWhole(signs, width - LABEL_WIDTH).map((line) =>
    paint.faint(" ".repeat(LABEL_WIDTH) + line),
  );
}

/** `3`, or `2.4` where it is not whole. */
function amountText(amount: number): string {
  return Number.isInteger(amount) ? grouped(amount) : grouped(amount, 1);
}

/** Signs side by side, none of them broken over a line that would fit on one. */
export function wrapWhole(signs: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const sign of signs) {
    const longer = `${lines.at(-1) ?? ""}   ${sign}`;
    if (lines.length > 0 && displayWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(...(displayWidth(sign) <= width ? [sign] : wrap(sign, width)));
  }
  return lines;
}
