/**
 * Start times that keep out of each other's way: found on expected crowds, chosen on some seeds,
 * and proposed only if they stand trial on others.
 *
 * How sure a run must be to end in its window is not known beforehand: a chance of one in a hundred
 * is nothing for one run and several lost ones for a thousand. So plans are made for one chance
 * after the other, each smaller, until one stands up; each is judged on seeds that nothing was
 * looked at before, and where these have few runs, on more seeds for harm that is rare. The
 * invariant: on its judging seeds a plan lowers what it is to lower, and neither runs lost nor jobs
 * over target nor the worst exposure rise; or there is no move at all.
 */
import { type Issue, PolicyError } from "../../input/issues.js";
import type { SchedulePolicy } from "../../policy/types.js";
import { type CheckedFleet, checkFleet } from "../../simulation/checkFleet.js";
import { type CheckedSpan, checkSpan, type NumericSpan } from "../../simulation/span.js";
import { RESOURCE_KINDS } from "../../simulation/fleet.js";
import { prepare } from "../../simulation/prepare.js";
import { timelineOf } from "../../simulation/simulate.js";
import { allAtOnce, type Steps } from "../steps.js";
import { type ProgressOptions, readOnProgress } from "../progress.js";
import { resultOf } from "../../time/plainData.js";
import type { ZoneSource } from "../../time/zone.js";
import { comparisonOf } from "../compare/compare.js";
import { onceEach } from "../edits/fleetEdits.js";
import { withSettings } from "../edits/policyEdits.js";
import { swallowedLater } from "./laterSeason.js";
import { peakBound } from "./peakBound.js";
import type { Places, Puzzle } from "./placement.js";
import { bestPlan, placesWith, type Plan } from "./plans.js";
import {
  type CheckedGoal,
  checkGoal,
  type Move,
  type Proposal,
  type StaggerGoal,
  type StaggerProgress,
} from "./proposal.js";
import { type Board, boardOf } from "./puzzle.js";
import {
  confirmingSeeds,
  type Court,
  courtOf,
  type Harm,
  harmOf,
  isLower,
  judgedOf,
  meanOf,
  shownHarmOf,
  type Trial,
} from "./trial.js";
import type { FleetInput } from "../../simulation/fleetInput.js";

/**
 * Chances that a run leaves its window, below that of the goal: plans are made for each in turn.
 */
const TAILS = [1e-3, 1e-4, 1e-5, 1e-6];
/** Up to so many moves, what they come to is simulated one by one; beyond, after each eighth. */
const MOST_STEPS = 20;
/** So far behind the span's seed lie those to confirm a plan on: behind all others. */
const FURTHER = 100_000;
/** Simulations that choosing a plan takes at most, as a rule, for each seed. */
const USUAL_TRIALS = 20;

/**
 * Proposes start times; see `stagger` in the public surface. Throws a `PolicyError` with every
 * issue.
 */
export function staggerFleet(...asked: Parameters<typeof staggerSteps>): Proposal {
  return allAtOnce(staggerSteps(...asked));
}

/** The same in steps. */
export function* staggerSteps(
  fleet: FleetInput,
  span: NumericSpan,
  goal: StaggerGoal | undefined,
  zoneOf: ZoneSource,
  options?: ProgressOptions<StaggerProgress>,
): Steps<Proposal> {
  const issues: Issue[] = [];
  const checked = checkFleet(fleet, issues, zoneOf);
  const when = checkSpan(span, issues);
  const aims = checkGoal(goal, fleet, issues);
  const onProgress = readOnProgress(options, issues);
  if (checked === undefined || when === undefined || issues.length > 0)
    throw new PolicyError(issues);

  const progress = progressOf(aims, onProgress);
  const court = courtOf(when, aims.lower, progress.step);
  const board = boardOf(checked, when, aims);
  const question = { checked, when, aims, board, court };
  const verdict = yield* verdictOf(question);
  const { found, judges } = verdict;
  const judged = judgedOf(judges, verdict.before, verdict.now);
  const moves = found === undefined ? [] : yield* describeMoves(question, verdict, found);
  const changed = found === undefined ? checked : found.fleetAt(found.plan.places);
  const bound =
    aims.lower === "peak"
      ? yield* peakBound(checked, when, aims, judges, verdict.before)
      : undefined;
  const later = swallowedLater(checked, changed, moves, when);
  const baseline = timelineOf(prepare(checked, when), when);
  const candidate = found === undefined ? baseline : timelineOf(prepare(changed, when), when);
  progress.finish();
  return resultOf({
    lower: aims.lower,
    baseline: judged.baseline.mean,
    candidate: judged.candidate.mean,
    reduction: moves.length === 0 ? 0 : fallOf(judged.baseline.mean, judged.candidate.mean),
    fleet: changed.fleet,
    moves,
    ...(verdict.because === undefined ? {} : { because: verdict.because }),
    judged,
    stay: board.stay,
    ...(later.length === 0 ? {} : { swallowedLater: later }),
    comparison: comparisonOf(
      { timeline: baseline, checked },
      { timeline: candidate, checked: changed },
    ),
    ...(bound === undefined ? {} : { bound }),
  });
}

function fallOf(baseline: number, candidate: number): number {
  return (baseline - candidate) / baseline;
}

/** What is asked, read. */
interface Question {
  readonly checked: CheckedFleet;
  readonly when: CheckedSpan;
  readonly aims: CheckedGoal;
  readonly board: Board;
  readonly court: Court;
}

/** A plan, what it was made for, and the fleet with the pieces anywhere. */
interface Found {
  readonly plan: Plan;
  readonly puzzle: Puzzle;
  readonly fleetAt: (places: Places) => CheckedFleet;
}

/** What came of the trial: a plan that stands, or why there is none. */
interface Verdict {
  readonly found?: Found;
  readonly because?: string;
  /** The seeds of the last trial; what the fleet came to there as it is, and as planned. */
  readonly judges: readonly number[];
  readonly before: Trial;
  readonly now: Trial;
}

function* verdictOf(question: Question): Steps<Verdict> {
  const { checked, when, aims, board, court } = question;
  const first = board.puzzleAt(1 - aims.certainty, false);
  let judges = seedsAfter(when.seed, aims.seeds, aims.judges);
  function* asItIs(because: string): Steps<Verdict> {
    const before = yield* court.trial(checked, judges);
    const full = aims.lower === "peak" ? fullSlots(checked, before) : undefined;
    return { because: full ?? because, judges, before, now: before };
  }
  if (first.pieces.length === 0) return yield* asItIs("no job may move");
  const tails = tailsFor(first, aims);
  const seeds = seedsAfter(when.seed, 0, aims.seeds);
  const further = seedsAfter(when.seed, FURTHER, confirmingSeeds(checked, when));
  const chosenOn = yield* court.trial(checked, seeds);
  if (meanOf(chosenOn.value) === 0) return yield* asItIs("there is nothing to lower");
  let unharmed: Trial | undefined;
  function* rareHarm(planned: CheckedFleet): Steps<Harm | undefined> {
    if (further.length === 0) return undefined;
    unharmed ??= yield* court.trial(checked, further);
    return shownHarmOf(unharmed, yield* court.trial(planned, further));
  }
  let rejected: Verdict | undefined;
  const shapes = new Set<string>();
  // A job that starts on another date draws other luck, in which a harm may hide: where no plan
  // stands up, others are made in which nobody does.
  const tries = [false, true].flatMap((keepsDate) => tails.map((tail) => ({ tail, keepsDate })));
  for (const { tail, keepsDate } of tries) {
    const puzzle = board.puzzleAt(tail, keepsDate);
    const shape = puzzle.pieces.map(({ choices }) => choices.map(({ value }) => value)).join(";");
    if (shapes.has(shape)) continue;
    shapes.add(shape);
    const fleetAt = placer(checked, board, puzzle);
    const plan = yield* bestPlan({
      puzzle,
      jobs: board.jobs,
      before: chosenOn,
      tried: (places) => court.trial(fleetAt(places), seeds, chosenOn),
      triedUpTo: (most, places) => court.trialUpTo(most, fleetAt(places), seeds, chosenOn),
    });
    if (plan === undefined) continue;
    const before = yield* court.trial(checked, judges);
    const now = yield* court.trial(fleetAt(plan.places), judges);
    const fault = isLower(before, now)
      ? (harmOf(before, now) ?? (yield* rareHarm(fleetAt(plan.places))))
      : "value";
    if (fault === undefined) return { found: { plan, puzzle, fleetAt }, judges, before, now };
    rejected = {
      judges,
      before,
      now: before,
      because:
        `${plan.moves.length === 1 ? "a move" : `${plan.moves.length} moves`} that lowered it on ` +
        `the seeds that they were chosen on ${FAULTS[fault]} on the others`,
    };
    judges = seedsAfter(judges.at(-1)!, 1, aims.judges);
  }
  return (
    rejected ??
    (yield* asItIs(
      "nothing was found that lowers it and makes nothing worse on the seeds to choose on",
    ))
  );
}

/**
 * Chances that are worth a plan: the goal's and smaller ones, without those at which more than ten
 * runs of the span would leave their windows if all ran at the edge.
 */
function tailsFor({ pieces }: Puzzle, { certainty }: CheckedGoal): number[] {
  const runs = pieces.reduce((sum, { choices, present }) => sum + choices[present]!.runs, 0);
  const tails = [1 - certainty, ...TAILS.filter((tail) => tail < 1 - certainty)];
  const few = tails.filter((tail) => tail * runs <= 10);
  return few.length === 0 ? tails.slice(-1) : few;
}

/** What a plan did not stand up to. */
const FAULTS: Readonly<Record<Harm | "value", string>> = {
  value: "did not clearly lower it",
  lostRuns: "may lose more runs",
  jobsOverTarget: "may put more jobs over their targets",
  worstExposure: "may make the worst exposure longer",
};

/** So many seeds, from the one that lies `skip` after `seed` on. */
function seedsAfter(seed: number, skip: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => seed + skip + index);
}

/**
 * Where all sessions need slots of one kind, and all of these are taken at the peak while others
 * wait: then the peak is what there is of slots, and start times show in the wait.
 */
function fullSlots({ fleet, jobs }: CheckedFleet, { value, ties }: Trial): string | undefined {
  for (const { list, key } of RESOURCE_KINDS) {
    const slots = (fleet[list] ?? []).reduce((sum, resource) => sum + resource.slots, 0);
    const isFull = value.every((peak) => peak === slots) && ties[0]! > 0;
    if (isFull && jobs.every(({ job }) => job[key] !== undefined))
      return (
        `all ${slots} slots of the ${list} are taken at the peak while sessions wait for them, ` +
        "so start times show in the wait: lower that (--lower wait)"
      );
  }
  return undefined;
}

/** Counts simulations, as a share of what a proposal usually takes. */
function progressOf(
  { seeds, judges }: CheckedGoal,
  onProgress: (progress: StaggerProgress) => void,
): { step(count: number): void; finish(): void } {
  const total = seeds * (1 + USUAL_TRIALS) + judges * (2 + MOST_STEPS);
  let done = 0;
  return {
    step(count) {
      // It may take more than usual: the end is told when it is there.
      const now = Math.min(total - 1, done + count);
      if (now > done) onProgress({ done: now, total });
      done = now;
    },
    finish: () => onProgress({ done: total, total }),
  };
}

/**
 * Makes checked fleets with the pieces at given places. Jobs that shared a policy share the moved
 * one, and no policy is moved to one place twice.
 */
function placer(
  checked: CheckedFleet,
  { jobs }: Pick<Board, "jobs">,
  puzzle: Puzzle,
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

/** The moves of a plan, with what they come to on its judging seeds. */
function* describeMoves(
  { checked, board, court }: Question,
  { judges, before, now }: Verdict,
  { plan: { places, moves }, puzzle, fleetAt }: Found,
): Steps<Move[]> {
  const eighths = new Set(
    Array.from({ length: 8 }, (_, index) => Math.ceil(((index + 1) / 8) * moves.length)),
  );
  function* after(count: number): Steps<number | undefined> {
    if (count === 0) return meanOf(before.value);
    if (count === moves.length) return meanOf(now.value);
    if (moves.length > MOST_STEPS && !eighths.has(count)) return undefined;
    const fleet = fleetAt(placesWith(puzzle, places, moves.slice(0, count)));
    return meanOf((yield* court.trial(fleet, judges)).value);
  }
  const described: Move[] = [];
  let was = yield* after(0);
  for (const [at, piece] of moves.entries()) {
    const { index, setting } = board.jobs[piece]!;
    const { job, policy } = checked.jobs[index]!;
    const { value, byMinutes } = puzzle.pieces[piece]!.choices[places[piece]!]!;
    const is = yield* after(at + 1);
    const gain = was === undefined || is === undefined ? undefined : was - is;
    was = is;
    described.push({
      job: job.id,
      ...(job.name === undefined ? {} : { name: job.name }),
      setting,
      baseline: policy[setting] ?? 0,
      candidate: value,
      byMinutes,
      ...(is === undefined ? {} : { after: is }),
      ...(gain === undefined ? {} : { gain }),
    });
  }
  return described;
}
