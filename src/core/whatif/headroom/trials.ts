/**
 * Trials: fleets under many seeds, each held against the fleet as it is under the same seed.
 *
 * Of what lies on the way to an edge no more is simulated than it takes to know whether the limits
 * hold under enough seeds; its two sides are simulated under all of them, so that the shares that
 * are told were seen.
 */
import { checkedFleet, type CheckedFleet, type CheckedSpan } from "../../simulation/checkFleet.js";
import type { Fleet } from "../../simulation/fleet.js";
import { summaryOf } from "../../simulation/simulate.js";
import type { ZoneSource } from "../../time/zone.js";
import type { Estimate } from "../estimate.js";
import { shareOfSeeds } from "../evidence.js";
import { edgeFrom } from "./edge.js";
import type { Broken, Edge } from "./goal.js";
import { type Breach, breachOf, type JobValues, jobValuesOf, type Limits } from "./limits.js";

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
   * to be among the few whose edge is lower.
   */
  readonly breaksElsewhere: number;
  /** What breaks as it is; empty where nothing does. */
  readonly broken: Broken;
  /** The limits by place of the seed. */
  readonly limits: readonly Limits[];
  /** Looks for an edge in `0`, the fleet as it is, which must hold, to `most`. */
  edgeOf(most: number, fleetAt: (value: number) => Fleet): Edge;
}

/** What came of one fleet, by place of the seed: `undefined` where it was not tried. */
type Trial = (Breach | "kept" | undefined)[];

/** Tries the fleet as it is, and is ready for what could be made of it. */
export function openTrials(setup: TrialsSetup): Trials {
  const { checked, span, seeds, share, zoneOf, onSimulation } = setup;
  // 0.95 * 20 is 19, whatever its last bit says.
  const enough = Math.max(1, Math.ceil(share * seeds.length - 1e-9));
  const limits: Limits[] = [];
  const before: JobValues[] = [];
  const asItIs: Trial = seeds.map((seed) => {
    const summary = summaryOf(checked, { ...span, seed });
    onSimulation();
    const these = setup.limits ?? { jobsOverTarget: summary.fleet.jobsOverTarget.length };
    limits.push(these);
    before.push(jobValuesOf(summary, these));
    return breachOf(summary, these) ?? "kept";
  });
  // Places of the seeds, those that broke most lately first: they soon break what is too much.
  const order = seeds.map((_, place) => place);

  /** Tries a fleet under seeds that it was not tried under yet, until it is known what is asked. */
  function goOn(
    trial: Trial,
    fleet: Fleet,
    places: readonly number[],
    isKnown: (trial: Trial) => boolean,
  ): void {
    let changed: CheckedFleet | undefined;
    for (const place of places) {
      if (isKnown(trial)) return;
      if (trial[place] !== undefined) continue;
      changed ??= checkedFleet(fleet, zoneOf);
      const summary = summaryOf(changed, { ...span, seed: seeds[place]! });
      onSimulation();
      trial[place] = breachOf(summary, limits[place]!, before[place]) ?? "kept";
      if (trial[place] === "kept") continue;
      order.splice(order.indexOf(place), 1);
      order.unshift(place);
    }
  }

  function edgeOf(most: number, fleetAt: (value: number) => Fleet): Edge {
    const trials = new Map<number, Trial>([[0, asItIs]]);
    /** The trial at a value, gone on with. */
    function trialAt(
      value: number,
      places: readonly number[],
      isKnown: (trial: Trial) => boolean,
    ): Trial {
      let trial = trials.get(value);
      if (trial === undefined) trials.set(value, (trial = seeds.map(() => undefined)));
      goOn(trial, fleetAt(value), places, isKnown);
      return trial;
    }
    const isDecided = (trial: Trial): boolean =>
      keptIn(trial) >= enough || brokenIn(trial) > seeds.length - enough;

    // The edge under one seed is cheap to find, and that of most seeds is near it.
    const guess = edgeFrom(0, most, (at) => trialAt(at, [0], () => false)[0] === "kept").holds;
    const { holds, breaks } = edgeFrom(
      guess,
      most,
      (at) => keptIn(trialAt(at, [...order], isDecided)) >= enough,
    );
    const held = trialAt(
      holds,
      order.toSorted((a, b) => a - b),
      () => false,
    );
    const share = shareOfSeeds(keptIn(held), seeds.length);
    if (breaks === undefined) return { holds, share };
    const broke = trialAt(
      breaks,
      order.toSorted((a, b) => a - b),
      () => false,
    );
    return {
      holds,
      share,
      breaks,
      breaksShare: shareOfSeeds(brokenIn(broke), seeds.length),
      ...brokenBy(broke, asItIs, seeds),
    };
  }

  const kept = keptIn(asItIs);
  return {
    holds: kept >= enough,
    share: shareOfSeeds(kept, seeds.length),
    breaksElsewhere: (seeds.length - enough + 1) / (seeds.length + 1),
    broken: brokenBy(asItIs, undefined, seeds),
    limits,
    edgeOf,
  };
}

function keptIn(trial: Trial): number {
  return trial.filter((came) => came === "kept").length;
}

function brokenIn(trial: Trial): number {
  return trial.filter((came) => typeof came === "object").length;
}

/** What breaks in a trial under a seed under which it did not before, and who under any. */
function brokenBy(trial: Trial, before: Trial | undefined, seeds: readonly number[]): Broken {
  const first = trial.findIndex(
    (came, place) => typeof came === "object" && typeof before?.[place] !== "object",
  );
  const breach = trial[first];
  if (typeof breach !== "object") return {};
  const seedsOf = new Map<string, number>();
  for (const came of trial)
    if (typeof came === "object")
      for (const id of came.jobs) seedsOf.set(id, (seedsOf.get(id) ?? 0) + 1);
  const broken = [...seedsOf.keys()].sort((a, b) => seedsOf.get(b)! - seedsOf.get(a)!);
  return { seed: seeds[first]!, because: breach.because, broken };
}
