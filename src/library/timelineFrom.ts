/**
 * A timeline from its JSON.
 *
 * Sessions do not say what they waited for, and the books that do are not written. So the fleet
 * lives through the span once more, under the same seed and rules, and what comes of it must be
 * what was written, row by row: a timeline that was changed, or that another version of the program
 * or of the time-zone database made, is refused and not believed.
 */
import { type Issue, issue, pathTo, PolicyError } from "../core/input/issues.js";
import { checkMade, isObject } from "../core/input/ownShape.js";
import type { FleetInput } from "../core/simulation/fleetInput.js";
import { RESOURCE_KINDS } from "../core/simulation/fleet.js";
import type { Timeline } from "../core/simulation/timeline.js";
import { formatUtc } from "../core/time/calendar.js";
import { msOrNaN } from "../host/instants.js";
import { zoneDatabaseVersion } from "../host/zones.js";
import { simulate } from "./simulation.js";
import type { SimulationSpan } from "./span.js";

/** Instants in the tables of a timeline; the other columns are small numbers. */
const INSTANT_COLUMNS = ["nominal", "start", "end"];
/** More rows that differ are counted. */
const ROWS_NAMED = 3;

/**
 * Brings a timeline back from what its `toJSON` gave, or from a clone of it. Throws a `PolicyError`
 * where it is none, where a workload was a function, which JSON does not hold, and where the fleet
 * comes to other sessions now: it was changed, or made by another version.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const week = { from: "2026-01-05", to: "2026-01-12" };
 * const json = JSON.stringify(simulate({ jobs: [{ id: "mail", policy }] }, week));
 * timelineFrom(JSON.parse(json)).sessions.length // => 7
 * ```
 */
export function timelineFrom(json: unknown): Timeline {
  const issues: Issue[] = [];
  const parts = ["fleet", "span", "rules", "sessions", "missed"];
  const hint = typeof json === "string" ? "pass it through JSON.parse first" : undefined;
  checkMade(json, "json", parts, "what toJSON of a timeline gives", issues, hint);
  if (issues.length > 0) throw new PolicyError(issues);
  const { fleet, span, rules, sessions, missed } = json as Timeline;
  const timeline = simulate(limitless(fleet), { ...(span as SimulationSpan), rules });
  differences(timeline.sessions, sessions, "sessions", issues);
  differences(timeline.missed, missed, "missed", issues);
  if (issues.length > 0) throw new PolicyError(issues);
  return timeline;
}

/** The fleet with resources that have no limit as they were: JSON has no number for that. */
function limitless(fleet: unknown): FleetInput {
  if (!isObject<FleetInput>(fleet)) return fleet as FleetInput;
  const lists = RESOURCE_KINDS.flatMap(({ list }) => {
    const resources: unknown = fleet[list];
    return Array.isArray(resources) ? [[list, resources.map(asItWas)]] : [];
  });
  return { ...(fleet as FleetInput), ...(Object.fromEntries(lists) as object) };
}

function asItWas(resource: unknown): unknown {
  const isLimitless = isObject<{ slots: unknown }>(resource) && resource.slots === null;
  return isLimitless ? { ...resource, slots: Infinity } : resource;
}

/** Notes where the rows that were written are not those of the simulation. */
function differences(simulated: object, written: unknown, path: string, issues: Issue[]): void {
  const because =
    `it was changed, or made by another version of this program or of the time-zone database ` +
    `(here ${zoneDatabaseVersion})`;
  const columns = isObject<Record<string, unknown>>(written) ? written : {};
  for (const [name, column] of Object.entries(simulated) as [string, unknown][]) {
    const at = pathTo(path, name);
    const given = columns[name];
    if (typeof column === "number") {
      if (given !== column) issues.push(issue(at, `${column}, as simulated`, given, because));
      continue;
    }
    const isInstant = INSTANT_COLUMNS.includes(name);
    const values = column as ArrayLike<number>;
    const cells = (given ?? []) as ArrayLike<unknown>;
    let differing = 0;
    for (let row = 0; row < values.length; row += 1) {
      const cell = isInstant ? msOrNaN(cells[row]) : cells[row];
      if (cell === values[row]) continue;
      differing += 1;
      const expected = isInstant ? formatUtc(values[row]!) : String(values[row]);
      if (differing <= ROWS_NAMED)
        issues.push(issue(`${at}[${row}]`, `${expected}, as simulated`, cells[row], because));
    }
    if (differing > ROWS_NAMED)
      issues.push(issue(at, "the rows that are simulated", `${differing} others`, because));
  }
}
