/**
 * What the doors of texts check before they write: that they were given the result that they put
 * into words, and options that are some (R26).
 */
import { type Issue, issue, PolicyError } from "../../core/input/issues.js";
import { checkMade, readOptions } from "../../core/input/ownShape.js";

/** The options of most texts: how many lines of a list, how many columns. */
export const TEXT_KEYS = ["most", "width"] as const;

/** The same, and which jobs are told of one by one. */
export const JOB_TEXT_KEYS = [...TEXT_KEYS, "jobs"] as const;

/** Options that every text may have. */
interface Sizes {
  readonly most?: unknown;
  readonly width?: unknown;
  readonly jobs?: unknown;
}

/**
 * Throws a `PolicyError` where a result is not what `made` says, which has these `parts`, or where
 * the options have keys that are not among `keys`, or sizes that are none.
 */
export function checkText(
  result: { readonly path: string; readonly value: unknown; readonly parts: readonly string[] },
  made: string,
  options?: unknown,
  keys: readonly string[] = [],
): void {
  const issues: Issue[] = [];
  checkMade(result.value, result.path, result.parts, made, issues);
  const sizes: Sizes = readOptions<Record<string, unknown>>(options, keys, issues);
  for (const name of ["most", "width"] as const) {
    const size = sizes[name];
    if (size !== undefined && !(typeof size === "number" && size >= 1))
      issues.push(issue(`options.${name}`, "a number from 1", size));
  }
  const { jobs } = sizes;
  if (jobs !== undefined && !(Array.isArray(jobs) && jobs.every((id) => typeof id === "string")))
    issues.push(issue("options.jobs", "an array of ids of jobs", jobs));
  if (issues.length > 0) throw new PolicyError(issues);
}
