/**
 * The way back: jobs that were read from a list, and perhaps changed, as the list's JSON again.
 *
 * What nobody changed is written to the letter, unknown properties included, in the spelling of the
 * version that it came from; what was changed is written in canonical form (R25). Reading the
 * result gives the jobs again.
 */
import { orThrow } from "../../core/input/issues.js";
import { checkMade } from "../../core/input/ownShape.js";
import { emptyNotes } from "../../core/input/reader.js";
import { settingOf } from "../../core/policy/settings.js";
import type { SchedulePolicy } from "../../core/policy/types.js";
import { fieldOf, isObject } from "./fields.js";
import { checkListedJobs, type JobList, type ListedJob, readJob } from "./readJobs.js";

/**
 * Writes the jobs of a list as plain JSON data, in the envelope that they came in: `JSON.stringify`
 * makes the text. Throws a `PolicyError` for what is no such list.
 *
 * ```ts
 * const schedulePolicy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * const json = [{ name: "Mail", mailboxes: 12, schedulePolicy }];
 * writeJobs(readJobs(json)) // => json
 * ```
 */
export function writeJobs(list: Pick<JobList, "jobs" | "envelope">): unknown {
  const made = "a list, as readJobs gives it";
  orThrow((issues) => checkMade(list, "list", ["jobs", "envelope"], made, issues));
  const { jobs, envelope } = list;
  checkListedJobs(jobs);
  const written = jobs.map(writeJob);
  if (envelope.kind === "one" && written.length === 1) return written[0];
  if (envelope.kind !== "page") return written;
  const key = fieldOf(envelope.page, "", "results").spellings[0]?.path ?? "results";
  return { ...envelope.page, [key]: written };
}

/** Properties of a job that may be changed before it is written, the canonical name of each. */
const OWN = {
  id: "id",
  name: "name",
  isEnabled: "isEnabled",
  nextRun: "nextRun",
  lastRun: "lastRun",
  lastStatus: "lastStatus",
  organizationId: "organizationId",
  repositoryId: "repositoryId",
  proxyId: "proxyId",
} as const satisfies Partial<Record<keyof ListedJob, string>>;

/** Writes one job: the object that it was read from, with what was changed. */
function writeJob(job: ListedJob): object {
  const source = job.source ?? {};
  const before = readJob(source, "", job.index, emptyNotes());
  const written = new Map<string, unknown>(Object.entries(source));
  for (const [property, name] of Object.entries(OWN)) {
    const value = job[property as keyof typeof OWN];
    if (before !== undefined && value === before[property as keyof typeof OWN]) continue;
    replace(written, name, value);
  }
  const policyKey = keyOf(written, "schedulePolicy");
  if (!isSame(before?.policy, job.policy))
    written.set(policyKey, writePolicy(written.get(policyKey), job.policy, job.kind === "copy"));
  return Object.fromEntries(written);
}

/**
 * The key under which an object has a property, in its own letter case; the canonical one where it
 * has none.
 */
function keyOf(object: ReadonlyMap<string, unknown>, name: string): string {
  const keys = [...object.keys()].filter((key) => key.toLowerCase() === name.toLowerCase());
  return (
    keys.find((key) => object.get(key) !== undefined && object.get(key) !== null) ?? keys[0] ?? name
  );
}

function replace(object: Map<string, unknown>, name: string, value: unknown): void {
  const key = keyOf(object, name);
  for (const other of [...object.keys()])
    if (other !== key && other.toLowerCase() === name.toLowerCase()) object.delete(other);
  if (value === undefined) object.delete(key);
  else object.set(key, value);
}

/** Canonical policies are plain data with their keys in one order. */
function isSame(one: SchedulePolicy | undefined, other: SchedulePolicy): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A policy in canonical form, with what its type and itself are called in the list. */
function writePolicy(source: unknown, policy: SchedulePolicy, isCopy: boolean): object {
  const spelt = isObject(source) ? Object.entries(source) : [];
  const typeKey = spelt.find(([key]) => settingOf(key) === "type")?.[0] ?? "type";
  const unknown = spelt.filter(([key]) => settingOf(key) === undefined);
  const settings = Object.entries(policy).map(
    ([name, value]: [string, unknown]): [string, unknown] =>
      name === "type" ? [typeKey, isCopy ? copyType(policy.type) : value] : [name, value],
  );
  return Object.fromEntries([...settings, ...unknown]);
}

/** What a copy job calls a type of schedule. */
function copyType(type: SchedulePolicy["type"]): string {
  return type === "Daily" ? "DailyAtTime" : type;
}
