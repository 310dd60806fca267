/**
 * How much more a fleet bears: more jobs, fewer slots, longer sessions, each alone, until a limit
 * breaks.
 *
 * Each question is a search along one line: strides that double until something breaks, then
 * halving. Both sides of the edge that comes out were simulated, under the same luck (R24). Of what
 * lies further out, or was stepped over, nothing is claimed: in a line with retries and windows a
 * little more can make a thing earlier (Graham's anomalies).
 */
import { type Issue, issue, PolicyError } from "../../input/issues.js";
import {
  checkedFleet,
  checkFleet,
  checkSpan,
  type SimulationSpan,
} from "../../simulation/checkFleet.js";
import { type Fleet, RESOURCE_KINDS } from "../../simulation/fleet.js";
import { summaryOf } from "../../simulation/simulate.js";
import type { ZoneSource } from "../../time/zone.js";
import { editedJobs, editedResources, having, withMoreJobs } from "../edits/fleetEdits.js";
import { sessionsTimes } from "../edits/workloadEdits.js";
import { brokenLimit, checkHeadroom, type Edge, type Headroom, type HeadroomGoal } from "./goal.js";

/** Durations are stretched in steps of a hundredth. */
const STEPS_PER_FACTOR = 100;

/**
 * Looks for the edges; see `headroom` in the public surface. Throws a `PolicyError` with every
 * issue of fleet, span and goal.
 */
export function headroomOf(
  fleet: Fleet,
  span: SimulationSpan,
  goal: HeadroomGoal | undefined,
  zoneOf: ZoneSource,
): Headroom {
  const issues: Issue[] = [];
  const checked = checkFleet(fleet, issues, zoneOf);
  const when = checkSpan(span, issues);
  const { limits: asked, ask, like, mostJobs, mostFactor } = checkHeadroom(goal, fleet, issues);
  if (checked === undefined || when === undefined || issues.length > 0)
    throw new PolicyError(issues);

  let simulations = 1;
  const asItIs = summaryOf(checked, when);
  if (asked === undefined && asItIs.fleet.targets.kept + asItIs.fleet.targets.missed === 0)
    throw new PolicyError([noJudgedTarget()]);
  const limits = asked ?? { jobsOverTarget: asItIs.fleet.jobsOverTarget.length };
  const broken = brokenLimit(asItIs, limits);
  if (broken !== undefined) return { holds: false, because: broken, limits, simulations };

  const breakOf = (changed: Fleet): string | undefined => {
    simulations += 1;
    return brokenLimit(summaryOf(checkedFleet(changed, zoneOf), when), limits);
  };
  const jobs =
    ask.has("jobs") && fleet.jobs.length > 0
      ? edgeOf(mostJobs, (more) => breakOf(withMoreJobs(fleet, more, like)))
      : undefined;
  const slots = ask.has("slots") ? slotEdges(fleet, breakOf) : undefined;
  const mostSteps = Math.floor((mostFactor - 1) * STEPS_PER_FACTOR);
  const longer = ask.has("durations")
    ? edgeOf(mostSteps, (steps) => breakOf(editedJobs(fleet, sessionsTimes(factorOf(steps)))))
    : undefined;
  return {
    holds: true,
    limits,
    ...(jobs === undefined ? {} : { jobs }),
    ...(slots === undefined ? {} : { slots }),
    ...(longer === undefined ? {} : { durations: mapped(longer, factorOf) }),
    simulations,
  };
}

/** A target that no span could show to be missed is no limit (R36). */
function noJudgedTarget(): Issue {
  return issue(
    "goal.limits",
    "limits, or a span longer than the target of a job that has a start in it",
    undefined,
  );
}

function factorOf(steps: number): number {
  return (STEPS_PER_FACTOR + steps) / STEPS_PER_FACTOR;
}

function mapped(edge: Edge, value: (steps: number) => number): Edge {
  return {
    ...edge,
    holds: value(edge.holds),
    ...(edge.breaks === undefined ? {} : { breaks: value(edge.breaks) }),
  };
}

/**
 * The first edge met in `0` to `most`, where 0 is known to hold; `breakOf` says what breaks at a
 * value.
 */
export function edgeOf(most: number, breakOf: (value: number) => string | undefined): Edge {
  let holds = 0;
  let breaks: number | undefined;
  let because: string | undefined;
  for (let stride = 1; holds < most && breaks === undefined; stride *= 2) {
    const at = Math.min(most, holds + stride);
    because = breakOf(at);
    if (because === undefined) holds = at;
    else breaks = at;
  }
  // Bound: the stretch between the two sides is halved each time.
  while (breaks !== undefined && breaks - holds > 1) {
    const middle = Math.floor((holds + breaks) / 2);
    const found = breakOf(middle);
    if (found === undefined) holds = middle;
    else [breaks, because] = [middle, found];
  }
  return { holds, ...(breaks === undefined ? {} : { breaks, because: because! }) };
}

function slotEdges(
  fleet: Fleet,
  breakOf: (changed: Fleet) => string | undefined,
): NonNullable<Headroom["slots"]> {
  return RESOURCE_KINDS.flatMap(({ list, name }) =>
    (fleet[list] ?? []).flatMap((resource) => {
      const { id, slots } = resource;
      if (slots === Infinity) return [];
      const fewer = (less: number): Fleet =>
        editedResources(fleet, (other, of) =>
          of === list && other.id === id ? having(other, { slots: slots - less }) : other,
        );
      return [
        {
          of: name,
          id,
          slots,
          ...mapped(
            edgeOf(slots - 1, (less) => breakOf(fewer(less))),
            (less) => slots - less,
          ),
        },
      ];
    }),
  );
}
