/**
 * What the calendar does to resources: hours in which all work goes on at another pace (R29), and
 * outages that begin and end (R30).
 *
 * It knows nothing of jobs. The hours are those of the server's clock, through its changes; outages
 * of a resource do not touch each other. What is in force when the span begins comes as an edge of
 * that instant.
 */
import { NEVER } from "../../time/instant.js";
import type { ZoneTable } from "../../time/zone.js";
import { weekClock } from "../books/weekClock.js";
import type { ReadResource } from "../resource.js";

/** What happens to resources, edge by edge. */
export interface ResourceEdges {
  /** The next instant at which something changes; `NEVER` where nothing ever will. */
  next(): number;
  /** Tells all that changes at `next()`, and moves on. */
  pass(on: EdgeHandlers): void;
}

/** Who is told. Resources are told apart by their number. */
export interface EdgeHandlers {
  /** All work of a resource goes on at this share of full speed. */
  pace(resource: number, pace: number): void;
  outageBegins(resource: number): void;
  outageEnds(resource: number): void;
}

/** One beginning or end of an outage. */
interface OutageEdge {
  readonly instant: number;
  readonly resource: number;
  readonly begins: boolean;
}

/** The edges of resources from `from` on; `undefined` where there are none. */
export function resourceEdges(
  resources: readonly ReadResource[],
  zone: ZoneTable,
  from: number,
): ResourceEdges | undefined {
  const paced = resources.flatMap(({ pace }, resource) =>
    pace === undefined ? [] : [{ pace, resource, present: 1 }],
  );
  const outages = outageEdges(resources, from);
  if (paced.length + outages.length === 0) return undefined;
  const clock = weekClock(zone, from);
  let nextHour = paced.length === 0 ? NEVER : from;
  let nextOutage = 0;

  function passHour(now: number, on: EdgeHandlers): void {
    clock.moveTo(now);
    for (const one of paced) {
      const pace = one.pace[clock.hour()]!;
      if (pace === one.present) continue;
      one.present = pace;
      on.pace(one.resource, pace);
    }
    nextHour = clock.until();
  }

  const outageAt = (): number => outages[nextOutage]?.instant ?? NEVER;
  const next = (): number => Math.min(nextHour, outageAt());
  return {
    next,
    pass(on) {
      const now = next();
      for (; outageAt() === now; nextOutage += 1) {
        const { resource, begins } = outages[nextOutage]!;
        if (begins) on.outageBegins(resource);
        else on.outageEnds(resource);
      }
      if (nextHour === now) passHour(now, on);
    },
  };
}

function outageEdges(resources: readonly ReadResource[], from: number): OutageEdge[] {
  return resources
    .flatMap(({ outages }, resource) =>
      outages
        .filter((outage) => outage.to > from)
        .flatMap((outage): OutageEdge[] => [
          { instant: Math.max(from, outage.from), resource, begins: true },
          { instant: outage.to, resource, begins: false },
        ]),
    )
    .sort((a, b) => a.instant - b.instant || a.resource - b.resource);
}
