/**
 * What a proposal or a comparison came to on each side: for each figure a dot at the mean and a
 * line over its interval, on an axis of its own.
 *
 * An axis begins where its figures do and not at 0: it is there to tell two sides apart, and what
 * they are is written beside them.
 */
import type { JudgedChart, JudgedFigure, SideName } from "../charts/chart.js";
import { signedText } from "../changeWords.js";
import { clean } from "../kit/safe.js";
import { wrap } from "../kit/table.js";
import { counted, listed } from "../kit/words.js";
import { labelStyle } from "./axes.js";
import { figureText, intervalText, roundTicks } from "./figures.js";
import {
  EDGE,
  emptyOption,
  FONT,
  frameOf,
  type LegendEntry,
  textPx,
  tooltipLines,
} from "./frame.js";
import type { ChartOption, ItemApi, Look, OptionPart } from "./look.js";
import { type Palette, paletteOf } from "./palette.js";
import { sideColour } from "./sides.js";

const AXIS = 26;
const LABEL_LINE = 15;

/** The figures of both sides. */
export function judgedOption(chart: JudgedChart, look: Look): ChartOption {
  const { figures } = chart;
  const isTwo = figures.some(({ sides }) => sides.length > 1);
  const title = isTwo ? "Baseline and candidate" : "Figures";
  if (figures.length === 0) return emptyOption(look, title, "No figure was judged.");
  const palette = paletteOf(look.isDark);
  const frame = frameOf(look, {
    title,
    lines: linesOf(chart),
    legend: isTwo
      ? (["baseline", "candidate"] as const).map((side) => dotEntry(side, palette))
      : [],
    spoken: figures.map((figure) => figureLine(figure, look)),
  });
  const texts = figures.map((figure) => textsOf(figure, look));
  const left = EDGE + Math.min(190, look.width * 0.22);
  const fontPx = look.width < 800 ? 11 : 12;
  const textsPx = texts.flat().reduce((widest, text) => Math.max(widest, textPx(text)), 0);
  const right = EDGE + Math.min(look.width * 0.5, (textsPx * fontPx) / 12 + 10);
  const each = Math.max(44, (look.height - frame.top - 8) / figures.length);
  const tops = figures.map((_, index) => frame.top + index * each);
  const spots = figures.flatMap(({ sides }, index) => sides.map((_, at) => ({ index, at })));
  const plotPx = look.width - left - right;
  return {
    ...frame.option,
    title: [
      frame.option["title"],
      ...figures.map(({ label }, index) => headOf(label, tops[index]!, each, left, palette)),
    ],
    grid: tops.map((top) => ({
      left,
      right,
      top: top + 2,
      height: each - AXIS,
      outerBoundsMode: "none",
    })),
    xAxis: figures.map((figure, index) => figureAxis(figure, index, plotPx, palette, look)),
    yAxis: figures.map(({ sides }, gridIndex) => ({
      type: "category",
      gridIndex,
      inverse: true,
      show: false,
      data: sides.map(({ side }) => side),
    })),
    tooltip: {
      ...(frame.option["tooltip"] as OptionPart),
      trigger: "item",
      formatter: ({ seriesIndex }: { seriesIndex: number }) => {
        const index = spots[seriesIndex]!.index;
        const { sides, label } = figures[index]!;
        return tooltipLines([
          label,
          ...sides.map(({ side }, at) => (side === "" ? "" : `${side}: `) + texts[index]![at]!),
        ]);
      },
    },
    series: spots.map(({ index, at }) =>
      dotSeries(
        figures[index]!,
        index,
        at,
        texts[index]![at]!,
        { left: look.width - right + 10, fontPx },
        palette,
      ),
    ),
  };
}

/** Under how many seeds, and what the lines are. */
function linesOf({ figures, seeds }: JudgedChart): string[] {
  if (seeds.length === 1) return [`Under one seed, ${String(seeds[0])}: what happened`];
  const under = `under ${counted(seeds.length, "seed")}`;
  return figures.some(({ interval }) => interval === "difference")
    ? [
        `Means ${under}; beside the candidate its difference, with the 95 % interval of that`,
        "The line is that interval, laid at the baseline.",
      ]
    : [`Means ${under}, with their 95 % intervals`];
}

/** `worst exposure: baseline 26 h (25 h to 27 h) and candidate 24 h (23 h to 25 h)`. */
function figureLine(figure: JudgedFigure, look: Look): string {
  const texts = textsOf(figure, look);
  const values = figure.sides.map(
    ({ side }, index) => (side === "" ? "" : `${side} `) + texts[index]!,
  );
  return `${figure.label}: ${listed(values)}`;
}

/** What each side came to: `24 h (23 h to 25 h)`, or with its difference: `24 h, -2 h (...)`. */
function textsOf({ unit, sides, interval, isClear }: JudgedFigure, { clock }: Look): string[] {
  const base = sides[0]!.mean;
  return sides.map(({ side, mean, low, high }) => {
    if (interval === "each") return intervalText(unit, { value: mean, low, high }, clock);
    const own = figureText(unit, mean, clock);
    if (side !== "candidate") return own;
    const [less, more] = [low, high].map((end) => signedText(unit, end - base));
    const ends = low < high ? ` (${less!} to ${more!})` : "";
    const verdict = isClear === undefined ? "" : isClear ? ", clear" : ", not clear";
    return `${own}, ${signedText(unit, mean - base)}${ends}${verdict}`;
  });
}

function dotEntry(side: SideName, palette: Palette): LegendEntry {
  return {
    name: side,
    icon: side === "baseline" ? "circle" : "diamond",
    itemStyle: { color: sideColour(side, palette) },
  };
}

/** What a figure is called, in the middle of its row. */
function headOf(
  label: string,
  top: number,
  height: number,
  left: number,
  palette: Palette,
): OptionPart {
  const lines = wrap(clean(label), Math.floor((left - EDGE - 8) / 6.6)).slice(0, 3);
  return {
    text: lines.join("\n"),
    left: EDGE - 5,
    top: top + (height - AXIS) / 2 - (lines.length * LABEL_LINE) / 2 - 3,
    textStyle: {
      color: palette.text,
      fontFamily: FONT,
      fontSize: 12,
      fontWeight: "normal",
      lineHeight: LABEL_LINE,
    },
  };
}

/** From a little before the least of a figure to a little after its most. */
function figureAxis(
  { unit, sides }: JudgedFigure,
  gridIndex: number,
  plotPx: number,
  palette: Palette,
  look: Look,
): OptionPart {
  const least = sides.reduce((low, side) => Math.min(low, side.low), Infinity);
  const most = sides.reduce((high, side) => Math.max(high, side.high), -Infinity);
  const air = most > least ? (most - least) * 0.12 : Math.max(Math.abs(most) * 0.05, 1e-3);
  const min = least >= 0 ? Math.max(0, least - air) : least - air;
  const max = most + air;
  const ticks = roundTicks(unit, min, max, Math.max(2, Math.floor(plotPx / 90)));
  return {
    type: "value",
    gridIndex,
    min,
    max,
    axisLine: { show: true, onZero: false, lineStyle: { color: palette.rule } },
    axisTick: { show: true, customValues: ticks, lineStyle: { color: palette.faint } },
    axisLabel: {
      ...labelStyle(palette),
      fontSize: 10,
      hideOverlap: true,
      customValues: ticks,
      formatter: (value: number) => figureText(unit, value, look.clock),
    },
    splitLine: { show: true, lineStyle: { color: palette.rule } },
  };
}

/** The dot, the interval and the text of one side. */
function dotSeries(
  { sides }: JudgedFigure,
  index: number,
  at: number,
  text: string,
  place: { readonly left: number; readonly fontPx: number },
  palette: Palette,
): OptionPart {
  const { side, mean, low, high } = sides[at]!;
  const colour = sideColour(side, palette);
  return {
    type: "custom",
    name: side,
    xAxisIndex: index,
    yAxisIndex: index,
    data: [[at, mean, low, high]],
    encode: { x: [1, 2, 3], y: 0 },
    itemStyle: { color: colour },
    clip: false,
    renderItem: (_: unknown, api: ItemApi) => {
      const [x = 0, y = 0] = api.coord([mean, at]);
      const [from = 0] = api.coord([low, at]);
      const [to = 0] = api.coord([high, at]);
      const style = { stroke: colour, lineWidth: 2 };
      const line = (x1: number, y1: number, x2: number, y2: number): OptionPart => ({
        type: "line",
        shape: { x1, y1, x2, y2 },
        style,
      });
      const interval =
        high > low
          ? [line(from, y, to, y), line(from, y - 4, from, y + 4), line(to, y - 4, to, y + 4)]
          : [];
      const points = [
        [x, y - 6],
        [x + 6, y],
        [x, y + 6],
        [x - 6, y],
      ];
      const dot =
        side === "baseline"
          ? { type: "circle", shape: { cx: x, cy: y, r: 4.5 }, style: { fill: colour } }
          : { type: "polygon", shape: { points }, style: { fill: colour } };
      return {
        type: "group",
        children: [
          ...interval,
          dot,
          {
            type: "text",
            style: {
              text,
              x: place.left,
              y,
              fill: palette.text,
              font: `${place.fontPx}px ${FONT}`,
              verticalAlign: "middle",
            },
          },
        ],
      };
    },
  };
}
