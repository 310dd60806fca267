/**
 * Whose the sessions of a list are: the job's that they name by id or by name, or the one's that
 * the caller names for those that name none.
 *
 * Every session has one fate: it is handed on, or it is an issue, or a warning counts it. What is
 * wrong with many sessions in the same way is told once, with their number.
 */
import { grouped } from "../../core/input/numberText.js";
import { type Issue, issue } from "../../core/input/issues.js";
import type { Notes } from "../../core/input/reader.js";
import type { ZoneTable } from "../../core/time/zone.js";
import type { Entry } from "../lists/pages.js";
import type { ListedJob } from "../lists/readJobs.js";
import { readSession, type RecordedSession } from "../lists/readSession.js";
import { jobNames } from "./jobNames.js";

/** A session with the place of its job, `-1` for one that is not in the list. */
export interface OwnedSession extends RecordedSession {
  readonly place: number;
}

/**
 * Reads sessions and finds their jobs; each once, where their ids say which they are. `fallback` is
 * the id or the name of the job whose sessions those are that name none; a bad one goes to `wrong`.
 */
export function ownedSessions(
  entries: readonly Entry[],
  listed: readonly ListedJob[],
  fallback: string | undefined,
  zone: ZoneTable,
  notes: Notes,
  wrong: Issue[],
): OwnedSession[] {
  const names = jobNames(listed);
  const found = fallback === undefined ? undefined : names.find(fallback);
  if (fallback !== undefined && typeof found !== "number")
    wrong.push(issue("options.job", "the id or the name of one job of the list", fallback));
  const ownerOfNameless = typeof found === "number" ? found : undefined;
  const ids = new Set<string>();
  const owned: OwnedSession[] = [];
  const nameless: string[] = [];
  const misnamed = new Map<string, string[]>();
  const unlisted = new Map<string, string[]>();
  const twins: string[] = [];
  for (const { path, value } of entries) {
    const session = readSession(value, path, zone, notes, false);
    if (session === undefined) continue;
    if (session.id !== undefined) {
      if (ids.has(session.id)) {
        twins.push(path);
        continue;
      }
      ids.add(session.id);
    }
    const { jobId, jobName } = session;
    if (jobId !== undefined) {
      const place = names.byId(jobId) ?? -1;
      if (place < 0) add(unlisted, jobId, path);
      owned.push({ ...session, place });
    } else if (jobName !== undefined) {
      const place = names.byName(jobName);
      if (typeof place === "number") owned.push({ ...session, place });
      else add(misnamed, jobName, path);
    } else if (ownerOfNameless !== undefined) owned.push({ ...session, place: ownerOfNameless });
    else nameless.push(path);
  }
  if (nameless.length > 0)
    notes.issues.push(
      issue(
        `${nameless[0]}.jobId`,
        "the id or the name of its job",
        undefined,
        `${leftOut(nameless)}: options.job says whose sessions without one are`,
      ),
    );
  for (const [name, paths] of misnamed) {
    const which =
      names.byName(name) === "several" ? "a name that one job has" : "a job of the list";
    notes.issues.push(issue(`${paths[0]}.jobName`, which, name, leftOut(paths)));
  }
  if (unlisted.size > 0) {
    const paths = [...unlisted.values()].flat();
    notes.warnings.push(
      issue(
        `${paths[0]}.jobId`,
        "a job of the list",
        [...unlisted.keys()][0],
        `${counted(paths.length, "session")} of ${counted(unlisted.size, "such job")} only count ` +
          "as sharing a proxy",
      ),
    );
  }
  if (twins.length > 0)
    notes.warnings.push(
      issue(`${twins[0]}.id`, "each session once", twins.length, "the others are left out"),
    );
  return owned;
}

function add(byName: Map<string, string[]>, name: string, path: string): void {
  const known = byName.get(name);
  if (known === undefined) byName.set(name, [path]);
  else known.push(path);
}

function leftOut(paths: readonly string[]): string {
  return paths.length === 1 ? "it is left out" : `${counted(paths.length, "session")} are left out`;
}

function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? "" : "s"}`;
}
