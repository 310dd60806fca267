/**
 * How much more a fleet bears: more jobs, fewer slots, longer sessions, each until a limit breaks.
 *
 * Each question is a search along one line: strides that double until something breaks, then halving. Both sides of the
 * edge that comes out have been simulated, under the same luck (R24). Between them nothing is claimed: more of a thing
 * is not always worse (Graham's anomalies), so a value further out may hold again; the first edge met is the answer.
 */
import { type Issue, issue, PolicyError } from "../policy/issues.js";
import { checkSpan, type SimulationSpan } from "../simulation/checkFleet.js";
import { durationMs } from "../simulation/duration.js";
import { type Fleet, type Job, RESOURCE_KINDS } from "../simulation/fleet.js";
import type { ZoneSource } from "../simulation/plans.js";
import { simulateFleet } from "../simulation/simulate.js";
import type { Summary } from "../simulation/summary.js";
import { fleetIssues } from "./fleetIssues.js";
import type { Edge, Headroom, HeadroomGoal, HeadroomQuestion } from "./headroomGoal.js";
import { KEY_METRICS, type KeyMetric, keyMetricRule, keyMetricsOf } from "./keyMetrics.js";
import { lengthText } from "./lengthText.js";
import { scaledWorkload } from "./scaledWorkload.js";

const QUESTIONS: readonly HeadroomQuestion[] = ["jobs", "slots", "durations"];
const MOST_JOBS = 10_000;
const MOST_FACTOR = 16;
/** Durations are stretched in steps of a hundredth. */
const STEPS_PER_FACTOR = 100;

type Limits = Partial<Record<KeyMetric, number>>;

/** Looks for the edges; see `headroom` in the public surface. Throws a `PolicyError` with every issue of fleet, span and goal. */
export function headroomOf(fleet: Fleet, span: SimulationSpan, goal: HeadroomGoal = {}, zoneOf: ZoneSource): Headroom {
  const issues: Issue[] = [];
  checkSpan(span, issues);
  issues.push(...fleetIssues(fleet, "fleet"));
  const given = checkGoal(goal, fleet, issues);
  if (issues.length > 0) throw new PolicyError(issues);
  let simulations = 0;
  const summaryOf = (changed: Fleet): Summary => {
    simulations += 1;
    return simulateFleet(changed, { ...span, keep: "summary" }, zoneOf).summary;
  };
  const asItIs = summaryOf(fleet);
  const limits = Object.keys(given).length > 0 ? given : { jobsOverTarget: keyMetricsOf(asItIs).jobsOverTarget };
  const broken = whatBreaks(asItIs, limits);
  if (broken !== undefined) return { holds: false, because: broken, limits, simulations };

  const breaksAt = (changed: (steps: number) => Fleet) => (steps: number) => whatBreaks(summaryOf(changed(steps)), limits);
  const ask = goal.ask ?? QUESTIONS;
  const jobs = ask.includes("jobs") ? furthest(breaksAt((count) => withCopies(fleet, goal.like, count)), goal.mostJobs ?? MOST_JOBS) : undefined;
  const slots = ask.includes("slots") ? fewestSlots(fleet, breaksAt) : undefined;
  const mostSteps = Math.floor(((goal.mostFactor ?? MOST_FACTOR) - 1) * STEPS_PER_FACTOR);
  const stretch = ask.includes("durations") ? furthest(breaksAt((steps) => stretched(fleet, factorOf(steps))), mostSteps) : undefined;
  return {
    holds: true,
    limits,
    ...(jobs === undefined ? {} : { jobs }),
    ...(slots === undefined ? {} : { slots }),
    ...(stretch === undefined ? {} : { durations: mapped(stretch, factorOf) }),
    simulations,
  };
}

/** The largest number of steps, from 0 to `most`, before the first at which something breaks, as far as the search looks. */
function furthest(breaksAt: (steps: number) => string | undefined, most: number): Edge {
  let holds = 0;
  let breaks: number | undefined;
  let because: string | undefined;
  // Bound: strides double, then the distance halves: some 2 log2(most) simulations.
  for (let stride = 1; breaks === undefined && holds < most; stride *= 2) {
    const tried = Math.min(holds + stride, most);
    because = breaksAt(tried);
    if (because === undefined) holds = tried;
    else breaks = tried;
  }
  while (breaks !== undefined && breaks - holds > 1) {
    const middle = Math.floor((holds + breaks) / 2);
    const found = breaksAt(middle);
    if (found === undefined) holds = middle;
    else [breaks, because] = [middle, found];
  }
  return { holds, ...(breaks === undefined ? {} : { breaks, because: because! }) };
}

function mapped(edge: Edge, value: (steps: number) => number): Edge {
  return { ...edge, holds: value(edge.holds), ...(edge.breaks === undefined ? {} : { breaks: value(edge.breaks) }) };
}

function factorOf(steps: number): number {
  return (STEPS_PER_FACTOR + steps) / STEPS_PER_FACTOR;
}

type SlotsEdge = NonNullable<Headroom["slots"]>[number];

function fewestSlots(fleet: Fleet, breaksAt: (changed: (steps: number) => Fleet) => (steps: number) => string | undefined): SlotsEdge[] {
  return RESOURCE_KINDS.flatMap(({ list, name }) =>
    (fleet[list] ?? []).flatMap((resource): SlotsEdge[] => {
      const { id, slots } = resource;
      if (slots === Infinity) return [];
      const fewer = (taken: number): Fleet => ({ ...fleet, [list]: fleet[list]!.map((each) => (each === resource ? { ...each, slots: slots - taken } : each)) });
      return [{ of: name, id, slots, ...mapped(furthest(breaksAt(fewer), slots - 1), (taken) => slots - taken) }];
    }),
  );
}

/** The fleet with so many more jobs: copies of one job, or of all in turn. A copy has an id, and so luck, of its own. */
function withCopies(fleet: Fleet, like: string | undefined, count: number): Fleet {
  const models = like === undefined ? fleet.jobs : fleet.jobs.filter((job) => job.id === like);
  const taken = new Set(fleet.jobs.map((job) => job.id));
  const copies = Array.from({ length: count }, (_, index): Job => {
    const model = models[index % models.length]!;
    let id = `${model.id} (copy ${Math.floor(index / models.length) + 1})`;
    while (taken.has(id)) id += "'";
    taken.add(id);
    return { ...model, id };
  });
  return { ...fleet, jobs: [...fleet.jobs, ...copies] };
}

function stretched(fleet: Fleet, factor: number): Fleet {
  return { ...fleet, jobs: fleet.jobs.map((job) => (job.workload === undefined ? job : { ...job, workload: scaledWorkload(job.workload, factor) })) };
}

/** What breaks a limit, in words; `undefined` where all hold. */
function whatBreaks(summary: Summary, limits: Limits): string | undefined {
  const metrics = keyMetricsOf(summary);
  for (const metric of KEY_METRICS) {
    const limit = limits[metric];
    if (limit === undefined) continue;
    const { better, label, unit } = keyMetricRule(metric);
    if (better === "less" ? metrics[metric] <= limit : metrics[metric] >= limit) continue;
    const text = (value: number): string => (unit === "ms" ? lengthText(value) : unit === "share" ? `${Math.round(100 * value)} %` : String(value));
    const who = metric === "jobsOverTarget" ? `: ${named(summary.fleet.jobsOverTarget)}` : "";
    return `${label} ${text(metrics[metric])}, limit ${text(limit)}${who}`;
  }
  return undefined;
}

function named(ids: readonly string[]): string {
  return ids.length > 3 ? `${ids.slice(0, 3).join(", ")} and ${ids.length - 3} more` : ids.join(", ");
}

/** The limits of a goal as numbers. Adds what is wrong with the goal to `issues`. */
function checkGoal(goal: HeadroomGoal, fleet: Fleet, issues: Issue[]): Limits {
  const limits: Limits = {};
  for (const [metric, limit] of Object.entries(goal.limits ?? {})) {
    const path = `goal.limits.${metric}`;
    if (!(KEY_METRICS as readonly string[]).includes(metric)) issues.push(issue(path, `one of ${KEY_METRICS.join(", ")}`, metric));
    else if (keyMetricRule(metric as KeyMetric).unit === "ms") limits[metric as KeyMetric] = durationMs(limit, path, issues);
    else if (typeof limit === "number" && limit >= 0) limits[metric as KeyMetric] = limit;
    else issues.push(issue(path, "a number, 0 or more", limit));
  }
  const jobs = Array.isArray(fleet?.jobs) ? fleet.jobs : [];
  if (Object.keys(goal.limits ?? {}).length === 0 && !jobs.some((job) => job?.rpo !== undefined)) {
    issues.push(issue("goal.limits", "a limit such as { waitMax: \"PT1H\" }, or a job with an rpo", goal.limits));
  }
  if (goal.like !== undefined && !jobs.some((job) => job?.id === goal.like)) issues.push(issue("goal.like", "the id of a job of the fleet", goal.like));
  for (const [index, question] of (goal.ask ?? []).entries()) {
    if (!QUESTIONS.includes(question)) issues.push(issue(`goal.ask[${index}]`, QUESTIONS.join(", "), question));
  }
  if (goal.mostJobs !== undefined && !(Number.isInteger(goal.mostJobs) && goal.mostJobs >= 1 && goal.mostJobs <= 1_000_000)) issues.push(issue("goal.mostJobs", "a whole number from 1 to 1000000", goal.mostJobs));
  if (goal.mostFactor !== undefined && !(goal.mostFactor >= 1 && goal.mostFactor <= 1_000)) issues.push(issue("goal.mostFactor", "a number from 1 to 1000", goal.mostFactor));
  return limits;
}
