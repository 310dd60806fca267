/**
 * Which job of a list is meant by an id or a name: letter case and blanks around it do not count,
 * and what is two jobs' is nobody's.
 */
import type { ListedJob } from "../lists/readJobs.js";

/** The jobs of a list, to be found by what names them. */
export interface JobNames {
  /** The place of the job of that id, or that goes by its name for want of one. */
  byId(id: string): number | undefined;
  /** The place of the one job of that name; `"several"` where it is the name of more. */
  byName(name: string): number | "several" | undefined;
  /** By id, and else by name. */
  find(text: string): number | "several" | undefined;
}

/** Makes them of a list of jobs. */
export function jobNames(jobs: readonly ListedJob[]): JobNames {
  const ids = new Map<string, number>();
  const names = new Map<string, number | "several">();
  jobs.forEach(({ id, name }, place) => {
    const key = plain(id ?? name);
    if (!ids.has(key)) ids.set(key, place);
    names.set(plain(name), names.has(plain(name)) ? "several" : place);
  });
  const byId = (id: string): number | undefined => ids.get(plain(id));
  const byName = (name: string): number | "several" | undefined => names.get(plain(name));
  return { byId, byName, find: (text) => byId(text) ?? byName(text) };
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}
