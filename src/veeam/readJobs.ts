/**
 * From what the product's API says about jobs, in any version, to jobs with canonical policies: one job, an array, or a
 * page of results; backup jobs and copy jobs; the service provider console's objects.
 *
 * A bad job costs itself and no other: it is left out, and each of its issues names the place in the list and the job.
 * What a schedule does not need (descriptions, items, links) is passed over without a word and kept for the way back:
 * `writeJobs` puts it all there again.
 */
import { issue, type Issue, show } from "../core/policy/issues.js";
import { hasKey, ownValue } from "../core/policy/keys.js";
import { emptyNotes, isGiven, type Notes } from "../core/policy/reader.js";
import { fieldOf, isObject } from "./fields.js";
import { type ListedJob, nameIn, readJob } from "./readJob.js";

export type { ListedJob } from "./readJob.js";

/** A list as far as it could be read: good jobs, what is wrong with the others, what is odd about either (R26). */
export interface JobList {
  readonly jobs: ListedJob[];
  readonly issues: Issue[];
  readonly warnings: Issue[];
  /** What the jobs came in: one job alone, an array, or a page, whose other properties it keeps. */
  readonly envelope: Envelope;
}

/** What a list of jobs comes in. */
export type Envelope = { readonly kind: "one" } | { readonly kind: "array" } | { readonly kind: "page"; readonly page: object };

/** Longer lists are cut, with an issue (R27). The product's own limits lie far below. */
export const MOST_JOBS = 10_000;

const LIST = "a job, an array of jobs or { results: [...] }";

/**
 * Reads one job, an array of jobs or a page `{ results: [...] }`, keys in any letter case (R25). Never throws.
 * Paths are `schedulePolicy.dailyTime` in a single job, `[2].schedulePolicy...` and `results[2].schedulePolicy...` in lists.
 *
 * ```ts
 * const { jobs } = readJobs({ name: "Mail", schedulePolicy: { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" } });
 * jobs.map((job) => job.name) // => ["Mail"]
 * ```
 */
export function readJobs(json: unknown): JobList {
  const notes = emptyNotes();
  if (Array.isArray(json)) return { jobs: readList(json, "", notes), ...notes, envelope: { kind: "array" } };
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
    warnOfFurtherPages(json, notes);
    return { jobs: readList(results.value, results.path, notes), ...notes, envelope: page };
  }
  if (hasKey(json, "schedulePolicy") || hasKey(json, "name")) {
    const job = readNamedJob(json, "", 0, notes);
    return { jobs: job === undefined ? [] : [job], ...notes, envelope };
  }
  const isPolicy = hasKey(json, "type") || hasKey(json, "schedulePolicyType");
  notes.issues.push(issue("", LIST, json, isPolicy ? 'this looks like a schedule policy alone: write { "name": "...", "schedulePolicy": ... }' : undefined));
  return { jobs: [], ...notes, envelope };
}

function readList(list: readonly unknown[], path: string, notes: Notes): ListedJob[] {
  if (list.length === 0) notes.warnings.push(issue(path, "at least one job", list));
  if (list.length > MOST_JOBS) notes.issues.push(issue(path, `at most ${MOST_JOBS} jobs`, list, "the rest is left out"));
  const jobs: ListedJob[] = [];
  const count = Math.min(list.length, MOST_JOBS);
  for (let index = 0; index < count; index += 1) {
    const job = readNamedJob(ownValue(list, String(index)), `${path}[${index}]`, index, notes);
    if (job !== undefined) jobs.push(job);
  }
  return jobs;
}

/** Reads one job; each of its notes ends with the job's name. */
function readNamedJob(input: unknown, path: string, index: number, notes: Notes): ListedJob | undefined {
  const own = emptyNotes();
  const job = readJob(input, path, index, own);
  const name = nameIn(input);
  const suffix = name === undefined ? "" : ` (job ${show(name)})`;
  const named = (note: Issue): Issue => Object.freeze({ ...note, message: note.message + suffix });
  for (const note of own.issues) notes.issues.push(named(note));
  for (const note of own.warnings) notes.warnings.push(named(note));
  return job;
}

/** A page that names a next one is not the whole list: what is not here cannot be forecast. */
function warnOfFurtherPages(page: object, notes: Notes): void {
  const links = fieldOf(page, "", "_links").spellings[0];
  if (links === undefined || !isObject(links.value)) return;
  const next = fieldOf(links.value, links.path, "next");
  if (!isGiven(next)) return;
  notes.warnings.push(issue(next.path, "the last page", next.spellings[0]!.value, "there are more jobs on the pages after this one"));
}
