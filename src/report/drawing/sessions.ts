/**
 * Sessions as a Gantt chart: a row for each job, bars in time, the baseline above the candidate in
 * the same row.
 *
 * The sentences count what has a row, and say what has none.
 */
import { lengthText } from "../../core/time/length.js";
import { grouped } from "../../core/input/numberText.js";
import {
  type ChartJob,
  SESSION_OUTCOMES,
  type SessionFigures,
  type SessionsChart,
  type SideName,
} from "../charts/chart.js";
import { clean } from "../kit/safe.js";
import { counted, listed } from "../kit/words.js";
import {
  clockMarks,
  footOf,
  gridOf,
  labelRoom,
  markLines,
  markRoom,
  type Room,
  rowAxis,
  TIME_RIGHT,
  timeAxis,
  zoomOf,
} from "./axes.js";
import { barLegend, barSeries, type BarSeries } from "./bars.js";
import { emptyOption, frameOf, tooltipLines } from "./frame.js";
import { groupsOption } from "./groups.js";
import type { ChartOption, Look, OptionPart } from "./look.js";
import { type Palette, paletteOf } from "./palette.js";
import { ofSide } from "./sides.js";
import { instantText } from "./timeAxis.js";

/** Rows are not pressed flatter than this where one can roll through them, px. */
const LOWEST_ROW = 16;
/** What stands above and below rows, about, px. */
const HEAD_AND_FOOT = 190;

/** Sessions in rows of jobs, or grouped by what the jobs use. */
export function sessionsOption(chart: SessionsChart, look: Look): ChartOption {
  if (look.groupBy !== undefined) return groupsOption(chart, look, look.groupBy);
  const rows = (look.rows ?? chart.jobs.map((_, index) => index)).filter(
    (job) => chart.jobs[job] !== undefined,
  );
  const title = "Sessions";
  if (rows.length === 0) return emptyOption(look, title, "No job has a row here.");
  const rowOf = new Int32Array(chart.jobs.length).fill(-1);
  rows.forEach((job, row) => (rowOf[job] = row));
  const { from, to } = chart.span;
  const lanes = { rowOf, rows: rows.length, from, to, sides: chart.sides.length };
  const palette = paletteOf(look.isDark);
  const series = barSeries(chart.sides, lanes, palette);
  const frame = frameOf(look, {
    title,
    lines: sessionLines(chart, rows, rowOf),
    legend: barLegend(series, palette),
  });
  const labels = rows.map((job) => rowLabel(chart.jobs[job]!));
  const room: Room = {
    left: labelRoom(labels, Math.min(220, look.width * 0.3)),
    right: TIME_RIGHT,
    top: frame.top + markRoom(look, chart.span),
    bottom: footOf(look),
  };
  const height = look.height - room.top - room.bottom;
  return {
    ...frame.option,
    ...rollOf(look, room, height, rows.length, palette),
    grid: gridOf(room),
    xAxis: timeAxis(look, chart.span, room, palette),
    yAxis: rowAxis(
      labels,
      room,
      rolls(look, rows.length) ? LOWEST_ROW : height / rows.length,
      palette,
    ),
    tooltip: {
      ...(frame.option["tooltip"] as OptionPart),
      trigger: "item",
      formatter: ({ seriesIndex, dataIndex }: { seriesIndex: number; dataIndex: number }) => {
        const of = series[seriesIndex];
        return of === undefined ? "" : tooltipLines(barLines(of, dataIndex, chart, look));
      },
    },
    series: [
      ...series.map(({ option }) => option),
      {
        type: "line",
        data: [],
        silent: true,
        markLine: markLines(clockMarks(look, chart.span, palette, "start")),
      },
    ],
  };
}

/** Zooming in time, and rolling through the rows where there are more than fit. */
function rollOf(
  look: Look,
  room: Room,
  height: number,
  rows: number,
  palette: Palette,
): OptionPart {
  const zoom = zoomOf(look, room, palette, "weakFilter");
  if (!rolls(look, rows)) return zoom;
  const fitting = Math.floor(height / LOWEST_ROW);
  return {
    dataZoom: [
      ...(zoom["dataZoom"] as readonly OptionPart[]),
      {
        type: "slider",
        yAxisIndex: 0,
        filterMode: "filter",
        startValue: 0,
        endValue: Math.min(rows, Math.max(1, fitting)) - 1,
        right: 10,
        width: 10,
        top: room.top,
        bottom: room.bottom,
        showDetail: false,
        showDataShadow: false,
        brushSelect: false,
        borderColor: palette.rule,
      },
    ],
  };
}

/** Whether there are more rows than such a picture shows at once. */
function rolls({ isStill, height }: Look, rows: number): boolean {
  return isStill !== true && rows * LOWEST_ROW > height - HEAD_AND_FOOT;
}

/** What a job is called in its row. */
function rowLabel({ label, isCopy }: ChartJob): string {
  return clean(label) + (isCopy ? " (copy)" : "");
}

/** What the rows come to, on each side. */
function sessionLines(chart: SessionsChart, rows: readonly number[], rowOf: Int32Array): string[] {
  const { jobs, sides } = chart;
  const some =
    rows.length < jobs.length
      ? [
          `${counted(rows.length, "job")} of ${grouped(jobs.length)} ` +
            `${rows.length === 1 ? "has" : "have"} a row.`,
        ]
      : [];
  const cutRows = rows.filter((job) => sides.some(({ jobsDrawn }) => job >= jobsDrawn)).length;
  const cut =
    cutRows > 0
      ? [`${counted(cutRows, "row")} without all sessions: there are too many to draw.`]
      : [];
  const hasRetries = sides.some(({ attempt, job }) =>
    attempt.some((count, index) => count > 0 && rowOf[job[index]!]! >= 0),
  );
  return [
    ...sides.map((side) => sideLine(side, rowOf)),
    ...some,
    ...cut,
    ...(hasRetries ? ["Lower bars, outlined where there is room, are retries."] : []),
    ...(sides.length > 1 ? ["In each row the baseline is above, the candidate below."] : []),
  ];
}

/** `Baseline: 120 sessions, 4 failed and 2 stopped; 3 starts came to none`. */
function sideLine(side: SessionFigures & { readonly side: SideName }, rowOf: Int32Array): string {
  const ended = SESSION_OUTCOMES.map(() => 0);
  let sessions = 0;
  for (let index = 0; index < side.length; index += 1) {
    if (rowOf[side.job[index]!]! < 0) continue;
    sessions += 1;
    ended[side.outcome[index]!]! += 1;
  }
  let lost = 0;
  let blocked = 0;
  for (let index = 0; index < side.missed.length; index += 1) {
    if (rowOf[side.missed.job[index]!]! < 0) continue;
    lost += 1;
    if (side.byWindow[side.missed.reason[index]!]!) blocked += 1;
  }
  const words = OUTCOME_WORDS.flatMap(({ outcome, words: word }) => {
    const count = ended[SESSION_OUTCOMES.indexOf(outcome)]!;
    return count === 0 ? [] : [`${grouped(count)} ${word}`];
  });
  return ofSide(
    side.side,
    counted(sessions, "session") +
      (words.length === 0 ? "" : `: ${listed(words)}`) +
      (lost === 0 ? "" : `; ${lostText(lost, blocked)}`),
  );
}

/** `5 starts came to none, 3 of them blocked by a window`. */
function lostText(lost: number, blocked: number): string {
  const share = blocked < lost ? `${grouped(blocked)} of them ` : lost === 1 ? "" : "all ";
  const by = blocked === 0 ? "" : `, ${share}blocked by a window`;
  return `${counted(lost, "start")} came to none${by}`;
}

const OUTCOME_WORDS = [
  { outcome: "Success", words: "succeeded" },
  { outcome: "Warning", words: "with a warning" },
  { outcome: "Failed", words: "failed" },
  { outcome: "Stopped", words: "stopped" },
  { outcome: "Running", words: "still running at the end" },
] as const;

/** All that is known of a bar. */
function barLines(
  { side, indices, isMissed }: BarSeries,
  item: number,
  chart: SessionsChart,
  { clock }: Look,
): string[] {
  const index = indices[item]!;
  const who = side.side === "" ? "" : `, ${side.side}`;
  if (isMissed) {
    const { job, nominal, reason } = side.missed;
    return [
      rowLabel(chart.jobs[job[index]!]!) + who,
      `due ${instantText(clock, nominal[index]!)}`,
      `no session: ${side.reasons[reason[index]!] ?? ""}`,
    ];
  }
  const start = side.start[index]!;
  const end = side.end[index]!;
  const due = side.due[index]!;
  const attempt = side.attempt[index]!;
  const outcome = SESSION_OUTCOMES[side.outcome[index]!]!;
  const until = outcome === "Running" ? "the span's end" : instantText(clock, end);
  const point = side.point[index]!;
  return [
    rowLabel(chart.jobs[side.job[index]!]!) + who,
    (outcome === "Running" ? "Running at the end" : outcome) +
      (attempt === 0 ? "" : `, retry ${attempt}`),
    `${instantText(clock, start)} to ${until}, ${lengthText(end - start)}`,
    ...(start > due ? [`waited ${lengthText(start - due)} from ${instantText(clock, due)}`] : []),
    ...(point === 0
      ? []
      : [point === 2 ? "makes a restore point, a full" : "makes a restore point"]),
  ];
}
