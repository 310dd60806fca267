/**
 * What a server answers beside its jobs, as files that the command line names: recorded sessions,
 * proxies, repositories, organizations.
 *
 * A file of another kind is told as such: read as proxies, a list of jobs would be proxies.
 */
import { ownValue } from "../core/input/reader.js";
import { type FileResult, labelOf, readJsonFile } from "../files/files.js";
import { issueLine } from "../files/jobInput.js";
import { readSessionFile } from "../files/sessionFile.js";
import type { ImportOptions, ServerAnswers } from "../veeam/import/fleetOfServer.js";
import { fieldOf, isObject } from "../veeam/lists/fields.js";
import { choiceOption, integerOption } from "./arguments.js";
import type { Request } from "./command.js";
import type { ServerOption } from "./serverOptions.js";

/** The lists that may have files, and a key that only an entry of theirs has. */
const LISTS = {
  sessions: "creationTime",
  proxies: "threadsNumber",
  repositories: "capacityBytes",
  organizations: "officeName",
} as const;
type List = keyof typeof LISTS;

/** What the files hold, and what is said beside them. */
export interface ServerFiles {
  /** What each list holds: of several files, an array of pages. */
  readonly answers: Omit<ServerAnswers, "jobs">;
  /** What the files of each list are called, in their order. */
  readonly labels: { readonly [Key in List]?: readonly string[] };
  /** Where they lie. */
  readonly paths: readonly string[];
  /** What is known of the sessions. */
  readonly options: ImportOptions;
}

/**
 * Reads the files that the options name, beside the files `others`; `undefined` where none is
 * named, or something is wrong, which is noted.
 */
export async function readServerFiles(
  request: Request<string>,
  others: readonly string[],
): Promise<ServerFiles | undefined> {
  const { problems, notices } = request;
  const values = request.values as Request<ServerOption>["values"];
  const job = values.get("sessions-of");
  const threads = integerOption(values, "session-threads", undefined, 1, 1_000_000, problems);
  const begins = choiceOption(values, "begins", ["full", "incremental"], problems);
  const named = (Object.keys(LISTS) as List[]).map(
    // An option that stands alone names no file.
    (list) => [list, values.all(list).filter((path) => path !== "")] as const,
  );
  const paths = named.flatMap(([, files]) => files);
  if (named[0]![1].length === 0)
    for (const option of ["sessions-of", "session-threads", "first-full", "begins"] as const)
      if (values.has(option))
        problems.push(`--${option}: of which sessions? --sessions FILE names them`);
  if ([...others, ...paths].filter((path) => path === "-").length > 1)
    problems.push("only one of the files can be standard input");
  if (paths.length === 0 || problems.length > 0) return undefined;
  const answers: { [Key in List]?: unknown } = {};
  const labels: { [Key in List]?: readonly string[] } = {};
  for (const [list, files] of named) {
    if (files.length === 0) continue;
    const pages: unknown[] = [];
    for (const path of files) {
      const read = await (list === "sessions" ? readSessions(path, request) : readJsonFile(path));
      if (read.ok) {
        pages.push(read.content);
        if (read.damage !== undefined) notices.push(read.damage);
        const kind = otherKind(read.content, list);
        if (kind !== undefined)
          problems.push(`--${list}: ${labelOf(path)} looks like a list of ${kind}`);
      } else problems.push(read.reason);
    }
    answers[list] = pages.length === 1 ? pages[0] : pages;
    labels[list] = files.map(labelOf);
  }
  if (problems.length > 0) return undefined;
  return {
    answers,
    labels,
    paths,
    options: {
      ...(job === undefined ? {} : { job }),
      ...(threads === undefined ? {} : { threads }),
      ...(values.has("first-full") ? { firstIsFull: true } : {}),
      ...(begins === undefined ? {} : { begins }),
    },
  };
}

/** The sessions of a file as JSON; what a table lacks is noted. */
async function readSessions(
  path: string,
  { leftOut, notices }: Request<string>,
): Promise<FileResult<unknown>> {
  const read = await readSessionFile(path);
  if (!read.ok) return read;
  const { json, issues, warnings } = read.content;
  leftOut.push(...issues.map((one) => issueLine(labelOf(path), one)));
  notices.push(...warnings.map((one) => issueLine(labelOf(path), one)));
  return { ...read, content: json };
}

/**
 * What a list is of that is not of `list`, by its first entry; `undefined` where nobody can say.
 */
function otherKind(json: unknown, list: List): string | undefined {
  const first = firstEntry(json);
  if (first === undefined) return undefined;
  const has = (key: string): boolean => fieldOf(first, "", key).spellings.length > 0;
  if (has(LISTS[list])) return undefined;
  if (has("schedulePolicy")) return "jobs";
  return (Object.keys(LISTS) as List[]).find((other) => has(LISTS[other]));
}

function firstEntry(json: unknown): object | undefined {
  const results = isObject(json) ? fieldOf(json, "", "results").spellings[0]?.value : undefined;
  const list = results ?? json;
  const first = Array.isArray(list) ? ownValue(list, "0") : list;
  return isObject(first) ? first : undefined;
}
