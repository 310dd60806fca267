/**
 * What sharing threads had to do with a verdict: the link between what was changed and what a job
 * came to (R28, R33).
 *
 * It is a link only where three things were seen: the job's sessions lose more to others on a
 * resource on the worse side than on the better one; one of them, told with its hours, lost most;
 * and were that resource's threads not shared on the worse side, the figure of the verdict would be
 * better there, as simulated. A slow pace, an outage and growth are thus never called sharing.
 */
import { neededOf } from "../../simulation/resource.js";
import { prepare } from "../../simulation/prepare.js";
import { watchedOf } from "../../simulation/simulate.js";
import { sharedCause, sharedText, type WatchedFleet } from "../../simulation/slowness.js";
import type { JobMetrics, Summary } from "../../simulation/summary.js";
import type { Timeline } from "../../simulation/timeline.js";
import { type Budget, COST_OF_ONE } from "./ablation.js";
import { figureText } from "./causeWords.js";
import type { Fact, VerdictFigure } from "./comparison.js";
import type { FleetSide } from "./fleetChanges.js";

/** A side of a comparison, with what it did. */
export type LivedSide = FleetSide & { readonly timeline: Timeline };

/** A verdict that sharing may have to do with. */
export interface SharedQuestion {
  readonly job: string;
  /** 1: it got worse, -1: better. */
  readonly side: 1 | -1;
  readonly figure: VerdictFigure;
  value(job: JobMetrics): number;
}

/** The link, where there is one; `isComplete`: the budget was enough to know. */
export interface SharedEffect {
  readonly fact?: Fact;
  readonly isComplete: boolean;
}

/** A side that is watched once somebody asks. */
interface WatchedSide {
  readonly watched: WatchedFleet;
  readonly placeOf: ReadonlyMap<string, number>;
  /** Whether the budget has it, too, that a resource's threads are not shared. */
  affords(place: number): boolean;
}

/** Sets up the search; what it simulates comes off the budget. */
export function sharedEffects(
  baseline: LivedSide,
  candidate: LivedSide,
  budget: Budget,
): (question: SharedQuestion) => SharedEffect {
  const isShared = [baseline, candidate].some(({ resources }) =>
    [...resources.values()].some(({ threads }) => !Number.isNaN(threads)),
  );
  if (!isShared) return () => ({ isComplete: true });
  const known = new Map<LivedSide, WatchedSide | undefined>();
  const sideOf = (side: LivedSide): WatchedSide | undefined => {
    if (!known.has(side)) known.set(side, watchedSide(side, budget));
    return known.get(side);
  };

  return ({ job, side, figure, value }) => {
    const [worse, better] = side > 0 ? [candidate, baseline] : [baseline, candidate];
    const [now, other] = [sideOf(worse), sideOf(better)];
    if (now === undefined || other === undefined) return { isComplete: false };
    const seen = now.watched.shares.get(now.placeOf.get(job)!);
    if (seen === undefined) return { isComplete: true };
    const before = other.watched.shares.get(other.placeOf.get(job)!);
    const { resources } = now.watched.checked;
    const isMore = (place: number): boolean => {
      const { of, id } = resources[place]!;
      const elsewhere = other.watched.checked.resources.findIndex(
        (resource) => resource.of === of && resource.id === id,
      );
      // Sums of fractions of a ms: what differs by less is the same.
      return (seen.lostMs.get(place) ?? 0) > (before?.lostMs.get(elsewhere) ?? 0) + 1;
    };
    const stretches = (figure.metric === "exposure.worst" ? seen.within : seen.ever).filter(
      ({ resource }) => isMore(resource),
    );
    if (!stretches.every(({ resource }) => now.affords(resource))) return { isComplete: false };
    const isKnown = stretches.every(({ resource }) => now.watched.without(resource) !== undefined);
    const figureOf = ({ jobs }: Summary): number => value(jobs[now.placeOf.get(job)!]!);
    const cause = sharedCause(now.watched, stretches, figureOf);
    if (cause === undefined) return { isComplete: isKnown };
    const { stretch, without } = cause;
    const need = neededOf(resources[stretch.resource]!);
    const text = sharedText(stretch, need, worse.zone, side > 0 ? "share" : "shared");
    return {
      isComplete: isKnown,
      fact: {
        kind: "sharing",
        about: `${need.of} ${need.id}`,
        without,
        text:
          `${side > 0 ? "" : "before, "}${text}; ` +
          `${side > 0 ? "if nobody" : "had nobody"} shared it: ${figureText(figure, without)}`,
      },
    };
  };
}

/** Watches a side; `undefined` where the budget does not reach. */
function watchedSide(
  { fleet, clock, zone, jobs, resources, timeline }: LivedSide,
  budget: Budget,
): WatchedSide | undefined {
  const list = [...jobs.values()];
  const checked = { fleet, clock, zone, jobs: list, resources: [...resources.values()] };
  const { span, rules, summary } = timeline;
  const prepared = prepare(checked, span);
  const paid = new Set<number>();
  const pays = (round: number): boolean => {
    const cost = paid.has(round) ? 0 : COST_OF_ONE + prepared.due;
    if (cost > budget.left) return false;
    budget.left -= cost;
    paid.add(round);
    return true;
  };
  if (!pays(-1)) return undefined;
  const watched = watchedOf(prepared, { seed: span.seed, keep: span.keep, rules }, summary);
  return {
    watched,
    placeOf: new Map(list.map(({ job }, place) => [job.id, place])),
    affords: (place) => pays(watched.roundOf(place)),
  };
}
