/**
 * The axes that charts have in common: time along the foot, amounts up the side, and the marks of
 * clock changes.
 */
import type { ChartSpan } from "../charts/chart.js";
import { clean } from "../kit/safe.js";
import { EDGE, FONT, textPx } from "./frame.js";
import type { Look, OptionPart } from "./look.js";
import type { Palette } from "./palette.js";
import { clockChangesOf, daysText, instantText, mostTicks, tickOptions } from "./timeAxis.js";

/** Where a chart stands in its picture, px from the edges. */
export interface Room {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What the axis of time takes below a chart, and the zoom's handle below that. */
const FOOT = 44;
const ZOOM = 34;

/** What stands below a chart over time, px. */
export function footOf(look: Look): number {
  return FOOT + (look.isStill === true ? 0 : ZOOM);
}

/** The grid of a chart: exactly the room that it has, whatever its labels are. */
export function gridOf(room: Room): OptionPart {
  return { ...room, outerBoundsMode: "none" };
}

/** An axis of time along the foot of a chart, with the name of its clock. */
export function timeAxis(look: Look, span: ChartSpan, room: Room, palette: Palette): OptionPart {
  const { from, to } = span;
  const { clock } = look;
  const { axisTick, axisLabel } = tickOptions(
    clock,
    from,
    to,
    mostTicks(look.width - room.left - room.right),
  );
  return {
    type: "value",
    min: from,
    max: to,
    name: `${daysText(clock, from, to)}, clock of ${clock.name}`,
    nameLocation: "middle",
    nameGap: 26,
    nameTextStyle: { color: palette.faint, fontFamily: FONT, fontSize: 11 },
    axisLine: { show: true, onZero: false, lineStyle: { color: palette.faint } },
    axisTick: { ...axisTick, show: true, lineStyle: { color: palette.faint } },
    axisLabel: { ...axisLabel, ...labelStyle(palette), hideOverlap: true, alignMaxLabel: "right" },
    splitLine: { show: true, lineStyle: { color: palette.rule } },
    axisPointer: {
      snap: false,
      lineStyle: { color: palette.faint, type: "dashed" },
      label: { formatter: ({ value }: { value: number }) => instantText(clock, value) },
    },
  };
}

/** An axis of amounts up the side, from 0. */
export function amountAxis(name: string, palette: Palette, more: OptionPart = {}): OptionPart {
  return {
    type: "value",
    min: 0,
    name,
    nameLocation: "end",
    nameGap: 8,
    nameTextStyle: { color: palette.faint, fontFamily: FONT, fontSize: 11, align: "left" },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: labelStyle(palette),
    splitLine: { show: true, lineStyle: { color: palette.rule } },
    ...more,
  };
}

/** How labels of axes are written. */
export function labelStyle(palette: Palette): OptionPart {
  return { color: palette.faint, fontFamily: FONT, fontSize: 11 };
}

/** What keeps a label legible on what is drawn below it. */
export function haloOf(palette: Palette): OptionPart {
  return { textBorderColor: palette.background, textBorderWidth: 3 };
}

/** Zooming in time, by wheel and by handles; nothing on a picture that stands still. */
export function zoomOf(look: Look, room: Room, palette: Palette, mode = "none"): OptionPart {
  if (look.isStill === true) return {};
  const shared = { xAxisIndex: 0, filterMode: mode };
  return {
    dataZoom: [
      { ...shared, type: "inside", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false },
      {
        ...shared,
        type: "slider",
        left: room.left,
        right: room.right,
        bottom: 8,
        height: 18,
        showDataShadow: false,
        borderColor: palette.rule,
        labelFormatter: (value: number) => instantText(look.clock, value),
        textStyle: { color: palette.faint, fontFamily: FONT, fontSize: 11 },
      },
    ],
  };
}

/**
 * Thin lines where the clock changes; a part of a series. `end`: which end of a line is above,
 * where its label is.
 */
export function clockMarks(
  look: Look,
  span: ChartSpan,
  palette: Palette,
  end: "start" | "end" = "end",
): OptionPart[] {
  return clockChangesOf(look.clock, span.from, span.to).map(({ at, label }) => ({
    xAxis: at,
    lineStyle: { color: palette.faint, type: "dotted", width: 1 },
    label: {
      show: true,
      formatter: label,
      position: end,
      rotate: 0,
      distance: 3,
      color: palette.faint,
      fontFamily: FONT,
      fontSize: 11,
    },
  }));
}

/** Marks of lines that belong to the axes and to nothing that one could point at. */
export function markLines(data: readonly OptionPart[]): OptionPart {
  return { silent: true, symbol: "none", animation: false, data };
}

/** The room for labels of so many texts at the left, at most `most` px. */
export function labelRoom(labels: readonly string[], most: number): number {
  return (
    Math.min(most, labels.reduce((widest, text) => Math.max(widest, textPx(text)), 0) + 8) + EDGE
  );
}

/** What labels of clock changes take above a chart, px. */
export function markRoom(look: Look, { from, to }: ChartSpan): number {
  return clockChangesOf(look.clock, from, to).length === 0 ? 0 : 16;
}

/** What a label of a row takes, px. */
const LABEL_PX = 12;

/** Rows with their labels, the first one above. */
export function rowAxis(
  labels: readonly string[],
  room: Room,
  rowPx: number,
  palette: Palette,
): OptionPart {
  return {
    type: "category",
    inverse: true,
    data: labels.map(clean),
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      ...labelStyle(palette),
      color: palette.text,
      interval: Math.max(0, Math.ceil(LABEL_PX / rowPx) - 1),
      width: room.left - EDGE - 4,
      overflow: "truncate",
    },
    splitLine: { show: rowPx >= 8, lineStyle: { color: palette.rule } },
  };
}
