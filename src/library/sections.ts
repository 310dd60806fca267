/**
 * Answers as sections of a page: words and figures from where the texts have them, charts beside
 * them, on the clocks of the host.
 */
import { type Assumption, assumptionsOf } from "../core/forecast/assumptions.js";
import { clockChangesIn } from "../core/forecast/clockEffects.js";
import { grouped } from "../core/input/numberText.js";
import { checkFleet } from "../core/simulation/checkFleet.js";
import type { Timeline } from "../core/simulation/timeline.js";
import { clockZone, hostZone, readHostZone } from "../host/zones.js";
import type { Chart } from "../report/charts/chart.js";
import { chartClock } from "../report/charts/chartClock.js";
import { type Answered, type Charted, chartsOf, readAnswer } from "../report/charts/chartsOf.js";
import { counted } from "../report/kit/words.js";
import type { Section } from "../report/page/pageData.js";
import {
  comparisonTold,
  forecastTold,
  headroomTold,
  proposalTold,
  replicatedTold,
  replicationTold,
  simulationTold,
  studyTold,
  type Told,
} from "../report/page/sections.js";
import { schedulesOfChecked } from "./scheduled.js";

/** How a section is made. */
export interface SectionOptions {
  /** What the answer is of, e.g. a file. */
  readonly source?: string | undefined;
  /** Sessions that are drawn one by one, at most. */
  readonly mostSessions?: number;
}

/** So many where nobody says. */
export const USUAL_SESSIONS = 200_000;

/** The section of an answer; `index` makes its id unique. */
export function sectionOf(
  answer: Charted,
  index: number,
  { source, mostSessions = USUAL_SESSIONS }: SectionOptions = {},
): Section {
  const read = readAnswer(answer);
  const told = toldOf(read, source);
  const charts = chartsOf(answer, { zoneOf: hostZone, mostSessions }).filter(
    // the page makes the exposure of any job from the sessions
    ({ kind }) => kind !== "exposure",
  );
  const spanned = charts.flatMap((chart) => ("span" in chart ? [chart.span.clock] : []));
  const clock = spanned[0] ?? clockOf(read);
  return {
    id: `${told.kind.replaceAll(" ", "-")}-${index + 1}`,
    ...told,
    ...(clock === undefined ? {} : { clock }),
    charts,
    notes: [...told.notes, ...charts.flatMap(notesOf)],
  };
}

function toldOf(read: Answered, source: string | undefined): Told {
  switch (read.kind) {
    case "forecast":
      return forecastTold(read.forecast);
    case "timeline": {
      const { timeline } = read.sides[0]!;
      const beside = source === undefined ? {} : { source };
      return simulationTold(timeline, clockZone(timeline.fleet), clockChoices(timeline), beside);
    }
    case "comparison":
      return comparisonTold(read.comparison);
    case "proposal":
      return proposalTold(read.proposal);
    case "replicated":
      return replicatedTold(read.comparison);
    case "replication":
      return replicationTold(read.replication);
    case "study":
      return studyTold(read.study);
    case "headroom":
      return headroomTold(read.headroom);
  }
}

/** The choices of a fleet's clock, as a forecast of its jobs over the span has them. */
function clockChoices({ fleet, span: { from, to } }: Timeline): Assumption[] {
  const checked = checkFleet(fleet, [], readHostZone);
  if (checked === undefined) return [];
  const changes = clockChangesIn(checked.zone, from, to);
  return assumptionsOf(checked.clock, [...new Set(schedulesOfChecked(checked))], changes);
}

/** The clock of an answer without a chart over time: a forecast's week. */
function clockOf(read: Answered): Section["clock"] {
  if (read.kind !== "forecast") return undefined;
  const { clock, from, to } = read.forecast;
  return chartClock(hostZone(clock.zone), from.epochMs, to.epochMs);
}

/** What of a chart is aggregated or left out. */
function notesOf(chart: Chart): string[] {
  if (chart.kind !== "sessions") return [];
  const left = chart.sides.reduce((sum, { leftOut }) => sum + leftOut, 0);
  return left === 0 ? [] : [leftOutText(left, chart.jobs.length, chart.sides[0]!.jobsDrawn)];
}

function leftOutText(left: number, jobs: number, drawn: number): string {
  return (
    `${grouped(left)} sessions are not drawn one by one: those of the last ` +
    `${grouped(jobs - drawn)} of ${counted(jobs, "job")} by the order of the table. Load, week ` +
    "and tables count them all."
  );
}
