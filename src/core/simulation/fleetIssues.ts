/**
 * What is wrong with one of several fleets, said before anything is simulated: each issue with the way to its fleet.
 */
import { type Issue, issue, pathTo } from "../input/issues.js";
import { checkFleet } from "./checkFleet.js";
import type { Fleet } from "./fleet.js";
import { luckOf } from "./engine/luck.js";

/** Every issue of a fleet that stands at `path`: `candidate.jobs[3].policy.dailyTime`. What a function workload gives is seen when it runs. */
export function fleetIssues(fleet: Fleet, path: string): Issue[] {
  if (fleet === null || typeof fleet !== "object") return [issue(path, "a fleet: { jobs: [...] }", fleet)];
  const issues: Issue[] = [];
  checkFleet(fleet, issues);
  luckOf(fleet, 0, issues);
  return issues.map((each) => Object.freeze({ ...each, path: each.path.startsWith("fleet.") ? pathTo(path, each.path.slice("fleet.".length)) : `${path}.${each.path}` }));
}
