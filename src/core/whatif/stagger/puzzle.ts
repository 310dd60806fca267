/**
 * A fleet as a puzzle: what stays where it is makes the ground, the jobs that may move are the
 * pieces.
 *
 * A board is read once; how sure a run must be to end in its window is asked of it as often as one
 * likes, and each answer is a puzzle of the same pieces with other choices.
 */
import { grouped } from "../../input/numberText.js";
import { effective } from "../../policy/effective.js";
import { runKeysOf } from "../../schedule/runKey.js";
import { compileSchedule } from "../../schedule/schedule.js";
import type { CheckedFleet } from "../../simulation/checkFleet.js";
import type { CheckedJob } from "../../simulation/checkJobs.js";
import type { CheckedSpan } from "../../simulation/span.js";
import { needsAmong } from "../../simulation/engine/capacity.js";
import { jobStartsByItself } from "../../simulation/fleet.js";
import { isPlain } from "../../simulation/resource.js";
import { lengthText } from "../../time/length.js";
import { MINUTE_MS } from "../../time/instant.js";
import { axisOf } from "./axis.js";
import { addFootprint } from "./crowd.js";
import { type Footprint, footprintOf, type KnownRuns } from "./footprint.js";
import type { Piece, Puzzle } from "./placement.js";
import type { CheckedGoal, Move, Stay } from "./proposal.js";
import { choiceReader, type StartChoice, type StartChoices } from "./startChoices.js";

/** A fleet, read. */
export interface Board {
  /** For each piece its index in the fleet, and what a move changes. */
  readonly jobs: readonly { readonly index: number; readonly setting: Move["setting"] }[];
  readonly stay: readonly Stay[];
  /**
   * The puzzle in which a run leaves its window with at most the chance `tail`, and, on request,
   * keeps its date.
   */
  puzzleAt(tail: number, keepsDate: boolean): Puzzle;
}

/** A piece before it is known how much room it needs. */
interface Draft {
  readonly known: StartChoices;
  readonly footprint: Footprint;
  readonly needs: readonly number[];
  readonly weights: readonly number[];
}

/** Reads a checked fleet. Jobs that cannot move at the certainty of the goal never can. */
export function boardOf(fleet: CheckedFleet, span: CheckedSpan, goal: CheckedGoal): Board {
  const { zone, jobs: checked } = fleet;
  const axis = axisOf(span, goal.gridMinutes, zone, [
    ...new Set([zone, ...checked.map((one) => one.zone)]),
  ]);
  const { limits, scarceOf, isSteady, hasOutages } = scarceThings(fleet, goal.lower);
  const choicesOf = choiceReader(goal, axis, span);
  const fixed = Array.from({ length: 1 + limits.length }, () => new Float64Array(axis.cells));
  const drafts: Draft[] = [];
  const jobs: { readonly index: number; readonly setting: Move["setting"] }[] = [];
  const stay: Stay[] = [];
  checked.forEach((one, index) => {
    const { id, name, enabled } = one.job;
    const itself = { job: id, ...(name === undefined ? {} : { name }) };
    if (!jobStartsByItself({ enabled, policy: one.policy })) {
      stay.push({ ...itself, because: whyNoStart(one) });
      return;
    }
    const known = choicesOf(one);
    const footprint = footprintOf(
      one,
      runsToAsk(one, span),
      span.seed,
      span.rules.retryOnWarning,
      axis.cellMs,
    );
    const draft = { known, footprint, ...scarceOf(one, footprint) };
    const because = whyStay(one, draft, goal, isSteady(one), hasOutages(one));
    if (because === undefined) {
      drafts.push(draft);
      jobs.push({ index, setting: known.setting! });
      return;
    }
    stay.push({ ...itself, because });
    const { cells } = known.choices[known.present]!;
    addFootprint(fixed[0]!, axis, cells, footprint.shares, 1);
    draft.needs.forEach((need, at) =>
      addFootprint(fixed[need + 1]!, axis, cells, footprint.shares, draft.weights[at]!),
    );
  });
  return {
    jobs,
    stay,
    puzzleAt: (tail, keepsDate) => ({
      aim: goal.lower,
      axis,
      pieces: drafts.map((draft) => pieceOf(draft, tail, keepsDate)),
      limits,
      fixed,
    }),
  };
}

/**
 * Whether nobody can give a job another start, whatever the windows and the goal's hours: what has
 * no start of its own, and minute intervals, which have no offset (R6).
 */
export function hasFixedStart({ job, policy }: CheckedJob): boolean {
  if (!jobStartsByItself({ enabled: job.enabled, policy })) return true;
  const { starts } = effective(policy);
  return starts.kind === "grid" && starts.offsetMinutes === undefined;
}

function whyNoStart({ job, policy }: CheckedJob): string {
  if (job.enabled === false) return "it is disabled";
  const { starts } = effective(policy);
  const why = starts.kind === "none" ? starts.why : undefined;
  if (why === "immediate") return "it follows the restore points of the job that it copies";
  return why === "manual-only" ? "it starts by hand only" : "its schedule is switched off";
}

/**
 * Why a job may not move; `undefined` where it may. `isSteady`: its sessions take the same time
 * whenever they start. `hasOutages`: of what it needs.
 */
function whyStay(
  one: CheckedJob,
  { known, footprint, needs }: Draft,
  goal: CheckedGoal,
  isSteady: boolean,
  hasOutages: boolean,
): string | undefined {
  const { starts } = effective(one.policy);
  if (hasFixedStart(one) && starts.kind === "grid")
    return (
      `it runs every ${lengthText(starts.intervalMinutes * MINUTE_MS)}, and an interval of ` +
      "minutes has no offset (R6)"
    );
  if (goal.keep.has(one.job.id)) return "it is to be kept where it is";
  const reachMs = footprint.reachMs(1 - goal.certainty);
  const now = known.choices[known.present]!;
  if (goal.lower !== "peak" && needs.length === 0) {
    if (goal.lower === "wait" && !hasOutages)
      return "it needs nothing that has limited slots, so it never waits";
    if (goal.lower === "demand") return "it needs nothing that has threads, so it asks for none";
    if (goal.lower === "exposure" && now.roomMs >= reachMs && isSteady)
      return "it waits for nothing and has room in its window, so no start lowers its exposure";
  }
  if (known.choices.length === 1)
    return goal.atMostMinutes === Infinity
      ? "no other start is on the grid"
      : `no other start on the grid is at most ${grouped(goal.atMostMinutes)} min away`;
  const others = known.choices.filter((choice) => choice !== now);
  const withRuns = others.filter((choice) => choice.runs >= now.runs);
  if (withRuns.length === 0) return "at every other start that it may have, fewer runs take place";
  const leastRoomMs = Math.min(reachMs, now.roomMs);
  const withRoom = withRuns.filter((choice) => choice.roomMs >= leastRoomMs);
  const length = lengthText(leastRoomMs, { toMinutes: true });
  if (withRoom.length === 0)
    return `its window is too short: no other start leaves the ${length} that it may take`;
  if (!withRoom.some((choice) => choice.hoursRoomMs >= reachMs))
    return (
      "the hours that are asked for have no room for the " +
      `${lengthText(reachMs, { toMinutes: true })} that it may take`
    );
  return undefined;
}

/**
 * The choices that take nothing away: as many runs as now, as much room as is needed, or as there
 * is now; and within the hours of the goal.
 */
function pieceOf(
  { known, footprint, needs, weights }: Draft,
  tail: number,
  keepsDate: boolean,
): Piece {
  const { shares, mass } = footprint;
  const now = known.choices[known.present]!;
  const reachMs = footprint.reachMs(tail);
  const leastRoomMs = Math.min(reachMs, now.roomMs);
  const choices = known.choices.filter(
    (choice) =>
      choice === now ||
      (isOpen(choice, now, leastRoomMs, reachMs) && !(keepsDate && choice.isOtherDate)),
  );
  const present = choices.indexOf(now);
  return { choices, present, shares, mass, reachMs, leastRoomMs, needs, weights };
}

function isOpen(
  choice: StartChoice,
  now: StartChoice,
  leastRoomMs: number,
  reachMs: number,
): boolean {
  return choice.runs >= now.runs && choice.roomMs >= leastRoomMs && choice.hoursRoomMs >= reachMs;
}

/** A function workload is asked about real runs: those of the job's own schedule. */
function runsToAsk(
  { workload, policy, clock, zone }: CheckedJob,
  span: { readonly from: number; readonly to: number },
): KnownRuns {
  if (workload.given === undefined) return NO_RUNS;
  const schedule = compileSchedule(policy, clock, zone);
  const starts = new Float64Array(MOST_STARTS);
  const known = starts.slice(0, schedule.fill(starts, span.from, span.to));
  return { starts: known, keys: known.map(runKeysOf(schedule)) };
}

const NO_RUNS: KnownRuns = { starts: new Float64Array(0), keys: new Float64Array(0) };

const MOST_STARTS = 200;

/** What may run out in a fleet, numbered, and what of it sessions take. */
interface ScarceThings {
  readonly limits: readonly number[];
  /** What a job with this footprint needs, and how much of each. */
  scarceOf(one: CheckedJob, footprint: Footprint): Pick<Draft, "needs" | "weights">;
  /** Whether the sessions of a job take the same time whenever they start. */
  isSteady(one: CheckedJob): boolean;
  /** Whether what a job needs has outages, in which it waits (R30). */
  hasOutages(one: CheckedJob): boolean;
}

/** Slots and threads, as far as they matter to what is to be lowered. */
function scarceThings({ resources }: CheckedFleet, lower: CheckedGoal["lower"]): ScarceThings {
  const limits: number[] = [];
  const numbered = (counts: boolean, count: number): number | undefined =>
    counts ? limits.push(count) - 1 : undefined;
  const places = resources.map(({ slots, threads }) => ({
    slots: numbered(lower !== "demand" && slots !== Infinity, slots),
    threads: numbered(lower !== "wait" && !Number.isNaN(threads), threads),
  }));
  const needsOf = needsAmong(resources);
  return {
    limits,
    scarceOf({ job }, footprint) {
      const needs: number[] = [];
      const weights: number[] = [];
      const own = needsOf(job);
      const fewest = own.reduce(
        (least, need) => Math.min(least, resources[need]!.threads || Infinity),
        Infinity,
      );
      const most = Number.isNaN(footprint.threads) ? fewest : footprint.threads;
      for (const need of own) {
        const { slots, threads } = places[need]!;
        if (slots !== undefined) {
          needs.push(slots);
          weights.push(1);
        }
        if (threads !== undefined) {
          needs.push(threads);
          weights.push(most);
        }
      }
      return { needs, weights };
    },
    isSteady: ({ job, workload: { full, grows } }) =>
      job.copyOf === undefined &&
      full === undefined &&
      grows === undefined &&
      needsOf(job).every((need) => isPlain(resources[need]!)),
    hasOutages: ({ job }) => needsOf(job).some((need) => resources[need]!.outages.length > 0),
  };
}

/** For each job the resources that it needs and whose slots are limited, by their places. */
export function limitedNeeds({ resources }: CheckedFleet): (one: CheckedJob) => number[] {
  const needsOf = needsAmong(resources);
  return ({ job }) => needsOf(job).filter((need) => resources[need]!.slots !== Infinity);
}
