/**
 * The timelines of a chart: one, or the two sides of a what-if, of one span.
 */
import type { Timeline } from "../../core/simulation/timeline.js";
import type { Sides } from "./chart.js";

/** A timeline for each side. */
export type TimelineSides = Sides<{ readonly timeline: Timeline }>;

/** The span of the sides, which all have the same; throws where there is no side. */
export function spanOfSides(sides: TimelineSides): { readonly from: number; readonly to: number } {
  const [first] = sides;
  if (first === undefined) throw new Error("invariant: a chart has at least one side");
  return first.timeline.span;
}

/** Whether every side has its rows, and not the summary alone. */
export function haveRows(sides: TimelineSides): boolean {
  return sides.every(({ timeline }) => timeline.span.keep === "all");
}
