/**
 * `runcast compare`: what a change does, and why.
 */
import { grouped } from "../../core/input/numberText.js";
import type { NumericSpan } from "../../core/simulation/span.js";
import type { Fleet } from "../../core/simulation/fleet.js";
import { USUAL_BUDGET } from "../../core/whatif/compare/comparison.js";
import type { Variation } from "../../core/whatif/sweep/study.js";
import { pickJobs } from "../../files/jobInput.js";
import { clockZone } from "../../host/zones.js";
import { simulate } from "../../library/simulation.js";
import { compareReplicatedAsync } from "../../library/asyncForms.js";
import { compare } from "../../library/whatif.js";
import { describeComparison } from "../../report/comparisonText.js";
import { describeReplicated } from "../../report/replicatedText.js";
import { choiceOption, integerOption, type OptionTable } from "../arguments.js";
import type { Answer, Command, Request } from "../command.js";
import { isChange } from "../fleetChange.js";
import {
  CHANGE_ABOUT,
  FLEET_OPTIONS,
  type FleetRequest,
  MOST_SEEDS,
  openFleet,
  scenarioLine,
  singleChange,
  TOLD_JOB_OPTION,
} from "../fleetRequest.js";
import { followed, stoppedAnswer } from "../followed.js";
import { fitted } from "../printer.js";
import { readServerFiles, type ServerFiles } from "../serverFiles.js";

const MOST_BUDGET = 999_999_999;

const OPTIONS = {
  seeds: {
    type: "string",
    value: "N",
    says:
      `under so many lucks, 2 to ${grouped(MOST_SEEDS)}, from 10 on: which differences are ` +
      "clear",
  },
  causes: {
    type: "string",
    value: "HOW",
    says: "ablation: look for causes by simulating without each change (default); none: do not",
  },
  budget: {
    type: "string",
    value: "N",
    says: `due starts that may be simulated to find causes (default: ${grouped(USUAL_BUDGET)})`,
  },
  ...FLEET_OPTIONS,
  ...TOLD_JOB_OPTION,
} as const satisfies OptionTable;

type Name = keyof typeof OPTIONS;

/** What does a change do, and why? */
export const compareCommand: Command<typeof OPTIONS> = {
  asks: "What does a change do, and why?",
  operands: ["BASELINE CANDIDATE [options]", "FILE CHANGE... [options]"],
  about: [
    "Two fleets over the same span and under the same luck: runs added, removed and moved, " +
      "targets missed and met, the peak, and for each job that got worse the cause.",
    ...CHANGE_ABOUT,
  ],
  options: OPTIONS,
  examples: [
    "runcast compare examples/fleet.json proxy-1.slots=6 --from 2026-01-05",
    'runcast compare examples/fleet.json "Mail *.dailyTime=21:00" --days 28',
    "runcast compare today.json tomorrow.json --json",
    "runcast compare examples/fleet.json proxy-1.slots=2 --seeds 50",
  ],
  exitCodes:
    "Exit code: 0, 1 where a job keeps its target in the baseline and misses it in the " +
    "candidate (with --seeds, of at least 10: where clearly more jobs miss theirs, or it was " +
    "stopped), 2 a bad option or file.",
  fields: {
    "options.seeds": "--seeds",
    "options.causes": "--causes",
    "options.budget": "--budget",
  },
  async answer(request) {
    const sides = await readSides(request);
    if (sides === undefined) return undefined;
    return request.values.has("seeds") ? underManyLucks(sides) : underOneLuck(sides);
  },
};

/** The two sides. The rules of each file go with its fleet. */
interface Sides {
  /** Both, for people. */
  readonly label: string;
  readonly request: FleetRequest<Name>;
  readonly baseline: Scenario;
  readonly candidate: Scenario;
  /** Ids of the jobs that are told of; absent for all. */
  readonly told?: readonly string[];
}

interface Scenario {
  readonly fleet: Fleet;
  readonly span: NumericSpan;
}

function underOneLuck({ request, label, baseline, candidate, told }: Sides): Answer | undefined {
  const { problems, values } = request;
  const causes = choiceOption(values, "causes", ["ablation", "none"], problems) ?? "ablation";
  const budget = integerOption(values, "budget", USUAL_BUDGET, 0, MOST_BUDGET, problems);
  if (problems.length > 0) return undefined;
  const comparison = compare(
    simulate(baseline.fleet, baseline.span),
    simulate(candidate.fleet, candidate.span),
    { causes, budget },
  );
  const source = request.operands;
  const only = told && { jobs: told };
  const { seed } = baseline.span;
  return {
    data: () => ({
      format: "runcast.comparison/1",
      source,
      seed,
      ...(told && { told }),
      ...comparison,
    }),
    zone: clockZone(baseline.fleet),
    text: (layout) =>
      fitted(
        [
          scenarioLine(request, label),
          "",
          describeComparison(comparison, { width: layout.width, ...only }),
        ].join("\n"),
        layout,
      ),
    hasFindings: comparison.crossings.some(({ crossing }) => crossing === "missed"),
  };
}

async function underManyLucks({
  request,
  label,
  baseline,
  candidate,
  told,
}: Sides): Promise<Answer | undefined> {
  const { problems, values } = request;
  const seeds = integerOption(values, "seeds", 2, 2, MOST_SEEDS, problems);
  if (JSON.stringify(baseline.span) !== JSON.stringify(candidate.span))
    problems.push(
      "--seeds: the two files have different rules; under several lucks, both sides must have " +
        "the same",
    );
  if (problems.length > 0) return undefined;
  const source = request.operands;
  const only = told && { jobs: told };
  const zone = clockZone(baseline.fleet);
  const format = "runcast.replicated-comparison/1";
  const comparison = await followed(request, "seed", ({ signal, tell }) =>
    compareReplicatedAsync(baseline.fleet, candidate.fleet, baseline.span, {
      seeds,
      signal,
      onProgress: ({ done, total }) => tell(done, total),
    }),
  );
  if (comparison === undefined) return stoppedAnswer(format, source, zone);
  const overTarget = comparison.find("fleet", "", "jobsOverTarget");
  return {
    data: () => ({ format, source, ...(told && { told }), ...comparison }),
    zone,
    text: (layout) =>
      fitted(
        [
          scenarioLine(request, label),
          "",
          describeReplicated(comparison, { width: layout.width, ...only }),
        ].join("\n"),
        layout,
      ),
    hasFindings: overTarget?.isClear === true && overTarget.difference.mean > 0,
  };
}

async function readSides(request: Request<Name>): Promise<Sides | undefined> {
  const { operands, problems } = request;
  const files = operands.filter((operand) => !isChange(operand));
  const [first, second, ...others] = files;
  if (problems.length > 0) return undefined;
  if (first === undefined)
    problems.push(
      'two files are needed, or one and changes; "-" is standard input; --help says more',
    );
  else if (second === undefined && files.length === operands.length)
    problems.push(
      `${first}: compared with what? Give a second file, or changes such as dailyTime=21:00`,
    );
  if (others.length > 0)
    problems.push(`two files are enough, received ${files.length}: ${files.join(", ")}`);
  if (second !== undefined && files.length < operands.length)
    problems.push("either two files or one and changes");
  if (first === "-" && second === "-") problems.push("only one of the two can be standard input");
  if (problems.length > 0 || first === undefined) return undefined;

  const read = second === undefined ? [first] : [first, second];
  const answers = await readServerFiles(request, read);
  const one = await openFleet(first, request, answers);
  if (one === undefined) return undefined;
  const change = singleChange(one.changes, problems);
  if (change === undefined) return undefined;
  const baseline = { fleet: one.fleet, span: one.span };
  const { label } = one.input;
  const side = await candidateOf(second, request, answers, baseline, change);
  if (side === undefined) return undefined;
  const { candidate, suffix } = side;
  const wanted = request.values.get("job");
  const jobs = [...baseline.fleet.jobs, ...candidate.fleet.jobs];
  const told = pickJobs({ jobs }, wanted, problems).map(({ id }) => id);
  if (problems.length > 0) return undefined;
  return {
    label: label + suffix,
    request: one,
    baseline,
    candidate,
    ...(wanted === undefined ? {} : { told }),
  };
}

/** The other side: another file, or the first one changed. The span is that of the first. */
async function candidateOf(
  file: string | undefined,
  request: Request<Name>,
  answers: ServerFiles | undefined,
  baseline: Scenario,
  change: Variation,
): Promise<{ readonly candidate: Scenario; readonly suffix: string } | undefined> {
  if (file === undefined)
    return { candidate: { ...baseline, fleet: change(baseline.fleet) }, suffix: "" };
  const other = await openFleet(file, request, answers);
  if (other === undefined) return undefined;
  return {
    candidate: { fleet: other.fleet, span: { ...baseline.span, rules: other.input.rules } },
    suffix: ` and, as the candidate, ${other.input.label}`,
  };
}
