/**
 * Variations ready made, one dimension at a time, and grids of them.
 *
 * A variation makes a new fleet and leaves the old one as it is; what it does not change it shares
 * with the old one. The names of variants are what one would write on an axis: `21:00`,
 * `20:00-06:00`, `8 slots`, `x1.5`.
 */
import { type Issue, issue, pathTo, PolicyError } from "../../input/issues.js";
import { parsePolicy } from "../../policy/parse.js";
import { HOURS_PER_WEEK, type SchedulePolicy } from "../../policy/types.js";
import { parseWindow } from "../../policy/windowWords.js";
import { type Fleet, type Job, RESOURCE_KINDS } from "../../simulation/fleet.js";
import { scaledWorkload } from "../scaledWorkload.js";
import type { Variation, Variations } from "./study.js";

/** A grid has at most so many points. */
const MOST_POINTS = 1_000_000;

/**
 * Every combination of one variant from each dimension, by name: `start 21:00, slots 4`. Variants
 * are applied in the order of the dimensions; the last dimension varies fastest. Throws a
 * `PolicyError` for a dimension without variants.
 *
 * ```ts
 * Object.keys(grid({ start: startTimes(["21:00", "22:00"]), work: durationFactor([1, 2]) })) // => [
 * //   "start 21:00, work x1", "start 21:00, work x2", "start 22:00, work x1", "start 22:00, work x2"]
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
      Object.entries(variants).map(([variant, step]) => ({
        at: { ...at, [dimension]: variant },
        steps: [...steps, step],
      })),
    );
  }
  return Object.fromEntries(
    points.map(({ at, steps }) => {
      const name = Object.entries(at)
        .map(([dimension, variant]) => `${dimension} ${variant}`)
        .join(", ");
      return [
        name,
        Object.assign((fleet: Fleet) => steps.reduce((changed, step) => step(changed), fleet), {
          dimensions: at,
        }),
      ];
    }),
  );
}

function checkedAxes(dimensions: Readonly<Record<string, Variations>>): [string, Variations][] {
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
  for (const [dimension, variants] of axes) {
    const path = pathTo("dimensions", dimension);
    const entries =
      variants !== null && typeof variants === "object" ? Object.entries(variants) : [];
    points *= entries.length;
    if (entries.length === 0) issues.push(issue(path, "variants by name", variants));
    for (const [name, variant] of entries)
      if (typeof variant !== "function")
        issues.push(issue(pathTo(path, name), "a function that makes a fleet of a fleet", variant));
  }
  if (points > MOST_POINTS)
    issues.push(issue("dimensions", `a grid of at most ${MOST_POINTS} points`, points));
  if (issues.length > 0) throw new PolicyError(issues);
  return axes;
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
    const isTime =
      typeof time === "string" && /^\s*([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?\s*$/.test(time);
    if (!isTime) issues.push(issue(path, "a time of day, HH:mm, from 00:00 to 23:59", time));
    return [
      String(time),
      changingPolicies(jobs, (policy) =>
        policy.type === "Daily" ? { dailyTime: time } : undefined,
      ),
    ];
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
      if (!Number.isInteger(given) || given < 1 || given > HOURS_PER_WEEK)
        issues.push(issue(path, `whole hours from 1 to ${HOURS_PER_WEEK}`, given));
      return [
        `${given} h`,
        changingPolicies(jobs, (policy) =>
          policy.backupWindowEnabled
            ? windowOf(policy, ofLength(policy.backupWindowSettings!.backupWindow, given))
            : undefined,
        ),
      ];
    }
    const mask = typeof given === "string" ? parseWindow(given) : undefined;
    if (mask === undefined)
      issues.push(
        issue(path, 'hours in words, such as "Mon-Fri 20:00-06:00", or a number of hours', given),
      );
    return [String(given), changingPolicies(jobs, (policy) => windowOf(policy, mask!))];
  });
}

function windowOf(policy: SchedulePolicy, mask: readonly boolean[]): object {
  return {
    backupWindowEnabled: true,
    backupWindowSettings: {
      backupWindow: mask,
      minuteOffset: policy.backupWindowSettings?.minuteOffset ?? 0,
    },
  };
}

/**
 * The mask with every spell of so many hours from where it begins; a mask without a beginning stays
 * as it is.
 */
function ofLength(mask: readonly boolean[], hours: number): readonly boolean[] {
  const before = (hour: number): boolean => mask[(hour + HOURS_PER_WEEK - 1) % HOURS_PER_WEEK]!;
  const opens = mask.flatMap((open, hour) => (open && !before(hour) ? [hour] : []));
  if (opens.length === 0) return mask;
  const out = new Array<boolean>(HOURS_PER_WEEK).fill(false);
  for (const open of opens)
    for (let step = 0; step < hours; step += 1) out[(open + step) % HOURS_PER_WEEK] = true;
  return out;
}

/**
 * A resource with so many slots, whole numbers from 1 or `Infinity`. `kind` is needed only where
 * resources of two kinds have the same id.
 * `Object.keys(slots("proxy-1", [1, 2])) // => ["1 slot", "2 slots"]`
 */
export function slots(
  resourceId: string,
  counts: readonly number[],
  kind?: "proxy" | "repository" | "organization",
): Record<string, Variation> {
  return variants("slots", counts, (count, path, issues) => {
    if (!((Number.isSafeInteger(count) && count >= 1) || count === Infinity))
      issues.push(issue(path, "a whole number of slots from 1, or Infinity", count));
    const name =
      count === Infinity ? "unlimited slots" : `${String(count)} ${count === 1 ? "slot" : "slots"}`;
    return [name, (fleet) => withSlots(fleet, resourceId, count, kind)];
  });
}

function withSlots(fleet: Fleet, id: string, count: number, kind: string | undefined): Fleet {
  const found = RESOURCE_KINDS.filter(
    ({ list, name }) =>
      (kind === undefined || kind === name) &&
      (fleet[list] ?? []).some((resource) => resource.id === id),
  );
  if (found.length === 0)
    throw new PolicyError([
      issue(
        "slots.resourceId",
        `the id of a ${kind ?? "proxy, repository or organization"} of the fleet`,
        id,
      ),
    ]);
  if (found.length > 1)
    throw new PolicyError([
      issue(
        "slots.kind",
        `${found.map(({ name }) => name).join(" or ")}, since both have the id ` +
          JSON.stringify(id),
        kind,
      ),
    ]);
  const { list } = found[0]!;
  return {
    ...fleet,
    [list]: fleet[list]!.map((resource) =>
      resource.id === id ? { ...resource, slots: count } : resource,
    ),
  };
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
    if (!(typeof factor === "number" && factor > 0 && factor <= 1_000))
      issues.push(issue(path, "a factor above 0, up to 1000", factor));
    return [
      `x${String(factor)}`,
      changingJobs(jobs, (job) =>
        job.workload === undefined
          ? job
          : { ...job, workload: scaledWorkload(job.workload, factor) },
      ),
    ];
  });
}

/**
 * Variants of a list's entries, each read with its path. Throws a `PolicyError` with every issue.
 */
function variants<T>(
  name: string,
  entries: readonly T[],
  read: (entry: T, path: string, issues: Issue[]) => readonly [string, (fleet: Fleet) => Fleet],
): Record<string, Variation> {
  const issues: Issue[] = [];
  const isList = Array.isArray(entries) && entries.length > 0 && entries.length <= MOST_POINTS;
  if (!isList) issues.push(issue(name, `an array of 1 to ${MOST_POINTS} entries`, entries));
  const found = isList
    ? entries.map((entry, index) => read(entry, `${name}[${index}]`, issues))
    : [];
  if (issues.length > 0) throw new PolicyError(issues);
  return Object.fromEntries(found);
}

/**
 * A fleet in which the jobs with these ids, or all, are changed. Throws a `PolicyError` for an id
 * that it does not have.
 */
function changingJobs(
  ids: readonly string[] | undefined,
  change: (job: Job) => Job,
): (fleet: Fleet) => Fleet {
  return (fleet) => {
    const known = new Set(fleet.jobs.map((job) => job.id));
    const unknown = (ids ?? []).flatMap((id, index) =>
      known.has(id) ? [] : [issue(`jobs[${index}]`, "the id of a job of the fleet", id)],
    );
    if (unknown.length > 0) throw new PolicyError(unknown);
    const wanted = ids === undefined ? known : new Set(ids);
    return { ...fleet, jobs: fleet.jobs.map((job) => (wanted.has(job.id) ? change(job) : job)) };
  };
}

/** As above, for policies; jobs that shared a policy share the changed one. */
function changingPolicies(
  ids: readonly string[] | undefined,
  change: (policy: SchedulePolicy) => object | undefined,
): (fleet: Fleet) => Fleet {
  return (fleet) => {
    const made = new Map<SchedulePolicy, SchedulePolicy>();
    return changingJobs(ids, (job) => {
      let policy = made.get(job.policy);
      if (policy === undefined) {
        const settings = change(parsePolicy(job.policy));
        made.set(
          job.policy,
          (policy =
            settings === undefined
              ? job.policy
              : parsePolicy({ ...parsePolicy(job.policy), ...settings })),
        );
      }
      return policy === job.policy ? job : { ...job, policy };
    })(fleet);
  };
}
