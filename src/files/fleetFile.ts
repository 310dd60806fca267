/**
 * Fleet files: a fleet as people write it, read into one that `simulate` takes, and written back.
 *
 * What is JSON there and is not in a `Fleet`: a target may be `"PT24H"`, a window's hours may be
 * words, a resource without slots has no limit, and rules come along. A file with an issue gives no
 * fleet, since jobs that are left out would change what happens to the others.
 */
import { grouped } from "../core/input/numberText.js";
import { type Issue, issue, pathTo, PolicyError } from "../core/input/issues.js";
import { ownValue } from "../core/input/reader.js";
import { safeParsePolicy } from "../core/policy/parse.js";
import type { SchedulePolicy } from "../core/policy/types.js";
import { describeWindow, parseWindow } from "../core/policy/windowWords.js";
import { checkFleet } from "../core/simulation/checkFleet.js";
import { formatUtc } from "../core/time/calendar.js";
import { durationMs } from "../core/time/duration.js";
import { type Fleet, RESOURCE_KINDS } from "../core/simulation/fleet.js";
import { readRules, type Rules, type RulesInput } from "../core/simulation/rules.js";
import type { FleetInput } from "../core/simulation/fleetInput.js";
import { MINUTE_MS } from "../core/time/instant.js";
import { readHostZone } from "../host/zones.js";

import { isObject } from "../veeam/lists/fields.js";
import { MOST_JOBS } from "../veeam/lists/readJobs.js";
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
      readonly head: FileHead;
      readonly warnings: Issue[];
    }
  | { readonly ok: false; readonly issues: Issue[]; readonly warnings: Issue[] };

/** What a file says of itself: it means nothing to a fleet, and is kept for who writes it again. */
export interface FileHead {
  readonly $schema?: string;
  readonly description?: string;
}

/** Whether a JSON value means to be a fleet file rather than a list of jobs. */
export function looksLikeFleet(json: unknown): json is object {
  return isObject(json) && Array.isArray(ownValue(json, "jobs"));
}

/**
 * Reads a fleet file from its JSON value. Never throws.
 *
 * ```ts
 * const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * const result = readFleetFile({ jobs: [{ id: "mail", policy, rpo: "PT24H" }] });
 * result.ok && result.fleet.jobs[0]?.rpo // => 86_400_000
 * ```
 */
export function readFleetFile(json: unknown): FleetFileResult {
  const issues: Issue[] = [];
  const warnings: Issue[] = [];
  if (looksLikeFleet(json)) noteTooLong(json, issues);
  // A list that is too long is looked at no further.
  if (issues.length > 0) return { ok: false, issues, warnings };
  checkShape(json, FLEET_SHAPE, "", issues);
  if (!looksLikeFleet(json)) return { ok: false, issues, warnings };
  const file = ownData(json);
  const inReading: Issue[] = [];
  const jobs = (file["jobs"] as readonly unknown[]).map((job, index) =>
    readJob(job, `jobs[${index}]`, inReading, warnings),
  );
  const { clock, rules, labels } = file;
  const lists = RESOURCE_KINDS.filter(({ list }) => file[list] !== undefined).map(({ list }) => [
    list,
    Array.isArray(file[list])
      ? file[list].map((one: unknown) => (isObject(one) ? ownData(one) : one))
      : file[list],
  ]);
  const fleet = {
    ...(clock === undefined ? {} : { clock }),
    ...(labels === undefined ? {} : { labels }),
    jobs,
    ...(Object.fromEntries(lists) as object),
  };
  const inChecking: Issue[] = [];
  const checked = checkFleet(fleet, inChecking, readHostZone);
  addUnsaid(issues, inReading);
  addUnsaid(issues, inChecking);
  return checked === undefined || issues.length > 0
    ? { ok: false, issues, warnings }
    : { ok: true, fleet: checked.fleet, rules: rules ?? {}, head: headOf(file), warnings };
}

function headOf({ $schema, description }: Readonly<Record<string, unknown>>): FileHead {
  return {
    ...(typeof $schema === "string" ? { $schema } : {}),
    ...(typeof description === "string" ? { description } : {}),
  };
}

/** Notes lists that have more entries than anybody has jobs (R27). */
function noteTooLong(file: object, issues: Issue[]): void {
  for (const list of ["jobs", ...RESOURCE_KINDS.map((kind) => kind.list)]) {
    const value = ownValue(file, list);
    if (Array.isArray(value) && value.length > MOST_JOBS)
      issues.push(issue(list, `at most ${grouped(MOST_JOBS)} ${list}`, value));
  }
}

/** Adds what was not said before, of the same value or of one that it is a part of. */
function addUnsaid(issues: Issue[], more: readonly Issue[]): void {
  const said = new Set(issues.map(({ path }) => path));
  for (const one of more)
    if (!placesTo(one.path).some((place) => said.has(place))) issues.push(one);
}

/** A place and all that it is a part of: `jobs[3].rpo`, `jobs`, `jobs[3]`. */
function placesTo(path: string): string[] {
  return [path, ...Array.from(path.matchAll(/[.[]/g), ({ index }) => path.slice(0, index))];
}

/** A job as the core has it, as far as it is one: its policy and its target are read. */
function readJob(job: unknown, path: string, issues: Issue[], warnings: Issue[]): unknown {
  if (!isObject(job)) return job;
  const { rpo, policy, ...rest } = ownData(job);
  return {
    ...rest,
    policy: isObject(policy) ? readPolicy(policy, `${path}.policy`, issues, warnings) : policy,
    ...(rpo === undefined ? {} : { rpo: durationMs(rpo, `${path}.rpo`, issues) }),
  };
}

/** The policy; or what the parser saw, where it said why that is none. */
function readPolicy(policy: object, path: string, issues: Issue[], warnings: Issue[]): object {
  const masked = withMasks(policy, path, issues);
  const result = safeParsePolicy(masked, path);
  warnings.push(...result.warnings);
  if (result.ok) return result.policy;
  issues.push(...result.issues);
  return masked;
}

/** A copy of an object's own data: no getter is called. */
function ownData(object: object): Record<string, unknown> {
  return Object.fromEntries(Object.keys(object).map((key) => [key, ownValue(object, key)]));
}

/**
 * The policy with the hours of its windows as masks, where it has them in words; words that say
 * none are issues.
 */
export function withMasks(policy: object, path: string, issues: Issue[]): object {
  const entries = Object.entries(ownData(policy)).map(([key, value]): [string, unknown] =>
    /windowsettings$/i.test(key) && isObject(value)
      ? [key, withMask(value, pathTo(path, key), issues)]
      : [key, value],
  );
  return Object.fromEntries(entries);
}

const NO_HOURS: readonly boolean[] = parseWindow("at no hour") ?? [];

function withMask(settings: object, path: string, issues: Issue[]): object {
  const entries = Object.entries(ownData(settings)).map(([key, value]): [string, unknown] => {
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
 * targets in ISO 8601, `head` as it was read. Throws a `PolicyError` for what is no fleet, and
 * where a workload is a function, which no file can hold.
 */
export function writeFleetFile(
  given: FleetInput,
  rules: RulesInput = {},
  head: FileHead = {},
): object {
  const issues: Issue[] = [];
  const checked = checkFleet(given, issues, readHostZone, "fleet");
  readRules(rules, "rules", issues);
  if (checked === undefined || issues.length > 0) throw new PolicyError(issues);
  const { fleet } = checked;
  const lists = RESOURCE_KINDS.filter(({ list }) => (fleet[list]?.length ?? 0) > 0).map(
    ({ list }) => [
      list,
      fleet[list]!.map(({ id, slots, outages, ...rest }) => ({
        id,
        ...(slots === Infinity ? {} : { slots }),
        ...rest,
        ...(outages === undefined
          ? {}
          : {
              outages: outages.map(({ from, to }) => ({
                from: isoInstant(from),
                to: isoInstant(to),
              })),
            }),
      })),
    ],
  );
  return {
    ...head,
    ...(fleet.labels === undefined ? {} : { labels: fleet.labels }),
    ...(Object.keys(fleet.clock ?? {}).length === 0 ? {} : { clock: fleet.clock }),
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

/** Texts of instants have years of four digits: from 1970 up to here, epoch ms. */
const YEAR_10000 = 253_402_300_800_000;

/** `2026-01-07T22:00:00Z`; ms where it is not a whole one, or lies where texts do not reach. */
function isoInstant(instant: number): string | number {
  const isText = Number.isInteger(instant) && instant >= 0 && instant < YEAR_10000;
  return isText ? formatUtc(instant) : instant;
}

/** `PT26H` or `PT26H30M`; ms where it is not whole minutes. */
function isoLength(ms: number): string | number {
  const minutes = ms / MINUTE_MS;
  if (!Number.isSafeInteger(minutes) || minutes >= 1e9) return ms;
  const hours = minutes >= 60 ? `${Math.floor(minutes / 60)}H` : "";
  return `PT${hours}${minutes % 60 === 0 ? "" : `${minutes % 60}M`}`;
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
