/**
 * The variations of a study by their metrics: a table in shades, each metric on a scale of its own,
 * or, where there are many, lines over parallel axes.
 *
 * A shade says where a value lies between the least and the most of its column, and nothing of what
 * is good; which rows are not clearly worse than the best is said by a mark (R35).
 */
import { grouped } from "../../core/input/numberText.js";
import type { StudyChart } from "../charts/chart.js";
import { clean } from "../kit/safe.js";
import { wrap } from "../kit/table.js";
import { counted } from "../kit/words.js";
import { gridOf, labelRoom, labelStyle, type Room, rowAxis } from "./axes.js";
import { figureText, intervalText, roundTicks } from "./figures.js";
import { EDGE, emptyOption, FONT, frameOf, textPx, tooltipLines } from "./frame.js";
import type { ChartOption, ItemApi, Look, OptionPart } from "./look.js";
import type { Palette } from "./palette.js";

/** More rows than these are lines. */
const MOST_IN_TABLE = 30;
/** A column is not narrower, px. */
const NARROWEST = 66;
const HEAD_LINE = 13;

/** The rows of a study. */
export function studyOption(chart: StudyChart, look: Look): ChartOption {
  const { rows, metrics } = chart;
  if (rows.length === 0 || metrics.length === 0)
    return emptyOption(look, "Study", "No variation was finished.");
  const style = look.style ?? (rows.length > MOST_IN_TABLE ? "lines" : "table");
  return style === "table" ? tableOption(chart, look) : linesOption(chart, look);
}

/** `12 variations under 100 seeds: means, with their 95 % intervals`. */
function headLine({ rows, seeds }: StudyChart): string {
  return (
    counted(rows.length, "variation") +
    (seeds === 1
      ? " under one seed"
      : ` under ${counted(seeds, "seed")}: means, with their 95 % intervals`)
  );
}

function tableOption(chart: StudyChart, look: Look): ChartOption {
  const { rows, metrics } = chart;
  const labels = rows.map(({ name }) => clean(name));
  const left = labelRoom(labels, Math.min(280, look.width * 0.32));
  const columns = columnsOf(chart, Math.max(1, Math.floor((look.width - left - EDGE) / NARROWEST)));
  const hasMarks = chart.seeds > 1;
  const frame = frameOf(look, {
    title: "Variations by their metrics",
    lines: [
      headLine(chart),
      `Each column has its own shades: the ${look.isDark ? "brightest" : "darkest"} is its most.`,
      ...(hasMarks
        ? ["A bar at the left of a cell: not clearly worse than the best of its column."]
        : []),
      ...leftOutLines(chart, columns),
    ],
    spoken: columns.map((metric) => spreadLine(chart, metric, look)),
  });
  const { palette } = frame;
  const cellPx = (look.width - left - EDGE) / columns.length;
  const heads = columns.map((metric) => wrap(metrics[metric]!.label, Math.floor((cellPx - 4) / 6)));
  const headLines = heads.reduce((most, lines) => Math.max(most, lines.length), 1);
  const room: Room = {
    left,
    right: EDGE,
    top: frame.top + headLines * HEAD_LINE + 8,
    bottom: EDGE,
  };
  const rowPx = (look.height - room.top - room.bottom) / rows.length;
  return {
    ...frame.option,
    grid: gridOf(room),
    xAxis: {
      type: "category",
      position: "top",
      data: columns.map((_, column) => String(column)),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        ...labelStyle(palette),
        color: palette.text,
        interval: 0,
        lineHeight: HEAD_LINE,
        formatter: (_: string, column: number) => heads[column]!.join("\n"),
      },
      splitLine: { show: false },
    },
    yAxis: rowAxis(labels, room, rowPx, palette),
    tooltip: {
      ...(frame.option["tooltip"] as OptionPart),
      trigger: "item",
      formatter: ({ value }: { value: readonly number[] }) =>
        tooltipLines(rowLines(chart, value[1]!, [columns[value[0]!]!], look)),
    },
    series: [cells(chart, columns, cellPx, palette, look)],
  };
}

/** The columns that have room: first those in which rows differ. */
function columnsOf({ rows, metrics }: StudyChart, most: number): number[] {
  const all = metrics.map((_, metric) => metric);
  const varied = all.filter((metric) =>
    rows.some(({ cells: each }) => each[metric]!.value !== rows[0]!.cells[metric]!.value),
  );
  return (varied.length === 0 ? all : varied).slice(0, most);
}

/** What became of the metrics that have no column. */
function leftOutLines(chart: StudyChart, columns: readonly number[]): string[] {
  const hidden = chart.metrics
    .map((_, metric) => metric)
    .filter((metric) => !columns.includes(metric));
  const agreed = hidden.filter((metric) => {
    const [least, most] = rangeOf(chart, metric);
    return least === most;
  }).length;
  const crowded = hidden.length - agreed;
  return [
    ...(agreed > 0
      ? [`Left out: ${counted(agreed, "metric")} in which all variations agree.`]
      : []),
    ...(crowded > 0 ? [`No room for ${counted(crowded, "metric")} more.`] : []),
  ];
}

function cells(
  chart: StudyChart,
  columns: readonly number[],
  cellPx: number,
  palette: Palette,
  look: Look,
): OptionPart {
  const { rows, metrics, seeds } = chart;
  const ranges = columns.map((metric) => rangeOf(chart, metric));
  const data = rows.flatMap((_, row) => columns.map((__, column) => [column, row]));
  return {
    type: "custom",
    data,
    itemStyle: { color: palette.candidate },
    renderItem: (_: unknown, api: ItemApi) => {
      const column = api.value(0);
      const row = api.value(1);
      const metric = columns[column]!;
      const { unit } = metrics[metric]!;
      const cell = rows[row]!.cells[metric]!;
      const [middle = 0, centre = 0] = api.coord([column, row]);
      const height = Math.max(1, api.size([0, 1])[1]! - 2);
      const width = cellPx - 2;
      const [least, most] = ranges[column]!;
      const share = most > least ? (cell.value - least) / (most - least) : 0;
      const step = Math.round(share * (palette.shades.length - 1));
      const ink = palette.inks[step]!;
      const x = middle - width / 2;
      const y = centre - height / 2;
      const value = figureText(unit, cell.value, look.clock);
      const [low, high] = [cell.low, cell.high].map((end) => figureText(unit, end, look.clock));
      const interval = `${low!} to ${high!}`;
      const hasInterval =
        cell.low < cell.high && height >= 30 && textPx(interval) * 0.78 <= width - 10;
      const text = (content: string, at: number, size: number, weight: string): OptionPart => ({
        type: "text",
        style: {
          text: content,
          x: middle,
          y: at,
          fill: ink,
          font: `${weight} ${size}px ${FONT}`,
          align: "center",
          verticalAlign: "middle",
          width: width - 8,
          overflow: "truncate",
        },
      });
      return {
        type: "group",
        children: [
          { type: "rect", shape: { x, y, width, height }, style: { fill: palette.shades[step] } },
          ...(seeds > 1 && cell.isAmongBest
            ? [{ type: "rect", shape: { x, y, width: 4, height }, style: { fill: palette.over } }]
            : []),
          ...(height < 11
            ? []
            : [
                text(
                  value,
                  centre - (hasInterval ? 7 : 0),
                  11,
                  seeds > 1 && cell.isAmongBest ? "bold" : "normal",
                ),
              ]),
          ...(hasInterval ? [text(interval, centre + 7, 9, "normal")] : []),
        ],
      };
    },
  };
}

function rangeOf({ rows }: StudyChart, metric: number): readonly [least: number, most: number] {
  const values = rows.map(({ cells: each }) => each[metric]!.value);
  return [
    values.reduce((a, b) => Math.min(a, b), Infinity),
    values.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
}

/** `worst exposure: 24 h, 22:00, to 26 h 5 min, 23:00`: the least and the most of a column. */
function spreadLine(chart: StudyChart, metric: number, { clock }: Look): string {
  const { label, unit } = chart.metrics[metric]!;
  const [least, most] = rangeOf(chart, metric);
  const nameOf = (value: number): string =>
    chart.rows.find(({ cells: each }) => each[metric]!.value === value)!.name;
  return least === most
    ? `${label}: ${figureText(unit, least, clock)} in all`
    : `${label}: ${figureText(unit, least, clock)}, ${nameOf(least)}, ` +
        `to ${figureText(unit, most, clock)}, ${nameOf(most)}`;
}

/** A row, and what it came to in some metrics. */
function rowLines(
  { rows, metrics, seeds }: StudyChart,
  row: number,
  of: readonly number[],
  { clock }: Look,
): string[] {
  const { name, cells: each } = rows[row]!;
  return [
    name,
    ...of.map((metric) => {
      const { label, unit } = metrics[metric]!;
      const best =
        seeds > 1 && each[metric]!.isAmongBest ? ", not clearly worse than the best" : "";
      return `${label}: ${intervalText(unit, each[metric]!, clock)}${best}`;
    }),
  ];
}

function linesOption(chart: StudyChart, look: Look): ChartOption {
  const { rows, metrics, seeds } = chart;
  const columns = columnsOf(
    chart,
    Math.max(2, Math.floor((look.width - 2 * EDGE) / (NARROWEST + 24))),
  );
  const bestIn = rows.map(
    ({ cells: each }) => columns.filter((metric) => each[metric]!.isAmongBest).length,
  );
  const most = bestIn.reduce((a, b) => Math.max(a, b), 0);
  // What is thick is drawn last, and nothing covers it.
  const order = rows.map((_, row) => row).sort((a, b) => bestIn[a]! - bestIn[b]!);
  const strong = rows.filter((_, row) => bestIn[row] === most);
  const who = strong.length === 1 ? strong[0]!.name : counted(strong.length, "variation");
  const frame = frameOf(look, {
    title: "Variations by their metrics",
    lines: [
      headLine(chart),
      `Thick: ${who}, ` +
        (seeds > 1 ? "not clearly worse than the best" : "the best") +
        ` in ${grouped(most)} of ${counted(columns.length, "metric")}`,
      ...leftOutLines(chart, columns),
    ],
    spoken: columns.map((metric) => spreadLine(chart, metric, look)),
  });
  const { palette } = frame;
  const axisPx = (look.width - 120) / Math.max(1, columns.length - 1);
  const heads = columns.map((metric) =>
    wrap(metrics[metric]!.label, Math.max(8, Math.floor((axisPx * 0.62) / 6))),
  );
  const headLines = heads.reduce((high, lines) => Math.max(high, lines.length), 1);
  return {
    ...frame.option,
    parallel: {
      left: 40,
      right: 72,
      top: frame.top + headLines * HEAD_LINE + 10,
      bottom: 24,
      axisExpandable: false,
    },
    parallelAxis: columns.map((metric, index) =>
      parallelAxis(
        chart,
        metric,
        index,
        heads[index]!,
        index === columns.length - 1,
        palette,
        look,
      ),
    ),
    tooltip: {
      ...(frame.option["tooltip"] as OptionPart),
      trigger: "item",
      formatter: ({ dataIndex }: { dataIndex: number }) =>
        tooltipLines(rowLines(chart, order[dataIndex]!, columns, look)),
    },
    series: [
      {
        type: "parallel",
        smooth: false,
        lineStyle: { color: palette.baseline, width: 1, opacity: 0.35 },
        emphasis: { lineStyle: { width: 3, opacity: 1 } },
        data: order.map((row) => ({
          value: columns.map((metric) => rows[row]!.cells[metric]!.value),
          ...(bestIn[row] === most
            ? { lineStyle: { color: palette.candidate, width: 2.5, opacity: 0.9 } }
            : {}),
        })),
      },
    ],
  };
}

function parallelAxis(
  chart: StudyChart,
  metric: number,
  dim: number,
  head: readonly string[],
  isLast: boolean,
  palette: Palette,
  look: Look,
): OptionPart {
  const { unit } = chart.metrics[metric]!;
  const [least, most] = rangeOf(chart, metric);
  const air = most > least ? (most - least) * 0.04 : Math.max(1, Math.abs(most) * 0.1);
  const low = least >= 0 ? Math.max(0, least - air) : least - air;
  const high = most + air;
  return {
    dim,
    type: "value",
    min: low,
    max: high,
    name: head.join("\n"),
    nameLocation: "end",
    nameGap: 12,
    nameTextStyle: {
      color: palette.text,
      fontFamily: FONT,
      fontSize: 11,
      lineHeight: HEAD_LINE,
      align: dim === 0 ? "left" : isLast ? "right" : "center",
    },
    axisLine: { lineStyle: { color: palette.faint } },
    axisTick: {
      customValues: roundTicks(unit, low, high, 5),
      lineStyle: { color: palette.faint },
    },
    axisLabel: {
      ...labelStyle(palette),
      customValues: roundTicks(unit, low, high, 5),
      formatter: (value: number) => figureText(unit, value, look.clock),
      textBorderColor: palette.background,
      textBorderWidth: 3,
    },
  };
}
