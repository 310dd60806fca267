/**
 * Variations of jobs ready made, one dimension at a time, and grids of any dimensions.
 *
 * A variation is an edit with a name that one would write on an axis: `21:00`, `20:00-06:00`,
 * `8 slots`, `x1.5`.
 */
import { type Issue, issue, pathTo, PolicyError } from "../../input/issues.js";
import { isWholeNumber, readTimeOfDay } from "../../input/scalars.js";
import { HOURS_PER_WEEK } from "../../policy/types.js";
import { parseWindow } from "../../policy/windowWords.js";
import type { Fleet, Job } from "../../simulation/fleet.js";
import { type Duration, durationMs } from "../../time/duration.js";
import { lengthText } from "../../time/length.js";
import { type Edit, editedJobs, type JobEdit } from "../edits/fleetEdits.js";
import { backupWindowLasting, policyEdit, windowWith } from "../edits/policyEdits.js";
import { settingCounts } from "../edits/settings.js";
import { FACTOR_TEXT, firstFullsLasting, isFactor, sessionsTimes } from "../edits/workloadEdits.js";
import { whyNotDrawn } from "../edits/workloadSettings.js";
import { type NamedVariation, namedVariations, ownNames, variation } from "./names.js";
import type { Variation, Variations } from "./study.js";
import { MOST_POINTS, variants } from "./variants.js";

/**
 * Every combination of one variant from each dimension, by name: `start 21:00, slots 4`. Variants
 * are applied in the order of the dimensions; the last dimension varies fastest. No point falls
 * away: of two with the same name the second is `... (2)`. Throws a `PolicyError` for a dimension
 * without variants.
 *
 * ```ts
 * const [start, work] = [startTimes(["21:00", "22:00"]), durationFactor([1, 2])];
 * Object.keys(grid({ start, work }))
 * // => ["start 21:00, work x1", "start 21:00, work x2",
 * //     "start 22:00, work x1", "start 22:00, work x2"]
 * ```
 */
export function grid(dimensions: Readonly<Record<string, Variations>>): Record<string, Variation> {
  const axes = checkedAxes(dimensions);
  let points: {
    readonly at: Readonly<Record<string, string>>;
    readonly steps: readonly Variation[];
  }[] = [{ at: {}, steps: [] }];
  for (const [dimension, variants] of axes) {
    points = points.flatMap(({ at, steps }) =>
      variants.map(({ name, variation: step }) => ({
        at: { ...at, [dimension]: name },
        steps: [...steps, step],
      })),
    );
  }
  const names = points.map(({ at }) =>
    Object.entries(at)
      .map(([dimension, variant]) => `${dimension} ${variant}`)
      .join(", "),
  );
  return Object.fromEntries(
    ownNames(names).map((name, index) => {
      const { at, steps } = points[index]!;
      const change = (fleet: Fleet): Fleet => steps.reduce((changed, step) => step(changed), fleet);
      return [name, variation(name, change, at)];
    }),
  );
}

function checkedAxes(
  dimensions: Readonly<Record<string, Variations>>,
): [dimension: string, variants: readonly NamedVariation[]][] {
  const issues: Issue[] = [];
  const axes = Object.entries(dimensions ?? {});
  if (axes.length === 0)
    issues.push(
      issue(
        "dimensions",
        'at least one dimension, such as { start: startTimes(["21:00", "22:00"]) }',
        dimensions,
      ),
    );
  let points = 1;
  const checked = axes.map(([dimension, variants]): [string, readonly NamedVariation[]] => {
    const path = pathTo("dimensions", dimension);
    const named = namedVariations(variants, path, issues);
    if (named.length === 0) issues.push(issue(path, "variants by name", variants));
    points *= named.length;
    return [dimension, named];
  });
  if (points > MOST_POINTS)
    issues.push(issue("dimensions", `a grid of at most ${MOST_POINTS} points`, points));
  if (issues.length > 0) throw new PolicyError(issues);
  return checked;
}

/**
 * Daily jobs start at these times, `HH:mm` or `HH:mm:ss`; others stay as they are. `jobs`: ids,
 * default all. Throws a `PolicyError` for what is no time of day; a variation throws one for an id
 * that its fleet does not have.
 * `Object.keys(startTimes(["21:00", "22:30"])) // => ["21:00", "22:30"]`
 */
export function startTimes(
  times: readonly string[],
  jobs?: readonly string[],
): Record<string, Variation> {
  return variants("startTimes", times, (time, path, issues) => {
    const dailyTime = readTimeOfDay(path, time, { issues, warnings: [] });
    const edit = policyEdit((policy) =>
      settingCounts(policy, "dailyTime") ? { dailyTime } : undefined,
    );
    return [time, ofJobs(jobs, edit)];
  });
}

/**
 * Backup windows, in words as `describeWindow` says them, `"Mon-Fri 20:00-06:00"`, or as so many
 * hours a spell, 1 to 168, counted from where each of the window's own begins. Hours in words also
 * go to jobs that had no window, a length leaves those alone; the `minuteOffset` stays.
 * `Object.keys(windowHours(["20:00-06:00", 8])) // => ["20:00-06:00", "8 h"]`
 */
export function windowHours(
  windows: readonly (string | number)[],
  jobs?: readonly string[],
): Record<string, Variation> {
  return variants("windowHours", windows, (given, path, issues) => {
    if (typeof given === "number") {
      if (!isWholeNumber(given, 1, HOURS_PER_WEEK))
        issues.push(issue(path, `whole hours from 1 to ${HOURS_PER_WEEK}`, given));
      return [`${given} h`, ofJobs(jobs, policyEdit(backupWindowLasting(given)))];
    }
    const hours = typeof given === "string" ? parseWindow(given) : undefined;
    if (hours === undefined)
      issues.push(
        issue(path, 'hours in words, such as "Mon-Fri 20:00-06:00", or a number of hours', given),
      );
    return [given, ofJobs(jobs, policyEdit(windowWith("backupWindow", hours ?? [])))];
  });
}

/**
 * First sessions, those before a job's first restore point, that take so long: ms, or texts with
 * units (R31); `"none"`: as long as all others. `jobs`: ids, default all whose workload is no
 * function; a variation throws a `PolicyError` for one that is named and has one.
 * `Object.keys(fulls(["none", "12h", 86_400_000])) // => ["none", "12h", "24 h"]`
 */
export function fulls(
  lengths: readonly Duration[],
  jobs?: readonly string[],
): Record<string, Variation> {
  return variants("fulls", lengths, (length, path, issues) => {
    const ms = length === "none" ? undefined : durationMs(length, path, issues);
    const edit = ofJobs(jobs, firstFullsLasting(ms), whyNotDrawn);
    return [typeof length === "string" ? length : lengthText(ms ?? 0), edit];
  });
}

/**
 * Sessions that take so many times as long, factors above 0 up to 1,000. A function workload is
 * asked and its answer stretched. `Object.keys(durationFactor([0.5, 2])) // => ["x0.5", "x2"]`
 */
export function durationFactor(
  factors: readonly number[],
  jobs?: readonly string[],
): Record<string, Variation> {
  return variants("durationFactor", factors, (factor, path, issues) => {
    if (!isFactor(factor)) issues.push(issue(path, FACTOR_TEXT, factor));
    return [`x${String(factor)}`, ofJobs(jobs, sessionsTimes(factor))];
  });
}

/**
 * The edit of the jobs with these ids, or of all. Throws a `PolicyError` for what is no list, and
 * then, of a fleet, for an unknown id, and for a job of which `refuses` says why it can't be made.
 */
function ofJobs(
  ids: readonly string[] | undefined,
  edit: JobEdit,
  refuses?: (job: Job) => string | undefined,
): Edit {
  if (ids === undefined) return (fleet) => editedJobs(fleet, edit);
  if (!Array.isArray(ids)) throw new PolicyError([issue("jobs", "an array of ids of jobs", ids)]);
  const wanted = new Set(ids);
  return (fleet) => {
    const wrong = idIssues(fleet, ids);
    for (const job of fleet.jobs) {
      const why = wanted.has(job.id) ? refuses?.(job) : undefined;
      if (why !== undefined)
        wrong.push(
          issue(`jobs[${ids.indexOf(job.id)}]`, "a job that this can be said of", job.id, why),
        );
    }
    if (wrong.length > 0) throw new PolicyError(wrong);
    return editedJobs(fleet, (job) => (wanted.has(job.id) ? edit(job) : job));
  };
}

function idIssues(fleet: Fleet, ids: readonly string[]): Issue[] {
  const known = new Set(fleet.jobs.map((job) => job.id));
  return ids.flatMap((id, index) =>
    known.has(id) ? [] : [issue(`jobs[${index}]`, "the id of a job of the fleet", id)],
  );
}
