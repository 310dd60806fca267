/**
 * The exposure of one job: ramps that rise by an hour an hour and fall with each restore point,
 * against the target; what is over the target is filled.
 *
 * Ramps are drawn from their own figures to the millisecond: where one crosses the target, the fill
 * begins.
 */
import { HOUR_MS } from "../../core/time/instant.js";
import { lengthText } from "../../core/time/length.js";
import type { ExposureChart, ExposureFigures, SideName } from "../charts/chart.js";
import {
  amountAxis,
  clockMarks,
  footOf,
  gridOf,
  haloOf,
  labelStyle,
  markLines,
  type Room,
  timeAxis,
  zoomOf,
} from "./axes.js";
import { EDGE, emptyOption, FONT, frameOf, textPx, tooltipLines } from "./frame.js";
import { roundStep } from "./figures.js";
import { stepAt } from "./load.js";
import type { ChartOption, ItemApi, Look, OptionPart } from "./look.js";
import { type Palette, paletteOf } from "./palette.js";
import { ofSide, sideColour, sideEntry, sideStroke } from "./sides.js";
import { instantText } from "./timeAxis.js";

type Side = ExposureFigures & { readonly side: SideName };

const NAME_ROOM = 18;
/** A target so many times the worst exposure is told and not drawn. */
const FARTHEST = 3;

/** The exposure of a job, on each side. */
export function exposureOption(chart: ExposureChart, look: Look): ChartOption {
  const { job, span, sides } = chart;
  const title = `Exposure of ${job.label}`;
  const lines = sides.map((side) => sideLine(side, chart, look));
  const drawn = sides.filter(({ at }) => at.length > 0);
  if (drawn.length === 0) return emptyOption(look, title, lines.join(". "));
  const palette = paletteOf(look.isDark);
  const frame = frameOf(look, {
    title,
    lines,
    legend: sides.length > 1 ? drawn.map(({ side }) => sideEntry(side, palette)) : [],
  });
  const worst = sides.reduce((top, side) => Math.max(top, side.worst), HOUR_MS);
  const target = job.rpo !== undefined && job.rpo <= worst * FARTHEST ? job.rpo : undefined;
  const ticks = hourTicks(Math.max(worst, target ?? 0), look.height);
  const room: Room = {
    left: EDGE + ticks.reduce((widest, tick) => Math.max(widest, textPx(lengthText(tick))), 28),
    right: EDGE + 4,
    top: frame.top + NAME_ROOM,
    bottom: footOf(look),
  };
  const marks = [
    ...(target === undefined ? [] : [targetMark(target, palette)]),
    ...clockMarks(look, span, palette),
  ];
  return {
    ...frame.option,
    ...zoomOf(look, room, palette),
    grid: gridOf(room),
    xAxis: timeAxis(look, span, room, palette),
    yAxis: amountAxis("age of the newest restore point", palette, {
      max: ticks.at(-1)!,
      axisTick: { show: false, customValues: ticks },
      axisLabel: {
        ...labelStyle(palette),
        customValues: ticks,
        formatter: (value: number) => lengthText(value),
      },
    }),
    tooltip: {
      ...(frame.option["tooltip"] as OptionPart),
      trigger: "axis",
      axisPointer: { type: "line", snap: false },
      formatter: (points: readonly { axisValue: number }[]) =>
        tooltipLines(pointLines(chart, points[0]?.axisValue ?? span.from, look)),
    },
    series: drawn.flatMap((side, index) => [
      ...(job.rpo === undefined ? [] : [over(side, job.rpo, span.to, sides.length > 1, palette)]),
      ramps(side, span.to, sides.length > 1, palette, index === 0 ? marks : []),
    ]),
  };
}

/** `Worst 26 h 5 min, until Tue 2026-01-06 22:45; target 24 h`. */
function sideLine(side: Side, { job }: ExposureChart, look: Look): string {
  const worst = lengthText(side.worst, { toMinutes: true });
  const target =
    job.rpo === undefined
      ? "no target"
      : `${side.worst > job.rpo ? "over" : "within"} the target of ${lengthText(job.rpo)}`;
  return ofSide(
    side.side,
    `worst exposure ${worst}, until ${instantText(look.clock, side.worstAt)}; ${target}`,
  );
}

/** Round lengths from 0 to above the worst. */
function hourTicks(worst: number, height: number): number[] {
  const top = worst * 1.04;
  const step = roundStep("ms", top, Math.max(2, Math.min(8, Math.floor(height / 50))));
  return Array.from({ length: Math.ceil(top / step) + 1 }, (_, index) => index * step);
}

function ramps(
  side: Side,
  end: number,
  isTwo: boolean,
  palette: Palette,
  marks: readonly OptionPart[],
): OptionPart {
  const { at, low } = side;
  const data: number[][] = [];
  for (let index = 0; index < at.length; index += 1) {
    const from = at[index]!;
    const until = index + 1 < at.length ? at[index + 1]! : end;
    data.push([from, low[index]!], [until, low[index]! + (until - from)]);
  }
  return {
    type: "line",
    name: side.side,
    showSymbol: false,
    symbol: "none",
    data,
    z: side.side === "baseline" ? 4 : 3,
    itemStyle: { color: sideColour(side.side, palette) },
    lineStyle: { color: sideColour(side.side, palette), ...sideStroke(side.side, isTwo) },
    emphasis: { disabled: true },
    ...(marks.length === 0 ? {} : { markLine: markLines(marks) }),
  };
}

/** Where the exposure is over the target, from the target up. */
function over(
  side: Side,
  target: number,
  end: number,
  isTwo: boolean,
  palette: Palette,
): OptionPart {
  const { at, low } = side;
  const data: number[][] = [];
  for (let index = 0; index < at.length; index += 1) {
    const until = index + 1 < at.length ? at[index + 1]! : end;
    const high = low[index]! + (until - at[index]!);
    if (high <= target) continue;
    const from = at[index]! + Math.max(0, target - low[index]!);
    data.push([from, Math.max(target, low[index]!), until, high]);
  }
  const isFaint = isTwo && side.side === "baseline";
  return {
    type: "custom",
    name: side.side,
    data,
    silent: true,
    clip: true,
    z: 1,
    itemStyle: { color: palette.over },
    renderItem: (_: unknown, api: ItemApi) => ({
      type: "polygon",
      shape: {
        points: [
          api.coord([api.value(0), target]),
          api.coord([api.value(0), api.value(1)]),
          api.coord([api.value(2), api.value(3)]),
          api.coord([api.value(2), target]),
        ],
      },
      style: { fill: palette.over, opacity: isFaint ? 0.2 : 0.45 },
    }),
  };
}

function targetMark(target: number, palette: Palette): OptionPart {
  return {
    yAxis: target,
    lineStyle: { color: palette.limit, type: "solid", width: 1 },
    label: {
      show: true,
      formatter: `target ${lengthText(target)}`,
      position: "insideStartTop",
      color: palette.limit,
      ...haloOf(palette),
      fontFamily: FONT,
      fontSize: 11,
    },
  };
}

/** How old the newest restore point is at an instant. */
function pointLines({ sides, job }: ExposureChart, instant: number, look: Look): string[] {
  return [
    instantText(look.clock, instant),
    ...sides.flatMap(({ side, at, low }) => {
      const ramp = stepAt(at, instant);
      if (ramp < 0) return [];
      const exposure = low[ramp]! + (instant - at[ramp]!);
      const isOver = job.rpo !== undefined && exposure > job.rpo;
      return [
        `${side === "" ? "" : `${side}: `}${lengthText(exposure, { toMinutes: true })}` +
          (isOver ? `, ${lengthText(exposure - job.rpo, { toMinutes: true })} over target` : ""),
      ];
    }),
  ];
}
