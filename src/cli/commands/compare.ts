/**
 * `runcast compare`: what a change does, and why.
 */
import { grouped } from "../../core/input/numberText.js";
import type { NumericSpan } from "../../core/simulation/span.js";
import type { Fleet } from "../../core/simulation/fleet.js";
import { USUAL_BUDGET } from "../../core/whatif/compare/comparison.js";
import type { ModelComparison } from "../../core/whatif/compare/modelComparison.js";
import { modelText, type SharingModel } from "../../core/whatif/edits/model.js";
import { pickJobs } from "../../files/jobInput.js";
import { clockZone } from "../../host/zones.js";
import { simulate } from "../../library/simulation.js";
import { compareReplicatedAsync } from "../../library/asyncForms.js";
import { compare, compareModels } from "../../library/whatif.js";
import { describeComparison } from "../../report/comparisonText.js";
import { describeModels } from "../../report/modelText.js";
import { describeReplicated } from "../../report/replicatedText.js";
import { choiceOption, integerOption, type OptionTable } from "../arguments.js";
import { CHARTS_OPTION, chartsBelow } from "../chartsOption.js";
import type { Answer, Command, Request } from "../command.js";
import { isChange } from "../../library/fleetChange.js";
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
import { modelLabel, readModels, underModel } from "../modelOption.js";
import { fitted } from "../printer.js";
import { readServerFiles } from "../serverFiles.js";

const MOST_BUDGET = 999_999_999;

const OPTIONS = {
  seeds: {
    type: "string",
    value: "N",
    says:
      `how many seeds, 2 to ${grouped(MOST_SEEDS)}; from 10 on it says which differences are ` +
      "clear (default: one)",
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
  ...CHARTS_OPTION,
  ...TOLD_JOB_OPTION,
} as const satisfies OptionTable;

type Name = keyof typeof OPTIONS;

/** What does a change do, and why? */
export const compareCommand: Command<typeof OPTIONS> = {
  asks: "What does a change do, and why?",
  operands: [
    "BASELINE CANDIDATE [options]",
    "FILE CHANGE... [options]",
    "FILE --model MODEL [--model MODEL] [options]",
  ],
  about: [
    "Two fleets over the same span and under the same seed: runs added, removed and moved, " +
      "targets missed and met, the peak, and for each job that got worse the cause.",
    "With --model given twice, the baseline is under the first and the candidate under the " +
      "second; given once beside a file alone, the file as it is against the model; else both " +
      "are under it. Where only the model differs, the first sentence says about which runs the " +
      "two disagree.",
    ...CHANGE_ABOUT,
  ],
  options: OPTIONS,
  examples: [
    "runcast compare examples/fleet.json proxy-1.slots=6 --from 2026-01-05",
    'runcast compare examples/fleet.json "Mail *.dailyTime=21:00" --days 28',
    "runcast compare today.json tomorrow.json --json",
    "runcast compare examples/fleet.json proxy-1.slots=2 --seeds 50",
    "runcast compare examples/fleet.json proxy-1.slots=2 --charts",
    "runcast compare examples/fleet.json --model slots=4 --model threads",
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
  /** The models of the two, as typed; none where no option says one. */
  readonly models: { readonly model?: ModelSides };
  /** Ids of the jobs that are told of; absent for all. */
  readonly told?: readonly string[];
}

/** The models of the sides, as one types them; a side that is as in its file has none. */
interface ModelSides {
  readonly baseline?: string;
  readonly candidate?: string;
}

interface Scenario {
  readonly fleet: Fleet;
  readonly span: NumericSpan;
}

function underOneLuck({
  request,
  label,
  baseline,
  candidate,
  models,
  told,
}: Sides): Answer | undefined {
  const { problems, values } = request;
  const causes = choiceOption(values, "causes", ["ablation", "none"], problems) ?? "ablation";
  const budget = integerOption(values, "budget", USUAL_BUDGET, 0, MOST_BUDGET, problems);
  if (problems.length > 0) return undefined;
  const was = simulate(baseline.fleet, baseline.span);
  const is = simulate(candidate.fleet, candidate.span);
  const comparison = compare(was, is, { causes, budget });
  const modelComparison = modelsToTell(compareModels(was, is), models);
  const source = request.operands;
  const only = told && { jobs: told };
  const { seed } = baseline.span;
  return {
    data: () => ({
      format: "runcast.comparison/1",
      source,
      ...models,
      seed,
      ...(told && { told }),
      ...(modelComparison && { modelComparison }),
      ...comparison,
    }),
    zone: clockZone(baseline.fleet),
    text: (layout) =>
      [
        fitted(
          [
            scenarioLine(request, label),
            "",
            ...(modelComparison === undefined ? [] : [describeModels(modelComparison), ""]),
            describeComparison(comparison, { width: layout.width, ...only }),
          ].join("\n"),
          layout,
        ),
        ...(values.has("charts") ? [chartsBelow(comparison, layout, told && new Set(told))] : []),
      ].join("\n\n"),
    hasFindings: comparison.crossings.some(({ crossing }) => crossing === "missed"),
  };
}

async function underManyLucks({
  request,
  label,
  baseline,
  candidate,
  models,
  told,
}: Sides): Promise<Answer | undefined> {
  const { problems, values } = request;
  const seeds = integerOption(values, "seeds", 2, 2, MOST_SEEDS, problems);
  if (values.has("charts"))
    problems.push("--charts: under several seeds there is no single course of things to draw");
  if (JSON.stringify(baseline.span) !== JSON.stringify(candidate.span))
    problems.push(
      "--seeds: the two files have different rules; under several seeds, both sides must have " +
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
    data: () => ({ format, source, ...models, ...(told && { told }), ...comparison }),
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
  const models = readModels(request.values, 2, problems);
  const files = operands.filter((operand) => !isChange(operand));
  const [first, second, ...others] = files;
  const isAlone = operands.length === 1;
  if (problems.length > 0) return undefined;
  if (first === undefined)
    problems.push(
      'two files are needed, or one and changes; "-" is standard input; --help says more',
    );
  else if (second === undefined && isAlone && models.length === 0)
    problems.push(
      `${first}: compared with what? Give a second file, changes such as dailyTime=21:00, or ` +
        "models of sharing: --model slots=4 --model threads",
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
  const other = second === undefined ? one : await openFleet(second, request, answers);
  if (other === undefined) return undefined;
  // A model by itself is what the file is compared with.
  const [was, is] =
    models.length === 1 && isAlone ? [undefined, models[0]] : [models[0], models.at(-1)];
  const baseline = {
    fleet: underModel(one.fleet, was, one.input.label, problems),
    span: one.span,
  };
  if (problems.length > 0) return undefined;
  const candidate = {
    fleet: change(underModel(other.fleet, is, other.input.label, problems)),
    span: { ...one.span, rules: other.span.rules },
  };
  const wanted = request.values.get("job");
  const jobs = [...baseline.fleet.jobs, ...candidate.fleet.jobs];
  const told = pickJobs({ jobs }, wanted, problems).map(({ id }) => id);
  if (problems.length > 0) return undefined;
  const model = {
    ...(was === undefined ? {} : { baseline: modelText(was) }),
    ...(is === undefined ? {} : { candidate: modelText(is) }),
  };
  return {
    label: labelOf(one.input.label, second === undefined ? undefined : other.input.label, was, is),
    models: models.length === 0 ? {} : { model },
    request: one,
    baseline,
    candidate,
    ...(wanted === undefined ? {} : { told }),
  };
}

/**
 * What is told of the two models: where options say that they are compared, or one side shares by
 * threads alone and the other has none. A limit of slots more or less is a change as any other.
 */
function modelsToTell(
  found: ModelComparison | undefined,
  { model }: Sides["models"],
): ModelComparison | undefined {
  const isAsked = model?.baseline !== model?.candidate;
  const kinds = [found?.baseline.model, found?.candidate.model];
  const isPlain = kinds.includes("threads") && !kinds.includes("both");
  return isAsked || isPlain ? found : undefined;
}

/** Both sides, for people: their files, and their models where they are told to have any. */
function labelOf(
  one: string,
  other: string | undefined,
  was: SharingModel | undefined,
  is: SharingModel | undefined,
): string {
  const [before, now] = [was, is].map((model) =>
    model === undefined ? "" : ` with ${modelLabel(model)}`,
  ) as [string, string];
  if (before !== now)
    return `${one}${before} and, as the candidate, ${((other ?? "") + now).trim()}`;
  if (other === undefined) return one + now;
  return `${one} and, as the candidate, ${other}${now === "" ? "" : `, both${now}`}`;
}
