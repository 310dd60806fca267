/**
 * What a page says of each answer: its facts, tables and text, each from where its text has them.
 */
import type { Assumption } from "../../core/forecast/assumptions.js";
import type { Forecast } from "../../core/forecast/forecast.js";
import type { Timeline } from "../../core/simulation/timeline.js";
import type { ZoneTable } from "../../core/time/zone.js";
import type { Comparison, ReplicatedComparison } from "../../core/whatif/compare/comparison.js";
import type { Headroom } from "../../core/whatif/headroom/goal.js";
import type { Replication } from "../../core/whatif/replicate.js";
import type { Proposal } from "../../core/whatif/stagger/proposal.js";
import { noVerdictText } from "../changeWords.js";
import { describeComparison } from "../comparisonText.js";
import { describeForecast } from "../forecastText.js";
import { describeHeadroom } from "../headroomText.js";
import { counted } from "../kit/words.js";
import { describeProposal } from "../proposalText.js";
import { describeReplicated } from "../replicatedText.js";
import { type AnyStudy, describeStudy } from "../studyText.js";
import { type Fact, timelineFacts } from "../timelineFacts.js";
import { timelineText } from "../timelineText.js";
import { clockAssumptions, ruleAssumptions } from "./assumed.js";
import { comparisonFacts, comparisonTables, replicatedTables } from "./comparisonSection.js";
import { forecastFacts, forecastTable } from "./forecastSection.js";
import type { Section } from "./pageData.js";
import { simulationTables } from "./simulationSection.js";
import { headroomTables, proposalTables, replicationTable, studyTable } from "./whatIfTables.js";

/** What is told in words and figures; charts come from elsewhere. */
export type Told = Omit<Section, "id" | "charts" | "clock">;

/** What a section needs to know beside the answer. */
export interface Beside {
  /** What the answer is of, e.g. a file. */
  readonly source?: string;
}

/** A forecast. */
export function forecastTold(forecast: Forecast): Told {
  return {
    kind: "forecast",
    title: `Forecast of ${counted(forecast.jobs.length, "job")}`,
    facts: forecastFacts(forecast),
    tables: [forecastTable(forecast)],
    assumptions: clockAssumptions(forecast.assumptions),
    notes: [],
    text: describeForecast(forecast),
  };
}

/** A simulation; `assumed`: the choices of its clock. */
export function simulationTold(
  timeline: Timeline,
  zone: ZoneTable,
  assumed: readonly Assumption[],
  { source }: Beside,
): Told {
  const { summary, fleet, rules, span, zoneVersion } = timeline;
  const slowness = timeline.slowness();
  const [title, facts] = timelineFacts(summary, zone, source);
  return {
    kind: "simulation",
    title: `Simulation of ${title}`,
    facts: [
      ...facts,
      plain("Luck", `seed ${span.seed}; another seed draws another`),
      ...(zoneVersion === "" ? [] : [plain("Zone rules", `time-zone database ${zoneVersion}`)]),
    ],
    tables: simulationTables(summary, slowness, zone),
    assumptions: [...clockAssumptions(assumed), ...ruleAssumptions(rules, fleet, summary)],
    notes: [],
    text: timelineText(summary, {
      zone,
      slowness,
      ...(source === undefined ? {} : { source }),
    }),
  };
}

/** A comparison of two simulations under one luck. */
export function comparisonTold(comparison: Comparison): Told {
  return {
    kind: "comparison",
    title: "Comparison of baseline and candidate",
    facts: comparisonFacts(comparison),
    tables: comparisonTables(comparison),
    assumptions: [],
    notes: comparison.causesComplete
      ? []
      : ["Causes were not looked for to the end (options: causes, budget)."],
    text: describeComparison(comparison),
  };
}

/** A comparison under several seeds. */
export function replicatedTold(comparison: ReplicatedComparison): Told {
  const { seeds, metrics, isJudged } = comparison;
  const clear = metrics.filter(({ isClear }) => isClear).length;
  return {
    kind: "comparison under seeds",
    title: `Comparison under ${counted(seeds.length, "seed")}`,
    facts: [
      plain("Figures", `${counted(metrics.length, "figure")} differ under some seed`),
      isJudged
        ? plain("Clear", `${counted(clear, "figure")}: luck does not explain them`)
        : plain("Clear", noVerdictText(seeds.length)),
    ],
    tables: replicatedTables(comparison),
    assumptions: [],
    notes: [],
    text: describeReplicated(comparison),
  };
}

/** A study. */
export function studyTold(study: AnyStudy): Told {
  const { rows, seeds, complete, notes } = study;
  return {
    kind: "study",
    title: `Study of ${counted(rows.length, "variation")}`,
    facts: [
      plain(
        "Luck",
        seeds.length === 1 ? `one seed, ${seeds[0]!}` : `${counted(seeds.length, "seed")}: means`,
      ),
      ...(complete ? [] : [plain("Stopped", "not every variation was simulated")]),
    ],
    tables: [studyTable(study)],
    assumptions: [],
    notes,
    text: describeStudy(study),
  };
}

/** A proposal of start times. */
export function proposalTold(proposal: Proposal): Told {
  const { moves, judged } = proposal;
  const text = describeProposal(proposal);
  return {
    kind: "proposal",
    title:
      moves.length === 0 ? "Proposal: no move" : `Proposal of ${counted(moves.length, "move")}`,
    facts: [
      plain("Result", text.split("\n", 1)[0]!),
      plain("Judged on", `${counted(judged.seeds.length, "seed")} that it was not chosen on`),
    ],
    tables: proposalTables(proposal),
    assumptions: [],
    notes: [],
    text,
  };
}

/** A headroom. */
export function headroomTold(found: Headroom): Told {
  const text = describeHeadroom(found);
  return {
    kind: "headroom",
    title: "Headroom",
    facts: text
      .split("\n")
      .filter((line) => !line.startsWith(" "))
      .map((line, index) => plain(index === 0 ? "Asked" : "Found", line)),
    tables: headroomTables(found),
    assumptions: [],
    notes: [],
    text,
  };
}

/** One fleet under several seeds. */
export function replicationTold(replication: Replication): Told {
  const { seeds, jobs } = replication;
  return {
    kind: "replication",
    title: `${counted(jobs.length, "job")} under ${counted(seeds.length, "seed")}`,
    facts: [plain("Luck", `${counted(seeds.length, "seed")}: means`)],
    tables: [replicationTable(replication)],
    assumptions: [],
    notes: [],
    text: "",
  };
}

function plain(label: string, text: string): Fact {
  return { label, text, tone: "plain" };
}
