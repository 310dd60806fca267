/**
 * What the commands read that simulate: a fleet, changes to it, a span, a seed, and what to take
 * where a file says nothing of workloads or targets.
 */
import { formatIssue, type Issue, issue } from "../core/input/issues.js";
import { type Fleet, jobStartsByItself } from "../core/simulation/fleet.js";
import type { NumericSpan } from "../core/simulation/span.js";
import { readTypedLength } from "../core/time/duration.js";
import { DAY_MS } from "../core/time/instant.js";
import { lengthText } from "../core/time/length.js";
import { offsetAt, type ZoneTable } from "../core/time/zone.js";
import type { SharingModel } from "../core/whatif/edits/model.js";
import { KEY_METRICS } from "../core/whatif/keyMetrics.js";
import type { Variation } from "../core/whatif/sweep/study.js";
import type { JobInput } from "../files/jobInput.js";
import { clockZone } from "../host/zones.js";
import { clean } from "../report/kit/safe.js";
import { counted, minuteText } from "../report/kit/words.js";
import type { OptionTable } from "./arguments.js";
import type { Request } from "./command.js";
import {
  CHANGE_SETTINGS_TEXT,
  type FleetChange,
  isChange,
  noteOverridden,
  readChange,
} from "../library/fleetChange.js";
import { readRuleOptions, RULE_OPTIONS } from "./ruleOptions.js";
import { MODEL_OPTION, modelLabel, readModels, underModel } from "./modelOption.js";
import { readServerFiles, type ServerFiles } from "./serverFiles.js";
import { SERVER_OPTIONS } from "./serverOptions.js";
import { withServer } from "./serverFleet.js";
import { FILE_ABOUT, oneFile, pathOf, readFile, readSpan, spanOptions } from "./request.js";

/** How far is simulated where nobody says. */
const USUAL_DAYS = 14;

/** Nobody waits for more seeds than this. */
export const MOST_SEEDS = 10_000;

/** Options of a simulation. */
export const FLEET_OPTIONS = {
  ...spanOptions(USUAL_DAYS),
  seed: {
    type: "string",
    value: "N",
    says: "the seed of the luck: the same gives the same result (default: 0)",
  },
  duration: {
    type: "string",
    value: "D",
    says: "how long sessions of jobs without a workload take: 45m, 1h30m (default: no time)",
  },
  rpo: {
    type: "string",
    value: "D",
    says: "the target (RPO) of scheduled jobs that have none: 26h",
  },
  ...MODEL_OPTION,
  ...RULE_OPTIONS,
  ...SERVER_OPTIONS,
} as const satisfies OptionTable;

/** The jobs that an answer tells of, where all of them are simulated. */
export const TOLD_JOB_OPTION = {
  job: {
    type: "string",
    value: "NAME",
    says: "all are simulated, the answer is of this job only; * stands for any letters",
  },
} as const satisfies OptionTable;

/** What `--help` says of files and changes. */
export const CHANGE_ABOUT: readonly string[] = [
  FILE_ABOUT,
  "A change is [WHO.]SETTING=VALUE. WHO is the id or name of a job or a resource, with * for any " +
    "letters, or proxies, repositories, organizations; without it, all jobs that the setting " +
    "concerns. What has = or a comma in it stands in double quotes: '\"a, b\".slots=4'; a shell " +
    "wants quotes of its own around blanks and ;. " +
    `Settings: ${CHANGE_SETTINGS_TEXT}.`,
];

/** The key metrics, as `--help` lists them. */
export const METRICS_LISTED = KEY_METRICS.join(", ");

/** A fleet to simulate. */
export interface FleetRequest<Name extends string> extends Request<Name> {
  /** Where the files lie that are read. */
  readonly paths: readonly string[];
  readonly input: JobInput;
  /** As in the file, with what the options say. */
  readonly fleet: Fleet;
  /** How its proxies are shared, where an option says it. */
  readonly model?: SharingModel;
  readonly changes: readonly FleetChange[];
  readonly span: NumericSpan;
}

/** The options that a fleet is read by. */
type FleetOption = keyof typeof FLEET_OPTIONS;

/**
 * Reads a request with one file and changes to it; `undefined` where there are problems. Where
 * nothing `isSimulated`, nothing is said of how long sessions take.
 */
export async function readFleetRequest<Name extends string>(
  request: Request<Name | FleetOption>,
  isSimulated = true,
): Promise<FleetRequest<Name | FleetOption> | undefined> {
  const { operands, problems } = request;
  const file = oneFile(
    operands.filter((operand) => !isChange(operand)),
    problems,
    "; a change has = in it, such as dailyTime=21:00",
  );
  const [model] = readModels(request.values, 1, problems);
  if (file === undefined || problems.length > 0) return undefined;
  const files = await readServerFiles(request, [file]);
  const opened = await openFleet(file, request, files, isSimulated);
  if (opened === undefined || model === undefined) return opened;
  const fleet = underModel(opened.fleet, model, opened.input.label, problems);
  return problems.length > 0 ? undefined : { ...opened, fleet, model };
}

/**
 * Reads the file of a request whose words are right, and everything that depends on it but for the
 * model, of which a comparison may have two; `files` is what its server answers beside it.
 */
export async function openFleet<Name extends string>(
  file: string,
  request: Request<Name | FleetOption>,
  files: ServerFiles | undefined,
  isSimulated = true,
): Promise<FleetRequest<Name | FleetOption> | undefined> {
  const { problems, operands, notices, world } = request;
  const values = request.values as Request<FleetOption>["values"];
  if (problems.length > 0) return undefined;
  const read = await readFile(file, request);
  if (read === undefined) return undefined;
  const input = files === undefined ? read : withServer(read, files, request);
  const fleet = withDefaults(input.fleet, values.get("duration"), values.get("rpo"), problems);
  const changes = operands
    .filter(isChange)
    .flatMap((text) => readChange(text, fleet, problems) ?? []);
  noteOverridden(changes, fleet, problems);
  const seed = readSeed(values.get("seed"), problems);
  const zone = fleet.clock?.zone ?? "UTC";
  const span = {
    ...readSpan(values, USUAL_DAYS, zone, world.now, request),
    seed,
    rules: readRuleOptions(values, input.rules, problems),
  };
  if (problems.length > 0) return undefined;
  if (isSimulated) notices.push(...lengthNotices(read, input, fleet, files));
  const paths = [pathOf(file), ...(files?.paths ?? [])];
  return { ...request, paths, input, fleet, changes, span };
}

/** What should be known of how long sessions take. */
function lengthNotices(
  read: JobInput,
  input: JobInput,
  fleet: Fleet,
  files: ServerFiles | undefined,
): string[] {
  const notices: string[] = [];
  const label = clean(input.label);
  const idle = fleet.jobs.filter(({ workload }) => workload === undefined);
  if (idle.length === fleet.jobs.length)
    notices.push(
      `${label}: no job has a workload, so sessions take no time; --duration 45m gives them one`,
    );
  else if (idle.length > 0 && files !== undefined)
    notices.push(`${label}: jobs without a workload take no time: --duration 45m gives them one`);
  const own = new Set(
    read.fleet.jobs.flatMap(({ id, workload }) => (workload === undefined ? [] : [id])),
  );
  const begin = fleet.jobs.filter(
    ({ id, workload }) =>
      !own.has(id) && typeof workload === "object" && workload.full !== undefined,
  );
  if (begin.length > 0 && files?.options.begins === undefined)
    notices.push(
      `${label}: ${counted(begin.length, "job begins", "jobs begin")} with a full session, as on ` +
        "a new server; --begins incremental goes on from where they are",
    );
  return notices;
}

/**
 * The fleet with what the options say of jobs that say nothing themselves. Nobody expects a backup
 * of a job that never starts.
 */
function withDefaults(
  fleet: Fleet,
  duration: string | undefined,
  rpo: string | undefined,
  problems: string[],
): Fleet {
  const durationIs = lengthOption("--duration", duration, "m", problems);
  const rpoIs = lengthOption("--rpo", rpo, "h", problems);
  if (durationIs === undefined && rpoIs === undefined) return fleet;
  return {
    ...fleet,
    jobs: fleet.jobs.map((job) => ({
      ...job,
      ...(durationIs === undefined || job.workload !== undefined
        ? {}
        : { workload: { duration: durationIs } }),
      ...(rpoIs === undefined || job.rpo !== undefined || !jobStartsByItself(job)
        ? {}
        : { rpo: rpoIs }),
    })),
  };
}

/** A length of time in ms, above 0. */
function lengthOption(
  option: string,
  text: string | undefined,
  usual: "m" | "h",
  problems: string[],
): number | undefined {
  if (text === undefined) return undefined;
  const issues: Issue[] = [];
  const ms = readTypedLength(text, option, usual, issues);
  if (ms === 0) issues.push(issue(option, "a length of time above 0", text));
  problems.push(...issues.map(formatIssue));
  return ms;
}

function readSeed(text: string | undefined, problems: string[]): number {
  if (text === undefined) return 0;
  const seed = /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isNaN(seed))
    problems.push(`--seed: expected a whole number, received ${JSON.stringify(text)}`);
  return seed;
}

/**
 * All changes in one, for commands that take one value of each; `undefined` where one has several,
 * which is noted.
 */
export function singleChange(
  changes: readonly FleetChange[],
  problems: string[],
): Variation | undefined {
  const steps: Variation[] = [];
  for (const { name, variations } of changes) {
    const [step, ...others] = variations;
    if (others.length > 0)
      problems.push(
        `${name}: one value is expected here, received ` +
          `${variations.map((one) => one.name).join(", ")}; runcast sweep tries several`,
      );
    if (step !== undefined) steps.push(step);
  }
  return problems.length > 0
    ? undefined
    : (fleet) => steps.reduce((changed, step) => step(changed), fleet);
}

/**
 * What was simulated, in a line:
 * `examples/fleet.json, 14 days from Mon 2026-01-05 01:00 Europe/Berlin`.
 */
export function scenarioLine(
  { fleet, input, span, model }: FleetRequest<string>,
  label = sourceLabel(input.label, model),
): string {
  return spanLine(clockZone(fleet), span, label);
}

/** What a fleet is called: its file, and the model that an option puts it under. */
export function sourceLabel(label: string, model: SharingModel | undefined): string {
  return [label, modelLabel(model)].filter(Boolean).join(" with ");
}

/** The same of a span on the clock of a zone. */
export function spanLine(
  zone: ZoneTable,
  { from, to, seed = 0 }: NumericSpan,
  label: string,
): string {
  const days = (to - from + offsetAt(zone, to) - offsetAt(zone, from)) / DAY_MS;
  const length = Number.isInteger(days)
    ? counted(days, "day")
    : lengthText(to - from, { toMinutes: true });
  const start = `${minuteText(zone, from)} ${clean(zone.name)}`;
  return `${clean(label)}, ${length} from ${start}${seed === 0 ? "" : `, seed ${seed}`}`;
}
