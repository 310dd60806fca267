/**
 * The charts of a simulation, or of the two sides of a what-if, as text for a terminal: the week,
 * the load of what is nearest to its limit, and the worst jobs in time.
 */
import type { LoadChart, SessionsChart, WeekChart } from "../charts/chart.js";
import { type Paint, PLAIN } from "../kit/style.js";
import { gantt, type GanttOptions } from "./gantt.js";
import { loadBars, pressedLines } from "./loadBars.js";
import { weekMaps, type WeekMeasure } from "./weekMap.js";

/** What is drawn. */
export interface DrawnCharts {
  readonly week?: WeekChart;
  readonly load?: LoadChart;
  readonly sessions?: SessionsChart;
}

/** How it is laid out. */
export interface ChartsTextOptions extends Partial<GanttOptions> {
  /** Columns, 40 at least; default 100. */
  readonly width?: number;
  readonly paint?: Paint;
}

const USUAL_WIDTH = 100;
const USUAL_JOBS = 10;
/** So many resources are drawn beside all jobs together. */
const RESOURCES_DRAWN = 2;

/** The charts one below the other, without a line feed at the end. */
export function chartsText(
  { week, load, sessions }: DrawnCharts,
  { width = USUAL_WIDTH, paint = PLAIN, most = USUAL_JOBS, told }: ChartsTextOptions = {},
): string {
  const layout = { width, paint };
  const blocks: string[][] = [];
  if (week !== undefined) {
    // Both sides by two measures would be more than anybody compares.
    const measures: readonly WeekMeasure[] =
      week.sides.length > 1 ? ["running"] : ["running", "starts"];
    blocks.push(...measures.map((measure) => weekMaps(week, measure, layout)));
  }
  if (load !== undefined) {
    const all = load.lines.filter(({ of }) => of === "fleet");
    const lines = [...all, ...pressedLines(load, RESOURCES_DRAWN)];
    blocks.push(...lines.map((line) => loadBars(load, line, layout)));
  }
  if (sessions !== undefined)
    blocks.push(gantt(sessions, layout, { most, ...(told === undefined ? {} : { told }) }));
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n");
}
