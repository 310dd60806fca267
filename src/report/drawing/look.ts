/**
 * How a chart is looked at: its size, its ground, its clock, and which part of it.
 */
import type { ChartClock } from "../charts/chart.js";

/** What a week is coloured by. */
export type WeekMeasure = "allowed" | "starts" | "lost" | "running";

/** What rows of sessions may be grouped by. */
export type GroupBy = "proxy" | "repository" | "organization";

/** How one looks at a chart; what is of another kind of chart has no effect. */
export interface Look {
  /** The clock of its axes: the server's, UTC, or the viewer's. */
  readonly clock: ChartClock;
  readonly isDark: boolean;
  /** Size of the picture, px. */
  readonly width: number;
  readonly height: number;
  /** Whether it stands still, as on paper: nothing to point at, nothing to zoom. */
  readonly isStill?: boolean;
  /** In the place of its own title; empty for none. */
  readonly title?: string;
  /** Of a week; default `starts`. */
  readonly measure?: WeekMeasure;
  /** Of a load: which of its lines, by index; default 0, the fleet. */
  readonly line?: number;
  /** Of sessions: which jobs have rows, by index, from above; default all. */
  readonly rows?: readonly number[];
  /** Of sessions: rows are what jobs use, and show how many run. */
  readonly groupBy?: GroupBy;
  /** Of a study: default `table` for up to 30 rows, `lines` for more. */
  readonly style?: "table" | "lines";
}

/**
 * The options of a chart as ECharts takes them: plain values, and functions that write labels and
 * draw bars.
 */
export type ChartOption = Readonly<Record<string, unknown>>;

/** A part of these. */
export type OptionPart = Record<string, unknown>;

/** What an item of ours is drawn with: the numbers of its row, and where they lie, px. */
export interface ItemApi {
  value(dimension: number): number;
  /** Of a point in the units of the axes. */
  coord(at: readonly number[]): number[];
  /** Of a length along each axis. */
  size(of: readonly number[]): number[];
}
