/**
 * The charts of a section, each with what one can pick: the measure of a week, the resource of a
 * load, the jobs of a Gantt chart, the job of an exposure.
 */
import type {
  Chart,
  ChartJob,
  JudgedChart,
  LoadChart,
  SessionsChart,
  StudyChart,
  WeekChart,
} from "../report/charts/chart.js";
import { exposureOf } from "../report/charts/exposureChart.js";
import type { GroupBy, Look, WeekMeasure } from "../report/drawing/look.js";
import { usualHeight } from "../report/drawing/size.js";
import { counted } from "../report/kit/words.js";
import type { Section } from "../report/page/pageData.js";
import { type ChartCard, chartCard, type SharedWindow, sharedWindow } from "./chartCard.js";
import { button, choice, element } from "./elements.js";

/** Jobs of a Gantt chart that are shown at once. */
const ROWS_AT_ONCE = 30;
/** What stands below a chart that zooms, px. */
const ZOOM_HEIGHT = 34;
/** Lines over parallel axes want so much, px. */
const LINES_HEIGHT = 520;
const EXPOSURE_HEIGHT = 360;

/** All charts of a section. */
export function chartCards({ id, charts }: Section): HTMLElement {
  const place = element("div", { class: "charts" });
  const window_ = sharedWindow();
  for (const chart of charts)
    place.append(...cardsOf(chart, `${id}-${chart.kind}`, window_).map(({ root }) => root));
  return place;
}

function cardsOf(chart: Chart, id: string, window_: SharedWindow): readonly ChartCard[] {
  switch (chart.kind) {
    case "week":
      return [weekCard(chart, id, window_)];
    case "load":
      return [loadCard(chart, id, window_)];
    case "sessions":
      return [
        sessionsCard(chart, id, window_),
        ...(hasExposures(chart) ? [exposureCard(chart, id, window_)] : []),
      ];
    case "study":
      return [studyCard(chart, id, window_)];
    case "judged":
      return [judgedCard(chart, id, window_)];
    case "exposure":
      return [];
  }
}

const MEASURES: Readonly<Record<WeekMeasure, string>> = {
  running: "Sessions running, on average",
  starts: "Starts",
  lost: "Starts lost",
  allowed: "Jobs that may start",
};

function weekCard(chart: WeekChart, id: string, window_: SharedWindow): ChartCard {
  const isSimulated = chart.sides.some(({ running }) => running !== undefined);
  const has = (measure: WeekMeasure): boolean =>
    chart.sides.some((side) => (side[measure]?.length ?? 0) > 0);
  const measures = (Object.keys(MEASURES) as WeekMeasure[]).filter(has);
  let measure: WeekMeasure = isSimulated ? "running" : "starts";
  const card = chartCard(
    "The week, hour by hour",
    id,
    [
      choice(
        "Show",
        measures.map((value) => ({ value, label: MEASURES[value] })),
        measure,
        (value) => {
          measure = value as WeekMeasure;
          card.redraw();
        },
      ),
    ],
    () => ({ chart, look: { measure }, height: usualHeight(chart, 0) }),
    window_,
  );
  return card;
}

function loadCard(chart: LoadChart, id: string, window_: SharedWindow): ChartCard {
  let line = 0;
  const card = chartCard(
    "Load against capacity",
    id,
    chart.lines.length < 2
      ? []
      : [
          choice(
            "Of",
            chart.lines.map(({ of, label, measure }, index) => ({
              value: String(index),
              label: of === "fleet" ? `${label}, ${measure}` : `${of} ${label}, ${measure}`,
            })),
            "0",
            (value) => {
              line = Number(value);
              card.redraw();
            },
          ),
        ],
    () => ({ chart, look: { line }, height: 380 }),
    window_,
  );
  return card;
}

const GROUPS: Readonly<Record<"" | GroupBy, string>> = {
  "": "Jobs",
  proxy: "Proxies",
  repository: "Repositories",
  organization: "Organizations",
};

function sessionsCard(chart: SessionsChart, id: string, window_: SharedWindow): ChartCard {
  const drawn = drawnOf(chart);
  const groups = (Object.keys(GROUPS) as ("" | GroupBy)[]).filter(
    (group) => group === "" || chart.jobs.some((job) => job[group] !== undefined),
  );
  let group: "" | GroupBy = "";
  let sought = "";
  let first = 0;
  const found = (): number[] =>
    chart.jobs.flatMap(({ label }, index) =>
      index < drawn && (sought === "" || label.toLowerCase().includes(sought)) ? [index] : [],
    );
  const status = element("span", { class: "status", role: "status" });
  const turn = (by: number): void => {
    first = Math.max(0, first + by * ROWS_AT_ONCE);
    card.redraw();
  };
  const back = button("Previous", () => turn(-1), { "aria-label": "Previous jobs" });
  const on = button("Next", () => turn(1), { "aria-label": "Next jobs" });
  const search = element("input", {
    type: "search",
    placeholder: "Jobs by name",
    "aria-label": "Jobs by name",
    input: () => {
      sought = search.value.trim().toLowerCase();
      first = 0;
      card.redraw();
    },
  });
  const shown = (): { chart: Chart; look: Partial<Look>; height: number } => {
    const jobs = found();
    first = Math.min(first, Math.max(0, jobs.length - 1));
    const rows = jobs.slice(first, first + ROWS_AT_ONCE);
    const isGrouped = group !== "";
    for (const tool of [back, on, search]) tool.hidden = isGrouped;
    back.disabled = first === 0;
    on.disabled = first + rows.length >= jobs.length;
    status.textContent = isGrouped
      ? ""
      : jobs.length === 0
        ? "no such job"
        : `${first + 1} to ${first + rows.length} of ${counted(jobs.length, "job")}, worst first`;
    const groupOf = group === "" ? undefined : group;
    const count =
      groupOf === undefined ? rows.length : new Set(chart.jobs.map((job) => job[groupOf])).size;
    return {
      chart,
      look: groupOf === undefined ? { rows } : { groupBy: groupOf },
      height: usualHeight(chart, Math.min(2 * ROWS_AT_ONCE, count)) + ZOOM_HEIGHT,
    };
  };
  const card = chartCard(
    "Sessions",
    id,
    [
      ...(groups.length < 2
        ? []
        : [
            choice(
              "Rows are",
              groups.map((value) => ({ value, label: GROUPS[value] })),
              group,
              (value) => {
                group = value as typeof group;
                card.redraw();
              },
            ),
          ]),
      search,
      back,
      on,
      status,
    ],
    shown,
    window_,
  );
  return card;
}

/** The exposure of one job, which is picked by its name; a fleet may have thousands. */
function exposureCard(chart: SessionsChart, id: string, window_: SharedWindow): ChartCard {
  const names = namesOf(chart.jobs.slice(0, drawnOf(chart)));
  let place = 0;
  const status = element("span", { class: "status", role: "status" });
  const input = element("input", {
    list: `${id}-jobs`,
    value: names[0]!,
    size: 32,
    change: () => {
      const found = names.indexOf(input.value);
      status.textContent = found < 0 ? "no such job" : "";
      if (found < 0) return;
      place = found;
      card.redraw();
    },
  });
  const list = element("datalist", { id: `${id}-jobs` });
  for (const name of names) list.append(element("option", { value: name }));
  const card = chartCard(
    "Exposure against the target",
    `${id}-exposure`,
    [element("label", { class: "choice" }, element("span", {}, "Job"), input), list, status],
    () => ({ chart: exposureOf(chart, place)!, height: EXPOSURE_HEIGHT }),
    window_,
  );
  return card;
}

/** What each job is called: by its label, with its id where others have the same. */
function namesOf(jobs: readonly ChartJob[]): string[] {
  const labels = new Map<string, number>();
  for (const { label } of jobs) labels.set(label, (labels.get(label) ?? 0) + 1);
  return jobs.map(({ id, label }) => (labels.get(label) === 1 ? label : `${label} (${id})`));
}

/** Whether there is anything to tell of exposures: recorded sessions alone do not. */
function hasExposures(chart: SessionsChart): boolean {
  return drawnOf(chart) > 0 && chart.sides.some(({ worst }) => !worst.every(Number.isNaN));
}

/** The jobs whose sessions are there. */
function drawnOf({ sides }: SessionsChart): number {
  return sides.reduce((most, side) => Math.max(most, side.jobsDrawn), 0);
}

function studyCard(chart: StudyChart, id: string, window_: SharedWindow): ChartCard {
  let style: "table" | "lines" = chart.rows.length > ROWS_AT_ONCE ? "lines" : "table";
  const card = chartCard(
    "Variations by their figures",
    id,
    [
      choice(
        "As",
        [
          { value: "table", label: "Heat map" },
          { value: "lines", label: "Parallel coordinates" },
        ],
        style,
        (value) => {
          style = value as typeof style;
          card.redraw();
        },
      ),
    ],
    () => ({
      chart,
      look: { style },
      height: style === "lines" ? LINES_HEIGHT : usualHeight(chart, 0),
    }),
    window_,
  );
  return card;
}

function judgedCard(chart: JudgedChart, id: string, window_: SharedWindow): ChartCard {
  return chartCard(
    "Both sides over the seeds",
    id,
    [],
    () => ({ chart, height: usualHeight(chart, 0) }),
    window_,
  );
}
