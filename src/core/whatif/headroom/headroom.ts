/**
 * How much more a fleet bears: more jobs, fewer slots, fewer threads, longer sessions, each alone,
 * until limits break under too many seeds.
 *
 * Each question is a search along one line. Both sides of the edge that comes out were simulated
 * under every seed, and each seed is the same luck all along (R24). Of what lies further out, or
 * was stepped over, nothing is claimed: in a line with retries and windows a little more can make a
 * thing earlier (Graham's anomalies).
 */
import { neededOf } from "../../simulation/resource.js";
import { type Issue, PolicyError } from "../../input/issues.js";
import { type CheckedFleet, checkFleet } from "../../simulation/checkFleet.js";
import { checkSpan, type NumericSpan } from "../../simulation/span.js";
import { needsAmong } from "../../simulation/engine/capacity.js";
import { type Fleet, RESOURCE_KINDS, type ResourceKind } from "../../simulation/fleet.js";
import { type ProgressOptions, readOnProgress } from "../progress.js";
import { resultOf } from "../../time/plainData.js";
import type { ZoneSource } from "../../time/zone.js";
import { editedJobs, editedResources, withMoreJobs } from "../edits/fleetEdits.js";
import { having } from "../../input/ownShape.js";
import { sessionsTimes } from "../edits/workloadEdits.js";
import { checkHeadroom, type Edge, type Headroom, type HeadroomGoal } from "./goal.js";
import { allAtOnce, type Steps } from "../steps.js";
import { openTrials, type Trials } from "./trials.js";
import type { FleetInput } from "../../simulation/fleetInput.js";

/** Durations are stretched in steps of a hundredth. */
const STEPS_PER_FACTOR = 100;

/**
 * Looks for the edges; see `headroom` in the public surface. `onProgress` is told how many
 * simulations are done, after each. Throws a `PolicyError` with every issue of fleet, span and
 * goal.
 */
export function headroomOf(...asked: Parameters<typeof headroomSteps>): Headroom {
  return allAtOnce(headroomSteps(...asked));
}

/** The same in steps. */
export function* headroomSteps(
  given: FleetInput,
  span: NumericSpan,
  goal: HeadroomGoal | undefined,
  zoneOf: ZoneSource,
  options?: ProgressOptions<number>,
): Steps<Headroom> {
  const issues: Issue[] = [];
  const checked = checkFleet(given, issues, zoneOf);
  const when = checkSpan(span, issues);
  const read = checkHeadroom(goal, given, when?.seed ?? 0, issues);
  const onProgress = readOnProgress(options, issues);
  if (checked === undefined || when === undefined || issues.length > 0)
    throw new PolicyError(issues);

  const { fleet } = checked;
  const { limits, ask, like, mostJobs, mostFactor, seeds, share } = read;
  let simulations = 0;
  const onSimulation = (): void => {
    simulations += 1;
    onProgress(simulations);
  };
  const trials = yield* openTrials({
    checked,
    span: when,
    seeds,
    share,
    limits,
    zoneOf,
    onSimulation,
  });
  const asItIs = {
    holds: trials.holds,
    share: trials.share,
    seeds,
    atLeast: share,
    ...heldLimits(trials),
  };
  if (!trials.holds) return resultOf({ ...asItIs, ...trials.broken, simulations });

  const jobs =
    ask.has("jobs") && fleet.jobs.length > 0
      ? yield* trials.edgeOf(mostJobs, (more) => withMoreJobs(fleet, more, like))
      : undefined;
  const slots = ask.has("slots") ? yield* slotEdges(checked, trials) : undefined;
  const threads = ask.has("threads") ? yield* threadEdges(checked, trials) : undefined;
  const mostSteps = Math.floor((mostFactor - 1) * STEPS_PER_FACTOR);
  const durations = ask.has("durations")
    ? mapped(
        yield* trials.edgeOf(mostSteps, (steps) =>
          editedJobs(fleet, sessionsTimes(factorOf(steps))),
        ),
        factorOf,
      )
    : undefined;
  return resultOf({
    ...asItIs,
    ...(jobs === undefined ? {} : { jobs }),
    ...(slots === undefined ? {} : { slots }),
    ...(threads === undefined ? {} : { threads }),
    ...(durations === undefined ? {} : { durations }),
    simulations,
  });
}

/** The limits of all seeds in one, and what is known only where the goal has none. */
function heldLimits({
  limits,
  breaksElsewhere,
}: Trials): Pick<Headroom, "limits" | "overTarget" | "breaksElsewhere"> {
  if (breaksElsewhere === undefined) return { limits: limits[0]! };
  const overTarget = limits.map(({ jobsOverTarget }) => jobsOverTarget!);
  return {
    limits: { jobsOverTarget: overTarget.reduce((most, count) => Math.max(most, count)) },
    overTarget,
    breaksElsewhere,
  };
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

function* slotEdges(
  { fleet, resources }: CheckedFleet,
  trials: Trials,
): Steps<NonNullable<Headroom["slots"]>> {
  const edges: NonNullable<Headroom["slots"]>[number][] = [];
  for (const resource of resources) {
    const { of, id, slots } = resource;
    if (slots === Infinity) continue;
    const { list } = RESOURCE_KINDS.find(({ name }) => name === of)!;
    const edge = yield* fewerEdge(fleet, { list, id, setting: "slots", count: slots }, trials);
    edges.push({ ...neededOf(resource), slots, ...edge });
  }
  return edges;
}

function* threadEdges(
  checked: CheckedFleet,
  trials: Trials,
): Steps<NonNullable<Headroom["threads"]>> {
  const { fleet, jobs, resources } = checked;
  const needsOf = needsAmong(resources);
  const namesNone = jobs.filter(
    ({ job, workload: { given, threads } }) =>
      job.enabled !== false && given === undefined && Number.isNaN(threads),
  );
  const edges: NonNullable<Headroom["threads"]>[number][] = [];
  for (const [place, resource] of resources.entries()) {
    const { of, id, threads } = resource;
    if (Number.isNaN(threads)) continue;
    const { list } = RESOURCE_KINDS.find(({ name }) => name === of)!;
    const unnamed = namesNone.filter(({ job }) => needsOf(job).includes(place)).length;
    const one = { list, id, setting: "threads", count: threads } as const;
    edges.push({
      ...neededOf(resource),
      threads,
      unnamed,
      ...(yield* fewerEdge(fleet, one, trials)),
    });
  }
  return edges;
}

/** One thing of which a resource has a number. */
interface Countable {
  readonly list: ResourceKind["list"];
  readonly id: string;
  readonly setting: "slots" | "threads";
  readonly count: number;
}

/** With how few of what a resource has a number of the limits hold. */
function* fewerEdge(
  fleet: Fleet,
  { list, id, setting, count }: Countable,
  { edgeOf }: Trials,
): Steps<Edge> {
  const fewer = (less: number): Fleet =>
    editedResources(fleet, (other, of) =>
      of === list && other.id === id ? having(other, { [setting]: count - less }) : other,
    );
  return mapped(yield* edgeOf(count - 1, fewer), (less) => count - less);
}
