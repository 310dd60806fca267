/**
 * Edits as people type them: whom, which setting, and the values to try.
 *
 * Each is tried on the fleet at once, so that nothing is simulated in vain; everything that is
 * wrong is noted, and nothing is thrown.
 */
import { type Issue, issue } from "../../input/issues.js";
import type { Notes } from "../../input/reader.js";
import { safeParsePolicy } from "../../policy/parse.js";
import type { Fleet, Job } from "../../simulation/fleet.js";
import { type Edit, editedJobs, editedResources, type JobEdit } from "./fleetEdits.js";
import type { EditContext, InstantReader, Setting } from "./settingRow.js";
import { jobsMeant, resourcesMeant } from "./who.js";

/**
 * The edits of a fleet that give a setting these values, in their order; none where anything is
 * wrong.
 * `who` as in `jobsMeant` and `resourcesMeant`; without it, all jobs that the setting concerns, or
 * the clock of the fleet. In any other fleet they change the same jobs and resources, by id.
 * `instantOf` reads what values have of instants.
 */
export function readEdits(
  fleet: Fleet,
  who: string | undefined,
  setting: Setting,
  values: readonly string[],
  issues: Issue[],
  instantOf: InstantReader,
): (readonly [value: string, edit: Edit])[] {
  const before = issues.length;
  const editOf = editReader({ fleet, instantOf }, who, setting, { issues, warnings: [] });
  const edits = values.flatMap((value): [value: string, edit: Edit][] => {
    const edit = editOf(value.trim());
    return edit === undefined ? [] : [[value, edit]];
  });
  return issues.length > before ? [] : edits;
}

/** Reads the edits of one setting, for whom is clear then. */
function editReader(
  context: EditContext,
  who: string | undefined,
  setting: Setting,
  notes: Notes,
): (text: string) => Edit | undefined {
  const { fleet } = context;
  if (setting.of === "clock" && who === undefined)
    return (text) => setting.read(text, notes, context);
  if (setting.of === "resource") {
    const ids = resourcesMeant(fleet, who, setting.name, notes.issues, setting.alike);
    return (text) => {
      const edit = setting.read(text, notes, context);
      if (edit === undefined) return undefined;
      return (given) =>
        editedResources(given, (resource, list) =>
          ids.get(list)?.has(resource.id) ? edit(resource) : resource,
        );
    };
  }
  const jobs =
    who === undefined
      ? jobsConcerned(fleet, setting, notes.issues)
      : jobsNamed(fleet, who, setting, notes.issues);
  const ids = new Set(jobs.map(({ id }) => id));
  return (text) => {
    const edit: JobEdit | undefined = setting.read(text, notes, context);
    if (edit === undefined) return undefined;
    for (const job of jobs) {
      const tried = safeParsePolicy(edit(job).policy, "");
      if (!tried.ok) notes.issues.push(...tried.issues);
    }
    const editAll: Edit = (given) =>
      editedJobs(given, (job) => (ids.has(job.id) ? edit(job) : job));
    setting.check?.(editAll(fleet), notes.issues);
    return editAll;
  };
}

function jobsConcerned(fleet: Fleet, { name, concerns }: Setting, issues: Issue[]): Job[] {
  const jobs = fleet.jobs.filter((job) => concerns === undefined || concerns(job));
  if (jobs.length === 0) issues.push(issue(name, "a job that has this setting", undefined));
  return jobs;
}

/** The jobs that are named, none of which may refuse the setting. */
function jobsNamed(fleet: Fleet, who: string, setting: Setting, issues: Issue[]): Job[] {
  const { name, alike, refuses } = setting;
  const jobs = jobsMeant(fleet, who, name, issues, alike);
  for (const job of jobs) {
    const why = refuses?.(job);
    if (why !== undefined)
      issues.push(issue(name, "a job that can have this setting", job.id, why));
  }
  return jobs;
}
