/**
 * A week of simulations as maps of its hours: how many sessions run on average, and how many start;
 * both sides of a what-if to the same measure.
 */
import { MONDAY_FIRST, WEEKDAYS } from "../../core/time/calendar.js";
import type { SideName, WeekChart, WeekFigures } from "../charts/chart.js";
import { hourMap, type HourMap } from "../heatMap.js";
import { wrap } from "../kit/table.js";
import type { ChartLayout } from "./loadBars.js";

/** What a map shows of each hour. */
export type WeekMeasure = "running" | "starts";

const TITLES: Readonly<Record<WeekMeasure, string>> = {
  running: "Sessions that run, on average, by weekday and hour",
  starts: "Starts by weekday and hour",
};
const NUMBERS: Readonly<Record<WeekMeasure, string>> = {
  running: "sessions that run on average",
  starts: "starts in that hour",
};
const SIDES: Readonly<Record<SideName, string>> = {
  "": "",
  baseline: ", baseline",
  candidate: ", candidate",
};

/** The maps of a measure, one a side; a side that does not have it is left out. */
export function weekMaps(
  { sides }: WeekChart,
  measure: WeekMeasure,
  { width, paint }: ChartLayout,
): string[] {
  const maps = sides.flatMap((figures) => {
    const map = mapOf(figures, measure);
    return map === undefined ? [] : [{ side: figures.side, map }];
  });
  const alike = maps.map(({ map }) => map);
  return maps.flatMap(({ side, map }, index) => [
    ...(index === 0 ? [] : [""]),
    ...wrap(`${TITLES[measure]}${SIDES[side]}`, width).map(paint.strong),
    ...hourMap(map, width, paint, alike),
  ]);
}

function mapOf(figures: WeekFigures, measure: WeekMeasure): HourMap | undefined {
  const values = figures[measure];
  if (values === undefined || values.length === 0) return undefined;
  const { allowed, lost, scheduledJobs } = figures;
  return {
    days: MONDAY_FIRST.map((day) => ({
      weekday: WEEKDAYS[day],
      hours: Array.from({ length: 24 }, (_, hour) => {
        const cell = day * 24 + hour;
        const value = values[cell]!;
        if (Number.isNaN(value)) return null;
        return {
          value,
          lost: lost[cell] ?? 0,
          closedShare: scheduledJobs === 0 ? 0 : 1 - allowed[cell]! / scheduledJobs,
        };
      }),
    })),
    numberIs: NUMBERS[measure],
    lostIs: "starts that came to no session",
  };
}
