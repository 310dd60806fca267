/**
 * Pictures of answers: SVG documents, drawn without a screen.
 *
 * What draws is loaded with the first picture; until then it is checked what was asked for.
 */
import { drawPicture } from "#drawing";
import { type Issue, issue, PolicyError } from "../core/input/issues.js";
import { keysOf, readOptions, type Unread } from "../core/input/ownShape.js";
import { hostZone } from "../host/zones.js";
import { type Chart, CHART_NAMES, type ChartName } from "../report/charts/chart.js";
import { type Charted, chartOf, whyNoChart } from "../report/charts/chartsOf.js";
import type { WeekMeasure } from "../report/drawing/look.js";

/** How a picture looks, and which part of an answer it shows. */
export interface PictureOptions {
  /** Px, 200 to 10,000; default 1,000. */
  readonly width?: number;
  /** Px, 150 to 10,000; default: what the chart needs. */
  readonly height?: number;
  /** Whether it is drawn on a dark ground. */
  readonly dark?: boolean;
  /** The clock of axes of time; default `server`. */
  readonly clock?: "server" | "utc";
  /** In the place of the chart's title; empty for none. */
  readonly title?: string;
  /**
   * Of a `week` what its hours are coloured by: `starts` (default), `lost`, `running` or jobs that
   * are `allowed` to start; of a `load` what is counted: `sessions` (default) or `threads`.
   */
  readonly measure?: WeekMeasure | "sessions" | "threads";
  /** Of a `load` the id of a proxy, a repository or an organization; default: all jobs. */
  readonly line?: string;
  /** Of an `exposure` the id of a job; default: the one that is closest to missing its target. */
  readonly job?: string;
  /** Of `sessions` how many jobs have a row, the first of the ranking; default 30. */
  readonly jobs?: number;
}

/** The keys of these. */
export const PICTURE_KEYS = keysOf<PictureOptions>({
  width: true,
  height: true,
  dark: true,
  clock: true,
  title: true,
  measure: true,
  line: true,
  job: true,
  jobs: true,
});

/** What only some charts have. */
const OF_CHARTS: Readonly<Partial<Record<keyof PictureOptions, readonly ChartName[]>>> = {
  clock: ["load", "sessions", "exposure"],
  measure: ["week", "load"],
  line: ["load"],
  job: ["exposure"],
  jobs: ["sessions"],
};

const USUAL_WIDTH = 1_000;
const USUAL_ROWS = 30;

/**
 * A chart of an answer as an SVG document: of a simulation its `week`, `load`, `sessions` and
 * `exposure`, of a comparison and of a proposal the same with both sides, of a forecast its `week`,
 * of a sweep its `study`, of what was judged under seeds `judged`. The same answer and options give
 * the same bytes. Throws a `PolicyError` for an answer that has no such chart, with the reason, and
 * for options that are none.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const jobs = [{ id: "mail", policy, workload: { duration: "PT45M" } }];
 * const timeline = simulate({ jobs }, { from: "2026-01-05", to: "2026-01-12" });
 * const svg = chartSvg(timeline, "load", { width: 800, dark: true });
 * /<desc [^>]*>(.*)<\/desc>/.exec(svg)?.[1] // => "Sessions at once, all jobs. At most 1 session, no limit, first at Mon 2026-01-05 22:00; 0.03 on average."
 * ```
 */
export function chartSvg(answer: Charted, chart: ChartName, options?: PictureOptions): string {
  const issues: Issue[] = [];
  const read = readPicture(options, chart, issues);
  const found = readChart(answer, chart, read.job, issues);
  const line = found?.kind === "load" ? readLine(found, read, issues) : 0;
  if (issues.length > 0 || found === undefined) throw new PolicyError(issues);
  const { title, measure, height, jobs = USUAL_ROWS } = read;
  const clock =
    "span" in found && read.clock !== "utc"
      ? found.span.clock
      : { name: "UTC", starts: ["span" in found ? found.span.from : 0], offsetsMs: [0] };
  return drawPicture(found, {
    clock,
    isDark: read.dark === true,
    width: read.width ?? USUAL_WIDTH,
    line,
    ...(height === undefined ? {} : { height }),
    ...(title === undefined ? {} : { title }),
    ...(found.kind === "week" && measure !== undefined ? { measure: measure as WeekMeasure } : {}),
    ...(found.kind === "sessions"
      ? { rows: Array.from({ length: Math.min(jobs, found.jobs.length) }, (_, row) => row) }
      : {}),
  });
}

/** The chart of an answer; `undefined` after an issue. */
function readChart(
  answer: unknown,
  name: unknown,
  job: string | undefined,
  issues: Issue[],
): Chart | undefined {
  const isName = CHART_NAMES.includes(name as ChartName);
  if (!isName) issues.push(issue("chart", `one of ${CHART_NAMES.join(", ")}`, name));
  if (!isAnswer(answer)) {
    issues.push(issue("answer", ANSWER_TEXT, answer));
    return undefined;
  }
  if (!isName) return undefined;
  const chart = name as ChartName;
  const why = whyNoChart(answer, chart);
  if (why !== undefined) {
    issues.push(issue("chart", "a chart that the answer has", chart, why));
    return undefined;
  }
  const zoneOf = (zone: string) => hostZone(zone);
  const found = chartOf(answer, chart, { zoneOf, ...(job === undefined ? {} : { job }) });
  if (found === undefined && job !== undefined)
    issues.push(issue("options.job", "the id of a job whose sessions are in the answer", job));
  else if (found === undefined)
    issues.push(issue("answer", "an answer with a job", answer, "it has none"));
  return found;
}

const ANSWER_TEXT =
  "an answer, as forecast, simulate, compare, compareReplicated, replicate, sweep or stagger " +
  "gives it";

/** By what each kind of answer is known. */
const PARTS: readonly (readonly string[])[] = [
  ["week", "clock", "from", "to"],
  ["sessions", "missed", "fleet", "span", "summary"],
  ["moves", "judged", "comparison"],
  ["crossings", "changes"],
  ["isJudged", "metrics", "seeds"],
  ["rows", "dimensions", "seeds"],
  ["holds"],
  ["fleet", "jobs", "seeds"],
];

function isAnswer(value: unknown): value is Charted {
  return (
    typeof value === "object" &&
    value !== null &&
    PARTS.some((parts) => parts.every((part) => part in value))
  );
}

/** Options as they are wanted; what is wrong is noted and left out. */
type ReadPicture = { -readonly [Key in keyof PictureOptions]: PictureOptions[Key] };

function readPicture(options: unknown, chart: unknown, issues: Issue[]): ReadPicture {
  const given: Unread<PictureOptions> = readOptions<PictureOptions>(options, PICTURE_KEYS, issues);
  const read: ReadPicture = {};
  const take = <Key extends keyof PictureOptions>(
    key: Key,
    expected: string,
    isOne: (value: unknown) => boolean,
  ): void => {
    const value = given[key];
    if (value === undefined) return;
    const of = OF_CHARTS[key];
    if (
      of !== undefined &&
      CHART_NAMES.includes(chart as ChartName) &&
      !of.includes(chart as ChartName)
    )
      issues.push(
        issue(`options.${key}`, "nothing", value, `a ${String(chart)} chart has no ${key}`),
      );
    else if (isOne(value)) read[key] = value as PictureOptions[Key];
    else issues.push(issue(`options.${key}`, expected, value));
  };
  const within =
    (low: number, high: number) =>
    (value: unknown): boolean =>
      Number.isInteger(value) && (value as number) >= low && (value as number) <= high;
  const isText = (value: unknown): boolean => typeof value === "string";
  const measures = MEASURES[chart as ChartName] ?? [];
  take("width", "whole px from 200 to 10,000", within(200, 10_000));
  take("height", "whole px from 150 to 10,000", within(150, 10_000));
  take("dark", "true or false", (value) => typeof value === "boolean");
  take("clock", '"server" or "utc"', (value) => value === "server" || value === "utc");
  take("title", "a text", isText);
  take("measure", `one of ${measures.join(", ")}`, (value) => measures.includes(value as string));
  take("line", "the id of a proxy, a repository or an organization", isText);
  take("job", "the id of a job", isText);
  take("jobs", "a whole number from 1 to 1,000", within(1, 1_000));
  return read;
}

const MEASURES: Readonly<Partial<Record<ChartName, readonly string[]>>> = {
  week: ["allowed", "starts", "lost", "running"],
  load: ["sessions", "threads"],
};

/** Which line of a load is meant. */
function readLine(
  { lines }: Extract<Chart, { kind: "load" }>,
  { line = "", measure = "sessions" }: ReadPicture,
  issues: Issue[],
): number {
  const own = lines.filter(({ id, of }) => (line === "" ? of === "fleet" : id === line));
  if (own.length === 0)
    issues.push(issue("options.line", "the id of a proxy, a repository or an organization", line));
  else if (!own.some((each) => each.measure === measure))
    issues.push(issue("options.measure", "sessions", measure, "it shares no threads"));
  return lines.findIndex((each) => own.includes(each) && each.measure === measure);
}
