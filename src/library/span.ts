/**
 * A span as people write it: from and to in any form that instants have.
 *
 * Only instants are read here. What is none is left as it stands, and the core names it beside
 * whatever else is wrong (R26).
 */
import { isObject } from "../core/input/ownShape.js";
import type { NumericSpan } from "../core/simulation/span.js";
import { type InstantLike, msOrNaN, shown } from "../host/instants.js";

/** What a simulation is asked for: the runs in `[from, to)`. */
export interface SimulationSpan extends Omit<NumericSpan, "from" | "to"> {
  readonly from: InstantLike;
  readonly to: InstantLike;
}

/** The same with instants in epoch ms. */
export function numericSpan(span: SimulationSpan): NumericSpan {
  if (!isObject(span)) return span;
  const inMs = (instant: InstantLike): number => {
    const ms = msOrNaN(instant);
    return Number.isNaN(ms) ? (shown(instant) as number) : ms;
  };
  return { ...span, from: inMs(span.from), to: inMs(span.to) };
}
