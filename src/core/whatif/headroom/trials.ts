/**
 * Trials: fleets under many seeds, each held against the fleet as it is under the same seed.
 *
 * Of what lies on the way to an edge no more is simulated than it takes to know whether the limits
 * hold under enough seeds; its two sides are simulated under all of them, so that the shares that
 * are told were seen.
 */
import { issue, PolicyError } from "../../input/issues.js";
import { checkedFleet, type CheckedFleet } from "../../simulation/checkFleet.js";
import type { CheckedSpan } from "../../simulation/span.js";
import type { Fleet } from "../../simulation/fleet.js";
import { nothingCompiled } from "../../simulation/engine/plans.js";
import { prepare, type Prepared } from "../../simulation/prepare.js";
import { summaryOf } from "../../simulation/simulate.js";
import type { ZoneSource } from "../../time/zone.js";
import type { Estimate } from "../estimate.js";
import { shareOfSeeds } from "../evidence.js";
import type { Steps } from "../steps.js";
import { edgeFrom } from "./edge.js";
import type { Broken, Edge } from "./goal.js";
import {
  type Breach,
  breachOf,
  calledOf,
  type JobValues,
  jobValuesOf,
  type Limits,
} from "./limits.js";

/** What a goal without limits asks of its fleet and its span. */
const LIMITS_EXPECTED = "limits, or a span longer than the target of a job that has a start in it";

/** What trials are made with. */
export interface TrialsSetup {
  readonly checked: CheckedFleet;
  readonly span: CheckedSpan;
  readonly seeds: readonly number[];
  /** The share of the seeds that is enough. */
  readonly share: number;
  /** Absent: no more jobs over their target than there are as it is under the same seed. */
  readonly limits: Limits | undefined;
  readonly zoneOf: ZoneSource;
  /** Is called after each simulation. */
  readonly onSimulation: () => void;
}

/** Trials of what could be made of one fleet. */
export interface Trials {
  /** The fleet as it is, under all seeds. */
  readonly holds: boolean;
  readonly share: Estimate;
  /**
   * The share of cases in which an edge does not hold under a seed that it was not looked for with,
   * on average and at most: one seed of all of them, that one included, is as likely as any other
   * to be among the few whose edge is lower. Absent where the fleet as it is can break: who passes
   * that by luck has a share of his own.
   */
  readonly breaksElsewhere?: number;
  /** What breaks as it is; empty where nothing does. */
  readonly broken: Broken;
  /** The limits by place of the seed. */
  readonly limits: readonly Limits[];
  /** Looks for an edge in `0`, the fleet as it is, which must hold, to `most`. */
  edgeOf(most: number, fleetAt: (value: number) => Fleet): Steps<Edge>;
}

/** What came of one fleet under the seeds that it was tried under. */
interface Trial {
  /** By place of the seed: what breaks, or nothing; holes where it was not tried. */
  readonly came: (Breach | undefined)[];
  kept: number;
  broke: number;
}

/** Tries the fleet as it is, and is ready for what could be made of it. */
export function* openTrials(setup: TrialsSetup): Steps<Trials> {
  const { checked, span, seeds, share, zoneOf, onSimulation } = setup;
  const n = seeds.length;
  // 0.95 * 20 is 19, whatever its last bit says.
  const enough = Math.max(1, Math.ceil(share * n - 1e-9));
  const inOrder = seeds.map((_, place) => place);
  // Those that broke most lately first: they soon break what is too much.
  const strictFirst = [...inOrder];
  const limits: Limits[] = [];
  const before: JobValues[] = [];
  const asItIs = newTrial();
  const known = nothingCompiled();
  const prepared = prepare(checked, span, known);
  for (const seed of seeds) {
    const summary = summaryOf(prepared, { ...span, seed });
    onSimulation();
    const { kept, missed } = summary.fleet.targets;
    // A target that no span could show to be missed is no limit (R36).
    if (setup.limits === undefined && kept + missed === 0)
      throw new PolicyError([issue("goal.limits", LIMITS_EXPECTED, undefined)]);
    const these = setup.limits ?? { jobsOverTarget: summary.fleet.jobsOverTarget.length };
    note(asItIs, limits.length, breachOf(summary, these));
    limits.push(these);
    before.push(jobValuesOf(summary, these));
    yield;
  }

  /** Tries a fleet under seeds that it was not tried under yet; until `isKnown`, where given. */
  function* goOn(
    trial: Trial,
    fleetOf: () => Fleet,
    places: readonly number[],
    isKnown?: () => boolean,
  ): Steps<void> {
    let changed: Prepared | undefined;
    for (const place of places) {
      if (isKnown?.() === true) return;
      if (place in trial.came) continue;
      changed ??= prepare(checkedFleet(fleetOf(), zoneOf), span, known);
      const summary = summaryOf(changed, { ...span, seed: seeds[place]! });
      onSimulation();
      note(trial, place, breachOf(summary, limits[place]!, before[place]));
      yield;
    }
  }

  function* edgeOf(most: number, fleetAt: (value: number) => Fleet): Steps<Edge> {
    const trials = new Map<number, Trial>([[0, asItIs]]);
    const trialAt = (value: number): Trial => {
      let trial = trials.get(value);
      if (trial === undefined) trials.set(value, (trial = newTrial()));
      return trial;
    };

    function* holdsUnderFirst(value: number): Steps<boolean> {
      const trial = trialAt(value);
      yield* goOn(trial, () => fleetAt(value), [0]);
      return trial.came[0] === undefined;
    }

    function* holdsUnderEnough(value: number): Steps<boolean> {
      const trial = trialAt(value);
      const isDecided = (): boolean => trial.kept >= enough || trial.broke > n - enough;
      yield* goOn(trial, () => fleetAt(value), [...strictFirst], isDecided);
      if (trial.kept >= enough) return true;
      strictFirst.sort((a, b) => Number(breaksUnder(trial, b)) - Number(breaksUnder(trial, a)));
      return false;
    }

    function* underAll(value: number): Steps<Trial> {
      const trial = trialAt(value);
      yield* goOn(trial, () => fleetAt(value), inOrder);
      return trial;
    }

    // The edge under one seed is cheap to find, and that under most of them is near it.
    const guess = (yield* edgeFrom(0, most, holdsUnderFirst)).holds;
    const { holds, breaks } = yield* edgeFrom(guess, most, holdsUnderEnough);
    const near = { holds, share: shareOfSeeds((yield* underAll(holds)).kept, n) };
    if (breaks === undefined) return near;
    const beyond = yield* underAll(breaks);
    const breaksShare = shareOfSeeds(beyond.broke, n);
    return { ...near, breaks, breaksShare, ...brokenBy(beyond, seeds, asItIs) };
  }

  return {
    holds: asItIs.kept >= enough,
    share: shareOfSeeds(asItIs.kept, n),
    ...(setup.limits === undefined ? { breaksElsewhere: (n - enough + 1) / (n + 1) } : {}),
    broken: brokenBy(asItIs, seeds),
    limits,
    edgeOf,
  };
}

function newTrial(): Trial {
  return { came: [], kept: 0, broke: 0 };
}

function note(trial: Trial, place: number, breach: Breach | undefined): void {
  trial.came[place] = breach;
  if (breach === undefined) trial.kept += 1;
  else trial.broke += 1;
}

function breaksUnder(trial: Trial, place: number): boolean {
  return trial.came[place] !== undefined;
}

/** What breaks in a full trial under a seed under which it did not before, and who under any. */
function brokenBy(trial: Trial, seeds: readonly number[], before?: Trial): Broken {
  const first = trial.came.findIndex(
    (breach, place) => breach !== undefined && before?.came[place] === undefined,
  );
  const breach = trial.came[first];
  if (breach === undefined) return {};
  const seedsOf = new Map<string, number>();
  const names = new Map<string, string>();
  for (const under of trial.came) {
    for (const job of under?.jobs ?? []) {
      seedsOf.set(job.id, (seedsOf.get(job.id) ?? 0) + 1);
      names.set(job.id, calledOf(job));
    }
  }
  const broken = [...seedsOf.keys()].sort((a, b) => seedsOf.get(b)! - seedsOf.get(a)!);
  const called = broken.map((id) => names.get(id)!);
  return {
    seed: seeds[first]!,
    because: breach.because,
    broken,
    ...(called.some((name, at) => name !== broken[at]) ? { called } : {}),
  };
}
