/**
 * What a simulation came to, in brief: the few figures by which whoever tries many fleets tells
 * them apart, read off the books in place of a whole summary. The law is that they are those of the
 * summary, to the byte.
 */
import { worstExposure } from "./books/exposure.js";
import { mostBusy } from "./books/occupancy.js";
import { attemptsMade, fatesOf, type Tally } from "./books/tally.js";
import { meanAndLongestWait } from "./books/waits.js";
import type { CheckedFleet } from "./checkFleet.js";
import type { Order } from "./engine/parts/parts.js";
import { targetOf } from "./summary.js";

/** The figures. Times in ms. */
export interface Brief {
  /** Of each job: runs that came to no session, or that a window stopped. */
  readonly lostRuns: Int32Array;
  /** 1 for a job that misses its target (R36). */
  readonly isOverTarget: Uint8Array;
  readonly worstExposure: Float64Array;
  /** Its mean slowdown; 1 where nothing could slow it. */
  readonly slowdown: Float64Array;
  /** The most sessions at once. */
  readonly peak: number;
  /** Of all attempts. */
  readonly wait: { readonly mean: number; readonly max: number };
  /** Threads asked of a resource at once, as a multiple of what it has: of the one with most. */
  readonly demand: number;
}

/** Reads it off the books of a span, in which jobs stand in this order; they must be closed. */
export function readBrief(
  { jobs, resources }: CheckedFleet,
  { placeOf }: Order,
  span: { readonly from: number; readonly to: number },
  tally: Tally,
): Brief {
  const count = jobs.length;
  const lostRuns = new Int32Array(count);
  const isOverTarget = new Uint8Array(count);
  const worst = new Float64Array(count);
  const slowdown = new Float64Array(count);
  const attempts = new Int32Array(count);
  for (let index = 0; index < count; index += 1) {
    const place = placeOf[index]!;
    const { rpo } = jobs[index]!.job;
    const { due, lost } = fatesOf(tally, place);
    attempts[place] = attemptsMade(tally, place);
    lostRuns[index] = lost;
    worst[index] = worstExposure(tally.exposure, place);
    slowdown[index] = tally.slowdowns?.of(place)?.mean ?? 1;
    if (rpo !== undefined && targetOf(rpo, span, due, worst[index]!).withinTarget === false)
      isOverTarget[index] = 1;
  }
  let demand = 0;
  resources.forEach(({ threads }, resource) => {
    if (Number.isNaN(threads)) return;
    demand = Math.max(demand, tally.threads!.metrics(resource, span.to).peakDemand / threads);
  });
  return {
    lostRuns,
    isOverTarget,
    worstExposure: worst,
    slowdown,
    peak: mostBusy(tally.occupancy, resources.length),
    wait: meanAndLongestWait(tally.waits, attempts),
    demand,
  };
}
