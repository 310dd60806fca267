/**
 * What commands read: a file, whose content becomes a fleet, under the name that people call it by.
 */
import { formatIssue, type Issue } from "../core/input/issues.js";
import { unquoted } from "../core/input/quoted.js";
import type { ServerClock } from "../core/schedule/clock.js";
import type { Fleet, Job } from "../core/simulation/fleet.js";
import { jobsMeant } from "../core/whatif/edits/who.js";
import type { ListedJob } from "../veeam/lists/readJobs.js";
import { labelOf, readJsonFile } from "./files.js";
import { type FleetContent, fleetContent } from "./fleetContent.js";

/** The same for people. */
export interface JobInput extends FleetContent {
  /** The file's name. */
  readonly label: string;
  /** The JSON value in it. */
  readonly json: unknown;
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
  label = labelOf(path),
): Promise<JobInputResult> {
  const json = await readJsonFile(path);
  if (!json.ok) return { ok: false, problems: [json.reason] };
  const { content, damage } = json;
  const read = fleetContent(content, clock);
  const told = damage === undefined ? {} : { damage };
  if (read.ok) return { ok: true, input: { label, json: content, ...read.content, ...told } };
  const problems = read.issues.map((one) => issueLine(label, one));
  return { ok: false, problems: damage === undefined ? problems : [damage, ...problems] };
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
