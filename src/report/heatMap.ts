/**
 * The week at a glance: seven rows of 24 cells, each the number of starts in that hour and a mark
 * for what is prohibited, and under them a bar for each hour of the day.
 *
 * A cell is two digits and a mark, three where there is room; larger numbers are shown in tens,
 * hundreds and so on, all alike. Colour repeats what digits and marks say; it spreads from the
 * quietest hour that has a start to the busiest.
 */
import { grouped } from "../core/input/numberText.js";
import type { DayLoad, WeekLoad } from "../core/forecast/weekLoad.js";
import type { Paint } from "./kit/style.js";
import { displayWidth, padStart } from "./kit/table.js";

/** `Mon  `. */
const LABEL_WIDTH = 5;
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
const BARS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";

/** How numbers become cells: the same for the whole map. */
interface Scale {
  /** The fewest starts of an hour that has any, and the most. */
  readonly least: number;
  readonly most: number;
  /** Numbers are shown in units of this. */
  readonly unit: number;
  readonly cellWidth: number;
  /** All that are scheduled. */
  readonly jobs: number;
}

/** The map and its legend, lines of at most `width` columns, 79 at least. */
export function heatMap(week: WeekLoad, width: number, paint: Paint): string[] {
  const cellWidth = width >= LABEL_WIDTH + 24 * WIDE_CELL ? WIDE_CELL : NARROW_CELL;
  const counts = week.days.flatMap(({ starts }) =>
    starts.filter((count) => count !== null && count > 0),
  ) as number[];
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  let unit = 1;
  while (Math.round(most / unit) >= 10 ** (cellWidth - 1)) unit *= 10;
  const scale: Scale = {
    least: counts.reduce((a, b) => Math.min(a, b), most),
    most,
    unit,
    cellWidth,
    jobs: week.scheduledJobs,
  };
  const hours = Array.from(
    { length: 24 },
    (_, hour) => `${padStart(String(hour).padStart(2, "0"), cellWidth - 1)} `,
  );
  const rows = week.days.map((day) => {
    const cells = hours.map((_, hour) => cellOf(day, hour, scale, paint));
    return `${day.weekday.slice(0, 3).padEnd(LABEL_WIDTH)}${cells.join("")}`.trimEnd();
  });
  const bars =
    most === 0 ? [] : [`${"all".padEnd(LABEL_WIDTH)}${barsOf(week, cellWidth)}`.trimEnd()];
  return [
    paint.faint(`${" ".repeat(LABEL_WIDTH)}${hours.join("")}`.trimEnd()),
    ...rows,
    ...bars,
    "",
    ...legend(week, scale, width, paint),
  ];
}

function cellOf(day: DayLoad, hour: number, scale: Scale, paint: Paint): string {
  const { least, most, unit, cellWidth, jobs } = scale;
  const starts = day.starts[hour] ?? null;
  if (starts === null) return " ".repeat(cellWidth);
  const lost = day.lost[hour] ?? 0;
  const closedShare = closedShareOf(day, hour, jobs);
  if (closedShare === 1 && lost === 0) return `${paint.shade(1, ALL.repeat(cellWidth - 1))} `;
  const number = padStart(
    starts > 0 ? inUnits(starts, unit) : closedShare === 1 ? ALL : NONE,
    cellWidth - 1,
  );
  const painted =
    starts === 0
      ? paint.faint(number)
      : paint.heat((starts - least) / Math.max(1, most - least), number);
  if (lost > 0) return painted + paint.bad(LOST);
  if (starts === most && most > least) return painted + paint.strong(BUSIEST);
  const mark = closedMark(closedShare);
  return painted + (mark === " " ? mark : paint.shade(closedShare, mark));
}

/**
 * One bar for each hour of the day: the starts of all days in it, the fullest hour as the measure.
 */
function barsOf(week: WeekLoad, cellWidth: number): string {
  const sums = Array.from({ length: 24 }, (_, hour) =>
    week.days.reduce((sum, { starts }) => sum + (starts[hour] ?? 0), 0),
  );
  const fullest = Math.max(...sums);
  const barOf = (sum: number): string => BARS[Math.ceil((sum / fullest) * (BARS.length - 1))]!;
  return sums
    .map(
      (sum) =>
        `${barOf(sum)
          .repeat(2)
          .padStart(cellWidth - 1)} `,
    )
    .join("");
}

/** `<1` is something, but less than half a unit. */
function inUnits(count: number, unit: number): string {
  const rounded = Math.round(count / unit);
  return rounded === 0 ? "<1" : String(rounded);
}

function closedMark(share: number): string {
  return CLOSED.find(({ from }) => share >= from)?.mark ?? " ";
}

/** Explains the signs that the map really has. */
function legend(
  week: WeekLoad,
  { unit, least, most, jobs }: Scale,
  width: number,
  paint: Paint,
): string[] {
  const has = (test: (day: DayLoad, hour: number) => boolean): boolean =>
    week.days.some((day) => day.starts.some((starts, hour) => starts !== null && test(day, hour)));
  const isLost = (day: DayLoad, hour: number): boolean => day.lost[hour]! > 0;
  const signs: string[] = [
    unit === 1
      ? "number = starts in that hour"
      : `number = starts in that hour, in units of ${grouped(unit)}`,
  ];
  if (has((day, hour) => day.starts[hour] === 0 && closedShareOf(day, hour, jobs) < 1))
    signs.push(`${NONE} = none`);
  if (most > least && has((day, hour) => day.starts[hour] === most && !isLost(day, hour)))
    signs.push(`${BUSIEST} = busiest`);
  if (week.days.some(({ starts }) => starts.includes(null)))
    signs.push("blank = no such hour in the span");
  if (has(isLost)) signs.push(`${LOST} = starts lost to a backup window`);
  for (const { mark, words } of [...CLOSED].reverse()) {
    if (
      has(
        (day, hour) =>
          (mark === ALL || !isLost(day, hour)) &&
          closedMark(closedShareOf(day, hour, jobs)) === mark,
      )
    )
      signs.push(`${mark} = prohibited to ${words}`);
  }
  return wrapWhole(signs, width - LABEL_WIDTH).map((line) =>
    paint.faint(" ".repeat(LABEL_WIDTH) + line),
  );
}

/** Signs side by side, none of them broken over a line. */
function wrapWhole(signs: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const sign of signs) {
    const longer = `${lines.at(-1) ?? ""}   ${sign}`;
    if (lines.length > 0 && displayWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(sign);
  }
  return lines;
}

/** Which share of the scheduled jobs may not start in that hour. */
function closedShareOf(day: DayLoad, hour: number, jobs: number): number {
  return jobs === 0 ? 0 : (day.closedJobs[hour] ?? 0) / jobs;
}
