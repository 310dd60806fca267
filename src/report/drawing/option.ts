/**
 * Every chart as options of ECharts: pure functions of a chart and of how one looks at it.
 *
 * Nothing here loads ECharts, knows a screen or reads a clock of its own: a page and a picture on
 * paper draw the same options, so they show the same.
 */
import type { Chart } from "../charts/chart.js";
import { exposureOption } from "./exposure.js";
import { judgedOption } from "./judged.js";
import { loadOption } from "./load.js";
import type { ChartOption, Look } from "./look.js";
import { sessionsOption } from "./sessions.js";
import { studyOption } from "./study.js";
import { weekOption } from "./week.js";

/** A chart as options of ECharts. */
export function optionOf(chart: Chart, look: Look): ChartOption {
  const { tooltip, ...still } = liveOption(chart, look);
  return look.isStill === true ? still : { ...still, tooltip };
}

function liveOption(chart: Chart, look: Look): ChartOption {
  switch (chart.kind) {
    case "week":
      return weekOption(chart, look);
    case "load":
      return loadOption(chart, look);
    case "sessions":
      return sessionsOption(chart, look);
    case "exposure":
      return exposureOption(chart, look);
    case "study":
      return studyOption(chart, look);
    case "judged":
      return judgedOption(chart, look);
  }
}

/** The sentences that say what options show, for who cannot see it. */
export function sentenceOf(option: ChartOption): string {
  const { aria } = option as { aria?: { label?: { description?: string } } };
  return aria?.label?.description ?? "";
}
