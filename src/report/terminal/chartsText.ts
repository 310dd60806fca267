/**
 * The charts of a simulation, or of the two sides of a what-if, as text for a terminal: the week,
 * the load of what is nearest to its limit, and the worst jobs in time.
 */
import type { LoadChart, SessionsChart, WeekChart } from "../charts/chart.js";
import { type Charted, chartOf, type ChartOptions } from "../charts/chartsOf.js";
import type { ZoneByName } from "../charts/weekChart.js";
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
  /** Columns, 40 to 400; default 100. */
  readonly width?: number;
  readonly paint?: Paint;
}

/** Below it there is no room for a week; beyond it nothing more can be seen. */
const NARROWEST = 40;
const WIDEST = 400;
const USUAL_WIDTH = 100;
const USUAL_JOBS = 10;
/** So many resources are drawn beside all jobs together. */
const RESOURCES_DRAWN = 2;

/** The charts that an answer has of those that are drawn; `zoneOf` has the zones of its clocks. */
export function drawnCharts(answer: Charted, zoneOf: ZoneByName): DrawnCharts {
  // The jobs that are told of may be any: all sessions are looked at.
  const options: ChartOptions = { zoneOf, mostSessions: Infinity };
  const [week, load, sessions] = [
    chartOf(answer, "week", options),
    chartOf(answer, "load", options),
    chartOf(answer, "sessions", options),
  ];
  return {
    ...(week?.kind === "week" ? { week } : {}),
    ...(load?.kind === "load" ? { load } : {}),
    ...(sessions?.kind === "sessions" ? { sessions } : {}),
  };
}

/** The charts one below the other, without a line feed at the end. */
export function chartsText(
  { week, load, sessions }: DrawnCharts,
  { width = USUAL_WIDTH, paint = PLAIN, most = USUAL_JOBS, told }: ChartsTextOptions = {},
): string {
  const layout = { width: Math.min(WIDEST, Math.max(NARROWEST, Math.floor(width))), paint };
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
