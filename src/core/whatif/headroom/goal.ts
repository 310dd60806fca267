/**
 * What `headroom` is asked and what it answers: the vocabulary; a goal with its defaults filled in;
 * whether a fleet keeps its limits. Issues come all at once (R26).
 */
import { type Issue, issue, pathTo } from "../../input/issues.js";
import { didYouMean } from "../../input/nearest.js";
import { type Duration, durationMs } from "../../simulation/duration.js";
import type { Fleet } from "../../simulation/fleet.js";
import type { Summary } from "../../simulation/summary.js";
import { lengthText } from "../../time/length.js";
import {
  keepsLimit,
  KEY_METRICS,
  type KeyMetric,
  keyMetricRule,
  keyMetricsOf,
} from "../keyMetrics.js";

/** What must hold, and what is tried. */
export interface HeadroomGoal {
  /**
   * Key metrics and what they must not exceed (`restorePoints`: not fall below); times as ms or ISO
   * 8601 durations. Default: no more jobs over their target than there are, which asks for a job
   * with an `rpo`.
   */
  readonly limits?: Readonly<Partial<Record<KeyMetric, Duration>>>;
  /** What to try; default all three. */
  readonly ask?: readonly HeadroomQuestion[];
  /** The job that is copied; default: all jobs in turn, in their order. */
  readonly like?: string;
  /** At most so many more jobs are tried; default 10,000. */
  readonly mostJobs?: number;
  /** Sessions are stretched to at most this many times their length; default 16. */
  readonly mostFactor?: number;
}

/** More jobs, fewer slots, longer sessions. */
export type HeadroomQuestion = "jobs" | "slots" | "durations";

/** How far one thing can be taken. Both sides of the edge are simulated. */
export interface Edge {
  /**
   * The furthest value at which every limit holds: more jobs, slots left, a factor on durations.
   */
  readonly holds: number;
  /** The next value, at which a limit breaks; absent where none broke as far as was tried. */
  readonly breaks?: number;
  /** What breaks there: `jobs over target 1, limit 0: mail`. */
  readonly because?: string;
}

/** The result of `headroom`. */
export interface Headroom {
  /**
   * Whether the limits hold for the fleet as it is; where not, there is no headroom and nothing
   * else is tried.
   */
  readonly holds: boolean;
  /** What breaks as it is; absent where all holds. */
  readonly because?: string;
  /** The limits that were held. */
  readonly limits: Readonly<Partial<Record<KeyMetric, number>>>;
  /** How many more jobs. */
  readonly jobs?: Edge;
  /** For each resource with a limit on its slots: with how few it does, of how many. */
  readonly slots?: readonly (Edge & {
    readonly of: "proxy" | "repository" | "organization";
    readonly id: string;
    readonly slots: number;
  })[];
  /** How many times as long sessions may take, in steps of a hundredth. */
  readonly durations?: Edge;
  /** Simulations that it took. */
  readonly simulations: number;
}

/** Key metrics with their limits, in numbers. */
export type Limits = Readonly<Partial<Record<KeyMetric, number>>>;

/** A goal that makes sense. */
export interface CheckedHeadroom {
  /** Absent where the goal has none: then the targets of the jobs count. */
  readonly limits?: Limits;
  readonly ask: ReadonlySet<HeadroomQuestion>;
  readonly like?: string;
  readonly mostJobs: number;
  readonly mostFactor: number;
}

const QUESTIONS: readonly string[] = ["jobs", "slots", "durations"] satisfies HeadroomQuestion[];
const KEYS: readonly string[] = [
  "limits",
  "ask",
  "like",
  "mostJobs",
  "mostFactor",
] satisfies (keyof HeadroomGoal)[];
const MOST_JOBS = 1_000_000;
const MOST_FACTOR = 1_000;

/** Reads a goal. Adds what is wrong with it to `issues`. */
export function checkHeadroom(
  goal: HeadroomGoal = {},
  fleet: Fleet,
  issues: Issue[],
): CheckedHeadroom {
  const given = goal !== null && typeof goal === "object" && !Array.isArray(goal) ? goal : {};
  if (given !== goal)
    issues.push(issue("goal", 'an object such as { limits: { waitMax: "PT1H" } }', goal));
  for (const key of Object.keys(given))
    if (!KEYS.includes(key))
      issues.push(
        issue(pathTo("goal", key), `one of ${KEYS.join(", ")}`, key, didYouMean(key, KEYS)),
      );
  const {
    limits,
    ask = QUESTIONS as readonly HeadroomQuestion[],
    like,
    mostJobs = 10_000,
    mostFactor = 16,
  } = given;
  const jobs: Fleet["jobs"] = Array.isArray(fleet?.jobs) ? fleet.jobs : [];
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
  if (!(Number.isInteger(mostJobs) && mostJobs >= 1 && mostJobs <= MOST_JOBS))
    issues.push(issue("goal.mostJobs", `a whole number from 1 to ${MOST_JOBS}`, mostJobs));
  if (!(typeof mostFactor === "number" && mostFactor >= 1 && mostFactor <= MOST_FACTOR))
    issues.push(issue("goal.mostFactor", `a factor from 1 to ${MOST_FACTOR}`, mostFactor));
  return {
    ...(read === undefined ? {} : { limits: read }),
    ask: new Set(Array.isArray(ask) ? ask : []),
    ...(like === undefined ? {} : { like }),
    mostJobs,
    mostFactor,
  };
}

function readLimits(limits: NonNullable<HeadroomGoal["limits"]>, issues: Issue[]): Limits {
  const read: Partial<Record<KeyMetric, number>> = {};
  const entries =
    limits !== null && typeof limits === "object"
      ? Object.entries(limits).filter(([, limit]) => limit !== undefined)
      : [];
  if (entries.length === 0)
    issues.push(issue("goal.limits", "at least one limit, such as { jobsOverTarget: 0 }", limits));
  for (const [key, limit] of entries) {
    const path = pathTo("goal.limits", key);
    if (!(KEY_METRICS as readonly string[]).includes(key)) {
      issues.push(
        issue(path, `one of ${KEY_METRICS.join(", ")}`, key, didYouMean(key, KEY_METRICS)),
      );
      continue;
    }
    const metric = key as KeyMetric;
    if (keyMetricRule(metric).unit === "ms") read[metric] = durationMs(limit, path, issues);
    else if (typeof limit === "number" && limit >= 0) read[metric] = limit;
    else issues.push(issue(path, "a number, 0 or more", limit));
  }
  return read;
}

/**
 * What breaks the limits, the first that does: `longest wait 1 h 15 min, limit 1 h`; `undefined`
 * where all are kept.
 */
export function brokenLimit(summary: Summary, limits: Limits): string | undefined {
  const metrics = keyMetricsOf(summary);
  for (const metric of KEY_METRICS) {
    const limit = limits[metric];
    if (limit === undefined) continue;
    const { unit, label } = keyMetricRule(metric);
    const value = metrics[metric];
    if (keepsLimit(metric, value, limit, summary)) continue;
    const text = (amount: number): string =>
      unit === "ms"
        ? lengthText(amount)
        : unit === "share"
          ? `${Math.round(100 * amount)} %`
          : String(amount);
    const who = metric === "jobsOverTarget" ? `: ${named(summary.fleet.jobsOverTarget)}` : "";
    const still = value === limit ? " and never started" : "";
    return `${label} ${text(value)}${still}, limit ${text(limit)}${who}`;
  }
  return undefined;
}

const NAMED = 3;

function named(ids: readonly string[]): string {
  return ids.length <= NAMED
    ? ids.join(", ")
    : `${ids.slice(0, NAMED).join(", ")} and ${ids.length - NAMED} more`;
}
