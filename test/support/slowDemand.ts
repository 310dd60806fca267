/**
 * What is asked of each resource with threads, and what it gives, exactly (R28): sums over the
 * spells of a slow timeline.
 *
 * A session runs in `[start, end)`, so one without length asks for nothing.
 */
import { dividedBy, type Fraction, fraction, times, total, ZERO } from "./fraction.ts";
import type { SlowFleet, SlowResource, SlowShare, SlowTimeline } from "./slowModel.ts";

/** What was asked of one resource in the span. */
export interface SlowDemand {
  list: "proxies" | "repositories" | "organizations";
  id: string;
  threads: number;
  /** The most threads that the sessions running at once could have used; may be above `threads`. */
  peakDemand: number;
  /** Threads in use, over the whole span. */
  mean: Fraction;
  /** The share of the span in which all threads were given out. */
  shareFull: Fraction;
}

/**
 * The demand for each resource with threads, in the order of the fleet: the very fleet of which the
 * timeline is. All zero in an empty span.
 */
export function demandOf(fleet: SlowFleet, timeline: SlowTimeline): SlowDemand[] {
  return (["proxies", "repositories", "organizations"] as const).flatMap((list) =>
    fleet[list].flatMap((resource) => {
      const { id, threads } = resource;
      return threads === undefined
        ? []
        : [{ list, id, threads, ...demandFor(resource, threads, timeline) }];
    }),
  );
}

function demandFor(
  resource: SlowResource,
  threads: number,
  { spells }: SlowTimeline,
): Pick<SlowDemand, "peakDemand" | "mean" | "shareFull"> {
  const parts = spells.map(({ from, to, running }) => {
    const users = running.filter((share) => share.resources.includes(resource));
    return { ms: to - from, asked: sumOfMosts(users), used: total(users.map((u) => u.threads)) };
  });
  const span = fraction(parts.reduce((sum, { ms }) => sum + ms, 0));
  const perSpan = (sum: Fraction): Fraction => (span.top === 0n ? ZERO : dividedBy(sum, span));
  const full = parts.filter(({ used }) => used.top === BigInt(threads) * used.bottom);
  return {
    peakDemand: Math.max(0, ...parts.map(({ asked }) => asked)),
    mean: perSpan(total(parts.map(({ ms, used }) => times(used, fraction(ms))))),
    shareFull: perSpan(fraction(full.reduce((sum, { ms }) => sum + ms, 0))),
  };
}

function sumOfMosts(users: readonly SlowShare[]): number {
  return users.reduce((sum, { most }) => sum + most!, 0);
}
