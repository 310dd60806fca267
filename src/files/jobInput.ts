/**
 * What commands read: a fleet file, a list of jobs as the product's API gives it, one job, or a
 * schedule policy alone; all of them become a fleet.
 */
import { formatIssue, type Issue, issue } from "../core/input/issues.js";
import { unquoted } from "../core/input/quoted.js";
import { hasKey } from "../core/input/reader.js";
import { safeParsePolicy } from "../core/policy/parse.js";
import type { ServerClock } from "../core/schedule/clock.js";
import type { Fleet, Job } from "../core/simulation/fleet.js";
import type { Rules } from "../core/simulation/rules.js";
import { jobsMeant } from "../core/whatif/edits/who.js";
import { isObject } from "../veeam/lists/fields.js";
import { fleetOf } from "../veeam/lists/fleetOf.js";
import { type ListedJob, readJobs } from "../veeam/lists/readJobs.js";
import { readJsonFile } from "./files.js";
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

/** The same for people. */
export interface JobInput extends FleetContent {
  /** The file's name. */
  readonly label: string;
}

/** The input, or why there is none. */
export type JobInputResult =
  | { readonly ok: true; readonly input: JobInput }
  | { readonly ok: false; readonly problems: string[] };

/**
 * Reads a file; `-` is standard input. What the command line says of the clock goes before what the
 * file says. `label` is what people call the file.
 */
export async function readJobInput(
  path: string,
  clock: Partial<ServerClock>,
  label = path === "-" ? "standard input" : path,
): Promise<JobInputResult> {
  const json = await readJsonFile(path);
  if (!json.ok) return { ok: false, problems: [json.reason] };
  const { content, damage } = json;
  const from = looksLikeFleet(content)
    ? fromFleetFile(content, label, clock)
    : isPolicyAlone(content)
      ? fromPolicy(content, label, clock)
      : fromJobList(content, label, clock);
  if (damage === undefined) return from;
  return from.ok
    ? { ok: true, input: { ...from.input, damage } }
    : { ok: false, problems: [damage, ...from.problems] };
}

function fromFleetFile(json: unknown, label: string, clock: Partial<ServerClock>): JobInputResult {
  const result = readFleetFile(json);
  if (!result.ok) return { ok: false, problems: result.issues.map((one) => issueLine(label, one)) };
  const { fleet, rules, head, warnings } = result;
  if (fleet.jobs.length === 0)
    return {
      ok: false,
      problems: [issueLine(label, issue("jobs", "at least one job", fleet.jobs))],
    };
  return {
    ok: true,
    input: {
      label,
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

function fromPolicy(json: object, label: string, clock: Partial<ServerClock>): JobInputResult {
  const issues: Issue[] = [];
  const result = safeParsePolicy(withMasks(json, "schedulePolicy", issues));
  if (!result.ok) issues.push(...result.issues);
  if (!result.ok || issues.length > 0)
    return { ok: false, problems: issues.map((one) => issueLine(label, one)) };
  const job: Job = { id: "policy", name: "the policy", policy: result.policy };
  return {
    ok: true,
    input: {
      label,
      kind: "policy",
      fleet: { clock, jobs: [job] },
      rules: {},
      issues: [],
      warnings: result.warnings,
    },
  };
}

function fromJobList(json: unknown, label: string, clock: Partial<ServerClock>): JobInputResult {
  const list = readJobs(json);
  if (list.jobs.length > 0) {
    return {
      ok: true,
      input: {
        label,
        kind: "jobs",
        fleet: fleetOf(list.jobs, { clock }),
        rules: {},
        listed: list.jobs,
        issues: list.issues,
        warnings: list.warnings,
      },
    };
  }
  // That a list is empty is only odd to who reads lists; here nothing is left.
  const issues = list.issues.length > 0 ? list.issues : list.warnings;
  return { ok: false, problems: issues.map((one) => issueLine(label, one)) };
}

/** The jobs as a list of the product has them; of a fleet, no more than a fleet says. */
export function listedJobs({ listed, fleet }: JobInput): readonly ListedJob[] {
  if (listed !== undefined) return listed;
  return fleet.jobs.map(({ id, name, enabled, policy }, index) => ({
    index,
    id,
    name: name ?? id,
    isEnabled: enabled !== false,
    policy,
  }));
}

/** The zone of the server's clock: what instants without an offset are read on. */
export function serverZoneOf({ fleet }: JobInput): string {
  return fleet.clock?.zone ?? "UTC";
}

/**
 * The jobs whose id or name this is, in any letter case, `*` for any letters, in quotes or without;
 * a problem where there is none. `undefined`: all. `option` is where the name was given.
 */
export function pickJobs(
  fleet: Fleet,
  wanted: string | undefined,
  problems: string[],
  option = "--job",
): readonly Job[] {
  if (wanted === undefined) return fleet.jobs;
  const issues: Issue[] = [];
  const jobs = jobsMeant(fleet, unquoted(wanted), option, issues);
  problems.push(...issues.map(formatIssue));
  return jobs;
}

/** An issue of a file as a line: `jobs.json: [3].schedulePolicy.dailyTime: expected ...`. */
export function issueLine(label: string, issue: Issue): string {
  return `${label}: ${formatIssue(issue)}`;
}
