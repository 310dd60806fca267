/**
 * Whether a fleet and a span make sense: every issue at once, each with its path (R26).
 *
 * Policies are parsed and clocks filled in here, so that the simulation meets canonical ones only.
 */
import { type Issue, issue, pathTo, PolicyError } from "../input/issues.js";
import { isCanonical, safeParsePolicy } from "../policy/parse.js";
import type { SchedulePolicy } from "../policy/types.js";
import { readClock, type ServerClock } from "../schedule/clock.js";
import { DAY_MS } from "../time/instant.js";
import type { ZoneSource } from "../time/zone.js";
import { luckOf } from "./engine/luck.js";
import { type Fleet, type Job, RESOURCE_KINDS } from "./fleet.js";
import { DEFAULT_RULES, readRules, type Rules } from "./rules.js";

/** What a simulation is asked for. */
export interface SimulationSpan {
  /** Epoch ms, `[from, to)`. */
  readonly from: number;
  readonly to: number;
  /** Any safe integer; default 0. The same seed gives the same bytes (R24). */
  readonly seed?: number;
  readonly rules?: Partial<Rules>;
  /** `summary`: no sessions are kept, and memory does not grow with the span. Default `all`. */
  readonly keep?: "all" | "summary";
}

/** A job that may be simulated. */
export interface CheckedJob {
  readonly job: Job;
  /** Where it stands: `jobs[3]`. */
  readonly path: string;
  readonly policy: SchedulePolicy;
  readonly clock: ServerClock;
}

/** A list has at most so many entries. */
const MOST_ENTRIES = 10_000_000;
/** Longer than this nobody plans, and hour by hour it would take minutes. */
const LONGEST_SPAN_MS = 365_250 * DAY_MS;

/**
 * The jobs of a fleet with their policies parsed and their clocks filled in. Adds what is wrong,
 * unknown zones included, to `issues`.
 */
export function checkFleet(fleet: Fleet, issues: Issue[], zoneOf?: ZoneSource): CheckedJob[] {
  if (
    fleet === null ||
    typeof fleet !== "object" ||
    !Array.isArray(fleet.jobs) ||
    fleet.jobs.length > MOST_ENTRIES
  ) {
    issues.push(
      issue(
        "fleet.jobs",
        `an array of at most ${MOST_ENTRIES} jobs`,
        (fleet as Fleet | null)?.jobs ?? fleet,
      ),
    );
    return [];
  }
  const resourceIds = RESOURCE_KINDS.map(({ list }) => checkResources(fleet, list, issues));
  const base = readClock(fleet.clock, "clock", issues);
  checkZone(fleet.clock, "clock.zone", zoneOf, issues);
  const seen = new Map<string, number>();
  const checked: CheckedJob[] = [];
  Array.from(fleet.jobs).forEach((job: Job | null | undefined, index) => {
    const path = `jobs[${index}]`;
    if (job === null || job === undefined || typeof job !== "object") {
      issues.push(issue(path, "a job: { id, policy, ... }", job));
      return;
    }
    checkId(job.id, `${path}.id`, seen, index, "jobs", issues);
    RESOURCE_KINDS.forEach(({ list, key, name }, kind) => {
      const id: unknown = job[key];
      if (id === undefined || (typeof id === "string" && resourceIds[kind]!.has(id))) return;
      issues.push(issue(`${path}.${key}`, `the id of a ${name} in fleet.${list}`, id));
    });
    if (job.rpo !== undefined && !(Number.isFinite(job.rpo) && job.rpo > 0))
      issues.push(
        issue(`${path}.rpo`, "a target in ms above 0; none at all for a job without one", job.rpo),
      );
    for (const flag of ["enabled", "runNow"] as const) {
      if (job[flag] !== undefined && typeof job[flag] !== "boolean")
        issues.push(issue(`${path}.${flag}`, "true or false", job[flag]));
    }
    checkZone(job.clock, `${path}.clock.zone`, zoneOf, issues);
    const clock =
      job.clock === undefined
        ? base
        : readClock(
            typeof job.clock === "object" ? { ...base, ...job.clock } : job.clock,
            `${path}.clock`,
            issues,
          );
    const policy = readPolicy(job.policy, `${path}.policy`, issues);
    if (policy !== undefined && clock !== undefined) checked.push({ job, path, policy, clock });
  });
  return checked;
}

/** The span's rules with the defaults filled in. Adds what is wrong with the span to `issues`. */
export function checkSpan(span: SimulationSpan, issues: Issue[]): Rules {
  const given = span ?? ({} as Partial<SimulationSpan>);
  for (const key of ["from", "to"] as const) {
    if (!Number.isSafeInteger(given[key]) || Math.abs(given[key]) > 8.64e15)
      issues.push(issue(`span.${key}`, "a whole number of ms since 1970-01-01T00:00Z", given[key]));
  }
  if (given.to - given.from > LONGEST_SPAN_MS)
    issues.push(
      issue(
        "span",
        "at most 1,000 years",
        `${(given.to - given.from) / LONGEST_SPAN_MS} thousand years`,
      ),
    );
  if (given.to < given.from)
    issues.push(issue("span.to", `an instant not before span.from, ${given.from}`, given.to));
  if (given.seed !== undefined && !Number.isSafeInteger(given.seed))
    issues.push(issue("span.seed", "a whole number", given.seed));
  if (given.keep !== undefined && given.keep !== "all" && given.keep !== "summary")
    issues.push(issue("span.keep", "all or summary", given.keep));
  return readRules(given.rules, "span.rules", issues) ?? DEFAULT_RULES;
}

function checkResources(
  fleet: Fleet,
  list: (typeof RESOURCE_KINDS)[number]["list"],
  issues: Issue[],
): Map<string, number> {
  const seen = new Map<string, number>();
  const resources: unknown = fleet[list];
  if (resources === undefined) return seen;
  if (!Array.isArray(resources) || resources.length > MOST_ENTRIES) {
    issues.push(issue(list, "an array of { id, slots }", resources));
    return seen;
  }
  Array.from(resources).forEach(
    (resource: { id?: unknown; slots?: unknown } | null | undefined, index) => {
      checkId(resource?.id, `${list}[${index}].id`, seen, index, list, issues);
      const slots = resource?.slots;
      if (!((Number.isSafeInteger(slots) && (slots as number) >= 1) || slots === Infinity)) {
        issues.push(
          issue(`${list}[${index}].slots`, "a whole number of slots from 1, or Infinity", slots),
        );
      }
    },
  );
  return seen;
}

function checkId(
  id: unknown,
  path: string,
  seen: Map<string, number>,
  index: number,
  list: string,
  issues: Issue[],
): void {
  if (typeof id !== "string" || id === "") {
    issues.push(issue(path, "a text that is not empty", id));
    return;
  }
  const first = seen.get(id);
  if (first === undefined) seen.set(id, index);
  else issues.push(issue(path, "an id that occurs once", id, `${list}[${first}] has it too`));
}

/** Adds an issue where a clock names a zone that cannot be looked up. */
function checkZone(
  clock: Partial<ServerClock> | undefined,
  path: string,
  zoneOf: ZoneSource | undefined,
  issues: Issue[],
): void {
  if (zoneOf === undefined || typeof clock?.zone !== "string") return;
  try {
    zoneOf(clock.zone, path);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    issues.push(...error.issues);
  }
}

function readPolicy(policy: unknown, path: string, issues: Issue[]): SchedulePolicy | undefined {
  if (isCanonical(policy)) return policy;
  const result = safeParsePolicy(policy, path);
  if (result.ok) return result.policy;
  issues.push(...result.issues);
  return undefined;
}

/**
 * Every issue of a fleet that stands at `path`: `candidate.jobs[3].policy.dailyTime`. What a
 * function workload gives is seen when it runs.
 */
export function fleetIssues(fleet: Fleet, path: string): Issue[] {
  if (fleet === null || typeof fleet !== "object")
    return [issue(path, "a fleet: { jobs: [...] }", fleet)];
  const issues: Issue[] = [];
  checkFleet(fleet, issues);
  luckOf(fleet, 0, issues);
  return issues.map((each) =>
    Object.freeze({
      ...each,
      path: each.path.startsWith("fleet.")
        ? pathTo(path, each.path.slice("fleet.".length))
        : `${path}.${each.path}`,
    }),
  );
}
