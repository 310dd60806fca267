/**
 * What JSON of any kind says of jobs: a fleet file, a list of jobs as the product's API gives it,
 * one job, or a schedule policy alone; all of them become a fleet.
 *
 * No file is opened here, so that a page in a browser can read one that its user dropped on it.
 */
import { type Issue, issue } from "../core/input/issues.js";
import { hasKey } from "../core/input/reader.js";
import { safeParsePolicy } from "../core/policy/parse.js";
import type { ServerClock } from "../core/schedule/clock.js";
import type { Fleet, Job } from "../core/simulation/fleet.js";
import type { Rules } from "../core/simulation/rules.js";
import { isObject } from "../veeam/lists/fields.js";
import { fleetOf } from "../veeam/lists/fleetOf.js";
import { type ListedJob, readJobs } from "../veeam/lists/readJobs.js";
import { type FileHead, looksLikeFleet, readFleetFile, withMasks } from "./fleetFile.js";

/** What a file of any kind says, as far as it could be read. */
export interface FleetContent {
  /** What a fleet file says of itself. */
  readonly head?: FileHead;
  readonly kind: "fleet" | "jobs" | "policy";
  readonly fleet: Fleet;
  readonly rules: Partial<Rules>;
  /** What a list says of the jobs of the fleet, in their order; absent for other files. */
  readonly listed?: readonly ListedJob[];
  /** Of jobs of a list that could not be read: they are not in the fleet, and the others are. */
  readonly issues: readonly Issue[];
  readonly warnings: readonly Issue[];
  /** What of the file could not be read as text, a line for people. */
  readonly damage?: string;
}

/** The content, or every reason why there is none; what is odd is told either way. */
export type FleetContentResult =
  | { readonly ok: true; readonly content: FleetContent }
  | { readonly ok: false; readonly issues: readonly Issue[]; readonly warnings: readonly Issue[] };

/** Reads a JSON value. What is known of the clock goes before what the value says. Never throws. */
export function fleetContent(json: unknown, clock: Partial<ServerClock>): FleetContentResult {
  if (looksLikeFleet(json)) return fromFleetFile(json, clock);
  return isPolicyAlone(json) ? fromPolicy(json, clock) : fromJobList(json, clock);
}

function fromFleetFile(json: object, clock: Partial<ServerClock>): FleetContentResult {
  const result = readFleetFile(json);
  const { warnings } = result;
  if (!result.ok) return { ok: false, issues: result.issues, warnings };
  const { fleet, rules, head } = result;
  if (fleet.jobs.length === 0)
    return { ok: false, issues: [issue("jobs", "at least one job", fleet.jobs)], warnings };
  return {
    ok: true,
    content: {
      kind: "fleet",
      head,
      fleet: { ...fleet, clock: { ...fleet.clock, ...clock } },
      rules,
      issues: [],
      warnings,
    },
  };
}

function isPolicyAlone(json: unknown): json is object {
  if (!isObject(json)) return false;
  const isJob = ["name", "schedulePolicy", "results"].some((key) => hasKey(json, key));
  return !isJob && (hasKey(json, "type") || hasKey(json, "schedulePolicyType"));
}

function fromPolicy(json: object, clock: Partial<ServerClock>): FleetContentResult {
  const issues: Issue[] = [];
  const result = safeParsePolicy(withMasks(json, "schedulePolicy", issues));
  const { warnings } = result;
  if (!result.ok) issues.push(...result.issues);
  if (!result.ok || issues.length > 0) return { ok: false, issues, warnings };
  const job: Job = { id: "policy", name: "the policy", policy: result.policy };
  return {
    ok: true,
    content: { kind: "policy", fleet: { clock, jobs: [job] }, rules: {}, issues: [], warnings },
  };
}

function fromJobList(json: unknown, clock: Partial<ServerClock>): FleetContentResult {
  const { jobs, issues, warnings } = readJobs(json);
  if (jobs.length === 0)
    // That a list is empty is only odd to who reads lists; here nothing is left.
    return issues.length > 0
      ? { ok: false, issues, warnings }
      : { ok: false, issues: warnings, warnings: [] };
  const fleet = fleetOf(jobs, { clock });
  return {
    ok: true,
    content: { kind: "jobs", fleet, rules: {}, listed: jobs, issues, warnings },
  };
}
