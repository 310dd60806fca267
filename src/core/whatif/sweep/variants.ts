/**
 * Variations from the entries of a list, one dimension of what may be tried.
 */
import { type Issue, issue, PolicyError } from "../../input/issues.js";
import type { Edit } from "../edits/fleetEdits.js";
import { ownNames } from "./names.js";
import type { Variation } from "./study.js";

/** A grid has at most so many points. */
export const MOST_POINTS = 1_000_000;

/**
 * Variants of a list's entries, each read with its path; an entry that occurs again is another
 * variant, `22:00 (2)`. Throws a `PolicyError` with every issue.
 */
export function variants<T>(
  name: string,
  entries: readonly T[],
  read: (entry: T, path: string, issues: Issue[]) => readonly [name: string, edit: Edit],
): Record<string, Variation> {
  const issues: Issue[] = [];
  const isList = Array.isArray(entries) && entries.length > 0 && entries.length <= MOST_POINTS;
  if (!isList) issues.push(issue(name, `an array of 1 to ${MOST_POINTS} entries`, entries));
  const given: readonly T[] = isList ? entries : [];
  const found = given.map((entry, index) => read(entry, `${name}[${index}]`, issues));
  if (issues.length > 0) throw new PolicyError(issues);
  const names = ownNames(found.map(([entry]) => entry));
  return Object.fromEntries(found.map(([, edit], index) => [names[index]!, edit]));
}
