/**
 * What `stagger` is asked for and what it proposes: the vocabulary; and a goal with its defaults
 * filled in, or whatever is wrong with it, all at once (R26).
 */
import { type Issue, issue } from "../../input/issues.js";
import { keysOf, readOwnShape } from "../../input/ownShape.js";
import type { Fleet } from "../../simulation/fleet.js";
import { HOUR_MS, MINUTE_MS } from "../../time/instant.js";
import type { WritesJson } from "../../time/plainData.js";
import type { Comparison } from "../compare/comparison.js";
import type { Estimate } from "../estimate.js";
import { FEWEST_FOR_A_VERDICT } from "../evidence.js";
import type { FleetInput, JobInput } from "../../simulation/fleetInput.js";
import { isWholeNumber, type Written } from "../../input/scalars.js";

/** What a proposal is to lower. */
export type StaggerAim = "peak" | "demand" | "wait" | "exposure";

/** All of them. */
export const STAGGER_AIMS: readonly StaggerAim[] = ["peak", "demand", "wait", "exposure"];

/** What `stagger` is to lower, and what it must leave alone. */
export interface StaggerGoal {
  /**
   * `peak`: the most concurrent sessions; `demand`: the most threads that are asked of a resource
   * at once, as a multiple of what it has (R28); `wait`: the mean wait for room; `exposure`: the
   * worst exposure of any job. Default `peak`.
   */
  readonly lower?: Written<StaggerAim>;
  /** Ids of jobs that stay where they are. */
  readonly keep?: readonly string[];
  /** No job moves further than this, minutes; default: no limit. */
  readonly atMostMinutes?: number;
  /** Start times are multiples of this from midnight, minutes, 1 to 60; default 5. */
  readonly gridMinutes?: number;
  /**
   * Times of day on each job's clock between which daily jobs that are moved start and are expected
   * to end, `"20:00-06:00"`. Where there is no room for a job it stays where it is. A backup window
   * holds in any case.
   */
  readonly within?: string;
  /**
   * A run, with its retries at their probability, is expected to be over in its window at least
   * this often, 0.5 to 0.9999; default 0.99. Where that turns out to be too little, more is asked.
   */
  readonly certainty?: number;
  /** Seeds that a plan is chosen on, 10 to 1,000, from `span.seed` on; default 10. */
  readonly seeds?: number;
  /** Seeds that it is judged on, others than these, 10 to 1,000; default 20. */
  readonly judges?: number;
}

/** One job's new start. */
export interface Move {
  readonly job: string;
  readonly name?: string;
  readonly setting: "dailyTime" | "periodicallyOffsetMinutes";
  readonly baseline: string | number;
  readonly candidate: string | number;
  /** How much later (above 0) or earlier it starts, minutes. */
  readonly byMinutes: number;
  /**
   * What is to be lowered, its mean over the judging seeds, once this move and all before it in the
   * list are made; and what this one took off. The last one ends at `proposal.candidate`. They are
   * simulated, so of a list of more than 20 only each eighth ends with an `after`; `gain` is there
   * where the move before has an `after`, too.
   */
  readonly after?: number;
  readonly gain?: number;
}

/** A job that may not move. */
export interface Stay {
  readonly job: string;
  readonly name?: string;
  /** The reason, to follow its name: `it runs every 15 minutes, and ... (R6)`. */
  readonly because: string;
}

/** One metric on both sides, each over the judging seeds. */
export interface JudgedMetric {
  readonly baseline: Estimate;
  readonly candidate: Estimate;
}

/** What a plan came to on seeds that it was not chosen on. */
export interface Judged {
  readonly seeds: readonly number[];
  /** What is to be lowered: sessions for `peak`, a ratio for `demand`, else ms. */
  readonly baseline: Estimate;
  readonly candidate: Estimate;
  /** Runs that came to no session, and sessions that a window stopped. */
  readonly lostRuns: JudgedMetric;
  readonly jobsOverTarget: JudgedMetric;
  /** Of any job, ms. */
  readonly worstExposure: JudgedMetric;
}

/** A job whose move costs it starts in another season. */
export interface SwallowedLater {
  readonly job: string;
  readonly name?: string;
  /** How many fewer starts its windows let happen in the year than now. */
  readonly runs: number;
}

/** The result of `stagger`. */
export interface Proposal extends WritesJson {
  readonly lower: StaggerAim;
  /**
   * What is to be lowered, its mean over the judging seeds: sessions for `peak`, a ratio for
   * `demand`, ms for `wait` and `exposure`.
   */
  readonly baseline: number;
  readonly candidate: number;
  /** `(baseline - candidate) / baseline`, 0 where there was nothing to lower: never below 0. */
  readonly reduction: number;
  /** The fleet with the moves made; the input itself where there are none. */
  readonly fleet: Fleet;
  /** What levels the crowd most first. Only all of them together were judged. */
  readonly moves: readonly Move[];
  /** Why there are no moves; absent where there are some. */
  readonly because?: string;
  /** Both fleets on the seeds that the moves were judged on; alike where there are none. */
  readonly judged: Judged;
  /** Jobs that may not move, in the order of the fleet. */
  readonly stay: readonly Stay[];
  /**
   * Jobs whose windows let fewer starts happen after the move than now, not in the span but in the
   * year that begins with it, since the server's clock changes: in the order of the moves. Where
   * the span is as long as that there is none, for the proposal was judged on it.
   */
  readonly swallowedLater?: readonly SwallowedLater[];
  /** What happens under the span's own seed. */
  readonly comparison: Comparison;
  /**
   * Only for `peak`, and only where it is proved: whatever start times the jobs had, on or off the
   * grid, that are not to be kept and have a start of their own, the mean of the peak over the
   * judging seeds would not be below this; and why. Skipped starts, stopped sessions and waiting
   * are allowed for. `losingNoMore`: of all choices that lose no more runs than the fleet does
   * now, under any of these seeds; one that loses more might come below.
   */
  readonly bound?: {
    readonly atLeast: number;
    readonly because: string;
    readonly losingNoMore?: true;
  };
}

/** How far `stagger` is; `done` never falls, and comes to `total` at the end. */
export interface StaggerProgress {
  readonly done: number;
  readonly total: number;
}

/** A goal that makes sense. */
export interface CheckedGoal {
  readonly lower: StaggerAim;
  readonly keep: ReadonlySet<string>;
  readonly atMostMinutes: number;
  readonly gridMinutes: number;
  /** Times of day between which jobs run, ms from midnight; the end may lie on the next day. */
  readonly within?: { readonly fromMs: number; readonly toMs: number };
  readonly certainty: number;
  readonly seeds: number;
  readonly judges: number;
}

/** More would take hours and tell nothing new. */
const MOST_SEEDS = 1_000;

const AIMS: readonly string[] = STAGGER_AIMS;
/** The keys of a goal. */
export const STAGGER_KEYS = keysOf<StaggerGoal>({
  lower: true,
  keep: true,
  atMostMinutes: true,
  gridMinutes: true,
  within: true,
  certainty: true,
  seeds: true,
  judges: true,
});

/** Reads a goal. Adds what is wrong with it to `issues`. */
export function checkGoal(
  goal: StaggerGoal | undefined,
  fleet: FleetInput,
  issues: Issue[],
): CheckedGoal {
  const expected = 'an object such as { lower: "peak" }';
  const given: StaggerGoal =
    (readOwnShape(goal, "goal", STAGGER_KEYS, expected, issues) as StaggerGoal | undefined) ?? {};
  const {
    lower = "peak",
    keep = [],
    atMostMinutes = Infinity,
    gridMinutes = 5,
    within,
    certainty = 0.99,
    seeds = 10,
    judges = 20,
  } = given;
  if (!AIMS.includes(lower)) issues.push(issue("goal.lower", AIMS.join(", "), lower));
  if (!Array.isArray(keep)) issues.push(issue("goal.keep", "an array of ids of jobs", keep));
  else {
    const jobs: readonly (JobInput | null | undefined)[] = Array.isArray(fleet?.jobs)
      ? fleet.jobs
      : [];
    const known = new Set(jobs.map((job) => job?.id));
    keep.forEach(
      (id: unknown, index) =>
        known.has(id as string) ||
        issues.push(issue(`goal.keep[${index}]`, "the id of a job of the fleet", id)),
    );
  }
  if (!(typeof atMostMinutes === "number" && atMostMinutes >= 0))
    issues.push(issue("goal.atMostMinutes", "minutes, 0 or more", atMostMinutes));
  if (!isWholeNumber(gridMinutes, 1, 60))
    issues.push(issue("goal.gridMinutes", "whole minutes from 1 to 60", gridMinutes));
  if (!(typeof certainty === "number" && certainty >= 0.5 && certainty <= 0.9999))
    issues.push(issue("goal.certainty", "a share from 0.5 to 0.9999", certainty));
  for (const [key, count] of Object.entries({ seeds, judges })) {
    if (!isWholeNumber(count, FEWEST_FOR_A_VERDICT, MOST_SEEDS))
      issues.push(
        issue(
          `goal.${key}`,
          `a number of seeds from ${FEWEST_FOR_A_VERDICT} to ${MOST_SEEDS}`,
          count,
        ),
      );
  }
  const hours = within === undefined ? undefined : hoursOf(within);
  if (within !== undefined && hours === undefined)
    issues.push(issue("goal.within", 'two times of day, such as "20:00-06:00"', within));
  return {
    lower: lower as StaggerAim,
    keep: new Set(Array.isArray(keep) ? keep : []),
    atMostMinutes,
    gridMinutes,
    ...(hours === undefined ? {} : { within: hours }),
    certainty,
    seeds,
    judges,
  };
}

/** `"20:00-06:00"`: the end is on the next day where it is not later than the start. */
function hoursOf(text: unknown): { readonly fromMs: number; readonly toMs: number } | undefined {
  const match =
    typeof text === "string"
      ? /^\s*(\d{1,2}):([0-5]\d)\s*-\s*(\d{1,2}):([0-5]\d)\s*$/.exec(text)
      : null;
  if (match === null) return undefined;
  const [fromHour, fromMinute, toHour, toMinute] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const fromMs = fromHour * HOUR_MS + fromMinute * MINUTE_MS;
  const toMs = toHour * HOUR_MS + toMinute * MINUTE_MS;
  if (fromMs >= 24 * HOUR_MS || toMs > 24 * HOUR_MS) return undefined;
  return { fromMs, toMs: toMs > fromMs ? toMs : toMs + 24 * HOUR_MS };
}
