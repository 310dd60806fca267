/**
 * From what the product's API says about jobs, in any version, to jobs with canonical policies: one
 * job, an array, or a page of results; backup jobs and copy jobs; the service provider console's
 * objects.
 *
 * A bad job costs itself and no other: it is left out, and each of its issues names the place in
 * the list and the job. What a schedule does not need (descriptions, items, links) is passed over
 * without a word and kept for the way back: `writeJobs` puts it all there again.
 */
import { grouped } from "../../core/input/numberText.js";
import { issue, type Issue, pathTo, PolicyError, show } from "../../core/input/issues.js";
import { checkMade } from "../../core/input/ownShape.js";
import { emptyNotes, hasKey, type Notes, ownValue, readOptional } from "../../core/input/reader.js";
import { readBoolean } from "../../core/input/scalars.js";
import { safeParsePolicy } from "../../core/policy/parse.js";
import type { SchedulePolicy } from "../../core/policy/types.js";
import { fieldOf, type Fields, fieldsOf, isObject, linkedId, readOptionalText } from "./fields.js";
import { warnOfFurtherPages } from "./pages.js";

/** One job of a list, as far as its schedule is concerned. */
export interface ListedJob {
  /** Its place in the list, from 0. */
  readonly index: number;
  /**
   * Its name; its id, or `job 3` of the list, where it has none. Any text: clean it before it goes
   * to a terminal.
   */
  readonly name: string;
  readonly id?: string;
  /** A copy job takes its restore points from a backup job; what is left out is a backup job. */
  readonly kind?: "copy";
  /** A disabled job never starts by itself (R9). */
  readonly isEnabled: boolean;
  readonly policy: SchedulePolicy;
  /**
   * The next run that the server reported when the list was made, as it wrote it: a witness of the
   * server's zone (R2).
   */
  readonly nextRun?: string;
  /** When it last ran and how that ended, as the server wrote it. */
  readonly lastRun?: string;
  readonly lastStatus?: string;
  /** What it shares with others, said by the job itself or by its links. */
  readonly organizationId?: string;
  readonly repositoryId?: string;
  readonly proxyId?: string;
  /** The id of the backup job whose restore points a copy job takes (R32). */
  readonly copyOf?: string;
  /** The object that the job was read from, untouched: what `writeJobs` puts back. */
  readonly source?: object;
}

/**
 * A list as far as it could be read: good jobs, what is wrong with the others, what is odd about
 * either (R26).
 */
export interface JobList {
  readonly jobs: ListedJob[];
  readonly issues: Issue[];
  readonly warnings: Issue[];
  /** What the jobs came in: one job alone, an array, or a page, whose other properties it keeps. */
  readonly envelope: Envelope;
}

/** What a list of jobs comes in. */
export type Envelope =
  | { readonly kind: "one" }
  | { readonly kind: "array" }
  | { readonly kind: "page"; readonly page: object };

/**
 * Throws a `PolicyError` for what are no jobs of a list. A whole `JobList`, and the JSON from which
 * one is read, are told from it.
 */
export function checkListedJobs(jobs: unknown): void {
  const issues: Issue[] = [];
  const made = "an array of jobs, as readJobs gives them";
  if (Array.isArray(jobs))
    jobs.forEach((job: unknown, index) =>
      checkMade(job, `jobs[${index}]`, ["name", "policy", "isEnabled"], made, issues),
    );
  else {
    const isList = typeof jobs === "object" && jobs !== null && "envelope" in jobs;
    issues.push(
      issue(
        "jobs",
        made,
        jobs,
        isList ? "this is a whole list: pass its jobs" : "readJobs reads the JSON",
      ),
    );
  }
  if (issues.length > 0) throw new PolicyError(issues);
}

/** Longer lists are cut, with an issue (R27). The product's own limits lie far below. */
export const MOST_JOBS = 10_000;

const LIST = "a job, an array of jobs or { results: [...] }";

/**
 * Reads one job, an array of jobs or a page `{ results: [...] }`, keys in any letter case (R25).
 * Never throws. Paths are `schedulePolicy.dailyTime` in a single job, `[2].schedulePolicy...` and
 * `results[2].schedulePolicy...` in lists.
 *
 * ```ts
 * const schedulePolicy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * const { jobs } = readJobs({ name: "Mail", schedulePolicy });
 * jobs.map((job) => job.name) // => ["Mail"]
 * ```
 */
export function readJobs(json: unknown): JobList {
  const notes = emptyNotes();
  if (Array.isArray(json))
    return { jobs: readList(json, "", notes), ...notes, envelope: { kind: "array" } };
  const envelope: Envelope = { kind: "one" };
  if (!isObject(json)) {
    notes.issues.push(issue("", LIST, json));
    return { jobs: [], ...notes, envelope };
  }
  const results = fieldOf(json, "", "results").spellings[0];
  if (results !== undefined) {
    const page: Envelope = { kind: "page", page: json };
    if (!Array.isArray(results.value)) {
      notes.issues.push(issue(results.path, "an array of jobs", results.value));
      return { jobs: [], ...notes, envelope: page };
    }
    warnOfFurtherPages(json, "", "jobs", notes);
    return { jobs: readList(results.value, results.path, notes), ...notes, envelope: page };
  }
  if (hasKey(json, "schedulePolicy") || hasKey(json, "name")) {
    const job = readNamedJob(json, "", 0, notes);
    return { jobs: job === undefined ? [] : [job], ...notes, envelope };
  }
  const isPolicy = hasKey(json, "type") || hasKey(json, "schedulePolicyType");
  notes.issues.push(
    issue(
      "",
      LIST,
      json,
      isPolicy
        ? 'this looks like a schedule policy alone: write { "name": "...", "schedulePolicy": ... }'
        : undefined,
    ),
  );
  return { jobs: [], ...notes, envelope };
}

function readList(list: readonly unknown[], path: string, notes: Notes): ListedJob[] {
  if (list.length === 0) notes.warnings.push(issue(path, "at least one job", list));
  if (list.length > MOST_JOBS)
    notes.issues.push(
      issue(path, `at most ${grouped(MOST_JOBS)} jobs`, list, "the rest is left out"),
    );
  const jobs: ListedJob[] = [];
  const count = Math.min(list.length, MOST_JOBS);
  for (let index = 0; index < count; index += 1) {
    const job = readNamedJob(ownValue(list, String(index)), `${path}[${index}]`, index, notes);
    if (job !== undefined) jobs.push(job);
  }
  return jobs;
}

/**
 * Reads one job of a list; each of its notes ends with the job's name. `undefined` where it has an
 * issue.
 */
export function readNamedJob(
  input: unknown,
  path: string,
  index: number,
  notes: Notes,
): ListedJob | undefined {
  const own = emptyNotes();
  const job = readJob(input, path, index, own);
  if (own.issues.length + own.warnings.length === 0) return job;
  const name = nameIn(input);
  for (const note of own.issues) notes.issues.push(namingJob(note, name));
  for (const note of own.warnings) notes.warnings.push(namingJob(note, name));
  return job;
}

/** The note with the name of its job at the end, where it has one. */
export function namingJob(note: Issue, name: unknown): Issue {
  const suffix = name === undefined ? "" : ` (job ${show(name)})`;
  return Object.freeze({ ...note, message: note.message + suffix });
}

/** Texts that a job has under these names in some version, the first that is given counting. */
const TEXTS = {
  id: ["id", "instanceUid"],
  name: ["name"],
  nextRun: ["nextRun"],
  lastRun: ["lastRun"],
  lastStatus: ["lastStatus"],
  organizationId: ["organizationId", "vb365OrganizationUid", "organizationUid"],
  repositoryId: ["repositoryId", "repositoryUid"],
  proxyId: ["proxyId", "proxyUid"],
  copyOf: ["backupJobId"],
} as const;

/** What a job's links say of it. */
const LINKS = {
  organizationId: "organization",
  repositoryId: "backupRepository",
  proxyId: "proxy",
  copyOf: "backupJob",
} as const;

/** Reads one job; `undefined` where it has an issue. What is bad or odd is noted (R25, R26). */
export function readJob(
  input: unknown,
  path: string,
  index: number,
  notes: Notes,
): ListedJob | undefined {
  if (!isObject(input)) {
    notes.issues.push(issue(path, "a job: an object with name and schedulePolicy", input));
    return undefined;
  }
  const own = emptyNotes();
  const field = fieldsOf(input, path);
  const texts = readTexts(field, own);
  const isEnabled = readOptional(field("isEnabled"), readBoolean, own) ?? true;
  const policyField = field("schedulePolicy");
  const result = safeParsePolicy(policyField.spellings[0]?.value, policyField.path);
  own.warnings.push(...result.warnings);
  if (!result.ok) own.issues.push(...result.issues);
  if (texts.name === undefined)
    own.warnings.push(issue(pathTo(path, "name"), "the name of the job", undefined));
  notes.issues.push(...own.issues);
  notes.warnings.push(...own.warnings);
  if (!result.ok || own.issues.length > 0) return undefined;
  const { id, name, ...others } = texts;
  return {
    index,
    name: name ?? id ?? `job ${index + 1} of the list`,
    ...(id === undefined ? {} : { id }),
    ...(isCopyJob(field, texts.copyOf) ? { kind: "copy" } : {}),
    isEnabled,
    policy: result.policy,
    ...others,
    source: input,
  };
}

/** What a list calls a job: its name or its id, if it has one, however bad the rest of it is. */
function nameIn(input: unknown): string | undefined {
  if (!isObject(input)) return undefined;
  const field = fieldsOf(input, "");
  const notes = emptyNotes();
  return readText(field, TEXTS.name, notes) ?? readText(field, TEXTS.id, notes);
}

type Texts = { readonly [Name in keyof typeof TEXTS]?: string };

function readTexts(field: Fields, notes: Notes): Texts {
  const found: [string, string][] = [];
  for (const [name, spellings] of Object.entries(TEXTS)) {
    const read = readText(field, spellings, notes);
    const text =
      read ??
      (Object.hasOwn(LINKS, name) ? linkedId(field, LINKS[name as keyof typeof LINKS]) : undefined);
    if (text !== undefined) found.push([name, text]);
  }
  return Object.fromEntries(found);
}

/** The first of the spellings that gives a text; every one of them is read. */
function readText(field: Fields, spellings: readonly string[], notes: Notes): string | undefined {
  return spellings
    .map((spelling) => readOptional(field(spelling), readOptionalText, notes))
    .find((text) => text !== undefined);
}

/** The types of schedule that only copy jobs have, in lower case (R25). */
const COPY_TYPES = new Set(["dailyattime", "immediate"]);

function isCopyJob(field: Fields, copyOf: string | undefined): boolean {
  if (copyOf !== undefined || field("backupJobId").spellings.length > 0) return true;
  const policy = field("schedulePolicy").spellings[0]?.value;
  if (!isObject(policy)) return false;
  const types = [
    ...fieldOf(policy, "", "type").spellings,
    ...fieldOf(policy, "", "schedulePolicyType").spellings,
  ];
  return types.some(
    ({ value }) => typeof value === "string" && COPY_TYPES.has(value.trim().toLowerCase()),
  );
}
