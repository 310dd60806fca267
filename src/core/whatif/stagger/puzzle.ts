/**
 * A fleet as a puzzle: what stays where it is makes the ground, the jobs that may move are the
 * pieces.
 */
import { runKeysOf } from "../../schedule/runKey.js";
import { compileSchedule } from "../../schedule/schedule.js";
import type { CheckedFleet, CheckedJob } from "../../simulation/checkFleet.js";
import { type Fleet, jobStartsByItself, RESOURCE_KINDS } from "../../simulation/fleet.js";
import { addFootprint, axisOf, footprintOf, type KnownRuns } from "./crowd.js";
import type { Piece, Puzzle } from "./placement.js";
import type { CheckedGoal, Move } from "./proposal.js";
import { choiceReader, type StartChoices } from "./startChoices.js";

/** A puzzle, and which job each of its pieces is. */
export interface FleetPuzzle {
  readonly puzzle: Puzzle;
  /** For each piece its index in the fleet, and what a move changes. */
  readonly jobs: readonly { readonly index: number; readonly setting: Move["setting"] }[];
}

/** Reads a checked fleet as a puzzle. */
export function puzzleOf(
  { fleet, zone, jobs: checked }: CheckedFleet,
  span: { readonly from: number; readonly to: number; readonly seed: number },
  goal: CheckedGoal,
): FleetPuzzle {
  const axis = axisOf(span, goal.gridMinutes, zone);
  const { slots, needsOf } = limitedResources(fleet);
  const choicesOf = choiceReader(goal, axis, span);
  const fixed = Array.from({ length: 1 + slots.length }, () => new Float64Array(axis.cells));
  const pieces: Piece[] = [];
  const jobs: { readonly index: number; readonly setting: Move["setting"] }[] = [];
  checked.forEach((one, index) => {
    if (!jobStartsByItself({ enabled: one.job.enabled, policy: one.policy })) return;
    const needs = needsOf(one);
    const known = choicesOf(one);
    const footprint = footprintOf(
      one,
      runsToAsk(one, span),
      span.seed,
      goal.certainty,
      axis.cellMs,
    );
    const piece = pieceOf(known, footprint, needs);
    const waits =
      needs.length > 0 ||
      (goal.lower === "exposure" && known.choices[known.present]!.roomMs < footprint.reachMs);
    const mayMove =
      known.setting !== undefined &&
      !goal.keep.has(one.job.id) &&
      (goal.lower === "peak" || waits) &&
      piece.choices.length > 1;
    if (mayMove) {
      pieces.push(piece);
      jobs.push({ index, setting: known.setting });
      return;
    }
    const { cells } = known.choices[known.present]!;
    for (const which of [0, ...needs.map((need) => need + 1)])
      addFootprint(fixed[which]!, axis, cells, footprint.shares, 1);
  });
  return { puzzle: { aim: goal.lower, axis, pieces, slots, fixed }, jobs };
}

/**
 * The choices that take nothing away: as many runs as now, as much room as is needed, or as there
 * is now; and within the hours of the goal.
 */
function pieceOf(
  { choices, present }: StartChoices,
  footprint: Piece["footprint"],
  needs: readonly number[],
): Piece {
  const now = choices[present]!;
  const leastRoomMs = Math.min(footprint.reachMs, now.roomMs);
  const open = choices.filter(
    (choice) =>
      choice === now ||
      (choice.runs >= now.runs &&
        choice.roomMs >= leastRoomMs &&
        choice.hoursRoomMs >= footprint.reachMs),
  );
  return { choices: open, present: open.indexOf(now), footprint, leastRoomMs, needs };
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
function limitedResources(fleet: Fleet): {
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
