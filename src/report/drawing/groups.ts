/**
 * Sessions by what they use: a row for each proxy, repository or organization, as high as sessions
 * run there at once, all rows on one scale.
 *
 * A strip is counted from the sessions that are in the chart; where some are not, it says so.
 */
import { grouped } from "../../core/input/numberText.js";
import type { SessionsChart } from "../charts/chart.js";
import { counted } from "../kit/words.js";
import {
  clockMarks,
  footOf,
  gridOf,
  labelRoom,
  markLines,
  markRoom,
  type Room,
  rowAxis,
  timeAxis,
  zoomOf,
} from "./axes.js";
import type { SessionSide } from "./bars.js";
import { EDGE, emptyOption, frameOf, tooltipLines } from "./frame.js";
import { stepAt } from "./load.js";
import type { ChartOption, GroupBy, ItemApi, Look, OptionPart } from "./look.js";
import { paletteOf } from "./palette.js";
import { ofSide, sideColour, sideEntry } from "./sides.js";
import { instantText } from "./timeAxis.js";

/** How many sessions run in a group: from `at[i]` on `count[i]`. */
interface Strip {
  readonly at: Float64Array;
  readonly count: Float64Array;
  readonly most: number;
}

/** A row for each group of jobs. */
export function groupsOption(chart: SessionsChart, look: Look, groupBy: GroupBy): ChartOption {
  const none = `no ${groupBy}`;
  const names = [...new Set(chart.jobs.map((job) => job[groupBy] ?? none))];
  const title = `Sessions at once by ${groupBy}`;
  if (names.length === 0) return emptyOption(look, title, "There is no job.");
  const groupOf = chart.jobs.map((job) => names.indexOf(job[groupBy] ?? none));
  const strips = chart.sides.map((side) => stripsOf(side, groupOf, names.length));
  const palette = paletteOf(look.isDark);
  const isTwo = chart.sides.length > 1;
  const frame = frameOf(look, {
    title,
    lines: [
      ...chart.sides.map((side, index) => sideLine(side, strips[index]!, names)),
      ...(chart.sides.some(({ leftOut }) => leftOut > 0)
        ? ["Sessions of the last jobs are left out: too many to draw."]
        : []),
    ],
    legend: isTwo ? chart.sides.map(({ side }) => sideEntry(side, palette)) : [],
  });
  const room: Room = {
    left: labelRoom(names, Math.min(220, look.width * 0.3)),
    right: EDGE + 4,
    top: frame.top + markRoom(look, chart.span),
    bottom: footOf(look),
  };
  const most = strips.flat().reduce((top, strip) => Math.max(top, strip.most), 1);
  const { from, to } = chart.span;
  return {
    ...frame.option,
    ...zoomOf(look, room, palette),
    grid: gridOf(room),
    xAxis: timeAxis(look, chart.span, room, palette),
    yAxis: rowAxis(names, room, (look.height - room.top - room.bottom) / names.length, palette),
    tooltip: {
      ...(frame.option["tooltip"] as OptionPart),
      trigger: "axis",
      axisPointer: { type: "line", axis: "x", snap: false },
      formatter: (points: readonly { axisValue: number }[]) => {
        const instant = points[0]?.axisValue ?? from;
        return tooltipLines([
          instantText(look.clock, instant),
          ...names.map((name, row) => `${name}: ${atOnce(strips, row, instant)}`),
        ]);
      },
    },
    series: [
      ...chart.sides.map(({ side }, lane) => ({
        type: "custom",
        name: side,
        dimensions: ["row", "from", "to"],
        encode: { x: [1, 2], y: 0 },
        data: names.map((_, row) => [row, from, to]),
        clip: true,
        itemStyle: { color: sideColour(side, palette) },
        renderItem: (_: unknown, api: ItemApi) => {
          const row = api.value(0);
          const height = api.size([0, 1])[1]!;
          const laneHeight = (height * 0.86) / chart.sides.length;
          const foot = api.coord([from, row])[1]! - height * 0.43 + laneHeight * (lane + 1);
          return stripShape(strips[lane]![row]!, to, foot, (laneHeight * 0.92) / most, api, {
            fill: sideColour(side, palette),
            opacity: 0.85,
          });
        },
      })),
      {
        type: "line",
        data: [],
        silent: true,
        markLine: markLines(clockMarks(look, chart.span, palette, "start")),
      },
    ],
  };
}

/** `Baseline: most at once 12, proxy-1`. */
function sideLine(side: SessionSide, strips: readonly Strip[], names: readonly string[]): string {
  const most = strips.reduce((top, strip) => Math.max(top, strip.most), 0);
  const at = strips.findIndex((strip) => strip.most === most);
  const where = most === 0 ? "no session runs" : `most at once ${grouped(most)}, ${names[at]!}`;
  return ofSide(side.side, `${counted(side.length, "session")}; ${where}`);
}

function atOnce(strips: readonly (readonly Strip[])[], row: number, instant: number): string {
  return strips
    .map((side) => {
      const { at, count } = side[row]!;
      const step = stepAt(at, instant);
      return grouped(step < 0 ? 0 : count[step]!);
    })
    .join(", then ");
}

/** The strips of a side, counted from begins and ends of its sessions. */
function stripsOf(side: SessionSide, groupOf: readonly number[], groups: number): Strip[] {
  const begins: number[][] = Array.from({ length: groups }, () => []);
  const ends: number[][] = Array.from({ length: groups }, () => []);
  for (let index = 0; index < side.length; index += 1) {
    const group = groupOf[side.job[index]!]!;
    begins[group]!.push(side.start[index]!);
    ends[group]!.push(side.end[index]!);
  }
  return begins.map((starts, group) =>
    stripOf(Float64Array.from(starts).sort(), Float64Array.from(ends[group]!).sort()),
  );
}

/** A session that ends when another begins has made room for it. */
function stripOf(starts: Float64Array, ends: Float64Array): Strip {
  const at: number[] = [];
  const count: number[] = [];
  let most = 0;
  let running = 0;
  let begun = 0;
  let ended = 0;
  // Each round takes a begin or an end; there are as many of each.
  while (begun < starts.length || ended < ends.length) {
    const next = Math.min(starts[begun] ?? Infinity, ends[ended] ?? Infinity);
    while (ended < ends.length && ends[ended]! <= next) {
      ended += 1;
      running -= 1;
    }
    while (begun < starts.length && starts[begun]! <= next) {
      begun += 1;
      running += 1;
    }
    at.push(next);
    count.push(running);
    if (running > most) most = running;
  }
  return { at: Float64Array.from(at), count: Float64Array.from(count), most };
}

function stripShape(
  { at, count }: Strip,
  end: number,
  foot: number,
  unitPx: number,
  api: ItemApi,
  style: OptionPart,
): OptionPart {
  const points: number[][] = [];
  let x = -Infinity;
  for (let index = 0; index < at.length; index += 1) {
    const left = api.coord([at[index]!, 0])[0]!;
    const right = api.coord([index + 1 < at.length ? at[index + 1]! : end, 0])[0]!;
    const y = foot - count[index]! * unitPx;
    if (index === 0) points.push([left, foot]);
    // Within half a pixel only what is higher counts.
    if (right - x < 0.5 && points.length > 1 && points.at(-1)![1]! <= y) continue;
    points.push([left, y], [right, y]);
    x = right;
  }
  if (points.length > 0) points.push([points.at(-1)![0]!, foot]);
  return { type: "polygon", shape: { points }, style };
}
