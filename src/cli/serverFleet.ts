/**
 * The fleet of a file and of what its server answers beside it.
 *
 * Of a list of jobs the answers say all that it lacks. A fleet file says itself what its jobs share
 * and how long they take: only the jobs that lack a workload get theirs from the sessions.
 */
import { grouped } from "../core/input/numberText.js";
import { formatIssue, type Issue } from "../core/input/issues.js";
import type { ClockInput } from "../core/schedule/clock.js";
import type { Fleet, Resource } from "../core/simulation/fleet.js";
import { issueLine, type JobInput } from "../files/jobInput.js";
import { fleetFrom } from "../library/fleetFrom.js";
import { counted, someOf } from "../report/kit/words.js";
import type { ImportOptions } from "../veeam/import/fleetOfServer.js";
import { type ImportedJob, SESSIONS_OF_EACH } from "../veeam/import/importSessions.js";
import type { Request } from "./command.js";
import type { ServerFiles } from "./serverFiles.js";
import { SERVER_FIELDS } from "./serverOptions.js";

/** How many jobs are named of some. */
const JOBS_NAMED = 5;

/** The fleet of a file and its server, and what is to be told of it. */
export interface ServerImport {
  readonly fleet: Fleet;
  /** What was seen of each job, in the order of the fleet. */
  readonly observed: readonly ImportedJob[];
  /** Ids of the jobs whose workload is the file's own. */
  readonly own: ReadonlySet<string>;
  /** What was left out of the answers, and what is odd or was assumed, a line each. */
  readonly issues: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Makes the fleet; `undefined` after a problem. What was left out of the file itself was told when
 * it was read. Throws a `PolicyError` for answers that are no lists.
 */
export function serverImport(
  input: JobInput,
  files: ServerFiles,
  problems: string[],
): ServerImport | undefined {
  return input.kind === "jobs" ? importOfList(input, files) : importOfFleet(input, files, problems);
}

function importOfList(input: JobInput, files: ServerFiles): ServerImport {
  const fleet = fleetFrom(
    { jobs: input.json, ...files.answers },
    { ...clockOf(input.fleet), ...files.options },
  );
  return {
    fleet: fleet.fleet,
    observed: fleet.observed,
    own: new Set(),
    ...linesOf(input, files, fleet),
  };
}

function importOfFleet(
  input: JobInput,
  files: ServerFiles,
  problems: string[],
): ServerImport | undefined {
  if (saysItself(input, files, problems)) return undefined;
  const { fleet } = input;
  const answers = { ...answersOf(fleet), sessions: files.answers.sessions };
  const seen = fleetFrom(answers, { ...clockOf(fleet), ...files.options });
  const places = new Map(seen.jobs.map(({ id }, place) => [id, place]));
  const jobs = fleet.jobs.map((job) => {
    const workload = job.workload ?? seen.jobs[places.get(job.id) ?? -1]?.workload;
    return workload === undefined ? job : { ...job, workload };
  });
  const own = fleet.jobs.filter(({ workload }) => workload !== undefined).map(({ id }) => id);
  return {
    fleet: { ...fleet, jobs },
    observed: seen.observed,
    own: new Set(own),
    ...linesOf(input, files, seen),
  };
}

/**
 * Whether a fleet file comes with lists of what its jobs share, which it says itself: a problem
 * each.
 */
export function saysItself(input: JobInput, files: ServerFiles, problems: string[]): boolean {
  const lists = (["proxies", "repositories", "organizations"] as const).filter(
    (list) => files.labels[list] !== undefined,
  );
  for (const list of lists)
    problems.push(
      `--${list}: ${input.label} is no list of jobs; it says itself what its jobs share`,
    );
  return lists.length > 0;
}

/**
 * What was left out of the answers, and what is odd or was assumed, a line each: without what was
 * told when the file of jobs was read.
 */
export function linesOf(
  input: JobInput,
  files: ServerFiles,
  all: { readonly issues: readonly Issue[]; readonly warnings: readonly Issue[] },
): { readonly issues: string[]; readonly warnings: string[] } {
  const lines = (some: readonly Issue[]): string[] => some.map((one) => lineOf(one, input, files));
  // Jobs without one are told by name.
  const warnings = all.warnings.filter(({ expected }) => expected !== SESSIONS_OF_EACH);
  if (input.kind !== "jobs")
    return {
      issues: lines(all.issues),
      // Its jobs and what they share were checked when the file was read.
      warnings: lines(warnings.filter(({ path }) => /^sessions\b/.test(path))),
    };
  const without = (some: readonly Issue[], read: readonly Issue[]): readonly Issue[] => {
    const told = new Set(read.map(({ message }) => message));
    return some.filter(({ message }) => !told.has(message));
  };
  return {
    issues: lines(without(all.issues, input.issues)),
    warnings: lines(without(warnings, input.warnings)),
  };
}

/** The input with what the server answers in it; what is left out and what is told is noted. */
export function withServer(
  input: JobInput,
  files: ServerFiles,
  { problems, leftOut, notices }: Request<string>,
): JobInput {
  const made = serverImport(input, files, problems);
  if (made === undefined) return input;
  leftOut.push(...made.issues);
  if (files.answers.sessions !== undefined) notices.push(...sessionNotices(input.label, made));
  const { fleet } = made;
  const ids = new Set(fleet.jobs.map(({ id }) => id));
  const listed = input.listed?.filter((_, place) => ids.has(input.fleet.jobs[place]!.id));
  return { ...input, fleet, ...(listed === undefined ? {} : { listed }) };
}

/** What is known of the clock; nothing where nobody says anything of it. */
function clockOf({ clock = {} }: Fleet): { readonly clock?: ClockInput } {
  return Object.keys(clock).length === 0 ? {} : { clock };
}

/** Threads that a session of each job can use, as far as its workload says it. */
export function threadsOf({ jobs }: Fleet): Pick<ImportOptions, "threads"> {
  const threads = jobs.flatMap(({ id, workload }): [string, number][] =>
    typeof workload === "object" && workload.threads !== undefined ? [[id, workload.threads]] : [],
  );
  return threads.length === 0 ? {} : { threads: Object.fromEntries(threads) };
}

/** A fleet as its server would answer: jobs by their ids, and what they share. */
export function answersOf(fleet: Fleet) {
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
function sessionNotices(label: string, { fleet, observed, own }: ServerImport): string[] {
  const others = fleet.jobs.filter(({ id }) => !own.has(id));
  const silent = others.filter(({ workload }) => workload === undefined);
  const taken = others.length - silent.length;
  const samples = observed.reduce((sum, one) => sum + (own.has(one.job) ? 0 : one.samples), 0);
  const notices = [
    `${label}: ${grouped(taken)} of ${counted(fleet.jobs.length, "job")} ` +
      `${taken === 1 ? "has its workload" : "have their workloads"} from ` +
      counted(samples, "session"),
  ];
  if (own.size > 0) {
    const names = fleet.jobs.filter(({ id }) => own.has(id)).map(nameOf);
    notices.push(
      `${label}: ${someOf(names, JOBS_NAMED)} ${own.size === 1 ? "keeps the" : "keep the"} ` +
        `${own.size === 1 ? "workload" : "workloads"} of the file`,
    );
  }
  if (silent.length > 0 && taken > 0)
    notices.push(`${label}: no finished session of ${someOf(silent.map(nameOf), JOBS_NAMED)}`);
  return notices;
}

function nameOf({ id, name }: { readonly id: string; readonly name?: string }): string {
  return name ?? id;
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
