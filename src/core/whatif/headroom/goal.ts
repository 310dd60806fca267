/**
 * What `headroom` is asked and what it answers: the vocabulary, and a goal with its defaults filled
 * in. Issues come all at once (R26).
 */
import { type Issue, issue } from "../../input/issues.js";
import { isObject, keysOf, readOwnShape, refuseUnknownKeys } from "../../input/ownShape.js";
import { type Duration, durationMs } from "../../time/duration.js";
import { type Needed, RESOURCE_KINDS } from "../../simulation/fleet.js";
import { readSeeds } from "../../simulation/seeds.js";
import type { WritesJson } from "../../time/plainData.js";
import type { Estimate } from "../estimate.js";
import { KEY_METRICS, type KeyMetric, keyMetricRule } from "../keyMetrics.js";
import type { Limits } from "./limits.js";
import type { FleetInput, ResourceInput } from "../../simulation/fleetInput.js";
import { isWholeNumber, type Written } from "../../input/scalars.js";

/** What must hold, and what is tried. */
export interface HeadroomGoal {
  /**
   * Key metrics and what they must not exceed (`restorePoints`: not fall below); times as ms or
   * with units, `"40m"`. Default: no more jobs over their target than there are under the same
   * seed, which asks for a job with an `rpo`.
   */
  readonly limits?: Readonly<Partial<Record<KeyMetric, Duration>>>;
  /** What to try; default all, `threads` where a resource has some. */
  readonly ask?: readonly Written<HeadroomQuestion>[];
  /** The job that is copied; default: all jobs in turn, in their order. */
  readonly like?: string;
  /** At most so many more jobs are tried; default 10,000. */
  readonly mostJobs?: number;
  /** Sessions are stretched to at most this many times their length; default 16. */
  readonly mostFactor?: number;
  /** So many from `span.seed` on, or which; at least 2. Default 20. */
  readonly seeds?: number | readonly number[];
  /** Limits hold where they do under at least this share of the seeds. Default 0.95. */
  readonly share?: number;
}

/** More jobs, fewer slots, fewer threads, longer sessions. */
export type HeadroomQuestion = "jobs" | "slots" | "threads" | "durations";

/** All of them, in the order in which they are asked. */
export const HEADROOM_QUESTIONS: readonly HeadroomQuestion[] = [
  "jobs",
  "slots",
  "threads",
  "durations",
];

/** What is asked of a fleet where nobody says. */
export function usualQuestions(fleet: FleetInput): readonly HeadroomQuestion[] {
  const hasThreads = RESOURCE_KINDS.some(({ list }) => {
    const resources: unknown = fleet?.[list];
    return (
      Array.isArray(resources) &&
      resources.some((resource: ResourceInput | null) => resource?.threads !== undefined)
    );
  });
  return HEADROOM_QUESTIONS.filter((question) => question !== "threads" || hasThreads);
}

/** What breaks, and who breaks it. */
export interface Broken {
  /** The first seed under which limits break that hold there as it is; the first for the latter. */
  readonly seed?: number;
  /** What breaks under that seed: `jobs over target 1, limit 0: mail`. */
  readonly because?: string;
  /**
   * Ids of the jobs that break limits under some seed under which they did not as it is; who does
   * so under the most seeds first. None for what no job has by itself: `peak`, `longestQueue`,
   * `utilisation`, `longestWave`, `demand`, `threadsFull`.
   */
  readonly broken?: readonly string[];
  /** What these are called, in the same order, where any is called otherwise than by its id. */
  readonly called?: readonly string[];
}

/** How far one thing can be taken. Both sides of the edge are simulated under every seed. */
export interface Edge extends Broken {
  /**
   * The furthest value at which the limits hold under enough seeds: more jobs, slots or threads
   * left, a factor on durations.
   */
  readonly holds: number;
  /** The share of the seeds under which they do, with its interval. */
  readonly share: Estimate;
  /**
   * The next value, at which they hold under too few; absent, like all that is said of it, where no
   * such was met as far as was tried.
   */
  readonly breaks?: number;
  /** The share of the seeds under which they break there, with its interval. */
  readonly breaksShare?: Estimate;
}

/** The result of `headroom`. What breaks is told where the limits do not hold as it is. */
export interface Headroom extends Broken, WritesJson {
  /**
   * Whether the limits hold for the fleet as it is, under enough seeds; where not, there is no
   * headroom and nothing else is tried.
   */
  readonly holds: boolean;
  /** The share of the seeds under which they hold as it is, with its interval. */
  readonly share: Estimate;
  /** The seeds, and the share of them that is enough. */
  readonly seeds: readonly number[];
  readonly atLeast: number;
  /**
   * Other seeds break an edge in at most this share of cases, on average: an edge is where these
   * seeds put it, and so a little too far. More seeds bring it down to `1 - atLeast`. Absent where
   * the goal has limits: no bound is known for a fleet that may break them as it is.
   */
  readonly breaksElsewhere?: number;
  /**
   * The limits that were held. Where the goal has none, `jobsOverTarget`: the most of
   * `overTarget`.
   */
  readonly limits: Limits;
  /**
   * Jobs over their target as it is, seed by seed, which is the limit under that seed; absent where
   * the goal has limits.
   */
  readonly overTarget?: readonly number[];
  /** How many more jobs. */
  readonly jobs?: Edge;
  /** For each resource with a limit on its slots: with how few it does, of how many. */
  readonly slots?: readonly (Edge & Needed & { readonly slots: number })[];
  /**
   * For each resource with threads: with how few it does, of how many (R28). `unnamed`: enabled
   * jobs on it whose workload names no threads; they can use as many as there are, so fewer slow
   * them only beside others.
   */
  readonly threads?: readonly (Edge &
    Needed & { readonly threads: number; readonly unnamed: number })[];
  /** How many times as long sessions may take, in steps of a hundredth. */
  readonly durations?: Edge;
  /** Simulations that it took. */
  readonly simulations: number;
}

/** A goal that makes sense. */
export interface CheckedHeadroom {
  /** Absent where the goal has none: then the targets of the jobs count. */
  readonly limits?: Limits;
  readonly ask: ReadonlySet<HeadroomQuestion>;
  readonly like?: string;
  readonly mostJobs: number;
  readonly mostFactor: number;
  readonly seeds: readonly number[];
  readonly share: number;
}

const QUESTIONS: readonly string[] = HEADROOM_QUESTIONS;
/** The keys of a goal. */
export const HEADROOM_KEYS = keysOf<HeadroomGoal>({
  limits: true,
  ask: true,
  like: true,
  mostJobs: true,
  mostFactor: true,
  seeds: true,
  share: true,
});
const MOST_JOBS = 1_000_000;
const MOST_FACTOR = 1_000;

/** How many seeds are tried, and the share of them that is enough, where nobody says: 19 of 20. */
export const USUAL_SEEDS = 20;
export const USUAL_SHARE = 0.95;

/** Reads a goal; seeds are counted from `first` on. Adds what is wrong with it to `issues`. */
export function checkHeadroom(
  goal: HeadroomGoal | undefined,
  fleet: FleetInput,
  first: number,
  issues: Issue[],
): CheckedHeadroom {
  const expected = 'an object such as { limits: { waitMax: "PT1H" } }';
  const given: HeadroomGoal =
    (readOwnShape(goal, "goal", HEADROOM_KEYS, expected, issues) as HeadroomGoal | undefined) ?? {};
  const {
    limits,
    ask = usualQuestions(fleet),
    like,
    mostJobs = 10_000,
    mostFactor = 16,
    seeds = USUAL_SEEDS,
    share = USUAL_SHARE,
  } = given;
  const jobs: FleetInput["jobs"] = Array.isArray(fleet?.jobs) ? fleet.jobs : [];
  const read = limits === undefined ? undefined : readLimits(limits, issues);
  if (read === undefined && !jobs.some((job) => job?.rpo !== undefined))
    issues.push(issue("goal.limits", "limits, or a fleet in which a job has an rpo", limits));
  if (!Array.isArray(ask) || ask.length === 0)
    issues.push(issue("goal.ask", `an array of ${QUESTIONS.join(", ")}`, ask));
  else
    ask.forEach(
      (question: unknown, index) =>
        QUESTIONS.includes(question as string) ||
        issues.push(issue(`goal.ask[${index}]`, QUESTIONS.join(", "), question)),
    );
  if (like !== undefined && !jobs.some((job) => job?.id === like))
    issues.push(issue("goal.like", "the id of a job of the fleet", like));
  if (!isWholeNumber(mostJobs, 1, MOST_JOBS))
    issues.push(issue("goal.mostJobs", `a whole number from 1 to ${MOST_JOBS}`, mostJobs));
  if (!(typeof mostFactor === "number" && mostFactor >= 1 && mostFactor <= MOST_FACTOR))
    issues.push(issue("goal.mostFactor", `a factor from 1 to ${MOST_FACTOR}`, mostFactor));
  const readableSeeds = readSeeds(seeds, first, issues, "goal.seeds") ?? [];
  if (!(typeof share === "number" && share > 0 && share <= 1))
    issues.push(issue("goal.share", "a share of the seeds above 0, up to 1", share));
  return {
    ...(read === undefined ? {} : { limits: read }),
    ask: new Set(Array.isArray(ask) ? ask : []),
    ...(like === undefined ? {} : { like }),
    mostJobs,
    mostFactor,
    seeds: readableSeeds,
    share,
  };
}

function readLimits(limits: NonNullable<HeadroomGoal["limits"]>, issues: Issue[]): Limits {
  const read: Partial<Record<KeyMetric, number>> = {};
  const given = isObject<typeof limits>(limits) ? limits : {};
  refuseUnknownKeys(given, "goal.limits", KEY_METRICS, issues);
  const entries = KEY_METRICS.flatMap((metric): [KeyMetric, unknown][] =>
    given[metric] === undefined ? [] : [[metric, given[metric]]],
  );
  if (entries.length === 0)
    issues.push(issue("goal.limits", "at least one limit, such as { jobsOverTarget: 0 }", limits));
  for (const [metric, limit] of entries) {
    const path = `goal.limits.${metric}`;
    if (keyMetricRule(metric).unit === "ms") read[metric] = durationMs(limit, path, issues);
    else if (typeof limit === "number" && limit >= 0) read[metric] = limit;
    else issues.push(issue(path, "a number, 0 or more", limit));
  }
  return read;
}
