/**
 * The fleet of a file and of what its server answers beside it.
 *
 * Of a list of jobs the answers say all that it lacks. A fleet file says itself what its jobs share
 * and how long they take: only the jobs that lack a workload get theirs from the sessions.
 */
import { grouped } from "../core/input/numberText.js";
import { formatIssue, type Issue } from "../core/input/issues.js";
import type { Fleet, Resource } from "../core/simulation/fleet.js";
import { issueLine, type JobInput } from "../files/jobInput.js";
import { fleetFrom } from "../library/fleetFrom.js";
import { counted, listed as inWords } from "../report/kit/words.js";
import type { ImportedFleet } from "../veeam/import/fleetOfServer.js";
import type { Request } from "./command.js";
import { SERVER_FIELDS, type ServerFiles } from "./serverFiles.js";

/** How many jobs are named of some. */
const JOBS_NAMED = 5;

/** A list of jobs with what its server answers: the fleet, and what is to be told of it. */
export interface ServerImport {
  readonly imported: ImportedFleet;
  /** What the jobs' own list noted, and what the answers did, a line each. */
  readonly issues: readonly string[];
  readonly warnings: readonly string[];
}

/** Makes the fleet of a list of jobs. Throws a `PolicyError` for answers that are no lists. */
export function importOf(input: JobInput, files: ServerFiles): ServerImport {
  const { answers, options } = files;
  const clock = input.fleet.clock ?? {};
  const imported = fleetFrom({ jobs: input.json, ...answers }, { clock, ...options });
  // What is wrong with the jobs was told when their file was read.
  const lines = (own: readonly Issue[], all: readonly Issue[]): string[] => {
    const told = new Set(own.map(({ message }) => message));
    return all.filter(({ message }) => !told.has(message)).map((one) => lineOf(one, input, files));
  };
  return {
    imported,
    issues: lines(input.issues, imported.issues),
    warnings: lines(input.warnings, imported.warnings),
  };
}

/** The input with what the server answers in it; what is left out and what is told is noted. */
export function withServer(
  input: JobInput,
  files: ServerFiles,
  request: Request<string>,
): JobInput {
  return input.kind === "jobs"
    ? listWithServer(input, files, request)
    : fleetWithSessions(input, files, request);
}

function listWithServer(
  input: JobInput,
  files: ServerFiles,
  { leftOut, notices }: Request<string>,
): JobInput {
  const { imported, issues } = importOf(input, files);
  const { fleet } = imported;
  leftOut.push(...issues);
  if (files.answers.sessions !== undefined) {
    const samples = imported.observed.reduce((sum, one) => sum + one.samples, 0);
    notices.push(...sessionNotices(input.label, fleet, samples, []));
  }
  const ids = new Set(fleet.jobs.map(({ id }) => id));
  const listed = input.listed?.filter((_, place) => ids.has(input.fleet.jobs[place]!.id));
  return { ...input, fleet, ...(listed === undefined ? {} : { listed }) };
}

function fleetWithSessions(
  input: JobInput,
  files: ServerFiles,
  { problems, leftOut, notices }: Request<string>,
): JobInput {
  for (const list of ["proxies", "repositories", "organizations"] as const)
    if (files.labels[list] !== undefined)
      problems.push(
        `--${list}: ${input.label} is no list of jobs; it says itself what its jobs share`,
      );
  if (problems.length > 0) return input;
  const { fleet } = input;
  const clock = fleet.clock ?? {};
  const { sessions } = files.answers;
  const imported = fleetFrom({ ...answersOf(fleet), sessions }, { clock, ...files.options });
  leftOut.push(...imported.issues.map((one) => lineOf(one, input, files)));
  const own = fleet.jobs.filter(({ workload }) => workload !== undefined);
  const jobs = fleet.jobs.map((job, place) => {
    const workload = job.workload ?? imported.jobs[place]!.workload;
    return workload === undefined ? job : { ...job, workload };
  });
  const samples = imported.observed.reduce(
    (sum, one, place) => sum + (fleet.jobs[place]!.workload === undefined ? one.samples : 0),
    0,
  );
  const filled = { ...fleet, jobs };
  notices.push(...sessionNotices(input.label, filled, samples, own.map(nameOf)));
  return { ...input, fleet: filled };
}

/** A fleet as its server would answer: jobs by their ids, and what they share. */
function answersOf(fleet: Fleet) {
  const shared = (fleet.proxies ?? []).filter(({ threads }) => threads !== undefined);
  return {
    jobs: fleet.jobs.map(({ policy, id, name, proxyId, repositoryId, organizationId }) => ({
      id,
      name: name ?? id,
      schedulePolicy: policy,
      proxyId,
      repositoryId,
      organizationId,
    })),
    ...(shared.length === 0
      ? {}
      : { proxies: shared.map(({ id, threads }) => ({ id, threadsNumber: threads })) }),
    repositories: fleet.repositories?.map(({ id, proxyId }: Resource) => ({ id, proxyId })),
  };
}

/** What was taken from the sessions, and which jobs they say nothing of. */
function sessionNotices(
  label: string,
  { jobs }: Fleet,
  samples: number,
  own: readonly string[],
): string[] {
  const silent = jobs.filter(({ workload }) => workload === undefined);
  const taken = jobs.length - silent.length - own.length;
  const notices = [
    `${label}: ${grouped(taken)} of ${counted(jobs.length, "job")} ` +
      `${taken === 1 ? "has its workload" : "have their workloads"} from ` +
      counted(samples, "session"),
  ];
  if (own.length > 0) notices.push(`${label}: what the file says itself stays, for ${someOf(own)}`);
  if (silent.length > 0 && taken > 0)
    notices.push(
      `${label}: no finished session of ${someOf(silent.map(nameOf))}, so theirs take no time; ` +
        "--duration 45m gives them one",
    );
  return notices;
}

function nameOf({ id, name }: { readonly id: string; readonly name?: string }): string {
  return name ?? id;
}

/** The first names of some, and how many more. */
export function someOf(names: readonly string[]): string {
  const rest = names.length - JOBS_NAMED;
  return rest > 1
    ? inWords([...names.slice(0, JOBS_NAMED), `${grouped(rest)} more`])
    : inWords(names);
}

/** What the library calls in a hint what is typed here. */
const IN_HINTS = { "options.job": "--sessions-of", firstIsFull: "--first-full" } as const;

/** An issue as a line that names the file: `sessions.json: results[3].endTime: expected ...`. */
function lineOf(one: Issue, input: JobInput, { labels }: ServerFiles): string {
  const message = Object.entries(IN_HINTS).reduce(
    (text, [word, option]) => text.replace(word, option),
    one.message,
  );
  const [, list = "", place, rest = ""] = /^(\w+)(?:\[(\d+)\])?(.*)$/s.exec(one.path) ?? [];
  if (list === "jobs")
    return issueLine(input.label, { ...one, path: pathIn(one.path, list), message });
  if (!Object.hasOwn(SERVER_FIELDS, list)) return formatIssue({ ...one, message });
  const files = labels[list as keyof typeof labels] ?? [];
  return files.length > 1 && place !== undefined
    ? issueLine(files[Number(place)] ?? list, { ...one, path: rest.replace(/^\./, ""), message })
    : issueLine(files.join(", "), { ...one, path: pathIn(one.path, list), message });
}

function pathIn(path: string, list: string): string {
  return path.slice(list.length).replace(/^\./, "");
}
