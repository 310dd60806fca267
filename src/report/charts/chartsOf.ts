/**
 * Which charts an answer has, whatever answer it is, and why it has no other.
 *
 * An answer is known by what it has. What is missing is never a fault: a reason says what it takes.
 */
import type { Forecast } from "../../core/forecast/forecast.js";
import { clockWith } from "../../core/schedule/clock.js";
import type { Timeline } from "../../core/simulation/timeline.js";
import type { Comparison, ReplicatedComparison } from "../../core/whatif/compare/comparison.js";
import type { Headroom } from "../../core/whatif/headroom/goal.js";
import type { Replication } from "../../core/whatif/replicate.js";
import type { Proposal } from "../../core/whatif/stagger/proposal.js";
import type { EstimatedRow, Study } from "../../core/whatif/sweep/study.js";
import { type Chart, CHART_NAMES, type ChartName } from "./chart.js";
import { haveRows, type TimelineSides } from "./chartSides.js";
import { exposureOf } from "./exposureChart.js";
import { judgedOfComparison, judgedOfProposal, judgedOfReplication } from "./judgedChart.js";
import { loadOfTimelines, type LoadOptions } from "./loadChart.js";
import { sessionsOfTimelines, type SessionsOptions } from "./sessionsChart.js";
import { studyChart } from "./studyChart.js";
import { weekOfForecast, weekOfTimelines, type ZoneByName } from "./weekChart.js";

/** Anything that may have charts. */
export type Charted =
  | Forecast
  | Timeline
  | Comparison
  | ReplicatedComparison
  | Study
  | Study<EstimatedRow>
  | Proposal
  | Headroom
  | Replication;

/** How charts are made. */
export interface ChartOptions extends LoadOptions, SessionsOptions {
  /** The tables of zones: answers name the zones of their clocks. */
  readonly zoneOf: ZoneByName;
  /** The id of the job whose exposure is shown; default: the worst one. */
  readonly job?: string;
}

/** The charts that an answer has, in the order of `CHART_NAMES`. */
export function chartNamesOf(answer: Charted): ChartName[] {
  return CHART_NAMES.filter((name) => whyNoChart(answer, name) === undefined);
}

/** Why an answer has no such chart, a sentence without its end; `undefined` where it has. */
export function whyNoChart(answer: Charted, name: ChartName): string | undefined {
  const of = readAnswer(answer);
  if (!CHARTS[of.kind].includes(name)) return `${NOUNS[of.kind]} has no ${name} chart`;
  if (of.kind === "study")
    return typeof of.study.best === "function"
      ? undefined
      : "this is a copy of a study, which can't be asked which rows are among the best";
  if (of.kind === "forecast" || name === "judged") return undefined;
  const { sides } = of as { readonly sides?: TimelineSides };
  if (sides === undefined)
    return "this is a copy of a comparison, which does not have what was compared";
  const needsRows = name === "sessions" || name === "exposure";
  return needsRows && !haveRows(sides)
    ? 'it was simulated with keep: "summary", which keeps no sessions'
    : undefined;
}

/**
 * A chart of an answer; `undefined` where it has none such (`whyNoChart` says why), or no job with
 * the id that is asked for.
 */
export function chartOf(
  answer: Charted,
  name: ChartName,
  options: ChartOptions,
): Chart | undefined {
  if (whyNoChart(answer, name) !== undefined) return undefined;
  const of = readAnswer(answer);
  switch (of.kind) {
    case "forecast":
      return weekOfForecast(of.forecast);
    case "study":
      return studyChart(of.study);
    case "replicated":
      return judgedOfComparison(of.comparison);
    case "replication":
      return judgedOfReplication(of.replication);
    case "proposal":
      return name === "judged"
        ? judgedOfProposal(of.proposal)
        : chartOfSides(of.sides!, name, options);
    case "timeline":
    case "comparison":
      return chartOfSides(of.sides!, name, options);
    case "headroom":
      return undefined;
  }
}

/** Every chart of an answer: of exposures that of one job. */
export function chartsOf(answer: Charted, options: ChartOptions): Chart[] {
  return chartNamesOf(answer).flatMap((name) => chartOf(answer, name, options) ?? []);
}

function chartOfSides(
  sides: TimelineSides,
  name: ChartName,
  options: ChartOptions,
): Chart | undefined {
  const { zoneOf, job } = options;
  const [first] = sides;
  const zone = zoneOf(clockWith(first!.timeline.fleet.clock).zone);
  if (name === "week") return weekOfTimelines(sides, zone, zoneOf);
  if (name === "load") return loadOfTimelines(sides, zone, options);
  const sessions = sessionsOfTimelines(sides, zone, options);
  if (name === "sessions" || sessions === undefined) return sessions;
  const place = job === undefined ? 0 : sessions.jobs.findIndex(({ id }) => id === job);
  return exposureOf(sessions, place);
}

/** An answer by its kind, and the timelines behind it. */
export type Answered =
  | { readonly kind: "forecast"; readonly forecast: Forecast }
  | { readonly kind: "timeline"; readonly timeline: Timeline; readonly sides: TimelineSides }
  | {
      readonly kind: "comparison";
      readonly comparison: Comparison;
      readonly sides?: TimelineSides;
    }
  | { readonly kind: "proposal"; readonly proposal: Proposal; readonly sides?: TimelineSides }
  | { readonly kind: "replicated"; readonly comparison: ReplicatedComparison }
  | { readonly kind: "replication"; readonly replication: Replication }
  | { readonly kind: "study"; readonly study: Study | Study<EstimatedRow> }
  | { readonly kind: "headroom"; readonly headroom: Headroom };

const SIDED = ["week", "load", "sessions", "exposure"] as const;

/** The charts that an answer may have. */
const CHARTS: Readonly<Record<Answered["kind"], readonly ChartName[]>> = {
  forecast: ["week"],
  timeline: SIDED,
  comparison: SIDED,
  proposal: [...SIDED, "judged"],
  replicated: ["judged"],
  replication: ["judged"],
  study: ["study"],
  headroom: [],
};

const NOUNS: Readonly<Record<Answered["kind"], string>> = {
  forecast: "a forecast",
  timeline: "a simulation",
  comparison: "a comparison",
  proposal: "a proposal",
  replicated: "a comparison under several seeds",
  replication: "a simulation under several seeds",
  study: "a study",
  headroom: "a search for headroom",
};

/** An answer by what it has. */
export function readAnswer(answer: Charted): Answered {
  if ("week" in answer) return { kind: "forecast", forecast: answer };
  if ("sessions" in answer)
    return { kind: "timeline", timeline: answer, sides: [{ side: "", timeline: answer }] };
  if ("moves" in answer)
    return { kind: "proposal", proposal: answer, ...sidesOf(answer.comparison) };
  if ("crossings" in answer) return { kind: "comparison", comparison: answer, ...sidesOf(answer) };
  if ("isJudged" in answer) return { kind: "replicated", comparison: answer };
  if ("rows" in answer && "dimensions" in answer) return { kind: "study", study: answer };
  if ("holds" in answer) return { kind: "headroom", headroom: answer };
  return { kind: "replication", replication: answer };
}

/** What of an answer is looked for to know it, and what it must have beside that. */
const PARTS: readonly (readonly string[])[] = [
  ["week", "jobs", "clock", "assumptions"],
  ["sessions", "fleet", "span", "rules", "rows"],
  ["moves", "judged", "stay", "comparison"],
  ["crossings", "changes", "jobs", "worse"],
  ["isJudged", "metrics", "seeds"],
  ["rows", "dimensions", "seeds"],
  ["holds", "share", "seeds", "limits"],
  ["fleet", "jobs", "seeds", "rows"],
];

/** Whether a value is an answer of the library: the parts that it is known by are there. */
export function isAnswer(value: unknown): value is Charted {
  if (typeof value !== "object" || value === null) return false;
  return PARTS.some((parts) => parts.every((part) => part in value));
}

/** The two sides of a comparison; nothing of a copy, which can't be asked. */
function sidesOf(comparison: Comparison): { readonly sides?: TimelineSides } {
  if (typeof comparison.sides !== "function") return {};
  const { baseline, candidate } = comparison.sides();
  return {
    sides: [
      { side: "baseline", timeline: baseline },
      { side: "candidate", timeline: candidate },
    ],
  };
}
