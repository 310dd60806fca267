/**
 * Which changes an effect comes from: those without which it is gone or smaller, found by
 * simulating without them (R33).
 *
 * A job's own changes are taken back one by one, and so are the others of its circle where they
 * are few; of many, halves are taken back, and only halves that lessen the effect are looked into.
 * One simulation answers for every job of its circle and is made once. The invariant: a change is
 * named only after the job was simulated without it, and what it lessened is told with it.
 *
 * The work is bounded by a number of due starts; what was not reached for want of them is said.
 */
import type { CheckedSpan } from "../../simulation/span.js";
import type { CheckedFleet } from "../../simulation/checkFleet.js";
import { circlesOfCopies } from "../../simulation/circlesOfCopies.js";
import { sourcesOf } from "../../simulation/engine/copies.js";
import { prepare } from "../../simulation/prepare.js";
import { ifKnown, summaryOf } from "../../simulation/simulate.js";
import type { JobMetrics, Summary } from "../../simulation/summary.js";
import type { Circle } from "./circles.js";
import type { SettingChange } from "./comparison.js";
import { byId } from "./fleetChanges.js";
import type { Between, MakeBetween } from "./takenBack.js";

/** One figure of a job that got worse (`side` 1) or better (-1). */
export interface Effect {
  readonly job: string;
  readonly side: 1 | -1;
  figure(job: JobMetrics): number;
}

/** Changes without which an effect is gone or smaller, and the figure that is left then. */
export interface Cause {
  /** Places in the comparison's list. */
  readonly changes: readonly number[];
  readonly without: number;
}

/** What was found of one effect. */
export interface Causes {
  /** Single changes, first the one that takes away most. */
  readonly alone: readonly Cause[];
  /** Where no single change was found: few changes that do half of it, or more, together. */
  readonly together?: Cause;
  /** Whether every change was taken back alone. */
  readonly triedAll: boolean;
  /** `false`: there was no budget left to look on. */
  readonly isComplete: boolean;
}

/** The sides of a comparison, ready to be taken apart. */
export interface AblationInput {
  readonly was: Summary;
  readonly is: Summary;
  readonly span: Pick<CheckedSpan, "from" | "to" | "seed">;
  readonly changes: readonly SettingChange[];
  readonly between: MakeBetween;
  readonly circles: ReadonlyMap<string, Circle>;
}

/** Up to so many changes of a circle, each is taken back alone. */
const FEW = 24;
/** Up to so many changes that only together have an effect, each is tried to be left out. */
const FEW_TOGETHER = 12;
/** What a simulation costs beside its due starts, in due starts (bench/simulate). */
export const COST_OF_ONE = 100;

/** Due starts that may still be simulated. */
export interface Budget {
  left: number;
}

/** Sets up the search; what it simulates comes off the budget. */
export function ablation(input: AblationInput, budget: Budget): (effect: Effect) => Causes {
  const { was, is, span, changes, between, circles } = input;
  const [before, now] = [byId(was.jobs), byId(is.jobs)];
  const known = new Map<Circle, Map<string, ReadonlyMap<string, JobMetrics> | undefined>>();
  const costs = new Map<Circle, number>();

  function costOf(circle: Circle): number {
    let cost = costs.get(circle);
    if (cost === undefined) {
      cost = COST_OF_ONE;
      for (const id of circle.ids)
        cost += Math.max(before.get(id)?.due ?? 0, now.get(id)?.due ?? 0);
      costs.set(circle, cost);
    }
    return cost;
  }

  /** The jobs of a circle without some of its changes; `undefined` where that is not known. */
  function without(
    circle: Circle,
    back: readonly number[],
  ): ReadonlyMap<string, JobMetrics> | undefined {
    if (back.length === circle.changes.length) return before;
    const answers = known.get(circle) ?? new Map<string, undefined>();
    known.set(circle, answers);
    const key = back.join(" ");
    if (answers.has(key)) return answers.get(key);
    if (budget.left < costOf(circle)) return undefined;
    budget.left -= costOf(circle);
    const answer = metricsBetween(between(circle.ids, new Set(back)), span);
    answers.set(key, answer);
    return answer;
  }

  return (effect) => {
    const { job, side, figure } = effect;
    const circle = circles.get(job)!;
    const all = circle.changes;
    const present = figure(now.get(job)!);
    let isComplete = true;

    /** The cause that these changes are; `undefined` where the effect is no less without them. */
    function causeOf(back: readonly number[]): Cause | undefined {
      const metrics = without(circle, back)?.get(job);
      if (metrics === undefined) isComplete = false;
      const figureLeft = metrics === undefined ? present : figure(metrics);
      return side * (present - figureLeft) > 0 ? { changes: back, without: figureLeft } : undefined;
    }

    const isOwn = (place: number): boolean =>
      changes[place]!.of === "job" && changes[place]!.id === job;
    const own = all.filter(isOwn);
    const shared = all.filter((place) => changes[place]!.of !== "job");
    const first = all.length <= FEW ? all : [...own, ...(shared.length <= FEW ? shared : [])];
    const rest = first === all ? [] : all.filter((place) => !first.includes(place) || isOwn(place));
    const alone = new Map<number, Cause>();
    const consider = (place: number): void => {
      const cause = causeOf([place]);
      if (cause !== undefined) alone.set(place, cause);
    };
    [...own, ...first].forEach((place) => alone.has(place) || consider(place));
    // Bound: of each pair of halves at most both are looked into.
    const look = (places: readonly number[]): void => {
      if (places.length === 1) consider(places[0]!);
      else for (const half of halves(places)) if (causeOf(half) !== undefined) look(half);
    };
    if (rest.length > 0) look(rest);
    const half = Math.abs(present - figure(before.get(job)!)) / 2;
    const mainlyOf = (back: readonly number[]): Cause | undefined => {
      const cause = causeOf(back);
      return cause !== undefined && Math.abs(present - cause.without) >= half ? cause : undefined;
    };
    const together =
      alone.size === 0 && all.length > 1 ? fewestOf(all, mainlyOf, () => isComplete) : undefined;
    return {
      alone: [...alone.values()].sort((a, b) => side * (a.without - b.without)),
      ...(together === undefined ? {} : { together }),
      triedAll: rest.length === 0,
      isComplete,
    };
  };
}

/**
 * The jobs of a fleet between the sides, as simulated; `undefined` where a function workload does
 * not know the runs that it has there, or where a job would copy itself by way of others (R32).
 */
export function metricsBetween(
  { checked, rules }: Between,
  { from, to, seed }: Pick<CheckedSpan, "from" | "to" | "seed">,
): ReadonlyMap<string, JobMetrics> | undefined {
  // Where each side has copies, what is between them may copy itself, and never be done.
  if (copiesItself(checked)) return undefined;
  return ifKnown(checked, () =>
    byId(summaryOf(prepare(checked, { from, to }), { seed, rules, keep: "summary" }).jobs),
  );
}

function copiesItself({ jobs }: CheckedFleet): boolean {
  return circlesOfCopies(sourcesOf(jobs)).size > 0;
}

function halves(places: readonly number[]): (readonly number[])[] {
  const middle = places.length >>> 1;
  return [places.slice(0, middle), places.slice(middle)];
}

/**
 * Of changes that are a cause together, fewer that are: a half as long as there is one, and then
 * none that can be left out. `undefined` where there was no budget to see.
 */
function fewestOf(
  all: readonly number[],
  causeOf: (places: readonly number[]) => Cause | undefined,
  isComplete: () => boolean,
): Cause | undefined {
  let best = causeOf(all);
  // Bound: every round halves the list, or is the last.
  for (let found = best; found !== undefined && found.changes.length > 2;) {
    best = found;
    found = halves(best.changes)
      .map(causeOf)
      .find((cause) => cause !== undefined);
    best = found ?? best;
  }
  const few = best?.changes ?? [];
  for (const place of few.length <= FEW_TOGETHER ? few : []) {
    const fewer: readonly number[] = best!.changes.filter((other) => other !== place);
    if (fewer.length > 1) best = causeOf(fewer) ?? best;
  }
  return isComplete() ? best : undefined;
}
