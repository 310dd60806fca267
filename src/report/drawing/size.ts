/**
 * How high a chart wants to be: as high as its rows need, and no higher than a page.
 */
import type { Chart } from "../charts/chart.js";

/** What stands around the rows of a chart, about, px. */
const AROUND = 170;
const USUAL = 440;
const HIGHEST = 2_400;

/** The height of a chart where nobody says, px. `rows`: how many rows of sessions it shows. */
export function usualHeight(chart: Chart, rows: number): number {
  switch (chart.kind) {
    case "week":
      return 130 + chart.sides.length * 210;
    case "sessions":
      return within(AROUND + rows * (chart.sides.length > 1 ? 30 : 22));
    case "study":
      return chart.rows.length > 30 ? 480 : within(AROUND + chart.rows.length * 34);
    case "judged":
      return within(
        110 + chart.figures.reduce((sum, { sides }) => sum + 36 + 20 * sides.length, 0),
      );
    case "load":
    case "exposure":
      return USUAL;
  }
}

function within(height: number): number {
  return Math.min(HIGHEST, Math.max(260, height));
}
