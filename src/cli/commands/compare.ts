/**
 * `runcast compare`: what a change does, and why.
 */
import type { SimulationSpan } from "../../core/simulation/checkFleet.js";
import type { Fleet } from "../../core/simulation/fleet.js";
import { describeComparison } from "../../report/comparisonText.js";
import { describeReplicated } from "../../report/replicatedText.js";
import { CLOCK_USAGE } from "../clockOptions.js";
import { integerOption } from "../arguments.js";
import { isChange } from "../fleetChange.js";
import { simulate } from "../../library/simulation.js";
import { compare, compareReplicated } from "../../library/whatif.js";
import { type CliIo, complain, layoutFor, printJson, printText } from "../terminal.js";
import {
  CHANGE_USAGE,
  exitCode,
  FLEET_OPTIONS,
  FLEET_USAGE,
  type FleetRequest,
  openFleet,
  scenarioLine,
  singleChange,
} from "../fleetRequest.js";
import { COMMON_USAGE, readRequest } from "../request.js";

const USAGE = `What does a change do, and why?

  runcast compare BASELINE CANDIDATE [options]
  runcast compare FILE CHANGE... [options]

Two fleets over the same span and under the same luck: runs added, removed and moved, targets
missed and met, the peak, and for each job that got worse the cause.

${CHANGE_USAGE}
  --seeds N            under so many lucks, 2 to 10000: which differences are clear
${FLEET_USAGE}${COMMON_USAGE}
${CLOCK_USAGE}
Examples:
  runcast compare examples/fleet.json proxy-1.slots=6 --from 2026-01-05
  runcast compare examples/fleet.json "Mail *.dailyTime=21:00" --from 2026-01-05 --days 28
  runcast compare today.json tomorrow.json --json
  runcast compare examples/fleet.json proxy-1.slots=2 --from 2026-01-05 --seeds 50

Exit code: 0, 1 where a job keeps its target in the baseline and misses it in the candidate
(with --seeds: where clearly more jobs miss theirs), 2 a bad option or file.
`;

const OPTIONS = { ...FLEET_OPTIONS, seeds: { type: "string" } } as const;
const MOST_SEEDS = 10_000;

/** The two sides. The rules of each file go with its fleet. */
interface Sides {
  /** Both, for people. */
  readonly label: string;
  readonly request: FleetRequest<keyof typeof OPTIONS>;
  readonly baseline: Scenario;
  readonly candidate: Scenario;
}

interface Scenario {
  readonly fleet: Fleet;
  readonly span: SimulationSpan;
}

/** Runs the command and gives its exit code. */
export async function compareCommand(args: readonly string[], io: CliIo): Promise<number> {
  const sides = await readSides(args, io);
  if (typeof sides === "number") return sides;
  return sides.request.values.has("seeds") ? compareLucks(sides, io) : compareOnce(sides, io);
}

function compareOnce({ request, label, baseline, candidate }: Sides, io: CliIo): number {
  const comparison = compare(
    simulate(baseline.fleet, baseline.span),
    simulate(candidate.fleet, candidate.span),
  );
  if (request.json)
    printJson(
      {
        format: "runcast.comparison/1",
        source: request.operands,
        seed: baseline.span.seed,
        ...comparison,
      },
      io,
    );
  else
    printText(
      `${scenarioLine(request, label)}\n\n${describeComparison(comparison, layoutFor(io))}`,
      io,
    );
  return exitCode(
    request.input,
    comparison.crossings.some(({ crossing }) => crossing === "missed"),
  );
}

function compareLucks({ request, label, baseline, candidate }: Sides, io: CliIo): number {
  const { problems, values } = request;
  const seeds = integerOption(values, "seeds", 2, 2, MOST_SEEDS, problems);
  if (JSON.stringify(baseline.span) !== JSON.stringify(candidate.span))
    problems.push(
      "--seeds: the two files have different rules; under several lucks, both sides must " +
        "have the same",
    );
  if (problems.length > 0) return complain(problems, io);
  const comparison = compareReplicated(baseline.fleet, candidate.fleet, baseline.span, { seeds });
  if (request.json)
    printJson(
      { format: "runcast.replicated-comparison/1", source: request.operands, ...comparison },
      io,
    );
  else
    printText(
      `${scenarioLine(request, label)}\n\n${describeReplicated(comparison, layoutFor(io))}`,
      io,
    );
  return exitCode(
    request.input,
    (comparison.find("fleet", "", "jobsOverTarget")?.difference.low ?? 0) > 0,
  );
}

async function readSides(args: readonly string[], io: CliIo): Promise<Sides | number> {
  const words = readRequest(args, OPTIONS, USAGE, io);
  if (typeof words === "number") return words;
  const { operands, problems } = words;
  const files = operands.filter((operand) => !isChange(operand));
  const [first, second, ...others] = files;
  if (problems.length > 0) return complain(problems, io);
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
  if (problems.length > 0 || first === undefined) return complain(problems, io);

  const request = await openFleet(first, words, io);
  if (typeof request === "number") return request;
  const change = singleChange(request.changes, problems);
  if (change === undefined) return complain(problems, io);
  const other = second === undefined ? undefined : await openFleet(second, words, io);
  if (typeof other === "number") return other;
  // The span is the first one's.
  const candidate =
    other === undefined
      ? { fleet: change(request.fleet), span: request.span }
      : { fleet: other.fleet, span: { ...request.span, rules: other.input.rules } };
  const label =
    other === undefined
      ? request.input.label
      : `${request.input.label} and, as the candidate, ${other.input.label}`;
  return { label, request, baseline: { fleet: request.fleet, span: request.span }, candidate };
}
