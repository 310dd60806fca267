/**
 * Start times that keep out of each other's way: found on expected crowds, and believed only after
 * they were simulated.
 *
 * The search knows averages; what it proposes is then lived through like any other fleet. A job
 * that loses runs where it is put gets more room to its window's end, or stays; of the moves, in
 * the order of what they bring, as many are made as bring most. The invariant: what is to be
 * lowered falls, and no more runs are lost, or there is no move at all.
 */
import { type Issue, PolicyError } from "../../input/issues.js";
import type { SchedulePolicy } from "../../policy/types.js";
import {
  type CheckedFleet,
  checkFleet,
  checkSpan,
  type SimulationSpan,
} from "../../simulation/checkFleet.js";
import type { Fleet } from "../../simulation/fleet.js";
import { summaryOf, timelineOf } from "../../simulation/simulate.js";
import type { Summary } from "../../simulation/summary.js";
import { MINUTE_MS } from "../../time/instant.js";
import type { ZoneSource } from "../../time/zone.js";
import { comparisonOf } from "../compare/compare.js";
import { onceEach } from "../edits/fleetEdits.js";
import { withSettings } from "../edits/policyEdits.js";
import { bestOfAll } from "./exhaustive.js";
import { peakBound } from "./peakBound.js";
import { placements, type Places, type Puzzle, replaced } from "./placement.js";
import {
  checkGoal,
  type Move,
  type Proposal,
  type StaggerAim,
  type StaggerGoal,
} from "./proposal.js";
import { type FleetPuzzle, puzzleOf } from "./puzzle.js";
import { type RankedMove, rankedMoves } from "./rankedMoves.js";

/** Times that jobs which lose runs are put elsewhere, before they stay where they are. */
const MOST_REPAIRS = 6;
/** More room that such a job gets each time. */
const MORE_ROOM_MS = 30 * MINUTE_MS;
/** Up to so many pieces, a second way to place them is simulated as well. */
const FEW_PIECES = 50;
/** Up to so many moves, each is tried without; beyond, only the number of moves is tried. */
const FEW_MOVES = 24;

/**
 * Proposes start times; see `stagger` in the public surface. Throws a `PolicyError` with every
 * issue.
 */
export function staggerFleet(
  fleet: Fleet,
  span: SimulationSpan,
  goal: StaggerGoal | undefined,
  zoneOf: ZoneSource,
): Proposal {
  const issues: Issue[] = [];
  const checked = checkFleet(fleet, issues, zoneOf);
  const when = checkSpan(span, issues);
  const aims = checkGoal(goal, fleet, issues);
  if (checked === undefined || when === undefined || issues.length > 0)
    throw new PolicyError(issues);

  const baseline = timelineOf(checked, when);
  const before = measureOf(aims.lower, baseline.summary);
  const board = puzzleOf(checked, when, aims);
  const fleetAt = placer(checked, board);
  const measure = (places: Places): Measure =>
    measureOf(aims.lower, summaryOf(fleetAt(places), { ...when, keep: "summary" }));
  const present = Int32Array.from(board.puzzle.pieces, (piece) => piece.present);
  let best: Plan = { places: present, moves: [], measure: before };
  if (board.puzzle.pieces.length > 0 && before.value > 0) {
    const found = placements(board.puzzle).slice(
      0,
      board.puzzle.pieces.length <= FEW_PIECES ? 2 : 1,
    );
    for (const places of new Set([bestOfAll(board.puzzle, found[0]!), ...found])) {
      const plan = fewest(board, repaired(board, places, before, measure), before, measure);
      if (isBetter(plan, best)) best = plan;
    }
  }
  // What has to fall, falls; or everything stays as it is.
  if (!(best.measure.value < before.value)) best = { places: present, moves: [], measure: before };

  const changed = best.moves.length === 0 ? checked : fleetAt(best.places);
  const candidate = best.moves.length === 0 ? baseline : timelineOf(changed, when);
  return {
    lower: aims.lower,
    baseline: before.value,
    candidate: best.measure.value,
    reduction: before.value > 0 ? (before.value - best.measure.value) / before.value : 0,
    fleet: changed.fleet,
    moves: best.moves.map((move) => describeMove(checked, board, best.places, move)),
    comparison: comparisonOf(
      { timeline: baseline, checked },
      { timeline: candidate, checked: changed },
    ),
    ...(aims.lower === "peak" ? boundOf(board.puzzle, best.measure.value) : {}),
  };
}

/**
 * The bound, unless sessions that wait for slots run beyond their hours: that can be lower, and
 * then it bounds nothing.
 */
function boundOf(puzzle: Puzzle, candidate: number): Pick<Proposal, "bound"> {
  const bound = peakBound(puzzle);
  return candidate < bound.atLeast && puzzle.slots.length > 0 ? {} : { bound };
}

/** How good a fleet is: what is to be lowered, then what breaks ties. */
interface Measure {
  readonly value: number;
  readonly ties: readonly number[];
  /** Runs that made no session or were stopped, of each job and in all. */
  readonly lost: readonly number[];
  readonly lostInAll: number;
}

interface Plan {
  readonly places: Places;
  readonly moves: readonly RankedMove[];
  readonly measure: Measure;
}

function measureOf(aim: StaggerAim, { jobs, fleet }: Summary): Measure {
  const lost = jobs.map(
    ({ blocked, missed, stopped }) =>
      blocked.backupWindow +
      blocked.startWindow +
      missed.stillRunning +
      missed.windowClosed +
      missed.retryPending +
      missed.notStarted +
      stopped,
  );
  const exposures = jobs.reduce((sum, job) => sum + job.exposure.worst, 0);
  const base = { lost, lostInAll: lost.reduce((sum, count) => sum + count, 0) };
  if (aim === "peak") return { ...base, value: fleet.occupancy.peak, ties: [fleet.wait.mean] };
  if (aim === "wait")
    return { ...base, value: fleet.wait.mean, ties: [fleet.wait.max, fleet.occupancy.peak] };
  return {
    ...base,
    value: fleet.worstExposure,
    ties: [fleet.jobsOverTarget.length, exposures, fleet.wait.mean],
  };
}

/** Better by the goal; of equally good ones the plan with fewer moves. */
function isBetter(a: Plan, b: Plan): boolean {
  const mine = [a.measure.value, ...a.measure.ties, a.moves.length];
  const yours = [b.measure.value, ...b.measure.ties, b.moves.length];
  const at = mine.findIndex((number, index) => number !== yours[index]);
  return at >= 0 && mine[at]! < yours[at]!;
}

/** The jobs that move and lose runs: any at all, or more than before. */
function losers(
  { jobs, puzzle }: FleetPuzzle,
  places: Places,
  measure: Measure,
  before?: Measure,
): number[] {
  return puzzle.pieces.flatMap((piece, index) =>
    places[index] !== piece.present &&
    measure.lost[jobs[index]!.index]! > (before?.lost[jobs[index]!.index] ?? 0)
      ? [index]
      : [],
  );
}

/** Places at which no moved job loses more runs than before, as the simulation shows. */
function repaired(
  board: FleetPuzzle,
  places: Places,
  before: Measure,
  measure: (places: Places) => Measure,
): Places {
  let { puzzle } = board;
  let now = places;
  for (let round = 0; ; round += 1) {
    // First no run at all is to be lost; in the end none that was not lost before.
    const stays = round >= MOST_REPAIRS;
    const losing = new Set(losers(board, now, measure(now), stays ? before : undefined));
    if (losing.size === 0) return now;
    const pieces = puzzle.pieces.map((piece, index) =>
      losing.has(index)
        ? {
            ...piece,
            leastRoomMs: stays ? Infinity : piece.choices[now[index]!]!.roomMs + MORE_ROOM_MS,
          }
        : piece,
    );
    puzzle = { ...puzzle, pieces };
    now = stays
      ? now.map((place, index) => (losing.has(index) ? pieces[index]!.present : place))
      : replaced(puzzle, now, [...losing]);
    // Bound: from here on every round sends at least one job home for good.
    if (round >= MOST_REPAIRS + pieces.length)
      return Int32Array.from(pieces, (piece) => piece.present);
  }
}

/** The shortest list of moves that brings most; none where nothing is allowed to be made. */
function fewest(
  board: FleetPuzzle,
  places: Places,
  before: Measure,
  measure: (places: Places) => Measure,
): Plan {
  const { puzzle } = board;
  const moves = rankedMoves(puzzle, places);
  const present = Int32Array.from(puzzle.pieces, (piece) => piece.present);
  let best: Plan = { places: present, moves: [], measure: before };
  const consider = (chosen: readonly RankedMove[]): boolean => {
    const at = present.slice();
    for (const { piece } of chosen) at[piece] = places[piece]!;
    const plan: Plan = { places: at, moves: chosen, measure: measure(at) };
    if (
      plan.measure.lostInAll > before.lostInAll ||
      losers(board, at, plan.measure, before).length > 0 ||
      !isBetter(plan, best)
    )
      return false;
    best = plan;
    return true;
  };
  const parts =
    moves.length <= FEW_MOVES
      ? moves.map((_, index) => index + 1)
      : [1, 7 / 8, 3 / 4, 5 / 8, 1 / 2, 1 / 4, 1 / 8].map((share) =>
          Math.ceil(share * moves.length),
        );
  for (const count of parts) consider(moves.slice(0, count));
  if (moves.length <= FEW_MOVES)
    for (const move of moves.toReversed()) consider(best.moves.filter((kept) => kept !== move));
  return { ...best, moves: rankedMoves(puzzle, best.places) };
}

/**
 * Makes checked fleets with the pieces at given places. Jobs that shared a policy share the moved
 * one, and no policy is moved to one place twice.
 */
function placer(
  checked: CheckedFleet,
  { puzzle, jobs }: FleetPuzzle,
): (places: Places) => CheckedFleet {
  // Times are texts, offsets are numbers: a value tells its setting.
  const moves = new Map<string | number, (policy: SchedulePolicy) => SchedulePolicy>();
  return (places) => {
    const moved = checked.jobs.slice();
    puzzle.pieces.forEach((piece, at) => {
      if (places[at] === piece.present) return;
      const { index, setting } = jobs[at]!;
      const { value } = piece.choices[places[at]!]!;
      let move = moves.get(value);
      if (move === undefined)
        moves.set(value, (move = onceEach((policy) => withSettings(policy, { [setting]: value }))));
      const one = moved[index]!;
      const policy = move(one.policy);
      moved[index] = { ...one, job: { ...one.job, policy }, policy };
    });
    const fleet = { ...checked.fleet, jobs: moved.map(({ job }) => job) };
    return { ...checked, fleet, jobs: moved };
  };
}

function describeMove(
  checked: CheckedFleet,
  { puzzle, jobs }: FleetPuzzle,
  places: Places,
  { piece, crowdAfter, gain }: RankedMove,
): Move {
  const { index, setting } = jobs[piece]!;
  const { job, policy } = checked.jobs[index]!;
  const { value, byMinutes } = puzzle.pieces[piece]!.choices[places[piece]!]!;
  const present = policy[setting] ?? 0;
  return {
    job: job.id,
    ...(job.name === undefined ? {} : { name: job.name }),
    setting,
    baseline: present,
    candidate: value,
    byMinutes,
    crowdAfter,
    gain,
  };
}
