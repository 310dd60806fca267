/**
 * The week as a map of hours: seven rows from Monday on, 24 columns of the server's clock, one map
 * for each side in the same shades.
 *
 * Hours that the span does not have are hatched: they are not hours without a start.
 */
import { hourText, MONDAY_FIRST, WEEKDAYS } from "../../core/time/calendar.js";
import type { SideName, WeekChart, WeekFigures } from "../charts/chart.js";
import { grouped } from "../../core/input/numberText.js";
import { counted } from "../kit/words.js";
import { labelStyle } from "./axes.js";
import { EDGE, FONT, frameOf, tooltipLines } from "./frame.js";
import type { ChartOption, ItemApi, Look, OptionPart, WeekMeasure } from "./look.js";
import type { Palette } from "./palette.js";
import { amountText, type Shade, shadeLegend, shadeOf, shadesOf, shortAmount } from "./scale.js";
import { ofSide } from "./sides.js";
import { daysText } from "./timeAxis.js";

const HOURS = 24;
const LEFT = EDGE + 34;
const LEGEND = 26;
const SIDE_HEAD = 22;
const HOUR_LABELS = 24;
const FOOT = 10;

/** A map of the week for each side. */
export function weekOption(chart: WeekChart, look: Look): ChartOption {
  const { span } = chart;
  const measure = measureOf(chart, look);
  const isWhole = measure !== "running";
  const frame = frameOf(look, {
    title: titleOf(chart, measure),
    lines: [
      `${daysText(span.clock, span.from, span.to)}, clock of ${span.clock.name}`,
      ...chart.sides.map((side) => sideLine(side, measure)),
      ...(chart.sides.some((side) => hasHoles(amountsOf(side, measure))) ? [HATCHED] : []),
    ],
  });
  const { palette } = frame;
  const amounts = chart.sides.map((side) => amountsOf(side, measure));
  const most = amounts.reduce((top, each) => each.reduce((a, b) => (b > a ? b : a), top), 0);
  const shades = shadesOf(most, isWhole, palette);
  const hasHeads = chart.sides.length > 1;
  const top = frame.top + LEGEND;
  const each = Math.max(80, (look.height - top - FOOT) / chart.sides.length);
  const rooms = chart.sides.map((_, index) => ({
    left: LEFT,
    right: EDGE,
    top: top + index * each + (hasHeads ? SIDE_HEAD : 0),
    height: each - HOUR_LABELS - (hasHeads ? SIDE_HEAD : 0),
  }));
  const cellPx = (look.width - LEFT - EDGE) / HOURS;
  return {
    ...frame.option,
    title: [
      frame.option["title"],
      ...(hasHeads
        ? chart.sides.map(({ side }, index) => sideHead(side, rooms[index]!.top, palette))
        : []),
    ],
    grid: rooms.map((room) => ({ ...room, outerBoundsMode: "none" })),
    xAxis: rooms.map((_, index) => hourAxis(index, palette, cellPx)),
    yAxis: rooms.map(({ height }, index) => dayAxis(index, palette, height / 7)),
    visualMap: shadeLegend(shades, palette, isWhole, {
      left: EDGE,
      top: frame.top,
      dimension: 2,
      seriesIndex: chart.sides.map((_, index) => 2 * index),
    }),
    series: chart.sides.flatMap((side, index) => [
      cells(side, index, amounts[index]!, shades, palette, cellPx),
      holes(amounts[index]!, index, palette),
    ]),
    tooltip: {
      ...(frame.option["tooltip"] as OptionPart),
      trigger: "item",
      formatter: ({ seriesIndex, value }: { seriesIndex: number; value: readonly number[] }) =>
        tooltipLines(
          cellLines(chart.sides[Math.floor(seriesIndex / 2)]!, hourAt(value[0]!, value[1]!)),
        ),
    },
  };
}

const TITLES: Readonly<Record<WeekMeasure, string>> = {
  allowed: "Jobs allowed to start in each hour of the week",
  starts: "Starts in each hour of the week",
  lost: "Due starts that came to no session, in each hour of the week",
  running: "Mean sessions running in each hour of the week",
};
const BUSIEST = " (of those in the span the busiest)";

function titleOf({ sides }: WeekChart, of: WeekMeasure): string {
  const isBusiest = sides.some(({ counts }) => counts === "busiest");
  return TITLES[of] + (isBusiest && (of === "starts" || of === "lost") ? BUSIEST : "");
}

/**
 * What is shown where nobody says: starts, or where rows were not kept what runs, or which jobs may
 * start.
 */
function measureOf({ sides }: WeekChart, { measure }: Look): WeekMeasure {
  if (measure !== undefined) return measure;
  const has = (of: WeekMeasure): boolean => sides.some((side) => (side[of]?.length ?? 0) > 0);
  return has("starts") ? "starts" : has("running") ? "running" : "allowed";
}

/** By the hour of the week; of what is not known, `NaN` in every hour. */
function amountsOf(side: WeekFigures, measure: WeekMeasure): Float64Array {
  const amounts = side[measure];
  return amounts === undefined || amounts.length === 0
    ? new Float64Array(7 * HOURS).fill(Number.NaN)
    : amounts;
}

/** The hour of the week, from Sunday 00:00, of a column and a row. */
function hourAt(column: number, row: number): number {
  return MONDAY_FIRST[row]! * HOURS + column;
}

/** `Mon 22:00 to 23:00`. */
function hourName(hour: number): string {
  const at = hour % HOURS;
  const day = WEEKDAYS[Math.floor(hour / HOURS)]!.slice(0, 3);
  return `${day} ${hourText(at)} to ${hourText(at + 1)}`;
}

const HATCHED = "Hatched: hours that the span does not have.";

/** Whether some hours are not there, and some are. */
function hasHoles(amounts: Float64Array): boolean {
  return amounts.some(Number.isNaN) && !amounts.every(Number.isNaN);
}

/** What the map comes to, on one side. */
function sideLine(side: WeekFigures & { side: SideName }, measure: WeekMeasure): string {
  const amounts = amountsOf(side, measure);
  const there = [...amounts.keys()].filter((hour) => !Number.isNaN(amounts[hour]!));
  if (measure === "allowed") {
    const all = there.filter((hour) => amounts[hour] === side.scheduledJobs).length;
    const none = there.filter((hour) => amounts[hour] === 0).length;
    return ofSide(
      side.side,
      `${counted(side.scheduledJobs, "scheduled job")}; hours in which all may start: ` +
        `${all} of ${there.length}, none: ${none}`,
    );
  }
  if (there.length === 0) return ofSide(side.side, "not in the answer");
  const most = there.reduce((top, hour) => Math.max(top, amounts[hour]!), 0);
  if (most === 0) return ofSide(side.side, NOTHING[measure]);
  const at = there.filter((hour) => amounts[hour] === most);
  const more = at.length > 1 ? ` and ${counted(at.length - 1, "hour")} more` : "";
  return ofSide(
    side.side,
    `${MOST[measure]} ${amountText(most)}, ${hourName(firstInWeek(at))}${more}`,
  );
}

const NOTHING = {
  starts: "no start",
  lost: "every due start came to a session",
  running: "no session runs",
} as const;
const MOST = {
  starts: "most starts:",
  lost: "most due starts that came to no session:",
  running: "most sessions on average:",
} as const;

/** The first of some hours in a week that begins on Monday. */
function firstInWeek(hours: readonly number[]): number {
  return hours.find((hour) => hour >= HOURS) ?? hours[0]!;
}

/** All that is known of an hour. */
function cellLines(side: WeekFigures & { side: SideName }, hour: number): string[] {
  const { allowed, starts, lost, running, scheduledJobs, counts } = side;
  const head = hourName(hour) + (side.side === "" ? "" : `, ${side.side}`);
  if (Number.isNaN(allowed[hour]!)) return [head, "no such hour in the span"];
  const busiest = counts === "busiest" ? " in the busiest such hour" : "";
  return [
    head,
    ...(starts.length > 0 ? [`${counted(starts[hour]!, "start")}${busiest}`] : []),
    ...(lost.length > 0 && lost[hour]! > 0
      ? [`${counted(lost[hour]!, "due start")} that came to no session${busiest}`]
      : []),
    `${grouped(allowed[hour]!)} of ${counted(scheduledJobs, "scheduled job")} may start`,
    ...(running === undefined ? [] : [`${amountText(running[hour]!)} sessions run, on average`]),
  ];
}

function sideHead(side: SideName, gridTop: number, palette: Palette): OptionPart {
  return {
    text: side === "baseline" ? "Baseline" : "Candidate",
    left: EDGE - 5,
    top: gridTop - SIDE_HEAD - 3,
    textStyle: { color: palette.text, fontFamily: FONT, fontSize: 12, fontWeight: "bold" },
  };
}

function hourAxis(gridIndex: number, palette: Palette, cellPx: number): OptionPart {
  return {
    type: "category",
    gridIndex,
    data: Array.from({ length: HOURS }, (_, hour) => String(hour).padStart(2, "0")),
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...labelStyle(palette), interval: cellPx < 18 ? 2 : 0 },
    splitLine: { show: false },
  };
}

function dayAxis(gridIndex: number, palette: Palette, rowPx: number): OptionPart {
  return {
    type: "category",
    gridIndex,
    inverse: true,
    data: MONDAY_FIRST.map((day) => WEEKDAYS[day].slice(0, 3)),
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...labelStyle(palette), interval: rowPx < 11 ? 1 : 0 },
    splitLine: { show: false },
  };
}

function cells(
  { side }: { readonly side: SideName },
  index: number,
  amounts: Float64Array,
  shades: readonly Shade[],
  palette: Palette,
  cellPx: number,
): OptionPart {
  const data: OptionPart[] = [];
  for (let row = 0; row < 7; row += 1)
    for (let column = 0; column < HOURS; column += 1) {
      const amount = amounts[hourAt(column, row)]!;
      if (Number.isNaN(amount)) continue;
      const { ink } = shadeOf(shades, amount);
      data.push({ value: [column, row, amount], label: { color: ink } });
    }
  return {
    type: "heatmap",
    // in one go: a page may be printed as soon as it is drawn
    progressive: 0,
    name: side,
    xAxisIndex: index,
    yAxisIndex: index,
    data,
    itemStyle: { borderColor: palette.background, borderWidth: 1 },
    emphasis: { itemStyle: { borderColor: palette.text, borderWidth: 1 } },
    label: {
      show: cellPx >= 20,
      fontFamily: FONT,
      fontSize: cellPx >= 34 ? 11 : 9,
      formatter: ({ value }: { value: readonly number[] }) =>
        value[2] === 0 ? "" : shortAmount(value[2]!),
    },
  };
}

/** The hours that are not there, hatched. */
function holes(amounts: Float64Array, index: number, palette: Palette): OptionPart {
  const data: number[][] = [];
  for (let row = 0; row < 7; row += 1)
    for (let column = 0; column < HOURS; column += 1)
      if (Number.isNaN(amounts[hourAt(column, row)]!)) data.push([column, row]);
  return {
    type: "custom",
    xAxisIndex: index,
    yAxisIndex: index,
    data,
    animation: false,
    renderItem: (_: unknown, api: ItemApi) => {
      const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
      const [width = 0, height = 0] = api.size([1, 1]);
      return hatched(x - width / 2 + 1, y - height / 2 + 1, width - 2, height - 2, palette);
    },
  };
}

/** A rectangle with diagonals through it. */
function hatched(
  x: number,
  y: number,
  width: number,
  height: number,
  palette: Palette,
): OptionPart {
  const lines: OptionPart[] = [];
  for (let at = 6; at < width + height; at += 8)
    lines.push({
      type: "line",
      shape: {
        x1: x + Math.min(at, width),
        y1: y + Math.max(0, at - width),
        x2: x + Math.max(0, at - height),
        y2: y + Math.min(at, height),
      },
      style: { stroke: palette.rule, lineWidth: 1 },
    });
  return {
    type: "group",
    children: [
      {
        type: "rect",
        shape: { x, y, width, height },
        style: { fill: "none", stroke: palette.rule },
      },
      ...lines,
    ],
  };
}
