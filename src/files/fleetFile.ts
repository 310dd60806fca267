/**
 * Fleet files: a fleet as people write it, read into one that `simulate` takes, and written back.
 *
 * What is JSON there and is not in a `Fleet`: a target may be `"PT24H"`, a window's hours may be
 * words, a resource without slots has no limit, and rules come along. A file with an issue gives no
 * fleet, since jobs that are left out would change what happens to the others.
 */
import { type Issue, issue, pathTo, PolicyError } from "../core/input/issues.js";
import { ownValue } from "../core/input/reader.js";
import { safeParsePolicy } from "../core/policy/parse.js";
import type { SchedulePolicy } from "../core/policy/types.js";
import { describeWindow, parseWindow } from "../core/policy/windowWords.js";
import type { ServerClock } from "../core/schedule/clock.js";
import type { SimulationSpan } from "../core/simulation/checkFleet.js";
import { durationMs } from "../core/simulation/duration.js";
import { type Fleet, type Job, type Resource, RESOURCE_KINDS } from "../core/simulation/fleet.js";
import type { Rules } from "../core/simulation/rules.js";
import { MINUTE_MS } from "../core/time/instant.js";
import { hostZone } from "../host/zones.js";
import { simulate } from "../library/simulation.js";
import { FLEET_SHAPE, WINDOW_TEXT } from "./fleetShape.js";
import { checkShape } from "./shape.js";

/**
 * A fleet file as far as it could be read: the fleet, or every reason why there is none; what is
 * odd about it (R26).
 */
export type FleetFileResult =
  | {
      readonly ok: true;
      readonly fleet: Fleet;
      readonly rules: Partial<Rules>;
      readonly warnings: Issue[];
    }
  | { readonly ok: false; readonly issues: Issue[]; readonly warnings: Issue[] };

/** A job of a file whose shape is right. */
type FileJob = Omit<Job, "policy" | "rpo"> & {
  readonly policy: object;
  readonly rpo?: number | string;
};
type FileResource = Omit<Resource, "slots"> & { readonly slots?: number };
interface FleetFile {
  readonly clock?: Partial<ServerClock>;
  readonly rules?: Partial<Rules>;
  readonly jobs: readonly FileJob[];
  readonly proxies?: readonly FileResource[];
  readonly repositories?: readonly FileResource[];
  readonly organizations?: readonly FileResource[];
}

/** Nothing can happen in it: simulating it checks a fleet and takes no time. */
const NO_TIME: SimulationSpan = { from: 0, to: 0 };

const NO_SCHEDULE = safeParsePolicy({ type: "ManualOnly" });

/** Whether a JSON value means to be a fleet file rather than a list of jobs. */
export function looksLikeFleet(json: unknown): boolean {
  return typeof json === "object" && json !== null && Array.isArray(ownValue(json, "jobs"));
}

/**
 * Reads a fleet file from its JSON value. Never throws.
 *
 * ```ts
 * const result = readFleetFile({ jobs: [{ id: "mail", policy: { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" }, rpo: "PT24H" }] });
 * result.ok && result.fleet.jobs[0]?.rpo // => 86_400_000
 * ```
 */
export function readFleetFile(json: unknown): FleetFileResult {
  const issues: Issue[] = [];
  const warnings: Issue[] = [];
  checkShape(json, FLEET_SHAPE, "", issues);
  if (!looksLikeFleet(json)) return { ok: false, issues, warnings };
  const file = json as FleetFile;
  const bad = new Set(issues.map(({ path }) => /^jobs\[\d+\]|^\w+/.exec(path)?.[0]));
  const jobs = file.jobs.map((job, index): Job =>
    bad.has(`jobs[${index}]`)
      ? standIn(job, index)
      : readJob(job, `jobs[${index}]`, issues, warnings),
  );
  const lists = RESOURCE_KINDS.filter(({ list }) => file[list] !== undefined).map(({ list }) => [
    list,
    readResources(file[list]),
  ]);
  const fleet: Fleet = {
    ...(file.clock === undefined || bad.has("clock") ? {} : { clock: file.clock }),
    jobs,
    ...(Object.fromEntries(lists) as Pick<Fleet, "proxies" | "repositories" | "organizations">),
  };
  const rules = bad.has("rules") ? {} : (file.rules ?? {});
  // spread, a hundred thousand would not fit on the stack
  for (const one of issuesOf(fleet)) issues.push(one);
  return issues.length > 0 ? { ok: false, issues, warnings } : { ok: true, fleet, rules, warnings };
}

/**
 * What only the host and the core can say: zones that there are not, then ids, references and
 * workloads.
 */
function issuesOf(fleet: Fleet): readonly Issue[] {
  const issues: Issue[] = [];
  const check = (run: () => unknown): void => {
    try {
      run();
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      for (const one of error.issues) issues.push(one);
    }
  };
  const checkZone = (clock: Partial<ServerClock> | undefined, path: string): void =>
    check(() => clock?.zone !== undefined && hostZone(clock.zone, `${path}.zone`));
  checkZone(fleet.clock, "clock");
  fleet.jobs.forEach((job, index) => checkZone(job.clock, `jobs[${index}].clock`));
  const { clock: _, ...rest } = fleet;
  check(() => simulate({ ...rest, jobs: fleet.jobs.map(({ clock: __, ...job }) => job) }, NO_TIME));
  return issues;
}

function readJob(job: FileJob, path: string, issues: Issue[], warnings: Issue[]): Job {
  const { rpo, policy: given, ...rest } = job;
  const result = safeParsePolicy(withMasks(given, `${path}.policy`, issues), `${path}.policy`);
  warnings.push(...result.warnings);
  if (!result.ok) issues.push(...result.issues);
  const policy = result.ok ? result.policy : manual();
  return {
    ...rest,
    policy,
    ...(rpo === undefined ? {} : { rpo: durationMs(rpo, `${path}.rpo`, issues) }),
  };
}

/**
 * In place of a job that cannot be read, so that the others are checked as if it could: it has its
 * name and its needs.
 */
function standIn(job: unknown, index: number): Job {
  const given = (typeof job === "object" && job !== null ? job : {}) as Record<string, unknown>;
  return {
    id:
      typeof given["id"] === "string" && given["id"] !== ""
        ? given["id"]
        : `job ${index} that cannot be read`,
    policy: manual(),
  };
}

function manual(): SchedulePolicy {
  if (!NO_SCHEDULE.ok) throw new Error("invariant: a manual policy needs nothing");
  return NO_SCHEDULE.policy;
}

/** Resources that are none are left out; they have their issue already. */
function readResources(list: unknown): Resource[] {
  const given = Array.isArray(list) ? (list as readonly (Partial<FileResource> | null)[]) : [];
  return given.flatMap((resource) =>
    typeof resource?.id === "string"
      ? [
          {
            id: resource.id,
            slots:
              Number.isInteger(resource.slots) && resource.slots! >= 1 ? resource.slots! : Infinity,
          },
        ]
      : [],
  );
}

/**
 * The policy with the hours of its windows as masks, where it has them in words; words that say
 * none are issues.
 */
export function withMasks(policy: object, path: string, issues: Issue[]): object {
  const entries = Object.keys(policy).map((key): [string, unknown] => {
    const value = ownValue(policy, key);
    if (
      !/windowsettings$/i.test(key) ||
      typeof value !== "object" ||
      value === null ||
      Array.isArray(value)
    )
      return [key, value];
    return [key, withMask(value, pathTo(path, key), issues)];
  });
  return Object.fromEntries(entries);
}

const NO_HOURS: readonly boolean[] = parseWindow("at no hour") ?? [];

function withMask(settings: object, path: string, issues: Issue[]): object {
  const entries = Object.keys(settings).map((key): [string, unknown] => {
    const value = ownValue(settings, key);
    if (typeof value !== "string" || !/^backup(?:window|intervalsarray)$/i.test(key))
      return [key, value];
    const mask = parseWindow(value);
    if (mask === undefined) issues.push(issue(pathTo(path, key), WINDOW_TEXT, value));
    return [key, mask ?? NO_HOURS];
  });
  return Object.fromEntries(entries);
}

/**
 * A fleet as the JSON value of a fleet file: hours of windows in words where they say it exactly,
 * targets in ISO 8601. Throws where a workload is a function, which no file can hold.
 */
export function writeFleetFile(fleet: Fleet, rules: Partial<Rules> = {}): object {
  const lists = RESOURCE_KINDS.filter(({ list }) => (fleet[list]?.length ?? 0) > 0).map(
    ({ list }) => [
      list,
      fleet[list]!.map(({ id, slots }) => ({ id, ...(slots === Infinity ? {} : { slots }) })),
    ],
  );
  return {
    ...(fleet.clock === undefined ? {} : { clock: fleet.clock }),
    ...(Object.keys(rules).length === 0 ? {} : { rules }),
    ...(Object.fromEntries(lists) as object),
    jobs: fleet.jobs.map((job, index) => {
      if (typeof job.workload === "function")
        throw new PolicyError([
          issue(`jobs[${index}].workload`, "a workload that is data", job.workload),
        ]);
      const { policy, rpo, workload, ...rest } = job;
      return {
        ...rest,
        ...(rpo === undefined ? {} : { rpo: isoLength(rpo) }),
        policy: withWords(policy),
        ...(workload === undefined ? {} : { workload }),
      };
    }),
  };
}

/** `PT26H` or `PT26H30M`; ms where it is not whole minutes. */
function isoLength(ms: number): string | number {
  const minutes = ms / MINUTE_MS;
  if (!Number.isSafeInteger(minutes) || minutes >= 1e9) return ms;
  return `PT${minutes >= 60 ? `${Math.floor(minutes / 60)}H` : ""}${minutes % 60 === 0 ? "" : `${minutes % 60}M`}`;
}

function withWords(policy: SchedulePolicy): object {
  const entries = Object.entries(policy).map(
    ([key, value]: [string, unknown]): [string, unknown] => {
      if (key !== "backupWindowSettings" && key !== "periodicallyWindowSettings")
        return [key, value];
      const { backupWindow, minuteOffset } = value as {
        backupWindow: readonly boolean[];
        minuteOffset: number;
      };
      const words = describeWindow(backupWindow);
      return [
        key,
        {
          backupWindow: parseWindow(words) === undefined ? backupWindow : words,
          ...(minuteOffset === 0 ? {} : { minuteOffset }),
        },
      ];
    },
  );
  return Object.fromEntries(entries);
}
