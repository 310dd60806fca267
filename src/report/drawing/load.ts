/**
 * How many sessions run, or how many threads they could use, as steps against what there is; both
 * sides on the same axes.
 *
 * A step holds from its instant until the next one, so what one points at is read from the steps
 * and not from what was drawn. Where steps are stretches in which more went on, a band reaches from
 * their mean to their most.
 */
import { grouped } from "../../core/input/numberText.js";
import { lengthText } from "../../core/time/length.js";
import type { LoadChart, LoadFigures, LoadLine, SideName } from "../charts/chart.js";
import { counted } from "../kit/words.js";
import {
  amountAxis,
  clockMarks,
  footOf,
  gridOf,
  haloOf,
  markLines,
  type Room,
  timeAxis,
  zoomOf,
} from "./axes.js";
import { EDGE, emptyOption, FONT, frameOf, textPx, tooltipLines } from "./frame.js";
import type { ChartOption, ItemApi, Look, OptionPart } from "./look.js";
import { type Palette, paletteOf } from "./palette.js";
import { amountText, roundUp } from "./scale.js";
import { ofSide, sideColour, sideEntry, sideStroke } from "./sides.js";
import { instantText } from "./timeAxis.js";

type Side = LoadFigures & { readonly side: SideName };

/** A capacity so many times the peak would press the steps flat: it is told and not drawn. */
const FARTHEST = 3;
const NAME_ROOM = 18;

/** One line of the load, on each side. */
export function loadOption(chart: LoadChart, look: Look): ChartOption {
  const line = chart.lines[look.line ?? 0];
  if (line === undefined) return emptyOption(look, "Load", "Nothing has a load here.");
  const sides = line.sides;
  const drawn = sides.filter(({ at }) => at.length > 0);
  const title = titleOf(line);
  const lines = sides.map((side) => sideLine(side, line, look));
  if (drawn.length === 0)
    return emptyOption(look, title, `${lines.join(". ")}. Its course is not in the answer.`);
  const isTwo = sides.length > 1;
  const binned = drawn.find(({ everyMs }) => everyMs !== undefined)?.everyMs;
  const notes =
    binned === undefined
      ? []
      : [`Each step is the most in ${lengthText(binned)}; the band begins at the mean.`];
  const peak = sides.reduce((top, side) => Math.max(top, side.peak, mostOf(side)), 0);
  const capacities = [
    ...new Set(sides.map(({ capacity }) => capacity).filter((each) => Number.isFinite(each))),
  ];
  const shown = capacities.filter((capacity) => capacity <= Math.max(1, peak) * FARTHEST);
  const palette = paletteOf(look.isDark);
  const frame = frameOf(look, {
    title,
    lines: [...lines, ...notes],
    legend: isTwo ? drawn.map((side) => sideEntry(side.side, palette)) : [],
  });
  const top = Math.max(peak, ...shown, 1);
  const axisMost = roundAmount(top);
  const room: Room = {
    left: EDGE + Math.max(28, textPx(grouped(axisMost))),
    right: EDGE + 4,
    top: frame.top + NAME_ROOM,
    bottom: footOf(look),
  };
  return {
    ...frame.option,
    ...zoomOf(look, room, palette),
    grid: gridOf(room),
    xAxis: timeAxis(look, chart.span, room, palette),
    yAxis: amountAxis(line.measure, palette, { max: axisMost, minInterval: 1 }),
    tooltip: {
      ...(frame.option["tooltip"] as OptionPart),
      trigger: "axis",
      axisPointer: { type: "line", snap: false },
      formatter: (points: readonly { axisValue: number }[]) =>
        tooltipLines(pointLines(line, points[0]?.axisValue ?? chart.span.from, look)),
    },
    series: [
      ...drawn.flatMap((side) => [
        ...(side.everyMs === undefined ? [] : [band(side, chart.span.to, isTwo, palette)]),
        steps(side, chart.span.to, isTwo, palette, [
          ...(side === drawn[0]
            ? [
                ...shown.map((capacity) => limitMark(capacity, sides, line.measure, palette)),
                ...clockMarks(look, chart.span, palette),
              ]
            : []),
        ]),
      ]),
    ],
  };
}

function titleOf({ of, label, measure }: LoadLine): string {
  const what = measure === "threads" ? "Threads that sessions could use" : "Sessions at once";
  return of === "fleet" ? `${what}, ${label}` : `${what}, ${of} ${label}`;
}

/** `Baseline: at most 12 of 16 slots, first at Mon 2026-01-05 22:00; 3.4 on average`. */
function sideLine(side: Side, { measure }: LoadLine, look: Look): string {
  const { capacity, peak, peakAt, meanOfSpan } = side;
  const when = peak > 0 ? `, first at ${instantText(look.clock, peakAt)}` : "";
  // Of threads the peak is what sessions could use, and the mean what they used.
  if (measure === "threads")
    return ofSide(
      side.side,
      `sessions could use at most ${amountText(peak)} threads of ${amountText(capacity)}${when}; ` +
        `${amountText(meanOfSpan)} in use on average`,
    );
  const there = Number.isFinite(capacity)
    ? `of ${capacityText(capacity, measure)}`
    : `${peak === 1 ? "session" : "sessions"}, no limit`;
  return ofSide(
    side.side,
    `at most ${amountText(peak)} ${there}${when}; ${amountText(meanOfSpan)} on average`,
  );
}

/** An end of the axis that leaves air above the top, in whole amounts. */
function roundAmount(top: number): number {
  if (top <= 10) return Math.ceil(top * 1.1);
  const step = roundUp(top / 8);
  return Math.ceil((top * 1.04) / step) * step;
}

function mostOf({ most }: Side): number {
  let top = 0;
  for (const each of most) if (each > top) top = each;
  return top;
}

/** The steps of a side, and marks beside them. */
function steps(
  side: Side,
  end: number,
  isTwo: boolean,
  palette: Palette,
  marks: readonly OptionPart[],
): OptionPart {
  const { at, most } = side;
  const data = Array.from(at, (instant, index) => [instant, most[index]!]);
  data.push([end, most.at(-1)!]);
  return {
    type: "line",
    name: side.side,
    step: "end",
    showSymbol: false,
    symbol: "none",
    data,
    z: side.side === "baseline" ? 4 : 3,
    itemStyle: { color: sideColour(side.side, palette) },
    ...(side.side === "candidate" ? { areaStyle: { opacity: 0.12 } } : {}),
    lineStyle: { color: sideColour(side.side, palette), ...sideStroke(side.side, isTwo) },
    emphasis: { disabled: true },
    ...(marks.length === 0 ? {} : { markLine: markLines(marks) }),
  };
}

/** From the mean of each step to its most. */
function band(side: Side, end: number, isTwo: boolean, palette: Palette): OptionPart {
  const { at, most, mean } = side;
  return {
    type: "custom",
    name: side.side,
    data: [[at[0]!, 0]],
    silent: true,
    clip: true,
    z: 1,
    itemStyle: { color: sideColour(side.side, palette) },
    renderItem: (_: unknown, api: ItemApi) => {
      const above: number[][] = [];
      const below: number[][] = [];
      for (let index = 0; index < at.length; index += 1) {
        const until = index + 1 < at.length ? at[index + 1]! : end;
        above.push(api.coord([at[index]!, most[index]!]), api.coord([until, most[index]!]));
        below.push(api.coord([at[index]!, mean[index]!]), api.coord([until, mean[index]!]));
      }
      return {
        type: "polygon",
        shape: { points: [...above, ...below.reverse()] },
        style: { fill: sideColour(side.side, palette), opacity: isTwo ? 0.16 : 0.25 },
      };
    },
  };
}

/** What there is, with its amount written at the line. */
function limitMark(
  capacity: number,
  sides: readonly Side[],
  measure: LoadLine["measure"],
  palette: Palette,
): OptionPart {
  const of = sides.filter((side) => side.capacity === capacity);
  const whose = of.length < sides.length ? `, ${of[0]!.side}` : "";
  return {
    yAxis: capacity,
    lineStyle: { color: palette.limit, type: "solid", width: 1 },
    label: {
      show: true,
      formatter: capacityText(capacity, measure) + whose,
      position: "insideEndTop",
      color: palette.limit,
      ...haloOf(palette),
      fontFamily: FONT,
      fontSize: 11,
    },
  };
}

/** `16 slots`. */
function capacityText(capacity: number, measure: LoadLine["measure"]): string {
  return measure === "threads" ? counted(capacity, "thread") : counted(capacity, "slot");
}

/** What went on at an instant. */
function pointLines(line: LoadLine, instant: number, look: Look): string[] {
  return [
    instantText(look.clock, instant),
    ...line.sides.flatMap((side) => {
      const step = stepAt(side.at, instant);
      if (step < 0) return [];
      const who = side.side === "" ? "" : `${side.side}: `;
      const mean = side.mean[step]!;
      const most = side.most[step]!;
      return side.everyMs === undefined
        ? [`${who}${amountText(most)} ${line.measure}`]
        : [`${who}at most ${amountText(most)} ${line.measure}, ${amountText(mean)} on average`];
    }),
  ];
}

/** The step that holds at an instant: the last one that has begun; -1 before the first. */
export function stepAt(at: Float64Array, instant: number): number {
  let low = 0;
  let high = at.length;
  // Each round halves what is left.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at[middle]! <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
