/**
 * Sessions as bars: one series for each outcome of each side, and one each for waits, fulls and
 * missed runs, so that a legend can hide them.
 *
 * A fleet has more sessions than a picture has pixels. An item is numbers alone, what is narrower
 * than a pixel is merged with what was drawn there, and what is out of sight is not drawn.
 */
import { SESSION_OUTCOMES, type SessionFigures, type SideName } from "../charts/chart.js";
import type { LegendEntry } from "./frame.js";
import type { ItemApi, OptionPart } from "./look.js";
import {
  blockedMark,
  fullMark,
  MARK,
  missedMark,
  type Render,
  sessionBar,
  waitBar,
} from "./marks.js";
import { BAR_FORMS, type BarInside, type Palette, type SessionOutcome } from "./palette.js";

/** A side's sessions. */
export type SessionSide = SessionFigures & { readonly side: SideName };

/** What a series of bars is of: told to who points at one. */
export interface BarSeries {
  readonly name: string;
  readonly side: SessionSide;
  /** For each item, the session or the missed run. */
  readonly indices: Uint32Array;
  readonly isMissed: boolean;
  readonly option: OptionPart;
}

/** Where rows lie: which row each job has, and which part of it a side takes. */
export interface Lanes {
  /** By the index of a job; -1 where it has none. */
  readonly rowOf: Int32Array;
  readonly rows: number;
  readonly from: number;
  readonly to: number;
  readonly sides: number;
}

/** Columns of an item. */
const ROW = 0;
const LEFT = 1;
const RIGHT = 2;
const RETRY = 3;
const WIDTH = 4;

/** In the order in which they are drawn: what went wrong last, so that nothing covers it. */
const DRAWN: readonly SessionOutcome[] = ["Success", "Running", "Warning", "Stopped", "Failed"];

const NAMES: Readonly<Record<SessionOutcome, string>> = {
  Success: "Success",
  Warning: "Warning",
  Failed: "Failed",
  Stopped: "Stopped",
  Running: "Running at the end",
};
const WAITING = "Waiting";
const FULL = "Full";
const MISSED = "Missed";
const BLOCKED = "Blocked by a window";

/** All series of bars that have an item. */
export function barSeries(
  sides: readonly SessionSide[],
  lanes: Lanes,
  palette: Palette,
): BarSeries[] {
  const found: BarSeries[] = [];
  sides.forEach((side, lane) => {
    const { rowOf } = lanes;
    const shown: number[] = [];
    for (let index = 0; index < side.length; index += 1)
      if (rowOf[side.job[index]!]! >= 0) shown.push(index);
    const add = (
      name: string,
      indices: readonly number[],
      ends: (index: number) => readonly [left: number, right: number],
      render: Render,
      colour: string,
    ): void => {
      if (indices.length === 0) return;
      const isMissed = name === MISSED || name === BLOCKED;
      const job = isMissed ? side.missed.job : side.job;
      const data = new Float64Array(indices.length * WIDTH);
      indices.forEach((index, item) => {
        const [left, right] = ends(index);
        data[item * WIDTH + ROW] = rowOf[job[index]!]!;
        data[item * WIDTH + LEFT] = left;
        data[item * WIDTH + RIGHT] = right;
        data[item * WIDTH + RETRY] = isMissed || side.attempt[index]! === 0 ? 0 : 1;
      });
      const option = {
        type: "custom",
        name,
        dimensions: ["row", "left", "right", "retry"].map((each) => ({
          name: each,
          type: "float",
        })),
        encode: { x: [LEFT, RIGHT], y: ROW },
        data,
        clip: true,
        progressive: 0,
        itemStyle: { color: colour },
        renderItem: (params: { context: Pass; coordSys: CoordSys }, api: ItemApi) =>
          itemOf(passOf(params, api, lanes, lane), api, render),
      };
      found.push({ name, side, indices: Uint32Array.from(indices), isMissed, option });
    };
    const waits = shown.filter((index) => side.start[index]! > side.due[index]!);
    add(
      WAITING,
      waits,
      (index) => [side.due[index]!, side.start[index]!],
      waitBar(palette),
      palette.wait,
    );
    for (const outcome of DRAWN) {
      const code = SESSION_OUTCOMES.indexOf(outcome);
      const { height, inside } = BAR_FORMS[outcome];
      add(
        NAMES[outcome],
        shown.filter((index) => side.outcome[index] === code),
        (index) => [side.start[index]!, side.end[index]!],
        sessionBar(height, inside, palette.outcomes[outcome], palette),
        palette.outcomes[outcome],
      );
    }
    const fulls = shown.filter((index) => side.point[index] === 2);
    add(
      FULL,
      fulls,
      (index) => [side.start[index]!, side.start[index]!],
      fullMark(palette),
      palette.text,
    );
    const { missed, byWindow } = side;
    const lost = Array.from({ length: missed.length }, (_, index) => index).filter(
      (index) => rowOf[missed.job[index]!]! >= 0,
    );
    const isBlocked = (index: number): boolean => byWindow[missed.reason[index]!]!;
    const nominal = (index: number): readonly [number, number] => [
      missed.nominal[index]!,
      missed.nominal[index]!,
    ];
    add(BLOCKED, lost.filter(isBlocked), nominal, blockedMark(palette), palette.wait);
    add(
      MISSED,
      lost.filter((index) => !isBlocked(index)),
      nominal,
      missedMark(palette),
      palette.missed,
    );
  });
  return found;
}

/** The entries of a legend for such series, each name once, in the order of severity. */
export function barLegend(series: readonly BarSeries[], palette: Palette): LegendEntry[] {
  const names = new Set(series.map(({ name }) => name));
  const entries: LegendEntry[] = DRAWN.map((outcome) => ({
    name: NAMES[outcome],
    icon: LEGEND_ICONS[BAR_FORMS[outcome].inside],
    itemStyle: { color: palette.outcomes[outcome] },
  }));
  return [
    ...entries,
    { name: WAITING, icon: "path://M0,7h20v4h-20z", itemStyle: { color: palette.wait } },
    { name: FULL, icon: "diamond", itemStyle: { color: palette.text } },
    { name: BLOCKED, icon: "path://M0,7h8v3h-8zM12,7h8v3h-8z", itemStyle: { color: palette.wait } },
    {
      name: MISSED,
      icon: "path://M2,0L0,2L6,8L0,14L2,16L8,10L14,16L16,14L10,8L16,2L14,0L8,6Z",
      itemStyle: { color: palette.missed },
    },
  ].filter(({ name }) => names.has(name));
}

/** The forms of bars, small: with a stripe, with gaps, hollow with an end, with a tip. */
const LEGEND_ICONS: Readonly<Record<BarInside, string>> = {
  plain: "path://M0,4h20v8h-20z",
  stripe: "path://M0,3h20v5h-20zM0,10h20v3h-20z",
  cross: "path://M0,1h5l-5,7zM8,1h5l-9,14h-4v-2zM16,1h4v2l-8,12h-5zM20,7v8h-5z",
  hollow: "path://M0,2h20v12h-20zM2,4v8h14v-8z",
  open: "path://M0,4h14l6,4l-6,4h-14z",
};

/** What all items of a series share while it is drawn once. */
interface Pass {
  /** Where the axis begins, px, and px a ms. */
  origin: number;
  scale: number;
  from: number;
  /** What is in sight, px. */
  left: number;
  right: number;
  /** The height of a lane, and its middle from that of its row, px. */
  lane: number;
  shift: number;
  /** For each line and px of the width, a bit: whether a narrow bar is drawn there. */
  drawn: Uint8Array;
  width: number;
  /** Rows that share a line of px where rows are flatter than that; else 1. */
  rowsPerLine: number;
}

interface CoordSys {
  readonly x: number;
  readonly width: number;
}

function passOf(
  { context, coordSys }: { context: Pass; coordSys: CoordSys },
  api: ItemApi,
  { rows, from, to, sides }: Lanes,
  lane: number,
): Pass {
  if ((context.drawn as Uint8Array | undefined) !== undefined) return context;
  const begin = api.coord([from, 0])[0]!;
  const end = api.coord([to, 0])[0]!;
  const row = api.size([0, 1])[1]!;
  const used = row > 6 ? row - Math.min(6, row * 0.2) : row;
  context.origin = begin;
  context.scale = (end - begin) / (to - from);
  context.from = from;
  context.left = coordSys.x;
  context.right = coordSys.x + coordSys.width;
  context.lane = used / sides;
  context.shift = used * ((lane + 0.5) / sides - 0.5);
  context.width = widthOf(coordSys);
  context.rowsPerLine = Math.max(1, Math.floor(1 / row));
  const lines = Math.ceil(rows / context.rowsPerLine);
  context.drawn = new Uint8Array(Math.ceil((lines * context.width) / 8));
  return context;
}

function itemOf(pass: Pass, api: ItemApi, render: Render): OptionPart | undefined {
  const { origin, scale, from } = pass;
  let left = origin + (api.value(LEFT) - from) * scale;
  let right = origin + (api.value(RIGHT) - from) * scale;
  if (right < pass.left - MARK || left > pass.right + MARK) return undefined;
  const row = api.value(ROW);
  if (right - left < 1) {
    const step = right > left ? 1 : MARK;
    const px = Math.floor((left - pass.left + MARK) / step) * step;
    if (isDrawn(pass, row, px)) return undefined;
    if (step === 1) {
      left = pass.left + px - MARK;
      right = left + 1;
    }
  }
  const middle = api.coord([0, row])[1]! + pass.shift;
  return render(
    Math.max(left, pass.left - MARK),
    Math.min(right, pass.right + MARK),
    middle,
    pass.lane,
    api.value(RETRY) === 1,
  );
}

/** Notes that a narrow bar is drawn at a px, and says whether one was, in any order. */
function isDrawn({ drawn, width, rowsPerLine }: Pass, row: number, px: number): boolean {
  const at = Math.floor(row / rowsPerLine) * width + px;
  const bit = 1 << (at & 7);
  if ((drawn[at >> 3]! & bit) !== 0) return true;
  drawn[at >> 3]! |= bit;
  return false;
}

/** Px of a row, and of a mark on either side. */
function widthOf({ width }: CoordSys): number {
  return Math.ceil(width) + 2 * MARK + 1;
}
