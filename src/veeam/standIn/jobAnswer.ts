/**
 * What a request about a job is answered with: the job's representation, or every reason why not.
 */
import type { Issue } from "../../core/input/issues.js";
import type { JobRecord } from "./jobRecord.js";
import type { JobRepresentation } from "./representation.js";

/** The body of every answer that refuses a request. */
export interface Refusal {
  /** What a script prints: the first issue, and how many more there are. */
  readonly message: string;
  /** Every issue, with its path in the request's body (R26). */
  readonly issues: readonly Issue[];
}

/** A request that was carried out, and the job as it is now. */
export interface JobAccepted {
  readonly ok: true;
  readonly status: 200 | 201;
  readonly headers: Readonly<Record<string, string>>;
  /** Made when it is asked for, of what is kept then. */
  readonly body: JobRepresentation;
  /** What is to be kept. */
  readonly job: JobRecord;
  /** What was odd about the request, and was read all the same (R25). */
  readonly warnings: readonly Issue[];
}

/** A request that was not carried out. */
export interface JobRefused {
  readonly ok: false;
  readonly status: 400 | 409;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Refusal;
}

/** The answer to a request about a job. */
export type JobAnswer = JobAccepted | JobRefused;

/** The media type of every body. */
export const JSON_HEADERS: Readonly<Record<string, string>> = Object.freeze({
  "content-type": "application/json; charset=utf-8",
});

/** More issues than this are counted, not listed: an answer stays readable, and small (R27). */
const ISSUES_LISTED = 1_000;

/**
 * The body of a refusal. Scripts print `message` and nothing else, so it tells the first issue: in
 * a sentence, after `what`, where that says what kind of refusal it is.
 */
export function refusalOf(issues: readonly Issue[], what?: string): Refusal {
  const listed = issues.slice(0, ISSUES_LISTED);
  const [first] = listed;
  const place = first === undefined || first.path === "" ? "" : `${first.path}: `;
  const told = first === undefined ? "" : `${place}${first.message}`;
  const more = issues.length - 1;
  const others =
    more < 1 ? "" : ` (and ${more} more ${more === 1 ? "issue" : "issues"}, see issues)`;
  const cut = listed.length < issues.length ? ` The first ${ISSUES_LISTED} are listed.` : "";
  return {
    message: `${what === undefined ? "" : `${what} `}${told}${others}.${cut}`,
    issues: listed,
  };
}

/** Refuses a request. */
export function refused(status: JobRefused["status"], issues: readonly Issue[]): JobRefused {
  return { ok: false, status, headers: JSON_HEADERS, body: refusalOf(issues) };
}
