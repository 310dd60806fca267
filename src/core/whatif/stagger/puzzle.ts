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
import type { CheckedFleet, CheckedJob } from "../../simulation/checkFleet.js";
import type { CheckedSpan } from "../../simulation/span.js";
import { type Fleet, jobStartsByItself, RESOURCE_KINDS } from "../../simulation/fleet.js";
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
}

/** Reads a checked fleet. Jobs that cannot move at the certainty of the goal never can. */
export function boardOf(
  { fleet, zone, jobs: checked }: CheckedFleet,
  span: CheckedSpan,
  goal: CheckedGoal,
): Board {
  const axis = axisOf(span, goal.gridMinutes, zone, [
    ...new Set([zone, ...checked.map((one) => one.zone)]),
  ]);
  const { slots, needsOf } = limitedResources(fleet);
  const choicesOf = choiceReader(goal, axis, span);
  const fixed = Array.from({ length: 1 + slots.length }, () => new Float64Array(axis.cells));
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
    const needs = needsOf(one);
    const known = choicesOf(one);
    const footprint = footprintOf(
      one,
      runsToAsk(one, span),
      span.seed,
      span.rules.retryOnWarning,
      axis.cellMs,
    );
    const draft = { known, footprint, needs };
    const because = whyStay(one, draft, goal);
    if (because === undefined) {
      drafts.push(draft);
      jobs.push({ index, setting: known.setting! });
      return;
    }
    stay.push({ ...itself, because });
    const { cells } = known.choices[known.present]!;
    for (const which of [0, ...needs.map((need) => need + 1)])
      addFootprint(fixed[which]!, axis, cells, footprint.shares, 1);
  });
  return {
    jobs,
    stay,
    puzzleAt: (tail, keepsDate) => ({
      aim: goal.lower,
      axis,
      pieces: drafts.map((draft) => pieceOf(draft, tail, keepsDate)),
      slots,
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

/** Why a job may not move; `undefined` where it may. */
function whyStay(
  one: CheckedJob,
  { known, footprint, needs }: Draft,
  goal: CheckedGoal,
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
    if (goal.lower === "wait") return "it needs nothing that has limited slots, so it never waits";
    if (now.roomMs >= reachMs)
      return "it waits for nothing and has room in its window, so no start lowers its exposure";
  }
  if (known.choices.length === 1)
    return `no other start on the grid is at most ${grouped(goal.atMostMinutes)} min away`;
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
function pieceOf({ known, footprint, needs }: Draft, tail: number, keepsDate: boolean): Piece {
  const { shares, mass } = footprint;
  const now = known.choices[known.present]!;
  const reachMs = footprint.reachMs(tail);
  const leastRoomMs = Math.min(reachMs, now.roomMs);
  const choices = known.choices.filter(
    (choice) =>
      choice === now ||
      (isOpen(choice, now, leastRoomMs, reachMs) && !(keepsDate && choice.isOtherDate)),
  );
  return { choices, present: choices.indexOf(now), shares, mass, reachMs, leastRoomMs, needs };
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

/** The resources whose slots are limited, numbered, and which of them a job needs. */
export function limitedResources(fleet: Fleet): {
  readonly slots: readonly number[];
  readonly needsOf: (job: CheckedJob) => number[];
} {
  const slots: number[] = [];
  const numberOf = RESOURCE_KINDS.map(
    ({ list }) =>
      new Map(
        (fleet[list] ?? []).flatMap((resource) =>
          resource.slots === Infinity ? [] : [[resource.id, slots.push(resource.slots) - 1]],
        ),
      ),
  );
  return {
    slots,
    needsOf: ({ job }) =>
      RESOURCE_KINDS.flatMap(({ key }, kind) => {
        const number = job[key] === undefined ? undefined : numberOf[kind]!.get(job[key]);
        return number === undefined ? [] : [number];
      }),
  };
}
